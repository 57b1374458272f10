"""A series within its family group: the group as it stood on the day, who of it reported, and the places left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from eyre.body.settings import ComparisonGroup
from eyre.comparison import Better, Group, Level, Place, group_of, is_disputed, joint_ranks, rank_intervals, reported
from eyre.comparison.ranks import standard_errors
from eyre.core import AreaKind, AreaTree, Direction, MeasureKind, NotFound, Refused
from eyre.measures import Measure
from eyre.tracker.row import Comparison, GroupPosition

LEVELS = {
    AreaKind.FORCE: Level.FORCE,
    AreaKind.LOCAL_POLICING_AREA: Level.LOCAL,
    AreaKind.DISTRICT: Level.LOCAL,
}
NO_RATE = "A measure of this kind is not set beside a group: it has neither a share nor a count over residents."


def better_of(measure: Measure) -> Better:
    """Which way is better as the definition states it; nobody's word where it is disputed: there 1st is the highest."""
    if is_disputed(measure.key) or is_disputed(measure.name):
        return Better()
    return Better(measure.direction, "the measure's definition" if measure.direction is not Direction.NEITHER else "")


def group_on(groups: Sequence[ComparisonGroup], areas: AreaTree, area: str, on: date) -> Group:
    """The family group of an area on a day, of the area's own level; NotFound or Refused with the reason else."""
    kind = areas.get(area, on).kind if area in areas else None
    if kind not in LEVELS:
        raise NotFound(f"{area} is neither a force nor a local area: it has no family group.")
    return group_of([_group(each) for each in groups], area, LEVELS[kind], on)


def _group(found: ComparisonGroup) -> Group:
    return Group(
        found.key, found.name, Level(found.level), found.members, found.of, found.from_date, found.to_date,
        found.made_up, found.source,
    )  # fmt: skip


def position(
    measure: Measure, area: str, group: Group, on: date, compare: Callable[[Sequence[str]], Comparison | None]
) -> GroupPosition | str:
    """Where an area stands in its group; or, in words, why no place can be given.

    compare: sets areas beside one another over the same periods. An area that is not a member of its own group is set
    beside the members.
    """
    if not (measure.kind.adds_up or measure.kind is MeasureKind.PROPORTION):
        return NO_RATE
    found = compare(tuple(dict.fromkeys((area, *group.members))))
    if found is None or found.of(area) is None:
        return f"No place in {group.says()}: the area, or all others of it, are without figures that can be compared."
    try:
        who = reported(group, [standing.area for standing in found.standings])
    except Refused as refusal:
        return f"No place in {group.says()}: {refusal}"
    return _placed(measure, group, on, found, who.have, who.missing, area)


def _placed(
    measure: Measure, group: Group, on: date, found: Comparison, have: Sequence[str], missing: Sequence[str], area: str
) -> GroupPosition:
    better = better_of(measure)
    count, base, spread = (
        np.array([getattr(s, name) for s in found.standings]) for name in ("count", "base", "dispersion")
    )
    is_share = measure.kind is MeasureKind.PROPORTION
    estimate, error = standard_errors(count, base, is_proportion=is_share, dispersion=spread)
    alone = rank_intervals(estimate, error, direction=better.direction)
    together = joint_ranks(estimate, error, direction=better.direction)
    ranges = zip(alone.place.tolist(), alone.best.tolist(), alone.worst.tolist(), strict=True)
    places = [Place(place, best, worst, alone.of) for place, best, worst in ranges]
    standings = (replace(s, place=place) for s, place in zip(found.standings, places, strict=True))
    found = replace(found, standings=tuple(standings))
    at = next(i for i, standing in enumerate(found.standings) if standing.area == area)
    return GroupPosition(
        group, on, found, tuple(have), tuple(missing), better, alone.of, int(alone.place[at]),
        (int(alone.best[at]), int(alone.worst[at])), (int(together.best[at]), int(together.worst[at])),
    )  # fmt: skip
