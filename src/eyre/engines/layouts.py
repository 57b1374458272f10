"""The columns of the files that police.uk publishes, and those that rows are counted by.

Source: data.police.uk/about, "Columns in the CSV".
"""

from __future__ import annotations

from dataclasses import dataclass

_PLACE = ("Longitude", "Latitude", "Location", "LSOA code", "LSOA name")
_HEAD = ("Crime ID", "Month", "Reported by", "Falls within", *_PLACE)
LSOA_SUFFIX = r" [0-9]{3}[A-Z]$"  # "Bromsgrove 014D" is a small area of Bromsgrove


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file in their order, and which of them hold what a row is counted by.

    what: the column that says what happened; outcome: the column of the last outcome, where there is one.
    """

    columns: tuple[str, ...]
    what: str
    outcome: str | None = None


STREET = Layout((*_HEAD, "Crime type", "Last outcome category", "Context"), "Crime type", "Last outcome category")
OUTCOMES = Layout((*_HEAD, "Outcome type"), "Outcome type")
