"""Promises beside the rows of the tracker."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.commitment_test import Aggregate, RelativeChangeTest
from eyre.body.registers import Event
from eyre.body.settings import Tracker as TrackerSettings
from eyre.core import Reference
from eyre.cycle.events import EventKind
from eyre.tracker import Request, build_tracker
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.plain import tracker_columns, tracker_plain
from eyre.tracker.promised import with_commitments
from promised_body import EVENTS, QUARTER, YEAR_BEFORE, agreed, promised_body
from small_body import FORCE, small_body, steady

AS_OF = date(2024, 4, 22)
AREAS = TrackerSettings(areas=("north", "south"))


def promised(folder, as_of=AS_OF):
    tracker = with_commitments(build_tracker(folder, Request(as_of)), CommitmentsAsOf(folder, as_of))
    return {(row.key.measure, row.key.area): [each.line for each in row.commitments] for row in tracker.rows}, tracker


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return promised(promised_body(tmp_path_factory.mktemp("promised") / "body", tracker=AREAS))


def test_each_row_carries_what_was_promised_of_it_in_short_words(found):
    rows, _ = found
    assert rows["burglary", "north"] == ["2023-11/C1: shown", "2023-11/C3: shown not", "2023-11/C4: off course"]
    assert rows["burglary", "south"] == ["2023-11/C3: shown not", "2023-11/C5: on course"]
    assert rows["satisfaction", FORCE] == ["2023-11/C2: shown not", "2023-11/C9: listed, never scored"]
    (line,) = rows["burglary", FORCE]
    assert line.startswith("2023-11/C6: uncertain, 5")


def test_a_decision_of_a_person_stands_before_what_was_found(tmp_path):
    decision = Event(
        reference=Reference.parse("commitment 2023-11/C1"), at=date(2024, 4, 21), by="chair", kind=EventKind.DECISION,
        outcome="partly_kept",
    )  # fmt: skip
    rows, _ = promised(promised_body(tmp_path / "body", tracker=AREAS, events=(*EVENTS, decision)))
    assert rows["burglary", "north"][0] == "2023-11/C1: decided: partly kept"


def test_what_a_promise_is_compared_with_does_not_carry_it(tmp_path):
    beside = RelativeChangeTest(
        measure="burglary", area="north", before=YEAR_BEFORE, after=QUARTER, aggregate=Aggregate.SUM, peer="south"
    )
    folder = promised_body(tmp_path / "body", tracker=AREAS, commitments=(agreed("C1", beside),))
    rows, _ = promised(folder)
    assert len(rows["burglary", "north"]) == 1
    assert rows["burglary", "south"] == []


def test_only_what_was_agreed_by_the_day_is_there(tmp_path):
    rows, _ = promised(promised_body(tmp_path / "body", tracker=AREAS), date(2023, 12, 19))
    assert not any(rows.values())


def test_the_rest_of_the_row_is_as_it_was(found):
    _, tracker = found
    plain = tracker_plain(tracker)["rows"]
    without = tracker_plain(replace(tracker, rows=tuple(replace(row, commitments=()) for row in tracker.rows)))["rows"]
    assert [{**row, "commitments": []} for row in plain] == without
    assert plain[0]["commitments"][0].keys() == {"reference", "label", "words", "says"}
    assert tracker_columns(tracker)["commitments"][0].startswith("commitment 2023-11/C")


def test_nothing_is_worked_out_where_nothing_was_promised(tmp_path, monkeypatch):
    folder = small_body(tmp_path / "body", {"burglary": {FORCE: steady(80)}})
    for name in ("settled", "course_of", "model"):
        monkeypatch.setattr(CommitmentsAsOf, name, lambda *_: pytest.fail("nothing was promised"))
    rows, _ = promised(folder)
    assert rows == {("burglary", FORCE): []}


def test_luck_and_power_are_not_worked_out_for_a_row(tmp_path, monkeypatch):
    """They are the slow part, and a row does not print them."""
    monkeypatch.setattr(CommitmentsAsOf, "_luck_and_power", lambda *_: pytest.fail("a row does not print it"))
    rows, _ = promised(promised_body(tmp_path / "body", tracker=AREAS))
    assert rows["burglary", "north"]
