"""A body with one agreed meeting and one whose notes are a draft, each with records of every kind."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from eyre.cycle.words import DecisionOutcome
from eyre_web.audit import services as audit
from eyre_web.finding import indexing
from eyre_web.meetings.models import Item, Line

TODAY = date(2025, 11, 12)
SEPTEMBER, OCTOBER = "meeting 2025-09", "meeting 2025-10"  # published; held, its notes a draft

RECORDS = (
    ("finding", "F1", "Calls were lost in August.", {"kind": "gap", "speakers": ["chief"], "measures": ["calls_101"]}),
    ("question", "Q1", "Why were they lost?", {"addressed_to": ["chief"], "status": "not_answered"}),
    ("figure", "M1", "Nine in ten calls are answered.", {"measure": "calls_101", "value": 90.0, "unit": "%"}),
    ("assurance", "S1", "The rota is in place.", {"given_by": "chief", "evidence": "told"}),
    ("judgement", "J1", "Nothing was shown.", {"grade": "partly_assured", "by": "commissioner"}),
    ("commitment", "C1", "It will be back by March.", {"kind": "commitment", "given_by": ["chief"]}),
    ("decision", "D1", "The rota is changed.", {"by": "chief", "outcome": DecisionOutcome.AGREED.value}),
    ("risk", "R1", "A court case about a call.", {"kind": "risk", "nature": "both", "live_proceedings": True}),
    ("contact", "V1", "The commissioner visited the control room.", {"kind": "visit", "by": "commissioner"}),
    ("note", "N1", "Tea was late.", {}),
)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def noted(body):
    """The small body, with a record of every kind under the second item of September and under that of October."""
    for home, title in (("2025-09", "Calls"), ("2025-10", "Calls again")):
        item = Item.objects.get(meeting__reference=f"meeting {home}", title=title)
        for place, (kind, label, words, kept) in enumerate(RECORDS):
            Line.objects.create(
                item=item, kind=kind, place=place, reference=f"{kind} {home}/{label}", words=words, kept=kept
            )
    indexing.rebuild()
    with transaction.atomic():
        audit.record("body.imported", "body office", by=None)
