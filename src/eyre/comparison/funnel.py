"""Funnels: how far from a common level chance takes an area of a given size.

Proportions: normal limits about the target, cut at 0 and 1. Rates and ratios of observed to expected: exact Poisson
limits through the gamma distribution. With over-dispersion a variance between areas is added, never taken away.
Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005)
1185. Where we differ from others' funnels: docs/explanation/comparison.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.comparison.checks import check_areas, counted
from eyre.comparison.dispersion import OverDispersion, over_dispersion
from eyre.core import Floats, Refused
from eyre.stats import CONFIDENCE, Interval, count_interval
from eyre.stats.intervals import check_confidence, normal_quantile

ALARM = 0.998  # three standard errors, as charts of processes have them
LIMITS = (CONFIDENCE, ALARM)


class FunnelKind(StrEnum):
    """What an area's value is made of."""

    PROPORTION = "proportion"  # k of n
    RATE = "rate"  # events over people or another base
    RATIO = "ratio"  # observed events over expected ones


@dataclass(frozen=True, slots=True)
class Funnel:
    """Areas about a common level.

    target: shape (...); value, z: shape (..., areas), value as a share, per one of the base, or observed over expected.
    limits: one interval a confidence, about the target, each of shape (..., areas). dispersion: None where the limits
    allow for chance of counting only.
    """

    kind: FunnelKind
    target: Floats
    value: Floats
    z: Floats
    limits: tuple[Interval, ...]
    dispersion: OverDispersion | None

    def side(self, confidence: float = CONFIDENCE) -> NDArray[np.int_]:
        """Where each area lies: -1 below the limits, 1 above, 0 within; on a limit is within. Shape (..., areas)."""
        for limit in self.limits:
            if limit.confidence == confidence:
                # The least of rounding must not put an area outside the limit on which it lies.
                return np.where(self.value > limit.upper + 1e-12, 1, np.where(self.value < limit.lower - 1e-12, -1, 0))
        have = ", ".join(f"{limit.confidence:g}" for limit in self.limits)
        raise Refused(f"This funnel has no limits at {confidence:g}. It has: {have}.")


def funnel(
    events: ArrayLike,
    base: ArrayLike,
    *,
    kind: FunnelKind,
    target: ArrayLike | None = None,
    with_dispersion: bool = False,
    confidences: Sequence[float] = LIMITS,
) -> Funnel:
    """Set areas about their pooled level, or about a target.

    events, base: shape (..., areas): k and n of a proportion; events and population (or tests, or premises) of a rate;
    observed and expected of a ratio. target: shape (...), in the unit of the value; None takes all areas together, for
    a ratio 1. with_dispersion: add the variance between areas (`over_dispersion`).
    Raises Refused for fewer than two areas, a missing or negative count, a base not above 0, k above n, and where no
    area has an event; TooFewPoints where over-dispersion is asked of fewer than five areas.
    """
    k, n = counted(events, base, is_proportion=kind is FunnelKind.PROPORTION)
    check_areas(k.shape[-1], "A funnel")
    level = _level(k, n, kind, target)
    z, error = _scores(k, n, kind, level[..., None])
    found = over_dispersion(z, error) if with_dispersion else None
    tau_squared = found.tau_squared[..., None] if found else np.float64(0)
    limits = control_limits(n, level[..., None], kind=kind, tau_squared=tau_squared, confidences=confidences)
    return Funnel(kind, level, k / n, z, limits, found)


def control_limits(
    base: ArrayLike,
    target: ArrayLike,
    *,
    kind: FunnelKind,
    tau_squared: ArrayLike = 0.0,
    confidences: Sequence[float] = LIMITS,
) -> tuple[Interval, ...]:
    """The limits about a target at each size: for the areas of a funnel, or for a grid of sizes to draw its lines.

    base, target, tau_squared: of shapes that broadcast. tau_squared is a variance of shares (proportion) or of the
    square root of observed over expected (rate, ratio).
    """
    n, level, tau = (np.asarray(each, dtype=np.float64) for each in (base, target, tau_squared))
    make = _share_limits if kind is FunnelKind.PROPORTION else _count_limits
    return tuple(make(n, level, tau, confidence) for confidence in confidences)


def limits_at_observed(observed: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """The limits of observed over expected, by the number observed: the ratio at which the count would just stand out.

    observed: shape (...), counts. Another way to draw the same test as `control_limits`: an area lies outside both or
    within both. It is how Public Health England's tools tabulate them. With nothing observed the upper limit is NaN.
    """
    exact = count_interval(observed, confidence=confidence)
    seen = exact.estimate
    upper = np.divide(seen, exact.lower, out=np.full(seen.shape, np.nan), where=exact.lower > 0)
    return Interval(np.ones(seen.shape), np.asarray(seen / exact.upper), upper, confidence)


# --- the level and the scores --------------------------------------------------------------------------------------


def _level(k: Floats, n: Floats, kind: FunnelKind, target: ArrayLike | None) -> Floats:
    if target is not None:
        level = np.asarray(np.broadcast_to(np.asarray(target, dtype=np.float64), k.shape[:-1]))
        if not (level > 0).all() or (kind is FunnelKind.PROPORTION and not (level < 1).all()):
            raise Refused("A funnel needs a target above 0 and, for proportions, below 1 (90 % is 0.9).")
        return level
    if kind is FunnelKind.RATIO:
        return np.ones(k.shape[:-1])
    if (k.sum(axis=-1) == 0).any():
        raise Refused("No area has an event, so there is no level to set them about. Give a target.")
    return np.asarray(k.sum(axis=-1) / n.sum(axis=-1))


def _scores(k: Floats, n: Floats, kind: FunnelKind, level: Floats) -> tuple[Floats, Floats]:
    """How many standard errors each area lies from the level, and the standard error on the scale of the limits.

    Rates and ratios are scored on the square root, where the variance of a count does not hang on its mean.
    """
    if kind is FunnelKind.PROPORTION:
        error = np.sqrt(level * (1 - level) / n)
        gap = k / n - level
        return np.divide(gap, error, out=np.zeros(gap.shape), where=error > 0), error
    expected = level * n
    return 2 * (np.sqrt(k) - np.sqrt(expected)), 1 / (2 * np.sqrt(expected))


# --- limits --------------------------------------------------------------------------------------------------------


def _share_limits(n: Floats, level: Floats, tau_squared: Floats, confidence: float) -> Interval:
    reach = normal_quantile(confidence) * np.sqrt(level * (1 - level) / n + tau_squared)
    middle = np.broadcast_to(level, reach.shape)
    return Interval(middle, np.maximum(level - reach, 0.0), np.minimum(level + reach, 1.0), confidence)


def _count_limits(n: Floats, level: Floats, tau_squared: Floats, confidence: float) -> Interval:
    """Exact Poisson limits; with over-dispersion those of the square root where they are wider."""
    expected = level * n
    lower, upper = _exact_limits(expected, confidence)
    reach = normal_quantile(confidence) * np.sqrt(1 / (4 * expected) + tau_squared)
    is_wide = tau_squared > 0
    # Below 0 the root has no meaning: squared, it would turn back up and narrow the limits of the smallest areas.
    wide_lower, wide_upper = np.maximum(1 - reach, 0.0) ** 2, (1 + reach) ** 2
    lower = np.where(is_wide, np.minimum(lower, wide_lower), lower)
    upper = np.where(is_wide, np.maximum(upper, wide_upper), upper)
    return Interval(np.broadcast_to(level, lower.shape), level * lower, level * upper, confidence)


def _exact_limits(expected: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Observed over expected beyond which the exact interval of a count would leave out what was expected.

    A count of k lies above exactly when k or more has a chance under half of 1 - confidence, read between whole
    counts: k = 1 + the inverse of the Poisson distribution function.
    """
    from scipy.special import pdtrik

    check_confidence(confidence)
    tail = (1 - confidence) / 2
    can_be_low = np.exp(-expected) < tail  # else not even no event at all would be remarkable
    fewest = np.where(can_be_low, pdtrik(tail, np.where(can_be_low, expected, 10.0)), 0.0)
    return np.asarray(fewest / expected), np.asarray((1 + _most(1 - tail, expected)) / expected)


def _most(share: float, expected: Floats) -> Floats:
    """The inverse of the Poisson distribution function, -1 to 0 where one event alone is already beyond the limit."""
    from scipy.special import pdtrik

    none = -np.log(share)  # about 0.025 expected events: below it a single one has a chance under the tail
    small = expected < none
    return np.asarray(np.where(small, expected / none - 1, pdtrik(share, np.where(small, 10.0, expected))))
