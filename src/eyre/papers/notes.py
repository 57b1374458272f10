"""The notes of a meeting: header, attendance, each item with its records and the ACTION column beside them.

A draft is marked on every page, a correction says what it corrects, and agreed notes are printed in the words that
were agreed. A decision that the force took and reported is shown as the force's, never as the oversight body's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from eyre.body.meeting import (
    Action,
    Assurance,
    Commitment,
    Contact,
    Decision,
    Finding,
    Item,
    Judgement,
    Meeting,
    Note,
    Question,
    QuotedFigure,
    RiskOrOpportunity,
)
from eyre.core import Refused
from eyre.cycle.agenda import letters
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind, drafts_sent
from eyre.cycle.states import WAS_HELD, MeetingStatus, say_state
from eyre.cycle.words import ApologiesRecorded, AttendanceState, StandingHeading
from eyre.disclosure import Audience
from eyre.minutes.registers import Whose, whose
from eyre.pack.document import (
    Block,
    BulletList,
    Document,
    Nil,
    Paragraph,
    RecordTable,
    Section,
    Text,
)
from eyre.pack.text import Name, Quoted, Words, has_digit
from eyre.papers.corrections import corrected
from eyre.papers.setting import DRAFT, NOT_STATED, Meta, Setting, next_meeting_text, say_answer, with_levels

HEADS, SHARES = (Text("Record"), Text("Notes"), Text("ACTION")), (17, 63, 20)
ATTENDANCE_HEADS = (Text("Post"), Text("Capacity"), Text("Attendance"))
APOLOGIES = {
    ApologiesRecorded.NONE_RECORDED: "None recorded.",
    ApologiesRecorded.NOT_RECORDED: "Not recorded: the notes do not say whether there were any.",
}
REPORTED = "It was reported to the meeting, and is no decision of the "
NO_GIVER = "Giver not stated"
Row = tuple[Text, Text, Text]


@dataclass(frozen=True)
class Notes:
    """The notes of one meeting in one version."""

    setting: Setting
    meeting: Meeting

    def __post_init__(self) -> None:
        if self.meeting.status not in WAS_HELD:
            raise Refused(
                f"{self.meeting.reference} is {say_state(self.meeting.status)}: there are no notes of it yet."
            )
        if self.is_draft and self.setting.audience is not Audience.WORKING:
            raise Refused(
                f"The notes of {self.meeting.reference} are a draft. Drafts are for the office and the force only: "
                "have them agreed first."
            )

    @property
    def is_draft(self) -> bool:
        return self.meeting.status is MeetingStatus.HELD

    def document(self) -> Document:
        return self.setting.document(
            Text("Notes: ", Name(self.meeting.title)),
            [*self._corrected(), self._attendance(), *self._items()],
            self._meta(),
            mark=DRAFT if self.is_draft else "",
            illustrative=self.meeting.illustrative,
        )

    # --- header ---

    def _meta(self) -> Iterator[Meta]:
        meeting = self.meeting
        yield from self.setting.about(meeting.date, meeting.start, meeting.end, meeting.venue)
        yield Text("Chair"), Text(Name(self.setting.title(meeting.chair) if meeting.chair else NOT_STATED))
        taker = self.setting.title(meeting.minute_taker) if meeting.minute_taker else NOT_STATED
        yield Text("Minute taker"), Text(Name(taker))
        yield Text("State"), self._state()
        corrects = f", corrects {meeting.corrects or f'version {meeting.version - 1}'}" if meeting.version > 1 else ""
        yield Text("Version"), Text(Name(f"{meeting.version}{corrects}"))
        yield self.setting.made_by()

    def _state(self) -> Text:
        """A draft, or agreed; with the day where an event tells it."""
        kinds = {MeetingStatus.AGREED: EventKind.NOTES_AGREED, MeetingStatus.PUBLISHED: EventKind.NOTES_PUBLISHED}
        if self.is_draft:
            mine = [(e.kind, e.at) for e in self.setting.folder.events if e.reference == self.meeting.reference]
            sent = drafts_sent(mine).get(self.meeting.version)
            return Text("draft, sent to the force on ", sent) if sent else Text("draft, not agreed")
        said = "agreed and published" if self.meeting.status is MeetingStatus.PUBLISHED else "agreed"
        events = self.setting.folder.events
        days = [e.at for e in events if e.reference == self.meeting.reference and e.kind is kinds[self.meeting.status]]
        return Text(said, " on ", max(days)) if days else Text(said)

    def _corrected(self) -> Iterator[Section]:
        before = [
            each for each in self.setting.folder.meetings
            if each.reference == self.meeting.reference and each.version == self.meeting.version - 1
        ]  # fmt: skip
        for each in before:
            yield Section(Text("What this version corrects"), "corrections", (corrected(each, self.meeting),))

    def _attendance(self) -> Section:
        def row(post: str, capacity: str, state: AttendanceState) -> tuple[Text, ...]:
            name, short = self.setting.title(post), self.setting.standing.post(post)
            said = name if short == name else f"{name} ({short})"
            return Text(Name(said)), Text(Name(capacity)), Text(say_state(state))

        blocks: list[Block] = []
        there = [each for each in self.meeting.attendance if each.state is not AttendanceState.APOLOGIES]
        if there:
            rows = tuple(row(each.post, each.capacity, each.state) for each in there)
            blocks.append(RecordTable(Text("Attendance"), ATTENDANCE_HEADS, rows, (54, 26, 20)))
        else:
            blocks.append(Nil(Text("Nobody's attendance was recorded.")))
        blocks.append(Paragraph(Words("Apologies: ", strong=True), self._apologies()))
        return Section(Text("Attendance and apologies"), "attendance", tuple(blocks))

    def _apologies(self) -> Text:
        away = [each.post for each in self.meeting.attendance if each.state is AttendanceState.APOLOGIES]
        if away:
            return Text(Name(f"{self.setting.posts(away)}."))
        return Text(APOLOGIES.get(self.meeting.apologies, "recorded, and whose they were is not."))

    # --- items ---

    def _items(self) -> Iterator[Section]:
        for place, (item, level) in enumerate(with_levels(self.meeting.items), start=1):
            yield Section(
                Text(Name(item.title)), f"item-{letters(place)}", tuple(self._blocks(item)), level, item.number
            )

    def _blocks(self, item: Item) -> Iterator[Block]:
        if facts := tuple(self._facts(item)):
            yield BulletList(facts)
        if rows := tuple(self._rows(item)):
            yield RecordTable(Text(Name(item.title), ": what was noted"), HEADS, rows, SHARES)
        if item.nil:
            yield Nil(Text(Name(item.nil)))
        if item.heading is StandingHeading.NEXT_MEETING:
            yield Paragraph(next_meeting_text(self.setting, self.meeting))

    def _facts(self, item: Item) -> Iterator[Text]:
        objectives = {each.key: each.title for each in self.setting.folder.body.objectives}
        if item.objective in objectives and objectives[item.objective] != item.title:
            yield Text("Plan objective: ", Name(objectives[item.objective]))
        if item.brought_forward_from:
            yield Text("Brought forward from ", Name(item.brought_forward_from))
        if item.history_words:
            yield Text("Considered before: ", Name(item.history_words))

    def _rows(self, item: Item) -> Iterator[Row]:
        """In the order notes are read: what was asked, what was heard and shown, what was promised and decided."""
        for name, write in WRITTEN_AS.items():
            for record in getattr(item, name):
                if self.setting.may_see_live or str(record.reference) not in self.setting.live:
                    yield write(self, record)

    # --- one record ---

    def question(self, each: Question) -> Row:
        to = self.setting.posts(each.addressed_to)
        parts = Text(Name(f" ({'; '.join(each.asks_whether)})")) if each.asks_whether else Text()
        by = f" by {self.setting.posts(each.answered_by)}" if each.answered_by else ""
        words = Text(Name(f"To {to}: "), Quoted(each.words), parts, f"; {say_answer(each.status)}", Name(by), ".")
        return self._row(each, "Question", words)

    def finding(self, each: Finding) -> Row:
        speakers = f"{self.setting.posts(each.speakers)}: " if each.speakers else ""
        return self._row(each, "Finding", Text(Name(f"{speakers}{each.words}")))

    def figure(self, each: QuotedFigure) -> Row:
        """As it was quoted, with the base it was given: whatever was not said is not known."""
        n = f"n = {each.n}" if each.n is not None else "n not stated"
        period = each.period_words or (each.period.label if each.period else "period not stated")
        by = self.setting.standing.post(each.quoted_by) if each.quoted_by else "speaker not stated"
        return self._row(each, "Figure quoted", Text(Name(f"{each.words} ({by}; {period}; {n})")))

    def assurance(self, each: Assurance) -> Row:
        by = self.setting.standing.post(each.given_by) if each.given_by else NO_GIVER
        asked = (("In place", each.in_place), ("Functioning", each.functioning), ("Impact", each.impact))
        tests = "".join(f" {name}: {said}" for name, said in asked if said)
        on = f" On what: {say_state(each.evidence)}." if each.evidence else ""
        return self._row(each, "Assurance", Text(Name(f"{by}: {each.words}{on}{tests}")))

    def judgement(self, each: Judgement) -> Row:
        by = self.setting.standing.post(each.by)
        grade = Words(say_state(each.grade).capitalize(), strong=True)
        return self._row(each, "Judgement", Text(grade, Name(f" of {each.of}, by {by}: {each.reason}")))

    def commitment(self, each: Commitment) -> Row:
        by = self.setting.posts(each.given_by) if each.given_by else NO_GIVER
        due = self._due(each.due)
        carried = f" Carried by {each.carried_by}." if each.carried_by else ""
        return self._row(each, each.kind.value.capitalize(), Text(Name(f"{by}: {each.words}{due}{carried}")))

    def decision(self, each: Decision) -> Row:
        """Whose it is stands before all else: the body's own, or another's that was reported to it."""
        by = self.setting.title(each.by) if each.by else "Not stated whose"
        reason = f" Reason: {each.reason}" if each.reason else ""
        is_reported = whose(self.setting.folder, self.meeting, each) is Whose.REPORTED
        not_ours = f" {REPORTED}{self.setting.folder.body.labels.oversight_body}." if is_reported else ""
        words = Name(f"{by}: {each.words} Outcome: {say_state(each.outcome)}.{reason}{not_ours}")
        return self._row(each, "Decision reported" if is_reported else "Decision", Text(words))

    def risk(self, each: RiskOrOpportunity) -> Row:
        nature = "" if each.nature.value == "both" else f", {each.nature.value}"
        media = f" Media: {each.media}" if each.media else ""
        live = " Live proceedings: not for publication." if each.live_proceedings else ""
        look = f" Next look: {each.next_look.label}." if each.next_look else ""
        return self._row(
            each, f"{each.kind.value.capitalize()}{nature}", Text(Name(f"{each.words}{media}{look}{live}"))
        )

    def contact(self, each: Contact) -> Row:
        by = self.setting.standing.post(each.by)
        when = f" {each.when.label}." if each.when else ""
        return self._row(each, say_state(each.kind).capitalize(), Text(Name(f"{by}: {each.words}{when}")))

    def note(self, each: Note) -> Row:
        return self._row(each, "Note", Text(Name(each.words)))

    def action(self, each: Action) -> Row:
        """Owner and date stand in the ACTION column."""
        closes = f" Closed when {each.closes_when}." if each.closes_when else ""
        owner = self.setting.posts(each.owners) if each.owners else "no owner"
        due = each.due.label if each.due else "no date"
        kind, words, _ = self._row(each, "Action", Text(Name(f"{each.words}{closes}")))
        return kind, words, Text(_strong(owner), Name(f", {due}"))

    def _row(self, each: Any, kind: str, words: Text) -> Row:
        return Text(kind, " ", Name(each.reference.label)), words, Text()

    def _due(self, due: Due | None) -> str:
        return f" Due: {due.label}." if due else ""


def _strong(said: str) -> Words | Name:
    return Name(said) if has_digit(said) else Words(said, strong=True)


# The records of an item in the order they are printed: the field of the item, and how each is written.
WRITTEN_AS: dict[str, Callable[[Notes, Any], Row]] = {
    "questions": Notes.question,
    "findings": Notes.finding,
    "figures": Notes.figure,
    "assurances": Notes.assurance,
    "judgements": Notes.judgement,
    "risks": Notes.risk,
    "contacts": Notes.contact,
    "notes": Notes.note,
    "commitments": Notes.commitment,
    "decisions": Notes.decision,
    "actions": Notes.action,
}
