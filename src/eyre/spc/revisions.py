"""Flags that changed because later figures arrived.

A run of seven flags its first six points only when the seventh comes; a new value moves the limits for all before it.
Whoever was told "no signal" in March should be told when March has become part of one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from eyre.core import Refused
from eyre.spc.chart import Codes, PointType, ProcessChart
from eyre.spc.judge import judge_parts

NOT_YET = -1  # no limits could be made when the point was the latest


@dataclass(frozen=True, slots=True)
class RevisedPoint:
    """A point whose type is now another than was said; `was` is None where no limits could be made then."""

    index: int
    was: PointType | None
    now: PointType
    reason: str


def chart_as_it_stood(chart: ProcessChart, seen: int) -> ProcessChart:
    """Return the chart as it was judged when only the first `seen` periods were there.

    A re-basing counts from its second period on: before that it had no limits of its own. Raises TooFewPoints for
    fewer than two periods, Refused for more than there are.
    """
    if seen > len(chart.group):
        raise Refused(f"The chart as it stood after {seen} periods was asked; it has {len(chart.group)}.")
    rebase = tuple(step for step in chart.options.rebase if step.start + 2 <= seen)
    hits, base = (None if part is None else part[..., :seen] for part in (chart.numerator, chart.denominator))
    return judge_parts(replace(chart.options, rebase=rebase), chart.values[..., :seen], hits, base, chart.target)


def point_types_when_latest(chart: ProcessChart) -> Codes:
    """Return what each point was when it was the latest; codes of PointType, shape (..., n), -1 for no limits yet."""
    told = np.full(chart.values.shape, NOT_YET, dtype=np.int8)
    for seen in range(2, chart.values.shape[-1] + 1):
        told[..., seen - 1] = chart_as_it_stood(chart, seen).point_type[..., -1]
    return told


def revised_points(chart: ProcessChart, *, seen: int | None = None, period: str = "month") -> tuple[RevisedPoint, ...]:
    """List the points of a single series that are judged otherwise now than they were.

    seen: compare with the chart as it stood after so many periods (what changed since the last meeting); without
    it, each point is compared with what was said when it was the latest.
    """
    told = point_types_when_latest(chart) if seen is None else chart_as_it_stood(chart, seen).point_type
    now = chart.point_type[: len(told)]
    changed = np.flatnonzero((told != now) & ~((told == NOT_YET) & (now == PointType.COMMON_CAUSE)))
    return tuple(
        RevisedPoint(
            i,
            None if told[i] == NOT_YET else PointType(int(told[i])),
            chart.type_at(i),
            chart.reason(i, period=period),
        )
        for i in changed.tolist()
    )
