"""Steps, kinds and standings as the pages of matters and commitments say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.commitments.standing import Stands
from eyre.cycle.states import CommitmentDecision
from eyre.minutes.thread import Step
from eyre_web.finding.finding import RECORD_KINDS
from eyre_web.meetings.says import say_kind

STEPS: Final[Mapping[Step, str | Promise]] = {
    Step.QUESTION: _("Asked"),
    Step.EVIDENCE: _("Shown or told"),
    Step.FINDING: _("Found"),
    Step.COMMITMENT: _("Promised"),
    Step.ACTION: _("Set to be done"),
    Step.RESULT: _("What came of it"),
}

STANDS: Final[Mapping[Stands, str | Promise]] = {
    Stands.LISTED: _("listed, never scored"),
    Stands.UNTESTED: _("untested"),
    Stands.WAITING: _("waiting"),
    Stands.SHOWN: _("shown"),
    Stands.NOT_SHOWN: _("not shown"),
    Stands.SHOWN_NOT: _("shown not"),
    Stands.CANNOT_TELL: _("cannot tell"),
    Stands.WITHDRAWN: _("withdrawn"),
}

# The colours of the design system's tags; the words say the same.
STANDS_TAGS: Final[Mapping[Stands, str]] = {
    Stands.LISTED: "govuk-tag--grey",
    Stands.UNTESTED: "govuk-tag--grey",
    Stands.WAITING: "govuk-tag--blue",
    Stands.SHOWN: "govuk-tag--green",
    Stands.NOT_SHOWN: "govuk-tag--yellow",
    Stands.SHOWN_NOT: "govuk-tag--orange",
    Stands.CANNOT_TELL: "govuk-tag--grey",
    Stands.WITHDRAWN: "govuk-tag--grey",
}

DECISIONS: Final[Mapping[CommitmentDecision, str | Promise]] = {
    CommitmentDecision.KEPT: _("kept"),
    CommitmentDecision.PARTLY_KEPT: _("partly kept"),
    CommitmentDecision.NOT_KEPT: _("not kept"),
    CommitmentDecision.CANNOT_TELL: _("cannot tell"),
    CommitmentDecision.WITHDRAWN: _("withdrawn"),
}


def say_what(what: str, *, later: bool) -> str:
    """The kind of a record, or of what happened to one."""
    return say_kind(what) if later else str(RECORD_KINDS.get(what, what))


def say_outcome(outcome: str) -> str:
    """What came of a record, in its own word: every word of the lists of the record is a word of the field."""
    return outcome.replace("_", " ")
