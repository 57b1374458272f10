"""Joint paths, drawn with random numbers keyed on (seed, series, period).

A draw depends on nothing but its key: not on the order or number of series, on the block they came in, or on how many
paths are asked for: the first hundred of a thousand are the hundred. What areas have in common is drawn with the key of
their measure, so that it is the same in each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

import numpy as np

from eyre.core import Floats, Period
from eyre.projection.outlook import Outlook
from eyre.projection.pool import Pool

RandomNumbers = Callable[[Period, str], np.random.Generator]


def random_numbers(seed: int, key: object) -> RandomNumbers:
    """Random numbers of one series: a generator for each period and purpose."""

    def of(period: Period, purpose: str) -> np.random.Generator:
        words = f"{seed}|{key}|{period}|{purpose}".encode()
        hashed = int.from_bytes(blake2b(words, digest_size=16).digest(), "little")
        return np.random.Generator(np.random.Philox(key=hashed))

    return of


@dataclass(frozen=True, slots=True)
class Together:
    """What all areas of a measure share on each path.

    moved: of the level they have in common, on the scale of the link, (periods, draws); normal: of each period's
    scatter, standard normal, the same shape.
    """

    moved: Floats
    normal: Floats


def draw_together(
    pool: Pool, steps: Floats, last: Period, periods: tuple[Period, ...], draws: int, numbers: RandomNumbers
) -> Together:
    """Draw what is shared; last: the period of the last figure, from which `steps` are counted."""
    moved = level_moves(steps, last, draws, numbers, pool.start, pool.move)
    growth = np.sqrt(pool.growth_variance) * numbers(last, "growth").standard_normal(draws)
    normal = np.stack([numbers(period, "figure").standard_normal(draws) for period in periods])
    return Together(moved + growth * np.maximum(steps, 0.0)[:, None], normal)


def draw_paths(
    outlook: Outlook, last: Period, periods: tuple[Period, ...], own: RandomNumbers, together: Together
) -> tuple[Floats, Floats]:
    """Latent and published rates of one series, each of shape (periods, draws).

    last: the period of the last figure; periods: those of the outlook. own: random numbers of the series.
    """
    levels, draws = outlook.levels, together.moved.shape[1]
    moved = level_moves(outlook.steps, last, draws, own, float(levels.start[0]), float(levels.move[0])) + together.moved
    shared = np.array([outlook.pool.scatter])
    latent, published = np.empty((2, len(periods), draws))
    for at, period in enumerate(periods):
        latent[at] = outlook.family.latent(outlook.rate[at], moved[at], outlook.linked(at, at))
        published[at] = outlook.family.draw(
            partial(own, period), latent[at], outlook.exposure[at], levels.scatter, shared, together.normal[at]
        )
    return latent, published


def level_moves(steps: Floats, last: Period, draws: int, numbers: RandomNumbers, start: float, move: float) -> Floats:
    """How far the level is from where it is thought to be in each period, (periods, draws), on the scale of the link.

    From the last figure it walks on, and for gaps before it back, by one step a period that each have their own key.
    """
    begin = np.sqrt(start) * numbers(last, "start").standard_normal(draws)
    out = np.empty((len(steps), draws))
    for way in (1, -1):
        walked = begin
        for away in range(1, int(max([0, *(way * steps)])) + 1):
            step = numbers(shifted(last, way * away), "step").standard_normal(draws)
            walked = walked + np.sqrt(move) * step
            out[steps == way * away] = walked
    out[steps == 0] = begin
    return out


def shifted(period: Period, by: int) -> Period:
    """The period so many after one, of the same kind."""
    after: Period = period.shift(by)  # type: ignore[attr-defined]  # months and quarters shift
    return after
