"""Holding to account, topic by topic: what is asked, what was said before, what the figures show, what to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eyre.body.meeting import Commitment, Item, Meeting, Question
from eyre.body.registers import Matter
from eyre.core import Day, Month
from eyre.cycle.events import EventKind
from eyre.cycle.states import say_state
from eyre.cycle.words import StandingHeading
from eyre.disclosure import Audience, Base, Form
from eyre.measures import Measure
from eyre.minutes.standing import Past, Standing
from eyre.pack.document import Block, BulletList, DefinitionList, Details, Paragraph, Quotation, Section, Text
from eyre.pack.figures import Reading
from eyre.pack.questions import Suggested, of_figures, suggested_questions
from eyre.pack.samples import Samples
from eyre.pack.text import Name, Number, Quoted, Ref, Words

SAID_SHOWN = 4  # statements in full view; the rest open on demand
MOST_SERIES = 4  # charts a topic; other areas stand in the tracker


@dataclass(frozen=True)
class Topic:
    """A matter as it comes before the meeting."""

    standing: Standing
    matter: Matter
    number: str
    readings: tuple[Reading, ...]
    without_figures: tuple[Measure, ...]
    audience: Audience

    @property
    def anchor(self) -> str:
        return f"topic-{self.matter.key.replace('_', '-')}"

    def sections(self) -> Iterator[Section]:
        """The topic, and under it one section a series."""
        yield Section(Text(Name(self.matter.title)), self.anchor, tuple(self._record()), 3, self.number)
        for reading in self.readings:
            yield Section(Text(Name(reading.name)), anchor_of(reading, self.matter.key), tuple(reading.blocks()), 4)
        if self.audience is not Audience.PUBLIC:  # they are the chair's, until they are put
            yield Section(Text("Suggested questions"), f"{self.anchor}-questions", tuple(self._suggested()), 4)

    # --- the record ---

    def _record(self) -> Iterator[Block]:
        yield DefinitionList(tuple(self._header()))
        yield from self._asked()
        yield from self._said()
        if promises := self.standing.promises_on(self.matter.key):
            yield Paragraph(Words("Promised and not decided on", strong=True))
            yield BulletList(tuple(self._promise(meeting, promise) for meeting, promise in promises))
        yield from Samples(self.standing, self.audience).of_matter(self.matter.key)
        if self.without_figures:
            pairs = tuple(
                (Text(Name(measure.name)), Text(Name(measure.missing_note or "None are loaded here.")))
                for measure in self.without_figures
            )
            yield Details(Text("Measures of this matter without figures"), (DefinitionList(pairs),))

    def _header(self) -> Iterator[tuple[Text, Text]]:
        objectives = {o.key: o.title for o in self.standing.folder.body.objectives}
        if self.matter.objective in objectives:
            yield Text("Plan objective"), Text(Name(objectives[self.matter.objective]))
        considered = self.standing.considered(self.matter)
        if considered:
            times = Number(len(considered), "times" if len(considered) > 1 else "time", self._base(), Form.TALLY)
            months = ", ".join(Month.of(day).label for day in considered)
            yield Text("Considered"), Text(times, ", still open: ", Name(months))
        if self.matter.note:
            yield Text("Note"), Text(Name(self.matter.note))

    def _base(self) -> Base:
        on = self.standing.day.date
        return Base(Day(on), "the record of this body", on)

    def _asked(self) -> Iterator[Block]:
        now = self.standing.day.meeting
        coming = [q for item in (now.items if now else ()) if item.matter == self.matter.key for q in item.questions]
        before = self.standing.questions_on(self.matter.key)
        if coming:
            yield Paragraph(Words("Question put", strong=True))
            yield BulletList(tuple(self._question(question, None) for question in coming))
        elif before:
            yield Paragraph(Words("Questions put before", strong=True))
            yield BulletList(tuple(self._question(question, meeting) for meeting, question in reversed(before)))

    def _question(self, question: Question, meeting: Meeting | None) -> Text:
        to = ", ".join(self.standing.post(post) for post in question.addressed_to)
        asked = Text(Quoted(question.words), " to ", Name(to))
        if meeting is None:
            return Text(asked, " (", Ref(str(question.reference)), ")")
        kind = "commissioned for " if question.commissioned else "put on "
        return Text(
            asked, "; ", kind, meeting.date, ", ", say_state(question.status), " (", Ref(str(question.reference)), ")"
        )

    def _said(self) -> Iterator[Block]:
        past = [p for p in self.standing.said_on(self.matter.key) if p.reference.kind != "commitment"]
        if not past:
            return
        yield Paragraph(Words("What was said before", strong=True))
        yield from (self._quotation(p) for p in past[:SAID_SHOWN])
        if past[SAID_SHOWN:]:
            yield Details(Text("Earlier and further statements"), tuple(self._quotation(p) for p in past[SAID_SHOWN:]))

    def _quotation(self, past: Past) -> Quotation:
        by = ", ".join(self.standing.post(post) for post in past.by) or "speaker not stated"
        return Quotation(past.words, f"{by} ({past.kind.replace('_', ' ')})", past.on, Ref(str(past.reference)))

    def _promise(self, meeting: Meeting, promise: Commitment) -> Text:
        by = ", ".join(self.standing.post(post) for post in promise.given_by) or "giver not stated"
        due = promise.due.label if promise.due else "no date"
        if promise.reference in self.standing.tested:
            test = "test agreed"
        elif promise.test is not None or promise.checkpoints:
            test = "test proposed, not agreed"
        else:
            test = f"untested: {promise.untested_because}" if promise.untested_because else "no test agreed"
        return Text(
            Quoted(promise.words), "; ", Name(promise.kind.value), " by ", Name(by), " on ", meeting.date, ", due: ",
            Name(due), "; ", Name(test), " (", Ref(str(promise.reference)), ")",
        )  # fmt: skip

    def _suggested(self) -> Iterator[Block]:
        offered = suggested_questions(self.standing, self.matter.key, list(self.readings))
        yield offer(offered)


def offer(offered: tuple[Suggested, ...]) -> Block:
    """Questions with their reasons, or a sentence that there are none."""
    if not offered:
        return Paragraph("Neither the figures nor the record leave a question open.")
    return BulletList(tuple(question.line for question in offered), ordered=True)


def of_reading(reading: Reading) -> tuple[Suggested, ...]:
    """The questions a series gives rise to outside any topic."""
    return tuple(of_figures(reading))


def anchor_of(reading: Reading, home: str = "figures") -> str:
    """The address of a series in the pack."""
    words = (home, reading.row.key.measure, str(reading.row.key.facet), reading.row.key.area)
    anchor = "--".join(_as_anchor(word) for word in words if word)
    return anchor if anchor[0].isalpha() else f"on-{anchor}"  # a matter may be called "999"


def _as_anchor(word: str) -> str:
    """One part of an address: letters, digits and single hyphens, so that a double one parts it from the next."""
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in word.lower())
    return "-".join(filter(None, letters.split("-")))


def open_matters(standing: Standing) -> list[Matter]:
    """Matters held to account on before and not closed, in the order of the last meeting that had them."""
    order: dict[str, tuple[date, int]] = {}
    for meeting in standing.meetings:
        for place, item in enumerate(meeting.items):
            if item.matter in standing.matters and _is_topic(meeting, item):
                order[item.matter] = (meeting.date, place)
    closed: set[str] = set()
    for event in standing.events:  # in their order: a matter may be closed and opened again
        if event.kind is EventKind.CLOSED:
            closed.add(event.reference.home)
        elif event.kind is EventKind.REOPENED:
            closed.discard(event.reference.home)
    keys = sorted(
        (key for key in order if key not in closed), key=lambda key: (-order[key][0].toordinal(), order[key][1])
    )
    return [standing.matters[key] for key in keys]


def _is_topic(meeting: Meeting, item: Item) -> bool:
    """Whether an item stands under performance against the plan: the standing heading last passed says so."""
    current: StandingHeading | None = None
    for other in meeting.items:
        current = other.heading or current
        if other is item:
            return current in (StandingHeading.PLAN_PERFORMANCE, StandingHeading.HOLDING_TO_ACCOUNT)
    return False
