"""What was promised, as it comes before the meeting: due, off course, settled, missed, adrift, and how it all stands.

A promise is told in full where it first comes up; after that its reference leads there. Nothing is scored, and least
of all a person: by post it is counted for those inside only, and from ten settled promises on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from eyre.body.registers import Event
from eyre.commitments.promises import Became, Promise
from eyre.commitments.settlement import Settled
from eyre.commitments.standing import FEWEST_BY_POST, Count, count, counts_by, counts_by_post
from eyre.commitments.testability import DoubtKind
from eyre.core import MARK
from eyre.cycle.states import say_state
from eyre.disclosure import Audience, Column, Form, Released, Table, release
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, BulletList, Details, Nil, Number, Paragraph, Section, TableBlock, Text
from eyre.pack.promise_words import PromiseWords, is_drawn, record_base
from eyre.pack.text import Name, Quoted, Words
from eyre.tracker.commitments import CommitmentStanding, TrialStanding

COURSE_ORDER = ("off", "uncertain", "on", "none")


@dataclass(frozen=True)
class Commitments:
    """The promises of a body before a meeting. standings: as on the day of the pack, oldest first."""

    record: Standing
    standings: tuple[CommitmentStanding, ...]
    words: PromiseWords
    audience: Audience

    def sections(self) -> Iterator[Section]:
        yield Section(Text("Commitments"), "commitments", tuple(self._opening()), 1)
        if not self.standings:
            return
        for heading, anchor, blocks in (
            ("Due at or before this meeting", "commitments-due", self._told(self.due)),
            ("Still to be settled: off course, uncertain, on course", "commitments-course", self._told(self.open)),
            ("Settled since the last meeting", "commitments-settled", self._told(self.settled)),
            ("Missed twice or more: the chair's list", "commitments-missed", self._chairs_list()),
            ("Became neither an action nor a test", "commitments-adrift", self._adrift()),
            ("Giver not stated", "commitments-no-giver", self._no_giver()),
            ("Expectations and aspirations: listed, never scored", "commitments-listed", self._listed()),
            ("Where commitments stand", "commitments-standing", self._counts()),
        ):
            yield Section(Text(heading), anchor, tuple(blocks) or (Nil(),), 2)

    def _opening(self) -> Iterator[Block]:
        if not self.standings:
            yield Nil(Text("No promise is on record from before this meeting"))
            return
        of = [standing.promise for standing in self.standings]
        yield Paragraph(
            "Promises on record: ", self._tally(len(of), ""), ". With a test: ",
            self._tally(sum(bool(promise.trials) for promise in of), ""), ". Carried by an action: ",
            self._tally(sum(promise.action is not None for promise in of), ""), ". Decided on by a person: ",
            self._tally(sum(promise.decision is not None for promise in of), ""), ".",
        )  # fmt: skip
        yield Paragraph(
            "Course says what happens if nothing changes, and a body that promised to act is not on its present "
            "course. Luck and power say what a test is worth. A finding is put to a person, who decides."
        )

    def _tally(self, number: int, of: str) -> Number:
        return Number(number, of, record_base(self.record.day.date), Form.TALLY)

    # --- which promise stands where ---

    @cached_property
    def due(self) -> list[CommitmentStanding]:
        """Whose day has come by this meeting and on which nobody has decided."""
        return [each for each in self.standings if each.promise.is_scored and each.is_due(self.record.day.date)]

    @cached_property
    def open(self) -> list[CommitmentStanding]:
        """With a test that is still to be settled: off course first, on course last."""
        waiting = [
            each for each in self.standings
            if each.promise.is_scored and each.promise.decision is None and any(map(_is_waiting, each.trials))
        ]  # fmt: skip
        return sorted(waiting, key=lambda each: COURSE_ORDER.index(_course(each)))

    @cached_property
    def settled(self) -> list[CommitmentStanding]:
        """Of an aspiration or expectation nothing is found: its distance is listed."""
        last = self.record.last
        scored = [each for each in self.standings if each.promise.is_scored]
        return [each for each in scored if last is not None and each.was_settled_since(last.date)]

    # --- a promise in full, once ---

    def _told(self, standings: Sequence[CommitmentStanding]) -> Iterator[Block]:
        """Each in full where it comes up first; those told above in one line each."""
        above = self._above(standings)
        for each in standings:
            if each not in above:
                yield from self.in_full(each)
        if above:
            yield Paragraph("Told above:")
            yield BulletList(tuple(self._short(each) for each in above))

    def _above(self, standings: Sequence[CommitmentStanding]) -> list[CommitmentStanding]:
        earlier = []
        for group in (self.due, self.open, self.settled):
            if group is standings:
                break
            earlier += group
        return [each for each in standings if each in earlier]

    def in_full(self, standing: CommitmentStanding) -> Iterator[Block]:
        yield self.words.quotation(standing.promise)
        yield BulletList(tuple(self._lines(standing)))
        for each in standing.trials:
            if isinstance(each.settled, Settled) and len(each.settled.finding.parts) > 1:
                label = f", {each.trial.label}" if each.trial.label else ""
                title = f"Finding for {standing.promise.reference}{label}"
                table = self.words.table(each.settled.finding, each.trial, each.settled.on, title)
                yield Details(Text("Area by area and element by element"), (TableBlock(table),))

    def _lines(self, standing: CommitmentStanding) -> Iterator[Text]:
        promise = standing.promise
        stands = Words(standing.stands.says(), strong=True)
        yield Text("Due: ", self.words.due(promise), ". Stands: ", stands, ". ", self._became(promise))
        if not promise.trials:
            yield Text("Untested: ", Name(promise.untested_because))
        for each in standing.trials:
            yield from self._of_trial(each)
        if promise.misses:
            yield self._misses(promise)
        if decided := promise.decided_by:
            yield self._decision(promise, decided)

    def _of_trial(self, each: TrialStanding) -> Iterator[Text]:
        yield Text(Words("Test", strong=True), ": ", self.words.test(each.trial))
        if isinstance(each.settled, Settled):
            yield from self.words.settled(each)
        else:
            yield self.words.course(each)
        if is_drawn(each.trial):
            yield self.words.worth(each)

    def _became(self, promise: Promise) -> Text:
        return {
            Became.ACTION: Text("An action carries it; it has no test."),
            Became.TEST: Text("It has a test and no action carries it."),
            Became.BOTH: Text("An action carries it, and it has a test."),
            Became.NEITHER: Text("No action carries it, and it has no test."),
        }[promise.became]

    def _misses(self, promise: Promise) -> Text:
        times = self._tally(len(promise.misses), "time" if len(promise.misses) == 1 else "times")
        said = [
            Text(each.at, ", ", Name(self.words.post(each.by)), ": ", Quoted(each.words)) for each in promise.misses
        ]
        parts: list[Text] = [Text("Missed ", times, ". ")]
        for place, each in enumerate(said):
            parts.append(Text("; " if place else "", each))
        return Text(*parts)

    def _decision(self, promise: Promise, event: Event) -> Text:
        assert promise.decision is not None
        reason = Text(": ", Quoted(event.words)) if event.words else Text()
        return Text(
            "Decided on ", event.at, " by ", Name(self.words.post(event.by)), ": ", say_state(promise.decision), reason
        )

    def _short(self, standing: CommitmentStanding) -> Text:
        """In one line: how it stands, and what has been found of each of its tests."""
        found = [
            f"{each.trial.label + ': ' if each.trial.label else ''}{each.settled.finding.verdict.says()}"
            for each in standing.trials if isinstance(each.settled, Settled)
        ]  # fmt: skip
        says = "; ".join(found) if found and standing.promise.is_scored else standing.stands.says()
        said = Name(": ".join(filter(None, (self.words.mark_of(standing), says))))
        return Text(Quoted(standing.promise.commitment.words), ", ", said, " (", self.words.ref(standing.promise), ")")

    # --- lists ---

    def _chairs_list(self) -> Iterator[Block]:
        """With each explanation in its words, so that nobody has to remember the last one."""
        for each in self.standings:
            if each.promise.goes_to_the_chair:
                yield self.words.quotation(each.promise)
                yield BulletList((Text("Due: ", self.words.due(each.promise), "."), self._misses(each.promise)))

    def _adrift(self) -> Iterator[Block]:
        """Promises that nothing carries and nothing tests, with what is missing."""
        mine = [e for e in self.standings if e.promise.is_scored and e.promise.became is Became.NEITHER]
        for each in mine:
            yield self.words.quotation(each.promise)
            due = Text("Due: ", self.words.due(each.promise), ".")
            yield BulletList((due, Text("Untested: ", Name(each.promise.untested_because)), *_missing(each)))

    def _no_giver(self) -> Iterator[Block]:
        mine = [each for each in self.standings if not each.promise.commitment.given_by]
        if mine:
            yield BulletList(tuple(self._short(each) for each in mine))

    def _listed(self) -> Iterator[Block]:
        """Followed by their distance; a word without a measure is kept too."""
        for each in (each for each in self.standings if not each.promise.is_scored):
            yield self.words.quotation(each.promise)
            lines = list(self._distances(each))
            if not each.promise.trials:
                lines.append(Text("Without a measure to show its distance: ", Name(each.promise.untested_because)))
            yield BulletList(tuple(lines))

    def _distances(self, standing: CommitmentStanding) -> Iterator[Text]:
        for each in standing.trials:
            yield Text(Words("Test", strong=True), ": ", self.words.test(each.trial))
            yield from (self.words.distance(found, each.trial) for found in each.distances)
            if not each.distances:
                yield Text("Its distance cannot be read on the figures at hand.")

    # --- counts ---

    def _counts(self) -> Iterator[Block]:
        where = [(each.promise, each.stands) for each in self.standings]
        body = self.record.folder.body.name
        yield TableBlock(self._table("Commitments of the body", [count(body, where)]))
        by_matter = counts_by(lambda promise: [self._matter(promise)], where)
        yield TableBlock(self._table("Commitments by matter", by_matter))
        yield TableBlock(self._table("Commitments by area", counts_by(self._areas, where)))
        if invented := [each for each in self.standings if self.words.mark_of(each)]:
            names = ", ".join(str(each.promise.reference) for each in invented)
            yield Paragraph(Name(f"{MARK}: the figures that {names} are read on."))
        by_post = counts_by_post(where, self.audience)
        if by_post:
            named = [replace(each, of=self.words.post(each.of)) for each in by_post]
            yield TableBlock(self._table("Commitments by the post that gave them", named))
        elif self.audience is Audience.WORKING:
            fewest = self._tally(FEWEST_BY_POST, "settled")
            yield Paragraph(
                "By post nothing is counted: no post has given ", fewest, " promises, and fewer say nothing."
            )

    def _matter(self, promise: Promise) -> str:
        matters = self.record.matters
        return matters[promise.item.matter].title if promise.item.matter in matters else "No matter"

    def _areas(self, promise: Promise) -> Iterable[str]:
        areas = promise.commitment.areas or promise.item.areas
        return [self.words.names.get(area, area) for area in areas] or ["No area is named"]

    def _table(self, title: str, counts: Iterable[Count]) -> Released:
        columns = [Column("of", "Of"), *(Column(name, heading, Form.TALLY) for name, heading in _COUNTED)]
        rows = [[each.of, *(getattr(each, name) for name, _ in _COUNTED)] for each in counts]
        return release(Table(title, columns, rows, record_base(self.record.day.date)), self.audience)


_COUNTED = (
    ("given", "Given"), ("listed", "Only listed"), ("testable", "With a test"), ("waiting", "Waiting"),
    ("shown", "Shown"), ("not_shown", "Not shown"), ("shown_not", "Shown not"), ("cannot_tell", "Cannot tell"),
    ("withdrawn", "Withdrawn"),
)  # fmt: skip


def _missing(standing: CommitmentStanding) -> Iterator[Text]:
    """What is missing in one line; that it has no test is said already."""
    lacks = [doubt.says for doubt in standing.doubts if doubt.kind is not DoubtKind.NO_TEST]
    if lacks:
        yield Text("Missing: ", Name(" ".join(lacks)))


def _is_waiting(each: TrialStanding) -> bool:
    return not isinstance(each.settled, Settled)


def _course(standing: CommitmentStanding) -> str:
    """The worst course of its tests."""
    courses = [each.course for each in standing.trials if each.course is not None]
    if not courses:
        return "none"
    if standing.is_off_course:
        return "off"
    return "on" if all(course.is_on for course in courses) else "uncertain"
