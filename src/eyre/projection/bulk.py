"""Projections of very many series in closed form: months and totals as quantiles, no paths.

A block of series and a fitted pool go in, columns come out: a pure function, so that blocks can be mapped over
processes or a cluster, and adding a series leaves the others as they are. Months and totals are the means and variances
of `outlook`, as negative binomial, beta-binomial or normal figures; paths of the same series have the same means and
variances, and their quantiles differ by little (a path's tails are a mixture's).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.core import FinancialYear, Floats, Period, Rolling
from eyre.core.periods import Month
from eyre.projection.draws import shifted
from eyre.projection.figures import Basis, Usable
from eyre.projection.levels import over
from eyre.projection.naive import Naive, naive_forecast
from eyre.projection.outlook import Moments, Outlook, look_out
from eyre.projection.pool import Fitted, Pool, fit

LEVELS = np.array([0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975])
Windows = Callable[[tuple[Period, ...]], Sequence[Period]]  # the totals that are wanted of the periods ahead


def no_totals(ahead: tuple[Period, ...]) -> Sequence[Period]:
    """No totals."""
    return ()


def next_year(ahead: tuple[Period, ...]) -> Sequence[Period]:
    """The twelve months after the last figure."""
    first = Month.of(ahead[0].start)
    return (Rolling(first, first.shift(11)),)


def financial_years(ahead: tuple[Period, ...]) -> Sequence[Period]:
    """Each financial year that the periods ahead touch."""
    return tuple(dict.fromkeys(FinancialYear.of(period.start) for period in ahead))


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges of some series, all of the same periods and then totals, in the measure's unit.

    rows: which series of the block. periods: of months and totals together; months: how many of them are months.
    mean: shape (periods, series); quantiles: at LEVELS, (levels, periods, series), NaN where a total cannot be made.
    basis: one a series.
    """

    rows: NDArray[np.intp]
    periods: tuple[Period, ...]
    months: int
    mean: Floats
    quantiles: Floats
    basis: tuple[Basis, ...]


def project_block(usable: Usable, pool: Pool, horizon: int, totals: Windows = no_totals) -> Iterator[Ranges]:
    """Ranges of a block of series that were checked and judged; series that are refused are left out."""
    fitted = fit(usable, pool)
    for rows in alike(usable):
        able = [row for row in rows if usable.basis[row] is Basis.PROJECTION]
        naive = [row for row in rows if usable.basis[row] in (Basis.NAIVE, Basis.LEVEL)]
        if able:
            yield _Block(usable, pool, fitted, np.array(able), horizon, totals).ranges()
        if naive:
            yield _Block(usable, pool, fitted, np.array(naive), horizon, totals).naive_ranges()


def alike(usable: Usable) -> Iterator[list[int]]:
    """Rows of series whose figures end in the same period and miss the same ones of the last two years."""
    recent = usable.seen[-2 * usable.per_year :]
    _, group = np.unique(np.packbits(recent, axis=0), axis=1, return_inverse=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        if rows.size:
            yield [int(row) for row in rows]


@dataclass(frozen=True)
class _Block:
    """Some series whose figures end in the same period."""

    usable: Usable
    pool: Pool
    fitted: Fitted
    rows: NDArray[np.intp]
    horizon: int
    totals: Windows

    @property
    def last(self) -> int:
        return self.usable.last_seen(int(self.rows[0]))

    @property
    def ahead(self) -> tuple[Period, ...]:
        return tuple(shifted(self.usable.periods[0], self.last + 1 + step) for step in range(self.horizon))

    @property
    def windows(self) -> tuple[Period, ...]:
        return tuple(self.totals(self.ahead))

    def places(self, window: Period) -> list[int]:
        """Places in the run of the periods of a window, from the first of the run on."""
        first, begin = self.usable.periods[0], self.last + 1
        far = begin + self.horizon + self.usable.per_year
        return [place for place in range(far) if window.contains(shifted(first, place))]

    def ranges(self) -> Ranges:
        """Ranges of series that can be projected."""
        few = self.usable.take(list(self.rows))
        wanted = sorted({*range(self.last + 1, self.last + 1 + self.horizon), *self._unknown(few)})
        outlook = look_out(few, self.fitted.take(self.rows), self.pool, wanted, self.last)
        month = [wanted.index(self.last + 1 + step) for step in range(self.horizon)]
        each = Moments(outlook.periods.mean[month], outlook.periods.variance[month])
        means = [each.mean * few.unit]
        quantiles = [self._quantiles(few, each, outlook.exposure[month]) * few.unit]
        for window in self.windows:
            mean, ends = self._total(few, outlook, wanted, window)
            means.append(mean[None])
            quantiles.append(ends[:, None])
        return self._joined(means, quantiles, Basis.PROJECTION)

    def _unknown(self, few: Usable) -> set[int]:
        """Places without a figure in any of the windows."""
        places = (place for window in self.windows for place in self.places(window))
        return {place for place in places if place > self.last or not few.seen[place, 0]}

    def _quantiles(self, few: Usable, moments: Moments, exposure: Floats) -> Floats:
        ends = few.family.quantiles(moments.mean, moments.variance, exposure, LEVELS)
        return np.maximum(ends, few.floor)

    def _total(self, few: Usable, outlook: Outlook, places: list[int], window: Period) -> tuple[Floats, Floats]:
        """Mean and quantiles of a total; what was published is fixed in it."""
        inside = self.places(window)
        unknown = [places.index(place) for place in inside if place > self.last or not few.seen[place, 0]]
        known = [place for place in inside if place <= self.last and few.seen[place, 0]]
        amount, base = over(few.amount[known]), over(few.exposure[known])
        moments, asked = outlook.total(unknown), over(outlook.exposure[unknown])
        ends = self._quantiles(few, moments, asked) * asked
        mean = few.outturn(amount + moments.mean * asked, base + asked)
        begins_before = sum(shifted(few.periods[0], place).days for place in inside) != window.days
        late = ~few.seen[: inside[0] + 1].any(axis=0) if inside[0] <= self.last else np.zeros(len(self.rows), bool)
        gone = late | begins_before
        quantiles = few.outturn(amount + ends, base + asked)
        return np.where(gone, np.nan, mean), np.where(gone, np.nan, quantiles)

    def naive_ranges(self) -> Ranges:
        """What repeating last year says, of series that are too short or too few to be projected."""
        few = self.usable.take(list(self.rows), self.last + 1)
        naive = naive_forecast(few, self.horizon + few.per_year)
        months = naive.months(LEVELS)[:, : self.horizon]
        means, quantiles = [months[3]], [months]
        for window in self.windows:
            ends = self._naive_total(few, naive, window)
            means.append(ends[3][None])
            quantiles.append(ends[:, None])
        return self._joined(means, quantiles, None)

    def _naive_total(self, few: Usable, naive: Naive, window: Period) -> Floats:
        inside = self.places(window)
        known = [place for place in inside if place <= self.last and few.seen[place, 0]]
        gaps = [
            naive_forecast(few.take(range(len(self.rows)), place), 1)
            for place in inside
            if place <= self.last and place not in known
        ]
        ahead = [place - self.last - 1 for place in inside if place > self.last]
        part = slice(ahead[0], ahead[-1] + 1) if ahead else slice(0, 0)
        ends = naive.total(
            (few.amount[known], few.exposure[known]), part, LEVELS, [(gap.amount, gap.exposure) for gap in gaps]
        )
        late = ~few.seen[: inside[0] + 1].any(axis=0) if inside[0] <= self.last else np.zeros(len(self.rows), bool)
        begins_before = sum(shifted(few.periods[0], place).days for place in inside) != window.days
        return np.where(late | begins_before, np.nan, ends)

    def _joined(self, means: list[Floats], quantiles: list[Floats], basis: Basis | None) -> Ranges:
        every = tuple(self.usable.basis[row] for row in self.rows) if basis is None else (basis,) * len(self.rows)
        periods = (*self.ahead, *self.windows)
        return Ranges(self.rows, periods, self.horizon, np.concatenate(means), np.concatenate(quantiles, axis=1), every)
