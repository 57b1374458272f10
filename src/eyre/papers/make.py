"""One way to every paper: which kind, of which body, for which meeting and readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from eyre.body.folder import BodyFolder
from eyre.body.house import HouseWords
from eyre.core import NotFound, Refused
from eyre.cycle.template import AgendaTemplate, template_of
from eyre.cycle.words import StandingHeading
from eyre.cycle.working_days import Nation
from eyre.disclosure import Audience
from eyre.minutes.next_meeting import plan_meeting
from eyre.minutes.offers import NewSignal, offers
from eyre.minutes.standing import MeetingDay, Standing, find_meeting, held_meeting
from eyre.pack.build import Pack
from eyre.pack.document import Document
from eyre.pack.topics import open_matters
from eyre.papers.action_log import ActionLog
from eyre.papers.agenda import Agenda
from eyre.papers.briefing import Briefing
from eyre.papers.commission import Commission
from eyre.papers.notes import Notes
from eyre.papers.promised import Promised
from eyre.papers.setting import Setting
from eyre.tracker import Request, build_tracker
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.promised import with_commitments


class PaperKind(StrEnum):
    """Every paper, as it is asked for and as its file is called."""

    AGENDA = "agenda"
    COMMISSION = "commission"
    BRIEFING = "briefing"
    NOTES = "notes"
    ACTION_LOG = "action-log"
    COMMITMENTS = "commitments"

    @property
    def is_of_a_meeting_held(self) -> bool:
        return self is PaperKind.NOTES


FOR_ALL_READERS = (PaperKind.AGENDA, PaperKind.NOTES, PaperKind.ACTION_LOG, PaperKind.COMMITMENTS)


@dataclass(frozen=True)
class Wanted:
    """What a paper is made from, beside its kind.

    as_of: figures as received by then. post: whom a commission goes to. asked_on: the day it goes out. signals: what
    is new in the figures, where somebody looked. words: of the house.
    """

    folder: BodyFolder
    day: MeetingDay
    as_of: date
    audience: Audience = Audience.WORKING
    post: str = ""
    asked_on: date | None = None
    seed: int = 0
    signals: tuple[NewSignal, ...] = ()
    own_template: AgendaTemplate | None = None  # in place of that of the series
    nation: Nation = Nation.ENGLAND_AND_WALES
    words: HouseWords = field(default_factory=HouseWords)

    @property
    def template(self) -> AgendaTemplate:
        return self.own_template or template_of(self.day.series.kind)

    @property
    def setting(self) -> Setting:
        return Setting(Standing(self.folder, self.day), self.audience)


def meeting_for(kind: PaperKind, folder: BodyFolder, which: str) -> MeetingDay:
    """The meeting a paper is of: the one that is named; else the next, or of notes the last that was held."""
    if kind.is_of_a_meeting_held:
        meeting = held_meeting(folder, "" if which == "next" else which)
        return find_meeting(folder, str(meeting.reference))
    return find_meeting(folder, which)


def make_paper(kind: PaperKind, wanted: Wanted) -> Document:
    """The document. The same record, figures, seed and version give the same. Refused where there can be none."""
    if kind not in FOR_ALL_READERS and wanted.audience is not Audience.WORKING:
        raise Refused(f"A {kind} is for the office and the force only. Leave the audience as it is.")
    return _MAKERS[kind](wanted)


def _agenda(wanted: Wanted) -> Document:
    setting = wanted.setting
    under = wanted.template.heading_for(StandingHeading.PLAN_PERFORMANCE).key
    topics = {under: [matter.title for matter in open_matters(setting.standing)]}
    planned = plan_meeting(
        wanted.folder, wanted.day, template=wanted.template, topics=topics, nation=wanted.nation
    )  # fmt: skip
    found = offers(setting.standing, wanted.folder.asked_for, wanted.signals)
    shown = tuple(each for each in found if setting.may_see_live or each.reference not in setting.live)
    return Agenda(setting, planned, shown, wanted.template).document()


def _commission(wanted: Wanted) -> Document:
    setting = wanted.setting
    known = [post.key for post in wanted.folder.body.posts]
    if wanted.post not in known:
        said = (
            f'no post is called "{wanted.post}"' if wanted.post else "a commission goes to one post, and none is named"
        )
        raise NotFound(f"{said[:1].upper()}{said[1:]}. Posts: {', '.join(known)}.")
    return Commission(setting, wanted.post, _papers_due(wanted), wanted.words.reply, wanted.asked_on).document()


def _papers_due(wanted: Wanted) -> date | None:
    """By when papers for the meeting are due; not known in years whose bank holidays are not known here."""
    try:
        deadline = wanted.template.papers_due(wanted.day.date, wanted.nation)
    except Refused:
        return None
    return deadline.day if deadline else None


def _briefing(wanted: Wanted) -> Document:
    return Briefing(wanted.setting, _pack(wanted)).document()


def _notes(wanted: Wanted) -> Document:
    if wanted.day.meeting is None:
        raise Refused("There are no notes of a meeting that has no record yet.")
    return Notes(wanted.setting, wanted.day.meeting).document()


def _action_log(wanted: Wanted) -> Document:
    return ActionLog(wanted.setting).document()


def _commitments(wanted: Wanted) -> Document:
    return Promised(wanted.setting, _asked(wanted)).document()


def _asked(wanted: Wanted) -> CommitmentsAsOf:
    return CommitmentsAsOf(wanted.folder, wanted.as_of, wanted.seed, record_by=wanted.day.date)


def _pack(wanted: Wanted) -> Pack:
    """The pack of the same meeting, whose readings and standings the briefing takes."""
    last = wanted.setting.standing.last
    asked = _asked(wanted)
    request = Request(as_of=wanted.as_of, since=last.date if last else None, seed=wanted.seed)
    tracker = with_commitments(build_tracker(wanted.folder, request), asked)
    return Pack(wanted.folder, wanted.day, wanted.as_of, wanted.audience, tracker, asked=asked)


_MAKERS: Mapping[PaperKind, Callable[[Wanted], Document]] = {
    PaperKind.AGENDA: _agenda,
    PaperKind.COMMISSION: _commission,
    PaperKind.BRIEFING: _briefing,
    PaperKind.NOTES: _notes,
    PaperKind.ACTION_LOG: _action_log,
    PaperKind.COMMITMENTS: _commitments,
}
