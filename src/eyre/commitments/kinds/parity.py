"""`parity`: the gap to a named peer, or to a fixed value, is within a tolerance, on either side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eyre.body.commitment_test import ParityTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths
from eyre.commitments.windows import aggregate, at_least, normal_confidence, underlying, usual
from eyre.core import Floats, Period, SeriesKey


def peers(test: ParityTest, key: SeriesKey, figures: Figures) -> tuple[SeriesKey, ...]:
    return (replace(key, area=test.peer),) if test.peer else ()


def passes(test: ParityTest, key: SeriesKey, figures: Figures) -> Bools:
    own, other = both(test, key, figures)
    return at_least(-np.abs(own - other), -test.tolerance)


def both(test: ParityTest, key: SeriesKey, figures: Figures) -> tuple[Floats, Floats | float]:
    """The own value of the window on each path, and what it is set beside."""
    areas = [area_paths(figures, each) for each in (key, *peers(test, key, figures))]
    own, *others = (aggregate(area, test.window, usual(area), figures.measures[test.measure]) for area in areas)
    return own, others[0] if others else fixed(test)


def numbers(test: ParityTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    own, other = (float(np.ravel(each)[0]) for each in both(test, key, figures))
    return {"own": own, "other": other, "gap": own - other}


def fixed(test: ParityTest) -> float:
    """The agreed value where there is no peer."""
    return float("nan") if test.value is None else test.value


def confidence(test: ParityTest, key: SeriesKey, figures: Figures) -> Floats:
    measure = figures.measures[test.measure]
    areas = [area_paths(figures, each) for each in (key, *peers(test, key, figures))]
    own, *other = (underlying(area, test.window, usual(area), measure) for area in areas)
    gap = own.value - (other[0].value if other else fixed(test))
    error = np.hypot(own.standard_error, other[0].standard_error if other else 0.0)
    return normal_confidence(gap + test.tolerance, error) - normal_confidence(gap - test.tolerance, error)


def looks(test: ParityTest, periods: tuple[Period, ...]) -> tuple[ParityTest, ...]:
    return tuple(replace(test, window=period) for period in periods)


PARITY = SeriesKind(passes, lambda test: (test.window,), confidence, looks, numbers, needs_direction=False, peers=peers)
