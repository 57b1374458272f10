"""What k of n leaves open on one side, in a population without end or of a known size; and what to believe after it.

A one-sided bound answers "at least how many?" and is not an end of the two-sided interval of the same confidence: the
two-sided one keeps half of its doubt for the side that nobody asked about.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats.intervals import CONFIDENCE, check_confidence
from eyre.stats.proportions import exact_interval


def lower_bound(k: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> Floats:
    """Return the exact one-sided lower bound of the share behind k of n: (1 - confidence)^(1/n) when k = n.

    k, n: shape (...), counts, 0 <= k <= n. It is the lower end of the two-sided exact interval that leaves twice the
    doubt. NaN where n is 0. Raises Refused where k lies outside 0..n, and for a confidence under one half.
    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404.
    """
    return exact_interval(k, n, confidence=_two_sided(confidence)).lower


def upper_bound(k: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE) -> Floats:
    """Return the exact one-sided upper bound of the share behind k of n; see `lower_bound`."""
    return exact_interval(k, n, confidence=_two_sided(confidence)).upper


def _two_sided(confidence: float) -> float:
    check_confidence(confidence)
    if confidence <= 0.5:
        raise Refused(
            f"A one-sided bound with confidence {confidence} was asked. Give a share above 0.5, such as 0.95."
        )
    return 2 * confidence - 1


def chance_of_at_most(hits: ArrayLike, drawn: ArrayLike, *, share: ArrayLike) -> Floats:
    """Return how likely at most `hits` of `drawn` cases are, each a hit with chance `share`; the three broadcast."""
    from scipy.special import bdtr

    return np.asarray(bdtr(*np.broadcast_arrays(np.asarray(hits, float), np.asarray(drawn, int), np.asarray(share))))


def chance_of_at_most_in(hits: ArrayLike, drawn: ArrayLike, *, marked: ArrayLike, population: ArrayLike) -> Floats:
    """Return how likely at most `hits` are among `drawn` of a population with `marked` of the kind; the four broadcast.

    Drawn without putting back: the hypergeometric distribution.
    """
    from scipy.stats import hypergeom

    return np.asarray(hypergeom.cdf(hits, population, marked, drawn))


def most_marked(hits: int, drawn: int, *, population: int, confidence: float = CONFIDENCE) -> int:
    """Return the largest number of a kind in the whole population that `hits` of `drawn` leave open, one-sided.

    The largest D for which at most `hits` would be seen with a chance above 1 - confidence. D counts the drawn ones
    too. Raises Refused unless 0 <= hits <= drawn <= population.
    Source: the exact test turned round, as in Clopper and Pearson, with the hypergeometric distribution; J. Wright,
    Exact confidence bounds when sampling from small finite universes (1991).
    """
    check_confidence(confidence)
    if not 0 <= hits <= drawn <= population:
        raise Refused(
            f"A bound for a population needs 0 <= seen <= drawn <= population; found {hits} seen, {drawn} drawn, "
            f"{population} in the population."
        )
    low, high = hits, population - (drawn - hits)  # what has been seen is certain, on both sides
    level = (1 - confidence) * (1 + 1e-9)  # a chance of just 1 in 20 is not above it, whatever the last digit says
    while low < high:
        middle = (low + high + 1) // 2
        is_open = chance_of_at_most_in(hits, drawn, marked=middle, population=population) > level
        low, high = (middle, high) if is_open else (low, middle - 1)
    return low


# --- belief after k of n, from a uniform prior ---


def posterior_mean(k: ArrayLike, n: ArrayLike) -> Floats:
    """Return the mean of Beta(k + 1, n - k + 1), what a uniform prior becomes after k of n; shape (...)."""
    return np.asarray((np.asarray(k, float) + 1) / (np.asarray(n, float) + 2))


def posterior_point(k: ArrayLike, n: ArrayLike, part: ArrayLike) -> Floats:
    """Return the point with `part` of the belief below it, from a uniform prior; the three broadcast."""
    from scipy.special import betaincinv

    hits, base = np.asarray(k, float), np.asarray(n, float)
    return np.asarray(betaincinv(hits + 1, base - hits + 1, part))


def chance_of_share_at_least(level: ArrayLike, k: ArrayLike, n: ArrayLike) -> Floats:
    """Return how likely a share of `level` or more is after k of n, from a uniform prior; the three broadcast."""
    from scipy.special import betaincc

    hits, base = np.asarray(k, float), np.asarray(n, float)
    return np.asarray(betaincc(hits + 1, base - hits + 1, level))


def chance_second_is_higher(k1: int, n1: int, k2: int, n2: int) -> float:
    """Return how likely the second share is above the first, from uniform priors that know nothing of each other.

    The exact sum over the second's k2 + 1 terms. Source: E. Miller, Formulas for Bayesian A/B testing (2015), from
    the integral of two beta densities.
    """
    from scipy.special import betaln

    a, b, c, d = k1 + 1, n1 - k1 + 1, k2 + 1, n2 - k2 + 1
    term = np.arange(c)
    logs = betaln(a + term, b + d) - np.log(d + term) - betaln(1 + term, d) - betaln(a, b)
    return float(min(np.exp(logs).sum(), 1.0))
