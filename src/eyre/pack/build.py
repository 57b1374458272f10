"""The meeting pack: what changed, every heading of the meeting in its order, the tracker, the small print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eyre import __version__
from eyre.body.folder import BodyFolder
from eyre.body.settings import Labels
from eyre.core import MadeUp, MeasureKind, Month, Period, Rolling, SeriesKey, say_date
from eyre.cycle.agenda import Numbering
from eyre.cycle.words import StandingHeading
from eyre.disclosure import (
    SECONDARY_RULE,
    Audience,
    Base,
    Column,
    Form,
    Ledger,
    Released,
    Table,
    release,
)
from eyre.drivers import DriverNote, notes_beside
from eyre.measures import Measure
from eyre.minutes.standing import MeetingDay, Standing
from eyre.pack import registers
from eyre.pack.assurances import Assurances
from eyre.pack.changes import Since
from eyre.pack.commitment_page import PromisePage, printed_on
from eyre.pack.commitments import Commitments
from eyre.pack.counts import PackCounts
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
    TableBlock,
    Text,
)
from eyre.pack.figures import Reading, markers_for
from eyre.pack.matrix import SurveyMatrix
from eyre.pack.promise_words import PromiseWords, address, printed_by
from eyre.pack.samples import Samples
from eyre.pack.text import Name
from eyre.pack.topics import Topic, anchor_of, of_reading, offer, open_matters
from eyre.pack.track_record import HowGood
from eyre.tracker import Attention, Tracker, TrackerRow
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding
from eyre.tracker.row import YearAgo
from eyre.tracker.said import driver_notes


@dataclass(frozen=True)
class Pack:
    """What a pack is made from. The record is as it stood on the meeting's day, the figures as received by `as_of`."""

    folder: BodyFolder
    day: MeetingDay
    as_of: date
    audience: Audience
    tracker: Tracker
    ledger: Ledger = field(default_factory=Ledger)  # what this audience has been shown before
    asked: CommitmentsAsOf | None = None  # the promises, where they were looked at already
    with_pages: bool = False  # an annex tells each promise in full

    @cached_property
    def counts(self) -> PackCounts | None:
        """Every count of the pack, looked at together; None for readers from whom nothing is hidden."""
        if self.audience not in SECONDARY_RULE.audiences:
            return None
        words, asked = self._words(None), self.commitments
        told = printed_on(asked, self.promised, words) if self.with_pages else printed_by(self.promised, words)
        return PackCounts(self.tracker, self.folder.figures(self.as_of), self.ledger, beside=tuple(told))

    @property
    def key(self) -> str:
        return f"pack-{self.day.date.isoformat()}-as-of-{self.as_of.isoformat()}-{self.audience.value}"

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.folder, self.day)

    @property
    def labels(self) -> Labels:
        return self.folder.body.labels

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(self._reading(row) for row in self.tracker.rows)

    def _reading(self, row: TrackerRow) -> Reading:
        happened = [
            (h.start, h.title)
            for h in self.folder.timeline
            if h.is_known(self.as_of)
            and (not h.measures or row.key.measure in h.measures)
            and (not h.areas or row.key.area in h.areas)
        ]
        remade = self.folder.areas.changes(row.key.area) if row.key.area in self.folder.areas else ()
        markers = markers_for(row, happened, remade)
        notes = tuple(self._said_of(row)) if row.contributions else ()
        return Reading(row, self.as_of, self.audience, self.folder.areas, markers, notes, self.counts)

    @cached_property
    def _notes(self) -> tuple[DriverNote, ...]:
        return tuple(driver_notes(self.folder, self.as_of))

    def _said_of(self, row: TrackerRow) -> Iterator[str]:
        """What happened or was said that may explain the change of the row's parts on the year before, each once."""
        ago, areas = row.year_ago, self.folder.areas
        if ago is None or not all(isinstance(p, Month) for p in (*ago.then, *ago.now)):
            return
        then, now = (Rolling(Month.of(span[0].start), Month.of(span[1].start)) for span in (ago.then, ago.now))
        beside: dict[str, list[str]] = {}
        for part in row.contributions:
            inside = (part.part, *areas.ancestors(part.part, now.end)) if part.part in areas else (part.part,)
            for note in notes_beside(self._notes, then, now, areas=inside, kind=row.key.measure):
                beside.setdefault(self._line(note), []).append(areas.name(part.part))
        for line, names in beside.items():
            yield line if len(names) == len(row.contributions) else f"{', '.join(names)}: {line}"

    def _line(self, note: DriverNote) -> str:
        """A note with its day, the post that said it and its home."""
        who = ", ".join(self.standing.post(post) for post in note.by.split(", ") if post)
        return f"{note.words} ({'; '.join(filter(None, (say_date(note.start), who, note.source)))})"

    # --- promises ---

    @cached_property
    def commitments(self) -> CommitmentsAsOf:
        """The record as on the day of the meeting, on the figures received by `as_of`."""
        return self.asked or CommitmentsAsOf(self.folder, self.as_of, record_by=self.day.date)

    @cached_property
    def promised(self) -> tuple[CommitmentStanding, ...]:
        """Every promise of the meetings before this one as it stands."""
        asked = self.commitments
        return tuple(asked.standing(each) for each in asked.promises if each.meeting.date < self.day.date)

    def _words(self, counts: PackCounts | None) -> PromiseWords:
        anchors = {str(each.promise.reference): address(each.promise) for each in self.promised if self.with_pages}
        views, on = self.commitments.views, self.day.date
        return PromiseWords(self.folder, views, on, self.as_of, self.audience, counts, anchors)

    def _commitments(self) -> Iterator[Section]:
        yield from Commitments(self.standing, self.promised, self._words(self.counts), self.audience).sections()
        yield from Assurances(self.standing, self.audience).sections()

    def _each_commitment(self) -> Iterator[Section]:
        if self.with_pages and self.promised:
            yield Section(Text("Each commitment in full"), "each-commitment")
            words = self._words(self.counts)
            yield from (PromisePage(self.commitments, standing, words).annex() for standing in self.promised)

    # --- the document ---

    def document(self) -> Document:
        body = self.folder.body
        return Document(
            title=Text(Name(self.labels.pack_title), ": ", Name(self.day.series.title), ", ", self.day.date),
            audience=self.audience,
            sections=tuple(self._sections()),
            subtitle=Text(Name(body.name)),
            meta=tuple(self._meta()),
        )

    def _meta(self) -> Iterator[tuple[Text, Text]]:
        start = f" at {self.day.start:%H:%M}" if self.day.start else ""
        place = f", {self.day.venue}" if self.day.venue else ""
        yield Text("Meeting"), Text(self.day.date, Name(start + place))
        yield Text("Figures"), Text("as received by ", self.as_of)
        yield Text("Record"), Text("as it stood on ", self.day.date)
        yield Text("Made by"), Text(Name(f"Eyre {__version__}"))

    def _sections(self) -> Iterator[Section]:
        yield self._changes()
        yield from self._commitments()
        topics = self._topics()
        numbering = Numbering()
        for heading in StandingHeading:
            number = numbering.heading(is_part=heading.under is not None)
            anchor = heading.value.replace("_", "-")
            level = 2 if heading.under else 1
            if heading is StandingHeading.PLAN_PERFORMANCE:
                yield Section(Text(heading.printed), anchor, tuple(self._plan(topics)), level, number)
                for topic in topics:
                    yield from topic(numbering.next_item()).sections()
                yield from Samples(self.standing, self.audience).others([topic.key for topic in topics])
                figures = self.folder.figures(self.as_of)
                matrix = SurveyMatrix(figures, self.folder.body.force, self.as_of, self.audience)
                yield from matrix.sections(self.folder.measures)
                yield from self._other_series()
            else:
                yield Section(Text(heading.printed), anchor, tuple(self._blocks(heading)), level, number)
        yield from self._annex()

    def _changes(self) -> Section:
        last = self.standing.last
        figures = self.folder.figures(self.as_of)
        page = Since(self.standing, self.tracker, self.readings, figures, self.audience, last.date if last else None)
        section = page.section()
        return Section(section.heading, section.anchor, (*self._illustration(), *section.blocks), section.level)

    def _illustration(self) -> Iterator[Block]:
        """That the body is an example, and which measures have figures that were made up: before all else."""
        said: list[Block] = [Paragraph(Name(self.folder.body.illustrative))] if self.folder.body.illustrative else []
        made_up: dict[MadeUp, dict[str, None]] = {}
        for row in (reading.row for reading in self.readings):
            if row.made_up:
                made_up.setdefault(row.made_up, {})[row.measure.name] = None
        for own, names in made_up.items():
            said.append(Paragraph(Name(f"{own.says()} Of: {', '.join(names)}.")))
        if said:
            yield Callout(CalloutKind.ILLUSTRATION, tuple(said), Text("An illustration"))

    def _blocks(self, heading: StandingHeading) -> Iterator[Block]:
        if heading is StandingHeading.BROUGHT_FORWARD:
            yield from registers.brought_forward(self.standing, self.audience)
        elif heading is StandingHeading.OPPORTUNITIES_AND_RISKS:
            yield from registers.risks(self.standing, self.audience)
        elif heading is StandingHeading.CHIEF_OFFICER_MEETING:
            yield from registers.decisions(self.standing)
        elif heading is StandingHeading.STRATEGIC_INITIATIVES:
            yield from registers.initiatives(self.standing)
        elif heading is StandingHeading.INSPECTION_PROGRAMME:
            yield from registers.inspections(self.standing)
        elif heading is StandingHeading.NEXT_MEETING:
            yield from registers.next_meeting(self._following())
        elif heading is StandingHeading.ANY_OTHER_BUSINESS:
            yield Nil()

    def _following(self) -> date | None:
        later = [day for day in self.day.series.planned if day > self.day.date]
        meeting = self.day.meeting
        if meeting and meeting.next_meeting and meeting.next_meeting.date:
            later.append(meeting.next_meeting.date)
        return min(later, default=None)

    # --- holding to account ---

    def _topics(self) -> list[_TopicMaker]:
        return [_TopicMaker(self, matter.key) for matter in open_matters(self.standing)]

    def _plan(self, topics: list[_TopicMaker]) -> Iterator[Block]:
        if not topics:
            yield Nil(Text("No matter is open"))

    def series_of(self, measures: tuple[str, ...], areas: tuple[str, ...]) -> tuple[Reading, ...]:
        """The readings of some measures and the facets of them, for some areas, or for the force if none is named."""
        wanted = areas or (self.folder.body.force,)
        found: dict[tuple[str, str], list[Reading]] = defaultdict(list)
        for reading in sorted(self.readings, key=lambda reading: reading.row.key.facet):
            found[reading.row.key.measure, reading.row.key.area].append(reading)
        asked = dict.fromkeys((measure, area) for measure in measures for area in wanted)
        return tuple(reading for key in asked for reading in found.get(key, ()))

    @cached_property
    def shown_in_topics(self) -> frozenset[SeriesKey]:
        return frozenset(r.row.key for maker in self._topics() for r in maker.readings)

    def _other_series(self) -> Iterator[Section]:
        """Every series of the force that no topic shows, in the order of attention."""
        others = [
            r
            for r in self.readings
            if r.row.key.area == self.folder.body.force and r.row.key not in self.shown_in_topics
        ]
        if not others:
            return
        which = "Other measures for the " if self.shown_in_topics else "Measures for the "
        yield Section(Text(which, Name(self.labels.force)), "other-measures", (), 3)
        for reading in others:
            blocks = [*reading.blocks()]
            questions = of_reading(reading) if self.audience is not Audience.PUBLIC else ()
            if questions:
                blocks.append(Paragraph("Suggested questions:"))
                blocks.append(offer(questions))
            yield Section(Text(Name(reading.name)), anchor_of(reading), tuple(blocks), 4)

    # --- at the end ---

    def _annex(self) -> Iterator[Section]:
        yield Section(Text("The tracker"), "tracker", tuple(self._tracker()), 1)
        yield from self._each_commitment()
        yield from self._how_good().sections()
        yield Section(Text("Measures without figures"), "without-figures", tuple(self._without()), 1)
        yield Section(Text("How to read this pack"), "how-to-read", tuple(self._how_to_read()), 1)

    def _how_good(self) -> HowGood:
        seed = next((row.projection.seed for row in self.tracker.rows if row.projection), 0)
        return HowGood(self.folder, self.standing, self.readings, self.as_of, self.audience, seed)

    def _tracker(self) -> Iterator[Block]:
        if not self.readings:
            yield Nil(Text("No figures were received by that day"))
            return
        yield Paragraph(
            "In the order of attention: late or incomplete, new concern, target missed, off target, the rest. "
            "The order is Eyre's; what is asked is for the chair."
        )
        for place in Attention:
            mine = tuple(reading for reading in self.readings if reading.row.attention is place)
            if mine:
                table = self._tracker_table(place, mine)
                lines = tuple(reading.sparkline(reading.table()) for reading in mine)
                block = TableBlock(table, lines, tuple(self._link(reading) for reading in mine))
                yield block if place is not Attention.REST else Details(Text(place.heading), (block,))

    def _tracker_table(self, place: Attention, readings: tuple[Reading, ...]) -> Released:
        """One row a series; its latest period stands in the name where it is not that of most."""
        latest = [r.row.latest.period for r in readings if r.row.latest]
        usual = max(sorted(set(latest)), key=latest.count) if latest else None
        columns = [
            Column("series", "Series"), Column("value", usual.label if usual else "Latest", Form.JUDGED),
            Column("low", "Year's outturn, from", Form.FIGURE, exempt="a projection"),
            Column("high", "to (80%)", Form.FIGURE, exempt="a projection"),
            Column("change", "On the same months a year before (95%)"),
            Column("reason", "Why it stands here"),
        ]  # fmt: skip
        if any(reading.row.commitments for reading in readings):
            columns.append(Column("commitments", "Commitments on it"))
        periods = [p for r in readings for p in (r.row.shown.periods[0], r.row.shown.periods[-1])]
        base = Base(
            (min(periods), max(periods)), "loads of this body; each series' source stands in its section", self.as_of
        )
        rows = [_tracker_row(reading, usual)[: len(columns)] for reading in readings]
        rule = readings[0].rule
        return release(Table(place.heading, columns, rows, base), self.audience, rule)

    def _link(self, reading: Reading) -> str:
        """The section that shows a series, where the pack has one."""
        key = reading.row.key
        for maker in self._topics():
            if any(r.row.key == key for r in maker.readings):
                return anchor_of(reading, maker.key)
        return anchor_of(reading) if key.area == self.folder.body.force else ""

    def _without(self) -> Iterator[Block]:
        if not self.tracker.without_figures:
            yield Nil(Text("Every measure has figures"))
            return
        yield DefinitionList(
            tuple((Text(Name(m.name)), Text(Name(_why_without(m)))) for m in self.tracker.without_figures)
        )

    def _how_to_read(self) -> Iterator[Block]:
        yield BulletList(tuple(Text(line) for line in _HOW_TO_READ))
        warnings = sorted({w for r in self.readings for w in r.row.warnings} | set(self.tracker.warnings))
        if warnings:
            yield Callout(
                CalloutKind.WARNING, (BulletList(tuple(Text(Name(w)) for w in warnings)),), Text("Be careful with")
            )
        sources = sorted({r.row.measure.source for r in self.readings if r.row.measure.source})
        attribution = self.folder.body.attribution
        if sources or attribution:
            lines = [*(Text(Name(source)) for source in sources), *([Text(Name(attribution))] if attribution else [])]
            yield Paragraph("Sources and licences")
            yield BulletList(tuple(lines))
        if words := self.folder.organisations.abbreviations:
            pairs = tuple(
                (Text(Name(a.short)), Text(Name(a.long + (f" ({a.doubt})" if a.doubt else "")))) for a in words
            )
            yield Details(Text("Abbreviations"), (DefinitionList(pairs),))


@dataclass(frozen=True)
class _TopicMaker:
    """A topic that waits for its number."""

    pack: Pack
    key: str

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        matter = self.pack.standing.matters[self.key]
        return self.pack.series_of(matter.measures, matter.areas)

    def __call__(self, number: str) -> Topic:
        matter = self.pack.standing.matters[self.key]
        without = {m.key: m for m in self.pack.tracker.without_figures}
        missing = tuple(without[key] for key in matter.measures if key in without)
        return Topic(self.pack.standing, matter, number, self.readings, missing, self.pack.audience)


def _tracker_row(reading: Reading, usual: Period | None) -> list[object]:
    row = reading.row
    outturn, latest, ago = row.outturn, row.latest, row.year_ago
    is_share = row.measure.kind is MeasureKind.PROPORTION
    value = reading.judged(row.shown, latest.period) if latest is not None else None
    low, high = (
        (round(end, 1 if is_share else None) for end in outturn.projected.interval_80) if outturn else (None,) * 2
    )
    change = _change(reading, ago) if ago and not is_share else ""
    unit = f" ({row.measure.unit})" if is_share else ""
    period = f", {latest.period.label}" if latest and latest.period != usual else ""
    promised = "; ".join(each.line for each in row.commitments)
    return [f"{reading.name}{unit}{period}", value, low, high, change, row.reason, promised]


def _change(reading: Reading, ago: YearAgo) -> str:
    """A change with its interval; nothing where the counts behind it are too small for the reader."""
    if reading.hides_year_ago(ago):
        return ""
    change = ago.change
    estimate, low, high = (Form.CHANGE_PERCENT.say(float(x)) for x in (change.estimate, change.lower, change.upper))
    return f"{estimate} ({low} to {high})"


def _why_without(measure: Measure) -> str:
    if measure.missing_note:
        return measure.missing_note
    return (
        "No figures are loaded." if measure.public_figures else "No public figures; the office asks the force for them."
    )


_HOW_TO_READ = (
    "Process limits show where a figure is expected to fall from month to month if nothing changes. A figure within "
    "them is no news, up or down.",
    "A point is marked as special cause by the rules of Making Data Count: outside the limits, two of three near a "
    "limit, a run on one side of the average, or a run that rises or falls. The reason is given with the point.",
    "Projections say what happens if nothing changes. They are no targets, and a force that acts is not bound by them.",
    "An interval says how far the figure could be from the truth, or the outturn from its middle, by chance alone.",
    "Areas whose intervals overlap may not be ranked: a place is given as the places it cannot be separated from.",
    "Rates are per resident: a place with many visitors looks worse by them than it is for those who live there.",
    "Judgements of assurance are made by people and are never computed.",
)
