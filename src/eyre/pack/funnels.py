"""A funnel in the pack: how far chance takes each area of an area, for its size, from the level of all together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eyre.comparison import FunnelKind, funnel
from eyre.comparison.dispersion import FEWEST_AREAS
from eyre.comparison.funnel import ALARM, Funnel, control_limits
from eyre.comparison.report import say_dispersion
from eyre.core import Direction, Floats, MeasureKind
from eyre.disclosure import Base, Column, Form, Released, Table, release
from eyre.pack.charts import FlagKind, FunnelLimits, FunnelPoint, FunnelSpec, Line
from eyre.pack.document import Block, Chart, Number, Paragraph, Text
from eyre.pack.text import Name
from eyre.stats import CONFIDENCE
from eyre.tracker.row import Comparison

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

FEWEST = 3  # of two areas each is what the other is not
SIDES = {-1: "below", 0: "within", 1: "above"}
PERCENT, PER_1000 = 100.0, 1000.0
STEPS = 48  # places at which the limits are worked out: a smooth line at the width of a page


def funnel_of_parts(reading: Reading, comparison: Comparison, base: Base, form: Form) -> Iterator[Block]:
    """The areas by size and value within the limits of chance, and which lie outside.

    Nothing for fewer than three areas, and for areas that are all alike at nought.
    """
    areas = comparison.standings
    counts, sizes = (np.array([getattr(s, name) for s in areas]) for name in ("count", "base"))
    is_share = reading.row.measure.kind is MeasureKind.PROPORTION
    if len(areas) < FEWEST or counts.sum() == 0 or (is_share and (counts == sizes).all()):
        return
    kind = FunnelKind.PROPORTION if is_share else FunnelKind.RATE
    found = funnel(counts, sizes, kind=kind, with_dispersion=len(areas) >= FEWEST_AREAS)
    drawn = _Drawn(reading, comparison, found, base, form)
    yield drawn.chart()
    yield Paragraph(Name(say_dispersion(found)))


@dataclass(frozen=True)
class _Drawn:
    """A funnel as it is printed: found, in shares or per head, is shown in per cent or per 1,000."""

    reading: Reading
    comparison: Comparison
    found: Funnel
    base: Base
    form: Form

    @property
    def is_share(self) -> bool:
        return self.found.kind is FunnelKind.PROPORTION

    @property
    def factor(self) -> float:
        return PERCENT if self.is_share else PER_1000

    @property
    def level(self) -> float:
        return self.factor * float(self.found.target)

    def chart(self) -> Chart:
        table = _table(self.reading, self.comparison, self.found, self.factor, self.base, self.form)
        sentence = _sentence(self.reading, self.comparison, self.found, self.level, self.base, self.form)
        return Chart(self._spec(table), sentence, self._alternative(table), table)

    def _spec(self, table: Released) -> FunnelSpec:
        names, values, sizes = table.column("area"), table.values("value"), table.values("size")
        flags = [self._flag(side) for side in self.found.side().tolist()]
        points = (
            FunnelPoint(str(name), size, value, flag)
            for name, size, value, flag in zip(names, sizes, values, flags, strict=True)
        )
        along = self._sizes()
        spread = self.found.dispersion.tau_squared if self.found.dispersion else 0.0
        limits = control_limits(along, self.found.target, kind=self.found.kind, tau_squared=spread)
        return FunnelSpec(
            unit=self.comparison.scale,
            size_unit=self._size_unit,
            areas=tuple(points),
            sizes=tuple(along.tolist()),
            limits=tuple(
                FunnelLimits(
                    100 * each.confidence, *(tuple((self.factor * end).tolist()) for end in (each.lower, each.upper))
                )
                for each in limits
            ),
            level=Line(self.level, "all together"),
            form=self.form,
        )

    @property
    def _size_unit(self) -> str:
        return (self.reading.row.measure.denominator or "cases") if self.is_share else "residents"

    def _sizes(self) -> Floats:
        """Sizes from a little under the smallest area to a little over the largest; closer where limits bend most."""
        sizes = [standing.base for standing in self.comparison.standings]
        return np.geomspace(0.8 * min(sizes), 1.08 * max(sizes), STEPS)

    def _flag(self, side: int) -> FlagKind | None:
        """What it means to lie outside, by the direction somebody gave the measure."""
        better = {Direction.UP: 1, Direction.DOWN: -1}.get(self.reading.row.measure.direction)
        if not side:
            return None
        if better is None:
            return FlagKind.NEUTRAL
        return FlagKind.IMPROVEMENT if side == better else FlagKind.CONCERN

    def _alternative(self, table: Released) -> Text:
        """Each area with its value and where it lies, for who cannot see the chart."""
        each = [
            Text(Name(f"{name} at "), Number(value or 0.0, "", self.base, self.form), Name(f", {side}"))
            for name, value, side in zip(table.column("area"), table.values("value"), table.column("side"), strict=True)
        ]
        count = self.reading.number(len(each), "areas", self.base, Form.TALLY)
        told = [part for one in each for part in (one, "; ")][:-1]
        return Text(
            "Dots for ", count, " by size and value, between limits that close in on the level of all together, ",
            Number(self.level, "", self.base, self.form), ", as areas grow: ", *told, ".",
        )  # fmt: skip


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
