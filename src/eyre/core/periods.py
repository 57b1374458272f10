"""Periods: from a day to a financial year, and rolling periods as periods of their own.

Each kind has one writing, read back by `parse_period`:

    2017-12-19   a day              2017-Q4      a calendar quarter
    2017-W51     an ISO week        2017/18      a financial year (April to March)
    2017-12      a month            2017/18-Q3   a quarter of a financial year
    2017         a calendar year    2017-10..2017-12   a rolling period: whole months, first to last

"Year ending March 2018" is the rolling period 2017-04..2018-03; it covers the same days as 2017/18 and is
written differently, because it is a different thing: one of a run of overlapping periods.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, total_ordering
from typing import Self

from eyre.core.errors import EyreError
from eyre.core.written import Written

MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3
APRIL = 4


class NotAPeriod(EyreError):
    """The text does not name a period of the kind that was asked for."""

    exit_code = 3


@total_ordering
class Period(Written):
    """A stretch of whole days, from `start` to `end` inclusive, with a name."""

    __slots__ = ()

    @property
    def start(self) -> date:
        raise NotImplementedError

    @property
    def end(self) -> date:
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The period in words, as a page prints it."""
        raise NotImplementedError

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def contains(self, other: Period | date) -> bool:
        if isinstance(other, date):
            return self.start <= other <= self.end
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        if self.start != other.start:
            return self.start < other.start
        return (self.end, str(self)) < (other.end, str(other))

    @classmethod
    def parse(cls, text: str) -> Self:
        period = parse_period(text)
        if not isinstance(period, cls):
            wanted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()
            raise NotAPeriod(f'"{text}" is {period.label}, not a {wanted}. {_HOW_TO_WRITE}')
        return period


def middle_year(first: Period, last: Period) -> int:
    """The year that the middle day of a run of periods lies in: 2017 for April 2017 to March 2018."""
    return (first.start + (last.end - first.start) / 2).year


@cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Day(Period):
    day: date

    @property
    def start(self) -> date:
        return self.day

    @property
    def end(self) -> date:
        return self.day

    @property
    def label(self) -> str:
        return say_date(self.day)

    def shift(self, by: int) -> Day:
        return Day(self.day + timedelta(days=by))

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Week(Period):
    """An ISO week, Monday to Sunday."""

    year: int
    week: int

    @property
    def start(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def end(self) -> date:
        return self.start + timedelta(days=6)

    @property
    def label(self) -> str:
        return f"week of {say_date(self.start)}"

    @classmethod
    def of(cls, day: date) -> Week:
        year, week, _ = day.isocalendar()
        return cls(year, week)

    def shift(self, by: int) -> Week:
        return Week.of(self.start + timedelta(weeks=by))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"


@dataclass(frozen=True, slots=True)
class Month(Period):
    year: int
    month: int

    @property
    def index(self) -> int:
        """Months since year 0: differences of it are numbers of months."""
        return self.year * MONTHS_IN_YEAR + self.month - 1

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return _last_day(self.year, self.month)

    @property
    def label(self) -> str:
        return f"{month_name[self.month]} {self.year}"

    @property
    def short_label(self) -> str:
        return f"{month_abbr[self.month]} {self.year % 100:02d}"

    @classmethod
    def at(cls, index: int) -> Month:
        year, month = divmod(index, MONTHS_IN_YEAR)
        return cls(year, month + 1)

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def shift(self, by: int) -> Month:
        return Month.at(self.index + by)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Quarter(Period):
    """A calendar quarter."""

    year: int
    quarter: int

    @property
    def first_month(self) -> Month:
        return Month(self.year, (self.quarter - 1) * MONTHS_IN_QUARTER + 1)

    @property
    def start(self) -> date:
        return self.first_month.start

    @property
    def end(self) -> date:
        return self.first_month.shift(2).end

    @property
    def label(self) -> str:
        return f"{month_name[self.first_month.month]} to {self.first_month.shift(2).label}"

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)

    def shift(self, by: int) -> Quarter:
        return Quarter.of(self.first_month.shift(by * MONTHS_IN_QUARTER).start)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.quarter}"


@dataclass(frozen=True, slots=True)
class FinancialYear(Period):
    """April to March, named by the year it starts in: 2017 is 2017/18."""

    start_year: int

    @property
    def start(self) -> date:
        return date(self.start_year, APRIL, 1)

    @property
    def end(self) -> date:
        return date(self.start_year + 1, APRIL - 1, 31)

    @property
    def label(self) -> str:
        return f"financial year {self}"

    @classmethod
    def of(cls, day: date) -> FinancialYear:
        return cls(day.year if day.month >= APRIL else day.year - 1)

    def shift(self, by: int) -> FinancialYear:
        return FinancialYear(self.start_year + by)

    def __str__(self) -> str:
        return f"{self.start_year:04d}/{(self.start_year + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class FinancialQuarter(Period):
    """A quarter of a financial year: quarter 1 is April to June, quarter 4 falls in the next calendar year."""

    start_year: int
    quarter: int

    @property
    def first_month(self) -> Month:
        return Month(self.start_year, APRIL).shift((self.quarter - 1) * MONTHS_IN_QUARTER)

    @property
    def start(self) -> date:
        return self.first_month.start

    @property
    def end(self) -> date:
        return self.first_month.shift(2).end

    @property
    def label(self) -> str:
        first, last = self.first_month, self.first_month.shift(2)
        year = FinancialYear(self.start_year)
        return f"quarter {self.quarter} of {year} ({month_name[first.month]} to {last.label})"

    def shift(self, by: int) -> FinancialQuarter:
        years, quarter = divmod(self.quarter - 1 + by, 4)
        return FinancialQuarter(self.start_year + years, quarter + 1)

    def __str__(self) -> str:
        return f"{FinancialYear(self.start_year)}-Q{self.quarter}"


@dataclass(frozen=True, slots=True)
class CalendarYear(Period):
    year: int

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31)

    @property
    def label(self) -> str:
        return f"calendar year {self.year}"

    def shift(self, by: int) -> CalendarYear:
        return CalendarYear(self.year + by)

    def __str__(self) -> str:
        return f"{self.year:04d}"


@dataclass(frozen=True, slots=True)
class Rolling(Period):
    """A run of whole months, one of a sequence of overlapping periods: "three months to December 2017"."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        return self.last.index - self.first.index + 1

    @property
    def start(self) -> date:
        return self.first.start

    @property
    def end(self) -> date:
        return self.last.end

    @property
    def label(self) -> str:
        if self.months == MONTHS_IN_YEAR:
            return f"year ending {self.last.label}"
        return f"{self.months} months to {self.last.label}" if self.months > 1 else self.last.label

    @classmethod
    def ending(cls, last: Month, months: int) -> Rolling:
        return cls(last.shift(1 - months), last)

    @classmethod
    def year_ending(cls, last: Month) -> Rolling:
        return cls.ending(last, MONTHS_IN_YEAR)

    def shift(self, by: int) -> Rolling:
        return Rolling(self.first.shift(by), self.last.shift(by))

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class Span(Period):
    """Any other stretch of days, written as its first and last day."""

    first: date
    last: date

    @property
    def start(self) -> date:
        return self.first

    @property
    def end(self) -> date:
        return self.last

    @property
    def label(self) -> str:
        return f"{say_date(self.first)} to {say_date(self.last)}"

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


_HOW_TO_WRITE = (
    "Write a month as YYYY-MM, a quarter as YYYY-Qn, a financial year as 2017/18, a rolling period as YYYY-MM..YYYY-MM."
)


def _month(text: str) -> Month:
    return Month(int(text[:4]), int(text[5:7]))


def _financial_year(text: str) -> int:
    start = int(text[:4])
    if (start + 1) % 100 != int(text[5:7]):
        raise ValueError
    return start


_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_DAY = r"\d{4}-\d\d-\d\d"
_READERS = (
    (re.compile(_MONTH), lambda text: _month(text)),
    (re.compile(_DAY), lambda text: Day(date.fromisoformat(text))),
    (re.compile(r"\d{4}-Q[1-4]"), lambda text: Quarter(int(text[:4]), int(text[6]))),
    (re.compile(r"\d{4}/\d\d"), lambda text: FinancialYear(_financial_year(text))),
    (re.compile(r"\d{4}/\d\d-Q[1-4]"), lambda text: FinancialQuarter(_financial_year(text), int(text[-1]))),
    (re.compile(r"\d{4}"), lambda text: CalendarYear(int(text))),
    (re.compile(r"\d{4}-W\d\d"), lambda text: Week.of(date.fromisocalendar(int(text[:4]), int(text[6:]), 1))),
    (re.compile(rf"{_MONTH}\.\.{_MONTH}"), lambda text: Rolling(_month(text[:7]), _month(text[9:]))),
    (
        re.compile(rf"{_DAY}\.\.{_DAY}"),
        lambda text: Span(date.fromisoformat(text[:10]), date.fromisoformat(text[12:])),
    ),
)


def parse_period(text: str) -> Period:
    """Read any period from its writing; raise NotAPeriod with how to write one."""
    for pattern, read in _READERS:
        if pattern.fullmatch(text):
            try:
                period: Period = read(text)
                if period.start <= period.end:
                    return period
            except (ValueError, OverflowError):  # no such day, or one after the last that can be counted
                pass
            break
    raise NotAPeriod(f'"{text}" is not a period. {_HOW_TO_WRITE}')


@lru_cache(maxsize=10_000)  # the same months are asked for in every view of the figures
def period_between(start: date, end: date) -> Period:
    """Return the plainest period that covers exactly these days: a month, a quarter, a year, else a span.

    April to March is a financial year; other runs of twelve whole months, and of any number of whole months, are
    rolling periods.
    """
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    if start == end:
        return Day(start)
    if not whole_months:
        week = Week.of(start)
        return week if (week.start, week.end) == (start, end) else Span(start, end)
    first, last = Month.of(start), Month.of(end)
    for candidate in (first, Quarter.of(start), FinancialYear.of(start), CalendarYear(start.year)):
        if (candidate.start, candidate.end) == (start, end):
            return candidate
    return Rolling(first, last)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from first to last, both included."""
    return (Month.at(index) for index in range(first.index, last.index + 1))


def say_date(day: date) -> str:
    """A date as a page prints it: 19 December 2017."""
    return f"{day.day} {month_name[day.month]} {day.year}"
