"""Seasonal effects of a measure, shared by all its areas, robust and shrunk.

Each month is compared with the twelve months around it, over all areas together; the effect of a calendar month is
the mean of the middle third of its years, so that one strange month (March 2020, a month counted twice) has no say.
It is then shrunk towards none by as much as the years disagree (James–Stein).
"""

from __future__ import annotations

import numpy as np

from eyre.core import Floats
from eyre.projection.families import Reals

MONTHS = 12
AROUND = np.array([0.5] + [1.0] * 11 + [0.5])  # the centred year: both outer months are the same calendar month
GIANT = 20  # times the months around it, or times the usual step from month to month
FEWEST_SPARE = 6  # with fewer ratios beyond twelve the years cannot be compared with each other
SHRINK_BLIND = 0.5  # what is then kept of an effect: our choice
TRIMMED = 0.8  # efficiency of a mean of the middle third beside the plain mean, normal errors (about)


def moving_year(values: Floats) -> Floats:
    """Centred sum of twelve months along axis 0, NaN where one is missing. Same shape."""
    reach = MONTHS // 2
    out = np.full_like(values, np.nan)
    if len(values) > 2 * reach:
        out[reach:-reach] = sum(part * values[i : len(values) - 2 * reach + i] for i, part in enumerate(AROUND))
    return out


def months_around(rate: Floats) -> Floats:
    """Median of the five months around each (at an end, of the five there), same shape; NaN where none is there."""
    months = len(rate)
    first = np.clip(np.arange(months) - 2, 0, max(months - 5, 0))
    return middle(np.stack([rate[np.minimum(first + i, months - 1)] for i in range(5)]))


def middle(values: Floats) -> Floats:
    """Median over the first axis of what is there (of two middle ones the lower); NaN where nothing is."""
    there = (~np.isnan(values)).sum(axis=0)
    return np.asarray(np.take_along_axis(np.sort(values, axis=0), np.maximum(there - 1, 0)[None] // 2, axis=0)[0])


def without_giants(family: Reals, amount: Floats, exposure: Floats) -> Floats:
    """Amounts without months so far above or below their neighbours that no season could make them so."""
    if np.isfinite(family.bounds[1]):
        return amount
    around = months_around(amount / exposure) * exposure
    reach = GIANT * (around + 1 if family.ratios else exposure)
    return np.clip(amount, around - reach, around + reach)


def seasonal_effects(family: Reals, amount: Floats, exposure: Floats, first: int) -> Floats:
    """Seasonal effect of each calendar month on the scale of the link, shape (12,), mean 0.

    amount, exposure: shape (months, series), NaN where missing; first: calendar month (0–11) of the first row.
    """
    amount = without_giants(family, amount, exposure)
    expected = exposure * moving_year(amount) / moving_year(exposure)
    both = ~np.isnan(amount) & ~np.isnan(expected)
    base = np.where(both, exposure, 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = family.link(np.where(both, amount, 0).sum(axis=1) / base)
        usual = family.link(np.where(both, expected, 0).sum(axis=1) / base)
    ratios = np.where((base > 0) & (np.abs(seen) < 20), seen - usual, np.nan)
    return shrunk(by_calendar_month(ratios, first))


def by_calendar_month(ratios: Floats, first: int) -> Floats:
    """The ratios as a table of shape (years, 12), NaN where there is none."""
    years = -(-(first + len(ratios)) // MONTHS)
    table = np.full(years * MONTHS, np.nan)
    table[first : first + len(ratios)] = ratios
    return table.reshape(years, MONTHS)


def shrunk(table: Floats) -> Floats:
    """Effects of the calendar months from a table of ratios (years, 12): mean of the middle, shrunk, mean 0."""
    years = (~np.isnan(table)).sum(axis=0)
    middle = np.array([middle_mean(column[~np.isnan(column)]) for column in table.T])
    effects = middle - middle.mean()
    spare = years.sum() - MONTHS
    if spare < FEWEST_SPARE:
        return np.asarray(SHRINK_BLIND * effects)
    spread = np.nanmedian(np.abs(table - middle)) * 1.4826  # median deviation to standard deviation, normal
    noise = spread**2 * years.sum() / spare / np.maximum(years, 1) / TRIMMED
    signal = max(float(np.mean(effects**2) - noise.mean()), 0.0)
    kept = effects * signal / (signal + noise) if signal > 0 else np.zeros(MONTHS)
    return np.asarray(kept - kept.mean())


def middle_mean(values: Floats) -> float:
    """Mean of the middle third, of the middle one or two of three or four; 0 of none.

    A third is left out at each end, because one wrong month lowers two ratios of the calendar month half a year away.
    """
    if not values.size:
        return 0.0
    cut = values.size // 3
    return float(np.sort(values)[cut : values.size - cut].mean())
