"""Tables of a survey: counts by month, single answers with weights, or published estimates with a standard error.

- counts: month, numerator (k), denominator (n); area, element, crime_type, weight, asked where there are any
- answers: month, satisfied (0 or 1), a row an answer; weight, cluster, stratum, population too
- published: estimate, standard_error; unweighted_count, and any other column as a label

A column that points at a person is refused, whatever is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from eyre.body.tables import read_columns
from eyre.core import BadInput, Fault, Month, raise_if_any
from eyre.core.errors import EyreError
from eyre.disclosure.persons import first_personal, points_at_a_person
from eyre.readers.cells import read_number, read_period
from eyre.readers.tables import names

if TYPE_CHECKING:
    import pyarrow as pa

WRITINGS = {
    "numerator": ("numerator", "k", "satisfied", "number_satisfied"),
    "denominator": ("denominator", "n", "answered", "base", "responses"),
    "month": ("month",),
    "area": ("area", "area_name"),
    "element": ("element",),
    "crime_type": ("crime_type", "offence"),
    "weight": ("weight",),
    "asked": ("asked", "invited"),
    "cluster": ("cluster",),
    "stratum": ("stratum",),
    "population": ("population", "population_size"),
    "estimate": ("estimate",),
    "standard_error": ("standard_error", "se"),
    "unweighted_count": ("unweighted_count",),
}
WORDS = ("area", "element", "crime_type", "cluster", "stratum")
YES_NO = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0, "satisfied": 1.0, "not satisfied": 0.0}


class TableKind(StrEnum):
    """What the rows of a table are."""

    COUNTS = "counts"
    ANSWERS = "answers"
    PUBLISHED = "published"


@dataclass
class SurveyTable:
    """What a table holds, and all that is wrong with it.

    records: a row each, by the names of WRITINGS, month as a Month, numbers as floats or None, words as text, `where`
    its place in the file; rows with a fault are left out. labels: of published estimates, the other columns.
    """

    kind: TableKind
    columns: frozenset[str]
    records: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_survey_table(data: bytes, where: str) -> SurveyTable:
    """Read a table from CSV or Parquet.

    Raises BadInput with every fault of its columns; faults of rows come back in `faults`, to be said with what else is
    wrong. Nothing of a personal cell is repeated.
    """
    table = read_columns(data, where)
    headings = dict(zip(names(table.column_names), table.column_names, strict=True))
    found = {name: headings[writing] for name, own in WRITINGS.items() for writing in own if writing in headings}
    raise_if_any(_column_faults(table, found, where))
    read = SurveyTable(_kind(found), frozenset(found))
    unread = [own for heading, own in headings.items() if own not in found.values() and heading]
    if read.kind is TableKind.PUBLISHED:
        read.labels = {own: _words(table[own]) for own in unread}
    elif unread:
        read.doubts.append(f"Columns not read: {', '.join(unread)}.")
    missing = _read_rows(table, found, where, read)
    if missing:
        read.doubts.append(f"{missing:,} row{'s' if missing > 1 else ''} without counts taken as missing.")
    return read


def _kind(found: dict[str, str]) -> TableKind:
    if {"estimate", "standard_error"} <= found.keys():
        return TableKind.PUBLISHED
    return TableKind.COUNTS if "denominator" in found else TableKind.ANSWERS


def _column_faults(table: pa.Table, found: dict[str, str], where: str) -> list[Fault]:
    faults = [
        Fault(where, f'column "{name}" points at a person. Take it out: Eyre reads figures, and keeps no names.')
        for name in table.column_names
        if points_at_a_person(name)
    ]
    faults += [
        Fault(
            where,
            f'column "{own}" holds what looks like {seen[1]}. Put a label that is nobody\'s.',
        )
        for own in (found[name] for name in WORDS if name in found)
        if (seen := first_personal(_words(table[own])))
    ]
    if not {"estimate", "standard_error"} <= found.keys():
        faults += _missing_columns(table, found, where)
    if not table.num_rows:
        faults.append(Fault(where, "has a heading and no rows."))
    return faults


def _missing_columns(table: pa.Table, found: dict[str, str], where: str) -> Iterator[Fault]:
    has = f"Columns: {', '.join(table.column_names)}."
    if table.num_columns == 1 and any(mark in table.column_names[0] for mark in ";\t|"):
        has += " Part the cells by commas."
    if "month" not in found:
        yield Fault(where, f'has no column "month". {has}')
    if "numerator" in found:
        if "denominator" not in found and "satisfied" not in names(table.column_names):
            yield Fault(where, f'has no column "denominator" (or n). {has}')
        return
    percent = {"percent", "value", "rate", "satisfaction", "score"} & set(names(table.column_names))
    hint = " A percentage without its n cannot be pooled or tested." if percent else ""
    yield Fault(where, f'has no columns "numerator" and "denominator" (or k and n), nor "satisfied".{hint} {has}')


def _read_rows(table: pa.Table, found: dict[str, str], where: str, read: SurveyTable) -> int:
    """Read every row into records or faults; return how many have no counts."""
    columns = {name: table[own].to_pylist() for name, own in found.items()}
    missing = 0
    kept = []
    for at in range(table.num_rows):
        place = f"{where}, row {at + 2}"
        record, faults = _record({name: own[at] for name, own in columns.items()}, read.kind)
        read.faults += [Fault(place, what) for what in faults]
        if faults:
            continue
        if read.kind is not TableKind.PUBLISHED and record["numerator"] is None:
            missing += 1
            continue
        kept.append(at)
        read.records.append({**record, "where": place})
    read.labels = {name: [own[at] for at in kept] for name, own in read.labels.items()}
    return missing


def _record(cells: dict[str, Any], kind: TableKind) -> tuple[dict[str, Any], list[str]]:
    """The cells of a row as values, and what is wrong with them."""
    record: dict[str, Any] = {}
    faults: list[str] = []
    for name, cell in cells.items():
        try:
            record[name] = _value(name, cell, kind)
        except EyreError as error:
            faults.append(f"{name}: {error}")
    if not faults and kind is TableKind.COUNTS and (record["numerator"] is None) != (record["denominator"] is None):
        faults.append("has one of numerator and denominator without the other. Give both, or neither if missing.")
    return record, faults


def _value(name: str, cell: Any, kind: TableKind) -> Any:
    if name in WORDS:
        return "" if cell is None else str(cell).strip()
    if name == "month":
        return _month(cell)
    if kind is TableKind.ANSWERS and name == "numerator":
        return _answer(cell)
    number = read_number(cell)
    if number.percent:
        raise BadInput(f'"{cell}" is a percentage. Give the count it was made from.')
    return number.value


def _month(cell: Any) -> Month:
    period = read_period(cell)
    if not isinstance(period, Month):
        raise BadInput(f'"{cell}" is not a month. Write it as YYYY-MM.')
    return period


def _answer(cell: Any) -> float | None:
    """1 for satisfied, 0 for not; None for no answer."""
    if isinstance(cell, bool):
        return float(cell)
    known = YES_NO.get(str(cell).strip().lower())
    value = read_number(cell).value if known is None else known
    if value not in (None, 0.0, 1.0):
        raise BadInput(f'"{cell}" is not an answer. Write 1 for satisfied and 0 for not, or give n beside k.')
    return value


def _words(column: Any) -> list[str]:
    return ["" if cell is None else str(cell) for cell in column.to_pylist()]


def shortened(faults: list[Fault], shown: int = 50) -> list[Fault]:
    """The first faults, and how many more there are: a file that is wrong on every row says so once more."""
    if len(faults) <= shown:
        return faults
    files = Counter(fault.where.partition(", row")[0] for fault in faults)
    return [*faults[:shown], Fault(files.most_common(1)[0][0], f"and {len(faults) - shown:,} more faults.")]
