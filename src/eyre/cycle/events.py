"""What happened to a record after its meeting, and the state and date that follow from it.

There is no column of state that could disagree with the words: state and due date are folded from the events, in the
order they happened. A move that its table does not allow is a fault in words, never passed over.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from eyre.cycle.due import Due
from eyre.cycle.states import (
    ActionRefused,
    ActionStatus,
    CommitmentDecision,
    CommitmentState,
    MatterStatus,
    MeetingStatus,
    MoveRefused,
    NotesStatus,
    QuestionStatus,
    check_can_move,
    is_closed,
)
from eyre.cycle.words import LooseEndKind


class EventKind(StrEnum):
    """What one line of the later record says happened."""

    UPDATE = "update"
    EVIDENCE = "evidence"
    NEW_DATE = "new_date"
    # actions
    DATE_ASKED = "date_asked"  # the date that holds stands until the oversight body sets another
    DATE_KEPT = "date_kept"  # a new date was asked for, and not given; the words are the reason
    REPORTED_COMPLETE = "reported_complete"
    ACCEPTED = "accepted"
    RETURNED = "returned"  # reported complete, and not accepted: open again
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    ORDINARY_BUSINESS = "ordinary_business"
    DOCUMENT_RECEIVED = "document_received"
    READING_MINUTED = "reading_minuted"  # a meeting read a measure, and its notes say what it read
    # questions
    ANSWERED = "answered"
    PART_ANSWERED = "part_answered"
    NOT_ANSWERED = "not_answered"
    NOT_REACHED = "not_reached"
    NOT_RECORDED = "not_recorded"
    # assurances
    BORNE_OUT = "borne_out"
    NOT_BORNE_OUT = "not_borne_out"
    CANNOT_TELL = "cannot_tell"
    # commitments
    TEST_AGREED = "test_agreed"
    FINDING = "finding"
    MISSED = "missed"  # a meeting heard that it has not happened; the words are the explanation
    DECISION = "decision"
    # risks and opportunities
    IDENTIFICATION_CHECKED = "identification_checked"  # what is published of it names nobody, and harms no case
    # whatever a meeting left lying
    SET_ASIDE = "set_aside"  # a loose end of the record is left as it is, for a reason
    # matters
    WATCHED = "watched"
    CLOSED = "closed"
    REOPENED = "reopened"
    # meetings
    AGENDA_ISSUED = "agenda_issued"
    MEETING_HELD = "meeting_held"
    NOTES_AGREED = "notes_agreed"
    NOTES_PUBLISHED = "notes_published"
    CANCELLED = "cancelled"
    DRAFT_SENT = "draft_sent"  # the force has the draft of the notes from this day
    CORRECTED = "corrected"  # a later version of the notes stands beside this one


# Where an event takes a record. An event that is not named leaves the record where it is: an update to an action, a
# document received. Whether that closes the action is for the oversight body to say.
ACTION_MOVES: Final[Mapping[EventKind, ActionStatus]] = {
    EventKind.REPORTED_COMPLETE: ActionStatus.REPORTED_COMPLETE,
    EventKind.ACCEPTED: ActionStatus.ACCEPTED,
    EventKind.RETURNED: ActionStatus.OPEN,
    EventKind.WITHDRAWN: ActionStatus.WITHDRAWN,
    EventKind.SUPERSEDED: ActionStatus.SUPERSEDED,
    EventKind.ORDINARY_BUSINESS: ActionStatus.ORDINARY_BUSINESS,
}
QUESTION_MOVES: Final[Mapping[EventKind, QuestionStatus]] = {
    EventKind.ANSWERED: QuestionStatus.ANSWERED,
    EventKind.PART_ANSWERED: QuestionStatus.PART,
    EventKind.NOT_ANSWERED: QuestionStatus.NOT_ANSWERED,
    EventKind.NOT_REACHED: QuestionStatus.NOT_REACHED,
    EventKind.NOT_RECORDED: QuestionStatus.NOT_RECORDED,
}
COMMITMENT_MOVES: Final[Mapping[EventKind, CommitmentState]] = {
    EventKind.TEST_AGREED: CommitmentState.TEST_AGREED,
    EventKind.FINDING: CommitmentState.FOUND,
    EventKind.DECISION: CommitmentState.DECIDED,
    EventKind.WITHDRAWN: CommitmentState.DECIDED,  # withdrawn is one of the decisions
}
MATTER_MOVES: Final[Mapping[EventKind, MatterStatus]] = {
    EventKind.WATCHED: MatterStatus.WATCHED,
    EventKind.CLOSED: MatterStatus.CLOSED,
    EventKind.REOPENED: MatterStatus.OPEN,
}
MEETING_MOVES: Final[Mapping[EventKind, MeetingStatus]] = {
    EventKind.AGENDA_ISSUED: MeetingStatus.AGENDA_ISSUED,
    EventKind.MEETING_HELD: MeetingStatus.HELD,
    EventKind.NOTES_AGREED: MeetingStatus.AGREED,
    EventKind.NOTES_PUBLISHED: MeetingStatus.PUBLISHED,
    EventKind.CANCELLED: MeetingStatus.CANCELLED,
}
NOTES_MOVES: Final[Mapping[EventKind, NotesStatus]] = {
    EventKind.DRAFT_SENT: NotesStatus.SENT,
    EventKind.NOTES_AGREED: NotesStatus.AGREED,
    EventKind.NOTES_PUBLISHED: NotesStatus.PUBLISHED,
}

# What an event of a kind may say came out; other kinds say nothing of the sort.
OUTCOMES: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.DECISION: tuple(decision.value for decision in CommitmentDecision),
    EventKind.FINDING: ("seen", "not_seen"),  # of a fact, by a person
    EventKind.SET_ASIDE: tuple(kind.value for kind in LooseEndKind),
}


def outcome_fault(kind: EventKind, outcome: str) -> str:
    """What is wrong with the outcome of an event, in words; empty where nothing is."""
    allowed = OUTCOMES.get(kind, ())
    if outcome and outcome not in allowed:
        ways = f"Write one of: {', '.join(allowed)}." if allowed else "Leave it empty."
        return f'the outcome "{outcome}" does not go with {kind.value.replace("_", " ")}. {ways}'
    return ""


State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Folded(Generic[State]):
    """The state that follows from the events, and what was wrong with them: a refused move is not made."""

    status: State
    faults: tuple[str, ...]


def fold(first: State, kinds: Sequence[EventKind], moves: Mapping[EventKind, State]) -> Folded[State]:
    """Take a record through its events in order, by the table of its kind; collect every fault."""
    status, faults = first, []
    for place, kind in enumerate(kinds, start=1):
        if kind not in moves:
            continue
        try:
            check_can_move(status, moves[kind])
        except MoveRefused as refusal:
            faults.append(f"Event {place} ({kind}): {refusal}")
        else:
            status = moves[kind]
    return Folded(status, tuple(faults))


def fold_action(kinds: Sequence[EventKind]) -> Folded[ActionStatus]:
    """The state of an action after its events, oldest first, with every fault in them."""
    return fold(ActionStatus.OPEN, kinds, ACTION_MOVES)


def status_after(kinds: Sequence[EventKind]) -> ActionStatus:
    """The state of an action after its events, oldest first.

    Raises ActionRefused, naming every event that may not happen where it stands.
    """
    folded = fold_action(kinds)
    if folded.faults:
        raise ActionRefused("\n".join(folded.faults))
    return folded.status


@dataclass(frozen=True, slots=True)
class DueNow:
    """The date that holds now, beside the date that was first given.

    times_redated counts moves away from a date; a date given to what had none is not one.
    """

    first: Due
    date: datetime.date | None
    times_redated: int

    @property
    def days_slipped(self) -> int | None:
        """Days from the first date to the one that holds now: negative when it was brought forward."""
        if self.first.date is None or self.date is None:
            return None
        return (self.date - self.first.date).days


def due_after(first: Due, events: Sequence[tuple[EventKind, datetime.date | None]]) -> DueNow:
    """Follow a due date through its events, oldest first.

    events: kind and, for NEW_DATE, the day it was moved to; None means that a new date is to be told, and leaves the
    record without one. A new date that repeats the one that holds is no move. Other kinds do not touch the date: a day
    that is asked for is not given.
    """
    current, redated = first.date, 0
    for kind, day in events:
        if kind is EventKind.NEW_DATE and day != current:
            redated += current is not None
            current = day
    return DueNow(first, current, redated)


def date_asked(events: Sequence[tuple[EventKind, datetime.date | None]]) -> datetime.date | None:
    """The day that is asked for after the events of an action, oldest first; None where none is, or none any more.

    events: kind and, for DATE_ASKED, the day. A new date answers what was asked, whatever day it sets, and so does
    keeping the date; a closed action asks for nothing.
    """
    asked = None
    for kind, day in events:
        if kind is EventKind.DATE_ASKED:
            asked = day
        elif kind in (EventKind.NEW_DATE, EventKind.DATE_KEPT):
            asked = None
    return None if is_closed(fold_action([kind for kind, _ in events]).status) else asked


def drafts_sent(events: Sequence[tuple[EventKind, datetime.date]]) -> dict[int, datetime.date]:
    """The day on which the draft of each version of some notes was last sent to the force.

    events: kind and day, as they happened. A correction begins the next version, which nobody has been sent.
    """
    version, sent = 1, {}
    for kind, day in events:
        if kind is EventKind.CORRECTED:
            version += 1
        elif kind is EventKind.DRAFT_SENT:
            sent[version] = day
    return sent
