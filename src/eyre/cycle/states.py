"""States and what may follow them. Each table is the one statement of its rule.

The diagrams in docs/reference/states.md are generated from these tables (`make docs`). State (may this happen now?)
is asked here; permission (may this person?) and change (do it) are asked elsewhere. The first state of each enum is
where its record begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Any, Final, TypeVar

from eyre.core.errors import Refused

State = TypeVar("State", bound=StrEnum)


class MoveRefused(Refused):
    """A record cannot go from the state it is in to the one asked for."""


class ActionRefused(MoveRefused):
    """An action cannot move so."""


class MeetingRefused(MoveRefused):
    """A meeting cannot move so."""


class NotesRefused(MoveRefused):
    """Notes cannot move so."""


class MatterRefused(MoveRefused):
    """A matter cannot move so."""


class QuestionRefused(MoveRefused):
    """A question cannot move so."""


class CommitmentRefused(MoveRefused):
    """A commitment cannot move so."""


# ---------------------------------------------------------------- actions


class ActionStatus(StrEnum):
    """Only the oversight body accepts. What is reported complete and found wanting is open again."""

    OPEN = "open"
    REPORTED_COMPLETE = "reported_complete"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # another action, named as its successor, has taken its place
    ORDINARY_BUSINESS = "ordinary_business"  # it is what the force now does anyway


NEXT_ACTION: Final[Mapping[ActionStatus, Set[ActionStatus]]] = {
    ActionStatus.OPEN: {
        ActionStatus.REPORTED_COMPLETE,
        ActionStatus.WITHDRAWN,
        ActionStatus.SUPERSEDED,
        ActionStatus.ORDINARY_BUSINESS,
    },
    ActionStatus.REPORTED_COMPLETE: {ActionStatus.ACCEPTED, ActionStatus.OPEN},
    ActionStatus.ACCEPTED: set(),
    ActionStatus.WITHDRAWN: set(),
    ActionStatus.SUPERSEDED: set(),
    ActionStatus.ORDINARY_BUSINESS: set(),
}


# ---------------------------------------------------------------- meetings


class MeetingStatus(StrEnum):
    """Agreed notes are never edited: a correction is a new version, which begins again as held."""

    PLANNED = "planned"
    AGENDA_ISSUED = "agenda_issued"
    HELD = "held"  # its notes are a draft
    AGREED = "agreed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


WAS_HELD: Final = (MeetingStatus.HELD, MeetingStatus.AGREED, MeetingStatus.PUBLISHED)  # its notes say what was said
AGREED: Final = (MeetingStatus.AGREED, MeetingStatus.PUBLISHED)  # its notes are never edited

NEXT_MEETING: Final[Mapping[MeetingStatus, Set[MeetingStatus]]] = {
    MeetingStatus.PLANNED: {MeetingStatus.AGENDA_ISSUED, MeetingStatus.HELD, MeetingStatus.CANCELLED},
    MeetingStatus.AGENDA_ISSUED: {MeetingStatus.HELD, MeetingStatus.CANCELLED},
    MeetingStatus.HELD: {MeetingStatus.AGREED},
    MeetingStatus.AGREED: {MeetingStatus.PUBLISHED},
    MeetingStatus.PUBLISHED: set(),
    MeetingStatus.CANCELLED: set(),
}


# ---------------------------------------------------------------- notes


class NotesStatus(StrEnum):
    """How far the notes of a meeting are that was held: within `held` of the meeting, a draft, and a draft that the
    force has."""

    DRAFT = "draft"
    SENT = "sent"
    AGREED = "agreed"
    PUBLISHED = "published"


NEXT_NOTES: Final[Mapping[NotesStatus, Set[NotesStatus]]] = {
    NotesStatus.DRAFT: {NotesStatus.SENT},
    NotesStatus.SENT: {NotesStatus.SENT, NotesStatus.AGREED},  # a draft that was changed is sent again
    NotesStatus.AGREED: {NotesStatus.PUBLISHED},
    NotesStatus.PUBLISHED: set(),
}


def notes_status(meeting: MeetingStatus, *, was_sent: bool) -> NotesStatus | None:
    """How far the notes of a meeting are; None where it was not held."""
    if meeting is MeetingStatus.HELD:
        return NotesStatus.SENT if was_sent else NotesStatus.DRAFT
    return {MeetingStatus.AGREED: NotesStatus.AGREED, MeetingStatus.PUBLISHED: NotesStatus.PUBLISHED}.get(meeting)


# ---------------------------------------------------------------- matters


class MatterStatus(StrEnum):
    OPEN = "open"
    WATCHED = "watched"  # no action is open, and the body wants to go on hearing of it
    CLOSED = "closed"


NEXT_MATTER: Final[Mapping[MatterStatus, Set[MatterStatus]]] = {
    MatterStatus.OPEN: {MatterStatus.WATCHED, MatterStatus.CLOSED},
    MatterStatus.WATCHED: {MatterStatus.OPEN, MatterStatus.CLOSED},
    MatterStatus.CLOSED: {MatterStatus.OPEN},
}


# ---------------------------------------------------------------- questions


class QuestionStatus(StrEnum):
    """An answer once given stands; a later question about it is another question."""

    PUT = "put"  # commissioned, and its meeting has not been held
    ANSWERED = "answered"
    PART = "part"
    NOT_ANSWERED = "not_answered"
    NOT_REACHED = "not_reached"
    NOT_RECORDED = "not_recorded"  # the meeting was held and its notes do not say


NEXT_QUESTION: Final[Mapping[QuestionStatus, Set[QuestionStatus]]] = {
    QuestionStatus.PUT: {
        QuestionStatus.ANSWERED,
        QuestionStatus.PART,
        QuestionStatus.NOT_ANSWERED,
        QuestionStatus.NOT_REACHED,
        QuestionStatus.NOT_RECORDED,
    },
    QuestionStatus.ANSWERED: set(),
    QuestionStatus.PART: {QuestionStatus.ANSWERED},
    QuestionStatus.NOT_ANSWERED: {QuestionStatus.PART, QuestionStatus.ANSWERED},
    QuestionStatus.NOT_REACHED: {QuestionStatus.PART, QuestionStatus.ANSWERED, QuestionStatus.NOT_ANSWERED},
    QuestionStatus.NOT_RECORDED: {QuestionStatus.PART, QuestionStatus.ANSWERED, QuestionStatus.NOT_ANSWERED},
}


# ---------------------------------------------------------------- commitments


class CommitmentState(StrEnum):
    """How far a commitment has come; whether it was kept is a person's decision, and stands beside it."""

    UNTESTED = "untested"  # no test of it has been agreed
    TEST_AGREED = "test_agreed"
    FOUND = "found"  # the test has been read on the figures that settle it, or a person has seen the fact
    DECIDED = "decided"


class CommitmentDecision(StrEnum):
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"
    CANNOT_TELL = "cannot_tell"
    WITHDRAWN = "withdrawn"


NEXT_COMMITMENT: Final[Mapping[CommitmentState, Set[CommitmentState]]] = {
    CommitmentState.UNTESTED: {CommitmentState.TEST_AGREED, CommitmentState.DECIDED},
    # A finding may come at each checkpoint, and a decision may be taken again for a reason.
    CommitmentState.TEST_AGREED: {CommitmentState.FOUND, CommitmentState.DECIDED},
    CommitmentState.FOUND: {CommitmentState.FOUND, CommitmentState.DECIDED},
    CommitmentState.DECIDED: {CommitmentState.DECIDED},
}


# ---------------------------------------------------------------- all of them

NEXT: Final[Mapping[type[StrEnum], Mapping[Any, Set[Any]]]] = {
    ActionStatus: NEXT_ACTION,
    MeetingStatus: NEXT_MEETING,
    NotesStatus: NEXT_NOTES,
    MatterStatus: NEXT_MATTER,
    QuestionStatus: NEXT_QUESTION,
    CommitmentState: NEXT_COMMITMENT,
}

_REFUSALS: Final[Mapping[type[StrEnum], tuple[str, type[MoveRefused]]]] = {
    ActionStatus: ("An action", ActionRefused),
    MeetingStatus: ("A meeting", MeetingRefused),
    NotesStatus: ("A record of notes", NotesRefused),
    MatterStatus: ("A matter", MatterRefused),
    QuestionStatus: ("A question", QuestionRefused),
    CommitmentState: ("A commitment", CommitmentRefused),
}


def check_can_move(status: State, to: State) -> None:
    """Raise the refusal of its kind (ActionRefused for an action) unless a record may go from `status` to `to`."""
    allowed = NEXT[type(status)][status]
    if to not in allowed:
        what, refusal = _REFUSALS[type(status)]
        ways = ", ".join(say_state(state) for state in type(status) if state in allowed)
        raise refusal(
            f"{what} that is {say_state(status)} cannot become {say_state(to)}. "
            f"It can become: {ways or 'nothing: it is closed'}."
        )


def can_move(status: State, to: State) -> bool:
    """Say whether a record may go from one state to another of the same kind."""
    try:
        check_can_move(status, to)
    except MoveRefused:
        return False
    return True


def is_closed(status: StrEnum) -> bool:
    """Say whether a record has left the cycle: it cannot move, or only be opened again or decided again."""
    return not NEXT[type(status)][status] - {status} or status is MatterStatus.CLOSED


def say_state(state: StrEnum) -> str:
    """A state as a sentence says it: reported complete."""
    return state.value.replace("_", " ")


def state_diagram(table: Mapping[State, Set[State]]) -> str:
    """Draw a table of moves as a Mermaid state diagram; the first state of the enum is where a record begins."""
    states = list(table)
    lines = ["stateDiagram-v2", f"    [*] --> {states[0]}"]
    lines += [f"    {state} : {say_state(state)}" for state in states]
    lines += [f"    {state} --> {to}" for state in states for to in states if to in table[state]]
    lines += [f"    {state} --> [*]" for state in states if is_closed(state)]
    return "\n".join(lines) + "\n"
