"""Means of weighted, clustered and stratified samples: estimate, standard error, how many answers they are worth.

A weight says for how many people an answer stands; only the ratios of weights matter, but for a design effect with a
finite population correction. Answers of one cluster (a district, a household, an interviewer) are alike, and a sample
of few clusters is worth fewer answers than it has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.core import Floats, Refused, TooFewPoints

Labels = NDArray[np.int64]


def effective_n(weights: ArrayLike) -> Floats:
    """How many equally weighted answers the weights leave: (sum of w) squared over the sum of w squared.

    weights: shape (..., n), 0 or more. Never above the number of answers with a weight.
    Raises Refused for negative weights and for a sum of 0. Source: L. Kish, Survey Sampling, 1965, section 11.7.
    """
    own = _checked(weights)
    return np.asarray(own.sum(axis=-1) ** 2 / (own**2).sum(axis=-1))


def weighting_effect(weights: ArrayLike) -> Floats:
    """How many times the weights alone raise the variance: answers with a weight over `effective_n`; shape (...)."""
    own = _checked(weights)
    return np.asarray((own > 0).sum(axis=-1) / effective_n(own))


@dataclass(frozen=True, slots=True)
class DesignMean:
    """A weighted mean with the standard error that its design gives it.

    n: answers with a weight. kish_n: `effective_n` of the weights alone. degrees_of_freedom: clusters less strata.
    design_effect: variance over that of a simple random sample of n, from the population that the weights sum to
    where there is a finite population correction; NaN where nothing varies, or where that population is not above n.
    """

    estimate: float
    standard_error: float
    n: int
    kish_n: float
    clusters: int
    degrees_of_freedom: int
    design_effect: float


def mean_of_design(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    cluster: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    population: ArrayLike | None = None,
) -> DesignMean:
    """Return the weighted mean of a one-stage sample with its linearised standard error.

    All of shape (n,). cluster: what was drawn; each answer where left out. stratum: within what it was drawn; a
    cluster's label counts within its stratum. population: how many clusters the stratum of each answer holds, for
    the finite population correction; without it, as if drawn with replacement. Values of 0 and 1 give a share.
    Raises TooFewPoints for a stratum with one cluster, Refused for weights that are negative or sum to 0.
    Source: Taylor linearisation of a ratio, C.-E. Särndal, B. Swensson and J. Wretman, Model Assisted Survey
    Sampling, 1992, sections 5.5 to 5.7; design effect as T. Lumley's R package `survey` prints it.
    """
    own = np.asarray(values, dtype=np.float64)
    w = _checked(np.ones(own.shape) if weights is None else weights)
    strata = _labels(np.zeros(own.shape) if stratum is None else stratum)
    clusters = _labels_within(strata, np.arange(own.size) if cluster is None else cluster)
    estimate = float((w * own).sum() / w.sum())
    scores = w * (own - estimate) / w.sum()
    whole = None if population is None else np.asarray(population, dtype=np.float64)
    variance = _variance_of_total(scores, clusters, strata, whole)
    n, m = int((w > 0).sum()), int(clusters.max()) + 1
    simple = _simple_variance(own, w, estimate, n, is_finite=whole is not None)
    effect = variance / simple if simple > 0 else np.nan
    degrees = m - (int(strata.max()) + 1)
    return DesignMean(estimate, float(np.sqrt(variance)), n, float(effective_n(w)), m, degrees, float(effect))


def _variance_of_total(scores: Floats, clusters: Labels, strata: Labels, population: Floats | None) -> float:
    """The variance of the sum of scores, clusters being drawn at random within each stratum."""
    first = np.unique(clusters, return_index=True)[1]
    totals, home = np.bincount(clusters, scores), strata[first]
    drawn = np.bincount(home)
    if (drawn < 2).any():
        raise TooFewPoints(
            "A standard error needs two clusters or more in each stratum; one stratum has 1. Join it to another."
        )
    apart = totals - (np.bincount(home, totals) / drawn)[home]
    left = np.ones(drawn.size) if population is None else 1 - drawn / _population(population, strata, drawn)
    return float((left * drawn / (drawn - 1) * np.bincount(home, apart**2)).sum())


def _population(population: Floats, strata: Labels, drawn: Labels) -> Floats:
    """How many clusters each stratum holds; refused where answers differ, or where more were drawn."""
    holds = population[np.unique(strata, return_index=True)[1]]
    if not (population == holds[strata]).all():
        raise Refused("The population of a stratum differs between its answers. Give each stratum one number.")
    if not (holds >= drawn).all():
        raise Refused("A stratum has more clusters in the sample than in the population. Check the population.")
    return np.asarray(holds)


def _simple_variance(values: Floats, w: Floats, mean: float, n: int, *, is_finite: bool) -> float:
    """The variance that a simple random sample of n would have."""
    if n < 2:
        return 0.0
    spread = n / (n - 1) * float((w * (values - mean) ** 2).sum() / w.sum())
    return spread / n * (1 - n / float(w.sum()) if is_finite else 1.0)


def _labels(own: ArrayLike) -> Labels:
    return np.asarray(np.unique(np.asarray(own), return_inverse=True)[1], np.int64)


def _labels_within(strata: Labels, cluster: ArrayLike) -> Labels:
    """A number for each cluster of each stratum."""
    own = _labels(cluster)
    return _labels(strata * (int(own.max()) + 1) + own)


def _checked(weights: ArrayLike) -> Floats:
    own = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(own).all() or (own < 0).any():
        raise Refused("A weight is negative or missing. Weights are 0 or more: for how many people an answer stands.")
    if not (own.sum(axis=-1) > 0).all():
        raise Refused("The weights sum to 0, so no answer counts. Give weights above 0.")
    largest = own.max(axis=-1, keepdims=True)
    return np.asarray(own / largest) if (largest < 1e-100).any() or (largest > 1e100).any() else own
