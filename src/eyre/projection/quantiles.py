"""Quantiles and chances of predictive distributions that are known by mean and variance, for many figures at once.

Small counts are exact: the distribution function is added up one by one. Large ones use the quantile of a gamma-like
(Pearson III) variable with the same mean, variance and skewness, by the cube of Wilson and Hilferty (1931), which is
monotone in the level, so that quantiles never cross.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats

SMALL = 50.0  # counts expected, below which quantiles are exact
FEW_ASKED = 200  # people asked, up to which quantiles are exact
MOST_SKEWED = 1.0  # beyond it the cube is too rough, and the gamma distribution itself is used
BLOCK = 2048
MOST_STEPS = 20_000


def normal(mean: Floats, variance: Floats, levels: Floats) -> Floats:
    """Quantiles of normal figures, shape (levels, ...)."""
    return np.asarray(mean + np.sqrt(np.maximum(variance, 0)) * _deviates(levels, mean.ndim))


def negative_binomial(mean: Floats, variance: Floats, levels: Floats) -> Floats:
    """Whole-number quantiles of negative binomial counts; mean, variance: shape (...). Returns (levels, ...).

    Where the variance is not above the mean the count is taken as Poisson.
    """
    shape = mean.shape
    mean, variance = np.maximum(mean.ravel(), 1e-9), variance.ravel()
    variance = np.maximum(variance, mean * (1 + 1e-9))
    out = np.empty((levels.size, mean.size))
    big = mean >= SMALL
    if big.any():
        out[:, big] = _gamma_like(mean[big], variance[big], levels)
    small = np.flatnonzero(~big)
    small = small[np.argsort(mean[small], kind="stable")]  # alike counts need alike many steps
    for i in range(0, small.size, BLOCK):
        part = small[i : i + BLOCK]
        out[:, part] = _counted_up(mean[part], variance[part], levels)
    return out.reshape(levels.size, *shape)


def _gamma_like(mean: Floats, variance: Floats, levels: Floats) -> Floats:
    spread = np.sqrt(variance)
    skew = (2 * variance - mean) / (mean * spread)
    cube = (1 + skew * _deviates(levels, 1) / 6 - skew**2 / 36) ** 3
    smooth = mean + spread * 2 / skew * (cube - 1)
    odd = skew > MOST_SKEWED
    if odd.any():
        smooth[:, odd] = _gamma(mean[odd], variance[odd], levels)
    return np.maximum(np.ceil(smooth - 0.5), 0)


def _gamma(mean: Floats, variance: Floats, levels: Floats) -> Floats:
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(mean**2 / variance, levels[:, None]) * variance / mean)


def _counted_up(mean: Floats, variance: Floats, levels: Floats) -> Floats:
    """The smallest counts whose distribution function reaches each level."""
    share, size = mean / variance, mean**2 / (variance - mean)
    chance = np.exp(size * np.log(share))
    return _steps_to(levels, chance, lambda k, before: before * ((size + k - 1) / k) * (1 - share))


def _steps_to(levels: Floats, chance: Floats, following: object) -> Floats:
    """How many terms of a distribution, added up from none, stay below each level; shape (levels, figures)."""
    assert callable(following)
    below = np.zeros((levels.size, chance.size))
    up_to, ends = chance.copy(), levels[:, None]
    for k in range(1, MOST_STEPS):
        short = up_to < ends
        if not short[-1].any():
            break
        below += short
        chance = following(k, chance)
        up_to = up_to + chance
    return below


def negative_binomial_cdf(count: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Chances below, and up to, a count."""
    from scipy.special import betainc

    mean = np.maximum(mean, 1e-9)
    variance = np.maximum(variance, mean * (1 + 1e-9))
    share, size = mean / variance, mean**2 / (variance - mean)
    below = np.where(count > 0, betainc(size, np.maximum(count, 1e-9), share), 0.0)
    return below, np.asarray(betainc(size, count + 1, share))


def beta_binomial(asked: Floats, mean: Floats, variance: Floats, levels: Floats) -> Floats:
    """Quantiles of k of n; mean and variance are those of the share k / n. Returns (levels, ...)."""
    shape = np.broadcast_shapes(asked.shape, mean.shape)
    n, p, v = (np.broadcast_to(part, shape).ravel() for part in (asked, mean, variance))
    p, alpha, beta = _beta_of(n, p, v)
    out = np.empty((levels.size, n.size))
    many = n > FEW_ASKED
    if many.any():
        out[:, many] = _beta_like(n[many], alpha[many], beta[many], levels)
    for turned in (False, True):
        part = np.flatnonzero(~many & ((p > 0.5) == turned))
        if part.size:
            out[:, part] = _asked_up(n[part], alpha[part], beta[part], levels, turned)
    return out.reshape(levels.size, *shape)


def _beta_of(n: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean and parameters of the beta whose binomial has a mean and a variance of the share."""
    p = np.clip(mean, 1e-6, 1 - 1e-6)
    alike = (variance * n / (p * (1 - p)) - 1) / np.maximum(n - 1, 1)
    alike = np.clip(alike, 1e-6, 1 - 1e-6)
    return p, p * (1 / alike - 1), (1 - p) * (1 / alike - 1)


def _beta_like(n: Floats, alpha: Floats, beta: Floats, levels: Floats) -> Floats:
    from scipy.special import betaincinv

    smooth: Floats = n * betaincinv(alpha, beta, levels[:, None])
    return np.clip(np.ceil(smooth - 0.5), 0, n)


def _asked_up(n: Floats, alpha: Floats, beta: Floats, levels: Floats, turned: bool) -> Floats:
    """Exact quantiles of k of n; where most say yes (`turned`) those who say no are added up instead."""
    from scipy.special import betaln

    if turned:
        alpha, beta = beta, alpha
    chance = np.exp(betaln(alpha, n + beta) - betaln(alpha, beta))

    def following(k: int, before: Floats) -> Floats:
        left = np.maximum(n - k, 0)
        return np.asarray(before * (n - k + 1).clip(0) * (alpha + k - 1) / (k * (left + beta)))

    ends = np.nextafter(1 - levels, 2)[::-1] if turned else levels
    steps = np.minimum(_steps_to(ends, chance, following), n)
    return n - steps[::-1] if turned else steps


def beta_binomial_cdf(count: Floats, asked: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Chances below, and up to, k of n."""
    from scipy.stats import betabinom

    _, alpha, beta = _beta_of(asked, mean, variance)
    below, up_to = (betabinom.cdf(k, asked, alpha, beta) for k in (count - 1, count))
    return np.asarray(below), np.asarray(up_to)


def _deviates(levels: Floats, dimensions: int) -> NDArray[np.float64]:
    from scipy.special import ndtri

    return np.asarray(ndtri(levels)).reshape(-1, *[1] * dimensions)
