"""Programs that read in the name of the people of the tests."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from eyre.body import registers
from eyre.body import settings as body_settings
from eyre_web.accounts import interchange as people
from eyre_web.accounts.models import TokenKind
from eyre_web.accounts.services import make_token
from eyre_web.documents.interchange import keep_documents
from eyre_web.meetings.models import Item, Line, Meeting
from web.people import let_agreed_notes_change

TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    caches["limits"].clear()


def secret_of(user, kind=TokenKind.API, **more):
    return make_token(kind, by=user, on=TODAY, **{"name": "a program", "days": 30, **more})[1]


@pytest.fixture
def full(body):
    """The small body with something in every list."""
    let_agreed_notes_change()
    keep_documents([registers.Document(key="paper", title="Burglary paper", kind="report")])
    item = Item.objects.get(title="Burglary")
    lines = (
        ("commitment", "commitment 2025-09/C1", "Down by March",
         {"kind": "commitment", "due": {"words": "by March", "date": "2026-03-31", "certainty": "resolved"}}),
        ("finding", "finding 2025-09/F1", "It rose", {"kind": "performance"}),
    )  # fmt: skip
    for place, (kind, reference, words, kept) in enumerate(lines):
        Line.objects.create(item=item, kind=kind, place=place, reference=reference, words=words, kept=kept)
    meeting = Meeting.objects.get(reference="meeting 2025-09")
    meeting.kept = {"venue": "Room 2", "chair": "commissioner"}
    meeting.save()
    people.keep_organisations(
        [body_settings.Organisation(key="council", names=(body_settings.DatedName(name="Anyshire Council"),))]
    )


class Program:
    """A program that reads with a token of somebody, or without any."""

    def __init__(self, user=None, secret=""):
        self.secret = secret or (secret_of(user) if user else "")

    def get(self, address, code=200, accept="*/*", **headers):
        if self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        path = address if address.startswith("/") else f"/api/v1/{address}"
        answer = Client().get(path, headers={"Accept": accept, **headers})
        assert answer.status_code == code, answer.content.decode()
        return answer

    def json(self, address, code=200, **more):
        return self.get(address, code, **more).json()
