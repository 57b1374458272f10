"""The naive forecast: the same month of last year, with a range from how wrong that was before.

For a span of months it is the same span of last year, with the past errors of such spans. Under thirteen months there
is no last year: the range is that of the months so far around their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eyre.core import Floats
from eyre.projection.figures import Usable
from eyre.projection.levels import over

RECENT_YEARS = 5  # of past errors that are looked at
LEAST_FREEDOM = 3.0


@dataclass(frozen=True, slots=True)
class Naive:
    """Naive forecasts of a block of series whose figures end in the same month.

    amount, exposure: of the months ahead, shape (months, series). size, count: root mean square of past errors of one
    month, in rates, and how many there were, shape (series,).
    """

    past: Usable
    amount: Floats
    exposure: Floats
    size: Floats
    count: Floats

    def months(self, levels: Floats) -> Floats:
        """Quantiles of each month, in the measure's unit, shape (levels, months, series)."""
        rate = self.amount / self.exposure + reach(self.size, self.count, levels)[:, None]
        return self._held(rate) * self.past.unit

    def total(
        self,
        seen: tuple[Floats, Floats],
        ahead: slice,
        levels: Floats,
        gaps: Sequence[tuple[Floats, Floats]] = (),
    ) -> Floats:
        """Quantiles of one figure for months `seen` (amount, exposure) and some of those ahead: (levels, series).

        gaps: what naive forecasts of their own say (amount, exposure) of months that are missing among those seen.
        """
        told = np.concatenate([self.amount[ahead], *(amount for amount, _ in gaps)])
        amount, exposure = over(told), over(np.concatenate([self.exposure[ahead], *(base for _, base in gaps)]))
        if len(told):
            size, count = span_errors(self, len(told))
            amount = self._held(amount / exposure + reach(size, count, levels)) * exposure
        amount = np.broadcast_to(amount, (levels.size, amount.shape[-1]))
        return self.past.outturn(amount + over(seen[0]), exposure + over(seen[1]))

    def _held(self, rate: Floats) -> Floats:
        """Rates held within what the figures can be."""
        return np.clip(rate, self.past.floor, self.past.family.bounds[1])


def naive_forecast(past: Usable, ahead: int) -> Naive:
    """Repeat the last year of a block of series for some months more."""
    year, rate = past.per_year, past.amount / past.exposure
    there = ~np.isnan(rate)
    count = over(there.astype(float))
    mean = mean_seen(rate)
    scatter = rate - mean
    differences = (rate[year:] - rate[:-year])[-RECENT_YEARS * year :]
    few = over((~np.isnan(differences)).astype(float)) < year  # enough is a year of errors
    # Two months differ by √2 times what one differs from the mean of both.
    errors = np.concatenate([differences, np.where(few, np.sqrt(2) * scatter, np.nan)])
    short = count <= year  # no month has its like a year before
    alone = mean_seen(scatter**2) * (1 + 1 / np.maximum(count, 1))
    size = np.sqrt(np.where(short, alone, mean_seen(errors**2)))
    told, exposure = (repeated(part, ahead, year)[len(rate) :] for part in (past.amount, past.exposure))
    amount = np.where(short, mean * exposure, told)
    return Naive(past, amount, exposure, size, np.where(short, count - 1, over((~np.isnan(errors)).astype(float))))


def repeated(values: Floats, ahead: int, year: int) -> Floats:
    """The run with every gap, and periods after it, as in the last year before that has that period.

    Where none has, the mean of the last year seen before it (or of all, if nothing is). (periods + ahead, series).
    """
    long = np.concatenate([values, np.full((ahead, values.shape[1]), np.nan)])
    for t in np.flatnonzero(np.isnan(long).any(axis=1)):
        for back in range(t - year, -1, -year):
            long[t] = np.where(np.isnan(long[t]), long[back], long[t])
            if not np.isnan(long[t]).any():
                break
        if np.isnan(long[t]).any():
            before = long[max(t - year, 0) : t]
            usual = mean_seen(before if len(before) and not np.isnan(before).all() else values)
            long[t] = np.where(np.isnan(long[t]), usual, long[t])
    return long


def span_errors(naive: Naive, months: int) -> tuple[Floats, Floats]:
    """Size of past errors of spans of so many months, and how many are worth counting (they overlap).

    Where they are too few a span is taken to be as wrong as its months: they move together.
    """
    amount, exposure = moving_sum(naive.past.amount, months), moving_sum(naive.past.exposure, months)
    year = naive.past.per_year
    back = year * -(-months // year)
    rate = amount / exposure
    errors = (rate[back:] - rate[:-back])[-RECENT_YEARS * year :]
    count = over((~np.isnan(errors)).astype(float))
    enough = count >= year
    size = np.where(enough, np.sqrt(mean_seen(errors**2)), naive.size)
    return size, np.where(enough, 2 * count / months, naive.count)


def moving_sum(values: Floats, months: int) -> Floats:
    """Sums of so many months, shape (months of the run - months + 1, series), NaN where one is missing."""
    windows = max(len(values) - months + 1, 0)
    total = np.zeros((windows, values.shape[1]))
    for i in range(months):
        total = total + values[i : i + windows]
    return total


def reach(size: Floats, freedom: Floats, levels: Floats) -> Floats:
    """Quantiles of the error of a forecast: Student t around 0, shape (levels, series)."""
    from scipy.special import stdtrit

    return np.asarray(size * stdtrit(np.maximum(freedom, LEAST_FREEDOM), levels[:, None]))


def mean_seen(values: Floats) -> Floats:
    """Mean over months of what is there; 0 where nothing is."""
    there = ~np.isnan(values)
    return over(np.where(there, values, 0.0)) / np.maximum(over(there.astype(float)), 1)
