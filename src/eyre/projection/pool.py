"""What series of one measure teach each other: season, how fast levels move, how widely figures scatter."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from eyre.core import Floats
from eyre.projection.families import Reals
from eyre.projection.figures import Basis, Usable
from eyre.projection.levels import DISCOUNTS, Figures, Levels, blend, fit_levels
from eyre.projection.season import MONTHS, middle, months_around, seasonal_effects

# What is believed of a measure before its series are seen, worth PRIOR_SERIES of them: levels that hold for long are
# as likely as levels that move fast. DISPERSION is that of the measure's own pool when no series can be fitted.
PRIOR = np.full(len(DISCOUNTS), 1 / len(DISCOUNTS))
PRIOR_SERIES = 5.0
DISPERSION = 0.02
HELD_AT = 12.0
FREE = 5.0


@dataclass(frozen=True, slots=True)
class Pool:
    """What is shared. season: shape (12,), January first, on the scale of the link; the rest: shape (discounts,)."""

    season: Floats
    dispersion: Floats
    prior: Floats


def seasons_of(usable: Usable, season: Floats, ahead: int = 0) -> Floats:
    """Seasonal effect of every month of the run and `ahead` more, shape (months + ahead,)."""
    first = usable.months[0].month - 1
    return season[(first + np.arange(len(usable.months) + ahead)) % MONTHS]


def smoothable(usable: Usable, season: Floats) -> Figures:
    """The figures with their season taken out, ready for one pass over the months."""
    there = usable.seen
    effect = seasons_of(usable, season)[:, None]
    amount, base = np.where(there, usable.amount, 0.0), np.where(there, usable.exposure, 0.0)
    typical = np.cumsum(amount, axis=0)[-1] / np.maximum(np.cumsum(base, axis=0)[-1], 1e-300)
    exposure = usable.family.seasonal_exposure(np.where(there, base, 1.0), effect)
    rate = usable.family.without_season(amount / np.where(there, base, 1.0), effect, typical)
    weight = np.where(there, usable.family.weight(exposure), 0.0)
    figures = Figures(np.where(there, rate, 0.0), np.where(there, exposure, 1.0), weight)
    return held_in(usable.family, figures)


def held_in(family: Reals, figures: Figures) -> Figures:
    """The figures with single months that cannot be right held in, so that one of them does not make the level.

    A rate may be HELD_AT standard deviations and FREE events from the median of the five months around it (for the last
    month, of the last five): a real change is believed from its third month even if it is greater. Proportions, which
    have bounds of their own, are left alone.
    """
    if np.isfinite(family.bounds[1]):
        return figures
    rate = np.where(figures.weight > 0, figures.rate, np.nan)
    around = months_around(rate)
    spread = np.maximum(1.4826 * middle(np.abs(rate - around)), np.sqrt(family.sampling(around, figures.exposure)))
    reach = HELD_AT * spread + (FREE / figures.exposure if family.whole else 0.0)
    reach = np.where(np.isnan(reach) | (reach == 0), np.inf, reach)
    return replace(
        figures, rate=np.where(figures.weight > 0, np.clip(figures.rate, around - reach, around + reach), 0.0)
    )


def fit(usable: Usable, pool: Pool) -> tuple[Levels, Floats]:
    """Levels of every series, and the weight of each discount, given what is shared."""
    levels = fit_levels(usable.family, smoothable(usable, pool.season), pool.dispersion)
    return levels, blend(levels.score, pool.prior)


def learn_pool(usable: Usable, rows: list[int]) -> Pool:
    """Learn what is shared from those series that can be projected, in the order given.

    The prior over discounts is one step of empirical Bayes: the mean of what the series say, beside PRIOR.
    """
    whole = [row for row in rows if usable.basis[row] is Basis.PROJECTION]
    if not whole:
        return Pool(np.zeros(MONTHS), np.full(len(DISCOUNTS), DISPERSION), PRIOR)
    few = usable.take(whole)
    season = seasonal_effects(few.family, few.amount, few.exposure, few.months[0].month - 1)
    alone = fit_levels(few.family, smoothable(few, season), None)
    pool = Pool(season, np.median(alone.dispersion, axis=1), PRIOR)
    weights = fit(few, pool)[1]
    prior = (weights.sum(axis=1) + PRIOR_SERIES * PRIOR) / (len(whole) + PRIOR_SERIES)
    return Pool(season, pool.dispersion, prior)
