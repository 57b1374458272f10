"""What a figure was when it was first published whole, and what it reads now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from eyre.body.folder import BodyFolder
from eyre.body.loads import Manifest
from eyre.body.registers import HappeningKind
from eyre.core import MeasureKind, NotFound, Period, Series, SeriesKey, TooFewPoints
from eyre.measures import Measure
from eyre.tracker.runs import Completeness

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as the first load gave it that held all of its period, and as it was known later.

    received_on: the day of that load. numerator, denominator: of this figure, where they were given.
    now: None where it was withdrawn since.
    """

    value: float
    received_on: date
    now: float | None
    numerator: float | None = None
    denominator: float | None = None

    @property
    def is_revised(self) -> bool:
        return self.now is not None and not np.isclose(self.now, self.value)


class Publications:
    """The figures of a body up to a day, publication by publication; loads taken back by then are left out."""

    def __init__(self, folder: BodyFolder, as_of: date) -> None:
        standing = tuple(Manifest(folder.loads).known(as_of))
        taken_back = any(entry.retracts for entry in folder.loads)
        self._folder = replace(folder, loads=standing) if taken_back else folder  # which remembers what it has read
        self._as_of = as_of
        self._days = sorted({entry.received_on for entry in standing})
        self._whole: dict[date, Completeness] = {}
        self._found: dict[tuple[SeriesKey, date, date], Published | None] = {}

    @cached_property
    def _explained(self) -> list[object]:
        known = (h for h in self._folder.timeline if h.is_known(self._as_of))
        return [h for h in known if h.kind is HappeningKind.OUTSIDE_EVENT]

    def first(self, key: SeriesKey, period: Period) -> Published | None:
        """The figure of a period as first published whole; None where it has not been yet.

        A month that is far short of records counts as not published, until more come or a person explains it.
        """
        asked = (key, period.start, period.end)
        if asked not in self._found:
            self._found[asked] = self._first(key, period)
        return self._found[asked]

    def _first(self, key: SeriesKey, period: Period) -> Published | None:
        for day in self._days:
            if day > period.end and (told := self._told(key, period, day)) is not None:
                now = self._told(key, period, self._as_of)
                return Published(told[0], day, now[0] if now else None, *told[1:])
        return None

    def _told(self, key: SeriesKey, period: Period, day: date) -> Together | None:
        """A figure and its counts as known on a day; None where it is not all there."""
        figures, measure = self._folder.figures(day), self._folder.measures[key.measure]
        if key.measure not in figures.measure_keys:
            return None
        try:
            panel = figures.panel(key.measure, [key.area], facets=[key.facet])
        except NotFound:
            return None
        if key not in panel:
            return None
        part = panel.series(key).between(period, period)
        if sum(each.days for each in part.periods) != period.days or not part.seen.all():
            return None
        return None if self._is_short(measure, key, part, day) else together(measure, part)

    def _is_short(self, measure: Measure, key: SeriesKey, part: Series, day: date) -> bool:
        if day not in self._whole:
            self._whole[day] = Completeness(self._folder.figures(day), self._folder.areas, self._explained)  # type: ignore[arg-type]
        return bool(self._whole[day].of(measure, key.area, part.periods).any())


Together = tuple[float, float | None, float | None]  # a figure, its numerator and denominator


def together(measure: Measure, part: Series) -> Together:
    """One figure of several periods, with its counts: counts add, shares and means are pooled over their n.

    Raises TooFewPoints where several are to be pooled and their n is not known.
    """
    if len(part.periods) == 1:
        return float(part.value[0]), _given(float(part.numerator[0])), _given(float(part.denominator[0]))
    if measure.kind.adds_up:
        return float(part.value.sum()), None, None
    n = float(part.denominator.sum())
    if not n > 0:
        raise TooFewPoints(f"{measure.name}: figures of several periods cannot be put together without their n.")
    if measure.kind in (MeasureKind.MEAN, MeasureKind.DURATION):
        return float((part.value * part.denominator).sum() / n), None, n
    factor = PERCENT if measure.kind is MeasureKind.PROPORTION else (measure.per or 1.0)
    k = float(part.numerator.sum())
    return factor * k / n, k, n


def _given(value: float) -> float | None:
    return None if np.isnan(value) else value
