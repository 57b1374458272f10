"""Issued ranges scored by the figures that came, whole counts on an edge counting in part."""

import numpy as np
import pytest

from eyre.core import TooFewPoints
from eyre.projection.issued import LEVELS, SMALL, Told, score, summary, tally_of
from eyre.projection.scores import cover_of_draws

FLAT = Told(LEVELS, (10, 12, 14, 16, 18, 20, 22), (11, 13, 15, 17, 19, 21, 23))


def test_the_score_is_twice_the_mean_pinball_loss():
    # figure 16: losses 0.025×6 + 0.1×4 + 0.25×2 + 0 + 0.25×2 + 0.1×4 + 0.025×6 = 2.1; 2 × 2.1 / 7 = 0.6
    told = score(FLAT, 16)
    assert told.wis == pytest.approx(0.6)
    assert sum(told.pinball) == pytest.approx(2.1)


def test_the_naive_forecast_of_the_same_day_is_scored_beside_it():
    # each naive quantile 1 higher: losses 0.125 + 0.3 + 0.25 + 0.5 + 0.75 + 0.5 + 0.175 = 2.6 ; 2 × 2.6 / 7
    assert score(FLAT, 16).naive_wis == pytest.approx(2 * 2.6 / 7)


@pytest.mark.parametrize(("actual", "in_80", "in_95"), [(12, 1, 1), (20, 1, 1), (21, 0, 1), (23, 0, 0)])
def test_large_figures_are_inside_or_not(actual, in_80, in_95):
    told = score(FLAT, actual)
    assert (told.inside_80, told.inside_95) == (in_80, in_95)


def test_a_small_whole_count_on_the_edge_counts_by_the_part_that_lies_inside():
    # half of the draws are 0, so 0 takes in the shares 0 to 0.5 of which 0.1 to 0.5 lie in the middle 80 %: 0.4 of 0.5
    told = Told(LEVELS, (0, 0, 0, 0, 1, 2, 3), (0,) * 7, tally=(500, 250, 150, 100))
    assert score(told, 0).inside_80 == pytest.approx(0.8)
    assert score(told, 5).inside_80 == 0


def test_the_tally_stands_for_the_draws_it_was_made_of():
    draws = np.random.default_rng(1).poisson(2.0, 1000).astype(float)
    told = Told(LEVELS, tuple(np.quantile(draws, LEVELS)), (0,) * 7, tally_of(draws, True))
    for actual in (0, 1, 2, 5, 9):
        assert score(told, actual).inside_80 == pytest.approx(
            float(cover_of_draws(draws, np.array(float(actual)), 0.8))
        )


def test_large_figures_and_shares_keep_no_tally():
    assert tally_of(np.array([SMALL + 1.0]), True) == ()
    assert tally_of(np.array([0.5]), True) == ()
    assert tally_of(np.array([3.0]), False) == ()
    assert tally_of(np.array([0.0, 2.0, 2.0]), True) == (1, 0, 2)


def test_under_a_year_of_months_nothing_is_said_beside_the_naive_forecast():
    few, many = (summary([score(FLAT, 16)] * n) for n in (11, 12))
    assert "at least 12 are needed" in few.sentence
    # 0.6 against 0.742857: 19 % smaller
    assert many.sentence == (
        "Of the 12 months with a figure, 12 lay in the 80 % range and 12 in the 95 % range; "
        "the error was 19 % smaller than that of the naive forecast."
    )


def test_without_a_figure_there_is_no_summary():
    with pytest.raises(TooFewPoints, match="No figure"):
        summary([])
