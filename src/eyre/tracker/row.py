"""One judged row a series: what the latest figure is, what it shows, where it heads, and what to ask first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from eyre.body.registers import RebaseMark
from eyre.comparison import Better, Closing, Group, Parity, Place
from eyre.comparison.words import say_range, say_rank
from eyre.core import Direction, Facet, MadeUp, Period, Reference, Series, SeriesKey
from eyre.measures import Measure, Target
from eyre.projection import Projection, Range
from eyre.spc import ProcessChart
from eyre.stats import Interval


class Attention(IntEnum):
    """What comes first in a tracker. Within one kind: the order of the body's own list."""

    LATE_OR_INCOMPLETE = 1
    NEW_CONCERN = 2
    TARGET_MISSED = 3
    OFF_TARGET = 4
    REST = 5

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    Attention.LATE_OR_INCOMPLETE: "Figures late or incomplete",
    Attention.NEW_CONCERN: "New special cause: of concern, or to be explained",
    Attention.TARGET_MISSED: "Target consistently missed",
    Attention.OFF_TARGET: "Projected outturn off target",
    Attention.REST: "The rest",
}


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest figure that is all there, with its interval where there is one.

    interval: of the level behind the figure: for a proportion Wilson's, from k of n; for a count, and a rate of counts,
    that of a Poisson count as much wider as the series spreads about its season. how: how it was made, or why there
    is none.
    """

    period: Period
    value: float
    numerator: float | None
    denominator: float | None
    interval: Interval | None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Rolling:
    """The latest periods pooled: sum of k over sum of n, never a mean of percentages."""

    periods: tuple[Period, Period]
    value: float
    n: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class YearAgo:
    """The same months a year apart: totals of a count, or pooled shares of a proportion.

    change: in percent for a count, in percentage points for a proportion, with its interval. left_out: months between
    the first and the last that count in neither year, because one of the two is missing or incomplete.
    """

    now: tuple[Period, Period]
    then: tuple[Period, Period]
    value_now: float
    value_then: float
    change: Interval
    method: str
    left_out: tuple[Period, ...] = ()

    @property
    def is_beyond_chance(self) -> bool:
        return bool(self.change.lower > 0 or self.change.upper < 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One area among others on one scale, over the same months."""

    area: str
    value: float
    interval: Interval
    place: Place
    count: float
    base: float
    dispersion: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Areas beside one another over the same periods, from the first to the last without those named in `without`.

    scale: what the values are, with the year of the denominator. left_out: areas without every figure of the periods.
    """

    periods: tuple[Period, Period]
    without: tuple[Period, ...]
    scale: str
    standings: tuple[Standing, ...]
    left_out: tuple[str, ...]

    def of(self, area: str) -> Standing | None:
        return next((s for s in self.standings if s.area == area), None)


@dataclass(frozen=True, slots=True)
class GroupPosition:
    """An area within its family group, as the group was on the day `on`.

    comparison: the members with figures, and the area, each with the places open to it by itself. have, missing:
    members with and without figures. better: which way 1st is; nobody's word where that is disputed. place of `of`;
    alone: the places open to this area by itself; together: those of a claim about all areas at once; both of 95 %
    confidence.
    """

    group: Group
    on: date
    comparison: Comparison
    have: tuple[str, ...]
    missing: tuple[str, ...]
    better: Better
    of: int
    place: int
    alone: tuple[int, int]
    together: tuple[int, int]

    @property
    def order(self) -> str:
        """What 1st is: "best" only where which way is better is stated and not disputed."""
        return "highest" if self.better.direction is Direction.NEITHER else "best"

    @property
    def says(self) -> str:
        """The place as a chair would say it, with how many of the group reported where some did not."""
        rank = say_rank(self.place, self.of, self.better.direction)
        who = f"; {len(self.have)} of its {len(self.have) + len(self.missing)} reported" if self.missing else ""
        return f"{rank} in {self.group.says()}; {say_range(*self.alone, self.of)}{who}"


@dataclass(frozen=True, slots=True)
class PeerGap:
    """The force less a peer that somebody named, over the same periods.

    comparison: of the two. parity: in percentage points of a share, else per 1,000 residents. closing: at the slope of
    the last two years of months, or of as many periods; None where there are too few. period: what it counts in.
    """

    peer: str
    comparison: Comparison
    parity: Parity
    closing: Closing | None
    period: str


@dataclass(frozen=True, slots=True)
class SlopeBreak:
    """The slope before and after a stated month, in the measure's unit a year, with intervals.

    months: how many before and after it were used.
    """

    at: Period
    why: str
    months: tuple[int, int]
    before: Interval
    after: Interval
    change: Interval


@dataclass(frozen=True, slots=True)
class Outturn:
    """Where the year is projected to end, beside what a naive forecast says, and how such projections have done."""

    window: Period
    projected: Range
    naive: Range
    year_before: float | None
    target: Target | None
    track_record: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part added to the change of the whole, signed; the parts add up to it."""

    part: str
    now: float
    then: float
    interval: Interval | None = None  # of the change, by chance of counting; None where the parts are no whole counts

    @property
    def change(self) -> float:
        return self.now - self.then


@dataclass(frozen=True, slots=True)
class RowCommitment:
    """A promise one of whose tests reads the series: its course, or what was found, in short words."""

    reference: Reference
    label: str
    words: str
    says: str

    @property
    def line(self) -> str:
        """ "2017-12/C16, by March: off course"."""
        label = f", {self.label}" if self.label else ""
        return f"{self.reference.home}/{self.reference.label}{label}: {self.says}"


@dataclass(frozen=True)
class TrackerRow:
    """One series, judged.

    series: the run of figures that is judged (after the last break or gap); shown: the part its chart shows.
    incomplete: booleans over the periods of `shown`. known_then: the last period known at the last meeting.
    comparison: among its like; parts: its own areas among themselves. group: within its family group, or in words why
    it has no place in one. peers: of the force, its gaps to peers that somebody named.
    rebases: a person's new limits within what is shown. commitments: promises whose tests read the series, put there by
    `eyre.tracker.promised`. made_up: that figures of the measure were made up.
    """

    key: SeriesKey
    measure: Measure
    area_name: str
    series: Series
    shown: Series
    incomplete: NDArray[np.bool_]
    latest: Latest | None
    rolling: Rolling | None
    chart: ProcessChart | None
    target: Target | None
    year_ago: YearAgo | None
    comparison: Comparison | None
    parts: Comparison | None
    group: GroupPosition | str
    slope: SlopeBreak | None
    projection: Projection | None
    outturn: Outturn | None
    contributions: tuple[Contribution, ...]
    known_then: Period | None
    rebases: tuple[RebaseMark, ...]
    warnings: tuple[str, ...]
    attention: Attention
    reason: str
    loads: tuple[str, ...]
    peers: tuple[PeerGap, ...] = ()
    commitments: tuple[RowCommitment, ...] = ()
    made_up: MadeUp | None = None

    @property
    def name(self) -> str:
        """The measure, with the mark of made-up figures where there are any."""
        return f"{self.measure.name} ({self.made_up.mark})" if self.made_up else self.measure.name

    @property
    def incomplete_periods(self) -> tuple[Period, ...]:
        return tuple(period for period, short in zip(self.shown.periods, self.incomplete, strict=True) if short)


@dataclass(frozen=True)
class Tracker:
    """Every row of a body on a day, in the order of attention.

    as_of: figures received by then. since: the day of the last meeting, after which a signal is new.
    without_figures: measures the body has defined and has no figures for.
    """

    as_of: date
    since: date | None
    rows: tuple[TrackerRow, ...]
    without_figures: tuple[Measure, ...]
    warnings: tuple[str, ...]

    def row(self, measure: str, area: str, facet: Facet = Facet()) -> TrackerRow | None:
        return next((row for row in self.rows if row.key == SeriesKey(measure, area, facet)), None)
