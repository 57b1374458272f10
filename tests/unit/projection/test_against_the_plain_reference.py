"""The fast pass over all series equals a plain one, written series by series."""

import numpy as np
import pytest

from eyre.core import MeasureKind, Month, SeriesKey
from eyre.projection import project
from eyre.projection.families import Counts
from eyre.projection.figures import Usable, judged
from eyre.projection.plain import plain_projection
from eyre.projection.pool import learn_pool
from eyre.projection.projections import project_usable


def both_ways(projection, values, first):
    for row in range(len(values)):
        outlook = projection.outlook_of([row], range(values.shape[1], values.shape[1] + 12))
        total = outlook.total(range(12))
        counts = [None if np.isnan(value) else float(value) for value in values[row]]
        mean, variance, sums, wide = plain_projection(counts, first, projection.pool, 12)
        yield outlook.periods.mean[:, 0], mean
        yield outlook.periods.variance[:, 0], variance
        yield total.mean * 12, sums
        yield total.variance * 144, wide


def test_means_and_variances_of_months_and_year_equal_the_plain_ones(make_panel):
    rng = np.random.default_rng(12)
    season = 1 + 0.3 * np.sin(np.arange(70) * np.pi / 6)
    levels = np.array([0.4, 3, 40, 900])[:, None] * np.exp(np.cumsum(rng.normal(0, 0.05, (4, 70)), axis=1)) * season
    values = rng.poisson(levels).astype(float)
    values[1, [5, 30, 68]] = np.nan
    values[2, 20] = 4000  # a giant, held in
    values[0, 50:] = 0  # nothing for a long time
    projection = project(make_panel(values), kind=MeasureKind.COUNT)
    for fast, plain in both_ways(projection, values, first=3):  # April
        assert fast == pytest.approx(plain, rel=1e-6)


def test_areas_that_move_together_are_projected_alike_both_ways(make_panel):
    rng = np.random.default_rng(3)
    together = np.exp(np.cumsum(rng.normal(0, 0.08, 72)))
    values = rng.poisson(np.array([20, 50, 80, 120, 400])[:, None] * together).astype(float)
    projection = project(make_panel(values), kind=MeasureKind.COUNT)
    assert np.abs(projection.pool.index).max() > 0.1  # they have a level in common
    for fast, plain in both_ways(projection, values, first=3):
        assert fast == pytest.approx(plain, rel=1e-6)


def test_real_boroughs_are_projected_alike_both_ways(robbery):
    projection = project(robbery, kind=MeasureKind.COUNT)
    for fast, plain in both_ways(projection, robbery.value, first=robbery.periods[0].month - 1):
        assert fast == pytest.approx(plain, rel=1e-6)


def test_many_small_series_are_projected_alike_both_ways():
    rng = np.random.default_rng(7)
    values = rng.negative_binomial(0.5, 0.3, (900, 60)).astype(float)  # more than one block
    keys = tuple(SeriesKey("theft", f"area-{i:03}") for i in range(900))
    months = tuple(Month(2012, 1).shift(t) for t in range(60))
    usable = judged(keys, Usable(Counts(), months, values.T.copy(), np.ones((60, 900)), np.ones(900), True))
    projection = project_usable(keys, usable, learn_pool(usable, list(range(900))), 12)
    for fast, plain in both_ways(projection, values[::90], first=0):
        assert len(fast) == len(plain)
    chosen = [0, 383, 384, 899]
    outlook = projection.outlook_of(chosen, range(60, 72))
    for at, row in enumerate(chosen):
        mean, variance, *_ = plain_projection(list(values[row]), 0, projection.pool, 12)
        assert outlook.periods.mean[:, at] == pytest.approx(mean, rel=1e-6)
        assert outlook.periods.variance[:, at] == pytest.approx(variance, rel=1e-6)
