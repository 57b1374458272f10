"""Promises and entries of a thread as the pages print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from eyre.commitments.promises import Promise
from eyre.core import Reference
from eyre.minutes.thread import Entry, Step, Thread
from eyre.tracker.commitments import CommitmentStanding
from eyre_web.meetings.addresses import address_of
from eyre_web.meetings.directory import Directory
from eyre_web.minutes.matters.says import DECISIONS, STANDS, STANDS_TAGS, STEPS, say_outcome, say_what
from eyre_web.minutes.matters.worked_out import WorkedOut


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as a list prints it. stands: empty while it is being worked out."""

    promise: Promise
    address: str
    given_by: str
    due_on: date | None
    due_words: str
    is_due: bool
    misses: int
    stands: str
    is_lost: bool
    tag: str
    is_off_course: bool
    courses: tuple[str, ...]
    decision: str

    @property
    def reference(self) -> str:
        return str(self.promise.reference).removeprefix("commitment ")


def promise_rows(references: Iterable[Reference], known: WorkedOut, directory: Directory) -> list[PromiseRow]:
    return [_row(known.promises[each], known, directory) for each in references]


def _row(promise: Promise, known: WorkedOut, directory: Directory) -> PromiseRow:
    standing = known.standing(promise.reference)
    due = promise.due
    stands = standing.stands if standing else None
    return PromiseRow(
        promise=promise,
        address=address_of(str(promise.reference)),
        given_by=", ".join(map(directory.title, promise.commitment.given_by)) or _("Giver not stated"),
        due_on=due.date,
        due_words=due.first.words or "",
        is_due=is_due(promise, known.day),
        misses=len(promise.misses),
        stands=str(STANDS[stands]) if stands else "",
        is_lost=known.is_lost(promise.reference),
        tag=STANDS_TAGS[stands] if stands else "",
        is_off_course=is_off_course(standing),
        courses=tuple(_courses(standing)),
        decision=str(DECISIONS[promise.decision]) if promise.decision else "",
    )


def is_due(promise: Promise, on: date) -> bool:
    """Say whether its day has come and nobody has decided."""
    due = promise.due.date
    return due is not None and due <= on and promise.decision is None


def is_off_course(standing: CommitmentStanding | None) -> bool:
    """Say whether a promise is known to be off course; of one that nobody scores, nothing is said."""
    return standing is not None and standing.promise.is_scored and standing.is_off_course


def _courses(standing: CommitmentStanding | None) -> Iterator[str]:
    if standing is not None and standing.promise.is_scored:
        for each in standing.trials:
            if each.course is not None:
                label = each.trial.label
                yield f"{label[:1].upper()}{label[1:]}: {each.course.says()}" if label else each.course.says()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of a thread. label: its reference as people say it."""

    what: str
    label: str
    address: str
    words: str
    by: str
    outcome: str
    sets_date: date | None
    promise: PromiseRow | None


@dataclass(frozen=True, slots=True)
class StepRows:
    step: str
    title: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, step by step."""

    on: date
    steps: tuple[StepRows, ...]


def days(thread: Thread, year: int, known: WorkedOut, directory: Directory) -> list[Day]:
    """The thread of a year, day by day, the oldest first."""
    by_day: dict[date, dict[Step, list[Entry]]] = {}
    for entry in thread.entries:
        if entry.on.year == year:
            by_day.setdefault(entry.on, {}).setdefault(entry.step, []).append(entry)
    return [
        Day(
            on,
            tuple(
                StepRows(step.value, str(STEPS[step]), tuple(_entry(e, known, directory) for e in of_day[step]))
                for step in Step
                if step in of_day
            ),
        )
        for on, of_day in by_day.items()
    ]


def _entry(entry: Entry, known: WorkedOut, directory: Directory) -> EntryRow:
    promise = None
    if entry.what == "commitment" and entry.reference in known.promises:
        (promise,) = promise_rows([entry.reference], known, directory)
    return EntryRow(
        what=say_what(entry.what, later=entry.later),
        label=str(entry.reference),
        address="" if entry.reference.kind == "matter" else address_of(str(entry.reference)),
        words=entry.words,
        by=", ".join(map(directory.title, entry.by)),
        outcome=say_outcome(entry.outcome),
        sets_date=entry.sets_date,
        promise=promise,
    )
