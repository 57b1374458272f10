"""From a due date to the windows a test may read, in whole periods of the measure; each with why it was taken.

Never a single bad stretch to measure from: what is taken as "before" is a year, or the same part of the year before,
and the latter not where it was the worst of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from eyre.commitments.kinds.reversal import FEWEST_A_SIDE
from eyre.commitments.say import capital, say_window
from eyre.core import (
    CalendarYear,
    FinancialQuarter,
    FinancialYear,
    Month,
    Period,
    Quarter,
    Refused,
    Series,
    Week,
    period_between,
    say_date,
)
from eyre.cycle.due import Due


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many periods make a year and a quarter, and how few are enough for limits."""

    year: int
    quarter: int
    fewest: int
    many: str


RHYTHMS: dict[type[Period], Rhythm] = {
    Week: Rhythm(52, 13, 26, "weeks"),
    Month: Rhythm(12, 3, 12, "months"),
    Quarter: Rhythm(4, 1, 8, "quarters"),
    FinancialQuarter: Rhythm(4, 1, 8, "quarters"),
    FinancialYear: Rhythm(1, 1, 8, "years"),
    CalendarYear: Rhythm(1, 1, 8, "years"),
}
BASELINE_YEARS = 2
FARTHEST_YEARS = 20  # a date further ahead is a slip of the keyboard
FEWEST_TO_CALL_WORST = 4  # stretches of the same length, before one of them is called the worst


@dataclass(frozen=True, slots=True)
class Chosen:
    """A window and why this one; or none, and why not."""

    period: Period | None
    says: str


@dataclass(frozen=True, slots=True)
class Windows:
    """What a test that is due on a day may read.

    after: where the promise should show. last_period: the last period of it. same_a_year_before, year_before: what it
    may be set against. baseline: the newest figures before it, for limits; earlier_baseline: the same without the last
    year. run: before and after the turn of a slope, which is split.
    """

    after: Chosen
    last_period: Chosen
    same_a_year_before: Chosen
    year_before: Chosen
    baseline: Chosen
    earlier_baseline: Chosen
    run: Chosen
    split: Month | None
    periods: tuple[Period, ...]  # those of `after`


def windows_for(due: Due | None, usual: str, series: Series | None, *, on: date, sign: int) -> Windows:
    """Choose every window for a promise.

    usual: the measure's period, in the words of a measure, where there are no figures yet. series: the figures known;
    its own periods are taken. on: the day the test is agreed. sign: 1 where up is better, -1 where down is, 0 unsaid.
    Raises Refused without a date, for a date before the figures begin or too far ahead, and for days or overlapping
    periods, of which no window is made.
    """
    if due is None or due.date is None:
        raise Refused("It has no date, and every window hangs on one. Ask by when.")
    known = series.trimmed() if series is not None and series.seen.any() else None
    last = _last_in_time(due.date, usual, known)
    rhythm = RHYTHMS[type(last)]
    named = _named(due, last, rhythm)
    first = named or _shift(last, 1 - rhythm.quarter)
    after = between(first, last)
    return Windows(
        after=Chosen(after, "the window that was named" if named else _why_a_quarter(due.date, rhythm)),
        last_period=Chosen(between(last, last), f"the last of the {rhythm.many} that end in time"),
        same_a_year_before=_same_a_year_before(first, last, rhythm, known, sign),
        year_before=_reaching_back(
            _shift(first, -rhythm.year),
            _shift(first, -1),
            known,
            "a whole year, so that season and one bad stretch weigh little",
        ),
        baseline=_baseline(_shift(first, -1), rhythm, known, "the newest two years of figures before it"),
        earlier_baseline=_baseline(
            _shift(first, -1 - rhythm.year), rhythm, known, "two years that leave out the last year before it"
        ),
        **_run(named or _next_after(on, last), last, rhythm, known),
        periods=_all(first, last),
    )


def between(first: Period, last: Period) -> Period:
    """The plainest period from the first day of one to the last day of another."""
    return period_between(first.start, last.end)


def _shift(period: Period, by: int) -> Period:
    step: Any = period
    shifted: Period = step.shift(by)
    return shifted


def _all(first: Period, last: Period) -> tuple[Period, ...]:
    found = [first]
    while found[-1].end < last.end:
        found.append(_shift(found[-1], 1))
    return tuple(found)


def _last_in_time(day: date, usual: str, known: Series | None) -> Period:
    """The last period that has ended by the day."""
    period = known.periods[-1] if known else _period_of(day, usual)
    if type(period) not in RHYTHMS:
        raise Refused(
            f"Windows are made of whole weeks, months, quarters or years; {period.label} is none of these. "
            "Load the measure by one of them."
        )
    if day.year > period.end.year + FARTHEST_YEARS:
        raise Refused(f"The date, {say_date(day)}, lies over {FARTHEST_YEARS} years after the figures. Is it right?")
    while period.end < day:
        period = _shift(period, 1)
    while period.end > day:
        period = _shift(period, -1)
    if known and period.end < known.periods[0].start:
        raise Refused(f"It is due on {say_date(day)}, and the figures begin with {known.periods[0].label}.")
    return period


def _period_of(day: date, usual: str) -> Period:
    kinds: dict[str, Any] = {
        "week": Week.of,
        "month": Month.of,
        "quarter": Quarter.of,
        "financial_year": FinancialYear.of,
        "calendar_year": lambda day: CalendarYear(day.year),
    }
    if usual not in kinds:
        raise Refused(f"Windows are made of whole weeks, months, quarters or years; this measure comes by {usual}.")
    period: Period = kinds[usual](day)
    return period


def _named(due: Due, last: Period, rhythm: Rhythm) -> Period | None:
    """The first period of the window that was named, where it is a quarter or longer, and shorter than a year.

    A window that does not begin with a period was not named: "within six months" runs from the day it was said, and
    means by their end.
    """
    if due.earliest is None or due.earliest > last.start:
        return None
    first = last
    while _shift(first, -1).start >= due.earliest:
        first = _shift(first, -1)
    is_long_enough = rhythm.quarter <= len(_all(first, last)) < max(rhythm.year, 2)
    return first if is_long_enough and first.start == due.earliest else None


def _why_a_quarter(day: date, rhythm: Rhythm) -> str:
    if rhythm.quarter > 1:
        return f"the last quarter that ends by {say_date(day)}: a shorter stretch is mostly chance"
    return f"the last {rhythm.many.removesuffix('s')} that ends by {say_date(day)}"


# --- what it is set against ----------------------------------------------------------------------------------------


def _reaching_back(first: Period, last: Period, known: Series | None, why: str) -> Chosen:
    """A window before, if the figures reach back to it and none is missing in it."""
    window = between(first, last)
    if known and first.start < known.periods[0].start:
        begins = known.periods[0].label
        return Chosen(None, f"{capital(say_window(window))} would be needed, and the figures begin with {begins}.")
    if gaps := _gaps(window, known):
        return Chosen(None, f"{capital(say_window(window))} would be needed, and {gaps} of its figures are missing.")
    return Chosen(window, why)


def _gaps(window: Period, known: Series | None) -> int:
    """How many of the figures known have none in a window that is past; what is to come is no gap."""
    if known is None:
        return 0
    return sum(window.contains(period) and not seen for period, seen in zip(known.periods, known.seen, strict=True))


def _same_a_year_before(first: Period, last: Period, rhythm: Rhythm, known: Series | None, sign: int) -> Chosen:
    earlier = _shift(first, -rhythm.year), _shift(last, -rhythm.year)
    found = _reaching_back(*earlier, known, "the same part of the year before, so that season does not count")
    if found.period and known and _was_the_worst(*earlier, known, sign):
        return Chosen(
            None,
            f"{capital(say_window(found.period))} was the worst of its length among the figures of these years: a "
            "force that changes nothing would look better after it. The whole year before is fairer.",
        )
    return found


def _was_the_worst(first: Period, last: Period, known: Series, sign: int) -> bool:
    """Whether no stretch as long as this one, laid end to end over the newest three years, was as bad."""
    length = len(_all(first, last))
    places = {period: at for at, period in enumerate(known.periods)}
    if not sign or last not in places or first not in places:
        return False
    oldest = max(0, len(known.periods) - 3 * RHYTHMS[type(last)].year)
    offset = (places[first] - oldest) % length
    starts = range(oldest + offset, len(known.periods) - length + 1, length)
    level = {at: sign * _level(known, at, at + length) for at in starts}
    others = [each for at, each in level.items() if at != places[first] and not np.isnan(each)]
    own = sign * _level(known, places[first], places[first] + length)
    return len(others) + 1 >= FEWEST_TO_CALL_WORST and own < min(others)


def _level(known: Series, first: int, after: int) -> float:
    """The level of some periods: pooled where there is k of n, else their mean; NaN where one is missing."""
    k, n = known.numerator[first:after].sum(), known.denominator[first:after].sum()
    return float(k / n) if n > 0 and not np.isnan(k) else float(known.value[first:after].mean())


def _baseline(last: Period, rhythm: Rhythm, known: Series | None, why: str) -> Chosen:
    """Up to two years of figures that end by a period, for limits."""
    if known is None:
        return Chosen(None, "There are no figures yet to set limits from.")
    seen = _unbroken(known, last)[-BASELINE_YEARS * max(rhythm.year, 4) :]
    if len(seen) < rhythm.fewest:
        return Chosen(
            None,
            f"Limits need {rhythm.fewest} {rhythm.many} of figures without a gap up to {last.label}, and there are "
            f"{len(seen)}.",
        )
    return Chosen(between(seen[0], seen[-1]), why)


def _unbroken(known: Series, last: Period) -> list[Period]:
    """The newest periods with figures, up to one of them, back to the first gap."""
    run: list[Period] = []
    for period, seen in zip(known.periods, known.seen, strict=True):
        if period.end <= last.end:
            run = [*run, period] if seen else []
    return run


def _run(turn: Period, last: Period, rhythm: Rhythm, known: Series | None) -> dict[str, Any]:
    """Both sides of the turn of a slope: where the named window begins, else after the day of the promise."""
    after = len(_all(turn, last)) if turn.start <= last.start else 0
    if after < FEWEST_A_SIDE:
        return _no_run(
            f"From {turn.label} there are {after} {rhythm.many} to the date, and a slope needs {FEWEST_A_SIDE} on each "
            "side. A change between two windows is offered instead."
        )
    before = min(len(_before(turn, known)), after) if known else after
    if before < FEWEST_A_SIDE:
        return _no_run(
            f"Before {turn.label} there are {before} {rhythm.many} of figures, and a slope needs {FEWEST_A_SIDE} on "
            "each side. A change between two windows is offered instead."
        )
    why = f"as many {rhythm.many} on each side of {turn.label} as there are"
    return {"run": Chosen(between(_shift(turn, -before), last), why), "split": Month.of(turn.start)}


def _before(turn: Period, known: Series) -> list[Period]:
    """The periods before the turn, back to the first gap; those to come count as figures."""
    run = _unbroken(known, _shift(turn, -1))
    reaches = run[-1] if run else turn
    return [*run, *(_all(_shift(reaches, 1), _shift(turn, -1)) if reaches.end < _shift(turn, -1).end else ())]


def _no_run(why: str) -> dict[str, Any]:
    return {"run": Chosen(None, why), "split": None}


def _next_after(day: date, like: Period) -> Period:
    """The first period of the same kind that begins after a day."""
    period = like
    while period.start > day:
        period = _shift(period, -1)
    while period.start <= day:
        period = _shift(period, 1)
    return period
