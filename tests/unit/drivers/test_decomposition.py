"""The change of a rate taken apart into what each factor did."""

import numpy as np
import pytest

from eyre.core import Refused
from eyre.drivers import (
    effects_over_periods,
    factor_effects,
    mix_and_rate,
    mix_and_rate_intervals,
    shift_share,
    sum_of_products,
    three_way,
)

SIZE_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SIZE_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATE_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
RATE_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_two_factors_of_das_gupta_s_i1():
    effects = factor_effects([10930, 0.717892], [16591, 0.825974])
    assert effects == pytest.approx([4369.913, 1487.262], abs=5e-4)
    assert effects.sum() == pytest.approx(5857.175, abs=5e-4)


def test_four_factors_of_das_gupta_s_i2():
    effects = factor_effects([25.3, 0.214, 0.279, 0.949], [32.7, 0.290, 0.473, 0.986])
    assert effects == pytest.approx([0.6889411, 0.8125381, 1.3829055, 0.1047547], abs=5e-8)


def test_mix_and_rate_of_thirteen_age_groups_s_i3():
    found = mix_and_rate(SIZE_1970, RATE_1970, SIZE_1985, RATE_1985)
    assert found.mix.sum() == pytest.approx(1.2269, abs=1e-4)  # 1.22695 on paper's rounding
    assert found.rate.sum() == pytest.approx(1.7403, abs=1e-4)
    assert found.change == pytest.approx(2.9672, abs=1e-4)


def test_the_three_way_telling_of_the_same_s_i3():
    found = three_way(SIZE_1970, RATE_1970, SIZE_1985, RATE_1985)
    assert found.rate_at_old_mix == pytest.approx(1.7216, abs=1e-4)
    assert found.mix_at_old_rate == pytest.approx(1.2082, abs=1e-4)
    assert found.interaction == pytest.approx(0.0374, abs=1e-4)


def test_vector_factors_of_das_gupta_are_kitagawas_mix_and_rate_s_i3():
    shares = [np.array(size) / sum(size) for size in (SIZE_1970, SIZE_1985)]
    effects = factor_effects([shares[0], RATE_1970], [shares[1], RATE_1985])
    assert effects == pytest.approx([1.2269, 1.7403], abs=1e-4)


def test_shift_share_s_i4():
    found = shift_share([120, 200, 80], [150, 190, 100], [3000, 6000, 1500], [3300, 5700, 1800])
    assert found.reference == pytest.approx([3.4286, 5.7143, 2.2857], abs=5e-5)
    assert found.type == pytest.approx([8.5714, -15.7143, 13.7143], abs=5e-5)
    assert found.local == pytest.approx([18, 0, 4])
    assert found.reference + found.type + found.local == pytest.approx([30, -10, 20])


def test_three_factors_by_hand():
    # 1 x 1 x 1 to 2 x 3 x 1: the first alone adds 1, after the second 3; mean 2 (and the third never moved)
    assert factor_effects([1, 1, 1], [2, 3, 1]) == pytest.approx([2, 3, 0])


def test_any_outcome_can_be_taken_apart_and_what_does_not_matter_has_no_effect():
    def ratio(factors):
        return factors[0].sum(axis=-1) / factors[1].sum(axis=-1)

    effects = factor_effects([[10, 20], [100, 100], [7]], [[15, 30], [100, 200], [9]], ratio)
    assert effects.sum() == pytest.approx(45 / 300 - 30 / 200)
    assert effects[2] == 0


def test_a_mix_that_moves_to_a_low_rate_is_seen_to_lower_the_whole():
    # equal rates in both periods, 10 and 2; the second cell grows: overall 6 to 4
    found = mix_and_rate([50, 50], [10, 2], [25, 75], [10, 2])
    assert found.rate == pytest.approx([0, 0])
    assert found.mix == pytest.approx([-0.25 * (10 - 5), 0.25 * (2 - 5)])  # mean overall rate (6 + 4) / 2
    assert found.mix.sum() == pytest.approx(found.change) == pytest.approx(-2)


def test_two_periods_alone_have_the_effects_of_two_periods():
    factors = [np.array([[10930.0], [16591.0]]), np.array([[0.717892], [0.825974]])]
    assert effects_over_periods(factors)[1] == pytest.approx([4369.913, 1487.262], abs=5e-4)


def test_effects_over_periods_join_up_and_add_up():
    rng = np.random.default_rng(1)
    factors = [rng.uniform(1, 2, (5, 3)), rng.uniform(1, 2, (5, 3)), rng.uniform(1, 2, (5, 3))]
    effects = effects_over_periods(factors)
    level = sum_of_products(factors)
    assert effects.shape == (5, 3)
    assert effects.sum(axis=-1) == pytest.approx(level - level[0])


def test_three_periods_by_hand():
    # one cell, a x b: 1 x 1, 2 x 1, 2 x 2. Pairwise effects of a: 1>2 +1; 2>3 0; 1>3 (1 + 2) / 2 = 1.5.
    # mean over "from" of the effect into 1, 2, 3: (-1 - 1.5) / 3, (1 - 0) / 3, (1.5 + 0) / 3
    effects = effects_over_periods([[[1], [2], [2]], [[1], [1], [2]]])
    assert effects[:, 0] == pytest.approx([0, 1 / 3 + 2.5 / 3, 1.5 / 3 + 2.5 / 3])
    assert effects.sum(axis=-1) == pytest.approx([0, 1, 3])


def test_paths_are_taken_apart_at_once():
    sizes, rates = np.ones((4, 100, 3)), np.full((4, 100, 3), 2.0)
    assert mix_and_rate(sizes, rates, sizes, 2 * rates).rate.shape == (4, 100, 3)
    assert factor_effects([sizes, rates], [sizes, 2 * rates]).shape == (4, 100, 2)
    assert effects_over_periods([np.ones((7, 5, 3)), np.ones((7, 5, 1))]).shape == (7, 5, 2)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: factor_effects([1, 2], [1]), "2 factors then and 1 now"),
        (lambda: factor_effects([], []), "at least one"),
        (lambda: factor_effects([1] * 11, [2] * 11), "at most 10"),
        (lambda: factor_effects([1, np.nan], [1, 2]), "missing"),
        (lambda: effects_over_periods([[[1]], [[2]]]), "two or more"),
        (lambda: effects_over_periods([[[1], [2]], [[2], [3], [4]]]), "found 2 and 3"),
        (lambda: mix_and_rate([0, 0], [1, 1], [1, 1], [1, 1]), "no mix"),
        (lambda: mix_and_rate([-1, 2], [1, 1], [1, 1], [1, 1]), "negative"),
        (lambda: mix_and_rate([1, 2, 3], [1, 1], [1, 1], [1, 1]), "numbers of cells"),
        (lambda: shift_share([1], [2], [0], [5]), "nothing in the reference"),
        (lambda: mix_and_rate_intervals([0, 1], [0, 1], [1, 1], [1, 1], seed=1), "base of 0"),
        (lambda: mix_and_rate_intervals([5, 5], [6, 1], [5, 5], [1, 1], seed=1, are_cases=True), "no k of n"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_in_a_sentence(call, says):
    with pytest.raises(Refused, match=says):
        call()


def test_residents_are_known_so_that_only_the_rates_are_drawn():
    # one cell more than 100 of 1,000 both times: standard error of each rate 10 per 1,000, of the difference 14.1
    found = mix_and_rate_intervals([1000], [100], [1000], [100], seed=3, per=1000, draws=20_000)
    assert found.mix.upper == pytest.approx([0])
    assert found.all_rate.upper == pytest.approx(1.96 * np.sqrt(200), abs=1.5)


def test_the_mix_of_cases_is_drawn_with_them():
    known = mix_and_rate_intervals([50, 50], [40, 10], [60, 40], [48, 8], seed=3)
    drawn = mix_and_rate_intervals([50, 50], [40, 10], [60, 40], [48, 8], seed=3, are_cases=True)
    assert known.all_mix.upper - known.all_mix.lower < drawn.all_mix.upper - drawn.all_mix.lower
    assert drawn.all_mix.estimate == pytest.approx(0.1 * (0.8 - 0.2))


def test_over_dispersed_shares_are_drawn_wider():
    plain, wide = (
        mix_and_rate_intervals(
            [400, 600], [100, 300], [500, 500], [120, 260], seed=3, are_cases=True, dispersion=phi, draws=10_000
        ).all_rate
        for phi in (1, 4)
    )
    assert wide.upper - wide.lower == pytest.approx(2 * (plain.upper - plain.lower), rel=0.06)
