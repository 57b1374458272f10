"""Levels of many series at once: one pass over the months, for a grid of discounts.

The level is the average of past months, each counting `discount` times the one after it. With discount d a month has
weight 1 - d once the series is long: exponential smoothing, that starts as a plain mean, lets missing months pass and
weighs months of unlike n. It is the local level model in steady state (Harvey 1989, 4.1; Muth 1960), where with
gain g = 1 - d and one-step variance F the level moves by g²F a month and a figure scatters by (1-g)F around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from eyre.core import Floats
from eyre.projection.families import Reals

DISCOUNTS = np.array([0.3, 0.5, 0.65, 0.75, 0.83, 0.89, 0.93, 0.96, 0.98, 1.0])
BURN_IN = 12  # months after which one-step errors begin to count
MEMORY = 0.98  # weight of an error beside that of the month after it
HELD_IN = 3.5  # an error counts as no more than this many standard deviations
OWN_MONTHS = 8.0  # the pool's dispersion counts as much as this many months of the series' own
TEMPER = 0.5  # one-step errors judge a path of twelve months: their likelihood counts by half
TAIL = 6.0  # degrees of freedom of the t-likelihood, so that one strange month does not decide
LONG_NONE = 12  # months
BLOCK = 256  # series
ROUNDED = 1 / 12  # variance of rounding to whole counts


@dataclass(frozen=True, slots=True)
class Figures:
    """A block of series ready to be smoothed, month-major; season taken out.

    rate, exposure, weight: shape (months, series); where a month is missing rate is 0, exposure 1, weight 0.
    """

    rate: Floats
    exposure: Floats
    weight: Floats

    def take(self, part: slice) -> Figures:
        return Figures(*(np.ascontiguousarray(values[:, part]) for values in (self.rate, self.exposure, self.weight)))


class Levels(NamedTuple):
    """What one pass leaves, for each discount (first axis) and series (second).

    level, gain: after the last month that is there; dispersion: of one-step errors; score: their log-likelihood.
    """

    level: Floats
    gain: Floats
    dispersion: Floats
    score: Floats


def smooth(figures: Figures) -> tuple[Floats, Floats]:
    """Return levels before each month and after the last, (months + 1, discounts, series), and the last weights."""
    months, series = figures.rate.shape
    fade = DISCOUNTS[:, None]
    usual = mean_weight(figures)
    levels = np.empty((months + 1, len(DISCOUNTS), series))
    levels[0] = over(figures.rate * figures.weight) / np.maximum(over(figures.weight), 1e-300)
    mass = np.broadcast_to(usual, levels[0].shape).copy()
    for t in range(months):
        mass = mass * fade + figures.weight[t]
        levels[t + 1] = levels[t] + figures.weight[t] / np.maximum(mass, 1e-300) * (figures.rate[t] - levels[t])
    return levels, mass


def months_since(figures: Figures) -> Floats:
    """Months from the last that is there to the end of the run, shape (series,)."""
    return np.asarray(np.argmax(figures.weight[::-1] > 0, axis=0), dtype=float)


def mean_weight(figures: Figures) -> Floats:
    """Mean weight of the months that are there, shape (series,); 1 where there are none."""
    count = (figures.weight > 0).sum(axis=0)
    return np.where(count > 0, over(figures.weight) / np.maximum(count, 1), 1.0)


def over(values: Floats) -> Floats:
    """Sum over months, one after the other, so that a series alone adds up as among others; 0 of no months."""
    return np.asarray(np.cumsum(values, axis=0)[-1]) if len(values) else np.zeros(values.shape[1:])


def fit_levels(family: Reals, figures: Figures, pooled: Floats | None) -> Levels:
    """Fit every series, BLOCK at a time so that the work stays in the processor's cache.

    pooled: dispersion of the pool for each discount, shape (discounts,), or None to use each series' own.
    """
    series = figures.rate.shape[1]
    blocks = [fit_block(family, figures.take(slice(i, i + BLOCK)), pooled) for i in range(0, max(series, 1), BLOCK)]
    return Levels(*(np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True)))


def fit_block(family: Reals, figures: Figures, pooled: Floats | None) -> Levels:
    """Fit one block of series."""
    levels, mass = smooth(figures)
    before = levels[:-1]
    squares = (figures.rate[:, None] - before) ** 2
    sampling = family.sampling(before, figures.exposure[:, None])
    extra = family.extra(before, figures.exposure[:, None])
    counted = error_weights(figures)[:, None]
    dispersion = estimate_dispersion(squares, sampling, extra, counted, pooled)
    score = log_likelihood(family, figures, squares, sampling + dispersion * extra, counted)
    gain = np.minimum(mean_weight(figures) / np.maximum(mass, 1e-300) * DISCOUNTS[:, None] ** months_since(figures), 1)
    return Levels(above_none(family, levels[-1], figures), gain, dispersion, score)


def above_none(family: Reals, level: Floats, figures: Figures) -> Floats:
    """Levels of counts after a year or more of none: not below half an event in the months since the last."""
    happened = figures.rate > 0
    months = len(happened)
    none = np.where(happened.any(axis=0), np.argmax(happened[::-1], axis=0), months)
    least = np.where(none >= LONG_NONE, 0.5 / (none + 1) / figures.exposure.mean(axis=0), 0.0)
    return np.maximum(level, least) if family.ratios else level


def error_weights(figures: Figures) -> Floats:
    """Weight of each one-step error, (months, series): 0 where missing or in the burn-in, fading into the past."""
    there = figures.weight > 0
    late = np.cumsum(there, axis=0) > BURN_IN
    return np.asarray(there & late) * MEMORY ** np.arange(len(there))[::-1, None]


def estimate_dispersion(
    squares: Floats, sampling: Floats, extra: Floats, counted: Floats, pooled: Floats | None
) -> Floats:
    """Dispersion by weighted moments, errors held in at HELD_IN, drawn to the pool's. Shape (discounts, series)."""
    held = squares
    rough = np.zeros(squares.shape[1:])
    for _ in range(3):
        variance = sampling + rough * extra
        precision = counted * extra / np.maximum(variance, 1e-12) ** 2
        if np.any(rough):
            held = np.minimum(squares, HELD_IN**2 * variance)
        top, bottom = (precision * (held - sampling)).sum(axis=0), (precision * extra).sum(axis=0)
        if pooled is not None:
            own = OWN_MONTHS * bottom / np.maximum(over(counted[:, 0]), 1e-12)
            own = np.where(bottom > 0, own, 1.0)
            top, bottom = top + own * pooled[:, None], bottom + own
        rough = np.maximum(top / np.maximum(bottom, 1e-300), 0)
    return rough


def log_likelihood(family: Reals, figures: Figures, squares: Floats, variance: Floats, counted: Floats) -> Floats:
    """Log-likelihood of one-step errors (Student t), shape (discounts, series)."""
    floor = ROUNDED / figures.exposure[:, None] ** 2 if family.whole else 1e-12
    spread = variance + floor
    density = -0.5 * np.log(spread) - (TAIL + 1) / 2 * np.log1p(squares / spread / (TAIL - 2))
    return np.asarray((counted * density).sum(axis=0))


def blend(score: Floats, prior: Floats) -> Floats:
    """Weight of each discount: prior times tempered likelihood, summing to 1 over discounts. (discounts, series)."""
    logs = np.log(prior)[:, None] + TEMPER * score
    weights = np.exp(logs - logs.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0))
