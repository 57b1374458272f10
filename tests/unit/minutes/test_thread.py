"""What stands in the thread of a matter, and where."""

from dataclasses import replace
from datetime import date

from eyre.body.meeting import RECORDS
from eyre.body.registers import Event
from eyre.core import Month, Reference
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.minutes.standing import CLOSING
from eyre.minutes.thread import STEP_OF_EVENT, STEP_OF_RECORD, Step, threads

ON = date(2018, 7, 1)


def event(reference, day, kind, words="It.", **more):
    return Event(reference=Reference.parse(reference), at=day, by="cc", kind=kind, words=words, **more)


def burglary(folder, on=ON):
    return threads(folder, on).of("domestic-burglary")


def with_events(folder, *events):
    return replace(folder, events=(*folder.events, *events))


def test_every_record_of_an_item_has_its_step():
    assert set(STEP_OF_RECORD) == {*RECORDS, "action"}


def test_every_event_that_ends_something_is_a_result():
    ends = {*CLOSING, EventKind.DECISION, EventKind.MISSED}
    assert {STEP_OF_EVENT[kind] for kind in ends} == {Step.RESULT}


def test_a_thread_runs_from_the_question_to_the_result(west_mercia):
    found = burglary(west_mercia)
    assert [len(found.of(step)) for step in Step] == [1, 14, 9, 7, 1, 1]  # counted in the notes of December 2017
    first = found.entries[0]
    assert (first.step, str(first.reference), first.on) == (
        Step.QUESTION, str(found.of(Step.QUESTION)[0].reference), date(2017, 12, 19),
    )  # fmt: skip


def test_of_one_day_the_question_comes_before_its_result(west_mercia):
    steps = [entry.step for entry in burglary(west_mercia).entries if not entry.later]
    assert steps == sorted(steps, key=list(Step).index)


def test_what_happened_to_a_record_later_is_in_the_thread_of_its_matter(west_mercia):
    promise = burglary(west_mercia).of(Step.COMMITMENT)[0].reference
    missed = event(str(promise), date(2018, 4, 3), EventKind.MISSED, "It has not happened.")
    last = burglary(with_events(west_mercia, missed)).of(Step.RESULT)[-1]
    assert (last.on, last.words, last.by, last.later) == (date(2018, 4, 3), "It has not happened.", ("cc",), True)


def test_a_new_date_stands_with_its_action_and_an_acceptance_with_the_results(west_mercia):
    action = burglary(west_mercia).of(Step.ACTION)[0].reference
    moved = event(str(action), date(2018, 2, 1), EventKind.NEW_DATE, sets_date=date(2018, 3, 1))
    done = event(str(action), date(2018, 3, 1), EventKind.ACCEPTED)
    found = burglary(with_events(west_mercia, moved, done))
    assert found.of(Step.ACTION)[-1].sets_date == date(2018, 3, 1)
    assert found.of(Step.RESULT)[-1].what == "accepted"


def test_what_is_not_yet_so_is_not_in_it(west_mercia):
    """A meeting that is announced, and an event of a later day."""
    later = event("matter domestic-burglary", date(2018, 7, 2), EventKind.CLOSED)
    assert burglary(with_events(west_mercia, later)) == burglary(west_mercia)
    closed = burglary(with_events(west_mercia, later), date(2018, 7, 2)).entries[-1]
    assert (closed.step, closed.what) == (Step.RESULT, "closed")
    planned = tuple(replace(meeting, status=MeetingStatus.PLANNED) for meeting in west_mercia.meetings)
    assert burglary(replace(west_mercia, meetings=planned)).entries == ()


def test_who_may_see_some_records_gets_those_and_what_happened_to_them(west_mercia):
    whole = burglary(west_mercia)
    one = str(whole.of(Step.QUESTION)[0].reference)
    assert {str(entry.reference) for entry in whole.seen(frozenset({one})).entries} == {one}


def test_entries_are_counted_month_by_month(west_mercia):
    found = burglary(west_mercia)
    assert found.counted(Step.EVIDENCE)[Month(2017, 12)] >= 13
    assert sum(found.counted(Step.EVIDENCE).values()) == 14


def test_a_matter_that_is_on_no_record_has_an_empty_thread(west_mercia):
    assert threads(west_mercia, ON).of("victim-satisfaction").entries == ()
