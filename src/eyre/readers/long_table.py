"""Long tables of any series: `series, month, value`, or numerator and denominator; columns measure and area if known.

A table of any length in any order: it is read a part at a time, names become numbers, and the figures are set into one
array of periods and series. A month that a series leaves out between its first and its last is a gap: missing, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eyre.body.tables import open_table
from eyre.core import BadInput, Fault, Floats, Month, Panel, Quarter, SeriesKey, raise_if_any

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERS = ("value", "numerator", "denominator")
NAMES = ("series", "measure", "area")
MISSING = frozenset({"", "NA", "NaN", "nan", "null"})
SHOWN = 50  # faults of one kind: a file that is wrong on every row says so once more
LONGEST_RUN = 1200  # months from the first to the last; beyond, one of them was mistyped
AT_ONCE = 2**21  # rows

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class LongTable:
    """The series of a table, in the order in which they first stand in it.

    series, measures, areas: the words of each series, shape (series,); measures and areas None without such a column.
    value, numerator, denominator: shape (periods, series), NaN where missing; None without such a column.
    """

    series: Sequence[str]
    measures: Sequence[str] | None
    areas: Sequence[str] | None
    periods: tuple[Month, ...] | tuple[Quarter, ...]
    value: Floats | None
    numerator: Floats | None
    denominator: Floats | None

    @cached_property
    def has_base(self) -> bool:
        """Whether there are numerators and denominators."""
        return self.denominator is not None and not np.isnan(self.denominator).all()

    @property
    def names(self) -> dict[str, Sequence[str]]:
        """The words of every series, by the columns that the table has."""
        own = {"series": self.series, "measure": self.measures, "area": self.areas}
        return {name: words for name, words in own.items() if words is not None}

    def names_of(self, row: int) -> dict[str, str]:
        """The words of one series."""
        return {name: words[row] for name, words in self.names.items()}

    def by_measure(self) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """Each measure ("" where there is no such column) and the rows of its series, in their order."""
        if self.measures is None:
            yield "", np.arange(len(self.series))
            return
        number: dict[str, int] = {}
        of = np.array([number.setdefault(measure, len(number)) for measure in self.measures], np.intp)
        for measure, own in number.items():
            yield measure, np.flatnonzero(of == own)

    def joined(self, into: str, parts: Sequence[str]) -> LongTable:
        """The table with series that changed their name as one: of each area those of some measures, or some series.

        Counts only: in a period the series is the sum of those parts that are there. It stands in the place of the
        first of them and keeps its words, but for what was renamed. Raises BadInput with every part that is not there.
        """
        words = self.measures if self.measures is not None and set(parts) & set(self.measures) else self.series
        faults = [Fault(part, "is to be joined, and is neither a measure nor a series here.") for part in parts]
        raise_if_any([fault for fault in faults if fault.where not in set(words)])
        if self.value is None or self.has_base:
            raise BadInput([Fault(into, "Only counts can be joined: rates over bases do not add up.")])
        by_area = words is self.measures and self.areas is not None
        groups: dict[tuple[str, str], list[int]] = {}
        for row, word in enumerate(words):
            own = (into, self.areas[row] if by_area and self.areas else "") if word in parts else (word, str(row))
            groups.setdefault(own, []).append(row)
        value = np.column_stack([_sum_of_those_there(self.value[:, rows]) for rows in groups.values()])
        first = [rows[0] for rows in groups.values()]
        kept = {name: [own[row] for row in first] for name, own in self.names.items()}
        kept["measure" if words is self.measures else "series"] = [word for word, _ in groups]
        return LongTable(kept["series"], kept.get("measure"), kept.get("area"), self.periods, value, None, None)

    def panel(self) -> Panel:
        """All of it as a panel; where only numerator and denominator were given, with their ratio as the value."""
        measures = self.measures or [""] * len(self.series)
        keys = tuple(SeriesKey(measure, series) for series, measure in zip(self.series, measures, strict=True))
        none = np.broadcast_to(np.float64(np.nan), (len(self.periods), len(self.series)))
        value, k, n = (none if own is None else own for own in (self.value, self.numerator, self.denominator))
        if self.has_base and np.isnan(value).all():
            with np.errstate(divide="ignore", invalid="ignore"):
                value = np.where(n > 0, k / n, np.nan)
        return Panel(keys, self.periods, value.T, k.T, n.T, none.T)


def _sum_of_those_there(values: Floats) -> Floats:
    """Sums over the last axis of what is there; NaN where nothing is."""
    there = ~np.isnan(values)
    return np.where(there.any(axis=1), np.where(there, values, 0.0).sum(axis=1), np.nan)


def read_long_table(source: Path | bytes, where: str) -> LongTable:
    """Read a long table from CSV or Parquet. Raises BadInput with every fault."""
    opened = open_table(source, where, (*NAMES, *PERIODS), NUMBERS)
    raise_if_any(_column_faults(opened.columns, where))
    rows = Rows(where, next(name for name in PERIODS if name in opened.columns))
    for part in opened.parts:
        rows.add(part)
    return rows.long_table()


PERIODS = ("month", "quarter")


def _column_faults(columns: Sequence[str], where: str) -> list[Fault]:
    listed, faults = f"Columns: {', '.join(columns)}.", []
    if "series" not in columns:
        faults.append(Fault(where, f'has no column "series". {listed}'))
    if not set(PERIODS) & set(columns):
        faults.append(Fault(where, f'has no column "month". {listed}'))
    if not ({"value"} <= set(columns) or {"numerator", "denominator"} <= set(columns)):
        faults.append(Fault(where, f'has no column "value", nor "numerator" and "denominator". {listed}'))
    return faults


# --- gathering -----------------------------------------------------------------------------------------------------


@dataclass
class Noted:
    """Faults of one kind: those that are shown, and how many rows have one."""

    where: str
    shown: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, what: str) -> None:
        """Note a fault of a row, counted from 0; a person counts the heading as row 1."""
        self.shown.append(Fault(f"{self.where}, row {row + 2}", what))

    def add_all(self, rows: NDArray[np.intp], words: Any) -> None:
        """Note a fault for each row; words: what is wrong with it, asked only of those that are shown."""
        for row in rows[: SHOWN - len(self.shown)].tolist():
            self.add(row, words(row))
        self.count += len(rows)

    def faults(self) -> list[Fault]:
        more = self.count - len(self.shown)
        return self.shown + ([Fault(self.where, f"and {more:,} more rows like these.")] if more else [])


class Rows:
    """The rows of a table as numbers, column by column, in the parts they came in."""

    def __init__(self, where: str, period: str) -> None:
        self.where, self.period = where, period
        self.words: dict[str, list[pa.DictionaryArray]] = {}
        self.places: list[Codes] = []  # of the period: its index, or NOWHERE
        self.quarterly: dict[bool, int] = {}  # whether there are quarters, or months: where the first stands
        self.unnamed: NDArray[np.bool_] | None = None
        self.numbers: dict[str, list[Floats]] = {}
        self.wrong = {name: Noted(where) for name in ("series", "area", "period", "kind", *NUMBERS, "again")}
        self.count = 0

    def add(self, part: pa.RecordBatch) -> None:
        """Take the next rows."""
        for name in part.schema.names:
            if name in NAMES:
                self.words.setdefault(name, []).append(_encoded(part[name]))
            elif name in NUMBERS:
                self.numbers.setdefault(name, []).append(self._numbers(name, part[name]))
        self.places.append(self._periods(_encoded(part[self.period])))
        self.count += part.num_rows

    def _periods(self, column: pa.DictionaryArray) -> Codes:
        """For each row the index of its period; each writing is looked at once."""
        texts = [(text or "").strip() for text in column.dictionary.to_pylist()]
        found = [_period(text) for text in texts]
        at = _codes(column)
        places = np.array([*(place for place, _ in found), NOWHERE], np.int32)[at]
        wrong = np.flatnonzero(places == NOWHERE)
        if wrong.size:
            self.wrong["period"].add_all(wrong + self.count, lambda row: _no_period([*texts, ""][at[row - self.count]]))
        kinds = np.array([*(quarterly for _, quarterly in found), False])
        for quarterly in {own for place, own in found if place != NOWHERE} - set(self.quarterly):
            rows = np.flatnonzero((kinds[at] == quarterly) & (places != NOWHERE))
            if rows.size:
                self.quarterly[quarterly] = self.count + int(rows[0])
        return places

    def _numbers(self, name: str, column: pa.Array) -> Floats:
        """A column of numbers, NaN where missing."""
        import pyarrow as pa

        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            values, given = _from_text(column.cast(pa.string()))
        elif pa.types.is_null(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind) or _is_decimal(kind):
            values = np.array(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.float64)
            given = ~np.isnan(values)
        else:
            raise BadInput([Fault(self.where, f"{name} is a column of {kind}. Give it as numbers.")])
        wrong = np.flatnonzero(given & ~np.isfinite(values))
        if wrong.size:
            text = column.cast(pa.string())
            self.wrong[name].add_all(
                wrong + self.count, lambda row: f'{name} "{str(text[row - self.count]).strip()}" {NOT_A_NUMBER}'
            )
        return values

    # --- setting them into place ---

    def long_table(self) -> LongTable:
        """The series of all rows. Raises BadInput with every fault."""
        if not self.count:
            raise BadInput([Fault(self.where, "has a heading and no rows.")])
        row_of, names = self._series()
        self._mixed()
        places = np.concatenate(self.places)
        first, last = self._run(places)
        shape = (last - first + 1, len(names["series"]))
        cells = _cells(places, first, row_of, shape)
        if not self.wrong["kind"].count:
            self._twice(cells, self._sound(places), names["series"], shape, first)
        raise_if_any([fault for noted in self.wrong.values() for fault in noted.faults()])
        del row_of, places
        cubes = {name: _spread(self.numbers.pop(name, None), cells, shape) for name in NUMBERS}
        kind: Any = Quarter if True in self.quarterly else Month
        periods = tuple(_period_at(kind, index) for index in range(first, last + 1))
        return LongTable(names["series"], names.get("measure"), names.get("area"), periods, **cubes)

    def _series(self) -> tuple[Codes, dict[str, list[str]]]:
        """For each row the number of its series, and the words of each series."""
        coded = {name: _joined(parts) for name, parts in self.words.items()}
        self.words.clear()
        codes, words = coded["series"]
        if "" in words:
            self.unnamed = codes == words.index("")
            what = "series is empty. Give every row the name of its series."
            self.wrong["series"].add_all(np.flatnonzero(self.unnamed), lambda row: what)
        if "measure" in coded:
            codes = _pairs(codes, coded["measure"][0], len(coded["measure"][1]))
        row_of, first_row = _in_order(codes)
        names = {name: [own[1][code] for code in own[0][first_row].tolist()] for name, own in coded.items()}
        if "area" in coded:
            self._moved(coded["area"][0], row_of, first_row)
        return row_of, names

    def _moved(self, area: Codes, row_of: Codes, first_row: NDArray[np.int64]) -> None:
        moved = np.flatnonzero(area != area[first_row][row_of])
        what = "area is not that of the rows of its series before. Name them apart."
        self.wrong["area"].add_all(moved, lambda row: what)

    def _mixed(self) -> None:
        """A fault where some rows are months and some quarters."""
        if len(self.quarterly) > 1:
            row = max(self.quarterly.values())
            self.wrong["kind"].add(row, "is of another kind of period than the rows before. Give months, or quarters.")
            self.wrong["kind"].count += 1

    def _run(self, places: Codes) -> tuple[int, int]:
        """The first and the last period; with a fault if there are more between them than can be meant."""
        known = places[places != NOWHERE] if self.wrong["period"].count else places
        if not len(known) or self.wrong["kind"].count:
            return 0, 0
        first, last = int(known.min()), int(known.max())
        if last - first < LONGEST_RUN:
            return first, last
        usual = int(np.median(known))
        odd = first if usual - first > last - usual else last
        kind: Any = Quarter if True in self.quarterly else Month
        self.wrong["kind"].add(
            int(np.argmax(places == odd)),
            f"{_period_at(kind, odd)} lies more than {LONGEST_RUN:,} {kind.__name__.lower()}s from others. Correct it.",
        )
        self.wrong["kind"].count += 1
        return usual, usual

    def _sound(self, places: Codes) -> NDArray[np.bool_] | None:
        """The rows whose series and period are known; None where all are."""
        if not self.wrong["period"].count and self.unnamed is None:
            return None
        known: NDArray[np.bool_] = places != NOWHERE
        return known if self.unnamed is None else known & ~self.unnamed

    def _twice(
        self, cells: NDArray[Any], sound: NDArray[np.bool_] | None, names: list[str], shape: tuple[int, int], first: int
    ) -> None:
        """A fault for each row whose series and period stood before."""
        told = cells if sound is None else cells[sound]
        there = np.zeros(shape[0] * shape[1], bool)
        there[told] = True
        if np.count_nonzero(there) == len(told):
            return
        _, once = np.unique(told, return_index=True)
        again = np.ones(len(told), bool)
        again[once] = False
        rows = np.flatnonzero(again) if sound is None else np.flatnonzero(sound)[again]
        kind: Any = Quarter if True in self.quarterly else Month

        def what(row: int) -> str:
            place, series = divmod(int(cells[row]), shape[1])
            return f"{names[series]} has {_period_at(kind, first + place)} already. Give each {self.period} once."

        self.wrong["again"].add_all(rows, what)


# --- words ---------------------------------------------------------------------------------------------------------


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    """A column as a dictionary of text and the place of each row in it."""
    import pyarrow as pa

    text = pa.dictionary(pa.int32(), pa.string())
    if column.type == text:
        return column
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), column.dictionary.cast(pa.string()))
    return column.cast(pa.string()).dictionary_encode()


def _codes(column: pa.DictionaryArray) -> Codes:
    """For each row the place of its word; one after the last where there is none."""
    codes = column.indices
    if codes.null_count:
        codes = codes.fill_null(len(column.dictionary))
    return np.asarray(codes.to_numpy(zero_copy_only=False), np.int32)


def _joined(parts: list[pa.DictionaryArray]) -> tuple[Codes, list[str]]:
    """One numbering of the words of all parts, without the spaces around them; a missing one is the empty word."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.chunked_array(parts).unify_dictionaries()
    words = pc.utf8_trim_whitespace(pc.fill_null(whole.chunk(0).dictionary, ""))
    own = pa.concat_arrays([words, pa.array([""])]).dictionary_encode()
    place = own.indices.to_numpy()
    codes = np.concatenate([_codes(part) for part in whole.chunks])
    if not np.array_equal(place[:-1], np.arange(len(words))) or (whole.null_count and place[-1] != len(words)):
        codes = place[codes].astype(np.int32)
    return codes, own.dictionary.to_pylist()


def _pairs(codes: Codes, other: Codes, others: int) -> Codes:
    """One number for each pair of words."""
    import pyarrow as pa

    pairs = codes.astype(np.int64) * others + other
    return np.asarray(pa.array(pairs).dictionary_encode().indices.to_numpy(), np.int32)


def _in_order(codes: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """The codes numbered anew in the order in which they first come, and the row where each does."""
    first = np.full(int(codes.max()) + 1, -1, np.int64)
    for begin in range((len(codes) - 1) // AT_ONCE * AT_ONCE, -1, -AT_ONCE):  # the last to be set is the first row
        part = codes[begin : begin + AT_ONCE]
        first[part[::-1]] = np.arange(begin + len(part) - 1, begin - 1, -1)
    there = np.flatnonzero(first >= 0)
    order = there[np.argsort(first[there], kind="stable")]
    if np.array_equal(order, np.arange(len(first))):
        return codes, first
    new = np.zeros(len(first), np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return new[codes], first[order]


# --- periods -------------------------------------------------------------------------------------------------------

NOWHERE = -1


def _period(text: str) -> tuple[int, bool]:
    """The index of a month, or of a quarter (and then True); NOWHERE for anything else.

    Months are written YYYY-MM, or as the date of their first day, as many programs keep it; quarters YYYY-Q1.
    """
    try:
        if len(text) == len("2017-Q4") and text[4:6] == "-Q" and text[6] in "1234":
            return int(text[:4]) * 4 + int(text[6]) - 1, True
        if len(text) == len("2017-04"):
            return Month.of(date.fromisoformat(f"{text}-01")).index, False
        first = date.fromisoformat(text[:10])
        at_midnight = first.day == 1 and text[10:] in ("", *MIDNIGHT)
        return (Month.of(first).index, False) if at_midnight else (NOWHERE, False)
    except ValueError:
        return NOWHERE, False


MIDNIGHT = (" 00:00:00", " 00:00:00.000", " 00:00:00.000000", " 00:00:00.000000000")


def _no_period(text: str) -> str:
    return f'month "{text}" is not a month. Write it as YYYY-MM.'


def _period_at(kind: type[Month] | type[Quarter], index: int) -> Any:
    return Month.at(index) if kind is Month else Quarter(index // 4, index % 4 + 1)


# --- numbers -------------------------------------------------------------------------------------------------------

NOT_A_NUMBER = "is not a number. Write 1234.5 without commas or signs, nothing if it is missing."


def _is_decimal(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_decimal(kind))


def _from_text(column: pa.Array) -> tuple[Floats, NDArray[np.bool_]]:
    """Numbers from text, NaN where there is none, and where something other than a sign for missing stands."""
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = pc.is_in(column, value_set=pa.array(sorted(MISSING)))
    text = pc.if_else(missing, None, column)
    try:
        values = np.array(text.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
        return values, np.asarray(text.is_valid().to_numpy(zero_copy_only=False))
    except pa.ArrowInvalid:
        texts = [(cell or "").strip() for cell in column.to_pylist()]
        given = np.array([cell not in MISSING for cell in texts], bool)
        return np.array([_number(cell) for cell in texts], np.float64), given


def _number(text: str) -> float:
    try:
        return float(text) if text not in MISSING and "_" not in text else np.nan
    except ValueError:
        return np.nan


# --- the array -----------------------------------------------------------------------------------------------------


def _cells(places: Codes, first: int, row_of: Codes, shape: tuple[int, int]) -> NDArray[Any]:
    """For each row its place in an array of such a shape."""
    cells: NDArray[Any] = (places - np.int32(first)).astype(np.int32 if shape[0] * shape[1] < 2**31 else np.int64)
    np.clip(cells, 0, shape[0] - 1, out=cells)  # what is nowhere is a fault, and what is set there is never seen
    np.multiply(cells, shape[1], out=cells)
    np.add(cells, row_of, out=cells)
    return cells


def _spread(parts: list[Floats] | None, cells: NDArray[Any], shape: tuple[int, int]) -> Floats | None:
    """The array of a column, NaN where the table has nothing; the parts are let go of as they are set."""
    if parts is None:
        return None
    cube: Floats = np.full(shape[0] * shape[1], np.nan)
    begin = 0
    for values in (parts.pop(0) for _ in range(len(parts))):
        cube[cells[begin : begin + len(values)]] = values
        begin += len(values)
    return cube.reshape(shape)
