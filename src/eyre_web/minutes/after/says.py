"""States of notes, kinds of loose end and fields of the notes as a page says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.cycle.states import NotesStatus
from eyre.cycle.words import LooseEndKind

NOTES: Final[Mapping[NotesStatus, str | Promise]] = {
    NotesStatus.DRAFT: _("draft"),
    NotesStatus.SENT: _("draft, sent to the force"),
    NotesStatus.AGREED: _("agreed"),
    NotesStatus.PUBLISHED: _("published"),
}

NOTES_TAGS: Final[Mapping[NotesStatus, str]] = {
    NotesStatus.DRAFT: "govuk-tag--grey",
    NotesStatus.SENT: "govuk-tag--yellow",
    NotesStatus.AGREED: "govuk-tag--green",
    NotesStatus.PUBLISHED: "govuk-tag--blue",
}

LOOSE_ENDS: Final[Mapping[LooseEndKind, str | Promise]] = {
    LooseEndKind.FAILURE_WITHOUT_ANSWER: _("Failure without an answer"),
    LooseEndKind.QUESTION_WITHOUT_ANSWER: _("Question without an answer"),
    LooseEndKind.ACTION_WITHOUT_OWNER: _("Action without an owner"),
    LooseEndKind.ACTION_WITHOUT_DATE: _("Action without a date"),
    LooseEndKind.OWNER_ABSENT: _("Owner was absent"),
    LooseEndKind.ADDRESSEE_ABSENT: _("Asked somebody who was absent"),
    LooseEndKind.WEEKDAY: _("Weekday and date disagree"),
    LooseEndKind.DATE_BEFORE_MEETING: _("Date before the meeting"),
    LooseEndKind.REVIEW_TOO_EARLY: _("Review before its figures"),
    LooseEndKind.TWO_STATES: _("One document in two states"),
    LooseEndKind.TWO_POPULATIONS: _("One name for two populations"),
    LooseEndKind.TWO_BASES: _("Figures on two bases"),
    LooseEndKind.NOBODY_ASKED: _("Nobody was asked"),
    LooseEndKind.ONLY_SAID: _("Promise only in words"),
}

# Fields of the notes whose name would not say what they hold; the others are said as they are called.
FIELDS: Final[Mapping[str, str | Promise]] = {
    "item": _("Where it stands"),
    "nil": _("Where nothing was recorded"),
    "act": _("What was done by saying it"),
    "n": _("How many it rests on"),
}
