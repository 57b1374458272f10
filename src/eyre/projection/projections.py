"""Projections of a panel: what happens next if nothing changes.

The model on a page, and how it was judged: docs/explanation/projection.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, MeasureKind, Month, NotFound, Panel, PathKind, Paths, Period, Refused, SeriesKey, TooFewPoints
from eyre.projection.draws import State, draw_rates
from eyre.projection.figures import Basis, Usable, usable_figures
from eyre.projection.levels import Levels
from eyre.projection.naive import Naive, naive_forecast, naive_months, naive_total
from eyre.projection.pool import Pool, fit, learn_pool, seasons_of
from eyre.projection.season import MONTHS

QUANTILES = np.array([0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975])
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected of one month or of several together, in the measure's unit.

    quantiles: at QUANTILES, never crossing, never below what the figure can be.
    seen: months of the period that were already published and are fixed in it.
    """

    period: Period
    mean: float
    quantiles: tuple[float, ...]
    basis: Basis
    reason: str = ""
    seen: int = 0

    @property
    def median(self) -> float:
        return self.quantiles[3]

    @property
    def interval_80(self) -> tuple[float, float]:
        return self.quantiles[1], self.quantiles[5]

    @property
    def interval_95(self) -> tuple[float, float]:
        return self.quantiles[0], self.quantiles[6]


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

    def row(self, key: SeriesKey) -> int:
        if key not in self.keys:
            raise NotFound(f"There is no projection of {key}.")
        return self.keys.index(key)

    def basis(self, key: SeriesKey) -> tuple[Basis, str]:
        """What stands behind the ranges of a series, and why not a projection; "" where it is one."""
        row = self.row(key)
        return self.usable.basis[row], self.usable.reason[row]

    def ahead(self, key: SeriesKey) -> tuple[Month, ...]:
        """The months that are projected: from the last figure of the series to the horizon."""
        months, last = self.usable.months, self.usable.last_seen(self.row(key))
        return tuple(months[0].shift(t) for t in range(last + 1, len(months) + self.horizon))

    def exposure_ahead(self, key: SeriesKey) -> Floats:
        """The exposure (n) expected in each month ahead: that of the same month a year before."""
        return naive_forecast(self.usable, self.row(key), len(self.ahead(key))).exposure

    def paths(
        self, key: SeriesKey, *, kind: PathKind = PathKind.PUBLISHED, draws: int | None = None, seed: int | None = None
    ) -> Paths:
        """Joint paths of a series, in the measure's unit. Raises TooFewPoints where only a naive range is given."""
        row = self.row(key)
        if self.usable.basis[row] is not Basis.PROJECTION:
            raise TooFewPoints(f"{key}: no paths can be drawn. {self.usable.reason[row]}")
        months = self.ahead(key)
        season = seasons_of(self.usable, self.pool.season, self.horizon)[-len(months) :]
        state = State(*(part[:, row] for part in (self.levels.level, self.levels.gain, self.levels.dispersion, self.weights)))
        latent, published = draw_rates(
            self.usable.family, state, season, self.exposure_ahead(key), key, months,
            draws or self.draws, self.seed if seed is None else seed,
        )
        values = latent if kind is PathKind.LATENT else published
        return Paths(kind, months, values.T * self.usable.unit[row])

    def months(self, key: SeriesKey) -> tuple[Range, ...]:
        """Mean and quantiles of each month ahead."""
        basis, reason = self._shown_basis(key)
        months = self.ahead(key)
        if basis is Basis.PROJECTION:
            values = self.paths(key).values
            means, quantiles = values.mean(axis=0), np.quantile(values, QUANTILES, axis=0)
        else:
            quantiles = naive_months(self.naive(key), QUANTILES)
            means = quantiles[3]
        return tuple(
            Range(month, float(mean), tuple(map(float, column)), basis, reason)
            for month, mean, column in zip(months, means, quantiles.T, strict=True)
        )

    def total(self, key: SeriesKey, window: Period) -> Range:
        """Outturn of any run of whole months; months already published are fixed in it at what was published."""
        basis, reason = self._shown_basis(key)
        seen, ahead = self._parts(key, window)
        if basis is Basis.PROJECTION:
            totals = self.totals_of(key, self.paths(key), window)
            return Range(window, float(totals.mean()), tuple(map(float, np.quantile(totals, QUANTILES))), basis, reason, seen[0].size)
        quantiles = naive_total(self.naive(key), seen, ahead, QUANTILES)
        return Range(window, float(quantiles[3]), tuple(map(float, quantiles)), basis, reason, seen[0].size)

    def totals_of(self, key: SeriesKey, paths: Paths, window: Period) -> Floats:
        """The outturn of each path, shape (draws,), in the measure's unit."""
        row, (seen, ahead) = self.row(key), self._parts(key, window)
        exposure = self.exposure_ahead(key)[ahead]
        amount = paths.values[:, ahead] / self.usable.unit[row] * exposure
        known = np.broadcast_to(seen[0], (len(amount), seen[0].size))
        return self.usable.outturn(np.hstack([known, amount]), np.append(seen[1], exposure)[None, :], row)

    def naive(self, key: SeriesKey) -> Naive:
        return naive_forecast(self.usable, self.row(key), len(self.ahead(key)))

    def _shown_basis(self, key: SeriesKey) -> tuple[Basis, str]:
        basis, reason = self.basis(key)
        if basis is Basis.REFUSED:
            raise TooFewPoints(reason)
        return basis, reason

    def _parts(self, key: SeriesKey, window: Period) -> tuple[tuple[Floats, Floats], slice]:
        """Figures of the window already seen (amount, exposure), and which of the months ahead are in it."""
        row, ahead, first = self.row(key), self.ahead(key), self.usable.months[0]
        begin, end = Month.of(window.start), Month.of(window.end)
        if (window.start, window.end) != (begin.start, end.end) or begin < first or end > ahead[-1]:
            raise NotFound(f"{key}: {window.label} is not made of whole months from {first} to {ahead[-1]}.")
        cut = ahead[0].index
        past = slice(min(begin.index, cut) - first.index, min(end.index + 1, cut) - first.index)
        seen = self.usable.amount[past, row], self.usable.exposure[past, row]
        if np.isnan(seen[0]).any():
            missing = first.shift(past.start + int(np.flatnonzero(np.isnan(seen[0]))[0]))
            raise Refused(f"{key}: {missing.label} is missing or left out, so {window.label} has no outturn.")
        return seen, slice(max(begin.index - cut, 0), max(end.index + 1 - cut, 0))


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
    usable = usable_figures(panel, kind, exclude, starts_at or {})
    in_order = sorted(range(len(panel)), key=lambda row: panel.keys[row])
    pool = pool or learn_pool(usable, in_order)
    levels, weights = fit(usable, pool)
    return Projection(panel.keys, usable, pool, levels, weights, horizon, seed, draws)
