"""`level`: the value of a window is at least, or at most, a line."""

from __future__ import annotations

from dataclasses import replace

from eyre.body.commitment_test import Comparison, LevelTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths
from eyre.commitments.windows import aggregate, at_least, underlying
from eyre.core import Floats, Period, SeriesKey


def reached_by(test: LevelTest, key: SeriesKey, figures: Figures) -> Floats:
    return aggregate(area_paths(figures, key), test.window, test.aggregate, figures.measures[test.measure])


def passes(test: LevelTest, key: SeriesKey, figures: Figures) -> Bools:
    reached = reached_by(test, key, figures)
    sign = 1 if test.op is Comparison.AT_LEAST else -1
    return at_least(sign * reached, sign * test.value)


def confidence(test: LevelTest, key: SeriesKey, figures: Figures) -> Floats:
    level = underlying(area_paths(figures, key), test.window, test.aggregate, figures.measures[test.measure])
    above = level.confidence_at_least(test.value)
    return above if test.op is Comparison.AT_LEAST else 1 - above


def looks(test: LevelTest, periods: tuple[Period, ...]) -> tuple[LevelTest, ...]:
    """Each period of the window by itself."""
    return tuple(replace(test, window=period) for period in periods)


def numbers(test: LevelTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    return {"reached": float(reached_by(test, key, figures)[0]), "asked": test.value}


LEVEL = SeriesKind(passes, lambda test: (test.window,), confidence, looks, numbers, needs_direction=False)
