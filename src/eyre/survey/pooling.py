"""Pooled shares with their intervals: rolling windows, and any window at will.

Always the sum of k over the sum of n. A mean of monthly percentages gives a month of twelve answers as much say as one
of sixty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, Month, Period, Refused, Rolling, TooFewPoints
from eyre.stats import (
    CONFIDENCE,
    Interval,
    beta_interval,
    design_n,
    exact_interval,
    mean_of_design,
    rolling_proportion,
    wilson_interval,
)
from eyre.survey.answers import Answers, Survey
from eyre.survey.breaks import MethodBreak, check_no_break, crossed
from eyre.survey.small_bases import SMALL_BASES, YEAR, SmallBaseRule

Where = NDArray[np.bool_]


class IntervalMethod(StrEnum):
    """How an interval was made."""

    WILSON = "Wilson"
    EXACT = "exact"
    DESIGN = "design, Korn-Graubard"  # weights, clusters, strata


@dataclass(frozen=True, slots=True)
class Pool:
    """All answers of a window together.

    numerator, denominator: satisfied and answered, as counted. effective_n: how many independent answers they are
    worth; denominator where nothing is weighted. interval: of the share, from 0 to 1; NaN where nothing can be shown.
    note: why not, or that the base is small.
    """

    period: Rolling
    numerator: float
    denominator: float
    effective_n: float
    interval: Interval
    method: IntervalMethod
    note: str = ""

    @property
    def share(self) -> float:
        return float(self.interval.estimate)

    @property
    def is_shown(self) -> bool:
        return not np.isnan(self.share)


@dataclass(frozen=True, slots=True)
class PooledFigures:
    """Each group's window of `months` that ends at each month; arrays of shape (groups, months).

    months: shape (groups, 1). NaN where a window is not full, lies across a break, or has too few answers to show.
    """

    months: NDArray[np.int64]
    numerator: Floats
    denominator: Floats
    effective_n: Floats
    interval: Interval


@dataclass(frozen=True)
class RollingFigures:
    """Rolling figures beside the single months, each with its interval and base.

    pooled: windows of `window` months, or of twelve for a group with a small base. month: the months alone.
    """

    survey: Survey
    window: int
    pooled: PooledFigures
    month: PooledFigures
    rule: SmallBaseRule
    breaks: tuple[MethodBreak, ...]

    def asked(self) -> Floats:
        """How many were asked in each window; shape (groups, months); NaN where it is not said."""
        own = self.survey.asked
        short, year = (rolling_proportion(own, own, months).denominator for months in (self.window, YEAR))
        return np.asarray(np.where(self.pooled.months == self.window, short, year))

    def period(self, row: int, at: int) -> Rolling:
        """The window of a group that ends at the month with number `at`."""
        return Rolling.ending(self.survey.months[at], int(self.pooled.months[row, 0]))

    def method(self, row: int, at: int) -> IntervalMethod:
        return _method(self.survey, float(self.pooled.denominator[row, at]), self.rule)

    def note(self, row: int, at: int) -> str:
        """Why a figure is not there, rests on few answers, or was pooled to twelve months; else ""."""
        is_longer = int(self.pooled.months[row, 0]) != self.window
        pooled = self.rule.why_pooled(self.window) if is_longer else ""
        return " ".join(filter(None, (self.doubt(row, at), pooled)))

    def doubt(self, row: int, at: int) -> str:
        """Why a figure is not there, or that it rests on few answers; else ""."""
        answers = float(self.pooled.denominator[row, at])
        if np.isnan(answers):
            return self._why_missing(row, at, int(self.pooled.months[row, 0]))
        return _why_not_shown(answers, float(self.pooled.interval.estimate[row, at]), self.rule)

    def _why_missing(self, row: int, at: int, months: int) -> str:
        period = self.period(row, at)
        if at + 1 < months:
            return f"Fewer than {months} months so far."
        found = crossed(self.breaks, period)
        if found is not None:
            return f"Not pooled across the change of method: {found}."
        gaps = np.flatnonzero(np.isnan(self.survey.answered[row, at + 1 - months : at + 1])) + at + 1 - months
        return f"No figures for {_named([self.survey.months[gap] for gap in gaps])}."


def overlap_warning(window: int) -> str:
    """What a reader of neighbouring rolling figures must know."""
    if window < 2:
        return ""
    return (
        f"Neighbouring rolling figures share {window - 1} of their {window} months: with even months they correlate "
        f"{overlap_correlation(window):.2f} without any trend, so a run of them is not so much evidence. "
        "Compare windows that share no month."
    )


def overlap_correlation(window: int, lag: int = 1) -> float:
    """The correlation of two rolling figures `lag` months apart, months being independent and equally variable."""
    return max(0.0, 1 - lag / window)


def rolling(
    survey: Survey,
    window: int = 3,
    *,
    rule: SmallBaseRule = SMALL_BASES,
    breaks: Sequence[MethodBreak] = (),
    confidence: float = CONFIDENCE,
) -> RollingFigures:
    """Pool each group over `window` months at each month, and over twelve where its base is small.

    Raises Refused for a window under 1, TooFewPoints for one longer than the survey.
    """
    if window > len(survey.months):
        raise TooFewPoints(
            f"A window of {window} months was asked; the survey has {len(survey.months)}. Ask for a shorter one."
        )
    own = _pooled_counts(survey, window, breaks)
    months = np.full((len(survey.groups), 1), window)
    year = _pooled_counts(survey, YEAR, breaks)
    to_year = _is_mostly_small(own[1], rule) & (window < YEAR) & ~np.isnan(year[1]).all(axis=1)
    months[to_year] = YEAR
    hits, base = (np.where(to_year[:, None], long, short) for short, long in zip(own, year, strict=True))
    alone = _pooled_counts(survey, 1, breaks)
    return RollingFigures(
        survey,
        window,
        _figures(survey, hits, base, months, rule, confidence),
        _figures(survey, *alone, np.ones_like(months), rule, confidence),
        rule,
        tuple(breaks),
    )


def _pooled_counts(survey: Survey, window: int, breaks: Sequence[MethodBreak]) -> tuple[Floats, Floats]:
    """Satisfied and answered in each window; NaN for windows that are not full or lie across a break."""
    pooled = rolling_proportion(survey.satisfied, survey.answered, window)
    broken = [crossed(breaks, Rolling.ending(month, window)) is not None for month in survey.months]
    return np.where(broken, np.nan, pooled.numerator), np.where(broken, np.nan, pooled.denominator)


def _is_mostly_small(base: Floats, rule: SmallBaseRule) -> Where:
    """Whether half or more of a group's windows are small; shape (groups,)."""
    there = ~np.isnan(base)
    small = (there & (base < rule.pool_under)).sum(axis=1)
    return np.asarray((2 * small >= there.sum(axis=1)) & there.any(axis=1))


def _figures(
    survey: Survey, hits: Floats, base: Floats, months: NDArray[np.int64], rule: SmallBaseRule, confidence: float
) -> PooledFigures:
    hidden = ~(base >= rule.hide_under)
    if survey.answers is None:
        interval, worth = _plain_interval(hits, base, rule, confidence), base
    else:
        interval, worth = _design_intervals(survey, base, months, ~hidden, confidence)
    estimate, lower, upper = (
        np.where(hidden, np.nan, part) for part in (interval.estimate, interval.lower, interval.upper)
    )
    return PooledFigures(
        months, hits, base, np.where(hidden, np.nan, worth), Interval(estimate, lower, upper, confidence)
    )


def _plain_interval(hits: Floats, base: Floats, rule: SmallBaseRule, confidence: float) -> Interval:
    """Wilson's interval; the exact one for small bases."""
    wilson = wilson_interval(hits, base, confidence=confidence)
    exact = exact_interval(hits, base, confidence=confidence)
    small = base < rule.pool_under
    lower, upper = np.where(small, exact.lower, wilson.lower), np.where(small, exact.upper, wilson.upper)
    return Interval(wilson.estimate, lower, upper, confidence)


def _design_intervals(
    survey: Survey, base: Floats, months: NDArray[np.int64], wanted: Where, confidence: float
) -> tuple[Interval, Floats]:
    """Weighted shares, their intervals, and what they are worth, of the windows that are wanted."""
    parts = np.full((4, *base.shape), np.nan)
    for row, at in np.argwhere(wanted):
        interval, worth = _design_interval(survey, [row], at + 1 - int(months[row, 0]), int(at), confidence)
        parts[:, row, at] = (interval.estimate, interval.lower, interval.upper, worth)
    return Interval(parts[0], parts[1], parts[2], confidence), parts[3]


def _design_interval(
    survey: Survey, rows: Sequence[int], first: int, last: int, confidence: float
) -> tuple[Interval, float]:
    """The weighted share of some groups in months first to last; NaN where its error cannot be known."""
    answers, length = survey.answers, len(survey.months)
    assert answers is not None, "asked only of a survey with weights"
    takes = [answers.between(row * length + first, row * length + last) for row in rows]
    y, w, cluster, stratum = (
        np.concatenate([part[take] for take in takes])
        for part in (answers.satisfied, answers.weight, answers.cluster, answers.stratum)
    )
    whole = _population(answers, takes)
    try:
        mean = mean_of_design(y, w, cluster=cluster, stratum=stratum, population=whole)
    except TooFewPoints:
        unknown = np.asarray(np.nan)
        return Interval(unknown, unknown, unknown, confidence), np.nan
    own = {
        "degrees_of_freedom": mean.degrees_of_freedom,
        "least_n": min(mean.kish_n, mean.clusters),
        "confidence": confidence,
    }
    # A share of 0 or 1 is that to the last digit: rounding leaves a standard error that says nothing.
    share = min(max(mean.estimate, 0.0), 1.0) if 0 < y.mean() < 1 else float(round(y.mean()))
    error = mean.standard_error if 0 < share < 1 else 0.0
    if whole is not None:
        drawn = mean.clusters / float(whole[np.unique(stratum, return_index=True)[1]].sum())
        if drawn >= 1:  # everyone was asked and answered: nothing is left to chance
            certain = np.asarray(share)
            return Interval(certain, certain, certain, confidence), float(mean.n)
        own["most_n"] = mean.n / (1 - drawn)
    worth = float(design_n(share, error, mean.n, **own))
    return beta_interval(share, error, mean.n, **own), worth


def _population(answers: Answers, takes: Sequence[slice]) -> Floats | None:
    """How many clusters the stratum of each answer holds in all the months and groups that are pooled."""
    if answers.population is None:
        return None
    cell, stratum, population = (
        np.concatenate([part[take] for take in takes]) for part in (answers.cell, answers.stratum, answers.population)
    )
    first = np.unique(np.stack([cell, stratum]), axis=1, return_index=True)[1]
    return np.asarray(np.bincount(stratum[first], population[first])[stratum])


# --- one window ----------------------------------------------------------------------------------------------------


def window_of(period: Period) -> Rolling:
    """A period as a window of whole months. Raises Refused for one that begins or ends within a month."""
    first, last = Month.of(period.start), Month.of(period.end)
    if (first.start, last.end) != (period.start, period.end):
        raise Refused(f"The window {period.label} is not of whole months. Write it as 2017-10..2017-12.")
    return Rolling(first, last)


def pool(
    survey: Survey,
    rows: Sequence[int],
    window: Rolling,
    *,
    rule: SmallBaseRule = SMALL_BASES,
    breaks: Sequence[MethodBreak] = (),
    confidence: float = CONFIDENCE,
) -> Pool:
    """Pool groups, given by their rows, over one window.

    A group with a month missing gives no figure and the note says so. Raises Refused for a window outside the survey's
    months, and for one that lies across a break.
    """
    check_no_break(breaks, window)
    first, last = _places(survey, window)
    inside = (list(rows), slice(first, last + 1))
    hits, base = float(survey.satisfied[inside].sum()), float(survey.answered[inside].sum())
    interval, worth = _one_interval(survey, rows, (first, last), (hits, base), rule, confidence)
    if np.isnan(base):
        gaps = np.isnan(survey.answered[inside]).any(axis=0)
        note = f"No figures for {_named([survey.months[first + at] for at in np.flatnonzero(gaps)])}."
    else:
        note = _why_not_shown(base, float(interval.estimate), rule)
    return Pool(window, hits, base, worth, interval, _method(survey, base, rule), note)


def _places(survey: Survey, window: Rolling) -> tuple[int, int]:
    """The numbers of a window's first and last month."""
    start, end = survey.months[0], survey.months[-1]
    if window.first.index < start.index or window.last.index > end.index:
        raise Refused(f"The window {window.label} is not inside the survey, which has {start} to {end}.")
    return window.first.index - start.index, window.last.index - start.index


def _one_interval(
    survey: Survey,
    rows: Sequence[int],
    places: tuple[int, int],
    counts: tuple[float, float],
    rule: SmallBaseRule,
    confidence: float,
) -> tuple[Interval, float]:
    if not counts[1] >= rule.hide_under:
        unknown = np.asarray(np.nan)
        return Interval(unknown, unknown, unknown, confidence), np.nan
    if survey.answers is not None:
        return _design_interval(survey, rows, *places, confidence)
    return _plain_interval(np.asarray(counts[0]), np.asarray(counts[1]), rule, confidence), counts[1]


def _method(survey: Survey, base: float, rule: SmallBaseRule) -> IntervalMethod:
    if survey.answers is not None:
        return IntervalMethod.DESIGN
    return IntervalMethod.EXACT if base < rule.pool_under else IntervalMethod.WILSON


def _why_not_shown(answers: float, share: float, rule: SmallBaseRule) -> str:
    if answers == 0:
        return "Nobody answered."
    if answers < rule.hide_under:
        return rule.why_hidden(answers)
    if np.isnan(share):
        return "One cluster in a stratum: its error cannot be known. Join strata, or pool more months."
    return rule.why_small(answers) if answers < rule.pool_under else ""


def _named(months: Sequence[Month]) -> str:
    names = [str(month) for month in months]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
