"""The naive forecast: the same month of last year, with a range from how wrong that was before.

For a span of months it is the same span of last year, with the past errors of such spans. Under thirteen months there
is no last year: the range is that of the months so far around their mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eyre.core import Floats
from eyre.projection.figures import MONTHS_OF_SEASON, Usable

YEAR = 12
ENOUGH_ERRORS = 12
LEAST_FREEDOM = 3.0


@dataclass(frozen=True, slots=True)
class Naive:
    """Naive forecast of one series.

    amount, exposure: of the months ahead, shape (months,); errors: past errors of one month, in rates.
    """

    usable: Usable
    row: int
    amount: Floats
    exposure: Floats
    errors: Floats


def naive_forecast(usable: Usable, row: int, ahead: int) -> Naive:
    """Repeat last year for the months after the last figure of a series."""
    end = usable.last_seen(row) + 1
    amount, exposure = usable.amount[:end, row], usable.exposure[:end, row]
    base = np.append(exposure, np.full(ahead, np.nanmean(exposure[-YEAR:])))
    if np.count_nonzero(~np.isnan(amount)) < MONTHS_OF_SEASON:
        rate = amount / exposure
        level = np.nanmean(rate)
        scale = np.sqrt(1 + 1 / np.count_nonzero(~np.isnan(rate)))
        return Naive(usable, row, level * base[end:], base[end:], (rate - level)[~np.isnan(rate)] * scale)
    told = np.append(amount, np.full(ahead, np.nan))
    for t in range(end, end + ahead):
        told[t], base[t] = _like(told, base, t)
    return Naive(usable, row, told[end:], base[end:], _month_errors(amount, exposure))


def _like(told: Floats, base: Floats, t: int) -> tuple[float, float]:
    """Figure of the same month of the last year that has one, else the mean of the year before."""
    for back in range(t - YEAR, -1, -YEAR):
        if not np.isnan(told[back]):
            return float(told[back]), float(base[back])
    before = slice(max(t - YEAR, 0), t)
    return float(np.nanmean(told[before])), float(np.nanmean(base[before]))


def _month_errors(amount: Floats, exposure: Floats) -> Floats:
    """Past errors of repeating last year; where they are few, scatter about the mean stands beside them."""
    rate = amount / exposure
    errors = (rate[YEAR:] - rate[:-YEAR])[-60:]
    errors = errors[~np.isnan(errors)]
    if errors.size < ENOUGH_ERRORS:
        apart = np.sqrt(2) * (rate - np.nanmean(rate))  # two months differ by √2 times what one does from the mean
        errors = np.append(errors, apart[~np.isnan(apart)])
    return errors


def naive_months(naive: Naive, levels: Floats) -> Floats:
    """Quantiles of each month, shape (levels, months), in the measure's unit."""
    centre = naive.amount / naive.exposure
    return _held(naive, centre + _reach(naive.errors, naive.errors.size, levels)[:, None])


def naive_total(naive: Naive, seen: tuple[Floats, Floats], months: slice, levels: Floats) -> Floats:
    """Quantiles of a total of the months `seen` (amount, exposure) and those ahead in `months`. Shape (levels,)."""
    amount, exposure = naive.amount[months], naive.exposure[months]
    base = exposure.sum()
    errors, freedom = _span_errors(naive, amount.size)
    rate = amount.sum() / base + _reach(errors, freedom, levels)
    if naive.usable.family.whole:
        rate = np.maximum(rate, 0)
    told = np.stack([np.full(levels.size, seen[0].sum()), rate * base], axis=-1)
    bases = np.stack([np.full(levels.size, seen[1].sum()), np.full(levels.size, base)], axis=-1)
    return naive.usable.outturn(told, bases, naive.row)


def _span_errors(naive: Naive, months: int) -> tuple[Floats, float]:
    """Past errors of spans of so many months, and how many of them are worth counting (they overlap).

    Where none can be had a span is taken to be as wrong as its months: they move together.
    """
    amount, exposure = naive.usable.amount[:, naive.row], naive.usable.exposure[:, naive.row]
    back = YEAR * -(-months // YEAR)
    if amount.size >= back + months:
        rate = np.convolve(amount, np.ones(months), "valid") / np.convolve(exposure, np.ones(months), "valid")
        errors = (rate[back:] - rate[:-back])[-60:]
        errors = errors[~np.isnan(errors)]
        if errors.size >= ENOUGH_ERRORS:
            return errors, 2 * errors.size / months
    return naive.errors, naive.errors.size


def _reach(errors: Floats, freedom: float, levels: Floats) -> Floats:
    """Quantiles of the error of a forecast, Student t around 0 with the size of past errors."""
    from scipy.special import stdtrit

    size = np.sqrt(np.mean(errors**2))
    return np.asarray(size * stdtrit(max(freedom, LEAST_FREEDOM), levels))


def _held(naive: Naive, rate: Floats) -> Floats:
    """Rates held within what the figures can be, in the measure's unit."""
    if naive.usable.family.whole:
        rate = np.maximum(rate, 0)
    return rate * naive.usable.unit[naive.row]
