"""Which figures of a series are judged together: those since the last break or long gap, without incomplete months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from eyre.body.figures import Figures
from eyre.body.registers import Happening
from eyre.core import AreaKind, AreaTree, NotFound, Panel, Period, Series, SeriesKey, say_date
from eyre.measures import Measure
from eyre.stats import incomplete_months, unusually_many

LONGEST_GAP = 3  # periods missing in a row that a run may bridge; a longer gap begins a new run
NO_STARTS: Mapping[date, str] = MappingProxyType({})
NOT_PLACED = ":no-location"  # the area of a force that gathers its records without a place
SHOWN_MONTHS = 36  # a chart looks back three years: older limits say little about the present process


def latest_run(series: Series, starts: Mapping[date, str] = NO_STARTS) -> tuple[Series, str]:
    """The part of a series after its last long gap and after the last of some days; and in words why not all of it.

    starts: days on which the series begins anew, each with the reason. Where all figures are older than the last of
    them, the newest of them is left, alone.
    """
    series = series.trimmed()
    seen = np.flatnonzero(series.seen)
    if not seen.size:
        return series, ""
    first, why = 0, ""
    gaps = np.flatnonzero(np.diff(seen) > LONGEST_GAP + 1)
    if gaps.size:
        first = int(seen[gaps[-1] + 1])
        before = series.periods[int(seen[gaps[-1]])]
        start = series.periods[first].label
        why = f"Figures before {start} are not used: there are none between {before.label} and then."
    for day, reason in sorted(starts.items()):
        after = next((i for i, period in enumerate(series.periods) if period.start >= day), len(series.periods))
        if after > first:
            first, why = after, f"Figures before {say_date(day)} are not used with later ones: {reason}."
    last = len(series.periods) - 1
    return series.between(series.periods[min(first, last)], series.periods[last]), why


def recent(series: Series, periods: int = SHOWN_MONTHS) -> Series:
    """The last so many periods of a series."""
    first = max(0, len(series.periods) - periods)
    return series.between(series.periods[first], series.periods[-1]) if series.periods else series


def breaks_of(measure: Measure, area: str) -> dict[date, str]:
    """Days of the breaks of a measure that hold for an area, in order, each with its reason."""
    holding = [b for b in measure.breaks if not b.areas or area in b.areas]
    return {b.on: f"the series breaks there ({b.why})" for b in sorted(holding, key=lambda b: b.on)}


# --- months that are not all there ---------------------------------------------------------------------------------


class Completeness:
    """Which months of which areas are short, judged on all measures of one source together.

    A supplier that sends half a month sends half of everything; one crime type alone may well fall by a quarter. A
    month is short for an area when far fewer records than usual came for it, or for a part of it; and for every area
    of a force when unusually many of the force's records could not be placed.
    """

    def __init__(self, figures: Figures, areas: AreaTree, explained: Sequence[Happening] = ()) -> None:
        """explained: happenings that a person says are why few records came; their months are taken as whole."""
        self._figures = figures
        self._areas = areas
        self._explained = explained
        self._cells: dict[str, Set[tuple[str, Period]]] = {}
        self._of_area: dict[tuple[str, str], Set[Period]] = {}

    def of(self, measure: Measure, area: str, periods: Sequence[Period]) -> NDArray[np.bool_]:
        """Booleans over periods: the area is short of records."""
        if not measure.source_key or measure.period != "month":
            return np.zeros(len(periods), dtype=bool)
        short = self._short_periods(measure.source_key, area)
        return np.array([period in short for period in periods], dtype=bool)

    def _short_periods(self, source: str, area: str) -> Set[Period]:
        if source not in self._cells:
            self._cells[source] = self._judge(source)
        if (source, area) not in self._of_area:
            self._of_area[source, area] = {p for part, p in self._cells[source] if self._concerns(part, area, p)}
        return self._of_area[source, area]

    def _concerns(self, part: str, area: str, period: Period) -> bool:
        """Whether what is short makes an area short: it is the area, a part of it, or all of its force."""
        parts = self._areas.leaves(area, period.end) if area in self._areas else ()
        if part.endswith(NOT_PLACED):
            lies_in = (area, *self._areas.ancestors(area, period.end))
            return part not in parts and part.removesuffix(NOT_PLACED) in lies_in
        return part == area or part in parts

    def _is_explained(self, part: str, period: Period) -> bool:
        """Whether a person says why so few records came for a part, or for an area that it lies in."""
        within = {part, *self._areas.ancestors(part, period.end)}
        return any(
            h.start <= period.end and period.start <= (h.end or h.start) and (not h.areas or within & set(h.areas))
            for h in self._explained
        )

    def _judge(self, source: str) -> Set[tuple[str, Period]]:
        """Areas and months that are short; a place of what could not be placed stands for its whole force."""
        panel = total_of_source(self._figures, source)
        if panel is None:
            return frozenset()
        placed = panel.where(lambda key: not self._gathers(key.area))
        flagged = np.argwhere(incomplete_months(placed.value))
        short = {(placed.keys[row].area, placed.periods[column]) for row, column in flagged}
        short |= set(self._badly_placed(panel, placed))
        return {(part, period) for part, period in short if not self._is_explained(part, period)}

    def _badly_placed(self, panel: Panel, placed: Panel) -> Iterator[tuple[str, Period]]:
        for key in panel.keys:
            if key.area.endswith(NOT_PLACED):
                force = key.area.removesuffix(NOT_PLACED)
                mine = placed.where(lambda k, f=force: _is_part(self._areas, k.area, f))  # type: ignore[misc]
                with np.errstate(invalid="ignore", divide="ignore"):  # a month in which nothing could be placed
                    share = panel.series(key).value / np.nansum(mine.value, axis=0)
                yield from ((key.area, panel.periods[i]) for i in unusually_many(share))

    def _gathers(self, area: str) -> bool:
        """Places that gather what could not be placed have no usual month of their own."""
        return area in self._areas and self._areas.get(area).kind is AreaKind.NOT_PLACED


def _is_part(areas: AreaTree, area: str, force: str) -> bool:
    return area in areas and force in areas.ancestors(area, areas.get(area).to_date or date.max)


def total_of_source(figures: Figures, source: str) -> Panel | None:
    """Every count of a source added up over its measures; None where it has no monthly figures."""
    panels = []
    for measure in figures.measures.from_source(source):
        if measure.key in figures.measure_keys and measure.kind.adds_up and measure.period == "month":
            try:
                panels.append(figures.panel(measure.key))
            except NotFound:
                continue
    panels = [panel for panel in panels if len(panel)]
    if not panels:
        return None
    return _added(panels)


def _added(panels: Sequence[Panel]) -> Panel:
    """Panels of several measures added cell by cell; a cell is missing where it is missing in all of them."""
    periods = sorted({period for panel in panels for period in panel.periods})
    areas = sorted({key.area for panel in panels for key in panel.keys})
    column = {period: i for i, period in enumerate(periods)}
    row = {area: i for i, area in enumerate(areas)}
    total = np.zeros((len(areas), len(periods)))
    seen = np.zeros(total.shape, dtype=bool)
    for panel in panels:
        columns = [column[period] for period in panel.periods]
        for index, key in enumerate(panel.keys):
            values = panel.value[index]
            total[row[key.area], columns] += np.nan_to_num(values)
            seen[row[key.area], columns] |= ~np.isnan(values)
    value = np.where(seen, total, np.nan)
    nothing = np.full(value.shape, np.nan)
    keys = tuple(SeriesKey("all", area) for area in areas)
    return Panel(keys, tuple(periods), value, nothing, nothing, nothing)
