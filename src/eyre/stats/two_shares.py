"""Two or more shares set against one another, or one against a line: tests, and the chance of a higher share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused, TooFewPoints
from eyre.stats.intervals import Interval
from eyre.stats.proportions import share

LEAST_EXPECTED = 5  # of each answer in each group, for the chi-square test to be trusted (W. G. Cochran, 1954)


def difference_of_intervals(first: Interval, second: Interval) -> Interval:
    """Return the first estimate less the second, its ends from the ends of the two intervals, in quadrature.

    Of shape (...), of two independent samples. With Wilson's intervals it is Newcombe's hybrid score interval.
    Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693.
    """
    gap = first.estimate - second.estimate
    below = np.hypot(first.estimate - first.lower, second.upper - second.estimate)
    above = np.hypot(first.upper - first.estimate, second.estimate - second.lower)
    return Interval(gap, gap - below, gap + above, first.confidence)


def chi_square_of_two(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return chi-square without correction, on 1 degree of freedom, of two shares; shape (...).

    NaN where either n is 0; 0 where all or none of both groups said yes. Counts need not be whole numbers.
    """
    hits, base = np.asarray(k1, float) + np.asarray(k2, float), np.asarray(n1, float) + np.asarray(n2, float)
    p, gap = share(hits, base), share(k1, n1) - share(k2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = p * (1 - p) * (1 / np.asarray(n1, float) + 1 / np.asarray(n2, float))
        return np.asarray(np.where(variance > 0, gap**2 / variance, np.where(gap == 0, 0.0, np.nan)))


def p_value_of_two(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return the two-sided p-value that two shares are the same; shape (...).

    Chi-square without correction where five or more of each answer are expected in each group, else Fisher's exact
    test. Counts that are not whole (effective counts of a weighted survey) are always tested by chi-square.
    """
    from scipy.special import chdtrc

    parts = np.broadcast_arrays(*(np.asarray(part, float) for part in (k1, n1, k2, n2)))
    p_values = np.asarray(chdtrc(1, chi_square_of_two(*parts)))
    small = _is_small(*parts) & ~np.isnan(p_values)
    if not small.any():
        return p_values
    exact = [_fisher(*four) for four in zip(*(part[small] for part in parts), strict=True)]
    p_values = np.array(p_values)
    p_values[small] = exact
    return p_values


def p_value_against(k: ArrayLike, n: ArrayLike, line: float) -> Floats:
    """Return the two-sided p-value that the true share is `line`; shape (...); NaN where n is 0.

    The exact binomial test for whole counts; the score test for effective counts, which are not whole.
    """
    from scipy.special import chdtrc
    from scipy.stats import binomtest

    if not 0 < line < 1:
        raise Refused(f"A share of {line:g} cannot be tested. Give a line between 0 and 1.")
    hits, base = np.broadcast_arrays(np.asarray(k, float), np.asarray(n, float))
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = np.array(chdtrc(1, (hits / base - line) ** 2 * base / (line * (1 - line))))
    whole = (base > 0) & (hits == np.round(hits)) & (base == np.round(base))
    p_values[whole] = [binomtest(int(a), int(b), line).pvalue for a, b in zip(hits[whole], base[whole], strict=True)]
    return p_values


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the shares of several groups lie apart, and how far luck alone would set them.

    dispersion: chi-square over its degrees of freedom, about 1 where sampling explains all. between_sd: standard
    deviation of the true shares between groups, 0 where sampling explains all.
    """

    groups: int
    chi_square: float
    p_value: float
    dispersion: float
    between_sd: float


def spread_of_shares(k: ArrayLike, n: ArrayLike) -> Spread:
    """Return how far the shares of groups of shape (groups,) lie apart beyond sampling; n of 0 is left out.

    Raises TooFewPoints below two groups. Source of between_sd: R. DerSimonian and N. Laird, Controlled Clinical
    Trials 7 (1986) 177, with the pooled share in each group's variance.
    """
    from scipy.special import chdtrc

    asked = np.asarray(n, float) > 0
    hits, base = np.asarray(k, float)[asked], np.asarray(n, float)[asked]
    if base.size < 2:
        raise TooFewPoints(f"To compare groups needs two with answers or more; found {base.size}.")
    pooled, degrees = hits.sum() / base.sum(), base.size - 1
    unit = pooled * (1 - pooled)
    chi_square = float((base * (hits / base - pooled) ** 2).sum() / unit) if unit > 0 else 0.0
    scale = (base.sum() - (base**2).sum() / base.sum()) / unit if unit > 0 else np.inf
    between = max((chi_square - degrees) / scale, 0.0)
    return Spread(
        base.size, chi_square, float(chdtrc(degrees, chi_square)), chi_square / degrees, float(np.sqrt(between))
    )


def chance_of_a_higher_share(k1: int, n1: int, k2: int, n2: int) -> float:
    """Return the chance that the second true share is above the first, each having been equally likely anywhere.

    Uniform priors: Beta(k + 1, n - k + 1) for each. Exact, as a sum of k2 + 1 terms.
    """
    from scipy.special import betaln

    for hits, base in ((k1, n1), (k2, n2)):
        if not 0 <= hits <= base:
            raise Refused(f"A proportion needs 0 <= k <= n; found {hits} of {base}.")
    a1, b1, b2 = k1 + 1, n1 - k1 + 1, n2 - k2 + 1
    at = np.arange(k2 + 1)
    terms = betaln(a1 + at, b1 + b2) - np.log(b2 + at) - betaln(1 + at, b2) - betaln(a1, b1)
    return float(min(np.exp(terms).sum(), 1.0))


def _is_small(k1: Floats, n1: Floats, k2: Floats, n2: Floats) -> np.ndarray:
    p = share(k1 + k2, n1 + n2)
    least = np.minimum(n1, n2) * np.minimum(p, 1 - p)
    return np.asarray((least < LEAST_EXPECTED) & np.all([part == np.round(part) for part in (k1, n1, k2, n2)], axis=0))


def _fisher(k1: float, n1: float, k2: float, n2: float) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact([[int(k1), int(n1 - k1)], [int(k2), int(n2 - k2)]]).pvalue)
