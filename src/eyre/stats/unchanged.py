"""What a series would do if its level stayed where it is: level, season and dispersion of a baseline, and draws of it.

Kept simple on purpose: one level, one factor for each season, one dispersion. No trend and no autocorrelation; where a
series has either, the dispersion grows and takes it in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, TooFewPoints

FEWEST = 2
REACH = 12.0  # standard deviations on each side of the mean that a table of chances covers


@dataclass(frozen=True, slots=True)
class Baseline:
    """level: of one period, or the share. season: factor by place in the year, mean 1. dispersion: variance of a value
    over that of chance alone (Poisson, binomial), at least 1; for other values the variance itself.
    """

    level: float
    season: Floats
    dispersion: float


def baseline_of_counts(counts: ArrayLike, season: int) -> Baseline:
    """Level, season and dispersion of counts, shape (n,), oldest first, NaN where missing; `season` periods a year.

    Dispersion is Pearson's phi about level times season, never below 1.
    """
    values = _enough(counts)
    level = float(np.nanmean(values))
    factors, spent = season_factors(values, season, 1 / level if level > 0 else np.inf)
    expected = level * _laid_out(factors, len(values))
    phi = _pearson((values - expected) ** 2, expected, spent)
    return Baseline(level, factors, max(phi, 1.0))


def baseline_of_shares(numerator: ArrayLike, denominator: ArrayLike, season: int) -> Baseline:
    """The same for k of n: the pooled share, and how much wider than binomial the shares spread."""
    k, n = _enough(numerator), np.asarray(denominator, dtype=np.float64)
    known = ~np.isnan(k) & (n > 0)
    level = float(k[known].sum() / n[known].sum())
    values = np.where(known, np.divide(k, n, out=np.full(k.shape, np.nan), where=known), np.nan)
    noise = (1 - level) / (level * float(n[known].mean())) if level > 0 else np.inf
    factors, spent = season_factors(values, season, noise)
    expected = np.clip(level * _laid_out(factors, len(values)), 0.0, 1.0)
    phi = _pearson((values - expected) ** 2, expected * (1 - expected) / np.where(known, n, np.nan), spent)
    return Baseline(level, factors, max(phi, 1.0))


def baseline_of_values(values: ArrayLike, season: int) -> Baseline:
    """The same for values of which nothing is known but the values; dispersion is their variance."""
    series = _enough(values)
    level = float(np.nanmean(series))
    noise = float(np.nanmean(np.diff(series) ** 2)) / 2 / level**2 if level else np.inf
    factors, spent = season_factors(series, season, noise)
    expected = level * _laid_out(factors, len(series))
    return Baseline(level, factors, _pearson((series - expected) ** 2, np.ones(len(series)), spent))


def season_factors(values: Floats, season: int, noise: float) -> tuple[Floats, float]:
    """Factors by place in the season, mean 1, counted from the first value; and how many degrees of freedom they cost.

    Ratios to a centred year (the 2 x 12 average of official statistics), averaged by place and shrunk towards 1: by
    1 less the share of their variance that chance alone would give. noise: the squared relative error of one value.
    Flat under two whole years, and where the ratios vary no more than chance. Shrinking: B. Efron and C. Morris, JASA
    68 (1973) 117.
    """
    flat = np.ones(max(season, 1))
    if season < 2 or len(values) < 2 * season or not np.nanmean(values):
        return flat, 0.0
    weights = np.r_[0.5, np.ones(season - 1), 0.5] / season
    if season % 2:
        weights = np.ones(season) / season
    half = len(weights) // 2
    centred = np.convolve(values, weights, mode="valid")
    ratios = np.full(-(-len(values) // season) * season, np.nan)
    ratios[half : half + len(centred)] = values[half : half + len(centred)] / centred
    folded = ratios.reshape(-1, season)
    seen = (~np.isnan(folded)).sum(axis=0)
    if not seen.all():
        return flat, 0.0
    means = np.nansum(folded, axis=0) / seen
    means = means / means.mean()
    by_chance = noise * float(np.mean(1 / seen)) * (1 + 1 / season)
    spread = float(means.var(ddof=1))
    kept = max(0.0, 1 - by_chance / spread) if spread > 0 else 0.0
    return 1 + kept * (means - 1), kept * (season - 1)


def quantiles_of_counts(chances: Floats, mean: float, dispersion: float) -> Floats:
    """Counts at these chances (0 to 1): Poisson, or negative binomial with variance dispersion times mean."""
    if mean <= 0:
        return np.zeros(chances.shape)
    values = _around(mean, np.sqrt(dispersion * mean), None)
    return _read_off(chances, values, _log_count_chances(values, mean, dispersion))


def quantiles_of_hits(chances: Floats, n: int, share: float, dispersion: float) -> Floats:
    """Hits of n at these chances: binomial, or beta-binomial with `dispersion` times its variance."""
    if n <= 0 or share <= 0 or share >= 1:
        return np.full(chances.shape, float(n if share >= 1 else 0))
    values = _around(n * share, np.sqrt(min(dispersion, n) * n * share * (1 - share)), n)
    return _read_off(chances, values, _log_hit_chances(values, n, share, dispersion))


def _log_count_chances(values: Floats, mean: float, dispersion: float) -> Floats:
    from scipy.special import gammaln

    if dispersion <= 1 + 1e-6:
        return np.asarray(values * np.log(mean) - mean - gammaln(values + 1))
    size = mean / (dispersion - 1)
    known = gammaln(values + size) - gammaln(size) - gammaln(values + 1)
    return np.asarray(known - size * np.log(dispersion) + values * np.log1p(-1 / dispersion))


def _log_hit_chances(values: Floats, n: int, share: float, dispersion: float) -> Floats:
    from scipy.special import betaln, gammaln

    ways = gammaln(n + 1) - gammaln(values + 1) - gammaln(n - values + 1)
    alike = min((dispersion - 1) / (n - 1), 0.99) if n > 1 else 0.0
    if alike <= 1e-9:
        return np.asarray(ways + values * np.log(share) + (n - values) * np.log1p(-share))
    a, b = share * (1 - alike) / alike, (1 - share) * (1 - alike) / alike
    return np.asarray(ways + betaln(values + a, n - values + b) - betaln(a, b))


def _around(mean: float, deviation: float, most: int | None) -> Floats:
    """The whole numbers that a table of chances covers."""
    low, high = max(0, int(mean - REACH * deviation - REACH)), int(mean + REACH * deviation + 2 * REACH)
    return np.arange(low, (high if most is None else min(high, most)) + 1, dtype=np.float64)


def _read_off(chances: Floats, values: Floats, logs: Floats) -> Floats:
    sums = np.cumsum(np.exp(logs - logs.max()))
    return np.asarray(values[np.minimum(np.searchsorted(sums / sums[-1], chances), len(values) - 1)])


def _laid_out(factors: Floats, n: int) -> Floats:
    return np.asarray(np.resize(factors, n))


def _pearson(square: Floats, variance: Floats, spent: float) -> float:
    """Sum of squares over their variance by chance, over the degrees of freedom."""
    known = ~np.isnan(square) & (variance > 0)
    return float((square[known] / variance[known]).sum() / max(known.sum() - 1 - spent, 1.0))


def _enough(values: ArrayLike) -> Floats:
    series = np.asarray(values, dtype=np.float64)
    seen = int((~np.isnan(series)).sum())
    if seen < FEWEST:
        raise TooFewPoints(f"A baseline needs at least {FEWEST} periods; this series has {seen}. Wait for more.")
    return series
