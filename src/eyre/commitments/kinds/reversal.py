"""`reversal`: the slope before the split was for the worse and the slope from it on is for the better.

Least-squares slopes of the two sides; no test of their significance, which is what luck is for.
"""

from __future__ import annotations

import numpy as np

from eyre.body.commitment_test import ReversalTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths, sign_of
from eyre.commitments.windows import above
from eyre.core import Floats, Period, SeriesKey

FEWEST_A_SIDE = 6


def sides(test: ReversalTest, periods: tuple[Period, ...]) -> int:
    """How many of the periods lie before the split."""
    return sum(period.start < test.split.start for period in periods)


def passes(test: ReversalTest, key: SeriesKey, figures: Figures) -> Bools:
    sign, (before, after) = sign_of(test, figures), slopes(test, key, figures)
    return np.asarray(above(-sign * before, 0.0) & above(sign * after, 0.0))


def slopes(test: ReversalTest, key: SeriesKey, figures: Figures) -> tuple[Floats, Floats]:
    """The slope on either side of the split on each path, in the measure's unit per period."""
    part = area_paths(figures, key).cut(test.window)
    split = sides(test, part.periods)
    return least_squares(part.paths.values[:, :split]), least_squares(part.paths.values[:, split:])


def numbers(test: ReversalTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    before, after = slopes(test, key, figures)
    return {"slope_before": float(before[0]), "slope_after": float(after[0])}


def least_squares(values: Floats) -> Floats:
    """The slope of each row per period."""
    time = np.arange(values.shape[-1]) - (values.shape[-1] - 1) / 2
    return np.asarray(values @ (time / (time @ time)))


REVERSAL = SeriesKind(passes, lambda test: (test.window,), numbers=numbers, absence_shows=False, needs_no_overlap=True)
