"""The body as a value, as it is now; read again only where the audit trail says that something changed.

Every change to a body is in the audit trail, in its own transaction, so the head of the trail says whether a value is
still good, and the events after a known head say what to read again: a meeting by what its records are called, all
else whole. A process keeps one value; it is never changed, only replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q

from eyre.body import meeting as said
from eyre.body.folder import BodyFolder
from eyre.body.registers import Event
from eyre_web.audit.models import AuditEvent, AuditHead
from eyre_web.files.storage import files_home
from eyre_web.meetings import interchange, models
from eyre_web.snapshot.whole import without_cycle

T = TypeVar("T")
BESIDE_THE_BODY = ("token", "file", "sheet", "audit")  # what is so called is no part of the body
OF_A_MEETING = ("meeting", "action", *said.RECORDS)  # what is so called lies in the notes of its meeting


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A body at one head of its audit trail, and what was worked out from it."""

    database: str
    number: int
    head: str
    folder: BodyFolder
    meetings: dict[int, said.Meeting] = field(repr=False)  # by the key of its row, in their order
    events: dict[int, Event] = field(repr=False)  # by the key of its row, in the order they were written down
    _worked_out: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, what: Callable[..., T], *arguments: Any) -> T:
        """What a function makes of the folder, worked out once for each set of arguments."""
        key = (what, *arguments)
        if key not in self._worked_out:
            self._worked_out[key] = what(self.folder, *arguments)
        result: T = self._worked_out[key]
        return result


_lock = Lock()
_last: Snapshot | None = None


def snapshot() -> Snapshot:
    """The body as it is now. Raises Refused where there is none in this database."""
    global _last
    end = AuditHead.objects.get()
    known = _last
    database = str(connection.settings_dict["NAME"])
    if known and (known.database, known.number, known.head) == (database, end.number, end.hash):
        return known
    with _lock:
        known = _last if _last and _last.database == database and _follows(_last) else None
        found = _read(database, end) if known is None else _read_on(known, end)
        _last = found if end.number else None  # an empty trail says nothing
    return found


def folder() -> BodyFolder:
    """The body as a value, as it is now."""
    return snapshot().folder


def forget() -> None:
    """Let go of what is kept: for tests, whose databases go back to what they were."""
    global _last
    _last = None


def _follows(known: Snapshot) -> bool:
    """Say whether the trail of today goes on from a head that is known."""
    return AuditEvent.objects.filter(number=known.number, hash=known.head).exists()


def _read(database: str, end: AuditHead) -> Snapshot:
    rows = interchange.with_all(models.Meeting.objects.order_by("date", "series", "version"))
    meetings = {row.pk: interchange.meeting(row) for row in rows}
    events = {row.pk: interchange.event(row) for row in models.Event.objects.order_by("pk").iterator(chunk_size=2000)}
    return _made(database, end, without_cycle(files_home()), meetings, events)


def _read_on(known: Snapshot, end: AuditHead) -> Snapshot:
    """The body at a later head: what the events since are about is read again."""
    changed = set(AuditEvent.objects.filter(number__gt=known.number).values_list("about", flat=True))
    changed |= _taken_out(changed)
    about = {reference for reference in changed if _kind(reference) not in BESIDE_THE_BODY}
    homes = {_home(reference) for reference in about if _kind(reference) in OF_A_MEETING}
    rest = any(_kind(reference) not in OF_A_MEETING for reference in about)
    folder = without_cycle(files_home()) if rest else known.folder
    return _made(known.database, end, folder, _meetings(known, homes), _events(known, about))


def _taken_out(changed: Iterable[str]) -> set[str]:
    """The records of which words were taken away by decision: that tells of the entry of the trail, "audit 12"."""
    entries = [int(reference.partition(" ")[2]) for reference in changed if _kind(reference) == "audit"]
    return set(AuditEvent.objects.filter(number__in=entries).values_list("about", flat=True)) if entries else set()


def _kind(about: str) -> str:
    return about.partition(" ")[0]


def _home(about: str) -> str:
    return about.partition(" ")[2].partition("/")[0]


def _meetings(known: Snapshot, homes: Iterable[str]) -> dict[int, said.Meeting]:
    references = [f"meeting {home}" for home in homes]
    if not references:
        return known.meetings
    order = models.Meeting.objects.order_by("date", "series", "version").values_list("pk", flat=True)
    again = interchange.with_all(models.Meeting.objects.filter(reference__in=references))
    read = {row.pk: interchange.meeting(row) for row in again}
    every = known.meetings | read
    return {pk: every[pk] for pk in order if pk in every}


def _events(known: Snapshot, about: Iterable[str]) -> dict[int, Event]:
    """What was known and what came since. A row may be written late with an early key: those of what changed are read
    whole."""
    last = max(known.events, default=0)
    rows = models.Event.objects.filter(Q(pk__gt=last) | Q(reference__in=list(about)))
    read = {row.pk: interchange.event(row) for row in rows}
    return dict(sorted((known.events | read).items())) if read else known.events


def _made(
    database: str,
    end: AuditHead,
    folder: BodyFolder,
    meetings: dict[int, said.Meeting],
    events: dict[int, Event],
) -> Snapshot:
    whole = replace(
        folder,
        meetings=tuple(meetings.values()),
        events=tuple(events.values()),
        actions=interchange.later_actions(),
        parts=interchange.parts(),
        looks=interchange.looks(),
    )
    return Snapshot(database, end.number, end.hash, whole, meetings, events)
