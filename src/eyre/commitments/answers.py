"""The four answers about a commitment: course, finding, luck and power. One evaluator; four kinds of path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import numpy as np

from eyre.body.commitment_test import (
    AllOfTest,
    AtLeastOfTest,
    Comparison,
    FactTest,
    Improvement,
    LevelTest,
    Reads,
    RecordTest,
    SeriesTest,
    Test,
)
from eyre.body.meeting import LuckAndPower
from eyre.commitments.cases import bounds_of, parse_evidence, shown
from eyre.commitments.evaluate import (
    arithmetic_part,
    asked_confidence,
    confidence_for,
    drawn_part,
    is_of_cases,
    looks_of,
    need_of,
    passes,
    passes_for,
    series_tests,
    subjects_of,
    windows_of,
)
from eyre.commitments.faults import check, check_shape
from eyre.commitments.figures import Figures
from eyre.commitments.frozen import DRAWS, Known, frozen
from eyre.commitments.kinds import SERIES_KINDS
from eyre.commitments.kinds.kind import direction_of
from eyre.comparison.words import say_chance
from eyre.core import Direction, PathKind, Refused, SeriesKey, say_date
from eyre.measures import Measure

STEP = 5  # chances are said to the nearest 5 in 100
OFF, SURE = 0.10, 0.90


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of paths that pass, over so many draws; looks: how often the test may be met, 1 unless at any time."""

    share: float
    draws: int
    looks: int

    @property
    def percent(self) -> int:
        """To the nearest 5 in 100."""
        return STEP * int(self.share * 100 / STEP + 0.5 + 1e-9)


@dataclass(frozen=True, slots=True)
class Course(Chance):
    """How often a commitment is met on the projected figures, if nothing changes. Not the chance that it is kept."""

    @property
    def is_off(self) -> bool:
        return self.share < OFF

    @property
    def is_on(self) -> bool:
        return self.share > SURE

    def says(self) -> str:
        if self.is_off:
            return "Off course: if nothing changes, under 10 %."
        if self.is_on:
            return "On course: if nothing changes, over 90 %."
        return f"Uncertain: if nothing changes, {self.percent} %."


@dataclass(frozen=True, slots=True)
class Luck(Chance):
    """How often a force that changes nothing passes."""

    def says(self) -> str:
        return f"A force that changes nothing passes this {say_chance(self.share)}{_looks(self.looks)}."


@dataclass(frozen=True, slots=True)
class Power(Chance):
    """How often a force that improves as agreed passes."""

    improvement: Improvement

    def says(self) -> str:
        return f"One that improves by {self.improvement} passes {say_chance(self.share)}{_looks(self.looks)}."


def _looks(looks: int) -> str:
    return f", with {looks} looks" if looks > 1 else ""


def say_worth(worth: LuckAndPower) -> tuple[str, str, str]:
    """Luck, power and the day they were fixed, each as a sentence."""
    return (
        Luck(worth.luck, 0, 1).says(),
        Power(worth.power, 0, 1, worth.improvement).says(),
        f"Worked out on what was known on {say_date(worth.computed_on)}.",
    )


def course(test: Test, projected: Figures) -> Course:
    """How often the test is met on projected published paths. Raises Refused on latent ones, BadInput with faults."""
    part = _arithmetic(test)
    if any(area.paths.kind is PathKind.LATENT for area in projected.paths.values()):
        raise Refused("A course is read off the figures that will be printed, and these paths are of the level behind.")
    check(part, projected)
    return Course(float(passes(part, projected).mean()), projected.draws, looks_in(part, projected))


def luck(test: Test, known: Known, *, seed: int, draws: int = DRAWS) -> Luck:
    """How often an unchanged force passes, given what had been seen. Raises BadInput with every fault."""
    part, figures = _drawn(test, known, seed, draws, None)
    return Luck(float(passes(part, figures).mean()), draws, looks_in(part, figures))


def power(
    test: Test,
    known: Known,
    improvement: Improvement,
    *,
    seed: int,
    draws: int = DRAWS,
    improves_from: date = date.min,
) -> Power:
    """How often a force passes whose areas under test improve by so much.

    They improve from `improves_from` on, in periods not yet seen: what had happened before a promise was given, and was
    only not published yet, cannot be better for it.
    """
    part, figures = _drawn(test, known, seed, draws, improvement, improves_from)
    return Power(float(passes(part, figures).mean()), draws, looks_in(part, figures), improvement)


def luck_and_power(
    test: Test,
    known: Known,
    improvement: Improvement,
    *,
    seed: int,
    on: date,
    version: str,
    draws: int = DRAWS,
    given_on: date | None = None,
) -> LuckAndPower:
    """Both, as the record that a commitment keeps.

    on: the day the test was agreed. given_on: the day of the promise, from which a force may improve by it; that day
    too when None.
    """
    found = (
        luck(test, known, seed=seed, draws=draws),
        power(test, known, improvement, seed=seed, draws=draws, improves_from=given_on or on),
    )
    return LuckAndPower(
        luck=found[0].share, power=found[1].share, improvement=improvement, computed_on=on, version=version
    )


def _drawn(
    test: Test,
    known: Known,
    seed: int,
    draws: int,
    improvement: Improvement | None,
    improves_from: date = date.min,
) -> tuple[Test, Figures]:
    part = _arithmetic(test)
    tests = series_tests(part)
    keys = _keys(tests, known)
    windows = [window for each in tests for window in windows_of(each)]
    since, until = min(window.start for window in windows), max(window.end for window in windows)
    signs = _signs(tests, known.measures) if improvement else None
    there = [
        key for key in keys if key in known.series and key.measure in known.measures
    ]  # what is not there is told by `check`
    figures = frozen(
        known, there, until, seed=seed, draws=draws, improvement=improvement, signs=signs, since=since,
        improves_from=improves_from,
    )  # fmt: skip
    check(part, figures)
    return part, figures


def _arithmetic(test: Test) -> Test:
    check_shape(test)
    part = drawn_part(test)
    if part is None:
        raise Refused(
            "Nothing here is read off figures over time: a record, a fact or a sample has no course, luck or power."
        )
    return part


def _keys(tests: tuple[SeriesTest, ...], known: Known) -> list[SeriesKey]:
    """Every series the tests read, peers too, each once."""
    figures = known.as_figures()
    found: dict[SeriesKey, None] = {}
    for test in tests:
        for key in subjects_of(test):
            found[key] = None
            group_known = getattr(test, "group", "") in ("", *known.groups)
            peers = SERIES_KINDS[type(test)].peers(test, key, figures) if group_known else ()
            found.update(dict.fromkeys(peers))
    return list(found)


def _signs(tests: tuple[SeriesTest, ...], measures: Mapping[str, Measure]) -> dict[SeriesKey, int]:
    """Which way each area under test improves. Raises Refused where nobody has said."""
    signs = {}
    for test in tests:
        way = direction_of(test, measures[test.measure]) if test.measure in measures else Direction.NEITHER
        if way is Direction.NEITHER and isinstance(test, LevelTest):
            way = Direction.UP if test.op is Comparison.AT_LEAST else Direction.DOWN
        if way is Direction.NEITHER:
            raise Refused(f'Nobody has said which way is better for {test.measure}. Write direction = "up" or "down".')
        signs.update(dict.fromkeys(subjects_of(test), way.sign))
    return signs


def looks_in(test: Test, figures: Figures) -> int:
    """The most looks that any test inside has."""
    return max((len(looks_of(each, subjects_of(each)[0], figures)) for each in series_tests(test)), default=1)


# --- finding ------------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What the figures show. `not_shown` is no failure: these figures cannot tell. `not_yet`: a record not yet due."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    SHOWN_NOT = "shown_not"
    FOR_A_PERSON = "for_a_person"
    NOT_YET = "not_yet"

    def says(self) -> str:
        return {
            "shown": "shown",
            "not_shown": "not shown: the figures cannot tell",
            "shown_not": "shown not",
            "for_a_person": "for a person to say",
            "not_yet": "not yet: its day has not come",
        }[self]


@dataclass(frozen=True, slots=True)
class Part:
    """The finding for one test in one area and facet.

    confidence: that the underlying level passes, where known. numbers: what the test looked at, in the measure's unit,
    by name. note: what a sample or census found, in words.
    """

    test: SeriesTest
    key: SeriesKey
    published: Verdict
    underlying: Verdict | None
    confidence: float | None
    numbers: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """As the test reads it."""
        if self.test.reads is Reads.UNDERLYING and self.underlying is not None:
            return self.underlying
        return self.published

    def says(self, name: str = "") -> str:
        """What was found, of the series by a name that people know."""
        of = name or str(self.key)
        if self.note:
            return f"{of}: {self.published.says()}. {self.note}"
        behind = ""
        if self.underlying is not None and self.confidence is not None:
            behind = f" Underlying level: {self.underlying.says()} (confidence {100 * self.confidence:.0f} %)."
        return f"{of}: published figures: {self.published.says()}.{behind}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on the one path that happened, put to a person who decides; records and facts stand apart."""

    verdict: Verdict
    parts: tuple[Part, ...]
    apart: tuple[tuple[RecordTest | FactTest, Verdict], ...] = ()

    def says(self) -> str:
        return f"{self.verdict.says()[0].upper()}{self.verdict.says()[1:]}."


def finding(test: Test, happened: Figures, *, data_date: date) -> Finding:
    """Read a test on what was published.

    happened: one path. data_date: the last day it covers. Raises BadInput with every fault, also where a window is not
    covered yet.
    """
    if happened.draws != 1:
        raise Refused(f"A finding is read on the one path that happened; here are {happened.draws}.")
    check(test, happened, data_date=data_date)
    return found_on(test, happened)


def found_on(test: Test, happened: Figures) -> Finding:
    """The same, where it is known that the test has no faults on these figures."""
    part = arithmetic_part(test)
    parts = {id(each): [_part(each, key, happened) for key in subjects_of(each)] for each in series_tests(test)}
    apart = tuple((each, _seen(each, happened)) for each in _seen_tests(test))
    verdict = _verdict(part, parts) if part else _apart([seen for _, seen in apart])
    return Finding(verdict, tuple(found for of_test in parts.values() for found in of_test), apart)


def _apart(seen: list[Verdict]) -> Verdict:
    """Of records and facts alone: all must be there, and what only a person can see waits for one."""
    return Verdict.FOR_A_PERSON if Verdict.FOR_A_PERSON in seen else _of_several(seen, len(seen))


def _part(test: SeriesTest, key: SeriesKey, happened: Figures) -> Part:
    if is_of_cases(test):
        assert isinstance(test, LevelTest)
        bounds = bounds_of(test, key, happened)
        note = bounds.says(parse_evidence(test.evidence)[0])
        return Part(test, key, _SHOWN[shown(test, bounds)], None, None, {"low": bounds.low, "high": bounds.high}, note)
    sure = _confidence(test, key, happened)
    numbers = SERIES_KINDS[type(test)].numbers(test, key, happened)
    graded = None if sure is None else _graded(test, sure)
    return Part(test, key, _published(test, key, happened), graded, sure, numbers)


_SHOWN = {True: Verdict.SHOWN, False: Verdict.SHOWN_NOT, None: Verdict.NOT_SHOWN}


def _confidence(test: SeriesTest, key: SeriesKey, happened: Figures) -> float | None:
    """How sure the underlying level passes, at the best of its looks; None where nothing says."""
    area = happened.paths[key]
    if SERIES_KINDS[type(test)].confidence is None or not (area.has_counts or area.standard_error is not None):
        return None
    try:
        return max(float(confidence_for(look, key, happened)[0]) for look in looks_of(test, key, happened))
    except Refused:  # a sum, or a peer, without counts: the published reading stands alone
        return None


def _published(test: SeriesTest, key: SeriesKey, happened: Figures) -> Verdict:
    if bool(passes_for(replace(test, reads=Reads.PUBLISHED), key, happened)[0]):
        return Verdict.SHOWN
    return Verdict.SHOWN_NOT if SERIES_KINDS[type(test)].absence_shows else Verdict.NOT_SHOWN


def _graded(test: SeriesTest, confidence: float) -> Verdict:
    """Shown from the confidence asked for; shown not where it is as sure that the level is not there."""
    asked = asked_confidence(test)
    if confidence >= asked:
        return Verdict.SHOWN
    return Verdict.SHOWN_NOT if confidence <= 1 - asked else Verdict.NOT_SHOWN


def _verdict(test: Test, parts: Mapping[int, list[Part]]) -> Verdict:
    """The verdict of a test of figures; of several, by how many are shown and how many still could be.

    parts: what was found for each test of one series, by the identity of the test.
    """
    if isinstance(test, AllOfTest | AtLeastOfTest):
        needed = test.at_least if isinstance(test, AtLeastOfTest) else len(test.tests)
        return _of_several([_verdict(each, parts) for each in test.tests], needed)
    assert isinstance(test, SeriesTest)
    found = [part.verdict for part in parts[id(test)]]
    return _of_several(found, need_of(test, len(found)))


def _of_several(verdicts: list[Verdict], needed: int) -> Verdict:
    shown, open_still = verdicts.count(Verdict.SHOWN), verdicts.count(Verdict.NOT_SHOWN)
    if shown >= needed:
        return Verdict.SHOWN
    return Verdict.NOT_SHOWN if shown + open_still >= needed else Verdict.SHOWN_NOT


def _seen_tests(test: Test) -> list[RecordTest | FactTest]:
    if isinstance(test, AllOfTest | AtLeastOfTest):
        return [found for each in test.tests for found in _seen_tests(each)]
    return [test] if isinstance(test, RecordTest | FactTest) else []


def _seen(test: RecordTest | FactTest, happened: Figures) -> Verdict:
    if isinstance(test, FactTest) and test.evidence_wanted not in happened.confirmed:
        return Verdict.FOR_A_PERSON
    return Verdict.SHOWN if bool(np.all(passes(test, happened))) else Verdict.SHOWN_NOT
