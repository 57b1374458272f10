"""A body with records of every kind on two matters, and one with figures, for the pages of matters and commitments."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from eyre_web.accounts.models import RoleHeld, User
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Event, Item, Line
from eyre_web.minutes.matters import worked_out
from eyre_web.transfer.folder import import_body

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """A page waits until its figures are there; what other tests had worked out is let go."""
    monkeypatch.setattr(worked_out, "PATIENCE_SECONDS", 60)
    worked_out.forget()


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def records(body, ada, _today):
    """The small body with records in its published meeting and in its draft one."""
    burglary, calls = Item.objects.get(title="Burglary"), Item.objects.get(title="Calls again")
    add_line(burglary, "question", "Q1", "Why did burglary rise?", addressed_to=["chief"], status="part")
    add_line(burglary, "finding", "F1", "Repeat burglary fell", kind="performance", speakers=["chief"])
    due = {"words": "by October", "date": "2025-10-31", "certainty": "resolved"}
    add_line(burglary, "commitment", "C1", "Burglary will fall", kind="commitment", given_by=["chief"], due=due)
    add_line(calls, "commitment", "C1", "Calls will be answered", kind="commitment", given_by=["chief"])
    Event.objects.create(
        reference="commitment 2025-09/C1", at=date(2025, 11, 4), by="chief", kind="missed", words="It rose again."
    )
    with transaction.atomic():
        audit.record("body.imported", "body office", by=None)


def add_line(item, record, label, words, **kept):
    reference = f"{record} {item.meeting.home}/{label}"
    place = item.lines.count()
    return Line.objects.create(item=item, kind=record, place=place, reference=reference, words=words, kept=kept)


@pytest.fixture
def west_mercia(db, data, monkeypatch):
    """The example with figures and 25 promises, and a policy officer who reads it on a day in July 2018."""
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2018, 7, 10))
    import_body(EXAMPLES / "west-mercia")
    user = User.objects.create_user("policy@example.org", "a long password")
    RoleHeld.objects.create(user=user, role="policy_officer")
    return user


@pytest.fixture
def page(client):
    """What a person gets at an address, as text."""

    def ask(who, address, code=200):
        client.logout() if who is None else client.force_login(who)
        answer = client.get(address)
        assert answer.status_code == code, answer.content.decode()[-800:]
        return answer.content.decode()

    return ask
