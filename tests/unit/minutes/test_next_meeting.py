from dataclasses import replace
from datetime import date, time

import pytest

from eyre.body.meeting import Attendance, NextMeeting
from eyre.core import NotFound, Reference, Refused
from eyre.cycle.states import MeetingStatus
from eyre.minutes.next_meeting import find_series, next_day, plan_meeting, year_calendar
from eyre.minutes.standing import find_meeting


@pytest.fixture
def series(west_mercia):
    return west_mercia.body.meeting_series[0]


def with_series(folder, series):
    return replace(folder, body=replace(folder.body, meeting_series=(series,)))


def test_january_2018_is_made_out_of_its_series(west_mercia, series):
    planned = plan_meeting(west_mercia, next_day(west_mercia, series), topics={"plan_performance": ["Telford"]})
    meeting = planned.meeting
    assert meeting.reference == Reference("meeting", "2018-01")
    assert (meeting.title, meeting.weekday, meeting.status) == (
        "Monthly Assurance Meeting, January 2018", "Tuesday", MeetingStatus.PLANNED,
    )  # fmt: skip
    assert (meeting.chair, meeting.minute_taker, meeting.attendance) == ("pcc", "policy_officer", ())
    assert [(item.number, item.title) for item in meeting.items][4:6] == [
        ("4a", "Performance against the police and crime plan"), ("4a.1", "Telford"),
    ]  # fmt: skip
    assert planned.changes == ("Starts at 10:30; the series has 10:00.",)
    assert planned.doubts == ("The venue was not announced; that of the series is taken.",)
    assert (
        planned.deadlines[1].says == "Papers and updates due 5 working days before 30 January 2018: Tuesday 23 January."
    )


def test_a_series_is_found_by_any_of_its_names(west_mercia, series):
    assert find_series(west_mercia, "hta meeting") == find_series(west_mercia) == series
    with pytest.raises(NotFound, match="Monthly Assurance Meeting"):
        find_series(west_mercia, "Gold group")


def test_a_meeting_that_nobody_planned_follows_from_the_rhythm(west_mercia, december, series):
    unplanned = with_series(west_mercia, replace(series, planned=(), rhythm="last Tuesday of each month"))
    unplanned = replace(unplanned, meetings=(replace(december, next_meeting=None),))
    # 26 December is the last Tuesday, but that month has had its meeting: a fixed day is the rhythm, moved.
    assert next_day(unplanned, unplanned.body.meeting_series[0]).date == date(2018, 1, 30)
    monthly = with_series(unplanned, replace(series, planned=(), rhythm="monthly"))
    with pytest.raises(NotFound, match='"monthly" names no day'):
        next_day(monthly, monthly.body.meeting_series[0])


def test_another_series_does_not_lend_its_next_meeting(west_mercia, series):
    thematic = replace(series, key="thematic", title="Thematic", aliases=(), planned=(date(2018, 1, 10),))
    folder = replace(west_mercia, body=replace(west_mercia.body, meeting_series=(series, thematic)))
    assert next_day(folder, series).date == date(2018, 1, 30)
    assert next_day(folder, thematic).date == date(2018, 1, 10)


def test_a_day_against_the_rhythm_is_shown(west_mercia, december, series):
    folder = with_series(west_mercia, replace(series, rhythm="first Thursday of each month"))
    planned = plan_meeting(folder, next_day(folder, folder.body.meeting_series[0]))
    assert planned.changes[0] == (
        "Held on 30 January 2018; the series meets on the first Thursday of each month: 4 January 2018."
    )


def test_an_announced_weekday_that_is_not_the_days_is_doubted(west_mercia, december, series):
    announced = replace(december, next_meeting=NextMeeting(date=date(2018, 1, 30), weekday="Wednesday", start=time(10)))
    folder = replace(west_mercia, meetings=(announced,))
    doubts = plan_meeting(folder, next_day(folder, series)).doubts
    assert "30 January 2018 is a Tuesday, not a Wednesday: one of the two is wrong." in doubts


def test_a_meeting_on_a_bank_holiday_and_one_without_a_venue_are_doubted(west_mercia, december, series):
    folder = with_series(west_mercia, replace(series, planned=(date(2018, 5, 7),), venue="", minute_taker=""))
    folder = replace(folder, meetings=(replace(december, next_meeting=None),))
    planned = plan_meeting(folder, next_day(folder, folder.body.meeting_series[0]))
    assert "7 May 2018 is no working day: Early May bank holiday." in planned.doubts
    assert "No venue is known. Add it to the series, or to this meeting." in planned.doubts
    assert "No minute taker is known. Add it to the series, or to this meeting." in planned.doubts


def test_a_second_meeting_in_a_month_is_called_by_its_day(west_mercia, series):
    folder = with_series(west_mercia, replace(series, planned=(date(2017, 12, 28),)))
    planned = plan_meeting(folder, find_meeting(folder, "2017-12-28"))
    assert planned.meeting.reference == Reference("meeting", "2017-12-28")


def test_a_meeting_ends_as_long_after_its_start_as_the_last_one(west_mercia, december, series):
    folder = replace(west_mercia, meetings=(replace(december, end=time(11, 30)),))
    assert plan_meeting(folder, next_day(folder, series)).meeting.end == time(12, 0)  # 10:30 and an hour and a half


def test_a_minute_taker_among_those_present_is_asked_about(west_mercia, december, series):
    day = next_day(west_mercia, series)
    planned = plan_meeting(west_mercia, day).meeting
    written = replace(day, meeting=replace(planned, attendance=(Attendance(post="policy_officer"),)))
    assert any("taking minutes is not attending" in doubt for doubt in plan_meeting(west_mercia, written).doubts)


def test_a_meeting_that_was_held_is_not_planned_again(west_mercia):
    with pytest.raises(Refused, match="plan one that is to be held"):
        plan_meeting(west_mercia, find_meeting(west_mercia, "2017-12"))


def test_the_year_of_a_series_has_its_fixed_days_and_its_rhythm(series):
    year = year_calendar(replace(series, rhythm="first Monday of each month"), 2018)
    assert len(year.days) == 12
    assert [day.day for day in year.days if day.fixed] == [date(2018, 1, 30), date(2018, 5, 22)]
    # New Year's Day and 7 May are bank holidays, and those months have a day fixed by hand.
    assert [day.doubt for day in year.days if day.doubt] == ["2 April 2018 is no working day: Easter Monday."]
    spring = year_calendar(replace(series, rhythm="first Monday of each month", planned=()), 2018)
    assert [day.doubt for day in spring.days if day.doubt] == [
        "1 January 2018 is no working day: New Year's Day.",
        "2 April 2018 is no working day: Easter Monday.",
        "7 May 2018 is no working day: Early May bank holiday.",
    ]
    assert year_calendar(series, 2018).says.startswith('"monthly" names no day')
