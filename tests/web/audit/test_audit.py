from datetime import UTC, date
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from eyre.core import Refused
from eyre_web.accounts.models import Person, User
from eyre_web.audit import services as audit
from eyre_web.audit.chain import BEGINNING, payload_hash, payload_text
from eyre_web.audit.models import AuditEvent, AuditHead, AuditPayload
from eyre_web.meetings.models import Event, RiskLook

pytestmark = pytest.mark.db


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.org", person=Person.objects.create(name="Ada"))


def add(count, by=None):
    for number in range(1, count + 1):
        with transaction.atomic():
            audit.record("action.update", f"action 2017-12/{number}", by=by, after={"n": number}, why="Told by mail")


def without_triggers(table):
    """What somebody could do who may alter the tables; the chain is there for that."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")


# --- adding --------------------------------------------------------------------------------------------------------


def test_events_are_numbered_and_bound_to_the_one_before(ada):
    add(3, by=ada)
    first, second, third = AuditEvent.objects.all()
    assert [event.number for event in (first, second, third)] == [1, 2, 3]
    assert [event.previous for event in (first, second, third)] == [BEGINNING, first.hash, second.hash]
    assert first.payload.says == {"who": "Ada", "before": {}, "after": {"n": 1}, "why": "Told by mail"}
    assert audit.head() == third.hash


def test_the_hashes_can_be_worked_out_by_hand(ada):
    add(1, by=ada)
    event = AuditEvent.objects.get()
    payload = '{"after":{"n":1},"before":{},"who":"Ada","why":"Told by mail"}'
    by_hand = sha256((event.payload.salt + payload).encode()).hexdigest()
    moment = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    lines = ["1", moment, str(ada.pk), "action.update", "action 2017-12/1", by_hand, "0" * 64]
    assert event.hash == sha256("\n".join(lines).encode()).hexdigest()


def test_an_event_stands_or_falls_with_its_change():
    with transaction.atomic():
        audit.record("action.update", "action 2017-12/1", by=None)
        transaction.set_rollback(True)
    add(1)
    assert audit.verify().events == 1


def test_an_event_outside_a_transaction_is_our_mistake(monkeypatch):
    monkeypatch.setattr(audit, "connection", SimpleNamespace(in_atomic_block=False))  # tests run in a transaction
    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        audit.record("action.update", "action 2017-12/1", by=None)


def test_two_events_cannot_follow_the_same_one():
    add(2)
    second = AuditEvent.objects.get(number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(
            number=3, at=second.at, what="x", about="y", payload_hash="", previous=second.previous, hash="z"
        )


# --- what the database refuses -------------------------------------------------------------------------------------

TABLES = {"audit_auditevent": "what", "audit_auditpayload": "text", "meetings_event": "words"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 'else'", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_what_is_only_ever_added(table, statement):
    add(1)
    Event.objects.create(reference="action 2017-12/1", at=date(2018, 1, 1), by="cc", kind="update")
    refusal = pytest.raises(DatabaseError, match=f"rows of {table} are only ever added")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, column=TABLES[table]))


@pytest.mark.parametrize("table", [*TABLES, "meetings_risklook"])
def test_sqlite_refuses_to_put_another_row_in_the_place_of_one_that_is_only_ever_added(table, ada):
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no INSERT OR REPLACE
    add(2)
    Event.objects.create(reference="action 2017-12/1", at=date(2018, 1, 1), by="cc", kind="update")
    RiskLook.objects.create(reference="risk 2017-12/R1", at=date(2018, 1, 1), by="cc")
    refusal = pytest.raises(IntegrityError, match=f"rows of {table} are only ever added")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


def test_sqlite_refuses_an_event_that_would_push_out_another_with_its_number():
    if connection.vendor != "sqlite":
        return
    add(2)
    columns = "at, what, about, payload_hash, account_id"
    refusal = pytest.raises(IntegrityError, match="only ever added")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO audit_auditevent (id, number, previous, hash, {columns}) "
            f"SELECT 99, number, 'x', 'y', {columns} FROM audit_auditevent WHERE number = 1"
        )
    assert audit.verify().is_whole


def test_postgresql_refuses_to_empty_the_trail():
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE: DELETE is tried above
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditevent CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditpayload SET salt = NULL, text = NULL",  # without a decision
        "UPDATE audit_auditpayload SET text = 'else', salt = NULL, removal_id = event_id",
    ],
)
def test_a_payload_goes_whole_and_by_decision_or_not_at_all(statement):
    add(1)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- taking personal data out --------------------------------------------------------------------------------------


def test_a_removed_payload_leaves_a_marked_gap_and_a_whole_chain(ada):
    add(3)
    removal = audit.remove_payload(2, by=ada, why="Named a victim")
    found = audit.verify()
    assert (found.is_whole, found.events, found.gaps) == (True, 4, (2,))
    gone = AuditPayload.objects.get(event__number=2)
    assert (gone.text, gone.salt, gone.says, gone.removal) == (None, None, {}, removal)
    assert removal.payload.says["why"] == "Named a victim"
    assert removal.payload.says["who"] == "Ada"


def test_nothing_is_removed_without_a_reason_or_twice(ada):
    add(1)
    with pytest.raises(Refused, match="for a reason"):
        audit.remove_payload(1, by=ada, why=" ")
    audit.remove_payload(1, by=ada, why="A name")
    with pytest.raises(Refused, match="Event 1 has no payload"):
        audit.remove_payload(1, by=ada, why="A name")
    with pytest.raises(Refused, match="Event 9 has no payload"):
        audit.remove_payload(9, by=ada, why="A name")


def test_the_hash_of_a_payload_cannot_be_guessed_without_its_salt():
    add(2)
    hashes = set(AuditEvent.objects.values_list("payload_hash", flat=True))
    assert len(hashes) == 2
    same = payload_text({"who": "", "before": {}, "after": {"n": 1}, "why": "Told by mail"})
    assert payload_hash("", same) not in hashes


# --- is it whole? --------------------------------------------------------------------------------------------------

TAMPERINGS = {
    "its row was changed": (
        "audit_auditevent",
        "UPDATE audit_auditevent SET what = 'action.accepted' WHERE number = 3",
    ),
    "its row was changed ": ("audit_auditevent", "UPDATE audit_auditevent SET about = 'action 9/9' WHERE number = 3"),
    "what it says in full was changed": (
        "audit_auditpayload",
        "UPDATE audit_auditpayload SET text = '{}' WHERE event_id = (SELECT id FROM audit_auditevent WHERE number = 3)",
    ),
    "no decision to remove it is recorded": (
        "audit_auditpayload",
        "DELETE FROM audit_auditpayload WHERE event_id = (SELECT id FROM audit_auditevent WHERE number = 3)",
    ),
    "and no decision to remove it is recorded": (
        "audit_auditpayload",
        "UPDATE audit_auditpayload SET text = NULL, salt = NULL, removal_id = event_id "
        "WHERE event_id = (SELECT id FROM audit_auditevent WHERE number = 3)",
    ),
}


@pytest.mark.parametrize("why", TAMPERINGS)
def test_the_chain_says_at_which_event_it_breaks_and_how(why):
    add(5)
    table, statement = TAMPERINGS[why]
    without_triggers(table)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = audit.verify()
    assert (found.events, found.broken_at) == (2, 3)
    assert why.strip() in found.why


@pytest.mark.parametrize(("gone", "broken_at", "why"), [(3, 3, "event 3 is not there"), (5, 5, "once was longer")])
def test_an_event_that_is_gone_is_missed_in_the_middle_and_at_the_end(gone, broken_at, why):
    add(5)
    for table in ("audit_auditpayload", "audit_auditevent"):
        without_triggers(table)
    AuditPayload.objects.filter(event__number=gone).delete()
    AuditEvent.objects.filter(number=gone)._raw_delete("default")
    found = audit.verify()
    assert found.broken_at == broken_at
    assert why in found.why


def test_a_chain_rewritten_from_an_event_on_no_longer_holds_the_head_that_was_printed():
    add(3)
    printed = audit.head()
    assert audit.holds(printed)
    for table in ("audit_auditpayload", "audit_auditevent"):
        without_triggers(table)
    event = AuditEvent.objects.get(number=3)
    text = event.payload.text.replace("Told by mail", "Never told")
    event.payload_hash = payload_hash(event.payload.salt, text)
    event.hash = audit.hash_of(event)
    event.save()
    AuditPayload.objects.filter(event=event).update(text=text)
    AuditHead.objects.update(hash=event.hash)
    assert audit.verify().is_whole  # as good as it can be forged …
    assert not audit.holds(printed)  # … and the printed page still tells


def test_an_empty_trail_is_whole():
    assert audit.verify() == audit.Verified(0, BEGINNING)
