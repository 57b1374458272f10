"""A meeting that an action asks for: planned from the action, linked both ways, and its outcome closes the action."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from eyre.core import Refused
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.models import Action, Item, Line, Meeting
from eyre_web.minutes.agenda import planning
from eyre_web.minutes.agenda.closing import close_by_meeting
from eyre_web.minutes.agenda.planning import Header
from web.minutes.conftest import TODAY
from web.people import account

pytestmark = pytest.mark.db

ACTION = "/actions/2025-10/2/"
TYPED = {
    "title": "Housing", "date": "18/11/2025", "start": "14:00", "end": "", "venue": "Room 1", "chair": "commissioner",
    "minute_taker": "policy",
}  # fmt: skip


@pytest.fixture
def action(series):
    """Show the new rota: at a meeting."""
    Action.objects.filter(reference="action 2025-10/2").update(deliverable="meeting")
    return Action.objects.get(reference="action 2025-10/2")


@pytest.fixture
def special(action, ada):
    header = Header(title="Housing", date=date(2025, 11, 11), chair="commissioner")
    return planning.plan_for_action(action.pk, header, by=ada, on=TODAY)


def sent(client, who, address, **typed):
    client.force_login(who)
    answer = client.post(address, typed)
    return answer, answer.content.decode()


def test_the_meeting_and_the_action_name_one_another(client, action, ada):
    client.force_login(ada)
    assert f"{ACTION}plan-meeting/" in client.get(ACTION).content.decode()
    answer, _ = sent(client, ada, f"{ACTION}plan-meeting/", **TYPED)
    assert answer.url == "/meetings/2025-11/agenda/"
    made = Meeting.objects.get(reference="meeting 2025-11")
    assert (made.series, made.kept["called_for"]) == ("special", "action 2025-10/2")
    first = Item.objects.get(meeting=made, number="1.1")
    assert (first.title, first.matter.key) == ("Show the new rota.", "calls")
    assert first.kept["brought_forward_from"] == "action 2025-10/2"
    assert [(item.number, item.place) for item in made.items.all()] == [
        ("1", 0), ("1.1", 1), ("2", 2), ("3", 3), ("4", 4),
    ]  # fmt: skip
    assert ACTION in client.get(answer.url).content.decode()
    assert answer.url in client.get(ACTION).content.decode()
    kinds = {each["key"]: each.get("kind") for each in KeptRecord.objects.get(kind="body").value["meeting_series"]}
    assert kinds["special"] == "special"


def test_the_series_of_special_meetings_is_made_once(special, action, ada):
    planning.plan_for_action(action.pk, Header(title="Again", date=date(2025, 11, 11)), by=ada, on=TODAY)
    keys = [each["key"] for each in KeptRecord.objects.get(kind="body").value["meeting_series"]]
    assert keys == ["scrutiny", "special"]


def test_only_an_open_action_that_asks_for_a_meeting_is_given_one(client, series, ada, ben, cy):
    other = Action.objects.get(reference="action 2025-10/1")  # wants something else
    with pytest.raises(Refused, match="does not ask for a meeting"):
        planning.plan_for_action(other.pk, Header(title="X", date=TODAY), by=ada, on=TODAY)
    action = Action.objects.get(reference="action 2025-10/2")
    Action.objects.filter(pk=action.pk).update(deliverable="meeting", status="withdrawn")
    with pytest.raises(Refused, match="The action is closed"):
        planning.plan_for_action(action.pk, Header(title="X", date=TODAY), by=ada, on=TODAY)
    for who, code in ((ben, 403), (cy, 404)):
        assert sent(client, who, f"{ACTION}plan-meeting/", **TYPED)[0].status_code == code
    assert sent(client, cy, "/actions/2025-09/2/plan-meeting/", **TYPED)[0].status_code == 403  # sees it
    client.force_login(ben)
    assert "plan-meeting" not in client.get(ACTION).content.decode()


def test_what_came_of_it_is_the_proof_and_closes_the_action(client, special, action, ada):
    address = "/meetings/2025-11/closes/"
    typed = {"words": "All providers were there; they share data from December.", "accepts": "on", "seen": 0}
    _, text = sent(client, ada, address, **typed)
    assert "It has not been held" in text
    Meeting.objects.filter(pk=special.pk).update(status="held")
    _, text = sent(client, ada, address, **typed)
    assert "Its notes record no outcome yet" in text
    assert "All providers were there" in text
    item = Item.objects.get(meeting=special, number="3")
    Line.objects.create(
        item=item, kind="decision", place=0, reference="decision 2025-11/D1", words="They share data.",
        kept={"by": "commissioner", "outcome": "agreed"},
    )  # fmt: skip
    assert "They share data." in client.get(address).content.decode()  # proposed, for a person to word
    _, text = sent(client, ada, address, **typed)  # the deputy gave an update that Ada had not seen
    assert "It is being drawn up." in text
    seen = text.split('name="seen" value="')[1].split('"')[0]
    answer, _ = sent(client, ada, address, **{**typed, "seen": seen})
    assert answer.url == ACTION
    action.refresh_from_db()
    assert action.status == "accepted"
    events = [(event.kind, event.at, event.document) for event in action.events.order_by("pk")]
    assert events[1] == ("meeting_held", date(2025, 11, 11), "meeting 2025-11")
    assert [kind for kind, _, _ in events] == ["update", "meeting_held", "reported_complete", "accepted"]


def test_the_proof_alone_leaves_the_action_open_and_only_the_body_records_it(client, special, action, ada, ben, cy):
    Meeting.objects.filter(pk=special.pk).update(status="held")
    item = Item.objects.get(meeting=special, number="3")
    Line.objects.create(
        item=item, kind="finding", place=0, reference="finding 2025-11/F1", words="x", kept={"kind": "update"}
    )
    for who, code in ((ben, 404), (cy, 404), (account("Pat", "auditor"), 403)):
        assert sent(client, who, "/meetings/2025-11/closes/", words="x", seen=0)[0].status_code == code
    with pytest.raises(PermissionDenied):
        close_by_meeting(special.pk, by=ben, on=TODAY, words="x")
    close_by_meeting(special.pk, by=ada, on=TODAY, words="It was held.")
    action.refresh_from_db()
    assert action.status == "open"
    assert action.is_proved
    client.force_login(ada)
    assert client.get("/meetings/2025-10/closes/").status_code == 404  # no action asked for it
