"""The plain engine: the standard library's CSV reader and a counter. It is the judge of the others."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from eyre.engines.layouts import LSOA_SUFFIX, STREET, Layout
from eyre.engines.protocol import CannotCount, RowCount


class MemoryEngine:
    name = "memory"

    def count_street_rows(self, files: Sequence[Path], layout: Layout = STREET) -> list[RowCount]:
        counts: Counter[tuple[int, str, str, str, str, str, str]] = Counter()
        for number, path in enumerate(files):
            for row in _rows(path, layout):
                outcome = row[layout.outcome] if layout.outcome else ""
                district = re.sub(LSOA_SUFFIX, "", row["LSOA name"])
                said = (row["Month"], row["Reported by"], row["Falls within"], district, row[layout.what], outcome)
                counts[number, *said] += 1
        return sorted(RowCount(*said, rows) for said, rows in counts.items())

    def surplus_ids(self, files: Sequence[Path], layout: Layout = STREET) -> dict[str, int]:
        rows: Counter[str] = Counter()
        different: dict[str, set[str]] = defaultdict(set)
        for row in (row for path in files for row in _rows(path, layout) if row["Crime ID"]):
            rows[row["Falls within"]] += 1
            different[row["Falls within"]].add(row["Crime ID"])
        return {force: count - len(different[force]) for force, count in sorted(rows.items())}


def fits(row: Sequence[str], layout: Layout) -> bool:
    """Say whether a row has the columns of its layout; empty cells beyond them are let pass."""
    width = len(layout.columns)
    return len(row) >= width and not any(row[width:])


def _rows(path: Path, layout: Layout) -> Iterator[dict[str, str]]:
    """The rows of a file by column; an empty line is no row."""
    with path.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        next(reader, None)
        try:
            for row in reader:
                if fits(row, layout):
                    yield dict(zip(layout.columns, row, strict=False))
                elif row:
                    width = len(layout.columns)
                    raise CannotCount(f"{path.name}, line {reader.line_num}: {len(row)} columns, not {width}.")
        except (csv.Error, UnicodeDecodeError) as error:
            raise CannotCount(f"{path.name}, after line {reader.line_num}: {error}.") from error
