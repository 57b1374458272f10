"""Words about what has been: the period a figure was quoted for, and the past meetings a brief refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from re import Match

from eyre.core.periods import FinancialYear, Month, Period, Rolling, Span, months_between, period_between
from eyre.cycle.dates import Reading, main_phrase, read_phrases
from eyre.cycle.due import Certainty, SaidPeriod
from eyre.cycle.said import MONTH, full_year, month_number, tidy
from eyre.cycle.stretches import Setting, later

# ---------------------------------------------------------------- the period of a figure


def resolve_period(words: str | None, said_on: date) -> SaidPeriod:
    """Read the period that a figure was quoted for.

    words: as said, or None. said_on: the day of the meeting; a month without a year is the one before it. A rolling
    period without an end is taken to end with the last whole month, and is proposed: figures come late.
    Never raises: what cannot be read has no period, and the note says why.
    """
    if words is None or not words.strip():
        return SaidPeriod(words=words)
    text = tidy(words)
    for pattern, read in _FIGURE_RULES:
        found = pattern.search(text)
        if found:
            period, note = read(found, said_on)
            certainty = Certainty.PROPOSED if period else Certainty.UNDATED
            return SaidPeriod(words=words, period=period, certainty=certainty, note=note)
    return _period_of_phrase(words, said_on)


def _period_of_phrase(words: str, said_on: date) -> SaidPeriod:
    phrases = read_phrases(words, Setting(said_on, is_past=True))
    main = main_phrase(phrases)
    if main is None or not main.has_date:
        doubts = [doubt for phrase in phrases for doubt in phrase.doubts]
        return SaidPeriod(words=words, note=" ".join(doubts) or "No period was found in these words.")
    taken, *rivals = main.readings
    others = [phrase.readings[0] for phrase in phrases if phrase is not main and phrase.has_date]
    notes = [f"It could be {reading}." for reading in (*rivals, *others)] + list(main.doubts)
    certainty = Certainty.PROPOSED if notes else Certainty.STATED if main.is_full else Certainty.RESOLVED
    return SaidPeriod(
        words=words, period=_period(taken), certainty=certainty, note=" ".join(dict.fromkeys(notes)) or None
    )


def _period(reading: Reading) -> Period | None:
    if reading.period or reading.date is None:
        return reading.period
    return period_between(reading.earliest or reading.date, reading.date)


_Read = tuple[Period | None, str]


def _last_whole_month(said_on: date) -> Month:
    return Month.of(said_on).shift(-1)


def _rolling(found: Match[str], said_on: date) -> _Read:
    months = int(found["months"] or found["months_after"] or 12)
    if not 1 <= months <= 120:
        return None, f"A rolling period of {months} months cannot be read."
    last = _last_whole_month(said_on)
    return (
        Rolling.ending(last, months),
        f"Taken to end with the last whole month before the meeting, {last.label}; ask which month it ends with.",
    )


def _last_months(found: Match[str], said_on: date) -> _Read:
    months = int(found["months"])
    if not 1 <= months <= 120:
        return None, f"A period of {months} months cannot be read."
    whole = Rolling.ending(_last_whole_month(said_on), months)
    to_date = Span(later(said_on, -months, "month"), said_on)
    return (
        period_between(whole.start, whole.end),
        f"Read as whole months, {whole.label}; it could be up to the meeting, {to_date.label}.",
    )


def _year_to_date(found: Match[str], said_on: date) -> _Read:
    starts, last = FinancialYear.of(said_on).start, _last_whole_month(said_on)
    if last.end < starts:
        return None, "No month of the financial year was whole at the meeting; ask for the days meant."
    return (
        period_between(starts, last.end),
        f"Read as the financial year to the last whole month, {last.label}; it could be the calendar year, "
        "or run up to the meeting.",
    )


def _latest(found: Match[str], said_on: date) -> _Read:
    return None, f'"{found[0]}" names no period: ask which one the figure is for.'


_FIGURE_RULES: tuple[tuple[re.Pattern[str], Callable[[Match[str], date], _Read]], ...] = (
    (
        re.compile(
            r"\brolling (?:(?P<months>\d{1,3}) months?|year|annual)\b(?! (?:to|ending|ended)\b)"
            r"|\b(?P<months_after>\d{1,3}) months? rolling\b(?! (?:\w+ )?(?:to|ending|ended)\b)"
        ),
        _rolling,
    ),
    (re.compile(r"\b(?:last|past|previous|preceding) (?P<months>\d{1,3}) months?\b"), _last_months),
    (re.compile(r"\b(?:year to date|ytd|(?:so far this|this) year so far|so far this year)\b"), _year_to_date),
    (re.compile(r"\b(?:latest|most recent|current)(?: \w+)?\b"), _latest),
)


# ---------------------------------------------------------------- past meetings


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month in which the matter was before a meeting, and how sure its year is."""

    month: Month
    certainty: Certainty
    note: str | None = None


_MONTHS_SAID = re.compile(rf"\b(?P<month>{MONTH})(?: (?P<year>(?:19|20)\d\d))?(?P<to> (?:to|-)(?= {MONTH}))?")


def resolve_history(words: str, said_on: date, meetings: Sequence[date] = ()) -> tuple[PastMonth, ...]:
    """Read the months of past meetings in "featured at the January, February, March and May meetings".

    A list runs forward in time: its last month is the latest one before the meeting, and each month before it in the
    list is the latest before its neighbour. meetings: the days of the series that are known; a month without one of
    them is doubted. A month of which another year could be meant is proposed.
    """
    said = list(_MONTHS_SAID.finditer(tidy(words)))
    months: list[PastMonth] = []
    bound, has_year = Month.of(said_on), False
    for found in reversed(said):
        month = _month_before(bound, found)
        has_year = has_year or bool(found["year"])
        if found["to"] and months:
            months[:0] = [_past_month(between, None, said_on, meetings) for between in _between(month, months[0].month)]
        alone = None if has_year else _month_before(Month.of(said_on), found)
        months.insert(0, _past_month(month, alone, said_on, meetings))
        bound = month
    return tuple(months)


def _between(first: Month, last: Month) -> list[Month]:
    return list(months_between(first, last))[1:-1]


def _month_before(bound: Month, found: Match[str]) -> Month:
    number = month_number(found["month"])
    if found["year"]:
        return Month(full_year(found["year"]), number)
    return bound.shift(-((bound.month - number - 1) % 12 + 1))


def _past_month(month: Month, alone: Month | None, said_on: date, meetings: Sequence[date]) -> PastMonth:
    """A month, with a doubt where its name by itself would mean another; `alone` is None where a year fixes it."""
    notes = []
    if alone and alone != month:
        notes.append(f"It could be {alone.label}, were the list not in order of time.")
    if alone and month.month == said_on.month:
        notes.append(f"It could be {Month.of(said_on).label}, the month of the meeting itself.")
    certainty = Certainty.PROPOSED if notes else Certainty.RESOLVED
    if meetings and min(meetings) <= month.end and not any(Month.of(day) == month for day in meetings):
        notes.append(f"No meeting in {month.label} is known.")
    return PastMonth(month, certainty, " ".join(notes) or None)
