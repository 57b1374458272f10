"""The forms of what is given, for the OpenAPI document: body values, and what stands beside them.

A body value is the plain form of its record, as in a body folder: what has its default is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

from ninja import Schema

from eyre.body import meeting as said
from eyre.body import registers, settings
from eyre.cycle.states import ActionStatus, CommitmentDecision

T = TypeVar("T")


class Page(Schema, Generic[T]):
    """Some of a list. next: the address of the next page, null on the last one."""

    as_of: date
    count: int
    page: int
    pages: int
    next: str | None
    items: list[T]


class ActionStanding(Schema):
    """Where an action stands after its events."""

    status: ActionStatus
    due: date | None
    times_redated: int
    days_slipped: int | None
    changed_on: date | None
    is_overdue: bool


class ActionEntry(Schema):
    """An action as it was agreed, where it was set, what happened to it, and where it stands."""

    action: said.Action
    meeting: str
    item: str
    matter: str | None
    standing: ActionStanding
    events: list[registers.Event]
    link: str


class CommitmentStanding(Schema):
    """What follows from the events of a commitment. Its course, finding, luck and power: `eyre commitments`."""

    due: date | None
    times_redated: int
    times_missed: int
    decision: CommitmentDecision | None
    decided_on: date | None
    carried_by: str | None


class CommitmentCount(Schema):
    """How many promises of a group stand where. given: all of them; testable: those with a test."""

    of: str
    given: int
    testable: int
    listed: int
    untested: int
    waiting: int
    shown: int
    not_shown: int
    shown_not: int
    cannot_tell: int
    withdrawn: int
    settled: int


class CommitmentCounts(Schema):
    """How promises stand: of the body, by matter (none: without one) and by area. Never a score, and none of a post."""

    as_of: date
    body: CommitmentCount
    matters: list[CommitmentCount]
    areas: list[CommitmentCount]


class CommitmentEntry(Schema):
    """A commitment as it was given, at which meeting, and what happened to it."""

    commitment: said.Commitment
    meeting: str
    item: str
    matter: str | None
    standing: CommitmentStanding
    events: list[registers.Event]


class ItemEntry(Schema):
    """An item of a meeting with the records under it that the account may see."""

    meeting: str
    date: date
    item: said.Item


class FaultOf(Schema):
    where: str
    what: str


class ProblemOf(Schema):
    """application/problem+json."""

    title: str
    status: int
    detail: str
    faults: list[FaultOf] | None = None


Body, Document, Event, Matter, Meeting = (
    settings.Body,
    registers.Document,
    registers.Event,
    registers.Matter,
    said.Meeting,
)
Organisation, Post = settings.Organisation, settings.Post
