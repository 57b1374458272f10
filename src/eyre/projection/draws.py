"""Random numbers keyed on (seed, series, month), and joint paths drawn with them.

A draw depends on nothing but its key: not on the order or number of series, nor on the block they came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from eyre.core import Floats, Month, SeriesKey
from eyre.projection.families import Counts, Family
from eyre.projection.levels import DISCOUNTS

TAIL_OF_PATHS = 8.0  # degrees of freedom of the spread, which is itself only estimated
WIDEST_MOVE = 1.0  # variance on the scale of the link that a start or a month's move can have at most


def generator(seed: int, key: SeriesKey, month: Month, purpose: str) -> np.random.Generator:
    """The random numbers of one series and month."""
    words = f"{seed}|{key}|{month}|{purpose}".encode()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(blake2b(words, digest_size=16).digest(), "little")))


@dataclass(frozen=True, slots=True)
class State:
    """One series at its last month, for each discount: shape (discounts,)."""

    level: Floats
    gain: Floats
    dispersion: Floats
    weight: Floats


def draw_rates(
    family: Family, state: State, season: Floats, exposure: Floats, key: SeriesKey, months: tuple[Month, ...],
    draws: int, seed: int,
) -> tuple[Floats, Floats]:
    """Draw joint paths of one series.

    season, exposure: of the months ahead, shape (months,).
    Returns latent and published rates, each of shape (months, draws). A path has one discount (how fast levels move),
    one start, one spread; its months share them, and a move of the level stays: that is what makes months dependent.
    """
    start = generator(seed, key, months[0], "start")
    which = np.searchsorted(np.cumsum(state.weight)[:-1], start.random(draws))
    level, gain, move = state.level[which], state.gain[which], 1 - DISCOUNTS[which]
    stretch = TAIL_OF_PATHS / start.chisquare(TAIL_OF_PATHS, draws)
    usual = np.full(1, family.seasonal_exposure(exposure, season).mean())
    sampling, extra = family.sampling(level, usual), family.extra(level, usual)
    one_step = sampling + state.dispersion[which] * extra * stretch
    scatter = (1 - move) * one_step
    dispersion = np.maximum(scatter - sampling, 0) / np.maximum(extra, 1e-300)
    slope = family.slope(level) ** 2
    first = np.minimum(gain * scatter * slope, WIDEST_MOVE)
    each = np.minimum(move**2 * one_step * slope, WIDEST_MOVE)
    linked = family.link(level) + moved(first, start.standard_normal(draws), family)
    latent, published = np.empty((2, len(months), draws))
    for h, month in enumerate(months):
        linked = linked + moved(each, generator(seed, key, month, "move").standard_normal(draws), family)
        latent[h] = family.unlink(linked + season[h])
        published[h] = family.draw(generator(seed, key, month, "figure"), latent[h], float(exposure[h]), dispersion)
    return latent, published


def moved(variance: Floats, normal: Floats, family: Family) -> Floats:
    """A move on the scale of the link; of counts, one that leaves the mean where it was."""
    down = 0.5 * variance if isinstance(family, Counts) else 0.0
    return np.asarray(np.sqrt(variance) * normal - down)
