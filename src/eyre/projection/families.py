"""The three kinds of figure that can be projected, and what differs between them.

A figure is an amount over an exposure: crimes over one month, crimes over a population, satisfied people over people
asked. On the scale of the rate (amount / exposure, season taken out) the variance of a figure around its level is

    sampling(level, exposure) + dispersion * extra(level, exposure)

the first part known from the level, the second learned. Levels move on the scale of the link. Arrays broadcast.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eyre.core import Floats, MeasureKind

LEAST = 1e-9  # a level is kept this far from where its link is infinite
ALIKE = 0.005  # correlation of two replies of one month that is assumed when months of unlike n are weighed


class Reals:
    """Any number, in units of its own month-to-month spread: normal around a level that moves by sums."""

    whole: ClassVar[bool] = False  # True where amounts are whole numbers, at least 0
    ratios: ClassVar[bool] = False  # True where levels move by ratios
    bounds: ClassVar[tuple[float, float]] = (-np.inf, np.inf)  # of a rate

    def link(self, level: Floats) -> Floats:
        return level

    def unlink(self, linked: Floats) -> Floats:
        return linked

    def slope(self, level: Floats) -> Floats:
        """Derivative of the link at a level."""
        return np.ones_like(level)

    def without_season(self, rate: Floats, season: Floats, typical: Floats) -> Floats:
        return rate - season

    def seasonal_exposure(self, exposure: Floats, season: Floats) -> Floats:
        """Exposure of a rate whose season was taken out."""
        return exposure

    def weight(self, exposure: Floats) -> Floats:
        """How much a month counts when levels are averaged."""
        return exposure

    def sampling(self, level: Floats, exposure: Floats) -> Floats:
        return np.zeros_like(level)

    def extra(self, level: Floats, exposure: Floats) -> Floats:
        return np.ones_like(level)

    def draw(self, rng: np.random.Generator, rate: Floats, exposure: Floats, dispersion: Floats) -> Floats:
        """Draw published rates around latent rates, of the same shape."""
        return rate + np.sqrt(dispersion) * rng.standard_normal(rate.shape)


class Counts(Reals):
    """Things that happened: negative binomial around a level that moves by ratios."""

    whole = True
    ratios = True
    bounds = (0.0, np.inf)

    def link(self, level: Floats) -> Floats:
        return np.log(np.maximum(level, LEAST))

    def unlink(self, linked: Floats) -> Floats:
        return np.exp(linked)

    def slope(self, level: Floats) -> Floats:
        return 1 / np.maximum(level, LEAST)

    def without_season(self, rate: Floats, season: Floats, typical: Floats) -> Floats:
        return rate / np.exp(season)

    def seasonal_exposure(self, exposure: Floats, season: Floats) -> Floats:
        return exposure * np.exp(season)

    def sampling(self, level: Floats, exposure: Floats) -> Floats:
        return level / exposure

    def extra(self, level: Floats, exposure: Floats) -> Floats:
        return level**2

    def draw(self, rng: np.random.Generator, rate: Floats, exposure: Floats, dispersion: Floats) -> Floats:
        shape = 1 / np.maximum(dispersion, LEAST)
        return rng.poisson(rng.standard_gamma(shape) / shape * rate * exposure) / exposure


class Proportions(Reals):
    """k of n: beta-binomial around a level that moves on the logit scale."""

    whole = True
    bounds = (0.0, 1.0)

    def link(self, level: Floats) -> Floats:
        inside = _inside(level)
        return np.log(inside / (1 - inside))

    def unlink(self, linked: Floats) -> Floats:
        return 1 / (1 + np.exp(-linked))

    def slope(self, level: Floats) -> Floats:
        return 1 / self.sampling(level, np.ones_like(level))

    def without_season(self, rate: Floats, season: Floats, typical: Floats) -> Floats:
        return rate - (self.unlink(self.link(typical) + season) - typical)

    def weight(self, exposure: Floats) -> Floats:
        return exposure / (1 + ALIKE * np.maximum(exposure - 1, 0))

    def sampling(self, level: Floats, exposure: Floats) -> Floats:
        inside = _inside(level)
        return inside * (1 - inside) / np.maximum(exposure, 1)

    def extra(self, level: Floats, exposure: Floats) -> Floats:
        return self.sampling(level, np.ones_like(level)) * (1 - 1 / np.maximum(exposure, 2))

    def draw(self, rng: np.random.Generator, rate: Floats, exposure: Floats, dispersion: Floats) -> Floats:
        alike, inside = _inside(dispersion), np.clip(rate, 1e-6, 1 - 1e-6)
        yes, no = (rng.standard_gamma(share * (1 - alike) / alike) for share in (inside, 1 - inside))
        share = np.where(yes + no > 0, yes / np.maximum(yes + no, 1e-300), inside)
        asked = np.maximum(np.rint(exposure), 1).astype(np.int64)
        return rng.binomial(asked, share) / asked


def _inside(level: Floats) -> Floats:
    return np.clip(level, LEAST, 1 - LEAST)


def family_of(kind: MeasureKind, has_base: bool) -> Reals:
    """The family that a kind of measure is projected with; rates without numerator and denominator as they are."""
    if kind is MeasureKind.PROPORTION:
        return Proportions()
    return Counts() if kind is MeasureKind.COUNT or (kind is MeasureKind.RATE and has_base) else Reals()
