"""What a kind of test must be able to do, and the small words that all kinds share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from eyre.body.commitment_test import SeriesTest
from eyre.commitments.figures import AreaPaths, Bools, Figures
from eyre.core import Direction, Floats, NotFound, Period, SeriesKey
from eyre.measures import Measure


@dataclass(frozen=True, slots=True)
class SeriesKind:
    """One kind of test on a series.

    passes: test, series, figures to booleans of shape (draws,).
    windows: the windows it reads, the earliest first. confidence: how sure the underlying level passes, shape (draws,);
    None where a test cannot be read as underlying. looks: the same test at each look of `any_time_in`; None where it
    has only one. numbers: what it looks at on the first path, by name, for those who want to check it. absence_shows:
    False where failing shows nothing: no signal is no proof that nothing changed.
    """

    passes: Callable[[Any, SeriesKey, Figures], Bools]
    windows: Callable[[Any], tuple[Period, ...]]
    confidence: Callable[[Any, SeriesKey, Figures], Floats] | None = None
    looks: Callable[[Any, tuple[Period, ...]], tuple[SeriesTest, ...]] | None = None
    numbers: Callable[[Any, SeriesKey, Figures], dict[str, float]] = lambda test, key, figures: {}
    absence_shows: bool = True
    needs_direction: bool = True
    needs_no_overlap: bool = False
    peers: Callable[[Any, SeriesKey, Figures], tuple[SeriesKey, ...]] = lambda test, key, figures: ()


def direction_of(test: SeriesTest, measure: Measure) -> Direction:
    """Which way is better: as the test says, else as the measure does."""
    return test.direction or measure.direction


def sign_of(test: SeriesTest, figures: Figures) -> int:
    return direction_of(test, figures.measures[test.measure]).sign


def area_paths(figures: Figures, key: SeriesKey) -> AreaPaths:
    if key not in figures.paths:
        raise NotFound(f"There are no figures for {key}.")
    return figures.paths[key]


def keys_of_group(figures: Figures, group: str, key: SeriesKey) -> tuple[SeriesKey, ...]:
    """The same measure and facet in every other member of a group."""
    if group not in figures.groups:
        raise NotFound(f'There is no group "{group}". Known: {", ".join(sorted(figures.groups)) or "none"}.')
    return tuple(SeriesKey(key.measure, m, key.facet) for m in figures.groups[group] if m != key.area)


def together(areas: list[AreaPaths]) -> AreaPaths:
    """Several areas as one: counts added where they are known, else a plain mean of the values.

    Values of counts are added by the caller's aggregate in the same way for both windows, so their mean does as well.
    """
    first = areas[0]
    values = np.mean([area.paths.values for area in areas], axis=0)
    paths = type(first.paths)(first.paths.kind, first.periods, values)
    if not all(area.has_counts for area in areas):
        return AreaPaths(paths)
    k, n = (np.sum([getattr(area, part) for area in areas], axis=0) for part in ("numerator", "denominator"))
    return AreaPaths(paths, k, n)
