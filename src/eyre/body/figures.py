"""The figures a body knew on a day, as panels of series.

Only what was published is stored: districts, and what could not be placed. A larger area is put together here from its
parts, by the structure of the day that is asked for, so that a reorganisation can be looked at both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from eyre.core import AreaTree, Facet, MeasureKind, Month, NotFound, Panel, Period, SeriesKey, period_between
from eyre.core.series import Floats
from eyre.measures import Catalogue, Measure

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERS = ("value", "numerator", "denominator", "standard_error")


@dataclass(frozen=True)
class Figures:
    """Every row known on a day, with the areas and measures that give it meaning.

    rows: the columns of `observations` and `load`, the id of the load that decides the row.
    """

    rows: pa.Table
    areas: AreaTree
    measures: Catalogue
    as_of: date | None

    @cached_property
    def _cells(self) -> dict[str, Any]:
        """Columns as arrays: names as text objects, periods as days, numbers as floats with NaN."""
        return {name: self.rows[name].to_numpy(zero_copy_only=False) for name in self.rows.column_names}

    @cached_property
    def measure_keys(self) -> tuple[str, ...]:
        """Measures that have any figures, sorted."""
        return tuple(sorted(set(self._cells["measure"])))

    def series_keys(self, measure: str) -> tuple[SeriesKey, ...]:
        """The series of a measure that are stored as published, sorted."""
        at = self._rows_of(measure)
        pairs = set(zip(self._cells["area"][at], self._cells["facet"][at], strict=True))
        return tuple(sorted(SeriesKey(measure, area, Facet.parse(facet)) for area, facet in pairs))

    def facets(self, measure: str) -> tuple[Facet, ...]:
        return tuple(sorted({key.facet for key in self.series_keys(measure)}))

    def loads_of(self, measure: str, area: str | None = None) -> tuple[str, ...]:
        """Ids of the loads that decide the rows of a measure."""
        at = self._rows_of(measure)
        if area is not None:
            at = at & (self._cells["area"] == area)
        return tuple(sorted(set(self._cells["load"][at])))

    def _rows_of(self, measure: str) -> np.ndarray:
        return np.asarray(self._cells["measure"] == measure)

    def panel(
        self,
        measure: str,
        areas: Sequence[str] | None = None,
        *,
        facets: Iterable[Facet] | None = None,
        structure: date | None = None,
    ) -> Panel:
        """The series of a measure over one run of its usual periods, put together for larger areas.

        areas: keys, in the order wanted; all areas with figures when None. facets: which; the empty one when None.
        structure: the day whose structure says of what an area is made; each period's own when None.
        A figure published for an area itself is used before one put together from its parts. A sum of which a part is
        missing is missing. Raises NotFound when the measure has no figures in its usual period.
        """
        definition = self.measures[measure]
        stored = self._stored(definition)
        if not stored:
            raise NotFound(f"There are no figures for {definition.name} by {definition.period}.")
        periods = _run(sorted({period for cells in stored.values() for period in cells}))
        wanted_areas = tuple(areas) if areas is not None else tuple(sorted({key.area for key in stored}))
        wanted_facets = tuple(facets) if facets is not None else (Facet(),)
        keys = [SeriesKey(measure, area, facet) for area in wanted_areas for facet in wanted_facets]
        cube = np.full((len(keys), len(periods), len(NUMBERS)), np.nan)
        put = _Assembly(definition, stored, self.areas, structure)
        for row, key in enumerate(keys):
            for column, period in enumerate(periods):
                cube[row, column] = put.cell(key, period)
        keep = ~np.isnan(cube[:, :, 0]).all(axis=1)
        return _panel([key for key, kept in zip(keys, keep, strict=True) if kept], tuple(periods), cube[keep])

    def _stored(self, measure: Measure) -> dict[SeriesKey, dict[Period, np.ndarray]]:
        """Published cells of a measure in its usual kind of period, by series and period."""
        at = np.flatnonzero(self._rows_of(measure.key))
        cells, is_usual = self._cells, _USUAL[measure.period]
        numbers = np.stack([cells[name][at].astype(float) for name in NUMBERS], axis=1)
        periods: dict[tuple[Any, Any], Period] = {}
        stored: dict[SeriesKey, dict[Period, np.ndarray]] = {}
        facets: dict[str, Facet] = {}
        for index, row in enumerate(at):
            days = (cells["period_start"][row], cells["period_end"][row])
            period = periods.get(days) or periods.setdefault(days, _period(*days))
            if is_usual(period):
                text = cells["facet"][row]
                facet = facets.get(text) or facets.setdefault(text, Facet.parse(text))
                stored.setdefault(SeriesKey(measure.key, cells["area"][row], facet), {})[period] = numbers[index]
        return stored


@dataclass(frozen=True)
class _Assembly:
    """How the figure of a cell is found: as published, or put together from the parts of its area."""

    measure: Measure
    stored: dict[SeriesKey, dict[Period, np.ndarray]]
    areas: AreaTree
    structure: date | None

    def cell(self, key: SeriesKey, period: Period) -> np.ndarray:
        """value, numerator, denominator, standard_error: NaN where there is none."""
        published = self.stored.get(key, {}).get(period)
        if published is not None:
            return published
        parts = self.areas.leaves(key.area, self.structure or period.end) if key.area in self.areas else ()
        if parts in ((), (key.area,)):
            return _NOTHING
        cells = [self.stored.get(SeriesKey(key.measure, part, key.facet), {}).get(period) for part in parts]
        return _NOTHING if any(cell is None for cell in cells) else self._together(np.asarray(cells))

    def _together(self, parts: np.ndarray) -> np.ndarray:
        """Counts add; a rate or proportion is made again from the added numerators and denominators."""
        value, numerator, denominator, _ = parts.sum(axis=0)
        if self.measure.kind is MeasureKind.COUNT:
            return np.array([value, numerator, denominator, np.nan])
        factor = 100.0 if self.measure.kind is MeasureKind.PROPORTION else (self.measure.per or 1.0)
        rate = factor * numerator / denominator if denominator > 0 else np.nan
        return np.array([rate, numerator, denominator, np.nan])


_NOTHING = np.full(len(NUMBERS), np.nan)

_USUAL: dict[str, Callable[[Period], bool]] = {
    "day": lambda period: period.days == 1,
    "week": lambda period: period.days == 7,
    "month": lambda period: isinstance(period, Month),
    "quarter": lambda period: period.start.day == 1 and 90 <= period.days <= 92,
    "financial_year": lambda period: (period.start.month, period.start.day) == (4, 1) and 365 <= period.days <= 366,
    "calendar_year": lambda period: (period.start.month, period.start.day) == (1, 1) and 365 <= period.days <= 366,
}


def _period(start: Any, end: Any) -> Period:
    return period_between(_day(start), _day(end))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else np.datetime64(value, "D").astype(date)


def _run(periods: Sequence[Period]) -> list[Period]:
    """The periods from the first to the last without a gap."""
    run = [periods[0]]
    while run[-1].end < periods[-1].end:
        run.append(_after(run[-1]))
    return run


def _after(period: Period) -> Period:
    """The period of the same kind that begins the day after."""
    start = period.end + timedelta(days=1)
    if isinstance(period, Month):
        return period.shift(1)
    months = round(period.days / 30.4)
    if months == 0:
        return period_between(start, start + timedelta(days=period.days - 1))
    return period_between(start, Month.of(start).shift(months - 1).end)


def _panel(keys: Sequence[SeriesKey], periods: tuple[Period, ...], cube: Floats) -> Panel:
    value, numerator, denominator, error = (np.ascontiguousarray(cube[:, :, i]) for i in range(len(NUMBERS)))
    return Panel(tuple(keys), periods, value, numerator, denominator, error)
