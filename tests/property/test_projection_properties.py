"""Rules that every projection keeps, whatever the figures."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eyre.core import MeasureKind, Month, Panel, Rolling, SeriesKey
from eyre.projection import Basis, project
from eyre.projection.bulk import financial_years, next_year, no_totals, project_block
from eyre.projection.figures import usable_figures
from eyre.projection.pool import learn_pool

COUNT, MEAN, PROPORTION = MeasureKind.COUNT, MeasureKind.MEAN, MeasureKind.PROPORTION
FIRST = Month(2016, 4)
few = settings(max_examples=15, deadline=None)


def panel_of(values, base=None):
    nothing = np.full(values.shape, np.nan)
    keys = tuple(SeriesKey("robbery", f"area {i}") for i in range(len(values)))
    months = tuple(FIRST.shift(i) for i in range(values.shape[1]))
    if base is None:
        return Panel(keys, months, values, nothing, nothing, nothing)
    return Panel(keys, months, 100 * values / base, values, base, nothing)


@st.composite
def counts(draw, series=4):
    months = draw(st.integers(24, 60))
    top = draw(st.sampled_from([1, 8, 200, 20_000]))
    values = draw(arrays(np.float64, (series, months), elements=st.integers(0, top).map(float)))
    holes = draw(arrays(np.bool_, (series, months), elements=st.sampled_from([False] * 9 + [True])))
    return np.where(holes, np.nan, values)


def projected(projection):
    return [key for key in projection.keys if projection.basis(key)[0] is Basis.PROJECTION]


@few
@given(counts())
def test_quantiles_never_cross_and_counts_are_never_below_none(values):
    projection = project(panel_of(values), kind=COUNT, draws=60)
    for key in projection.keys:
        if projection.basis(key)[0] is Basis.REFUSED:
            continue
        for month in (*projection.months(key), *projection.naive_months(key)):
            assert month.quantiles[0] >= 0
            assert list(month.quantiles) == sorted(month.quantiles)
            assert np.isfinite([month.mean, *month.quantiles]).all()


@few
@given(counts(), st.permutations(range(4)))
def test_the_order_of_series_changes_nothing(values, order):
    panel = panel_of(values)
    here, there = (project(p, kind=COUNT, draws=50) for p in (panel, panel.take(order)))
    assert np.array_equal(here.pool.season, there.pool.season)
    for key in projected(here):
        assert np.array_equal(here.paths(key).values, there.paths(key).values)


@few
@given(counts(), st.integers(1, 3))
def test_with_the_pool_fixed_other_series_change_nothing(values, kept):
    panel = panel_of(values)
    together = project(panel, kind=COUNT, draws=50)
    apart = project(panel.take(range(kept)), kind=COUNT, pool=together.pool, draws=50)
    for key in projected(apart):
        assert np.array_equal(together.paths(key).values, apart.paths(key).values)


@few
@given(counts(), st.integers(0, 11), st.integers(1, 12))
def test_totals_are_sums_of_paths(values, first, months):
    projection = project(panel_of(np.nan_to_num(values)), kind=COUNT, horizon=24, draws=50)
    start = FIRST.shift(values.shape[1] + first)
    window = Rolling(start, start.shift(months - 1))
    for key in projected(projection):
        paths = projection.paths(key)
        total = projection.total(key, window)
        sums = paths.within(window).sum(axis=1)
        assert np.allclose(projection.totals(key, paths, window), sums, rtol=1e-12)
        assert np.isclose(total.mean, sums.mean())


@few
@given(counts(), st.integers(1, 11))
def test_a_run_that_begins_in_another_month_is_projected_alike(values, later):
    panel = panel_of(values)
    moved = replace(panel, periods=tuple(month.shift(later) for month in panel.periods))
    here, there = (project(p, kind=COUNT) for p in (panel, moved))
    for key in projected(here):
        ours, theirs = here.outlook(key).periods, there.outlook(key).periods
        assert np.allclose(ours.mean, theirs.mean, rtol=1e-9)
        assert np.allclose(ours.variance, theirs.variance, rtol=1e-9)


@few
@given(counts(series=7), st.integers(1, 7), st.sampled_from([no_totals, next_year, financial_years]))
def test_blocks_of_any_size_give_the_same_ranges(values, block, totals):
    panel = panel_of(values)
    usable = usable_figures(panel, COUNT, None, {})
    pool = learn_pool(usable, range(7))
    whole, parts = {}, {}
    for into, size in ((whole, 7), (parts, block)):
        for first in range(0, 7, size):
            for ranges in project_block(usable.columns(slice(first, first + size)), pool, 12, totals):
                for at, row in enumerate(ranges.rows):
                    into[first + int(row)] = (ranges.periods, ranges.quantiles[:, :, at], ranges.mean[:, at])
    assert whole.keys() == parts.keys()
    for row, (periods, quantiles, mean) in whole.items():
        assert periods == parts[row][0]
        assert np.array_equal(quantiles, parts[row][1], equal_nan=True)
        assert np.array_equal(mean, parts[row][2], equal_nan=True)
        there = ~np.isnan(quantiles).any(axis=0)
        assert (np.diff(quantiles[:, there], axis=0) >= 0).all()
        assert (quantiles[:, there] >= 0).all()


@few
@given(counts())
def test_the_closed_form_says_nearly_what_paths_say(values):
    """Medians of paths and of the closed form differ by little: by a third of a standard deviation at most."""
    panel = panel_of(np.nan_to_num(values))
    projection = project(panel, kind=COUNT, draws=400)
    usable = usable_figures(panel, COUNT, None, {})
    for ranges in project_block(usable, projection.pool, 12):
        for at, row in enumerate(ranges.rows):
            key = panel.keys[row]
            if ranges.basis[at] is Basis.PROJECTION:
                spread = np.sqrt(projection.outlook(key).periods.variance[:, 0])
                medians = np.array([month.median for month in projection.months(key)])
                assert (np.abs(medians - ranges.quantiles[3, :, at]) <= 0.35 * spread + 1.5).all()


@few
@given(arrays(np.float64, (2, 40), elements=st.integers(-1000, 1000).map(float)), st.floats(0.001, 1000))
def test_other_numbers_follow_a_change_of_unit(values, factor):
    here, there = (project(panel_of(v), kind=MEAN, draws=50) for v in (values, values * factor))
    for key in projected(here):
        ours, theirs = here.paths(key).values * factor, there.paths(key).values
        assert np.allclose(ours, theirs, rtol=1e-5, atol=1e-5 * factor * (1 + np.abs(values).max()))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000))
def test_large_counts_follow_a_change_of_scale_nearly(seed):
    rng = np.random.default_rng(seed)
    values = np.rint(5000 * np.exp(np.cumsum(rng.normal(0, 0.05, (3, 60)), axis=1)))
    here, there = (project(panel_of(v), kind=COUNT, draws=400) for v in (values, values * 10))
    for key in here.keys:
        ours, theirs = here.months(key)[5], there.months(key)[5]
        # Counting noise is a larger part of what the smaller counts do, so the weights on the past differ a little.
        assert np.allclose(10 * np.array(ours.quantiles), theirs.quantiles, rtol=0.15)


@few
@given(st.integers(0, 50), st.sampled_from([COUNT, MEAN]))
def test_a_series_that_never_moves_gives_numbers(value, kind):
    projection = project(panel_of(np.full((2, 36), float(value))), kind=kind, draws=50)
    for key in projection.keys:
        for month in projection.months(key):
            assert np.isfinite([month.mean, *month.quantiles]).all()


@few
@given(arrays(np.float64, (3, 30), elements=st.integers(0, 40).map(float)), st.integers(0, 60))
def test_proportions_stay_between_0_and_100(successes, more):
    projection = project(panel_of(successes, np.full(successes.shape, 40.0 + more)), kind=PROPORTION, draws=50)
    for key in projection.keys:
        for month in (*projection.months(key), *projection.naive_months(key)):
            assert 0 <= month.quantiles[0] <= month.quantiles[-1] <= 100 + 1e-9
