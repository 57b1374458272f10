"""Process limits: XmR (individual values and moving ranges), and p' and u' for counts over a base.

Sources: D. J. Wheeler, Understanding Variation, 2nd ed., 2000 (XmR); D. B. Laney, Improved control charts for
attributes, Quality Engineering 14 (2002) 531 (p' and u'); NHS England, Making Data Count (screening of ranges, as
in the R package NHSRplotthedots). Where we differ: docs/explanation/spc.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, TooFewPoints
from eyre.stats import share

RANGE_CONSTANT = 1.128  # d2: the mean range of two values from a normal distribution of deviation 1
LIMIT_FACTOR = 2.66  # 3 / 1.128, as printed in every table
SCREEN_FACTOR = 3.267  # D4: ranges of two that are larger than this times their mean come from a special cause
NEAR = 2 / 3  # the near limits lie at two thirds of the reach: 2 deviations of 3


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Where common-cause variation is expected to fall, in the measure's own unit.

    lower, centre, upper: shape (...) for XmR, (..., n) for p and u, where the limits follow the base.
    sigma_z: for p and u, shape (...): how many times wider the values spread than the binomial or Poisson says.
    """

    lower: Floats
    centre: Floats
    upper: Floats
    sigma_z: Floats | None = None

    @property
    def near_lower(self) -> Floats:
        return self.centre - NEAR * (self.centre - self.lower)

    @property
    def near_upper(self) -> Floats:
        return self.centre + NEAR * (self.upper - self.centre)


def xmr_limits(values: ArrayLike, *, screen: bool = True) -> ProcessLimits:
    """Return the natural process limits of each series.

    values: shape (..., n), oldest first on the last axis, in the measure's unit, NaN where missing, n >= 2.
    screen: leave out moving ranges of 3.267 times their mean or more, once, so that one jump does not widen the
    limits for good. A constant series has its limits at its mean. A range over a gap is not taken; a series without
    two neighbouring values has NaN limits. Raises TooFewPoints below two periods.
    """
    series = np.asarray(values, dtype=np.float64)
    _check_length(series)
    centre = _mean(series)
    reach = LIMIT_FACTOR * mean_moving_range(series, screen=screen)
    return ProcessLimits(centre - reach, centre, centre + reach)


def p_limits(
    numerator: ArrayLike, denominator: ArrayLike, *, used: int | None = None, screen: bool = True
) -> ProcessLimits:
    """Return Laney's p' limits of each period, as shares from 0 to 1, not cut there.

    numerator, denominator: shape (..., n), k of n, oldest first, NaN where missing. used: only the first so many
    periods make centre and sigma_z. NaN where the base is 0 or missing. Raises TooFewPoints below two periods.
    """
    base = np.asarray(denominator, dtype=np.float64)
    value = share(numerator, base)
    centre = _pooled(value, base, used)
    return _laney_limits(value, centre, centre * (1 - centre), base, used, screen)


def u_limits(
    numerator: ArrayLike, denominator: ArrayLike, *, used: int | None = None, screen: bool = True
) -> ProcessLimits:
    """Return Laney's u' limits of each period, in events per unit of the base, not cut at 0.

    numerator: events, shape (..., n); denominator: population, days or another base; otherwise as `p_limits`.
    """
    base = np.asarray(denominator, dtype=np.float64)
    value = events_per_base(numerator, base)
    centre = _pooled(value, base, used)
    return _laney_limits(value, centre, centre, base, used, screen)


def events_per_base(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Events over their base; NaN where the base is 0 or missing."""
    events, base = np.broadcast_arrays(np.asarray(numerator, np.float64), np.asarray(denominator, np.float64))
    return np.asarray(np.divide(events, base, out=np.full(events.shape, np.nan), where=base > 0))


def mean_moving_range(values: Floats, *, screen: bool) -> Floats:
    """Mean distance of neighbouring values, shape (...); NaN where no two neighbours are known."""
    ranges = np.abs(np.diff(values, axis=-1))
    mean = _mean(ranges)
    if not screen:
        return mean
    usual = (ranges < SCREEN_FACTOR * mean[..., None]) | (mean[..., None] == 0)  # constant: nothing to leave out
    return _mean(np.where(usual, ranges, np.nan))


def _laney_limits(
    value: Floats, centre: Floats, variance: Floats, base: Floats, used: int | None, screen: bool
) -> ProcessLimits:
    """Limits of each period about a pooled centre (...), widened by the spread of the standardised values."""
    _check_length(value)
    sigma = np.sqrt(variance[..., None] / np.where(base > 0, base, np.nan))  # (..., n)
    known = np.where(np.isnan(value), np.nan, 0.0)  # all or none of n: no spread, z is 0
    z = np.divide(value - centre[..., None], sigma, out=known, where=sigma > 0)
    sigma_z = mean_moving_range(z[..., :used], screen=screen) / RANGE_CONSTANT
    reach = 3 * sigma * sigma_z[..., None]
    middle = np.broadcast_to(centre[..., None], reach.shape)
    return ProcessLimits(middle - reach, middle, middle + reach, sigma_z)


def _pooled(value: Floats, base: Floats, used: int | None) -> Floats:
    """Sum of events over sum of bases of the periods used, shape (...)."""
    known = np.where(np.isnan(value[..., :used]), 0.0, base[..., :used])
    events = np.where(known > 0, value[..., :used] * known, 0.0).sum(axis=-1)
    return events_per_base(events, known.sum(axis=-1))


def _mean(values: Floats) -> Floats:
    """Mean of what is known on the last axis, in two passes so that a constant series gives its own constant."""
    seen = ~np.isnan(values)
    count = seen.sum(axis=-1)
    total = np.where(seen, values, 0.0).sum(axis=-1)
    first = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    rest = np.where(seen, values - first[..., None], 0.0).sum(axis=-1)
    return np.asarray(first + np.divide(rest, count, out=np.zeros(count.shape), where=count > 0))


def _check_length(values: Floats) -> None:
    if values.shape[-1] < 2:
        raise TooFewPoints(
            f"Process limits need at least 2 periods; here there is {values.shape[-1]}. "
            "Wait for the next figure, or re-base from an earlier period."
        )
