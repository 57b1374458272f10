"""Figures in arrays: a panel of series on one run of periods, and joint paths of a panel.

Missing is NaN in an array and None outside one; it is never 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eyre.core.errors import NotFound
from eyre.core.facets import Facet
from eyre.core.periods import Month, Period

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """What a series is of: a measure, a facet of it, an area."""

    measure: str
    area: str
    facet: Facet = Facet()

    def __str__(self) -> str:
        return "/".join(filter(None, (self.measure, str(self.facet), self.area)))


@dataclass(frozen=True, slots=True)
class Series:
    """One series: values of one measure, facet and area over consecutive periods of one kind, oldest first.

    value, numerator, denominator, standard_error: shape (periods,), in the measure's unit, NaN where missing.
    """

    key: SeriesKey
    periods: tuple[Period, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    standard_error: Floats

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Shape (periods,): where there is a value."""
        return ~np.isnan(self.value)

    def between(self, first: Period, last: Period) -> Series:
        """The part of the series from one period to another, both included."""
        keep = places_between(self.periods, first.start, last.end)
        return self._take(slice(keep[0], keep[-1] + 1) if keep else slice(0, 0))

    def trimmed(self) -> Series:
        """The series from its first to its last value."""
        seen = np.flatnonzero(self.seen)
        return self._take(slice(seen[0], seen[-1] + 1) if seen.size else slice(0, 0))

    def _take(self, part: slice) -> Series:
        return Series(
            self.key,
            self.periods[part],
            self.value[part],
            self.numerator[part],
            self.denominator[part],
            self.standard_error[part],
        )


@dataclass(frozen=True)
class Panel:
    """Many series on one run of consecutive periods of one kind, oldest first.

    value, numerator, denominator, standard_error: shape (series, periods), NaN where missing.
    """

    keys: tuple[SeriesKey, ...]
    periods: tuple[Period, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    standard_error: Floats

    @cached_property
    def _row(self) -> dict[SeriesKey, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def __contains__(self, key: SeriesKey) -> bool:
        return key in self._row

    def __len__(self) -> int:
        return len(self.keys)

    def series(self, key: SeriesKey) -> Series:
        """One series of the panel; NotFound if it is not there."""
        if key not in self._row:
            raise NotFound(f"There are no figures for {key}.")
        row = self._row[key]
        return Series(
            key,
            self.periods,
            self.value[row],
            self.numerator[row],
            self.denominator[row],
            self.standard_error[row],
        )

    def where(self, wanted: Callable[[SeriesKey], bool]) -> Panel:
        """The panel of those series whose key is wanted, in the same order."""
        return self.take([row for row, key in enumerate(self.keys) if wanted(key)])

    def take(self, rows: Sequence[int]) -> Panel:
        index = np.asarray(rows, dtype=np.intp)
        return Panel(
            tuple(self.keys[row] for row in rows),
            self.periods,
            self.value[index],
            self.numerator[index],
            self.denominator[index],
            self.standard_error[index],
        )


def places_within(periods: Sequence[Period], window: Period) -> list[int]:
    """Where in a run of periods, oldest first, those stand that lie in a window."""
    return places_between(periods, window.start, window.end)


def places_between(periods: Sequence[Period], start: date, end: date) -> list[int]:
    """The same for a first and a last day."""
    if _are_months(periods):
        month, last = Month.of(start), Month.of(end)
        base = periods[0].index  # type: ignore[attr-defined]
        first_place = month.index + (start.day > 1) - base
        return list(range(max(first_place, 0), min(last.index + (last.end == end) - base, len(periods))))
    first = bisect_left(periods, start, key=_start)
    after = bisect_right(periods, end, lo=first, key=_start)
    return [at for at in range(first, after) if periods[at].end <= end]


def fill(periods: Sequence[Period], places: Sequence[int], window: Period) -> bool:
    """Whether the periods at some neighbouring places make up a window, each day once."""
    if places and _are_months(periods):
        return periods[places[0]].start == window.start and periods[places[-1]].end == window.end
    return sum(periods[at].days for at in places) == window.days


def _are_months(periods: Sequence[Period]) -> bool:
    """Whether they are months without a gap, whose places can be counted and need not be looked for."""
    if not periods or not isinstance(periods[0], Month) or not isinstance(periods[-1], Month):
        return False
    return periods[-1].index - periods[0].index == len(periods) - 1


def _start(period: Period) -> date:
    return period.start


class PathKind(StrEnum):
    """What a path is a path of."""

    LATENT = "latent"  # the underlying level
    PUBLISHED = "published"  # the figure that will be printed


@dataclass(frozen=True, slots=True)
class Paths:
    """Joint paths of one series; a single draw when the path is what happened.

    values: shape (draws, periods), in the measure's unit.
    """

    kind: PathKind
    periods: tuple[Period, ...]
    values: Floats

    @property
    def draws(self) -> int:
        return int(self.values.shape[0])

    def within(self, window: Period) -> Floats:
        """Values of the periods that lie in a window: shape (draws, periods of the window).

        Raises NotFound unless the window is made of whole periods of the path.
        """
        inside = places_within(self.periods, window)
        if not fill(self.periods, inside, window):
            raise NotFound(f"The path does not cover {window.label} in whole periods.")
        return self.values[:, inside]
