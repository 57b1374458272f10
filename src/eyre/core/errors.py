"""The one tree of errors that a user may see, and the faults and doubts that a reader collects.

EyreError                exit 1   something was asked that cannot be done; the sentence says what to do
├── BadInput             exit 3   a file, folder or value is wrong; carries every fault found in it
├── Refused              exit 4   a rule says no (an action cannot move so, a table may not leave)
│   └── TooFewPoints     exit 4   the series is too short for what was asked
├── NotFound             exit 5   no such body, meeting, measure, area or load
└── LimitReached         exit 6   a reader ran past its limit of time, memory, size or nesting

Exit 2 is typer's own, for a command line it cannot read. Anything that is not an `EyreError` is our fault, and shows
as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class EyreError(Exception):
    """A sentence for the user: what was asked, what was found, what to do."""

    exit_code = 1


class Refused(EyreError):
    """A rule says no."""

    exit_code = 4


class TooFewPoints(Refused):
    """The series is too short for what was asked of it; the sentence carries the count."""


class NotFound(EyreError):
    """Nothing of that name is here; the sentence says what is."""

    exit_code = 5


class LimitReached(EyreError):
    """A reader ran past its limit and was stopped; nothing was loaded."""

    exit_code = 6


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one place, and what to write instead.

    where: a file, with a row, line or path inside it where there is one ("meetings/x.toml, items[2].due").
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something that was read but should be looked at by a person: what was seen, and what was made of it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class BadInput(EyreError):
    """Every fault of a file or folder at once; nothing of it was taken."""

    exit_code = 3

    def __init__(self, faults: Sequence[Fault] | str) -> None:
        self.faults: tuple[Fault, ...] = (Fault("", faults),) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def raise_if_any(faults: Sequence[Fault]) -> None:
    """Raise BadInput with every fault, if there is one."""
    if faults:
        raise BadInput(faults)
