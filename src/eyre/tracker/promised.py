"""Beside each row of the tracker the promises whose tests read its series."""

from __future__ import annotations

from dataclasses import replace

from eyre.commitments.answers import Course
from eyre.commitments.evaluate import is_of_cases, series_tests, subjects_of
from eyre.commitments.promises import Promise, Trial
from eyre.commitments.settlement import Settled
from eyre.core import SeriesKey
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.row import RowCommitment, Tracker


def with_commitments(tracker: Tracker, asked: CommitmentsAsOf) -> Tracker:
    """The tracker with the promises beside their series; only tests that read one of its rows are looked at."""
    on: dict[SeriesKey, list[RowCommitment]] = {row.key: [] for row in tracker.rows}
    for promise in asked.promises:
        for trial in promise.trials:
            keys = [key for key in _read(trial) if key in on]
            if keys:
                found = RowCommitment(
                    promise.reference, trial.label, promise.commitment.words, _says(promise, trial, asked)
                )
                for key in keys:
                    on[key].append(found)
    return replace(tracker, rows=tuple(replace(row, commitments=tuple(on[row.key])) for row in tracker.rows))


def _read(trial: Trial) -> list[SeriesKey]:
    """The series under test, each once; what they are compared with is not."""
    inside = [test for test in series_tests(trial.test) if not is_of_cases(test)]
    return list(dict.fromkeys(key for test in inside for key in subjects_of(test)))


def _says(promise: Promise, trial: Trial, asked: CommitmentsAsOf) -> str:
    if not promise.is_scored:
        return "listed, never scored"
    if promise.decision is not None:
        return f"decided: {promise.decision.value.replace('_', ' ')}"
    settled = asked.settled(trial, promise)
    if isinstance(settled, Settled):
        return settled.finding.verdict.says()
    course, _ = asked.course_of(trial, promise)
    return "waiting" if course is None else _short(course)


def _short(course: Course) -> str:
    return "off course" if course.is_off else "on course" if course.is_on else f"uncertain, {course.percent} %"
