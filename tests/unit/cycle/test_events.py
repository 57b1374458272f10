from datetime import date

import pytest

from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import (
    COMMITMENT_MOVES,
    MATTER_MOVES,
    EventKind,
    date_asked,
    due_after,
    fold,
    fold_action,
    status_after,
)
from eyre.cycle.states import ActionRefused, ActionStatus, CommitmentState, MatterStatus

REPORTED, ACCEPTED, RETURNED = EventKind.REPORTED_COMPLETE, EventKind.ACCEPTED, EventKind.RETURNED
NEW_DATE, DATE_ASKED, DATE_KEPT = EventKind.NEW_DATE, EventKind.DATE_ASKED, EventKind.DATE_KEPT


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], ActionStatus.OPEN),
        ([EventKind.UPDATE, EventKind.DOCUMENT_RECEIVED], ActionStatus.OPEN),
        ([REPORTED], ActionStatus.REPORTED_COMPLETE),
        ([REPORTED, ACCEPTED], ActionStatus.ACCEPTED),
        ([REPORTED, RETURNED, EventKind.NEW_DATE], ActionStatus.OPEN),
        ([REPORTED, RETURNED, REPORTED, ACCEPTED], ActionStatus.ACCEPTED),
        ([EventKind.SUPERSEDED], ActionStatus.SUPERSEDED),
        ([EventKind.ORDINARY_BUSINESS], ActionStatus.ORDINARY_BUSINESS),
    ],
)
def test_the_state_of_an_action_follows_from_its_events(events, status):
    assert status_after(events) is status


def test_a_move_that_is_not_allowed_is_said_and_not_made():
    folded = fold_action([ACCEPTED, REPORTED, EventKind.WITHDRAWN])
    assert folded.status is ActionStatus.REPORTED_COMPLETE
    assert len(folded.faults) == 2
    assert folded.faults[0].startswith("Event 1 (accepted): An action that is open cannot become accepted.")
    with pytest.raises(ActionRefused, match="Event 3 \\(withdrawn\\)"):
        status_after([ACCEPTED, REPORTED, EventKind.WITHDRAWN])


def test_a_commitment_may_be_found_at_each_checkpoint_and_then_decided():
    events = [EventKind.TEST_AGREED, EventKind.FINDING, EventKind.FINDING, EventKind.DECISION]
    folded = fold(CommitmentState.UNTESTED, events, COMMITMENT_MOVES)
    assert (folded.status, folded.faults) == (CommitmentState.DECIDED, ())


def test_a_finding_without_an_agreed_test_is_a_fault():
    assert fold(CommitmentState.UNTESTED, [EventKind.FINDING], COMMITMENT_MOVES).faults


def test_a_closed_matter_is_opened_again():
    events = [EventKind.CLOSED, EventKind.REOPENED, EventKind.WATCHED]
    assert fold(MatterStatus.OPEN, events, MATTER_MOVES).status is MatterStatus.WATCHED


FIRST = Due(words="end of January", date=date(2018, 1, 31), certainty=Certainty.RESOLVED)


@pytest.mark.parametrize(
    ("events", "day", "times"),
    [
        ([], date(2018, 1, 31), 0),
        ([(EventKind.UPDATE, None)], date(2018, 1, 31), 0),
        ([(NEW_DATE, date(2018, 2, 28))], date(2018, 2, 28), 1),
        ([(NEW_DATE, date(2018, 1, 31))], date(2018, 1, 31), 0),  # the same date said again
        ([(NEW_DATE, date(2018, 2, 28)), (NEW_DATE, date(2018, 4, 30))], date(2018, 4, 30), 2),
        ([(NEW_DATE, None)], None, 1),  # a new date is to be told
        ([(NEW_DATE, None), (NEW_DATE, date(2018, 4, 30))], date(2018, 4, 30), 1),  # and then is
        ([(DATE_ASKED, date(2018, 2, 28))], date(2018, 1, 31), 0),  # asked for, and not given
        ([(DATE_ASKED, date(2018, 2, 28)), (DATE_KEPT, None)], date(2018, 1, 31), 0),
        ([(DATE_ASKED, date(2018, 2, 28)), (NEW_DATE, date(2018, 2, 14))], date(2018, 2, 14), 1),
    ],
)
def test_the_date_that_holds_and_how_often_it_has_moved(events, day, times):
    now = due_after(FIRST, events)
    assert (now.date, now.times_redated, now.first) == (day, times, FIRST)


LATER, LAST = date(2018, 2, 28), date(2018, 3, 31)


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([], None),
        ([(NEW_DATE, LATER)], None),
        ([(DATE_ASKED, LATER), (EventKind.UPDATE, None)], LATER),
        ([(DATE_ASKED, LATER), (DATE_ASKED, LAST)], LAST),  # asked again
        ([(DATE_ASKED, LATER), (NEW_DATE, LAST)], None),  # another day answers it too
        ([(DATE_ASKED, LATER), (DATE_KEPT, None)], None),
        ([(DATE_ASKED, LATER), (DATE_KEPT, None), (DATE_ASKED, LAST)], LAST),
        ([(DATE_ASKED, LATER), (REPORTED, None)], LATER),  # not closed before it is accepted
        ([(DATE_ASKED, LATER), (REPORTED, None), (ACCEPTED, None)], None),
        ([(DATE_ASKED, LATER), (ACCEPTED, None)], LATER),  # a move that is not allowed closes nothing
        ([(DATE_ASKED, LATER), (EventKind.WITHDRAWN, None)], None),
    ],
)
def test_a_day_is_asked_for_until_it_is_answered_or_the_action_closed(events, day):
    assert date_asked(events) == day


def test_a_first_date_for_what_had_none_is_no_move():
    now = due_after(Due(words="in due course"), [(NEW_DATE, date(2018, 2, 28))])
    assert (now.times_redated, now.days_slipped) == (0, None)


def test_slippage_counts_from_the_first_date():
    assert due_after(FIRST, [(NEW_DATE, date(2018, 2, 28))]).days_slipped == 28
