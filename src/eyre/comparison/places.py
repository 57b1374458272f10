"""The place of an area among others, with what its figures can and cannot separate.

A place is a range: of two areas whose rates cannot be told apart, neither is ahead. The range is marginal: it holds for
each area by itself, and ranges of several areas together are wider. Source of the idea: H. Goldstein and D. J.
Spiegelhalter, J. R. Statist. Soc. A 159 (1996) 385. The test of each pair is the ratio of two rates with its interval
(`stats.rate_ratio`), or Newcombe's difference for proportions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Direction, Floats, Refused
from eyre.stats import CONFIDENCE, difference_of_proportions, rate_ratio


@dataclass(frozen=True, slots=True)
class Place:
    """One area's place of `of`; 1 is the best where a direction is stated, else the highest.

    best, worst: the places it cannot be told apart from.
    """

    place: int
    best: int
    worst: int
    of: int

    @property
    def is_separate(self) -> bool:
        return self.best == self.worst


def places(
    counts: ArrayLike,
    base: ArrayLike,
    *,
    direction: Direction = Direction.NEITHER,
    is_proportion: bool = False,
    dispersion: ArrayLike | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[Place, ...]:
    """Return the place of each area among those given.

    counts, base: shape (areas,), events and what they are out of or over (population, tests). dispersion: of counts,
    shape (areas,) or a number; None treats them as Poisson. Ties share the better place.
    Raises Refused for fewer than two areas, and where a base is not above 0.
    """
    k, n = np.asarray(counts, dtype=float), np.asarray(base, dtype=float)
    if k.size < 2:
        raise Refused(f"A place needs at least two areas; found {k.size}.")
    if not (n > 0).all():
        raise Refused("A place needs a base above 0 for every area.")
    rate = k / n
    # Where one count is 0 the corrected ratio can lie on the other side of 1 than the rates do: that shows nothing.
    better = _is_higher(k, n, is_proportion, dispersion, confidence) & (rate[:, None] > rate[None, :])
    if direction is Direction.DOWN:
        better, rate = better.T, -rate
    ahead, behind = better.sum(axis=0), better.sum(axis=1)
    rank = 1 + (rate[None, :] > rate[:, None]).sum(axis=1)
    return tuple(
        Place(int(r), 1 + int(a), k.size - int(b), k.size) for r, a, b in zip(rank, ahead, behind, strict=True)
    )


def _is_higher(
    k: Floats, n: Floats, is_proportion: bool, dispersion: ArrayLike | None, confidence: float
) -> np.ndarray:
    """Shape (areas, areas): row's rate shown to be above column's."""
    if is_proportion:
        apart = difference_of_proportions(k[:, None], n[:, None], k[None, :], n[None, :], confidence=confidence)
        return np.asarray(apart.lower > 0)
    phi = None if dispersion is None else np.broadcast_to(np.asarray(dispersion, dtype=float), k.shape)
    pair_phi = None if phi is None else np.maximum(phi[:, None], phi[None, :])
    ratio = rate_ratio(
        k[:, None], k[None, :], exposure_now=n[:, None], exposure_then=n[None, :], dispersion=pair_phi,
        confidence=confidence,
    ).ratio  # fmt: skip
    return np.asarray(ratio.lower > 1)
