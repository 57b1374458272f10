"""When something is due, and which period a figure is about: the words as said, and what was made of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from eyre.core.periods import Day, Period, Span, say_date


class Certainty(StrEnum):
    """How sure the date beside the words is. Nothing is guessed silently: PROPOSED has the other reading noted."""

    STATED = "stated"  # a full date was said
    RESOLVED = "resolved"  # the words have one reading
    PROPOSED = "proposed"  # the words have more than one reading; this is the likelier
    UNDATED = "undated"  # nothing can be resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date: its words, kept for ever, and the day they were read as.

    date: the last day on which it is still in time. earliest: the first day of the window meant, where a window
    was meant ("in January"); it may stand without a date ("after March"). note: the doubt, or the other reading.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    words: str | None = None
    date: datetime.date | None = None
    earliest: datetime.date | None = None
    certainty: Certainty = Certainty.UNDATED
    note: str | None = None

    @property
    def window(self) -> Period | None:
        """The days meant, where a window was meant and has an end; else the one day; else None."""
        if self.date is None:
            return None
        if self.earliest is None or self.earliest == self.date:
            return Day(self.date)
        return Span(self.earliest, self.date)

    @property
    def label(self) -> str:
        """The date as a page prints it, never without its doubt: "by March (proposed: 31 March 2018)"."""
        if self.date is None:
            return f"{self.words} (no date)" if self.words else "no date"
        said = say_date(self.date)
        if self.certainty is Certainty.PROPOSED:
            said = f"proposed: {said}"
        return f"{self.words} ({said})" if self.words and self.certainty is not Certainty.STATED else said

    def is_overdue(self, on: datetime.date) -> bool:
        """Say whether the last day has passed; what has no date is never overdue, it is undated."""
        return self.date is not None and self.date < on

    @classmethod
    def on(cls, day: datetime.date) -> Due:
        """A date that was stated in full."""
        return cls(date=day, certainty=Certainty.STATED)


def due_faults(due: Due) -> tuple[str, ...]:
    """Say what contradicts itself in a due date written by hand: for the reader that checks a record."""
    faults = []
    if (due.date is None) != (due.certainty is Certainty.UNDATED):
        faults.append('A due without a date is "undated", and an undated one has no date. Mend one of the two.')
    if due.date and due.earliest and due.earliest > due.date:
        faults.append(f"The window starts on {due.earliest} after it ends on {due.date}. Exchange the two.")
    if due.certainty is Certainty.PROPOSED and not due.note:
        faults.append("A proposed date needs a note with the other reading.")
    return tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPeriod:
    """The period of a figure as it was said, and as it was read; `note` has the doubt or the other reading."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    words: str | None = None
    period: Period | None = None
    certainty: Certainty = Certainty.UNDATED
    note: str | None = None

    @property
    def label(self) -> str:
        """The period as a page prints it beside its figure."""
        if self.period is None:
            return f"{self.words} (period not known)" if self.words else "period not known"
        doubt = "proposed: " if self.certainty is Certainty.PROPOSED else ""
        return f"{self.words} ({doubt}{self.period.label})" if self.words else f"{doubt}{self.period.label}"
