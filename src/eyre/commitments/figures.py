"""What a test is evaluated on: joint paths of areas and facets, with the counts behind them, and who belongs to what.

The same value holds one path that happened, a thousand projected ones, or a thousand of a force that changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, MeasureKind, PathKind, Paths, Period, Series, SeriesKey, places_within
from eyre.measures import Measure

Bools = NDArray[np.bool_]

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class AreaPaths:
    """Joint paths of one measure, area and facet, with what they were made from where it is known.

    numerator, denominator: shape (draws, periods), counts; standard_error: the same shape, in the measure's unit.
    """

    paths: Paths
    numerator: Floats | None = None
    denominator: Floats | None = None
    standard_error: Floats | None = None

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.paths.periods

    @property
    def has_counts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    def places(self, window: Period) -> list[int]:
        """Indices of the periods that lie in a window."""
        return places_within(self.periods, window)

    def cut(self, window: Period) -> AreaPaths:
        """The part in a window. Raises NotFound unless it is made of whole periods of the path."""
        self.paths.within(window)
        return self.take(self.places(window))

    def take(self, places: Sequence[int]) -> AreaPaths:
        paths = Paths(self.paths.kind, tuple(self.periods[at] for at in places), self.paths.values[:, places])
        parts = (self.numerator, self.denominator, self.standard_error)
        return AreaPaths(paths, *(None if part is None else part[:, places] for part in parts))


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something the body has on record: its sort (a word of RecordTest.what), its words, and the day."""

    what: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Cases:
    """What a dip sample or a census found for one element in one area: how many of the usable cases met it.

    of: how many cases there were to draw from; None where nobody said. by_seed: drawn by lot, so that it speaks of the
    cases not drawn too. drawn_on: the day of the draw. looked_at: how many of the cases to draw from were looked at in
    all, for which this element may apply to some; None where it is `usable`.
    """

    met: int
    usable: int
    of: int | None
    by_seed: bool
    drawn_on: date | None = None
    looked_at: int | None = None

    @property
    def exceptions(self) -> int:
        return self.usable - self.met


@dataclass(frozen=True)
class Figures:
    """Everything a test may look up, on one kind of path.

    measures: by key. paths: by series, all with the same number of draws, drawn jointly. groups: members by the key of
    the group, as the group stood on the day the test names. recorded: what Eyre has seen; for record tests.
    confirmed: what a person said of a fact, by the words of the evidence wanted. cases: what samples and censuses
    found, by their reference, area and element.
    """

    measures: Mapping[str, Measure]
    paths: Mapping[SeriesKey, AreaPaths]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recorded: tuple[Recorded, ...] = ()
    confirmed: Mapping[str, bool] = field(default_factory=dict)
    cases: Mapping[tuple[str, str, str], Cases] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        return next((each.paths.draws for each in self.paths.values()), 1)


def scale_of(measure: Measure) -> float:
    """What numerator over denominator is multiplied by to give a value: 100 for percent, `per` for a rate."""
    return PERCENT if measure.kind is MeasureKind.PROPORTION else (measure.per or 1.0)


def published(series: Series) -> AreaPaths:
    """The one path that happened."""
    whole = Paths(PathKind.PUBLISHED, series.periods, series.value[None, :])
    n, k, se = series.denominator, series.numerator, series.standard_error
    counted = not (np.isnan(n).all() or np.isnan(k).all())
    return AreaPaths(
        whole,
        k[None, :] if counted else None,
        n[None, :] if counted else None,
        None if np.isnan(se).all() else se[None, :],
    )
