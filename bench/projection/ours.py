"""Eyre's projections of a level at a start, by the functions that `eyre project` is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, Month, SeriesKey
from eyre.projection.families import Counts, Proportions, Reals
from eyre.projection.figures import Basis, Usable, judged
from eyre.projection.outlook import Outlook
from eyre.projection.pool import learn_pool
from eyre.projection.projections import Projection, project_usable
from projection.panels import HORIZON, Level

SOME_YEAR = 2000  # only the calendar month of a panel matters


@dataclass(frozen=True)
class Ahead:
    """One kind of crime projected: places in what was asked for, rows of the projection, and their months ahead."""

    at: NDArray[np.intp]
    rows: list[int]
    projection: Projection

    @property
    def outlook(self) -> Outlook:
        months = len(self.projection.usable.periods)
        return self.projection.outlook_of(self.rows, range(months, months + HORIZON))

    @property
    def family(self) -> Reals:
        return self.projection.usable.family


def usable_of(amount: Floats, base: Floats | None, first: int) -> tuple[tuple[SeriesKey, ...], Usable]:
    """Figures of shape (months, series), the first month being a calendar month from 0, checked and judged."""
    months, series = amount.shape
    keys = tuple(SeriesKey("measure", f"area {i:05d}") for i in range(series))
    begins = Month(SOME_YEAR, 1).index + first
    periods = tuple(Month.at(begins + i) for i in range(months))
    family: Reals = Counts() if base is None else Proportions()
    exposure = np.ones_like(amount) if base is None else base
    return keys, judged(keys, Usable(family, periods, amount, exposure, np.ones(series), base is None))


def projected(amount: Floats, base: Floats | None, first: int) -> Projection:
    """Every series projected with a pool that was learned from all of them."""
    keys, usable = usable_of(amount, base, first % 12)
    return project_usable(keys, usable, learn_pool(usable, range(len(keys))), HORIZON)


def ahead_of(level: Level, start: int, wanted: NDArray[np.intp]) -> Iterator[Ahead]:
    """Projections of some series, kind by kind; each kind learns from all its series with a whole history."""
    past, whole = level.past(start), level.whole_past(start)
    for kind in np.unique(level.kind[wanted]):
        members = whole[level.kind[whole] == kind]
        base = None if level.base is None else level.base[past][:, members]
        projection = projected(level.amount[past][:, members], base, level.first + past.start)
        at = np.flatnonzero(level.kind[wanted] == kind)
        rows = [int(row) for row in np.searchsorted(members, wanted[at])]
        assert all(projection.usable.basis[row] is Basis.PROJECTION for row in rows), "the rule lets in a refused one"
        yield Ahead(at, rows, projection)
