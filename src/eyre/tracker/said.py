"""What people said of the reasons of a change, as far as it was known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eyre.body.folder import BodyFolder
from eyre.cycle.words import FindingKind
from eyre.drivers import DriverNote


def driver_notes(folder: BodyFolder, as_of: date) -> Iterator[DriverNote]:
    """Dated happenings, and what a meeting heard of the reasons of some areas or measures."""
    for each in folder.timeline:
        if each.is_known(as_of):
            words = each.title + (f". {each.note}" if each.note else "")
            yield DriverNote(words, each.start, "timeline", "", each.end, False, each.areas, each.measures)
    for meeting in folder.standing_meetings():
        for finding in (one for item in meeting.items for one in item.findings) if meeting.date <= as_of else ():
            if finding.kind is FindingKind.ANALYSIS and (finding.areas or finding.measures):
                yield DriverNote(
                    finding.words, meeting.date, str(finding.reference), ", ".join(finding.speakers), is_saying=True,
                    areas=finding.areas, types=finding.measures,
                )  # fmt: skip
