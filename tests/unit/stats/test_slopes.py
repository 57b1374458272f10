"""Slopes before and after a month, and how often their intervals hold the truth."""

import numpy as np
import pytest
from scipy import stats as oracle

from eyre.core import EyreError, TooFewPoints
from eyre.stats import slope, slope_change


def test_two_straight_lines_are_read_exactly():
    values = np.concatenate([10 + 2.0 * np.arange(8), 40 - 1.0 * np.arange(7)])
    slopes = slope_change(values, 8)
    found = [float(part.estimate) for part in (slopes.before, slopes.after, slopes.change)]
    assert found == pytest.approx([2, -1, -3])
    assert float(slopes.change.upper) == pytest.approx(-3)


def test_without_autocorrelation_the_slopes_are_those_of_two_ordinary_regressions():
    # Residuals that alternate show none. Pooled variance: both sums of squares over 8 + 8 - 4 = 12 freedoms.
    values = np.concatenate([np.arange(8.0), 20 - 2 * np.arange(8.0)]) + np.tile([1.0, -1.0], 8)
    slopes = slope_change(values, 8)
    time = np.arange(8)
    first, second = oracle.linregress(time, values[:8]), oracle.linregress(time, values[8:])
    left = [values[:8] - first.intercept - first.slope * time, values[8:] - second.intercept - second.slope * time]
    error = np.sqrt(sum((part**2).sum() for part in left) / 12 / ((time - 3.5) ** 2).sum())
    reach = oracle.t.ppf(0.975, 12) * error
    assert float(slopes.autocorrelation) == 0.0
    assert float(slopes.before.estimate) == pytest.approx(first.slope)
    assert float(slopes.after.upper) == pytest.approx(second.slope + reach)
    assert float(slopes.change.upper - slopes.change.estimate) == pytest.approx(reach * np.sqrt(2))


# Shares as printed in docs/explanation/comparing-periods.md.
@pytest.mark.parametrize(
    ("months", "autocorrelation", "share"),
    [(24, 0.0, 0.965), (24, 0.3, 0.926), (24, 0.5, 0.90), (36, 0.5, 0.91), (60, 0.5, 0.93)],
)
def test_intervals_hold_the_truth_as_often_as_the_manual_says(months, autocorrelation, share):
    errors = np.random.default_rng(months).normal(size=(4000, months + 40))
    for month in range(1, months + 40):
        errors[:, month] += autocorrelation * errors[:, month - 1]
    change = slope_change(errors[:, 40:], months // 2).change
    assert change.holds(0).mean() == pytest.approx(share, abs=0.015)


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


# --- one line -----------------------------------------------------------------------------------------------------


def test_one_slope_is_that_of_least_squares():
    # 2, 4, 5, 4, 5, 7 at 0 to 5: covariances 13.5 over 17.5 = 0.771.
    found = slope([2, 4, 5, 4, 5, 7])
    assert float(found.estimate) == pytest.approx(13.5 / 17.5)
    assert float(found.lower) < 13.5 / 17.5 < float(found.upper)


def test_one_slope_of_independent_errors_has_its_usual_interval():
    # Neighbouring residuals repel each other (+ - + -), so nothing is added: Student's t on n - 2 degrees of freedom.
    from scipy.special import stdtrit

    values = np.arange(8.0) + np.array([1, -1, 1, -1, 1, -1, 1, -1])
    time = np.arange(8) - 3.5
    estimate = (time * values).sum() / (time**2).sum()
    left_over = values - values.mean() - estimate * time
    error = np.sqrt((left_over**2).sum() / 6 / (time**2).sum())
    found = slope(values)
    assert float(found.upper) == pytest.approx(estimate + stdtrit(6, 0.975) * error)


def test_errors_that_hang_together_widen_the_interval_of_one_slope():
    apart = np.array([1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1.0])
    together = np.array([1, 1, 1, -1, -1, -1, 1, 1, 1, -1, -1, -1.0])
    reach = [float(s.upper - s.lower) for s in (slope(apart), slope(together))]
    assert reach[1] > 2 * reach[0]


def test_one_slope_needs_six_values_and_leaves_out_gaps():
    with pytest.raises(TooFewPoints, match="at least 6 values; this series has 5"):
        slope([1, 2, np.nan, 4, 5, 6])
    assert float(slope([0, 1, np.nan, 3, 4, 5, 6.0]).estimate) == pytest.approx(1)
