"""Estimates that others published with a standard error: their interval, and how many answers they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats
from eyre.stats import CONFIDENCE, Interval, implied_n, logit_interval


@dataclass(frozen=True, slots=True)
class PublishedEstimate:
    """Published shares; each of shape (...), NaN where nothing was published.

    interval: logit; NaN for shares of 0 and 1. effective_n: the simple random sample with this standard error.
    design_effect: answers over effective_n, where answers were published.
    """

    interval: Interval
    effective_n: Floats
    design_effect: Floats


def published_estimate(
    estimate: ArrayLike, standard_error: ArrayLike, n: ArrayLike | None = None, *, confidence: float = CONFIDENCE
) -> PublishedEstimate:
    """Return what a published estimate and its standard error say.

    estimate, standard_error: shape (...), shares from 0 to 1. n: answers, where published. Normal quantiles, as the
    degrees of freedom are not published. Raises Refused for a share outside 0 to 1 or a negative standard error.
    """
    worth = implied_n(estimate, standard_error)
    answers = np.full(worth.shape, np.nan) if n is None else np.asarray(n, np.float64)
    return PublishedEstimate(
        logit_interval(estimate, standard_error, confidence=confidence), worth, _over(answers, worth)
    )


def _over(answers: Floats, worth: Floats) -> Floats:
    return np.asarray(np.divide(answers, worth, out=np.full(worth.shape, np.nan), where=worth > 0))
