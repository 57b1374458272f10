"""Intervals of a share that comes with a standard error: from a weighted sample, or as somebody published it.

A normal interval of a rare share runs below 0; these stay between 0 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence


def logit_interval(
    share: ArrayLike,
    standard_error: ArrayLike,
    *,
    degrees_of_freedom: ArrayLike = np.inf,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return the interval of a share made on the logit scale and turned back.

    share, standard_error: shape (...), from 0 to 1. NaN where the share is 0 or 1: there the logit has no end, and
    `beta_interval` is the one to take. Raises Refused for a share outside 0 to 1 or a negative standard error.
    Source: E. L. Korn and B. I. Graubard, Analysis of Health Surveys, 1999, section 3.2.
    """
    from scipy.special import expit, logit

    p, se = _checked(share, standard_error)
    inside = (p > 0) & (p < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = student_quantile(degrees_of_freedom, confidence) * se / (p * (1 - p))
        lower, upper = expit(logit(p) - reach), expit(logit(p) + reach)
    return Interval(p, np.where(inside, lower, np.nan), np.where(inside, upper, np.nan), confidence)


def beta_interval(
    share: ArrayLike,
    standard_error: ArrayLike,
    n: ArrayLike,
    *,
    degrees_of_freedom: ArrayLike,
    least_n: ArrayLike | None = None,
    most_n: ArrayLike | None = None,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return the exact interval of the answers that a share with this standard error is worth.

    share, standard_error, n: shape (...); n: answers. least_n: what a share of 0 or 1, whose standard error is 0, is
    taken to be worth: the smaller of the clusters and Kish's n; n where left out. most_n: as of `design_n`.
    Source: E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193: Clopper and Pearson's interval at
    `design_n`.
    """
    from scipy.special import betaincinv

    check_confidence(confidence)
    p, _ = _checked(share, standard_error)
    worth = design_n(
        share, standard_error, n, degrees_of_freedom=degrees_of_freedom, least_n=least_n, most_n=most_n,
        confidence=confidence,
    )  # fmt: skip
    tail, hits = (1 - confidence) / 2, p * worth
    with np.errstate(invalid="ignore"):
        lower = np.where(p > 0, betaincinv(np.where(p > 0, hits, 1.0), worth - hits + 1, tail), 0.0)
        upper = np.where(p < 1, betaincinv(hits + 1, np.where(p < 1, worth - hits, 1.0), 1 - tail), 1.0)
    unknown = np.isnan(p)
    return Interval(p, np.where(unknown, np.nan, lower), np.where(unknown, np.nan, upper), confidence)


def design_n(
    share: ArrayLike,
    standard_error: ArrayLike,
    n: ArrayLike,
    *,
    degrees_of_freedom: ArrayLike,
    least_n: ArrayLike | None = None,
    most_n: ArrayLike | None = None,
    confidence: float = CONFIDENCE,
) -> Floats:
    """How many independent answers a share is worth, few degrees of freedom allowed for; shape (...).

    most_n: what it can be worth at most: n where left out; more where much of a finite population answered.
    """
    p, se = _checked(share, standard_error)
    base = np.asarray(n, dtype=np.float64)
    few = student_quantile(base - 1, confidence) / student_quantile(degrees_of_freedom, confidence)
    worth = np.where(se > 0, implied_n(p, se) * few**2, base if least_n is None else np.asarray(least_n, np.float64))
    return np.asarray(np.minimum(worth, base if most_n is None else np.asarray(most_n, np.float64)))


def implied_n(share: ArrayLike, standard_error: ArrayLike) -> Floats:
    """The size of the simple random sample that would have this standard error: p (1 - p) over its square.

    share, standard_error: shape (...). NaN where the standard error is 0.
    """
    p, se = _checked(share, standard_error)
    return np.asarray(np.divide(p * (1 - p), se**2, out=np.full(p.shape, np.nan), where=se > 0))


def student_quantile(degrees_of_freedom: ArrayLike, confidence: float = CONFIDENCE) -> Floats:
    """The number of standard errors on each side, by degrees of freedom; the normal one where they are infinite."""
    from scipy.special import ndtri, stdtrit

    check_confidence(confidence)
    degrees, at = np.asarray(degrees_of_freedom, dtype=np.float64), 0.5 + confidence / 2
    return np.asarray(np.where(np.isinf(degrees), ndtri(at), stdtrit(np.where(np.isinf(degrees), 1.0, degrees), at)))


def _checked(share: ArrayLike, standard_error: ArrayLike) -> tuple[Floats, Floats]:
    p, se = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(standard_error, np.float64))
    if ((p < 0) | (p > 1)).any():
        raise Refused("A share lies outside 0 to 1. Divide percentages by 100.")
    if (se < 0).any():
        raise Refused("A standard error cannot be negative. Check that the columns are not exchanged.")
    return p, se
