"""The agenda of a meeting to be held: proposed from the record, or as it was chosen."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.core import Refused
from eyre.cycle.due import Due
from eyre.cycle.states import MeetingStatus
from eyre.disclosure import Audience
from eyre.pack.document import RecordTable, naked_numbers


def test_the_agenda_of_january_2018_is_proposed_from_the_notes_of_december(folder, paper, said):
    made = paper("agenda", folder)
    assert made.title.plain == "Agenda: Monthly Assurance Meeting, January 2018"
    assert made.mark == "PROPOSED"
    meta = {term.plain: what.plain for term, what in made.meta}
    assert meta["Date"] == "Tuesday 30 January 2018"
    assert meta["Time"] == "10:30"
    assert meta["Chair"] == "Police and crime commissioner"
    numbers = [section.number for section in made.sections if section.number]
    assert numbers == ["1", "2", "3", "4", "4a", "4a.1", "4a.2", "4a.3", "4b", "4c", "5", "6"]
    words = said(made)
    assert "Nobody has chosen yet" in words
    assert "Starts at 10:30; the series has 10:00." in words
    assert "# 2 Operational and reputational opportunities and risks\nNo items" in words
    assert "The meeting after this one: Tuesday 22 May 2018." in words
    assert naked_numbers(made) == []


def test_what_is_brought_forward_is_numbered_and_says_why_and_from_where(folder, paper, said):
    rows = said(paper("agenda", folder), "Outstanding matters and items brought forward").split("\n")[1:]
    assert [row.split(" | ")[0] for row in rows] == [f"1.{number}" for number in range(1, 13)]
    assert rows[1] == (
        "1.2 | Build projections into the performance tracker. (action 2017-12/1) | DCC (deputy chief constable) | "
        "Open without a date. From the meeting of 19 December 2017."
    )


def test_the_deadlines_stand_with_their_arithmetic(folder, paper, said):
    assert (
        "Tuesday 23 January 2018 | Papers and updates due | Counted: Mon 29 Jan, Fri 26 Jan, Thu 25 Jan, Wed 24 Jan, "
        "Tue 23 Jan."
    ) in said(paper("agenda", folder), "deadlines")


def test_an_agenda_that_was_chosen_has_its_own_items_alone_each_with_its_reasons(january, paper, said):
    made = paper("agenda", january)
    assert made.mark == ""
    assert [section.number for section in made.sections if section.number] == ["1", "1.1", "2", "4", "4a", "4a.1", "5"]
    athena = said(made, "Athena")
    assert "Brought forward from December 2017" in athena
    assert (
        "commitment 2017-12/C1 | The savings in the Investigation Management Unit will be known in January." in athena
    )
    assert "Due on 31 January 2018. It falls due after this meeting." in athena
    assert "Telford" not in said(made)


def test_a_question_that_was_put_stands_on_the_agenda_with_what_is_wanted(january, paper, said):
    assert said(paper("agenda", january), "Burglary").split("\n")[3] == (
        "Question to DCC (deputy chief constable): “What has the operation in North Worcestershire brought?”. Evidence "
        "wanted: monthly counts since April. Paper due: 22 January 2018 (question 2018-01/Q1)"
    )


def test_an_agenda_that_has_not_been_issued_is_a_draft(january, paper):
    *before, meeting = january.meetings
    planned = replace(january, meetings=(*before, replace(meeting, status=MeetingStatus.PLANNED)))
    assert paper("agenda", planned).mark == "DRAFT"


def test_doubts_are_for_those_who_can_settle_them(folder, paper, said):
    assert "To settle before this goes out" in said(paper("agenda", folder))
    assert "To settle before this goes out" not in said(paper("agenda", folder, audience=Audience.PANEL))


def test_a_risk_with_live_proceedings_is_brought_before_the_office_alone(folder, paper, said):
    (meeting,) = folder.meetings
    items = tuple(
        replace(item, risks=tuple(replace(risk, next_look=Due.on(date(2018, 1, 10))) for risk in item.risks))
        for item in meeting.items
    )
    looked_at_again = replace(folder, meetings=(replace(meeting, items=items),))
    arrest, report = "An arrest soon after a serious offence.", "A legitimacy report of the inspectorate"
    for audience in Audience:
        words = said(paper("agenda", looked_at_again, audience=audience))
        assert report in words
        assert (arrest in words) == (audience is Audience.WORKING)


def test_there_is_no_agenda_of_a_meeting_that_was_held(folder, paper):
    with pytest.raises(Refused, match="meeting 2017-12 is published: plan one that is to be held"):
        paper("agenda", folder, "2017-12")


def test_a_meeting_without_anything_before_it_still_has_its_headings(folder, paper, said):
    empty = replace(folder, meetings=(), events=(), documents=(), projections=type(folder.projections)())
    made = paper("agenda", empty)
    assert not [b for s in made.sections for b in s.blocks if isinstance(b, RecordTable) and s.anchor != "deadlines"]
    assert "# 1 Outstanding matters and items brought forward\nNo items" in said(made)


def test_an_item_that_says_what_it_brings_forward_has_the_reasons_of_that_alone(january, paper, said):
    *before, meeting = january.meetings
    chosen = tuple(
        replace(item, brought_forward_from="action 2017-12/4; November 2017") if item.number == "4a.1" else item
        for item in meeting.items
    )
    words = said(paper("agenda", replace(january, meetings=(*before, replace(meeting, items=chosen)))), "Burglary")
    assert "action 2017-12/4 | Develop a plan for projecting how domestic burglary will perform." in words
    assert "question 2017-12/Q2" not in words  # of the same matter, and not chosen
    assert "Brought forward from November 2017\n" in words
