"""Flags that change because later points arrived are said."""

import numpy as np
import pytest

from eyre.core import Direction, EyreError
from eyre.spc import PointType, Rebase, chart_as_it_stood, judge, point_types_when_latest, revised_points

# six above the line are nothing; the seventh makes seven of them a shift
SHIFTING = [9.0, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 12, 13, 12, 13, 12, 13, 12]


def test_the_seventh_point_makes_the_six_before_it_part_of_a_shift():
    chart = judge(SHIFTING, direction=Direction.DOWN, fix_first=12)
    revised = revised_points(chart)
    assert [point.index for point in revised] == [13, 14, 15, 16, 17, 18]
    assert {point.was for point in revised} == {PointType.COMMON_CAUSE}
    assert {point.now for point in revised} == {PointType.SPECIAL_CAUSE_CONCERN}
    assert revised[0].reason == "Seven months running above the average."


def test_nothing_is_revised_since_the_meeting_when_nothing_arrived():
    chart = judge(SHIFTING, direction=Direction.DOWN)
    assert revised_points(chart, seen=20) == ()


def test_what_changed_since_the_last_meeting_is_told_from_the_chart_as_it_stood():
    chart = judge(SHIFTING, direction=Direction.DOWN, fix_first=12)
    assert [point.index for point in revised_points(chart, seen=19)] == [13, 14, 15, 16, 17, 18]


def test_a_signal_may_fade_when_the_limits_move():
    values = [10.0, 11, 10, 11, 10, 11, 16, *([14.0, 8] * 8)]
    # with seven points: mean 11.29, ranges of mean 1.67, upper limit 15.72; the wide swing that follows moves it to 27
    chart = judge(values, direction=Direction.UP)
    told = point_types_when_latest(chart)
    assert told[6] == PointType.SPECIAL_CAUSE_IMPROVEMENT
    faded = {point.index: point for point in revised_points(chart)}[6]
    assert (faded.was, faded.now) == (PointType.SPECIAL_CAUSE_IMPROVEMENT, PointType.COMMON_CAUSE)


def test_a_rebasing_counts_only_once_it_has_two_periods():
    chart = judge(SHIFTING, direction=Direction.DOWN, rebase=[Rebase(13, "analyst", "new system")])
    assert chart_as_it_stood(chart, 14).group.max() == 0
    assert chart_as_it_stood(chart, 15).group.max() == 1


def test_a_p_chart_stood_on_its_counts():
    chart = judge(direction=Direction.UP, chart="p", numerator=[3, 4, 5, 6, 9], denominator=[10] * 5)
    assert chart_as_it_stood(chart, 4).centre[0] == pytest.approx(18 / 40)


def test_the_first_point_could_not_be_judged_when_it_was_the_latest():
    assert point_types_when_latest(judge([1.0, 2, np.nan], direction=Direction.UP)).tolist() == [
        -1,
        0,
        PointType.MISSING,
    ]


def test_more_periods_than_there_are_are_refused():
    with pytest.raises(EyreError, match="after 21 periods was asked; it has 20"):
        chart_as_it_stood(judge(SHIFTING, direction=Direction.DOWN), 21)
