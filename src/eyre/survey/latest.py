"""A newest month beside a rolling figure: what the two say of the months between, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eyre.core import Refused

USUAL_RATIO = 2.0  # the newest month has half to twice the answers of another, where nothing is said
ROUNDED = 1.0  # points that the average of the others may lie outside 0 to 100: both figures are rounded


@dataclass(frozen=True, slots=True)
class EarlierMonths:
    """What the other months of a window average, in percent. lowest, highest: over the numbers of answers possible."""

    average: float
    lowest: float
    highest: float
    is_known: bool  # from stated numbers of answers: then all three are the same


def earlier_months(
    pooled: float, latest: float, *, window: int = 3, answers: Sequence[float] | None = None, ratio: float = USUAL_RATIO
) -> EarlierMonths:
    """Return what the months before the newest average, so that all pool to what was said.

    pooled, latest: percent. answers: of each month, the newest last; without them the average is that of equal months,
    and the range that of a newest month with 1/ratio to `ratio` times the answers of another.
    Raises Refused where the two figures cannot both be right.
    """
    _check(pooled, latest, window, answers, ratio)
    if answers is not None:
        part = answers[-1] / sum(answers)
        known = _rest(pooled, latest, part)
        _check_possible(known, known, pooled, latest)
        known = _percent(known)
        return EarlierMonths(known, known, known, is_known=True)
    others = window - 1
    ends = [_rest(pooled, latest, times / (times + others)) for times in (1 / ratio, ratio)]
    _check_possible(min(ends), max(ends), pooled, latest)
    even = _rest(pooled, latest, 1 / window)
    return EarlierMonths(_percent(even), _percent(min(ends)), _percent(max(ends)), is_known=False)


def say_latest(
    pooled: float,
    latest: float,
    *,
    window: int = 3,
    before: tuple[float, float] | None = None,
    answers: Sequence[float] | None = None,
    ratio: float = USUAL_RATIO,
) -> str:
    """The newest month beside the rolling figure, explained in one sentence. before: the range of earlier figures."""
    rest = earlier_months(pooled, latest, window=window, answers=answers, ratio=ratio)
    others = "the other month reads" if window == 2 else f"the other {_count(window - 1)} months together read"
    head = f"{pooled:g} % is {_count(window)} months pooled and {latest:g} % their newest month alone: "
    if rest.is_known:
        body = f"by their numbers of answers {others} {rest.average:.1f} %"
    else:
        span = f"{rest.lowest:.1f} to {rest.highest:.1f} %"
        body = (
            f"with equal numbers of answers {others} {rest.average:.1f} %, and {span} if the newest month has "
            f"between 1/{ratio:g} of and {ratio:g} times the answers of another"
        )
    return f"{head}{body}{_compared(rest, before)}."


def _compared(rest: EarlierMonths, before: tuple[float, float] | None) -> str:
    if before is None:
        return ""
    low, high = min(before), max(before)
    if rest.lowest > high:
        then = "so the rise does not rest on the newest month alone"
    elif rest.highest <= high:
        then = "so it is the newest month alone that rose"
    else:
        then = "so it is open whether more than the newest month rose"
    return f"; earlier figures were {low:g} to {high:g} %, {then}"


def _rest(pooled: float, latest: float, part: float) -> float:
    """The average of the others, the newest being this part of the answers."""
    return (pooled - part * latest) / (1 - part)


def _percent(value: float) -> float:
    return min(max(value, 0.0), 100.0)


def _check(pooled: float, latest: float, window: int, answers: Sequence[float] | None, ratio: float) -> None:
    if window < 2:
        raise Refused(f"A window of {window} months has no other month. Give 2 or more.")
    if not (0 <= pooled <= 100 and 0 <= latest <= 100):
        raise Refused(f"{pooled:g} and {latest:g} are not both percentages from 0 to 100.")
    if ratio < 1:
        raise Refused(f"A ratio of {ratio:g} was asked. Give 1 or more: 2 is half to twice.")
    if answers is None:
        return
    if len(answers) != window:
        raise Refused(f"{len(answers)} numbers of answers were given for {window} months. Give one a month.")
    if min(answers) < 0 or sum(answers[:-1]) <= 0:
        raise Refused("The months before the newest need answers, and none may be negative.")


def _check_possible(lowest: float, highest: float, pooled: float, latest: float) -> None:
    if highest < -ROUNDED or lowest > 100 + ROUNDED:
        needed = f"{highest:.0f} % or less" if highest < 0 else f"{lowest:.0f} % or more"
        raise Refused(
            f"{pooled:g} % pooled and {latest:g} % in the newest month cannot both be right: the other months would "
            f"have to read {needed}. Ask which months and which question each figure is of."
        )


def _count(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return words[number] if number < len(words) else str(number)
