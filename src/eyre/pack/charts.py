"""What a chart shows, as plain values. Nothing here draws: `eyre.writers.svg` does.

ProcessChartSpec   values by period, process limits, flagged points, target, happenings, projection
FanSpec            a year as it adds up, and where it may end
ComparisonSpec     areas on one scale, each with its interval
FunnelSpec         areas by size and value, within the limits of chance for each size
BarsSpec           a few bars
LanesSpec          what happened on a matter, a row for each step, where there are no figures
SparklineSpec      the small line in a row of a table

Values come from a `Released` table (`released.values("offences")`, `released.periods("month")`): what is
hidden there is None here, and `Chart` refuses a value that its table does not hold. None is a gap, never 0.
Percentages are 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eyre.core import BadInput, Fault, Month, Period, raise_if_any
from eyre.disclosure import Form

Values = tuple[float | None, ...]


class FlagKind(StrEnum):
    """What a special cause means for the force."""

    CONCERN = "concern"
    IMPROVEMENT = "improvement"
    NEUTRAL = "neutral"


class MarkerKind(StrEnum):
    BREAK = "break"  # the definition or the counting changed: no line is drawn across it
    HAPPENING = "happening"  # something that may explain the figures


@dataclass(frozen=True, slots=True)
class Limits:
    """Process limits over a run of periods; a re-based chart has several. Trial: under 13 points."""

    first: Period
    last: Period
    centre: float
    lower: float | None = None
    upper: float | None = None
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A point that shows special cause, and the rule that says so, in words."""

    period: Period
    kind: FlagKind
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A level drawn across the chart, with its label: a target, a force average."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened at the start of a period."""

    period: Period
    words: str
    kind: MarkerKind = MarkerKind.HAPPENING


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time that is shaded, with its label: the window of a test, or the one it is set against."""

    window: Period
    label: str
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of thing that happened, beneath a chart and on its axis: how many in which months."""

    label: str
    counts: tuple[tuple[Month, int], ...]


@dataclass(frozen=True, slots=True)
class Fan:
    """A projection: central line with 80 and 95 % intervals, and the naive line beside it.

    Every tuple has one entry a period. The central line may be left out where only the naive range is honest.
    """

    periods: tuple[Period, ...]
    low_80: tuple[float, ...]
    high_80: tuple[float, ...]
    low_95: tuple[float, ...]
    high_95: tuple[float, ...]
    central: tuple[float, ...] = ()
    naive: Values = ()
    naive_label: str = "same as last year"

    def __post_init__(self) -> None:
        sides = (self.low_80, self.high_80, self.low_95, self.high_95)
        _check_lengths("the fan", len(self.periods), *sides, *filter(None, (self.central, self.naive)))


@dataclass(frozen=True, slots=True)
class ProcessChartSpec:
    """A process-behaviour chart, with a projection where there is one.

    unit: what the values count in, as the axis says it ("offences a month").
    incomplete: periods known to be short of data; drawn hollow and not joined. windows: stretches that are shaded; one
    that is still to come has its periods among `periods`, without values, or in the fan. lanes: what was said and done
    meanwhile, beneath the axis.
    """

    unit: str
    periods: tuple[Period, ...]
    values: Values
    form: Form = Form.COUNT
    limits: tuple[Limits, ...] = ()
    flags: tuple[Flag, ...] = ()
    incomplete: tuple[Period, ...] = ()
    target: Line | None = None
    markers: tuple[Marker, ...] = ()
    fan: Fan | None = None
    windows: tuple[Band, ...] = ()
    lanes: tuple[Lane, ...] = ()

    def __post_init__(self) -> None:
        _check_lengths("the chart", len(self.periods), self.values)
        known = set(self.periods)
        named = [flag.period for flag in self.flags] + list(self.incomplete)
        raise_if_any([Fault("chart", f"{p.label} is flagged and not drawn") for p in named if p not in known])

    @property
    def observed(self) -> Values:
        return self.values


@dataclass(frozen=True, slots=True)
class FanSpec:
    """A financial year as it adds up: seen so far, where it may end, and the year before.

    seen: the running total of each period of the year, None where it is still to come.
    fan: the running total projected, over the periods still to come.
    """

    unit: str
    periods: tuple[Period, ...]
    seen: Values
    fan: Fan
    form: Form = Form.COUNT
    before: Values = ()
    before_label: str = "year before"
    target: Line | None = None

    def __post_init__(self) -> None:
        _check_lengths("the chart", len(self.periods), self.seen, *((self.before,) if self.before else ()))

    @property
    def observed(self) -> Values:
        return self.seen + self.before


@dataclass(frozen=True, slots=True)
class AreaEstimate:
    """One area's value with its interval; the focus area is the one the pack is about."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonSpec:
    """Areas on one scale, in the order given, each with its interval at a level in per cent."""

    unit: str
    areas: tuple[AreaEstimate, ...]
    form: Form = Form.DECIMAL
    reference: Line | None = None
    level: int = 95

    @property
    def observed(self) -> Values:
        return tuple(area.value for area in self.areas)


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One area by its size and value. flag: what it means for the area that it lies outside the limits of 95 %."""

    name: str
    size: float | None
    value: float | None
    flag: FlagKind | None = None


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """How far chance takes areas of each size, at a level in per cent: one low and one high for each size."""

    level: float
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FunnelSpec:
    """Areas by size and value about the level of all together, within the limits of chance.

    unit: what the values count in; size_unit: what the sizes do. sizes: where the limits are drawn, from left to right.
    """

    unit: str
    size_unit: str
    areas: tuple[FunnelPoint, ...]
    sizes: tuple[float, ...]
    limits: tuple[FunnelLimits, ...]
    level: Line
    form: Form = Form.DECIMAL

    def __post_init__(self) -> None:
        _check_lengths("the funnel", len(self.sizes), *(end for each in self.limits for end in (each.low, each.high)))

    @property
    def observed(self) -> Values:
        return tuple(number for area in self.areas for number in (area.value, area.size))


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float | None
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class BarsSpec:
    """A few horizontal bars from zero."""

    unit: str
    bars: tuple[Bar, ...]
    form: Form = Form.COUNT

    @property
    def observed(self) -> Values:
        return tuple(bar.value for bar in self.bars)


@dataclass(frozen=True, slots=True)
class LanesSpec:
    """Rows of what happened over time, without a series above them."""

    periods: tuple[Period, ...]
    lanes: tuple[Lane, ...]

    @property
    def observed(self) -> Values:
        return tuple(float(number) for lane in self.lanes for _, number in lane.counts)


@dataclass(frozen=True, slots=True)
class SparklineSpec:
    """The small line of a table row: the last values, their limits, the kind of the last flag."""

    values: Values
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    last_flag: FlagKind | None = None

    @property
    def observed(self) -> Values:
        return self.values


ChartSpec = ProcessChartSpec | FanSpec | ComparisonSpec | FunnelSpec | BarsSpec | LanesSpec


def _check_lengths(what: str, wanted: int, *columns: tuple[object, ...]) -> None:
    for column in columns:
        if len(column) != wanted:
            raise BadInput(f"{what} has {wanted} periods and a column of {len(column)} values. Give one a period.")
