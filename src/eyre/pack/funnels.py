"""A funnel in the pack: how far chance takes each area of an area, for its size, from the level of all together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from eyre.comparison import FunnelKind, funnel
from eyre.comparison.dispersion import FEWEST_AREAS
from eyre.comparison.funnel import ALARM, Funnel
from eyre.comparison.report import say_dispersion
from eyre.core import MeasureKind
from eyre.disclosure import Base, Column, Form, Released, Table, release
from eyre.pack.document import Block, Details, Number, Paragraph, TableBlock, Text
from eyre.pack.text import Name
from eyre.stats import CONFIDENCE
from eyre.tracker.row import Comparison

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

FEWEST = 3  # of two areas each is what the other is not
SIDES = {-1: "below", 0: "within", 1: "above"}
PERCENT, PER_1000 = 100.0, 1000.0


def funnel_of_parts(reading: Reading, comparison: Comparison, base: Base, form: Form) -> Iterator[Block]:
    """Which areas lie outside the limits of chance, in a sentence, with the limits of each on demand.

    Nothing for fewer than three areas, and for areas that are all alike at nought.
    """
    areas = comparison.standings
    counts, sizes = (np.array([getattr(s, name) for s in areas]) for name in ("count", "base"))
    is_share = reading.row.measure.kind is MeasureKind.PROPORTION
    if len(areas) < FEWEST or counts.sum() == 0 or (is_share and (counts == sizes).all()):
        return
    kind = FunnelKind.PROPORTION if is_share else FunnelKind.RATE
    found = funnel(counts, sizes, kind=kind, with_dispersion=len(areas) >= FEWEST_AREAS)
    factor = PERCENT if is_share else PER_1000
    yield Paragraph(_sentence(reading, comparison, found, factor * float(found.target), base, form))
    yield Paragraph(Name(say_dispersion(found)))
    table = _table(reading, comparison, found, factor, base, form)
    yield Details(Text("The limits of chance for each area"), (TableBlock(table),))


def _sentence(
    reading: Reading, comparison: Comparison, found: Funnel, level: float, base: Base, form: Form
) -> Text:  # fmt: skip
    sides = found.side().tolist()
    outside = [
        f"{reading.areas.name(standing.area)} ({SIDES[side]})"
        for standing, side in zip(comparison.standings, sides, strict=True)
        if side
    ]
    of = reading.number(len(sides), "", base, Form.TALLY)
    scale = "%" if reading.row.measure.unit == "%" else "per 1,000 residents"
    at = Text(Number(level, "", base, form), Name("%" if scale == "%" else f" {scale}"))
    if not outside:
        return Text("As a funnel: of ", of, " areas none lies outside the limits of chance about ", at, ".")
    luck = Number((1 - CONFIDENCE) * len(sides), "", base, Form.DECIMAL)
    lie = " lies" if len(outside) == 1 else " lie"
    return Text(
        "As a funnel: of ", of, " areas ", reading.number(len(outside), "", base, Form.TALLY), lie,
        " outside the limits of chance about ", at, ": ", Name(", ".join(outside)), ". By luck about ", luck, " would.",
    )  # fmt: skip


def _table(
    reading: Reading, comparison: Comparison, found: Funnel, factor: float, base: Base, form: Form
) -> Released:  # fmt: skip
    limits = [
        Column(name, heading, form, exempt="of the size alone, about a level of all areas together")
        for name, heading in (
            ("lower", "Chance, from (95%)"), ("upper", "to"),
            ("far_lower", "Chance, from (99.8%)"), ("far_upper", "to "),
        )
    ]  # fmt: skip
    columns = [
        Column("area", "Area"), Column("value", reading.row.measure.name, form, rests_on=("count",)),
        Column("count", "Count", Form.COUNT), Column("size", "Out of", Form.COUNT), *limits, Column("side", "Where"),
    ]  # fmt: skip
    near, far = found.side().tolist(), found.side(ALARM).tolist()
    rows = [
        [
            reading.areas.name(s.area), s.value, s.count, s.base,
            *(factor * float(end[at]) for limit in found.limits for end in (limit.lower, limit.upper)),
            f"{SIDES[near[at]]}{', far' if far[at] else ''}",
        ]
        for at, s in enumerate(comparison.standings)
    ]  # fmt: skip
    table = Table(f"{reading.name}: its areas as a funnel", columns, rows, base)
    return release(table, reading.audience, reading.rule)
