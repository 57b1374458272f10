"""A table before it is released: typed columns, rows and a base. It cannot be printed as it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from numbers import Integral, Real
from typing import Any, Final

from eyre.core import BadInput, Fault, Period, raise_if_any
from eyre.disclosure.base import Base
from eyre.disclosure.forms import Form


class Suppressed(Enum):
    """Stands where a small number stood. It holds nothing of it."""

    SUPPRESSED = "[c]"

    def __str__(self) -> str:
        return self.value


SUPPRESSED: Final = Suppressed.SUPPRESSED
MISSING = "[x]"  # how None is printed; both signs as the Government Analysis Function asks

Cell = str | int | float | date | Period | Suppressed | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    name: as a program reads it (CSV heading); heading: as a person reads it.
    unit: what a number counts in ("offences", "per 1,000 residents"); part of the printed heading.
    rests_on: other columns this one could give away: hidden where one of them is hidden.
    denominator: the column a proportion or rate is out of: hidden where that is too small.
    exempt: why the small-number rule does not touch a derived column ("a target, set by the body").
    """

    name: str
    heading: str
    form: Form = Form.TEXT
    unit: str = ""
    rests_on: tuple[str, ...] = ()
    denominator: str = ""
    exempt: str = ""

    @property
    def align(self) -> str:
        return "right" if self.form.is_number else "left"

    @property
    def printed_heading(self) -> str:
        return f"{self.heading} ({self.unit})" if self.unit else self.heading

    def say(self, cell: Cell) -> str:
        """A cell of this column as a page prints it."""
        if cell is None:
            return MISSING if self.form.is_number else ""
        return say_cell(cell, self.form)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under typed columns, on one base. The first column heads each row.

    Where the base is made up its title says so.

    Cells are text, numbers, dates and periods; None and NaN are missing, never 0. NumPy numbers are taken.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    base: Base

    def __init__(self, title: str, columns: Iterable[Column], rows: Iterable[Sequence[Any]], base: Base) -> None:
        marked = title if base.made_up in title else f"{base.made_up}: {title}"
        object.__setattr__(self, "title", marked)
        object.__setattr__(self, "columns", tuple(columns))
        object.__setattr__(self, "rows", tuple(tuple(_plain(cell) for cell in row) for row in rows))
        object.__setattr__(self, "base", base)
        raise_if_any(_faults(self))


def say_cell(cell: Cell, form: Form) -> str:
    """A value that is there, as a page prints it."""
    if isinstance(cell, Suppressed | str):
        return str(cell)
    if isinstance(cell, Period):
        return cell.label
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    if cell is None:
        return MISSING
    return form.say(cell)


def _plain(cell: Any) -> Cell:
    """The cell without NumPy; NaN is missing."""
    if isinstance(cell, bool):
        raise BadInput("A table has no true or false: write the word a reader should see.")
    if isinstance(cell, Integral):
        return int(cell)
    if isinstance(cell, Real):
        return None if math.isnan(float(cell)) else float(cell)
    plain: Cell = cell
    return plain


def _faults(table: Table) -> list[Fault]:
    names = [column.name for column in table.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    faults = [Fault(table.title, f'column "{name}" is there twice') for name in twice]
    for column in table.columns:
        others = filter(None, (*column.rests_on, column.denominator))
        faults += [
            Fault(table.title, f'column "{column.name}" rests on "{other}", which is not a column')
            for other in others
            if other not in names
        ]
    for number, row in enumerate(table.rows, start=1):
        faults += _faults_of_row(table, number, row)
    return faults


def _faults_of_row(table: Table, number: int, row: tuple[Cell, ...]) -> list[Fault]:
    where = f"{table.title}, row {number}"
    if len(row) != len(table.columns):
        return [Fault(where, f"{len(row)} cells under {len(table.columns)} columns")]
    return [
        Fault(where, f"{column.name}: {cell!r} is not {column.form}")
        for column, cell in zip(table.columns, row, strict=True)
        if not _fits(cell, column.form)
    ]


def _fits(cell: object, form: Form) -> bool:
    if cell is None:
        return True
    if form.is_number:  # a number may have been hidden before it came here
        return isinstance(cell, Suppressed) or (isinstance(cell, int | float) and math.isfinite(cell))
    kinds = {Form.TEXT: str, Form.PERIOD: Period, Form.DATE: date}
    return isinstance(cell, kinds[form])
