"""What is closed and goes on: a successor matter is opened, a successor action set, the link kept both ways."""

from datetime import date

import pytest
from django.utils import timezone

from eyre.core import Refused
from eyre.cycle.states import ActionStatus
from eyre.cycle.words import ActionDeliverable
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import interchange, services
from eyre_web.meetings.models import Action, Event, Matter, page_of
from eyre_web.meetings.new_actions import NewAction, set_action
from eyre_web.meetings.services import ClosingReason
from web.people import let_agreed_notes_change

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
DONE = "2025-10/1"  # reported complete on 10 November, of the matter "calls"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def accept(client, **typed):
    seen = max(event.pk for event in the(DONE).in_order())
    return client.post(f"/actions/{DONE}/accept/", {"words": "The draft has come", "seen": seen, **typed})


def test_an_action_is_closed_its_successor_matter_opened_and_the_link_kept(client, ada):
    Matter.objects.filter(key="calls").update(objective="secure", kept={"themes": ["confidence"], "note": "Old"})
    client.force_login(ada)
    assert accept(client, goes_on_as="Confidence strategy").status_code == 302
    assert the(DONE).status == ActionStatus.ACCEPTED
    opened = Matter.objects.get(title="Confidence strategy")
    assert (opened.key, opened.objective) == ("confidence-strategy", "secure")
    assert opened.kept == {"themes": ["confidence"], "follows": f"action {DONE}"}
    # From the action to the matter, and from the matter to the action.
    text = client.get(f"/actions/{DONE}/").content.decode()
    assert '<a class="govuk-link" href="/matters/confidence-strategy/">Confidence strategy</a>' in text
    assert "It goes on as the matter “Confidence strategy”." in text
    text = client.get("/matters/confidence-strategy/").content.decode()
    assert "Grew out of" in text
    assert f'href="/actions/{DONE}/"' in text
    assert f"Goes on from action {DONE}. The draft has come" in text
    said = AuditEvent.objects.get(what="matter.opened")
    assert (said.about, said.account) == ("matter confidence-strategy", ada)


def test_the_successor_leaves_with_the_folder(ada):
    services.accept_action(the(DONE).pk, by=ada, on=TODAY, words="Came", goes_on_as="Confidence strategy")
    matter = next(each for each in interchange.matters() if each.key == "confidence-strategy")
    assert str(matter.follows) == f"action {DONE}"
    event = list(interchange.events())[-2]
    assert (str(event.reference), event.document) == ("matter confidence-strategy", f"action {DONE}")


def test_a_matter_that_is_there_is_joined_and_not_opened_twice(client, ada):
    client.force_login(ada)
    accept(client, goes_on_as=" burglary ")
    assert Matter.objects.count() == 2
    assert [event.what for event in AuditEvent.objects.filter(about="matter burglary")] == ["matter.joined"]
    assert 'href="/matters/burglary/">Burglary</a>' in client.get(f"/actions/{DONE}/").content.decode()


@pytest.mark.parametrize(
    ("title", "says"), [("Calls", "The action is on this matter already"), ("!!", "Give the matter a title")]
)
def test_what_it_cannot_go_on_as_is_said_and_the_action_stays_open(client, ada, title, says):
    client.force_login(ada)
    text = accept(client, goes_on_as=title).content.decode()
    assert says in text
    assert "The draft has come" in text
    assert the(DONE).status == ActionStatus.REPORTED_COMPLETE
    assert Matter.objects.count() == 2
    assert not Event.objects.filter(reference__startswith="matter ").exists()


def test_only_what_may_be_closed_goes_on(ada):
    with pytest.raises(Refused):
        services.accept_action(the("2025-09/3").pk, by=ada, on=TODAY, words="x", goes_on_as="Confidence strategy")
    assert not Matter.objects.filter(title="Confidence strategy").exists()


def test_an_action_names_the_one_it_follows_and_is_named_by_it(client, ada):
    item = the(DONE).item
    made = set_action(
        item.pk, NewAction(words="Show the draft again.", owners=("chief",), follows=f"action {DONE}"), by=ada, on=TODAY
    )
    client.force_login(ada)
    assert f'href="/actions/{DONE}/">Action {DONE}</a>' in client.get(made.get_absolute_url()).content.decode()
    assert (
        f'href="{made.get_absolute_url()}">Action {made.slug}</a>' in client.get(f"/actions/{DONE}/").content.decode()
    )
    assert str(interchange.action(made).follows) == f"action {DONE}"


def test_an_action_follows_only_what_the_person_can_see(client, ada):
    client.force_login(ada)
    typed = {
        "words": "Show the draft again.",
        "owners": "chief",
        "deliverable": "other",
        "seen": 2,
        "follows": "2024-01/1",
    }
    text = client.post("/meetings/2025-10/items/0/new-action/", typed).content.decode()
    assert "It cannot follow" in text
    assert "2024-01/1" in text
    assert client.post("/meetings/2025-10/items/0/new-action/", {**typed, "follows": DONE}).status_code == 302


def test_what_was_superseded_and_its_successor_lead_to_one_another(client, ada):
    services.close_action(
        the("2025-09/1").pk, by=ada, on=TODAY, why=ClosingReason.SUPERSEDED, successor="2025-10/2", reason="Wider"
    )
    client.force_login(ada)
    assert 'href="/actions/2025-10/2/">Action 2025-10/2</a>' in client.get("/actions/2025-09/1/").content.decode()
    assert 'href="/actions/2025-09/1/">Action 2025-09/1</a>' in client.get("/actions/2025-10/2/").content.decode()


def test_a_document_is_no_link_however_it_is_called(client, ada):
    services.give_evidence(the("2025-09/1").pk, by=ada, on=TODAY, document="action 2025-10/2", words="The letter")
    client.force_login(ada)
    text = client.get("/actions/2025-09/1/").content.decode()
    assert "Document: action 2025-10/2" in text
    assert 'href="/actions/2025-10/2/"' not in text


def test_the_meeting_that_minuted_a_reading_is_one_step_away(client, ada):
    let_agreed_notes_change()
    Action.objects.filter(reference="action 2025-09/3").update(deliverable=ActionDeliverable.REVIEW)
    services.record_proof(
        the("2025-09/3").pk, by=ada, on=TODAY, words="82%", measure="calls_101", meeting="meeting 2025-10"
    )
    client.force_login(ada)
    assert 'href="/meetings/2025-10/">meeting 2025-10</a>' in client.get("/actions/2025-09/3/").content.decode()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("action 2025-10/2", "/actions/2025-10/2/"), ("meeting 2025-10", "/meetings/2025-10/"), ("action plan", ""),
        ("action a/b/c", ""), ("meeting a/b", ""), ("meeting of the board", ""), ("", ""), ("rota-7", ""),
    ],
)  # fmt: skip
def test_only_a_reference_has_a_page(text, page):
    assert page_of(text) == page


def test_a_link_never_names_what_the_person_may_not_see(client, ada, cy):
    services.accept_action(the(DONE).pk, by=ada, on=TODAY, words="Came", goes_on_as="Confidence strategy")
    Action.objects.filter(reference=f"action {DONE}").update(managing_officer="analyst")
    client.force_login(cy)
    text = client.get(f"/actions/{DONE}/").content.decode()
    assert "/matters/confidence-strategy/" not in text
