"""Ratios of counts, chance falls, differences of means, dispersion."""

import numpy as np
import pytest
from scipy import stats as oracle

from eyre.core import EyreError, TooFewPoints
from eyre.stats import (
    RatioMethod,
    chance_of_a_lower_count,
    count_interval,
    difference_of_means,
    dispersion_about_season,
    rate_ratio,
)


@pytest.mark.parametrize(("mean", "chance"), [(5, 0.4361), (20, 0.4684), (50, 0.4800)])
def test_an_unchanged_force_does_better_than_last_quarter_nearly_every_second_time_s_g4(mean, chance):
    assert float(chance_of_a_lower_count(mean)) == pytest.approx(chance, abs=5e-5)


def test_without_events_a_count_cannot_fall():
    assert float(chance_of_a_lower_count(0)) == 0.0


def test_the_exact_ratio_agrees_with_the_binomial_test_of_its_share():
    # 6 against 2 of S-F5; given the sum of 8, the share 6/8 has the exact interval that scipy gives.
    part = oracle.binomtest(6, 8).proportion_ci(method="exact")
    found = rate_ratio(6, 2)
    assert found.method is RatioMethod.EXACT
    assert float(found.ratio.estimate) == 3.0
    assert float(found.ratio.lower) == pytest.approx(part.low / (1 - part.low))
    assert float(found.ratio.upper) == pytest.approx(part.high / (1 - part.high))
    assert found.ratio.holds(1)  # E-test p 0.1749 in S-F5: no difference shown there either


def test_a_longer_period_is_allowed_for():
    # 62 in 31 days against 56 in 28 days: two a day in both.
    found = rate_ratio(62, 56, exposure_now=31, exposure_then=28)
    assert float(found.ratio.estimate) == pytest.approx(1.0)


def test_a_dispersion_of_four_doubles_the_width_on_the_log_scale():
    plain, wide = (rate_ratio(1000, 1200, dispersion=phi).ratio for phi in (1, 4))
    # sqrt(1/1000 + 1/1200) = 0.042817; 1.959964 of them either side of log(5/6) = -0.182322
    assert float(plain.lower) == pytest.approx(np.exp(-0.182322 - 0.083920), abs=1e-5)
    assert np.log(wide.upper / wide.lower) == pytest.approx(2 * np.log(plain.upper / plain.lower))


def test_a_dispersion_below_one_is_taken_as_one():
    assert rate_ratio(90, 100, dispersion=0.4).ratio.lower == rate_ratio(90, 100, dispersion=1).ratio.lower


def test_exact_and_log_normal_agree_for_large_counts_and_say_which_they_are():
    exact, rough = rate_ratio(9000, 10_000), rate_ratio(9000, 10_000, dispersion=1.0)
    assert float(exact.ratio.lower) == pytest.approx(float(rough.ratio.lower), rel=1e-3)
    assert rough.method is RatioMethod.LOG_NORMAL


def test_a_count_of_nothing_has_a_ratio_only_against_something():
    found = rate_ratio([0, 5, 0], [4, 0, 0])
    assert found.ratio.estimate[0] == 0.0
    assert found.ratio.estimate[1] == np.inf
    assert np.isnan(found.ratio.estimate[2])
    assert np.isfinite(rate_ratio(0, 4, dispersion=1.5).ratio.upper)


def test_a_change_is_said_in_percent():
    assert float(rate_ratio(90, 100).percent_change.estimate) == pytest.approx(-10)


def test_negative_counts_and_empty_bases_are_refused():
    with pytest.raises(EyreError, match="found -1"):
        rate_ratio(-1, 4)
    with pytest.raises(EyreError, match="above 0"):
        rate_ratio(3, 4, exposure_then=0)


def test_two_means_differ_by_their_standard_errors_in_quadrature():
    gap = difference_of_means(7.0, 0.3, 6.0, 0.4)  # sqrt(0.09 + 0.16) = 0.5; 1.959964 x 0.5 = 0.979982
    assert (float(gap.lower), float(gap.upper)) == pytest.approx((0.020018, 1.979982), abs=5e-7)
    with pytest.raises(EyreError, match="negative"):
        difference_of_means(7.0, -0.3, 6.0, 0.4)


def test_dispersion_is_measured_about_the_season():
    # Two years, each calendar month 90 then 110: m = 100, (100 + 100)/100 = 2 a month, 24 in all over 12 freedoms.
    counts = np.concatenate([np.full(12, 90.0), np.full(12, 110.0)])
    assert float(dispersion_about_season(counts)) == pytest.approx(2.0)
    season = np.tile([100.0, 400.0, 50.0] * 4, 3)
    assert float(dispersion_about_season(season)) == 0.0


def test_poisson_counts_with_a_season_have_a_dispersion_near_one():
    season = 100 + 60 * np.sin(np.arange(120) * 2 * np.pi / 12)
    counts = np.random.default_rng(7).poisson(season, size=(400, 120))
    assert dispersion_about_season(counts).mean() == pytest.approx(1.0, abs=0.02)


def test_missing_months_and_empty_calendar_months_cost_their_degree_of_freedom():
    counts = np.concatenate([np.full(12, 90.0), np.full(12, 110.0)])
    counts[3] = np.nan  # April is known once: nothing to spread about
    counts[[5, 17]] = 0.0
    assert float(dispersion_about_season(counts)) == pytest.approx(2.0)
    assert np.isnan(dispersion_about_season(np.zeros(24)))


def test_a_dispersion_needs_two_seasons():
    with pytest.raises(TooFewPoints, match="at least 24 periods; this series has 23"):
        dispersion_about_season(np.ones(23))


def test_a_single_count_has_garwoods_interval():
    # Garwood 1936 at 95 %: nothing seen 0 to 3.69, ten seen 4.80 to 18.39
    interval = count_interval([0, 10])
    assert interval.lower.tolist() == pytest.approx([0, 4.795389], abs=5e-7)
    assert interval.upper.tolist() == pytest.approx([3.688879, 18.390356], abs=5e-7)
