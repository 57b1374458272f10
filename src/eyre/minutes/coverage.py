"""What has been scrutinised, when, and what has fallen silent: plan objectives and matters, by the day of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from eyre.body.registers import Event, Matter
from eyre.body.settings import Objective
from eyre.core import Month, Reference, is_in_force, say_date
from eyre.cycle.events import MATTER_MOVES, EventKind, fold
from eyre.cycle.states import MatterStatus
from eyre.minutes.questions import RecordQuestion, record_questions
from eyre.minutes.standing import Standing

SILENT_AFTER_DAYS: Final = 92  # three meetings of a monthly series

# What moves a matter on. A new date, a miss and a question put again do not.
PROGRESS: Final = frozenset(
    {
        EventKind.UPDATE, EventKind.EVIDENCE, EventKind.REPORTED_COMPLETE, EventKind.ACCEPTED,
        EventKind.DOCUMENT_RECEIVED, EventKind.ANSWERED, EventKind.PART_ANSWERED, EventKind.BORNE_OUT,
        EventKind.TEST_AGREED, EventKind.FINDING, EventKind.DECISION,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """The last thing that moved a matter on."""

    on: date
    what: EventKind
    reference: Reference
    words: str


@dataclass(frozen=True, slots=True)
class MatterCoverage:
    """A matter as scrutinised by a day. considered: days of its meetings, and first days of months before the record.

    silent_days: since it was last considered or moved on, whichever is later; None where neither ever was.
    """

    matter: Matter
    status: MatterStatus
    considered: tuple[date, ...]
    progress: Progress | None
    silent_days: int | None
    silent_after: int
    questions: tuple[RecordQuestion, ...]

    @property
    def featured(self) -> str:
        """ "featured in January, February, March and May 2017"; of a matter never considered, that."""
        if not self.considered:
            return "never an item of a meeting on record"
        return f"featured in {list_months([Month.of(day) for day in self.considered])}"

    @property
    def is_silent(self) -> bool:
        """Open, and neither considered nor moved on for longer than is usual; or never considered."""
        if self.status is MatterStatus.CLOSED:
            return False
        return self.silent_days is None or self.silent_days > self.silent_after

    @property
    def warning(self) -> str:
        """What to say of a silent matter; empty for another."""
        if not self.is_silent:
            return ""
        if self.silent_days is None:
            return "It has never been an item of a meeting on record, and nothing is known to have happened."
        last = f"; last moved on by {_said(self.progress)}" if self.progress else "; nothing has moved it on"
        return f"Silent for {self.silent_days} days: last considered {_day(self.considered)}{last}."


@dataclass(frozen=True, slots=True)
class ObjectiveCoverage:
    """A plan objective in force, with the matters under it. last: the day one of them was last before a meeting."""

    objective: Objective
    matters: tuple[str, ...]
    times: int
    last: date | None
    days_since: int | None

    @property
    def says(self) -> str:
        if self.last is None:
            no_matter = "" if self.matters else ", and no matter stands under it"
            return f"Not scrutinised at any meeting on record{no_matter}."
        times = {1: "once", 2: "twice"}.get(self.times, f"{self.times} times")
        return f"Last scrutinised in {Month.of(self.last).label}, {self.days_since} days before; {times} on record."


@dataclass(frozen=True, slots=True)
class Coverage:
    """Objectives and matters, those longest without scrutiny first."""

    on: date
    objectives: tuple[ObjectiveCoverage, ...]
    matters: tuple[MatterCoverage, ...]


def coverage(standing: Standing, silent_after: int = SILENT_AFTER_DAYS) -> Coverage:
    """What was scrutinised before a meeting, for how long it was not, and what may be asked about it.

    silent_after: days without a meeting or progress after which an open matter is called silent.
    """
    on = standing.day.date
    matters = [_matter(standing, matter, silent_after) for matter in standing.matters.values()]
    objectives = [
        _objective(standing, each)
        for each in standing.folder.body.objectives
        if is_in_force(each.from_date, each.to_date, on)
    ]
    return Coverage(
        on,
        tuple(sorted(objectives, key=lambda each: (each.last or date.min, each.objective.key))),
        tuple(sorted(matters, key=lambda each: (_last(each), each.matter.key))),
    )


def _last(covered: MatterCoverage) -> date:
    return covered.considered[-1] if covered.considered else date.min


def _matter(standing: Standing, matter: Matter, silent_after: int) -> MatterCoverage:
    own = standing.events_of(Reference("matter", matter.key))
    considered, progress = standing.considered(matter), _progress(standing, matter, own)
    latest = max((day for day in ((considered or (None,))[-1], progress.on if progress else None) if day), default=None)
    return MatterCoverage(
        matter=matter,
        status=fold(MatterStatus.OPEN, [event.kind for event in own], MATTER_MOVES).status,
        considered=considered,
        progress=progress,
        silent_days=(standing.day.date - latest).days if latest else None,
        silent_after=silent_after,
        questions=record_questions(standing, matter.key),
    )


def _progress(standing: Standing, matter: Matter, own: Sequence[Event]) -> Progress | None:
    """The last event that moved on the matter itself, or one of its actions, questions, promises or assurances."""
    records = {
        record.reference
        for _, item in standing.items_on(matter.key)
        for records in (item.actions, item.questions, item.commitments, item.assurances)
        for record in records
    }
    events = [*own, *(event for reference in records for event in standing.events_of(reference))]
    moving = [event for event in events if event.kind in PROGRESS]
    if not moving:
        return None
    last = max(moving, key=lambda event: (event.at, event.reference))
    return Progress(last.at, last.kind, last.reference, last.words)


def _objective(standing: Standing, objective: Objective) -> ObjectiveCoverage:
    matters = [matter for matter in standing.matters.values() if matter.objective == objective.key]
    days = {day for matter in matters for day in standing.considered(matter)}
    days |= {meeting.date for meeting, item in standing.items() if item.objective == objective.key}
    months = {Month.of(day) for day in days}
    last = max(days, default=None)
    return ObjectiveCoverage(
        objective, tuple(matter.key for matter in matters), len(months), last,
        (standing.day.date - last).days if last else None,
    )  # fmt: skip


def list_months(months: Sequence[Month]) -> str:
    """Months in their order, each year once: "November 2017, January and March 2018"."""
    years: dict[int, list[str]] = {}
    for month in sorted(set(months), key=lambda month: month.index):
        years.setdefault(month.year, []).append(month.label.split()[0])
    told = [f"{_joined(names)} {year}" for year, names in years.items()]
    return ", ".join(told)


def _joined(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _day(considered: Sequence[date]) -> str:
    """A day of a meeting, or the month where no more is known."""
    if not considered:
        return "never"
    last = considered[-1]
    return f"in {Month.of(last).label}" if last.day == 1 else f"on {say_date(last)}"


def _said(progress: Progress) -> str:
    return f"{progress.what.value.replace('_', ' ')} on {say_date(progress.on)} ({progress.reference})"
