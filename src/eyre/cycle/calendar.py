"""The rhythm of a meeting series, and the meetings that follow from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from eyre.core.errors import NotFound
from eyre.core.periods import Month, months_between, say_date


class Weekday(IntEnum):
    """As `date.weekday` numbers them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


LAST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """A meeting a month, or every so many months: the last Tuesday of each month is Monthly(weekday=1, week=-1).

    week: 1 to 4, or -1 for the last of the month. every: months from one meeting to the next, counted from
    `from_month` where it is more than one.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    weekday: Weekday
    week: int
    every: int = 1
    from_month: Month | None = None

    def dates(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """The days of the rhythm from first to last, both included."""
        counted_from = (self.from_month or Month.of(first)).index
        for month in months_between(Month.of(first), Month.of(last)):
            day = self._day_of(month)
            if (month.index - counted_from) % self.every == 0 and first <= day <= last:
                yield day

    def _day_of(self, month: Month) -> datetime.date:
        if self.week == LAST:
            return month.end - datetime.timedelta(days=(month.end.weekday() - self.weekday) % 7)
        to_first = (self.weekday - month.start.weekday()) % 7
        return month.start + datetime.timedelta(days=to_first + 7 * (self.week - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMonths:
    """A meeting in each of certain months: the third Thursday of January, May and September."""

    weekday: Weekday
    week: int
    months: tuple[int, ...]

    def dates(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """The days of the rhythm from first to last, both included."""
        every_month = Monthly(weekday=self.weekday, week=self.week)
        return (day for day in every_month.dates(first, last) if day.month in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryWeeks:
    """A meeting every so many weeks, counted from a day on which there is one."""

    weeks: int
    from_day: datetime.date

    def dates(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """The days of the rhythm from first to last, both included."""
        length = 7 * self.weeks
        day = first + datetime.timedelta(days=(self.from_day - first).days % length)
        while day <= last:
            yield day
            day += datetime.timedelta(days=length)


Rhythm = Monthly | NamedMonths | EveryWeeks


def rhythm_faults(rhythm: Monthly) -> tuple[str, ...]:
    """Say what is wrong with a rhythm written by hand."""
    faults = []
    if rhythm.week not in (LAST, 1, 2, 3, 4):
        faults.append(f"Week {rhythm.week} is not in every month. Write 1, 2, 3 or 4, or -1 for the last.")
    if rhythm.every < 1:
        faults.append(f"A meeting every {rhythm.every} months is no rhythm. Write 1 or more.")
    if rhythm.every > 1 and rhythm.from_month is None:
        faults.append(f"A meeting every {rhythm.every} months needs the month it is counted from.")
    return tuple(faults)


def planned_meetings(
    first: datetime.date,
    last: datetime.date,
    *,
    dates: Sequence[datetime.date] = (),
    rhythm: Rhythm | None = None,
) -> tuple[datetime.date, ...]:
    """The meetings of a series from first to last: the days that were fixed, and the rhythm where there is none.

    A month in which a day was fixed has no second meeting from the rhythm: the fixed day is the rhythm, moved. Of a
    rhythm in weeks this holds for a day fixed less than half its length away.
    """
    fixed = {day for day in dates if first <= day <= last}
    by_rhythm = rhythm.dates(first, last) if rhythm else ()
    return tuple(sorted(fixed | {day for day in by_rhythm if not _is_moved(day, dates, rhythm)}))


def _is_moved(day: datetime.date, dates: Sequence[datetime.date], rhythm: Rhythm | None) -> bool:
    if isinstance(rhythm, EveryWeeks):
        return any(2 * abs((fixed - day).days) < 7 * rhythm.weeks for fixed in dates)
    return any(Month.of(fixed) == Month.of(day) for fixed in dates)


def next_meeting(after: datetime.date, meetings: Sequence[datetime.date]) -> datetime.date:
    """The first meeting after a day; NotFound when the series is not planned so far."""
    later = [day for day in meetings if day > after]
    if not later:
        known = f"The last one known is on {say_date(max(meetings))}" if meetings else "None is known"
        raise NotFound(f"No meeting after {say_date(after)} is planned. {known}: give the series a rhythm or a date.")
    return min(later)
