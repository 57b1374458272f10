"""States and what may follow them. Each table is the one statement of its rule.

The diagrams in docs/reference/states.md are generated from these tables (`make docs`). State (may this happen now?) is
asked here; permission (may this person?) and change (do it) are asked elsewhere. The first state of each enum is where
its record begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final, TypeVar

from eyre.core.errors import Refused

State = TypeVar("State", bound=StrEnum)


class MoveRefused(Refused):
    """A record cannot go from the state it is in to the one asked for."""


class ActionRefused(MoveRefused):
    """An action cannot move so."""


class MeetingRefused(MoveRefused):
    """A meeting cannot move so."""


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


NEXT_ACTION: Final[Mapping[ActionStatus, Set[ActionStatus]]] = {
    ActionStatus.OPEN: {ActionStatus.REPORTED_COMPLETE, ActionStatus.WITHDRAWN, ActionStatus.SUPERSEDED},
    ActionStatus.REPORTED_COMPLETE: {ActionStatus.ACCEPTED, ActionStatus.OPEN},
    ActionStatus.ACCEPTED: set(),
    ActionStatus.WITHDRAWN: set(),
    ActionStatus.SUPERSEDED: set(),
}


def check_action_can_move(status: ActionStatus, to: ActionStatus) -> None:
    """Raise ActionRefused unless an action may go from `status` to `to`."""
    if to not in NEXT_ACTION[status]:
        raise ActionRefused(_refusal("An action", status, to, NEXT_ACTION))


# ---------------------------------------------------------------- meetings


class MeetingStatus(StrEnum):
    """Agreed notes are never edited: a correction is a new version, which begins again as held."""

    PLANNED = "planned"
    AGENDA_ISSUED = "agenda_issued"
    HELD = "held"  # its notes are a draft
    AGREED = "agreed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


NEXT_MEETING: Final[Mapping[MeetingStatus, Set[MeetingStatus]]] = {
    MeetingStatus.PLANNED: {MeetingStatus.AGENDA_ISSUED, MeetingStatus.HELD, MeetingStatus.CANCELLED},
    MeetingStatus.AGENDA_ISSUED: {MeetingStatus.HELD, MeetingStatus.CANCELLED},
    MeetingStatus.HELD: {MeetingStatus.AGREED},
    MeetingStatus.AGREED: {MeetingStatus.PUBLISHED},
    MeetingStatus.PUBLISHED: set(),
    MeetingStatus.CANCELLED: set(),
}


def check_meeting_can_move(status: MeetingStatus, to: MeetingStatus) -> None:
    """Raise MeetingRefused unless a meeting may go from `status` to `to`."""
    if to not in NEXT_MEETING[status]:
        raise MeetingRefused(_refusal("A meeting", status, to, NEXT_MEETING))


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


def check_matter_can_move(status: MatterStatus, to: MatterStatus) -> None:
    """Raise MatterRefused unless a matter may go from `status` to `to`."""
    if to not in NEXT_MATTER[status]:
        raise MatterRefused(_refusal("A matter", status, to, NEXT_MATTER))


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


def check_question_can_move(status: QuestionStatus, to: QuestionStatus) -> None:
    """Raise QuestionRefused unless a question may go from `status` to `to`."""
    if to not in NEXT_QUESTION[status]:
        raise QuestionRefused(_refusal("A question", status, to, NEXT_QUESTION))


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
    # A finding may come at each checkpoint, and a decision may be taken again for a reason: both stay where they are.
    CommitmentState.TEST_AGREED: {CommitmentState.FOUND, CommitmentState.DECIDED},
    CommitmentState.FOUND: {CommitmentState.FOUND, CommitmentState.DECIDED},
    CommitmentState.DECIDED: {CommitmentState.DECIDED},
}


def check_commitment_can_move(state: CommitmentState, to: CommitmentState) -> None:
    """Raise CommitmentRefused unless a commitment may go from `state` to `to`."""
    if to not in NEXT_COMMITMENT[state]:
        raise CommitmentRefused(_refusal("A commitment", state, to, NEXT_COMMITMENT))


# ---------------------------------------------------------------- all of them


def can_move(status: State, to: State) -> bool:
    """Say whether a record may go from one state to another of the same kind."""
    return to in NEXT[type(status)][status]


NEXT: Final[Mapping[type[StrEnum], Mapping[StrEnum, Set[StrEnum]]]] = {
    ActionStatus: NEXT_ACTION,
    MeetingStatus: NEXT_MEETING,
    MatterStatus: NEXT_MATTER,
    QuestionStatus: NEXT_QUESTION,
    CommitmentState: NEXT_COMMITMENT,
}


def say(state: StrEnum) -> str:
    """A state as a sentence says it."""
    return state.value.replace("_", " ")


def _refusal(what: str, status: State, to: State, table: Mapping[State, Set[State]]) -> str:
    allowed = (
        ", ".join(say(state) for state in type(status) if state in table[status]) or "nothing: it is closed"
    )
    return f"{what} that is {say(status)} cannot become {say(to)}. It can become: {allowed}."
