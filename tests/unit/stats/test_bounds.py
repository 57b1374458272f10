"""One-sided and finite bounds, belief, sizes and agreement, held to published values (S-A2, S-A3, S-A8, S-G5)."""

import pytest

from eyre.core import Refused
from eyre.stats import (
    agreement,
    chance_of_at_most_in,
    chance_of_share_at_least,
    chance_second_is_higher,
    exact_interval,
    lower_bound,
    most_marked,
    posterior_mean,
    posterior_point,
    size_for_margin,
    size_to_show,
    upper_bound,
    whole_above,
)


def test_one_sided_bounds_of_clean_samples_are_those_of_s_a2():
    assert lower_bound([10, 59], [10, 59]) == pytest.approx([0.741134, 0.950492], abs=5e-7)
    assert float(lower_bound(59, 59)) == pytest.approx(0.05 ** (1 / 59))


def test_a_one_sided_bound_is_the_end_of_a_two_sided_interval_with_twice_the_doubt():
    assert float(lower_bound(15, 148)) == pytest.approx(float(exact_interval(15, 148, confidence=0.9).lower))
    assert float(upper_bound(15, 148)) == pytest.approx(float(exact_interval(15, 148, confidence=0.9).upper))
    with pytest.raises(Refused, match=r"above 0\.5"):
        lower_bound(9, 10, confidence=0.4)


@pytest.mark.parametrize(
    ("population", "marked", "chance", "chance_of_one_more"),
    [(20, 3, 0.10526, 0.04334), (60, 14, 0.05407, 0.04231), (100, 24, 0.05514, 0.04789)],
)
def test_what_ten_clean_cases_leave_open_in_a_frame_is_that_of_s_a3(population, marked, chance, chance_of_one_more):
    assert most_marked(0, 10, population=population) == marked
    none_seen = chance_of_at_most_in(0, 10, marked=[marked, marked + 1], population=population)
    assert none_seen == pytest.approx([chance, chance_of_one_more], abs=5e-6)


def test_reading_every_case_leaves_nothing_open():
    assert most_marked(3, 20, population=20) == 3


def test_a_sample_larger_than_its_population_is_refused():
    with pytest.raises(Refused, match="10 drawn, 9 in the population"):
        most_marked(0, 10, population=9)


def test_belief_after_ten_of_ten_is_that_of_s_a8():
    assert float(posterior_mean(10, 10)) == pytest.approx(0.916667, abs=5e-7)
    assert float(posterior_point(10, 10, 0.05)) == pytest.approx(0.761596, abs=5e-7)
    assert chance_of_share_at_least([0.9, 0.95], 10, 10) == pytest.approx([0.686189, 0.431200], abs=5e-7)


def test_belief_in_nine_of_ten_is_that_of_s_g5():
    said = chance_of_share_at_least(0.9, [19, 57, 90], [20, 60, 100])
    assert said == pytest.approx([0.6353, 0.8710, 0.4300], abs=5e-5)
    assert chance_second_is_higher(83, 100, 90, 100) == pytest.approx(0.9234, abs=5e-5)


def test_alike_samples_are_an_even_bet():
    assert chance_second_is_higher(7, 9, 7, 9) == pytest.approx(0.5)


def test_the_size_for_a_margin_is_cochrans_of_s_a8():
    assert (size_for_margin(0.05), size_for_margin(0.05, population=100), size_for_margin(0.05, population=1000)) == (
        385, 80, 278,
    )  # fmt: skip


def test_the_size_to_show_a_difference_is_fleisss():
    # 90 % against 80 %: (1.959964 sqrt(2 x .85 x .15) + .841621 sqrt(.09 + .16))² / .01 = (0.98973 + 0.42081)² / .01
    assert float(size_to_show(0.9, 0.8)) == 199
    assert float(size_to_show(0.9, 0.9)) == float("inf")


def test_a_whole_number_is_not_pushed_up_by_floating_point():
    assert 100 * 0.07 > 7
    assert whole_above(100 * 0.07) == 7


def test_kappa_is_agreement_beyond_chance():
    # Both say met of 20 and not met of 15 in 50; they differ on 5 and 10: agreed 0.7, by chance .5 x .6 + .5 x .4 = 0.5
    first = ["met"] * 25 + ["not_met"] * 25
    second = ["met"] * 20 + ["not_met"] * 5 + ["met"] * 10 + ["not_met"] * 15
    observed, kappa = agreement(first, second)
    assert (observed, kappa) == (pytest.approx(0.7), pytest.approx(0.4))


def test_kappa_has_nothing_to_measure_where_one_thing_was_said_throughout():
    assert agreement(["met"] * 5, ["met"] * 5) == (1.0, None)
    with pytest.raises(Refused, match="found 0 and 0"):
        agreement([], [])
