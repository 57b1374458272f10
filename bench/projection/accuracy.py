"""One table for each level: scores of months and of the outturn of twelve, Eyre beside its peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from eyre.projection.families import Counts
from eyre.projection.projections import QUANTILES
from eyre.projection.scores import cover, weighted_interval_score
from projection.ours import ahead_of
from projection.panels import HORIZON, Level
from projection.peers import Peers, answers, ask_peers, chance_up_to, normal_of, recent_moments

EYRE = "Eyre"
NEGATIVE_BINOMIAL = "negative binomial, last 36 months"
SCORES = ("wis", "raw", "month 80", "month 95", "year 80", "year 95", "year wis", "start", "series")
LEAST_SCORE = 0.01  # added to scaled scores before their ratio is taken for one series


@dataclass
class Told:
    """What one method says of one start: quantiles and chances of months and outturn, in the figure's unit.

    months: (levels, months, series); year: (levels, series); chances: those below what came and up to it.
    """

    months: Floats
    chances: tuple[Floats, Floats]
    year: Floats
    year_chances: tuple[Floats, Floats]


@dataclass
class Found:
    """Scores of one level by method, each an array of shape (SCORES, forecasts)."""

    level: Level
    scores: dict[str, list[Floats]] = field(default_factory=dict)
    outturn_from: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[int, NDArray[np.intp], Peers]] = field(default_factory=list)

    def of(self, method: str) -> dict[str, Floats]:
        return dict(zip(SCORES, np.concatenate(self.scores[method], axis=1), strict=True))

    def peers_at(self, start: int) -> tuple[NDArray[np.intp], Peers]:
        return next((rows, peers) for at, rows, peers in self.asked if at == start)

    @property
    def peer(self) -> str:
        """The peer that goals are set against."""
        return f"AutoETS, {held_to(self.level)}"


def held_to(level: Level) -> str:
    return "whole counts" if level.base is None else "within 0 and 100"


def score_level(level: Level, workers: Executor, tell: Callable[[str], None]) -> Found:
    """Ask peers about every start, then score them one by one, telling so."""
    found, asked = Found(level), {}
    for start in level.starts:
        rows = level.scored(start)
        asked[start] = rows, ask_peers(workers, level.figure[level.past(start)][:, rows], level.year_parts)
    for number, (start, (rows, waiting)) in enumerate(asked.items(), 1):
        score_start(found, start, rows, waiting)
        tell(f"{level.name}: {number} of {len(asked)} starts")
    return found


def score_start(found: Found, start: int, rows: NDArray[np.intp], waiting: list[Future[Peers]]) -> None:
    ours = told_by_eyre(found.level, start, rows)  # while peers are at work
    peers = answers(waiting)
    found.asked.append((start, rows, peers))
    everyone = [(EYRE, "covariance of months", ours), *told_by_peers(found.level, start, rows, peers)]
    for method, outturn, told in everyone:
        found.outturn_from[method] = outturn
        found.scores.setdefault(method, []).append(scored(found.level, start, rows, told))


def told_by_peers(level: Level, start: int, rows: NDArray[np.intp], peers: Peers) -> Iterator[tuple[str, str, Told]]:
    actual = level.figure[level.future(start)][:, rows]
    year = level.outturn(level.future(start), rows)
    held = held_to(level)
    added = variances_added(level, peers.ets)
    yield "AutoETS", "variances added", told_by(peers.ets, added, actual, year, None)
    yield f"AutoETS, {held}", "its own paths", told_by(peers.ets, peers.ets_year, actual, year, level)
    theta_year = peers.theta.sum(axis=1) * level.year_parts
    yield f"AutoTheta, {held}", "quantiles added", told_by(peers.theta, theta_year, actual, year, level)
    naive_year = variances_added(level, peers.naive)
    yield f"seasonal naive, {held}", "variances added", told_by(peers.naive, naive_year, actual, year, level)
    if level.goal == "small area":
        figures = level.figure[level.past(start)][:, rows]
        yield NEGATIVE_BINOMIAL, "variances added", told_by_negative_binomial(figures, actual, year)


def told_by_eyre(level: Level, start: int, rows: NDArray[np.intp]) -> Told:
    actual = level.figure[level.future(start)][:, rows]
    year = level.outturn(level.future(start), rows)
    months, ends = np.empty((len(QUANTILES), HORIZON, len(rows))), np.empty((len(QUANTILES), len(rows)))
    chances, year_chances = np.empty((2, HORIZON, len(rows))), np.empty((2, len(rows)))
    unit = 1 if level.base is None else 100
    for part in ahead_of(level, start, rows):
        family, at, outlook = part.family, part.at, part.outlook
        each, together = outlook.periods, outlook.total(range(HORIZON))
        asked = outlook.exposure.sum(axis=0)
        times = asked if level.base is None else 100.0
        months[:, :, at] = unit * family.quantiles(each.mean, each.variance, outlook.exposure, QUANTILES)
        ends[:, at] = times * family.quantiles(together.mean, together.variance, asked, QUANTILES)
        chances[:, :, at] = family.cdf(actual[:, at] / unit, each.mean, each.variance, outlook.exposure)
        year_chances[:, at] = family.cdf(year[at] / times, together.mean, together.variance, asked)
    return Told(months, (chances[0], chances[1]), ends, (year_chances[0], year_chances[1]))


def told_by(quantiles: Floats, year: Floats, actual: Floats, came: Floats, held: Level | None) -> Told:
    """A peer's quantiles as they are, or held to what figures can be: whole counts from 0, or 0 to 100 per cent.

    A whole count has the chance of what lies within half of it; 0 has that of all below it too.
    """
    if held is None:
        plain = chance_up_to(quantiles, actual), chance_up_to(year, came)
        return Told(quantiles, (plain[0], plain[0]), year, (plain[1], plain[1]))
    if held.base is not None:
        quantiles, year = (np.clip(part, 0, 100) for part in (quantiles, year))
        return told_by(quantiles, year, actual, came, None)
    return Told(
        np.maximum(np.rint(quantiles), 0), edges(quantiles, actual), np.maximum(np.rint(year), 0), edges(year, came)
    )


def edges(quantiles: Floats, actual: Floats) -> tuple[Floats, Floats]:
    below = np.where(actual > 0, chance_up_to(quantiles, actual - 0.5), 0.0)
    return below, chance_up_to(quantiles, actual + 0.5)


def variances_added(level: Level, quantiles: Floats) -> Floats:
    """Quantiles of the outturn as if months had nothing to do with each other, shape (levels, series)."""
    from scipy.special import ndtri

    mean, spread = normal_of(quantiles)
    together = mean.sum(axis=0), np.sqrt((spread**2).sum(axis=0))
    return np.asarray((together[0] + ndtri(QUANTILES)[:, None] * together[1]) * level.year_parts)


def told_by_negative_binomial(figures: Floats, actual: Floats, came: Floats) -> Told:
    family, one = Counts(), np.ones(1)
    mean, variance = recent_moments(figures)
    each = family.quantiles(mean, variance, one, QUANTILES)
    months = np.repeat(each[:, None], HORIZON, axis=1)
    year = family.quantiles(HORIZON * mean, HORIZON * variance, one, QUANTILES)
    return Told(
        months, family.cdf(actual, mean, variance, one), year, family.cdf(came, HORIZON * mean, HORIZON * variance, one)
    )


def scored(level: Level, start: int, rows: NDArray[np.intp], told: Told) -> Floats:
    """The scores of one method at one start, shape (SCORES, series)."""
    size = level.size(start)[rows]
    raw = weighted_interval_score(told.months, QUANTILES, level.figure[level.future(start)][:, rows]).mean(axis=0)
    came = level.outturn(level.future(start), rows)
    year = weighted_interval_score(told.year, QUANTILES, came) / (size * HORIZON * level.year_parts)
    inside = [cover(*told.chances, share).mean(axis=0) for share in (0.8, 0.95)]
    year_inside = [cover(*told.year_chances, share) for share in (0.8, 0.95)]
    missing = np.isnan(told.year[0])  # no paths were drawn
    year, *year_inside = (np.where(missing, np.nan, part) for part in (year, *year_inside))
    return np.stack([raw / size, raw, *inside, *year_inside, year, np.full(len(rows), float(start)), rows * 1.0])


# --- the table -----------------------------------------------------------------------------------------------------


def clustered_error(values: Floats, starts: Floats) -> float:
    """Standard error of a mean, starts taken as the independent units; NaN where there is one."""
    every = np.unique(starts)
    if len(every) < 2:
        return float("nan")
    centred = values - values.mean()
    sums = np.array([centred[starts == start].sum() for start in every])
    return float(np.sqrt((sums**2).sum() * len(every) / (len(every) - 1)) / len(values))


def share_with_error(values: Floats, starts: Floats) -> str:
    there = ~np.isnan(values)
    if not there.any():
        return "–"
    error = clustered_error(values[there], starts[there])
    return f"{values[there].mean():.3f}" + ("" if np.isnan(error) else f" ± {error:.3f}")


def typical_ratio(ours: dict[str, Floats], theirs: dict[str, Floats]) -> float:
    """Geometric mean over series of our score over theirs, each a mean over starts."""
    ratios = []
    for series in np.unique(ours["series"]):
        pair = [each["wis"][each["series"] == series].mean() + LEAST_SCORE for each in (ours, theirs)]
        ratios.append(np.log(pair[0] / pair[1]))
    return float(np.exp(np.mean(ratios)))


def ratio(found: Found, method: str, score: str) -> float:
    """Eyre's score over that of a method."""
    return float(found.of(EYRE)[score].mean() / found.of(method)[score].mean())


def table_of(found: Found) -> Iterator[str]:
    ours, level = found.of(EYRE), found.level
    sample = "" if level.sample is None else f", at most {level.sample} a start"
    yield f"### {level.name}"
    yield ""
    yield (
        f"{len(level.starts)} start{'s' if len(level.starts) > 1 else ''}, {len(ours['wis']):,} forecasts of "
        f"{HORIZON} months ({len(np.unique(ours['series'])):,} series{sample})."
    )
    yield ""
    yield (
        "| method | WIS, scaled | WIS, raw | Eyre / it: scaled | raw | typical series | cover of months 80 | 95 "
        "| outturn from | WIS of outturn | cover of outturn 80 | 95 |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for method in found.scores:
        yield row_of(found, method, ours)
    yield ""


def row_of(found: Found, method: str, ours: dict[str, Floats]) -> str:
    its = found.of(method)
    beside = ["", "", ""]
    if method != EYRE:
        beside = [f"{ratio(found, method, name):.3f}" for name in ("wis", "raw")] + [f"{typical_ratio(ours, its):.3f}"]
    cells = [
        method, f"{its['wis'].mean():.4f}", f"{its['raw'].mean():.3f}", *beside,
        *(share_with_error(its[name], its["start"]) for name in ("month 80", "month 95")),
        found.outturn_from[method], f"{np.nanmean(its['year wis']):.4f}",
        *(share_with_error(its[name], its["start"]) for name in ("year 80", "year 95")),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"
