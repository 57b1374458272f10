"""What a person said about a change, beside what was computed. A note explains; it proves nothing.

The room takes small values; whoever reads a body folder makes them from dated happenings and findings of analysis.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from eyre.core import Period

SAID_WITHIN = timedelta(days=183)  # what is said of a change later than this is said of another one


@dataclass(frozen=True, slots=True)
class DriverNote:
    """A dated note of a person.

    start, end: when it began, and ended where it has. is_saying: it is
    what somebody said of the figures on the day `start`, and nothing that happened then. areas, types: empty means
    all. by: a post. source: where it is kept ("timeline", "finding 2023-10/F1").
    """

    words: str
    start: date
    source: str
    by: str = ""
    end: date | None = None
    is_saying: bool = False
    areas: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The note with its day, its post and its home, as it stands beside a number."""
        who = f", {self.by}" if self.by else ""
        return f"{self.words} ({self.start.isoformat()}{who}; {self.source})"


def notes_beside(
    notes: Iterable[DriverNote], then: Period, now: Period, *, areas: Collection[str] = (), kind: str = ""
) -> tuple[DriverNote, ...]:
    """The notes that may explain the change of a part between two periods, by day.

    areas: the part's area with the areas it lies in; empty where the part is of all areas. kind: its type, empty for
    all. A note that names areas or types stands beside those only, never beside a whole that holds others as well.
    What happened stands there if it began or ended between the first day of the earlier period and the last of the
    later: what was there before and went on after is in both, and explains no change. What was said stands there if it
    was said after the earlier period had ended and within half a year of the end of the later.
    """
    fit = (
        note
        for note in notes
        if _is_in_time(note, min(then, now), max(then, now))
        and (not note.areas or set(note.areas) & set(areas))
        and (not note.types or kind in note.types)
    )
    return tuple(sorted(fit, key=lambda note: (note.start, note.source, note.words)))


def _is_in_time(note: DriverNote, first: Period, last: Period) -> bool:
    if note.is_saying:
        return first.end < note.start <= last.end + SAID_WITHIN
    return any(first.start <= day <= last.end for day in (note.start, note.end) if day is not None)
