"""Could this promise ever be seen to be kept? What to ask while the line is being typed.

Pure and without simulation: luck and power are read off the record where they have been computed. A doubt is no fault:
the line may stand as it is, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from eyre.body.commitment_test import (
    Aggregate,
    ChangeTest,
    Comparison,
    LevelTest,
    Reads,
    RelativeChangeTest,
    SeriesTest,
    Test,
)
from eyre.body.meeting import Commitment, LuckAndPower
from eyre.commitments.evaluate import series_tests, subjects_of, windows_of
from eyre.commitments.faults import check_shape
from eyre.commitments.frozen import Known, pooled_part
from eyre.commitments.kinds import SERIES_KINDS
from eyre.commitments.kinds.kind import direction_of
from eyre.comparison.groups import Level
from eyre.comparison.words import say_chance
from eyre.core import Direction, Period, Rolling, Series, SeriesKey, say_date
from eyre.measures import Measure

BLIND, LOOSE = 0.5, 0.2
ALIKE = re.compile(r"\b(famil(y|ies)|most similar|similar forces|peers?|top (third|quarter|half))\b", re.IGNORECASE)
SIGNIFICANT = re.compile(r"\bsignifican", re.IGNORECASE)


class DoubtKind(StrEnum):
    NO_MEASURE = "no_measure"
    NO_AREA = "no_area"
    NO_TEST = "no_test"
    NO_DATE = "no_date"
    NO_GIVER = "no_giver"
    NO_OWNER = "no_owner"
    NO_FIGURES_YET = "no_figures_yet"
    NOT_WHOLE_PERIODS = "not_whole_periods"
    INSIDE_NOISE = "inside_noise"
    BLIND = "blind"
    LOOSE = "loose"
    REVIEW_TOO_EARLY = "review_too_early"
    WRONG_GROUP = "wrong_group"
    NO_DIRECTION = "no_direction"
    SIGNIFICANT = "significant"


@dataclass(frozen=True, slots=True)
class Untestable:
    """One doubt whether a promise can be tested: what was found, and what to do."""

    kind: DoubtKind
    says: str
    do: str

    def __str__(self) -> str:
        return f"{self.says} {self.do}"


@dataclass(frozen=True)
class Setting:
    """What is known when a line is checked.

    review_on: the day of the meeting that is to look at it. owner: the post that carries it, where there is one.
    area_levels: force or local area, by key; group_levels: what the members of each group are.
    """

    known: Known
    review_on: date | None = None
    owner: str = ""
    area_levels: Mapping[str, Level] = field(default_factory=dict)
    group_levels: Mapping[str, Level] = field(default_factory=dict)


def doubts_about(commitment: Commitment, setting: Setting) -> list[Untestable]:
    """Every doubt about a commitment and each of its checkpoints, in the order to ask; empty when there is none.

    Raises BadInput for a test that contains itself.
    """
    tests = [each.test for each in commitment.checkpoints if each.test] + ([commitment.test] if commitment.test else [])
    for test in tests:
        check_shape(test)
    inside = [part for test in tests for part in series_tests(test)]
    found = [*_of_the_line(commitment, setting, tests, inside)]
    for part in inside:
        found.extend(_of_a_test(part, commitment, setting))
    found.extend(_of_luck_and_power(commitment))
    return list(dict.fromkeys(found))


# --- the line -----------------------------------------------------------------------------------------------------


def _of_the_line(
    line: Commitment, setting: Setting, tests: list[Test], inside: list[SeriesTest]
) -> Iterator[Untestable]:
    of_figures = bool(inside) or not tests  # a record or a fact needs neither measure nor area
    if of_figures and not (line.measures or any(test.measure for test in inside)):
        yield Untestable(DoubtKind.NO_MEASURE, "It names no measure.", "Ask which figure would show it.")
    if of_figures and not (line.areas or any(key.area for test in inside for key in subjects_of(test))):
        yield Untestable(DoubtKind.NO_AREA, "It names no area.", "Ask whether the force is meant, or which areas.")
    if not tests:
        yield Untestable(DoubtKind.NO_TEST, "It has no test.", "Agree one, or write why it is untested.")
    if not (line.due and line.due.date) and not any(each.due and each.due.date for each in line.checkpoints):
        yield Untestable(DoubtKind.NO_DATE, "It has no date.", "Ask by when; without one it can never be missed.")
    if not line.given_by:
        yield Untestable(DoubtKind.NO_GIVER, "Nobody is named as giving it.", "Ask which post gives it.")
    if not setting.owner and line.carried_by is None:
        yield Untestable(DoubtKind.NO_OWNER, "No action or post carries it.", "Name an owner, or make it an action.")
    if SIGNIFICANT.search(line.words) and not inside:
        yield Untestable(
            DoubtKind.SIGNIFICANT,
            '"Significant" may mean large, or more than chance.',
            "Ask which: for large agree a `change` with a size, for beyond chance a `signal`.",
        )


# --- one test -----------------------------------------------------------------------------------------------------


def _of_a_test(test: SeriesTest, line: Commitment, setting: Setting) -> Iterator[Untestable]:
    measure = setting.known.measures.get(test.measure)
    if measure is None:
        yield Untestable(
            DoubtKind.NO_MEASURE, f'There is no measure "{test.measure}".', "Define it, or name one that is there."
        )
        return
    yield from _of_dates(test, measure, line, setting.review_on)
    if SERIES_KINDS[type(test)].needs_direction and direction_of(test, measure) is Direction.NEITHER:
        yield Untestable(
            DoubtKind.NO_DIRECTION, f"Nobody has said which way is better for {measure.name}.", "State the direction."
        )
    yield from _of_groups(test, line, setting)
    for key in subjects_of(test):
        if key in setting.known.series:
            series = setting.known.series[key].trimmed()
            yield from _of_periods(test, key, series)
            yield from _of_noise(test, measure, series)


def _of_dates(test: SeriesTest, measure: Measure, line: Commitment, review_on: date | None) -> Iterator[Untestable]:
    window = windows_of(test)[-1]
    lag = measure.lag_days
    there = window.end + timedelta(days=lag or 0)
    due = line.due.date if line.due else None
    if lag and due and due < there:
        yield Untestable(
            DoubtKind.NO_FIGURES_YET,
            f"The figures for {window.label} will not exist before about {say_date(there)}, and it is due on "
            f"{say_date(due)}.",
            f"Look at it after {say_date(there)}, or test an earlier window.",
        )
    if review_on and review_on <= window.end:
        yield Untestable(
            DoubtKind.REVIEW_TOO_EARLY,
            f"The review on {say_date(review_on)} comes before {window.label} ends on {say_date(window.end)}.",
            f"Move the review to after {say_date(there)}, or test an earlier window.",
        )
    elif review_on and review_on < there:
        yield Untestable(
            DoubtKind.REVIEW_TOO_EARLY,
            f"The review on {say_date(review_on)} comes before the figures for {window.label} exist, about "
            f"{say_date(there)}.",
            f"Move the review to after {say_date(there)}, or test an earlier window.",
        )


def _of_groups(test: SeriesTest, line: Commitment, setting: Setting) -> Iterator[Untestable]:
    group: str = getattr(test, "group", "")
    level = setting.group_levels.get(group)
    for key in subjects_of(test):
        own = setting.area_levels.get(key.area)
        if level and own and level is not own:
            yield Untestable(
                DoubtKind.WRONG_GROUP,
                f'{key.area} is {own.one}, and "{group}" is a group of {level.many}.',
                f"Name a group of {own.many}.",
            )
        elif not group and own is Level.LOCAL and ALIKE.search(line.words) and not getattr(test, "peer", ""):
            yield Untestable(
                DoubtKind.WRONG_GROUP,
                f"The words compare {key.area}, a local area, with others like it, and the test names no group.",
                "Ask which group is meant: the force's family group is one of forces.",
            )


def _of_periods(test: SeriesTest, key: SeriesKey, series: Series) -> Iterator[Untestable]:
    if not series.periods:
        return
    first = series.periods[0]
    for window in windows_of(test):
        if not _is_whole(window, first):
            yield Untestable(
                DoubtKind.NOT_WHOLE_PERIODS,
                f"{window.label} is not made of whole periods of {key}, which comes in periods such as {first.label}.",
                "Give a window of whole periods.",
            )


def _is_whole(window: Period, like: Period) -> bool:
    """Whether periods of this kind, counted on from one of them, fill a window from its first day to its last."""
    kind = type(like)
    if hasattr(kind, "of"):
        first, last = kind.of(window.start), kind.of(window.end)
        return bool(first.start == window.start and last.end == window.end)
    after = window.end + timedelta(days=1)
    each = 1 if isinstance(like, Rolling) else max(round(like.days / 30), 1)  # months; rolling ones start every month
    apart = (like.start.month - window.start.month) % each, (after.month - window.start.month) % each
    return window.start.day == after.day == 1 and apart == (0, 0)


def _of_noise(test: SeriesTest, measure: Measure, series: Series) -> Iterator[Untestable]:
    """Without simulation: how far a window moves by chance, from how far neighbouring periods lie apart."""
    baseline = pooled_part(series, measure)
    if len(baseline.periods) < 6 or test.reads is Reads.UNDERLYING:
        return
    values = baseline.value[~np.isnan(baseline.value)]
    one = float(np.sqrt((np.diff(values) ** 2).mean() / 2))  # the deviation of one period; a slow drift cancels out
    level = float(values.mean())
    if isinstance(test, ChangeTest | RelativeChangeTest):
        before, after = (_noise(one, window, baseline, test.aggregate) for window in (test.before, test.after))
        noise = float(np.hypot(before, after))
        asked = test.by * _size(level, test.before, baseline, test.aggregate) / 100 if test.percent else test.by
        if asked < noise:
            much = (
                f"An improvement of {test.by:g}{' %' if test.percent else ''}" if test.by else "Any improvement at all"
            )
            yield _inside(much, noise, measure)
    elif isinstance(test, LevelTest):
        noise = _noise(one, test.window, baseline, test.aggregate)
        beyond = (test.value - _size(level, test.window, baseline, test.aggregate)) * (
            1 if test.op is Comparison.AT_LEAST else -1
        )
        if abs(beyond) < noise:
            yield _inside(f"The line at {test.value:g}", noise, measure)


def _inside(what: str, noise: float, measure: Measure) -> Untestable:
    return Untestable(
        DoubtKind.INSIDE_NOISE,
        f"{what} lies inside the noise: with nothing changed the figure moves by about {noise:.3g} {measure.unit} "
        "either way.",
        "Ask for more, take a longer window, or test the underlying level.",
    )


def _noise(one: float, window: Period, like: Series, how: Aggregate) -> float:
    periods = max(round(window.days / like.periods[-1].days), 1)
    if how is Aggregate.LAST:
        return one
    return float(one * np.sqrt(periods) if how is Aggregate.SUM else one / np.sqrt(periods))


def _size(level: float, window: Period, like: Series, how: Aggregate) -> float:
    return level * max(round(window.days / like.periods[-1].days), 1) if how is Aggregate.SUM else level


# --- luck and power -----------------------------------------------------------------------------------------------


def _of_luck_and_power(line: Commitment) -> Iterator[Untestable]:
    """Of the test of the line and of that of each checkpoint."""
    yield from _of_worth("The test", line.luck_and_power)
    for each in line.checkpoints:
        yield from _of_worth(f"The test of {each.label}", each.luck_and_power)


def _of_worth(what: str, found: LuckAndPower | None) -> Iterator[Untestable]:
    if found and found.power < BLIND:
        yield Untestable(
            DoubtKind.BLIND,
            f"{what} is blind: a force that improves by {found.improvement} passes {say_chance(found.power)}.",
            "Take a longer window or a larger base, or agree that it cannot be shown with these figures.",
        )
    if found and found.luck > LOOSE:
        yield Untestable(
            DoubtKind.LOOSE,
            f"{what} is loose: a force that changes nothing passes {say_chance(found.luck)}.",
            "Ask for more, or compare with a longer period than one that was unusually bad.",
        )
