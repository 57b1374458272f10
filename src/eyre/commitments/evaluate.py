"""The one evaluator: a test and paths to booleans, one for each path.

It answers every question about a commitment; which one depends on the paths. Faults are found by `faults`, before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from eyre.body.commitment_test import (
    AllOfTest,
    AtLeastOfTest,
    FactTest,
    Reads,
    RecordTest,
    SeriesTest,
    Test,
    When,
)
from eyre.commitments.figures import Bools, Figures
from eyre.commitments.kinds import SERIES_KINDS
from eyre.commitments.kinds.kind import area_paths
from eyre.commitments.kinds.seen import is_confirmed, is_recorded
from eyre.core import Floats, PathKind, Period, Refused, SeriesKey

CONFIDENCE = 0.9  # of an underlying reading that states none
SERIES = "series"  # evidence: figures over time, and no sample or census


def passes(test: Test, figures: Figures) -> Bools:
    """Say for each path whether it meets a test; shape (draws,)."""
    match test:
        case AllOfTest():
            return np.asarray(count(passes(each, figures) for each in test.tests) == len(test.tests))
        case AtLeastOfTest():
            return np.asarray(count(passes(each, figures) for each in test.tests) >= test.at_least)
        case RecordTest():
            return np.full(figures.draws, is_recorded(test, figures))
        case FactTest():
            return np.full(figures.draws, is_confirmed(test, figures))
        case _:
            subjects = subjects_of(test)
            return np.asarray(count(passes_for(test, key, figures) for key in subjects) >= need_of(test, len(subjects)))


def passes_for(test: SeriesTest, key: SeriesKey, figures: Figures) -> Bools:
    """The same for one area and facet: at the date, or at any of the looks."""
    return np.asarray(count(_passes_at(look, key, figures) for look in looks_of(test, key, figures)) > 0)


def _passes_at(test: SeriesTest, key: SeriesKey, figures: Figures) -> Bools:
    kind = SERIES_KINDS[type(test)]
    is_level = area_paths(figures, key).paths.kind is PathKind.LATENT
    if test.reads is Reads.UNDERLYING and not is_level:
        return np.asarray(confidence_for(test, key, figures) >= asked_confidence(test))
    return kind.passes(test, key, figures)


def confidence_for(test: SeriesTest, key: SeriesKey, figures: Figures) -> Floats:
    """How sure it is on each path that the underlying level passes; shape (draws,). Raises Refused where none is."""
    confidence = SERIES_KINDS[type(test)].confidence
    if confidence is None:
        raise Refused(f'A {kind_of(test)} test is read on published figures only. Write reads = "published".')
    return confidence(test, key, figures)


def asked_confidence(test: SeriesTest) -> float:
    return CONFIDENCE if test.confidence is None else test.confidence


def looks_of(test: SeriesTest, key: SeriesKey, figures: Figures) -> tuple[SeriesTest, ...]:
    """The test at each of its looks: one, unless it may be met at any time in its window."""
    looks = SERIES_KINDS[type(test)].looks
    if test.when is When.AT or looks is None:
        return (test,)
    window = windows_of(test)[-1]
    periods = tuple(period for period in area_paths(figures, key).periods if window.contains(period))
    return tuple(replace(look, when=When.AT) for look in looks(test, periods))


def count(each: Iterable[Bools]) -> NDArray[np.int64]:
    """How many hold, path by path."""
    return np.asarray(np.sum([one.astype(np.int64) for one in each], axis=0))


def subjects_of(test: SeriesTest) -> tuple[SeriesKey, ...]:
    """Every area and facet the test must hold for."""
    areas = (test.for_each and test.for_each.areas) or (test.area,)
    facets = (test.for_each and test.for_each.facets) or (test.facet,)
    return tuple(SeriesKey(test.measure, area, facet) for area, facet in product(areas, facets))


def need_of(test: SeriesTest, subjects: int) -> int:
    """How many of them must pass: all, unless the test says fewer."""
    needed = test.for_each.at_least if test.for_each else None
    return subjects if needed is None else needed


def windows_of(test: SeriesTest) -> tuple[Period, ...]:
    return SERIES_KINDS[type(test)].windows(test)


def kind_of(test: SeriesTest) -> str:
    """The word of a kind, as it is written in a file."""
    return str(getattr(test, "kind", ""))


def parts_of(test: Test) -> Iterator[Test]:
    """Every test inside a test, itself too if it is not one of several."""
    if isinstance(test, AllOfTest | AtLeastOfTest):
        for each in test.tests:
            yield from parts_of(each)
    else:
        yield test


def series_tests(test: Test) -> tuple[SeriesTest, ...]:
    return tuple(part for part in parts_of(test) if isinstance(part, SeriesTest))


def arithmetic_part(test: Test) -> Test | None:
    """The test without its records and facts, which are reported apart and never multiplied; None if nothing is left.

    Only `all_of` may mix the two: see `faults`.
    """
    return _without(test, lambda part: isinstance(part, RecordTest | FactTest))


def drawn_part(test: Test) -> Test | None:
    """What can be asked of drawn paths: without what a sample or census decides too; None if nothing is left."""
    return _without(test, lambda part: isinstance(part, RecordTest | FactTest) or is_of_cases(part))


def _without(test: Test, left_out: Callable[[Test], bool]) -> Test | None:
    if left_out(test):
        return None
    if not isinstance(test, AllOfTest):
        return test
    kept = tuple(part for each in test.tests if (part := _without(each, left_out)) is not None)
    return replace(test, tests=kept) if kept else None


def is_of_cases(test: Test | SeriesTest) -> bool:
    """Whether a sample or a census decides a test, and not figures over time."""
    return isinstance(test, SeriesTest) and test.evidence != SERIES
