"""The closing proof of an action: a document received, a meeting held, a measure read and the reading minuted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from eyre.core import Refused
from eyre.cycle.proof import PROOFS
from eyre.cycle.states import ActionStatus
from eyre.cycle.words import ActionDeliverable
from eyre_web.body.models import KeptRecord
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, Event
from web.people import let_agreed_notes_change

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
DOCUMENT = "2025-10/2"  # set on 21 October


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def reported(slug, ben):
    services.report_complete(the(slug).pk, by=ben, on=TODAY, words="Done")
    return the(slug)


@pytest.fixture
def eve(body):
    from web.people import account

    return account("Eve")


def accept(client, slug, **typed):
    seen = max(event.pk for event in the(slug).in_order())
    answer = client.post(f"/actions/{slug}/accept/", {"words": "Seen", "seen": seen, **typed})
    return answer, answer.content.decode()


def test_accepting_without_proof_is_questioned_and_the_reason_is_kept(client, ada, eve):
    reported(DOCUMENT, eve)
    client.force_login(ada)
    page = client.get(f"/actions/{DOCUMENT}/accept/").content.decode()
    assert "Not on record is: the document itself, with the date it was received." in page
    answer, text = accept(client, DOCUMENT)
    assert answer.status_code == 200
    assert "Its closing proof is not on record" in text
    assert "Seen" in text
    answer, _ = accept(client, DOCUMENT, without_proof="Shown on a screen at the meeting")
    assert answer.status_code == 302
    assert the(DOCUMENT).status == ActionStatus.ACCEPTED
    words = Event.objects.latest("pk").words
    assert words.startswith("Seen\nAccepted without its closing proof (the document itself")
    assert words.endswith("Shown on a screen at the meeting")


@pytest.mark.parametrize("deliverable", [each for each in ActionDeliverable if PROOFS[each]])
def test_of_each_kind_the_proof_of_that_kind_is_asked_for(client, ada, eve, deliverable):
    Action.objects.filter(reference=f"action {DOCUMENT}").update(deliverable=deliverable)
    reported(DOCUMENT, eve)
    client.force_login(ada)
    page = client.get(f"/actions/{DOCUMENT}/accept/").content.decode()
    assert f"Not on record is: {deliverable.closing_proof}." in page
    answer, _ = accept(client, DOCUMENT)
    assert answer.status_code == 200
    assert the(DOCUMENT).status == ActionStatus.REPORTED_COMPLETE
    last, event = the(DOCUMENT).in_order()[-1].pk, PROOFS[deliverable]
    Event.objects.create(reference=f"action {DOCUMENT}", action=the(DOCUMENT), at=TODAY, by="policy", kind=event)
    assert client.post(f"/actions/{DOCUMENT}/accept/", {"words": "Seen", "seen": last + 1}).status_code == 302


def test_with_its_proof_on_record_nothing_is_asked(client, ada, eve):
    reported(DOCUMENT, eve)
    services.record_proof(
        the(DOCUMENT).pk, by=ada, on=TODAY, words="As asked", document="rota-7", happened_on=date(2025, 11, 10)
    )
    client.force_login(ada)
    assert "without_proof" not in client.get(f"/actions/{DOCUMENT}/accept/").content.decode()
    answer, _ = accept(client, DOCUMENT)
    assert answer.status_code == 302
    assert Event.objects.latest("pk").words == "Seen"


def test_a_receipt_keeps_its_date_and_its_document(client, ada):
    client.force_login(ada)
    text = client.get(f"/actions/{DOCUMENT}/").content.decode()
    assert "Not on record" in text
    seen = max(event.pk for event in the(DOCUMENT).in_order())
    typed = {"document": "rota-7", "happened_on": "10/11/2025", "words": "Version 2", "seen": seen}
    assert client.post(f"/actions/{DOCUMENT}/proof/", typed).status_code == 302
    event = Event.objects.latest("pk")
    assert (event.kind, event.at, event.document) == ("document_received", date(2025, 11, 10), "rota-7")
    text = client.get(f"/actions/{DOCUMENT}/").content.decode()
    assert "Document received" in text
    assert "Not on record" not in text


def test_a_meeting_is_proved_by_the_day_it_was_held_and_what_came_of_it(client, ada):
    Action.objects.filter(reference=f"action {DOCUMENT}").update(deliverable=ActionDeliverable.MEETING)
    client.force_login(ada)
    text = client.get(f"/actions/{DOCUMENT}/proof/").content.decode()
    assert "Held on" in text
    assert 'name="document"' not in text
    typed = {"happened_on": "1/11/2025", "words": "All came", "seen": the(DOCUMENT).in_order()[-1].pk}
    client.post(f"/actions/{DOCUMENT}/proof/", typed)
    event = Event.objects.latest("pk")
    assert (event.kind, event.at, event.words) == ("meeting_held", date(2025, 11, 1), "All came")


def test_a_plan_is_proved_by_the_plan_with_its_owner_steps_and_dates(client, ada, eve):
    Action.objects.filter(reference=f"action {DOCUMENT}").update(deliverable=ActionDeliverable.PLAN, due=None)
    reported(DOCUMENT, eve)
    client.force_login(ada)
    page = client.get(f"/actions/{DOCUMENT}/accept/").content.decode()
    assert "Not on record is: the plan, with its owner, its steps and its dates." in page
    page = client.get(f"/actions/{DOCUMENT}/proof/").content.decode()
    assert "Which plan" in page
    assert "Its owner, its steps and its dates" in page
    seen = max(event.pk for event in the(DOCUMENT).in_order())
    typed = {"document": "burglary-projection-plan", "happened_on": "11/11/2025", "seen": seen}
    assert client.post(f"/actions/{DOCUMENT}/proof/", {**typed, "words": ""}).status_code == 200  # a bare plan is asked
    typed["words"] = "The deputy owns it; three steps, by January, March and June"
    assert client.post(f"/actions/{DOCUMENT}/proof/", typed).status_code == 302
    event = Event.objects.latest("pk")
    assert (event.kind, event.at, event.document) == (
        "document_received", date(2025, 11, 11), "burglary-projection-plan",
    )  # fmt: skip
    answer, _ = accept(client, DOCUMENT)
    assert answer.status_code == 302
    assert the(DOCUMENT).status == ActionStatus.ACCEPTED


def test_a_review_is_proved_by_a_measure_that_was_read_at_a_meeting(client, ada):
    review = "2025-09/3"
    let_agreed_notes_change()
    Action.objects.filter(reference=f"action {review}").update(deliverable=ActionDeliverable.REVIEW)
    KeptRecord.objects.create(kind="measures", place=0, value={"key": "calls_101", "name": "101 calls answered"})
    client.force_login(ada)
    page = client.get(f"/actions/{review}/proof/").content.decode()
    assert "101 calls answered" in page
    assert 'value="meeting 2025-09"' not in page  # the meeting that set it asked for the review
    with pytest.raises(Refused, match="This meeting set the action"):
        services.record_proof(
            the(review).pk, by=ada, on=TODAY, words="82%", measure="calls_101", meeting="meeting 2025-09"
        )
    typed = {"meeting": "meeting 2025-10", "measure": "calls_101", "words": "82% in October", "seen": 0}
    assert client.post(f"/actions/{review}/proof/", typed).status_code == 302
    event = Event.objects.latest("pk")
    assert (event.kind, event.at) == ("reading_minuted", date(2025, 10, 21))
    assert (event.words, event.document) == ("calls_101: 82% in October", "meeting 2025-10")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"document": ""}, "Name the document."),
        ({"happened_on": "13/11/2025"}, "Give a day from 21 October 2025 to today."),
        ({"happened_on": "20/10/2025"}, "Give a day from 21 October 2025 to today."),
        ({"happened_on": "soon"}, "Write the day like 27/3/2026."),
    ],
)
def test_a_proof_that_cannot_be_is_said_and_nothing_typed_is_lost(client, ada, typed, says):
    client.force_login(ada)
    seen = max(event.pk for event in the(DOCUMENT).in_order())
    typed = {"document": "rota-7", "happened_on": "10/11/2025", "words": "Version 2", "seen": seen, **typed}
    text = client.post(f"/actions/{DOCUMENT}/proof/", typed).content.decode()
    assert says in text
    assert "Version 2" in text
    assert typed["happened_on"] in text


def test_only_the_body_records_a_proof_and_only_where_there_is_one(client, ada, ben):
    with pytest.raises(PermissionDenied):
        services.record_proof(the(DOCUMENT).pk, by=ben, on=TODAY, words="x", document="y", happened_on=TODAY)
    with pytest.raises(Refused, match="said when it is accepted"):
        services.record_proof(the("2025-09/1").pk, by=ada, on=TODAY, words="x", happened_on=TODAY)
    client.force_login(ada)
    assert client.get("/actions/2025-09/1/proof/").status_code == 403
    assert "/proof/" not in client.get("/actions/2025-09/1/").content.decode()
