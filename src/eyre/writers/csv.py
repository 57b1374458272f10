"""Tables as CSV: numbers bare, one heading row of column names, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from eyre.core.formulas import as_text
from eyre.disclosure import MISSING, Cell, Released, say_periods
from eyre.writers.released import check_released

INDEX_HEADINGS = (
    "file", "section", "title", "source", "period", "against", "as_received_by", "n", "definition", "note", "audience",
    "rule", "made_up",
)  # fmt: skip


def to_csv(table: Released) -> str:
    """One released table. Hidden cells are [c], missing numbers [x]; the base is in the index.

    A table of made-up figures says so in each row, in a last column: a file is passed on without its index.
    """
    check_released(table)
    mark = table.base.mark
    heads = [column.name for column in table.columns] + ["made_up" for _ in mark]
    rows = (
        [*(_field(cell, column.form.is_number) for column, cell in zip(table.columns, row, strict=True)), *mark]
        for row in table.rows
    )
    return _write([heads, *rows])


def to_index(entries: Iterable[tuple[str, str, Released]]) -> str:
    """The index of the tables of a pack: file, section, title, and the base each table stands on."""
    return _write([INDEX_HEADINGS, *(_index_row(*entry) for entry in entries)])


def _index_row(file: str, section: str, table: Released) -> list[str]:
    base = table.base
    against = say_periods(base.against) if base.against else ""
    n = "" if base.n is None else str(base.n)
    rule = f"{table.rule.name}, version {table.rule.version}" if table.audience in table.rule.audiences else ""
    row = [file, section, table.title, base.source, say_periods(base.period), against, base.as_of.isoformat(), n]
    return [*row, base.definition, base.note, table.audience.value, rule, base.made_up]


def _field(cell: Cell, is_number: bool) -> str:
    if cell is None:
        return MISSING if is_number else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _write(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([as_text(field) for field in row] for row in rows)
    return out.getvalue()
