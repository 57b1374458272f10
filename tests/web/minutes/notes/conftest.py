"""What the tests of the notes share: the draft notes of October with a second item, and a meeting that is planned."""

from datetime import date

import pytest
from django.utils import timezone

from eyre_web.meetings.models import Item, Meeting

TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def calls(body):
    """The item of the draft notes; it has two actions. A second item follows it."""
    meeting = Meeting.objects.get(reference="meeting 2025-10")
    Item.objects.create(meeting=meeting, place=1, number="2", title="Confidence")
    return meeting.items.get(place=0)


@pytest.fixture
def planned(body):
    """A meeting of today with an item, which has not begun."""
    meeting = Meeting.objects.create(
        reference="meeting 2025-11", series="scrutiny", title="Scrutiny, 11/2025", date=TODAY, status="planned"
    )
    Item.objects.create(meeting=meeting, place=0, number="1", title="Burglary")
    return meeting
