"""`signal`: special-cause improvement at some period of the window, by limits fixed on the baseline.

The chart is read once, at the end of the window: a run that began before it counts if it reaches into it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eyre.body.commitment_test import SignalTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.kind import SeriesKind, area_paths, direction_of
from eyre.core import Period, SeriesKey, period_between
from eyre.spc import MAKING_DATA_COUNT, PointType, judge

RULE_SETS = {"making_data_count": MAKING_DATA_COUNT}


def passes(test: SignalTest, key: SeriesKey, figures: Figures) -> Bools:
    area = area_paths(figures, key)
    values = area.paths.within(period_between(test.baseline.start, test.window.end))
    chart = judge(
        values,
        direction=direction_of(test, figures.measures[test.measure]),
        fix_first=len(area.places(test.baseline)),
        rules=RULE_SETS[test.rule_set],
    )
    in_window = chart.point_type[:, -len(area.places(test.window)) :]
    return np.asarray((in_window == PointType.SPECIAL_CAUSE_IMPROVEMENT).any(axis=-1))


def looks(test: SignalTest, periods: tuple[Period, ...]) -> tuple[SignalTest, ...]:
    """At the end of each period of the window, with what is there by then."""
    return tuple(replace(test, window=period_between(test.window.start, end.end)) for end in periods)


SIGNAL = SeriesKind(
    passes, lambda test: (test.baseline, test.window), looks=looks, absence_shows=False, needs_no_overlap=True
)
