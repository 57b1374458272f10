"""The first page: what changed since the last meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eyre.body.figures import Figures
from eyre.body.loads import Change, changes_between
from eyre.core import Day, NotFound, Period
from eyre.cycle.carry_forward import CarriedKind, CarryReason
from eyre.cycle.events import EventKind
from eyre.disclosure import Audience, Base, Column, Form, Released, Table, release
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, BulletList, Callout, CalloutKind, Number, Paragraph, Section, TableBlock, Text
from eyre.pack.figures import Reading
from eyre.pack.text import Name, Ref, Words
from eyre.spc import PointType
from eyre.tracker import Attention, Tracker, TrackerRow


@dataclass(frozen=True)
class Since:
    """Everything the first page compares: the record, the tracker now, and the figures known at the last meeting."""

    standing: Standing
    tracker: Tracker
    readings: tuple[Reading, ...]
    figures: Figures
    audience: Audience
    last_on: date | None

    # --- the page ---

    def section(self) -> Section:
        blocks = tuple(self._blocks())
        return Section(Text("What changed since the last meeting"), "changes", blocks)

    def _blocks(self) -> Iterator[Block]:
        if self.last_on is None:
            yield Paragraph("No earlier meeting is recorded here, and so everything in this pack is new.")
        else:
            yield Paragraph("The last meeting was on ", self.last_on, ".")
        yield Callout(CalloutKind.ATTENTION, tuple(self._first()), Text("Look at these first"))
        yield from self._signals()
        if self.last_on is not None:
            yield from self._record()
        yield from self._figures()

    def _first(self) -> Iterator[Block]:
        """The first rows in the order of attention, each with its reason; rows with one reason together."""
        urgent = [reading for reading in self.readings if reading.row.attention is not Attention.REST]
        if not urgent:
            yield Paragraph("No row of the tracker asks for attention before the rest.")
            return
        for place in Attention:
            together: dict[str, list[Reading]] = {}
            for reading in urgent:
                if reading.row.attention is place:
                    together.setdefault(reading.row.name, []).append(reading)
            if together:
                yield Paragraph(Words(place.heading, strong=True))
                yield BulletList(tuple(self._first_line(name, mine) for name, mine in together.items()))

    def _first_line(self, measure: str, readings: Sequence[Reading]) -> Text:
        """One measure in one place of the order: the force with its reason, then the areas that share the place."""
        force = [r for r in readings if r.row.key.area == self.standing.folder.body.force]
        areas = [r.row.area_name for r in readings if r not in force]
        said = Text(Name(f"the {self.standing.folder.body.labels.force}: {force[0].row.reason} ") if force else "")
        if len(areas) == 1 and not force:
            said = Text(Name(f"{areas[0]}: {readings[0].row.reason}"))
        elif areas:
            said = Text(said, Name(f"{'Also in' if force else 'in'} {_some(areas)}."))
        return Text(Name(measure), ", ", said)

    def _signals(self) -> Iterator[Block]:
        """Improvements are changes too: what went well is asked about as what went badly is."""
        better = [r for r in self.readings if _latest_type(r.row) is PointType.SPECIAL_CAUSE_IMPROVEMENT]
        if better:
            yield Paragraph(
                "Showing improvement beyond the usual variation: ", Name("; ".join(r.name for r in better)), "."
            )

    # --- the record ---

    def _record(self) -> Iterator[Block]:
        forward = self.standing.forward
        lines = [*self._closed(), *self._moved(), *self._late()]
        yield Paragraph(
            "Of the record: ",
            self._tally(sum(c.record.kind is CarriedKind.ACTION for c in forward.carried), "actions"),
            " open, ", self._tally(sum(c.reason is CarryReason.OVERDUE for c in forward.carried), "records"),
            " overdue, ", self._tally(sum(c.reason is CarryReason.UNDATED for c in forward.carried), "records"),
            " without a date, ", self._tally(len(forward.closed), "records"), " closed since.",
        )  # fmt: skip
        if lines:
            yield BulletList(tuple(lines))

    def _tally(self, count: int, of: str) -> Number:
        """A count of the body's own records."""
        base = Base(Day(self.standing.day.date), "the record of this body", self.standing.day.date)
        return Number(count, of, base, Form.TALLY)

    def _closed(self) -> Iterator[Text]:
        for record in self.standing.forward.closed:
            yield Text("Closed: ", Name(record.words), " (", Ref(record.reference), ", ", Name(record.status), ").")

    def _moved(self) -> Iterator[Text]:
        """New dates and reports of completion since the last meeting, in the words they were given."""
        for event in self.standing.events:
            if self.last_on and event.at > self.last_on and event.kind in _TOLD:
                by = self.standing.post(event.by)
                yield Text(
                    _TOLD[event.kind],
                    event.at,
                    " by ",
                    Name(by),
                    ": ",
                    Name(event.words),
                    " (",
                    Ref(str(event.reference)),
                    ").",
                )

    def _late(self) -> Iterator[Text]:
        for carried in self.standing.forward.carried:
            if carried.reason is CarryReason.OVERDUE:
                yield Text(
                    "Overdue: ",
                    Name(carried.record.words),
                    " (",
                    Ref(carried.record.reference),
                    "). ",
                    Name(carried.why),
                )

    # --- the figures ---

    def _figures(self) -> Iterator[Block]:
        if self.last_on is None or self.last_on >= self.tracker.as_of:
            return
        changes = changes_between(self.standing.folder.path, self.last_on, self.tracker.as_of)
        if not any(change.new or change.revised or change.withdrawn for change in changes):
            yield Paragraph("No figures were received between ", self.last_on, " and ", self.tracker.as_of, ".")
            return
        yield Paragraph("Figures were received between ", self.last_on, " and ", self.tracker.as_of, ".")
        if any(change.revised or change.withdrawn for change in changes):
            yield TableBlock(self._received(changes))
        else:
            yield Paragraph("None of them revises a figure known before; all are new.")
        if table := self._then_and_now():
            yield table

    def _received(self, changes: Sequence[Change]) -> Released:
        """New and revised cells of each measure; a revision by its size."""
        columns = [
            Column("measure", "Measure"), Column("new", "New figures", Form.TALLY),
            Column("revised", "Revised", Form.TALLY),
            Column("revision", "Revised by", Form.CHANGE_PERCENT, exempt="a total over all revised cells"),
            Column("withdrawn", "Withdrawn", Form.TALLY),
        ]  # fmt: skip
        rows = [
            [
                self._name(c.measure), c.new, c.revised,
                100 * (c.after / c.before - 1) if c.revised and c.before else None, c.withdrawn,
            ]
            for c in changes if c.new or c.revised or c.withdrawn
        ]  # fmt: skip
        return release(
            Table("Figures received since the last meeting", columns, rows, self._base_of_all()), self.audience
        )

    def _name(self, measure: str) -> str:
        """What a measure is called, with the mark of figures that were made up."""
        measures, made_up = self.standing.folder.measures, self.figures.made_up(measure)
        name = measures[measure].name if measure in measures else measure
        return f"{name} ({made_up.mark})" if made_up else name

    def _then_and_now(self) -> TableBlock | None:
        """The figure as it was known at the last meeting beside what it is now, and the newest."""
        then = self.standing.folder.figures(self.last_on)
        rows = [row for reading in self.readings if (row := self._row_then_and_now(reading, then))]
        if not rows:
            return None
        columns = [
            Column("series", "Series"), Column("period_then", "Latest then", Form.PERIOD),
            Column("then", "As known then", Form.JUDGED),
            Column("now", "The same, as known now", Form.JUDGED), Column("period_now", "Latest now", Form.PERIOD),
            Column("latest", "Value", Form.JUDGED),
        ]  # fmt: skip
        title = "What was known at the last meeting, and now"
        return TableBlock(release(Table(title, columns, rows, self._base_of_all()), self.audience))

    def _row_then_and_now(self, reading: Reading, then: Figures) -> list[object] | None:
        row = reading.row
        if (
            row.latest is None
            or row.key.area != self.standing.folder.body.force
            or row.measure.key not in then.measure_keys
        ):
            return None
        try:
            series = then.panel(row.key.measure, (row.key.area,), facets=[row.key.facet]).series(row.key).trimmed()
        except NotFound:
            return None
        period, latest = series.periods[-1], row.latest.period
        values = (reading.judged(series, period), reading.judged(row.series, period))
        return [reading.name, period, *values, latest, reading.judged(row.shown, latest)]

    def _base_of_all(self) -> Base:
        runs = [reading.row.series.periods for reading in self.readings if reading.row.series.periods]
        periods = [end for run in runs for end in (run[0], run[-1])]
        periods = periods or [Day(self.tracker.as_of)]  # figures came, and none of them is on the tracker
        span: tuple[Period, Period] = (min(periods), max(periods))
        return Base(span, "loads of this body", self.tracker.as_of)


_TOLD = {
    EventKind.NEW_DATE: "New date given on ",
    EventKind.DATE_ASKED: "New date asked for on ",
    EventKind.DATE_KEPT: "A new date was asked for, and the date kept on ",
    EventKind.REPORTED_COMPLETE: "Reported complete on ",
    EventKind.UPDATE: "Update on ",
    EventKind.WITHDRAWN: "Withdrawn on ",
    EventKind.ORDINARY_BUSINESS: "Ordinary business since ",
    EventKind.DOCUMENT_RECEIVED: "Document received on ",
}


def _latest_type(row: TrackerRow) -> PointType | None:
    if row.chart is None or row.latest is None:
        return None
    return row.chart.type_at(row.shown.periods.index(row.latest.period))


def _some(names: Sequence[str], most: int = 4) -> str:
    """Names in a sentence, the first few of many."""
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])}; and {len(names) - most} more"
