"""A released table as HTML: caption, heads with scope, a pane that scrolls by itself on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from eyre.disclosure import Base, Cell, Column, Form, Released
from eyre.pack.document import RecordTable, TableBlock, Text
from eyre.writers.html.spans import href, text_html
from eyre.writers.released import check_released
from eyre.writers.shape import is_newspaper, is_register, longest_words, said_in
from eyre.writers.svg import sparkline

WIDE_COLUMNS = 4  # on a phone such a table keeps its width and scrolls
SHORT_HEAD = 18  # "action 2017-12/3", "September 2017": kept on one line
SHORT = ' class="short"'


def table_html(block: TableBlock, anchor: str, *, is_repeated: bool = False) -> str:
    """The table, or the list of records where it has many columns beside long words; and the notes to its signs.

    is_repeated: an earlier table of the page has the same title; this one is then told apart by its address.
    """
    table = check_released(block.table)
    label = _label(table.title, anchor, is_repeated=is_repeated)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    written = _register(block, anchor) if is_register(table) else _pane(block, anchor, label)
    return written + (f'<div class="notes">{notes}</div>\n' if notes else "")


def _label(title: str, anchor: str, *, is_repeated: bool) -> str:
    return f'aria-label="{escape(title)}, {anchor.replace("-", " ")}"' if is_repeated else f'aria-labelledby="{anchor}"'


def _pane(block: TableBlock, anchor: str, label: str) -> str:
    """The table in a pane that can be reached and scrolled by keyboard."""
    return (
        f'<div class="{_kind(block.table)}" role="region" {label} tabindex="0">\n<table>\n'
        f'<caption id="{anchor}"><span>{escape(block.table.title)}</span></caption>\n'
        f"<thead><tr>{_heads(block)}</tr></thead>\n<tbody>\n{_rows(block)}</tbody>\n</table>\n</div>\n"
    )


def record_table_html(block: RecordTable, anchor: str, letters: Mapping[Base, str], *, is_repeated: bool) -> str:
    """Records in words as a table. On a phone its cells stand below one another, and the roles say that it is one."""
    label = _label(block.title.plain, anchor, is_repeated=is_repeated)
    heads = "".join(f'<th scope="col" role="columnheader">{text_html(head)}</th>' for head in block.heads)
    rows = "".join(f'<tr role="row">{_record_row(block, row, letters)}</tr>\n' for row in block.rows)
    return (
        f'<div class="pane records" role="region" {label} tabindex="0">\n<table role="table">\n'
        f'<caption id="{anchor}"><span>{text_html(block.title)}</span></caption>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody>\n</table>\n</div>\n'
    )


def _record_row(block: RecordTable, row: Sequence[Text], letters: Mapping[Base, str]) -> str:
    """Its head, then its cells, each with the head of its column where that is not above it."""
    short = SHORT if len(row[0].plain) <= SHORT_HEAD else ""
    cells = [f'<th scope="row" role="rowheader"{short}>{text_html(row[0], letters)}</th>']
    for head, cell in zip(block.heads[1:], row[1:], strict=True):
        cells.append(f'<td role="cell" data-label="{escape(head.plain)}">{text_html(cell, letters)}</td>')
    return "".join(cells)


def _kind(table: Released) -> str:
    kind = "pane wide" if len(table.columns) >= WIDE_COLUMNS else "pane"
    return f"{kind} newspaper" if is_newspaper(table) else kind


def _register(block: TableBlock, anchor: str) -> str:
    """Each row as a record: its head and its longest words, then the rest by name. It fits a phone and a page."""
    records = "".join(f"<li>{_record(block, place)}</li>\n" for place in range(len(block.table.rows)))
    title = f'<p class="caption" id="{anchor}">{escape(block.table.title)}</p>'
    return f'{title}\n<ul class="register" aria-labelledby="{anchor}">\n{records}</ul>\n'


def _record(block: TableBlock, place: int) -> str:
    columns = block.table.columns
    said = said_in(block.table, place)
    words = longest_words(block.table, said)
    facts = "".join(
        f"<div><dt>{escape(columns[at].printed_heading)}</dt><dd>{escape(said[at])}</dd></div>"
        for at in range(1, len(columns))
        if at != words and said[at]
    )
    return f"<p><strong>{_head(block, place)}</strong> {escape(said[words])}</p><dl>{facts}</dl>"


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
    is_short = len(block.table.columns[0].say(row[0])) <= SHORT_HEAD
    cells[0] = f'<th scope="row"{SHORT if is_short else ""}>{_head(block, place)}</th>'
    if block.sparklines:
        line = block.sparklines[place]
        cells.insert(1, f'<td class="course">{sparkline(line.spec) if line else ""}</td>')
    return "".join(cells)


def _head(block: TableBlock, place: int) -> str:
    """The first cell of a row, leading to its section where there is one."""
    head = escape(block.table.columns[0].say(block.table.rows[place][0]))
    if block.links and block.links[place]:
        return f'<a href="{href(block.links[place])}">{head}</a>'
    return head


def _cell(column: Column, cell: Cell) -> str:
    return f"<td{_aligned(column)}>{escape(column.say(cell))}</td>"


def _aligned(column: Column) -> str:
    if column.form is Form.PERIOD:
        return SHORT
    return ' class="figure"' if column.form.is_number else ""
