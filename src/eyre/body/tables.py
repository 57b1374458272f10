"""Tables of named columns as files that anyone can open: CSV, Parquet and JSON.

They are read a part at a time, whatever their size, and written whole; `streams` writes what is too long for that.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from eyre.body.files import write_whole
from eyre.core import BadInput, Fault, Refused, raise_if_any
from eyre.core.codec import csv_line

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]
PARQUET_MARK = b"PAR1"
ENDINGS = (".csv", ".parquet", ".json")
ROWS_AT_ONCE = 2**20
BYTES_AT_ONCE = 2**24


@dataclass(frozen=True)
class OpenTable:
    """A table that is read a part at a time. columns: all it has; parts: read once, of the columns that were wanted."""

    columns: tuple[str, ...]
    parts: Iterator[pa.RecordBatch]


def open_table(source: Path | bytes, where: str, words: Sequence[str], numbers: Sequence[str]) -> OpenTable:
    """A CSV or Parquet file, told apart by its first bytes, read a part at a time.

    words, numbers: the columns that are wanted, where there are such. From CSV words come as a dictionary and numbers
    as text, both as they stand there. Raises BadInput, at the end of the parts too: with every row of a CSV file that
    has not as many cells as there are columns.
    """
    with _opened(source) as file:
        mark = file.read(len(PARQUET_MARK))
    opened = _open_parquet if mark == PARQUET_MARK else _open_csv
    return opened(source, where, words, numbers)


def read_columns(data: bytes, where: str) -> pa.Table:
    """A whole CSV or Parquet file; every column of a CSV as text without spaces around it. Raises as `open_table`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    every = open_table(data, where, (), ()).columns
    if data[:4] == PARQUET_MARK:
        return pa.Table.from_batches(list(open_table(data, where, (), every).parts), _parquet_schema(data, where))
    batches = list(open_table(data, where, (), every).parts)
    text = pa.Table.from_batches(batches, pa.schema([(name, pa.string()) for name in every]))
    return pa.table({name: pc.utf8_trim_whitespace(text[name]) for name in every})


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _open_parquet(source: Path | bytes, where: str, words: Sequence[str], numbers: Sequence[str]) -> OpenTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _parquet_schema(source, where)
    names = tuple(schema.names)
    wanted = [name for name in (*words, *numbers) if name in names]
    as_words = [name for name in words if name in names and pa.types.is_string(schema.field(name).type)]

    def parts() -> Iterator[pa.RecordBatch]:
        try:
            with _opened(source) as file:
                yield from pq.ParquetFile(file, read_dictionary=as_words).iter_batches(ROWS_AT_ONCE, columns=wanted)
        except (pa.ArrowException, OSError) as error:
            raise _not_parquet(where, error) from error

    return OpenTable(names, parts())


def _parquet_schema(source: Path | bytes, where: str) -> pa.Schema:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with _opened(source) as file:
            return pq.read_schema(file)
    except pa.ArrowException as error:
        raise _not_parquet(where, error) from error


def _not_parquet(where: str, error: Exception) -> BadInput:
    return BadInput([Fault(where, f"is not a Parquet file that can be read: {error}.")])


def _open_csv(source: Path | bytes, where: str, words: Sequence[str], numbers: Sequence[str]) -> OpenTable:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    with _opened(source) as file:
        names = _names(file.readline(), where)
    kinds = dict.fromkeys(words, pa.dictionary(pa.int32(), pa.string())) | dict.fromkeys(numbers, pa.string())
    wanted = {name: kinds[name] for name in names if name in kinds}
    faults: list[Fault] = []

    def note(row: Any) -> str:
        what = f"has {row.actual_columns} cells, and there are {row.expected_columns} columns."
        faults.append(Fault(f"{where}, row {row.number}", what))
        return "skip"

    def parts() -> Iterator[pa.RecordBatch]:
        options = {
            # rows are only numbered in one thread
            "read_options": arrow_csv.ReadOptions(use_threads=False, block_size=BYTES_AT_ONCE),
            "parse_options": arrow_csv.ParseOptions(invalid_row_handler=note, newlines_in_values=True),
            "convert_options": arrow_csv.ConvertOptions(column_types=wanted, include_columns=list(wanted)),
        }
        try:
            with _opened(source) as file, arrow_csv.open_csv(file, **options) as table:
                yield from table
        except pa.ArrowException as error:
            raise BadInput([Fault(where, f"is not CSV in UTF-8: {error}.")]) from error
        raise_if_any(faults)

    return OpenTable(tuple(names), parts())


def _names(line: bytes, where: str) -> list[str]:
    """The headings of a CSV file, each once."""
    first = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\n").decode("utf-8", "replace")
    names = next(csv.reader([first]), [])
    twice = sorted({name for name in names if names.count(name) > 1})
    if not names or twice:
        what = f"has the column {', '.join(twice)} twice. Name each once." if twice else "is empty."
        raise BadInput([Fault(where, what)])
    return names


# --- writing -------------------------------------------------------------------------------------------------------


def write_columns(path: Path, columns: Columns, about: Mapping[str, Any] | None = None) -> None:
    """Write columns as the ending of the path says, whole or not at all.

    about: what a JSON file says beside its rows. Raises Refused for an ending that is not CSV, Parquet or JSON.
    """
    check_ending(path)
    if path.suffix == ".parquet":
        write_whole(path, _parquet(columns))
    elif path.suffix == ".csv":
        write_whole(path, "".join(csv_lines(columns)))
    else:
        write_whole(path, json_text(columns, about))


def check_ending(path: Path) -> None:
    """Raise Refused, before any work is done, for a file that cannot be written."""
    if path.suffix not in ENDINGS:
        raise Refused(f"{path.name} cannot be written: name it with one of {', '.join(ENDINGS)} at the end.")


def _parquet(columns: Columns) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    arrays = {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), out, compression="zstd", version="2.6", store_schema=False)
    return out.getvalue()


def csv_lines(columns: Columns) -> Iterator[str]:
    """The header, then a line a row: LF, numbers in their shortest writing, nothing for what is missing."""
    for row in (tuple(columns), *_rows(columns)):
        yield csv_line([_cell(value) for value in row])


def json_text(columns: Columns, about: Mapping[str, Any] | None = None) -> str:
    """`"format": 1`, what is said of the whole, and the rows, each by the names of its columns."""
    rows = [dict(zip(columns, map(_finite, row), strict=True)) for row in _rows(columns)]
    return json.dumps({"format": 1, **(about or {}), "rows": rows}, ensure_ascii=False, indent=1) + "\n"


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*(getattr(values, "tolist", lambda own=values: own)() for values in columns.values()), strict=True)


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
