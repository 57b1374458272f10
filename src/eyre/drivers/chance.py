"""How far chance of counting alone would move a contribution: seeded resampling of the counts.

The counts of both periods are drawn again around what was counted, as Poisson counts or wider (`dispersion`), and each
draw is taken apart like the figures themselves. Source: B. Efron and R. J. Tibshirani, An Introduction to the
Bootstrap, 1993, sections 6.5 (parametric) and 13.3 (percentiles).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.drivers.contributions import Contributions
from eyre.drivers.decomposition import MixAndRate, mix_and_rate
from eyre.stats import CONFIDENCE, Interval
from eyre.stats.intervals import check_confidence

DRAWS = 4000
MEAN_OF_NOUGHT = 0.5  # a count of 0 is drawn around this: around 0 it would claim to be certain


@dataclass(frozen=True, slots=True)
class ContributionIntervals:
    """Intervals of a change and of its parts.

    parts: shape (..., parts). net: shape (...). dispersion: what the draws allowed for.
    """

    parts: Interval
    net: Interval
    dispersion: float
    draws: int
    seed: int


def contribution_intervals(
    found: Contributions,
    *,
    seed: int,
    dispersion: float = 1.0,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> ContributionIntervals:
    """Return the interval of each contribution and of the net change.

    found: of counts. dispersion: the variance of a count over its mean, one number for all (see
    `stats.dispersion_about_season`); 1 is Poisson and, for recorded crime, usually too narrow.
    The net change is that of the whole; what of it lies in no part is drawn as well.
    Raises Refused for amounts that are not counts, a dispersion under 1, fewer than 100 draws.
    """
    rng = _generator(seed, draws, dispersion)
    before, after = (_drawn(rng, counts, dispersion, draws) for counts in (found.then, found.now))
    change = _away_from_nought(rng, after, found.now, draws) - _away_from_nought(rng, before, found.then, draws)
    rest = [
        _drawn(rng, np.maximum(whole - parts.sum(axis=-1), 0), dispersion, draws)
        for whole, parts in ((found.whole_then, found.then), (found.whole_now, found.now))
    ]
    net = after.sum(axis=-1) + rest[1] - before.sum(axis=-1) - rest[0]
    return ContributionIntervals(
        _percentiles(change, found.change, confidence),
        _percentiles(net, found.net, confidence),
        dispersion,
        draws,
        seed,
    )


@dataclass(frozen=True, slots=True)
class MixAndRateIntervals:
    """Intervals of the mix and rate part of each cell, shape (..., cells), and of all mix and all rate, (...)."""

    mix: Interval
    rate: Interval
    all_mix: Interval
    all_rate: Interval


def mix_and_rate_intervals(
    base_then: ArrayLike,
    count_then: ArrayLike,
    base_now: ArrayLike,
    count_now: ArrayLike,
    *,
    seed: int,
    per: float = 1.0,
    dispersion: float = 1.0,
    are_cases: bool = False,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> MixAndRateIntervals:
    """Return how far chance of counting would move the mix and rate parts of a change.

    Bases and counts of shape (..., cells), bases above 0; the rate is `per` × count / base. are_cases: the counts are
    among the cases of the base (k of n), whose mix is then itself drawn, as a multinomial of their sum, and k as a
    binomial widened by `dispersion`; else the base is known (residents) and the counts are drawn as Poisson or wider.
    Raises Refused as `mix_and_rate` and `contribution_intervals`, and for a count above its base where are_cases.
    """
    rng = _generator(seed, draws, dispersion)
    base1, count1, base2, count2 = (
        np.asarray(v, dtype=np.float64) for v in (base_then, count_then, base_now, count_now)
    )
    if (np.stack([base1, base2]) <= 0).any():
        raise Refused("A cell has a base of 0 in one period, so that it has no rate. Leave it out, and say so.")
    drawing = _drawn_cases if are_cases else _drawn_counts
    (b1, r1), (b2, r2) = (
        drawing(rng, base, count, dispersion, draws) for base, count in ((base1, count1), (base2, count2))
    )
    each = mix_and_rate(b1, per * r1, b2, per * r2)
    seen = mix_and_rate(base1, per * count1 / base1, base2, per * count2 / base2)
    return _intervals_of(each, seen, confidence)


def _intervals_of(each: MixAndRate, seen: MixAndRate, confidence: float) -> MixAndRateIntervals:
    return MixAndRateIntervals(
        _percentiles(each.mix, seen.mix, confidence),
        _percentiles(each.rate, seen.rate, confidence),
        _percentiles(each.mix.sum(axis=-1), seen.mix.sum(axis=-1), confidence),
        _percentiles(each.rate.sum(axis=-1), seen.rate.sum(axis=-1), confidence),
    )


# --- drawing -------------------------------------------------------------------------------------------------------


def _generator(seed: int, draws: int, dispersion: float) -> np.random.Generator:
    if draws < 100:
        raise Refused(f"{draws} draws were asked; an interval needs at least 100.")
    if not dispersion >= 1:
        raise Refused(
            f"A dispersion of {dispersion:g} was given. It is 1 (Poisson) or above: counts never spread less."
        )
    return np.random.default_rng(seed)


def _drawn(rng: np.random.Generator, counts: Floats, dispersion: float, draws: int) -> Floats:
    """Counts drawn around those seen, with `dispersion` times the variance; shape (draws, ...)."""
    if (counts < 0).any() or (counts != np.round(counts)).any():
        raise Refused("Only counts can be drawn again: whole numbers, 0 or more. For other amounts ask no interval.")
    return _widened(rng, counts, dispersion, draws)


def _widened(rng: np.random.Generator, means: Floats, dispersion: float, draws: int) -> Floats:
    """Poisson, or a Poisson whose mean is itself spread (negative binomial): variance = dispersion × mean."""
    shape = (draws, *means.shape)
    if dispersion == 1:
        return rng.poisson(means, shape).astype(np.float64)
    spread = dispersion - 1
    drawn_means = rng.gamma(np.maximum(means, 1e-300) / spread, spread, shape)
    return np.where(means > 0, rng.poisson(drawn_means), 0).astype(np.float64)


def _away_from_nought(rng: np.random.Generator, drawn: Floats, seen: Floats, draws: int) -> Floats:
    """The draws with those of a count of 0 drawn around a half event."""
    around = rng.poisson(MEAN_OF_NOUGHT, (draws, *seen.shape))
    return np.where(seen == 0, around, drawn)


def _drawn_counts(
    rng: np.random.Generator, base: Floats, counts: Floats, dispersion: float, draws: int
) -> tuple[Floats, Floats]:
    drawn = _away_from_nought(rng, _drawn(rng, counts, dispersion, draws), counts, draws)
    return np.broadcast_to(base, drawn.shape), drawn / base


def _drawn_cases(
    rng: np.random.Generator, base: Floats, counts: Floats, dispersion: float, draws: int
) -> tuple[Floats, Floats]:
    """Cells of a fixed number of cases, and in each the share k of n; both with the stated dispersion.

    A dispersed draw is one of n / dispersion cases, whose shares spread as much wider.
    """
    if (counts > base).any() or (counts < 0).any():
        raise Refused("A count is above its base or below 0, so that it is no k of n. Check the columns.")
    total = base.sum(axis=-1)
    cases = np.maximum(np.round(total / dispersion), 1).astype(np.int64)
    drawn = rng.multinomial(cases, base / total[..., None], (draws, *total.shape)).astype(np.float64)
    drawn = np.maximum(drawn, 1)  # a cell that is drawn away would have no rate
    chance = np.clip(counts, MEAN_OF_NOUGHT, np.maximum(base - MEAN_OF_NOUGHT, MEAN_OF_NOUGHT)) / base
    return drawn, rng.binomial(drawn.astype(np.int64), np.minimum(chance, 1.0)) / drawn


def _percentiles(drawn: Floats, seen: Floats, confidence: float) -> Interval:
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return Interval(np.asarray(seen), np.minimum(low, seen), np.maximum(high, seen), confidence)
