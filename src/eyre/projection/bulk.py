"""Projections of very many series in closed form: months and totals as quantiles, no paths.

A block of series and a fitted pool go in, columns come out: a pure function, so that blocks can be mapped over
processes or a cluster, and adding a series leaves the others as they are. Months and totals are the means and variances
of `outlook`, as negative binomial, beta-binomial or normal figures; paths of the same series have the same means and
variances, and their quantiles differ by little (a path's tails are a mixture's).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import cast

import numpy as np
from numpy.typing import NDArray

from eyre.core import Fault, FinancialYear, Floats, MeasureKind, Panel, Period, Rolling, SeriesKey
from eyre.core.periods import Month
from eyre.projection.draws import shifted
from eyre.projection.figures import Basis, Usable, figure_faults, usable_figures
from eyre.projection.levels import over
from eyre.projection.naive import Naive, naive_forecast
from eyre.projection.outlook import Moments, Outlook, look_out
from eyre.projection.pool import Fitted, Pool, fit, learn_pool

LEVELS = np.array([0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975])
MEDIAN = 3
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


TOTALS: dict[str | None, Windows] = {None: no_totals, "next12": next_year, "fy": financial_years}
BLOCK = 8192  # series that one task is about
LEARNS_FROM = 40_000  # series of a measure, spread evenly over their names: enough for any season
SHOWN = 50  # faults of one kind


# --- figures in, before and between blocks -------------------------------------------------------------------------


class LateKeys(Sequence[SeriesKey]):
    """Keys of very many series, each made when it is asked for."""

    def __init__(self, measure: str, names: Sequence[str]) -> None:
        self.measure, self.names = measure, names

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, at: int) -> SeriesKey:  # type: ignore[override]  # nobody asks for a slice
        return SeriesKey(self.measure, self.names[at])


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one measure as they were given: each of shape (periods, series), None without such a column."""

    periods: tuple[Period, ...]
    value: Floats | None
    numerator: Floats | None
    denominator: Floats | None

    @property
    def series(self) -> int:
        return int(next(own.shape[1] for own in (self.value, self.numerator) if own is not None))

    def take(self, rows: slice | NDArray[np.intp]) -> Figures:
        """Some of the series, in arrays of their own."""
        parts = (self.value, self.numerator, self.denominator)
        return Figures(self.periods, *(None if own is None else np.ascontiguousarray(own[:, rows]) for own in parts))

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[int, Figures]]:
        """Runs of the series, each with the place of its first."""
        for first in range(0, self.series, size):
            yield first, self.take(slice(first, first + size))

    def panel(self, keys: Sequence[object] | None = None) -> Panel:
        """The same as a panel; without keys the place of each series is its key."""
        none = np.broadcast_to(np.float64(np.nan), (self.series, len(self.periods)))
        value, k, n = (none if own is None else own.T for own in (self.value, self.numerator, self.denominator))
        named = cast(tuple[SeriesKey, ...], tuple(range(self.series)) if keys is None else keys)
        return Panel(named, self.periods, value, k, n, none)


def kind_of(figures: Figures) -> MeasureKind:
    """What the values are, as far as they tell: shares of a base, whole numbers, or anything else."""
    if figures.denominator is not None and not np.isnan(figures.denominator).all():
        over_base = any(_any_over(part) for _, part in figures.blocks())
        return MeasureKind.RATE if over_base else MeasureKind.PROPORTION
    whole = all(_all_whole(part.value) for _, part in figures.blocks())
    return MeasureKind.COUNT if whole else MeasureKind.MEAN


def _any_over(part: Figures) -> bool:
    assert part.numerator is not None
    assert part.denominator is not None
    return bool((part.numerator > part.denominator).any())


def _all_whole(values: Floats | None) -> bool:
    assert values is not None
    return bool(((values == np.rint(values)) | np.isnan(values)).all())


def faults_of(figures: Figures, kind: MeasureKind, measure: str, names: Sequence[str]) -> list[Fault]:
    """What is wrong with figures as a measure of a kind, each with its series and period; past SHOWN only that."""
    found: list[Fault] = []
    for first, part in figures.blocks():
        own = part.panel(LateKeys(measure, names[first : first + BLOCK]))
        found.extend(islice(chain(figure_faults(own, kind), _half_given(own, kind)), SHOWN + 1 - len(found)))
    return [*found[:SHOWN], *([Fault(measure, "and more like these.")] if len(found) > SHOWN else [])]


def _half_given(panel: Panel, kind: MeasureKind) -> Iterator[Fault]:
    """Values that stand alone where others of the measure have numerator and denominator."""
    if kind is not MeasureKind.RATE or np.isnan(panel.denominator).all():
        return
    alone = ~np.isnan(panel.value) & (np.isnan(panel.numerator) | np.isnan(panel.denominator))
    for row, month in np.argwhere(alone):
        yield Fault(
            f"{panel.keys[row]}, {panel.periods[month]}",
            f"value {panel.value[row, month]:g} has no numerator and denominator, and others have. Give both, or name "
            "figures of another kind apart in a column measure.",
        )


def learn(figures: Figures, kind: MeasureKind, names: Sequence[str]) -> Pool:
    """What the series of a measure share, whatever the order they came in."""
    order = sorted(range(figures.series), key=names.__getitem__)
    some = np.unique(np.linspace(0, len(order) - 1, min(len(order), LEARNS_FROM)).astype(np.intp))
    part = figures.take(np.array(order, np.intp)[some])
    return learn_pool(usable_figures(part.panel(), kind, None, {}), range(part.series))


# --- a block as a task, for any process ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """A block of series to be projected, with all that is needed for it. totals: a key of TOTALS."""

    figures: Figures
    kind: MeasureKind
    pool: Pool
    horizon: int
    totals: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """Ranges of a block as columns, a row a period, series in the order of the block; those refused left out.

    series: place in the block; period: place in `periods`; basis: place in BASES. mean: (rows,); quantiles: at LEVELS,
    (levels, rows). refused, notes: for each reason the series that are not projected, or lack a total.
    """

    series: NDArray[np.int32]
    periods: tuple[Period, ...]
    period: NDArray[np.int32]
    is_total: NDArray[np.bool_]
    basis: NDArray[np.int32]
    mean: Floats
    quantiles: Floats
    refused: dict[str, list[int]]
    notes: dict[str, list[int]]


BASES = tuple(Basis)
PLACE_OF = {basis: place for place, basis in enumerate(BASES)}


def work(task: Task) -> Told:
    """Project one block."""
    usable = usable_figures(task.figures.panel(), task.kind, None, {})
    refused, notes = defaultdict(list), defaultdict(list)
    for row, basis in enumerate(usable.basis):
        if basis is Basis.REFUSED:
            refused[usable.reason[row].removeprefix(f"{row}: ")].append(row)
    number: dict[Period, int] = {}
    parts = []
    with np.errstate(invalid="ignore", divide="ignore"):  # of totals that cannot be made
        for ranges in project_block(usable, task.pool, task.horizon, TOTALS[task.totals]):
            parts.append(_flat(ranges, number))
            for reason, rows in _without(ranges):
                notes[reason].extend(rows)
    columns = [np.concatenate(column, axis=-1) for column in zip(*parts, strict=True)] if parts else _NOTHING
    order = np.argsort(columns[0], kind="stable")
    if not np.array_equal(order, np.arange(len(order))):
        columns = [column[..., order] for column in columns]
    series, period, is_total, basis_of, mean, quantiles = columns
    return Told(
        series, tuple(number), period, is_total, basis_of, mean, quantiles, dict(refused),
        {reason: sorted(rows) for reason, rows in notes.items()},
    )  # fmt: skip


_NOTHING = [*(np.zeros(0, np.int32),) * 2, np.zeros(0, bool), np.zeros(0, np.int32), np.zeros(0), np.zeros((7, 0))]


def _flat(ranges: Ranges, number: dict[Period, int]) -> tuple[NDArray[np.generic], ...]:
    """Series after series, period after period, without the totals that cannot be made; as in Told."""
    places = np.array([number.setdefault(period, len(number)) for period in ranges.periods], np.int32)
    periods, series = ranges.mean.shape
    told = ~np.isnan(ranges.mean.T)
    told[:, : ranges.months] = True
    told = told.ravel()
    columns = (
        np.repeat(ranges.rows.astype(np.int32), periods),
        np.tile(places, series),
        np.tile(np.arange(periods) >= ranges.months, series),
        np.repeat(np.array([PLACE_OF[basis] for basis in ranges.basis], np.int32), periods),
        ranges.mean.T.ravel(),
        ranges.quantiles.transpose(0, 2, 1).reshape(len(ranges.quantiles), -1),
    )
    return columns if told.all() else tuple(column[..., told] for column in columns)


def _without(ranges: Ranges) -> Iterator[tuple[str, list[int]]]:
    """Series without a total, by the reason."""
    for at, window in enumerate(ranges.periods[ranges.months :], ranges.months):
        gone = np.isnan(ranges.mean[at])
        if gone.any():
            begin = Month.of(window.start).label
            yield f"the figures begin after {begin}, so {window.label} has no outturn.", ranges.rows[gone].tolist()


# --- the kernel ----------------------------------------------------------------------------------------------------


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
    able = np.array([basis is Basis.PROJECTION for basis in usable.basis], bool)
    refused = np.array([basis is Basis.REFUSED for basis in usable.basis], bool)
    for rows in alike(usable):
        projected, naive = rows[able[rows]], rows[~able[rows] & ~refused[rows]]
        if projected.size:
            yield _Block(usable, pool, fitted, projected, horizon, totals).ranges()
        if naive.size:
            yield _Block(usable, pool, fitted, naive, horizon, totals).naive_ranges()


def alike(usable: Usable) -> Iterator[NDArray[np.intp]]:
    """Rows of series whose figures end in the same period and miss the same ones of the last two years."""
    recent = usable.seen[-2 * usable.per_year :]
    if (recent == recent[:, :1]).all():
        yield np.arange(recent.shape[1])
        return
    pattern = (2.0 ** np.arange(len(recent))) @ recent  # a number for each pattern, exact below 2**53
    _, group = np.unique(pattern, return_inverse=True)
    order = np.argsort(group, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _some(usable: Usable, rows: NDArray[np.intp], end: int | None = None) -> Usable:
    """Some of the series, up to a period; all of them as they are."""
    if len(rows) == usable.amount.shape[1] and end in (None, len(usable.periods)):
        return usable
    return usable.take(rows.tolist(), end)


@dataclass(frozen=True)
class _Block:
    """Some series whose figures end in the same period."""

    usable: Usable
    pool: Pool
    fitted: Fitted
    rows: NDArray[np.intp]
    horizon: int
    totals: Windows

    @cached_property
    def few(self) -> Usable:
        return _some(self.usable, self.rows)

    @cached_property
    def there(self) -> NDArray[np.bool_]:
        """Of each place in the run, whether the series have a figure there: right for the last two years."""
        return ~np.isnan(self.usable.amount[:, self.rows[0]])

    @cached_property
    def last(self) -> int:
        """Place of the last figure."""
        return int(np.flatnonzero(self.there)[-1])

    @cached_property
    def ahead(self) -> tuple[Period, ...]:
        return tuple(shifted(self.usable.periods[0], self.last + 1 + step) for step in range(self.horizon))

    @cached_property
    def windows(self) -> dict[Period, list[int]]:
        """The totals, each with its places in the run, from the first of the run on."""
        return {window: self._places(window) for window in self.totals(self.ahead)}

    def _places(self, window: Period) -> list[int]:
        first, begin = self.usable.periods[0], self.last + 1
        far = begin + self.horizon + self.usable.per_year
        return [place for place in range(far) if window.contains(shifted(first, place))]

    def _known(self, place: int) -> bool:
        return place <= self.last and bool(self.there[place])

    def _without_outturn(self, window: Period) -> NDArray[np.bool_]:
        """Of each series, whether its figures, or the run, begin after the window does."""
        places, first = self.windows[window], self.usable.periods[0]
        if sum(shifted(first, place).days for place in places) != window.days:
            return np.ones(len(self.rows), bool)
        if places[0] > self.last:
            return np.zeros(len(self.rows), bool)
        return np.asarray(np.isnan(self.few.amount[: places[0] + 1]).all(axis=0))

    def ranges(self) -> Ranges:
        """Ranges of series that can be projected."""
        inside = {place for places in self.windows.values() for place in places if not self._known(place)}
        wanted = sorted({*range(self.last + 1, self.last + 1 + self.horizon), *inside})
        outlook = look_out(self.few, self.fitted.take(self.rows), self.pool, wanted, self.last)
        months = slice(wanted.index(self.last + 1), wanted.index(self.last + 1) + self.horizon)
        each = Moments(outlook.periods.mean[months], outlook.periods.variance[months])
        means = [each.mean * self.few.unit]
        quantiles = [self._quantiles(each, outlook.exposure[months]) * self.few.unit]
        for window in self.windows:
            mean, ends = self._total(outlook, wanted, window)
            means.append(mean[None])
            quantiles.append(ends[:, None])
        return self._joined(means, quantiles)

    def _quantiles(self, moments: Moments, exposure: Floats) -> Floats:
        ends = self.few.family.quantiles(moments.mean, moments.variance, exposure, LEVELS)
        return np.maximum(ends, self.few.floor)

    def _total(self, outlook: Outlook, wanted: list[int], window: Period) -> tuple[Floats, Floats]:
        """Mean and quantiles of a total; what was published is fixed in it."""
        few, inside = self.few, self.windows[window]
        known = [place for place in inside if self._known(place)]
        unknown = [wanted.index(place) for place in inside if not self._known(place)]
        amount, base = over(few.amount[known]), over(few.exposure[known])
        moments, asked = outlook.total(unknown), over(outlook.exposure[unknown])
        mean = few.outturn(amount + moments.mean * asked, base + asked)
        quantiles = few.outturn(amount + self._quantiles(moments, asked) * asked, base + asked)
        gone = self._without_outturn(window)
        return np.where(gone, np.nan, mean), np.where(gone, np.nan, quantiles)

    def naive_ranges(self) -> Ranges:
        """What repeating last year says, of series that are too short or too few to be projected."""
        past = _some(self.usable, self.rows, self.last + 1)
        naive = naive_forecast(past, self.horizon + past.per_year)
        months = naive.months(LEVELS)[:, : self.horizon]
        means, quantiles = [months[MEDIAN]], [months]
        for window in self.windows:
            ends = np.where(self._without_outturn(window), np.nan, self._naive_total(naive, window))
            means.append(ends[MEDIAN][None])
            quantiles.append(ends[:, None])
        return self._joined(means, quantiles)

    def _naive_total(self, naive: Naive, window: Period) -> Floats:
        past, inside = naive.past, self.windows[window]
        known = [place for place in inside if self._known(place)]
        missing = [place for place in inside if place <= self.last and not self._known(place)]
        gaps = [naive_forecast(past.take(range(len(self.rows)), place), 1) for place in missing]
        ahead = [place - self.last - 1 for place in inside if place > self.last]
        part = slice(ahead[0], ahead[-1] + 1) if ahead else slice(0, 0)
        seen = past.amount[known], past.exposure[known]
        return naive.total(seen, part, LEVELS, [(gap.amount, gap.exposure) for gap in gaps])

    def _joined(self, means: list[Floats], quantiles: list[Floats]) -> Ranges:
        basis = tuple(self.usable.basis[row] for row in self.rows)
        periods = (*self.ahead, *self.windows)
        return Ranges(self.rows, periods, self.horizon, np.concatenate(means), np.concatenate(quantiles, axis=1), basis)
