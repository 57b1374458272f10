"""Every count that a pack prints, as the sum that it is, so that what is hidden can be decided for all of it at once.

Tables of one pack share totals: the months of an area and its year, an area and its parts. What a chart's average was
made from is a total too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from eyre.body.figures import Figures
from eyre.core import Facet, FinancialYear, Floats, MeasureKind, Month, NotFound, Period, SeriesKey
from eyre.disclosure import (
    SECONDARY_RULE,
    Entry,
    Figure,
    Hiding,
    Ledger,
    SmallNumberRule,
    State,
    Wholes,
    entries_of,
    hide,
)
from eyre.measures import Measure
from eyre.pack.wholes import wholes_of
from eyre.tracker import Tracker, TrackerRow
from eyre.tracker.row import Comparison

PARTS = ("numerator", "denominator")
NEAR = 1e-6
YEAR = 12
NO_FACET = Facet()


@dataclass(frozen=True, slots=True)
class Printed:
    """A count over some periods of a series that a page prints outside the tracker, or tells by a share.

    part: numerator or denominator of a rate or share; empty for a count itself.
    """

    measure: Measure
    key: SeriesKey
    periods: tuple[Period, ...]
    part: str
    value: float


@dataclass(frozen=True)
class PackCounts:
    """The counts of every row of a tracker, and what of them is hidden in view of what was shown before.

    figures: all figures known on the day, which say whether an area is the sum of its parts. beside: what else the
    document prints.
    """

    tracker: Tracker
    figures: Figures
    ledger: Ledger = field(default_factory=Ledger)
    rule: SmallNumberRule = SECONDARY_RULE
    beside: tuple[Printed, ...] = ()

    @property
    def hiding(self) -> Hiding:
        return self._decided[0]

    @cached_property
    def _decided(self) -> tuple[Hiding, frozenset[SeriesKey]]:
        """What is hidden, and the rows whose averages are, because they would give a small count away.

        An average that is printed counts as shown already: limits and projections would say it again.
        """
        counts = {found: each.value for each in self.beside if (found := self.figure_of_run(each)) is not None}
        counts |= {figure: value for row in self.tracker.rows for figure, value in self._of(row)}
        averages = {
            figure: (value, row.key)
            for row in self.tracker.rows
            for figure, value in self._averages(row)
            if figure not in counts
        }
        without: set[SeriesKey] = set()
        while True:
            fixed = [Entry(f, State.SHOWN, value) for f, (value, key) in averages.items() if key not in without]
            hiding = hide(counts, self.rule, self.ledger.with_entries(fixed), wholes=self.wholes)
            telling = {
                key
                for figure, (_, key) in averages.items()
                if any(self.wholes.meet(figure, told) for told in hiding.given_away)
            } - without
            if not telling:
                return hiding, frozenset(without)
            without |= telling

    @cached_property
    def wholes(self) -> Wholes:
        """Which facets of a measure are parts of one whole, of all that was ever shown."""
        shown = {(row.key.measure, row.key.facet) for row in self.tracker.rows}
        shown |= {(printed.measure.key, printed.key.facet) for printed in self.beside}
        shown |= {(figure.measure.partition(":")[0], figure.facet) for figure in self.ledger.figures}
        return wholes_of(self.figures, shown)

    def hides_average(self, row: TrackerRow) -> bool:
        return row.key in self._decided[1]

    def is_hidden(self, figure: Figure | None) -> bool:
        return figure is not None and self.hiding.is_hidden(figure)

    def entries(self) -> Iterator[Entry]:
        """What this pack adds to the ledger."""
        yield from entries_of(self.hiding)

    # --- which figure a number is ---

    def figure(
        self, measure: Measure, area: str, periods: Period | Sequence[Period], part: str = "", facet: Facet = NO_FACET
    ) -> Figure | None:
        """The figure that a count of an area over periods is; part: numerator or denominator of a rate or share.

        None where it is no count.
        """
        if measure.kind is not MeasureKind.COUNT and not part:
            return None
        name = f"{measure.key}:{part}" if part else measure.key
        spans = (periods,) if isinstance(periods, Period) else tuple(periods)
        areas = self._made_of(measure.key, facet, area, spans[-1], part or "value")
        return self.wholes.plain(Figure.of(name, areas, spans, facet))

    def _made_of(self, measure: str, facet: Facet, area: str, period: Period, column: str) -> tuple[str, ...]:
        """The smallest areas whose counts an area adds up; itself where it was published apart from them.

        Where that cannot be known of a facet, for it is not published by area, it is as of the others of its measure.
        """
        leaves = self.figures.areas.leaves(area, period.end) if area in self.figures.areas else (area,)
        if leaves == (area,):
            return leaves
        adds_up = self._adds_up(measure, facet, area, leaves, column)
        if adds_up is None:
            others = sorted({row.key.facet for row in self.tracker.rows if row.key.measure == measure} - {facet})
            adds_up = any(self._adds_up(measure, other, area, leaves, column) for other in others)
        return leaves if adds_up else (area,)

    def _adds_up(self, measure: str, facet: Facet, area: str, leaves: tuple[str, ...], column: str) -> bool | None:
        """Whether an area is the sum of the smallest ones in most of the periods in which all are known.

        None where there are no such periods.
        """
        asked = (measure, facet, area, column, leaves)
        if asked not in self._memory:
            self._memory[asked] = self._is_sum(*asked)
        return self._memory[asked]

    @cached_property
    def _memory(self) -> dict[tuple[str, Facet, str, str, tuple[str, ...]], bool | None]:
        return {}

    def _is_sum(self, measure: str, facet: Facet, area: str, column: str, leaves: tuple[str, ...]) -> bool | None:
        try:
            panel = self.figures.panel(measure, (area, *leaves), facets=[facet])
        except NotFound:
            return None
        rows = [SeriesKey(measure, key, facet) for key in (area, *leaves)]
        if not all(key in panel for key in rows[:1]):
            return None
        whole: Floats = getattr(panel.series(rows[0]), column)
        parts = [getattr(panel.series(key), column) for key in rows[1:] if key in panel]
        if not parts:
            return None
        gap = np.abs(whole - np.sum(parts, axis=0))
        known = gap[~np.isnan(gap)]
        return bool(np.mean(known < NEAR) > 0.5) if known.size else None

    def figure_of(
        self, row: TrackerRow, periods: Period | Sequence[Period], part: str = "", area: str = ""
    ) -> Figure | None:
        """The figure that a count of a row is; area: another one of the same measure."""
        return self.figure(row.measure, area or row.key.area, periods, part, row.key.facet)

    def figure_of_run(self, printed: Printed) -> Figure | None:
        return self.figure(printed.measure, printed.key.area, printed.periods, printed.part, printed.key.facet)

    def is_hidden_run(self, printed: Printed) -> bool:
        return self.is_hidden(self.figure_of_run(printed))

    # --- the counts of a row ---

    def _of(self, row: TrackerRow) -> Iterator[tuple[Figure, float]]:
        yield from self._by_period(row)
        if row.measure.kind is MeasureKind.COUNT:
            yield from self._year_ago(row)
            yield from self._year_before(row)
        group = None if isinstance(row.group, str) else row.group.comparison
        for comparison in filter(None, (row.comparison, row.parts, group, *(gap.comparison for gap in row.peers))):
            months = self.run_of(row, comparison)
            part = "" if row.measure.kind is MeasureKind.COUNT else "numerator"
            for standing in comparison.standings:
                if found := self.figure_of(row, months, part, standing.area):
                    yield found, standing.count
                if part and (found := self.figure_of(row, months, "denominator", standing.area)):
                    yield found, standing.base

    def _by_period(self, row: TrackerRow) -> Iterator[tuple[Figure, float]]:
        for part in ("",) if row.measure.kind is MeasureKind.COUNT else PARTS:
            values = getattr(row.shown, part or "value")
            for period, value in zip(row.shown.periods, values.tolist(), strict=True):
                found = self.figure_of(row, period, part)
                if found is not None and value == value:
                    yield found, value

    def _year_ago(self, row: TrackerRow) -> Iterator[tuple[Figure, float]]:
        ago = row.year_ago
        if ago is None:
            return
        for span, whole, end in ((ago.now, ago.value_now, "now"), (ago.then, ago.value_then, "then")):
            months = self.run_of_year_ago(row, span)
            areas = [(row.key.area, whole), *((c.part, getattr(c, end)) for c in row.contributions)]
            for area, value in areas:
                if found := self.figure_of(row, months, area=area):
                    yield found, value

    def run_of_year_ago(self, row: TrackerRow, span: tuple[Period, Period]) -> list[Month]:
        """The months of one of the two years that are compared, without those left out of both."""
        assert row.year_ago is not None
        left_out = row.year_ago.left_out
        months = [p for p in self._run(row, span, ()) if isinstance(p, Month)]
        return [p for p in months if p not in left_out and p.shift(YEAR) not in left_out]

    def _year_before(self, row: TrackerRow) -> Iterator[tuple[Figure, float]]:
        figure = self.year_before(row)
        if figure is not None and row.outturn is not None and row.outturn.year_before is not None:
            yield figure, row.outturn.year_before

    def year_before(self, row: TrackerRow) -> Figure | None:
        """The financial year before the one whose outturn is projected."""
        if row.outturn is None or row.outturn.year_before is None:
            return None
        before = FinancialYear.of(row.outturn.window.start).shift(-1)
        return self.figure_of(row, before)

    def _averages(self, row: TrackerRow) -> Iterator[tuple[Figure, float]]:
        """The total behind each average of a chart of counts, where it is the plain mean of the periods it spans."""
        chart = row.chart
        if chart is None or row.measure.kind is not MeasureKind.COUNT:
            return
        for group in range(int(chart.group.max()) + 1):
            at = [i for i in np.flatnonzero(chart.group == group).tolist() if not np.isnan(row.shown.value[i])]
            total = float(row.shown.value[at].sum())
            is_mean = at and abs(float(chart.centre[at[0]]) * len(at) - total) < NEAR * max(total, 1)
            if is_mean and (found := self.figure_of(row, [row.shown.periods[i] for i in at])):
                yield found, total

    def run_of(self, row: TrackerRow, comparison: Comparison) -> list[Period]:
        """The periods that areas are compared over."""
        return self._run(row, comparison.periods, comparison.without)

    @staticmethod
    def _run(row: TrackerRow, span: tuple[Period, Period], without: Sequence[Period]) -> list[Period]:
        known = {*row.series.periods, *row.shown.periods}
        return sorted(p for p in known if span[0] <= p <= span[1] and p not in without) or [*dict.fromkeys(span)]
