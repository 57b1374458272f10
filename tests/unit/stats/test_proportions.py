"""Intervals for k of n, differences and rolling pools, held to published values (S-A1, S-B1, S-B4)."""

import numpy as np
import pytest

from eyre.core import EyreError
from eyre.stats import (
    difference_of_proportions,
    exact_interval,
    rolling_proportion,
    wilson_interval,
    wilson_interval_corrected,
)

# S-A1: computed by scipy and R binom 1.1-1.1; 15/148 is a row of Newcombe 1998, Stat Med 17:857.
S_A1 = [
    (10, 10, (0.691503, 1), (0.722467, 1), (0.655463, 1)),
    (9, 10, (0.554984, 0.997471), (0.595850, 0.982124), (0.541154, 0.994758)),
    (15, 148, (0.057844, 0.161650), (0.062386, 0.160487), (0.059778, 0.164450)),
    (65, 100, (0.548151, 0.742706), (0.552544, 0.736358), (0.547444, 0.740877)),
]


@pytest.mark.parametrize(("k", "n", "exact", "wilson", "corrected"), S_A1)
def test_intervals_for_k_of_n_are_those_of_s_a1(k, n, exact, wilson, corrected):
    for method, published in (
        (exact_interval, exact),
        (wilson_interval, wilson),
        (wilson_interval_corrected, corrected),
    ):
        interval = method(k, n)
        assert (float(interval.lower), float(interval.upper)) == pytest.approx(published, abs=5e-7)


@pytest.mark.parametrize("method", [exact_interval, wilson_interval, wilson_interval_corrected])
def test_none_of_n_mirrors_all_of_n(method):
    none, every = method(0, 10), method(10, 10)
    assert float(none.lower) == 0.0
    assert float(none.upper) == pytest.approx(1 - float(every.lower))


@pytest.mark.parametrize("method", [exact_interval, wilson_interval, wilson_interval_corrected])
def test_where_nobody_was_asked_nothing_is_known(method):
    interval = method([0, 3], [0, 4])
    assert np.isnan([interval.estimate[0], interval.lower[0], interval.upper[0]]).all()
    assert interval.estimate[1] == 0.75


def test_a_numerator_above_its_denominator_is_refused_with_both_numbers():
    with pytest.raises(EyreError, match="found 12 of 10"):
        wilson_interval([3, 12], [10, 10])


def test_a_confidence_in_percent_is_refused():
    with pytest.raises(EyreError, match=r"such as 0\.95"):
        wilson_interval(3, 10, confidence=95)


def test_the_difference_of_two_shares_is_newcombes_of_s_b1():
    gap = difference_of_proportions(56, 70, 48, 80)  # 0.8 - 0.6
    assert float(gap.estimate) == pytest.approx(0.2)
    assert (float(gap.lower), float(gap.upper)) == pytest.approx((0.052431, 0.333873), abs=5e-7)
    assert not gap.holds(0)


def test_rolling_months_are_pooled_and_not_averaged_s_b4():
    rolling = rolling_proportion([10, 48, 18], [12, 60, 20], window=3)
    assert (rolling.numerator[-1], rolling.denominator[-1]) == (76, 92)
    assert rolling.value[-1] == pytest.approx(0.826087, abs=5e-7)  # the mean of the percentages is 0.844444
    assert np.isnan(rolling.value[:2]).all()


def test_a_missing_month_leaves_every_window_that_holds_it_empty():
    rolling = rolling_proportion([1, np.nan, 3, 4, 5], [10, 10, 10, 10, 10], window=2)
    assert np.isnan(rolling.value[:3]).all()
    assert rolling.value[3:].tolist() == [0.35, 0.45]  # (3+4)/20, (4+5)/20


def test_neighbouring_rolling_months_hang_together_s_b4():
    # S-B4: three-month pools of independent months of equal variance correlate 2/3, 1/3, 0 at lags 1, 2, 3.
    hits = np.random.default_rng(2018).binomial(400, 0.5, size=60_000)
    value = rolling_proportion(hits, np.full(hits.shape, 400), window=3).value[2:]
    at_lag = [np.corrcoef(value[:-lag], value[lag:])[0, 1] for lag in (1, 2, 3)]
    assert at_lag == pytest.approx([2 / 3, 1 / 3, 0], abs=0.02)


def test_a_window_longer_than_the_series_gives_no_value_and_a_window_of_none_is_refused():
    assert np.isnan(rolling_proportion([1, 2], [3, 4], window=3).value).all()
    with pytest.raises(EyreError, match="window of 0"):
        rolling_proportion([1, 2], [3, 4], window=0)
