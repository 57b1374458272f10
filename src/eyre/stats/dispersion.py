"""How much wider monthly counts spread than a Poisson count of the same mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, TooFewPoints

MONTHS = 12


def dispersion_about_season(counts: ArrayLike, *, period: int = MONTHS) -> Floats:
    """Return Pearson's phi of each series about the mean of each calendar month.

    counts: shape (..., n), consecutive periods, oldest first, NaN where missing; at least two seasons.
    Returns shape (...): sum of (y - m)^2 / m over the degrees of freedom (values less calendar months). 1 is
    Poisson. A drift of the level counts as dispersion: over many years phi is too large for comparing
    neighbouring ones, so give the years compared and a few before them. A calendar month that was always 0
    says nothing and is left out. NaN where a series leaves no degree of freedom. Raises TooFewPoints below
    two seasons.
    Source: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed., 1989, section 6.2.
    """
    values = np.asarray(counts, dtype=np.float64)
    if values.shape[-1] < 2 * period:
        raise TooFewPoints(
            f"A dispersion about the season needs at least {2 * period} periods; this series has {values.shape[-1]}. "
            "Give a longer series, or compare without it and say so."
        )
    seasons = by_season(values, period)
    seen = ~np.isnan(seasons)
    base = seen.sum(axis=-2)
    mean = np.divide(np.nansum(seasons, axis=-2), base, out=np.zeros(base.shape), where=base > 0)
    square = np.where(seen, (seasons - mean[..., None, :]) ** 2, 0.0).sum(axis=-2)
    pearson = np.divide(square, mean, out=np.zeros(base.shape), where=mean > 0).sum(axis=-1)
    freedom = np.where(mean > 0, base - 1, 0).sum(axis=-1)
    return np.asarray(np.divide(pearson, freedom, out=np.full(freedom.shape, np.nan), where=freedom > 0))


def by_season(values: Floats, period: int = MONTHS) -> Floats:
    """Fold (..., n) to (..., seasons, period), the last season filled up with NaN."""
    short = -values.shape[-1] % period
    padding = np.full((*values.shape[:-1], short), np.nan)
    return np.concatenate([values, padding], axis=-1).reshape(*values.shape[:-1], -1, period)
