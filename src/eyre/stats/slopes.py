"""The slope of a series before and after a stated period, with intervals that allow for autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused, TooFewPoints
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence

FEWEST_A_SIDE = 6
COLUMNS = 4  # level and slope, before and after
BEFORE, AFTER = np.array([0.0, 1.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])  # which column a slope is
AUTOCORRELATIONS = np.linspace(0.0, 0.95, 39)  # tried in turn; neighbours that repel each other earn no credit


@dataclass(frozen=True, slots=True)
class SlopeChange:
    """Slopes in the measure's unit per period, before and after a split, and the second less the first; each (...).

    autocorrelation: how far neighbouring periods hang together about the two lines, 0 to 0.95; shape (...).
    """

    before: Interval
    after: Interval
    change: Interval
    autocorrelation: Floats


def slope_change(values: ArrayLike, split: int, *, confidence: float = CONFIDENCE) -> SlopeChange:
    """Fit one straight line before and one from `split` on, each with its own level, and compare their slopes.

    values: shape (..., n), oldest first, NaN where missing. split: index of the first period of the second part.
    Raises TooFewPoints where a series has fewer than six values on a side; Refused where the split lies outside.

    Least squares, with the variance its slopes have when errors are autoregressive of order 1. Residuals of a short
    series show less autocorrelation than its errors have (B. E. Huitema and J. W. McKean, Psychological Bulletin 110
    (1991) 291), so we take the autocorrelation at which residuals would on average show what these show. Student's t
    on n - 4 degrees of freedom. How often such intervals cover, and why not Newey-West: see
    docs/explanation/comparing-periods.md. Season is not removed: give whole years a side.
    """
    check_confidence(confidence)
    series = np.asarray(values, dtype=np.float64)
    rows = series.reshape(-1, series.shape[-1])
    seen = ~np.isnan(rows)
    _check_sides(seen, split)
    found = np.empty((7, len(rows)))
    for pattern in np.unique(seen, axis=0):  # one pattern, unless there are gaps
        alike = (seen == pattern).all(axis=1)
        time = np.flatnonzero(pattern)
        slopes = np.stack([BEFORE, AFTER, AFTER - BEFORE])
        found[:, alike] = _fit(rows[alike][:, pattern], time, _two_lines(time, split), slopes)
    quantile = _t_quantile(seen.sum(axis=1) - COLUMNS, confidence)
    shape = series.shape[:-1]
    before, after, change = (
        _interval(found[i].reshape(shape), (quantile * found[i + 3]).reshape(shape), confidence) for i in range(3)
    )
    return SlopeChange(before, after, change, found[6].reshape(shape))


def slope(values: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Fit one straight line to each series and return its slope per period, shape (...).

    values: shape (..., n), oldest first, NaN where missing. The interval allows for autocorrelation of order 1 as that
    of `slope_change` does; Student's t on n - 2 degrees of freedom.
    Raises TooFewPoints where a series has fewer than six values.
    """
    check_confidence(confidence)
    series = np.asarray(values, dtype=np.float64)
    rows = series.reshape(-1, series.shape[-1])
    seen = ~np.isnan(rows)
    fewest = int(seen.sum(axis=-1).min(initial=series.shape[-1]))
    if fewest < FEWEST_A_SIDE:
        raise TooFewPoints(f"A slope needs at least {FEWEST_A_SIDE} values; this series has {fewest}. Wait for more.")
    found = np.empty((2, len(rows)))
    for pattern in np.unique(seen, axis=0):
        alike = (seen == pattern).all(axis=1)
        time = np.flatnonzero(pattern)
        line = np.stack([np.ones(len(time)), time - time.mean()], axis=-1)
        found[:, alike] = _fit(rows[alike][:, pattern], time, line, np.array([[0.0, 1.0]]))[:2]
    reach = _t_quantile(seen.sum(axis=1) - 2, confidence) * found[1]
    return _interval(found[0].reshape(series.shape[:-1]), reach.reshape(series.shape[:-1]), confidence)


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


def _fit(values: Floats, time: np.ndarray, design: Floats, slopes: Floats) -> Floats:
    """The slopes, their standard errors and the autocorrelation; (twice the slopes and one, series).

    values: (series, m), complete, at the periods `time` (m,). design: the lines, (m, columns). slopes: which columns,
    or differences of columns, are wanted, (slopes, columns).
    """
    solve = np.linalg.pinv(design)  # (columns, m)
    weights = slopes @ solve  # (slopes, m): a slope is a weighted sum of the values
    left_over = np.eye(len(time)) - design @ solve
    residuals = values @ left_over
    square = (residuals**2).sum(axis=1)
    neighbours = np.flatnonzero(np.diff(time) == 1)
    products = (residuals[:, neighbours] * residuals[:, neighbours + 1]).sum(axis=1)
    shown = np.divide(products, square, out=np.zeros_like(square), where=square > 0)
    expected, variances = _expected_by_autocorrelation(time, weights, left_over, neighbours)
    autocorrelation = np.interp(shown, expected, AUTOCORRELATIONS)
    variance = [square * np.interp(autocorrelation, AUTOCORRELATIONS, each) for each in variances]
    return np.vstack([weights @ values.T, np.sqrt(variance), autocorrelation])


def _expected_by_autocorrelation(
    time: np.ndarray, weights: Floats, left_over: Floats, neighbours: np.ndarray
) -> tuple[Floats, Floats]:
    """What residuals would show on average at each autocorrelation, and the variance of each slope per sum of squares.

    Returns shapes (tried,) and (slopes, tried). With errors of covariance V the residuals have M V M, M the part of the
    values that the lines leave over; its trace is the expected sum of squares.
    """
    apart = np.abs(time[:, None] - time)
    shown, variances = [], []
    for autocorrelation in AUTOCORRELATIONS:
        errors = autocorrelation**apart
        residuals = left_over @ errors @ left_over
        total = np.trace(residuals)
        shown.append(residuals[neighbours, neighbours + 1].sum() / total)
        variances.append(np.einsum("im,mk,ik->i", weights, errors, weights) / total)
    return np.maximum.accumulate(shown), np.transpose(variances)


def _two_lines(time: np.ndarray, split: int) -> Floats:
    """Columns: level and time before, level and time after; (m, 4). Time counts from the split, for round figures."""
    before, since = time < split, time - split
    return np.stack([before, before * since, ~before, ~before * since], axis=-1).astype(np.float64)


def _t_quantile(freedom: np.ndarray, confidence: float) -> Floats:
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, 0.5 + confidence / 2), dtype=np.float64)


def _interval(estimate: Floats, reach: Floats, confidence: float) -> Interval:
    return Interval(estimate, estimate - reach, estimate + reach, confidence)
