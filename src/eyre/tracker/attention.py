"""Which row is looked at first, and why: late or incomplete; new concern; target missed; off target; the rest.

Eyre puts rows in an order; a person decides what is asked. The reason is printed with every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from eyre.core import Direction, Period, say_date
from eyre.measures import Measure, Target
from eyre.spc import Assurance, PointType, ProcessChart
from eyre.tracker.row import Attention, Latest, Outturn

LONGEST_SILENCE = timedelta(days=366)  # where nobody has said when figures are due


@dataclass(frozen=True, slots=True)
class Judged:
    """What the order of attention looks at in a row."""

    measure: Measure
    as_of: date
    since: date | None
    last_known_then: Period | None  # the last period known at the last meeting
    latest: Latest | None
    incomplete: tuple[Period, ...]
    periods: tuple[Period, ...]
    chart: ProcessChart | None
    target: Target | None
    outturn: Outturn | None


def attention(row: Judged) -> tuple[Attention, str]:
    """The place of a row in the order of attention, and the reason in words."""
    for place, find in _IN_ORDER:
        if reason := find(row):
            return place, reason
    return Attention.REST, _rest(row)


def _late_or_incomplete(row: Judged) -> str:
    if row.latest is None:
        return "There is no figure that is all there."
    if row.incomplete and row.incomplete[-1] > row.latest.period:
        return f"{row.incomplete[-1].label} looks incomplete: {_WHY_INCOMPLETE}."
    due = _next_due(row.measure, row.latest.period)
    if due is not None and due < row.as_of:
        return f"The figure after {row.latest.period.label} was due by {say_date(due)} and has not come."
    if due is None and row.as_of - row.latest.period.end > LONGEST_SILENCE:
        return f"The newest figure is for {row.latest.period.label}: nothing newer has come for over a year."
    return ""


_WHY_INCOMPLETE = "far fewer records than usual came from this source, or far more of them without a place"


def _next_due(measure: Measure, latest: Period) -> date | None:
    """The day by which the next figure should have come; None where the lag is not known."""
    shift: Any = getattr(latest, "shift", None)
    if measure.lag_days is None or shift is None:
        return None
    following: Period = shift(1)
    return following.end + timedelta(days=measure.lag_days)


def _new_concern(row: Judged) -> str:
    """A special cause of concern, or of any kind where no direction is stated, at the latest point, not seen before."""
    if row.chart is None or row.latest is None:
        return ""
    at = row.periods.index(row.latest.period)
    kind = row.chart.type_at(at)
    if kind in (PointType.COMMON_CAUSE, PointType.SPECIAL_CAUSE_IMPROVEMENT, PointType.MISSING):
        return ""
    if row.last_known_then is not None and row.latest.period <= row.last_known_then:
        return ""
    return row.chart.reason(at)


def _target_missed(row: Judged) -> str:
    if row.chart is None or row.chart.assurance_type() is not Assurance.CONSISTENTLY_MISSED:
        return ""
    return "The target lies outside what this process gives: without a change it will be missed every time."


def _off_target(row: Judged) -> str:
    """At least nine in ten of the projected outturns lie on the wrong side of the year's target."""
    outturn, direction = row.outturn, row.measure.direction
    if outturn is None or outturn.target is None or direction is Direction.NEITHER:
        return ""
    low, high = outturn.projected.interval_80
    missed = low > outturn.target.value if direction is Direction.DOWN else high < outturn.target.value
    if not missed:
        return ""
    return (
        "If nothing changes the year's outturn misses its target at least nine times in ten: the whole of the range "
        "in which it is expected four times in five lies on the wrong side."
    )


def _rest(row: Judged) -> str:
    if row.chart is None or row.latest is None:
        return "Too few figures to judge."
    at = row.periods.index(row.latest.period)
    return row.chart.reason(at)


_IN_ORDER = (
    (Attention.LATE_OR_INCOMPLETE, _late_or_incomplete),
    (Attention.NEW_CONCERN, _new_concern),
    (Attention.TARGET_MISSED, _target_missed),
    (Attention.OFF_TARGET, _off_target),
)


def flagged_run(chart: ProcessChart, at: int) -> int:
    """Index of the first point of the unbroken run of special cause, on one side, that ends at `at`."""
    first = at
    flagged = np.asarray(chart.flag >= 0)
    while first > 0 and flagged[first - 1] and chart.side[first - 1] == chart.side[at]:
        first -= 1
    return first
