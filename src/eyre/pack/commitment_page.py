"""A page for one promise: its words, its tests with chart, course over time, luck, power, finding, and its doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eyre import __version__
from eyre.commitments.answers import Course
from eyre.commitments.promises import Promise
from eyre.commitments.settlement import Settled
from eyre.core import Day
from eyre.cycle.events import EventKind
from eyre.cycle.states import say_state
from eyre.disclosure import Audience, Base, Column, Form, Ledger, Released, Table, release
from eyre.pack.charts import SparklineSpec
from eyre.pack.counts import PackCounts, Printed
from eyre.pack.document import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    DefinitionList,
    Details,
    Document,
    Nil,
    Paragraph,
    Section,
    Sparkline,
    TableBlock,
    Text,
)
from eyre.pack.promise_chart import charts_of_trial
from eyre.pack.promise_words import PROJECTED, PromiseWords, address, is_drawn, printed_by, record_base
from eyre.pack.text import Name, Number, Quoted, Ref, Words
from eyre.tracker import Tracker
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding, TrialStanding

EMPTY = Ledger()
FEWEST_COURSES = 2  # for a table of how the course went


def commitment_page(asked: CommitmentsAsOf, promise: Promise, audience: Audience) -> Document:
    """The page of one promise. For the public its counts are looked at by themselves; see `commitment_pages`."""
    return commitment_pages(asked, [promise], audience)[0]


def commitment_pages(asked: CommitmentsAsOf, promises: Sequence[Promise], audience: Audience) -> list[Document]:
    """A page for each promise; for the public the counts of all of them are looked at together."""
    standings = [asked.standing(promise) for promise in promises]
    words = words_for(asked, standings, audience)
    return [PromisePage(asked, standing, words).document() for standing in standings]


def words_for(
    asked: CommitmentsAsOf, standings: Sequence[CommitmentStanding], audience: Audience, ledger: Ledger = EMPTY
) -> PromiseWords:
    """The words of pages that stand by themselves, without a pack around them. ledger: what the public was shown."""
    words = PromiseWords(asked.folder, asked.views, asked.record_by or asked.as_of, asked.as_of, audience)
    if audience is not Audience.PUBLIC:
        return words
    beside = tuple(printed_on(asked, standings, words))
    nothing = Tracker(asked.as_of, None, (), (), ())
    return replace(words, counts=PackCounts(nothing, asked.folder.figures(asked.as_of), ledger, beside=beside))


def printed_on(
    asked: CommitmentsAsOf, standings: Sequence[CommitmentStanding], words: PromiseWords
) -> Iterator[Printed]:
    """Every count that the pages of some promises would print."""
    yield from printed_by(standings, words)
    for standing in standings:
        for each in standing.trials:
            for chart in charts_of_trial(asked, words, each.trial):
                yield from chart.printed()


@dataclass(frozen=True)
class PromisePage:
    """One promise, in full. words: for the audience."""

    asked: CommitmentsAsOf
    standing: CommitmentStanding
    words: PromiseWords

    @property
    def promise(self) -> Promise:
        return self.standing.promise

    def document(self) -> Document:
        body = self.asked.folder.body
        return Document(
            title=Text(Ref(str(self.promise.reference))),
            audience=self.words.audience,
            sections=tuple(self.sections()),
            subtitle=Text(Name(body.name)),
            meta=(
                (Text("Stands"), Text(Name(self.standing.stands.says()))),
                (Text("Figures"), Text("as received by ", self.words.as_of)),
                (Text("Record"), Text("as it stood on ", self.words.on)),
                (Text("Made by"), Text(Name(f"Eyre {__version__}"))),
            ),
        )

    def annex(self) -> Section:
        """The same as one section, for a document that holds several."""
        blocks: list[Block] = []
        for section in self.sections():
            heading = (Words(s.words, strong=True) if isinstance(s, Words) else s for s in section.heading.spans)
            blocks += [Paragraph(*heading), *section.blocks]
        title = Text(Ref(str(self.promise.reference)), ": ", Name(self.standing.stands.says()))
        return Section(title, address(self.promise), tuple(blocks), 2)

    def sections(self) -> Iterator[Section]:
        yield Section(Text("What was said"), "said", tuple(self._said()))
        if not self.standing.trials:
            yield Section(Text("No test"), "no-test", tuple(self._untested()))
        for place, each in enumerate(self.standing.trials):
            heading = Text("The test: ", Name(each.trial.label)) if each.trial.label else Text("The test")
            yield Section(heading, "test" if place == 0 else f"test-{place + 1}", tuple(self._test(each)))
        if self.promise.redates or self.promise.misses:
            yield Section(Text("Later dates and misses"), "dates", tuple(self._dates()))
        yield Section(Text("Doubts"), "doubts", tuple(self._doubts()))
        yield Section(Text("What a person decided"), "decision", tuple(self._decided()))

    # --- what was said ---

    def _said(self) -> Iterator[Block]:
        promise = self.promise
        if said := promise.illustrative or promise.meeting.illustrative:
            yield Callout(CalloutKind.ILLUSTRATION, (Paragraph(Name(said)),), Text("An illustration"))
        yield self.words.quotation(promise)
        yield DefinitionList(tuple(self._about()))

    def _about(self) -> Iterator[tuple[Text, Text]]:
        promise, commitment = self.promise, self.promise.commitment
        for word, posts in (
            ("Given by", commitment.given_by), ("Relayed by", commitment.relayed_by),
            ("Relied on by", commitment.relied_on_by),
        ):  # fmt: skip
            if posts:
                yield Text(word), self.words.held_by(posts, promise.meeting.date)
        yield Text("Due"), self.words.due(promise)
        if commitment.evidence:
            yield Text("Rests on"), Text(say_state(commitment.evidence))
        if promise.action:
            yield Text("Carried by"), Text(Quoted(promise.action.words), " (", Ref(str(promise.action.reference)), ")")
        else:
            yield Text("Carried by"), Text("no action")

    def _untested(self) -> Iterator[Block]:
        yield Paragraph(Words("Untested", strong=True), ": ", Name(self.promise.untested_because))

    # --- a test ---

    def _test(self, each: TrialStanding) -> Iterator[Block]:
        trial = each.trial
        yield Paragraph(self.words.test(replace(trial, label="")))
        by = Text(" by ", Name(self.words.post(trial.agreed_by))) if trial.agreed_by else Text()
        reading = Text("; read as ", Name(trial.reading)) if trial.reading else Text()
        earlier = [one for one in self.promise.earlier if one.label == trial.label]
        why = "; in place of an earlier test, because " if earlier else "; with the reason "
        reason = Text(why, Quoted(trial.reason)) if trial.reason else Text()
        yield Paragraph("Agreed", by, " on ", trial.agreed_on, reading, reason or ".")
        if earlier:
            lines = tuple(Text(one.agreed_on, ": ", self.words.test(replace(one, label=""))) for one in earlier)
            yield Details(Text("Earlier tests"), (BulletList(lines),))
        yield from self._answer(each)
        if is_drawn(trial):
            yield Paragraph(self.words.worth(each))
        yield from self._charts(each)
        yield from self._courses(each)
        if each.distances and self.promise.is_scored and not isinstance(each.settled, Settled):
            yield Paragraph(Words("How far off it is now", strong=True), ", of which nothing is found:")
            yield BulletList(tuple(self.words.distance(found, trial) for found in each.distances))

    def _answer(self, each: TrialStanding) -> Iterator[Block]:
        """The finding, or the course while it is still to come; of an aspiration only its distance is shown."""
        if not self.promise.is_scored:
            yield Paragraph("It is listed and never scored: nothing is found of it.")
            if each.distances:
                yield BulletList(tuple(self.words.distance(found, each.trial) for found in each.distances))
            else:
                yield Paragraph("Its distance cannot be read on the figures at hand.")
        elif isinstance(each.settled, Settled):
            yield BulletList(tuple(self.words.settled(each)))
            if len(each.settled.finding.parts) > 1:
                yield from self._parts(each, each.settled)
        else:
            yield Paragraph(self.words.course(each))

    def _parts(self, each: TrialStanding, settled: Settled) -> Iterator[Block]:
        label = f", {each.trial.label}" if each.trial.label else ""
        title = f"Finding for {self.promise.reference}{label}, part by part"
        yield TableBlock(self.words.table(settled.finding, each.trial, settled.on, title))
        if settled.now is not None and len(settled.now.parts) > 1:
            table = self.words.table(settled.now, each.trial, self.words.as_of, f"{title}, as it would now read")
            yield Details(Text("As it would now read"), (TableBlock(table),))

    def _charts(self, each: TrialStanding) -> Iterator[Block]:
        for chart in charts_of_trial(self.asked, self.words, each.trial):
            yield chart.chart(Text(Name(chart.measure.name), ", ", Name(self.words.area(chart.key))))

    def _courses(self, each: TrialStanding) -> Iterator[Block]:
        """How the course went from load to load since the test was agreed."""
        if not self.promise.is_scored:
            return
        found = [(day, one) for day, one, _ in self.asked.courses(each.trial, each.settled) if one is not None]
        if len(found) < FEWEST_COURSES:
            return
        table = self._course_table(each, found)
        line = Sparkline(SparklineSpec(table.values("share"), last_flag=None), table)
        first, last = found[0], found[-1]
        base = self._course_base(each, found)
        yield Paragraph(Words("Course over time", strong=True), ": worked out again on what was known on each day.")
        columns = [
            Column("what", "If nothing changes"), Column("first", "When agreed", Form.CHANCE, exempt="a projection"),
            Column("last", "Last", Form.CHANCE, exempt="a projection"),
        ]  # fmt: skip
        row = ["The test is met", first[1].percent, last[1].percent]
        whole = release(Table("Course, first and last", columns, [row], base), self.words.audience)
        yield TableBlock(whole, (line,))
        yield Details(Text("Course at each load"), (TableBlock(table),))

    def _course_table(self, each: TrialStanding, found: Sequence[tuple[date, Course]]) -> Released:
        columns = [
            Column("on", "Known by", Form.DATE),
            Column("share", "If nothing changes", Form.CHANCE, exempt="a projection"), Column("says", "Course"),
        ]  # fmt: skip
        rows = [[day, one.percent, "off" if one.is_off else "on" if one.is_on else "uncertain"] for day, one in found]
        label = f", {each.trial.label}" if each.trial.label else ""
        base = self._course_base(each, found)
        title = f"Course of {self.promise.reference}{label}"
        return release(Table(title, columns, rows, base), self.words.audience)

    def _course_base(self, each: TrialStanding, found: Sequence[tuple[date, Course]]) -> Base:
        first, last = found[0][0], found[-1][0]
        return Base((Day(first), Day(last)), PROJECTED, last, made_up=self.words.mark(each.trial.test, last))

    # --- what came later ---

    def _dates(self) -> Iterator[Block]:
        times = Number(len(self.promise.misses), "", record_base(self.words.on), Form.TALLY)
        yield Paragraph("Due at first: ", Name(self.promise.due.first.label), ". Missed: ", times, ".")
        lines = []
        for event in self.promise.events:
            if event.kind is EventKind.MISSED:
                what = Text("missed")
            elif event.kind is EventKind.NEW_DATE:
                what = Text("new date ", event.sets_date) if event.sets_date else Text("a new date is to be told")
            else:
                continue
            lines.append(Text(event.at, ", ", what, ", ", Name(self.words.post(event.by)), ": ", Quoted(event.words)))
        yield BulletList(tuple(lines))
        if self.promise.goes_to_the_chair:
            yield Paragraph(Words("It is on the chair's list.", strong=True))

    def _doubts(self) -> Iterator[Block]:
        told = [*(str(doubt) for doubt in self.standing.doubts), *self.promise.commitment.doubts]
        yield BulletList(tuple(Text(Name(each)) for each in told)) if told else Nil(Text("None"))

    def _decided(self) -> Iterator[Block]:
        event, decision = self.promise.decided_by, self.promise.decision
        if event is None or decision is None:
            yield Nil(Text("Nobody has decided yet"))
            return
        reason = Text(", because ", Quoted(event.words)) if event.words else Text()
        yield Paragraph(
            Words(say_state(decision), strong=True), ", ", Name(self.words.post(event.by)), " on ", event.at, reason
        )


def index_page(asked: CommitmentsAsOf, standings: Sequence[CommitmentStanding], audience: Audience) -> Document:
    """The list of all promises, each leading to its page beside this one."""
    words = PromiseWords(asked.folder, asked.views, asked.record_by or asked.as_of, asked.as_of, audience)
    columns = [
        Column("reference", "Reference"), Column("words", "Words as said"), Column("by", "Given by"),
        Column("due", "Due"), Column("stands", "Stands"), Column("course", "Course"),
    ]  # fmt: skip
    rows = [_index_row(words, standing) for standing in standings]
    table = Table("Promises on record", columns, rows, record_base(words.on))
    links = tuple(page_name(standing.promise) for standing in standings)
    blocks: tuple[Block, ...] = (TableBlock(release(table, audience), links=links),) if rows else (Nil(),)
    return Document(
        title=Text("Commitments"),
        audience=audience,
        sections=(Section(Text("Promises on record"), "promises", blocks),),
        subtitle=Text(Name(asked.folder.body.name)),
        meta=((Text("Figures"), Text("as received by ", words.as_of)), (Text("Record"), Text("as of ", words.on))),
    )


def _index_row(words: PromiseWords, standing: CommitmentStanding) -> list[object]:
    promise = standing.promise
    given = ", ".join(map(words.post, promise.commitment.given_by)) or "not stated"
    scored = standing.trials if promise.is_scored else ()
    courses = [each.course.says() for each in scored if each.course is not None]
    stands = ": ".join(filter(None, (words.mark_of(standing), standing.stands.says())))
    return [
        str(promise.reference), promise.commitment.words, given, words.due(promise).plain,
        stands, " ".join(courses),
    ]  # fmt: skip


def page_name(promise: Promise) -> str:
    return f"{address(promise)}.html"
