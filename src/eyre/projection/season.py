"""Seasonal effects on the scale of the link: shared by the areas of a measure, and each area's own part of them.

Every month is compared with the months around it. The effect of a calendar month is the mean of the middle third of its
years, so that one strange month (March 2020, a month counted twice) has no say in it; effects are then shrunk towards
none by as much as the years disagree (James–Stein). What one area does beyond that is learned in the same way from its
own figures, and shrunk by how far areas of the measure were found to differ at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from eyre.projection.families import Reals
from eyre.projection.levels import over

FEWEST_SPARE = 6  # with fewer ratios beyond one a calendar month the years cannot be compared with each other
REACH = 6  # periods
SHRINK_BLIND = 0.5  # what is then kept of an effect: our choice
EFFICIENCY = 0.65  # of a mean of the middle third beside the plain mean, with heavy tails


def seasonal_effects(family: Reals, amount: Floats, exposure: Floats, first: int, year: int) -> Floats:
    """Effect of each calendar month (or quarter) of one series, shape (year,), mean 0.

    amount, exposure: shape (periods,), NaN where missing; first: place in the year of the first period. Two turns: the
    second compares with months around whose season is already taken out, and so can use both ends of the run too.
    """
    amount, exposure = amount[:, None], exposure[:, None]
    typical = _rate(np.nansum(amount, axis=0), np.nansum(exposure, axis=0))
    centred = np.array([0.5] + [1.0] * (year - 1) + [0.5])
    around = _rate(_windowed(amount, centred), _windowed(exposure, centred))
    effects = np.zeros(year)
    for turn in range(2):
        if turn:
            around = months_around(family, amount, exposure, _run(effects, first, len(amount))[:, None], typical)
        seen, told = (family.link(family.smoothed(part, exposure)) for part in (amount, around * exposure))
        ratios = seen - told
        table = by_calendar_month(np.where(np.abs(ratios) < 20, ratios, np.nan)[:, 0], first, year)
        effects = shrunk(table) if turn else middles(table)
    return effects


def own_effects(
    family: Reals, amount: Floats, exposure: Floats, effect: Floats, first: int, year: int
) -> tuple[Floats, Floats]:
    """What each series does in each calendar month beyond a shared effect, and the variance of that from noise.

    amount, exposure: shape (periods, series), NaN where missing; effect: shape (periods, 1). Both (year, series).
    """
    there = ~np.isnan(amount)
    known, base = np.where(there, amount, 0.0), np.where(there, exposure, 0.0)
    typical = _rate(over(known), over(base))
    around = months_around(family, amount, exposure, effect, typical)
    expected = family.with_effect(around, effect)
    expected = np.where(there, expected, 0.0)
    n = np.where(there, base, 1.0)
    sampling = np.where(there, family.sampling(expected, n), 0.0)
    extra = np.where(there, family.extra(expected, n), 0.0)
    squares = (known / n - expected) ** 2 * there
    scatter = np.maximum(over(squares - sampling) / np.maximum(over(extra), 1e-12), 0)
    hits, told, asked, years = (_by_place(part, first, year) for part in (known, expected * base, base, there * 1.0))
    asked = np.maximum(asked, 1e-9)
    usual = family.smoothed(told, asked)
    beyond = family.link(family.smoothed(hits, asked)) - family.link(usual)
    per_month = family.extra(usual, asked) / np.maximum(years, 1)
    noise = (family.sampling(usual, asked) + scatter * per_month) * family.slope(usual) ** 2
    return np.where(years > 0, beyond, 0.0), np.where(years > 0, noise, 1e9)


def how_unlike(beyond: Floats, noise: Floats) -> Floats:
    """Variance of true own effects: what is seen beyond noise; months of little noise count more. Over axis 0."""
    weight = 1 / (noise + 0.01) ** 2
    return np.asarray(np.maximum(over(weight * (beyond**2 - noise)) / over(weight), 0))


def own_shrunk(beyond: Floats, noise: Floats, unlike: float) -> Floats:
    """Own effects shrunk to none: half by what areas of the measure differ, half by what this one does. Mean 0."""
    own = np.minimum(how_unlike(beyond, noise), 4 * unlike)
    variance = (own + unlike) / 2
    kept = beyond * variance / (variance + noise)
    return np.asarray(kept - over(kept) / len(kept))


def months_around(
    family: Reals, amount: Floats, exposure: Floats, effect: Floats, typical: Floats, on: int = REACH
) -> Floats:
    """Rate of REACH periods before each, itself and `on` after it, effects taken out; at an end, of what there is.

    Shape (periods, series); `typical` where nothing is there.
    """
    there = ~np.isnan(amount)
    base = np.where(there, exposure, 0.0)
    rate = family.without_effect(np.where(there, amount / np.where(there, exposure, 1.0), 0.0), effect, typical)
    base = family.exposure_without_effect(base, effect)
    hits, asked = _around(np.where(there, rate * base, 0.0), on), _around(base, on)
    return np.where(asked > 0, hits / np.maximum(asked, 1e-300), typical)


def _around(values: Floats, on: int) -> Floats:
    """Sums of a period, REACH before it and `on` after it, as far as the run goes."""
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    place = np.arange(len(values))
    last, first = np.minimum(place + on + 1, len(values)), np.maximum(place - REACH, 0)
    return np.asarray(sums[last] - sums[first])


def _windowed(values: Floats, weights: Floats) -> Floats:
    """Weighted centred sums along axis 0, NaN where one is missing. Same shape."""
    reach, out = len(weights) // 2, np.full_like(values, np.nan)
    if len(values) > 2 * reach:
        windows = [w * values[i : len(values) - 2 * reach + i] for i, w in enumerate(weights)]
        out[reach:-reach] = sum(windows)
    return out


def _rate(amount: Floats, exposure: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(amount / exposure)


def _run(effects: Floats, first: int, periods: int) -> Floats:
    return effects[(first + np.arange(periods)) % len(effects)]


def _by_place(values: Floats, first: int, year: int) -> Floats:
    """Sums over the years of each calendar month, shape (year, series)."""
    return np.stack([over(values[(place - first) % year :: year]) for place in range(year)])


def by_calendar_month(ratios: Floats, first: int, year: int) -> Floats:
    """The ratios as a table of shape (years, year), NaN where there is none."""
    years = -(-(first + len(ratios)) // year)
    table = np.full(years * year, np.nan)
    table[first : first + len(ratios)] = ratios
    return table.reshape(years, year)


def middles(table: Floats) -> Floats:
    """The middle of each calendar month over its years, mean 0."""
    middle = np.array([middle_mean(column[~np.isnan(column)]) for column in table.T])
    return np.asarray(middle - middle.mean())


def shrunk(table: Floats) -> Floats:
    """Effects of the calendar months from a table of ratios (years, year): the middle, shrunk, mean 0."""
    years, effects = (~np.isnan(table)).sum(axis=0), middles(table)
    spare = years.sum() - len(effects)
    if spare < FEWEST_SPARE:
        return np.asarray(SHRINK_BLIND * effects)
    spread = _typical_gap(table)
    noise = spread**2 * years.sum() / spare / np.maximum(years, 1).mean() / EFFICIENCY
    signal = max(float(over(effects**2)) / (len(effects) - 1) - noise, 0.0)
    return np.asarray(effects * signal / (signal + noise) if signal > 0 else np.zeros(len(effects)))


def _typical_gap(table: Floats) -> float:
    """Median distance of a year from the median of its calendar month, as a standard deviation."""
    with_years = table[:, ~np.isnan(table).all(axis=0)]
    return float(np.nanmedian(np.abs(with_years - np.nanmedian(with_years, axis=0)))) * 1.4826


def middle_mean(values: NDArray[np.float64]) -> float:
    """Mean of the middle third, of the middle one or two of three or four; 0 of none.

    A third is left out at each end, because one wrong month lowers two ratios of the calendar month half a year away.
    """
    if not values.size:
        return 0.0
    cut = values.size // 3
    return float(np.sort(values)[cut : values.size - cut].mean())
