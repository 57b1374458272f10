"""The notes of a meeting: agreed or a draft, with the ACTION column, apologies, corrections, whose decision it was."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import get_args, get_type_hints

import pytest

from eyre.body.meeting import RECORDS, Attendance, Decision, Item
from eyre.body.registers import Event
from eyre.core import NotFound, Reference, Refused
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import ApologiesRecorded, AttendanceState, DecisionOutcome
from eyre.disclosure import Audience
from eyre.pack.document import RecordTable, naked_numbers
from eyre.papers.notes import WRITTEN_AS


def changed(folder, **changes):
    (meeting,) = folder.meetings
    return replace(folder, meetings=(replace(meeting, **changes),))


def test_the_notes_of_december_have_header_attendance_items_and_the_next_meeting(folder, paper, said):
    made = paper("notes", folder)
    meta = {term.plain: what.plain for term, what in made.meta}
    assert (meta["Date"], meta["Time"], meta["Minute taker"]) == (
        "Tuesday 19 December 2017",
        "10:00",
        "Policy officer",
    )
    assert (meta["State"], meta["Version"]) == ("agreed and published", "1")
    assert made.mark == ""
    (meeting,) = folder.meetings
    assert [s.number for s in made.sections[1:-1]] == [item.number for item in meeting.items]
    words = said(made)
    assert "Police and crime commissioner (PCC) | Chair | present" in words
    assert "# 4b Delivery of strategic initiatives\nNo items on the agenda." in words
    assert "# 6 Date of next meeting\nTuesday 30 January 2018, 10:30." in words
    assert naked_numbers(made) == []


def test_every_record_of_the_meeting_stands_in_its_notes(folder, paper, said):
    (meeting,) = folder.meetings
    words = said(paper("notes", folder))
    every = {
        record.reference: record
        for item in meeting.items for name in (*RECORDS.values(), "actions") for record in getattr(item, name)
    }  # fmt: skip
    assert {ref.kind for ref in every} >= {
        "question",
        "finding",
        "figure",
        "assurance",
        "commitment",
        "decision",
        "risk",
    }
    missing = [str(ref) for ref, record in every.items() if record.words[-40:].strip(".?") not in words]
    assert missing == []


def test_the_owner_and_the_day_of_an_action_stand_in_the_action_column_and_nothing_else_does(folder, paper):
    made = paper("notes", folder)
    tables = [b for s in made.sections for b in s.blocks if isinstance(b, RecordTable) and len(b.heads) == 3]
    noted = [table for table in tables if table.heads[2].plain == "ACTION"]
    beside = {row[0].plain: row[2].plain for table in noted for row in table.rows if row[2].plain}
    assert beside == {
        "Action 1": "DCC, no date",
        "Action 2": "DCC, no date",
        "Action 3": "CC, at the end of January (31 January 2018)",
        "Action 4": "DCC, no date",
        "Action 5": "all present, meeting after the next quarter (May 2018) (proposed: 31 May 2018)",
    }


@pytest.mark.parametrize(("recorded", "says"), [
    (ApologiesRecorded.NONE_RECORDED, "Apologies: None recorded."),
    (ApologiesRecorded.NOT_RECORDED, "Apologies: Not recorded: the notes do not say whether there were any."),
    (ApologiesRecorded.RECORDED, "Apologies: recorded, and whose they were is not."),
])  # fmt: skip
def test_no_apologies_differ_from_apologies_that_nobody_wrote_down(recorded, says, folder, paper, said):
    assert says in said(paper("notes", changed(folder, apologies=recorded)), "attendance").split("\n")


def test_those_who_sent_apologies_are_named_and_are_not_among_those_who_came(folder, paper, said):
    away = Attendance(post="dcc", state=AttendanceState.APOLOGIES)
    came = Attendance(post="cc", state=AttendanceState.OBSERVER, capacity="for the force")
    words = said(
        paper("notes", changed(folder, attendance=(away, came), apologies=ApologiesRecorded.RECORDED)), "attendance"
    )
    assert "Chief constable (CC) | for the force | observer" in words
    assert "Apologies: DCC" in words
    assert "Deputy chief constable (DCC) |" not in words


def test_every_kind_of_record_that_an_item_can_hold_is_printed():
    held = [
        name for name, hint in get_type_hints(Item).items()
        if "reference" in {field.name for arg in get_args(hint) if is_dataclass(arg) for field in fields(arg)}
    ]  # fmt: skip
    assert set(WRITTEN_AS) == set(held)


# ---------------------------------------------------------------- whose decision


def test_a_decision_of_the_force_is_shown_as_the_forces_and_not_as_the_commissioners(folder, paper, said):
    """D6: the service levels were rewritten by the deputy chief constable, and reported."""
    (row,) = [line for line in said(paper("notes", folder)).split("\n") if line.startswith("Decision reported D5")]
    assert "Deputy chief constable: The rewritten burglary service levels will bind" in row
    assert row.endswith("It was reported to the meeting, and is no decision of the police and crime commissioner. | ")


def test_a_decision_of_the_body_itself_is_its_own(folder, paper, said):
    own = Decision(
        reference=Reference.parse("decision 2017-12/D9"), words="Fund it for a year.", by="dpcc",
        outcome=DecisionOutcome.AGREED,
    )  # fmt: skip
    (meeting,) = folder.meetings
    first, *rest = meeting.items
    words = said(paper("notes", changed(folder, items=(replace(first, decisions=(own,)), *rest))))
    (row,) = [line for line in words.split("\n") if line.startswith("Decision D9")]
    assert row == "Decision D9 | Deputy police and crime commissioner: Fund it for a year. Outcome: agreed. | "


# ---------------------------------------------------------------- drafts, corrections, who may see


def test_a_draft_says_so_and_leaves_the_office_for_nobody_else(folder, paper):
    draft = changed(folder, status=MeetingStatus.HELD)
    made = paper("notes", draft)
    assert made.mark == "DRAFT"
    assert {term.plain: what.plain for term, what in made.meta}["State"] == "draft, not agreed"
    for audience in (Audience.PANEL, Audience.PUBLIC):
        with pytest.raises(Refused, match="The notes of meeting 2017-12 are a draft"):
            paper("notes", draft, audience=audience)


def test_a_meeting_that_has_not_been_held_has_no_notes(january, paper):
    with pytest.raises(NotFound, match='No meeting that was held is called "2018-01"'):
        paper("notes", january, "2018-01")


def test_agreed_notes_say_on_which_day(folder, paper):
    event = Event(
        reference=Reference.parse("meeting 2017-12"), at=date(2018, 1, 30), by="pcc", kind=EventKind.NOTES_AGREED
    )
    agreed = replace(changed(folder, status=MeetingStatus.AGREED), events=(*folder.events, event))
    made = paper("notes", agreed)
    assert {term.plain: what.plain for term, what in made.meta}["State"] == "agreed on 30 January 2018"


def test_live_proceedings_are_for_the_office_and_the_force_only(folder, paper, said):
    arrest = "An arrest soon after a serious offence."
    assert arrest in said(paper("notes", folder))
    for audience in (Audience.PANEL, Audience.PUBLIC):
        assert arrest not in said(paper("notes", folder, audience=audience))


def test_a_correction_says_what_it_corrects_and_how(folder, paper, said):
    (meeting,) = folder.meetings
    items = list(meeting.items)
    telford = next(at for at, item in enumerate(items) if item.title == "Telford")
    first, second, *others = items[telford].actions
    mended = replace(first, words="Build projections into the tracker by March.", owners=("cc",))
    items[telford] = replace(items[telford], actions=(mended, *others))
    second_version = replace(meeting, version=2, corrects="version 1", venue="Town hall", items=tuple(items))
    both = replace(folder, meetings=(meeting, second_version))
    made = paper("notes", both)
    assert {term.plain: what.plain for term, what in made.meta}["Version"] == "2, corrects version 1"
    rows = said(made, "corrections").split("\n")
    assert "meeting 2017-12 | venue | “Meeting room 1.38, Hindlip” | “Town hall”" in rows
    assert (
        "action 2017-12/1 | words | “Build projections into the performance tracker.” | “Build projections into the "
        "tracker by March.”"
    ) in rows
    (owners,) = [row for row in rows if row.startswith("action 2017-12/1 | owners")]
    assert owners.startswith("action 2017-12/1 | owners | “dcc” | “cc”")
    assert f"action 2017-12/2 | words | “{second.words}” | nothing" in rows
    assert naked_numbers(made) == []


def test_a_draft_that_the_force_has_says_since_when(folder, paper):
    meeting = Reference.parse("meeting 2017-12")
    sent = Event(reference=meeting, at=date(2018, 1, 8), by="policy_officer", kind=EventKind.DRAFT_SENT)
    draft = changed(folder, status=MeetingStatus.HELD)
    made = paper("notes", replace(draft, events=(*folder.events, sent)))
    assert {term.plain: what.plain for term, what in made.meta}["State"] == "draft, sent to the force on 8 January 2018"


def test_whose_a_decision_is_is_not_made_up_where_nobody_says(folder, paper, said):
    (meeting,) = folder.meetings
    first, *rest = meeting.items
    decision = Decision(
        reference=Reference.parse("decision 2017-12/D9"), words="Fund it.", by="", outcome=DecisionOutcome.NOTED
    )
    words = said(paper("notes", changed(folder, items=(replace(first, decisions=(decision,)), *rest))))
    assert "Decision D9 | Not stated whose: Fund it. Outcome: noted. | " in words.split("\n")
