"""`within`: the last so many periods of the window lie inside the limits of the baseline ("back in line")."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eyre.body.commitment_test import WithinTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths
from eyre.commitments.windows import at_least
from eyre.core import Period, SeriesKey, period_between
from eyre.spc import ProcessLimits, xmr_limits


def passes(test: WithinTest, key: SeriesKey, figures: Figures) -> Bools:
    return np.asarray(inside(test, key, figures)[0].all(axis=-1))


def inside(test: WithinTest, key: SeriesKey, figures: Figures) -> tuple[Bools, ProcessLimits]:
    """Which of the last periods lie inside on each path, shape (draws, periods); and the limits of the baseline."""
    area = area_paths(figures, key)
    limits = xmr_limits(area.paths.within(test.baseline))
    last = area.paths.within(test.window)[:, -test.periods :]
    return at_least(last, limits.lower[:, None]) & at_least(-last, -limits.upper[:, None]), limits


def numbers(test: WithinTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    is_inside, limits = inside(test, key, figures)
    lower, upper = float(limits.lower[0]), float(limits.upper[0])
    return {"inside": int(is_inside[0].sum()), "of": test.periods, "lower": lower, "upper": upper}


def looks(test: WithinTest, periods: tuple[Period, ...]) -> tuple[WithinTest, ...]:
    """At the end of each period from which so many can be looked back on."""
    ends = periods[test.periods - 1 :]
    return tuple(replace(test, window=period_between(test.window.start, end.end)) for end in ends)


WITHIN = SeriesKind(
    passes,
    lambda test: (test.baseline, test.window),
    looks=looks,
    numbers=numbers,
    needs_direction=False,
    needs_no_overlap=True,
)
