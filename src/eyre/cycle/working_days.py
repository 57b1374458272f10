"""Working days and the bank holidays of the United Kingdom, and deadlines counted in them with the arithmetic shown.

Source: the Banking and Financial Dealings Act 1971, its proclamations, and the bank holidays that governments
announced, which are public knowledge; Easter by the Gregorian rule (J. Meeus, Astronomical Algorithms, 1991, chapter
8). Local holidays, and the days that councils in Scotland choose, are not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from eyre.core.errors import Refused
from eyre.core.periods import say_date
from eyre.cycle.calendar import Weekday

FIRST_YEAR, LAST_YEAR = 2015, 2028
ONE_DAY = timedelta(days=1)


class Nation(StrEnum):
    ENGLAND_AND_WALES = "england_and_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class Counting(StrEnum):
    WORKING = "working"  # not weekends and bank holidays
    CLEAR_WORKING = "clear_working"  # so many whole working days lie between; neither end counts
    CALENDAR = "calendar"


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


# Days that a year had beside or in place of the usual ones. None takes the usual day of that name away.
_MOVED: Final[Mapping[int, Mapping[str, date | None]]] = {
    2020: {"Early May bank holiday": date(2020, 5, 8)},  # to the 75th anniversary of the end of the war in Europe
    2022: {
        "Spring bank holiday": date(2022, 6, 2),
        "Platinum Jubilee": date(2022, 6, 3),
        "State funeral of Queen Elizabeth II": date(2022, 9, 19),
    },
    2023: {"Coronation of King Charles III": date(2023, 5, 8)},
}


@cache
def bank_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    """The bank holidays of a year by day, substitutes included. Refused for years that are not known here."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Bank holidays are known here for {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")
    named = dict(_usual(nation, year)) | {name: day for name, day in _MOVED.get(year, {}).items() if day}
    taken: dict[date, str] = {}
    for name, day in named.items():
        if day.weekday() < Weekday.SATURDAY and day not in taken:
            taken[day] = name
    for name, day in named.items():
        if name not in taken.values():  # on a weekend, or on the day of another: the next day that is free
            substitute = day
            while substitute.weekday() >= Weekday.SATURDAY or substitute in taken:
                substitute += ONE_DAY
            taken[substitute] = f"{name} (substitute day)"
    return dict(sorted(taken.items()))


def _usual(nation: Nation, year: int) -> Iterator[tuple[str, date]]:
    sunday = easter(year)
    yield "New Year's Day", date(year, 1, 1)
    if nation is Nation.SCOTLAND:
        yield "2nd January", date(year, 1, 2)
    if nation is Nation.NORTHERN_IRELAND:
        yield "St Patrick's Day", date(year, 3, 17)
        yield "Battle of the Boyne", date(year, 7, 12)
    yield "Good Friday", sunday - timedelta(days=2)
    if nation is not Nation.SCOTLAND:
        yield "Easter Monday", sunday + ONE_DAY
    yield "Early May bank holiday", _first_monday(year, 5)
    yield "Spring bank holiday", _last_monday(year, 5)
    yield "Summer bank holiday", _first_monday(year, 8) if nation is Nation.SCOTLAND else _last_monday(year, 8)
    if nation is Nation.SCOTLAND:
        yield "St Andrew's Day", date(year, 11, 30)
    yield "Christmas Day", date(year, 12, 25)
    yield "Boxing Day", date(year, 12, 26)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - ONE_DAY
    return last - timedelta(days=last.weekday())


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century, of_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def why_not_working(day: date, nation: Nation) -> str:
    """What makes a day no working day: "Saturday", the name of the bank holiday; empty for a working day."""
    if day.weekday() >= Weekday.SATURDAY:
        return f"{day:%A}"
    return bank_holidays(nation, day.year).get(day, "")


def is_working_day(day: date, nation: Nation) -> bool:
    return not why_not_working(day, nation)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day counted from a meeting, and how it was counted.

    counted: the days that were counted, in their order; of clear days the last is the deadline itself. passed: bank
    holidays on the way, which were not counted.
    """

    what: str
    day: date
    meeting: date
    days: int
    counting: Counting
    side: Side
    counted: tuple[date, ...]
    passed: tuple[tuple[date, str], ...] = ()

    @property
    def says(self) -> str:
        """ "Papers due 5 working days before 30 January 2018: Tuesday 23 January." """
        kind = {Counting.WORKING: "working ", Counting.CLEAR_WORKING: "clear working ", Counting.CALENDAR: ""}
        days = f"{self.days} {kind[self.counting]}day{'' if self.days == 1 else 's'}"
        return f"{self.what} {days} {self.side} {say_date(self.meeting)}: {_said(self.day, self.meeting.year)}."

    @property
    def arithmetic(self) -> str:
        """Each day that was counted, and each bank holiday that was passed over."""
        if not self.counted:
            return "The day of the meeting itself."
        *between, last = (f"{day:%a} {day.day} {day:%b}" for day in self.counted)
        counted = f"Counted: {', '.join((*between, last))}."
        if self.counting is Counting.CLEAR_WORKING:
            counted = f"Lying between: {', '.join(between) or 'none'}; so {last}."
        passed = "; ".join(f"{_said(day, self.meeting.year)}, {name}" for day, name in self.passed)
        return f"{counted} Passed over: {passed}." if passed else counted


def _said(day: date, year: int) -> str:
    text = f"{day:%A} {day.day} {day:%B}"
    return text if day.year == year else f"{text} {day.year}"


def count_days(
    what: str,
    meeting: date,
    days: int,
    nation: Nation,
    *,
    counting: Counting = Counting.WORKING,
    side: Side = Side.BEFORE,
) -> Deadline:
    """Count days back from a meeting, or on from it; the day of the meeting itself is never counted.

    Refused where the count would leave the years whose bank holidays are known.
    """
    step = -ONE_DAY if side is Side.BEFORE else ONE_DAY
    wanted = days + (counting is Counting.CLEAR_WORKING)  # so many lie between, and the deadline is the next
    day, counted, passed = meeting, list[date](), list[tuple[date, str]]()
    while len(counted) < wanted:
        day += step
        reason = "" if counting is Counting.CALENDAR else why_not_working(day, nation)
        if not reason:
            counted.append(day)
        elif day.weekday() < Weekday.SATURDAY:
            passed.append((day, reason))
    return Deadline(what, day, meeting, days, counting, side, tuple(counted), tuple(passed))
