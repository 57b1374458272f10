"""On a par with a named peer, or with a fixed value: the gap, whether it is small enough, and when it would close."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from eyre.comparison.checks import counted
from eyre.core import Refused
from eyre.stats import CONFIDENCE, Interval, count_interval, slope, wilson_interval


class ParityVerdict(StrEnum):
    """What the figures show of a gap and a tolerance."""

    ON_A_PAR = "on_a_par"  # the whole interval of the gap lies within the tolerance
    APART = "apart"  # the whole interval lies outside it, on one side
    CANNOT_TELL = "cannot_tell"

    def says(self) -> str:
        return {
            "on_a_par": "on a par within the tolerance",
            "apart": "apart by more than the tolerance",
            "cannot_tell": "the figures cannot tell whether the gap is within the tolerance",
        }[self]


@dataclass(frozen=True, slots=True)
class Parity:
    """An area less its peer, in the unit of the value, and the verdict for a tolerance (None: none was stated)."""

    own: Interval
    peer: Interval
    gap: Interval
    tolerance: float | None
    verdict: ParityVerdict | None

    @property
    def is_shown(self) -> bool:
        """Whether the figures show any gap at all."""
        return not bool(self.gap.holds(0.0))


def level_interval(
    events: ArrayLike,
    base: ArrayLike,
    *,
    is_proportion: bool,
    dispersion: ArrayLike = 1.0,
    confidence: float = CONFIDENCE,
) -> Interval:
    """The level of areas with its interval, shape (...): Wilson's for shares, exact Poisson for events over a base.

    dispersion: a count that spreads phi times as wide as a Poisson count says as much as one of a phi-th of its size.
    """
    k, n = counted(events, base, is_proportion=is_proportion)
    phi = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    if is_proportion:
        return wilson_interval(k / phi, n / phi, confidence=confidence)
    count, scale = count_interval(k / phi, confidence=confidence), phi / n
    return Interval(count.estimate * scale, count.lower * scale, count.upper * scale, confidence)


def fixed_value(value: float) -> Interval:
    """A value that is agreed and not estimated, as the other side of a comparison."""
    number = np.asarray(value, dtype=np.float64)
    return Interval(number, number, number)


def parity(own: Interval, peer: Interval, *, tolerance: float | None = None) -> Parity:
    """Set one area against a peer, each with its interval at the same confidence, of shape ().

    The interval of the gap is made from the two by square and add (R. G. Newcombe, Statistics in Medicine 17 (1998)
    873, for shares; G. Y. Zou and A. Donner, ibid. 27 (2008) 1693, for any two independent estimates).
    tolerance: how large a gap is still taken for parity, above 0, in the same unit.
    """
    if tolerance is not None and not tolerance > 0:
        raise Refused(f"A tolerance of {tolerance:g} was asked. Give how large a gap still counts as parity, above 0.")
    middle = own.estimate - peer.estimate
    below = np.hypot(own.estimate - own.lower, peer.upper - peer.estimate)
    above = np.hypot(own.upper - own.estimate, peer.estimate - peer.lower)
    gap = Interval(middle, middle - below, middle + above, own.confidence)
    return Parity(own, peer, gap, tolerance, None if tolerance is None else _verdict(gap, tolerance))


def _verdict(gap: Interval, tolerance: float) -> ParityVerdict:
    lower, upper = float(gap.lower), float(gap.upper)
    if -tolerance <= lower and upper <= tolerance:
        return ParityVerdict.ON_A_PAR
    return ParityVerdict.APART if lower > tolerance or upper < -tolerance else ParityVerdict.CANNOT_TELL


# --- when it would close ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Closing:
    """The slope of a gap per period and, only where its whole interval says the gap closes, the periods left.

    gap: on the fitted line at the last period. periods: estimate, soonest and latest; None where it is not closing.
    """

    gap: float
    slope: Interval
    periods: tuple[float, float, float] | None

    def says(self, period: str = "period") -> str:
        """When it would close at this slope; "not closing" where the slope does not show it."""
        if self.periods is None:
            return "not closing: the slope of the gap does not show that it narrows"
        best, soonest, latest = (max(1, math.ceil(each)) for each in self.periods)
        return (
            f"closing: at this slope the gap is gone in about {best} {period}{'' if best == 1 else 's'} "
            f"({soonest} to {latest})"
        )


def closing(own: ArrayLike, peer: ArrayLike, *, confidence: float = CONFIDENCE) -> Closing:
    """The slope of the gap between two series over the same periods, and how long until it is gone if that goes on.

    own, peer: shape (n,), oldest first, NaN where missing; the peer may be one number. The range of periods comes from
    the interval of the slope alone and is the narrower for it. Raises TooFewPoints below six periods that both have.
    """
    gap = np.asarray(own, dtype=np.float64) - np.asarray(peer, dtype=np.float64)
    found = slope(gap, confidence=confidence)
    time = np.arange(gap.size)
    now = float(np.nanmean(gap) + found.estimate * (time[-1] - time[~np.isnan(gap)].mean()))
    narrows = found.upper < 0 if now > 0 else found.lower > 0
    if not narrows:
        return Closing(now, found, None)
    slowest, fastest = sorted((abs(float(found.lower)), abs(float(found.upper))))
    return Closing(now, found, (abs(now) / abs(float(found.estimate)), abs(now) / fastest, abs(now) / slowest))
