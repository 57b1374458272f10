"""Where words were said, and what a name of days may mean there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eyre.core.periods import Month, Period

NEAR_YEARS = 6  # "18/19" is a financial year, and "Jan 18" a month, only this near to the meeting


@dataclass(frozen=True, slots=True)
class Setting:
    """Where words were said: on which day, with which meetings of the series held or planned.

    is_past: a name without a year means the one before the meeting, not the one after it.
    """

    said_on: date
    meetings: tuple[date, ...] = ()
    is_past: bool = False

    @property
    def month(self) -> Month:
        return Month.of(self.said_on)

    def is_near(self, year: int) -> bool:
        return abs(year - self.said_on.year) <= NEAR_YEARS

    def later_meetings(self, after: date) -> list[date]:
        return sorted(meeting for meeting in set(self.meetings) if meeting > max(after, self.said_on))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from first to last, in words what they are, and the period they are where they are one by name."""

    first: date
    last: date
    sense: str
    period: Period | None = None

    @classmethod
    def of(cls, period: Period, sense: str = "") -> Stretch:
        return cls(period.start, period.end, sense or period.label, period)


@dataclass(frozen=True, slots=True)
class Named:
    """What a rule made of the words it matched.

    stretches: the likeliest first; none when the words name no days, and then `doubts` say why. is_full: a date was
    said with its year. is_rule: the day hangs on a meeting. may_be_past: a year, or a word
    like "last", was said, so that it may lie before the meeting.
    """

    stretches: tuple[Stretch, ...] = ()
    doubts: tuple[str, ...] = ()
    is_full: bool = False
    is_rule: bool = False
    may_be_past: bool = False


def one(period: Period, *, may_be_past: bool = False) -> Named:
    """What has one reading: this period."""
    return Named((Stretch.of(period),), may_be_past=may_be_past)


# How many units on "next quarter" or "last January" lies.
STEPS = {"this": 0, "current": 0, "the": 0, "same": 0, "next": 1, "coming": 1, "following": 1}
BACK = ("last", "past", "previous", "preceding")
STEPS |= dict.fromkeys(BACK, -1)
