"""The figures a body knew on a day, as panels of series.

Only what was published is stored: districts, and what could not be placed. A larger area is put together here from its
parts, by the structure of the day that is asked for, so that a reorganisation can be looked at both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eyre.body.coverage import stretch
from eyre.core import AreaTree, Facet, MadeUp, MeasureKind, Month, NotFound, Panel, Period, SeriesKey, period_between
from eyre.core.series import Floats
from eyre.measures import Catalogue, Measure

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERS = ("value", "numerator", "denominator", "standard_error")
TEXTS = ("string", "large_string")  # as Arrow calls its types of text


@dataclass(frozen=True)
class Figures:
    """Every row known on a day, with the areas and measures that give it meaning.

    rows: the columns of `observations` and `load`, the id of the load that decides the row. invented: by the id of a
    load whose figures were made up, by whom and why.
    """

    rows: pa.Table
    areas: AreaTree
    measures: Catalogue
    as_of: date | None
    invented: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _columns(self) -> dict[str, Any]:
        """Columns as arrays: names as text objects, each name once in memory, periods as days, numbers as floats with
        NaN."""
        return {name: _array(self.rows[name]) for name in self.rows.column_names}

    @cached_property
    def measure_keys(self) -> tuple[str, ...]:
        """Measures that have any figures, sorted."""
        return tuple(sorted(set(self._columns["measure"])))

    def series_keys(self, measure: str) -> tuple[SeriesKey, ...]:
        """The series of a measure that are stored as published, sorted."""
        at = self._rows_of(measure)
        pairs = set(zip(self._columns["area"][at], self._columns["facet"][at], strict=True))
        return tuple(sorted(SeriesKey(measure, area, Facet.parse(facet)) for area, facet in pairs))

    def loads_of(self, measure: str) -> tuple[str, ...]:
        """Ids of the loads that decide the rows of a measure."""
        return tuple(sorted(set(self._columns["load"][self._rows_of(measure)])))

    def made_up(self, *measures: str) -> MadeUp | None:
        """That figures of a measure, or of several taken together, were made up, all or some; None where none was."""
        loads = [load for measure in measures for load in self.loads_of(measure)]
        reasons = tuple(dict.fromkeys(self.invented[load] for load in loads if load in self.invented))
        return MadeUp(reasons, in_part=any(load not in self.invented for load in loads)) if reasons else None

    def _rows_of(self, measure: str) -> NDArray[np.intp]:
        return np.flatnonzero(self._columns["measure"] == measure)

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
        A figure published for an area itself is used before one put together from its parts, unless the area was made
        of other parts then than the structure asked for says. A sum of which a part is missing is missing. Raises
        NotFound when the measure has no figures in its usual period.
        """
        stored = self._published(measure)
        wanted_areas = tuple(areas) if areas is not None else tuple(sorted({key.area for key in stored.row}))
        wanted_facets = tuple(facets) if facets is not None else (Facet(),)
        keys = [SeriesKey(measure, area, facet) for area in wanted_areas for facet in wanted_facets]
        cube = np.full((len(keys), len(stored.periods), len(NUMBERS)), np.nan)
        for row, key in enumerate(keys):
            cube[row] = self._series(stored, key, structure)
        keep = ~np.isnan(cube[:, :, 0]).all(axis=1)
        return _panel([key for key, kept in zip(keys, keep, strict=True) if kept], stored.periods, cube[keep])

    def _series(self, stored: _Published, key: SeriesKey, structure: date | None) -> Floats:
        """One series, shape (periods, numbers): as published, else put together from the areas directly within."""
        series = stored.of(key)
        if key.area not in self.areas:
            return series
        if structure is not None:
            now = set(self.areas.leaves(key.area, structure))
            then = [set(self.areas.leaves(key.area, period.end)) for period in stored.periods]
            series[[before != now for before in then]] = np.nan
        made_of = [self.areas.parts(key.area, structure or period.end) for period in stored.periods]
        for parts in set(made_of) - {()}:
            at = np.array([other == parts for other in made_of]) & np.isnan(series[:, 0])
            if at.any():
                within = [self._series(stored, SeriesKey(key.measure, part, key.facet), structure) for part in parts]
                series[at] = self._together(self.measures[key.measure], np.stack(within)[:, at])
        return series

    def _together(self, measure: Measure, parts: Floats) -> Floats:
        """Counts add; a rate or proportion is made again from the added numerators and denominators.

        parts: shape (parts, periods, numbers). Returns (periods, numbers).
        """
        value, numerator, denominator, _ = np.moveaxis(parts.sum(axis=0), -1, 0)
        if measure.kind is not MeasureKind.COUNT:
            factor = 100.0 if measure.kind is MeasureKind.PROPORTION else (measure.per or 1.0)
            value = np.divide(factor * numerator, denominator, out=np.full_like(value, np.nan), where=denominator > 0)
        return np.stack([value, numerator, denominator, np.full_like(value, np.nan)], axis=-1)

    def _published(self, measure: str) -> _Published:
        """The cells of a measure in its usual kind of period, as published; NotFound where there are none."""
        if measure not in self._memory:
            self._memory[measure] = self._gather(self.measures[measure])
        return self._memory[measure]

    @cached_property
    def _memory(self) -> dict[str, _Published]:
        return {}

    def _gather(self, measure: Measure) -> _Published:
        at, columns = self._rows_of(measure.key), self._columns
        start, end = (columns[name][at].astype("datetime64[D]") for name in ("period_start", "period_end"))
        _, first, span_of = np.unique(stretch(start, end), return_index=True, return_inverse=True)
        periods = [period_between(*pair) for pair in zip(start[first].tolist(), end[first].tolist(), strict=True)]
        usual = [period for period in periods if _USUAL[measure.period](period)]
        if not usual:
            raise NotFound(f"There are no figures for {measure.name} by {measure.period.replace('_', ' ')}.")
        run = _run(sorted(usual))
        column_of = {period: column for column, period in enumerate(run)}
        column = np.array([column_of.get(period, -1) for period in periods])[span_of]
        names = [f"{area}\n{facet}" for area, facet in zip(columns["area"][at], columns["facet"][at], strict=True)]
        series, row = np.unique(names, return_inverse=True)
        cube = np.full((len(series), len(run), len(NUMBERS)), np.nan)
        numbers = np.stack([columns[name][at].astype(float) for name in NUMBERS], axis=1)
        cube[row[column >= 0], column[column >= 0]] = numbers[column >= 0]
        pairs = (name.split("\n") for name in series)
        keys = {SeriesKey(measure.key, area, Facet.parse(facet)): i for i, (area, facet) in enumerate(pairs)}
        return _Published(keys, tuple(run), cube)


@dataclass(frozen=True, slots=True)
class _Published:
    """The cells of one measure: cube of shape (series, periods, numbers), NaN where there is none."""

    row: dict[SeriesKey, int]
    periods: tuple[Period, ...]
    cube: Floats

    def of(self, key: SeriesKey) -> Floats:
        """A copy of one series, shape (periods, numbers); all NaN where nothing was published."""
        if key not in self.row:
            return np.full(self.cube.shape[1:], np.nan)
        return np.array(self.cube[self.row[key]])


_USUAL: dict[str, Callable[[Period], bool]] = {
    "day": lambda period: period.days == 1,
    "week": lambda period: period.days == 7,
    "month": lambda period: isinstance(period, Month),
    "quarter": lambda period: period.start.day == 1 and period.start.month in (1, 4, 7, 10) and 90 <= period.days <= 92,
    "financial_year": lambda period: (period.start.month, period.start.day) == (4, 1) and 365 <= period.days <= 366,
    "calendar_year": lambda period: (period.start.month, period.start.day) == (1, 1) and 365 <= period.days <= 366,
}


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


def _array(column: pa.ChunkedArray) -> NDArray[Any]:
    if str(column.type) not in TEXTS:
        return np.asarray(column.to_numpy(zero_copy_only=False))
    coded = column.combine_chunks().dictionary_encode()
    names = coded.dictionary.to_numpy(zero_copy_only=False)
    return np.asarray(names[coded.indices.to_numpy(zero_copy_only=False)])
