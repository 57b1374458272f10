"""What is planned for which coming meeting, on the record of December 2017."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.meeting import Item, Meeting
from eyre.body.registers import AskedFor
from eyre.body.settings import MeetingSeries
from eyre.core import Reference
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import SeriesKind
from eyre.minutes.forward_plan import PlannedKind, forward_plan
from eyre.minutes.next_meeting import next_day, next_unplanned, plan_meeting
from eyre.minutes.standing import Standing, known_days

JANUARY, MAY = date(2018, 1, 30), date(2018, 5, 22)


def january(folder, *items, **changed):
    """The meeting of January as planned, with items of its agenda."""
    planned = plan_meeting(folder, next_day(folder, folder.body.meeting_series[0])).meeting
    return replace(planned, items=(planned.items[0], *items, *planned.items[1:]), **changed)


@pytest.fixture
def plan(west_mercia):
    def of(*meetings, asked=(), series=()):
        settings = replace(west_mercia.body, meeting_series=(*west_mercia.body.meeting_series, *series))
        folder = replace(west_mercia, body=settings, meetings=(*west_mercia.meetings, *meetings))
        return forward_plan(Standing(folder, next_day(folder, folder.body.meeting_series[0])), asked)

    return of


def at(found, day):
    return next(meeting for meeting in found.meetings if meeting.day.date == day)


def test_what_is_due_comes_before_the_first_meeting_on_or_after_its_day(plan):
    found = plan()
    assert [meeting.day.date for meeting in found.meetings] == [JANUARY, MAY]
    by_meeting = {day: [each.reference for each in at(found, day).planned] for day in (JANUARY, MAY)}
    assert "action 2017-12/1" in by_meeting[JANUARY]  # without a date: the next meeting
    assert "action 2017-12/3" in by_meeting[MAY]  # due on 31 January, the day after a meeting
    assert "commitment 2017-12/C19" in by_meeting[MAY]  # 31 March
    assert [each.reference for each in found.beyond][:1] == ["action 2017-12/5"]  # 31 May: no meeting is known by then


def test_what_the_agenda_brings_forward_is_said_once(plan, west_mercia):
    item = Item(number="1.1", title="Tracker", matter="telford-performance", brought_forward_from="action 2017-12/1")
    planned = at(plan(january(west_mercia, item)), JANUARY).planned
    assert (planned[0].kind, planned[0].words, planned[0].brings) == (
        PlannedKind.AGENDA, "Tracker", ("action 2017-12/1",),
    )  # fmt: skip
    assert "action 2017-12/1" not in [each.reference for each in planned]


def test_a_matter_and_an_objective_with_no_place_are_named(plan, west_mercia):
    found = plan()
    assert "telford-performance" not in {matter.key for matter in found.matters}
    victims = next(each for each in found.matters if each.title == "Victim satisfaction")
    item = Item(number="1.1", title="Victims", matter=victims.key)
    later = plan(january(west_mercia, item))
    assert victims.key not in {matter.key for matter in later.matters}
    assert victims.objective in {each.key for each in found.objectives} - {each.key for each in later.objectives}


def test_what_is_asked_for_stands_before_the_next_meeting_until_it_is_declined_or_sent_out(plan):
    asked = AskedFor(key="drones", words="Drones", by="pcc", on=date(2018, 1, 3))
    kinds = {each.kind for each in at(plan(asked=[asked]), JANUARY).planned}
    assert PlannedKind.ASKED_FOR in kinds
    for gone in (replace(asked, declined="Not now"), replace(asked, goes_out=True, board="Executive Board")):
        assert PlannedKind.ASKED_FOR not in {each.kind for each in at(plan(asked=[gone]), JANUARY).planned}


def test_meetings_of_a_rhythm_are_coming_and_a_cancelled_one_is_not(plan, west_mercia):
    quarterly = MeetingSeries(
        key="quarterly", title="Quarterly", kind=SeriesKind.QUARTERLY, rhythm="second Thursday of each quarter"
    )
    found = plan(january(west_mercia, status=MeetingStatus.CANCELLED), series=[quarterly])
    assert JANUARY not in [meeting.day.date for meeting in found.meetings]
    spring = at(found, date(2018, 7, 12))  # the second Thursday of July
    assert (spring.is_fixed, spring.day.series.key) == (False, "quarterly")


def test_a_meeting_that_moved_takes_the_place_of_the_day_that_was_announced(west_mercia):
    series = replace(west_mercia.body.meeting_series[0], planned=())
    folder = replace(west_mercia, body=replace(west_mercia.body, meeting_series=(series,)))
    moved = Meeting(
        reference=Reference("meeting", "2018-01"), series=series.key, title="Moved", date=date(2018, 2, 6),
        status=MeetingStatus.PLANNED,
    )  # fmt: skip
    assert [day.date for day in known_days(folder)] == [date(2017, 12, 19), JANUARY]
    with_it = replace(folder, meetings=(*folder.meetings, moved))
    assert [day.date for day in known_days(with_it)] == [date(2017, 12, 19), date(2018, 2, 6)]
    extra = replace(moved, date=date(2018, 1, 9), title="One more")  # in the same month: it is the January meeting
    assert [day.date for day in known_days(replace(folder, meetings=(*folder.meetings, extra)))][-1] == extra.date
    early = replace(moved, date=date(2017, 12, 28))  # another month, before the day: the announcement holds
    assert [day.date for day in known_days(replace(folder, meetings=(*folder.meetings, early)))][-1] == JANUARY


def test_the_next_unplanned_day_is_after_every_meeting_on_record(west_mercia):
    series = west_mercia.body.meeting_series[0]
    assert next_unplanned(west_mercia, series).date == JANUARY
    planned = replace(west_mercia, meetings=(*west_mercia.meetings, january(west_mercia)))
    assert next_unplanned(planned, series).date == MAY


def test_two_meetings_of_one_day_have_references_of_their_own(west_mercia):
    day = next_day(west_mercia, west_mercia.body.meeting_series[0])
    folder, references = west_mercia, []
    for _ in range(4):
        meeting = replace(plan_meeting(folder, replace(day, meeting=None)).meeting)
        folder = replace(folder, meetings=(*folder.meetings, meeting))
        references.append(meeting.reference.home)
    assert references == ["2018-01", "2018-01-30", "2018-01-30-2", "2018-01-30-3"]
