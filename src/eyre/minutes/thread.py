"""The thread of a matter: what was asked, shown, found, promised, set and done about it, over the years.

question → evidence → finding → commitment → action → result. Every entry is a record of a meeting or something that
happened to one later, on its own day and in its own words; nothing is summed up, and nobody is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from eyre.body.folder import BodyFolder
from eyre.body.meeting import RECORDS, Item, Judgement, Meeting
from eyre.body.registers import Event
from eyre.core import Month, Reference
from eyre.cycle.events import EventKind
from eyre.cycle.states import WAS_HELD


class Step(StrEnum):
    """Where an entry stands in the thread, in the order in which one leads to the next."""

    QUESTION = "question"
    EVIDENCE = "evidence"
    FINDING = "finding"
    COMMITMENT = "commitment"
    ACTION = "action"
    RESULT = "result"


# The one statement of which record is which step. A note is none: it says what no record does.
STEP_OF_RECORD: Final[Mapping[str, Step]] = {
    "question": Step.QUESTION,
    "figure": Step.EVIDENCE,
    "assurance": Step.EVIDENCE,
    "contact": Step.EVIDENCE,
    "finding": Step.FINDING,
    "judgement": Step.FINDING,
    "risk": Step.FINDING,
    "note": Step.FINDING,
    "commitment": Step.COMMITMENT,
    "action": Step.ACTION,
    "decision": Step.RESULT,
}

# What happened later: each kind that is not named moves its own record on, and stands where that does.
STEP_OF_EVENT: Final[Mapping[EventKind, Step]] = {
    EventKind.EVIDENCE: Step.EVIDENCE,
    EventKind.DOCUMENT_RECEIVED: Step.EVIDENCE,
    EventKind.READING_MINUTED: Step.EVIDENCE,
    EventKind.ANSWERED: Step.RESULT,
    EventKind.PART_ANSWERED: Step.RESULT,
    EventKind.ACCEPTED: Step.RESULT,
    EventKind.WITHDRAWN: Step.RESULT,
    EventKind.SUPERSEDED: Step.RESULT,
    EventKind.ORDINARY_BUSINESS: Step.RESULT,
    EventKind.BORNE_OUT: Step.RESULT,
    EventKind.NOT_BORNE_OUT: Step.RESULT,
    EventKind.CANNOT_TELL: Step.RESULT,
    EventKind.FINDING: Step.RESULT,
    EventKind.MISSED: Step.RESULT,
    EventKind.DECISION: Step.RESULT,
    EventKind.MEETING_HELD: Step.RESULT,
    EventKind.WATCHED: Step.RESULT,
    EventKind.CLOSED: Step.RESULT,
    EventKind.REOPENED: Step.RESULT,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on record. what: the kind of record, or of event. by: keys of posts; empty where it is not stated.

    later: it happened to the record after its meeting.
    """

    on: date
    step: Step
    what: str
    reference: Reference
    words: str
    by: tuple[str, ...] = ()
    later: bool = False
    outcome: str = ""
    sets_date: date | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A matter over time: its entries, the oldest first, of one day in the order of the steps."""

    matter: str
    entries: tuple[Entry, ...]

    def of(self, step: Step) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.step is step)

    def counted(self, step: Step) -> dict[Month, int]:
        """How many entries a month of one step, for the months that have any."""
        found: dict[Month, int] = {}
        for entry in self.of(step):
            month = Month.of(entry.on)
            found[month] = found.get(month, 0) + 1
        return found

    def seen(self, references: frozenset[str]) -> Thread:
        """The thread of those who may see some records alone; what happened to the matter itself goes with it."""
        own = f"matter {self.matter}"
        kept = (entry for entry in self.entries if str(entry.reference) in references or str(entry.reference) == own)
        return replace(self, entries=tuple(kept))


@dataclass(frozen=True)
class Threads:
    """The threads of a body as they stood on a day. Made once, it is asked for one matter after the other."""

    by_matter: Mapping[str, Thread]

    def of(self, matter: str) -> Thread:
        return self.by_matter.get(matter, Thread(matter, ()))


def threads(folder: BodyFolder, on: date) -> Threads:
    """The thread of every matter, from the meetings held and what happened by a day."""
    found: dict[str, list[Entry]] = {}
    matter_of: dict[Reference, str] = {}

    def add(matter: str, entry: Entry) -> None:
        if matter and entry.on <= on:
            found.setdefault(matter, []).append(entry)

    held = [meeting for meeting in folder.standing_meetings() if meeting.status in WAS_HELD and meeting.date <= on]
    for meeting in held:
        for item in meeting.items:
            for record in _records(item):
                matter_of[record.reference] = item.matter
                add(item.matter, _of_record(meeting, record))
    set_later = {each.action.reference: each.set_on for each in folder.actions}
    homes = {meeting.reference.home for meeting in held}
    for meeting, item, action in folder.actions_by(on):
        if meeting.reference.home in homes:
            matter_of[action.reference] = item.matter
            day = set_later.get(action.reference, meeting.date)
            add(item.matter, Entry(day, Step.ACTION, "action", action.reference, action.words, action.owners))
    for event in folder.events:
        is_of_matter = event.reference.kind == "matter"
        add(event.reference.home if is_of_matter else matter_of.get(event.reference, ""), _of_event(event))
    return Threads({matter: Thread(matter, in_order(entries)) for matter, entries in found.items()})


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By day; of one day by step, and of one step as they were written down."""
    places = {step: place for place, step in enumerate(Step)}
    return tuple(sorted(entries, key=lambda entry: (entry.on, entry.later, places[entry.step])))


def _records(item: Item) -> Iterator[Any]:
    """Every record of an item but its actions."""
    for name in RECORDS.values():
        yield from getattr(item, name)


def _of_record(meeting: Meeting, record: Any) -> Entry:
    kind = record.reference.kind
    words = record.reason if isinstance(record, Judgement) else record.words
    return Entry(
        meeting.date, STEP_OF_RECORD[kind], kind, record.reference, words, _by(record), outcome=_outcome(record)
    )


def _by(record: Any) -> tuple[str, ...]:
    """Who said it, to whom it was put, or who keeps it: the posts that its own field names."""
    for name in ("speakers", "addressed_to", "given_by", "quoted_by", "by"):
        posts = getattr(record, name, ())
        if posts:
            return posts if isinstance(posts, tuple) else (posts,)
    return ()


def _outcome(record: Any) -> str:
    """What came of it in the room: of a question its answer, of a decision its outcome, of a judgement its grade."""
    for name in ("status", "outcome", "grade"):
        said = getattr(record, name, None)
        if said is not None:
            return str(said.value)
    return ""


def _of_event(event: Event) -> Entry:
    step = STEP_OF_EVENT.get(event.kind) or STEP_OF_RECORD.get(event.reference.kind, Step.RESULT)
    return Entry(
        event.at, step, event.kind.value, event.reference, event.words, (event.by,), later=True,
        outcome=event.outcome, sets_date=event.sets_date,
    )  # fmt: skip
