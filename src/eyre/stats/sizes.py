"""How many to ask: for an estimate of stated width, and for a difference of stated size."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats.intervals import CONFIDENCE, normal_quantile

POWER = 0.8  # how often a difference of the stated size is to be shown: the convention, 4 times in 5
JUST_WHOLE = 9  # decimals: 100 x 0.07 is 7.000000000000001 in a computer, and must not be rounded up to 8


def whole_above(value: float) -> int:
    """The whole number at or above a value, blind to the last digits of floating point."""
    return math.ceil(round(value, JUST_WHOLE))


def whole_below(value: float) -> int:
    """The whole number at or below a value, blind to the last digits of floating point."""
    return math.floor(round(value, JUST_WHOLE))


def size_for_margin(
    margin: float, *, share: float = 0.5, population: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """Return how many to ask so that a share has about `margin` on each side (0.05: five points).

    share: the share that is expected; 0.5 asks for most. population: how many there are; None for many.
    Raises Refused for a margin or a share that is not between 0 and 1.
    Source: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 4.4: n0 = z² p (1 - p) / margin², and for a population
    of N n0 / (1 + (n0 - 1) / N), rounded up.
    """
    if not (0 < margin < 1 and 0 < share < 1):
        raise Refused(
            f"A margin of {margin} about a share of {share} was asked. Give both as shares between 0 and 1: 0.05 is "
            "five points."
        )
    without_end = normal_quantile(confidence) ** 2 * share * (1 - share) / margin**2
    if population is None:
        return whole_above(without_end)
    if population < 1:
        raise Refused(f"A population of {population} was given. Give the number of cases in it, 1 or more.")
    return min(whole_above(without_end / (1 + (without_end - 1) / population)), population)


def size_to_show(
    first: ArrayLike, second: ArrayLike, *, power: float = POWER, confidence: float = CONFIDENCE
) -> Floats:
    """Return how many each of two groups needs for a difference of shares to be shown `power` of the time.

    first, second: shape (...), shares from 0 to 1. Infinite where they are equal: no size shows a difference of none.
    Source: J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003), 4.3,
    without continuity correction.
    """
    p, q = np.broadcast_arrays(np.asarray(first, float), np.asarray(second, float))
    if not (((p >= 0) & (p <= 1)).all() and ((q >= 0) & (q <= 1)).all()):
        raise Refused("A size to show a difference needs two shares between 0 and 1: 0.9 is 90%.")
    middle = (p + q) / 2
    both = normal_quantile(confidence) * np.sqrt(2 * middle * (1 - middle))
    apart = normal_quantile(2 * power - 1) * np.sqrt(p * (1 - p) + q * (1 - q))
    with np.errstate(divide="ignore", invalid="ignore"):
        size = ((both + apart) / (p - q)) ** 2
    return np.asarray(np.where(p == q, np.inf, np.ceil(size)))
