"""`change`: the later window is better than the earlier one, by at least so much.

`by` 0 asks for any improvement: a figure that is the same has not improved.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eyre.body.commitment_test import ChangeTest, RelativeChangeTest
from eyre.commitments.figures import PERCENT, AreaPaths, Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths, sign_of
from eyre.commitments.windows import above, aggregate, at_least, normal_confidence, underlying
from eyre.core import Floats, Period, SeriesKey
from eyre.measures import Measure


def passes(test: ChangeTest, key: SeriesKey, figures: Figures) -> Bools:
    change = change_of(test, area_paths(figures, key), figures.measures[test.measure])
    return enough(sign_of(test, figures) * change, test.by)


def change_of(test: ChangeTest | RelativeChangeTest, area: AreaPaths, measure: Measure) -> Floats:
    """After less before, in the measure's unit or in percent of before; NaN where before is 0 and percent was asked."""
    before, after = (aggregate(area, window, test.aggregate, measure) for window in (test.before, test.after))
    if not test.percent:
        return after - before
    share = np.divide(after - before, np.abs(before), out=np.full(before.shape, np.nan), where=before != 0)
    return np.asarray(PERCENT * share)


def enough(improvement: Floats, by: float) -> Bools:
    return at_least(improvement, by) if by else above(improvement, 0.0)


def confidence(test: ChangeTest, key: SeriesKey, figures: Figures) -> Floats:
    """Normal, from the two levels and their standard errors."""
    ahead, error = estimated_improvement(test, area_paths(figures, key), figures)
    return normal_confidence(ahead - test.by, error)


def estimated_improvement(
    test: ChangeTest | RelativeChangeTest, area: AreaPaths, figures: Figures
) -> tuple[Floats, Floats]:
    """How much better the underlying level became, and the standard error of it."""
    measure = figures.measures[test.measure]
    before, after = (underlying(area, window, test.aggregate, measure) for window in (test.before, test.after))
    change, error = after.value - before.value, np.hypot(after.standard_error, before.standard_error)
    if test.percent:
        ratio, size = after.value / before.value, np.abs(before.value)
        error = PERCENT * np.hypot(after.standard_error, ratio * before.standard_error) / size
        change = PERCENT * (after.value - before.value) / size
    return sign_of(test, figures) * change, error


def looks(test: ChangeTest, periods: tuple[Period, ...]) -> tuple[ChangeTest, ...]:
    """Each period of the later window by itself against the whole earlier one."""
    return tuple(replace(test, after=period) for period in periods)


def numbers(test: ChangeTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    area, measure = area_paths(figures, key), figures.measures[test.measure]
    before, after = (float(aggregate(area, each, test.aggregate, measure)[0]) for each in (test.before, test.after))
    return {"before": before, "after": after, "change": float(change_of(test, area, measure)[0])}


CHANGE = SeriesKind(passes, lambda test: (test.before, test.after), confidence, looks, numbers, needs_no_overlap=True)
