"""Tidy tables: one row a figure, of any measure, from CSV, Parquet, XLSX or ODS.

Columns: measure, area, period (or month, or period_start and period_end), value; facet, numerator, denominator and
standard_error where there are any. Every fault is collected with its row; one is enough and nothing is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from eyre.body.coverage import Coverage, Subject
from eyre.core import Doubt, EyreError, Facet, Fault, MeasureKind, Period, period_between, raise_if_any
from eyre.measures import Measure
from eyre.readers.cells import BLANK, NotANumber, Number, read_day, read_number, read_period
from eyre.readers.figures import Figure, observations_table
from eyre.readers.gazetteer import slug
from eyre.readers.reading import Account, Reading, SourceFile, Tally
from eyre.readers.request import Request
from eyre.readers.tables import Sheet
from eyre.readers.unpacking import Found

VERSION = "1"
PERIODS = ("period", "month", "period_start", "period_end")
NUMBERS = ("value", "numerator", "denominator", "standard_error")
COLUMNS = frozenset({"measure", "facet", "area", *PERIODS, *NUMBERS})
NOTES = frozenset({"note", "notes", "unit", "name", "area_name", "measure_name"})  # for people; read over
USUAL_SCALES = (1.0, 100.0, 1000.0, 100_000.0)  # of ratios of a measure that nobody has defined

Sheets = Sequence[tuple[Found, Sheet]]


def read_tidy(sheets: Sheets, request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read tidy tables; raise BadInput with every fault of every row."""
    rows = TidyRows(request)
    for _, sheet in sheets:
        rows.read(sheet)
    raise_if_any(rows.all_faults())
    return reading_of(rows.figures(), sheets, (*doubts, *rows.doubts()), reader="tidy", version=VERSION)


def reading_of(
    figures: Sequence[Figure],
    sheets: Sheets,
    doubts: Iterable[Doubt],
    *,
    reader: str,
    version: str,
    publisher: str = "",
    licence: str = "",
    whole: bool = False,
) -> Reading:
    """The reading of figures that cover their own cells and no others.

    whole: they cover every facet of their measures, areas and periods: one that has no figure has none.
    """
    subjects = (
        (Subject(m, Facet.parse(f) if f and not whole else None), area, period) for m, f, area, period, *_ in figures
    )
    account = Account(
        reader=reader,
        reader_version=version,
        publisher=publisher,
        licence=licence,
        covers=Coverage.of_cells(subjects if whole else _own(subjects, figures)),
        sources=_sources(sheets),
        doubts=tuple(doubts),
        tallies=_tallies(figures),
    )
    return Reading(observations_table(figures), account)


def _own(
    subjects: Iterable[tuple[Subject, str, Period]], figures: Sequence[Figure]
) -> Iterable[tuple[Subject, str, Period]]:
    """A measure that has facets elsewhere in the table covers, where it has none, only itself."""
    faceted = {figure[0] for figure in figures if figure[1]}
    for subject, area, period in subjects:
        plain = subject.facet is None and subject.measure in faceted
        yield (Subject(subject.measure, Facet()) if plain else subject), area, period


def _sources(sheets: Sheets) -> tuple[SourceFile, ...]:
    rows: Counter[Found] = Counter()
    for file, sheet in sheets:
        rows[file] += len(sheet.rows)
    return tuple(SourceFile(name=f.name, sha256=f.sha256, bytes=f.size, rows=n) for f, n in rows.items())


def _tallies(figures: Sequence[Figure]) -> tuple[Tally, ...]:
    counts = Counter((measure, str(period)) for measure, _, _, period, *_ in figures)
    return tuple(Tally(of=m, period=p, rows=n, placed=n) for (m, p), n in sorted(counts.items()))


@dataclass
class TidyRows:
    """The figures of tidy tables as they are read, with all that is wrong and all that was noticed."""

    request: Request
    cells: dict[tuple[str, str, str, Period], tuple[str, Figure]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    noticed: set[tuple[str, str]] = field(default_factory=set)
    _shares: dict[str, bool] = field(default_factory=dict)

    def read(self, sheet: Sheet) -> None:
        missing = _missing_columns(sheet.columns)
        if missing:
            names = ", ".join(sheet.columns)
            self.faults.append(
                Fault(sheet.where, f"has no column {' and no column '.join(missing)}. Columns: {names}.")
            )
            return
        for name in sheet.columns:
            if name and name not in COLUMNS | NOTES:
                self.noticed.add((sheet.where, f'column "{name}" was not read'))
        for where, record in sheet.records():
            self._row(where, record)

    def all_faults(self) -> list[Fault]:
        if self.faults or self.cells:
            return self.faults
        return [Fault("", "There are no figures in these tables: every value is empty. Fill in the column value.")]

    def figures(self) -> list[Figure]:
        return [figure for _, figure in self.cells.values()]

    def doubts(self) -> list[Doubt]:
        noticed = [Doubt(where, f"{what}.") for where, what in sorted(self.noticed)]
        left_out = "rows without a value were left out"
        empty = [Doubt(where, f"{left_out} ({rows:,}).") for where, rows in sorted(self.empty.items())]
        marks = [Doubt("", _marked(mark, cells)) for mark, cells in sorted(self.marks.items())]
        shares = [
            Doubt(key, "every value is between 0 and 1. If they are shares, write them as percentages: 85, not 0.85.")
            for key, only in sorted(self._shares.items())
            if only
        ]
        return [*noticed, *empty, *marks, *shares]

    # --- one row ---

    def _row(self, where: str, record: dict[str, Any]) -> None:
        wrong: list[str] = []
        measure, key = self._measure(record.get("measure"), wrong)
        area = self._area(record.get("area"), wrong)
        facet = _facet(record.get("facet"), wrong)
        period = _period(record, measure, wrong)
        numbers = {name: _number(name, record.get(name), wrong) for name in NUMBERS}
        if not wrong and all(number == BLANK for number in numbers.values()):
            self.empty[where.rpartition(", row ")[0]] += 1
            return
        wrong += _wrong_numbers(measure, **numbers)
        if period is None or wrong:
            self.faults += [Fault(where, what) for what in wrong]
            return
        self._keep(where, (key, facet, area, period), measure, numbers)

    def _keep(
        self, where: str, cell: tuple[str, str, str, Period], measure: Measure | None, numbers: dict[str, Number]
    ) -> None:
        if cell in self.cells:
            first = self.cells[cell][0]
            self.faults.append(Fault(where, f"gives the same figure as {first}. Leave one of the two rows."))
            return
        self.marks.update(number.mark for number in numbers.values() if number.mark)
        value = _value(measure, **numbers)
        if measure is not None and measure.kind is MeasureKind.PROPORTION and value is not None:
            share = 0 <= value <= 1 and numbers["denominator"].value is None
            self._shares[cell[0]] = self._shares.get(cell[0], True) and share
        rest = (numbers[name].value for name in NUMBERS[1:])
        self.cells[cell] = (where, (*cell, value, *rest))  # type: ignore[assignment]

    @cached_property
    def _measures(self) -> dict[str, Measure] | None:
        if self.request.measures is None:
            return None
        by_name = {measure.name.lower(): measure for measure in self.request.measures}
        return by_name | {measure.key: measure for measure in self.request.measures}

    @cached_property
    def _areas(self) -> dict[str, str] | None:
        if self.request.areas is None:
            return None
        words = {slug(word): area.key for area in self.request.areas for word in (*area.aliases, area.name)}
        return words | {area.key: area.key for area in self.request.areas}

    def _measure(self, cell: Any, wrong: list[str]) -> tuple[Measure | None, str]:
        name = _word(cell)
        if not name:
            wrong.append("has no measure. Write its key.")
        elif self._measures is not None and name not in self._measures and name.lower() not in self._measures:
            wrong.append(_unknown("measure", name, [m.key for m in self.request.measures or ()]))
        found = (self._measures or {}).get(name) or (self._measures or {}).get(name.lower())
        return found, found.key if found else name

    def _area(self, cell: Any, wrong: list[str]) -> str:
        name = _word(cell)
        if not name:
            wrong.append("has no area. Write its key.")
        elif self._areas is not None and name not in self._areas and slug(name) not in self._areas:
            wrong.append(_unknown("area", name, sorted(set(self._areas.values()))))
        known = self._areas or {}
        return known.get(name) or known.get(slug(name)) or name


def _marked(mark: str, cells: int) -> str:
    if cells == 1:
        return f'1 cell holds "{mark}"; it was read as missing.'
    return f'{cells:,} cells hold "{mark}"; they were read as missing.'


def _missing_columns(columns: Sequence[str]) -> list[str]:
    has = set(columns)
    missing = [name for name in ("measure", "area") if name not in has]
    if not has & {"period", "month"} and not {"period_start", "period_end"} <= has:
        missing.append("period")
    return missing if has & {"value", "numerator"} else [*missing, "value"]


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.lower(), known, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known[:20]) or 'none'}."
    return f'{kind} "{name}" is not known. {hint}'


def _word(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _facet(cell: Any, wrong: list[str]) -> str:
    try:
        return str(Facet.parse(_word(cell)))
    except EyreError as error:
        wrong.append(str(error))
        return ""


def _period(record: dict[str, Any], measure: Measure | None, wrong: list[str]) -> Period | None:
    usual = measure.period if measure is not None else "month"
    name = next((name for name in ("period", "month") if _word(record.get(name))), "period")
    try:
        if not _word(record.get(name)) and _word(record.get("period_start")):
            start, end = read_day(record["period_start"]), read_day(record.get("period_end"))
            if start > end:
                wrong.append(f"the period ends ({end}) before it starts ({start}).")
                return None
            return period_between(start, end)
        return read_period(record.get(name), usual=usual)
    except EyreError as error:
        wrong.append(str(error))
        return None


def _number(name: str, cell: Any, wrong: list[str]) -> Number:
    try:
        return read_number(cell)
    except NotANumber as error:
        wrong.append(f"{name}: {error}")
        return BLANK


# --- what numbers of one row must be to one another ---


def _wrong_numbers(
    measure: Measure | None, value: Number, numerator: Number, denominator: Number, standard_error: Number
) -> list[str]:
    kind = measure.kind if measure is not None else None
    return [
        *_negative(kind, value=value, numerator=numerator, denominator=denominator, standard_error=standard_error),
        *_wrong_share(kind, value, numerator, denominator),
        *_wrong_percent(measure, value),
        *_wrong_ratio(measure, value, numerator, denominator),
    ]


def _negative(kind: MeasureKind | None, **numbers: Number) -> list[str]:
    may_be_negative = {"value"} if kind in (None, MeasureKind.MEAN, MeasureKind.DURATION, MeasureKind.RATE) else set()
    below = [name for name, n in numbers.items() if n.value is not None and n.value < 0 and name not in may_be_negative]
    return [f"{name} is {numbers[name].value:g}. It cannot be below 0." for name in below]


def _wrong_share(kind: MeasureKind | None, value: Number, numerator: Number, denominator: Number) -> list[str]:
    if kind is not MeasureKind.PROPORTION:
        return []
    k, n = numerator.value, denominator.value
    if k is not None and n is not None and k > n:
        return [f"numerator {k:g} is more than denominator {n:g}. Are the two the wrong way round?"]
    if value.value is not None and value.value > 100:
        return [f"value {value.value:g} is more than 100 %."]
    return []


def _wrong_percent(measure: Measure | None, value: Number) -> list[str]:
    if value.percent and measure is not None and measure.unit != "%":
        return [f"value is written in %, and {measure.key} is in {measure.unit or 'units of its own'}."]
    return []


def _wrong_ratio(measure: Measure | None, value: Number, numerator: Number, denominator: Number) -> list[str]:
    """A value must be its numerator over its denominator, to its printed precision."""
    if value.value is None or numerator.value is None or denominator.value is None:
        return []
    if denominator.value == 0:
        return ["denominator is 0, so that there is no value. Leave value empty."]
    ratio = numerator.value / denominator.value
    if any(_agrees(value, ratio * scale) for scale in _scales(measure)):
        return []
    due = ratio * _scales(measure)[0]
    hint = " Write the percentage, not the share." if _agrees(value, ratio) else ""
    return [
        f"value {value.value:g} is not numerator {numerator.value:g} / denominator {denominator.value:g}, "
        f"which is {due:.{max(value.decimals, 1)}f}.{hint}"
    ]


def _agrees(value: Number, due: float) -> bool:
    return value.value is not None and abs(value.value - due) <= value.half_a_digit * (1 + 1e-9) + 1e-9 * abs(due)


def _scales(measure: Measure | None) -> tuple[float, ...]:
    """What a ratio is multiplied by: 100 for a percentage, the measure's own `per` for a rate."""
    if measure is None:
        return USUAL_SCALES
    return (100.0,) if measure.kind is MeasureKind.PROPORTION else (measure.per or 1.0,)


def _value(
    measure: Measure | None, value: Number, numerator: Number, denominator: Number, standard_error: Number
) -> float | None:
    """The value as given, or made of numerator and denominator where only they are."""
    k, n = numerator.value, denominator.value
    if value.value is not None or value.mark or measure is None or k is None or not n:
        return value.value
    return k / n * _scales(measure)[0]
