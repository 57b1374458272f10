"""Paths of a force that changes nothing, and of one that improves by what was agreed to matter.

What had been seen when the test was agreed stays as it was: only later periods are drawn. Each draw is keyed on (seed,
series, period), so neither order nor length nor what else is drawn can change it; and an improved path is drawn from
the same chances as the unchanged one, so the two differ by the improvement alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np

from eyre.body.commitment_test import Improvement
from eyre.commitments.figures import AreaPaths, Figures, published, scale_of
from eyre.core import (
    FinancialQuarter,
    Floats,
    MeasureKind,
    Month,
    NotFound,
    PathKind,
    Paths,
    Period,
    Quarter,
    Refused,
    Series,
    SeriesKey,
    Span,
)
from eyre.measures import Measure
from eyre.stats import unchanged as stay

POOLED_YEARS = 3  # of the newest figures make the baseline: older ones describe another force
PERIODS_A_YEAR: dict[type[Period], int] = {Month: 12, Quarter: 4, FinancialQuarter: 4}
DRAWS = 4000  # a share of one half is then sure to 1.6 points, and it is printed to the nearest 5


@dataclass(frozen=True)
class Known:
    """What was known on the day a test was agreed: measures, figures by series, groups as they stood."""

    measures: Mapping[str, Measure]
    series: Mapping[SeriesKey, Series]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_figures(self) -> Figures:
        """The one path seen so far."""
        return Figures(self.measures, {key: published(each) for key, each in self.series.items()}, self.groups)


def frozen(
    known: Known,
    keys: Iterable[SeriesKey],
    until: date,
    *,
    seed: int,
    draws: int = DRAWS,
    improvement: Improvement | None = None,
    signs: Mapping[SeriesKey, int] | None = None,
    since: date = date.min,
    improves_from: date = date.min,
) -> Figures:
    """Published paths of these series to a day, their level staying at the pooled baseline.

    improvement: what the series in `signs` improve by, from `improves_from` on and in periods not yet seen; one that
    had begun by then is better by the share of its days that was left. The sign is 1 where up is better, -1 where down
    is. since: leave out what ended before this day; the baseline still
    rests on it.
    Raises NotFound for a series without figures, TooFewPoints under two periods.
    """
    better = signs or {}
    paths = {}
    for key in keys:
        if key not in known.series:
            raise NotFound(f"There are no figures for {key}.")
        change = improvement if key in better else None
        measure = known.measures[key.measure]
        paths[key] = _paths_of(
            known.series[key].trimmed(), measure, (since, until), seed, draws, change, better.get(key, 0), improves_from
        )
    return Figures(known.measures, paths, known.groups)


def _paths_of(
    series: Series,
    measure: Measure,
    days: tuple[date, date],
    seed: int,
    draws: int,
    change: Improvement | None,
    sign: int,
    improves_from: date,
) -> AreaPaths:
    since, until = days
    later = periods_after(series.periods[-1], until) if series.periods else ()
    baseline = pooled_part(series, measure)
    models = {share: _model(baseline, measure, _part_of(change, share), sign) for share in (0.0, 1.0)}
    drawn = []
    for at, period in enumerate(later, 1):
        share = _share_left(period, improves_from)
        model = models.get(share) or _model(baseline, measure, _part_of(change, share), sign)
        drawn.append(model(at, _chances(seed, series.key, period, draws)))
    kept = [at for at, period in enumerate(series.periods) if period.end >= since]
    seen = published(series).take(kept)
    values, k, n, se = (_joined(part, [each[i] for each in drawn], draws) for i, part in enumerate(_parts(seen)))
    assert values is not None
    return AreaPaths(Paths(PathKind.PUBLISHED, (*seen.periods, *later), values), k, n, se)


def _share_left(period: Period, since: date) -> float:
    """The share of a period's days that lie on or after a day."""
    return min(max((period.end - since).days + 1, 0) / period.days, 1.0)


def _part_of(change: Improvement | None, share: float) -> Improvement | None:
    return replace(change, size=share * change.size) if change and share else None


Drawn = tuple[Floats, Floats | None, Floats | None, Floats | None]


def _parts(area: AreaPaths) -> tuple[Floats | None, ...]:
    return (area.paths.values, area.numerator, area.denominator, area.standard_error)


def _joined(seen: Floats | None, later: list[Floats | None], draws: int) -> Floats | None:
    """What was seen, the same on every path, and then what was drawn."""
    if seen is None:
        return None
    by_period = np.empty((seen.shape[1] + len(later), draws))
    by_period[: seen.shape[1]] = seen[0][:, None]
    for at, each in enumerate(later, seen.shape[1]):
        by_period[at] = np.nan if each is None else each
    return np.ascontiguousarray(by_period.T)


def periods_after(last: Period, until: date) -> tuple[Period, ...]:
    """The periods of the same kind that follow, to the last that ends on or before a day."""
    if isinstance(last, Span):
        raise Refused(f"What follows {last.label} cannot be told. Use figures by month, quarter or year.")
    step: Any = last
    found: list[Period] = []
    while (step := step.shift(1)).end <= until:
        found.append(step)
    return tuple(found)


def pooled_part(series: Series, measure: Measure) -> Series:
    """The newest three years since the measure was last redefined, or what there is of them."""
    if not series.periods:
        return series
    breaks = [each.on for each in measure.breaks if not each.areas or series.key.area in each.areas]
    since = max((day for day in breaks if day <= series.periods[-1].start), default=date.min)
    most = POOLED_YEARS * max(PERIODS_A_YEAR.get(type(series.periods[-1]), 1), 4)
    kept = [period for period in series.periods if period.start >= since][-most:]
    return series.between(kept[0], kept[-1])


def _chances(seed: int, key: SeriesKey, period: Period, draws: int) -> Floats:
    words = [seed, crc32(str(key).encode()), period.start.toordinal()]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(words))).random(draws)


def _model(baseline: Series, measure: Measure, change: Improvement | None, sign: int) -> Callable[[int, Floats], Drawn]:
    """A function of how many periods after the last, and of chances, to the figures drawn."""
    counted = not np.isnan(baseline.numerator * baseline.denominator).all()
    year = PERIODS_A_YEAR.get(type(baseline.periods[-1]), 1) if baseline.periods else 1

    def improved(level: float) -> float:
        return change.applied(level, sign) if change else level

    if measure.kind is MeasureKind.PROPORTION and counted:
        return _shares(baseline, year, improved)
    if measure.kind is MeasureKind.RATE and counted:
        return _rates(baseline, year, scale_of(measure), improved)
    if measure.kind is MeasureKind.COUNT:
        return _counts(baseline, year, improved)
    return _values(baseline, year, improved, most=100.0 if measure.kind is MeasureKind.PROPORTION else np.inf)


Improved = Callable[[float], float]


def _counts(series: Series, year: int, improved: Improved) -> Callable[[int, Floats], Drawn]:
    base = stay.baseline_of_counts(series.value, year)
    level = max(improved(base.level), 0.0)
    return lambda at, chances: (
        stay.quantiles_of_counts(chances, level * _factor(base, series, at), base.dispersion),
        None,
        None,
        None,
    )


def _shares(series: Series, year: int, improved: Improved) -> Callable[[int, Floats], Drawn]:
    base = stay.baseline_of_shares(series.numerator, series.denominator, year)
    level = improved(100 * base.level) / 100

    def draw(at: int, chances: Floats) -> Drawn:
        n = _base_to_come(series, year, at)
        share = float(np.clip(level * _factor(base, series, at), 0.0, 1.0))
        hits = stay.quantiles_of_hits(chances, n, share, base.dispersion)
        return 100 * hits / n, hits, np.full(hits.shape, float(n)), None

    return draw


def _rates(series: Series, year: int, scale: float, improved: Improved) -> Callable[[int, Floats], Drawn]:
    base = stay.baseline_of_counts(series.numerator, year)
    pooled = float(np.nansum(series.numerator) / np.nansum(series.denominator))
    level = max(improved(scale * pooled), 0.0) / scale

    def draw(at: int, chances: Floats) -> Drawn:
        n = _base_to_come(series, year, at)
        events = stay.quantiles_of_counts(chances, level * n * _factor(base, series, at), base.dispersion)
        return scale * events / n, events, np.full(events.shape, float(n)), None

    return draw


def _values(series: Series, year: int, improved: Improved, most: float) -> Callable[[int, Floats], Drawn]:
    from scipy.special import ndtri

    base = stay.baseline_of_values(series.value, year)
    level, deviation = improved(base.level), float(np.sqrt(base.dispersion))
    seen = series.standard_error[~np.isnan(series.standard_error)]
    error = float(seen.mean()) if seen.size else np.nan

    def draw(at: int, chances: Floats) -> Drawn:
        values = level * _factor(base, series, at) + deviation * ndtri(np.clip(chances, 1e-12, 1 - 1e-12))
        return np.minimum(values, most), None, None, np.full(values.shape, error)

    return draw


def _factor(base: stay.Baseline, series: Series, at: int) -> float:
    return float(base.season[(len(series.periods) - 1 + at) % len(base.season)])


def _base_to_come(series: Series, year: int, at: int) -> int:
    """The n of the same period of the newest year seen, else the mean n; at least 1."""
    place = len(series.periods) - year + (at - 1) % year
    n = series.denominator[place] if place >= 0 else np.nan
    return max(round(float(np.nanmean(series.denominator) if np.isnan(n) else n)), 1)
