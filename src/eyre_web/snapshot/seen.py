"""The body as one person may read it: without the notes of meetings that are still a draft of the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from eyre.body.folder import BodyFolder
from eyre.body.meeting import RECORDS, Meeting
from eyre.core import Reference
from eyre.cycle.events import EventKind
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.meetings.models import OF_A_CORRECTION, UNSENT
from eyre_web.meetings.models import Meeting as MeetingRow
from eyre_web.snapshot.kept import Snapshot, snapshot

T = TypeVar("T")
Hidden = frozenset[tuple[str, int]]  # references and versions
LEFT = ("reference", "series", "title", "date", "status", "version")  # what a hidden meeting may be known by


@dataclass(frozen=True, slots=True)
class Seen:
    """The snapshot without what is hidden. Whatever is worked out from it is kept with the snapshot."""

    snapshot: Snapshot
    hidden: Hidden

    @property
    def folder(self) -> BodyFolder:
        return self.snapshot.once(without, self.hidden) if self.hidden else self.snapshot.folder

    def once(self, what: Callable[..., T], *arguments: Any) -> T:
        """What a function makes of the folder, worked out once for all who see the same."""
        found: T = self.snapshot.once(_of_the_rest, self.hidden, what, *arguments)
        return found


def _of_the_rest(folder: BodyFolder, hidden: Hidden, what: Callable[..., T], *arguments: Any) -> T:
    return what(without(folder, hidden) if hidden else folder, *arguments)


def seen_by(access: Access) -> Seen:
    """The body as a person with SEE_ALL may read it: the twin of `Meeting.objects.with_notes_for`."""
    hidden: Hidden = frozenset()
    if not access.may(Permission.SEE_DRAFTS):
        hidden = frozenset(MeetingRow.objects.filter(UNSENT).values_list("reference", "version"))
    return Seen(snapshot(), hidden)


def without(folder: BodyFolder, hidden: Hidden) -> BodyFolder:
    """A body without the notes of some versions of meetings.

    Of a meeting that has no other version its day remains; a correction is gone, and what it corrects stands.
    """
    is_new = {reference for reference, version in hidden if version == 1}
    homes = {reference.partition(" ")[2] for reference, _ in hidden}
    new_homes = {reference.partition(" ")[2] for reference in is_new}
    meetings = tuple(
        _outline(meeting) if str(meeting.reference) in is_new else meeting
        for meeting in folder.meetings
        if (str(meeting.reference), meeting.version) not in hidden or str(meeting.reference) in is_new
    )

    def may_be_told(reference: Reference, kind: EventKind | None) -> bool:
        if reference.kind not in (*RECORDS, "meeting"):
            return kind not in OF_A_CORRECTION or reference.home not in homes
        return reference.home not in (homes if kind in OF_A_CORRECTION else new_homes)

    return replace(
        folder,
        meetings=meetings,
        events=tuple(event for event in folder.events if may_be_told(event.reference, event.kind)),
        looks=tuple(look for look in folder.looks if may_be_told(look.reference, None)),
    )


def _outline(meeting: Meeting) -> Meeting:
    return Meeting(**{name: getattr(meeting, name) for name in LEFT})
