"""A table of areas to be compared: one row an area, or one row an area and period.

Columns: area; numerator and denominator, observed (or value) and expected, or value and standard_error; if known:
period, level, recording_rule, outcome_types, denominator_kind, denominator_year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from eyre.body.tables import read_columns
from eyre.core import BadInput, EyreError, Fault, Floats, Period, raise_if_any
from eyre.readers.cells import read_number, read_period

if TYPE_CHECKING:
    import pyarrow as pa

# Which columns hold the events (or the estimate) and what they are out of or over: the first pair that is there.
PAIRS = (
    ("numerator", "denominator"),
    ("observed", "expected"),
    ("value", "expected"),
    ("value", "standard_error"),
)
ESTIMATE = PAIRS[-1]
FACTS = ("level", "recording_rule", "outcome_types", "denominator_kind", "denominator_year")
EVENTS = ("numerator", "observed", "value")  # with residents from elsewhere: the first of these that is there
RESIDENTS = "residents"
SHOWN = 50

ResidentsOf = Callable[[str, Period | None], float | None]  # of an area in a period; None where nobody knows


@dataclass(frozen=True)
class AreaTable:
    """Figures of areas, in the order in which they first stand in the table.

    periods: () where the table has no column period. events, base: shape (areas, periods), one column where there are
    no periods, NaN where a row is missing. columns: what the two were called. facts: what is said of each area.
    """

    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    events: Floats
    base: Floats
    columns: tuple[str, str]
    facts: tuple[dict[str, str], ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Each pair of neighbouring periods between which there are others that the table has not."""
        pairs = pairwise(self.periods)
        return tuple(f"{a} and {b}" for a, b in pairs if (b.start - a.end).days > 1)

    @property
    def is_estimate(self) -> bool:
        """Whether the base is a standard error."""
        return self.columns == ESTIMATE


def read_area_table(
    data: bytes, where: str, *, is_proportion: bool = False, residents: ResidentsOf | None = None
) -> AreaTable:
    """Read a table of areas from CSV or Parquet. Raises BadInput with every fault.

    is_proportion: then a numerator above its denominator is a fault. residents: the base of every row, which the table
    then need not have.
    """
    table = read_columns(data, where)
    columns = _columns(table, where, has_residents=residents is not None)
    if not table.num_rows:
        raise BadInput([Fault(where, "has a heading and no rows.")])
    faults: list[Fault] = []
    rows = list(_rows(table, columns, where, is_proportion, faults, residents))
    if len(faults) > SHOWN:
        faults[SHOWN:] = [Fault(where, f"and {len(faults) - SHOWN:,} more faults.")]
    raise_if_any(faults)
    found = _area_table(rows, columns)
    raise_if_any([Fault(where, what) for what in _overlaps(found.periods)])
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    area: str
    period: Period | None
    events: float
    base: float
    facts: dict[str, str]


def _columns(table: pa.Table, where: str, *, has_residents: bool) -> tuple[str, str]:
    have = set(table.column_names)
    pairs = tuple((name, RESIDENTS) for name in EVENTS) if has_residents else PAIRS
    own = {RESIDENTS} if has_residents else set()
    found = next((pair for pair in pairs if set(pair) <= have | own), None)
    faults = [Fault(where, what) for what in (*_no_area(table.column_names), *_several(table))]
    if found is None:
        wanted = " or ".join(EVENTS) if has_residents else "; ".join(" and ".join(pair) for pair in PAIRS)
        what = "the column" if has_residents else "one pair of columns:"
        faults.append(Fault(where, f"has no figures that can be compared. Give {what} {wanted}."))
    raise_if_any(faults)
    assert found is not None
    return found


def _no_area(columns: Sequence[str]) -> Iterator[str]:
    if "area" not in columns:
        own = next((name for name in ("force", "force_name", "district", "area_name") if name in columns), None)
        hint = f' Add the rows up to one an area, and call the column "{own}" area.' if own else ""
        yield f'has no column "area". Columns: {", ".join(columns)}.{hint}'


def _several(table: pa.Table) -> Iterator[str]:
    """Figures of several measures or facets would give every area many times over: say it once."""
    for name in ("measure", "facet"):
        values = table[name].unique().to_pylist() if name in table.column_names else []
        if len(values) > 1:
            yield f"holds {len(values):,} values of {name}. Keep the rows of one: a comparison is of one thing."


def _rows(
    table: pa.Table,
    columns: tuple[str, str],
    where: str,
    is_proportion: bool,
    faults: list[Fault],
    residents: ResidentsOf | None,
) -> Iterator[_Row]:
    seen: set[tuple[str, Period | None]] = set()
    has_period = "period" in table.column_names
    for number, cells in enumerate(table.to_pylist(), start=2):
        at = f"{where}, row {number}"
        area = str(cells["area"] or "").strip()
        try:
            period = read_period(cells["period"]) if has_period else None
            events = read_number(cells[columns[0]]).value
            base = None if residents else read_number(cells[columns[1]]).value
        except EyreError as error:
            faults.append(Fault(at, str(error)))
            continue
        if residents is not None:
            base = residents(area, period)
        wrong = _faults_of(area, period, events, base, columns, is_proportion, (area, period) in seen)
        faults.extend(Fault(at, what) for what in wrong)
        seen.add((area, period))
        if not wrong and events is not None and base is not None:
            yield _Row(area, period, events, base, {name: _text(cells.get(name)) for name in FACTS})


def _faults_of(
    area: str,
    period: Period | None,
    events: float | None,
    base: float | None,
    columns: tuple[str, str],
    is_proportion: bool,
    is_there: bool,
) -> list[str]:
    if not area:
        return ["area is empty. Give every row the name of its area."]
    if is_there:
        when = f" for {period}" if period else ""
        return [f"gives {area}{when} a second time. Leave one of the two rows, or add them up if they are parts."]
    if base is None and columns[1] == RESIDENTS:
        return [f"the residents of {area} are not known. Write them to the body's areas, or leave the area out."]
    if events is None or base is None:
        name = columns[0] if events is None else columns[1]
        return [f"{name} of {area} is missing. Leave the area out: a missing figure is not 0."]
    least = "0 or more" if columns == ESTIMATE else "above 0"
    found = []
    if events < 0 and columns != ESTIMATE:
        found.append(f"{columns[0]} of {area} is {events:g}. A count cannot be negative.")
    if base < 0 or (base == 0 and columns != ESTIMATE):
        found.append(f"{columns[1]} of {area} is {base:g}. It must be {least}; leave out an area without one.")
    if is_proportion and events > base > 0:
        found.append(
            f"{columns[0]} of {area} is {events:g} of {base:g}, more than all. "
            "Check that the columns are not exchanged, or compare rates."
        )
    return found


def _overlaps(periods: Sequence[Period]) -> list[str]:
    return [
        f"has figures of {a} and of {b}, which overlap: added up or set against each other they would count twice. "
        "Give periods of one kind."
        for a, b in pairwise(periods)
        if a.overlaps(b)
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:g}"
    return "" if cell is None else str(cell).strip()


def _area_table(rows: Sequence[_Row], columns: tuple[str, str]) -> AreaTable:
    areas = tuple(dict.fromkeys(row.area for row in rows))
    periods = tuple(sorted({row.period for row in rows if row.period is not None}))
    row_of, column_of = {area: at for at, area in enumerate(areas)}, {period: at for at, period in enumerate(periods)}
    events, base = (np.full((len(areas), max(len(periods), 1)), np.nan) for _ in range(2))
    facts: list[dict[str, str]] = [{} for _ in areas]
    for row in rows:
        at = row_of[row.area], column_of[row.period] if row.period is not None else 0
        events[at], base[at] = row.events, row.base
        facts[at[0]].update({name: text for name, text in row.facts.items() if text})
    return AreaTable(areas, periods, events, base, columns, tuple(facts))
