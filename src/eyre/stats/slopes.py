"""The slope of a series before and after a stated period, with intervals that allow for autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused, TooFewPoints
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence

FEWEST_A_SIDE = 6
COLUMNS = 4  # level and slope, before and after


@dataclass(frozen=True, slots=True)
class SlopeChange:
    """Slopes in the measure's unit per period, before and after a split, and the second less the first; each (...).

    lags: how many neighbouring periods the standard errors let depend on each other.
    """

    before: Interval
    after: Interval
    change: Interval
    lags: int


def slope_change(values: ArrayLike, split: int, *, confidence: float = CONFIDENCE) -> SlopeChange:
    """Fit one straight line before and one from `split` on, each with its own level, and compare their slopes.

    values: shape (..., n), oldest first, NaN where missing. split: index of the first period of the second
    part.
    Raises TooFewPoints where a series has fewer than six values on a side; Refused where the split lies
    outside. Least squares; covariance after W. K. Newey and K. D. West, Econometrica 55 (1987) 703, Bartlett
    weights, lags floor(4 (n/100)^(2/9)) (their rule of 1994, Rev. Econ. Stud. 61, 631), scaled by n / (n -
    4); Student's t on n - 4 degrees of freedom. Under about 30 values such intervals are somewhat too narrow
    (D. W. K. Andrews, Econometrica 59 (1991) 817). Season is not removed: give whole years a side, or values
    about their season.
    """
    check_confidence(confidence)
    series = np.asarray(values, dtype=np.float64)
    seen = ~np.isnan(series)
    _check_sides(seen, split)
    design = _two_lines(series.shape[-1], split)
    lags = newey_west_lags(series.shape[-1])
    slopes, covariance = _fit(np.where(seen, series, 0.0), seen.astype(np.float64), design, lags)
    reach = _t_quantile(seen.sum(axis=-1) - COLUMNS, confidence)
    before, after = (_interval(slopes[..., i], covariance[..., i, i], reach, confidence) for i in (1, 3))
    spread = covariance[..., 1, 1] + covariance[..., 3, 3] - 2 * covariance[..., 1, 3]
    return SlopeChange(before, after, _interval(slopes[..., 3] - slopes[..., 1], spread, reach, confidence), lags)


def newey_west_lags(n: int) -> int:
    """Periods that the standard errors let depend on each other: 2 for two years of months, 4 for ten."""
    return int(np.floor(4 * (n / 100) ** (2 / 9)))


def _check_sides(seen: np.ndarray, split: int) -> None:
    n = seen.shape[-1]
    if not 0 <= split <= n:
        raise Refused(f"A split at place {split} was asked; the series has places 0 to {n - 1}.")
    before, after = (int(side.sum(axis=-1).min()) for side in (seen[..., :split], seen[..., split:]))
    if min(before, after) < FEWEST_A_SIDE:
        raise TooFewPoints(
            f"Slopes before and after need at least {FEWEST_A_SIDE} values a side; found {before} before and {after} "
            "after. Wait for more periods, or compare the two averages instead."
        )


def _two_lines(n: int, split: int) -> Floats:
    """Columns: level and time before, level and time after; time counts from the middle of each side. (n, 4)."""
    before = np.arange(n) < split
    time = np.where(before, np.arange(n) - (split - 1) / 2, np.arange(n) - (split + n - 1) / 2)
    return np.stack([before, before * time, ~before, ~before * time], axis=-1).astype(np.float64)


def _fit(values: Floats, weight: Floats, design: Floats, lags: int) -> tuple[Floats, Floats]:
    """Coefficients (..., 4) and their Newey-West covariance (..., 4, 4); weight is 1 where seen, 0 where not."""
    columns = weight[..., None] * design  # (..., n, 4): nothing where nothing was seen
    bread = np.linalg.inv(np.swapaxes(columns, -1, -2) @ columns)
    fitted = (bread @ (np.swapaxes(columns, -1, -2) @ values[..., None]))[..., 0]
    score = columns * (values - (columns @ fitted[..., None])[..., 0])[..., None]
    meat = np.swapaxes(score, -1, -2) @ score
    for lag in range(1, lags + 1):
        crossed = np.swapaxes(score[..., lag:, :], -1, -2) @ score[..., :-lag, :]
        meat = meat + (1 - lag / (lags + 1)) * (crossed + np.swapaxes(crossed, -1, -2))
    n = weight.sum(axis=-1)[..., None, None]
    return fitted, n / (n - COLUMNS) * (bread @ meat @ bread)


def _t_quantile(freedom: np.ndarray, confidence: float) -> Floats:
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, 0.5 + confidence / 2), dtype=np.float64)


def _interval(estimate: Floats, variance: Floats, quantile: Floats, confidence: float) -> Interval:
    reach = quantile * np.sqrt(np.maximum(variance, 0.0))
    return Interval(estimate, estimate - reach, estimate + reach, confidence)
