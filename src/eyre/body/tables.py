"""Tables of named columns as files that anyone can open: CSV, Parquet and JSON, read whole and written whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eyre.body.files import write_whole
from eyre.core import BadInput, Fault, Refused
from eyre.core.codec import csv_line

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]
PARQUET_MARK = b"PAR1"
ENDINGS = (".csv", ".parquet", ".json")


def read_columns(data: bytes, where: str) -> pa.Table:
    """A CSV or Parquet file, told apart by its first bytes; every column of a CSV as text, spaces around it taken off.

    Raises BadInput with every row that has not as many cells as there are columns.
    """
    return _read_parquet(data, where) if data[:4] == PARQUET_MARK else _read_csv(data, where)


def _read_parquet(data: bytes, where: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(io.BytesIO(data))
    except pa.ArrowException as error:
        raise BadInput([Fault(where, f"is not a Parquet file that can be read: {error}.")]) from error


def _read_csv(data: bytes, where: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv

    faults: list[Fault] = []

    def note(row: Any) -> str:
        what = f"has {row.actual_columns} cells, and there are {row.expected_columns} columns."
        faults.append(Fault(f"{where}, row {row.number}", what))
        return "skip"

    names = _names(data, where)
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(data),
            read_options=arrow_csv.ReadOptions(use_threads=False),  # rows are only numbered in one thread
            parse_options=arrow_csv.ParseOptions(invalid_row_handler=note, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowException as error:
        raise BadInput([Fault(where, f"is not CSV in UTF-8: {error}.")]) from error
    if faults:
        raise BadInput(faults)
    return pa.table({name: pc.utf8_trim_whitespace(table[name]) for name in table.column_names})


def _names(data: bytes, where: str) -> list[str]:
    """The headings of a CSV file, each once."""
    first = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
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
