"""How the values of a window become one, and how sure the level behind it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eyre.body.commitment_test import Aggregate
from eyre.commitments.figures import PERCENT, AreaPaths, scale_of
from eyre.core import Floats, MeasureKind, Period, Refused
from eyre.measures import Measure
from eyre.stats import chance_of_share_at_least

SAME = 1e-9  # relative: a figure this near to the line is on it


def _pooled(part: AreaPaths, scale: float) -> Floats:
    """Sum of numerators over sum of denominators, never a mean of percentages; NaN where nothing was counted."""
    if part.numerator is None or part.denominator is None:
        raise Refused("A pooled rate needs numerator and denominator. Load them, or use the mean and say so.")
    hits, base = np.broadcast_arrays(part.numerator.sum(axis=-1), part.denominator.sum(axis=-1))
    return np.asarray(scale * np.divide(hits, base, out=np.full(base.shape, np.nan), where=base > 0))


AGGREGATES: dict[Aggregate, Callable[[AreaPaths, float], Floats]] = {
    Aggregate.SUM: lambda part, _: np.asarray(part.paths.values.sum(axis=-1)),
    Aggregate.MEAN: lambda part, _: np.asarray(part.paths.values.mean(axis=-1)),
    Aggregate.LAST: lambda part, _: np.asarray(part.paths.values[:, -1]),
    Aggregate.POOLED_RATE: _pooled,
}


def aggregate(area: AreaPaths, window: Period, how: Aggregate, measure: Measure) -> Floats:
    """The value of a window on each path, in the measure's unit; shape (draws,)."""
    return AGGREGATES[how](area.cut(window), scale_of(measure))


def usual(area: AreaPaths) -> Aggregate:
    """The aggregate of a test that names none: the pooled rate where the counts are known, else the mean."""
    return Aggregate.POOLED_RATE if area.has_counts else Aggregate.MEAN


def at_least(values: Floats, line: Floats | float) -> np.ndarray:
    """Say where values reach a line; on the line is reaching it, whatever the last binary digit says."""
    return np.asarray(values >= line - SAME * np.maximum(np.abs(line), np.abs(np.nan_to_num(values))))


def above(values: Floats, line: Floats | float) -> np.ndarray:
    """Say where values are truly above a line."""
    return np.asarray(values > line + SAME * np.maximum(np.abs(line), np.abs(np.nan_to_num(values))))


@dataclass(frozen=True, slots=True)
class Level:
    """The underlying level of a window: its likeliest value and standard error in the measure's unit, each (draws,).

    hits, base: the counts it rests on, where the level is a share; then the beta posterior is exact.
    """

    value: Floats
    standard_error: Floats
    hits: Floats | None = None
    base: Floats | None = None
    scale: float = 1.0

    def confidence_at_least(self, line: Floats | float) -> Floats:
        """How sure it is that the level is at least `line`; shape (draws,).

        k of n: the beta posterior from a flat prior (T. Bayes 1763), so 36 of 40 leave 0.39 for 90 %. Otherwise normal.
        """
        if self.hits is not None and self.base is not None and np.ndim(line) == 0:
            share = float(line) / self.scale
            if not 0 < share < 1:
                return np.full(self.hits.shape, float(share <= 0))
            return np.asarray(chance_of_share_at_least(share, self.hits, self.base))
        return normal_confidence(self.value - line, self.standard_error)


def normal_confidence(ahead: Floats, standard_error: Floats) -> Floats:
    """How sure it is that what was estimated as `ahead` is at least 0."""
    from scipy.special import ndtr

    certain = np.where(ahead >= 0, 1.0, 0.0)
    z = np.divide(ahead, standard_error, out=np.zeros_like(ahead), where=standard_error > 0)
    return np.asarray(np.where(standard_error > 0, ndtr(z), certain))


def underlying(area: AreaPaths, window: Period, how: Aggregate, measure: Measure) -> Level:
    """The underlying level of a window. Raises Refused without k of n or a standard error."""
    part = area.cut(window)
    if how is Aggregate.LAST:
        part, how = part.take([len(part.periods) - 1]), usual(part)
    if part.numerator is not None and part.denominator is not None and how is not Aggregate.SUM:
        return _level_of_counts(part.numerator, part.denominator, measure)
    if part.standard_error is None:
        raise Refused(
            f"An underlying level of {measure.name} was asked; it needs k of n or a standard error, and neither is "
            'known. Load them, or read the test as "published".'
        )
    value = AGGREGATES[how](part, scale_of(measure))
    square = (part.standard_error**2).sum(axis=-1)
    return Level(value, np.sqrt(square) / (1 if how is Aggregate.SUM else len(part.periods)))


def _level_of_counts(hits: Floats, base: Floats, measure: Measure) -> Level:
    """The pooled level of k of n (beta) or of events over a base (gamma, here by its mean and deviation)."""
    k, n = np.broadcast_arrays(hits.sum(axis=-1), base.sum(axis=-1))
    scale = scale_of(measure)
    if measure.kind is MeasureKind.PROPORTION:
        middle = (k + 1) / (n + 2)
        return Level(scale * middle, scale * np.sqrt(middle * (1 - middle) / (n + 3)), k, n, PERCENT)
    return Level(scale * (k + 0.5) / n, scale * np.sqrt(k + 0.5) / n)
