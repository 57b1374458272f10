"""Projections of a panel: what happens next if nothing changes.

The model on a page, and how it was judged: docs/explanation/projection.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eyre.core import (
    BadInput,
    Fault,
    Floats,
    MeasureKind,
    Month,
    NotFound,
    Panel,
    PathKind,
    Paths,
    Period,
    Refused,
    SeriesKey,
    TooFewPoints,
    raise_if_any,
)
from eyre.projection.draws import Together, draw_paths, draw_together, random_numbers, shifted
from eyre.projection.figures import MONTHS_A_YEAR, Basis, Usable, usable_figures
from eyre.projection.levels import Levels, over
from eyre.projection.naive import Naive, naive_forecast
from eyre.projection.outlook import Outlook, look_out
from eyre.projection.pool import Fitted, Pool, fit, learn_pool

QUANTILES = np.array([0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975])
MEDIAN = 3
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected of one month or of several together, in the measure's unit.

    quantiles: at QUANTILES, never crossing, never below what the figure can be.
    seen: months (or quarters) of the period that were already published and are fixed in it. filled: those before the
    last figure that are missing or left out, and stand in it as those to come do.
    """

    period: Period
    mean: float
    quantiles: tuple[float, ...]
    basis: Basis
    reason: str = ""
    seen: int = 0
    filled: tuple[Period, ...] = ()

    @property
    def median(self) -> float:
        return self.quantiles[MEDIAN]

    @property
    def interval_80(self) -> tuple[float, float]:
        return self.quantiles[1], self.quantiles[5]

    @property
    def interval_95(self) -> tuple[float, float]:
        return self.quantiles[0], self.quantiles[6]


def range_of(period: Period, values: Floats, seen: int = 0, filled: tuple[Period, ...] = ()) -> Range:
    """The range of a period read off its draws, shape (draws,)."""
    quantiles = tuple(map(float, np.quantile(values, QUANTILES)))
    return Range(period, float(values.mean()), quantiles, Basis.PROJECTION, "", seen, filled)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a window is made of, for one series: which periods of its run are there, and which gaps and periods ahead.

    All are places in the run; 0 is its first period.
    """

    there: Floats
    gaps: tuple[int, ...]
    ahead: tuple[int, ...]

    @property
    def unknown(self) -> tuple[int, ...]:
        return self.gaps + self.ahead


@dataclass(frozen=True, slots=True)
class Sum:
    """A series that is the sum of others: their keys, and the row of what belongs to none of them, if anything does.

    blend: shape (periods ahead,), what expected figures of the parts are multiplied by, so that their sum lies half-way
    between itself and what the whole would be expected to be by itself.
    """

    parts: tuple[SeriesKey, ...]
    rest: int | None
    blend: Floats


@dataclass(frozen=True)
class Projection:
    """Projections of a block of series of one measure, from which joint paths can be drawn.

    sums: series that are the sums of others, path by path.
    """

    keys: tuple[SeriesKey, ...]
    usable: Usable
    pool: Pool
    fitted: Fitted
    horizon: int
    seed: int = 0
    draws: int = DRAWS
    sums: Mapping[SeriesKey, Sum] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> dict[SeriesKey, int]:
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def _whole_of(self) -> dict[SeriesKey, Sum]:
        return {part: whole for whole in self.sums.values() for part in whole.parts}

    def row(self, key: SeriesKey) -> int:
        if key not in self._rows:
            raise NotFound(f"There is no projection of {key}.")
        return self._rows[key]

    def basis(self, key: SeriesKey) -> tuple[Basis, str]:
        """What stands behind the ranges of a series, and why not a projection; "" where it is one."""
        row = self.row(key)
        return self.usable.basis[row], self.usable.reason[row]

    def period_at(self, place: int) -> Period:
        """The period at a place in the run, or after it."""
        return self._periods[place]

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        run = self.usable.periods
        return (*run, *(shifted(run[-1], after) for after in range(1, self.horizon + 1)))

    def ahead(self, key: SeriesKey) -> tuple[Period, ...]:
        """The periods that are projected: from the last figure of the series to the horizon."""
        return tuple(self.period_at(place) for place in self._places_ahead(self.row(key)))

    def _places_ahead(self, row: int) -> range:
        return range(self.usable.last_seen(row) + 1, len(self.usable.periods) + self.horizon)

    def naive(self, key: SeriesKey) -> Naive:
        """The naive forecast of a series for the same periods."""
        row = self.row(key)
        return naive_forecast(self.usable.take([row], self.usable.last_seen(row) + 1), len(self.ahead(key)))

    # --- paths ---

    def paths(
        self, key: SeriesKey, *, kind: PathKind = PathKind.PUBLISHED, draws: int | None = None, seed: int | None = None
    ) -> Paths:
        """Joint paths of a series, in the measure's unit. Raises TooFewPoints where only a naive range is given.

        Paths of several series of one measure are joint too: path by path they share what all areas have in common.
        """
        row, places = self.row(key), tuple(self._places_ahead(self.row(key)))
        if self.usable.basis[row] is not Basis.PROJECTION:
            raise TooFewPoints(f"{key}: no paths can be drawn. {self.usable.reason[row]}")
        values = self._drawn(key, places, kind, draws or self.draws, self.seed if seed is None else seed)
        return Paths(kind, tuple(self.period_at(place) for place in places), values.T)

    def _drawn(self, key: SeriesKey, places: tuple[int, ...], kind: PathKind, draws: int, seed: int) -> Floats:
        """Paths of a series in some periods, (periods, draws), in the measure's unit."""
        if whole := self.sums.get(key):
            parts = [self._drawn(part, places, kind, draws, seed) for part in whole.parts]
            if whole.rest is not None:
                parts.append(self._drawn_row(whole.rest, f"{key}/rest", places, whole, kind, draws, seed))
            return over(np.stack(parts))
        return self._drawn_row(self.row(key), key, places, self._whole_of.get(key), kind, draws, seed)

    def _drawn_row(
        self, row: int, key: object, places: tuple[int, ...], whole: Sum | None, kind: PathKind, draws: int, seed: int
    ) -> Floats:
        """Paths of one row; kept, because a force is drawn from its areas after each was drawn by itself."""
        asked = row, places, kind, draws, seed
        if asked not in self._kept:
            outlook, last = self._outlook(row, places, whole), self.usable.last_seen(row)
            periods = tuple(self.period_at(place) for place in places)
            numbers, together = random_numbers(seed, key), self._together(last, places, outlook.steps, draws, seed)
            both = draw_paths(outlook, self.period_at(last), periods, numbers, together)
            rates = both[0] if kind is PathKind.LATENT else both[1]
            self._kept[asked] = np.maximum(rates, self.usable.floor_of(row)) * self.usable.unit[row]
        return self._kept[asked]

    def _together(self, last: int, places: tuple[int, ...], steps: Floats, draws: int, seed: int) -> Together:
        """What all areas share on each path, drawn once for those whose figures end together."""
        asked = last, places, draws, seed
        if asked not in self._shared:
            numbers = random_numbers(seed, f"all of {self.keys[0].measure}")
            periods = tuple(self.period_at(place) for place in places)
            self._shared[asked] = draw_together(self.pool, steps, self.period_at(last), periods, draws, numbers)
        return self._shared[asked]

    @cached_property
    def _kept(self) -> dict[tuple[int, tuple[int, ...], PathKind, int, int], Floats]:
        return {}

    @cached_property
    def _shared(self) -> dict[tuple[int, tuple[int, ...], int, int], Together]:
        return {}

    def bases(self, key: SeriesKey) -> Floats:
        """What each period ahead is expected to be out of (replies, residents): shape (periods ahead,)."""
        row = self.row(key)
        return np.asarray(self._outlook(row, tuple(self._places_ahead(row))).exposure[:, 0])

    def outlook(self, key: SeriesKey, periods: int | None = None) -> Outlook:
        """Means and covariances of the periods ahead, in rates; of a sum, as it would be by itself."""
        row = self.row(key)
        return self._outlook(row, tuple(self._places_ahead(row))[:periods], self._whole_of.get(key))

    def outlook_of(self, rows: list[int], places: Sequence[int]) -> Outlook:
        """Means and covariances of some periods, of series whose figures end in the same one."""
        few, fitted = self.usable.take(rows), self.fitted.take(rows)
        return look_out(few, fitted, self.pool, places, self.usable.last_seen(rows[0]))

    def _outlook(self, row: int, places: tuple[int, ...], whole: Sum | None = None) -> Outlook:
        outlook, last = self.outlook_of([row], places), self.usable.last_seen(row)
        if whole is None:
            return outlook
        steps = outlook.steps
        factor = np.array([whole.blend[min(max(place - last - 1, 0), len(whole.blend) - 1)] for place in places])
        return replace(outlook, rate=outlook.rate * np.where(steps > 0, factor, 1.0)[:, None])

    # --- what is read off them ---

    def months(self, key: SeriesKey) -> tuple[Range, ...]:
        """Mean and quantiles of each period ahead; the naive range where the series cannot be projected."""
        if self._shown_basis(key)[0] is not Basis.PROJECTION:
            return self.naive_months(key)
        paths = self.paths(key)
        return tuple(range_of(period, values) for period, values in zip(paths.periods, paths.values.T, strict=True))

    def total(self, key: SeriesKey, window: Period) -> Range:
        """Outturn of any run of whole periods; those already published are fixed in it at what was published.

        One in it that is missing or left out is drawn near the level the series had when it came, with its season and
        scatter. Raises NotFound where the periods are not all within the run of the series.
        """
        if self._shown_basis(key)[0] is not Basis.PROJECTION:
            return self.naive_total(key, window)
        parts = self._parts(key, window)
        filled = tuple(self.period_at(place) for place in parts.gaps)
        return range_of(window, self.totals(key, self.paths(key), window), len(parts.there), filled)

    def totals(self, key: SeriesKey, paths: Paths, window: Period) -> Floats:
        """The outturn of each path, shape (draws,), in the measure's unit."""
        row, parts = self.row(key), self._parts(key, window)
        unit, first = self.usable.unit[row], self._places_ahead(row)[0]
        drawn = [paths.values[:, place - first] / unit for place in parts.ahead]
        if parts.gaps:
            drawn = [*self._drawn(key, parts.gaps, paths.kind, paths.draws, self.seed) / unit, *drawn]
        amount, base = self._seen_sums(row, parts)
        exposure = self._outlook(row, parts.unknown).exposure[:, 0] if drawn else np.zeros(0)
        total = amount + sum((rate * n for rate, n in zip(drawn, exposure, strict=True)), np.zeros(paths.draws))
        return self.usable.take([row]).outturn(total, base + exposure.sum())

    def needed(self, key: SeriesKey, window: Period, outturn: float) -> float:
        """What each period still to come must be, on average, for a window to end at an outturn, in the measure's unit.

        For counts and rates over a run. It may be below what the figure can be: then the outturn is out of reach.
        Raises Refused where no period of the window is still to come.
        """
        row, parts = self.row(key), self._parts(key, window)
        if not parts.unknown:
            raise Refused(f"{key}: {window.label} is over; its outturn is what was published.")
        amount, base = self._seen_sums(row, parts)
        ahead = self._outlook(row, parts.unknown).exposure[:, 0].sum()
        whole = outturn / self.usable.unit[row] * (1.0 if self.usable.adds_up else base + ahead)
        return float((whole - amount) / ahead * self.usable.unit[row])

    def chances_within(self, key: SeriesKey, low: float, high: float) -> tuple[tuple[Period, float], ...]:
        """For each period ahead how often its figure lies in a range, ends included: when things are back in line."""
        paths = self.paths(key)
        inside = ((paths.values >= low) & (paths.values <= high)).mean(axis=0)
        return tuple(zip(paths.periods, map(float, inside), strict=True))

    def outturns(self, keys: Sequence[SeriesKey], window: Period) -> Floats:
        """Joint outturns of several series, shape (draws, series): for places, and gaps, that hold path by path."""
        return np.column_stack([self.totals(key, self.paths(key), window) for key in keys])

    def naive_months(self, key: SeriesKey) -> tuple[Range, ...]:
        """What the naive forecast says of each period ahead, to be shown beside `months`."""
        quantiles = self.naive(key).months(QUANTILES)[:, :, 0]
        return tuple(self._naive_range(key, period, q) for period, q in zip(self.ahead(key), quantiles.T, strict=True))

    def naive_total(self, key: SeriesKey, window: Period) -> Range:
        """What the naive forecast says of a run of whole periods, to be shown beside `total`."""
        row, parts, naive = self.row(key), self._parts(key, window), self.naive(key)
        told = [naive_forecast(self.usable.take([row], place), 1) for place in parts.gaps]
        gaps = [(each.amount, each.exposure) for each in told]
        first = self._places_ahead(row)[0]
        ahead = slice(parts.ahead[0] - first, parts.ahead[-1] - first + 1) if parts.ahead else slice(0, 0)
        seen = self.usable.amount[parts.there][:, [row]], self.usable.exposure[parts.there][:, [row]]
        quantiles = naive.total(seen, ahead, QUANTILES, gaps)
        filled = tuple(self.period_at(place) for place in parts.gaps)
        return self._naive_range(key, window, quantiles[:, 0], len(parts.there), filled)

    def _naive_range(
        self, key: SeriesKey, period: Period, quantiles: Floats, seen: int = 0, filled: tuple[Period, ...] = ()
    ) -> Range:
        basis, reason = self._shown_basis(key)
        shown = Basis.NAIVE if basis is Basis.PROJECTION else basis
        return Range(period, float(quantiles[MEDIAN]), tuple(map(float, quantiles)), shown, reason, seen, filled)

    def _shown_basis(self, key: SeriesKey) -> tuple[Basis, str]:
        basis, reason = self.basis(key)
        if basis is Basis.REFUSED:
            raise TooFewPoints(reason)
        return basis, reason

    def _seen_sums(self, row: int, parts: Parts) -> tuple[float, float]:
        amount, exposure = self.usable.amount[parts.there, row], self.usable.exposure[parts.there, row]
        return float(amount.sum()), float(exposure.sum())

    def _parts(self, key: SeriesKey, window: Period) -> Parts:
        """Which periods of a window are there, which are gaps, and which are ahead."""
        row = self.row(key)
        ahead = self._places_ahead(row)
        inside = [place for place in range(ahead[-1] + 1) if window.contains(self.period_at(place))]
        if not inside or sum(self.period_at(place).days for place in inside) != window.days:
            first, last, what = self.usable.periods[0], self.period_at(ahead[-1]), self._kind_of_period
            raise NotFound(f"{key}: {window.label} is not made of whole {what} from {first} to {last}.")
        seen = self.usable.seen[:, row]
        past = np.array([place for place in inside if place < ahead[0]], dtype=int)
        if past.size and not seen[: past[0] + 1].any():
            begin = self.period_at(int(past[0])).label
            raise Refused(f"{key}: the figures begin after {begin}, so {window.label} has no outturn.")
        gaps = tuple(int(place) for place in past if not seen[place])
        return Parts(past[seen[past]], gaps, tuple(place for place in inside if place >= ahead[0]))

    @property
    def _kind_of_period(self) -> str:
        return "months" if self.usable.per_year == MONTHS_A_YEAR else "quarters"


def project(
    panel: Panel,
    *,
    kind: MeasureKind,
    horizon: int = MONTHS_A_YEAR,
    pool: Pool | None = None,
    exclude: NDArray[np.bool_] | None = None,
    starts_at: Mapping[SeriesKey, Month] | None = None,
    set_aside: NDArray[np.bool_] | None = None,
    sums: Mapping[SeriesKey, Sequence[SeriesKey]] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Projection:
    """Project every series of a panel of one measure, by months or by quarters.

    pool: what the series share; learned from the panel if not given. exclude: shape (series, periods), True where a
    period is not to be used (incomplete, wrong). starts_at: the month from which a series is used (after a break).
    set_aside: the same shape, True where a figure stands but teaches nothing (a one-off happening, as a lockdown).
    sums: counts that are the sums of others, as force: its areas. Their paths are sums of the parts' paths, and are no
    part of the pool; one whose parts cannot be projected, or do not add up to it, is projected by itself.
    Counts are projected from values, rates and proportions from numerator and denominator, means and durations (and
    rates without a denominator) as they are. Raises BadInput with every fault of the panel.
    """
    if horizon < 1 or draws < 1:
        raise BadInput(f"A projection needs at least 1 month ahead and 1 draw; asked were {horizon} and {draws}.")
    usable = usable_figures(panel, kind, exclude, starts_at or {}, set_aside)
    wholes = checked_sums(panel, sums or {})
    pool = pool or learn_pool(usable, rows_by_key(panel.keys, without=wholes))
    projection = project_usable(panel.keys, usable, pool, horizon, seed, draws)
    return add_up(projection, wholes) if wholes and kind.adds_up else projection


def rows_by_key(keys: Sequence[SeriesKey], without: Collection[SeriesKey] = ()) -> list[int]:
    """Rows in the order of their keys, so that the order of a panel changes nothing."""
    return [row for row in sorted(range(len(keys)), key=lambda row: keys[row]) if keys[row] not in without]


def project_usable(
    keys: tuple[SeriesKey, ...], usable: Usable, pool: Pool, horizon: int, seed: int = 0, draws: int = DRAWS
) -> Projection:
    """Project figures that were checked before, with a pool that was learned before."""
    return Projection(keys, usable, pool, fit(usable, pool), horizon, seed, draws)


# --- sums ----------------------------------------------------------------------------------------------------------


def checked_sums(panel: Panel, sums: Mapping[SeriesKey, Sequence[SeriesKey]]) -> dict[SeriesKey, tuple[SeriesKey, ...]]:
    """The sums of which every part is there. Raises BadInput where a series would be counted twice."""
    parts = [part for named in sums.values() for part in named]
    twice = [key for key, times in Counter(parts).items() if times > 1]
    faults = [Fault(str(key), "is a part of two sums; it can be a part of one.") for key in sorted(twice)]
    both = sorted(set(parts) & set(sums))
    faults += [Fault(str(key), "is both a sum and a part of one; name the parts it is made of.") for key in both]
    raise_if_any(faults)
    return {
        whole: tuple(named)
        for whole, named in sums.items()
        if whole in panel and named and all(part in panel for part in named)
    }


def add_up(projection: Projection, wholes: Mapping[SeriesKey, tuple[SeriesKey, ...]]) -> Projection:
    """The projection with sums drawn as the sums of their parts."""
    for key, parts in wholes.items():
        projection = with_sum(projection, key, parts)
    return projection


def with_sum(projection: Projection, key: SeriesKey, parts: tuple[SeriesKey, ...]) -> Projection:
    """The projection with one series as the sum of others; unchanged where they do not make it up."""
    usable, row = projection.usable, projection.row(key)
    rows = [projection.row(part) for part in parts]
    able = [part for part, at in zip(parts, rows, strict=True) if usable.basis[at] is Basis.PROJECTION]
    usual = usable.seen[:, row]
    if usable.basis[row] is not Basis.PROJECTION or not able or not (usable.seen[:, rows] == usual[:, None]).all():
        return projection
    left = usable.amount[:, row] - usable.amount[:, [projection.row(part) for part in able]].sum(axis=1)
    if np.nanmin(left) < 0:
        return projection
    rest = None
    if np.nansum(left) > 0:
        projection, rest = with_rest(projection, left), usable.amount.shape[1]
    places = tuple(projection._places_ahead(row))
    behind = [projection.row(part) for part in able] + ([] if rest is None else [rest])
    added = [projection._outlook(at, places).rate for at in behind]
    together = np.maximum(np.sum(added, axis=0)[:, 0], 1e-9)
    by_itself = projection._outlook(row, places).rate[:, 0]
    whole = Sum(tuple(able), rest, (by_itself + together) / 2 / together)
    return replace(projection, sums={**projection.sums, key: whole})


def with_rest(projection: Projection, left: Floats) -> Projection:
    """The projection with one more series behind the others, that no key names: what belongs to no part of a sum."""
    usable = projection.usable
    amount = np.column_stack([usable.amount, left])
    exposure = np.column_stack([usable.exposure, np.where(np.isnan(left), np.nan, 1.0)])
    more = replace(
        usable, amount=amount, exposure=exposure, unit=np.append(usable.unit, 1.0),
        basis=(*usable.basis, Basis.PROJECTION), reason=(*usable.reason, ""),
    )  # fmt: skip
    one = fit(more.columns(slice(-1, None)), projection.pool)
    levels = Levels.joined([projection.fitted.levels, one.levels])
    return replace(projection, usable=more, fitted=Fitted(levels, np.column_stack([projection.fitted.own, one.own])))
