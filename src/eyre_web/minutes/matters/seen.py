"""What a person may see of the record, as the values that the rules of `eyre` take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from eyre.body.folder import BodyFolder
from eyre.body.settings import MeetingSeries
from eyre.core import Reference
from eyre.minutes.coverage import Coverage, coverage
from eyre.minutes.standing import MeetingDay, Standing
from eyre.minutes.thread import Thread, Threads, threads
from eyre_web.accounts.access import Access
from eyre_web.meetings.models import Action, Line, Matter, Meeting
from eyre_web.meetings.permissions import may_see_records
from eyre_web.snapshot.kept import Snapshot

Homes = frozenset[str] | None  # of the meetings that are seen; None: of all


@dataclass(frozen=True, slots=True)
class Seen:
    """The record as one person sees it on a day."""

    access: Access
    snapshot: Snapshot
    today: date
    homes: Homes

    @classmethod
    def by(cls, access: Access, snapshot: Snapshot, today: date) -> Seen:
        """With one query, for the meetings whose notes the person may read as they stand: of a draft that was not sent,
        a correction too, the force sees nothing here."""
        seen = Meeting.objects.with_notes_for(access).standing().order_by().values_list("reference", flat=True)
        homes = frozenset(reference.removeprefix("meeting ") for reference in seen)
        every = {meeting.reference.home for meeting in snapshot.folder.meetings}
        return cls(access, snapshot, today, None if homes >= every else homes)

    @property
    def standing(self) -> Standing:
        """The record as it stands today, of the meetings that are seen."""
        return self.snapshot.once(_standing, self.homes, self.today)

    @property
    def coverage(self) -> Coverage:
        return self.snapshot.once(_coverage, self.homes, self.today)

    def thread(self, matter: Matter) -> Thread:
        """The thread of a matter, of the records that are seen."""
        threads_of_all: Threads = self.snapshot.once(threads, self.today)
        whole = threads_of_all.of(matter.key)
        if self.homes is None and may_see_records(self.access):
            return whole
        return whole.seen(self._references(matter))

    def _references(self, matter: Matter) -> frozenset[str]:
        meetings = Meeting.objects.for_user(self.access).order_by()
        lines = Line.objects.for_user(self.access).filter(item__matter=matter, item__meeting__in=meetings)
        actions = Action.objects.for_user(self.access).filter(item__matter=matter)
        found = (rows.order_by().values_list("reference", flat=True) for rows in (lines, actions))
        return frozenset(reference for references in found for reference in references)

    def sees_home(self, reference: Reference) -> bool:
        """Say whether a record belongs to a meeting that is seen."""
        return self.homes is None or reference.home in self.homes


def _within(folder: BodyFolder, homes: Homes) -> BodyFolder:
    if homes is None:
        return folder
    return replace(folder, meetings=tuple(each for each in folder.meetings if each.reference.home in homes))


def _standing(folder: BodyFolder, homes: Homes, today: date) -> Standing:
    day = MeetingDay(MeetingSeries(key="today", title=""), today, None, "", None)
    return Standing(_within(folder, homes), day)


def _coverage(folder: BodyFolder, homes: Homes, today: date) -> Coverage:
    return coverage(_standing(folder, homes, today))
