"""Process limits worked by hand, and where they must not be made."""

import numpy as np
import pytest

from eyre.core import TooFewPoints
from eyre.spc import p_limits, u_limits, xmr_limits


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    # mean 68/6 = 11.3333; ranges 2, 1, 2, 3, 2, mean 2; reach 2.66 x 2 = 5.32; near limits at 3.546667
    limits = xmr_limits([10, 12, 11, 13, 10, 12])
    found = [limits.lower, limits.near_lower, limits.centre, limits.near_upper, limits.upper]
    expected = [6.013333, 7.786667, 11.333333, 14.88, 16.653333]
    assert [float(part) for part in found] == pytest.approx(expected, abs=5e-7)


def test_one_jump_does_not_widen_the_limits_when_ranges_are_screened():
    # ranges: nine of 1 and one of 41; mean 5, so 41 > 3.267 x 5 = 16.335 goes; reach 2.66 x 1
    values = [0, 1, 0, 1, 0, 41, 40, 41, 40, 41, 40]
    screened, plain = xmr_limits(values), xmr_limits(values, screen=False)
    assert float(screened.upper - screened.centre) == pytest.approx(2.66)
    assert float(plain.upper - plain.centre) == pytest.approx(2.66 * 5)
    assert screened.centre == plain.centre


def test_a_series_that_never_changes_has_its_limits_at_its_value():
    limits = xmr_limits([[0.1] * 7, [0.0] * 7])
    assert limits.lower.tolist() == limits.centre.tolist() == limits.upper.tolist() == [0.1, 0.0]


def test_no_range_is_taken_over_a_gap():
    # known neighbours: 10-12 and 20-22, ranges 2 and 2; the 8 from 12 to 20 is not seen
    limits = xmr_limits([10, 12, np.nan, 20, 22])
    assert float(limits.upper) == pytest.approx(16 + 2.66 * 2)


def test_without_two_neighbours_there_is_a_centre_and_no_limit():
    limits = xmr_limits([[1, np.nan, 3], [1, 2, 3]])
    assert limits.centre.tolist() == [2, 2]
    assert np.isnan(limits.lower[0])
    assert limits.lower[1] == pytest.approx(2 - 2.66)


@pytest.mark.parametrize("make", [lambda: xmr_limits([5.0]), lambda: p_limits([1], [2]), lambda: u_limits([1], [2])])
def test_one_period_is_too_few_and_the_count_is_said(make):
    with pytest.raises(TooFewPoints, match="at least 2 periods; here there is 1"):
        make()


@pytest.mark.parametrize("make", [p_limits, u_limits])
def test_with_an_equal_base_each_period_laneys_limits_are_those_of_an_xmr_chart(make):
    hits, base = np.array([30, 36, 33, 41, 38, 30, 35, 37]), np.full(8, 50)
    laney, xmr = make(hits, base), xmr_limits(hits / base)
    # 3 / 1.128 = 2.659574, which the tables print as 2.66
    assert laney.upper - laney.centre == pytest.approx(np.full(8, xmr.upper - xmr.centre) * 2.659574 / 2.66, rel=1e-6)
    assert laney.centre[0] == pytest.approx(xmr.centre)


def test_the_centre_is_pooled_and_a_larger_base_has_nearer_limits():
    # 76 of 92, the pool of S-B4, and not the mean of the percentages, 84.4 %
    limits = p_limits([10, 48, 18], [12, 60, 20])
    assert limits.centre.tolist() == pytest.approx([76 / 92] * 3)
    reach = limits.upper - limits.centre
    assert reach[0] / reach[1] == pytest.approx(np.sqrt(60 / 12))


def test_sigma_z_says_how_much_wider_than_counting_chance_the_values_spread():
    rng = np.random.default_rng(11)
    base = np.full((300, 60), 400)
    chance = rng.binomial(base, 0.3)
    wide = rng.binomial(base, np.clip(rng.normal(0.3, 0.04, base.shape), 0, 1))
    # between-month deviation 0.04 beside sqrt(0.3 x 0.7 / 400) = 0.0229: sqrt(1 + (0.04 / 0.0229)^2) = 2.01
    assert p_limits(chance, base, screen=False).sigma_z.mean() == pytest.approx(1.0, abs=0.02)
    assert p_limits(wide, base, screen=False).sigma_z.mean() == pytest.approx(2.01, abs=0.05)


def test_a_share_of_none_or_all_has_its_limits_at_its_value():
    assert p_limits([0, 0, 0], [5, 9, 7]).upper.tolist() == [0, 0, 0]
    assert p_limits([5, 9, 7], [5, 9, 7]).lower.tolist() == [1, 1, 1]


def test_a_month_without_a_base_has_no_value_and_spoils_no_other():
    with_gap, without = p_limits([3, 0, 4, 5], [10, 0, 11, 12]), p_limits([3, 4, 5], [10, 11, 12])
    assert np.isnan(with_gap.upper[1])
    assert with_gap.centre[0] == pytest.approx(without.centre[0])


def test_limits_may_stand_on_the_first_periods_only():
    hits, base = np.array([3, 5, 4, 30, 31]), np.full(5, 40)
    early = u_limits(hits, base, used=3)
    assert early.centre[0] == pytest.approx(12 / 120)
    assert early.upper[4] == pytest.approx(u_limits(hits[:3], base[:3]).upper[0])
