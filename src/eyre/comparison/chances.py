"""The chance of each place, from draws of what the areas' true levels may be.

The draws may come from figures (`level_draws`), a bootstrap, or projected paths: a function on draws does not ask.
Source of the idea: H. Goldstein and D. J. Spiegelhalter, J. R. Statist. Soc. A 159 (1996) 385.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.comparison.checks import check_areas, counted, estimated
from eyre.comparison.ranks import check_top
from eyre.core import Direction, Floats, Refused
from eyre.stats import CONFIDENCE
from eyre.stats.intervals import check_confidence

DRAWS = 10_000  # the standard error of a chance is then at most half a point


@dataclass(frozen=True, slots=True)
class PlaceChances:
    """How often each area takes each place; 1 is the best where a direction is stated, else the highest.

    chance: shape (..., areas, places), each row adding to 1. expected: the mean place, shape (..., areas).
    """

    chance: Floats
    expected: Floats

    def top(self, first: int) -> Floats:
        """The chance of being among the first so many, ties sharing the better place; shape (..., areas)."""
        check_top(first, self.chance.shape[-1])
        return np.asarray(self.chance[..., :first].sum(axis=-1))

    def between(self, confidence: float = CONFIDENCE) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
        """The best and worst place of the middle `confidence` of the draws, each of shape (..., areas)."""
        check_confidence(confidence)
        tail = (1 - confidence) / 2
        so_far = self.chance.cumsum(axis=-1)
        rounding = 1e-9
        best = 1 + (so_far <= tail - rounding).sum(axis=-1)
        return best, 1 + (so_far < 1 - tail - rounding).sum(axis=-1)


def places_of_draws(draws: ArrayLike, *, direction: Direction = Direction.NEITHER) -> NDArray[np.int_]:
    """The place of each area in each draw, ties sharing the better one; shape of the draws, (..., draws, areas)."""
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim < 2 or not values.shape[-2]:
        raise Refused("Draws have two axes or more, (..., draws, areas), and at least one draw.")
    check_areas(values.shape[-1], "A rank")
    if np.isnan(values).any():
        raise Refused("A draw without a figure has no places. Leave out the areas that are not known.")
    ahead_first = values if direction is Direction.DOWN else -values
    # As scipy.stats.rankdata(method="min"), whose package takes a second to import: too long for a command.
    order = np.argsort(ahead_first, axis=-1)
    ordered = np.take_along_axis(ahead_first, order, axis=-1)
    is_tied = np.zeros(order.shape, dtype=bool)
    is_tied[..., 1:] = ordered[..., 1:] == ordered[..., :-1]
    shared = np.maximum.accumulate(np.where(is_tied, 0, np.arange(1, order.shape[-1] + 1)), axis=-1)
    place = np.empty(order.shape, dtype=np.int_)
    np.put_along_axis(place, order, shared, axis=-1)
    return place


def place_chances(draws: ArrayLike, *, direction: Direction = Direction.NEITHER) -> PlaceChances:
    """How often each area takes each place. draws: shape (..., draws, areas), in the measure's unit."""
    place = places_of_draws(draws, direction=direction)
    areas = place.shape[-1]
    flat = place.reshape(-1, *place.shape[-2:])  # (rows, draws, areas)
    rows = np.arange(len(flat))[:, None, None]
    cell = (rows * areas + np.arange(areas)) * areas + place.reshape(flat.shape) - 1
    counts = np.bincount(cell.ravel(), minlength=len(flat) * areas**2)
    chance = counts.reshape(*place.shape[:-2], areas, areas) / place.shape[-2]
    return PlaceChances(chance, place.mean(axis=-2))


def level_draws(
    events: ArrayLike,
    base: ArrayLike,
    *,
    is_proportion: bool,
    seed: int,
    dispersion: ArrayLike = 1.0,
    draws: int = DRAWS,
) -> Floats:
    """Draw the true level of each area, independently, as its figures leave it open; shape (..., draws, areas).

    Proportions: Beta(k + 1, n - k + 1), a share of which nothing was known before. Rates and ratios:
    Gamma(k + 1/2) over the base (H. Jeffreys, Proc. R. Soc. A 186 (1946) 453). dispersion: how many times the variance
    of a count is its mean, over time; it makes the figures count for as much less.
    """
    k, n = counted(events, base, is_proportion=is_proportion)
    phi = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    k, n = np.broadcast_arrays(k / phi, n / phi)
    generator = np.random.default_rng(seed)
    shape = (*k.shape[:-1], draws, k.shape[-1])
    k, n = k[..., None, :], n[..., None, :]
    if is_proportion:
        return np.asarray(generator.beta(k + 1, n - k + 1, size=shape))
    return np.asarray(generator.gamma(k + 0.5, 1 / n, size=shape))


def estimate_draws(estimate: ArrayLike, standard_error: ArrayLike, *, seed: int, draws: int = DRAWS) -> Floats:
    """Independent normal draws about estimates with standard errors of shape (..., areas); (..., draws, areas)."""
    value, error = estimated(estimate, standard_error)
    shape = (*value.shape[:-1], draws, value.shape[-1])
    return np.asarray(value[..., None, :] + error[..., None, :] * np.random.default_rng(seed).standard_normal(shape))
