"""The calendar of due dates and meetings, read back with a library that calendars are read with."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from eyre.body.settings import Body, MeetingSeries
from eyre.writers.icalendar import LONGEST_LINE, Entry, calendar_text
from eyre_web.accounts.models import Token, TokenKind
from eyre_web.accounts.services import revoke_token
from eyre_web.body.models import KeptRecord
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, Meeting
from web.api.conftest import TODAY, secret_of
from web.people import account

pytestmark = pytest.mark.db


def calendar(user=None, code=200, secret="", **more):
    answer = Client().get(f"/feeds/{secret or secret_of(user, TokenKind.CALENDAR, **more)}/calendar.ics")
    assert answer.status_code == code, answer.content.decode()
    return answer


def entries(user=None, **more):
    """Everything in the calendar, by its identifier."""
    read = icalendar.Calendar.from_ical(calendar(user, **more).content)
    assert read.errors == []
    events = list(read.walk("VEVENT"))
    assert all(event.errors == [] for event in events)
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


ACTION = "action-2025-09-1@office.eyre"


def test_a_due_date_is_a_day_with_a_reference_a_title_and_a_link(full, ada):
    event = entries(ada)[ACTION]
    assert event["DTSTART"].dt == date(2025, 11, 4)
    assert event["DTEND"].dt == date(2025, 11, 5)
    assert event["SUMMARY"] == "Action 2025-09/1 due: Burglary"
    assert event["URL"].endswith("/actions/2025-09/1/")
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 1  # it was moved once
    assert event["TRANSP"] == "TRANSPARENT"


def test_words_leave_only_where_they_were_asked_for(full, ada):
    assert "Send a paper" not in calendar(ada).content.decode()
    assert entries(ada, with_words=True)[ACTION]["DESCRIPTION"] == "Send a paper on repeat burglary."


def test_what_has_no_date_is_not_there(full, ada):
    assert set(entries(ada)) == {
        *(f"action-2025-{slug}@office.eyre" for slug in ("09-1", "09-3", "09-4", "10-1", "10-2")),
        "meeting-2025-09@office.eyre", "meeting-2025-10@office.eyre",
    }  # fmt: skip


def test_a_new_date_moves_the_same_entry(full, ada):
    action = Action.objects.get(reference="action 2025-09/1")
    services.redate_action(action.pk, by=ada, on=TODAY, to=date(2026, 1, 9), reason="More time")
    event = entries(ada)[ACTION]
    assert event["DTSTART"].dt == date(2026, 1, 9)
    assert event["SEQUENCE"] == 2
    assert event["LAST-MODIFIED"].dt == datetime(2025, 11, 12, tzinfo=UTC)


def test_a_new_date_that_is_asked_for_moves_no_entry(full, ada, ben):
    before = entries(ada)[ACTION]
    action = Action.objects.get(reference="action 2025-09/1")
    services.ask_for_date(action.pk, by=ben, on=TODAY, to=date(2026, 1, 9), reason="More time")
    after = entries(ada)[ACTION]
    assert (after["DTSTART"].dt, after["SEQUENCE"]) == (before["DTSTART"].dt, before["SEQUENCE"])


def test_a_closed_action_is_cancelled_and_after_a_year_gone(full, ada, monkeypatch):
    action = Action.objects.get(reference="action 2025-09/1")
    services.withdraw_action(action.pk, by=ada, on=TODAY, reason="No longer needed")
    event = entries(ada)[ACTION]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    secret = secret_of(ada, TokenKind.CALENDAR, days=500)
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY + timedelta(days=366))
    assert ACTION not in entries(secret=secret)


def test_whoever_wants_only_their_own_gets_those_of_their_posts(full, ben):
    own = {uid for uid in entries(ben, own_only=True) if uid.startswith("action")}
    assert own == {f"action-2025-{slug}@office.eyre" for slug in ("09-1", "09-4", "10-1")}


def planned(**more):
    """The body with a series of meetings that is planned."""
    series = MeetingSeries(key="scrutiny", title="Scrutiny; monthly", **more)
    KeptRecord.objects.filter(kind="body").delete()
    body = Body(key="office", name="Anyshire, Office", kind="commissioner", force="anyshire", meeting_series=(series,))
    KeptRecord.objects.keep("body", [body])


def test_planned_meetings_are_there_at_their_hour_and_once(full, ada):
    planned(planned=(date(2025, 10, 21), date(2025, 12, 16), date(2026, 6, 16)), start="14:00:00")
    found = entries(ada)
    assert found["meeting-2025-10@office.eyre"]["SUMMARY"] == "Scrutiny, 10/2025"  # as it was held
    december = found["meeting-scrutiny-2025-12-16@office.eyre"]
    assert december["SUMMARY"] == "Scrutiny; monthly"
    assert december["DTSTART"].dt == datetime(2025, 12, 16, 14, tzinfo=UTC)
    assert found["meeting-scrutiny-2026-06-16@office.eyre"]["DTSTART"].dt == datetime(2026, 6, 16, 13, tzinfo=UTC)


def test_a_meeting_that_was_cancelled_says_so(full, ada):
    Meeting.objects.filter(reference="meeting 2025-10").update(status="cancelled")
    assert entries(ada)["meeting-2025-10@office.eyre"]["STATUS"] == "CANCELLED"


def test_the_hours_of_a_meeting_are_those_of_its_notes(full, ada):
    meeting = Meeting.objects.get(reference="meeting 2025-09")
    meeting.kept = {"start": "10:00:00", "end": "12:30:00"}
    meeting.save()
    event = entries(ada)["meeting-2025-09@office.eyre"]  # summer time
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour, event["DTEND"].dt.minute) == (9, 11, 30)


# --- who ----------------------------------------------------------------------------------------------------------


def test_everybody_gets_what_they_may_see(full, cy):
    assert {uid for uid in entries(cy) if uid.startswith("action")} == {"action-2025-09-3@office.eyre"}
    assert not any(uid.startswith("meeting") for uid in entries(cy))
    assert "Only somebody who" in calendar(account("Pat", "administrator"), 403).json()["detail"]


def test_a_wrong_or_revoked_address_opens_nothing(full, ada):
    calendar(code=404, secret="a-guess")
    calendar(code=404, secret=secret_of(ada, TokenKind.API))
    secret = secret_of(ada, TokenKind.CALENDAR)
    calendar(secret=secret)
    revoke_token(Token.objects.get(user=ada, kind=TokenKind.CALENDAR).pk, by=ada)
    calendar(code=404, secret=secret)


def test_an_unchanged_calendar_is_the_same_text_and_is_not_sent_again(full, ada):
    secret = secret_of(ada, TokenKind.CALENDAR)
    first = calendar(secret=secret)
    assert first.content == calendar(secret=secret).content
    headers = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(f"/feeds/{secret}/calendar.ics", headers=headers).status_code == 304


# --- the text -----------------------------------------------------------------------------------------------------

printed = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=200)


@given(printed, printed)
def test_any_text_comes_back_as_it_was_written(summary, description):
    when = datetime(2025, 11, 12, tzinfo=UTC)
    entry = Entry("x@y", date(2025, 11, 12), summary, when, description=f"{description}\n{summary}")
    text = calendar_text(summary, [entry])
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    read = icalendar.Calendar.from_ical(text)
    [event] = read.walk("VEVENT")
    assert str(event["SUMMARY"]) == summary
    assert str(event["DESCRIPTION"]) == f"{description}\n{summary}"


def test_what_is_no_text_is_left_out_and_a_line_end_stays_one():
    entry = Entry("x@y", date(2025, 11, 12), "a\x00b\r\nc\x1bd\re", datetime(2025, 11, 12, tzinfo=UTC))
    assert r"SUMMARY:ab\ncd\ne" in calendar_text("x", [entry])
