"""How good projections have been."""

import numpy as np
import pytest

from eyre.core import MeasureKind, Month, TooFewPoints
from eyre.projection import QUANTILES, backtest
from eyre.projection.scores import cover, pinball, weighted_interval_score

COUNT = MeasureKind.COUNT


def test_the_weighted_interval_score_is_that_of_bracher_and_others():
    # Median 10, ranges 50 % 9–11, 80 % 8–13, 95 % 5–17; actual 15. Bracher et al. 2021, eq. 1, K = 3, w0 = 1/2:
    # 50 %: .25 × (2 + 4 × 4) = 4.5; 80 %: .1 × (5 + 10 × 2) = 2.5; 95 %: .025 × 12 = .3; median .5 × 5 = 2.5
    # (4.5 + 2.5 + .3 + 2.5) / 3.5 = 2.8
    quantiles = np.array([5.0, 8, 9, 10, 11, 13, 17])
    assert weighted_interval_score(quantiles, QUANTILES, np.array(15.0)) == pytest.approx(2.8)


def test_pinball_weighs_a_shortfall_by_the_level_and_an_excess_by_the_rest():
    loss = pinball(np.array([10.0, 10.0]), np.array([0.1, 0.9]), np.array(12.0))
    assert loss == pytest.approx([0.2, 1.8])


def test_a_whole_number_on_the_edge_counts_in_part():
    # 0 has chance .6 and 1 has .4. 0 takes up chances 0 to .6, of which .1 to .6 lie in the middle 80 %.
    below, up_to = np.array([0.0, 0.6, 1.0]), np.array([0.6, 1.0, 1.0])  # of 0, of 1, of 7
    assert cover(below, up_to, 0.8) == pytest.approx([0.5 / 0.6, 0.3 / 0.4, 0])


def test_ranges_hold_what_they_say_where_the_model_is_true(make_panel):
    rng = np.random.default_rng(4)
    level = 150 * np.exp(np.cumsum(rng.normal(0, 0.03, (40, 100)), axis=1))
    result = backtest(make_panel(rng.poisson(level).astype(float)), kind=COUNT)
    assert 0.76 < result.months.inside_80 < 0.85
    assert 0.92 < result.months.inside_95 < 0.98
    assert 0.72 < result.totals.inside_80 < 0.88  # totals of overlapping years: fewer independent cases
    assert result.months.skill > 0.1
    assert result.months.forecasts == 12 * 12 * 40


def test_real_boroughs_are_projected_better_than_by_repeating_last_year(robbery):
    result = backtest(robbery, kind=COUNT)
    assert result.starts[-1] == Month(2022, 12)
    assert result.series == 4
    assert result.months.skill > 0
    assert result.sentence.startswith("Over the last 12 starts, ")
    assert "(nominal 8 in 10)" in result.sentence


def test_proportions_are_scored_too(breath_tests):
    result = backtest(breath_tests, kind=MeasureKind.PROPORTION)
    assert result.months.wis < result.months.naive_wis


def test_figures_after_a_start_do_not_change_its_forecast(make_panel):
    rng = np.random.default_rng(9)
    values = rng.poisson(60, (3, 60)).astype(float)
    early = backtest(make_panel(values[:, :54]), kind=COUNT, origins=1)
    later = values.copy()
    later[:, 54:] *= 10  # the start at month 42 has its horizon in months 42 to 53
    late = backtest(make_panel(later), kind=COUNT, origins=4)
    assert early.starts[0] == late.starts[0]
    again = backtest(make_panel(later[:, :54]), kind=COUNT, origins=1)
    assert again == early


def test_a_back_test_needs_two_years_and_the_horizon(make_panel):
    with pytest.raises(TooFewPoints, match="needs 36 months; there are 30"):
        backtest(make_panel(np.ones((1, 30))), kind=COUNT)
