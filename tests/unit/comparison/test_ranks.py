"""Ranges of places: marginal, joint and from draws."""

import numpy as np
import pytest

from eyre.comparison import (
    check_top,
    estimate_draws,
    joint_quantile,
    joint_ranks,
    joint_ranks_of_draws,
    level_draws,
    place_chances,
    places_of_draws,
    rank_intervals,
    standard_errors,
)
from eyre.core import Direction, Refused
from eyre.stats import normal_quantile

SURGICAL = np.array([47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360])
DEATHS = np.array([0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24])


def spans(ranks):
    return list(zip(ranks.best.tolist(), ranks.worst.tolist(), strict=True))


def test_fifty_one_intervals_hold_together_at_the_published_quantile_s_c5():
    # The estimates of S-C5 are in no registry; its two quantiles are held, and the ranges by the tests below.
    assert joint_quantile(51, 0.90) == pytest.approx(3.0809, abs=5e-5)
    assert normal_quantile(1 - 0.10 / 51) == pytest.approx(3.0961, abs=5e-5)  # Bonferroni


@pytest.mark.parametrize("seed", range(5))
def test_joint_ranges_of_51_areas_are_those_counted_one_by_one_s_c5(seed):
    # As many areas as states, as far apart in units of their errors; the definition by loops over pairs of intervals.
    draw = np.random.default_rng(seed)
    value, error = draw.normal(24, 4, 51), draw.uniform(0.05, 0.4, 51)
    for reach in (3.0809, 3.0961):
        counted = []
        for own, se in zip(value, error, strict=True):
            others = [(v - reach * e, v + reach * e) for v, e in zip(value, error, strict=True)]
            surely_below = sum(high < own - reach * se for _, high in others)
            surely_above = sum(low > own + reach * se for low, _ in others)
            counted.append((1 + surely_below, 51 - surely_above))
        found = joint_ranks(value, error, direction=Direction.DOWN, confidence=0.90)
        # Rank 1 is the shortest journey. The two quantiles gave the published states the same ranges, as they do here,
        # but for at most one place where an interval ends between them.
        apart = np.abs(np.array(spans(found)) - np.array(counted))
        assert apart.max() <= (0 if reach == 3.0809 else 1)


def test_every_true_place_of_51_areas_lies_in_its_joint_range_as_often_as_said_s_c5():
    draw = np.random.default_rng(51)
    truth, error = draw.normal(24, 2, 51), draw.uniform(0.2, 0.8, 51)
    place = 1 + (truth[None, :] < truth[:, None]).sum(axis=1)
    found = joint_ranks(
        truth + error * draw.standard_normal((2000, 51)),
        np.broadcast_to(error, (2000, 51)),
        direction=Direction.DOWN,
        confidence=0.90,
    )
    held = ((found.best <= place) & (place <= found.worst)).all(axis=-1).mean()
    assert held >= 0.90


@pytest.mark.parametrize("seed", range(3))
def test_ranges_of_38_countries_alone_are_those_of_drawn_differences_s_c6(seed):
    # The definition by simulation: 20,000 draws of every estimate; a country is behind another where their difference
    # lies beyond the 95th per cent of its largest standardised difference. Scores and errors of the size of PISA's.
    draw = np.random.default_rng(seed)
    value, error = draw.normal(489, 32, 38), draw.uniform(1.2, 4.5, 38)
    noise = draw.standard_normal((20_000, 38)) * error
    drawn = []
    for own in range(38):
        pair = np.delete(np.hypot(error[own], error), own)
        largest = (np.abs(noise[:, [own]] - np.delete(noise, own, axis=1)) / pair).max(axis=1)
        gap = (np.delete(value, own) - value[own]) / pair
        critical = np.quantile(largest, 0.95)
        drawn.append((1 + int((gap > critical).sum()), 38 - int((gap < -critical).sum())))
    found = np.array(spans(rank_intervals(value, error, direction=Direction.UP)))
    assert np.abs(found - np.array(drawn)).max() <= 1  # the tolerance of the entry
    assert (found == np.array(drawn)).mean() > 0.95


def test_a_joint_range_by_hand():
    # Three areas at 95 %: quantile of 0.95^(1/3) two-sided, 2.388. Standard errors 1: intervals 7.61 to 12.39, 4.11 to
    # 8.89, -2.39 to 2.39. The first two meet; the third meets none.
    found = joint_ranks([10, 6.5, 0], [1, 1, 1])
    assert joint_quantile(3) == pytest.approx(2.3877, abs=5e-5)
    assert spans(found) == [(1, 2), (1, 2), (3, 3)]
    assert found.is_joint


def test_two_areas_are_told_apart_as_by_one_test():
    # Of two areas there is one difference: 1.96 x sqrt 2 = 2.77.
    assert spans(rank_intervals([2.76, 0], [1, 1])) == [(1, 2), (1, 2)]
    assert spans(rank_intervals([2.78, 0], [1, 1])) == [(1, 1), (2, 2)]


def test_a_range_allows_for_all_the_areas_it_is_set_against():
    # 43 alike areas: the largest of 42 differences from one area stays below 3.09 standard errors in 95 of 100
    # (400,000 draws: 3.095), so 3.09 x sqrt 2 = 4.37 tells one area from the rest, and 4.3 does not.
    others = np.zeros(42)
    assert spans(rank_intervals([4.30, *others], np.ones(43)))[0] == (1, 43)
    assert spans(rank_intervals([4.45, *others], np.ones(43)))[0] == (1, 1)


@pytest.mark.parametrize("own", [0.1, 1.0, 2.9, 5.9, 20.0])
def test_the_critical_value_holds_its_confidence_whatever_the_errors(own):
    from eyre.comparison.ranks import _critical

    errors = np.array([own, *np.linspace(0.7, 1.4, 20)])
    draws = np.random.default_rng(4).standard_normal((100_000, 21)) * errors
    apart = np.abs(draws[:, :1] - draws[:, 1:]) / np.hypot(errors[0], errors[1:])
    held = (apart.max(axis=1) <= _critical(errors[None], 0.95)[0, 0]).mean()
    assert held == pytest.approx(0.95, abs=0.003)


def test_the_direction_turns_the_places_round():
    up, down = (rank_intervals([1, 5, 9], [0.1] * 3, direction=d) for d in (Direction.UP, Direction.DOWN))
    assert up.place.tolist() == [3, 2, 1]
    assert down.place.tolist() == [1, 2, 3]


def test_ties_share_the_better_place_and_cannot_be_separated():
    found = rank_intervals([5, 5, 1], [0, 0, 0])
    assert found.place.tolist() == [1, 1, 3]
    assert spans(found) == [(1, 2), (1, 2), (3, 3)]


def test_identical_areas_have_every_place_open():
    for ranks in (rank_intervals([3] * 5, [1] * 5), joint_ranks([3] * 5, [1] * 5)):
        assert set(spans(ranks)) == {(1, 5)}
        assert ranks.place.tolist() == [1] * 5


def test_many_measures_at_once_are_as_each_alone():
    generator = np.random.default_rng(1)
    value, error = generator.normal(size=(7, 12)), generator.uniform(0.1, 1, (7, 12))
    together = rank_intervals(value, error)
    for row in range(7):
        one = rank_intervals(value[row], error[row])
        assert (together.best[row].tolist(), together.worst[row].tolist()) == (one.best.tolist(), one.worst.tolist())


def test_no_death_is_not_taken_for_certainty():
    # (0 + 0.5) / (47 + 1) = 0.0104167; sqrt(0.0104167 x 0.9895833 / 47) = 0.0148095
    _, error = standard_errors(DEATHS, SURGICAL, is_proportion=True)
    assert error[0] == pytest.approx(0.0148095, abs=5e-8)


def test_counts_that_spread_wider_over_time_have_wider_errors():
    plain, wide = (standard_errors([100], [1000], is_proportion=False, dispersion=phi)[1] for phi in (1, 4))
    assert float(wide[0]) == pytest.approx(2 * float(plain[0]))


def test_a_place_in_a_draw_is_one_more_than_the_areas_ahead():
    draws = np.random.default_rng(8).integers(0, 6, (50, 9))
    ahead = (draws[:, None, :] > draws[:, :, None]).sum(axis=-1)
    assert np.array_equal(places_of_draws(draws), 1 + ahead)


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        ([1.0], [1.0], "at least 2 areas; found 1"),
        ([1.0, np.nan], [1.0, 1.0], "an estimate and a standard error for every area"),
        ([1.0, 2.0], [1.0, -1.0], "cannot be negative"),
    ],
)
def test_what_has_no_rank_is_refused(value, error, said):
    for ranked in (rank_intervals, joint_ranks):
        with pytest.raises(Refused, match=said):
            ranked(value, error)


# --- from draws ---------------------------------------------------------------------------------------------------


def test_chances_of_places_by_hand():
    # Four draws of three areas: places of the first 1 1 2 1, of the second 2 3 1 1, of the third 3 2 3 3.
    draws = np.array([[9, 5, 1], [9, 1, 5], [5, 9, 1], [7, 7, 1.0]])
    assert places_of_draws(draws).tolist() == [[1, 2, 3], [1, 3, 2], [2, 1, 3], [1, 1, 3]]
    found = place_chances(draws)
    assert found.chance.tolist() == [[0.75, 0.25, 0], [0.5, 0.25, 0.25], [0, 0.25, 0.75]]
    assert found.expected.tolist() == [1.25, 1.75, 2.75]
    assert found.top(2).tolist() == [1, 0.75, 0.25]
    best, worst = found.between(0.5)
    assert (best.tolist(), worst.tolist()) == ([1, 1, 2], [1, 2, 3])


def test_posterior_means_and_the_chance_of_the_lowest_death_rate_are_those_published_s_c4():
    draws = level_draws(DEATHS, SURGICAL, is_proportion=True, seed=7, draws=100_000)
    means = [
        0.02041, 0.12667, 0.07438, 0.05788, 0.04225, 0.07071, 0.06667, 0.14747, 0.07177, 0.09091, 0.11628, 0.06906,
    ]  # fmt: skip
    assert pytest.approx(means, abs=5e-6) == (DEATHS + 1) / (SURGICAL + 2)
    assert draws.mean(axis=0) == pytest.approx(means, abs=5e-4)
    lowest = place_chances(draws, direction=Direction.DOWN).top(1)
    assert lowest[[0, 4, 6]] == pytest.approx([0.82502, 0.12651, 0.01535], abs=0.004)  # 3 standard errors


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    one, same, other = (level_draws([5, 9], [100, 100], is_proportion=False, seed=s, draws=50) for s in (1, 1, 2))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_draws_of_wider_counts_are_wider():
    plain, wide = (
        level_draws([400, 900], [1000, 1000], is_proportion=False, seed=1, dispersion=phi).std(axis=0) for phi in (1, 9)
    )
    assert wide / plain == pytest.approx(3, rel=0.05)


def test_joint_ranges_of_independent_draws_are_those_of_the_formula():
    value, error = np.array([10, 6.5, 3, 0.0]), np.array([1, 1, 0.5, 0.5])
    drawn = joint_ranks_of_draws(estimate_draws(value, error, seed=3, draws=20_000))
    assert spans(drawn) == spans(joint_ranks(value, error))


def test_areas_that_rise_and_fall_together_are_told_apart_by_their_draws():
    # One common shock: each area moves by standard deviation 5, their differences not at all. Intervals of each area
    # cannot see that, the chance of each place can.
    shock = 5 * np.random.default_rng(2).standard_normal((2000, 1))
    assert place_chances(np.array([2.0, 1.0, 0.0]) + shock).chance.tolist() == np.eye(3).tolist()


def test_paths_with_more_axes_are_as_each_alone():
    draws = np.random.default_rng(5).normal(size=(4, 200, 6))
    together = place_chances(draws)
    for row in range(4):
        assert together.chance[row].tolist() == place_chances(draws[row]).chance.tolist()


def test_draws_without_areas_or_figures_are_refused():
    with pytest.raises(Refused, match="two axes"):
        place_chances([1.0, 2.0])
    with pytest.raises(Refused, match="at least 2 areas"):
        place_chances([[1.0], [2.0]])
    with pytest.raises(Refused, match="not known"):
        place_chances([[1.0, np.nan]])
    with pytest.raises(Refused, match="from 1 to 3"):
        check_top(4, 3)
