"""How far off a promise is now: the same test on the newest figures, and nothing is found by it."""

from datetime import timedelta

import numpy as np
import pytest

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    ChangeTest,
    Comparison,
    FactTest,
    ForEach,
    LevelTest,
    ReversalTest,
)
from eyre.commitments.distance import distances, move
from eyre.commitments.evaluate import windows_of
from eyre.core import Month, Quarter, Rolling
from promises import START, figures, key, months, paths, window


def level(value=90, **more):
    usual = {"measure": "burglary", "area": "north", "window": window(30, 32), "aggregate": Aggregate.MEAN}
    return LevelTest(**{**usual, "op": Comparison.AT_MOST, "value": value, **more})


def days(period):
    return period.start, period.end


FALLING = paths(np.arange(100.0, 76.0, -1))  # 24 months, the last is 77


def test_a_test_of_months_to_come_is_read_on_the_newest_ones():
    (found,) = distances(level(), figures({key(): FALLING}))
    assert days(found.window) == days(window(21, 23))
    assert found.numbers == {"reached": 78.0, "asked": 90}  # 79, 78, 77
    assert found.would_pass


def test_each_area_has_a_distance_of_its_own_and_what_has_no_figures_has_none():
    test = level(for_each=ForEach(areas=("north", "south", "east")))
    rising = paths(np.arange(80.0, 104.0))
    found = distances(test, figures({key(): FALLING, key(area="south"): rising}))
    assert [(each.key.area, each.would_pass) for each in found] == [("north", True), ("south", False)]


def test_windows_are_moved_together():
    test = ChangeTest(
        measure="burglary", area="north", before=window(12, 14), after=window(24, 26), aggregate=Aggregate.MEAN
    )
    moved = move(test, START.shift(20).end)
    assert (days(moved.before), days(moved.after)) == (days(window(6, 8)), days(window(18, 20)))
    (found,) = distances(test, figures({key(): FALLING}))
    assert found.numbers["change"] == -12


def test_the_split_of_a_reversal_moves_with_its_window():
    test = ReversalTest(measure="burglary", area="north", window=window(24, 35), split=START.shift(30))
    moved = move(test, START.shift(20).end)
    assert (days(moved.window), moved.split) == (days(window(9, 20)), START.shift(15))


@pytest.mark.parametrize("ends", [START.shift(at) for at in (0, 11, 40)])
def test_a_moved_window_is_as_many_months_long(ends):
    for test in (level(), level(window=Quarter(2018, 1)), level(window=Rolling(Month(2018, 1), Month(2018, 12)))):
        was, now = windows_of(test)[-1], windows_of(move(test, ends.end))[-1]
        assert now.end == ends.end
        assert abs(was.days - now.days) <= 3
        assert days(windows_of(move(move(test, ends.end), was.end))[-1]) == days(was)


def test_a_window_longer_than_the_figures_has_no_distance():
    assert distances(level(window=window(0, 29)), figures({key(): FALLING})) == ()
    assert distances(level(), figures({key(): paths([np.nan, 5.0], months(2))})) == ()


def test_what_is_no_figure_over_time_has_none():
    both = AllOfTest(tests=(FactTest(evidence_wanted="x"), level(evidence="sample:sample x")))
    assert distances(both, figures({key(): FALLING})) == ()


def test_the_end_may_be_any_day_of_its_month():
    assert move(level(), START.shift(20).end - timedelta(days=9)) == move(level(), START.shift(20).end)
