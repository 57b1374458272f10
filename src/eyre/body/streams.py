"""Tables too long to hold, written a block at a time as CSV, Parquet or JSON.

A file stands in its place only when its last block is written: a run that fails or is killed leaves none of its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from eyre.body.files import put_in_place
from eyre.body.tables import check_ending
from eyre.core.codec import csv_line

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Worded:
    """A column of words that come again and again: the words, and for each row the place of its own."""

    words: Sequence[str]
    places: NDArray[np.int32]


Block = Mapping[str, "NDArray[Any] | Worded"]  # columns of one length, the same ones in every block of a table


class Writer:
    """Takes a table block by block. `end` is called once, with what JSON says beside the rows."""

    def write(self, block: Block) -> None:
        raise NotImplementedError

    def end(self, about: Mapping[str, Any]) -> None:
        """Write what comes after the last block."""

    def close(self) -> None:
        """Let go of what is held, after the end or a failure."""


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A writer of a file, of the kind its ending says. Raises Refused for one that is not CSV, Parquet or JSON."""
    check_ending(path)
    with put_in_place(path) as file:
        writer = WRITERS[path.suffix](file)
        try:
            yield writer
        finally:
            writer.close()


class CsvWriter(Writer):
    """The header, then a line a row: LF, numbers in their shortest writing, nothing for what is missing."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.begun = file, False

    def write(self, block: Block) -> None:
        if not self.begun:
            self.file.write(csv_line(list(block)).encode())
            self.begun = True
        self.file.write(_csv_lines(block))


def _csv_lines(block: Block) -> memoryview | bytes:
    """The rows of a block as CSV: cells joined to lines, and lines as they lie one after the other in memory."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = [_csv_cells(column) for column in block.values()]
    if not len(cells[0]):
        return b""
    cells[-1] = pc.binary_join_element_wise(cells[-1], "\n", "")
    lines = pc.binary_join_element_wise(*cells, pa.scalar(",", cells[0].type))
    ends = np.frombuffer(lines.buffers()[1], np.int32)
    return memoryview(lines.buffers()[2])[ends[lines.offset] : ends[lines.offset + len(lines)]]


def _csv_cells(column: NDArray[Any] | Worded) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, Worded):
        quoted = [csv_line([word, ""])[:-2] for word in column.words]
        return pa.DictionaryArray.from_arrays(column.places, pa.array(quoted, pa.string())).cast(pa.string())
    return pc.fill_null(pa.array(column, from_pandas=True).cast(pa.string()), "")


class ParquetWriter(Writer):
    """A row group a block."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.own: Any = None

    def write(self, block: Block) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = pa.table({name: _arrow(column) for name, column in block.items()})
        if self.own is None:
            self.own = pq.ParquetWriter(
                self.file, rows.schema, compression="zstd", compression_level=1, version="2.6", store_schema=False
            )
        self.own.write_table(rows, row_group_size=max(rows.num_rows, 1))

    def close(self) -> None:
        if self.own is not None:
            self.own.close()


def _arrow(column: NDArray[Any] | Worded) -> pa.Array:
    import pyarrow as pa

    if isinstance(column, Worded):
        return pa.DictionaryArray.from_arrays(column.places, pa.array(column.words, pa.string()))
    return pa.array(column, from_pandas=True)


class JsonWriter(Writer):
    """`"format": 1`, the rows, each by the names of its columns, and what is said of the whole."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.begun = file, False
        self.file.write(b'{\n "format": 1,\n "rows": [')

    def write(self, block: Block) -> None:
        names, cells = list(block), [plain(column) for column in block.values()]
        for row in zip(*cells, strict=True):
            text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            self.file.write(f"{',' if self.begun else ''}\n  {text}".encode())
            self.begun = True

    def end(self, about: Mapping[str, Any]) -> None:
        said = (f",\n {json.dumps(name)}: {json.dumps(what, ensure_ascii=False)}" for name, what in about.items())
        self.file.write(f"\n ]{''.join(said)}\n}}\n".encode())


def plain(column: NDArray[Any] | Worded) -> list[Any]:
    """The cells of a column as Python has them; None where a number is missing."""
    if isinstance(column, Worded):
        return [column.words[place] for place in column.places.tolist()]
    return [None if value != value else value for value in column.tolist()]


WRITERS: dict[str, Callable[[BinaryIO], Writer]] = {
    ".csv": CsvWriter,
    ".parquet": ParquetWriter,
    ".json": JsonWriter,
}
