"""`rank`: among the best so many of a group; areas that tie share the better place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eyre.body.commitment_test import RankTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths, keys_of_group, sign_of
from eyre.commitments.windows import above, aggregate, usual
from eyre.core import Period, SeriesKey


def peers(test: RankTest, key: SeriesKey, figures: Figures) -> tuple[SeriesKey, ...]:
    """The other members that have figures; whether enough have is a question of faults."""
    return tuple(peer for peer in keys_of_group(figures, test.group, key) if peer in figures.paths)


def passes(test: RankTest, key: SeriesKey, figures: Figures) -> Bools:
    return np.asarray(place_of(test, key, figures) <= test.best)


def place_of(test: RankTest, key: SeriesKey, figures: Figures) -> NDArray[np.int_]:
    """The place on each path, 1 the best; areas that tie share the better one."""
    measure, sign = figures.measures[test.measure], sign_of(test, figures)
    areas = [area_paths(figures, each) for each in (key, *peers(test, key, figures))]
    own, *others = (sign * aggregate(area, test.window, usual(area), measure) for area in areas)
    better = sum((above(other, own) for other in others), np.zeros(own.shape, dtype=int))
    return np.asarray(better + 1)


def numbers(test: RankTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    return {"place": int(place_of(test, key, figures)[0]), "of": 1 + len(peers(test, key, figures))}


def looks(test: RankTest, periods: tuple[Period, ...]) -> tuple[RankTest, ...]:
    return tuple(replace(test, window=period) for period in periods)


RANK = SeriesKind(passes, lambda test: (test.window,), looks=looks, numbers=numbers, peers=peers)
