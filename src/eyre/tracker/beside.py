"""A series beside itself a year before, beside other areas, and beside its own parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eyre.comparison import is_disputed, places
from eyre.core import (
    AreaTree,
    Direction,
    FinancialYear,
    Floats,
    MeasureKind,
    Month,
    Panel,
    Period,
    Population,
    Refused,
    Series,
    SeriesKey,
    TooFewPoints,
    middle_year,
)
from eyre.drivers import Contributions, contribution_intervals
from eyre.drivers import contributions as take_apart
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
PERIODS_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "financial_year": 1, "calendar_year": 1}
SEASONS = {"month": 12, "quarter": 4}
FEWEST_FOR_DISPERSION = 6
PART_DRAWS = 2000  # of the interval of what a part added to a change
NEWCOMBE = "Newcombe's interval, pooled months"

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
    interval, how = _interval_of(measure, series, incomplete, at)
    return Latest(series.periods[at], float(series.value[at]), k, n, interval, how)


WILSON = "Wilson, from k of n"
OF_COUNTS = "Poisson, widened as the series spreads about its season"
OF_COUNTS_ALONE = "Poisson, chance of counting only: too few figures to tell how widely they spread"
NO_COUNTS = "none, because the counts behind the figure are not known"
NO_SPREAD = "none, because how the single cases spread is not known"
NEGATIVE = "none, because the figure is below nought"


def _interval_of(
    measure: Measure, series: Series, incomplete: NDArray[np.bool_], at: int
) -> tuple[Interval | None, str]:
    """The interval of one figure and how it was made; or None and why."""
    k, n = _known(series.numerator[at]), _known(series.denominator[at])
    if measure.kind is MeasureKind.PROPORTION:
        return (percent(wilson_interval(k, n)), WILSON) if k is not None and n else (None, NO_COUNTS)
    value = float(series.value[at])
    if measure.kind is MeasureKind.COUNT:
        count, factor = value, 1.0
    elif measure.kind is MeasureKind.RATE:
        if k is None:
            return None, NO_COUNTS
        count, factor = k, value / k if k else np.nan
    else:
        return None, NO_SPREAD
    if count < 0 or np.isnan(factor):
        return None, NEGATIVE if count < 0 else NO_COUNTS
    phi = dispersion_of(measure, series, incomplete)
    wide = max(phi or 1.0, 1.0)
    found, scale = count_interval(count / wide), wide * factor
    own = Interval(np.asarray(value), found.lower * scale, found.upper * scale, found.confidence)
    return own, OF_COUNTS_ALONE if phi is None else OF_COUNTS


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
    """Positions in a series of some months now and of the same months a year before, all of them there.

    left_out: months between the first and the last that are missing or incomplete in one of the years.
    """

    now: NDArray[np.intp]
    then: NDArray[np.intp]
    left_out: tuple[Period, ...]


def year_ago(measure: Measure, series: Series, incomplete: NDArray[np.bool_]) -> YearAgo | None:
    """This financial year so far against the same months of the last; after March, the whole year.

    Only months that are there in both years count, and those left out are named. None where there are none, where the
    figures are not by month, and where there was nothing then that a change could be measured against.
    """
    months = _same_months(series, incomplete)
    if months is None:
        return None
    now = series.periods[months.now[0]], series.periods[months.now[-1]]
    then = series.periods[months.then[0]], series.periods[months.then[-1]]
    if measure.kind is MeasureKind.COUNT:
        return _count_year_ago(measure, series, incomplete, months, now, then)
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
    if not now:
        return None
    left_out = tuple(series.periods[i] for i in range(now[0], now[-1]) if i not in now)
    return _Months(np.array(now), np.array(now) - YEAR, left_out)


Pair = tuple[Period, Period]


def _count_year_ago(
    measure: Measure, series: Series, incomplete: NDArray[np.bool_], months: _Months, now: Pair, then: Pair
) -> YearAgo | None:
    """The ratio of two totals. Their variance is as wide as months spread about their season in recent years."""
    totals = float(series.value[months.now].sum()), float(series.value[months.then].sum())
    if min(totals) < 0 or totals[1] == 0:
        return None
    ratio = rate_ratio(*totals, dispersion=dispersion_of(measure, series, incomplete))
    return YearAgo(now, then, *totals, ratio.percent_change, str(ratio.method), months.left_out)


def dispersion_of(measure: Measure, series: Series, incomplete: NDArray[np.bool_]) -> float | None:
    """How much wider than Poisson the counts of the last four years spread about their season.

    Under two years, and for counts by day, week or year, they are taken to have no season: what season there is then
    widens the interval. None where they are too few to say.
    """
    values = np.where(incomplete, np.nan, series.value)[-4 * PERIODS_A_YEAR[measure.period] :]
    season = SEASONS.get(measure.period, 1)
    if np.count_nonzero(~np.isnan(values)) < FEWEST_FOR_DISPERSION or np.nanmin(values) < 0:
        return None
    phi = float(dispersion_about_season(values, period=season if len(values) >= 2 * season else 1))
    return None if np.isnan(phi) else phi


def _share_year_ago(series: Series, months: _Months, now: Pair, then: Pair) -> YearAgo | None:
    k1, n1, k2, n2 = (
        float(numbers[at].sum())
        for at in (months.now, months.then)
        for numbers in (series.numerator, series.denominator)
    )
    if not (n1 > 0 and n2 > 0) or np.isnan(k1 + k2):
        return None
    change = percent(difference_of_proportions(k1, n1, k2, n2))
    return YearAgo(now, then, PERCENT * k1 / n1, PERCENT * k2 / n2, change, NEWCOMBE, months.left_out)


# --- other areas ---------------------------------------------------------------------------------------------------


def compare_areas(
    measure: Measure, panel: Panel, areas: AreaTree, wanted: Sequence[str], periods: Sequence[Period], is_short: IsShort
) -> Comparison | None:
    """Areas on one scale over the same periods: shares as they are, counts per 1,000 residents.

    wanted: keys of the areas. An area without every figure of these periods, or without residents known, is left out
    and named. Residents are those of the year that the middle of the periods lies in, or the nearest known, which the
    scale says. None where fewer than two are left.
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
        tuple(p for p in panel.periods if periods[0] < p < periods[-1] and p not in periods),
        _scale(measure, areas, rows, periods),
        _standings(measure, rows, np.array(counts), np.array(base), _dispersions(measure, panel, rows, is_short)),
        tuple(left_out),
    )


def _in_panel(panel: Panel, area: str) -> SeriesKey:
    """The series of an area in a panel of one measure and facet."""
    return replace(panel.keys[0], area=area)


def _count_and_base(
    measure: Measure, panel: Panel, areas: AreaTree, area: str, at: Sequence[int], is_short: IsShort
) -> tuple[float, float] | None:
    key = _in_panel(panel, area)
    if key not in panel or is_short(area, [panel.periods[i] for i in at]).any():
        return None
    series = panel.series(key)
    if measure.kind is MeasureKind.PROPORTION:
        pair = float(series.numerator[at].sum()), float(series.denominator[at].sum())
    else:
        residents = _residents(areas, area, [panel.periods[i] for i in at])
        pair = float(series.value[at].sum()), float(residents.residents if residents else np.nan)
    return None if np.isnan(pair).any() or pair[0] < 0 or pair[1] <= 0 else pair


def _residents(areas: AreaTree, area: str, periods: Sequence[Period]) -> Population | None:
    return areas.get(area, periods[-1].end).residents(middle_year(periods[0], periods[-1])) if area in areas else None


def _scale(measure: Measure, areas: AreaTree, rows: Sequence[str], periods: Sequence[Period]) -> str:
    """What the values are: of counts with the year of the residents, and which year is not known, if any."""
    if measure.kind is MeasureKind.PROPORTION:
        return measure.unit
    asked, years = middle_year(periods[0], periods[-1]), defaultdict[str, list[str]](list)
    for row in rows:
        found = _residents(areas, row, periods)
        years[f"mid-{found.year}" if found and found.year else "of a year not stated"].append(areas.name(row))
    usual = max(years, key=lambda year: len(years[year]))
    others = [f"{', '.join(who)} {year}" for year, who in sorted(years.items()) if year != usual]
    unknown = [f"mid-{asked} is not known"] if usual.startswith("mid-") and usual != f"mid-{asked}" else []
    notes = "; ".join([*unknown, *others])
    return f"per 1,000 residents, {usual}{f' ({notes})' if notes else ''}"


def _dispersions(measure: Measure, panel: Panel, rows: Sequence[str], is_short: IsShort) -> Floats:
    """How much wider than chance the counts of each area spread, shape (areas,).

    An area with too short a series is taken to be like the others; where all are too short they are taken as Poisson.
    """
    series = [panel.series(_in_panel(panel, row)) for row in rows]
    found = [dispersion_of(measure, each, is_short(each.key.area, panel.periods)) for each in series]
    known = [phi for phi in found if phi is not None]
    usual = float(np.median(known)) if known else 1.0
    return np.maximum([usual if phi is None else phi for phi in found], 1.0)


def _standings(
    measure: Measure, rows: Sequence[str], counts: Floats, base: Floats, dispersion: Floats
) -> tuple[Standing, ...]:
    is_share = measure.kind is MeasureKind.PROPORTION
    direction = Direction.NEITHER if is_disputed(measure.name) or is_disputed(measure.key) else measure.direction
    found = places(counts, base, direction=direction, is_proportion=is_share, dispersion=dispersion)
    if is_share:
        interval, factor = percent(wilson_interval(counts, base)), PERCENT
    else:
        interval, factor = _rate_interval(counts, base, dispersion), float(PER_RESIDENTS)
    standings = [
        Standing(
            area, factor * counts[i] / base[i], _one(interval, i), found[i], counts[i], base[i], float(dispersion[i])
        )
        for i, area in enumerate(rows)
    ]
    best_first = -1.0 if direction is not Direction.DOWN else 1.0
    return tuple(sorted(standings, key=lambda s: (best_first * s.value, s.area)))


def _rate_interval(counts: Floats, base: Floats, dispersion: Floats) -> Interval:
    """The interval of a count per 1,000 of its base; see `stats.count_interval`.

    A count that spreads phi times as wide as a Poisson count says as much as one of a phi-th of its size.
    """
    count, scale = count_interval(counts / dispersion), dispersion * PER_RESIDENTS / base
    return Interval(count.estimate * scale, count.lower * scale, count.upper * scale, count.confidence)


def _one(interval: Interval, index: int) -> Interval:
    estimate, lower, upper = (np.asarray(p)[index] for p in (interval.estimate, interval.lower, interval.upper))
    return Interval(estimate, lower, upper, interval.confidence)


# --- slope and parts -----------------------------------------------------------------------------------------------


def slope_at(series: Series, incomplete: NDArray[np.bool_], at: Period, why: str) -> SlopeBreak | None:
    """The slope before and from a stated month on, up to two years a side; None under six months a side.

    Whole years are taken where a side has one, so that the season is in both alike. An incomplete month is left out.
    """
    if at not in series.periods:
        return None
    split = series.periods.index(at)
    first, last = split - _whole_years(split), split + _whole_years(len(series.periods) - split)
    values = np.where(incomplete, np.nan, series.value)[first:last]
    try:
        change = slope_change(values, split - first)
    except TooFewPoints:
        return None
    months = split - first, last - split
    return SlopeBreak(at, why, months, *(_by_year(part) for part in (change.before, change.after, change.change)))


def _whole_years(months: int) -> int:
    """How many of the months of one side are used."""
    return months if months < YEAR else min(months // YEAR * YEAR, SLOPE_MONTHS)


def _by_year(interval: Interval) -> Interval:
    """A slope per month as a slope per year."""
    return Interval(YEAR * interval.estimate, YEAR * interval.lower, YEAR * interval.upper, interval.confidence)


def contributions(
    measure: Measure, panel: Panel, parts: Sequence[str], ago: YearAgo, is_short: IsShort, seed: int = 0
) -> tuple[Contribution, ...]:
    """What each part added to the change of the whole over the same months, the largest first, with its interval.

    They add up to the change of the whole. None where they would not: where a part has no figure for one of the months,
    or the whole was published apart and is not the sum of its parts.
    """
    first, last = ago.now
    now = [i for i, p in enumerate(panel.periods) if first <= p <= last and p not in ago.left_out]
    then = [i - YEAR for i in now]
    series = [panel.series(key) for part in parts if (key := _in_panel(panel, part)) in panel]
    sums = np.array([(s.value[now].sum(), s.value[then].sum()) for s in sorted(series, key=lambda s: s.key.area)])
    if not sums.size or not np.allclose(sums.sum(axis=0), (ago.value_now, ago.value_then)):  # false for NaN too
        return ()
    names = sorted(s.key.area for s in series)
    found = take_apart(sums[:, 1], sums[:, 0])  # the room that `eyre drivers` asks
    between = _intervals(found, float(np.median(_dispersions(measure, panel, names, is_short))), seed)
    return tuple(
        Contribution(
            names[part],
            float(sums[part, 0]),
            float(sums[part, 1]),
            None if between is None else _one(between, int(part)),
        )
        for part in found.order
    )


def _intervals(found: Contributions, dispersion: float, seed: int) -> Interval | None:
    """Of each contribution; None for amounts that are no whole counts."""
    try:
        return contribution_intervals(found, seed=seed, dispersion=dispersion, draws=PART_DRAWS).parts
    except Refused:
        return None
