"""Two means with their standard errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Refused
from eyre.stats.intervals import CONFIDENCE, Interval, normal_quantile


def difference_of_means(
    mean1: ArrayLike, se1: ArrayLike, mean2: ArrayLike, se2: ArrayLike, *, confidence: float = CONFIDENCE
) -> Interval:
    """Return the first mean less the second, with a normal interval from the two standard errors.

    All of shape (...), in the measure's unit. The two must be independent: overlapping survey periods are
    not. Normal quantiles, as published standard errors come without degrees of freedom; for bases under
    about 30 the interval is too narrow.
    """
    first, second = np.asarray(se1, dtype=np.float64), np.asarray(se2, dtype=np.float64)
    if (first < 0).any() or (second < 0).any():
        raise Refused("A standard error cannot be negative. Check that the columns are not exchanged.")
    gap = np.asarray(mean1, dtype=np.float64) - np.asarray(mean2, dtype=np.float64)
    reach = normal_quantile(confidence) * np.hypot(first, second)
    return Interval(gap, gap - reach, gap + reach, confidence)
