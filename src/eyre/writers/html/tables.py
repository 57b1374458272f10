"""A released table as HTML: caption, heads with scope, a pane that scrolls by itself on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eyre.disclosure import Cell, Column
from eyre.pack.document import TableBlock
from eyre.writers.released import check_released
from eyre.writers.svg import sparkline

WIDE_COLUMNS = 4  # on a phone such a table keeps its width and scrolls
NEWSPAPER_ROWS = 16  # a narrow table longer than this is printed in columns, as a newspaper does


def table_html(block: TableBlock, anchor: str, *, is_repeated: bool = False) -> str:
    """The table in a pane that can be reached and scrolled by keyboard, and the notes to its signs.

    is_repeated: an earlier table of the page has the same title; the pane is then told apart by its address.
    """
    table = check_released(block.table)
    is_newspaper = len(table.rows) > NEWSPAPER_ROWS and len(table.columns) < WIDE_COLUMNS
    kind = "pane wide" if len(table.columns) >= WIDE_COLUMNS else "pane newspaper" if is_newspaper else "pane"
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    title = escape(table.title)
    label = f'aria-label="{title}, {anchor.replace("-", " ")}"' if is_repeated else f'aria-labelledby="{anchor}"'
    return (
        f'<div class="{kind}" role="region" {label} tabindex="0">\n<table>\n'
        f'<caption id="{anchor}"><span>{title}</span></caption>\n'
        f"<thead><tr>{_heads(block)}</tr></thead>\n<tbody>\n{_rows(block)}</tbody>\n</table>\n</div>\n"
        + (f'<div class="notes">{notes}</div>\n' if notes else "")
    )


def _heads(block: TableBlock) -> str:
    heads = [
        f'<th scope="col"{_aligned(column)}>{escape(column.printed_heading)}</th>' for column in block.table.columns
    ]
    if block.sparklines:
        heads.insert(1, '<th scope="col">Course</th>')
    return "".join(heads)


def _rows(block: TableBlock) -> str:
    return "".join(f"<tr>{_row(block, place, row)}</tr>\n" for place, row in enumerate(block.table.rows))


def _row(block: TableBlock, place: int, row: Sequence[Cell]) -> str:
    cells = [_cell(column, cell) for column, cell in zip(block.table.columns, row, strict=True)]
    head = escape(block.table.columns[0].say(row[0]))
    if block.links and block.links[place]:
        head = f'<a href="#{escape(block.links[place])}">{head}</a>'
    cells[0] = f'<th scope="row">{head}</th>'
    if block.sparklines:
        line = block.sparklines[place]
        cells.insert(1, f'<td class="course">{sparkline(line.spec) if line else ""}</td>')
    return "".join(cells)


def _cell(column: Column, cell: Cell) -> str:
    return f"<td{_aligned(column)}>{escape(column.say(cell))}</td>"


def _aligned(column: Column) -> str:
    return ' class="figure"' if column.form.is_number else ""
