"""What somebody changes who may alter the tables: the log is held against the trail."""

import pytest
from django.db import connection

from eyre_web.meetings import services
from eyre_web.meetings.models import Action
from eyre_web.transfer.database import indexing
from eyre_web.transfer.verify import verify
from web.people import HELD_ON

pytestmark = pytest.mark.db

LOG = "meetings_event"


@pytest.fixture
def action(body, ada):
    """An action with two updates, which are entries 1 and 2 of the trail."""
    found = Action.objects.get(reference="action 2025-09/1")
    for words in ("The paper is drafted.", "The paper is printed."):
        services.update_action(found.pk, by=ada, on=HELD_ON, words=words)
    assert verify().faults == ()
    return found


def tamper(statement):
    """Change the log as its owner can, and make the index anew, so that nothing else gives the change away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {LOG} DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {LOG}_no_{verb}")
        cursor.execute(statement)
    indexing.rebuild()


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE meetings_event SET words = 'Nothing.' WHERE words = 'The paper is printed.'", 2),
        ("UPDATE meetings_event SET by = 'deputy' WHERE words = 'The paper is drafted.'", 1),
        ("UPDATE meetings_event SET kind = 'evidence' WHERE words = 'The paper is drafted.'", 1),
        ("DELETE FROM meetings_event WHERE words = 'The paper is drafted.'", 1),
        ("DELETE FROM meetings_event WHERE words = 'The paper is printed.'", 2),
    ],
)
def test_a_history_that_does_not_say_what_the_trail_says_is_named_with_the_entry(action, statement, number):
    tamper(statement)
    fault = f"action 2025-09/1: its history does not say what entry {number} of the trail says."
    assert verify().faults == (fault,)


def test_what_the_trail_does_not_tell_of_is_named(action):
    columns = "reference, action_id, at, by, kind, words, sets_date, document, entered_by_id, entered_at, link_id"
    tamper(f"INSERT INTO meetings_event ({columns}) SELECT {columns} FROM meetings_event WHERE words LIKE '%printed.'")
    assert verify().faults == ("action 2025-09/1: the trail does not tell of what was written to it last.",)
