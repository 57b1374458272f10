"""The three kinds of figure that can be projected, and what differs between them.

A figure is an amount over an exposure: crimes over one month, crimes over a population, satisfied people over people
asked. Its rate is amount / exposure. On the scale of the link (log, logit, none) a rate is a level plus effects: season
and what all areas have in common. Around its latent rate a figure scatters with the variance

    sampling(rate, exposure) + scatter * extra(rate, exposure)

the first part known from the rate, the second learned. Arrays broadcast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np

from eyre.core import Floats, MeasureKind
from eyre.projection.quantiles import beta_binomial, beta_binomial_cdf, negative_binomial, negative_binomial_cdf, normal

LEAST = 1e-9  # a level is kept this far from where its link is infinite
ALIKE = 0.005  # correlation of two replies of one month that is assumed when months of unlike n are weighed
NEITHER_FEW_NOR_MANY = 300.0  # events a month: where nothing is counted, slow and fast levels are equally likely
Numbers = Callable[[str], np.random.Generator]  # a stream for each purpose: fewer draws are the first of many
WIDEST = 2.0  # variance of a logit beyond which shares are no longer spread in proportion to it


class Reals:
    """Any number, in units of its own month-to-month spread: normal around a level that moves by sums."""

    whole: ClassVar[bool] = False  # True where amounts are whole numbers, at least 0
    ratios: ClassVar[bool] = False  # True where levels move by ratios
    bounds: ClassVar[tuple[float, float]] = (-np.inf, np.inf)  # of a rate

    # --- the scale of the link ---

    def link(self, rate: Floats) -> Floats:
        return rate

    def slope(self, rate: Floats) -> Floats:
        """Derivative of the link at a rate."""
        return np.ones_like(rate)

    def with_effect(self, rate: Floats, effect: Floats) -> Floats:
        """A rate moved by an effect on the scale of the link."""
        return rate + effect

    def without_effect(self, rate: Floats, effect: Floats, typical: Floats) -> Floats:
        """A rate with an effect taken out; typical: the usual rate of the series."""
        return rate - effect

    def exposure_without_effect(self, exposure: Floats, effect: Floats) -> Floats:
        """Exposure of a rate whose effect was taken out."""
        return exposure

    def smoothed(self, amount: Floats, exposure: Floats) -> Floats:
        """A rate whose link is finite even where nothing, or everything, happened."""
        return amount / exposure

    # --- how figures scatter ---

    def weight(self, exposure: Floats) -> Floats:
        """How much a month counts when levels are averaged."""
        return exposure

    def events(self, rate: Floats, exposure: Floats) -> Floats:
        """How many events a month informs its rate: one over its sampling variance on the scale of the link."""
        return np.full_like(rate, NEITHER_FEW_NOR_MANY)

    def sampling(self, rate: Floats, exposure: Floats) -> Floats:
        return np.zeros_like(rate)

    def extra(self, rate: Floats, exposure: Floats) -> Floats:
        return np.ones_like(rate)

    def latent_covariance(self, one: Floats, other: Floats, linked: Floats) -> Floats:
        """Covariance of two latent rates from that of their links."""
        return linked

    def published_variance(self, rate: Floats, exposure: Floats, scatter: Floats, linked: Floats) -> Floats:
        """Variance of a published rate; linked: variance of the latent rate on the scale of the link."""
        return scatter + linked

    # --- the figure itself ---

    def quantiles(self, mean: Floats, variance: Floats, exposure: Floats, levels: Floats) -> Floats:
        """Quantiles of published rates, shape (levels, ...)."""
        return normal(mean, variance, levels)

    def cdf(self, rate: Floats, mean: Floats, variance: Floats, exposure: Floats) -> tuple[Floats, Floats]:
        """Chances of a published rate below, and up to, what came."""
        from scipy.special import ndtr

        below = ndtr((rate - mean) / np.sqrt(np.maximum(variance, 1e-300)))
        return below, below

    def latent(self, rate: Floats, moved: Floats, linked: Floats) -> Floats:
        """Latent rates from moves on the scale of the link whose variance is `linked`; their mean is `rate`."""
        return rate + moved

    def draw(
        self,
        rng: Numbers,
        latent: Floats,
        exposure: Floats,
        scatter: Floats,
        shared: Floats,
        normal: Floats,
    ) -> Floats:
        """Published rates around latent ones, shape (draws,); of the scatter a part is shared with other areas.

        rng: the series' own random numbers of the period; normal: those that all areas share.
        """
        own = np.sqrt(np.maximum(scatter - shared, 0.0))
        return (
            latent + np.sqrt(np.minimum(shared, scatter)) * normal + own * rng("scatter").standard_normal(latent.shape)
        )


class Counts(Reals):
    """Things that happened: negative binomial around a level that moves by ratios."""

    whole = True
    ratios = True
    bounds = (0.0, np.inf)

    def link(self, rate: Floats) -> Floats:
        return np.log(np.maximum(rate, LEAST))

    def slope(self, rate: Floats) -> Floats:
        return 1 / np.maximum(rate, LEAST)

    def with_effect(self, rate: Floats, effect: Floats) -> Floats:
        return rate * np.exp(effect)

    def without_effect(self, rate: Floats, effect: Floats, typical: Floats) -> Floats:
        return rate / np.exp(effect)

    def exposure_without_effect(self, exposure: Floats, effect: Floats) -> Floats:
        return exposure * np.exp(effect)

    def smoothed(self, amount: Floats, exposure: Floats) -> Floats:
        return (amount + 0.5) / exposure

    def events(self, rate: Floats, exposure: Floats) -> Floats:
        return rate * exposure

    def sampling(self, rate: Floats, exposure: Floats) -> Floats:
        return rate / exposure

    def extra(self, rate: Floats, exposure: Floats) -> Floats:
        return rate * rate

    def latent_covariance(self, one: Floats, other: Floats, linked: Floats) -> Floats:
        return one * other * np.expm1(linked)

    def published_variance(self, rate: Floats, exposure: Floats, scatter: Floats, linked: Floats) -> Floats:
        return rate / exposure + rate * rate * ((1 + scatter) * np.exp(linked) - 1)

    def quantiles(self, mean: Floats, variance: Floats, exposure: Floats, levels: Floats) -> Floats:
        return negative_binomial(mean * exposure, variance * exposure**2, levels) / exposure

    def cdf(self, rate: Floats, mean: Floats, variance: Floats, exposure: Floats) -> tuple[Floats, Floats]:
        return negative_binomial_cdf(rate * exposure, mean * exposure, variance * exposure**2)

    def latent(self, rate: Floats, moved: Floats, linked: Floats) -> Floats:
        return rate * np.exp(moved - 0.5 * linked)

    def draw(
        self,
        rng: Numbers,
        latent: Floats,
        exposure: Floats,
        scatter: Floats,
        shared: Floats,
        normal: Floats,
    ) -> Floats:
        shared = np.minimum(shared, scatter)
        own = np.maximum((1 + scatter) / (1 + shared) - 1, LEAST)
        together = np.exp(np.sqrt(np.log1p(shared)) * normal - 0.5 * np.log1p(shared))
        alone = rng("scatter").standard_gamma(1 / own, latent.shape) * own
        return rng("figure").poisson(np.minimum(latent * exposure * together * alone, 1e15)) / exposure


class Proportions(Reals):
    """k of n: beta-binomial around a level that moves on the logit scale."""

    whole = True
    bounds = (0.0, 1.0)

    def link(self, rate: Floats) -> Floats:
        inside = _inside(rate)
        return np.log(inside / (1 - inside))

    def slope(self, rate: Floats) -> Floats:
        return 1 / _spread(rate)

    def with_effect(self, rate: Floats, effect: Floats) -> Floats:
        return 1 / (1 + np.exp(-(self.link(rate) + effect)))

    def without_effect(self, rate: Floats, effect: Floats, typical: Floats) -> Floats:
        return rate - (self.with_effect(typical, effect) - typical)

    def smoothed(self, amount: Floats, exposure: Floats) -> Floats:
        return (amount + 0.5) / (exposure + 1)

    def weight(self, exposure: Floats) -> Floats:
        return exposure / (1 + ALIKE * np.maximum(exposure - 1, 0))

    def events(self, rate: Floats, exposure: Floats) -> Floats:
        return _spread(rate) * exposure

    def sampling(self, rate: Floats, exposure: Floats) -> Floats:
        return _spread(rate) / np.maximum(exposure, 1)

    def extra(self, rate: Floats, exposure: Floats) -> Floats:
        return _spread(rate) * (1 - 1 / np.maximum(exposure, 2))

    def latent_covariance(self, one: Floats, other: Floats, linked: Floats) -> Floats:
        return _spread(one) * _spread(other) * np.minimum(linked, WIDEST)

    def published_variance(self, rate: Floats, exposure: Floats, scatter: Floats, linked: Floats) -> Floats:
        latent = self.latent_covariance(rate, rate, linked)
        n = np.maximum(exposure, 1)
        return latent + np.maximum(_spread(rate) - latent, 0) * (1 / n + scatter * (1 - 1 / n))

    def quantiles(self, mean: Floats, variance: Floats, exposure: Floats, levels: Floats) -> Floats:
        asked = _asked(exposure)
        return beta_binomial(asked, mean, variance, levels) / asked

    def cdf(self, rate: Floats, mean: Floats, variance: Floats, exposure: Floats) -> tuple[Floats, Floats]:
        asked = _asked(exposure)
        return beta_binomial_cdf(np.rint(rate * asked), asked, mean, variance)

    def latent(self, rate: Floats, moved: Floats, linked: Floats) -> Floats:
        # The second-order term of the logistic curve, so that the mean stays where it was.
        return self.with_effect(rate, moved - 0.5 * (1 - 2 * rate) * linked)

    def draw(
        self,
        rng: Numbers,
        latent: Floats,
        exposure: Floats,
        scatter: Floats,
        shared: Floats,
        normal: Floats,
    ) -> Floats:
        alike, inside = np.clip(scatter, 1e-6, 1 - 1e-6), np.clip(latent, 1e-6, 1 - 1e-6)
        sides = {"yes": inside, "no": 1 - inside}
        yes, no = (rng(side).standard_gamma(share * (1 - alike) / alike) for side, share in sides.items())
        share = np.where(yes + no > 0, yes / np.maximum(yes + no, 1e-300), inside)
        asked = _asked(exposure).astype(np.int64)
        return rng("figure").binomial(asked, share) / asked


def _inside(rate: Floats) -> Floats:
    return np.clip(rate, LEAST, 1 - LEAST)


def _spread(rate: Floats) -> Floats:
    inside = _inside(rate)
    return inside * (1 - inside)


def _asked(exposure: Floats) -> Floats:
    """People asked: a whole number, at least one."""
    return np.maximum(np.rint(exposure), 1)


def family_of(kind: MeasureKind, has_base: bool) -> Reals:
    """The family that a kind of measure is projected with; rates without numerator and denominator as they are."""
    if kind is MeasureKind.PROPORTION:
        return Proportions()
    return Counts() if kind is MeasureKind.COUNT or (kind is MeasureKind.RATE and has_base) else Reals()
