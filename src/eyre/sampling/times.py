"""Moments as people type them, kept as they were: so that a later limit can be applied to an old sample.

Times are local and without a zone. On the night the clocks change an interval can be an hour out; the docs say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from eyre.core import Fault
from eyre.sampling.sheet import Sheet

CLOCK = r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.0+)?)?)?"
FORMS = {
    "year first (2017-12-19 10:00)": re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + CLOCK),
    "day first (19/12/2017 10:00)": re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + CLOCK),
}
HOW_TO_WRITE = "Write YYYY-MM-DD HH:MM, local time, or leave the cell empty."


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time on it where that was kept."""

    day: date
    at: time | None = None

    @property
    def exact(self) -> datetime:
        """The moment as one value; midnight where no time was kept."""
        return datetime.combine(self.day, self.at or time())

    def is_before(self, other: Moment) -> bool:
        """Say whether this moment is certainly before the other."""
        if self.at is None or other.at is None:
            return self.day < other.day
        return self.exact < other.exact


Moments = dict[str, list[Moment | None]]


def read_moments(sheet: Sheet, names: Iterable[str], faults: list[Fault]) -> Moments:
    """Read columns of moments; None where a cell is empty. All dates of a file must be written in one way.

    faults: takes every cell that is not a moment, and every row that writes dates in the rarer way.
    """
    cells = {name: sheet.columns[name] for name in names if name in sheet.columns}
    forms = Counter(_form(cell) for column in cells.values() for cell in column if cell)
    usual = max((form for form in FORMS if forms[form]), key=lambda form: forms[form], default="")
    return {name: [_moment(sheet, row, name, usual, faults) for row in range(len(sheet))] for name in cells}


def backward_faults(sheet: Sheet, moments: Moments, spans: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Every row in which the second moment of a span is before the first."""
    for first, second in spans:
        for row, (start, end) in enumerate(zip(moments.get(first, ()), moments.get(second, ()), strict=False)):
            if start and end and end.is_before(start):
                said = f"{second} {sheet.columns[second][row]} is before {first} {sheet.columns[first][row]}"
                yield Fault(sheet.at(row), f"{said}: time runs backwards. Look both up again.")


def _form(text: str) -> str:
    return next((name for name, pattern in FORMS.items() if pattern.fullmatch(text)), "")


def _moment(sheet: Sheet, row: int, name: str, usual: str, faults: list[Fault]) -> Moment | None:
    """The moment of a cell, or None with its fault noted."""
    text = sheet.columns[name][row]
    if not text:
        return None
    form = _form(text)
    if form and form != usual:
        what = f'{name} "{text}" is written {form}, and the file writes {usual}. Write all dates of a file in one way.'
    elif form and (moment := _parsed(text, form)):
        return moment
    else:
        what = f'{name} "{text}" is not a date with a time. {HOW_TO_WRITE}'
    faults.append(Fault(sheet.at(row), what))
    return None


def _parsed(text: str, form: str) -> Moment | None:
    found = FORMS[form].fullmatch(text)
    if found is None:
        return None
    part = {name: int(value) for name, value in found.groupdict().items() if value is not None}
    try:
        day = date(part["year"], part["month"], part["day"])
        return Moment(day, time(part["hour"], part["minute"], part.get("second", 0)) if "hour" in part else None)
    except ValueError:
        return None
