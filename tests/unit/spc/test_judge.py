"""Variation, assurance, re-basing and what a chart says of itself."""

import numpy as np
import pytest

from eyre.core import Direction, EyreError, Month, NotFound, TooFewPoints
from eyre.spc import Assurance, ChartKind, PointType, Rebase, judge, rebase_at

QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13, 10, 12]
BY = {"by": "head of analysis", "reason": "new recording system"}


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [
        (Direction.UP, PointType.SPECIAL_CAUSE_IMPROVEMENT, PointType.SPECIAL_CAUSE_CONCERN),
        (Direction.DOWN, PointType.SPECIAL_CAUSE_CONCERN, PointType.SPECIAL_CAUSE_IMPROVEMENT),
        (Direction.NEITHER, PointType.SPECIAL_CAUSE_NEUTRAL_HIGH, PointType.SPECIAL_CAUSE_NEUTRAL_LOW),
    ],
)
def test_the_side_of_the_centre_and_the_better_way_make_the_kind_of_special_cause(direction, high, low):
    assert judge([*QUIET, 30], direction=direction).variation_type() is high
    assert judge([*QUIET, -30], direction=direction).variation_type() is low
    assert judge(QUIET, direction=direction).variation_type() is PointType.COMMON_CAUSE


def test_the_low_half_of_a_rise_is_concern_and_the_high_half_improvement_as_in_the_peer():
    chart = judge([1.0, 2, 3, 4, 5, 6, 7], direction=Direction.UP, fix_first=None)
    words = [chart.type_at(i).word for i in range(7)]
    concern, improvement = "special_cause_concern", "special_cause_improvement"
    assert words == [concern] * 4 + [improvement] * 3  # the fourth lies on the centre line


def test_variation_is_that_of_the_latest_value_also_when_the_latest_month_is_missing():
    chart = judge([*QUIET, 30, np.nan], direction=Direction.UP)
    assert chart.type_at(-1) is PointType.MISSING
    assert chart.variation_type() is PointType.SPECIAL_CAUSE_IMPROVEMENT


def test_a_series_without_a_value_is_missing_and_its_neighbour_in_the_batch_is_judged():
    chart = judge([[np.nan] * 14, QUIET], direction=Direction.UP, target=5)
    assert [chart[0].variation_type(), chart[1].variation_type()] == [PointType.MISSING, PointType.COMMON_CAUSE]
    assert [chart[0].assurance_type(), chart[1].assurance_type()] == [Assurance.NO_TARGET, Assurance.CONSISTENTLY_HIT]


# QUIET: mean 160/14 = 11.43, mean range 25/13 = 1.92, limits 6.31 to 16.54
@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        (Direction.UP, 6, Assurance.CONSISTENTLY_HIT),
        (Direction.UP, 12, Assurance.HIT_AND_MISS),
        (Direction.UP, 17, Assurance.CONSISTENTLY_MISSED),
        (Direction.DOWN, 6, Assurance.CONSISTENTLY_MISSED),
        (Direction.DOWN, 12, Assurance.HIT_AND_MISS),
        (Direction.DOWN, 17, Assurance.CONSISTENTLY_HIT),
        (Direction.NEITHER, 12, Assurance.NO_TARGET),
        (Direction.UP, None, Assurance.NO_TARGET),
    ],
)
def test_assurance_says_whether_usual_variation_meets_the_target(direction, target, expected):
    assert judge(QUIET, direction=direction, target=target).assurance_type() is expected


@pytest.mark.parametrize("direction", [Direction.UP, Direction.DOWN])
def test_always_exactly_on_target_is_hitting_it(direction):
    chart = judge([100.0] * 14, direction=direction, target=100)
    assert chart.assurance_type() is Assurance.CONSISTENTLY_HIT


def test_assurance_reads_the_latest_limits():
    chart = judge([*QUIET, *[50 + v for v in QUIET]], direction=Direction.UP, target=40, rebase=[Rebase(14, **BY)])
    assert chart.assurance_type() is Assurance.CONSISTENTLY_HIT


def test_each_series_may_have_its_own_target():
    chart = judge([QUIET, QUIET, QUIET], direction=Direction.UP, target=[6, 17, np.nan])
    assert [chart[i].assurance_type().word for i in range(3)] == [
        "consistently_hit",
        "consistently_missed",
        "no_target",
    ]


@pytest.mark.parametrize("value", [0.0, 0.1, -7.3, 1e9])
def test_a_series_that_never_changes_has_no_signal_and_no_nan(value):
    chart = judge(np.full(20, value), direction=Direction.UP)
    assert (chart.flag == -1).all()
    assert chart.lower_limit.tolist() == chart.upper_limit.tolist() == [value] * 20


def test_limits_without_width_about_values_that_vary_are_said_to_have_collapsed():
    # thirteen equal months and one other: both ranges of 4 are screened out, as in the peer, and no width is left
    rare, constant, usual = [5.0] * 10 + [9.0] + [5.0] * 3, [5.0] * 14, QUIET
    chart = judge([rare, constant, usual], direction=Direction.UP)
    assert chart.collapsed.tolist() == [True, False, False]
    assert not judge(rare, direction=Direction.UP, screen=False).collapsed


def test_under_thirteen_values_the_limits_are_said_to_be_trial():
    assert judge(QUIET[:12], direction=Direction.UP).trial
    assert not judge(QUIET[:13], direction=Direction.UP).trial
    assert judge([*QUIET[:12], np.nan], direction=Direction.UP).trial
    assert judge(QUIET, direction=Direction.UP, fix_first=12).trial
    assert judge(QUIET * 2, direction=Direction.UP, rebase=[Rebase(20, **BY)]).trial


def test_a_rebase_makes_new_limits_and_no_run_crosses_it():
    # Four above the average on each side of the re-basing: eight running, but in two groups. Both average 3.5;
    # mean ranges 18/7 = 2.57, so nothing lies outside 3.5 +/- 6.84.
    values = [0.0, 5, 1, 0, 5, 6, 5, 6, 6, 5, 6, 5, 0, 1, 5, 0]
    chart = judge(values, direction=Direction.UP, rebase=[Rebase(8, **BY)])
    assert chart.group.tolist() == [0] * 8 + [1] * 8
    assert (chart.flag == -1).all()
    assert chart.centre.tolist() == [3.5] * 16
    assert np.flatnonzero(judge(values, direction=Direction.UP).flag >= 0).tolist() == list(range(4, 12))


def test_rebasing_twice_makes_three_groups_in_order_of_time():
    steps = [Rebase(9, **BY), Rebase(4, **BY)]
    chart = judge(QUIET, direction=Direction.UP, rebase=steps)
    assert np.bincount(chart.group).tolist() == [4, 5, 5]
    assert chart.centre[[0, 4, 9]].tolist() == pytest.approx(
        [np.mean(QUIET[:4]), np.mean(QUIET[4:9]), np.mean(QUIET[9:])]
    )


def test_limits_fixed_on_the_first_n_judge_all_that_follows():
    chart = judge([*QUIET, *[20.0] * 7], direction=Direction.UP, fix_first=14)
    assert chart.centre[0] == pytest.approx(np.mean(QUIET))
    assert (chart.flag[-7:] >= 0).all()
    assert chart.limit_points[0] == 14


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        ({"values": [5.0]}, TooFewPoints, "from place 0 there is 1"),
        ({"values": QUIET, "rebase": [Rebase(13, **BY)]}, TooFewPoints, "from place 13 there is 1"),
        ({"values": QUIET, "rebase": [Rebase(14, **BY)]}, EyreError, "place from 1 to 13"),
        ({"values": QUIET, "rebase": [Rebase(5, "", "new system")]}, EyreError, "a person and a reason"),
        ({"values": QUIET, "rebase": [Rebase(5, **BY), Rebase(5, **BY)]}, EyreError, "same period"),
        ({"values": QUIET, "fix_first": 1}, EyreError, "first 1 periods"),
        ({}, EyreError, "made from values"),
        ({"chart": "p", "numerator": [1, 2]}, EyreError, "numerator and denominator"),
        ({"chart": "u", "values": [1], "numerator": [1], "denominator": [1]}, EyreError, "no values"),
        ({"chart": "p", "numerator": [3, 2], "denominator": [2, 2]}, EyreError, "3 of 2"),
    ],
)
def test_what_cannot_be_charted_is_refused_with_what_to_do(request_, error, words):
    with pytest.raises(error, match=words):
        judge(**request_, direction=Direction.UP)


def test_a_rebase_is_found_by_its_period():
    months = [Month(2018, 1), Month(2018, 2), Month(2018, 3)]
    assert rebase_at(Month(2018, 2), months, **BY) == Rebase(1, **BY)
    with pytest.raises(NotFound, match="New limits from"):
        rebase_at(Month(2019, 1), months, **BY)


def test_limits_below_nothing_are_kept_for_judging_and_cut_for_drawing():
    chart = judge([0.0, 5, 1, 4, 0, 6], direction=Direction.DOWN, floor=0)
    assert chart.lower_limit[0] < 0
    assert chart.shown_lower.tolist() == [0] * 6
    assert chart.shown_upper.tolist() == chart.upper_limit.tolist()


def test_a_p_chart_in_percent_is_cut_between_nothing_and_all_for_drawing_only():
    hits, base = [9, 10, 8, 10, 9], [10, 10, 10, 10, 10]
    chart = judge(direction=Direction.UP, chart="p", numerator=hits, denominator=base, per=100, floor=0, ceiling=100)
    assert chart.options.kind is ChartKind.P
    assert chart.values.tolist() == [90, 100, 80, 100, 90]
    assert chart.upper_limit[0] > 100
    assert chart.shown_upper.tolist() == [100] * 5


def test_a_p_chart_lets_a_small_month_swing_further_than_a_large_one():
    # p 379/700 = 0.541, sigma of 100 0.0498, mean range 0.1133, sigma_z 2.02: reach 0.30 for 100 and 0.60 for 25
    hits, base = [60, 45, 56, 50, 62, 48, 58], [100] * 7
    small, large = (
        judge(direction=Direction.UP, chart="p", numerator=[*hits, n // 5], denominator=[*base, n], fix_first=7)
        for n in (25, 100)
    )
    assert small.values[-1] == large.values[-1] == 0.2
    assert small.flag[-1] == -1
    assert large.reason(-1) == "Below the lower limit."


def test_the_rule_set_is_named_with_its_version():
    assert judge(QUIET, direction=Direction.UP).rule_set == "Making Data Count, version 1"


def test_one_series_taken_from_a_batch_is_that_series_judged_alone():
    batch = np.array([[QUIET, QUIET[::-1]], [[*QUIET[:-1], 40], [3.0] * 14]])
    one = judge(batch, direction=Direction.DOWN, target=9)[1, 0]
    alone = judge(batch[1, 0], direction=Direction.DOWN, target=9)
    assert one.point_type.tolist() == alone.point_type.tolist()
    assert one.reason(-1) == alone.reason(-1) == "Above the upper limit."
    assert one.assurance_type() is alone.assurance_type()
