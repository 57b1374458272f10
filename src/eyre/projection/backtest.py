"""How good projections have been: made again at past months from what was known of them, and compared with what came.

Which series are scored is a rule that looks at no forecast: a figure in the month before the start and in each of the
months after it. Where a series was too short to project its naive forecast is scored in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, MeasureKind, Month, Panel, Period, SeriesKey, TooFewPoints
from eyre.projection.figures import MONTHS_A_YEAR, YEARS_NEEDED, Basis, Usable, judged, usable_figures
from eyre.projection.levels import over
from eyre.projection.naive import naive_forecast
from eyre.projection.outlook import Moments
from eyre.projection.pool import Pool, learn_pool
from eyre.projection.projections import QUANTILES, Projection, project_usable, rows_by_key
from eyre.projection.scores import cover, pinball, share_inside, weighted_interval_score

ORIGINS = 12
EVERY = 2  # months between starts
POOL_STAYS = 3  # starts for which one pool serves; it is always learned before the first of them


@dataclass(frozen=True, slots=True)
class Score:
    """Scores over all series and starts, in the measure's unit.

    inside_80, inside_95: shares of figures, 0 to 1, a whole number on an edge counting in part (scores.cover).
    """

    forecasts: int
    wis: float
    pinball: tuple[float, ...]
    inside_80: float
    inside_95: float
    naive_wis: float
    naive_inside_80: float
    naive_inside_95: float

    @property
    def skill(self) -> float:
        """By how much the error was smaller than that of the naive forecast: 0.31 is 31 % smaller."""
        return 1 - self.wis / self.naive_wis if self.naive_wis > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Backtest:
    """Scores of single months, and of totals of the whole horizon, over some past starts."""

    starts: tuple[Period, ...]
    horizon: int
    series: int
    months: Score
    totals: Score

    @property
    def sentence(self) -> str:
        """How good projections have been here, in words."""
        return (
            f"Over the last {len(self.starts)} starts, {out_of_ten(self.months.inside_80)} in 10 months fell inside "
            f"the 80 % range (nominal 8 in 10), and {out_of_ten(self.totals.inside_80)} in 10 totals of {self.horizon} "
            f"months; the error was {compared(self.months.skill)} than that of a forecast that repeats last year "
            f"({compared(self.totals.skill)} for totals)."
        )


def out_of_ten(share: float) -> str:
    return f"{10 * share:.0f}"


def compared(skill: float) -> str:
    return f"{abs(100 * skill):.0f} % {'smaller' if skill >= 0 else 'larger'}"


def backtest(
    panel: Panel,
    *,
    kind: MeasureKind,
    horizon: int = 12,
    origins: int = ORIGINS,
    every: int = EVERY,
    exclude: NDArray[np.bool_] | None = None,
    starts_at: Mapping[SeriesKey, Month] | None = None,
    set_aside: NDArray[np.bool_] | None = None,
) -> Backtest:
    """Project from past periods, the last `origins` with a whole horizon after them, `every` apart; score them.

    Raises TooFewPoints where no period has both enough figures before it and the horizon after it.
    """
    usable = usable_figures(panel, kind, exclude, starts_at or {}, set_aside)
    last, needed = len(usable.periods) - horizon, YEARS_NEEDED * usable.per_year
    ends = [end for end in range(last - (origins - 1) * every, last + 1, every) if end >= needed]
    if not ends:
        what = "months" if usable.per_year == MONTHS_A_YEAR else "quarters"
        raise TooFewPoints(
            f"A back-test of {horizon} {what} needs {needed + horizon} {what}; there are {len(usable.periods)}."
        )
    parts, scored_keys = [], set()
    pool: Pool | None = None
    for number, end in enumerate(ends):
        past = judged(panel.keys, usable.take(range(len(panel)), end))
        if number % POOL_STAYS == 0:
            pool = learn_pool(past, rows_by_key(panel.keys))
        rows = scored_rows(usable, end, horizon)
        if rows and pool:
            projection = project_usable(panel.keys, past, pool, horizon)
            parts.append(score_start(projection, usable, rows, end))
            scored_keys.update(rows)
    if not parts:
        raise TooFewPoints("No series has a figure before and in each month after any of the starts.")
    starts = tuple(usable.periods[end] for end in ends)
    months, totals = (joined(list(each)) for each in zip(*parts, strict=True))
    return Backtest(starts, horizon, len(scored_keys), months, totals)


def scored_rows(usable: Usable, end: int, horizon: int) -> list[int]:
    """Rule for what is scored at a start."""
    needed = usable.seen[end - 1 : end + horizon].all(axis=0) & (usable.seen[:end].sum(axis=0) >= 3)
    return [int(row) for row in np.flatnonzero(needed)]


def score_start(projection: Projection, usable: Usable, rows: list[int], end: int) -> tuple[Floats, Floats]:
    """Score one start: periods and totals, each of shape (numbers of `scored`, forecasts)."""
    horizon, past, few = projection.horizon, projection.usable.take(rows), usable.take(rows)
    amount, exposure = few.amount[end : end + horizon], few.exposure[end : end + horizon]
    naive, nothing = naive_forecast(past, horizon), (amount[:0], exposure[:0])
    outlook = projection.outlook_of(rows, range(end, end + horizon))
    base, together = over(exposure), over(outlook.exposure)
    return (
        scored(past, outlook.periods, outlook.exposure, naive.months(QUANTILES), amount / exposure),
        scored(
            past,
            outlook.total(range(horizon)),
            together,
            naive.total(nothing, slice(None), QUANTILES),
            over(amount) / base,
            np.where(past.adds_up, together, 1.0),
        ),
    )


def scored(
    past: Usable, moments: Moments, exposure: Floats, naive: Floats, actual: Floats, times: Floats | float = 1.0
) -> Floats:
    """WIS, inside 80, inside 95 of the projection and then of the naive forecast, then pinball of each level.

    moments, actual: rates, shape (..., series); naive: figures in the measure's unit, (levels, ..., series). times:
    what a rate is multiplied by to be a figure, beside the unit. Returns shape (6 + levels, forecasts).
    """
    unit, family = past.unit * times, past.family
    told = np.maximum(family.quantiles(moments.mean, moments.variance, exposure, QUANTILES), past.floor) * unit
    projected = np.array([basis is Basis.PROJECTION for basis in past.basis])
    quantiles, figure = np.where(projected, told, naive), actual * unit
    naive_inside = [share_inside(naive[1], naive[5], figure), share_inside(naive[0], naive[6], figure)]
    below, up_to = family.cdf(actual, moments.mean, moments.variance, exposure)
    inside = [np.where(projected, cover(below, up_to, share), naive_inside[i]) for i, share in enumerate((0.8, 0.95))]
    scores = [weighted_interval_score(these, QUANTILES, figure) for these in (quantiles, naive)]
    every = np.stack([scores[0], *inside, scores[1], *naive_inside, *pinball(quantiles, QUANTILES, figure)])
    return every.reshape(len(every), -1)


def joined(parts: list[Floats]) -> Score:
    """Mean over everything scored."""
    every = np.concatenate(parts, axis=1)
    wis, in_80, in_95, naive_wis, naive_80, naive_95, *loss = map(float, every.mean(axis=1))
    return Score(every.shape[1], wis, tuple(loss), in_80, in_95, naive_wis, naive_80, naive_95)
