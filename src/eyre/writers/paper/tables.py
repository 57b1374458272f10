"""Tables for paper: a grid, or records where a released table has many columns beside long words."""

from __future__ import annotations

from collections.abc import Mapping

from eyre.disclosure import Base
from eyre.pack.document import RecordTable, TableBlock
from eyre.writers.paper.items import Cell, Grid, Head, Line, Record, Records, Role, Runs
from eyre.writers.paper.runs import Leads, plain_run, printable, runs_of
from eyre.writers.paper.widths import PAGE, Fit, Said, fit, fit_said
from eyre.writers.released import check_released
from eyre.writers.shape import is_register, longest_words, said_in
from eyre.writers.svg import sparkline_alone
from eyre.writers.svg.sparkline import WIDTH

COURSE = "Course"
DRAWN = 0.5  # of its size on a page
FONT = 9.0  # points, of a table whose columns are shared out
LONG_SIGNS = 1200  # a table of words with more may break over pages: about a third of one


def table_item(block: TableBlock, anchor: str, leads: Leads, bases: tuple[Line, ...]) -> Grid | Records:
    """The table; beneath it the notes to its signs, and the lines of its base."""
    table = check_released(block.table)
    beneath = (*(Line(Role.NOTES, plain_run(note)) for note in table.notes), *bases)
    return _records(block, anchor, leads, beneath) if is_register(table) else _grid(block, anchor, leads, beneath)


def record_item(
    block: RecordTable, anchor: str, marks: Mapping[Base, str], leads: Leads, bases: tuple[Line, ...]
) -> Grid:
    """Records in words; they break over pages where they are long."""
    heads = tuple(printable(head.plain) for head in block.heads)
    rows = [[printable(cell.plain) for cell in row] for row in block.rows]
    fits = _shared_out(block.shares) if block.shares else fit_said(Said(heads, (False,) * len(heads), rows))
    return Grid(
        title=printable(block.title.plain),
        anchor=anchor,
        heads=tuple(Head(words, width) for words, width in zip(heads, fits.widths, strict=True)),
        rows=tuple(tuple(Cell(runs_of(cell, marks, leads)) for cell in row) for row in block.rows),
        beneath=bases,
        font=fits.font,
        is_turned=fits.is_turned,
        is_long=sum(len(cell) for row in rows for cell in row) > LONG_SIGNS,
    )


def _shared_out(shares: tuple[int, ...]) -> Fit:
    return Fit(FONT, tuple(PAGE * share / sum(shares) for share in shares))


def _grid(block: TableBlock, anchor: str, leads: Leads, beneath: tuple[Line, ...]) -> Grid:
    table = block.table
    fits = fit(table, ((1, WIDTH * DRAWN),) if block.sparklines else ())
    named = [(printable(column.printed_heading), column.form.is_number) for column in table.columns]
    if block.sparklines:
        named.insert(1, (COURSE, False))
    heads = tuple(Head(words, width, right) for (words, right), width in zip(named, fits.widths, strict=True))
    rows = tuple(_row(block, place, leads) for place in range(len(table.rows)))
    return Grid(printable(table.title), anchor, heads, rows, beneath, fits.font, fits.columns, fits.is_turned)


def _row(block: TableBlock, place: int, leads: Leads) -> tuple[Cell, ...]:
    said = said_in(block.table, place)
    cells = [Cell(_head(block, place, said, leads)), *(Cell(plain_run(one)) for one in said[1:])]
    if block.sparklines:
        line = block.sparklines[place]
        cells.insert(1, Cell(svg=sparkline_alone(line.spec) if line else ""))
    return tuple(cells)


def _head(block: TableBlock, place: int, said: list[str], leads: Leads, *, is_strong: bool = False) -> Runs:
    """The first cell of a row, leading to its section where there is one."""
    return plain_run(said[0], to=leads(block.links[place]) if block.links else "", is_strong=is_strong)


def _records(block: TableBlock, anchor: str, leads: Leads, beneath: tuple[Line, ...]) -> Records:
    records = tuple(_record(block, place, leads) for place in range(len(block.table.rows)))
    return Records(printable(block.table.title), anchor, records, beneath)


def _record(block: TableBlock, place: int, leads: Leads) -> Record:
    table, said = block.table, said_in(block.table, place)
    longest = longest_words(table, said)
    words = (*_head(block, place, said, leads, is_strong=True), *plain_run(f" {said[longest]}"))
    facts = tuple(
        (printable(table.columns[at].printed_heading), printable(said[at]))
        for at in range(1, len(said))
        if at != longest and said[at]
    )
    return Record(words, facts)
