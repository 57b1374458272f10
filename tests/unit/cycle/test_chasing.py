"""The schedule of reminders, with days worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.cycle.chasing import (
    SCHEDULE,
    Step,
    Told,
    escalated_since,
    escalation,
    first_step,
    last_due_escalated,
    step_reached,
)

DUE = date(2025, 11, 4)
days = st.integers(-400, 400).map(timedelta)


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2025, 10, 20), None),  # 15 days before
        (date(2025, 10, 21), -14),
        (date(2025, 10, 27), -14),
        (date(2025, 10, 28), -7),
        (date(2025, 11, 3), -1),
        (date(2025, 11, 4), 0),
        (date(2025, 11, 5), 1),
        (date(2025, 11, 11), 7),
        (date(2025, 11, 17), 7),
        (date(2025, 11, 18), 14),  # the chair hears of it
        (date(2025, 11, 24), 14),
        (date(2025, 11, 25), 21),
        (date(2025, 12, 2), 28),
    ],
)
def test_a_step_is_reached_on_its_day_and_holds_until_the_next(on, step):
    reached = step_reached(DUE, on)
    assert (reached and reached.days) == step


def test_the_schedule_is_in_order_speaks_before_on_and_after_and_ends_with_the_chair():
    assert [step.days for step in SCHEDULE] == sorted({step.days for step in SCHEDULE})
    assert {step.days < 0 for step in SCHEDULE} == {True, False}
    assert any(step.days == 0 for step in SCHEDULE)
    assert [step.told for step in SCHEDULE].count(Told.CHAIR) == 1
    assert SCHEDULE[-1] is escalation()
    assert SCHEDULE[0] is first_step()
    assert escalation().is_after


def test_another_schedule_is_another_table_and_no_other_code():
    twice = (Step(0), Step(5, Told.CHAIR))
    assert step_reached(DUE, DUE + timedelta(days=40), twice) == twice[1]
    assert step_reached(DUE, DUE - timedelta(days=1), twice) is None
    assert escalated_since(DUE, twice) == date(2025, 11, 9)


@given(days)
def test_the_chair_hears_of_what_stands_on_the_list_and_of_nothing_else(later):
    on = DUE + later
    step = step_reached(DUE, on)
    told = step is not None and step.told is Told.CHAIR
    assert told == (on >= escalated_since(DUE)) == (last_due_escalated(on) >= DUE)


@given(days)
def test_a_step_once_reached_is_never_taken_back(later):
    before, after = (step_reached(DUE, DUE + later + timedelta(days=n)) for n in (0, 1))
    assert before is None or (after is not None and after.days >= before.days)
