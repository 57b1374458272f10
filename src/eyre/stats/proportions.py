"""Proportions: k of n with an interval, the difference of two, and rolling pools.

All proportions are shares from 0 to 1; a page multiplies by 100. Where n is 0 the share and its interval are
NaN: nothing was asked, so nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence, normal_quantile


def share(k: ArrayLike, n: ArrayLike) -> Floats:
    """k / n, NaN where n is 0 or either is missing; shape of k and n broadcast."""
    hits, base = _counted(k, n)
    return np.asarray(np.divide(hits, base, out=np.full(hits.shape, np.nan), where=base > 0))


def wilson_interval(k: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval for k of n. The usual choice: right on average, also near 0 and 100 %.

    k, n: shape (...), counts, 0 <= k <= n. Raises Refused where k lies outside 0..n.
    Source: E. B. Wilson, JASA 22 (1927) 209; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998)
    857.
    """
    hits, base = _counted(k, n)
    z = normal_quantile(confidence)
    p = share(hits, base)
    middle = 2 * base * p + z**2
    reach = z * np.sqrt(z**2 + 4 * base * p * (1 - p))
    lower, upper = (middle - reach) / (2 * (base + z**2)), (middle + reach) / (2 * (base + z**2))
    return _closed(hits, base, lower, upper, confidence)


def wilson_interval_corrected(k: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval with continuity correction: wider, for those who want cover at worst near 95 %.

    k, n: shape (...), counts, 0 <= k <= n. Raises Refused where k lies outside 0..n.
    Source: method 4 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857.
    """
    hits, base = _counted(k, n)
    z = normal_quantile(confidence)
    p = share(hits, base)
    with np.errstate(invalid="ignore", divide="ignore"):
        low_root = np.sqrt(np.maximum(z**2 - 2 - 1 / base + 4 * p * (base * (1 - p) + 1), 0))
        high_root = np.sqrt(np.maximum(z**2 + 2 - 1 / base + 4 * p * (base * (1 - p) - 1), 0))
    lower = (2 * base * p + z**2 - 1 - z * low_root) / (2 * (base + z**2))
    upper = (2 * base * p + z**2 + 1 + z * high_root) / (2 * (base + z**2))
    return _closed(hits, base, lower, upper, confidence)


def exact_interval(k: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval for k of n: never covers less than it says, often more.

    k, n: shape (...), counts, 0 <= k <= n. Raises Refused where k lies outside 0..n.
    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404, through quantiles of the beta
    distribution.
    """
    from scipy.special import betaincinv

    check_confidence(confidence)
    hits, base = _counted(k, n)
    tail = (1 - confidence) / 2
    lower = betaincinv(np.maximum(hits, 1), base - hits + 1, tail)
    upper = betaincinv(hits + 1, np.maximum(base - hits, 1), 1 - tail)
    return _closed(hits, base, lower, upper, confidence)


def difference_of_proportions(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, confidence: float = CONFIDENCE
) -> Interval:
    """Return the first share less the second, with Newcombe's hybrid score interval.

    k1, n1, k2, n2: shape (...), counts of two independent groups. The result is in shares: 0.05 is 5 points.
    Source: method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998) 873.
    """
    first = wilson_interval(k1, n1, confidence=confidence)
    second = wilson_interval(k2, n2, confidence=confidence)
    gap = first.estimate - second.estimate
    below = np.hypot(first.estimate - first.lower, second.upper - second.estimate)
    above = np.hypot(first.upper - first.estimate, second.estimate - second.lower)
    return Interval(gap, gap - below, gap + above, confidence)


@dataclass(frozen=True, slots=True)
class RollingProportion:
    """Pooled counts and share of the `window` periods that end at each period; each of shape (..., n).

    NaN for the first window - 1 periods, and wherever a period of the window is missing.
    """

    window: int
    numerator: Floats
    denominator: Floats
    value: Floats


def rolling_proportion(numerator: ArrayLike, denominator: ArrayLike, window: int) -> RollingProportion:
    """Pool the last `window` periods at each period: sum of k over sum of n, never a mean of percentages.

    numerator, denominator: shape (..., n), counts, oldest first. Neighbouring values share all but one
    period, so they are no independent evidence of a trend: with equal variances their lag-1 correlation is 1
    - 1/window.
    """
    if window < 1:
        raise Refused(f"A rolling window of {window} periods was asked. Give 1 or more.")
    hits, base = _counted(numerator, denominator)
    missing = np.isnan(hits) | np.isnan(base)
    pooled_hits = _rolling_sum(np.where(missing, np.nan, hits), window)
    pooled_base = _rolling_sum(np.where(missing, np.nan, base), window)
    return RollingProportion(window, pooled_hits, pooled_base, share(pooled_hits, pooled_base))


def _rolling_sum(values: Floats, window: int) -> Floats:
    """Sums over the `window` values that end at each place of the last axis; NaN where the window is not full."""
    sums = np.full(values.shape, np.nan)
    if values.shape[-1] >= window:
        seen = np.lib.stride_tricks.sliding_window_view(values, window, axis=-1)
        sums[..., window - 1 :] = seen.sum(axis=-1)
    return sums


def _counted(k: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """k and n as arrays of one shape. Raises Refused where k is below 0 or above n."""
    hits, base = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    wrong = (hits < 0) | (hits > base)
    if wrong.any():
        raise Refused(
            f"A proportion needs 0 <= k <= n; found {hits[wrong][0]:g} of {base[wrong][0]:g}. "
            "Check that numerator and denominator are not exchanged."
        )
    return hits, base


def _closed(hits: Floats, base: Floats, lower: Floats, upper: Floats, confidence: float) -> Interval:
    """The interval with its ends exactly 0 at none and 1 at all, and NaN where n is 0."""
    unknown = ~(base > 0)
    lower = np.where(unknown, np.nan, np.where(hits == 0, 0.0, np.maximum(lower, 0.0)))
    upper = np.where(unknown, np.nan, np.where(hits == base, 1.0, np.minimum(upper, 1.0)))
    return Interval(share(hits, base), lower, upper, confidence)
