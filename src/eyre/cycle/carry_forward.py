"""What is brought forward to a meeting, why, and how old it is; and what was closed since the last one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from eyre.core.periods import say_date
from eyre.cycle.due import Due


class CarriedKind(StrEnum):
    ACTION = "action"
    QUESTION = "question"
    COMMITMENT = "commitment"
    MATTER = "matter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An action, question, commitment or matter as it stands on the day of the meeting.

    due: as first given, with its words. date: the day that holds now, after any new dates. closed_on: the day it left
    the cycle; None while it is open. awaits: what an open record waits for, where it is not the owner's work
    ("acceptance by the oversight body"). last_update: the day of the last word on it.
    """

    reference: str
    kind: CarriedKind
    words: str
    raised_on: datetime.date
    owners: tuple[str, ...] = ()
    due: Due = field(default_factory=Due)
    date: datetime.date | None = None
    status: str = "open"
    closed_on: datetime.date | None = None
    awaits: str | None = None
    times_redated: int = 0
    last_update: datetime.date | None = None
    matter: str | None = None
    objective: str | None = None


class CarryReason(StrEnum):
    """Why a record is brought forward, in the order the meeting takes them."""

    OVERDUE = "overdue"
    AWAITS = "awaits"
    DUE_NOW = "due_now"
    UNDATED = "undated"
    NOT_YET_DUE = "not_yet_due"


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """One record on the list of matters brought forward.

    age_days: since the meeting it was raised at. age_meetings: meetings of the series since then, this one counted.
    overdue_days: days since the date that holds; 0 when it is not overdue.
    """

    record: Carried
    reason: CarryReason
    why: str
    age_days: int
    age_meetings: int
    overdue_days: int


@dataclass(frozen=True, slots=True)
class BroughtForwardList:
    """What a meeting takes first. carried: in the order of their reasons. closed: since the meeting before."""

    carried: tuple[BroughtForward, ...]
    closed: tuple[Carried, ...]


def brought_forward(
    records: Sequence[Carried], meeting_date: datetime.date, meetings: Sequence[datetime.date] = ()
) -> BroughtForwardList:
    """List what was raised before a meeting and is still open on its day, and what was closed since the last one.

    meetings: the days of the series that are known. "Due now" means due by the meeting after this one, or where that
    is not known by this one. Records raised on the day or later are not brought forward. The most overdue come first,
    then by date; what has no date comes oldest first.
    """
    raised = [record for record in records if record.raised_on < meeting_date]
    still_open = [record for record in raised if record.closed_on is None or record.closed_on > meeting_date]
    previous = max((day for day in meetings if day < meeting_date), default=None)
    closed = [
        record
        for record in raised
        if record.closed_on and record.closed_on <= meeting_date and (previous is None or record.closed_on > previous)
    ]
    carried = [_carry(record, meeting_date, sorted(set(meetings))) for record in still_open]
    return BroughtForwardList(
        tuple(sorted(carried, key=_order)),
        tuple(sorted(closed, key=lambda record: (record.closed_on, record.reference))),
    )


def _carry(record: Carried, meeting_date: datetime.date, meetings: Sequence[datetime.date]) -> BroughtForward:
    following = next((day for day in meetings if day > meeting_date), meeting_date)
    reason = _reason(record, meeting_date, following)
    overdue = (meeting_date - record.date).days if reason is CarryReason.OVERDUE and record.date else 0
    since = {day for day in (*meetings, meeting_date) if record.raised_on < day <= meeting_date}
    return BroughtForward(
        record=record,
        reason=reason,
        why=_why(record, reason, overdue),
        age_days=(meeting_date - record.raised_on).days,
        age_meetings=len(since),
        overdue_days=overdue,
    )


def _reason(record: Carried, meeting_date: datetime.date, following: datetime.date) -> CarryReason:
    if record.awaits:
        return CarryReason.AWAITS
    if record.date is None:
        return CarryReason.UNDATED
    if record.date < meeting_date:
        return CarryReason.OVERDUE
    return CarryReason.DUE_NOW if record.date <= following else CarryReason.NOT_YET_DUE


def _why(record: Carried, reason: CarryReason, overdue: int) -> str:
    """The reason as the pack prints it, with how often the date has moved."""
    day = say_date(record.date) if record.date else ""
    sentence = {
        CarryReason.OVERDUE: f"Overdue by {_count(overdue, 'day')}: it was due on {day}.",
        CarryReason.AWAITS: f"Waits for {record.awaits}.",
        CarryReason.DUE_NOW: f"Due on {day}.",
        CarryReason.UNDATED: _why_undated(record),
        CarryReason.NOT_YET_DUE: f"Not due until {day}.",
    }[reason]
    return f"{sentence} {_redated(record.times_redated)}".strip()


def _why_undated(record: Carried) -> str:
    if record.times_redated:
        return "Open, and its date was taken away: ask for a new one."
    return f'Open without a date: "{record.due.words}" names none.' if record.due.words else "Open without a date."


def _redated(times: int) -> str:
    return f"Its date has moved {_count(times, 'time')}." if times else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _order(item: BroughtForward) -> tuple[int, datetime.date, datetime.date, str]:
    reasons = list(CarryReason)
    date = item.record.date or item.record.raised_on
    return reasons.index(item.reason), date, item.record.raised_on, item.record.reference
