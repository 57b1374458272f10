"""The rhythm of a series, read from the words of its register: "last Tuesday of each month"."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date
from typing import Final

from eyre.core.periods import Month
from eyre.cycle.calendar import LAST, EveryWeeks, Monthly, NamedMonths, Rhythm, Weekday
from eyre.cycle.said import MONTH, NUMBER_WORDS, WEEKDAY, full_year, month_number, weekday_number

_WEEKS: Final = {"first": 1, "1": 1, "second": 2, "2": 2, "third": 3, "3": 3, "fourth": 4, "4": 4, "last": LAST}
_NTH: Final = rf"(?:the )?(?P<nth>{'|'.join(_WEEKS)}) (?P<weekday>{WEEKDAY})"
_MONTHS: Final = rf"(?P<months>{MONTH}(?:(?: and)? {MONTH})*)"

_EACH_MONTH: Final = re.compile(rf"{_NTH} (?:of|in) (?:each|every|the|a) month")
_EACH_QUARTER: Final = re.compile(rf"{_NTH} (?:of|in) (?:each|every|the|a) quarter")
_EVERY_MONTHS: Final = re.compile(
    rf"{_NTH} (?:of|in) every (?P<every>\d{{1,2}}|second|third|fourth|other) months?"
    rf" from (?P<month>{MONTH}) (?P<year>\d{{4}})"
)
_NAMED: Final = re.compile(rf"{_NTH} (?:of|in) {_MONTHS}")
_EVERY_WEEKS: Final = re.compile(
    rf"every (?P<weeks>\d{{1,2}}) weeks from (?:{WEEKDAY} )?(?P<day>\d{{1,2}}) (?P<month>{MONTH}) (?P<year>\d{{4}})"
)
_OFTEN: Final = {"second": 2, "other": 2, "third": 3, "fourth": 4}
# A quarter is the same in the calendar and in the financial year; its last weekday lies in its last month.
_QUARTER_BEGINS: Final = (1, 4, 7, 10)

WAYS: Final = (
    '"last Tuesday of each month", "second Thursday of each quarter", '
    '"first Monday of every 2 months from January 2018", '
    '"third Thursday of January, May and September", or "every 6 weeks from 9 January 2018"'
)


@dataclass(frozen=True, slots=True)
class ReadRhythm:
    """What the words say; rhythm is None where they name no day, and `fault` says what to write."""

    rhythm: Rhythm | None
    fault: str = ""


def read_rhythm(words: str) -> ReadRhythm:
    """Read a rhythm. "Monthly" alone says how often and not on which day: no rhythm, and a sentence about it."""
    text = _even(words)
    if found := _EACH_MONTH.fullmatch(text):
        return ReadRhythm(Monthly(weekday=_weekday(found), week=_WEEKS[found["nth"]]))
    if found := _EACH_QUARTER.fullmatch(text):
        week = _WEEKS[found["nth"]]
        months = tuple(month + (2 if week == LAST else 0) for month in _QUARTER_BEGINS)
        return ReadRhythm(NamedMonths(weekday=_weekday(found), week=week, months=months))
    if found := _EVERY_MONTHS.fullmatch(text):
        every = _OFTEN.get(found["every"]) or int(found["every"])
        if every:
            first = Month(full_year(found["year"]), month_number(found["month"]))
            return ReadRhythm(
                Monthly(weekday=_weekday(found), week=_WEEKS[found["nth"]], every=every, from_month=first)
            )
    if found := _NAMED.fullmatch(text):
        numbers = {month_number(month) for month in re.findall(MONTH, found["months"])}
        return ReadRhythm(
            NamedMonths(weekday=_weekday(found), week=_WEEKS[found["nth"]], months=tuple(sorted(numbers)))
        )
    if (found := _EVERY_WEEKS.fullmatch(text)) and int(found["weeks"]):
        try:
            day = date(full_year(found["year"]), month_number(found["month"]), int(found["day"]))
        except ValueError:
            return ReadRhythm(None, f'"{words}" counts from a day that is in no calendar.')
        return ReadRhythm(EveryWeeks(weeks=int(found["weeks"]), from_day=day))
    if not text:
        return ReadRhythm(None, f"No rhythm is given. Write {WAYS}.")
    return ReadRhythm(None, f'"{words}" names no day of the month. Write {WAYS}.')


def _even(words: str) -> str:
    """Lower case, digits for number words and ordinals, no marks. (`tidy` would take a bare "May" for the verb.)"""
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words.casefold())
    text = " ".join(re.sub(r"[^\w]+", " ", text).split())
    return re.sub(rf"\b({'|'.join(NUMBER_WORDS)})\b", lambda found: str(NUMBER_WORDS[found[1]]), text)


def say_rhythm(rhythm: Rhythm) -> str:
    """A rhythm in the words that `read_rhythm` reads."""
    if isinstance(rhythm, EveryWeeks):
        day = rhythm.from_day
        return f"every {rhythm.weeks} weeks from {day.day} {day:%B} {day.year}"
    nth = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}[rhythm.week]
    named = f"{nth} {rhythm.weekday.name.capitalize()}"
    if isinstance(rhythm, NamedMonths):
        *before, final = (month_name[month] for month in rhythm.months)
        return f"{named} of {', '.join(before)} and {final}" if before else f"{named} of {final}"
    if rhythm.every == 1 or rhythm.from_month is None:
        return f"{named} of each month"
    return f"{named} of every {rhythm.every} months from {rhythm.from_month.label}"


def _weekday(found: re.Match[str]) -> Weekday:
    return Weekday(weekday_number(found["weekday"]))
