"""Chances that a proportion reaches a threshold: breath tests, thinned to as few replies as a survey has.

Beside a beta-binomial of the last twelve months together, whose spread beyond chance is that of those months.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from eyre.core import Floats
from eyre.projection.scores import cover
from projection.accuracy import share_with_error
from projection.events import brier, calibration_gap
from projection.ours import projected
from projection.panels import HORIZON, Level

SIZES = (25, 60, 150)
SEED = 1
ASKED_OF = (2, 5, 8, 11)  # months ahead, from 0
ERRORS = (-2, -1, 0, 1, 2)  # where thresholds lie, in standard errors of the past year's share


@dataclass(frozen=True)
class Shares:
    """Chances of reaching thresholds, and cover. inside: months 80, 95, outturn 80, 95 and start, (5, forecasts)."""

    eyre: Floats
    base: Floats
    came: Floats
    inside: Floats

    @property
    def skill(self) -> float:
        return 1 - brier(self.eyre, self.came) / brier(self.base, self.came)

    @property
    def gap(self) -> float:
        return calibration_gap(self.eyre, self.came)


def thinned(level: Level, replies: int | None) -> Level:
    """The same shares from so many tests a month at most, drawn without putting back."""
    if replies is None or level.base is None:
        return level
    rng, there = np.random.default_rng(SEED), ~np.isnan(level.amount)
    k, n = (np.where(there, part, 0).astype(int) for part in (level.amount, level.base))
    asked = np.minimum(n, replies)
    hits = rng.hypergeometric(k, n - k, asked)
    return replace(level, amount=np.where(there, hits, np.nan), base=np.where(there, asked * 1.0, np.nan))


def pooled(k: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Share of the last twelve months together, and the correlation of replies within a month; each (series,)."""
    k, n = k[-12:], n[-12:]
    share = (k.sum(axis=0) + 0.5) / (n.sum(axis=0) + 1)
    variance = ((k / n - share) ** 2).sum(axis=0) / 11
    usual = n.mean(axis=0)
    alike = (variance * usual / (share * (1 - share)) - 1) / np.maximum(usual - 1, 1)
    return share, np.clip(alike, 1e-4, 0.5)


def judge_shares(level: Level, starts: tuple[int, ...]) -> Shares:
    parts = [judge_start(level, start) for start in starts]
    return Shares(*(np.concatenate([getattr(part, name) for part in parts], -1) for name in Shares.__annotations__))


def judge_start(level: Level, start: int) -> Shares:
    assert level.base is not None
    rows = level.able(start)
    k, n = (part[level.past(start)][:, rows] for part in (level.amount, level.base))
    hits, asked = (part[level.future(start)][:, rows] for part in (level.amount, level.base))
    projection = projected(k, n, level.first + level.past(start).start)
    outlook = projection.outlook_of(range(len(rows)), range(len(k), len(k) + HORIZON))
    family, known = projection.usable.family, replace(outlook, exposure=asked)  # how many are asked is given to both
    each, total = known.periods, known.total(range(HORIZON))
    year = hits.sum(axis=0) / asked.sum(axis=0)
    month_chances = family.cdf(hits / asked, each.mean, each.variance, asked)
    year_chances = family.cdf(year, total.mean, total.variance, asked.sum(axis=0))
    inside = [
        *(cover(*month_chances, part).mean(axis=0) for part in (0.8, 0.95)),
        *(cover(*year_chances, part) for part in (0.8, 0.95)),
        np.full(len(rows), float(start)),
    ]
    eyre, base, came = [], [], []
    share, alike = pooled(k, n)
    for month in ASKED_OF:
        for errors in ERRORS:
            needed = needed_hits(share, asked[month], errors)
            below, _ = family.cdf(
                np.minimum(needed / asked[month], 1), each.mean[month], each.variance[month], asked[month]
            )
            eyre.append(np.where(needed > asked[month], 0.0, 1 - below))
            base.append(1 - up_to(needed - 1, asked[month], share, alike))
            came.append((hits[month] >= needed) * 1.0)
    return Shares(*map(np.concatenate, (eyre, base, came)), np.stack(inside))


def needed_hits(share: Floats, asked: Floats, errors: int) -> Floats:
    """The fewest that reach a threshold so many standard errors from the share of the past year."""
    threshold = np.clip(share + errors * np.sqrt(share * (1 - share) / asked), 0, 1)
    return np.asarray(np.ceil(threshold * asked - 1e-9))


def up_to(hits: Floats, asked: Floats, share: Floats, alike: Floats) -> Floats:
    from scipy.stats import betabinom

    return np.asarray(betabinom.cdf(hits, asked, share * (1 / alike - 1), (1 - share) * (1 / alike - 1)))


def table_of(found: dict[str, Shares]) -> Iterator[str]:
    yield "### Proportions"
    yield ""
    yield (
        "Chances that the share of positive breath tests reaches a threshold 3, 6, 9 and 12 months ahead: the share of "
        "the past year and 1 and 2 of its standard errors to both sides. Base: beta-binomial of the last 12 months "
        f"together. Thinned with seed {SEED}; how many are tested is given to both."
    )
    yield ""
    yield (
        "| tests a month | forecasts | Eyre, Brier | base | skill | gap | cover of months 80 | 95 "
        "| cover of outturn 80 | 95 |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, it in found.items():
        cells = [share_with_error(it.inside[at], it.inside[-1]) for at in range(4)]
        yield (
            f"| {name} | {len(it.came):,} | {brier(it.eyre, it.came):.4f} | {brier(it.base, it.came):.4f} "
            f"| {it.skill:.1%} | {it.gap:.3f} | " + " | ".join(cells) + " |"
        )
    yield ""
