"""Totals of areas: with what areas have in common, and as if they had nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from eyre.core import Floats
from eyre.projection.families import Counts
from eyre.projection.outlook import Outlook
from eyre.projection.pool import learn_pool
from eyre.projection.projections import project_usable
from eyre.projection.scores import cover
from projection.accuracy import share_with_error
from projection.ours import usable_of
from projection.panels import HORIZON, Level

FEWEST_AREAS = 5


def variance_of_sum(areas: Outlook, together: bool) -> float:
    """Variance of the outturn of all areas of one kind of crime.

    together: with the covariance of areas, from the level, growth and scatter that all share; else without.
    """
    amount = areas.rate * areas.exposure
    asked = areas.exposure.sum(axis=0)
    apart = float((areas.total(range(HORIZON)).variance * asked**2).sum())
    if not together:
        return apart
    still = np.zeros_like(areas.levels.start)
    common = replace(areas, levels=replace(areas.levels, start=still, move=still))
    return apart + sum(between_areas(amount, common, one, other) for one in range(HORIZON) for other in range(HORIZON))


def between_areas(amount: Floats, common: Outlook, one: int, other: int) -> float:
    """Covariance of all pairs of unlike areas, of one month with another."""
    linked = float(common.linked(one, other)[0])
    found = pairs(amount[one], amount[other]) * np.expm1(linked)
    if one == other:
        shared = amount[one] * np.sqrt(np.minimum(common.pool.scatter, common.levels.scatter))
        found += pairs(shared, shared) * np.exp(linked)
    return float(found)


def pairs(one: Floats, other: Floats) -> float:
    """Sum of the products of all pairs of unlike places."""
    return float(one.sum() * other.sum() - (one * other).sum())


def covers(workers: Executor, level: Level, starts: tuple[int, ...]) -> Floats:
    """Cover of the outturns of kinds: 80 and 95 together, 80 and 95 apart, and the start; shape (5, totals)."""
    waiting = [workers.submit(covers_at, level, start) for start in starts]
    return np.array([each for done in waiting for each in done.result()]).T


def covers_at(level: Level, start: int) -> list[list[float]]:
    able = level.able(start)
    groups = (able[level.kind[able] == kind] for kind in np.unique(level.kind[able]))
    with np.errstate(all="ignore"):
        return [[*cover_of_sum(level, start, rows), float(start)] for rows in groups if len(rows) >= FEWEST_AREAS]


def cover_of_sum(level: Level, start: int, rows: Floats) -> list[float]:
    past = level.amount[level.past(start)][:, rows]
    began = level.first + level.past(start).start
    keys, usable = usable_of(np.column_stack([past, past.sum(axis=1)]), None, began % 12)
    areas = range(len(rows))
    projection = project_usable(keys, usable, learn_pool(usable, areas), HORIZON)
    months = range(len(past), len(past) + HORIZON)
    outlook, whole = projection.outlook_of(list(areas), months), projection.outlook_of([len(rows)], months)
    # As `eyre project` adds up: half-way between the sum of the areas and the whole by itself.
    added = outlook.rate.sum(axis=1, keepdims=True)
    blended = replace(outlook, rate=outlook.rate * (whole.rate + added) / 2 / added)
    mean, actual = blended.rate.sum(), level.amount[level.future(start)][:, rows].sum()
    out = []
    for together in (True, False):
        variance = variance_of_sum(blended, together)
        chances = Counts().cdf(*(np.array([part]) for part in (actual, mean, variance, 1.0)))
        out += [float(cover(*chances, share)[0]) for share in (0.8, 0.95)]
    return out


def table_of(found: dict[str, Floats]) -> Iterator[str]:
    yield "### Totals of areas"
    yield ""
    yield "Outturns of each type of crime as the sum of its areas, all that can be scored."
    yield ""
    yield "| totals | how many | areas move together: 80 | 95 | as if independent: 80 | 95 |"
    yield "|---|---|---|---|---|---|"
    for name, values in found.items():
        cells = [share_with_error(values[at], values[-1]) for at in range(4)]
        yield f"| {name} | {values.shape[1]:,} | " + " | ".join(cells) + " |"
    yield ""
