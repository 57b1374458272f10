"""What every engine can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from eyre.core.errors import EyreError
from eyre.engines.layouts import STREET, Layout


class CannotCount(EyreError):
    """A file is not a table of the layout that was asked for; the engine says in its own words where it stopped."""

    exit_code = 3


class RowCount(NamedTuple):
    """How many rows of one file say the same thing; what a row leaves empty is "".

    file: the place of the file in the list that was given, from 0.
    district: the LSOA name less the number of the small area; the whole name where there is no such number.
    """

    file: int
    month: str
    reported_by: str
    falls_within: str
    district: str
    what: str
    outcome: str
    rows: int


class Engine(Protocol):
    """Counts rows of CSV files: UTF-8, one header line, comma, double quotes, LF or CRLF, no byte order mark.

    The header must have been checked; a row of another width, or a quote that never ends, raises CannotCount. An empty
    line is no row, and empty cells beyond the last column are let pass.
    """

    name: str

    def count_street_rows(self, files: Sequence[Path], layout: Layout = STREET) -> list[RowCount]:
        """Every different row of the files with its count, sorted. Nothing is dropped and nothing is merged."""

    def surplus_ids(self, files: Sequence[Path], layout: Layout = STREET) -> dict[str, int]:
        """For each "Falls within": rows that have a Crime ID, less the number of different IDs among them."""
