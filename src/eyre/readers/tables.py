"""Tables of any file (CSV, Parquet, XLSX, XLS, ODS) as rows of cells, with the number each row has in its file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eyre.core import BadInput, Fault
from eyre.readers.unpacking import FileKind, Found

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 30  # rows: above a header there may be a title and notes, but no more of them
NUMBER_OF = re.compile(r"[^a-z0-9]+")

Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where it is, its rows as they stand, each with its number, the first of the file being 1."""

    where: str
    rows: tuple[tuple[int, Cells], ...]

    def header_at(self, wanted: frozenset[str]) -> int | None:
        """The place in `rows` of the row that has most of the wanted names; None when none has two of them."""
        counts = [len(wanted & set(names(cells))) for _, cells in self.rows[:HEADER_WITHIN]]
        best = max(counts, default=0)
        return counts.index(best) if best > 1 else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table below its header: column names in one spelling, and records by column with their row number."""

    where: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]

    @classmethod
    def of(cls, table: Table, header: int) -> Sheet:
        columns = names(table.rows[header][1])
        body = [(number, cells) for number, cells in table.rows[header + 1 :] if any(map(_is_filled, cells))]
        return cls(table.where, columns, tuple(body))

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row as where it is and its cells by column; a cell without a column has no name and is left."""
        for number, cells in self.rows:
            yield f"{self.where}, row {number}", dict(zip(self.columns, cells, strict=False))


def names(cells: Sequence[Any]) -> tuple[str, ...]:
    """Column names in one spelling: Area name -> area_name."""
    return tuple(NUMBER_OF.sub("_", str(cell).strip().lower()).strip("_") if _is_filled(cell) else "" for cell in cells)


def tables_of(file: Found) -> list[Table]:
    """Every table of a file; raise BadInput when the file cannot be opened as what its first bytes say it is."""
    readers = {FileKind.TEXT: _text, FileKind.PARQUET: _parquet, FileKind.SHEETS: _sheets}
    return readers[file.kind](file)


def head_of(file: Found, lines: int = HEADER_WITHIN) -> list[Table]:
    """The first rows of every table: enough to tell what the file is."""
    if file.kind is FileKind.TEXT:
        return [_csv(file, lines)]
    return _parquet(file, lines) if file.kind is FileKind.PARQUET else tables_of(file)


def _is_filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(file: Found) -> list[Table]:
    return [_csv(file, None)]


def _csv(file: Found, lines: int | None) -> Table:
    with file.path.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter(file.path))
        try:
            rows = tuple((number, tuple(row)) for number, row in enumerate(islice(reader, lines), start=1))
        except csv.Error as error:
            raise BadInput([Fault(f"{file.name}, line {reader.line_num}", f"{error}.")]) from error
    return Table(file.name, rows)


def delimiter(path: Path) -> str:
    """What stands between the cells of a text table: that which cuts its first lines into most cells."""
    with path.open(encoding="utf-8", newline="") as text:
        lines = [line[:10_000] for line in islice(text, HEADER_WITHIN)]
    return max(
        DELIMITERS, key=lambda mark: max((len(next(csv.reader([x], delimiter=mark), [])) for x in lines), default=0)
    )


def _parquet(file: Found, lines: int | None = None) -> list[Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file.path) as parquet:
            table = (
                parquet.read()
                if lines is None
                else next(parquet.iter_batches(lines), parquet.schema_arrow.empty_table())
            )
    except (pa.ArrowException, OSError) as error:
        raise BadInput([Fault(file.name, "is a Parquet file that is damaged. Fetch it again.")]) from error
    columns = (column.to_pylist() for column in table.columns)
    body = enumerate(zip(*columns, strict=True), start=2)
    return [Table(file.name, ((1, tuple(table.schema.names)), *body))]


def _sheets(file: Found) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with file.path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            return [_sheet(file, book, name) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput([Fault(file.name, "is not a spreadsheet that can be opened. Save it again as XLSX.")]) from error


def _sheet(file: Found, book: Any, name: str) -> Table:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    where = file.name if len(book.sheet_names) == 1 else f'{file.name}, sheet "{name}"'
    return Table(where, tuple((number, tuple(row)) for number, row in enumerate(rows, start=1)))
