"""From a series to an issued agenda: who may, what each change does, and what happens when two do it at once."""

import re
from datetime import date, time

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eyre.core import Refused
from eyre.cycle.states import MeetingStatus
from eyre.minutes.building import Step
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.finding import indexing
from eyre_web.meetings.models import Event, Item, Line, Meeting
from eyre_web.minutes.agenda import items, planning
from eyre_web.minutes.agenda.changing import MeetingChangedMeanwhile, history, last_seen
from eyre_web.minutes.agenda.items import NewItem
from eyre_web.minutes.agenda.offered import by_heading, offers_for
from eyre_web.snapshot.kept import snapshot
from web.minutes.conftest import TODAY, header, lines, meeting, the_item
from web.people import account

pytestmark = pytest.mark.db

AGENDA = "/meetings/2025-12/agenda/"
PAGES = (AGENDA, f"{AGENDA}paper/", "/meetings/2025-12/invitation.ics", "/meetings/2025-12/questions/")
CHANGES = (f"{AGENDA}header/", f"{AGENDA}apologies/", f"{AGENDA}cancel/", f"{AGENDA}issue/", f"{AGENDA}add/")
LISTS = ("/series/", "/series/scrutiny/", "/coverage/", "/forward-plan/", "/asked-for/")
PLAN = {
    "title": "Scrutiny, December 2025", "date": "Tuesday 16 December 2025", "start": "10:00", "end": "",
    "venue": "Room 1", "chair": "commissioner", "minute_taker": "policy", "stands_for": "2025-12-16",
}  # fmt: skip
ACTION = "action 2025-09/1"


def seen():
    return last_seen(history(meeting()))


def sent(client, who, address, **typed):
    client.force_login(who)
    answer = client.post(address, typed)
    return answer, answer.content.decode()


# --- who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, *CHANGES, *LISTS, "/series/scrutiny/plan/", "/lateness/"])
def test_whoever_has_not_signed_in_is_asked_to(client, planned, address):
    assert client.get(address).url.startswith("/account/login/")


def test_the_office_changes_who_sees_all_looks_and_nobody_else_knows_of_it(client, planned, ada, ben, cy):
    panel = account("Pat", "panel_member")
    for who, look, change, page in ((ada, 200, 200, 200), (ben, 200, 403, 200), (cy, 404, 404, 403),
                                    (panel, 404, 404, 403)):  # fmt: skip
        client.force_login(who)
        for address in PAGES:
            assert client.get(address).status_code == look, (who, address)
        for address in CHANGES:
            assert client.get(address).status_code == change, (who, address)
        for address in LISTS:
            assert client.get(address).status_code == page, (who, address)
        for address in ("/series/scrutiny/plan/", "/series/new/", "/series/scrutiny/change/", "/asked-for/new/"):
            assert client.get(address).status_code == (200 if who == ada else 403), (who, address)
    before = lines()
    item = meeting().items.first()
    for who, code in ((ben, 403), (cy, 404)):
        for address, typed in (
            ("take/", {"offer": ACTION}), ("move/", {"up": item.pk}), (f"items/{item.pk}/remove/", {}),
        ):  # fmt: skip
            assert sent(client, who, AGENDA + address, seen=0, **typed)[0].status_code == code
    assert lines() == before


def test_the_services_ask_for_the_right_themselves(planned, ben, cy):
    nobody = account("Quin", "policy_officer")  # the role, and no post
    item = the_item("Any other business")
    for who in (ben, cy, nobody):
        for service, arguments in (
            (planning.plan, ("scrutiny", header(date=date(2026, 1, 20)))),
            (planning.change_header, (planned.pk, header(venue="Elsewhere"))),
            (planning.issue_agenda, (planned.pk,)),
            (items.take, (planned.pk, [ACTION])),
            (items.add_item, (planned.pk, str(item.pk), NewItem(title="New"))),
        ):
            with pytest.raises(PermissionDenied):
                service(*arguments, by=who, on=TODAY)
    with pytest.raises(PermissionDenied):
        planning.cancel(planned.pk, by=ben, on=TODAY, reason="Why")
    assert len(history(planned)) == 1


def test_what_does_not_change_a_meeting_that_was_held(client, series, ada):
    client.force_login(ada)
    held = Meeting.objects.get(reference="meeting 2025-10")
    page = client.get("/meetings/2025-10/agenda/").content.decode()
    assert "Put what is ticked" not in page
    assert "Issue the agenda" not in page
    with pytest.raises(Refused, match="held, notes in draft: its agenda stays as it is"):
        planning.change_header(held.pk, header(), by=ada, on=TODAY)


def test_the_force_sees_nothing_of_a_draft_that_it_was_not_sent(client, series, ada, ben):
    pages = ("/meetings/2025-10/agenda/", "/meetings/2025-10/agenda/paper/", "/meetings/2025-10/questions/")
    for who, code in ((ada, 200), (ben, 404)):
        client.force_login(who)
        assert [client.get(address).status_code for address in pages] == [code] * 3
    plan, october = "/forward-plan/", "/coverage/?day=scrutiny+2025-12-16"
    assert "Featured in September 2025." in client.get(october).content.decode()
    assert "September and October" not in client.get(october).content.decode()
    assert "commitment 2025-10/C1" not in client.get(plan).content.decode()
    client.force_login(ada)
    assert "September and October" in client.get(october).content.decode()


# --- planning ------------------------------------------------------------------------------------------------------


def test_the_next_meeting_is_made_from_its_series_with_the_standing_agenda(client, series, ada):
    client.force_login(ada)
    page = client.get("/series/scrutiny/").content.decode()
    assert "Plan the next meeting: 16 December 2025" in page
    form = client.get("/series/scrutiny/plan/").content.decode()
    for said in ('value="Tuesday 16 December 2025"', "Papers and updates due 5 working days before 16 December 2025"):
        assert said in form
    other = client.get("/series/scrutiny/plan/?day=2025-12-22").content.decode()
    assert "Passed over: Thursday 25 December, Christmas Day; Friday 26 December, Boxing Day." in other
    answer, _ = sent(client, ada, "/series/scrutiny/plan/", **PLAN)
    assert answer.url == AGENDA
    assert [number for number, _ in lines()] == ["1", "2", "3", "4", "4a", "4b", "4c", "5", "6"]
    made = meeting()
    assert (made.status, made.kept["weekday"], made.kept["minute_taker"]) == ("planned", "Tuesday", "policy")
    assert "attendance" not in made.kept
    assert [m.reference.home for m in snapshot().folder.standing_meetings()][-1] == "2025-12"
    assert AuditEvent.objects.get(what="meeting.planned").about == "meeting 2025-12"
    assert "Plan the next meeting: 20 January 2026" in client.get("/series/scrutiny/").content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "99999-01-01", "soon"])
def test_a_day_in_an_address_that_no_calendar_reaches_is_that_of_the_next_meeting(client, series, ada, day):
    client.force_login(ada)
    answer = client.get(f"/series/scrutiny/plan/?day={day}")
    assert 'value="Tuesday 16 December 2025"' in answer.content.decode()


def test_a_weekday_that_is_not_the_days_is_said_and_nothing_is_lost(client, planned, ada):
    typed = {**PLAN, "date": "Monday 16 December 2025", "end": "9:00", "venue": "Room 9", "seen": seen()}
    _, text = sent(client, ada, f"{AGENDA}header/", **typed)
    assert "16 December 2025 is a Tuesday, not a Monday: one of the two is wrong." in text
    for kept in ("Monday 16 December 2025", "Room 9", "9:00"):
        assert f'value="{kept}"' in text
    _, text = sent(client, ada, f"{AGENDA}header/", **{**typed, "date": "16/12/2025"})
    assert "It ends at 09:00, which is not after its start at 10:00." in text
    _, text = sent(client, ada, f"{AGENDA}header/", **{**typed, "date": "Blueday 16 December 2025"})
    assert "Write the day like" in text
    assert meeting().kept["venue"] == "Room 1"


def test_a_moved_meeting_takes_its_day_in_the_series_along_and_says_what_differs(client, planned, ada):
    moved = {**PLAN, "date": "Wednesday 17 December 2025", "venue": "Town hall", "start": "11:00", "seen": seen()}
    answer, _ = sent(client, ada, f"{AGENDA}header/", **moved)
    assert answer.status_code == 302
    series = KeptRecord.objects.get(kind="body").value["meeting_series"][0]
    assert series["planned"] == ["2025-12-17", "2026-01-20"]
    page = client.get(AGENDA).content.decode()
    for said in ("Starts at 11:00; the series has 10:00.", "Held at Town hall; the series has Room 1."):
        assert said in page
    assert "not planned yet" in client.get("/series/scrutiny/").content.decode()  # January; December is not there twice
    assert client.get("/series/scrutiny/").content.decode().count("17 December") == 2  # coming, and in the year
    assert "16 December" not in client.get("/series/scrutiny/").content.decode()


def test_two_meetings_of_a_series_on_one_day_are_refused(client, planned, ada):
    _, text = sent(client, ada, "/series/scrutiny/plan/", **PLAN)
    assert "Scrutiny meets on 16 December 2025 already." in text
    assert Meeting.objects.count() == 3


def test_a_cancelled_meeting_has_a_reason_and_gives_its_day_free(client, planned, ada):
    with pytest.raises(Refused, match="for a reason"):
        planning.cancel(planned.pk, by=ada, on=TODAY, reason=" ")
    answer, _ = sent(client, ada, f"{AGENDA}cancel/", reason="Snow", seen=seen())
    assert answer.status_code == 302
    assert meeting().status == MeetingStatus.CANCELLED
    event = Event.objects.get(reference="meeting 2025-12")
    assert (event.kind, event.words, event.by) == ("cancelled", "Snow", "policy")
    again = planning.plan("scrutiny", header(title="Again"), by=ada, on=TODAY)
    assert again.home == "2025-12-16"  # the month is taken: a reference is never used again


def test_apologies_stand_apart_from_the_minute_taker_and_can_be_taken_back(client, planned, ada):
    sent(client, ada, f"{AGENDA}apologies/", posts=["chief", "deputy"], seen=seen())
    assert planning.apologies(meeting()) == ("chief", "deputy")
    assert meeting().kept["apologies"] == "recorded"
    assert "Chief constable, Deputy chief constable" in client.get(AGENDA).content.decode()
    sent(client, ada, f"{AGENDA}apologies/", seen=seen())
    assert planning.apologies(meeting()) == ()
    assert meeting().kept["apologies"] == "not_recorded"


# --- building ------------------------------------------------------------------------------------------------------


def offered():
    values = snapshot().folder.standing_meetings()[-1].items
    return {offer.mark: under.number for under in by_heading(values, offers_for("2025-12")) for offer in under.offers}


def test_what_is_open_is_offered_with_its_reason_and_nothing_is_ticked(client, planned, ada):
    client.force_login(ada)
    page = client.get(AGENDA).content.decode()
    boxes = re.findall(r'<input[^>]*name="offer"[^>]*>', page)
    assert len(boxes) == len(offered()) == 6
    assert not any("checked" in box for box in boxes)
    assert offered()[ACTION] == "1"
    assert "Overdue by 42 days: it was due on 4 November 2025." in page
    assert "From the meeting of 16 September 2025" in page


def test_what_is_taken_stands_under_its_heading_and_names_its_record(client, planned, ada):
    answer, _ = sent(client, ada, f"{AGENDA}take/", offer=[ACTION, "action 2025-10/2"], under="", seen=seen())
    assert answer.status_code == 302
    assert lines()[:3] == [
        ("1", "Outstanding matters and items brought forward"),
        ("1.1", "Send a paper on repeat burglary."),
        ("1.2", "Show the new rota."),
    ]
    item = the_item("Send a paper on repeat burglary.")
    assert (item.matter.key, item.kept["brought_forward_from"]) == ("burglary", ACTION)
    assert set(offered()) & {ACTION, "action 2025-10/2"} == set()
    old = next(m for m in snapshot().folder.meetings if m.reference.home == "2025-09")
    assert str(old.items[0].actions[0].reference) == ACTION  # nothing moved out of the old notes
    event = AuditEvent.objects.get(what="agenda.taken")
    assert event.payload.says["after"]["taken"] == f"{ACTION}, action 2025-10/2"
    assert indexing.astray() == 0


def test_several_stand_as_one_item_for_their_matter_or_under_an_item_that_is_there(planned, ada):
    items.take(planned.pk, ["action 2025-09/3", "action 2025-10/2", ACTION], by=ada, on=TODAY, under=items.TOGETHER)
    assert [title for number, title in lines() if "." in number] == ["Calls", "Send a paper on repeat burglary."]
    assert the_item("Calls").kept["brought_forward_from"] == "action 2025-09/3; action 2025-10/2"
    items.take(planned.pk, ["action 2025-09/4"], by=ada, on=TODAY, under=str(the_item("Calls").pk))
    assert the_item("Calls").kept["brought_forward_from"].endswith("; action 2025-09/4")
    assert [number for number, _ in lines() if "." in number] == ["1.1", "1.2"]
    with pytest.raises(Refused, match="is a heading"):
        items.take(planned.pk, ["action 2025-09/2"], by=ada, on=TODAY, under=str(the_item("Any other business").pk))


def test_nothing_ticked_and_what_is_offered_no_more_are_said(client, planned, ada):
    _, text = sent(client, ada, f"{AGENDA}take/", seen=seen())
    assert "Nothing is ticked. Tick what is to come before the meeting." in text
    _, text = sent(client, ada, f"{AGENDA}take/", offer=[ACTION, "action 1999-01/1"], seen=seen())
    assert "Something that was ticked is offered no more." in text
    assert re.search(rf'value="{ACTION}" checked', text)  # nothing is lost
    with pytest.raises(Refused, match="It is offered no more: action 1999-01/1"):
        items.take(planned.pk, ["action 1999-01/1"], by=ada, on=TODAY)
    assert len(lines()) == 9


def test_numbers_follow_when_items_are_added_moved_and_taken_off(client, planned, ada):
    for title in ("First", "Second"):
        items.add_item(planned.pk, str(the_item("Performance against the police and crime plan").pk),
                       NewItem(title=title, matter="calls", objective="heard"), by=ada, on=TODAY)  # fmt: skip
    assert [number for number, _ in lines()][4:8] == ["4a", "4a.1", "4a.2", "4b"]
    second = the_item("Second")
    sent(client, ada, f"{AGENDA}move/", up=second.pk, seen=seen())
    assert [title for number, title in lines() if number.startswith("4a.")] == ["Second", "First"]
    sent(client, ada, f"{AGENDA}move/", down=the_item("First").pk, seen=seen())
    assert ("4b.1", "First") in lines()
    sent(client, ada, f"{AGENDA}items/{second.pk}/remove/", seen=seen())
    assert [number for number, _ in lines()][4:7] == ["4a", "4b", "4b.1"]
    assert indexing.astray() == 0
    place = [item.place for item in meeting().items.all()]
    assert place == list(range(len(place)))


def test_an_item_says_its_matter_its_objective_and_its_measures(client, planned, ada):
    heading = the_item("Any other business").pk
    answer, _ = sent(client, ada, f"{AGENDA}add/", heading=heading, title="  Drones  over  towns ", matter="burglary",
                     objective="safer", seen=seen())  # fmt: skip
    assert answer.status_code == 302
    item = the_item("Drones over towns")
    assert (item.number, item.matter.key, item.kept) == ("5.1", "burglary", {"objective": "safer"})
    answer, _ = sent(client, ada, f"{AGENDA}items/{item.pk}/", title="Drones", matter="", objective="", seen=seen())
    assert answer.status_code == 302
    item = Item.objects.get(pk=item.pk)
    assert (item.title, item.matter, item.kept) == ("Drones", None, {})
    _, text = sent(client, ada, f"{AGENDA}add/", heading="", title="", seen=seen())
    assert "Choose the heading." in text
    assert "Give the item a title." in text


def test_an_item_under_which_something_is_written_down_stays(planned, ada):
    item = items.add_item(planned.pk, str(the_item("Any other business").pk), NewItem(title="X"), by=ada, on=TODAY)
    Line.objects.create(item=item, kind="question", place=0, reference="question 2025-12/Q1", words="Why?")
    with pytest.raises(Refused, match=r"Something is written down under 5\.1 X"):
        items.remove_item(planned.pk, str(item.pk), by=ada, on=TODAY)
    with pytest.raises(Refused, match="Headings stay"):
        items.remove_item(planned.pk, str(the_item("Any other business").pk), by=ada, on=TODAY)


# --- two at once ---------------------------------------------------------------------------------------------------


def test_whoever_changes_what_another_changed_meanwhile_sees_it_and_loses_nothing(client, planned, ada):
    before = seen()
    items.add_item(planned.pk, str(the_item("Any other business").pk), NewItem(title="Drones"), by=ada, on=TODAY)
    with pytest.raises(MeetingChangedMeanwhile):
        items.move_item(planned.pk, str(the_item("Drones").pk), Step.UP, by=ada, on=TODAY, seen=before)
    _, text = sent(client, ada, f"{AGENDA}take/", offer=[ACTION], seen=before)
    assert "Done since you opened this page" in text
    assert "Item added" in text
    assert re.search(rf'value="{ACTION}" checked', text)
    again = re.search(r'name="seen" value="(\d+)" id="id_seen"|name="seen" value="(\d+)"', text)
    assert str(seen()) in again.groups()
    _, text = sent(client, ada, f"{AGENDA}header/", **{**PLAN, "venue": "Room 7", "seen": before})
    assert "This meeting was changed after you opened it." in text
    assert 'value="Room 7"' in text
    answer, _ = sent(client, ada, f"{AGENDA}header/", **{**PLAN, "venue": "Room 7", "seen": seen()})
    assert answer.status_code == 302


# --- issuing -------------------------------------------------------------------------------------------------------


def test_an_agenda_goes_out_whole_or_not_at_all(client, planned, ada):
    with pytest.raises(Refused, match="There is no item on the agenda"):
        planning.issue_agenda(planned.pk, by=ada, on=TODAY)
    items.take(planned.pk, [ACTION], by=ada, on=TODAY)
    planning.change_header(planned.pk, header(venue="", chair=""), by=ada, on=TODAY)
    _, text = sent(client, ada, f"{AGENDA}issue/", words="", seen=seen())
    assert "The agenda cannot go out without its hour, its venue, its chair." in text
    planning.change_header(planned.pk, header(start=time(10)), by=ada, on=TODAY)
    answer, _ = sent(client, ada, f"{AGENDA}issue/", words="To all who attend", seen=seen())
    assert answer.status_code == 302
    assert meeting().status == MeetingStatus.AGENDA_ISSUED
    event = Event.objects.get(reference="meeting 2025-12", kind="agenda_issued")
    assert (event.at, event.by, event.words) == (TODAY, "policy", "To all who attend")
    assert "This agenda has not been issued" not in client.get(f"{AGENDA}paper/").content.decode()
    with pytest.raises(Refused, match="cannot become agenda issued"):
        planning.issue_agenda(planned.pk, by=ada, on=TODAY)


def test_what_is_changed_after_it_went_out_is_said(client, planned, ada):
    items.take(planned.pk, [ACTION], by=ada, on=TODAY)
    planning.issue_agenda(planned.pk, by=ada, on=TODAY)
    client.force_login(ada)
    assert "since it was issued" not in client.get(AGENDA).content.decode()
    items.add_item(planned.pk, str(the_item("Any other business").pk), NewItem(title="Late"), by=ada, on=TODAY)
    assert "Changed once since it was issued. Whoever has it should be told." in client.get(AGENDA).content.decode()


def test_the_agenda_on_paper_prints_what_is_empty_and_when_the_next_meeting_is(client, planned, ben):
    client.force_login(ben)
    page = client.get(f"{AGENDA}paper/").content.decode()
    assert page.count("No items") == 7  # eight of nine headings have none of their own; 4 has its parts
    assert "Tuesday 20 January 2026" in page
    assert "This agenda has not been issued." in page


def test_the_invitation_keeps_its_identifier_when_the_meeting_moves(client, planned, ada):
    def invited():
        client.force_login(ada)
        answer = client.get("/meetings/2025-12/invitation.ics")
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return next(iter(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")))

    first = invited()
    assert (first["SUMMARY"], first["LOCATION"]) == ("Scrutiny, December 2025", "Room 1")
    assert first["DTSTART"].dt.hour == 10
    planning.change_header(planned.pk, header(date=date(2025, 12, 17), start=time(11)), by=ada, on=TODAY)
    second = invited()
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], first["SEQUENCE"] + 1)
    assert second["DTSTART"].dt.day == 17


# --- pages ---------------------------------------------------------------------------------------------------------


def test_an_agenda_takes_the_same_number_of_queries_however_long_it_is(client, planned, ada):
    client.force_login(ada)

    def queries():
        client.get(AGENDA)  # the body is read into memory
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(AGENDA)
        return len(caught)

    few = queries()
    for number in range(12):
        items.add_item(planned.pk, str(the_item("Any other business").pk),
                       NewItem(title=f"Item {number}", matter="calls"), by=ada, on=TODAY)  # fmt: skip
    assert queries() == few


def test_a_meeting_in_preparation_is_on_the_front_page_and_on_its_own(client, planned, ada, cy):
    client.force_login(ada)
    assert AGENDA in client.get("/").content.decode()
    assert AGENDA in client.get("/meetings/2025-12/").content.decode()
    client.force_login(cy)
    assert AGENDA not in client.get("/").content.decode()
