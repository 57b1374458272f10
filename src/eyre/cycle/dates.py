"""Dates in words, read relative to the meeting at which they were said.

The words are kept. Beside them stands the likeliest reading with its certainty; where the words have another reading
it is in the note, and where they name no day there is none. Months count forward from the meeting for what is due,
and backward for what has been; the financial year runs from April to March.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from re import Match

from eyre.core.errors import Doubt
from eyre.core.periods import Month, Period, period_between, say_date
from eyre.cycle.due import Certainty, Due
from eyre.cycle.said import WEEKDAY, tidy, weekday_number
from eyre.cycle.stretches import Named, Place, Setting, Stretch, named_stretches


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that words may mean: a last day, a first day where a window is meant, and in words what they are.

    period: what the window is by name, where it is a whole one: a month, a financial quarter.
    """

    earliest: date | None
    date: date | None
    sense: str
    period: Period | None = None

    def __str__(self) -> str:
        """The sense, and its days where the sense does not already name them."""
        if self.date is None:
            return f"{self.sense} (from {say_date(self.earliest)})" if self.earliest else self.sense
        days = period_between(self.earliest or self.date, self.date)
        if self.sense == days.label or self.sense.endswith(")"):
            return self.sense
        return f"{self.sense} ({days.label if self.earliest is None else _first_to_last(days)})"

    def covers(self, other: Reading) -> bool:
        if self.date is None or other.date is None:
            return False
        return (self.earliest or self.date) <= other.date <= self.date


def _first_to_last(days: Period) -> str:
    return f"{say_date(days.start)} to {say_date(days.end)}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One stretch named in the words, with what stands before it, and its readings, the likeliest first."""

    words: str
    readings: tuple[Reading, ...]
    doubts: tuple[str, ...]
    is_full: bool
    is_rule: bool
    is_loose: bool

    @property
    def has_date(self) -> bool:
        return bool(self.readings) and self.readings[0].date is not None

    @property
    def rank(self) -> int:
        """A full date says more than a named month, and both more than a rule that hangs on a meeting."""
        return 0 if self.is_full else 2 if self.is_rule else 1


def resolve(words: str | None, said_on: date, meetings: Sequence[date] = ()) -> Due:
    """Read when something is due.

    words: as said, or None when no date was said. said_on: the day of the meeting. meetings: days of the series that
    are known, held or planned; "the next meeting" cannot be read without them.
    Never raises: what cannot be read is undated, and the note says so.
    """
    if words is None or not words.strip():
        return Due(words=words)
    phrases = read_phrases(words, Setting(said_on, tuple(meetings)))
    main = main_phrase(phrases)
    if main is None:
        doubts = [doubt for phrase in phrases for doubt in phrase.doubts]
        return Due(words=words, note=_join(doubts) or "No date was found in these words.")
    return _due(words, main, [phrase for phrase in phrases if phrase is not main], said_on)


def readings(words: str, said_on: date, meetings: Sequence[date] = ()) -> tuple[Reading, ...]:
    """Every reading of the words, the one that `resolve` takes first: for a form that offers them to a person."""
    phrases = read_phrases(words, Setting(said_on, tuple(meetings)))
    main = main_phrase(phrases)
    others = [reading for phrase in phrases if phrase is not main for reading in phrase.readings]
    return tuple(dict.fromkeys((*(main.readings if main else ()), *others)))


def check_weekday(day: date, words: str) -> Doubt | None:
    """Doubt a weekday that is not that of the date: "Tuesday" beside 20 December 2017, a Wednesday."""
    said = re.search(rf"\b{WEEKDAY}", tidy(words))
    if said is None or weekday_number(said[0]) == day.weekday():
        return None
    named = day_name[weekday_number(said[0])]
    return Doubt("", f"{say_date(day)} is a {day_name[day.weekday()]}, not a {named}: one of the two is wrong.")


# ---------------------------------------------------------------- phrases: a stretch and what stands before it

_BEFORE_A_STRETCH = re.compile(
    r"\b(?:(?P<meeting>meeting (?:after|following)) )?"
    r"(?:(?P<prep>no later than|not later than|not before|no earlier than|not earlier than"
    r"|by|before|prior to|ahead of|until|till|after|following|from|since"
    r"|in|during|on|at|within|throughout) )?(?:the )?"
    r"(?:(?P<part>end|close|start|beginning|middle|mid|early|late|(?:first|second|1|2) half"
    r"|(?:first|second|third|fourth|last|final) week) (?:of |in )?)?(?:the )?$"
)
_BY = ("by", "no later than", "not later than", "until", "till")
_BEFORE = ("before", "prior to", "ahead of")
_FROM = ("from", "not before", "no earlier than", "not earlier than")
_NOT_READ = re.compile(r"\b(?:\d+|an?) (?:working )?(?:day|week|fortnight|month|quarter|year)s? $")


def read_phrases(words: str, setting: Setting) -> list[Phrase]:
    """Every phrase in the words that names days, or says why it names none, in the order it was said."""
    text, phrases, read_to = tidy(words), [], 0
    for place in named_stretches(text, setting):
        before = _BEFORE_A_STRETCH.search(text, read_to, place.start)
        if before and before["prep"] == "since":
            place = next(named_stretches(text, replace(setting, is_past=True), place.start))
        phrases.append(_phrase(text, before, place, setting))
        read_to = place.end
    return phrases


def _phrase(text: str, before: Match[str] | None, place: Place, setting: Setting) -> Phrase:
    named = place.named
    part, prep, meeting = (before["part"], before["prep"], before["meeting"]) if before else (None, None, None)
    read: list[Reading] = []
    for stretch in named.stretches:
        narrowed = _narrow(stretch, part)
        if meeting:
            read.append(_first_meeting_after(narrowed, setting))
        else:
            read += _with_preposition(narrowed, prep, setting, is_part=part is not None)
    start = before.start() if before else place.start
    return Phrase(
        words=text[start : place.end].strip(),
        readings=_in_time(read, named, setting),
        doubts=(*named.doubts, *_not_read(text[max(0, start - 40) : start])),
        is_full=named.is_full and not meeting and prep in (None, "on", "at", *_BY),
        is_rule=named.is_rule or bool(meeting),
        is_loose=part in _THIRDS or part in _WEEKS,
    )


def _not_read(before: str) -> tuple[str, ...]:
    """ "Two months before the end of March" hangs on a date; the length is not read, and that is said."""
    found = _NOT_READ.search(before)
    return (f'"{found[0].strip()}" before it was not read.',) if found else ()


def _in_time(read: Sequence[Reading], named: Named, setting: Setting) -> tuple[Reading, ...]:
    """Leave out readings that were over before they were said, where another reading remains."""
    distinct = tuple(dict.fromkeys(read))
    if named.may_be_past or setting.is_past:
        return distinct
    ahead = tuple(reading for reading in distinct if reading.date is None or reading.date >= setting.said_on)
    return ahead or distinct


_THIRDS = {"early": 0, "middle": 1, "mid": 1, "late": 2}
_LEAST_DAYS = 3  # a stretch of fewer has no thirds
_HALVES = {"first half": 0, "1 half": 0, "second half": 1, "2 half": 1}
_WEEKS = {"first week": 0, "second week": 1, "third week": 2, "fourth week": 3, "last week": -1, "final week": -1}


def _narrow(stretch: Stretch, part: str | None) -> Stretch:
    """The end, the start, a week, a half or a third of a stretch."""
    if part in ("end", "close"):
        return Stretch(stretch.last, stretch.last, f"the end of {stretch.sense}")
    if part in ("start", "beginning"):
        return Stretch(stretch.first, stretch.first, f"the start of {stretch.sense}")
    days = (stretch.last - stretch.first).days + 1
    if part in _WEEKS and days > 7:
        start = stretch.last - timedelta(days=6) if _WEEKS[part] < 0 else stretch.first + timedelta(7 * _WEEKS[part])
        return Stretch(start, start + timedelta(days=6), f"the {part} of {stretch.sense}")
    if part in _HALVES and days > 1:
        return _half(stretch, _HALVES[part], f"the {part} of {stretch.sense}")
    if part in _THIRDS and days >= _LEAST_DAYS:
        edges = [stretch.first + timedelta(days=days * third // 3) for third in range(4)]
        third = _THIRDS[part]
        return Stretch(edges[third], edges[third + 1] - timedelta(days=1), f"{part} {stretch.sense}")
    return stretch


def _half(stretch: Stretch, half: int, sense: str) -> Stretch:
    """Half of the months, where their number is even; else half of the days, the odd one in the second half."""
    months = Month.of(stretch.last).index - Month.of(stretch.first).index + 1
    middle = stretch.first + timedelta(days=((stretch.last - stretch.first).days + 1) // 2)
    if months % 2 == 0:
        middle = Month.of(stretch.first).shift(months // 2).start
    if half:
        return Stretch(middle, stretch.last, sense)
    return Stretch(stretch.first, middle - timedelta(days=1), sense)


def _with_preposition(stretch: Stretch, prep: str | None, setting: Setting, *, is_part: bool) -> Iterator[Reading]:
    """What "by", "before", "after" or "since" makes of a stretch; any other word leaves it the window it is."""
    is_day = stretch.first == stretch.last
    eve = stretch.first - timedelta(days=1)
    if prep in _BY:
        yield Reading(None, stretch.last, f"by the last day of {stretch.sense}" if not is_day else stretch.sense)
        if not is_day and not is_part and eve >= setting.said_on:
            yield Reading(None, eve, f"before {stretch.sense} begins")
    elif prep in _BEFORE:
        within = stretch.last if is_day and is_part else eve
        yield Reading(None, within if within >= setting.said_on else stretch.last, f"before {stretch.sense}")
    elif prep == "since" or (prep == "from" and setting.is_past):
        until = setting.said_on if stretch.first <= setting.said_on else None
        yield Reading(stretch.first, until, f"since {say_date(stretch.first)}")
    elif prep in ("after", "following"):
        yield Reading(stretch.last + timedelta(days=1), None, f"after {stretch.sense}")
    elif prep in _FROM:
        yield Reading(stretch.first, None, stretch.sense)
    else:
        yield Reading(None if is_day else stretch.first, stretch.last, stretch.sense, stretch.period)


def _first_meeting_after(stretch: Stretch, setting: Setting) -> Reading:
    later = setting.later_meetings(stretch.last)
    sense = f"the first meeting after {say_date(stretch.last)}"
    if later:
        return Reading(None, later[0], sense)
    following = stretch.last + timedelta(days=1)
    return Reading(following, None, f"{sense}, which is not known and could be in {Month.of(following).label}")


# ---------------------------------------------------------------- from phrases to a due date


def main_phrase(phrases: Sequence[Phrase]) -> Phrase | None:
    """The phrase that says most of those with a date; else one that at least has a first day."""
    dated = [phrase for phrase in phrases if phrase.has_date]
    return min(dated or [phrase for phrase in phrases if phrase.readings], key=lambda p: p.rank, default=None)


def _due(words: str, main: Phrase, others: Sequence[Phrase], said_on: date) -> Due:
    taken = _closer_reading(main, others)
    rivals = [reading for reading in main.readings[1:] if (reading.earliest, reading.date) != _days(taken)]
    clashes = [phrase for phrase in others if phrase.readings and not _agrees(phrase, taken)]
    notes = [f"Read as {taken}." if rivals or clashes or main.is_loose else ""]
    notes += [f"It could be {reading}." for reading in rivals]
    notes += [f'Also said: "{phrase.words}", which is {phrase.readings[0]}.' for phrase in clashes]
    notes += [*main.doubts, *(doubt for phrase in others if phrase.readings for doubt in phrase.doubts)]
    if taken.date is None:
        notes.append(f"No last day can be given: {taken}.")
    elif taken.date < said_on:
        notes.append(f"{say_date(taken.date)} was before the meeting.")
    doubtful = bool(rivals or clashes or main.is_loose or main.doubts)
    return Due(
        words=words,
        date=taken.date,
        earliest=taken.earliest,
        certainty=_certainty(taken, main, doubtful=doubtful),
        note=_join(notes),
    )


def _certainty(taken: Reading, main: Phrase, *, doubtful: bool) -> Certainty:
    if taken.date is None:
        return Certainty.UNDATED
    if doubtful:
        return Certainty.PROPOSED
    return Certainty.STATED if main.is_full and taken.earliest is None else Certainty.RESOLVED


def _closer_reading(main: Phrase, others: Sequence[Phrase]) -> Reading:
    """The reading of the main phrase; or, where a rule gives a known meeting inside its window, that meeting."""
    likely = main.readings[0]
    for other in others:
        if other.is_rule and other.has_date and likely.earliest and likely.covers(other.readings[0]):
            return other.readings[0]
    return likely


def _agrees(phrase: Phrase, taken: Reading) -> bool:
    return any(reading.covers(taken) or taken.covers(reading) for reading in phrase.readings)


def _days(reading: Reading) -> tuple[date | None, date | None]:
    return reading.earliest, reading.date


def _join(notes: Sequence[str]) -> str | None:
    return " ".join(dict.fromkeys(note for note in notes if note)) or None
