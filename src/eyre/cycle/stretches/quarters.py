"""Quarters and years, by number or as the next or the last one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import Match

from eyre.core.periods import (
    CalendarYear,
    FinancialQuarter,
    FinancialYear,
    Month,
    Period,
    Quarter,
    Week,
)
from eyre.cycle.said import full_year
from eyre.cycle.stretches.setting import STEPS, Named, Setting, Stretch, one

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def read_quarter(found: Match[str], setting: Setting) -> Named | None:
    word = found["ordinal"] or found["number"] or found["number_after"]
    number = _ORDINALS.get(word) or int(word)
    if found["financial"]:
        start_year = _financial_year(found["financial"], setting)
        return None if start_year is None else one(FinancialQuarter(start_year, number), may_be_past=True)
    if found["which"]:
        return _quarter_of_a_year_beside(number, STEPS[found["which"]], setting, is_financial=bool(found["fy"]))
    if found["year"]:
        year = int(found["year"])
        readings = (Quarter(year, number), FinancialQuarter(year, number))
        return Named(tuple(Stretch.of(quarter) for quarter in readings), may_be_past=True)
    return _quarter_without_year(number, found["ordinal"], setting)


def _quarter_of_a_year_beside(number: int, steps: int, setting: Setting, *, is_financial: bool) -> Named:
    """ "The first quarter of next year": of the calendar year or the financial one, unless it is said which."""
    financial = FinancialQuarter(FinancialYear.of(setting.said_on).start_year + steps, number)
    calendar = Quarter(setting.said_on.year + steps, number)
    quarters = (financial,) if is_financial else (calendar, financial)
    return Named(tuple(Stretch.of(quarter) for quarter in quarters), may_be_past=steps < 0)


def _quarter_without_year(number: int, ordinal: str | None, setting: Setting) -> Named | None:
    if ordinal in ("last", "final"):
        return None  # "the last quarter" is the one before this
    this_year = FinancialYear.of(setting.said_on).start_year
    financial = [FinancialQuarter(year, number) for year in (this_year - 1, this_year, this_year + 1)]
    calendar = [Quarter(setting.said_on.year + step, number) for step in (-1, 0, 1)]
    likely, other = _nearest(financial, setting), _nearest(calendar, setting)
    return Named((Stretch.of(likely), Stretch.of(other)))


def _nearest(periods: Sequence[Period], setting: Setting) -> Period:
    """The first that is not over, or in the past the last that has begun; periods in order."""
    if setting.is_past:
        return [period for period in periods if period.start <= setting.said_on][-1]
    return next(period for period in periods if period.end >= setting.said_on)


def _financial_year(text: str, setting: Setting) -> int | None:
    """The year that "18/19" or "2018-19" starts in; None when it is no run of two years, or far away."""
    first, last = re.split(r"[/-]", text)
    start = full_year(first)
    follows = (start + 1) % 100 == int(last) % 100
    return start if follows and (len(first) == 4 or setting.is_near(start)) else None


def read_financial_year_written(found: Match[str], setting: Setting) -> Named | None:
    start = _financial_year(found["financial"], setting)
    return None if start is None else one(FinancialYear(start), may_be_past=True)


def read_year_written(found: Match[str], setting: Setting) -> Named | None:
    return one(CalendarYear(int(found["year"])), may_be_past=True)


def read_unit(found: Match[str], setting: Setting) -> Named | None:
    """ "Next quarter", "this month", "the financial year": the one the meeting lies in, or the one beside it."""
    steps = STEPS[found["which"] or "the"]
    periods = units_at(found["unit"], steps, setting)
    return Named(tuple(Stretch.of(period) for period in periods), may_be_past=steps < 0)


def units_at(unit: str, steps: int, setting: Setting) -> list[Period]:
    day = setting.said_on
    financial, calendar = FinancialYear.of(day).shift(steps), CalendarYear(day.year).shift(steps)
    kinds: dict[str, list[Period]] = {
        "week": [Week.of(day).shift(steps)],
        "month": [Month.of(day).shift(steps)],
        "quarter": [Quarter.of(day).shift(steps)],
        "financial year": [financial],
        "calendar year": [calendar],
        "year": [calendar, financial],
    }
    return kinds[unit]


def read_unit_end(found: Match[str], setting: Setting) -> Named | None:
    """ "Year end" in an office is the end of the financial year; in the street it is not."""
    periods = units_at(found["unit"], 0, setting)
    if found["unit"] == "year":
        periods.reverse()
    return Named(tuple(Stretch(p.end, p.end, f"the end of {p.label}") for p in periods))
