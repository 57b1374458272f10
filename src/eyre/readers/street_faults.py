"""What is wrong with a police.uk file: quickly from its counts, and row by row once something is known to be wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from eyre.core import Fault, Month
from eyre.core.periods import NotAPeriod
from eyre.engines import STREET, Layout, RowCount
from eyre.engines.memory import fits
from eyre.readers.crime_types import KEYS, why_unknown
from eyre.readers.unpacking import Found

MOST = 50  # faults said of one file; the rest are counted


def header_faults(file: Found, layout: Layout) -> list[Fault]:
    """A fault unless the first line of a file is the layout's columns in their order."""
    with file.path.open(encoding="utf-8", newline="") as text:
        header = next(csv.reader(text), [])
    names = [name.strip() for name in header]
    if names[: len(layout.columns)] == list(layout.columns) and not any(names[len(layout.columns) :]):
        return []
    missing = [name for name in layout.columns if name not in names]
    what = f"the columns {', '.join(missing)} are missing" if missing else "the columns are not those of police.uk"
    return [Fault(f"{file.name}, row 1", f"{what}. Write them as: {', '.join(layout.columns)}.")]


def is_wrong(row: RowCount, layout: Layout) -> bool:
    """Say whether rows that say this cannot be counted."""
    return bool(_faults_of(row.month, row.falls_within, row.what, layout))


def row_faults(file: Found, layout: Layout) -> list[Fault]:
    """The faults of a file with their rows, the header being row 1; at most MOST, and how many more there are."""
    faults = _row_faults(file, layout)
    first = list(islice(faults, MOST))
    more = sum(1 for _ in faults)
    return [*first, Fault(file.name, f"{more} more rows are wrong.")] if more else first


def _row_faults(file: Found, layout: Layout) -> Iterator[Fault]:
    with file.path.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            for number, row in enumerate(reader, start=1):
                if number > 1 and row:
                    yield from (Fault(f"{file.name}, row {number}", what) for what in _wrong_in(row, layout))
        except csv.Error as error:
            yield Fault(f"{file.name}, after line {reader.line_num}", f"{error}. Check the quotation marks there.")


def _wrong_in(row: Sequence[str], layout: Layout) -> list[str]:
    if not fits(row, layout):
        return [f"has {len(row)} columns, not {len(layout.columns)}. Fetch the file again; it may be cut short."]
    cells = dict(zip(layout.columns, row, strict=False))
    return _faults_of(cells["Month"], cells["Falls within"], cells[layout.what], layout)


def _faults_of(month: str, falls_within: str, what: str, layout: Layout) -> list[str]:
    found = []
    if not is_month(month.strip()):
        found.append(f'Month "{month}" is not a month. Write it as YYYY-MM.')
    if not falls_within.strip():
        found.append('"Falls within" is empty. Write the name of the force.')
    if layout is STREET and what.strip() not in KEYS:
        found.append(why_unknown(what.strip()))
    if layout is not STREET and not what.strip():
        found.append(f'"{layout.what}" is empty. Write the outcome.')
    return found


def is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except NotAPeriod:
        return False
    return True
