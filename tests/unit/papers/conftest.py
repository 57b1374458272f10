"""The papers of the West Mercia example, and of records like it that a test changes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eyre.body.folder import read_folder
from eyre.body.meeting import Item, Meeting, Question
from eyre.core import Reference
from eyre.cycle.due import Due
from eyre.cycle.states import MeetingStatus, QuestionStatus
from eyre.cycle.words import StandingHeading
from eyre.pack.document import (
    Blank,
    BulletList,
    Callout,
    DefinitionList,
    Nil,
    Paragraph,
    Quotation,
    RecordTable,
    TableBlock,
    all_blocks,
)  # fmt: skip
from eyre.papers.make import PaperKind, Wanted, make_paper, meeting_for

WEST_MERCIA = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"
KNOWN_BY = date(2018, 1, 25)


@pytest.fixture(scope="session")
def folder():
    return read_folder(WEST_MERCIA)


@pytest.fixture(scope="session")
def paper():
    """Make a paper: `paper("notes", folder, "2017-12", audience=…)`."""

    def make(kind, folder, which="next", **more):
        kind = PaperKind(kind)
        day = meeting_for(kind, folder, which)
        return make_paper(kind, Wanted(folder, day, more.pop("as_of", KNOWN_BY), **more))

    return make


@pytest.fixture
def january(folder):
    """The folder with a record of the meeting of 30 January 2018: an agenda that was chosen, and a question put."""
    question = Question(
        reference=Reference.parse("question 2018-01/Q1"),
        words="What has the operation in North Worcestershire brought?",
        addressed_to=("dcc",), asked_by="pcc", commissioned=True, status=QuestionStatus.PUT,
        evidence_wanted="monthly counts since April", paper_due=Due.on(date(2018, 1, 22)),
        asks_whether=("in homes", "in outbuildings"),
    )  # fmt: skip
    meeting = Meeting(
        reference=Reference.parse("meeting 2018-01"), series="monthly-assurance", title="Monthly Assurance Meeting",
        date=date(2018, 1, 30), status=MeetingStatus.AGENDA_ISSUED, chair="pcc", venue="Town hall",
        items=(
            Item(number="1", title="Outstanding matters", heading=StandingHeading.BROUGHT_FORWARD),
            Item(number="1.1", title="Athena", matter="athena-savings", brought_forward_from="December 2017"),
            Item(number="2", title="Risks", heading=StandingHeading.OPPORTUNITIES_AND_RISKS),
            Item(number="4", title="Holding to account", heading=StandingHeading.HOLDING_TO_ACCOUNT),
            Item(number="4a", title="Performance", heading=StandingHeading.PLAN_PERFORMANCE),
            Item(
                number="4a.1", title="Burglary", matter="domestic-burglary", objective="secure", questions=(question,)
            ),
            Item(number="5", title="Dates", heading=StandingHeading.NEXT_MEETING),
        ),
    )  # fmt: skip
    return replace(folder, meetings=(*folder.meetings, meeting))


def _said(block):
    if isinstance(block, Paragraph):
        return block.text.plain
    if isinstance(block, BulletList):
        return "\n".join(item.plain for item in block.items)
    if isinstance(block, DefinitionList):
        return "\n".join(f"{term.plain}: {said.plain}" for term, said in block.items)
    if isinstance(block, Quotation):
        return f"{block.words} {block.by}"
    if isinstance(block, RecordTable):
        return "\n".join(" | ".join(cell.plain for cell in row) for row in block.rows)
    if isinstance(block, TableBlock):
        return "\n".join(" | ".join(str(cell) for cell in row) for row in block.table.rows)
    if isinstance(block, Callout):
        return block.heading.plain
    if isinstance(block, Blank):
        return f"[{block.label.plain}]"
    assert isinstance(block, Nil)
    return block.words.plain


@pytest.fixture(scope="session")
def said():
    """What a document says, line by line; of one section, where its anchor or heading is given."""

    def of(document, section=""):
        return "\n".join(
            line
            for each in document.sections
            if section in ("", each.anchor, each.heading.plain)
            for line in (f"# {each.number} {each.heading.plain}", *map(_said, all_blocks(each.blocks)))
        )

    return of
