"""A series of meetings for the small body, and the day on which the tests take place."""

from datetime import date, time

import pytest
from django.utils import timezone

from eyre_web.body.models import KeptRecord
from eyre_web.meetings.models import Item, Line, Meeting
from eyre_web.minutes.agenda import planning
from eyre_web.minutes.agenda.planning import Header

TODAY = date(2025, 11, 12)
DECEMBER = date(2025, 12, 16)  # a Tuesday
SERIES = {
    "key": "scrutiny", "title": "Scrutiny", "aliases": ["Holding to account"], "planned": ["2025-12-16", "2026-01-20"],
    "start": "10:00:00", "venue": "Room 1", "chair": "commissioner", "minute_taker": "policy",
}  # fmt: skip


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
