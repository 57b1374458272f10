"""How far off a promise is now: the same test moved to the newest figures. Nothing is found by it.

For aspirations, for promises without a date and for windows still to come: the test's windows are moved together by
whole months until the last one ends where the figures do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from eyre.body.commitment_test import SeriesTest
from eyre.commitments.evaluate import is_of_cases, passes_for, series_tests, subjects_of, windows_of
from eyre.commitments.faults import faults
from eyre.commitments.figures import Figures
from eyre.commitments.kinds import SERIES_KINDS
from eyre.core import Month, Period, SeriesKey, period_between


@dataclass(frozen=True, slots=True)
class Distance:
    """What one test looks at in one area and facet, on the newest figures.

    window: the last window as moved. numbers: by name, in the measure's unit. would_pass: whether it is met there.
    """

    test: SeriesTest
    key: SeriesKey
    window: Period
    numbers: Mapping[str, float]
    would_pass: bool


def distances(test: object, happened: Figures) -> tuple[Distance, ...]:
    """The distance of every area and facet of a test that can be read on the newest figures; no others."""
    found = []
    for each in series_tests(test):  # type: ignore[arg-type]
        for key in () if is_of_cases(each) else subjects_of(each):
            if key in happened.paths and (distance := _distance(each, key, happened)) is not None:
                found.append(distance)
    return tuple(found)


def _distance(test: SeriesTest, key: SeriesKey, happened: Figures) -> Distance | None:
    newest = happened.paths[key].periods[-1].end
    moved = move(replace(test, for_each=None, area=key.area, facet=key.facet), newest)
    if faults(moved, happened):  # type: ignore[arg-type]
        return None
    numbers = SERIES_KINDS[type(moved)].numbers(moved, key, happened)
    return Distance(moved, key, windows_of(moved)[-1], numbers, bool(passes_for(moved, key, happened)[0]))


def move(test: SeriesTest, end: date) -> SeriesTest:
    """The test with its windows moved by whole months, so that the last one ends in the month of a day."""
    by = Month.of(end).index - Month.of(windows_of(test)[-1].end).index
    names = [name for name in ("window", "before", "after", "baseline") if hasattr(test, name)]
    moved = {name: _shifted(getattr(test, name), by) for name in names}
    if hasattr(test, "split"):
        moved["split"] = test.split.shift(by)
    return replace(test, **moved)  # type: ignore[arg-type]


def _shifted(window: Period, months: int) -> Period:
    first, last = Month.of(window.start).shift(months), Month.of(window.end).shift(months)
    return period_between(first.start, last.end)
