"""The body as a value is always the one that the rows make, and only what changed is read again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from eyre.core import Refused
from eyre.cycle.words import Part
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.files.storage import files_home
from eyre_web.meetings import new_actions, parts, services
from eyre_web.meetings.models import Action, Item, Line, Meeting
from eyre_web.meetings.removal import remove_personal_data
from eyre_web.snapshot import kept
from eyre_web.snapshot.whole import stored
from eyre_web.transfer.folder import import_body
from web.people import account

pytestmark = pytest.mark.db

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ON = date(2025, 11, 12)


@pytest.fixture
def known(ada):
    """A body whose trail has begun, and its value once read."""
    with transaction.atomic():
        audit.record("body.imported", "body office", by=None)
    return kept.snapshot()


def same_as_the_rows():
    return kept.folder() == stored(files_home())


def test_what_was_removed_by_decision_is_not_kept_in_memory_either(known, ada):
    words = "Mrs Example of Low Street called."
    services.update_action(Action.objects.get(reference="action 2025-10/2").pk, by=ada, on=ON, words=words)
    assert words in {event.words for event in kept.folder().events}
    remove_personal_data(AuditEvent.objects.latest("number").number, by=account("Dee"), on=ON, why="Names a caller")
    assert words not in {event.words for event in kept.folder().events}
    assert same_as_the_rows()


def test_an_example_is_the_same_value_in_memory_as_in_its_rows(data):
    import_body(EXAMPLES / "west-mercia")
    assert same_as_the_rows()


def test_without_a_body_there_is_no_value(db):
    with pytest.raises(Refused, match="no body in this database"):
        kept.folder()


def test_nothing_is_read_again_while_nothing_changes(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert kept.snapshot() is known


def test_what_happened_to_an_action_is_there_at_once_and_other_meetings_are_not_read_again(known, ada):
    action = Action.objects.get(reference="action 2025-10/2")
    services.update_action(action.pk, by=ada, on=ON, words="It hangs on the wall.")
    assert same_as_the_rows()
    assert kept.folder().events[-1].words == "It hangs on the wall."
    september = Meeting.objects.get(reference="meeting 2025-09").pk
    october = Meeting.objects.get(reference="meeting 2025-10").pk
    assert kept.snapshot().meetings[september] is known.meetings[september]
    assert kept.snapshot().meetings[october] is not known.meetings[october]


def test_a_new_action_and_a_part_are_there_at_once(known, ada):
    item = Item.objects.get(title="Calls again")
    new_actions.set_action(item.pk, new_actions.NewAction(words="Send the rota.", owners=("chief",)), by=ada, on=ON)
    agreed = Item.objects.get(title="Burglary")
    late = new_actions.NewAction(words="Ask the partners.", owners=("chief",), reason="It was forgotten.")
    new_actions.set_action(agreed.pk, late, by=ada, on=ON)
    parts.give_part(agreed.matter, "analyst", Part.SCRUTINISES, by=ada, on=ON, reason="They know it.")
    assert same_as_the_rows()
    assert [later.action.words for later in kept.folder().actions] == ["Ask the partners."]


def test_a_line_is_there_once_it_is_in_the_trail(known, ada):
    item = Item.objects.get(title="Calls again")
    with transaction.atomic():
        Line.objects.create(
            item=item, kind="note", place=0, reference="note 2025-10/N1", words="Tea was late.", entered_by=ada
        )
        audit.record("line.entered", "note 2025-10/N1", by=ada)
    assert same_as_the_rows()
    assert kept.folder().meetings[-1].items[0].notes[0].words == "Tea was late."


def test_a_trail_that_does_not_go_on_from_the_known_head_is_another_body(known, monkeypatch):
    monkeypatch.setattr(kept, "_last", replace(known, head="f" * 64))
    Meeting.objects.filter(reference="meeting 2025-10").update(title="Another")
    assert same_as_the_rows()


def test_what_was_worked_out_is_kept_until_something_changes(known, ada):
    asked = []

    def titles(folder, start):
        asked.append(start)
        return [meeting.title for meeting in folder.meetings]

    assert kept.snapshot().once(titles, 1) is kept.snapshot().once(titles, 1)
    assert asked == [1]
    services.update_action(Action.objects.get(reference="action 2025-10/2").pk, by=ada, on=ON, words="Later.")
    kept.snapshot().once(titles, 1)
    assert asked == [1, 1]
