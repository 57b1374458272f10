"""Dip samples in the pack: what k of n claims, in a sentence for the chair, with the table it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eyre.body.registers import Sample
from eyre.core import Day
from eyre.disclosure import Audience, Base
from eyre.pack.document import Block, Section, Text
from eyre.pack.standing import Standing

ALWAYS = "always"


@dataclass(frozen=True)
class Samples:
    """The samples of a body on the day of a meeting: those that a record of a matter cites, and the others."""

    standing: Standing
    audience: Audience

    def of_matter(self, key: str) -> Iterator[Block]:
        """The samples that figures put under a matter were taken from."""
        for sample in self._cited(key):
            yield from self._blocks(sample)

    def others(self) -> Iterator[Section]:
        """Samples that were drawn by the day and that no matter cites."""
        cited = {str(sample.reference) for key in self.standing.matters for sample in self._cited(key)}
        left = [s for s in self._known() if str(s.reference) not in cited]
        if left:
            blocks = tuple(block for sample in left for block in self._blocks(sample))
            yield Section(Text("Dip samples"), "dip-samples", blocks, 3)

    def _known(self) -> list[Sample]:
        """Drawn by the day; of a sample without a day, that a meeting up to the day spoke of it."""
        own = str(sample.reference)
        spoken = (m.date for m, item in self.standing.items() for figure in item.figures if figure.source == own)
        on = sample.drawn_on or next(spoken, self.standing.day.date)
        note = "; ".join(
            f"{name} {value}"
            for name, value in (("asked", sample.asked), ("received", sample.received), ("usable", sample.usable))
            if value is not None
        )
        return Base(Day(on), f"{sample.reference}; {sample.frame.rstrip('.')}", self.standing.day.date, note=note)
