"""Tests agreed after the minutes, and outcomes: what `eyre check` finds wrong with them."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder
from eyre.core import Reference
from eyre.cycle.events import OUTCOMES, EventKind, outcome_fault
from eyre.cycle.states import CommitmentDecision
from given_promises import GIVEN, agreed, body, event, level, promise

FIRST, SECOND = date(2020, 2, 1), date(2020, 3, 1)


def faults(tmp_path, said=None, *events, **records):
    folder = body(tmp_path, {"burglary": {"north": [1]}}, said or promise(), events=events, **records)
    return [str(fault) for fault in check_folder(folder).faults]


def one(*tests, **changes):
    return {"commitments": (replace(agreed(*tests), **changes),)}


def test_a_test_agreed_for_a_promise_is_right_and_is_read_as_it_was_written(tmp_path):
    tests = one((FIRST, level(290)), (SECOND, level(280)))
    assert faults(tmp_path, **tests) == []
    assert read_folder(tmp_path).commitments == tests["commitments"]
    assert (tmp_path / "commitments" / "2020-01-C1.toml").is_file()


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        (
            one((FIRST, level()), reference=Reference("commitment", "2020-01", "C9")),
            '"commitment 2020-01/C9" is no commitment here',
        ),
        (one((date(2020, 1, 14), level())), "is older than the promise, which was given on 15 January 2020"),
        (one((FIRST, level()), (FIRST, level(280))), "the test was agreed twice on 1 February 2020"),
        (one((FIRST, level(area="west"))), 'area names "west"'),
        (one((FIRST, level(measure="arson"))), 'measure names "arson"'),
    ],
)
def test_each_rule_is_told_with_its_file(tmp_path, tests, says):
    (fault,) = faults(tmp_path, **tests)
    assert says in fault
    assert fault.startswith("commitments/2020-01-C")


def test_a_test_that_takes_the_place_of_another_gives_its_reason(tmp_path):
    silent = agreed((FIRST, level(290)), (SECOND, level(280)), reason="")
    (fault,) = faults(tmp_path / "a", commitments=(silent,))
    assert "the test agreed on 1 March 2020 takes the place of an earlier one. Say why, in reason." in fault
    minuted = faults(tmp_path / "b", promise(test=level(300)), commitments=(agreed((FIRST, level()), reason=""),))
    assert "agreed on 1 February 2020 takes the place of an earlier one" in minuted[0]


def test_the_first_test_of_each_checkpoint_takes_nobodys_place(tmp_path):
    tests = agreed((FIRST, level(290)), (SECOND, level(280)), reason="")
    labelled = replace(tests, agreed=(tests.agreed[0], replace(tests.agreed[1], label="9 months")))
    assert faults(tmp_path, commitments=(labelled,)) == []


# --- outcomes ------------------------------------------------------------------------------------------------------


def test_a_decision_may_come_out_in_every_way_a_promise_can_be_decided():
    assert set(OUTCOMES[EventKind.DECISION]) == {decision.value for decision in CommitmentDecision}


@pytest.mark.parametrize("kind", EventKind)
def test_only_a_decision_and_a_finding_say_what_came_out(kind):
    assert outcome_fault(kind, "") == ""
    assert bool(outcome_fault(kind, "kept")) == (kind is not EventKind.DECISION)
    assert bool(outcome_fault(kind, "seen")) == (kind is not EventKind.FINDING)


@pytest.mark.parametrize(
    ("kind", "outcome", "says"),
    [
        ("decision", "Kept", 'the outcome "Kept" does not go with decision. Write one of: kept, partly_kept'),
        ("finding", "kept", "Write one of: seen, not_seen."),
        ("update", "kept", "does not go with update. Leave it empty."),
    ],
)
def test_an_outcome_that_does_not_go_with_its_event_is_a_fault_of_its_row(tmp_path, kind, outcome, says):
    (fault,) = faults(tmp_path, promise(), event("C1", kind, GIVEN, outcome=outcome))
    assert fault.startswith("events.csv, row 2")
    assert says in fault
