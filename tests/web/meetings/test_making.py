"""Writing down an action of a meeting: its reference, its words, its owners, its day; agreed notes stay as they are."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.core import Refused
from eyre.cycle.due import Certainty
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.meetings import interchange, new_actions
from eyre_web.meetings.agreed import drop_triggers
from eyre_web.meetings.models import Action, Event, Item, Meeting
from eyre_web.meetings.new_actions import NewAction, next_reference, proposals
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
SEPTEMBER = "/meetings/2025-09/items/0/new-action/"  # published; four actions
OCTOBER = "/meetings/2025-10/items/0/new-action/"  # held, its notes a draft; two actions
TYPED = {
    "words": "To bring a note on repeat victims, as agreed.",
    "owners": "chief",
    "other_owner": "",
    "managing_officer": "deputy",
    "due_words": "27 January 2026",
    "due": "2026-01-27",
    "due_day": "",
    "deliverable": "document",
    "closes_when": "",
    "reason": "It was forgotten in the notes",
    "seen": "4",
}
IN_DRAFT = {**TYPED, "seen": "2"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def item(home, place=0):
    return Item.objects.get(meeting__reference=f"meeting {home}", place=place)


def made(client, who, address, typed):
    client.force_login(who)
    answer = client.post(address, typed)
    return answer, answer.content.decode()


# --- who sees and who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/meetings/", "/meetings/2025-09/", SEPTEMBER])
def test_whoever_has_not_signed_in_is_asked_to(client, body, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_meetings_are_for_those_who_see_all_and_what_is_published_for_the_panel(client, ada, ben, cy):
    panel = account("Pat", "panel_member")
    for who, codes in ((ada, (200, 200, 200)), (ben, (200, 200, 200)), (panel, (200, 200, 404)), (cy, (403, 403, 403))):
        client.force_login(who)
        for address, code in zip(("/meetings/", "/meetings/2025-09/", "/meetings/2025-10/"), codes, strict=True):
            assert client.get(address).status_code == code
    client.force_login(panel)
    assert "2025-10" not in client.get("/meetings/").content.decode()
    assert client.get("/meetings/2099-01/").status_code == 404


def test_only_the_office_writes_down_actions(client, ada, ben, cy):
    for who, code in ((ada, 200), (ben, 403), (account("Pat", "auditor"), 403), (cy, 404)):
        client.force_login(who)
        assert client.get(SEPTEMBER).status_code == code
        assert ("new-action/" in client.get("/meetings/2025-09/").content.decode()) == (who == ada)
        if who != ada:
            assert client.post(SEPTEMBER, TYPED).status_code == code
    assert Action.objects.count() == 6
    new = NewAction(words="To bring a note", owners=("chief",), reason="Why")
    for who in (ben, account("Quin", "policy_officer")):  # the second holds no post
        with pytest.raises(PermissionDenied):
            new_actions.set_action(item("2025-09").pk, new, by=who, on=TODAY)


def test_an_action_of_an_item_that_is_not_there_is_not_found(client, ada):
    client.force_login(ada)
    assert client.get("/meetings/2025-09/items/7/new-action/").status_code == 404
    assert client.get("/meetings/1999-01/items/0/new-action/").status_code == 404


# --- what comes of it ----------------------------------------------------------------------------------------------


def test_an_action_has_the_next_reference_its_owners_its_day_and_its_proof(client, ada):
    answer, _ = made(client, ada, SEPTEMBER, TYPED)
    action = the("2025-09/5")
    assert answer.url == action.get_absolute_url()
    assert action.words == TYPED["words"]
    assert (action.owner_keys, action.managing_officer) == (("chief",), "deputy")
    assert (action.due_on, action.first_due.certainty) == (date(2026, 1, 27), Certainty.STATED)
    assert action.first_due.words == "27 January 2026"
    assert (action.set_on, action.set_by, action.set_why) == (TODAY, "policy", TYPED["reason"])
    text = client.get(answer.url).content.decode()
    for said in ("Set after the notes were agreed", "12 November 2025", "the document itself", "It was forgotten"):
        assert said in text
    event = AuditEvent.objects.get()
    assert (event.what, event.about, event.account) == ("action.made", "action 2025-09/5", ada)


def test_agreed_notes_stay_as_they_are_and_the_action_leaves_as_a_file_of_its_own(client, ada):
    before = interchange.meetings()
    made(client, ada, SEPTEMBER, TYPED)
    assert interchange.meetings() == before
    (later,) = interchange.later_actions()
    assert (str(later.action.reference), later.item, later.set_on) == ("action 2025-09/5", "1", TODAY)


def test_what_goes_out_comes_in_again_the_same(client, ada, tmp_path):
    made(client, ada, SEPTEMBER, {**TYPED, "owners": "all"})
    (later,) = interchange.later_actions()
    before = [(o.key, o.as_present) for o in the("2025-09/5").owners.all()]
    with transaction.atomic():
        drop_triggers("default")  # no word of agreed notes goes otherwise
        the("2025-09/5").delete()
        interchange.keep_later_actions([later])
        assert interchange.later_actions() == (later,)
        assert [(o.key, o.as_present) for o in the("2025-09/5").owners.all()] == before


def test_while_the_notes_are_a_draft_it_becomes_part_of_them(client, ada):
    client.force_login(ada)
    assert 'name="reason"' not in client.get(OCTOBER).content.decode()
    made(client, ada, OCTOBER, IN_DRAFT)
    assert the("2025-10/3").set_on is None
    assert interchange.later_actions() == ()
    october = next(value for value in interchange.meetings() if value.reference.home == "2025-10")
    assert [str(action.reference) for action in october.items[0].actions][-1] == "action 2025-10/3"


def test_everyone_is_each_post_that_was_present(client, ada):
    made(client, ada, SEPTEMBER, {**TYPED, "owners": ["all"]})
    action = the("2025-09/5")
    assert action.owner_keys == ("all",)
    assert action.is_of(("commissioner",))
    assert not action.is_of(("analyst",))


def test_an_owner_may_be_somebody_who_was_not_there(client, ada):
    made(client, ada, SEPTEMBER, {**TYPED, "owners": ["chief"], "other_owner": "analyst"})
    assert the("2025-09/5").owner_keys == ("chief", "analyst")


def test_a_reference_is_never_used_again(client, ada):
    meeting = Meeting.objects.get(reference="meeting 2025-10")
    assert next_reference(meeting) == "action 2025-10/3"
    Event.objects.create(reference="action 2025-10/7", at=TODAY, by="chief", kind="update", words="Of one long gone")
    assert next_reference(meeting) == "action 2025-10/8"
    old = Meeting.objects.create(
        reference=meeting.reference, version=0, series="scrutiny", title="x", date=meeting.date, status="agreed",
        is_standing=False,
    )  # fmt: skip
    Item.objects.create(
        meeting=old, place=0, number="1", title="x", kept={"actions": [{"reference": "action 2025-10/11"}]}
    )
    assert next_reference(meeting) == "action 2025-10/12"
    made(client, ada, OCTOBER, IN_DRAFT)
    assert the("2025-10/12").words == TYPED["words"]
    assert next_reference(meeting) == "action 2025-10/13"


# --- what is asked back --------------------------------------------------------------------------------------------


def test_an_order_is_questioned_and_kept_with_a_reason(client, ada):
    typed = {**TYPED, "words": "The chief must send a paper."}
    _, text = made(client, ada, SEPTEMBER, typed)
    assert "This reads as an order (&quot;must&quot;)" in text
    assert Action.objects.count() == 6
    answer, _ = made(client, ada, SEPTEMBER, {**typed, "kept_because": "These were the words of the chief"})
    assert answer.status_code == 302
    action = the("2025-09/5")
    assert action.words == "The chief must send a paper."
    assert action.kept["doubts"] == ['Reads as an order ("must"). Kept because: These were the words of the chief']
    assert "These were the words of the chief" in client.get(action.get_absolute_url()).content.decode()


def test_a_reason_for_an_order_is_not_asked_of_a_request(client, ada):
    client.force_login(ada)
    assert "kept_because" not in client.get(SEPTEMBER).content.decode()
    made(client, ada, SEPTEMBER, {**TYPED, "kept_because": "left over"})
    assert "doubts" not in the("2025-09/5").kept or the("2025-09/5").kept["doubts"] == []


def test_a_day_is_proposed_with_its_certainty_and_the_person_says_which(client, ada):
    typed = {**TYPED, "due_words": "by March", "due": ""}
    _, text = made(client, ada, SEPTEMBER, typed)
    assert "Say which day is meant." in text
    offered = re.findall(r'name="due" type="radio" value="([^"]+)"', text)
    assert offered == ["2026-03-31", "2026-02-28", "other", "none"]  # said in September or today, it is the same March
    made(client, ada, SEPTEMBER, {**typed, "due": "2026-02-28"})
    due = the("2025-09/5").first_due
    assert (due.date, due.certainty, due.words) == (date(2026, 2, 28), Certainty.PROPOSED, "by March")
    assert "It could be" in due.note


def test_words_that_name_no_day_leave_it_undated_or_get_a_day_from_the_person(client, ada):
    typed = {**TYPED, "due_words": "soon", "due": "none"}
    made(client, ada, SEPTEMBER, typed)
    assert the("2025-09/5").due_on is None
    assert the("2025-09/5").first_due.words == "soon"
    made(client, ada, SEPTEMBER, {**typed, "seen": "5", "due": "other", "due_day": "9/1/2026"})
    due = the("2025-09/6").first_due
    assert (due.date, due.certainty) == (date(2026, 1, 9), Certainty.PROPOSED)
    assert "the words do not name that day" in due.note


def test_no_words_are_no_date(client, ada):
    made(client, ada, SEPTEMBER, {**TYPED, "due_words": "", "due": ""})
    assert the("2025-09/5").due is None


def test_the_next_meeting_is_read_from_the_meetings_that_are_planned(body):
    september = Meeting.objects.get(reference="meeting 2025-09")
    said_in_september = proposals("before the next meeting", september, TODAY)[0]
    assert said_in_september.day == date(2025, 10, 20)  # the day before 21 October
    row = KeptRecord.objects.get(kind="body")
    row.value["meeting_series"] = [{"key": "scrutiny", "title": "Scrutiny", "planned": ["2025-10-07"]}]
    row.save()
    assert proposals("before the next meeting", september, TODAY)[0].day == date(2025, 10, 6)


def test_words_are_read_as_said_at_the_meeting_and_once_the_notes_are_agreed_as_said_today_too(body):
    september, october = (Meeting.objects.get(reference=f"meeting 2025-{month}") for month in ("09", "10"))
    in_draft = proposals("by the end of next month", october, TODAY)
    assert [each.day for each in in_draft] == [date(2025, 11, 30)]
    agreed = proposals("by the end of next month", september, TODAY)
    assert [each.day for each in agreed] == [date(2025, 10, 31), date(2025, 12, 31)]
    assert "if it was said today" in agreed[1].sense
    assert agreed[1].due.note.endswith("Read as said on 12 November 2025, when it was set.")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": ""}, "Say what is to be done."),
        ({"owners": []}, "Choose who owns it."),
        ({"owners": ["nobody"]}, "is not one of the available choices"),
        ({"deliverable": ""}, "Choose what it is to bring about."),
        ({"due_words": "end of January", "due": "2026-01-01"}, "is not one of the available choices"),
        ({"due": "other"}, "Give the day."),
        ({"due": "other", "due_day": "soon"}, "Write the day like 27/3/2026."),
        ({"reason": ""}, "Say why it is set now."),
        ({"words": "x" * 10_001}, "at most 10000"),
        ({"seen": "-1"}, "There is a problem"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(client, ada, typed, says):
    answer, text = made(client, ada, SEPTEMBER, {**TYPED, "closes_when": "a note is filed", **typed})
    assert answer.status_code == 200
    assert says in text
    assert "<title>Error: " in text
    assert 'value="a note is filed"' in text
    for name in ("words", "reason", "due_words"):
        assert (typed.get(name) or TYPED[name]) in text or name in typed
    assert Action.objects.count() == 6


def test_what_a_form_does_not_ask_is_not_taken(client, ada):
    made(client, ada, SEPTEMBER, {**TYPED, "reference": "action 2025-09/99", "status": "accepted", "set_by": "chief"})
    action = the("2025-09/5")
    assert (action.status, action.set_by) == ("open", "policy")


def test_a_meeting_that_was_not_held_sets_nothing(client, ada):
    Meeting.objects.filter(reference="meeting 2025-10").update(status="planned")
    _, text = made(client, ada, OCTOBER, IN_DRAFT)
    assert "was not held yet" in text
    assert "new-action/" not in client.get("/meetings/2025-10/").content.decode()


def test_everyone_is_nobody_where_the_notes_name_nobody(ada):
    Meeting.objects.filter(reference="meeting 2025-10").update(kept={})
    with pytest.raises(Refused, match="everyone is nobody"):
        new_actions.set_action(item("2025-10").pk, NewAction(words="To think", owners=("all",)), by=ada, on=TODAY)


# --- two at once ---------------------------------------------------------------------------------------------------


def test_of_two_who_write_one_down_the_second_sees_the_first_and_loses_nothing(client, ada):
    new = NewAction(words="To bring a note on victims", owners=("chief",), reason="Forgotten")
    new_actions.set_action(item("2025-09").pk, new, by=ada, on=TODAY, seen=4)
    answer, text = made(client, ada, SEPTEMBER, TYPED)
    assert answer.status_code == 200
    assert "To bring a note on victims" in text
    assert TYPED["words"] in text
    seen = re.search(r'name="seen" value="(\d+)"', text)[1]
    answer, _ = made(client, ada, SEPTEMBER, {**TYPED, "seen": seen})
    assert answer.url == the("2025-09/6").get_absolute_url()


def test_pressing_twice_writes_it_down_once(client, ada):
    made(client, ada, SEPTEMBER, TYPED)
    answer, _ = made(client, ada, SEPTEMBER, TYPED)
    assert answer.status_code == 200
    assert Action.objects.count() == 7


# --- constant queries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/meetings/", "/meetings/2025-09/", SEPTEMBER])
def test_a_page_takes_as_many_queries_with_little_as_with_much(client, ada, address):
    client.force_login(ada)

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    few = queries()
    for number in range(10):
        new = NewAction(words=f"To bring note {number}", owners=("chief",), reason="Forgotten")
        new_actions.set_action(item("2025-09").pk, new, by=ada, on=TODAY)
        Item.objects.create(meeting=item("2025-09").meeting, place=number + 5, number=f"{number + 5}", title="More")
    assert queries() == few
    assert few <= 20
