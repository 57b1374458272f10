"""What was worked out of promises goes on after the record was added to, and only where it holds still."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.commitment_test import RecordTest
from eyre.body.folder import read_folder
from eyre.body.meeting import Note
from eyre.body.registers import Event
from eyre.core import Reference
from eyre.cycle.events import EventKind
from eyre.tracker.commitments import CommitmentsAsOf
from promised_body import agreed, missed, promised_body
from small_body import FIRST, load, steady

AS_OF = date(2024, 4, 22)


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    asked = CommitmentsAsOf(promised_body(tmp_path_factory.mktemp("promised") / "body"), AS_OF)
    asked.standings()
    return asked


def gone_on(before, folder, as_of=AS_OF):
    asked = CommitmentsAsOf(folder, as_of)
    asked.go_on_from(before)
    return asked


def with_events(folder, *events):
    return replace(folder, events=(*folder.events, *events))


def labels(found):
    return {reference.label for reference in found}


def test_a_note_changes_no_promise_and_nothing_is_worked_out_again(before):
    last = next(meeting for meeting in before.folder.meetings if meeting.items)
    note = Note(reference=Reference("note", last.reference.home, "N1"), words="Tea was late.")
    noted = replace(last, items=(replace(last.items[0], notes=(note,)), *last.items[1:]))
    every = tuple(noted if meeting is last else meeting for meeting in before.folder.meetings)
    folder = replace(before.folder, meetings=every)
    asked = gone_on(before, folder)
    assert labels(asked.found) == labels(before.found)
    for promise in asked.promises:
        found, known = asked.found[promise.reference], before.found[promise.reference]
        assert found.promise is promise
        assert (found.stands, found.trials, found.doubts) == (known.stands, known.trials, known.doubts)


def test_what_goes_on_is_what_would_be_worked_out_anew(before):
    """C8 was missed again; every other promise is taken over. All stand as they do on a fresh look."""
    folder = with_events(before.folder, missed("C8", date(2024, 4, 16), "It did not come"))
    asked = gone_on(before, folder)
    assert labels(before.found) - labels(asked.found) == {"C8"}
    fresh = CommitmentsAsOf(folder, AS_OF)
    for mine, anew in zip(asked.standings(), fresh.standings(), strict=True):
        assert (mine.promise, mine.stands, mine.doubts) == (anew.promise, anew.stands, anew.doubts)
        for trial, other in zip(mine.trials, anew.trials, strict=True):
            assert (trial.settled, trial.course, trial.luck_and_power) == (
                other.settled, other.course, other.luck_and_power,
            )  # fmt: skip


def test_a_test_of_records_is_read_again_when_something_came_on_record(before):
    held = RecordTest(what="meeting", matching="scrutiny", by=date(2024, 4, 30))
    folder = replace(before.folder, commitments=(*before.folder.commitments, agreed("C7", held)))
    first = CommitmentsAsOf(folder, AS_OF)
    first.standings()
    quiet = gone_on(first, with_events(folder, missed("C8", date(2024, 4, 2), "Said twice")))  # a day on record already
    assert "C7" in labels(quiet.found)
    paper = Event(
        reference=Reference.parse("action 2023-11/1"), at=date(2024, 4, 18), by="chief",
        kind=EventKind.DOCUMENT_RECEIVED, document="plan",
    )  # fmt: skip
    assert "C7" not in labels(gone_on(first, with_events(folder, paper)).found)


def test_nothing_goes_on_to_another_day_or_after_a_load(before, tmp_path):
    assert gone_on(before, before.folder, date(2024, 4, 23)).found == {}
    place = tmp_path / "body"
    first = CommitmentsAsOf(promised_body(place), AS_OF)
    first.standings()
    load(place, {"burglary": {"north": steady(90)}}, first=FIRST, received=date(2024, 4, 21))
    assert gone_on(first, read_folder(place)).found == {}


def test_figures_that_were_read_are_not_read_again(before):
    asked = gone_on(before, with_events(before.folder))
    assert asked.folder.figures(AS_OF) is before.folder.figures(AS_OF)
    assert asked.views._series is before.views._series
