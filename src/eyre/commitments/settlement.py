"""When a promise is settled, on which figures, and whether it would now read otherwise.

The first load received on or after the data date (the end of the last window and the usual delay of publication) on
whose receipt every window is covered settles the test: both windows are read in the view of that one day, so that a
figure as first printed is never set against one as later revised. A later load changes no finding; what the test would
now say is printed beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from eyre.body.commitment_test import FactTest, RecordTest, SeriesTest, Test
from eyre.body.loads import Manifest
from eyre.commitments.answers import Finding, Verdict, finding
from eyre.commitments.cases import parse_evidence
from eyre.commitments.evaluate import is_of_cases, parts_of, series_tests, windows_of
from eyre.commitments.faults import faults
from eyre.commitments.figures import Figures
from eyre.commitments.kinds.seen import met_on
from eyre.commitments.promises import Promise, Trial
from eyre.commitments.views import Views
from eyre.core import BadInput, say_date
from eyre.cycle.events import EventKind
from eyre.measures import Measure


@dataclass(frozen=True, slots=True)
class Settled:
    """A test that has been read.

    on: the day of the load, or of the record, that settled it. loads: ids of the loads that came with that day. now:
    what the test would say on the newest figures, where that differs. known_when_agreed: its figures were there
    before the test was agreed, so it promised nothing.
    """

    on: date
    loads: tuple[str, ...]
    finding: Finding
    now: Finding | None = None
    known_when_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A test that cannot be read yet.

    data_date: from when its figures may be expected; None where it waits for no figures. why: every reason, in words.
    is_late: that day has passed and the figures are not here.
    """

    data_date: date | None
    why: tuple[str, ...]
    is_late: bool = False


def data_date(test: Test, measures: Mapping[str, Measure]) -> date | None:
    """The day from which the figures of every window may be expected; None for a test without windows.

    A measure without a known delay is taken to be published as its period ends; a sample, to be there then.
    """
    return max((_published_from(each, measures) for each in series_tests(test)), default=None)


def _published_from(test: SeriesTest, measures: Mapping[str, Measure]) -> date:
    last = max(window.end for window in windows_of(test))
    measure = measures.get(test.measure)
    lag = measure.lag_days if measure and not is_of_cases(test) else None
    return last + timedelta(days=lag or 0)


def settle(trial: Trial, promise: Promise, views: Views) -> Settled | Waiting:
    """Read a test of a promise, as far as it could be read on the day that the promise is looked at."""
    expected = data_date(trial.test, views.measures)
    if expected is None:
        return _of_records(trial, promise, views)
    if promise.as_of < expected:
        return Waiting(expected, (f"Its figures may be expected from {say_date(expected)}.",))
    why: tuple[str, ...] = ("No load has come since that covers it.",)
    for on, loads in _days(trial, expected, promise.as_of, views):
        figures, why = _read(trial, promise, views, on)
        if figures is not None:
            found = finding(trial.test, figures, data_date=on)
            now = _now(trial, promise, views, found)
            return Settled(on, loads, found, now, on == trial.agreed_on and on > expected)
    return Waiting(expected, why, is_late=True)


def _read(trial: Trial, promise: Promise, views: Views, on: date) -> tuple[Figures | None, tuple[str, ...]]:
    """What a test is read on in the view of a day; or None and every reason why it cannot be."""
    try:
        figures = views.figures(on, trial.test, trial.agreed_on, promise.confirmed(), promise.meeting.date)
    except BadInput as bad:
        return None, tuple(fault.what for fault in bad.faults)
    wrong = faults(trial.test, figures, data_date=on)
    return (None if wrong else figures), tuple(fault.what for fault in wrong)


def _days(trial: Trial, expected: date, as_of: date, views: Views) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Days, oldest first, on which something came that may settle a test, with the loads that came by then.

    What had come before the test was agreed is looked at on the day of the agreement.
    """
    came: dict[date, list[str]] = {}
    for day, what in _came(trial.test, views):
        if day <= as_of:
            came.setdefault(max(day, expected, trial.agreed_on), []).append(what)
    yield from ((day, tuple(came[day])) for day in sorted(came))


def _came(test: Test, views: Views) -> Iterator[tuple[date, str]]:
    """Loads of the measures that are read, and samples that are; each with its day."""
    over_time = {each.measure for each in series_tests(test) if not is_of_cases(each)}
    for entry in Manifest(views.folder.loads).known(None):
        if over_time & views.measures_of(entry):
            yield entry.received_on, entry.id
    named = {parse_evidence(each.evidence)[1] for each in series_tests(test) if is_of_cases(each)}
    for sample in views.folder.samples:
        if str(sample.reference) in named and sample.drawn_on:
            yield sample.drawn_on, str(sample.reference)


def _now(trial: Trial, promise: Promise, views: Views, then: Finding) -> Finding | None:
    """What the test says on the newest figures; None where it says the same on the same numbers."""
    figures, _ = _read(trial, promise, views, promise.as_of)
    if figures is None:
        return None
    now = finding(trial.test, figures, data_date=promise.as_of)
    return None if now == then else now


def _of_records(trial: Trial, promise: Promise, views: Views) -> Settled | Waiting:
    """A test of records and facts: met on the day the last of them came, missed on the day after its date."""
    figures = views.figures(promise.as_of, trial.test, trial.agreed_on, promise.confirmed(), promise.meeting.date)
    if wrong := faults(trial.test, figures):
        return Waiting(None, tuple(fault.what for fault in wrong))
    found = finding(trial.test, figures, data_date=promise.as_of)
    parts = list(parts_of(trial.test))
    dates = [part.by for part in parts if isinstance(part, RecordTest | FactTest) and part.by]
    last = max([*dates, *([trial.due] if trial.due else [])], default=None)
    if found.verdict is Verdict.FOR_A_PERSON:
        return Waiting(last, ("A person has to say whether it is so.",), is_late=bool(last and promise.as_of > last))
    if found.verdict is Verdict.SHOWN:
        met = [met_on(part, figures) for part in parts if isinstance(part, RecordTest)]
        said = [event.at for event in promise.events if event.kind is EventKind.FINDING]
        return Settled(max(met + said[-1:]), (), found)
    if last is None:
        return Waiting(None, ("It has not been recorded yet, and no date was given.",))
    if promise.as_of <= last:
        return Waiting(last, ("It has not been recorded yet.",))
    newest = views.last_record(promise.as_of)
    if newest is None or newest <= last:
        since = f"after {say_date(newest)}" if newest else "of anything"
        return Waiting(last, (f"Nothing is on record here {since}, so a missing record shows nothing.",), is_late=True)
    return Settled(last + timedelta(days=1), (), found)
