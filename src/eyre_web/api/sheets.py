"""A table as CSV that Excel opens as it is meant: the mark of UTF-8 first, every cell in quotation marks, ISO dates,
and nothing that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from eyre.core.formulas import as_text
from eyre_web.api.reading import Reader
from eyre_web.api.tables import Table

A_BATCH = 500
UTF_8 = "\ufeff"  # without it Excel takes the file for another encoding


def sheet(table: Table, reader: Reader, ask: Any) -> str:
    """Every row that was asked for, whatever their number."""
    out = io.StringIO(newline="")
    out.write(UTF_8)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns)
    for entry in _entries(table, reader, ask):
        writer.writerows([as_text(cell) for cell in row] for row in table.rows(entry))
    return out.getvalue()


def _entries(table: Table, reader: Reader, ask: Any) -> Iterator[Any]:
    chosen = table.chosen(reader, ask)
    rows: Sequence[Any] = chosen if isinstance(chosen, list) else list(chosen)
    for start in range(0, len(rows), A_BATCH):
        yield from (table.brief or table.entries)(rows[start : start + A_BATCH], reader)
