"""Levels of many series at once: one pass over the periods for a small grid of discounts, then blended.

For each discount the level is the average of past periods, each counting `discount` times the one after it: exponential
smoothing that starts as a plain mean, lets missing periods pass and weighs periods of unlike n. It is the local level
model in its steady state (Muth 1960; Harvey 1989, 4.1): with gain g = 1 - discount and one-step variance F the level
moves by g²F a period and a figure scatters by (1-g)F around it. No discount is picked: each is weighed by how well it
told one period ahead, and where they disagree that is part of what is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from eyre.projection.families import Reals

DISCOUNTS = np.array([0.40, 0.65, 0.82, 0.92, 0.98])
GAINS = 1 - DISCOUNTS
# Before a series is seen, log weight of a discount = -lean × gain, with lean = 9 - 1.6 log(events a month): where
# little is counted a level that seems to move is mostly chance. Learned on London and New South Wales.
LEAN, LEAN_PER_LOG_EVENTS, LEAN_BOUNDS = 9.0, 1.6, (-2.0, 14.0)
BURN_IN = 6  # periods of a series after which one-step errors begin to count
MEMORY = 0.975  # weight of an error beside that of the one after it
HELD_IN = 3.5  # an error counts as no more than this many standard deviations
OWN_PERIODS = 8.0  # the pool's dispersion counts as much as this many periods of the series' own
TURNS = 2  # of the search for a dispersion
TEMPER = 0.3  # errors one step ahead judge paths of a year: their likelihood counts by this power
BENDS_AT = 60.0  # squared error, in variances, at which one more counts for a quarter
A_YEAR = LONG_NONE = 12  # periods
BLOCK = 384  # series worked on at once, so that the work stays in the processor's cache
ROUNDED = 1 / 12  # variance of rounding to whole counts
WIDEST_START, WIDEST_MOVE = 1.0, 0.1  # variance on the scale of the link that a level, and its step, can have


@dataclass(frozen=True, slots=True)
class Smoothable:
    """Series ready to be smoothed, period-major; season and what all areas share taken out.

    rate, exposure, weight: shape (periods, series); where a period is missing rate is 0, exposure 1, weight 0.
    """

    rate: Floats
    exposure: Floats
    weight: Floats

    def take(self, part: slice) -> Smoothable:
        return Smoothable(
            *(np.ascontiguousarray(values[:, part]) for values in (self.rate, self.exposure, self.weight))
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """What series of one measure know of one another. Both of shape (discounts,).

    dispersion: of one-step errors; credit: log of how much more, or less, often a discount was right than expected.
    """

    dispersion: Floats
    credit: Floats


@dataclass(frozen=True, slots=True)
class Levels:
    """Series after their last period, each of shape (series,).

    level: on the scale of the rate. start, move: variance of the level as it is, and of its change a period, on the
    scale of the link. scatter: of figures around the level, beyond sampling. since: periods since the last figure.
    """

    level: Floats
    start: Floats
    move: Floats
    scatter: Floats
    since: Floats

    def take(self, rows: slice | Sequence[int] | NDArray[np.intp]) -> Levels:
        return Levels(*(getattr(self, field.name)[rows] for field in fields(self)))

    @staticmethod
    def joined(parts: Sequence[Levels]) -> Levels:
        """Levels of several blocks, in their order."""
        return Levels(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Levels)))


@dataclass(frozen=True, slots=True)
class Bank:
    """One block of series under every discount.

    before: levels before each period, and after the last, (periods + 1, discounts, series). mass: weight of the past
    in the last level, dispersion, score: shape (discounts, series). weight: of each discount, the same shape.
    """

    before: Floats
    mass: Floats
    dispersion: Floats
    score: Floats
    weight: Floats


def over(values: NDArray[np.floating[Any]]) -> Floats:
    """Sum over periods, one after the other, so that a series alone adds up as it does among others."""
    if values.size == len(values):
        return np.asarray(np.cumsum(values, axis=0)[-1]) if len(values) else np.zeros(values.shape[1:])
    return np.asarray(np.add.reduce(values, axis=0))


def fit_levels(family: Reals, figures: Smoothable, shared: Shared) -> Levels:
    """Fit every series, a block at a time."""
    series = figures.rate.shape[1]
    starts = range(0, max(series, 1), BLOCK)
    return Levels.joined([fit_block(family, figures.take(slice(i, i + BLOCK)), shared) for i in starts])


def fit_block(family: Reals, figures: Smoothable, shared: Shared) -> Levels:
    """Fit one block of series."""
    return blended(family, figures, run_bank(family, figures, shared))


def run_bank(family: Reals, figures: Smoothable, shared: Shared | None) -> Bank:
    """Smooth a block under every discount, and weigh the discounts. Without what is shared, each series for itself."""
    before, mass = smoothed(figures)
    known = np.maximum(before[:-1], 1e-9) if family.whole else before[:-1]
    exposure = figures.exposure[:, None]
    squares = figures.rate[:, None] - known
    squares *= squares
    sampling, extra = family.sampling(known, exposure), family.extra(known, exposure)
    counted = error_weights(figures)[:, None]
    dispersion = dispersion_of(squares, sampling, extra, counted, shared)
    score = log_score(family, squares, sampling, extra, exposure, dispersion, counted)
    credit = shared.credit[:, None] if shared else 0.0
    weight = normalised(leaning(family, figures) + credit + TEMPER * score)
    return Bank(before, mass, dispersion, score, weight)


def smoothed(figures: Smoothable) -> tuple[Floats, Floats]:
    """Levels before each period and after the last, (periods + 1, discounts, series), and the last weights."""
    periods, series = figures.rate.shape
    fade = DISCOUNTS[:, None]
    levels = np.empty((periods + 1, len(DISCOUNTS), series))
    levels[0] = over(figures.rate * figures.weight) / np.maximum(over(figures.weight), 1e-300)
    mass = np.broadcast_to(mean_weight(figures), levels[0].shape).copy()
    for t in range(periods):
        mass *= fade
        mass += figures.weight[t]
        step = figures.rate[t] - levels[t]
        step *= figures.weight[t]
        step /= np.maximum(mass, 1e-300)
        np.add(levels[t], step, out=levels[t + 1])
    return levels, mass


def mean_weight(figures: Smoothable) -> Floats:
    """Mean weight of the periods that are there, shape (series,); 1 where there are none."""
    count = over((figures.weight > 0) * 1.0)
    return np.where(count > 0, over(figures.weight) / np.maximum(count, 1), 1.0)


def error_weights(figures: Smoothable) -> Floats:
    """Weight of each one-step error, (periods, series): 0 where missing or in the burn-in, fading into the past."""
    there = figures.weight > 0
    late = np.cumsum(there, axis=0) > BURN_IN
    return np.asarray(there & late) * MEMORY ** np.arange(len(there))[::-1, None]


def dispersion_of(squares: Floats, sampling: Floats, extra: Floats, counted: Floats, shared: Shared | None) -> Floats:
    """Dispersion by weighted moments, errors held in, drawn to that of the pool. Shape (discounts, series)."""
    pooled = shared.dispersion[:, None] if shared else None
    found = np.zeros(squares.shape[1:]) if pooled is None else np.broadcast_to(pooled, squares.shape[1:])
    total = np.maximum(over(counted[:, 0]), 1e-12)
    for turn in range(TURNS if shared else TURNS + 1):
        variance = extra * found
        variance += sampling
        held = np.minimum(squares, HELD_IN**2 * variance) if shared or turn else squares
        np.maximum(variance, 1e-12, out=variance)
        variance *= variance
        precision = counted * extra
        precision /= variance
        bottom = over(precision * extra)
        precision *= held - sampling
        top = over(precision)
        if pooled is not None:
            own = np.where(bottom > 0, OWN_PERIODS * bottom / total, 1.0)
            top, bottom = top + own * pooled, bottom + own
        found = np.maximum(top / np.maximum(bottom, 1e-300), 0)
    return np.asarray(found)


def log_score(
    family: Reals,
    squares: Floats,
    sampling: Floats,
    extra: Floats,
    exposure: Floats,
    dispersion: Floats,
    counted: Floats,
) -> Floats:
    """How well one-step errors were told, (discounts, series): a normal log-likelihood that giants bend, not break."""
    variance = extra * dispersion
    variance += sampling
    variance += ROUNDED / exposure**2 if family.whole else 1e-12
    error = squares / variance
    error /= 1 + error / BENDS_AT
    error += np.log(variance)
    error *= counted
    return np.asarray(-0.5 * over(error))


def leaning(family: Reals, figures: Smoothable) -> Floats:
    """Log weights of the discounts before a series is seen, (discounts, series)."""
    there = figures.weight > 0
    count = np.maximum(over(there * 1.0), 1)
    typical = over(figures.rate * figures.weight) / np.maximum(over(figures.weight), 1e-300)
    events = family.events(typical, over(figures.exposure * there) / count)
    lean = np.clip(LEAN - LEAN_PER_LOG_EVENTS * np.log(np.maximum(events, 0.05)), *LEAN_BOUNDS)
    logs = -lean * GAINS[:, None]
    return np.asarray(logs - np.log(over(np.exp(logs))))


def normalised(logs: Floats) -> Floats:
    """Weights that sum to 1 over the first axis."""
    weight = np.exp(logs - logs.max(axis=0))
    return np.asarray(weight / over(weight))


def blended(family: Reals, figures: Smoothable, bank: Bank) -> Levels:
    """One level a series from those under every discount, with how far it is known and how it moves."""
    weight, last = bank.weight, bank.before[-1]
    last = np.maximum(last, 1e-9) if family.whole else last
    level = over(weight * last)
    usual = usual_exposure(figures)
    sampling, extra = family.sampling(last, usual), family.extra(last, usual)
    one_step = sampling + bank.dispersion * extra
    gain = GAINS[:, None]
    around = (1 - gain) * one_step
    steep = family.slope(level) ** 2
    known = np.minimum(mean_weight(figures) / np.maximum(bank.mass, 1e-300), 1)
    since = months_since(figures)
    start = over(weight * (known * DISCOUNTS[:, None] ** since * around + (last - level) ** 2)) * steep
    move = over(weight * gain**2 * one_step) * steep
    scatter = over(weight * np.maximum(around - sampling, 0) / np.maximum(extra, 1e-300))
    level = above_none(family, level, figures)
    return Levels(level, np.minimum(start, WIDEST_START), np.minimum(move, WIDEST_MOVE), scatter, since)


def usual_exposure(figures: Smoothable) -> Floats:
    """Mean exposure of the last year's periods that are there, else of all, shape (series,)."""
    there, recent = figures.weight > 0, figures.weight[-A_YEAR:] > 0
    lately = over(figures.exposure[-A_YEAR:] * recent) / np.maximum(over(recent * 1.0), 1)
    ever = over(figures.exposure * there) / np.maximum(over(there * 1.0), 1)
    return np.asarray(np.where(lately > 0, lately, np.where(ever > 0, ever, 1.0)))


def months_since(figures: Smoothable) -> Floats:
    """Periods from the last that is there to the end of the run, shape (series,)."""
    return np.asarray(np.argmax(figures.weight[::-1] > 0, axis=0), dtype=float)


def above_none(family: Reals, level: Floats, figures: Smoothable) -> Floats:
    """Levels of counts after a year or more of none: not below half an event in the periods since the last."""
    if not family.ratios:
        return level
    happened = figures.rate > 0
    none = np.where(happened.any(axis=0), np.argmax(happened[::-1], axis=0), len(happened))
    least = np.where(none >= LONG_NONE, 0.5 / (none + 1) / usual_exposure(figures), 0.0)
    return np.maximum(level, least)
