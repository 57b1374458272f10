"""Projections of a panel: what happens next if nothing changes.

The model on a page, and how it was judged: docs/explanation/projection.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eyre.core import (
    BadInput,
    Floats,
    MeasureKind,
    Month,
    NotFound,
    Panel,
    PathKind,
    Paths,
    Period,
    Refused,
    SeriesKey,
    TooFewPoints,
)
from eyre.projection.draws import RandomNumbers, State, draw_rates, random_numbers
from eyre.projection.figures import Basis, Usable, usable_figures
from eyre.projection.levels import Levels, over
from eyre.projection.naive import Naive, naive_forecast
from eyre.projection.pool import Pool, fit, learn_pool, seasons_of
from eyre.projection.season import MONTHS

QUANTILES = np.array([0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975])
MEDIAN = 3
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected of one month or of several together, in the measure's unit.

    quantiles: at QUANTILES, never crossing, never below what the figure can be.
    seen: months of the period that were already published and are fixed in it. filled: months before the last figure
    that are missing or left out, and stand in it as the months to come do.
    """

    period: Period
    mean: float
    quantiles: tuple[float, ...]
    basis: Basis
    reason: str = ""
    seen: int = 0
    filled: tuple[Month, ...] = ()

    @property
    def median(self) -> float:
        return self.quantiles[MEDIAN]

    @property
    def interval_80(self) -> tuple[float, float]:
        return self.quantiles[1], self.quantiles[5]

    @property
    def interval_95(self) -> tuple[float, float]:
        return self.quantiles[0], self.quantiles[6]


def range_of(period: Period, values: Floats, seen: int = 0, filled: tuple[Month, ...] = ()) -> Range:
    """The range of a period read off its draws, shape (draws,)."""
    quantiles = tuple(map(float, np.quantile(values, QUANTILES)))
    return Range(period, float(values.mean()), quantiles, Basis.PROJECTION, "", seen, filled)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run of months is made of, for one series.

    amount, exposure: of the months that are there, shape (months, 1). gaps: months before the last figure that are
    missing or left out, by runs. ahead: which of the months ahead.
    """

    amount: Floats
    exposure: Floats
    gaps: tuple[tuple[Month, ...], ...]
    ahead: slice

    @property
    def filled(self) -> tuple[Month, ...]:
        return tuple(month for run in self.gaps for month in run)


@dataclass(frozen=True)
class Projection:
    """Projections of a block of series of one measure, from which joint paths can be drawn."""

    keys: tuple[SeriesKey, ...]
    usable: Usable
    pool: Pool
    levels: Levels
    weights: Floats
    horizon: int
    seed: int = 0
    draws: int = DRAWS

    @cached_property
    def _rows(self) -> dict[SeriesKey, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def row(self, key: SeriesKey) -> int:
        if key not in self._rows:
            raise NotFound(f"There is no projection of {key}.")
        return self._rows[key]

    def basis(self, key: SeriesKey) -> tuple[Basis, str]:
        """What stands behind the ranges of a series, and why not a projection; "" where it is one."""
        row = self.row(key)
        return self.usable.basis[row], self.usable.reason[row]

    def ahead(self, key: SeriesKey) -> tuple[Month, ...]:
        """The months that are projected: from the last figure of the series to the horizon."""
        months, last = self.usable.months, self.usable.last_seen(self.row(key))
        return tuple(months[0].shift(t) for t in range(last + 1, len(months) + self.horizon))

    def naive(self, key: SeriesKey) -> Naive:
        """The naive forecast of a series for the same months."""
        row = self.row(key)
        return naive_forecast(self.usable.take([row], self.usable.last_seen(row) + 1), len(self.ahead(key)))

    def paths(
        self, key: SeriesKey, *, kind: PathKind = PathKind.PUBLISHED, draws: int | None = None, seed: int | None = None
    ) -> Paths:
        """Joint paths of a series, in the measure's unit. Raises TooFewPoints where only a naive range is given."""
        row, months = self.row(key), self.ahead(key)
        if self.usable.basis[row] is not Basis.PROJECTION:
            raise TooFewPoints(f"{key}: no paths can be drawn. {self.usable.reason[row]}")
        numbers = random_numbers(self.seed if seed is None else seed, key)
        latent, published = self.draw([row], months, self.naive(key).exposure, draws or self.draws, numbers)
        return Paths(kind, months, (latent if kind is PathKind.LATENT else published)[:, 0].T)

    def draw(
        self, rows: list[int], months: tuple[Month, ...], exposure: Floats, draws: int, numbers: RandomNumbers
    ) -> tuple[Floats, Floats]:
        """Latent and published paths of series whose figures end in the same month, in the measure's unit.

        exposure: shape (months, series). Each path: shape (months, series, draws).
        """
        fitted = (self.levels.level, self.levels.gain, self.levels.dispersion, self.weights)
        state = State(*(part[:, rows] for part in fitted))
        season = seasons_of(self.usable, self.pool.season, self.horizon)[-len(months) :]
        latent, published = draw_rates(self.usable.family, state, season, exposure, months, draws, numbers)
        unit = self.usable.unit[rows][:, None]
        return latent * unit, published * unit

    def months(self, key: SeriesKey) -> tuple[Range, ...]:
        """Mean and quantiles of each month ahead; the naive range where the series cannot be projected."""
        if self._shown_basis(key)[0] is not Basis.PROJECTION:
            return self.naive_months(key)
        paths = self.paths(key)
        return tuple(range_of(month, values) for month, values in zip(paths.periods, paths.values.T, strict=True))

    def total(self, key: SeriesKey, window: Period) -> Range:
        """Outturn of any run of whole months; months already published are fixed in it at what was published.

        A month in it that is missing or left out is drawn at the level the series had when it came, with its season
        and scatter, like a month to come. Raises NotFound where the months are not all within the run of the series.
        """
        if self._shown_basis(key)[0] is not Basis.PROJECTION:
            return self.naive_total(key, window)
        parts = self._parts(key, window)
        return range_of(window, self.totals(key, self.paths(key), window), len(parts.amount), parts.filled)

    def naive_months(self, key: SeriesKey) -> tuple[Range, ...]:
        """What the naive forecast says of each month ahead, to be shown beside `months`."""
        quantiles = self.naive(key).months(QUANTILES)[:, :, 0]
        return tuple(self._naive_range(key, month, q) for month, q in zip(self.ahead(key), quantiles.T, strict=True))

    def naive_total(self, key: SeriesKey, window: Period) -> Range:
        """What the naive forecast says of a run of whole months, to be shown beside `total`."""
        parts = self._parts(key, window)
        told = [self._before(key, gap).naive(key) for gap in parts.gaps]
        gaps = [(naive.amount, naive.exposure) for naive in told]
        quantiles = self.naive(key).total((parts.amount, parts.exposure), parts.ahead, QUANTILES, gaps)
        return self._naive_range(key, window, quantiles[:, 0], len(parts.amount), parts.filled)

    def _naive_range(
        self, key: SeriesKey, period: Period, quantiles: Floats, seen: int = 0, filled: tuple[Month, ...] = ()
    ) -> Range:
        basis, reason = self._shown_basis(key)
        shown = Basis.NAIVE if basis is Basis.PROJECTION else basis
        return Range(period, float(quantiles[MEDIAN]), tuple(map(float, quantiles)), shown, reason, seen, filled)

    def totals(self, key: SeriesKey, paths: Paths, window: Period) -> Floats:
        """The outturn of each path, shape (draws,), in the measure's unit."""
        parts, figures = self._parts(key, window), self.usable.take([self.row(key)])
        pieces = [(paths.values[:, parts.ahead], self.naive(key).exposure[parts.ahead])]
        for gap in parts.gaps:
            known = self._before(key, gap)
            pieces.append((known.paths(key, kind=paths.kind, draws=paths.draws).values, known.naive(key).exposure))
        drawn = sum((values / figures.unit * base[:, 0]).sum(axis=1) for values, base in pieces)
        exposure = over(np.concatenate([parts.exposure, *(base for _, base in pieces)]))
        return figures.outturn(drawn + over(parts.amount), exposure)

    def _before(self, key: SeriesKey, months: tuple[Month, ...]) -> Projection:
        """The projection of a series for some months, from the figures before the first of them."""
        past = self.usable.take([self.row(key)], months[0].index - self.usable.months[0].index)
        return project_usable((key,), past, self.pool, len(months), self.seed, self.draws)

    def _shown_basis(self, key: SeriesKey) -> tuple[Basis, str]:
        basis, reason = self.basis(key)
        if basis is Basis.REFUSED:
            raise TooFewPoints(reason)
        return basis, reason

    def _parts(self, key: SeriesKey, window: Period) -> Parts:
        """Which months of a window are there, which are gaps, and which are ahead."""
        row, ahead, first = self.row(key), self.ahead(key), self.usable.months[0]
        begin, end = Month.of(window.start), Month.of(window.end)
        if (window.start, window.end) != (begin.start, end.end) or begin < first or end > ahead[-1]:
            raise NotFound(f"{key}: {window.label} is not made of whole months from {first} to {ahead[-1]}.")
        seen, cut = self.usable.seen[:, row], ahead[0].index - first.index
        past = np.arange(min(begin.index - first.index, cut), min(end.index - first.index + 1, cut))
        if past.size and not seen[: past[0] + 1].any():
            raise Refused(f"{key}: the figures begin after {begin.label}, so {window.label} has no outturn.")
        there, gaps = past[seen[past]], past[~seen[past]]
        runs = np.split(gaps, np.flatnonzero(np.diff(gaps) > 1) + 1) if gaps.size else []
        return Parts(
            self.usable.amount[there][:, [row]],
            self.usable.exposure[there][:, [row]],
            tuple(tuple(first.shift(int(t)) for t in run) for run in runs),
            slice(max(begin.index - first.index - cut, 0), max(end.index - first.index + 1 - cut, 0)),
        )


def project(
    panel: Panel,
    *,
    kind: MeasureKind,
    horizon: int = MONTHS,
    pool: Pool | None = None,
    exclude: NDArray[np.bool_] | None = None,
    starts_at: Mapping[SeriesKey, Month] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Projection:
    """Project every series of a panel of one measure.

    pool: what the series share; learned from the panel if not given. exclude: shape (series, months), True where a
    month is not to be used (incomplete, wrong). starts_at: the month from which a series is used (after a break).
    Counts are projected from values, rates and proportions from numerator and denominator, means and durations (and
    rates without a denominator) as they are. Raises BadInput with every fault of the panel.
    """
    if horizon < 1 or draws < 1:
        raise BadInput(f"A projection needs at least 1 month ahead and 1 draw; asked were {horizon} and {draws}.")
    usable = usable_figures(panel, kind, exclude, starts_at or {})
    pool = pool or learn_pool(usable, sorted(range(len(panel)), key=lambda row: panel.keys[row]))
    return project_usable(panel.keys, usable, pool, horizon, seed, draws)


def project_usable(
    keys: tuple[SeriesKey, ...], usable: Usable, pool: Pool, horizon: int, seed: int = 0, draws: int = DRAWS
) -> Projection:
    """Project figures that were checked before, with a pool that was learned before."""
    levels, weights = fit(usable, pool)
    return Projection(keys, usable, pool, levels, weights, horizon, seed, draws)
