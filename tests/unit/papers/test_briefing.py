"""The chair's briefing: a page for each matter."""

from dataclasses import replace

import pytest

from documents_read import pages_of
from eyre.core import MARK, Refused
from eyre.disclosure import Audience
from eyre.pack.document import naked_numbers
from eyre.writers.pdf import to_pdf

HEADS = ["What was asked", "What was promised, and where it stands", "What the figures say", "What to ask"]


@pytest.fixture(scope="module")
def briefing(folder, paper):
    return paper("briefing", folder)


def test_there_is_a_page_for_each_matter_and_no_more(briefing):
    pages = pages_of(to_pdf(briefing), furniture=False)
    matters = [section for section in briefing.sections if section.own_page]
    assert [m.heading.plain for m in matters] == [
        "Telford performance", "Domestic burglary", "Hate crime",
        "Athena: savings in the Investigation Management Unit",
    ]  # fmt: skip
    assert len(pages) == 1 + len(matters)
    for page, matter in zip(pages[1:], matters, strict=True):
        assert page.lstrip().startswith(matter.heading.plain)


def test_a_page_says_what_was_asked_promised_shown_and_what_to_ask(briefing, said):
    words = said(briefing, "Hate crime")
    assert [line for line in words.split("\n") if line in HEADS] == HEADS
    assert (
        "CC: “Will hate crime satisfaction improve, soon and then further?”; put on 19 December 2017, answered" in words
    )
    assert "put on 19 December 2017, no answer is in the notes (question 2017-12/Q3)" in words
    assert "C19 | “Trend reversal from January to March" in words
    assert "CC; 31 March 2018" in words
    assert "Hate crime victims satisfied with the service, West Mercia" in words
    assert "83.3% (95% interval 43.6% to 97.0%) in December 2017" in words
    assert "Was this answered?" in words
    assert "Without figures: Hate crime victims" in words
    assert naked_numbers(briefing) == []


def test_the_most_pressing_promise_comes_first_and_what_is_left_out_is_said(briefing, said):
    rows = [line for line in said(briefing, "Domestic burglary").split("\n") if line.startswith("C1")]
    assert len(rows) == 5
    assert "The rest stands in the list of commitments." in said(briefing, "Domestic burglary")


def test_what_stands_on_made_up_figures_says_so(briefing, said):
    (row,) = [line for line in said(briefing, "Hate crime").split("\n") if line.startswith("C19")]
    assert row.split(" | ")[3].startswith(f"{MARK}: ")


def test_a_matter_that_is_only_brought_forward_has_its_page_too(briefing, said):
    words = said(briefing, "Athena: savings in the Investigation Management Unit")
    assert "C1 | “The savings in the Investigation Management Unit will be known in January.”" in words
    assert "No figures are at hand" in words


def test_a_briefing_is_for_nobody_but_the_chair_and_the_office(folder, paper):
    with pytest.raises(Refused, match="A briefing is for the office and the force only"):
        paper("briefing", folder, audience=Audience.PANEL)


def test_a_question_of_this_meeting_comes_first_with_what_was_answered_in_writing(january, paper, said):
    *before, meeting = january.meetings
    items = tuple(
        replace(item, questions=tuple(replace(each, reply="Down by a third.") for each in item.questions))
        for item in meeting.items
    )
    made = paper("briefing", replace(january, meetings=(*before, replace(meeting, items=items))))
    first = said(made, "Domestic burglary").split("What was asked\n")[1].split("\n")[0]
    assert first == (
        "DCC: “What has the operation in North Worcestershire brought?”; for this meeting; answered in writing: "
        "“Down by a third.” (question 2018-01/Q1)"
    )
