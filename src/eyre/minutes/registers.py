"""The registers: every record of every meeting with where it stands, what happened to it later, and whose it is.

A register is a reading of the notes; nothing is kept in it. Whether an assurance was borne out and what is judged is
said by a person, and is only found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from eyre.body.folder import BodyFolder
from eyre.body.meeting import RECORDS, Decision, Item, Meeting, RiskOrOpportunity
from eyre.body.registers import Event, RiskLook
from eyre.core import Reference
from eyre.cycle.events import EventKind
from eyre.cycle.words import Proceedings

BORNE_OUT: Final = (EventKind.BORNE_OUT, EventKind.NOT_BORNE_OUT, EventKind.CANNOT_TELL)
POSTS: Final = (
    "addressed_to", "asked_by", "answered_by", "speakers", "quoted_by", "given_by", "received_by", "relayed_by",
    "relied_on_by", "by", "reported_by", "with_whom",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with the item and the meeting it stands in. events, looks: what happened to it later, in order."""

    kind: str  # a key of RECORDS
    record: Any
    item: Item
    meeting: Meeting
    events: tuple[Event, ...] = ()
    looks: tuple[RiskLook, ...] = ()

    @property
    def reference(self) -> Reference:
        reference: Reference = self.record.reference
        return reference

    @property
    def words(self) -> str:
        """Its words; of a judgement, its reason."""
        words: str = self.record.reason if self.kind == "judgement" else self.record.words
        return words

    @property
    def posts(self) -> frozenset[str]:
        """Every post and organisation that it names."""
        return _named(self.record, *POSTS)

    @property
    def areas(self) -> frozenset[str]:
        """The areas it is about: its own, else those of its item."""
        return _named(self.record, "areas", "area") or frozenset(self.item.areas)

    @property
    def measures(self) -> frozenset[str]:
        """The measures it is about: its own and those of every look at it, else those of its item."""
        looked = {measure for look in self.looks for measure in look.measures}
        return _named(self.record, "measures", "measure") | looked or frozenset(self.item.measures)


def _named(record: Any, *fields: str) -> frozenset[str]:
    found: set[str] = set()
    for name in fields:
        value = getattr(record, name, ())
        found.update((value,) if isinstance(value, str) else value)
    return frozenset(found - {""})


@dataclass(frozen=True, slots=True)
class Registers:
    """Every record by its kind, the newest meeting first, and each by its reference."""

    entries: dict[str, tuple[Entry, ...]]
    _at: dict[Reference, Entry] = field(repr=False)

    def get(self, reference: Reference) -> Entry | None:
        return self._at.get(reference)


def registers(folder: BodyFolder) -> Registers:
    """The registers of a body, each meeting in its last version."""
    events: dict[Reference, list[Event]] = {}
    for event in sorted(folder.events, key=lambda event: event.at):
        events.setdefault(event.reference, []).append(event)
    looks: dict[Reference, list[RiskLook]] = {}
    for look in sorted(folder.looks, key=lambda look: look.at):
        looks.setdefault(look.reference, []).append(look)
    found: dict[str, list[Entry]] = {kind: [] for kind in RECORDS}
    for kind, record, item, meeting in _records(folder):
        reference = record.reference
        happened, looked = tuple(events.get(reference, ())), tuple(looks.get(reference, ()))
        found[kind].append(Entry(kind, record, item, meeting, happened, looked))
    every = {kind: tuple(entries) for kind, entries in found.items()}
    return Registers(every, {entry.reference: entry for entries in every.values() for entry in entries})


def _records(folder: BodyFolder) -> Iterator[tuple[str, Any, Item, Meeting]]:
    for meeting in reversed(folder.standing_meetings()):
        for item in meeting.items:
            for kind, name in RECORDS.items():
                for record in getattr(item, name):
                    yield kind, record, item, meeting


# --- risks and opportunities ---------------------------------------------------------------------------------------


def proceedings_of(entry: Entry) -> Proceedings:
    """How far a court case about a risk is: by the last look that says so, else by the notes."""
    said = [look.proceedings for look in entry.looks if look.proceedings]
    if said:
        return said[-1]
    return Proceedings.LIVE if entry.record.live_proceedings else Proceedings.NONE


def awaits_identification_check(entry: Entry) -> bool:
    """Say whether a risk must be checked before it is published: a case is or was before a court, and nobody has looked
    since the last word on it whether what is published names somebody or harms the case."""
    if not isinstance(entry.record, RiskOrOpportunity) or proceedings_of(entry) is Proceedings.NONE:
        return False
    last = max((look.at for look in entry.looks if look.proceedings), default=entry.meeting.date)
    return not any(event.kind is EventKind.IDENTIFICATION_CHECKED and event.at >= last for event in entry.events)


def unchecked(folder: BodyFolder, meeting: Reference) -> tuple[Reference, ...]:
    """The records of a meeting that have to be checked before its notes are published."""
    risks = registers(folder).entries["risk"]
    return tuple(
        entry.reference for entry in risks if entry.meeting.reference == meeting and awaits_identification_check(entry)
    )


# --- decisions -----------------------------------------------------------------------------------------------------


class Whose(StrEnum):
    """Whose a decision is: what a chief officer decides, the oversight body hears of, and does not take."""

    OWN = "own"  # the oversight body's
    REPORTED = "reported"  # another body's, reported to the meeting
    NOT_STATED = "not_stated"


def whose(folder: BodyFolder, meeting: Meeting, decision: Decision) -> Whose:
    """Whose a decision is: the body's own, where the post that took it belongs to the organisation of the chair."""
    organisations = {post.key: post.organisation for post in folder.body.posts}
    series = {each.key: each.chair for each in folder.body.meeting_series}
    chair = meeting.chair or series.get(meeting.series, "")
    if decision.by and decision.by == chair:
        return Whose.OWN
    own = organisations.get(chair, "")
    taken = organisations.get(decision.by, "" if decision.by in organisations else decision.by)
    if not own or not taken:
        return Whose.NOT_STATED
    return Whose.OWN if own == taken else Whose.REPORTED


# --- assurances ----------------------------------------------------------------------------------------------------


def borne_out(entry: Entry) -> Event | None:
    """What a person last said of an assurance: borne out, not borne out, cannot tell; None where nobody has."""
    said = [event for event in entry.events if event.kind in BORNE_OUT]
    return said[-1] if said else None
