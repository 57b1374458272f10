"""Days by their date or their weekday."""

from __future__ import annotations

from calendar import day_name, month_name
from datetime import date, timedelta
from re import Match

from eyre.core.periods import Day, Month, period_between, say_date
from eyre.cycle.said import full_year, month_number, weekday_number
from eyre.cycle.stretches.setting import BACK, Named, Setting, Stretch, one


def read_iso_date(found: Match[str], setting: Setting) -> Named | None:
    return _full_date(date.fromisoformat(found["date"]), found["weekday"])


def read_numeric_date(found: Match[str], setting: Setting) -> Named | None:
    """Day before month, as in Britain; the other order only when this one is no date."""
    first, second, year = int(found["first"]), int(found["second"]), full_year(found["year"])
    if second > 12 >= first:
        return _full_date(date(year, first, second), found["weekday"], f'"{found[0]}" has its month first.')
    return _full_date(date(year, second, first), found["weekday"])


def _full_date(day: date, weekday: str | None, *doubts: str) -> Named:
    doubts = (*doubts, *_weekday_doubt(weekday, day))
    return Named((Stretch.of(Day(day)),), doubts, is_full=True, may_be_past=True)


def read_date(found: Match[str], setting: Setting) -> Named | None:
    """A day and a month, with a year or without, a weekday before it or not."""
    number, month = int(found["day"]), month_number(found["month"])
    if found["year"]:
        day = _day_or_none(full_year(found["year"]), month, number)
        days = [day] if day else []
    else:
        days = _days_without_year(month, number, setting)
    if not days:
        return Named(doubts=(f"There is no {number} {month_name[month]}{_of_year(found['year'])}.",))
    doubts = _weekday_doubt(found["weekday"], days[0])
    return Named(
        tuple(_from_day(int(found.groupdict().get("first_day") or number), day) for day in days),
        doubts,
        is_full=bool(found["year"]),
        may_be_past=bool(found["year"]),
    )


def _from_day(first: int, last: date) -> Stretch:
    """ "1-5 March": from the one day of a month to the other."""
    return Stretch.of(period_between(last.replace(day=first), last)) if first < last.day else Stretch.of(Day(last))


def read_week_commencing(found: Match[str], setting: Setting) -> Named | None:
    """The seven days from a date."""
    named = read_date(found, setting)
    if not named or not named.stretches:
        return named
    day = named.stretches[0].first
    week = Stretch(day, day + timedelta(days=6), f"the week of {say_date(day)}")
    return Named((week,), named.doubts, may_be_past=named.may_be_past)


def _of_year(year: str | None) -> str:
    return f" in {full_year(year)}" if year else ""


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_without_year(month: int, number: int, setting: Setting) -> list[date]:
    """The next such day after the meeting, or the last before it; 29 February may be years away."""
    year, step = setting.said_on.year, -1 if setting.is_past else 1
    for candidate in range(year, year + 9 * step, step):
        day = _day_or_none(candidate, month, number)
        if day and (day <= setting.said_on if setting.is_past else day >= setting.said_on):
            return [day]
    return []


def _weekday_doubt(word: str | None, day: date) -> tuple[str, ...]:
    if not word or weekday_number(word) == day.weekday():
        return ()
    said = day_name[weekday_number(word)]
    return (f"{say_date(day)} is a {day_name[day.weekday()]}, not a {said}: one of the two is wrong.",)


def read_month_then_number(found: Match[str], setting: Setting) -> Named | None:
    """ "January 30" is a day; "Jan 18" may be a year."""
    number, month = int(found["day"]), month_number(found["month"])
    day = read_date(found, setting)
    if found["year"] or not setting.is_near(2000 + number):
        return day
    whole = Stretch.of(Month(2000 + number, month))
    return Named((whole, *(day.stretches if day else ())), may_be_past=True)


def read_weekday(found: Match[str], setting: Setting) -> Named | None:
    wanted, day = weekday_number(found["weekday"]), setting.said_on
    if found["which"] in BACK:
        return one(Day(day - timedelta(days=(day.weekday() - wanted - 1) % 7 + 1)), may_be_past=True)
    coming = day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1)
    days = [coming, coming + timedelta(days=7)] if found["which"] == "next" else [coming]
    return Named(tuple(Stretch.of(Day(each)) for each in days))


def read_today(found: Match[str], setting: Setting) -> Named | None:
    return one(Day(setting.said_on + timedelta(days=found[0] == "tomorrow")))
