"""How commitments stand, over the interface: the counts of `eyre commitments --json`, and nothing of a post."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from eyre.body.folder import read_folder
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.commitments_plain import commitments_plain
from eyre_web.accounts.models import RoleHeld
from eyre_web.api import counts
from eyre_web.audit import services as audit
from eyre_web.transfer.folder import import_body
from web.api.conftest import TODAY, Program
from web.people import account

pytestmark = pytest.mark.db

LONDON = Path(__file__).resolve().parents[3] / "examples" / "london"
ADDRESS = "commitments/standing"


def test_they_are_those_that_the_command_gives(data):
    import_body(LONDON)
    told = Program(account("Ada")).json(ADDRESS)
    asked = CommitmentsAsOf(read_folder(LONDON), TODAY)
    standings = asked.standings()
    assert told == {"as_of": TODAY.isoformat(), **commitments_plain(asked, standings)["standing"]}
    body = told["body"]
    assert body["given"] == len(standings) == 6
    parts = ("listed", "untested", "waiting", "shown", "not_shown", "shown_not", "cannot_tell", "withdrawn")
    assert sum(body[part] for part in parts) == body["given"]
    assert "post" not in json.dumps(told)


def test_they_are_counted_once_until_something_changes(data, monkeypatch):
    import_body(LONDON)
    program, read = Program(account("Ada")), []
    asked = counts.CommitmentsAsOf
    monkeypatch.setattr(counts, "CommitmentsAsOf", lambda *of: read.append(1) or asked(*of))
    first = program.json(ADDRESS)
    assert program.json(ADDRESS) == first
    assert len(read) == 1
    Program(account("Dee"))  # a token is made, and that stands in the trail
    assert program.json(ADDRESS) == first
    assert len(read) == 2


def test_however_often_the_body_changes_one_count_is_kept(full, ada):
    cache.clear()
    program = Program(ada)
    for number in range(3):
        program.json(ADDRESS)
        with transaction.atomic():
            audit.record("action.update", f"action 2025-09/{number}", by=ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", ["%commitment-counts%"])
        assert cursor.fetchone()[0] == 1


def test_whoever_sees_less_than_all_is_told_no_count(full, ada, cy):
    assert Program(ada).json(ADDRESS)["body"]["untested"] == 1
    assert Program(cy).json(ADDRESS, 403)["status"] == 403


def test_before_there_is_a_body_there_is_nothing(db):
    ada = account("Ada")
    RoleHeld.objects.filter(user=ada).update(from_date=date(2024, 1, 1))
    assert Program(ada).json(ADDRESS, 404)["status"] == 404
