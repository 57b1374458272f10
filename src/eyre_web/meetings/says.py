"""Kinds of event and states as a page says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, MeetingStatus
from eyre.cycle.words import Part

STATES: Final[Mapping[str, str | Promise]] = {
    ActionStatus.OPEN: _("open"),
    ActionStatus.REPORTED_COMPLETE: _("reported complete"),
    ActionStatus.ACCEPTED: _("done and accepted"),
    ActionStatus.WITHDRAWN: _("withdrawn"),
    ActionStatus.SUPERSEDED: _("superseded"),
    ActionStatus.ORDINARY_BUSINESS: _("now ordinary business"),
}

# The colours of the design system's tags; the words beside them say the same.
TAGS: Final[Mapping[str, str]] = {
    ActionStatus.OPEN: "govuk-tag--blue",
    ActionStatus.REPORTED_COMPLETE: "govuk-tag--yellow",
    ActionStatus.ACCEPTED: "govuk-tag--green",
    ActionStatus.WITHDRAWN: "govuk-tag--grey",
    ActionStatus.SUPERSEDED: "govuk-tag--grey",
    ActionStatus.ORDINARY_BUSINESS: "govuk-tag--grey",
}

KINDS: Final[Mapping[str, str | Promise]] = {
    EventKind.UPDATE: _("Update"),
    EventKind.EVIDENCE: _("Evidence given"),
    EventKind.NEW_DATE: _("New date"),
    EventKind.DATE_ASKED: _("New date asked for"),
    EventKind.DATE_KEPT: _("New date not given: the date stands"),
    EventKind.REPORTED_COMPLETE: _("Reported complete"),
    EventKind.ACCEPTED: _("Accepted as done"),
    EventKind.RETURNED: _("Returned: open again"),
    EventKind.WITHDRAWN: _("Withdrawn"),
    EventKind.SUPERSEDED: _("Superseded"),
    EventKind.ORDINARY_BUSINESS: _("Now ordinary business"),
    EventKind.DOCUMENT_RECEIVED: _("Document received"),
    EventKind.MEETING_HELD: _("Meeting held"),
    EventKind.READING_MINUTED: _("Reading minuted"),
    EventKind.BORNE_OUT: _("Borne out"),
    EventKind.NOT_BORNE_OUT: _("Not borne out"),
    EventKind.CANNOT_TELL: _("Cannot tell"),
    EventKind.ANSWERED: _("Answered"),
    EventKind.PART_ANSWERED: _("Answered in part"),
    EventKind.NOT_ANSWERED: _("Not answered"),
    EventKind.IDENTIFICATION_CHECKED: _("Identification checked"),
    EventKind.SET_ASIDE: _("Loose end set aside"),
    EventKind.DRAFT_SENT: _("Draft sent to the force"),
    EventKind.NOTES_AGREED: _("Notes agreed"),
    EventKind.NOTES_PUBLISHED: _("Notes published"),
    EventKind.CORRECTED: _("Correction begun"),
}


PARTS: Final[Mapping[str, str | Promise]] = {
    Part.DIRECTS: _("Directs it"),
    Part.SCRUTINISES: _("Scrutinises it"),
    Part.MANAGES: _("Manages it"),
    Part.OWNS: _("Owns it"),
}

MEETINGS: Final[Mapping[str, str | Promise]] = {
    MeetingStatus.PLANNED: _("planned"),
    MeetingStatus.AGENDA_ISSUED: _("agenda issued"),
    MeetingStatus.HELD: _("held, notes in draft"),
    MeetingStatus.AGREED: _("notes agreed"),
    MeetingStatus.PUBLISHED: _("notes published"),
    MeetingStatus.CANCELLED: _("cancelled"),
}


def say_meeting(state: str) -> str:
    return str(MEETINGS[state])


def say_state(state: str) -> str:
    return str(STATES[state])


def say_kind(kind: str) -> str:
    """A kind of event as the timeline heads it; one that seldom befalls an action, in the words of the record."""
    return str(KINDS.get(kind) or kind.replace("_", " ").capitalize())
