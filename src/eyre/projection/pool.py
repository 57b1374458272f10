"""What series of one measure teach each other: season, the level they have in common, how levels move and scatter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from eyre.projection.families import Reals
from eyre.projection.figures import Basis, Usable, instructive
from eyre.projection.levels import (
    BLOCK,
    DISCOUNTS,
    GAINS,
    Levels,
    Shared,
    Smoothable,
    error_weights,
    fit_levels,
    leaning,
    normalised,
    over,
    run_bank,
)
from eyre.projection.season import how_unlike, own_effects, own_shrunk, seasonal_effects

DISPERSION = 0.02  # of a measure none of whose series can be fitted
PRIOR_SERIES = 5.0  # what is believed of discounts before series are seen counts as much as this many of them
FEWEST_TO_SHARE = 3  # series, below which they have no level in common
SAMPLE = 1500  # series that are looked at closely, spread evenly over the keys in order
LOOKS_BACK = 0.5  # of the common level's gain, with which it is smoothed backwards
GREATEST_INDEX = float(np.log(5))
GROWTH_LOOKS_BACK = 2  # years of growth, from whose mean part is carried on
GROWTH_KEPT = 0.3  # of the growth seen, at most: half of it is no guide to the next year, and levels follow the rest
GROWTH_USUAL = 0.05  # standard deviation of true growth a year, on the scale of the link
GREATEST_GROWTH = 0.3
GROWTH_OF_ONE_YEAR = 0.01  # variance, where there is only one to look at
GROWTH_UNKNOWN = 0.07  # standard deviation of next year's growth: how far whole types of crime drift in a year
GROWTH_YEARS = 3.0  # years of a measure's own growth that weigh as much as that
GROWTH_STRAYS = 0.5  # of how growth has varied: the other half is in the steps of the level


@dataclass(frozen=True, slots=True)
class Pool:
    """What is shared by the series of a measure, on the scale of the link.

    season: shape (periods of a year,), January first, mean 0. own_season: variance of true own effects beside it.
    index: how the level in common stood before, shape (periods,), 0 at the last; all 0 where none was found.
    start, move, scatter: variances of the level in common, as for one series. growth: of levels a period ahead;
    growth_variance: of what is not known of it, a period squared. shared: dispersion and credit of the discounts.
    """

    season: Floats
    own_season: float
    index: Floats
    start: float
    move: float
    scatter: float
    growth: float
    growth_variance: float
    shared: Shared

    def effect(self, first: int, periods: int, ahead: int = 0) -> Floats:
        """Season and common level of each period of a run and after it, shape (periods + ahead, 1).

        Of a run that is longer or shorter than the pool's, the ends are set on one another.
        """
        place = (first + np.arange(periods + ahead)) % len(self.season)
        back = np.arange(periods) - periods + len(self.index)
        known = self.index[np.clip(back, 0, None)] if len(self.index) else np.zeros(periods)
        index = np.concatenate([known, np.zeros(ahead)])
        return np.asarray(self.season[place] + index)[:, None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Series of one measure, fitted. own: seasonal effects of each beyond the pool's, shape (year, series)."""

    levels: Levels
    own: Floats

    def take(self, rows: list[int] | NDArray[np.intp]) -> Fitted:
        return Fitted(self.levels.take(rows), self.own[:, rows])


def no_pool(family: Reals, year: int, periods: int) -> Pool:
    """What is believed of a measure of which nothing is known yet."""
    dispersion = DISPERSION if family.whole else 1.0
    shared = Shared(np.full(len(DISCOUNTS), dispersion), np.zeros(len(DISCOUNTS)))
    return Pool(np.zeros(year), 0.0, np.zeros(periods), 0.0, 0.0, 0.0, 0.0, 0.0, shared)


def fit(usable: Usable, pool: Pool) -> Fitted:
    """Fit every series, given what is shared; a series gets the same fit alone as among others."""
    blocks = []
    for i in range(0, max(usable.amount.shape[1], 1), BLOCK):
        part = instructive(usable.columns(slice(i, i + BLOCK)))
        own = own_season(part, pool)
        blocks.append((fit_levels(usable.family, smoothable(part, pool, own), pool.shared), own))
    levels = Levels.joined([block[0] for block in blocks])
    return Fitted(levels, np.concatenate([block[1] for block in blocks], axis=1))


def own_season(usable: Usable, pool: Pool) -> Floats:
    """What each series does in each calendar month beyond the pool, shrunk, shape (year, series)."""
    if pool.own_season <= 0:
        return np.zeros((usable.per_year, usable.amount.shape[1]))
    return own_shrunk(*beyond_pool(usable, pool), pool.own_season)


def beyond_pool(usable: Usable, pool: Pool) -> tuple[Floats, Floats]:
    """What each series does in each calendar month beyond the pool, and its variance from noise; (year, series)."""
    first = usable.first_of_year
    effect = pool.effect(first, len(usable.periods))
    return own_effects(usable.family, usable.amount, usable.exposure, effect, first, usable.per_year)


def effects(usable: Usable, pool: Pool, own: Floats, ahead: int = 0) -> Floats:
    """Everything but the level, on the scale of the link, for each period and series: (periods + ahead, series)."""
    first, periods = usable.first_of_year, len(usable.periods)
    place = (first + np.arange(periods + ahead)) % usable.per_year
    return pool.effect(first, periods, ahead) + own[place]


def smoothable(usable: Usable, pool: Pool, own: Floats) -> Smoothable:
    """The figures with their effects taken out, ready for one pass over the periods."""
    there, family = usable.seen, usable.family
    effect = effects(usable, pool, own)
    amount, base = np.where(there, usable.amount, 0.0), np.where(there, usable.exposure, 1.0)
    typical = typical_rate(usable)
    rate = np.where(there, family.without_effect(amount / base, effect, typical), 0.0)
    exposure = np.where(there, family.exposure_without_effect(base, effect), 1.0)
    return Smoothable(rate, exposure, np.where(there, family.weight(exposure), 0.0))


def typical_rate(usable: Usable) -> Floats:
    """Rate of each series over its whole run, shape (series,)."""
    there = usable.seen
    amount, base = np.where(there, usable.amount, 0.0), np.where(there, usable.exposure, 0.0)
    return np.asarray(over(amount) / np.maximum(over(base), 1e-300))


# --- learning ------------------------------------------------------------------------------------------------------


def learn_pool(usable: Usable, rows: Sequence[int]) -> Pool:
    """Learn what is shared from those series that can be projected, in the order given."""
    whole = [row for row in rows if usable.basis[row] is Basis.PROJECTION]
    if not whole:
        return no_pool(usable.family, usable.per_year, len(usable.periods))
    usable = instructive(usable)
    together = added_up(usable, whole)
    few = usable.take([whole[i] for i in spread_evenly(len(whole))])
    pool = with_season(few, together)
    alone = with_shared(few, pool)
    common = with_common_level(few, together, alone, len(whole))
    return grown(common, together)


def spread_evenly(series: int) -> NDArray[np.intp]:
    """Which of so many series are looked at closely."""
    return np.unique(np.linspace(0, series - 1, min(series, SAMPLE)).astype(np.intp))


def added_up(usable: Usable, rows: Sequence[int]) -> Usable:
    """The series as one. What each usually has stands for its size, so that a missing one leaves no dip."""
    some = usable.take(rows)
    there = some.seen
    base = np.where(there, some.exposure, 0.0)
    typical = typical_rate(some)
    amount = np.where(there, some.amount, 0.0)
    if usable.family.ratios:
        hits, asked = amount.sum(axis=1), (base * typical).sum(axis=1)
    else:
        usual = float(np.nansum(some.amount) / max(float(base.sum()), 1e-300))
        asked = base.sum(axis=1)
        hits = (amount - base * typical).sum(axis=1) + usual * asked
    amount, exposure = (np.where(asked > 0, part, np.nan)[:, None] for part in (hits, asked))
    return Usable(usable.family, usable.periods, amount, exposure, np.ones(1), usable.adds_up)


def with_season(few: Usable, together: Usable) -> Pool:
    """The season of all together, and how far series differ from it."""
    year, first = few.per_year, few.first_of_year
    pool = no_pool(few.family, year, len(few.periods))
    season = seasonal_effects(few.family, together.amount[:, 0], together.exposure[:, 0], first, year)
    pool = replace(pool, season=season)
    beyond, noise = beyond_pool(few, pool)
    return replace(pool, own_season=float(how_unlike(beyond.ravel(), noise.ravel())))


def with_shared(few: Usable, pool: Pool) -> Pool:
    """Dispersion of the discounts, and what series say of them."""
    figures = smoothable(few, pool, own_season(few, pool))
    alone = [run_bank(few.family, part, None).dispersion for part in _blocks(figures)]
    dispersion = np.median(np.concatenate(alone, axis=1), axis=1)
    shared = Shared(dispersion, np.zeros(len(DISCOUNTS)))
    found, believed = np.zeros(len(DISCOUNTS)), np.zeros(len(DISCOUNTS))
    for part in _blocks(figures):
        found += run_bank(few.family, part, shared).weight.sum(axis=1)
        believed += normalised(leaning(few.family, part)).sum(axis=1)
    series = few.amount.shape[1]
    usual = PRIOR_SERIES * believed / series
    return replace(pool, shared=Shared(dispersion, np.log((found + usual) / (believed + usual))))


def _blocks(figures: Smoothable) -> list[Smoothable]:
    series = figures.rate.shape[1]
    return [figures.take(slice(i, i + BLOCK)) for i in range(0, max(series, 1), BLOCK)]


def told_by(few: Usable, pool: Pool) -> float:
    """How well one-step errors of the series were told, as a log-likelihood of what was counted."""
    total = 0.0
    for part in _blocks(smoothable(few, pool, own_season(few, pool))):
        bank = run_bank(few.family, part, pool.shared)
        total += float((bank.weight * bank.score).sum())
        if few.family.ratios:  # errors were measured in rates: what was taken out of a figure changed its unit
            total -= float((error_weights(part) * np.log(part.exposure)).sum())
    return total


def with_common_level(few: Usable, together: Usable, pool: Pool, series: int) -> Pool:
    """The level that all have in common, and how it moves beyond what series moving by themselves would make it.

    series: how many there are, of which `few` were looked at closely. The pool is left as it is where, month by month,
    the level that all had until then would have told the next figures of the series worse.
    """
    if series < FEWEST_TO_SHARE:
        return pool
    family, none = few.family, np.zeros((few.per_year, 1))
    shared = with_shared(together, replace(pool, own_season=0.0)).shared
    figures = smoothable(together, pool, none)
    bank = run_bank(family, figures, shared)
    levels = over_discounts(bank.before, bank.weight)
    until_then = with_shared(few, replace(pool, index=beside_last(family, levels[:-1])))
    if told_by(few, until_then) < told_by(few, pool):
        return pool
    gain = LOOKS_BACK * float((GAINS * bank.weight[:, 0]).sum())
    pool = with_shared(few, replace(pool, index=beside_last(family, smoothed_back(levels[1:], gain))))
    start, move, scatter = in_common(fit_levels(family, figures, shared), fit(few, pool).levels, few, series)
    return replace(pool, start=start, move=move, scatter=scatter)


def over_discounts(levels: Floats, weight: Floats) -> Floats:
    """One level a period from those under every discount, shape (periods,)."""
    return np.asarray((levels[:, :, 0] * weight[:, 0]).sum(axis=1))


def smoothed_back(levels: Floats, gain: float) -> Floats:
    """The levels as seen from the end, shape (periods,)."""
    back, last = levels.copy(), levels[-1]
    for t in range(len(levels) - 1, -1, -1):
        last = last + gain * (levels[t] - last)
        back[t] = last
    return back


def beside_last(family: Reals, levels: Floats) -> Floats:
    """Levels on the scale of the link, beside the last of them."""
    linked = family.link(np.maximum(levels, 1e-9) if family.whole else levels)
    return np.asarray(np.clip(linked - linked[-1], -GREATEST_INDEX, GREATEST_INDEX))


def in_common(whole: Levels, apart: Levels, few: Usable, series: int) -> tuple[float, float, float]:
    """Start, move and scatter in common: those of all together, less what series make of them by themselves."""
    size = apart.level * np.nan_to_num(few.exposure[-few.per_year :]).mean(axis=0)
    size = np.abs(size) if few.family.whole else np.ones_like(size)
    portion = size / max(float(size.sum()), 1e-300)
    by_themselves = portion**2 * len(portion) / series

    def beyond(all_of_them: Floats, each: Floats) -> float:
        return max(float(all_of_them[0] - (by_themselves * each).sum()), 0.0)

    return beyond(whole.start, apart.start), beyond(whole.move, apart.move), beyond(whole.scatter, apart.scatter)


def grown(pool: Pool, together: Usable) -> Pool:
    """How the measure grew over the last years, of which part is carried on, and how unsure that is."""
    year, family = together.per_year, together.family
    if not family.whole:
        return pool
    yearly = yearly_growth(together)
    strays = GROWTH_STRAYS * float(((yearly - yearly.mean()) ** 2).sum()) if len(yearly) > 1 else 0.0
    spread = (GROWTH_YEARS * GROWTH_UNKNOWN**2 + strays) / (GROWTH_YEARS + max(len(yearly) - 1, 0))
    pool = replace(pool, growth_variance=spread / year**2)
    if not len(yearly):
        return pool
    late = yearly[:GROWTH_LOOKS_BACK]
    unsure = float(np.var(late, ddof=1)) / len(late) if len(late) > 1 else GROWTH_OF_ONE_YEAR
    kept = GROWTH_KEPT * GROWTH_USUAL**2 / (GROWTH_USUAL**2 + unsure)
    return replace(pool, growth=float(np.clip(late.mean(), -GREATEST_GROWTH, GREATEST_GROWTH)) * kept / year)


def yearly_growth(together: Usable) -> Floats:
    """Growth from each whole year before the end to the next, the last first, on the scale of the link."""
    year, periods = together.per_year, len(together.periods)
    ends = range(periods, year - 1, -year)
    sums = [[np.nansum(part[end - year : end]) for end in ends] for part in (together.amount, together.exposure)]
    amount, exposure = np.array(sums)
    usable = (amount > 0) & (exposure > 0)
    whole = int(np.argmin(usable)) if not usable.all() else len(usable)
    growth: Floats = -np.diff(together.family.link(amount[:whole] / exposure[:whole]))
    return growth
