"""The order of attention: late or incomplete, new concern, target missed, off target, the rest; each with a reason."""

from datetime import date

import numpy as np
import pytest

from eyre.body.folder import read_folder
from eyre.body.registers import RebaseMark
from eyre.body.settings import Tracker
from eyre.core import Direction, Month
from eyre.measures import Target
from eyre.tracker import Attention, Request, build_tracker
from small_body import FORCE, load, measure, share, small_body, steady

HIGH = np.r_[steady(50, 44), [120]]  # the last month far above the limits
LOW = np.r_[steady(50, 44), [5]]


def test_the_places_are_in_the_order_of_the_issue():
    assert [place.name for place in Attention] == [
        "LATE_OR_INCOMPLETE", "NEW_CONCERN", "TARGET_MISSED", "OFF_TARGET", "REST",
    ]  # fmt: skip
    assert all(place.heading for place in Attention)


# --- late or incomplete ---


@pytest.mark.parametrize(
    ("as_of", "place"), [(date(2024, 2, 29), Attention.REST), (date(2024, 3, 1), Attention.LATE_OR_INCOMPLETE)]
)
def test_a_figure_is_late_the_day_after_it_was_due(row_of, as_of, place):
    # December 2023 is there; January ends on the 31st, and comes 29 days later: by 29 February.
    row = row_of(steady(50), measure=measure(lag_days=29), as_of=as_of)
    assert row.attention is place
    if place is Attention.LATE_OR_INCOMPLETE:
        assert row.reason == "The figure after December 2023 was due by 29 February 2024 and has not come."


def test_where_nobody_said_when_figures_are_due_a_year_of_silence_is_late(row_of):
    assert row_of(steady(50), as_of=date(2024, 12, 31)).attention is Attention.REST
    row = row_of(steady(50), as_of=date(2025, 1, 2))
    assert row.attention is Attention.LATE_OR_INCOMPLETE
    assert "nothing newer has come for over a year" in row.reason


def test_a_newest_month_that_is_incomplete_comes_before_a_concern(tracker_of):
    values = np.r_[steady(500, 44), [60]]
    tracker = tracker_of(
        {"burglary": {"north": values, "south": np.r_[steady(400, 44), [900]]}},
        measures=[measure(source_key="police")], tracker=Tracker(areas=("south", "north")),
    )  # fmt: skip
    assert [(row.key.area, row.attention) for row in tracker.rows] == [
        ("north", Attention.LATE_OR_INCOMPLETE), ("south", Attention.NEW_CONCERN),
    ]  # fmt: skip
    assert tracker.rows[0].reason.startswith("December 2023 looks incomplete: far fewer records")


# --- new concern ---


def test_a_concern_is_new_where_its_month_was_not_known_at_the_last_meeting(tmp_path):
    folder = small_body(tmp_path / "b", {"burglary": {FORCE: HIGH[:-1]}}, received=date(2023, 12, 5))
    load(folder.path, {"burglary": {FORCE: HIGH}}, received=date(2024, 1, 10))
    folder = read_folder(folder.path)
    known_at_the_last, since_then = (
        build_tracker(folder, Request(as_of=date(2024, 1, 15), since=since)).rows[0]
        for since in (date(2024, 1, 11), date(2023, 12, 19))
    )
    assert known_at_the_last.attention is Attention.REST
    assert since_then.attention is Attention.NEW_CONCERN
    assert since_then.reason == known_at_the_last.reason  # the same signal: seen before, or not


def test_without_a_meeting_before_every_concern_is_new(row_of):
    assert row_of(HIGH).attention is Attention.NEW_CONCERN


def test_an_improvement_is_no_concern(row_of):
    assert row_of(LOW).attention is Attention.REST
    assert row_of(HIGH, measure=measure(direction=Direction.UP)).attention is Attention.REST


@pytest.mark.parametrize("values", [HIGH, LOW])
def test_a_change_of_a_measure_without_direction_is_put_before_a_person_and_called_neither(row_of, values):
    row = row_of(values, measure=measure(direction=Direction.NEITHER, targets=(Target(value=1),)))
    assert row.attention is Attention.NEW_CONCERN
    assert row.chart.type_at(len(row.shown.periods) - 1).word.startswith("special_cause_neutral")
    assert "or to be explained" in row.attention.heading
    said = row.reason.lower()
    assert not any(word in said for word in ("worse", "better", "improve", "good", "bad"))


# --- targets ---


def test_a_target_beyond_the_limits_is_missed_every_time(row_of):
    row = row_of(steady(50), measure=measure(targets=(Target(value=5),)))
    assert row.attention is Attention.TARGET_MISSED
    assert (
        row.reason == "The target lies outside what this process gives: without a change it will be missed every time."
    )
    hit = row_of(steady(50), measure=measure(targets=(Target(value=500),)))
    chance = row_of(steady(50), measure=measure(targets=(Target(value=50),)))
    assert hit.attention is chance.attention is Attention.REST


def test_a_target_that_is_over_asks_for_nothing(row_of):
    over = measure(targets=(Target(value=5, by=date(2022, 3, 31)),))
    assert row_of(steady(50), measure=over).attention is Attention.REST


@pytest.mark.parametrize(
    ("target", "direction", "place"),
    [
        (400, Direction.DOWN, Attention.OFF_TARGET),  # about 600 come
        (900, Direction.DOWN, Attention.REST),
        (600, Direction.DOWN, Attention.REST),  # the target lies within the range: nobody can say
        (900, Direction.UP, Attention.OFF_TARGET),
        (400, Direction.UP, Attention.REST),
        (400, Direction.NEITHER, Attention.REST),
    ],
)
def test_an_outturn_is_off_target_where_the_whole_range_is_on_the_wrong_side(row_of, target, direction, place):
    yearly = Target(value=target, over="financial_year")
    row = row_of(steady(50), measure=measure(direction=direction, targets=(yearly,)))
    assert row.attention is place
    if place is Attention.OFF_TARGET:
        assert "at least nine times in ten" in row.reason


def test_each_place_is_taken_in_the_order_of_attention(tracker_of):
    figures = {
        "rest": {FORCE: steady(50)},
        "outturn": {FORCE: steady(50)},
        "target": {FORCE: steady(50)},
        "concern": {FORCE: HIGH},
        "late": {FORCE: steady(50)},
    }
    measures = [
        measure("outturn", targets=(Target(value=400, over="financial_year"),)),
        measure("target", targets=(Target(value=5),)),
        measure("late", lag_days=10),
    ]
    tracker = tracker_of(figures, measures=measures, as_of=date(2024, 2, 11))
    assert [row.key.measure for row in tracker.rows] == ["late", "concern", "target", "outturn", "rest"]
    assert all(row.reason for row in tracker.rows)


def test_within_a_place_rows_keep_the_order_of_the_body(tracker_of):
    figures = {key: {FORCE: steady(50)} for key in ("a", "b", "c")}
    rows = tracker_of(figures, tracker=Tracker(measures=("c", "a", "b"))).rows
    assert [row.key.measure for row in rows] == ["c", "a", "b"]


# --- what cannot be shown is said ---


def test_a_figure_by_other_periods_than_the_measure_has_is_named(tracker_of):
    tracker = tracker_of({"burglary": {FORCE: steady(50)}}, measures=[measure(period="quarter")])
    assert tracker.rows == ()
    assert tracker.warnings == ("Burglary: there are figures, but none by quarter.",)


def test_a_force_that_cannot_be_added_up_is_named_with_the_part_that_lacks(tracker_of):
    tracker = tracker_of({"burglary": {"north": steady(50), "south": steady(50)}}, tracker=Tracker(areas=("north",)))
    assert [row.key.area for row in tracker.rows] == ["north"]
    assert tracker.warnings == ("Burglary: no figure for Anyshire, because there is none for Anyshire: no place.",)


def test_what_the_tracker_lists_and_nobody_defined_is_named(tracker_of):
    tracker = tracker_of(
        {"burglary": {FORCE: steady(50)}}, tracker=Tracker(measures=("burgalry",), areas=("atlantis",))
    )
    assert tracker.warnings == (
        'The tracker lists the area "atlantis", which body.toml does not have.',
        'There is no definition of the measure "burgalry": its figures are not shown.',
    )


def test_a_measure_without_figures_is_listed_as_such(tracker_of):
    tracker = tracker_of({"burglary": {FORCE: steady(50)}}, measures=[share()])
    assert [m.key for m in tracker.without_figures] == ["satisfaction"]


def test_before_any_load_there_is_no_row(tracker_of):
    tracker = tracker_of({"burglary": {FORCE: steady(50)}}, as_of=date(2024, 1, 9))
    assert tracker.rows == ()
    assert len(tracker.without_figures) == 1


def test_the_same_seed_gives_the_same_tracker_and_another_other_draws(tmp_path):
    folder = small_body(tmp_path / "b", {"burglary": {FORCE: steady(50)}})
    one, same, other = (build_tracker(folder, Request(as_of=date(2024, 1, 15), seed=s)).rows[0] for s in (1, 1, 2))
    assert one.outturn.projected == same.outturn.projected != other.outturn.projected


def test_of_two_marks_on_one_month_the_later_decision_holds(row_of):
    marks = [
        RebaseMark(measure="burglary", area=FORCE, from_period=Month(2023, 1), by="chair", on=on, reason=why)
        for on, why in ((date(2023, 6, 1), "second thoughts"), (date(2023, 3, 1), "first"))
    ]
    row = row_of(steady(50), rebases=tuple(marks))
    assert [rebase.reason for rebase in row.chart.options.rebase] == ["second thoughts"]


def test_a_mark_that_leaves_too_few_whole_months_is_not_used(row_of):
    mark = RebaseMark(
        measure="burglary", area=FORCE, from_period=Month(2023, 11), by="chair", on=date(2023, 12, 1), reason="x"
    )
    assert row_of(steady(50), rebases=(mark,)).chart.options.rebase == ()
