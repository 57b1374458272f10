"""The action log and the list of commitments."""

from dataclasses import replace
from datetime import date

from eyre.body.registers import Event
from eyre.core import MARK, Reference
from eyre.cycle.events import EventKind
from eyre.disclosure import Audience
from eyre.pack.document import naked_numbers, tables_of


def event(reference, at, kind, words="", by="dcc", **more):
    return Event(reference=Reference.parse(reference), at=at, by=by, kind=kind, words=words, **more)


LATER = (
    event(
        "action 2017-12/3",
        date(2018, 1, 5),
        EventKind.NEW_DATE,
        "The leads are away.",
        "cc",
        sets_date=date(2018, 1, 20),
    ),
    event("action 2017-12/1", date(2018, 1, 8), EventKind.UPDATE, "A first tracker is drawn."),
    event("action 2017-12/2", date(2018, 1, 9), EventKind.REPORTED_COMPLETE, "The note went out."),
    event("action 2017-12/2", date(2018, 1, 10), EventKind.ACCEPTED, "Received.", "pcc"),
    event("action 2017-12/4", date(2018, 2, 9), EventKind.WITHDRAWN, "Later than the meeting.", "pcc"),
)  # fmt: skip


def table_of(made):
    ((_, table),) = tables_of(made)
    return table


def row_of(made, reference):
    table = table_of(made)
    names = [column.name for column in table.columns]
    return next(dict(zip(names, row, strict=True)) for row in table.rows if row[0] == reference)


def test_every_action_stands_with_state_owner_dates_slippage_and_last_word(folder, paper, said):
    made = paper("action-log", replace(folder, events=(*folder.events, *LATER)))
    assert [row[0] for row in table_of(made).rows] == [f"action 2017-12/{number}" for number in (1, 3, 4, 5, 2)]
    moved = row_of(made, "action 2017-12/3")
    assert (moved["state"], moved["owner"], moved["due"]) == ("open", "CC", "at the end of January (31 January 2018)")
    assert (moved["first"], moved["now"]) == (date(2018, 1, 31), date(2018, 1, 20))
    assert (moved["slipped"], moved["overdue"]) == (
        -11,
        10,
    )  # from the 31st to the 20th; the meeting is on the 30th
    assert moved["last"] == "5 January 2018, CC, new date: The leads are away."
    undated = row_of(made, "action 2017-12/1")
    assert (undated["first"], undated["slipped"], undated["overdue"]) == (None, None, None)  # missing is never 0
    assert undated["last"] == "8 January 2018, DCC, update: A first tracker is drawn."
    closed = row_of(made, "action 2017-12/2")
    assert (closed["state"], closed["overdue"]) == ("accepted", None)
    assert row_of(made, "action 2017-12/4")["state"] == "open"  # what happened after the day is not known yet
    assert "Open: 4. Overdue: 1. Without a date: 2. Closed: 1." in said(made)
    assert naked_numbers(made) == []


def test_a_log_without_actions_says_so(folder, paper, said):
    assert "No action has been set" in said(paper("action-log", replace(folder, meetings=(), events=())))


def test_every_commitment_stands_in_its_words_with_giver_due_test_and_finding(folder, paper):
    made = paper("commitments", folder)
    (meeting,) = folder.meetings
    given = [each for item in meeting.items for each in item.commitments]
    assert [row[0] for row in table_of(made).rows] == [str(each.reference) for each in given]
    assert list(table_of(made).column("words")) == [each.words for each in given]
    reversal = row_of(made, "commitment 2017-12/C19")
    assert (reversal["by"], reversal["now"]) == ("CC", date(2018, 3, 31))
    assert reversal["due"] == "between January and March (31 March 2018)"
    assert "trend" in reversal["test"].lower() or "slope" in reversal["test"].lower() or "above" in reversal["test"]
    assert "waiting" in reversal["finding"]
    assert row_of(made, "commitment 2017-12/C6")["by"] == "giver not stated"
    assert row_of(made, "commitment 2017-12/C12")["test"].startswith("Untested: No date was given")
    assert naked_numbers(made) == []


def test_a_finding_on_made_up_figures_says_so(folder, paper):
    assert row_of(paper("commitments", folder), "commitment 2017-12/C19")["finding"].startswith(f"{MARK}: ")
    assert not row_of(paper("commitments", folder), "commitment 2017-12/C1")["finding"].startswith(MARK)


def test_nothing_is_found_of_an_aspiration(folder, paper):
    aspired = row_of(paper("commitments", folder), "commitment 2017-12/C16")
    assert (aspired["kind"], aspired["finding"]) == ("aspiration", "")


def test_what_a_person_decided_stands_with_post_day_and_reason(folder, paper):
    decided = event(
        "commitment 2017-12/C1", date(2018, 1, 20), EventKind.DECISION, "The paper came.", "pcc", outcome="kept"
    )
    made = paper("commitments", replace(folder, events=(*folder.events, decided)), audience=Audience.PUBLIC)
    assert row_of(made, "commitment 2017-12/C1")["decision"] == "kept, PCC, 20 January 2018: The paper came."
