"""Promises that are read on made-up figures carry the mark wherever anything is said of them."""

from datetime import date

import pytest

from eyre.body.folder import read_folder
from eyre.core import MARK, Month
from eyre.disclosure import Audience
from eyre.minutes.standing import find_meeting
from eyre.pack.build import Pack
from eyre.pack.commitment_page import commitment_pages, index_page
from eyre.pack.document import BulletList, Paragraph, all_blocks, charts_of, naked_numbers, tables_of
from eyre.tracker import Tracker
from eyre.tracker.commitments import CommitmentsAsOf
from promised_body import MEETING, promised_body, satisfied
from small_body import FORCE, load

AS_OF = date(2024, 4, 22)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The answers of January to March 2024 were made up; burglaries are published."""
    made = promised_body(tmp_path_factory.mktemp("promised") / "body")
    answers = {"satisfaction": {FORCE: satisfied(0.9, 3)}}
    load(made.path, answers, first=Month(2024, 1), received=date(2024, 4, 21), made_up="By the makers, for this test")
    return read_folder(made.path)


def lines(document):
    for section in document.sections:
        for block in all_blocks(section.blocks):
            if isinstance(block, BulletList):
                yield from (item.plain for item in block.items)
            elif isinstance(block, Paragraph):
                yield block.text.plain


TOLD = ("as published", "A force that changes nothing", "settled on", "on the newest figures", "if nothing changes, ")


def test_every_line_about_such_a_promise_carries_the_mark_and_no_other_line_does(folder):
    asked = CommitmentsAsOf(folder, AS_OF)
    for promise, page in zip(asked.promises, commitment_pages(asked, asked.promises, Audience.WORKING), strict=True):
        told = [line for line in lines(page) if any(word in line for word in TOLD)]
        is_invented = promise.reference.label in ("C2", "C9")
        later = [line for line in told if "20 December 2023" not in line and "settled on 20 April" not in line]
        was_known = [line for line in later if "84.4%" not in line]  # what was published by the day it was settled
        assert all((MARK in line) is is_invented for line in was_known), was_known
        assert all((MARK in chart.sentence.plain) is is_invented for _, chart in charts_of(page))
        assert naked_numbers(page) == []


def test_the_pack_and_the_list_of_pages_say_whose_figures_were_made_up(folder):
    day = find_meeting(folder, MEETING.isoformat())
    document = Pack(folder, day, AS_OF, Audience.WORKING, Tracker(AS_OF, None, (), (), ())).document()
    assert f"{MARK}: the figures that commitment 2023-11/C2, commitment 2023-11/C9 are read on." in list(
        lines(document)
    )
    asked = CommitmentsAsOf(folder, AS_OF)
    (table,) = (table for _, table in tables_of(index_page(asked, asked.standings(), Audience.WORKING)))
    marked = [row[0] for row in table.rows if MARK in row[4]]
    assert marked == ["commitment 2023-11/C2", "commitment 2023-11/C9"]
