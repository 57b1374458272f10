"""What the tests of the meeting cycle add to the small body: a series, a planned meeting, records of every kind."""

from datetime import date, time

import pytest
from django.db import transaction
from django.utils import timezone

from eyre.cycle.words import DecisionOutcome
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptRecord
from eyre_web.finding import indexing
from eyre_web.meetings.models import Item, Line, Meeting
from eyre_web.minutes.agenda import planning
from eyre_web.minutes.agenda.planning import Header

TODAY = date(2025, 11, 12)
DECEMBER = date(2025, 12, 16)  # a Tuesday
SERIES = {
    "key": "scrutiny", "title": "Scrutiny", "aliases": ["Holding to account"], "planned": ["2025-12-16", "2026-01-20"],
    "start": "10:00:00", "venue": "Room 1", "chair": "commissioner", "minute_taker": "policy",
}  # fmt: skip
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
def series(body, data):
    """The body with its series in its settings, a matter with an objective, and a commitment of October."""
    row = KeptRecord.objects.get(kind="body")
    row.value["meeting_series"] = [dict(SERIES)]
    row.value["objectives"] = [{"key": "safer", "title": "Safer homes"}, {"key": "heard", "title": "Victims heard"}]
    row.save()
    october = Item.objects.get(meeting__reference="meeting 2025-10")
    for number, words in enumerate(("Calls will be answered in ten seconds.", "The rota will be out by March."), 1):
        Line.objects.create(
            item=october, kind="commitment", place=number, reference=f"commitment 2025-10/C{number}", words=words,
            kept={"kind": "commitment"},
        )  # fmt: skip
    return "scrutiny"


def header(**more):
    usual = {"title": "Scrutiny, December 2025", "date": DECEMBER, "venue": "Room 1", "chair": "commissioner"}
    return Header(**{**usual, "minute_taker": "policy", **more})


@pytest.fixture
def planned(series, ada):
    """The meeting of December, planned."""
    return planning.plan(series, header(start=time(10)), by=ada, on=TODAY, stands_for=DECEMBER)


def meeting(home="2025-12"):
    return Meeting.objects.get(reference=f"meeting {home}")


def lines(home="2025-12"):
    return [(item.number, item.title) for item in meeting(home).items.all()]


def the_item(title, home="2025-12"):
    return Item.objects.get(meeting__reference=f"meeting {home}", title=title)


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
