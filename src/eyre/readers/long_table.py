"""Long tables of any series: `series, month, value`, or numerator and denominator; columns measure and area if known.

A month that a series leaves out between its first and its last is a gap: missing, never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eyre.body.tables import read_columns
from eyre.core import BadInput, Fault, Floats, Month, Panel, SeriesKey, raise_if_any

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERS = ("value", "numerator", "denominator")
NAMES = ("series", "measure", "area")
KNOWN = ("series", "month", *NUMBERS, "measure", "area", "standard_error")
MISSING = frozenset({"", "NA", "NaN", "nan", "null"})
SHOWN = 50  # faults of one kind: a file that is wrong on every row says so once more


@dataclass(frozen=True)
class LongTable:
    """The series of a table, in the order in which they first stand in it.

    panel: one run of months over all; keyed by measure ("" where there is none) and series. areas: (series,).
    """

    panel: Panel
    areas: tuple[str, ...]
    has_measure: bool
    has_area: bool

    @cached_property
    def has_base(self) -> bool:
        """Whether there are numerators and denominators."""
        return not np.isnan(self.panel.denominator).all()

    def by_measure(self) -> Iterator[tuple[str, Panel]]:
        """The series of each measure, as one panel."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, key in enumerate(self.panel.keys):
            rows[key.measure].append(row)
        for measure, own in rows.items():
            yield measure, self.panel.take(own)

    def names_of(self, row: int) -> dict[str, str]:
        """The series of a row, with its measure and area where the table has such columns."""
        key = self.panel.keys[row]
        own = {"series": key.area}
        return (
            own
            | ({"measure": key.measure} if self.has_measure else {})
            | ({"area": self.areas[row]} if self.has_area else {})
        )

    def with_values(self) -> Panel:
        """The panel; where only numerator and denominator were given, with their ratio as the value."""
        panel = self.panel
        if not np.isnan(panel.value).all() or not self.has_base:
            return panel
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = panel.numerator / panel.denominator
        return replace(panel, value=np.where(panel.denominator > 0, ratio, np.nan))


def read_long_table(data: bytes, where: str) -> LongTable:
    """Read a long table from CSV or Parquet. Raises BadInput with every fault."""
    table = read_columns(data, where)
    raise_if_any(_column_faults(table, where))
    if not table.num_rows:
        raise BadInput([Fault(where, "has a heading and no rows.")])
    faults: list[Fault] = []
    row_of, names = _series(table, where, faults)
    months = _months(table, where, faults)
    numbers = {name: _numbers(table, name, where, faults) for name in NUMBERS}
    faults.extend(_twice(row_of, months, names, where))
    raise_if_any(faults)
    return _long_table(table, row_of, names, months, numbers)


def _column_faults(table: pa.Table, where: str) -> list[Fault]:
    have = set(table.column_names)
    faults = [
        Fault(where, f'has no column "{name}". Columns: {", ".join(table.column_names)}.')
        for name in ("series", "month")
        if name not in have
    ]
    if not ({"value"} <= have or {"numerator", "denominator"} <= have):
        faults.append(Fault(where, 'has no column "value", nor "numerator" and "denominator".'))
    return faults


def _series(table: pa.Table, where: str, faults: list[Fault]) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
    """For each row the number of its series, and each series' own series, measure and area."""
    columns = [_words(table, name) for name in NAMES]
    numbers: dict[tuple[str, str], int] = {}
    names: list[tuple[str, ...]] = []
    row_of = np.empty(table.num_rows, np.int64)
    for row, (series, measure, area) in enumerate(zip(*columns, strict=True)):
        at = numbers.setdefault((series, measure), len(names))
        if at == len(names):
            names.append((series, measure, area))
        row_of[row] = at
    unnamed = [row for row, series in enumerate(columns[0]) if not series]
    faults.extend(_each(where, unnamed, "series is empty. Give every row the name of its series."))
    moved = [row for row, area in enumerate(columns[2]) if area != names[row_of[row]][2]]
    faults.extend(_each(where, moved, "area is not that of the rows of its series before. Name them apart."))
    return row_of, names


def _words(table: pa.Table, name: str) -> list[str]:
    import pyarrow as pa

    if name not in table.column_names:
        return [""] * int(table.num_rows)
    words: list[str | None] = table[name].cast(pa.string()).to_pylist()
    return [word or "" for word in words]


def _months(table: pa.Table, where: str, faults: list[Fault]) -> NDArray[np.int64]:
    """For each row the index of its month; each writing is looked at once."""
    import pyarrow as pa

    encoded = table["month"].cast(pa.string()).combine_chunks().dictionary_encode()
    found = [_month(text or "") for text in encoded.dictionary.to_pylist()]
    at = encoded.indices.to_numpy(zero_copy_only=False)
    at = np.where(np.isnan(at.astype(float)), len(found), at).astype(np.int64)
    index = np.array([*(month.index if month else 0 for month in found), 0], np.int64)
    wrong = np.array([*(month is None for month in found), True])[at]
    texts = [*encoded.dictionary.to_pylist(), ""]
    what = [f'month "{texts[at[row]]}" is not a month. Write it as YYYY-MM.' for row in np.flatnonzero(wrong)]
    faults.extend(_each(where, np.flatnonzero(wrong).tolist(), what))
    indices: NDArray[np.int64] = index[at]
    return indices


def _month(text: str) -> Month | None:
    """A month from YYYY-MM, or from the date of its first day, as many programs keep it."""
    try:
        if len(text) == len("2017-04"):
            return Month.of(date.fromisoformat(f"{text}-01"))
        first = date.fromisoformat(text[:10])
        return Month.of(first) if first.day == 1 and text[10:] in ("", " 00:00:00") else None
    except ValueError:
        return None


def _numbers(table: pa.Table, name: str, where: str, faults: list[Fault]) -> Floats | None:
    """A column of numbers, NaN where missing; None where there is no such column."""
    import pyarrow as pa

    if name not in table.column_names:
        return None
    column = table[name]
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return np.array(column.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
    texts = [text or "" for text in column.to_pylist()]
    values = np.array([_number(text) for text in texts], np.float64)
    wrong = [row for row in np.flatnonzero(~np.isfinite(values)).tolist() if texts[row] not in MISSING]
    what = [
        f'{name} "{texts[row]}" is not a number. Write 1234.5 without commas or signs, nothing if it is missing.'
        for row in wrong
    ]
    faults.extend(_each(where, wrong, what))
    return values


def _number(text: str) -> float:
    try:
        return float(text) if text not in MISSING and "_" not in text else np.nan
    except ValueError:
        return np.nan


def _twice(
    row_of: NDArray[np.int64], months: NDArray[np.int64], names: list[tuple[str, ...]], where: str
) -> list[Fault]:
    """A fault for each row whose series and month stood before."""
    cell = row_of * 2**32 + months
    _, first = np.unique(cell, return_index=True)
    again = sorted(set(range(len(cell))) - set(first.tolist())) if len(first) < len(cell) else []
    what = [f"{names[row_of[row]][0]} has {Month.at(int(months[row]))} already. Give each month once." for row in again]
    return _each(where, again, what)


def _each(where: str, rows: Sequence[int], what: str | Sequence[str]) -> list[Fault]:
    """A fault a row, as a person counts rows (the heading is row 1); past SHOWN, how many more there are."""
    said = [what] * len(rows) if isinstance(what, str) else what
    faults = [Fault(f"{where}, row {row + 2}", text) for row, text in zip(rows[:SHOWN], said, strict=False)]
    if len(rows) > SHOWN:
        faults.append(Fault(where, f"and {len(rows) - SHOWN:,} more rows like these."))
    return faults


def _long_table(
    table: pa.Table,
    row_of: NDArray[np.int64],
    names: list[tuple[str, ...]],
    months: NDArray[np.int64],
    numbers: dict[str, Floats | None],
) -> LongTable:
    first, last = int(months.min()), int(months.max())
    shape = (len(names), last - first + 1)

    def spread(own: Floats | None) -> Floats:
        if own is None:
            return np.broadcast_to(np.float64(np.nan), shape)
        cube: Floats = np.full(shape, np.nan)
        cube[row_of, months - first] = own
        return cube

    parts: Any = {name: spread(numbers[name]) for name in NUMBERS}
    panel = Panel(
        tuple(SeriesKey(measure, series) for series, measure, _ in names),
        tuple(Month.at(index) for index in range(first, last + 1)),
        parts["value"],
        parts["numerator"],
        parts["denominator"],
        np.broadcast_to(np.float64(np.nan), shape),
    )
    areas = tuple(area for *_, area in names)
    return LongTable(panel, areas, "measure" in table.column_names, "area" in table.column_names)
