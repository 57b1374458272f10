"""How good projections have been here: what was issued, what was tried on the past, what people lodged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eyre.body.folder import BodyFolder
from eyre.core import MeasureKind, Month, Period, say_date
from eyre.disclosure import Audience, Base, Column, Form, Released, Table, release
from eyre.measures import Measure
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, BulletList, DefinitionList, Details, Nil, Paragraph, Section, TableBlock, Text
from eyre.pack.figures import FORMS, Reading
from eyre.pack.text import Name, Number
from eyre.projection.issued import FEWEST_TO_COMPARE, Summary
from eyre.projection.predictions import FEWEST_RESULTS, FEWEST_ROUNDS, Lean
from eyre.tracker import Request
from eyre.tracker.issued import IssuedRecord, ScoredRange, TrackRecord, score_issued
from eyre.tracker.predicted import Entry, Record, Register, State, build_register

PROJECTION, OWN = "a projection", "a prediction"
TOO_FEW = (
    f"Too few to judge whether they lean to one side: at least {FEWEST_RESULTS} results from {FEWEST_ROUNDS} rounds "
    "are needed, for what was lodged together shares its errors."
)


@dataclass(frozen=True)
class HowGood:
    """The section of a pack that looks back at what was foretold."""

    folder: BodyFolder
    standing: Standing
    readings: tuple[Reading, ...]
    as_of: date
    audience: Audience
    seed: int = 0

    def sections(self) -> Iterator[Section]:
        yield Section(Text("How good have our projections been here?"), "how-good", tuple(self._opening()), 1)
        yield Section(Text("Projections that were issued"), "how-good-issued", tuple(self._issued()), 2)
        yield Section(Text("Tried again on the past"), "how-good-back-test", tuple(self._back_test()), 2)
        if self.audience is not Audience.PUBLIC:  # what a post lodged is between the office, the force and the panel
            yield Section(Text("Predictions that people lodged"), "how-good-predictions", tuple(self._people()), 2)

    def _opening(self) -> Iterator[Block]:
        yield Paragraph(
            "Whatever was foretold is set beside the figure as it was first published, and beside the naive forecast "
            "that repeats last year. What was issued or lodged is kept as it was, and is never improved afterwards."
        )

    # --- issued projections ---

    @cached_property
    def _track(self) -> TrackRecord:
        return score_issued(self.folder, self.as_of)

    def _issued(self) -> Iterator[Block]:
        records = [record for record in self._track.records if record.is_counted]
        if not records:
            yield Nil(Text("No projection had been issued by that day"))
        for record in records:
            yield from self._one(record)
        if overdue := self._track.overdue:
            yield Paragraph("Specifications whose review is overdue:")
            yield BulletList(
                tuple(
                    Text(Name(each.key), ", due on ", each.review or self.as_of, ", by ", Name(self._post(each.owner)))
                    for each in overdue
                )
            )

    def _one(self, record: IssuedRecord) -> Iterator[Block]:
        issued = record.issued
        yield Paragraph(
            Name(self._named(record.name, record.measure)),
            ", issued on ",
            issued.issued_on,
            " on figures known to ",
            issued.known_to,
            ".",
        )
        came = [each for each in (*record.months, *record.outturns) if each.published is not None]
        if not came:
            yield Paragraph("No figure has come yet for anything it told.")
            return
        yield Details(Text("Each figure beside what was told"), (TableBlock(self._table(record, came)),))
        if record.summary is not None:
            yield Paragraph(self._sentence(record, record.summary))
        if record.revision:
            yield Paragraph(Name(record.revision))

    def _base(self, measure: Measure, periods: Sequence[Period], note: str = "") -> Base:
        source = measure.source or "source not stated"
        return Base(_run(periods), source, self.as_of, definition=measure.name, note=note, made_up=self._mark(measure))

    def _mark(self, *measures: Measure) -> str:
        """The mark of figures that were made up, of some measures together; empty where all were published."""
        made_up = self.folder.figures(self.as_of).made_up(*(measure.key for measure in measures))
        return made_up.mark if made_up else ""

    def _named(self, name: str, *measures: Measure) -> str:
        return f"{name} ({mark})" if (mark := self._mark(*measures)) else name

    def _sentence(self, record: IssuedRecord, summary: Summary) -> Text:
        base = self._base(record.measure, [each.told.period for each in record.months if each.scored])
        n = Number(summary.n, "months" if summary.n > 1 else "month", base, Form.TALLY)
        inside = [
            Number(round(share * summary.n, 1), "", base, Form.TALLY if share in (0, 1) else Form.DECIMAL)
            for share in (summary.inside_80, summary.inside_95)
        ]
        nominal = [Number(share * summary.n, "", base, Form.DECIMAL) for share in (0.8, 0.95)]
        said = Text(
            "Of ", n, " with a figure, ", inside[0], " lay in the narrower range, where ", nominal[0],
            " are expected, and ", inside[1], " in the wider one, where ", nominal[1], " are.",
        )  # fmt: skip
        return Text(said, self._against_naive(summary, base), " Months of one projection share their errors.")

    def _against_naive(self, summary: Summary, base: Base) -> Text:
        if summary.skill is None or summary.n < FEWEST_TO_COMPARE:
            return Text(" They are too few to be set beside the naive forecast.")
        smaller = " smaller" if summary.skill >= 0 else " larger"
        size = Number(100 * abs(summary.skill), "", base, Form.PERCENT_WHOLE)
        return Text(" The error was ", size, smaller, " than that of the naive forecast.")

    def _table(self, record: IssuedRecord, came: Sequence[ScoredRange]) -> Released:
        measure = record.measure
        form, level = FORMS[measure.kind], _level(measure)
        counts = () if form is Form.COUNT else _counts(came)
        result = Column(
            "came", "Came", form, measure.unit,
            rests_on=tuple(name for name in counts if name == "numerator"),
            denominator="denominator" if "denominator" in counts else "",
            exempt="" if counts or form is Form.COUNT else "published without the counts it was made from",
        )  # fmt: skip
        columns = [Column("period", "Period", Form.PERIOD), result]
        columns += [Column(name, getattr(measure, name) or name.capitalize(), Form.COUNT) for name in counts]
        columns += [
            Column("middle", "Told: middle", level, exempt=PROJECTION),
            Column("low", "From", level, exempt=PROJECTION), Column("high", "To (80%)", level, exempt=PROJECTION),
            Column("naive", "Naive forecast", level, exempt=PROJECTION), Column("inside", "In the range"),
        ]  # fmt: skip
        rows = [_row(each, counts) for each in came]
        version = f"issued {record.issued.issued_on.isoformat()} by Eyre {record.issued.eyre_version}"
        base = self._base(measure, [each.told.period for each in came], version)
        return release(Table(f"{record.name}: told and come", columns, rows, base), self.audience)

    # --- the back-test ---

    def _back_test(self) -> Iterator[Block]:
        tried = {r.row.name: r.row.outturn.track_record for r in self.readings if r.row.outturn}
        pairs = tuple((Text(Name(name)), Text(Name(words))) for name, words in sorted(tried.items()) if words)
        if not pairs:
            yield Nil(Text("No series is long enough to try projections on its past"))
            return
        yield Paragraph("The same method, made again at past months from the figures as they read now:")
        yield DefinitionList(pairs)

    # --- predictions by people ---

    @cached_property
    def _register(self) -> Register:
        return build_register(self.folder, Request(self.as_of, seed=self.seed))

    def _people(self) -> Iterator[Block]:
        if not self.folder.predictions or not self._register.entries:
            yield Nil(Text("No prediction had been lodged by that day"))
            return
        yield Paragraph(
            "Lodged by posts before their period opened; the naive forecast and Eyre's rest on the figures known on "
            "the day of lodging. It is the predictions that are judged, and no person."
        )
        yield TableBlock(self._lodged(self._register.entries))
        few = [record for record in self._register.records if record.judgement.lean is Lean.TOO_FEW]
        for record in self._register.records:
            if record not in few:
                yield Paragraph(self._heading(record))
                said = (Text(Name(words)) for words in (*record.sentences[1:], record.suggestion) if words)
                yield BulletList(tuple(said))
        several = [record for record in few if record.judgement.n > 1]  # a single result is a row of the table
        if several:
            yield Paragraph(Name(TOO_FEW))
            yield BulletList(tuple(self._heading(record) for record in several))

    def _heading(self, record: Record) -> Text:
        """Whose predictions of what, and how they lay to the results."""
        measure = self._named(record.measure.name, record.measure) if record.measure else "All measures"
        who = self._post(record.who) if record.who else "all posts"
        return Text(Name(f"{measure}, {who}"), ": ", self._side(record))

    def _side(self, record: Record) -> Text:
        """In how many results predictions were below what came, and by how much on average: each with its base."""
        judged = record.judgement
        scored = [entry for entry in self._register.entries if entry.state is State.SCORED and _is_of(entry, record)]
        periods = [entry.prediction.period for entry in scored]
        sources = dict.fromkeys(entry.measure.source or "source not stated" for entry in scored)
        base = Base(
            _run(periods), "; ".join(sources), self.as_of, n=judged.n, made_up=self._mark(*(e.measure for e in scored))
        )
        below = judged.below >= judged.above
        most = Number(judged.below if below else judged.above, "", base, Form.TALLY)
        said = Text("predictions were ", "below" if below else "above", " the result in ", most, " of ",
                    Number(judged.n, "", base, Form.TALLY))  # fmt: skip
        if judged.mean is None:
            return Text(said, ".")
        unit = "" if record.unit == "%" else record.unit
        size = Number(_rounded(abs(judged.mean)), unit, base, Form.PERCENT if record.unit == "%" else Form.FIGURE)
        if (judged.mean >= 0) is below:
            return Text(said, ", by ", size, " on average.")
        return Text(said, "; on average they were ", size, " above it." if below else " below it.")

    def _lodged(self, entries: Sequence[Entry]) -> Released:
        columns = [
            Column("series", "Series"), Column("period", "Period", Form.PERIOD), Column("lodged", "Lodged"),
            Column("predicted", "Predicted", Form.FIGURE, exempt=OWN), Column("range", "Range lodged"),
            Column("came", "Came", Form.FIGURE),
            Column("naive", "Naive that day", Form.FIGURE, exempt=PROJECTION),
            Column("eyre", "Eyre that day", Form.FIGURE, exempt=PROJECTION), Column("state", "State"),
        ]  # fmt: skip
        sources = dict.fromkeys(entry.measure.source or "source not stated" for entry in entries)
        periods = [entry.prediction.period for entry in entries]
        base = Base(_run(periods), "; ".join(sources), self.as_of, note="figures as first published")
        rows = [self._lodged_row(entry) for entry in entries]
        return release(Table("Predictions beside what came", columns, rows, base), self.audience)

    def _lodged_row(self, entry: Entry) -> list[object]:
        said, beside = entry.prediction, entry.beside
        changed = f"changed {entry.lodged.changed} times" if entry.lodged.changed else ""
        naive, eyre = (_rounded(told.median) if told else None for told in (beside.naive, beside.eyre))
        ends = (said.low, said.high)
        range_ = " to ".join(Form.FIGURE.say(end) for end in ends if end is not None) if None not in ends else ""
        return [
            f"{self._named(entry.name, entry.measure)} ({entry.measure.unit})", said.period,
            f"{say_date(said.lodged_on)}, {self._post(said.who)}",
            said.value, range_, entry.published.value if entry.published else None, naive, eyre,
            "; ".join(filter(None, (entry.state.value, changed, entry.note, entry.suggestion))),
        ]  # fmt: skip

    def _post(self, key: str) -> str:
        return self.standing.post(key)


def _run(periods: Sequence[Period]) -> tuple[Month, Month]:
    """From the first month to the last, whatever the periods are called."""
    return Month.of(min(p.start for p in periods)), Month.of(max(p.end for p in periods))


def _is_of(entry: Entry, record: Record) -> bool:
    said = entry.prediction
    of_measure = record.measure is None or (said.measure, said.facet) == (record.measure.key, record.facet)
    return of_measure and record.who in (None, said.who)


def _level(measure: Measure) -> Form:
    return Form.WHOLE if measure.kind is MeasureKind.COUNT else FORMS[measure.kind]


def _rounded(value: float) -> float:
    """A middle of draws as a figure is printed: half a crime is none."""
    return round(value) if abs(value) >= 100 else round(value, 1)


def _counts(came: Sequence[ScoredRange]) -> tuple[str, ...]:
    """Which counts the figures that came were made from, where they were published."""
    there = [each.published for each in came if each.published is not None]
    names = ("numerator", "denominator")
    return tuple(name for name in names if any(getattr(each, name) is not None for each in there))


def _row(each: ScoredRange, counts: Sequence[str]) -> list[object]:
    assert each.published is not None
    low, middle, high = (each.told.quantiles[at] for at in (1, 3, 5))
    inside = {1.0: "yes", 0.0: "no"}.get(each.scored.inside_80, "in part") if each.scored else each.note
    beside = [getattr(each.published, name) for name in counts]
    return [each.told.period, each.published.value, *beside, middle, low, high, each.told.naive[3], inside]
