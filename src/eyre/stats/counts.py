"""Counts of events: the ratio of two, and how often chance alone makes a count fall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence, normal_quantile
from eyre.stats.proportions import exact_interval

ZERO_CORRECTION = 0.5  # added to both counts when one is 0, so that a logarithm exists (Haldane 1956, Anscombe 1956)


class RatioMethod(StrEnum):
    """How the interval of a ratio was made; printed beside it."""

    EXACT = "conditional exact, Poisson"
    LOG_NORMAL = "log-normal, with over-dispersion"


@dataclass(frozen=True, slots=True)
class RateRatio:
    """The rate now over the rate then, with its interval; 0.9 is a fall of 10 %.

    Where both counts are 0 the ratio is NaN; where only the earlier is 0 it is infinite (exact) or NaN
    (log-normal).
    dispersion: the variance of a count over its mean that the interval allows for, shape (...).
    """

    ratio: Interval
    method: RatioMethod
    dispersion: Floats

    @property
    def percent_change(self) -> Interval:
        """The same as a change in percent: -10 is a fall of 10 %."""
        low, mid, high = (100 * (part - 1) for part in (self.ratio.lower, self.ratio.estimate, self.ratio.upper))
        return Interval(mid, low, high, self.ratio.confidence)


def rate_ratio(
    now: ArrayLike,
    then: ArrayLike,
    *,
    exposure_now: ArrayLike = 1.0,
    exposure_then: ArrayLike = 1.0,
    dispersion: ArrayLike | None = None,
    confidence: float = CONFIDENCE,
) -> RateRatio:
    """Compare a count with an earlier one, such as the same period last year.

    now, then: shape (...), counts of separate periods. exposure: days, population or any other base, above 0.
    dispersion: None treats each count as Poisson and gives the exact interval conditional on the sum (J.
    Przyborowski and H. Wilenski, Biometrika 31 (1940) 313). A number (see `dispersion_about_season`) gives
    the log-normal interval with variance phi (1/now + 1/then); phi below 1 is taken as 1. Recorded crime is
    usually over-dispersed, so the exact interval is the narrower and, for monthly crime, too narrow.
    Raises Refused for a negative count or a base that is not above 0.
    """
    counts_now, counts_then = _counts(now), _counts(then)
    base = _exposure(exposure_now), _exposure(exposure_then)
    if dispersion is None:
        interval = _exact_ratio(counts_now, counts_then, base[0] / base[1], confidence)
        return RateRatio(interval, RatioMethod.EXACT, np.ones(interval.estimate.shape))
    phi = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    interval = _log_normal_ratio(counts_now, counts_then, base[0] / base[1], phi, confidence)
    return RateRatio(interval, RatioMethod.LOG_NORMAL, np.broadcast_to(phi, interval.estimate.shape))


def _exact_ratio(now: Floats, then: Floats, base_ratio: Floats, confidence: float) -> Interval:
    """Given their sum, `now` is binomial; its odds over the ratio of the bases are the ratio of the rates."""
    part = exact_interval(now, now + then, confidence=confidence)
    with np.errstate(divide="ignore"):
        odds = [p / (1 - p) / base_ratio for p in (part.estimate, part.lower, part.upper)]
    return Interval(odds[0], odds[1], odds[2], confidence)


def _log_normal_ratio(now: Floats, then: Floats, base_ratio: Floats, phi: Floats, confidence: float) -> Interval:
    lift = np.where((now == 0) | (then == 0), ZERO_CORRECTION, 0.0)
    reach = normal_quantile(confidence) * np.sqrt(phi * (1 / (now + lift) + 1 / (then + lift)))
    middle = (now + lift) / (then + lift) / base_ratio
    plain = np.divide(now, then, out=np.full(np.broadcast(now, then).shape, np.nan), where=then > 0) / base_ratio
    return Interval(plain, middle * np.exp(-reach), middle * np.exp(reach), confidence)


def count_interval(counts: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of the mean of a Poisson count.

    counts: shape (...), not negative. A count of 0 has a lower bound of 0 and an upper of 3.69 at 95 %.
    Source: F. Garwood, Biometrika 28 (1936) 437, by the chi-squared (here gamma) distribution.
    """
    from scipy.special import gammaincinv

    check_confidence(confidence)
    seen, tail = _counts(counts), (1 - confidence) / 2
    lower = np.where(seen > 0, gammaincinv(np.maximum(seen, 1), tail), 0.0)
    return Interval(seen, lower, np.asarray(gammaincinv(seen + 1, 1 - tail)), confidence)


def chance_of_a_lower_count(mean: ArrayLike) -> Floats:
    """Return the chance that the later of two counts is strictly lower although nothing changed.

    mean: shape (...), the level of both Poisson counts. Close to a half unless counts are small: "better
    than last quarter" is passed by luck nearly every second time. Chance of a tie: P(X = Y) = exp(-2m)
    I0(2m).
    Source: the difference of two Poisson counts, J. G. Skellam, JRSS 109 (1946) 296.
    """
    from scipy.special import i0e

    return np.asarray((1 - i0e(2 * _counts(mean))) / 2, dtype=np.float64)


def _counts(values: ArrayLike) -> Floats:
    counts = np.asarray(values, dtype=np.float64)
    if (counts < 0).any():
        raise Refused(f"A count cannot be negative; found {counts[counts < 0][0]:g}.")
    return counts


def _exposure(values: ArrayLike) -> Floats:
    base = np.asarray(values, dtype=np.float64)
    if (base <= 0).any():
        raise Refused(f"A base must be above 0; found {base[base <= 0][0]:g}. Leave out the period without one.")
    return base
