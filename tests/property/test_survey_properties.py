"""What holds of every survey: pooled figures, weights, bounds, chances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.core import Month, Rolling
from eyre.stats import (
    beta_interval,
    chance_of_a_higher_share,
    effective_n,
    mean_of_design,
    p_value_of_two,
    spread_of_shares,
)
from eyre.survey import (
    Group,
    SurveyRow,
    against_target,
    chance_of_showing,
    chance_throughout,
    earlier_months,
    if_lower_by,
    nonresponse_bounds,
    points_to_reach,
    pool,
    rolling,
    survey_of,
)

many = settings(max_examples=60, deadline=None)
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
months = st.lists(counts, min_size=3, max_size=12)
weights = st.lists(st.floats(0.01, 100), min_size=2, max_size=40)
FIRST = Month(2017, 1)


def counted(k_of_n, weight=None):
    return survey_of(
        [SurveyRow(FIRST.shift(at), float(k), float(n), Group(), weight) for at, (k, n) in enumerate(k_of_n)]
    )


def whole(survey):
    return pool(survey, [0], Rolling(survey.months[0], survey.months[-1]))


@many
@given(months)
def test_a_pooled_share_lies_between_those_of_its_months(k_of_n):
    shares = [k / n for k, n in k_of_n]
    pooled = sum(k for k, _ in k_of_n) / sum(n for _, n in k_of_n)
    assert min(shares) - 1e-12 <= pooled <= max(shares) + 1e-12
    own = whole(counted(k_of_n))
    if own.is_shown:
        assert own.share == pytest.approx(pooled)


@many
@given(months, st.randoms(use_true_random=False))
def test_the_order_of_months_in_a_window_does_not_matter(k_of_n, chance):
    mixed = list(k_of_n)
    chance.shuffle(mixed)
    one, other = whole(counted(k_of_n)), whole(counted(mixed))
    assert (one.numerator, one.denominator) == (other.numerator, other.denominator)
    assert one.share == other.share or (not one.is_shown and not other.is_shown)


@many
@given(months)
def test_the_last_rolling_figure_is_the_pool_of_its_window(k_of_n):
    survey = counted(k_of_n)
    own = rolling(survey, 3)
    if own.pooled.months[0, 0] == 3:
        last = pool(survey, [0], Rolling.ending(survey.months[-1], 3))
        assert own.pooled.numerator[0, -1] == last.numerator
        assert own.pooled.interval.lower[0, -1] == last.interval.lower or not last.is_shown


@many
@given(weights, st.floats(0.001, 1000), st.data())
def test_weights_times_a_constant_change_nothing(own, factor, data):
    values = data.draw(st.lists(st.integers(0, 1), min_size=len(own), max_size=len(own)))
    one, other = mean_of_design(values, own), mean_of_design(values, np.array(own) * factor)
    assert other.estimate == pytest.approx(one.estimate, abs=1e-12)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-12)
    assert other.kish_n == pytest.approx(one.kish_n)


@many
@given(weights)
def test_weights_are_never_worth_more_than_their_answers(own):
    assert 1 - 1e-9 <= float(effective_n(own)) <= len(own) * (1 + 1e-9)


@many
@given(months, st.floats(0.1, 50))
def test_equal_weights_leave_the_share_as_it_is(k_of_n, weight):
    plain, weighted = whole(counted(k_of_n)), whole(counted(k_of_n, weight))
    if plain.is_shown:
        assert weighted.share == pytest.approx(plain.share, abs=1e-12)
        assert weighted.effective_n <= plain.denominator


@many
@given(counts, st.floats(0.001, 0.2), st.integers(3, 40))
def test_an_interval_of_a_design_holds_its_share(k_of_n, error, degrees):
    k, n = k_of_n
    own = beta_interval(k / n, error if 0 < k < n else 0.0, n, degrees_of_freedom=degrees, least_n=min(n, degrees))
    assert 0 <= own.lower <= own.estimate + 1e-12
    assert own.estimate - 1e-12 <= own.upper <= 1


@many
@given(counts, st.integers(0, 300), st.floats(-100, 100))
def test_the_silent_move_a_figure_no_further_than_its_bounds(k_of_n, silent, points):
    k, n = k_of_n
    bounds, moved = nonresponse_bounds(k, n, n + silent), if_lower_by(points, k, n, n + silent)
    assert bounds.lowest - 1e-12 <= moved <= bounds.highest + 1e-12
    assert bounds.lowest <= k / n <= bounds.highest


@many
@given(counts, st.integers(1, 300), st.floats(0, 1))
def test_the_points_that_reach_a_line_do_reach_it(k_of_n, silent, line):
    k, n = k_of_n
    points = float(points_to_reach(line, k, n, n + silent))
    if np.isfinite(points):
        assert float(if_lower_by(points, k, n, n + silent)) == pytest.approx(line, abs=1e-9)


@many
@given(st.integers(1, 500), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
def test_a_better_force_shows_the_line_no_less_often(n, one, other, line):
    worse, better = sorted((one, other))
    assert float(chance_of_showing(line, n, worse)) <= float(chance_of_showing(line, n, better)) + 1e-12


@many
@given(st.lists(st.integers(1, 200), min_size=1, max_size=6), st.floats(0, 1), st.floats(0.01, 1))
def test_more_periods_are_met_no_more_often(n, share, line):
    once = chance_of_showing(line, n, share)
    assert 0 <= float(chance_throughout(line, n, share)) <= once.min() + 1e-12


@many
@given(counts, counts)
def test_one_of_two_shares_is_the_higher(first, second):
    one, other = chance_of_a_higher_share(*first, *second), chance_of_a_higher_share(*second, *first)
    assert one + other == pytest.approx(1, abs=1e-6)
    assert float(p_value_of_two(*first, *second)) == pytest.approx(float(p_value_of_two(*second, *first)))


@many
@given(st.lists(counts, min_size=2, max_size=10), st.integers(2, 5))
def test_groups_that_are_alike_show_no_spread_and_more_answers_show_more(groups, times):
    k, n = (np.array(part) for part in zip(*groups, strict=True))
    assert spread_of_shares([k[0]] * 3, [n[0]] * 3).between_sd == 0
    assert spread_of_shares(times * k, times * n).chi_square == pytest.approx(times * spread_of_shares(k, n).chi_square)


@many
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=3, max_size=3))
def test_the_other_months_are_found_again_from_pool_and_newest(months_of_window):
    k_of_n = [(min(k, n), n) for k, n in months_of_window]
    pooled = 100 * sum(k for k, _ in k_of_n) / sum(n for _, n in k_of_n)
    latest = 100 * k_of_n[-1][0] / k_of_n[-1][1]
    others = 100 * sum(k for k, _ in k_of_n[:-1]) / sum(n for _, n in k_of_n[:-1])
    found = earlier_months(pooled, latest, answers=[n for _, n in k_of_n])
    assert found.average == pytest.approx(others, abs=1e-6)


@many
@given(st.lists(st.integers(0, 40), min_size=2, max_size=12), st.floats(0.5, 0.95))
def test_no_cell_stands_out_that_does_not_differ_by_itself(hits, target):
    rows = [SurveyRow(FIRST, float(k), 40.0, Group(area=f"area {at}")) for at, k in enumerate(hits)]
    own = against_target(survey_of(rows), Rolling(FIRST, FIRST), target)
    assert own.stand_out <= own.alone <= own.tested == len(hits)
    assert all(cell.adjusted >= cell.p_value - 1e-12 for cell in own.cells)
