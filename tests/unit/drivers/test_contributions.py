"""What each part added to the change of a whole."""

import numpy as np
import pytest

from eyre.core import Refused
from eyre.drivers import contribution_intervals, contributions, net_sentence, part_sentence, why_no_share


def test_contributions_are_signed_and_add_up_to_the_change():
    found = contributions([100, 200, 50], [130, 190, 60])
    assert found.change.tolist() == [30, -10, 10]
    assert (found.net, found.remainder, found.gross) == (30, 0, 50)
    assert found.percent == pytest.approx([100, -100 / 3, 100 / 3])


def test_the_largest_comes_first_whatever_its_sign():
    assert contributions([10, 10, 10, 10], [12, 3, 12, 10]).order.tolist() == [1, 0, 2, 3]


def test_what_lies_in_no_part_is_the_remainder_and_the_sum_still_holds():
    found = contributions([100, 50], [120, 45], whole_then=160, whole_now=190)
    assert (found.net, found.remainder) == (30, 15)
    assert found.change.sum() + found.remainder == found.net


@pytest.mark.parametrize(
    ("now", "cancels"),
    [
        ([140, 80], False),  # +40 -20: net 20 of 60
        ([130, 80], False),  # +30 -20: net 10 of 50, a fifth exactly
        ([129, 80], True),  # +29 -20: net 9 of 49
        ([120, 80], True),  # net 0
        ([100, 100], True),  # no change at all
    ],
)
def test_a_share_of_the_net_is_refused_where_gains_and_losses_cancel(now, cancels):
    found = contributions([100, 100], now)
    assert bool(found.cancels) is cancels
    assert np.isnan(found.percent).all() == cancels
    assert bool(why_no_share(found)) is cancels


def test_a_thousand_paths_are_taken_apart_at_once():
    then, now = np.ones((1000, 3)), np.tile([2.0, 0.0, 5.0], (1000, 1))
    found = contributions(then, now)
    assert found.change.shape == (1000, 3)
    assert found.net.shape == (1000,)
    assert found.order.shape == found.percent.shape == (1000, 3)


@pytest.mark.parametrize(
    ("then", "now", "more", "says"),
    [
        ([1, 2], [1, 2, 3], {}, "2 parts and now has 3"),
        ([1, np.nan], [1, 2], {}, "missing"),
        ([], [], {}, "no part"),
        ([1], [2], {"whole_now": 5}, "one period only"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_in_a_sentence(then, now, more, says):
    with pytest.raises(Refused, match=says):
        contributions(then, now, **more)


# --- chance --------------------------------------------------------------------------------------------------------


def test_the_interval_of_a_change_of_poisson_counts_is_as_wide_as_their_variances():
    # 400 to 500: standard error sqrt(900) = 30, so about 41 to 159
    found = contributions([400, 100], [500, 100])
    between = contribution_intervals(found, seed=1, draws=20_000)
    assert between.parts.lower[0] == pytest.approx(100 - 1.96 * 30, abs=2.5)
    assert between.parts.upper[0] == pytest.approx(100 + 1.96 * 30, abs=2.5)
    assert between.net.upper == pytest.approx(100 + 1.96 * np.sqrt(1100), abs=2.5)


def test_four_times_the_variance_makes_an_interval_twice_as_wide():
    found = contributions([400], [500])
    plain, wide = (contribution_intervals(found, seed=1, dispersion=phi, draws=20_000).parts for phi in (1, 4))
    assert (wide.upper - wide.lower)[0] == pytest.approx(2 * (plain.upper - plain.lower)[0], rel=0.04)


def test_the_same_seed_gives_the_same_interval():
    found = contributions([40, 7], [50, 9])
    first, second = (contribution_intervals(found, seed=7, dispersion=2.5).parts for _ in range(2))
    assert first.lower.tolist() == second.lower.tolist()
    other = contribution_intervals(found, seed=8, dispersion=2.5).parts
    assert other.lower.tolist() != first.lower.tolist() or other.upper.tolist() != first.upper.tolist()


def test_nothing_counted_twice_is_not_certain_to_stay_nothing():
    between = contribution_intervals(contributions([0, 50], [0, 60]), seed=1)
    assert between.parts.lower[0] < 0 < between.parts.upper[0]


def test_the_change_of_what_is_in_no_part_widens_the_net():
    parts = contribution_intervals(contributions([100], [100]), seed=1).net
    whole = contribution_intervals(contributions([100], [100], whole_then=500, whole_now=500), seed=1).net
    assert whole.upper > 1.5 * parts.upper


@pytest.mark.parametrize(
    ("counts", "more", "says"),
    [
        ([1.5], {}, "Only counts"),
        ([-1], {}, "Only counts"),
        ([5], {"dispersion": 0.4}, "Poisson"),
        ([5], {"dispersion": float("nan")}, "Poisson"),
        ([5], {"draws": 10}, "at least 100"),
        ([5], {"confidence": 95}, "0.95"),
    ],
)
def test_an_interval_that_would_mean_nothing_is_refused(counts, more, says):
    with pytest.raises(Refused, match=says):
        contribution_intervals(contributions(counts, [5]), seed=1, **more)


# --- words ---------------------------------------------------------------------------------------------------------


def test_a_contribution_is_said_with_its_interval_and_what_it_is_of():
    found = contributions([400, 300], [520, 330])
    between = contribution_intervals(found, seed=1)
    low, high = round(between.parts.lower[0]), round(between.parts.upper[0])
    assert part_sentence("Telford", found, 0, between) == (
        f"Telford accounts for 120 more, 95 % interval {low} to {high}, of a net rise of 150 (80 % of it)."
    )


def test_an_interval_on_both_sides_of_nought_says_which_way_each_end_lies():
    found = contributions([100, 400], [95, 300])
    said = part_sentence("Hereford", found, 0, contribution_intervals(found, seed=1))
    assert said.startswith("Hereford accounts for 5 fewer, 95 % interval ")
    assert " more to " in said
    assert " fewer, of a net fall of 105 (5 % of it)." in said


def test_a_fall_is_said_as_a_fall_and_nothing_as_no_change():
    found = contributions([100, 5], [60, 5])
    assert net_sentence(found) == "A net fall of 40, from 105 to 65."
    assert part_sentence("B", found, 1) == "B accounts for no change of a net fall of 40 (0 % of it)."


def test_no_share_is_said_where_the_net_may_be_nothing():
    found = contributions([100], [104])
    assert "holds 0" in why_no_share(found, contribution_intervals(found, seed=1))
    assert why_no_share(found) == ""
