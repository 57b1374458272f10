import importlib.util
from pathlib import Path

import pytest

from eyre.core import Refused
from eyre.cycle.events import (
    ACTION_MOVES,
    COMMITMENT_MOVES,
    MATTER_MOVES,
    MEETING_MOVES,
    NOTES_MOVES,
    QUESTION_MOVES,
    EventKind,
)
from eyre.cycle.states import (
    NEXT,
    WAS_HELD,
    ActionRefused,
    ActionStatus,
    MatterStatus,
    MeetingStatus,
    NotesStatus,
    can_move,
    check_can_move,
    is_closed,
    notes_status,
    state_diagram,
)

ROOT = Path(__file__).parents[3]
MOVES = (ACTION_MOVES, MEETING_MOVES, NOTES_MOVES, MATTER_MOVES, QUESTION_MOVES, COMMITMENT_MOVES)


@pytest.mark.parametrize("kind", NEXT)
def test_every_state_has_a_rule(kind):
    assert set(NEXT[kind]) == set(kind)


@pytest.mark.parametrize("kind", NEXT)
def test_every_state_can_be_reached_from_the_first(kind):
    reached, table = set(), NEXT[kind]
    ahead = [next(iter(kind))]
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead += set(table[state]) - reached
    assert reached == set(kind)


@pytest.mark.parametrize(("kind", "moves"), list(zip(NEXT, MOVES, strict=True)))
def test_every_state_but_the_first_is_reached_by_an_event(kind, moves):
    assert set(moves.values()) >= set(kind) - {next(iter(kind))}


def test_only_what_is_reported_complete_is_accepted_and_it_may_go_back():
    assert [status for status in ActionStatus if can_move(status, ActionStatus.ACCEPTED)] == ["reported_complete"]
    assert can_move(ActionStatus.REPORTED_COMPLETE, ActionStatus.OPEN)


def test_a_refusal_says_what_was_asked_and_what_is_allowed():
    with pytest.raises(ActionRefused) as refused:
        check_can_move(ActionStatus.OPEN, ActionStatus.ACCEPTED)
    assert str(refused.value) == (
        "An action that is open cannot become accepted. It can become: reported complete, withdrawn, superseded, "
        "ordinary business."
    )
    with pytest.raises(Refused, match="nothing: it is closed"):
        check_can_move(MeetingStatus.PUBLISHED, MeetingStatus.HELD)


def test_a_closed_matter_may_be_opened_again_and_is_still_closed():
    assert is_closed(MatterStatus.CLOSED)
    assert can_move(MatterStatus.CLOSED, MatterStatus.OPEN)
    assert not is_closed(MatterStatus.WATCHED)


def test_a_diagram_draws_each_allowed_move_once():
    drawn = state_diagram(NEXT[ActionStatus]).splitlines()
    moves = sum(len(to) for to in NEXT[ActionStatus].values())
    # the head, where it begins, six states, their moves, four closed ones
    assert len(drawn) == 2 + 6 + moves + 4
    assert "    reported_complete --> open" in drawn
    assert "    open --> accepted" not in drawn


def test_the_page_of_states_is_what_its_tables_give(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "tools" / "build_docs.py")
    build_docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build_docs)
    written = (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8")
    assert written.endswith(build_docs.states_page().rstrip() + "\n"), "Run `make docs`."


def test_an_event_has_one_name():
    assert len({kind.value for kind in EventKind}) == len(EventKind)


def test_notes_are_sent_before_they_are_agreed_and_agreed_before_they_are_published():
    assert [to for to in NotesStatus if can_move(NotesStatus.DRAFT, to)] == ["sent"]
    assert [to for to in NotesStatus if can_move(NotesStatus.SENT, to)] == ["sent", "agreed"]
    assert [to for to in NotesStatus if can_move(NotesStatus.AGREED, to)] == ["published"]
    assert [to for to in NotesStatus if can_move(NotesStatus.PUBLISHED, to)] == []


def test_only_a_meeting_that_was_held_has_notes():
    found = {status: notes_status(status, was_sent=True) for status in MeetingStatus}
    assert {status for status, notes in found.items() if notes} == set(WAS_HELD)
    assert notes_status(MeetingStatus.HELD, was_sent=False) is NotesStatus.DRAFT
