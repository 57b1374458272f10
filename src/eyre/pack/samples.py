"""Dip samples in the pack: what k of n claims, in a sentence for the chair, with the table it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eyre.body.registers import Sample, SampleResult, StandardElement, standard_of_sample
from eyre.core import Day
from eyre.disclosure import DEFAULT_RULE, Audience, Base, Column, Form, Released, Table, release
from eyre.minutes.standing import Standing
from eyre.pack.document import Block, Paragraph, Section, TableBlock, Text
from eyre.pack.text import Name, Words
from eyre.sampling import compare, evaluate, say_hand_picked

ALWAYS = "always"


@dataclass(frozen=True)
class Samples:
    """The samples of a body on the day of a meeting: those that a record of a matter cites, and the others."""

    standing: Standing
    audience: Audience

    def of_matter(self, key: str) -> Iterator[Block]:
        """The samples that were drawn for a matter, and those that figures put under it were taken from."""
        for sample in self._cited(key):
            yield from self._blocks(sample)

    def others(self, shown: Iterable[str]) -> Iterator[Section]:
        """Samples that were drawn by the day and stand under none of the matters that are shown."""
        cited = {str(sample.reference) for key in shown for sample in self._cited(key)}
        left = [s for s in self._known() if str(s.reference) not in cited]
        if left:
            blocks = tuple(block for sample in left for block in self._blocks(sample))
            yield Section(Text("Dip samples"), "dip-samples", blocks, 3)

    def _known(self) -> list[Sample]:
        """Drawn by the day; of a sample without a day, that a meeting up to the day spoke of it."""
        spoken = {figure.source for _, item in self.standing.items() for figure in item.figures}
        return [
            s for s in self.standing.folder.samples
            if (s.drawn_on <= self.standing.day.date if s.drawn_on else str(s.reference) in spoken)
        ]  # fmt: skip

    def _cited(self, key: str) -> list[Sample]:
        names = {f.source for _, item in self.standing.items() if item.matter == key for f in item.figures}
        return [s for s in self._known() if s.matter == key or str(s.reference) in names]

    # --- one sample ---

    def _blocks(self, sample: Sample) -> Iterator[Block]:
        label = "Hand-picked review" if sample.seed is None else "Sample drawn by chance"
        yield Paragraph(Words(label, strong=True), ": ", Name(sample.title), ". ", self._how(sample))
        shown = [result for result in sample.results if result.applicable and not self._is_hidden(result)]
        for result in shown:
            yield Paragraph(Name(f"{self._asks(sample, result)}: {self._says(sample, result)}"))
        yield from self._between_areas(sample, shown)
        if len(shown) < len(sample.results):
            yield Paragraph("Results of few cases are not shown, so that nobody can be recognised.")
        if shown:
            yield TableBlock(self._table(sample, shown))

    def _between_areas(self, sample: Sample, shown: list[SampleResult]) -> Iterator[Block]:
        """Whether what was asked is done alike everywhere, as far as a sample that was drawn can tell.

        Each element: the areas with the highest and the lowest share, and how many pairs there are to choose from.
        """
        if sample.seed is None or not sample.results:
            return
        by_element = {
            key: [r for r in shown if r.element == key and r.area] for key in dict.fromkeys(r.element for r in shown)
        }
        several = {key: own for key, own in by_element.items() if len(own) > 1}
        if not several and not any(result.area for result in sample.results):
            yield Paragraph("Its results are not kept by area, so whether areas differ cannot be said.")
        for own in several.values():
            in_order = sorted(own, key=lambda r: (r.met / r.applicable, r.area))
            low, high = in_order[0], in_order[-1]
            areas = self.standing.folder.areas
            named = [(areas.name(r.area) if r.area in areas else r.area, r.met, r.applicable) for r in (high, low)]
            pairs = len(own) * (len(own) - 1) // 2
            luck = (
                f" These are the furthest apart of {len(own)} areas, which make {pairs} pairs: where all are alike, 1 "
                "pair in 20 differs by luck."
                if pairs > 1
                else ""
            )
            yield Paragraph(Name(f"Between areas. {compare(*named).says}{luck}"))

    def _how(self, sample: Sample) -> Text:
        standard = f" Read by {self._standard(sample)}." if sample.standard else ""
        if sample.seed is None:
            return Text("No seed is on record, so it shows nothing beyond its cases.", Name(standard))
        drawn = Text(" on ", sample.drawn_on) if sample.drawn_on else Text()
        return Text("Drawn by seed", drawn, " from a list that is on record.", Name(standard))

    def _standard(self, sample: Sample) -> str:
        """The version that was read by, and how it is known; or that it is not stated."""
        versions = [s for s in self.standing.folder.standards if s.key == sample.standard]
        found = standard_of_sample(sample, versions)
        if found is None:
            return f"{sample.standard}, version not stated" if versions else sample.standard
        is_by_date = sample.standard_version is None and len(versions) > 1
        return f"{sample.standard}, version {found.version}{', in force on that day' if is_by_date else ''}"

    def _elements(self, sample: Sample) -> list[StandardElement]:
        """What the version asks; of a version that is not known, what any of them asks."""
        standards = [s for s in self.standing.folder.standards if s.key == sample.standard]
        found = standard_of_sample(sample, standards)
        return [element for each in ([found] if found else standards) for element in each.elements]

    def _asks(self, sample: Sample, result: SampleResult) -> str:
        """What the element asks, in the words of the standard."""
        own = self._elements(sample)
        asks = next((element.asks.rstrip(".") for element in own if element.key == result.element), result.element)
        area = self.standing.folder.areas
        where = f" ({area.name(result.area) if result.area in area else result.area})" if result.area else ""
        return f"{asks}{where}"

    def _says(self, sample: Sample, result: SampleResult) -> str:
        if sample.seed is None:
            return say_hand_picked(result.met, result.applicable)
        return evaluate(result.met, result.applicable, population=self._population(sample, result)).says

    def _population(self, sample: Sample, result: SampleResult) -> int | None:
        """The size of the frame, where the element applies to every case in it."""
        always = all(e.applies_when == ALWAYS for e in self._elements(sample) if e.key == result.element)
        return sample.frame_size if always and not result.area else None

    def _is_hidden(self, result: SampleResult) -> bool:
        """Few cases, few that met the standard, or few that did not: any of them may be known by sight."""
        rule = DEFAULT_RULE
        if self.audience not in rule.audiences:
            return False
        counts = (result.met, result.applicable - result.met)
        return rule.is_too_few(result.applicable) or any(rule.hides(count) for count in counts)

    def _table(self, sample: Sample, results: list[SampleResult]) -> Released:
        columns = [
            Column("element", "What was asked"), Column("met", "Met", Form.COUNT),
            Column("of", "Of", Form.COUNT),
        ]  # fmt: skip
        rows: list[list[object]] = [[self._asks(sample, r), r.met, r.applicable] for r in results]
        if sample.seed is not None:
            columns += [
                Column(name, heading, Form.PERCENT_WHOLE, rests_on=("met", "of"))
                for name, heading in (("lower", "True rate, from"), ("upper", "to (95%, exact)"))
            ]
            for row, result in zip(rows, results, strict=True):
                exact = evaluate(result.met, result.applicable).exact
                row += [100 * float(exact.lower), 100 * float(exact.upper)]
        return release(Table(sample.title, columns, rows, self._base(sample)), self.audience)

    def _base(self, sample: Sample) -> Base:
        own = str(sample.reference)
        spoken = (m.date for m, item in self.standing.items() for figure in item.figures if figure.source == own)
        on = sample.drawn_on or next(spoken, self.standing.day.date)
        note = "; ".join(
            f"{name} {value}"
            for name, value in (("asked", sample.asked), ("received", sample.received), ("usable", sample.usable))
            if value is not None
        )
        return Base(Day(on), f"{sample.reference}; {sample.frame.rstrip('.')}", self.standing.day.date, note=note)
