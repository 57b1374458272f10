"""What the body was assured of: in place? functioning? with what impact? borne out? And what rests on no figure.

Whether a statement was borne out, and every judgement, is a person's word on record; none of it is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eyre.body.meeting import Assurance, Finding, Item, Judgement, Meeting
from eyre.core import say_date
from eyre.cycle.events import EventKind
from eyre.cycle.states import say_state
from eyre.cycle.words import EvidenceGrade, SpeechAct
from eyre.disclosure import Audience, Column, Table, release
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, BulletList, Nil, Paragraph, Section, TableBlock, Text
from eyre.pack.promise_words import record_base
from eyre.pack.text import Name, Quoted, Ref, Words

BORNE_OUT = (EventKind.BORNE_OUT, EventKind.NOT_BORNE_OUT, EventKind.CANNOT_TELL)
NOT_SAID = "not said"
MOST_MEASURES = 3


@dataclass(frozen=True)
class Assurances:
    """The statements and judgements of the meetings before this one, newest first."""

    record: Standing
    audience: Audience

    def sections(self) -> Iterator[Section]:
        yield Section(Text("Assurance given"), "assurances", tuple(self._given()) or (Nil(),), 2)
        yield Section(Text("Judgements"), "judgements", tuple(self._judged()) or (Nil(),), 2)
        yield Section(Text("Unevidenced statements"), "unevidenced", tuple(self._unevidenced()) or (Nil(),), 2)

    def _items(self) -> list[tuple[Meeting, Item]]:
        return sorted(self.record.items(), key=lambda pair: pair[0].date, reverse=True)

    # --- assurances ---

    def _given(self) -> Iterator[Block]:
        rows = [self._row(meeting, each) for meeting, item in self._items() for each in item.assurances]
        if rows:
            columns = [
                Column("words", "Statement"), Column("by", "Given by, and on what"), Column("in_place", "In place?"),
                Column("functioning", "Functioning?"), Column("impact", "With what impact?"),
                Column("borne_out", "Borne out?"),
            ]  # fmt: skip
            table = Table("Assurance given, and what came of it", columns, rows, record_base(self.record.day.date))
            yield TableBlock(release(table, self.audience))

    def _row(self, meeting: Meeting, each: Assurance) -> list[object]:
        by = self.record.post(each.given_by) if each.given_by else "giver not stated"
        evidence = say_state(each.evidence) if each.evidence else "on nothing that is on record"
        return [
            f"{each.words} ({each.reference})", f"{by}, {say_date(meeting.date)}; {evidence}",
            each.in_place or NOT_SAID, each.functioning or NOT_SAID, each.impact or NOT_SAID, self._borne_out(each),
        ]  # fmt: skip

    def _borne_out(self, each: Assurance) -> str:
        said = [event for event in self.record.events_of(each.reference) if event.kind in BORNE_OUT]
        if not said:
            return "nobody has said yet"
        last = said[-1]
        words = f": {last.words}" if last.words else ""
        return f"{say_state(last.kind)}, {self.record.post(last.by)}, {say_date(last.at)}{words}"

    # --- judgements ---

    def _judged(self) -> Iterator[Block]:
        lines = [self._judgement(meeting, item, each) for meeting, item in self._items() for each in item.judgements]
        if lines:
            yield BulletList(tuple(lines))

    def _judgement(self, meeting: Meeting, item: Item, each: Judgement) -> Text:
        about = Text(", about ", Name(", ".join(map(str, each.about)))) if each.about else Text()
        return Text(
            Words(say_state(each.grade), strong=True), " of ", Name(each.of), " of ", Name(item.title), about, ": ",
            Name(self.record.post(each.by)), " on ", meeting.date, ", because ", Quoted(each.reason),
            " (", Ref(str(each.reference)), ")",
        )  # fmt: skip

    # --- statements without a figure ---

    def _unevidenced(self) -> Iterator[Block]:
        lines = [*self._assured(), *self._asserted()]
        if lines:
            yield Paragraph("Said without a figure; beside each, the measure that would test it.")
            yield BulletList(tuple(lines))

    def _assured(self) -> Iterator[Text]:
        for meeting, item in self._items():
            for each in item.assurances:
                if each.evidence in (None, EvidenceGrade.TOLD):
                    yield self._line(meeting, item, each, item.measures)

    def _asserted(self) -> Iterator[Text]:
        """What was said to be so of a measure at the last meeting, where nobody quoted a figure of it."""
        for meeting, item in (pair for pair in self._items() if pair[0] is self._last):
            quoted = {figure.measure for figure in item.figures}
            for each in item.findings:
                if each.act is SpeechAct.ASSERTS and each.measures and not quoted & set(each.measures):
                    yield self._line(meeting, item, each, each.measures)

    @property
    def _last(self) -> Meeting | None:
        """The last meeting of which anything was written down."""
        return next((meeting for meeting, _ in self._items()), None)

    def _line(self, meeting: Meeting, item: Item, said: Assurance | Finding, measures: tuple[str, ...]) -> Text:
        matter = self.record.matters.get(item.matter)
        wanted = measures or (matter.measures if matter else ())
        known = self.record.folder.measures
        names = _some([known[key].name if key in known else key for key in wanted])
        test = Text("would be tested by ", Name(names)) if names else Text("no measure that would test it is named")
        return Text(
            Words("Unevidenced", strong=True), ": ", Quoted(said.words), ", ", meeting.date, "; ", test,
            " (", Ref(str(said.reference)), ")",
        )  # fmt: skip


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_MEASURES
    return f"{', '.join(names[:MOST_MEASURES])}{f' and {more} more' if more > 0 else ''}"
