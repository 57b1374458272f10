"""Random numbers keyed on (seed, series, month), and joint paths drawn with them.

A draw depends on nothing but its key: not on the order or number of series, nor on the block they came in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, Month
from eyre.projection.families import Reals
from eyre.projection.levels import DISCOUNTS
from eyre.projection.season import MONTHS

TAIL_OF_PATHS = 12.0  # degrees of freedom of the spread, which is itself only estimated
WIDEST_MOVE = 1.0  # variance on the scale of the link that a start or a month's move can have at most

RandomNumbers = Callable[[Month, str], np.random.Generator]


def random_numbers(seed: int, key: object) -> RandomNumbers:
    """Random numbers of one series: a generator for each month and purpose."""

    def of(month: Month, purpose: str) -> np.random.Generator:
        words = f"{seed}|{key}|{month}|{purpose}".encode()
        hashed = int.from_bytes(blake2b(words, digest_size=16).digest(), "little")
        return np.random.Generator(np.random.Philox(key=hashed))

    return of


@dataclass(frozen=True, slots=True)
class State:
    """Series at their last month, for each discount: shape (discounts, series)."""

    level: Floats
    gain: Floats
    dispersion: Floats
    weight: Floats


def draw_rates(
    family: Reals,
    state: State,
    season: Floats,
    exposure: Floats,
    months: tuple[Month, ...],
    draws: int,
    numbers: RandomNumbers,
) -> tuple[Floats, Floats]:
    """Draw joint paths of some series.

    season: of the months ahead, shape (months,); exposure: shape (months, series).
    Returns latent and published rates, each of shape (months, series, draws). A path has one discount (how fast levels
    move), one start, one spread; its months share them, and a move of the level stays: that makes months dependent.
    """
    start = numbers(months[0], "start")
    shape = (exposure.shape[1], draws)
    which = chosen(state.weight, start.random(shape))
    level, gain, own = (at(part, which) for part in (state.level, state.gain, state.dispersion))
    stretch = TAIL_OF_PATHS / start.chisquare(TAIL_OF_PATHS, shape)
    move = 1 - DISCOUNTS[which]
    year = slice(MONTHS)  # of the first year alone, so that a longer horizon moves no draw of a shorter one
    usual = family.seasonal_exposure(exposure[year], season[year, None]).mean(axis=0)[:, None]
    sampling, extra = family.sampling(level, usual), family.extra(level, usual)
    one_step = sampling + own * extra * stretch
    scatter = (1 - move) * one_step
    dispersion = np.maximum(scatter - sampling, 0) / np.maximum(extra, 1e-300)
    steep = family.slope(level) ** 2
    each = np.minimum(move**2 * one_step * steep, WIDEST_MOVE)
    first = np.minimum(gain * scatter * steep, WIDEST_MOVE)
    linked = family.link(level) + moved(first, start.standard_normal(shape), family)
    latent, published = np.empty((2, len(months), *shape))
    for h, month in enumerate(months):
        linked = linked + moved(each, numbers(month, "move").standard_normal(shape), family)
        latent[h] = family.unlink(linked + season[h])
        published[h] = family.draw(numbers(month, "figure"), latent[h], exposure[h][:, None], dispersion)
    return latent, published


def chosen(weight: Floats, uniform: Floats) -> NDArray[np.intp]:
    """Which discount each draw has, shape (series, draws)."""
    below = np.cumsum(weight, axis=0)[:-1].T
    return np.asarray((uniform[:, :, None] > below[:, None, :]).sum(axis=2), dtype=np.intp)


def at(values: Floats, which: NDArray[np.intp]) -> Floats:
    """Values of the chosen discounts, shape (series, draws)."""
    return np.take_along_axis(values.T, which, axis=1)


def moved(variance: Floats, normal: Floats, family: Reals) -> Floats:
    """A move on the scale of the link; of counts, one that leaves the mean where it was."""
    down = 0.5 * variance if family.ratios else 0.0
    return np.asarray(np.sqrt(variance) * normal - down)
