"""When a promise is settled, on which figures, and whether it would now read otherwise.

The first load received on or after the data date (the end of the last window and the usual delay of publication) on
whose receipt every window is covered settles the test: both windows are read in the view of that one day, so that a
figure as first printed is never set against one as later revised. A later load changes no finding; what the test would
now say is printed beside it. A load that was taken back as a mistake settles nothing: a finding made on it falls, and
is kept beside the one that takes its place. See docs/adr/0013-what-settles-a-promise.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from eyre.body.commitment_test import FactTest, RecordTest, SeriesTest, Test
from eyre.commitments.answers import Finding, Verdict, found_on
from eyre.commitments.cases import parse_evidence
from eyre.commitments.evaluate import arithmetic_part, is_of_cases, parts_of, series_tests, windows_of
from eyre.commitments.faults import faults
from eyre.commitments.figures import AreaPaths, Figures
from eyre.commitments.kinds.seen import is_recorded, met_on
from eyre.commitments.promises import Promise, Trial
from eyre.commitments.views import Views
from eyre.core import BadInput, Month, places_between, say_date
from eyre.measures import Measure

Apart = tuple[tuple[RecordTest | FactTest, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A test that has been read.

    on: the day of the load, or of the record, that settled it. loads: ids of the loads that came with that day. now:
    what the test would say on the newest figures, where that differs. known_when_agreed: its figures were there
    when the test was agreed, so it promised nothing. not_now: why it could not be read on the newest figures, where it
    could not. fallen: what had been found on a load that was taken back since.
    """

    on: date
    loads: tuple[str, ...]
    finding: Finding
    now: Finding | None = None
    known_when_agreed: bool = False
    not_now: tuple[str, ...] = ()
    fallen: Settled | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A test that cannot be read yet.

    data_date: from when its figures may be expected; None where it waits for no figures. why: every reason, in words.
    is_late: that day has passed and the figures are not here. fallen: as in `Settled`.
    """

    data_date: date | None
    why: tuple[str, ...]
    is_late: bool = False
    fallen: Settled | None = None


def data_date(test: Test, measures: Mapping[str, Measure]) -> date | None:
    """The day from which the figures of every window may be expected; None for a test without windows.

    A measure without a known delay is taken to be published as its period ends; a sample, to be there then. Where the
    newest months of a measure are still filling up, it is the day by which those of the window are full.
    """
    return max((_published_from(each, measures) for each in series_tests(test)), default=None)


def _published_from(test: SeriesTest, measures: Mapping[str, Measure]) -> date:
    last = max(window.end for window in windows_of(test))
    measure = measures.get(test.measure)
    if measure is None or is_of_cases(test):
        return last
    if measure.settles_months:
        last = Month.of(last).shift(measure.settles_months).end
    return last + timedelta(days=measure.lag_days or 0)


def settle(trial: Trial, promise: Promise, views: Views) -> Settled | Waiting:
    """Read a test of a promise, as far as it could be read on the day that the promise is looked at."""
    standing = views.without_mistakes(promise.as_of)
    found = _settle(trial, promise, standing)
    if standing is views:
        return found
    before = _settle(trial, promise, views)
    is_same = isinstance(found, Settled) and isinstance(before, Settled) and found.finding == before.finding
    return found if is_same or isinstance(before, Waiting) else replace(found, fallen=before)


def _settle(trial: Trial, promise: Promise, views: Views) -> Settled | Waiting:
    expected = data_date(trial.test, views.measures)
    if expected is None:
        return _of_records(trial, promise, views)
    if promise.as_of < expected:
        return Waiting(expected, (f"Its figures may be expected from {say_date(expected)}.",))
    why: tuple[str, ...] = ("No load or sample has come since that covers it.",)
    for on, loads in _days(trial, expected, promise.as_of, views):
        figures, why = _read(trial, promise, views, on)
        if figures is not None:
            apart = _apart(trial, promise, views)
            found = replace(found_on(trial.test, figures), apart=apart)
            now, not_now = _now(trial, promise, views, found, figures)
            return Settled(on, loads, found, now, _is_known(trial, promise, views), not_now)
    return Waiting(expected, why, is_late=promise.as_of > expected)


def _is_known(trial: Trial, promise: Promise, views: Views) -> bool:
    """Whether all its figures had come by the day the test was agreed, early or late."""
    last = max(window.end for each in series_tests(trial.test) for window in windows_of(each))
    return last < trial.agreed_on and _read(trial, promise, views, trial.agreed_on)[0] is not None


def _read(trial: Trial, promise: Promise, views: Views, on: date) -> tuple[Figures | None, tuple[str, ...]]:
    """What a test is read on in the view of a day; or None and every reason why it cannot be."""
    try:
        figures = views.figures(on, trial.test, trial.agreed_on)
    except BadInput as bad:
        return None, tuple(fault.what for fault in bad.faults)
    wrong = faults(trial.test, figures, data_date=on)
    return (None if wrong else figures), tuple(fault.what for fault in wrong)


def _days(trial: Trial, expected: date, as_of: date, views: Views) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Days, oldest first, on which something came that may settle a test, with the loads that came by then.

    What had come before the data date, or before the test was agreed, is looked at on the later of the two.
    """
    came: dict[date, list[str]] = {}
    for day, what in _came(trial.test, views):
        if day <= as_of:
            came.setdefault(max(day, expected, trial.agreed_on), []).append(what)
    yield from ((day, tuple(came[day])) for day in sorted(came) if day <= as_of)


def _came(test: Test, views: Views) -> Iterator[tuple[date, str]]:
    """Loads of the measures that are read, and samples that are; each with its day."""
    over_time = {each.measure for each in series_tests(test) if not is_of_cases(each)}
    for entry in views.loads_of(over_time):
        yield entry.received_on, entry.id
    named = {parse_evidence(each.evidence)[1] for each in series_tests(test) if is_of_cases(each)}
    for sample in views.folder.samples:
        if str(sample.reference) in named and sample.drawn_on:
            yield sample.drawn_on, str(sample.reference)


def _now(
    trial: Trial, promise: Promise, views: Views, then: Finding, read: Figures
) -> tuple[Finding | None, tuple[str, ...]]:
    """What the test says on the newest figures, None where it says the same on the same numbers; or why it cannot."""
    newest = views.figures(promise.as_of, trial.test, trial.agreed_on)
    windows = [window for each in series_tests(trial.test) for window in windows_of(each)]
    if _are_alike(read, newest, min(w.start for w in windows), max(w.end for w in windows)):
        return None, ()
    if wrong := faults(trial.test, newest, data_date=promise.as_of):
        return None, tuple(fault.what for fault in wrong)
    now = replace(found_on(trial.test, newest), apart=then.apart)
    return (None if now == then else now), ()


def _are_alike(then: Figures, now: Figures, first: date, last: date) -> bool:
    """Whether the same was known of some days: then a test reads the same."""
    if then.paths.keys() != now.paths.keys() or then.cases != now.cases:
        return False
    return all(_part(then.paths[key], first, last) == _part(now.paths[key], first, last) for key in then.paths)


def _part(area: AreaPaths, first: date, last: date) -> tuple[object, ...]:
    """The periods that lie in some days, and their numbers as bytes: NaN is like NaN."""
    part = area.take(places_between(area.periods, first, last))
    numbers = (part.paths.values, part.numerator, part.denominator, part.standard_error)
    return part.periods, *(None if each is None else each.tobytes() for each in numbers)


# --- records and facts ---------------------------------------------------------------------------------------------


def _apart(trial: Trial, promise: Promise, views: Views) -> Apart:
    """Records and facts beside figures: each by its own date, on what is on record now, and never multiplied."""
    if arithmetic_part(trial.test) == trial.test:
        return ()
    figures = _on_record(trial, promise, views)
    parts = (part for part in parts_of(trial.test) if isinstance(part, RecordTest | FactTest))
    return tuple((part, _seen(part, trial, promise, figures, views)[0]) for part in parts)


def _on_record(trial: Trial, promise: Promise, views: Views) -> Figures:
    return Figures(
        views.measures,
        {},
        recorded=views.recorded_since(promise.meeting.date, promise.as_of),
        confirmed=promise.confirmed(trial),
    )


def _seen(
    part: RecordTest | FactTest, trial: Trial, promise: Promise, figures: Figures, views: Views
) -> tuple[Verdict, date | None]:
    """What is on record of one part, and the day on which that was so; no day while it is open."""
    if isinstance(part, FactTest):
        said = promise.said_of(trial).get(part.evidence_wanted)
        if said is None:
            return Verdict.FOR_A_PERSON, None
        return (Verdict.SHOWN if said.outcome == "seen" else Verdict.SHOWN_NOT), said.at
    if is_recorded(part, figures):
        return Verdict.SHOWN, met_on(part, figures)
    last = part.by or promise.day_of(trial)
    if last is None or promise.as_of <= last:
        return Verdict.NOT_YET, None
    after = views.first_record_after(last)
    return (Verdict.SHOWN_NOT, after) if after and after <= promise.as_of else (Verdict.NOT_SHOWN, None)


def _of_records(trial: Trial, promise: Promise, views: Views) -> Settled | Waiting:
    """A test of records and facts: met on the day the last of them came, missed when its date has passed.

    A record is missing from the first day after its date of which anything is on record here: where nobody keeps
    records, a missing one shows nothing.
    """
    figures = _on_record(trial, promise, views)
    if wrong := faults(trial.test, figures):
        return Waiting(None, tuple(fault.what for fault in wrong))
    parts = [part for part in parts_of(trial.test) if isinstance(part, RecordTest | FactTest)]
    seen = [(part, *_seen(part, trial, promise, figures, views)) for part in parts]
    verdicts = [verdict for _, verdict, _ in seen]
    last = max(filter(None, [part.by or promise.day_of(trial) for part in parts]), default=None)
    is_late = bool(last and promise.as_of > last)
    if Verdict.FOR_A_PERSON in verdicts:
        return Waiting(last, ("A person has to say whether it is so.",), is_late)
    if Verdict.NOT_YET in verdicts:
        why = "It has not been recorded yet" + ("." if last else ", and no date was given.")
        return Waiting(last, (why,))
    if Verdict.NOT_SHOWN in verdicts:
        newest = views.last_record(promise.as_of)
        since = f"after {say_date(newest)}" if newest else "of anything"
        return Waiting(last, (f"Nothing is on record here {since}, so a missing record shows nothing.",), is_late)
    all_seen = all(verdict is Verdict.SHOWN for verdict in verdicts)
    apart: Apart = tuple((part, verdict) for part, verdict, _ in seen)
    on = max(day for _, _, day in seen if day)
    return Settled(on, (), Finding(Verdict.SHOWN if all_seen else Verdict.SHOWN_NOT, (), apart))
