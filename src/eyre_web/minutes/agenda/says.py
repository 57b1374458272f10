"""Kinds of series and offers, headings, and what was done to a meeting, as pages say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from eyre.body.meeting import RECORDS
from eyre.core import Reference
from eyre.core.references import NotAReference
from eyre.cycle.words import SeriesKind, StandingHeading
from eyre.minutes.forward_plan import PlannedKind
from eyre.minutes.offers import BETWEEN_MARKS, OfferKind
from eyre_web.audit.models import AuditEvent
from eyre_web.documents.says import Changed, Told
from eyre_web.meetings import addresses
from eyre_web.meetings.directory import Directory

SERIES_KINDS: Final[Mapping[SeriesKind, str | Promise]] = {
    SeriesKind.MONTHLY: _("Monthly"),
    SeriesKind.QUARTERLY: _("Quarterly"),
    SeriesKind.THEMATIC: _("Thematic: one theme a meeting"),
    SeriesKind.PUBLIC: _("Public: held before the public"),
    SeriesKind.SPECIAL: _("Special: called for one occasion"),
}

OFFERS: Final[Mapping[OfferKind, str | Promise]] = {
    OfferKind.NOT_REACHED: _("Question that was not reached"),
    OfferKind.ACTION: _("Action"),
    OfferKind.QUESTION: _("Question"),
    OfferKind.COMMITMENT_DUE: _("Commitment due"),
    OfferKind.COMMITMENT_SETTLED: _("Commitment settled"),
    OfferKind.REVIEW: _("Review due"),
    OfferKind.ASKED_FOR: _("Asked for"),
    OfferKind.SIGNAL: _("New in the figures"),
}

PLANNED: Final[Mapping[PlannedKind, str | Promise]] = {
    PlannedKind.AGENDA: _("On the agenda"),
    PlannedKind.ASKED_FOR: _("Asked for"),
    PlannedKind.QUESTION: _("Question"),
    PlannedKind.ACTION: _("Action"),
    PlannedKind.COMMITMENT: _("Commitment"),
    PlannedKind.REVIEW: _("Review"),
}

HEADINGS: Final[Mapping[StandingHeading, str | Promise]] = {
    StandingHeading.BROUGHT_FORWARD: _("Outstanding matters and items brought forward"),
    StandingHeading.OPPORTUNITIES_AND_RISKS: _("Operational and reputational opportunities and risks"),
    StandingHeading.CHIEF_OFFICER_MEETING: _("Chief officer meeting and executive board"),
    StandingHeading.HOLDING_TO_ACCOUNT: _("Holding to account"),
    StandingHeading.PLAN_PERFORMANCE: _("Performance against the police and crime plan"),
    StandingHeading.STRATEGIC_INITIATIVES: _("Delivery of strategic initiatives"),
    StandingHeading.INSPECTION_PROGRAMME: _("Inspection programme and improvement board"),
    StandingHeading.ANY_OTHER_BUSINESS: _("Any other business"),
    StandingHeading.NEXT_MEETING: _("Date of next meeting"),
}

WHAT: Final[Mapping[str, str | Promise]] = {
    "meeting.planned": _("Planned"),
    "meeting.header_changed": _("Header changed"),
    "meeting.apologies": _("Apologies written down"),
    "meeting.cancelled": _("Cancelled"),
    "meeting.agenda_issued": _("Agenda issued"),
    "meeting.begun": _("Meeting begun"),
    "agenda.taken": _("Brought forward"),
    "agenda.item_added": _("Item added"),
    "agenda.item_changed": _("Item changed"),
    "agenda.item_moved": _("Item moved"),
    "agenda.item_removed": _("Item taken off"),
    "question.commissioned": _("Question put beforehand"),
    "question.changed": _("Question changed"),
    "question.withdrawn": _("Question taken back"),
    "question.requested": _("Request sent"),
    "question.replied": _("Reply received"),
    "question.settled": _("Answer judged"),
}

FIELDS: Final[Mapping[str, str | Promise]] = {
    "number": _("Number"),
    "title": _("Title"),
    "date": _("Day"),
    "start": _("Starts"),
    "end": _("Ends"),
    "venue": _("Venue"),
    "chair": _("Chair"),
    "minute_taker": _("Minute taker"),
    "called_for": _("Called for"),
    "apologies": _("Apologies"),
    "taken": _("Brought forward"),
    "as": _("As"),
    "matter": _("Matter"),
    "objective": _("Plan objective"),
    "areas": _("Areas"),
    "measures": _("Measures"),
    "words": _("Words"),
    "addressed_to": _("Put to"),
    "evidence_wanted": _("Evidence wanted"),
    "paper_due": _("Paper due"),
    "tests": _("Commitments it tests"),
    "requested_on": _("Sent on"),
    "paper": _("Paper"),
    "reply": _("Reply"),
    "replied_on": _("Replied on"),
    "answered": _("Answered"),
    "answered_by": _("Answered by"),
}
POSTS: Final = ("chair", "minute_taker", "apologies", "addressed_to", "answered_by")
DAYS: Final = ("date", "paper_due", "requested_on", "replied_on")
NOT_SAID: Final = {"meeting.planned": ("as",)}  # there `as` is the post that wrote it


def say_heading(heading: StandingHeading) -> str | Promise:
    return HEADINGS[heading]


def timeline(events: Iterable[AuditEvent], directory: Directory) -> list[Told]:
    """What was done to a meeting and its agenda, the newest first. What was removed by decision leaves its gap."""
    return [_told(event, directory) for event in sorted(events, key=lambda event: -event.number)]


def _told(event: AuditEvent, directory: Directory) -> Told:
    when, what = timezone.localtime(event.at), str(WHAT.get(event.what, event.what))
    if event.payload.is_removed:
        return Told(when, what, words=_now("What this entry said was removed by decision."))
    says = event.payload.says
    left_out = NOT_SAID.get(event.what, ())
    changes = tuple(_changes(says["before"], says["after"], directory, left_out))
    return Told(when, what, who=says["who"], why=says["why"], changes=changes)


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], directory: Directory, left_out: Sequence[str]
) -> Iterator[Changed]:
    for name, label in FIELDS.items():
        was, is_now = before.get(name, ""), after.get(name, "")
        if was != is_now and name not in left_out:
            yield Changed(str(label), _said(name, was, directory), _said(name, is_now, directory))


def _said(name: str, value: str, directory: Directory) -> str:
    if name in DAYS and value:
        return date_format(date.fromisoformat(value), "l j F Y")
    if name in POSTS and value:
        return ", ".join(directory.title(key) for key in value.split(", "))
    return value


def marks_said(brought_forward_from: str) -> list[tuple[str, str]]:
    """What an item brings forward, each with the address of its page where it has one: an action, a meeting."""
    return [(say_mark(mark), address_of(mark)) for mark in brought_forward_from.split(BETWEEN_MARKS) if mark]


def say_mark(mark: str) -> str:
    """What is brought forward as a page names it: a reference as it stands, but not a key."""
    return _now("what was asked for") if mark.startswith("asked_for ") else mark


def address_of(mark: str) -> str:
    """Where a record that is brought forward can be read; empty where it has no page."""
    try:
        reference = Reference.parse(mark)
    except NotAReference:
        return ""
    if reference.kind == "asked_for":
        return reverse("asked_for_list")
    return addresses.address_of(mark) if reference.kind in ("action", *RECORDS) else ""
