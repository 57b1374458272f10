"""A judged process-behaviour chart, and the words for what it shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eyre.core import Direction, Floats
from eyre.spc.points import Bools, Points, Signs, place_points
from eyre.spc.rule import Rule, RuleSet
from eyre.spc.rules import MAKING_DATA_COUNT

Codes = NDArray[np.int8]

FEWEST_FOR_FIRM_LIMITS = 13  # under this the limits are trial limits and move with each new point


class ChartKind(StrEnum):
    """How the limits are made."""

    XMR = "xmr"  # individual values and moving ranges: any measure
    P = "p"  # k of n, with over-dispersion (Laney p')
    U = "u"  # events over a base, with over-dispersion (Laney u')


class PointType(IntEnum):
    """What a point is; arrays hold the numbers, tables print the words."""

    COMMON_CAUSE = 0
    SPECIAL_CAUSE_IMPROVEMENT = 1
    SPECIAL_CAUSE_CONCERN = 2
    SPECIAL_CAUSE_NEUTRAL_HIGH = 3
    SPECIAL_CAUSE_NEUTRAL_LOW = 4
    MISSING = 5

    @property
    def word(self) -> str:
        """The word in tables: "special_cause_improvement"."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.word

    @property
    def is_special(self) -> bool:
        return self not in (PointType.COMMON_CAUSE, PointType.MISSING)


class Assurance(IntEnum):
    """Whether common-cause variation alone will meet the target, by the latest limits."""

    NO_TARGET = 0  # no target, no direction or no limits: nothing to say
    CONSISTENTLY_HIT = 1
    CONSISTENTLY_MISSED = 2
    HIT_AND_MISS = 3

    @property
    def word(self) -> str:
        """The word in tables: "hit_and_miss"."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Rebase:
    """New limits from a period on, decided by a person for a reason.

    start: index of the first period of the new limits. by: post or person. reason: what changed, in words.
    """

    start: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """What was asked of a chart; see `judge`."""

    direction: Direction
    kind: ChartKind = ChartKind.XMR
    rebase: tuple[Rebase, ...] = ()
    fix_first: int | None = None
    screen: bool = True
    per: float = 1.0
    floor: float | None = None
    ceiling: float | None = None
    rules: RuleSet = MAKING_DATA_COUNT


@dataclass(frozen=True, slots=True)
class ProcessChart:
    """Series with their limits, judged; n periods on the last axis, oldest first, (...) the shape of the batch.

    values, centre, lower_limit, upper_limit, near_lower, near_upper: (..., n), in the measure's unit.
    numerator, denominator: (..., n), of a p or u chart, else None.
    group: (n,), 0 for the first limits, 1 after the first re-basing, and so on.
    limit_points: (..., n), how many values the limits at that point were made from.
    side: (..., n), 1 above, -1 below, 0 on the centre line or missing.
    fired: (rules, ..., n), which rules fire. flag: (..., n), place in the rule set of the one named, -1 for none.
    point_type: (..., n), codes of PointType. variation: (...), the point type of the latest value.
    target: (...), NaN for none. assurance: (...), codes of Assurance, from the limits at the latest value.
    sigma_z: (..., n) for p and u: how many times wider the values spread than chance of counting, else None.
    """

    options: ChartOptions
    values: Floats
    numerator: Floats | None
    denominator: Floats | None
    target: Floats
    centre: Floats
    lower_limit: Floats
    upper_limit: Floats
    near_lower: Floats
    near_upper: Floats
    sigma_z: Floats | None
    group: NDArray[np.int64]
    limit_points: NDArray[np.int64]
    side: Signs
    fired: Bools
    flag: Codes
    point_type: Codes
    variation: Codes
    assurance: Codes

    @property
    def trial(self) -> Bools:
        """Shape (...): the latest limits stand on fewer than 13 values and will move with each new one."""
        return np.asarray(self.limit_points[..., -1] < FEWEST_FOR_FIRM_LIMITS)

    @property
    def collapsed(self) -> Bools:
        """Shape (...): the latest limits have no width although the values vary, so every one lies outside.

        It happens where most periods are equal (rare events): screening then leaves out every range that is not 0.
        """
        latest = self.group == self.group[-1]
        width = self.upper_limit[..., -1] - self.lower_limit[..., -1]
        return np.asarray((width == 0) & self.fired[..., latest].any(axis=(0, -1)))

    @property
    def shown_lower(self) -> Floats:
        """The lower limit as drawn: cut where the measure cannot go. Rules are judged on the uncut limit."""
        return np.clip(self.lower_limit, self.options.floor, self.options.ceiling)

    @property
    def shown_upper(self) -> Floats:
        """The upper limit as drawn."""
        return np.clip(self.upper_limit, self.options.floor, self.options.ceiling)

    @property
    def rule_set(self) -> str:
        """Name and version of the rules, to be printed on the chart."""
        return str(self.options.rules)

    def __getitem__(self, index: int | tuple[int, ...]) -> ProcessChart:
        """One series of a batch, as a chart of its own."""
        place = index if isinstance(index, tuple) else (index,)
        return ProcessChart(**{part.name: _part(part.name, getattr(self, part.name), place) for part in fields(self)})

    def variation_type(self) -> PointType:
        """The variation of a single series."""
        return PointType(int(self.variation))

    def assurance_type(self) -> Assurance:
        """The assurance of a single series."""
        return Assurance(int(self.assurance))

    def type_at(self, index: int) -> PointType:
        """What a point of a single series is."""
        return PointType(int(self.point_type[index]))

    def rule_at(self, index: int) -> Rule | None:
        """The rule named at a point of a single series; None where none fires."""
        place = int(self.flag[index])
        return None if place < 0 else self.options.rules.rules[place]

    def reason(self, index: int, *, period: str = "month") -> str:
        """Say in plain words why a point of a single series is what it is; `period` is the word for its step."""
        rule = self.rule_at(index)
        if rule is not None:
            first = int(np.argmax(self.group == self.group[index]))
            return rule.say(self.points_beside(index), index % len(self.values) - first, period)
        if np.isnan(self.values[index]):
            return f"No figure for this {period}."
        return "No rule fires: the change is no larger than usual."

    def points_beside(self, index: int) -> Points:
        """The points of the group that a point of a single series belongs to."""
        own = self.group == self.group[index]
        return place_points(self.values[own], self.lower_limit[own], self.centre[own], self.upper_limit[own])


def _part(name: str, value: Any, place: tuple[int, ...]) -> Any:
    """The part of a field that belongs to one series."""
    if name in {"options", "group"} or value is None:
        return value
    return np.asarray(value[(slice(None), *place)] if name == "fired" else value[place])
