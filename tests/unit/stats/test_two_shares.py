"""Shares set against one another, and against a line."""

import numpy as np
import pytest
from scipy.stats import beta, binomtest, fisher_exact

from eyre.core import Refused, TooFewPoints
from eyre.stats import (
    chance_of_a_higher_share,
    chi_square_of_two,
    difference_of_intervals,
    difference_of_proportions,
    p_value_against,
    p_value_of_two,
    spread_of_shares,
    wilson_interval,
)


def test_two_shares_are_tested_as_published_s_b1():
    assert float(chi_square_of_two(56, 70, 48, 80)) == pytest.approx(7.0234, abs=5e-5)
    assert float(p_value_of_two(56, 70, 48, 80)) == pytest.approx(0.008045, abs=5e-7)


def test_two_wilson_intervals_make_newcombes_difference_s_b1():
    own = difference_of_intervals(wilson_interval(56, 70), wilson_interval(48, 80))
    assert float(own.lower) == pytest.approx(0.052431, abs=5e-7)
    assert float(own.upper) == pytest.approx(0.333873, abs=5e-7)
    assert float(own.lower) == pytest.approx(float(difference_of_proportions(56, 70, 48, 80).lower), abs=1e-14)


def test_few_answers_are_tested_exactly():
    # Expected counts under 5: 9 of 10 against 4 of 10
    both = p_value_of_two([9, 56], [10, 70], [4, 48], [10, 80])
    assert both[0] == pytest.approx(fisher_exact([[9, 1], [4, 6]]).pvalue)
    assert both[1] == pytest.approx(0.008045, abs=5e-7)


def test_effective_counts_that_are_not_whole_are_tested_too():
    assert 0 < float(p_value_of_two(4.5, 5.1, 2.2, 5.3)) < 1


def test_a_share_is_tested_against_a_line_by_the_binomial():
    assert p_value_against([9, 90], [10, 100], 0.8).tolist() == pytest.approx(
        [binomtest(9, 10, 0.8).pvalue, binomtest(90, 100, 0.8).pvalue]
    )


def test_nobody_asked_is_not_tested():
    assert np.isnan(p_value_against(0, 0, 0.9))
    assert np.isnan(p_value_of_two(0, 0, 5, 10))


def test_the_chance_that_a_rise_is_true_s_g5():
    assert chance_of_a_higher_share(83, 100, 90, 100) == pytest.approx(0.9234, abs=5e-5)


@pytest.mark.parametrize("counts", [(0, 5, 5, 5), (3, 4, 0, 9), (17, 20, 12, 40)])
def test_the_chance_of_a_higher_share_is_that_of_its_integral(counts):
    k1, n1, k2, n2 = counts
    at = (np.arange(200_000) + 0.5) / 200_000
    integral = (beta.pdf(at, k2 + 1, n2 - k2 + 1) * beta.cdf(at, k1 + 1, n1 - k1 + 1)).mean()
    assert chance_of_a_higher_share(*counts) == pytest.approx(integral, abs=1e-6)


def test_twelve_hospitals_lie_apart_beyond_sampling():
    # Deaths and operations of S-C4; chi-square is the sum of its squared z-scores about the pooled rate 0.0739161
    n = [47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360]
    deaths = [0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24]
    z = [-1.9368, 2.2182, -0.2789, -1.8630, -1.9988, -0.4061, -0.6094, 3.9382, -0.3455, 0.3222, 2.4073, -0.5257]
    own = spread_of_shares(deaths, n)
    assert own.chi_square == pytest.approx(sum(each**2 for each in z), abs=2e-3)
    assert own.dispersion == pytest.approx(own.chi_square / 11)
    assert 0.01 < own.between_sd < 0.05


def test_groups_that_are_alike_have_no_spread():
    own = spread_of_shares([9, 18, 0], [10, 20, 0])
    assert (own.groups, own.chi_square, own.between_sd) == (2, pytest.approx(0, abs=1e-12), 0.0)


def test_all_satisfied_everywhere_is_no_spread():
    assert spread_of_shares([10, 20], [10, 20]).dispersion == 0


def test_one_group_cannot_be_compared():
    with pytest.raises(TooFewPoints, match="found 1"):
        spread_of_shares([9, 0], [10, 0])


def test_what_cannot_be_tested_is_refused():
    with pytest.raises(Refused, match="between 0 and 1"):
        p_value_against(9, 10, 90)
    with pytest.raises(Refused, match="12 of 10"):
        chance_of_a_higher_share(1, 2, 12, 10)
