"""The commission letter: what one post is asked for a meeting, with places to write the answers in.

It asks and never orders: operational decisions stay the chief officer's. Questions put for this meeting come first,
then those of earlier meetings that are still open, then the actions and promises on which a word is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eyre.body.meeting import Item, Meeting, Question
from eyre.commitments.promises import Promise, promises
from eyre.core import Refused, say_date
from eyre.minutes.offers import Offer, OfferKind, offers
from eyre.minutes.standing import NO_ANSWER, OPEN_QUESTIONS, Past
from eyre.pack.document import Blank, Block, BulletList, Document, Paragraph, Section, Text
from eyre.pack.text import Name, Quoted, Ref, Words
from eyre.papers.abbreviations import within_a_sentence
from eyre.papers.setting import Meta, Setting, say_answer

ANSWER_LINES, EVIDENCE_LINES, UPDATE_LINES = 8, 3, 4
SAID_SHOWN = 3
STILL_OPEN = (*OPEN_QUESTIONS, *NO_ANSWER)
EVIDENCE = "what shows it: documents, or figures with their period, base and source"


@dataclass(frozen=True)
class Commission:
    """What a post is asked for a meeting. due: the day of the answers; reply: how to answer; asked_on: the day it goes
    out."""

    setting: Setting
    post: str
    due: date | None
    reply: str
    asked_on: date | None = None

    def document(self) -> Document:
        sections = [*self._questions(), *self._actions(), *self._promises()]
        if not sections:
            raise Refused(
                f"Nothing is asked of {self.setting.title(self.post)} for the meeting of {say_date(self.setting.on)}: "
                "no question is addressed to that post, and it has no open action and no promise that is due. Put a "
                "question to it first."
            )
        return self.setting.document(
            Text("Request for the meeting of ", self.setting.on), [self._letter(), *sections, *self._closing()],
            self._meta(),
        )  # fmt: skip

    def _meta(self) -> Iterator[Meta]:
        yield Text("To"), Text(Name(self.setting.title(self.post)))
        yield Text("For"), Text(Name(self.setting.standing.day.series.title), ", ", self.setting.on)
        if self.asked_on:
            yield Text("Sent on"), Text(self.asked_on)
        if due := self.due:
            yield Text("Answers wanted by"), Text(f"{due:%A} ", due)
        yield self.setting.made_by()

    def _letter(self) -> Section:
        labels = self.setting.folder.body.labels
        due = Text(" by ", self.due) if self.due else Text(" before the meeting")
        return Section(
            Text("What is asked"), "letter",
            (
                Paragraph(
                    Name(f"The {labels.oversight_body} asks the {within_a_sentence(self.setting.title(self.post))}"),
                    " for the answers below", due, ", so that they can be read before the meeting.",
                ),
                Paragraph(
                    "This is a request. How the force is run, and every operational decision, stays with the ",
                    Name(labels.chief_officer), ".",
                ),
                Paragraph(Words("How to reply: ", strong=True), Name(self.reply)),
            ),
        )  # fmt: skip

    # --- questions ---

    @cached_property
    def put_now(self) -> list[tuple[Item, Question]]:
        """Questions put to the post for this meeting."""
        meeting = self.setting.standing.day.meeting
        return [
            (item, each) for item in (meeting.items if meeting else ()) for each in item.questions
            if self.post in each.addressed_to
        ]  # fmt: skip

    @cached_property
    def still_open(self) -> list[tuple[Meeting, Item, Question]]:
        """Questions of earlier meetings to the post that nobody has answered in full, the newest first."""
        found = [
            (meeting, item, each)
            for meeting, item in self.setting.standing.items()
            for each in item.questions
            if self.post in each.addressed_to
            and each.status in STILL_OPEN
            and each.reference not in self.setting.standing.answered
        ]
        return sorted(found, key=lambda found: found[0].date, reverse=True)

    def _questions(self) -> Iterator[Section]:
        number = 0
        for item, question in self.put_now:
            number += 1
            yield self._question(number, item, question, None)
        for meeting, item, question in self.still_open:
            number += 1
            yield self._question(number, item, question, meeting)

    def _question(self, number: int, item: Item, question: Question, meeting: Meeting | None) -> Section:
        anchor = f"question-{_slug(str(question.reference))}"
        ref = str(question.reference)
        blocks: list[Block] = [Paragraph(Quoted(question.words), " (", Ref(ref), ")")]
        if question.asks_whether:
            blocks += [
                Paragraph("In particular:"),
                BulletList(tuple(Text(Name(each)) for each in question.asks_whether)),
            ]
        about = self._about(question, item, meeting)
        blocks.append(BulletList(tuple(Text(Words(f"{term.plain}: ", strong=True), said) for term, said in about)))
        if said := tuple(self._said(item)):
            blocks += [Paragraph("Assurances given on the matter:"), BulletList(said)]
        blocks += [
            Blank(Text("Answer to ", Ref(ref)), f"answer {ref}", ANSWER_LINES),
            Blank(Text("Evidence for ", Ref(ref)), f"evidence {ref}", EVIDENCE_LINES),
        ]
        heading = Text(Name(self._matter(item)))
        return Section(heading, anchor, tuple(blocks), number=f"{number}")

    def _about(self, question: Question, item: Item, meeting: Meeting | None) -> Iterator[Meta]:
        if meeting is not None:
            yield Text("Put before"), Text("on ", meeting.date, f"; {say_answer(question.status)}")
        objectives = {each.key: each.title for each in self.setting.folder.body.objectives}
        if item.objective in objectives:
            yield Text("Plan objective"), Text(Name(objectives[item.objective]))
        yield Text("Evidence wanted"), Text(Name(question.evidence_wanted or EVIDENCE))
        if question.tests:
            yield Text("The answer will show of"), Text(Name(", ".join(map(str, question.tests))))
        if question.replied_on:
            yield Text("Answered in writing"), Text("on ", question.replied_on)
        own = question.paper_due.label if question.paper_due and meeting is None else ""
        if own or self.due:
            due = self.due
            yield Text("Wanted by"), Text(Name(own)) if own else Text(f"{due:%A} " if due else "", due or "")

    def _matter(self, item: Item) -> str:
        matter = self.setting.standing.matters.get(item.matter)
        return matter.title if matter else item.title

    def _said(self, item: Item) -> Iterator[Text]:
        """Assurances on the matter, so that nobody has to look for the words."""
        for each in self._assured.get(item.matter, ())[:SAID_SHOWN] if item.matter else ():
            by = self.setting.posts(each.by) if each.by else "giver not stated"
            yield Text(
                Name(f"{by[:1].upper()}{by[1:]}, "),
                each.on,
                ": ",
                Quoted(each.words),
                " (",
                Ref(str(each.reference)),
                ")",
            )

    @cached_property
    def _assured(self) -> dict[str, list[Past]]:
        """Assurances by matter, as far as questions are about it, the newest first."""
        asked = {item.matter for item, _ in self.put_now} | {item.matter for _, item, _ in self.still_open}
        past = ((matter, self.setting.standing.said_on(matter)) for matter in asked)
        return {matter: [each for each in said if each.reference.kind == "assurance"] for matter, said in past}

    # --- actions and promises ---

    def _actions(self) -> Iterator[Section]:
        owned = {
            str(action.reference): action.closes_when or action.deliverable.closing_proof
            for _, _, action in self.setting.folder.actions_by(self.setting.on)
            if self.post in action.owners
        }
        mine = [
            each for each in offers(self.setting.standing)
            if each.kind in (OfferKind.ACTION, OfferKind.REVIEW) and each.reference in owned
        ]  # fmt: skip
        if mine:
            blocks = [block for each in mine for block in self._action(each, owned[each.reference])]
            yield Section(Text("Actions on which a word is wanted"), "actions", tuple(blocks))

    def _action(self, action: Offer, proof: str) -> Iterator[Block]:
        ref = action.reference
        yield Paragraph(Quoted(action.words), " (", Ref(ref), ")")
        yield BulletList((Text(Name(action.why)), Text("Closed when: ", Name(proof))))
        yield Blank(Text("Update on ", Ref(ref)), f"update {ref}", UPDATE_LINES)

    def _promises(self) -> Iterator[Section]:
        until = self.setting.standing.following or self.setting.on
        mine = [
            each for each in promises(self.setting.folder, self.setting.on)
            if self.post in each.commitment.given_by and each.decision is None and each.commitment.carried_by is None
            and each.meeting.date < self.setting.on and each.due.date is not None and each.due.date <= until
        ]  # fmt: skip
        if mine:
            blocks = [block for each in mine for block in self._promise(each)]
            yield Section(Text("Promises that are due"), "promises", tuple(blocks))

    def _promise(self, promise: Promise) -> Iterator[Block]:
        ref = str(promise.reference)
        due = promise.due.date
        yield Paragraph(Quoted(promise.commitment.words), " (", Ref(ref), ")")
        yield BulletList((Text("Given on ", promise.meeting.date, "; due ", due or "without a date"),))
        yield Blank(Text("What shows that it is so: ", Ref(ref)), f"evidence {ref}", UPDATE_LINES)

    def _closing(self) -> Iterator[Section]:
        yield Section(
            Text("Who answers"), "who",
            (Blank(Text("Post that answers, and the date"), "answered by", 1),),
        )  # fmt: skip


def _slug(reference: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in reference.lower())
