"""Tables of counts by area, type and period, such as `area, type, month, count`, with a base where there is one.

A row that is left out is missing, never 0, unless the asker says that the table leaves noughts out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eyre.body.tables import read_columns
from eyre.core import BadInput, EyreError, Fault, Floats, Period, parse_period, raise_if_any
from eyre.readers.cells import read_number

if TYPE_CHECKING:
    import pyarrow as pa

AREA, TYPE, PERIOD = ("area", "area_name"), ("type", "crime_type"), ("period", "month")
COUNT, BASE = ("count", "numerator", "value"), ("base", "denominator")
SHOWN = 50


@dataclass(frozen=True)
class CountTable:
    """Counts as one cube. count, base: shape (areas, types, periods), NaN where missing; base None without a column.

    areas, types: in the order in which they first stand in the table; one empty name where there is no such column.
    """

    areas: tuple[str, ...]
    types: tuple[str, ...]
    periods: tuple[Period, ...]
    count: Floats
    base: Floats | None


def read_count_table(
    data: bytes, where: str, *, keep: Mapping[str, str] | None = None, absent_is_nought: bool = False
) -> CountTable:
    """Read a table of counts from CSV or Parquet.

    keep: only rows whose column holds this word. absent_is_nought: a row left out is a count of 0, in periods of which
    the table has any row. Raises BadInput with every fault.
    """
    table = _kept(read_columns(data, where), keep or {}, where)
    raise_if_any(_column_faults(table, where))
    faults: list[Fault] = []
    (areas, area_of), (types, type_of) = (_names(table, names, where, faults) for names in (AREA, TYPE))
    periods, period_of = _periods(table, where, faults)
    count = _numbers(table, COUNT, where, faults)
    base = _numbers(table, BASE, where, faults) if _column(table, BASE) else None
    if not faults:  # rows that cannot be read would look alike
        faults.extend(_twice(np.stack([area_of, type_of, period_of]), (areas, types, [str(p) for p in periods]), where))
    raise_if_any(faults)
    shape, at = (len(areas), len(types), len(periods)), (area_of, type_of, period_of)
    cube = np.full(shape, 0.0 if absent_is_nought else np.nan)
    cube[at] = count
    base_cube = None
    if base is not None:
        base_cube = np.full(shape, np.nan)
        base_cube[at] = base
    return CountTable(tuple(areas), tuple(types), tuple(periods), cube, base_cube)


def _kept(table: pa.Table, keep: Mapping[str, str], where: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, word in keep.items():
        if name not in table.column_names:
            raise BadInput([Fault(where, f'has no column "{name}". Columns: {", ".join(table.column_names)}.')])
        own = table[name].cast(pa.string())
        kept = table.filter(pc.equal(own, word))
        if not kept.num_rows:
            there = sorted(filter(None, pc.unique(own).to_pylist()))
            more = f" and {len(there) - 12} more" if len(there) > 12 else ""
            raise BadInput([Fault(where, f'has no row with {name} "{word}". There: {", ".join(there[:12])}{more}.')])
        table = kept
    if not table.num_rows:
        raise BadInput([Fault(where, "has a heading and no rows.")])
    return table


def _column(table: pa.Table, names: Sequence[str]) -> str:
    """The first of some columns that is there; nothing where none is."""
    return next((name for name in names if name in table.column_names), "")


def _column_faults(table: pa.Table, where: str) -> list[Fault]:
    there = ", ".join(table.column_names)
    faults = [
        Fault(where, f'has no column "{names[0]}" (nor {" or ".join(names[1:])}). Columns: {there}.')
        for names in (PERIOD, COUNT)
        if not _column(table, names)
    ]
    if not (_column(table, AREA) or _column(table, TYPE)):
        faults.append(
            Fault(where, f'has neither a column "area" nor "type" to take the change apart by. Columns: {there}.')
        )
    return faults


def _names(
    table: pa.Table, columns: Sequence[str], where: str, faults: list[Fault]
) -> tuple[list[str], NDArray[np.intp]]:
    """Each name once, and which stands in each row."""
    import pyarrow as pa

    column = _column(table, columns)
    if not column:
        return [""], np.zeros(table.num_rows, dtype=np.intp)
    words = [(word or "").strip() for word in table[column].cast(pa.string()).to_pylist()]
    faults.extend(_each(where, [row for row, word in enumerate(words) if not word], [f"{column} is empty. Name it."]))
    number: dict[str, int] = {}
    number_of = np.array([number.setdefault(word, len(number)) for word in words], dtype=np.intp)
    return list(number), number_of


def _periods(table: pa.Table, where: str, faults: list[Fault]) -> tuple[list[Period], NDArray[np.intp]]:
    import pyarrow as pa

    column = _column(table, PERIOD)
    words = [(word or "").strip() for word in table[column].cast(pa.string()).to_pylist()]
    read: dict[str, Period | None] = {}
    wrong: dict[str, str] = {}
    for word in dict.fromkeys(words):
        try:
            read[word] = parse_period(word[:7] if word[7:] in ("-01", "-01 00:00:00") else word)
        except EyreError as error:
            read[word], wrong[word] = None, f"{column}: {error}"
    rows = [row for row, word in enumerate(words) if word in wrong]
    faults.extend(_each(where, rows, [wrong[words[row]] for row in rows]))
    periods = sorted({period for period in read.values() if period is not None})
    place = {period: at for at, period in enumerate(periods)}
    return periods, np.array([place.get(read[word], 0) for word in words], dtype=np.intp)  # type: ignore[arg-type]


def _numbers(table: pa.Table, columns: Sequence[str], where: str, faults: list[Fault]) -> Floats:
    column = _column(table, columns)
    values, rows, what = np.full(table.num_rows, np.nan), [], []
    for row, cell in enumerate(table[column].to_pylist()):
        try:
            found = read_number(cell).value
            if found is not None and found < 0:
                raise BadInput(f"{found:g} is below 0; counts and bases are not.")
            values[row] = np.nan if found is None else found
        except EyreError as error:
            rows.append(row)
            what.append(f"{column}: {error}")
    faults.extend(_each(where, rows, what))
    return values


def _twice(at: NDArray[np.intp], names: Sequence[Sequence[str]], where: str) -> list[Fault]:
    """One fault for all rows whose area, type and period stood before: where there is one, there are many."""
    _, first = np.unique(at, axis=1, return_index=True)
    again = np.setdiff1d(np.arange(at.shape[1]), first)
    if not again.size:
        return []
    row = int(again[0])
    cell = ", ".join(filter(None, (own[at[axis, row]] for axis, own in enumerate(names))))
    more = f" So do {again.size - 1:,} more rows." if again.size > 1 else ""
    hint = "Give each once; where the table holds several forces, choose one with --where force=NAME."
    return [Fault(f"{where}, row {row + 2}", f"{cell} stands there already.{more} {hint}")]


def _each(where: str, rows: Sequence[int], what: list[str]) -> list[Fault]:
    """A fault a row, as a person counts rows (the heading is row 1); past SHOWN, how many more there are."""
    said = what * len(rows) if len(what) == 1 else what
    faults = [Fault(f"{where}, row {row + 2}", text) for row, text in zip(rows[:SHOWN], said, strict=False)]
    if len(rows) > SHOWN:
        faults.append(Fault(where, f"and {len(rows) - SHOWN:,} more rows like these."))
    return faults
