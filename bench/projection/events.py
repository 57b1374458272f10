"""Chances that were given to events: the outturn is no more than last year's; an area is in the top half of eight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from projection.accuracy import Found
from projection.ours import Ahead, ahead_of
from projection.panels import HORIZON, Level
from projection.peers import normal_of

NO_MORE, TOP_HALF = "outturn no more than last year's", "top half of 8 areas of like volume"
EIGHT = 8
DRAWS = 500
BINS = 10
SIMULATIONS = 200


@dataclass
class Chances:
    """Chances given to events, what came (1 or 0) and the start, by what gave them; lists of arrays."""

    eyre: list[Floats] = field(default_factory=list)
    theta: list[Floats] = field(default_factory=list)
    came: list[Floats] = field(default_factory=list)
    start: list[Floats] = field(default_factory=list)

    def add(self, eyre: Floats, theta: Floats, came: Floats, start: int) -> None:
        self.eyre.append(eyre)
        self.theta.append(theta)
        self.came.append(came * 1.0)
        self.start.append(np.full(len(came), float(start)))


def judge_events(found: Found) -> dict[str, Chances]:
    """Events of the very series that were scored; AutoTheta's totals are comonotone: its months' spreads added."""
    out, level = {NO_MORE: Chances(), TOP_HALF: Chances()}, found.level
    for start in level.starts:
        rows, peers = found.peers_at(start)
        mean, spread = normal_of(peers.theta)
        mean, spread = mean.sum(axis=0), np.maximum(spread.sum(axis=0), 1e-9)
        for part in ahead_of(level, start, rows):
            some = rows[part.at]
            theta = mean[part.at], spread[part.at]
            no_more(out[NO_MORE], level, start, some, part, theta)
            if level.whole_kinds:
                top_half(out[TOP_HALF], level, start, some, part, theta)
    return {name: chances for name, chances in out.items() if chances.came}


def last_year(level: Level, start: int, rows: NDArray[np.intp]) -> Floats:
    return level.outturn(slice(start - 12, start), rows)


def no_more(
    into: Chances, level: Level, start: int, rows: NDArray[np.intp], part: Ahead, theta: tuple[Floats, Floats]
) -> None:
    from scipy.special import ndtr

    before, outlook = last_year(level, start, rows), part.outlook
    total, asked = outlook.total(range(HORIZON)), outlook.exposure.sum(axis=0)
    _, eyre = part.family.cdf(before / asked, total.mean, total.variance, asked)
    came = level.outturn(level.future(start), rows) <= before
    into.add(eyre, ndtr((before + 0.5 - theta[0]) / theta[1]), came, start)


def top_half(
    into: Chances, level: Level, start: int, rows: NDArray[np.intp], part: Ahead, theta: tuple[Floats, Floats]
) -> None:
    """Rank the outturn beside last year's within groups of eight that had alike many; the smallest are left over."""
    before = np.maximum(last_year(level, start, rows), 0.5)
    came = level.outturn(level.future(start), rows)
    order = np.argsort(-level.amount[level.past(start)][:, rows].sum(axis=0), kind="stable")
    rng = np.random.default_rng(start)
    for i in range(0, len(order) - EIGHT + 1, EIGHT):
        group = order[i : i + EIGHT]
        keys = [part.projection.keys[part.rows[at]] for at in group]
        ours = np.stack([part.projection.paths(key, draws=DRAWS, seed=start).values.sum(axis=1) for key in keys], 1)
        theirs = theta[0][group] + theta[1][group] * rng.standard_normal((DRAWS, EIGHT))
        chances = [in_top_half(each / before[group], rng).mean(axis=0) for each in (ours, theirs)]
        into.add(*chances, in_top_half((came[group] / before[group])[None], rng)[0], start)


def in_top_half(growth: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which of eight are among the four highest of each row; ties by lot. growth: shape (draws, 8)."""
    lot = rng.random(growth.shape)
    return np.asarray(np.lexsort((lot, growth), axis=-1).argsort(axis=-1) >= EIGHT // 2)


# --- scores of chances ---------------------------------------------------------------------------------------------


def base_rates(came: Floats, start: Floats) -> Floats:
    """How often the event came at all earlier starts, for each forecast; half at the first."""
    rates = {each: came[start < each].mean() if (start < each).any() else 0.5 for each in np.unique(start)}
    return np.array([rates[each] for each in start])


def gap(chances: Floats, came: Floats) -> float:
    """Mean distance of chance and frequency over ten bins of equally many forecasts."""
    bins = np.array_split(np.argsort(chances, kind="stable"), BINS)
    return float(np.mean([abs(chances[each].mean() - came[each].mean()) for each in bins]))


def calibration_gap(chances: Floats, came: Floats) -> float:
    """The gap less what it would be on average if every chance were right."""
    rng = np.random.default_rng(0)
    right = [gap(chances, rng.random(len(chances)) < chances) for _ in range(SIMULATIONS)]
    return gap(chances, came) - float(np.mean(right))


def brier(chances: Floats, came: Floats) -> float:
    return float(((chances - came) ** 2).mean())


@dataclass(frozen=True)
class Verdict:
    """Brier scores of chances of one event at one level."""

    forecasts: int
    eyre: float
    base: float
    theta: float
    gap: float

    @property
    def skill(self) -> float:
        return 1 - self.eyre / self.base


def verdict_of(*levels: Chances) -> Verdict:
    """Brier scores of one event at one level, or at several together, each beside its own base rate."""
    scores = np.concatenate([scored(chances) for chances in levels], axis=1)
    eyre, base, theta, came = scores
    each = [brier(chances, came) for chances in (eyre, base, theta)]
    return Verdict(len(came), *each, calibration_gap(eyre, came))


def scored(chances: Chances) -> Floats:
    """Chances of Eyre, the base rate and AutoTheta, and what came, after the first start: shape (4, forecasts)."""
    eyre, theta, came, start = map(np.concatenate, (chances.eyre, chances.theta, chances.came, chances.start))
    later = start > start.min()  # the first start has no earlier one
    return np.stack([eyre, base_rates(came, start), theta, came])[:, later]


def table_of(found: dict[tuple[str, str], Verdict]) -> Iterator[str]:
    yield "### Events"
    yield ""
    yield (
        "Brier scores; skill is by how much Eyre's is under that of the base rate of all earlier starts. AutoTheta: "
        "its comonotone totals. Gap: calibration over 10 bins of equally many, less its expectation under calibration."
    )
    yield ""
    yield "| level | event | forecasts | Eyre | base rate | AutoTheta | skill | AutoTheta's skill | gap |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for (level, event), it in found.items():
        yield (
            f"| {level} | {event} | {it.forecasts:,} | {it.eyre:.4f} | {it.base:.4f} | {it.theta:.4f} "
            f"| {it.skill:.1%} | {1 - it.theta / it.base:.1%} | {it.gap:.3f} |"
        )
    yield ""
