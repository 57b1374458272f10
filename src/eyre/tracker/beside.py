"""A series beside itself a year before, beside other areas, and beside its own parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.comparison import places
from eyre.core import (
    AreaTree,
    Direction,
    FinancialYear,
    Floats,
    MeasureKind,
    Month,
    Panel,
    Period,
    Series,
    SeriesKey,
    TooFewPoints,
)
from eyre.measures import Measure
from eyre.stats import (
    Interval,
    count_interval,
    difference_of_proportions,
    dispersion_about_season,
    rate_ratio,
    rolling_proportion,
    slope_change,
    wilson_interval,
)
from eyre.tracker.row import Comparison, Contribution, Latest, Rolling, SlopeBreak, Standing, YearAgo

YEAR = 12
ROLLING_MONTHS = 3
PER_RESIDENTS = 1000
PERCENT = 100.0
SLOPE_MONTHS = 24  # at most so many a side: an older slope says little about a change now

IsShort = Callable[[str, Sequence[Period]], NDArray[np.bool_]]


def percent(interval: Interval) -> Interval:
    """An interval of shares as percentages."""
    estimate, lower, upper = (PERCENT * np.asarray(p) for p in (interval.estimate, interval.lower, interval.upper))
    return Interval(estimate, lower, upper, interval.confidence)


# --- the latest figure ---------------------------------------------------------------------------------------------


def latest_figure(measure: Measure, series: Series, incomplete: NDArray[np.bool_]) -> Latest | None:
    """The newest figure that is all there; None where there is none."""
    whole = np.flatnonzero(series.seen & ~incomplete)
    if not whole.size:
        return None
    at = int(whole[-1])
    k, n = _known(series.numerator[at]), _known(series.denominator[at])
    interval = None
    if measure.kind is MeasureKind.PROPORTION and k is not None and n:
        interval = percent(wilson_interval(k, n))
    return Latest(series.periods[at], float(series.value[at]), k, n, interval)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def rolling_figure(measure: Measure, series: Series, incomplete: NDArray[np.bool_]) -> Rolling | None:
    """The last three months of a proportion pooled; None for other measures and where a month is not all there."""
    if measure.kind is not MeasureKind.PROPORTION or len(series.periods) < ROLLING_MONTHS:
        return None
    if not isinstance(series.periods[-1], Month) or incomplete[-ROLLING_MONTHS:].any():
        return None
    pooled = rolling_proportion(series.numerator, series.denominator, ROLLING_MONTHS)
    k, n = float(pooled.numerator[-1]), float(pooled.denominator[-1])
    if np.isnan(k) or not n:
        return None
    periods = series.periods[-ROLLING_MONTHS], series.periods[-1]
    return Rolling(periods, PERCENT * k / n, n, percent(wilson_interval(k, n)))


# --- the same months a year ago ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Months:
    """Positions in a series of some months now and of the same months a year before, all of them there."""

    now: NDArray[np.intp]
    then: NDArray[np.intp]


def year_ago(measure: Measure, series: Series, incomplete: NDArray[np.bool_]) -> YearAgo | None:
    """This financial year so far against the same months of the last; after March, the whole year.

    Only months that are there in both years count. None where there are none, or no month by month figures.
    """
    months = _same_months(series, incomplete)
    if months is None:
        return None
    now = series.periods[months.now[0]], series.periods[months.now[-1]]
    then = series.periods[months.then[0]], series.periods[months.then[-1]]
    if measure.kind is MeasureKind.COUNT:
        return _count_year_ago(series, incomplete, months, now, then)
    if measure.kind is MeasureKind.PROPORTION:
        return _share_year_ago(series, months, now, then)
    return None


def _same_months(series: Series, incomplete: NDArray[np.bool_]) -> _Months | None:
    if not series.periods or not isinstance(series.periods[0], Month):
        return None
    there = series.seen & ~incomplete
    if not there.any():
        return None
    last = series.periods[int(np.flatnonzero(there)[-1])]
    year = FinancialYear.of(last.start)
    now = [i for i, p in enumerate(series.periods) if year.contains(p) and there[i] and i >= YEAR and there[i - YEAR]]
    return _Months(np.array(now), np.array(now) - YEAR) if now else None


Pair = tuple[Period, Period]


def _count_year_ago(series: Series, incomplete: NDArray[np.bool_], months: _Months, now: Pair, then: Pair) -> YearAgo:
    """The ratio of two totals. Their variance is as wide as months spread about their season in recent years."""
    totals = float(series.value[months.now].sum()), float(series.value[months.then].sum())
    ratio = rate_ratio(*totals, dispersion=monthly_dispersion(series, incomplete))
    return YearAgo(now, then, *totals, ratio.percent_change, str(ratio.method))


def monthly_dispersion(series: Series, incomplete: NDArray[np.bool_]) -> float | None:
    """How much wider than Poisson the months of the last four years spread; None where they are too few to say."""
    values = np.where(incomplete, np.nan, series.value)[-4 * YEAR :]
    try:
        phi = float(dispersion_about_season(values))
    except TooFewPoints:
        return None
    return None if np.isnan(phi) else phi


def _share_year_ago(series: Series, months: _Months, now: Pair, then: Pair) -> YearAgo | None:
    k1, n1, k2, n2 = (
        float(numbers[at].sum())
        for at in (months.now, months.then)
        for numbers in (series.numerator, series.denominator)
    )
    if not (n1 > 0 and n2 > 0):
        return None
    change = percent(difference_of_proportions(k1, n1, k2, n2))
    return YearAgo(now, then, PERCENT * k1 / n1, PERCENT * k2 / n2, change, "Newcombe's interval, pooled months")


# --- other areas ---------------------------------------------------------------------------------------------------


def compare_areas(
    measure: Measure, panel: Panel, areas: AreaTree, wanted: Sequence[str], periods: Sequence[Period], is_short: IsShort
) -> Comparison | None:
    """Areas on one scale over the same periods: shares as they are, counts per 1,000 residents.

    wanted: keys of the areas. An area without every figure of these periods, or without residents known, is left out
    and named. None where fewer than two are left.
    """
    column = {period: i for i, period in enumerate(panel.periods)}
    at = [column[period] for period in periods if period in column]
    rows, counts, base, left_out = [], [], [], []
    for area in wanted:
        pair = _count_and_base(measure, panel, areas, area, at, is_short) if len(at) == len(periods) else None
        if pair is None:
            left_out.append(area)
            continue
        rows.append(area)
        counts.append(pair[0])
        base.append(pair[1])
    if len(rows) < 2:
        return None
    return Comparison(
        (periods[0], periods[-1]),
        _scale(measure, areas, rows),
        _standings(measure, rows, np.array(counts), np.array(base)),
        tuple(left_out),
    )


def _count_and_base(
    measure: Measure, panel: Panel, areas: AreaTree, area: str, at: Sequence[int], is_short: IsShort
) -> tuple[float, float] | None:
    key = SeriesKey(measure.key, area)
    if key not in panel or is_short(area, [panel.periods[i] for i in at]).any():
        return None
    series = panel.series(key)
    if measure.kind is MeasureKind.PROPORTION:
        pair = float(series.numerator[at].sum()), float(series.denominator[at].sum())
    else:
        residents = areas.get(area, panel.periods[at[-1]].end).population if area in areas else None
        pair = float(series.value[at].sum()), float(residents or np.nan)
    return None if np.isnan(pair).any() or pair[1] <= 0 else pair


def _scale(measure: Measure, areas: AreaTree, rows: Sequence[str]) -> str:
    if measure.kind is MeasureKind.PROPORTION:
        return measure.unit
    years = sorted({year for row in rows if (year := areas.get(row).population_year)})
    return f"per 1,000 residents (population of {' and '.join(map(str, years))})"


def _standings(measure: Measure, rows: Sequence[str], counts: Floats, base: Floats) -> tuple[Standing, ...]:
    is_share = measure.kind is MeasureKind.PROPORTION
    found = places(counts, base, direction=measure.direction, is_proportion=is_share)
    if is_share:
        interval, factor = percent(wilson_interval(counts, base)), PERCENT
    else:
        interval, factor = _rate_interval(counts, base), float(PER_RESIDENTS)
    standings = [
        Standing(area, factor * counts[i] / base[i], _one(interval, i), found[i], counts[i], base[i])
        for i, area in enumerate(rows)
    ]
    best_first = -1.0 if measure.direction is not Direction.DOWN else 1.0
    return tuple(sorted(standings, key=lambda s: (best_first * s.value, s.area)))


def _rate_interval(counts: Floats, base: Floats) -> Interval:
    """The interval of a Poisson count per 1,000 of its base; see `stats.count_interval`."""
    count, scale = count_interval(counts), PER_RESIDENTS / base
    return Interval(counts * scale, count.lower * scale, count.upper * scale, count.confidence)


def _one(interval: Interval, index: int) -> Interval:
    estimate, lower, upper = (np.asarray(p)[index] for p in (interval.estimate, interval.lower, interval.upper))
    return Interval(estimate, lower, upper, interval.confidence)


# --- slope and parts -----------------------------------------------------------------------------------------------


def slope_at(series: Series, at: Period, why: str) -> SlopeBreak | None:
    """The slope before and from a stated month on, up to two years a side; None under six months a side."""
    if at not in series.periods:
        return None
    split = series.periods.index(at)
    first, last = max(0, split - SLOPE_MONTHS), min(len(series.periods), split + SLOPE_MONTHS)
    try:
        change = slope_change(series.value[first:last], split - first)
    except TooFewPoints:
        return None
    return SlopeBreak(at, why, *(_by_year(part) for part in (change.before, change.after, change.change)))


def _by_year(interval: Interval) -> Interval:
    """A slope per month as a slope per year."""
    return Interval(YEAR * interval.estimate, YEAR * interval.lower, YEAR * interval.upper, interval.confidence)


def contributions(panel: Panel, measure: str, parts: Sequence[str], now: Pair, then: Pair) -> tuple[Contribution, ...]:
    """What each part added to the change between two runs of months, the largest first; they add up to the whole."""
    at = {period: i for i, period in enumerate(panel.periods)}
    runs = [slice(at[first], at[last] + 1) for first, last in (now, then)]
    found = []
    for part in parts:
        key = SeriesKey(measure, part)
        if key in panel:
            values = panel.series(key).value
            found.append(Contribution(part, *(float(np.nansum(values[run])) for run in runs)))
    return tuple(sorted(found, key=lambda c: (-abs(c.change), c.part)))
