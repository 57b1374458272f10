"""The page of the audit trail says in words what was done."""

import re
from pathlib import Path

import pytest

import eyre_web
from eyre.cycle.events import EventKind
from eyre_web.project.trail import SAYS, say_event
from web.people import account

HOME = Path(eyre_web.__file__).parent
OBJECTS = "|".join(sorted({what.partition(".")[0] for what in SAYS}))
NO_EVENTS = {"body.toml", "audit.auditevent"}


def test_whatever_is_recorded_has_words():
    keys = re.compile(rf'"((?:{OBJECTS})\.[a-z_]+)"')
    found = {key for file in HOME.rglob("*.py") if file.name != "trail.py" for key in keys.findall(file.read_text())}
    assert len(found) > 50
    assert [key for key in found - NO_EVENTS if say_event(key) == key] == []


def test_what_happened_to_an_action_is_said_as_on_its_own_page():
    assert say_event("action.new_date") == "New date"
    assert not [kind for kind in EventKind if "_" in say_event(f"action.{kind}")]
    assert say_event("something.new") == "something.new"


@pytest.mark.db
def test_the_trail_says_what_was_done_and_who_did_it(client, body):
    pat, auditor = account("Pat", "administrator"), account("Quin", "auditor")
    client.force_login(pat)
    client.post("/people/new-post/", {"title": "Inspector", "why": "There is one now"})
    client.force_login(auditor)
    text = client.get("/audit/").content.decode()
    assert "Post written down, post inspector" in text
    assert "There is one now" in text
    assert "post.made" not in text
