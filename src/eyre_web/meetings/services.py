"""Every change to an action.

Each function asks in the same order: lock, may this person, may this happen; then does it, writes it into the audit
trail, and tells those concerned once the change is safe.

Nothing is overwritten: a change is an event added, and state and date follow from the events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import Refused, say_date
from eyre.cycle.events import ACTION_MOVES, EventKind
from eyre.cycle.states import ActionStatus, check_can_move, is_closed
from eyre_web.accounts.access import Access, access_of, check_may
from eyre_web.accounts.models import User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.meetings import notices
from eyre_web.meetings.models import Action, Event, restate
from eyre_web.meetings.permissions import acting_post, check_may_answer, check_may_decide

Check = Callable[[Access, Action], None]


class ChangedMeanwhile(Refused):
    """Somebody else has written to the action since the person looked at it; `events` is what they wrote."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        super().__init__(_("This action was changed after you opened it. Look at the change, then send again."))


class ClosingReason(StrEnum):
    """Why an action is closed without having been done."""

    SUPERSEDED = "superseded"  # another action has taken its place
    ORDINARY_BUSINESS = "ordinary_business"  # it is what the force now does anyway


# --- what an owner answers -----------------------------------------------------------------------------------------


@transaction.atomic
def update_action(
    action_id: int, *, by: User, on: date, words: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Say how far an action is.

    seen: the last event the person had before them; None where that is not known. said_by: the post whose answer it is,
    where somebody who answers for any owner writes it down for another (a sheet that came back); else their own.
    """
    action, access = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    return _add(action, EventKind.UPDATE, access, by=by, on=on, words=words, said_by=said_by)


@transaction.atomic
def give_evidence(
    action_id: int, *, by: User, on: date, document: str, words: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Say what was received that shows how far an action is. document: its key or title in the register."""
    action, access = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    document = document.strip()
    return _add(action, EventKind.EVIDENCE, access, by=by, on=on, words=words, document=document, said_by=said_by)


@transaction.atomic
def redate_action(
    action_id: int, *, by: User, on: date, to: date, reason: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Give an action a new date for a reason; the first one is never lost. Raises Refused for the date that holds."""
    action, access = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    if action.standing.due.date == to:
        raise Refused(_("The action is due on %(day)s already. Give another day.") % {"day": say_date(to)})
    return _add(action, EventKind.NEW_DATE, access, by=by, on=on, words=reason, sets_date=to, said_by=said_by)


@transaction.atomic
def report_complete(
    action_id: int, *, by: User, on: date, words: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Say for the owner that an action is done. It stays open until the oversight body accepts."""
    action, access = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    return _add(action, EventKind.REPORTED_COMPLETE, access, by=by, on=on, words=words, said_by=said_by)


@transaction.atomic
def document_received(
    action_id: int, *, by: User, on: date, document: str, words: str, seen: int | None = None
) -> Action:
    """Say that a document came which an action asked for. Whether that is enough, the oversight body decides."""
    action, access = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    return _add(action, EventKind.DOCUMENT_RECEIVED, access, by=by, on=on, words=words, document=document)


# --- what only the oversight body decides --------------------------------------------------------------------------


@transaction.atomic
def accept_action(action_id: int, *, by: User, on: date, words: str, seen: int | None = None) -> Action:
    """Close an action that was reported complete; words: what was seen."""
    action, access = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    return _add(action, EventKind.ACCEPTED, access, by=by, on=on, words=words)


@transaction.atomic
def return_action(action_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Action:
    """Open an action again that was reported complete and found wanting."""
    action, access = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    return _add(action, EventKind.RETURNED, access, by=by, on=on, words=reason)


@transaction.atomic
def withdraw_action(action_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Action:
    """Take an action back."""
    action, access = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    return _add(action, EventKind.WITHDRAWN, access, by=by, on=on, words=reason)


@transaction.atomic
def close_action(
    action_id: int,
    *,
    by: User,
    on: date,
    why: ClosingReason,
    reason: str,
    successor: str = "",
    seen: int | None = None,
) -> Action:
    """Close an action that will not be done as it was set. successor: the reference of the action in its place.

    The words of the event name the successor, or say that it is now ordinary business. Raises Refused where an action
    is superseded by none, by itself, or by one that the person cannot see.
    """
    action, access = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    if why is ClosingReason.SUPERSEDED:
        said = _("Superseded by %(successor)s. %(reason)s")
        words = said % {"successor": _successor(action, access, successor), "reason": _said(reason)}
        return _add(action, EventKind.SUPERSEDED, access, by=by, on=on, words=words)
    words = _("Now ordinary business. %(reason)s") % {"reason": _said(reason)}
    return _add(action, EventKind.WITHDRAWN, access, by=by, on=on, words=words)


def _successor(action: Action, access: Access, reference: str) -> str:
    """The reference of the successor as it is written. Raises Refused for what cannot be one."""
    wanted = f"action {reference.strip().removeprefix('action ')}"
    if not Action.objects.for_user(access).exclude(pk=action.pk).filter(reference=wanted).exists():
        raise Refused(
            _('"%(reference)s" cannot take its place. Give the reference of another action, for instance 2017-12/3.')
            % {"reference": reference}
        )
    return wanted


# --- how a change is made ------------------------------------------------------------------------------------------


def _locked(action_id: int, check: Check, *, by: User, on: date, seen: int | None) -> tuple[Action, Access]:
    """The action, held until the change is made, and what the person may do.

    Raises PermissionDenied, or ChangedMeanwhile where the person has not seen all of it.
    """
    action = Action.objects.select_for_update().get(pk=action_id)
    access = access_of(by, on)
    check(access, action)
    unseen = [event for event in action.in_order() if seen is not None and event.pk > seen]
    if unseen:
        raise ChangedMeanwhile(unseen)
    return action, access


def _add(
    action: Action,
    kind: EventKind,
    access: Access,
    *,
    by: User,
    on: date,
    words: str,
    sets_date: date | None = None,
    document: str = "",
    said_by: str = "",
) -> Action:
    """Add an event to a locked action, and let state and date follow."""
    before = action.standing
    _check_allowed(before.status, kind)
    if said_by and said_by not in access.posts:
        check_may(access, Permission.ANSWER_ANY)
    event = Event.objects.create(
        reference=action.reference,
        action=action,
        at=on,
        by=said_by or acting_post(access, action),
        kind=kind,
        words=_said(words),
        sets_date=sets_date,
        document=document,
        entered_by=by,
        entered_at=timezone.now(),
    )
    restate(action)
    audit.record(
        f"action.{kind}",
        action.reference,
        by=by,
        before={"status": before.status, "due": _day(before.due.date)},
        after={"status": action.status, "due": _day(action.due_on), "as": event.by, "document": document},
        why=event.words,
    )
    transaction.on_commit(partial(notices.tell_of, event.pk))
    return action


def _check_allowed(status: ActionStatus, kind: EventKind) -> None:
    """Raise Refused unless the state allows the event. What moves nothing may be added while the action is open."""
    if kind in ACTION_MOVES:
        check_can_move(status, ACTION_MOVES[kind])
    elif is_closed(status):
        raise Refused(_("The action is closed. What is new belongs to another action."))


def _said(words: str) -> str:
    """The words, without what stands empty around them. Raises Refused where nothing was said."""
    if not words.strip():
        raise Refused(_("Say something: an event without words tells nobody anything."))
    return words.strip()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
