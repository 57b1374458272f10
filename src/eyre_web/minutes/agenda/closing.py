"""The special meeting that an action asked for, once it is held: its outcome is the proof that the action is done."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre.cycle.states import WAS_HELD, ActionStatus
from eyre_web.accounts.models import User
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, Line, Meeting

OUTCOME: Final = ("decision", "finding", "commitment", "assurance", "judgement")  # lines that say what came of it
LONGEST: Final = 2000


def outcome_of(meeting: Meeting) -> str:
    """What the notes of a meeting say came of it: its decisions, else what was found, promised and assured."""
    lines = Line.objects.filter(item__meeting=meeting, kind__in=OUTCOME).order_by("item__place", "place")
    said = {kind: [line.words for line in lines if line.kind == kind] for kind in OUTCOME}
    chosen = said["decision"] or [words for kind in OUTCOME for words in said[kind]]
    return " ".join(chosen)[:LONGEST]


@transaction.atomic
def close_by_meeting(
    meeting_id: int, *, by: User, on: date, words: str, accepts: bool = False, seen: int | None = None
) -> Action:
    """Record a meeting that was held as the proof of the action that asked for it; accepts: accept the action too.

    Raises PermissionDenied, and Refused where no action asked for it, where it was not held, and where its notes record
    no outcome.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    action = Action.objects.filter(reference=meeting.kept.get("called_for", "")).first()
    if action is None:
        raise Refused(_("No action asked for this meeting."))
    if meeting.status not in WAS_HELD:
        raise Refused(_("It has not been held: nothing shows yet that the action is done."))
    if not outcome_of(meeting):
        raise Refused(_("Its notes record no outcome yet: no decision, finding, commitment or assurance."))
    action = services.record_proof(
        action.pk, by=by, on=on, words=words, happened_on=meeting.date, meeting=meeting.reference, seen=seen
    )
    if not accepts:
        return action
    if action.status == ActionStatus.OPEN:
        services.report_complete(action.pk, by=by, on=on, words=words)
    return services.accept_action(action.pk, by=by, on=on, words=words)
