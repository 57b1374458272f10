"""Actions that were set after the notes had been agreed: found by day, and held to the meeting they hang on."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder, write_folder
from eyre.body.later import LaterAction
from eyre.body.meeting import Action, Item, Meeting
from eyre.core import Reference
from small_body import small_body

HELD = date(2017, 12, 19)


def meeting():
    first = Action(reference=Reference.parse("action 2017-12/1"), words="Send the paper", owners=("all",))
    return Meeting(
        reference=Reference.parse("meeting 2017-12"), series="monthly", title="December", date=HELD, status="agreed",
        items=(Item(number="1", title="Papers", actions=(first,)), Item(number="2", title="Calls")),
    )  # fmt: skip


def later(label="2", item="2", on=date(2018, 1, 9)):
    action = Action(reference=Reference.parse(f"action 2017-12/{label}"), words="Print calls", owners=("all",))
    return LaterAction(action=action, item=item, set_on=on, set_by="all", reason="It was forgotten")


@pytest.fixture
def folder(tmp_path):
    return replace(
        small_body(tmp_path, {"burglary": {"north": [80.0, 92.0]}}), meetings=(meeting(),), actions=(later(),)
    )


def test_it_is_a_file_of_its_own_that_comes_back_equal(folder):
    assert "actions/2017-12-2.toml" in write_folder(folder)
    assert read_folder(folder.path).actions == folder.actions


@pytest.mark.parametrize(
    ("day", "labels"),
    [(date(2017, 12, 18), []), (HELD, ["1"]), (date(2018, 1, 8), ["1"]), (date(2018, 1, 9), ["1", "2"])],
)
def test_a_day_knows_the_actions_that_were_set_by_then(folder, day, labels):
    assert [action.reference.label for _, _, action in folder.actions_by(day)] == labels


def test_it_hangs_on_its_item(folder):
    *_, (_, item, action) = folder.actions_by(date(2018, 2, 1))
    assert (item.number, action.reference.label) == ("2", "2")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (later(item="9"), "hangs on item 9"),
        (later(on=date(2017, 12, 1)), "before its meeting"),
        (later(label="1"), "never used again"),
        (
            replace(later(), action=replace(later().action, reference=Reference.parse("action 2016-01/1"))),
            "no such meeting",
        ),
        (replace(later(), set_by="nobody"), "nobody"),
        (
            replace(later(), action=replace(later().action, reference=Reference.parse("question 2017-12/2"))),
            "Write it as action 2017-12/2",
        ),
    ],
)
def test_what_cannot_be_is_a_fault(folder, wrong, says):
    faults = check_folder(replace(folder, actions=(wrong,))).faults
    assert any(says in str(fault) for fault in faults), faults
    assert not [fault for fault in check_folder(folder).faults if "actions/" in str(fault)]
