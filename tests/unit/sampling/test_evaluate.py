"""What k of n shows and how it is said, held to published values (S-A1 to S-A3, S-A8)."""

import pytest

from eyre.core import Refused
from eyre.sampling import compare, evaluate, say_belief, say_hand_picked, weighted_share
from eyre.sampling.chances import percent_down, percent_up, say_cases, say_chance


def test_ten_of_ten_says_what_it_leaves_open_and_on_what_basis():
    assert evaluate(10, 10).says == (
        "10 of 10: by the two-sided 95% interval the true rate may be as low as 69%; one-sided it is at least 74%. "
        "59 clean cases would be needed to claim 95% (one-sided, 95% confidence)."
    )


@pytest.mark.parametrize(
    ("met", "of", "exact", "wilson"),
    [
        (10, 10, (0.691503, 1), (0.722467, 1)),
        (9, 10, (0.554984, 0.997471), (0.595850, 0.982124)),
        (15, 148, (0.057844, 0.161650), (0.062386, 0.160487)),
        (65, 100, (0.548151, 0.742706), (0.552544, 0.736358)),
    ],
)
def test_intervals_are_those_of_s_a1(met, of, exact, wilson):
    shown = evaluate(met, of)
    assert (float(shown.exact.lower), float(shown.exact.upper)) == pytest.approx(exact, abs=5e-7)
    assert (float(shown.wilson.lower), float(shown.wilson.upper)) == pytest.approx(wilson, abs=5e-7)


@pytest.mark.parametrize(("population", "at_least"), [(20, 17), (60, 46), (100, 76)])
def test_in_a_known_frame_ten_clean_cases_show_what_s_a3_says(population, at_least):
    shown = evaluate(10, 10, population=population)
    assert shown.at_least_in_frame == at_least
    assert f"Of the {population} cases in the frame at least {at_least} met it (hypergeometric" in shown.says


def test_every_case_read_is_a_count():
    shown = evaluate(9, 10, population=10)
    assert shown.at_least_in_frame == 9
    assert shown.says == "9 of 10: every case in the frame was read, so this is a count and not an estimate."


def test_in_a_known_frame_the_claim_is_about_the_frame_s_a4():
    assert evaluate(10, 10, population=60).needed == 38
    assert "38 clean cases would be needed to claim 95% of these 60" in evaluate(10, 10, population=60).says
    assert not evaluate(37, 37, population=60).shows_claim
    assert evaluate(38, 38, population=60).shows_claim
    assert evaluate(37, 40, population=60).needed is None, "3 of 60 have failed already, and that is 5 %"


def test_a_failure_seen_raises_what_is_needed_to_s_a5():
    shown = evaluate(9, 10)
    assert shown.needed == 93
    assert "lies between 55% and 99.8%; one-sided it is at least 60%" in shown.says
    assert "93 cases with no more than 1 not met" in shown.says


def test_a_sample_that_is_large_enough_says_so_s_a2():
    assert evaluate(59, 59).shows_claim
    assert not evaluate(58, 58).shows_claim
    assert "That is enough to claim 95%" in evaluate(59, 59).says


def test_nothing_met_is_said_from_above():
    assert "0 of 10: by the two-sided 95% interval the true rate may be as high as 31%" in evaluate(0, 10).says


def test_many_failures_name_no_size():
    assert evaluate(65, 100).needed is None
    assert "needed" not in evaluate(65, 100).says


def test_a_claim_that_the_interval_leaves_out_is_said_to_be_out():
    assert evaluate(5, 10).says.endswith("A true rate of 95% lies outside the two-sided interval.")  # up to 81 %
    assert not evaluate(9, 10).rules_out_claim


def test_the_belief_is_that_of_s_a8():
    shown = evaluate(10, 10, claim=0.9)
    assert (shown.expected, shown.belief) == (pytest.approx(0.916667, abs=5e-7), pytest.approx(0.686189, abs=5e-7))
    assert say_belief(shown).startswith(
        "Starting from no opinion (uniform prior), the chance that the true rate is 90%"
    )


def test_a_hand_picked_review_speaks_of_its_own_cases_only():
    said = say_hand_picked(10, 10)
    assert "this speaks of these 10 cases and of no others" in said
    assert "Had they been drawn by chance" in said
    assert "69%" in said


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((11, 10), "11 cases met the standard of 10"), ((0, 0), "0 of 0 proves nothing"), ((-1, 10), "0 or more"),
        ((1, -10), "0 or more"), ((9.5, 10), "whole number"), ((9, 10.5), "whole number"),
        ((float("nan"), 10), "whole number"), ((True, 10), "whole number"),
    ],
)  # fmt: skip
def test_counts_that_cannot_be_are_refused(counts, says):
    with pytest.raises(Refused, match=says):
        evaluate(*counts)


def test_more_read_than_there_are_is_refused():
    with pytest.raises(Refused, match="10 cases were read of a frame of 9"):
        evaluate(10, 10, population=9)


def test_two_areas_are_compared_with_newcombes_interval_of_s_b1():
    gap = compare(("telford", 56, 70), ("north", 48, 80))
    assert (float(gap.gap.lower), float(gap.gap.upper)) == pytest.approx((0.052431, 0.333873), abs=5e-7)
    assert gap.is_shown
    assert "telford against north: +20 points, 95% interval +5 to +33: a difference is shown." in gap.says


def test_two_areas_of_five_show_nothing_and_say_what_would():
    gap = compare(("telford", 5, 5), ("north", 4, 5), stated=0.1)
    assert not gap.is_shown
    assert gap.needed == 199  # both together 9 of 10: 90 % against 80 %, as in test_bounds
    assert "To show 10 points 4 times in 5 each would need 199 cases" in gap.says


def test_cases_that_stand_for_unequal_numbers_are_weighted():
    # 4 of 5 from a stratum of 50 (each stands for 10), 1 of 5 from one of 10 (each for 2): (40 + 2) / 60 = 0.7
    share = weighted_share([True] * 4 + [False] + [True] + [False] * 4, [10] * 5 + [2] * 5)
    assert float(share.estimate) == pytest.approx(0.7)
    # The effective size is 60² / (5 x 100 + 5 x 4) = 6.923. Wilson: (2 x 6.923 x .7 + 3.8415 - 1.96 x 3.1075) / 21.529
    assert float(share.lower) == pytest.approx(0.3457, abs=0.0002)
    with pytest.raises(Refused, match="weight above 0"):
        weighted_share([True], [0])


def test_equal_weights_change_nothing():
    shown = evaluate(8, 10)
    share = weighted_share([True] * 8 + [False] * 2, [3] * 10)
    assert (float(share.lower), float(share.upper)) == pytest.approx(
        (float(shown.wilson.lower), float(shown.wilson.upper))
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.349, "1 time in 3"), (0.05, "1 time in 20"), (0.66, "2 times in 3"), (0.5, "1 time in 2"),
     (0.9, "9 times in 10"),
     (0.001, "less than 1 time in 200"), (0.999, "more than 199 times in 200"), (0.0, "never"), (1.0, "always")],
)  # fmt: skip
def test_a_chance_is_said_in_times(chance, words):
    assert say_chance(chance) == words


def test_shares_and_bounds_are_said_without_claiming_too_much():
    assert (say_cases(0.1), say_cases(0.15), say_cases(1 / 3)) == ("1 in 10 cases", "15% of cases", "1 in 3 cases")
    assert (percent_down(0.6915), percent_down(0.95), percent_down(0.0083), percent_down(0.0)) == (
        "69%",
        "95%",
        "0.8%",
        "0%",
    )
    assert (percent_up(0.3085), percent_up(0.07), percent_up(0.99747), percent_up(1.0)) == (
        "31%",
        "7%",
        "99.8%",
        "100%",
    )
