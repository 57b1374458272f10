"""The chair's briefing: a page for each matter: what was asked and promised, what the figures say, what to ask.

It is the chair's until it is put, and so for the office alone. It chooses what is most pressing; the pack has the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from eyre.body.meeting import Meeting, Question
from eyre.body.registers import Matter
from eyre.commitments.standing import Stands
from eyre.core import Month, Refused
from eyre.cycle.states import say_state
from eyre.disclosure import Audience
from eyre.minutes.offers import Offer, offers
from eyre.pack.build import Pack
from eyre.pack.document import Block, BulletList, Document, Nil, Paragraph, RecordTable, Section, Text
from eyre.pack.figures import Reading
from eyre.pack.promise_words import PromiseWords
from eyre.pack.questions import suggested_questions
from eyre.pack.text import Name, Quoted, Ref, Words
from eyre.pack.topics import open_matters
from eyre.papers.promised import found_of, marked
from eyre.papers.setting import NOT_STATED, Meta, Setting, say_answer
from eyre.tracker import Attention
from eyre.tracker.commitments import CommitmentStanding

MOST_ASKED, MOST_PROMISED, MOST_SERIES, MOST_QUESTIONS, MOST_FORWARD = 3, 5, 3, 5, 6
LONGEST = 220  # signs of words as said: what is longer is cut, and its reference leads to the rest
PROMISE_HEADS = (Text("Promise"), Text("Words"), Text("By, and due"), Text("Where it stands"))
FORWARD_HEADS = (Text("Record"), Text("Words"), Text("Who"), Text("Why it is here"))


@dataclass(frozen=True)
class Briefing:
    """A briefing for whoever chairs. pack: of the same meeting, for the same day and readers."""

    setting: Setting
    pack: Pack

    def __post_init__(self) -> None:
        if self.setting.audience is not Audience.WORKING:
            raise Refused("A briefing is for the chair and the office alone: it has questions that nobody has put yet.")

    def document(self) -> Document:
        matters = self.matters
        return self.setting.document(
            Text("Briefing for the chair: ", Name(self.setting.standing.day.series.title), ", ", self.setting.on),
            [self._first(matters), *(self._page(matter) for matter in matters)],
            self._meta(),
            has_contents=True,
        )

    @cached_property
    def matters(self) -> list[Matter]:
        """What may come before the meeting: what its items are about, what is open, what is brought forward."""
        standing, meeting = self.setting.standing, self.setting.standing.day.meeting
        keys = [item.matter for item in (meeting.items if meeting else ())]
        keys += [matter.key for matter in open_matters(standing)]
        keys += [offer.matter for offer in self._offers]
        return [standing.matters[key] for key in dict.fromkeys(keys) if key in standing.matters]

    @cached_property
    def _offers(self) -> tuple[Offer, ...]:
        return offers(self.setting.standing, self.setting.folder.asked_for)

    def _meta(self) -> Iterator[Meta]:
        day = self.setting.standing.day
        yield from self.setting.about(day.date, day.start, None, day.venue)
        yield Text("Record"), Text("as it stood on ", day.date)
        yield Text("Figures"), Text("as received by ", self.pack.as_of)
        yield self.setting.made_by()

    # --- the first page ---

    def _first(self, matters: list[Matter]) -> Section:
        blocks: list[Block] = [
            Paragraph("What to ask is offered with its reason; what is put is for the chair."),
            *self._forward(),
        ]
        if not matters:
            blocks.append(Nil(Text("No matter is open")))
        return Section(Text("First"), "first", tuple(blocks))

    def _forward(self) -> Iterator[Block]:
        if not self._offers:
            yield Nil(Text("Nothing is brought forward"))
            return
        rows = tuple(
            (
                Text(Ref(each.reference) if each.reference else Words(each.kind.said)), Text(Name(_cut(each.words))),
                Text(Name(", ".join(each.owners) or NOT_STATED)), Text(Name(each.why)),
            )
            for each in self._offers[:MOST_FORWARD]
        )  # fmt: skip
        yield RecordTable(Text("Brought forward"), FORWARD_HEADS, rows, (21, 43, 16, 20))
        if len(self._offers) > MOST_FORWARD:
            yield Paragraph("The rest stands on the agenda.")

    # --- a matter ---

    def _page(self, matter: Matter) -> Section:
        anchor = "matter-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in matter.key.lower())
        blocks = (
            *self._header(matter), *self._asked(matter), *self._promised(matter), *self._figures(matter),
            *self._to_ask(matter),
        )  # fmt: skip
        return Section(Text(Name(matter.title)), anchor, blocks, own_page=True)

    def _header(self, matter: Matter) -> Iterator[Block]:
        objectives = {each.key: each.title for each in self.setting.folder.body.objectives}
        parts: list[Text] = []
        if matter.objective in objectives:
            parts.append(Text("Plan objective: ", Name(objectives[matter.objective]), ". "))
        if considered := self.setting.standing.considered(matter):
            months = ", ".join(Month.of(day).label for day in considered)
            parts.append(Text("Considered in ", Name(months), ", and still open."))
        if parts:
            yield Paragraph(*parts)

    def _asked(self, matter: Matter) -> Iterator[Block]:
        yield _head("What was asked")
        meeting = self.setting.standing.day.meeting
        now = [q for item in (meeting.items if meeting else ()) if item.matter == matter.key for q in item.questions]
        before = list(reversed(self.setting.standing.questions_on(matter.key)))
        lines = [self._question(each, None) for each in now]
        lines += [self._question(each, on) for on, each in before[: max(0, MOST_ASKED - len(now))]]
        yield BulletList(tuple(lines)) if lines else Nil(Text("Nothing is on record"))

    def _question(self, question: Question, meeting: Meeting | None) -> Text:
        to = self.setting.posts(question.addressed_to)
        when = (
            Text("; put on ", meeting.date, f", {say_answer(question.status)}")
            if meeting
            else Text("; for this meeting")
        )
        reply = Text("; answered in writing: ", Quoted(_cut(question.reply))) if question.reply else Text()
        return Text(Name(f"{to}: "), Quoted(_cut(question.words)), when, reply, " (", Ref(str(question.reference)), ")")

    # --- promises ---

    @cached_property
    def _standings(self) -> dict[str, list[CommitmentStanding]]:
        found: dict[str, list[CommitmentStanding]] = {}
        for each in self.pack.promised:
            found.setdefault(each.promise.item.matter, []).append(each)
        return found

    def _promised(self, matter: Matter) -> Iterator[Block]:
        yield _head("What was promised, and where it stands")
        mine = sorted(self._standings.get(matter.key, ()), key=self._pressing)
        if not mine:
            yield Nil(Text("Nothing is on record"))
            return
        rows = tuple(self._promise(each) for each in mine[:MOST_PROMISED])
        yield RecordTable(Text("Promises, the most pressing first"), PROMISE_HEADS, rows, (9, 46, 20, 25))
        if len(mine) > MOST_PROMISED:
            yield Paragraph("The rest stands in the list of commitments.")

    def _pressing(self, standing: CommitmentStanding) -> tuple[bool, bool, bool, str]:
        """Due and undecided first, then off course, then the rest that is followed; the listed last."""
        return (
            not standing.is_due(self.setting.on), not standing.is_off_course, standing.stands is Stands.LISTED,
            str(standing.promise.due.date or "9999"),
        )  # fmt: skip

    def _promise(self, standing: CommitmentStanding) -> tuple[Text, ...]:
        promise = standing.promise
        by = self.setting.posts(promise.commitment.given_by) if promise.commitment.given_by else "giver not stated"
        due = Text(promise.due.date) if promise.due.date else Text("no date")
        return (
            Text(Ref(promise.reference.label)), Text(Quoted(_cut(promise.commitment.words))),
            Text(Name(f"{by}; "), due), Text(Name(self._stands(standing))),
        )  # fmt: skip

    def _stands(self, standing: CommitmentStanding) -> str:
        if standing.promise.decision is not None:
            return f"decided: {say_state(standing.promise.decision)}"
        if not standing.promise.is_scored:
            return f"{say_state(standing.promise.commitment.kind)}: followed, never scored"
        if not standing.trials:
            return "untested"
        return marked(self._words.mark_of(standing), " ".join(map(found_of, standing.trials)))

    @cached_property
    def _words(self) -> PromiseWords:
        pack = self.pack
        return PromiseWords(self.setting.folder, pack.commitments.views, self.setting.on, pack.as_of, pack.audience)

    # --- figures and questions ---

    @cached_property
    def _readings(self) -> dict[str, tuple[Reading, ...]]:
        return {
            matter.key: self.pack.series_of(matter.measures, matter.areas)
            for matter in self.setting.standing.matters.values()
        }

    def _figures(self, matter: Matter) -> Iterator[Block]:
        yield _head("What the figures say")
        readings = self._readings[matter.key]
        first = sorted(readings, key=lambda reading: list(Attention).index(reading.row.attention))
        lines = [Text(Name(f"{each.name}: "), each.statement(), ". ", each.sentence()) for each in first[:MOST_SERIES]]
        yield BulletList(tuple(lines)) if lines else Nil(Text("No figures are at hand"))
        without = [measure.name for measure in self.pack.tracker.without_figures if measure.key in matter.measures]
        if without:
            yield Paragraph("Without figures: ", Name("; ".join(without)), ".")

    def _to_ask(self, matter: Matter) -> Iterator[Block]:
        yield _head("What to ask")
        offered = suggested_questions(self.setting.standing, matter.key, list(self._readings[matter.key]))
        lines = tuple(each.line for each in offered[:MOST_QUESTIONS])
        yield BulletList(lines, ordered=True) if lines else Nil(Text("Neither the figures nor the record ask anything"))


def _head(words: str) -> Paragraph:
    return Paragraph(Words(words, strong=True))


def _cut(words: str) -> str:
    """Words as said, cut at a word where they are long."""
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
