"""A document's tables as sheets: plain values between the tree and a file format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from eyre.body.house import House
from eyre.disclosure import Cell, Column, Form, Released
from eyre.pack.document import Document, Section, tables_of
from eyre.writers.paper.flow import latest_known
from eyre.writers.paper.runs import printable
from eyre.writers.released import check_released
from eyre.writers.words import AUDIT_HEAD

LONGEST_NAME = 31  # units of UTF-16 in the name of a sheet, in Excel
CONTENTS = "Contents"
CONTENTS_HEADS = ("Sheet", "Section", "Table", "Base")

_IN_WORDS = (Form.CHANCE, Form.ORDINAL)  # "about 30%" is no finer than it says; "3rd" is not three

Value = str | int | float | date


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its value, and the form in which a number is shown."""

    value: Value
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """title stands in the first row, above in those that follow; then the heads, then the rows.

    links: for each row the name of the sheet its first cell leads to; empty where there are none.
    """

    name: str
    title: str
    above: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    widths: tuple[int, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    subject: str
    language: str
    day: date
    sheets: tuple[Sheet, ...]


def book_of(document: Document, house: House, audit_head: str = "") -> Book:
    """The sheet of contents and one sheet for each table; a table that stands in two places is one sheet."""
    sheets: dict[Released, Sheet] = {}
    places: list[tuple[Section, Released]] = []
    for section, table in tables_of(document):
        if table not in sheets:
            sheets[table] = _sheet(check_released(table), len(sheets) + 1)
        places.append((section, table))
    title = ": ".join(filter(None, (printable(document.title.plain), printable(document.subtitle.plain))))
    audience = printable(house.words.audience(document.audience))
    meta = tuple(printable(f"{term.plain}: {said.plain}") for term, said in document.meta)
    rows = tuple(
        _texts(sheets[table].name, section.heading.plain, table.title, table.base.line) for section, table in places
    )
    name = (printable(house.style.name),) if house.style.name else ()
    mark = (printable(document.mark),) if document.mark else ()
    head = (printable(f"{AUDIT_HEAD}{audit_head}"),) if audit_head else ()
    above = (*name, audience, *mark, *meta, printable(house.words.closing), *head)
    links = tuple(sheets[table].name for _, table in places)
    contents = Sheet(CONTENTS, title, above, CONTENTS_HEADS, rows, (28, 30, 50, 60), links)
    day = latest_known(document) or date(2000, 1, 1)
    return Book(title, audience, document.language, day, (contents, *sheets.values()))


def _sheet(table: Released, number: int) -> Sheet:
    above = (f"Base: {table.base.line}", *table.notes)
    rows = tuple(
        tuple(_shown(column, cell) for column, cell in zip(table.columns, row, strict=True)) for row in table.rows
    )
    heads = tuple(printable(column.printed_heading) for column in table.columns)
    widths = tuple(_width(heads[at], [row[at] for row in rows]) for at in range(len(heads)))
    return Sheet(_name(table.title, number), printable(table.title), tuple(map(printable, above)), heads, rows, widths)


def _shown(column: Column, cell: Cell) -> Shown:
    """A number or a day as it is; all else, and a number that is printed in words, as the page says it."""
    if isinstance(cell, date):
        return Shown(cell, Form.DATE)
    if isinstance(cell, int | float) and column.form not in _IN_WORDS:
        value = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        form = column.form
        if form is Form.FIGURE:
            form = Form.COUNT if isinstance(value, int) else Form.DECIMAL
        return Shown(value, form)
    return Shown(printable(column.say(cell)))


def _texts(*said: str) -> tuple[Shown, ...]:
    return tuple(Shown(printable(one)) for one in said)


def _width(head: str, cells: list[Shown]) -> int:
    """Signs that a column has room for: its longest cell, within reason."""
    longest = max((len(str(cell.value)) for cell in cells), default=0)
    word = max(map(len, head.split()), default=0)
    return max(8, min(60, max(longest, len(head) // 2, word) + 2))


def _name(title: str, number: int) -> str:
    """A name that every spreadsheet takes, told apart by its number."""
    plain = re.sub(r"[^\w ,.&()-]+", " ", printable(title))
    units = " ".join(f"{number} {plain}".split()).encode("utf-16-le")[: 2 * LONGEST_NAME]
    return units.decode("utf-16-le", "ignore").strip()
