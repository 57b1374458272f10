"""The agenda of a meeting to be held: header, numbered items, what is brought forward and why, deadlines.

Where nobody has chosen yet, everything that might come before the meeting is printed and the paper is marked as
proposed. Where the meeting has items of its own, only those are on it, each with the reasons that the record gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from eyre.body.meeting import Item, Question
from eyre.body.registers import Matter
from eyre.core import Month
from eyre.cycle.agenda import letters
from eyre.cycle.states import MeetingStatus
from eyre.cycle.template import AgendaTemplate
from eyre.cycle.words import StandingHeading
from eyre.disclosure import Audience
from eyre.minutes.next_meeting import NextMeeting
from eyre.minutes.offers import BETWEEN_MARKS, Offer, OfferKind, marks
from eyre.pack.document import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Document,
    Nil,
    Paragraph,
    RecordTable,
    Section,
    Text,
)
from eyre.pack.text import Name, Quoted, Ref
from eyre.papers.setting import DRAFT, PROPOSED, Meta, Setting, next_meeting_text, with_levels

OFFER_HEADS = (Text("What"), Text("Who"), Text("Why it is here"))


@dataclass(frozen=True)
class Agenda:
    """What an agenda is made from. offers: everything that might be brought forward, whether or not it was chosen."""

    setting: Setting
    planned: NextMeeting
    offers: tuple[Offer, ...]
    template: AgendaTemplate

    @property
    def is_proposed(self) -> bool:
        """True while nobody has chosen what is on the agenda: no record of the meeting has any items."""
        recorded = self.setting.standing.day.meeting
        return recorded is None or not recorded.items

    def document(self) -> Document:
        meeting = self.planned.meeting
        is_draft = meeting.status is not MeetingStatus.AGENDA_ISSUED
        mark = PROPOSED if self.is_proposed else DRAFT if is_draft else ""
        return self.setting.document(
            Text("Agenda: ", Name(meeting.title)), [*self._opening(mark), *self._items(), *self._deadlines()],
            self._meta(), mark=mark,
        )  # fmt: skip

    def _meta(self) -> Iterator[Meta]:
        meeting = self.planned.meeting
        yield from self.setting.about(meeting.date, meeting.start, meeting.end, meeting.venue)
        yield Text("Chair"), Text(Name(self.setting.title(meeting.chair) if meeting.chair else "not known"))
        taker = self.setting.title(meeting.minute_taker) if meeting.minute_taker else "not known"
        yield Text("Minute taker"), Text(Name(taker))
        yield self.setting.made_by()

    def _opening(self, mark: str) -> Iterator[Section]:
        blocks: list[Block] = []
        if self.is_proposed:
            blocks.append(
                Paragraph(
                    "Nobody has chosen yet: what the record offers stands under each heading with its reason, for a "
                    "person to take, order or leave."
                )
            )
        if self.planned.changes:
            lines = tuple(Text(Name(each)) for each in self.planned.changes)
            blocks.append(Callout(CalloutKind.ATTENTION, (BulletList(lines),), Text("Changed against the series")))
        if mark and self.planned.doubts and self.setting.audience is Audience.WORKING:
            lines = tuple(Text(Name(each)) for each in self.planned.doubts)
            blocks.append(Callout(CalloutKind.WARNING, (BulletList(lines),), Text("To settle before this goes out")))
        if blocks:
            yield Section(Text("Before the meeting"), "before", tuple(blocks))

    # --- items ---

    def _items(self) -> Iterator[Section]:
        for place, (item, level) in enumerate(with_levels(self.planned.meeting.items)):
            blocks = tuple(self._blocks(item)) or ((Nil(),) if self._has_nothing_under(place) else ())
            yield Section(Text(Name(item.title)), f"item-{letters(place + 1)}", blocks, level, item.number)

    def _has_nothing_under(self, place: int) -> bool:
        """Whether the next item is no deeper: a heading without parts and items says that there are none."""
        levels = [level for _, level in with_levels(self.planned.meeting.items)]
        is_topic = self.planned.meeting.items[place].heading is None and "." in self.planned.meeting.items[place].number
        return not is_topic and (place + 1 == len(levels) or levels[place + 1] <= levels[place])

    def _blocks(self, item: Item) -> Iterator[Block]:
        if item.heading is StandingHeading.NEXT_MEETING:
            yield Paragraph("The meeting after this one: ", next_meeting_text(self.setting, self.planned.meeting))
            return
        matter = self._matter(item)
        if facts := tuple(self._facts(item, matter)):
            yield BulletList(facts)
        if item.questions:
            yield BulletList(tuple(map(self._question, item.questions)))
        offered = self._offered(item)
        if offered:
            title = "Offered, with reasons" if self.is_proposed else "Why it is on the agenda"
            first = Text("No." if self.is_proposed else "Record")
            shares = (8, 45, 19, 28) if self.is_proposed else (20, 37, 17, 26)
            yield RecordTable(Text(title), (first, *OFFER_HEADS), tuple(self._rows(item, offered)), shares)
        elif item.nil:
            yield Nil(Text(Name(item.nil)))

    def _matter(self, item: Item) -> Matter | None:
        matters = self.setting.standing.matters
        named = {matter.title: matter for matter in matters.values()}
        return matters.get(item.matter) or (named.get(item.title) if self.is_proposed else None)

    def _facts(self, item: Item, matter: Matter | None) -> Iterator[Text]:
        objectives = {each.key: each.title for each in self.setting.folder.body.objectives}
        objective = item.objective or (matter.objective if matter else "")
        if objective in objectives:
            yield Text("Plan objective: ", Name(objectives[objective]))
        if origin := self._origin(item):
            yield Text("Brought forward from ", Name(origin))
        considered = self.setting.standing.considered(matter) if matter else ()
        if considered:
            yield Text("Considered before: ", Name(", ".join(Month.of(day).label for day in considered)))

    def _question(self, question: Question) -> Text:
        wanted = Text(". Evidence wanted: ", Name(question.evidence_wanted)) if question.evidence_wanted else Text()
        due = Text(". Paper due: ", Name(question.paper_due.label)) if question.paper_due else Text()
        to = self.setting.posts(question.addressed_to)
        ref = Ref(str(question.reference))
        return Text("Question to ", Name(to), ": ", Quoted(question.words), wanted, due, " (", ref, ")")

    # --- what is brought forward ---

    def _offered(self, item: Item) -> Sequence[Offer]:
        """Proposed: all offers of a heading. Chosen: those that are about an item, as its reasons."""
        if self.is_proposed:
            here = self._headings.get(item.number)
            return [offer for offer in self.offers if self.template.heading_for(offer.heading).key == here]
        if item.heading is not None:
            return []
        chosen = marks((item,))
        marked = [offer for offer in self.offers if offer.mark in chosen]
        return marked or [offer for offer in self.offers if item.matter and offer.matter == item.matter]

    def _origin(self, item: Item) -> str:
        """Where an item comes from in the words of the record, without what the table of its reasons says anyway."""
        known = {offer.mark for offer in self.offers}
        said = item.brought_forward_from.split(BETWEEN_MARKS)
        return BETWEEN_MARKS.join(each for each in said if each not in known)

    @cached_property
    def _headings(self) -> dict[str, str]:
        """The keys of the template's headings by the numbers they have."""
        lines = self.template.lines({})
        return {line.number: line.key for line in lines}

    def _rows(self, item: Item, offered: Sequence[Offer]) -> Iterator[tuple[Text, ...]]:
        """While proposed, numbered behind the items that the heading has already."""
        under = sum(each.number.startswith(f"{item.number}.") for each in self.planned.meeting.items)
        for place, offer in enumerate(offered, start=under + 1):
            ref = Ref(offer.reference) if offer.reference else None
            kind = {OfferKind.SIGNAL: "New in the figures: ", OfferKind.ASKED_FOR: "Asked for: "}.get(offer.kind, "")
            what = Text(kind, Name(offer.words))
            if self.is_proposed:
                first = Text(Name(f"{item.number}.{place}"))
                what = Text(what, " (", ref, ")") if ref else what
            else:
                first = Text(ref) if ref else Text(offer.kind.said)
            yield (
                first,
                what,
                Text(Name(", ".join(offer.owners))),
                Text(Name(offer.why), " From ", Name(offer.origin), "."),
            )

    # --- deadlines ---

    def _deadlines(self) -> Iterator[Section]:
        if not self.planned.deadlines:
            return
        heads = (Text("By"), Text("What"), Text("How it is counted"))
        rows = tuple(
            (Text(f"{each.day:%A} ", each.day), Text(Name(each.what)), Text(Name(each.arithmetic)))
            for each in self.planned.deadlines
        )
        yield Section(
            Text("Deadlines"), "deadlines", (RecordTable(Text("What is due when"), heads, rows, (26, 26, 48)),)
        )
