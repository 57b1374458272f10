"""A promise as it stood on a day: its words, tests, dates, misses and what was decided."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.meeting import Action, Checkpoint, Item
from eyre.commitments.promises import Became, promises
from eyre.core import Reference
from eyre.cycle.due import Due
from eyre.cycle.states import CommitmentDecision, MeetingStatus
from eyre.cycle.words import CommitmentKind
from given_promises import GIVEN, agreed, body, event, given, level, meeting, promise

LATER = date(2020, 12, 1)


def of(tmp_path, said, *events, **records):
    return body(tmp_path, {}, said, events=events, **records)


# --- minutes -------------------------------------------------------------------------------------------------------


def test_a_promise_is_there_from_the_day_of_its_meeting_and_only_if_that_was_held(tmp_path):
    planned = meeting(promise("C2"), on=date(2020, 2, 12), status=MeetingStatus.PLANNED)
    folder = of(tmp_path, promise(), meetings=(meeting(promise()), planned))
    assert not promises(folder, date(2020, 1, 14))
    assert [str(each.reference) for each in promises(folder, LATER)] == ["commitment 2020-01/C1"]


def test_corrected_minutes_stand_from_the_day_of_the_correction(tmp_path):
    first = meeting(promise(words="It will fall."))
    second = meeting(promise(words="It will fall by a tenth."), version=2, corrects="scrutiny-2020-01-15.toml")
    said = event("C1", "corrected", date(2020, 2, 20))
    corrected = replace(said, reference=Reference("meeting", "2020-01"))
    folder = of(tmp_path, promise(), corrected, meetings=(first, second))
    assert given(folder, date(2020, 2, 19)).commitment.words == "It will fall."
    assert given(folder, date(2020, 2, 20)).commitment.words == "It will fall by a tenth."


def test_a_correction_of_which_no_day_is_told_stands_from_the_beginning(tmp_path):
    second = meeting(promise(words="It will fall by a tenth."), version=2)
    folder = of(tmp_path, promise(), meetings=(meeting(promise()), second))
    assert given(folder, GIVEN).commitment.words == "It will fall by a tenth."


# --- tests ---------------------------------------------------------------------------------------------------------


def test_a_test_stands_from_the_day_it_was_agreed_and_takes_the_place_of_the_one_before(tmp_path):
    tests = agreed((date(2020, 2, 1), level(290)), (date(2020, 3, 1), level(280)))
    folder = of(tmp_path, promise(test=level(300)), commitments=(tests,))
    for as_of, now, before in [
        (GIVEN, 300, []),
        (date(2020, 1, 31), 300, []),
        (date(2020, 2, 1), 290, [300]),
        (date(2020, 3, 1), 280, [300, 290]),
    ]:
        found = given(folder, as_of)
        assert [trial.test.value for trial in found.trials] == [now]
        assert [trial.test.value for trial in found.earlier] == before


def test_each_checkpoint_has_a_test_and_a_day_of_its_own(tmp_path):
    checkpoints = (
        Checkpoint(label="3 months", due=Due(date=date(2020, 3, 31)), test=level(300)),
        Checkpoint(label="9 months", due=Due(date=date(2020, 9, 30))),
    )
    later = agreed((date(2020, 2, 1), level(270)))
    later = replace(later, agreed=tuple(replace(each, label="9 months") for each in later.agreed))
    folder = of(tmp_path, promise(due=None, checkpoints=checkpoints), commitments=(later,))
    found = given(folder, LATER)
    assert [(t.label, t.due, t.test.value) for t in found.trials] == [
        ("3 months", date(2020, 3, 31), 300),
        ("9 months", date(2020, 9, 30), 270),  # the day stands in the minutes
    ]
    assert found.due.date == date(2020, 9, 30)


def test_a_test_in_the_minutes_is_of_the_day_it_was_agreed(tmp_path):
    folder = of(tmp_path, promise(test=level(), test_agreed_on=date(2020, 2, 3), test_agreed_by="chair"))
    assert not given(folder, date(2020, 2, 2)).trials
    assert given(folder, date(2020, 2, 2)).untested_because == "No test has been agreed."
    assert given(folder, date(2020, 2, 3)).trials[0].agreed_by == "chair"


# --- dates and misses ----------------------------------------------------------------------------------------------


def test_a_date_moved_twice_keeps_the_first_and_every_reason(tmp_path):
    folder = of(
        tmp_path, promise(),
        event("C1", "new_date", date(2020, 3, 20), "Staff were ill.", sets_date=date(2020, 5, 31)),
        event("C1", "new_date", date(2020, 5, 20), "The system was late.", sets_date=date(2020, 7, 31)),
    )  # fmt: skip
    for as_of, due, moved in [
        (date(2020, 3, 19), date(2020, 3, 31), []),
        (date(2020, 3, 20), date(2020, 5, 31), ["Staff were ill."]),
        (LATER, date(2020, 7, 31), ["Staff were ill.", "The system was late."]),
    ]:
        found = given(folder, as_of)
        assert (found.due.first.date, found.due.date) == (date(2020, 3, 31), due)
        assert [each.words for each in found.redates] == moved


def test_the_second_miss_goes_to_the_chair_until_somebody_decides(tmp_path):
    folder = of(
        tmp_path, promise(),
        event("C1", "missed", date(2020, 4, 15), "No money."),
        event("C1", "missed", date(2020, 5, 13), "No staff."),
        event("C1", "decision", date(2020, 6, 10), "It will not come.", outcome="not_kept"),
    )  # fmt: skip
    assert not given(folder, date(2020, 5, 12)).goes_to_the_chair
    assert given(folder, date(2020, 5, 13)).goes_to_the_chair
    assert [each.words for each in given(folder, date(2020, 5, 13)).misses] == ["No money.", "No staff."]
    assert not given(folder, LATER).goes_to_the_chair


# --- decisions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "decision"),
    [
        ([("decision", "kept")], CommitmentDecision.KEPT),
        ([("decision", "kept"), ("decision", "not_kept")], CommitmentDecision.NOT_KEPT),  # taken again
        ([("withdrawn", "")], CommitmentDecision.WITHDRAWN),
        ([("withdrawn", ""), ("decision", "partly_kept")], CommitmentDecision.PARTLY_KEPT),
        ([("decision", "")], None),  # words only
        ([("decision", "Kept")], None),  # no outcome: `eyre check` names it
        ([("update", "")], None),
    ],
)
def test_the_last_decision_holds(tmp_path, kinds, decision):
    events = [event("C1", kind, date(2020, 6, 1 + at), outcome=outcome) for at, (kind, outcome) in enumerate(kinds)]
    assert given(of(tmp_path, promise(), *events), LATER).decision is decision
    assert given(of(tmp_path, promise(), *events), date(2020, 5, 31)).decision is None


# --- what became of it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carried", "tested", "became"),
    [
        (False, False, Became.NEITHER), (True, False, Became.ACTION), (False, True, Became.TEST),
        (True, True, Became.BOTH),
    ],
)  # fmt: skip
def test_a_promise_becomes_an_action_a_test_both_or_neither(tmp_path, carried, tested, became):
    reference = Reference("action", "2020-01", "1")
    said = promise(carried_by=reference if carried else None, test=level() if tested else None)
    item = Item(number="1", title="x", commitments=(said,), actions=(Action(reference=reference, words="Do it."),))
    folder = of(tmp_path, said, meetings=(meeting(items=(item,)),))
    assert given(folder, LATER).became is became


@pytest.mark.parametrize("kind", CommitmentKind)
def test_only_commitments_and_targets_are_found_kept_or_not(tmp_path, kind):
    found = given(of(tmp_path, promise(kind=kind)), LATER)
    assert found.is_scored == (kind in (CommitmentKind.COMMITMENT, CommitmentKind.TARGET))
