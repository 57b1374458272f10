"""Slopes before and after a month, beside statsmodels' Newey-West."""

import numpy as np
import pytest

from eyre.core import EyreError, TooFewPoints
from eyre.stats import newey_west_lags, slope_change


def test_two_straight_lines_are_read_exactly():
    values = np.concatenate([10 + 2.0 * np.arange(8), 40 - 1.0 * np.arange(7)])
    slopes = slope_change(values, 8)
    found = [float(part.estimate) for part in (slopes.before, slopes.after, slopes.change)]
    assert found == pytest.approx([2, -1, -3])
    assert float(slopes.change.upper) == pytest.approx(-3)


def test_errors_and_quantiles_agree_with_statsmodels():
    linear_model = pytest.importorskip("statsmodels.regression.linear_model")
    n, split = 30, 17
    values = np.cumsum(np.random.default_rng(4).normal(size=n)) + 0.3 * np.arange(n)
    before, time = np.arange(n) < split, np.arange(n, dtype=float)
    design = np.stack([before, before * time, ~before, ~before * time], axis=1).astype(float)
    settings = {"maxlags": newey_west_lags(n), "use_correction": True}
    fit = linear_model.OLS(values, design).fit(cov_type="HAC", cov_kwds=settings, use_t=True)
    slopes = slope_change(values, split)
    expected = fit.conf_int()
    for part, row in ((slopes.before, 1), (slopes.after, 3)):
        assert [float(part.lower), float(part.upper)] == pytest.approx(expected[row].tolist())
    change = fit.t_test(np.array([0, -1, 0, 1.0])).conf_int()[0]
    assert [float(slopes.change.lower), float(slopes.change.upper)] == pytest.approx(change.tolist())


def test_series_in_a_batch_are_read_as_each_alone_also_with_a_gap():
    values = np.random.default_rng(5).normal(size=(3, 24))
    values[1, 4] = np.nan
    together = slope_change(values, 12)
    for i in range(3):
        alone = slope_change(values[i], 12)
        assert float(together.change.lower[i]) == pytest.approx(float(alone.change.lower))


@pytest.mark.parametrize(("n", "split", "found"), [(20, 5, "5 before and 15"), (20, 15, "15 before and 5")])
def test_five_values_on_a_side_are_refused_with_the_count(n, split, found):
    with pytest.raises(TooFewPoints, match=found):
        slope_change(np.arange(float(n)), split)


def test_a_missing_value_does_not_count_towards_six():
    values = np.arange(12.0)
    slope_change(values, 6)
    values[2] = np.nan
    with pytest.raises(TooFewPoints, match="5 before"):
        slope_change(values, 6)


def test_a_split_outside_the_series_is_refused():
    with pytest.raises(EyreError, match="places 0 to 11"):
        slope_change(np.arange(12.0), 13)


def test_autocorrelated_noise_widens_the_interval():
    # The same spread of residuals, in runs of four or shuffled: runs leave fewer independent values.
    runs = np.tile([1.0, 1, 1, 1, -1, -1, -1, -1], 6)
    shuffled = np.random.default_rng(1).permutation(runs)
    wide, narrow = (slope_change(values, 24).change for values in (runs, shuffled))
    assert wide.upper - wide.lower > narrow.upper - narrow.lower


def test_lags_follow_the_published_rule():
    assert [newey_west_lags(n) for n in (12, 24, 100, 120)] == [2, 2, 4, 4]
