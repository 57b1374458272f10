"""Scores of probabilistic forecasts, from quantiles.

Sources: Bracher, Ray, Gneiting and Reich 2021 (weighted interval score); Gneiting and Raftery 2007 (pinball).
Lower is better for both; they are in the unit of what is forecast.
"""

from __future__ import annotations

import numpy as np

from eyre.core import Floats


def pinball(quantiles: Floats, levels: Floats, actual: Floats) -> Floats:
    """Pinball loss of each quantile. quantiles: shape (levels, ...); actual: shape (...). Returns (levels, ...)."""
    short = actual - quantiles
    share = levels.reshape(-1, *[1] * actual.ndim)
    return np.maximum(share * short, (share - 1) * short)


def weighted_interval_score(quantiles: Floats, levels: Floats, actual: Floats) -> Floats:
    """Weighted interval score, shape (...): twice the mean pinball loss over the levels.

    Levels are symmetric around 0.5 and hold it; the sum over central intervals and the median gives the same number.
    """
    return np.asarray(2 * pinball(quantiles, levels, actual).mean(axis=0))


def share_inside(lower: Floats, upper: Floats, actual: Floats) -> Floats:
    """Whether each actual figure lies in its interval, ends included: 1.0 or 0.0."""
    return np.asarray((lower <= actual) & (actual <= upper), dtype=float)


def cover(below: Floats, up_to: Floats, share: float) -> Floats:
    """Chance that each actual figure is counted inside its central interval, shape (...).

    below, up_to: the chances that were given to a figure below what came, and up to it. The expectation of the
    randomised probability integral transform (Czado, Gneiting and Held 2009): a whole number on the edge of an interval
    counts by the part of its probability that lies inside, so that 80 % means 80 % where figures are small too. 1 or 0
    for figures without ties.
    """
    low, high = (1 - share) / 2, (1 + share) / 2
    width = np.maximum(up_to - below, 1e-12)
    part = np.clip((np.minimum(below + width, high) - np.maximum(below, low)) / width, 0, 1)
    return np.asarray(part)


def cover_of_draws(draws: Floats, actual: Floats, share: float) -> Floats:
    """The same from draws of the forecast, last axis of `draws`."""
    below, up_to = (draws < actual[..., None]).mean(axis=-1), (draws <= actual[..., None]).mean(axis=-1)
    return cover(below, up_to, share)
