"""`relative_change`: the change less the change of a named peer, or of the other members of a group taken together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eyre.body.commitment_test import RelativeChangeTest
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds.change import change_of, enough, estimated_improvement
from eyre.commitments.kinds.kind import SeriesKind, area_paths, keys_of_group, sign_of, together
from eyre.commitments.windows import normal_confidence
from eyre.core import Floats, Period, SeriesKey


def peers(test: RelativeChangeTest, key: SeriesKey, figures: Figures) -> tuple[SeriesKey, ...]:
    return (replace(key, area=test.peer),) if test.peer else keys_of_group(figures, test.group, key)


def passes(test: RelativeChangeTest, key: SeriesKey, figures: Figures) -> Bools:
    measure = figures.measures[test.measure]
    others = together([area_paths(figures, peer) for peer in peers(test, key, figures)])
    gap = change_of(test, area_paths(figures, key), measure) - change_of(test, others, measure)
    return enough(sign_of(test, figures) * gap, test.by)


def confidence(test: RelativeChangeTest, key: SeriesKey, figures: Figures) -> Floats:
    others = together([area_paths(figures, peer) for peer in peers(test, key, figures)])
    own, own_error = estimated_improvement(test, area_paths(figures, key), figures)
    theirs, their_error = estimated_improvement(test, others, figures)
    return normal_confidence(own - theirs - test.by, np.hypot(own_error, their_error))


def looks(test: RelativeChangeTest, periods: tuple[Period, ...]) -> tuple[RelativeChangeTest, ...]:
    return tuple(replace(test, after=period) for period in periods)


def numbers(test: RelativeChangeTest, key: SeriesKey, figures: Figures) -> dict[str, float]:
    measure = figures.measures[test.measure]
    others = together([area_paths(figures, peer) for peer in peers(test, key, figures)])
    own, theirs = (float(change_of(test, each, measure)[0]) for each in (area_paths(figures, key), others))
    return {"change": own, "change_of_peers": theirs}


RELATIVE_CHANGE = SeriesKind(
    passes, lambda test: (test.before, test.after), confidence, looks, numbers, needs_no_overlap=True, peers=peers
)
