"""The test of a commitment, as data: a closed grammar (DESIGN 5). What it means on a path is said in `commitments`.

Every window is a period; whether it is made of whole periods of the measure is checked against the measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from eyre.core import Direction, EyreError, Facet, Month, Period
from eyre.core.codec import ByKind, record
from eyre.core.written import Written


class Aggregate(StrEnum):
    """How the values of a window become one."""

    SUM = "sum"
    MEAN = "mean"
    POOLED_RATE = "pooled_rate"  # sum of numerators over sum of denominators, never a mean of percentages
    LAST = "last"


class Comparison(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class When(StrEnum):
    AT = "at"  # at the end of the window
    ANY_TIME_IN = "any_time_in"  # at some look within it; the luck of every look is counted


class Reads(StrEnum):
    PUBLISHED = "published"
    UNDERLYING = "underlying"  # needs k of n or a standard error


class MissingPeers(StrEnum):
    REFUSE = "refuse"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Improvement(Written):
    """What was agreed to matter: percent of the level, or points in the unit of the measure; written "10 %"."""

    size: float
    percent: bool = False

    _WRITING = re.compile(r"(\d+(?:\.\d+)?)\s*(%|points?)")

    @classmethod
    def parse(cls, text: str) -> Self:
        found = cls._WRITING.fullmatch(text.strip())
        if not found:
            raise EyreError(f'"{text}" is no size of an improvement. Write it as "10 %" or "5 points".')
        return cls(float(found[1]), found[2] == "%")

    def __str__(self) -> str:
        return f"{self.size:.12g} %" if self.percent else f"{self.size:.12g} points"

    def applied(self, level: float, sign: int) -> float:
        """A level in the unit of the measure, made better by so much."""
        return level * (1 + sign * self.size / 100) if self.percent else level + sign * self.size


@record
class ForEach:
    """The test holds for each of these; `at_least` of them must pass, or all when it is not given."""

    areas: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    at_least: int | None = None


@record
class SeriesTest:
    """What every test on a series says besides its own parameters."""

    measure: str
    area: str = ""
    facet: Facet = Facet()
    for_each: ForEach | None = None
    direction: Direction | None = None  # where the measure has none
    when: When = When.AT
    reads: Reads = Reads.PUBLISHED
    confidence: float | None = None  # of an underlying reading, 0 to 1
    evidence: str = "series"  # or sample:<reference>, census:<reference>


@record
class LevelTest(SeriesTest):
    kind: Literal["level"] = "level"
    window: Period
    aggregate: Aggregate
    op: Comparison
    value: float


@record
class ChangeTest(SeriesTest):
    """The later window against the earlier one, better by at least so much."""

    kind: Literal["change"] = "change"
    before: Period
    after: Period
    aggregate: Aggregate
    by: float = 0.0
    percent: bool = False


@record
class RelativeChangeTest(SeriesTest):
    """The change less the change of a peer or group over the same windows."""

    kind: Literal["relative_change"] = "relative_change"
    before: Period
    after: Period
    aggregate: Aggregate
    peer: str = ""
    group: str = ""
    by: float = 0.0
    percent: bool = False


@record
class WithinTest(SeriesTest):
    """Inside the expected range for the last so many periods: "back in line"."""

    kind: Literal["within"] = "within"
    window: Period
    baseline: Period
    periods: int


@record
class SignalTest(SeriesTest):
    """Special-cause improvement showing within the window."""

    kind: Literal["signal"] = "signal"
    window: Period
    baseline: Period
    rule_set: str = "making_data_count"


@record
class ReversalTest(SeriesTest):
    """The slope after a month is the other way from the slope before it."""

    kind: Literal["reversal"] = "reversal"
    window: Period
    split: Month


@record
class RankTest(SeriesTest):
    """Among the best so many of a group, on the rate; ties share the better place."""

    kind: Literal["rank"] = "rank"
    window: Period
    group: str
    group_as_at: date | None = None
    best: int
    missing_peers: MissingPeers = MissingPeers.REFUSE
    at_least: int | None = None


@record
class ParityTest(SeriesTest):
    """The gap to a named peer, or to a fixed value, within a tolerance."""

    kind: Literal["parity"] = "parity"
    window: Period
    peer: str = ""
    value: float | None = None
    tolerance: float


@record
class AllOfTest:
    kind: Literal["all_of"] = "all_of"
    tests: tuple[Test, ...]


@record
class AtLeastOfTest:
    kind: Literal["at_least_of"] = "at_least_of"
    tests: tuple[Test, ...]
    at_least: int


@record
class RecordTest:
    """Something Eyre can see: so many of a thing recorded by a date."""

    kind: Literal["record"] = "record"
    what: Literal["meeting", "paper", "prediction", "agenda_item", "document", "action_accepted"]
    matching: str = ""
    count: int = 1
    by: date | None = None


@record
class FactTest:
    """Something only a person can see, and what would show it."""

    kind: Literal["fact"] = "fact"
    evidence_wanted: str
    by: date | None = None


Test = Annotated[
    LevelTest
    | ChangeTest
    | RelativeChangeTest
    | WithinTest
    | SignalTest
    | ReversalTest
    | RankTest
    | ParityTest
    | AllOfTest
    | AtLeastOfTest
    | RecordTest
    | FactTest,
    ByKind(),
]
