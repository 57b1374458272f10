"""The commission letter: what is asked of one post, when, and where the answers are written."""

import re
from dataclasses import replace
from datetime import date

import pytest

from documents_read import WORD, word_of
from eyre.body.house import HouseWords
from eyre.core import NotFound, Refused
from eyre.disclosure import Audience
from eyre.pack.document import Blank, all_blocks, naked_numbers
from eyre.writers.docx import to_docx

ORDERS = r"\b(must|shall|order\w*|instruct\w*|direct(s|ed)?|require\w*|demand\w*)\b"


def blanks(made):
    return [b.key for s in made.sections for b in all_blocks(s.blocks) if isinstance(b, Blank)]


def test_the_letter_to_the_deputy_asks_what_was_put_for_the_meeting_first(january, paper, said):
    made = paper("commission", january, post="dcc", asked_on=date(2018, 1, 9))
    meta = {term.plain: what.plain for term, what in made.meta}
    assert meta["To"] == "Deputy chief constable"
    assert meta["For"] == "Monthly Assurance Meeting, 30 January 2018"
    assert meta["Sent on"] == "9 January 2018"
    assert meta["Answers wanted by"] == "Tuesday 23 January 2018"
    first, second = [section for section in made.sections if section.number]
    assert (first.number, first.heading.plain) == ("1", "Domestic burglary")
    words = said(made, first.anchor)
    assert "“What has the operation in North Worcestershire brought?” (question 2018-01/Q1)" in words
    assert "In particular:\nin homes\nin outbuildings" in words
    assert "Evidence wanted: monthly counts since April" in words
    assert "Wanted by: 22 January 2018" in words
    assert "Plan objective: Building a more secure West Mercia" in words
    assert "19 December 2017: “Minimum standards for burglary are applied alike across the force.”" in words
    assert (second.number, second.heading.plain) == ("2", "Telford performance")
    assert naked_numbers(made) == []


def test_a_question_of_an_earlier_meeting_comes_again_while_nobody_has_answered_it(folder, paper, said):
    made = paper("commission", folder, post="cc")
    assert [section.number for section in made.sections if section.number] == ["1", "2", "3"]
    words = said(made)
    assert "Put before: on 19 December 2017; no answer is in the notes" in words
    assert "Put before: on 19 December 2017; answered in part" in words
    assert "Evidence wanted: what shows it: documents, or figures with their period, base and source" in words
    assert "Will hate crime satisfaction improve" not in words  # it was answered


def test_open_actions_and_promises_that_are_due_want_a_word_too(folder, paper, said):
    made = paper("commission", folder, post="cc")
    assert "Due on 31 January 2018." in said(made, "actions")
    assert "Closed when: the meeting has been held and what came of it is on record" in said(made, "actions")
    assert "Given on 19 December 2017; due 31 March 2018" in said(made, "promises")


def test_every_question_has_a_place_for_its_answer_and_its_evidence(january, paper):
    made = paper("commission", january, post="dcc")
    assert blanks(made) == [
        "answer question 2018-01/Q1", "evidence question 2018-01/Q1",
        "answer question 2017-12/Q5", "evidence question 2017-12/Q5",
        "update action 2017-12/1", "update action 2017-12/2", "update action 2017-12/4",
        "answered by",
    ]  # fmt: skip
    fields = word_of(to_docx(made)).element.body.iter(f"{WORD}sdt")
    assert [field.find(f"{WORD}sdtPr/{WORD}tag").get(f"{WORD}val") for field in fields] == blanks(made)


def test_it_asks_and_never_orders(january, paper, said):
    words = said(paper("commission", january, post="dcc"))
    ours = re.sub("“[^”]*”", "", words)
    assert "This is a request." in words
    assert "every operational decision, stays with the chief constable" in words
    assert not re.findall(ORDERS, ours.lower())


def test_how_to_reply_is_in_the_words_of_the_house(january, paper, said):
    words = HouseWords(reply="Send it to the office by post.")
    assert "How to reply: Send it to the office by post." in said(paper("commission", january, post="dcc", words=words))


def test_a_post_that_is_asked_nothing_gets_no_letter(folder, paper):
    with pytest.raises(Refused, match="Nothing is asked of Scene of crime officers for the meeting of 30 January 2018"):
        paper("commission", folder, post="scene_of_crime_officers")
    with pytest.raises(NotFound, match=r'No post is called "chief"\. Posts: pcc, dpcc'):
        paper("commission", folder, post="chief")
    with pytest.raises(NotFound, match="A commission goes to one post, and none is named"):
        paper("commission", folder)


def test_it_is_for_the_office_and_the_force_only(january, paper):
    with pytest.raises(Refused, match="A commission is for the office and the force only"):
        paper("commission", january, post="dcc", audience=Audience.PUBLIC)


def test_in_a_year_whose_bank_holidays_are_not_known_no_day_is_made_up(january, paper, said):
    *before, meeting = january.meetings
    later = replace(january, meetings=(*before, replace(meeting, date=date(2031, 1, 28))))
    made = paper("commission", later, "2031-01-28", post="dcc")
    assert "Answers wanted by" not in {term.plain for term, _ in made.meta}
    assert "for the answers below before the meeting" in said(made, "letter")
