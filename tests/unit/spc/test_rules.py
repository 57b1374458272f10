"""The four rules of Making Data Count, each on a series written out."""

import numpy as np
import pytest

from eyre.core import Direction
from eyre.spc import Rebase, judge
from eyre.spc.points import place_points
from eyre.spc.rule import first_fired
from eyre.spc.rules import MAKING_DATA_COUNT, OUTSIDE_LIMITS, SHIFT, TREND, TWO_OF_THREE


def flagged(rule, values) -> str:
    """Marks of the points a rule flags, with centre 0 and limits -9 and 9 (near limits -6 and 6)."""
    values = np.asarray(values, dtype=float)
    full = np.full(values.shape, 9.0)
    return "".join("x" if flag else "." for flag in rule.flags(place_points(values, -full, 0 * full, full)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 9.1, -9.1, 3], ".xx."),
        ([9, -9, 9], "..."),  # on the limit is inside
        ([np.nan, 10], ".x"),
    ],
)
def test_a_point_outside_the_limits_is_flagged(values, expected):
    assert flagged(OUTSIDE_LIMITS, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 1, 2, 1, 2, 1], "xxxxxxx"),
        ([1, 2, 1, 2, 1, 2], "......"),
        ([-1, 1, 2, 1, 2, 1, 2, 1, 2, -1], ".xxxxxxxx."),
        ([-1, -2, -1, -2, -1, -2, -1], "xxxxxxx"),
        ([1, 1, 1, 0, 1, 1, 1, 1], "........"),  # on the centre line is on neither side
        ([1, 1, 1, 1, np.nan, 1, 1, 1], "........"),  # a gap ends a run
        ([1, 1, 1, -1, -1, -1, -1], "......."),
    ],
)
def test_seven_running_on_one_side_are_a_shift(values, expected):
    assert flagged(SHIFT, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-3, -2, -1, 0, 1, 2, 3], "xxxxxxx"),
        ([-3, -2, -1, 0, 1, 2], "......"),
        ([3, 2, 1, 0, -1, -2, -3, -4], "xxxxxxxx"),
        ([-3, -2, -1, -1, 0, 1, 2, 3], "........"),  # two equal values end a run
        ([-3, -2, -1, np.nan, 1, 2, 3, 4], "........"),
        ([0, -3, -2, -1, 0, 1, 2, 3, 2], ".xxxxxxx."),
        ([-3, -2, -1, 0, 1, 2, 3, 2, 1, 0, -1, -2, -3], "xxxxxxxxxxxxx"),  # the peak ends one and begins the other
    ],
)
def test_seven_running_up_or_down_are_a_trend(values, expected):
    assert flagged(TREND, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7, 0, 8], "x.x"),  # the point between is not near, so it is not flagged
        ([7, 8, 0], "xx."),
        ([7, 0, 0, 8], "...."),
        ([7, 0, -7], "..."),  # one near each limit
        ([6, 6, 6], "..."),  # on the near limit is not beyond it
        ([-7, -8, -7.5], "xxx"),
        ([7, 10, 0], "..."),  # outside is not near: it is a signal of its own
        ([7, -7, 8], "x.x"),
        ([7, np.nan, 8], "x.x"),  # two are near whatever the third was
        ([7, 8], ".."),
    ],
)
def test_two_of_three_near_one_limit_are_flagged(values, expected):
    assert flagged(TWO_OF_THREE, values) == expected


def test_where_several_rules_fire_the_first_of_the_set_is_named():
    assert [rule.name for rule in MAKING_DATA_COUNT.rules] == ["outside_limits", "shift", "trend", "two_of_three"]
    values = np.array([-3.0, -2, -1, 0, 1, 7, 8, 1, 2, 1, 2, 1, 12])
    full = np.full(values.shape, 9.0)
    fired = MAKING_DATA_COUNT.fired(place_points(values, -full, 0 * full, full))
    named = [MAKING_DATA_COUNT.rules[i].name for i in first_fired(fired)]
    assert fired[:, 6].tolist() == [False, True, True, True]
    assert named == ["trend"] * 4 + ["shift"] * 8 + ["outside_limits"]


@pytest.mark.parametrize(
    ("values", "index", "sentence"),
    [
        ([5, 6] * 8 + [9], 16, "Above the upper limit."),
        ([5, 6] * 8 + [2], 16, "Below the lower limit."),
        ([6, 4] * 4 + [7, 8, 7, 8, 7, 8, 7], 10, "Seven months running above the average."),
        ([7, 9] * 4 + [7, 6, 7, 6, 7, 6, 7, 6], 12, "Eight months running below the average."),
        ([0, 20] * 6 + [4, 5, 6, 7, 12, 13, 14], 12, "Rising for seven months running."),
        ([20, 0] * 6 + [16, 15, 14, 13, 8, 7, 6, 5], 15, "Falling for eight months running."),
    ],
)
def test_the_reason_is_a_plain_sentence(values, index, sentence):
    chart = judge(values, direction=Direction.UP, screen=False)
    assert chart.reason(index) == sentence


def test_the_reason_names_the_limit_two_of_three_are_near_and_the_word_for_the_period():
    # mean 11, ranges 2, reach 5.32: near the upper limit is from 14.55 to 16.32
    chart = judge([10, 12] * 10 + [15, 11, 16], direction=Direction.UP, fix_first=20)
    assert chart.rule_at(20) is TWO_OF_THREE
    assert chart.reason(20, period="quarter") == "Two of three quarters running near the upper limit."


def test_a_quiet_point_and_a_missing_one_have_their_sentence_too():
    chart = judge([5, 6, np.nan, 6, 5], direction=Direction.UP)
    assert chart.reason(0).startswith("No rule fires")
    assert chart.reason(2, period="week") == "No figure for this week."


def test_a_reason_after_a_rebase_counts_within_its_own_group():
    values = [5, 6] * 8 + [50, 51] * 4 + [50, 53, 54, 53, 54, 53, 54, 53]
    chart = judge(values, direction=Direction.UP, rebase=[Rebase(16, "head of analysis", "new system")])
    assert chart.reason(27) == "Seven months running above the average."
