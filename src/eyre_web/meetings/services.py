"""Every change to an action.

Each function asks in the same order: lock, may this person, may this happen; then does it, writes it into the audit
trail, and tells those concerned once the change is safe.

Nothing is overwritten: a change is an event added, and state and date follow from the events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import Refused, say_date
from eyre.cycle.events import ACTION_MOVES, EventKind
from eyre.cycle.proof import PROOFS
from eyre.cycle.states import ActionStatus, check_can_move, is_closed
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import Access, access_of, check_may
from eyre_web.accounts.models import User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.meetings.matters import go_on_as
from eyre_web.meetings.models import Action, AnswerLink, Event, Meeting, restate
from eyre_web.meetings.permissions import acting_post, check_may_answer, check_may_decide

Check = Callable[[Access, Action], None]

FURTHEST = timedelta(days=3653)  # a new date beyond ten years is a year that was mistyped


class ChangedMeanwhile(Refused):
    """Somebody else has written to the action since the person looked at it; `events` is what they wrote."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        super().__init__(_("This action was changed after you opened it. Look at the change, then send again."))


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes an event: in which post, and by which account; without an account, by which link."""

    post: str
    user: User | None
    link: AnswerLink | None = None

    @property
    def said(self) -> str:
        """How the trail names who has no account."""
        return (
            "" if self.link is None else _("%(post)s, by link %(number)d") % {"post": self.post, "number": self.link.pk}
        )


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
    action, author = _locked(action_id, check_may_answer, by=by, on=on, seen=seen, said_by=said_by)
    return add_event(action, EventKind.UPDATE, author, on=on, words=words)


@transaction.atomic
def give_evidence(
    action_id: int, *, by: User, on: date, document: str, words: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Say what was received that shows how far an action is. document: its key or title in the register."""
    action, author = _locked(action_id, check_may_answer, by=by, on=on, seen=seen, said_by=said_by)
    return add_event(action, EventKind.EVIDENCE, author, on=on, words=words, document=document.strip())


@transaction.atomic
def ask_for_date(
    action_id: int, *, by: User, on: date, to: date, reason: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Ask for a new date with a reason. The date stands until the oversight body sets one, or keeps it.

    Raises Refused for a day that can be no new date.
    """
    action, author = _locked(action_id, check_may_answer, by=by, on=on, seen=seen, said_by=said_by)
    check_is_new_date(action, to, on)
    return add_event(action, EventKind.DATE_ASKED, author, on=on, words=reason, sets_date=to)


@transaction.atomic
def report_complete(
    action_id: int, *, by: User, on: date, words: str, seen: int | None = None, said_by: str = ""
) -> Action:
    """Say for the owner that an action is done. It stays open until the oversight body accepts."""
    action, author = _locked(action_id, check_may_answer, by=by, on=on, seen=seen, said_by=said_by)
    return add_event(action, EventKind.REPORTED_COMPLETE, author, on=on, words=words)


@transaction.atomic
def document_received(
    action_id: int, *, by: User, on: date, document: str, words: str, seen: int | None = None
) -> Action:
    """Say that a document came which an action asked for. Whether that is enough, the oversight body decides."""
    action, author = _locked(action_id, check_may_answer, by=by, on=on, seen=seen)
    return add_event(action, EventKind.DOCUMENT_RECEIVED, author, on=on, words=words, document=document)


# --- what only the oversight body decides --------------------------------------------------------------------------


@transaction.atomic
def redate_action(action_id: int, *, by: User, on: date, to: date, reason: str, seen: int | None = None) -> Action:
    """Set a new date for a reason, whether or not one was asked for; the first one is never lost.

    Raises Refused for a day that can be no new date.
    """
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    check_is_new_date(action, to, on)
    return add_event(action, EventKind.NEW_DATE, author, on=on, words=reason, sets_date=to)


@transaction.atomic
def keep_date(action_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Action:
    """Let the date stand, though a new one was asked for. Raises Refused where none is asked for."""
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    _check_allowed(ActionStatus(action.status), EventKind.DATE_KEPT)
    if action.date_asked is None:
        raise Refused(none_asked())
    return add_event(action, EventKind.DATE_KEPT, author, on=on, words=reason)


@transaction.atomic
def record_proof(
    action_id: int,
    *,
    by: User,
    on: date,
    words: str,
    document: str = "",
    happened_on: date | None = None,
    meeting: str = "",
    measure: str = "",
    seen: int | None = None,
) -> Action:
    """Write down what shows that an action is done: a document received, a meeting held, a measure read at a meeting.

    happened_on: the day of it; that of the meeting, where one is named by its reference. measure: its key.
    Raises Refused for an action that has no such proof, for a day to come or before the action was set, and for the
    meeting that set it: it asked for the review.
    """
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    kind = PROOFS[ActionDeliverable(action.deliverable)]
    if kind is None:
        raise Refused(_("What shows that it is done is said when it is accepted."))
    day = Meeting.objects.get(reference=meeting, is_standing=True).date if meeting else happened_on
    if day is None or not action.set_day <= day <= on:
        raise Refused(_("Give a day from %(first)s to today.") % {"first": say_date(action.set_day)})
    if meeting and meeting == action.item.meeting.reference:
        raise Refused(_("This meeting set the action. Choose the meeting that read the measure for it."))
    said = f"{measure}: {_said(words)}" if measure else words
    return add_event(action, kind, author, on=day, words=said, document=document.strip() or meeting)


@transaction.atomic
def accept_action(
    action_id: int,
    *,
    by: User,
    on: date,
    words: str,
    without_proof: str = "",
    goes_on_as: str = "",
    seen: int | None = None,
) -> Action:
    """Close an action that was reported complete; words: what was seen.

    without_proof: why it is accepted though its closing proof is not on record. Raises Refused without a reason then.
    goes_on_as: the title of the matter that begins where the action ends: a new one, or one that is there.
    """
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    if not action.is_proved:
        if not without_proof.strip():
            raise Refused(
                _("Its closing proof is not on record: %(proof)s. Record it first, or say why it is accepted without.")
                % {"proof": action.closing_proof}
            )
        words = _("%(words)s\nAccepted without its closing proof (%(proof)s): %(why)s") % {
            "words": _said(words), "proof": action.closing_proof, "why": without_proof.strip(),
        }  # fmt: skip
    words = _going_on(action, author, goes_on_as, on=on, words=words)
    return add_event(action, EventKind.ACCEPTED, author, on=on, words=words)


def _going_on(action: Action, author: Author, title: str, *, on: date, words: str) -> str:
    """The words of a closing, with the matter as which the action goes on, if it does."""
    if not title.strip():
        return words
    _check_allowed(ActionStatus(action.status), EventKind.ACCEPTED)
    matter = go_on_as(title, action, author, on=on, words=_said(words))
    return _("%(words)s\nIt goes on as the matter “%(matter)s”.") % {"words": _said(words), "matter": matter.title}


@transaction.atomic
def return_action(action_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Action:
    """Open an action again that was reported complete and found wanting."""
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    return add_event(action, EventKind.RETURNED, author, on=on, words=reason)


@transaction.atomic
def withdraw_action(action_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Action:
    """Take an action back."""
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    return add_event(action, EventKind.WITHDRAWN, author, on=on, words=reason)


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

    The words of the event name the successor. Raises Refused where an action is superseded by none, by itself, or by
    one that the person cannot see.
    """
    action, author = _locked(action_id, check_may_decide, by=by, on=on, seen=seen)
    if why is ClosingReason.SUPERSEDED:
        said = _("Superseded by %(successor)s. %(reason)s")
        named = _successor(action, access_of(by, on), successor)
        words = said % {"successor": named, "reason": _said(reason)}
        return add_event(action, EventKind.SUPERSEDED, author, on=on, words=words, document=named)
    return add_event(action, EventKind.ORDINARY_BUSINESS, author, on=on, words=reason)


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


def _locked(
    action_id: int, check: Check, *, by: User, on: date, seen: int | None, said_by: str = ""
) -> tuple[Action, Author]:
    """The action, held until the change is made, and who writes: in a post of their own, or for `said_by`.

    Raises PermissionDenied, or ChangedMeanwhile where the person has not seen all of it.
    """
    action = Action.objects.select_for_update(no_key=True).get(pk=action_id)
    access = access_of(by, on)
    check(access, action)
    check_has_seen(action, seen)
    if said_by and said_by not in access.posts:
        check_may(access, Permission.ANSWER_ANY)
    return action, Author(said_by or acting_post(access, action), by)


def check_has_seen(action: Action, seen: int | None) -> None:
    """Raise ChangedMeanwhile where an event is newer than the last one that was seen."""
    unseen = [event for event in action.in_order() if seen is not None and event.pk > seen]
    if unseen:
        raise ChangedMeanwhile(unseen)


def add_event(
    action: Action,
    kind: EventKind,
    author: Author,
    *,
    on: date,
    words: str,
    sets_date: date | None = None,
    document: str = "",
) -> Action:
    """Add an event to a locked action, and let state and date follow. Who may is asked before.

    sets_date: the new date, or the day that is asked for.
    """
    before = action.standing
    _check_allowed(before.status, kind)
    event = Event.objects.create(
        reference=action.reference,
        action=action,
        at=on,
        by=author.post,
        kind=kind,
        words=_said(words),
        sets_date=sets_date,
        document=document,
        entered_by=author.user,
        entered_at=timezone.now(),
        link=author.link,
    )
    restate(action)
    asked = {"asked_for": _day(sets_date)} if kind is EventKind.DATE_ASKED else {}
    audit.record(
        f"action.{kind}",
        action.reference,
        by=author.user,
        who=author.said,
        before={"status": before.status, "due": _day(before.due.date)},
        after={"status": action.status, "due": _day(action.due_on), "as": event.by, "document": document, **asked},
        why=event.words,
    )
    return action


def check_is_new_date(action: Action, to: date, on: date) -> None:
    """Raise Refused for a day that cannot be a new date on a day: the one that holds, one gone by, one far off."""
    if fault := new_date_fault(action.standing.due.date, to, on):
        raise Refused(fault)


def new_date_fault(holds: date | None, to: date, on: date) -> str:
    """Why a day cannot be the new date of an action that is due when `holds` says; nothing where it can."""
    if to == holds:
        return _("The action is due on %(day)s already. Give another day.") % {"day": say_date(to)}
    if to < on:
        return _("%(day)s has gone by. A new date is today or a later day.") % {"day": say_date(to)}
    if to > on + FURTHEST:
        return _("%(day)s is more than ten years off. Look at the year, and write it again.") % {"day": say_date(to)}
    return ""


def none_asked() -> str:
    """Why a date cannot be kept that nobody asks to move."""
    return _("No new date is asked for: the date stands as it is.")


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
