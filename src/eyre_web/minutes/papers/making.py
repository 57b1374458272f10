"""Which papers there are of a meeting for a person, and their making.

A paper is made of the body as the person may read it, so that nothing is in it that they could not see on a page. It is
made anew each time, and its foot has the head of the audit trail of that moment: the same record and the same head give
the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from eyre.body.folder import BodyFolder
from eyre.body.house import HouseWords, read_house
from eyre.cycle.states import WAS_HELD
from eyre.disclosure import Audience
from eyre.minutes.standing import MeetingDay, Standing, find_meeting
from eyre.pack.build import Pack
from eyre.pack.document import Document
from eyre.papers.make import PaperKind, Wanted, make_paper
from eyre.tracker import Request as TrackerRequest
from eyre.tracker import build_tracker
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.promised import with_commitments
from eyre.writers.formats import FORMATS
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Meeting
from eyre_web.meetings.permissions import may_see_notes, may_see_records
from eyre_web.snapshot.seen import seen_by

TO_READ = ("pdf", "docx", "html")
TABLES = (*TO_READ, "ods", "xlsx")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PACK = "pack"

NAMES: dict[str, str | Promise] = {
    PaperKind.AGENDA: gettext_lazy("Agenda"),
    PaperKind.COMMISSION: gettext_lazy("Questions and requests to a post"),
    PaperKind.BRIEFING: gettext_lazy("Briefing for the chair"),
    PACK: gettext_lazy("Pack: what changed, what was promised, what the figures say"),
    PaperKind.NOTES: gettext_lazy("Notes of the meeting"),
    PaperKind.ACTION_LOG: gettext_lazy("Action log"),
    PaperKind.COMMITMENTS: gettext_lazy("Commitments"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper that a person may take away, and in which formats. post: whom a commission goes to."""

    kind: str
    name: str
    formats: tuple[str, ...]
    post: str = ""


def papers_of(meeting: Meeting, access: Access) -> Iterator[Offered]:
    """The papers of a meeting that a person may have, in the order in which a meeting needs them."""
    if not may_see_records(access):
        return
    for_the_office = access.may(Permission.SEE_DRAFTS)
    if meeting.status not in WAS_HELD:
        yield _offered(PaperKind.AGENDA, TO_READ)
        for post in _asked(meeting):
            if for_the_office or post in access.posts:
                yield _offered(PaperKind.COMMISSION, TO_READ, post)
        if for_the_office:
            yield _offered(PaperKind.BRIEFING, TO_READ)
            yield _offered(PACK, TABLES)
    elif may_see_notes(access, meeting):
        yield _offered(PaperKind.NOTES, TO_READ)
    yield _offered(PaperKind.ACTION_LOG, TABLES)
    yield _offered(PaperKind.COMMITMENTS, TABLES)


def _offered(kind: str, formats: tuple[str, ...], post: str = "") -> Offered:
    return Offered(str(kind), str(NAMES[kind]), formats, post)


def _asked(meeting: Meeting) -> list[str]:
    """The posts of which something is asked for the meeting."""
    questions = [line for item in meeting.items.all() for line in item.lines.all() if line.kind == "question"]
    return list(dict.fromkeys(post for line in questions for post in line.kept.get("addressed_to", ())))


def file_of(offered: Offered, ending: str, meeting: Meeting, access: Access, on: date) -> bytes:
    """A paper as a file. Raises Refused where there can be none."""
    seen = seen_by(access)
    document = seen.once(_document, offered.kind, meeting.reference, offered.post, on)
    return FORMATS[ending](document, read_house(seen.folder.path), audit_head=audit.head())


def name_of(offered: Offered, ending: str, meeting: Meeting) -> str:
    """What the file is called: notes-2018-01.pdf."""
    return "-".join(filter(None, (offered.kind, offered.post, meeting.home))) + f".{ending}"


def _document(folder: BodyFolder, kind: str, reference: str, post: str, on: date) -> Document:
    day = find_meeting(folder, reference)
    if kind == PACK:
        return _pack(folder, day, on).document()
    words: HouseWords = read_house(folder.path).words
    return make_paper(PaperKind(kind), Wanted(folder, day, as_of=on, post=post, asked_on=on, words=words))


def _pack(folder: BodyFolder, day: MeetingDay, on: date) -> Pack:
    last = Standing(folder, day).last
    asked = CommitmentsAsOf(folder, on, record_by=day.date)
    tracker = build_tracker(folder, TrackerRequest(as_of=on, since=last.date if last else None))
    return Pack(folder, day, on, Audience.WORKING, with_commitments(tracker, asked), asked=asked)
