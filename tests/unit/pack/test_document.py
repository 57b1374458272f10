"""The document tree: what it refuses, and the digits it would print."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_block import BURGLARIES, base, burglary_table, every_block, process_chart, tracker
from eyre.core import BadInput, Month, Refused
from eyre.disclosure import Audience, Base, Form, NoBase, release_number
from eyre.pack.bases import base_lines, bases_of, letters, shared_bases
from eyre.pack.charts import Fan, Flag, FlagKind, ProcessChartSpec
from eyre.pack.document import (
    Chart,
    Document,
    NakedNumber,
    Name,
    Nil,
    Number,
    Paragraph,
    Quoted,
    Ref,
    Section,
    TableBlock,
    Text,
    Words,
    charts_of,
    join,
    naked_numbers,
    tables_of,
)

NOVEMBER = base(Month(2017, 11))
OCTOBER = base(Month(2017, 10))


def document(*blocks, audience=Audience.PANEL) -> Document:
    return Document(Text("Pack"), audience, (Section(Text("Burglary"), "burglary", blocks),))


# ---------------------------------------------------------------- numbers need a base


@pytest.mark.parametrize("words", ["12 burglaries", "half: ½", "x² of them", "the ٣ rd", "Ⅳ"])
def test_words_cannot_hold_a_number(words):
    with pytest.raises(NakedNumber, match="holds a digit"):
        Words(words)
    with pytest.raises(NakedNumber):
        Paragraph("There were ", words)


@pytest.mark.parametrize("nothing", [None, "November 2017", Month(2017, 11)])
def test_a_number_without_a_base_cannot_be_made(nothing):
    with pytest.raises(NoBase):
        Number(812, "offences", nothing)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_there_cannot_be_printed(value):
    with pytest.raises(NakedNumber, match="no figure"):
        Number(value, "offences", NOVEMBER)


def test_a_sentence_reads_as_it_should():
    known = Text(", known on ", date(2017, 12, 19), ": ", Quoted("a good 90%"), " of ", Name("999 calls"))
    count = Number(1812, "offences", NOVEMBER)
    text = Text("There were ", count, " in ", Month(2017, 11), known, " (", Ref("action 2017-12/3"), ").")
    assert text.plain == (
        "There were 1,812 offences in November 2017, known on 19 December 2017: “a good 90%” of 999 calls "
        "(action 2017-12/3)."
    )
    assert join([Text("a"), Text("b")]).plain == "a, b"


def test_a_document_with_everything_has_no_naked_number():
    assert naked_numbers(every_block()) == []


@dataclasses.dataclass(frozen=True)
class Banner:
    """A block somebody adds later without thinking of bases."""

    said: str
    value: float = 0.5


def test_a_digit_in_a_block_nobody_foresaw_is_found():
    assert naked_numbers(document(Banner("12 burglaries"))) == [
        'document.sections[0].blocks[0].said: "12 burglaries"',
        "document.sections[0].blocks[0].value: 0.5",
    ]


def test_words_that_were_tampered_with_are_found():
    words = Words("many burglaries")
    object.__setattr__(words, "words", "12 burglaries")
    assert naked_numbers(document(Paragraph(words))) == [
        'document.sections[0].blocks[0].text.spans[0]: "12 burglaries"'
    ]


@given(st.text(max_size=20))
def test_no_text_at_all_brings_a_digit_in(words):
    try:
        made = document(Paragraph(words))
    except NakedNumber:
        assert any(sign.isnumeric() for sign in words)
    else:
        assert naked_numbers(made) == []


# ---------------------------------------------------------------- what a document refuses


def test_only_released_tables_stand_in_a_document():
    with pytest.raises(Refused, match="release"):
        TableBlock([("A", 3)])


def test_a_chart_cannot_show_what_its_table_hides():
    values = (7, 3, 9)  # 3 is hidden from the public
    table = burglary_table(Audience.PUBLIC, values)
    months = table.periods("month")
    with pytest.raises(Refused, match="1 values that its table does not hold"):
        Chart(ProcessChartSpec("offences", months, values), Text("a"), Text("b"), table)
    shown = ProcessChartSpec("offences", months, table.values("offences"))
    assert shown.values == (7, None, 9)
    assert Chart(shown, Text("a"), Text("b"), table).spec is shown


def test_a_chart_needs_its_sentence_and_its_alternative():
    chart = process_chart()
    with pytest.raises(Refused, match="sentence"):
        dataclasses.replace(chart, sentence=Text())


def test_what_stands_beside_a_table_has_a_place_for_each_row():
    with pytest.raises(Refused, match="2 rows and 1"):
        TableBlock(tracker().table, links=("burglary",))


def test_a_document_for_the_public_takes_no_table_made_for_the_panel():
    with pytest.raises(BadInput, match="released for panel, the document is for public"):
        document(TableBlock(burglary_table(Audience.PANEL)), audience=Audience.PUBLIC)


def test_a_small_count_in_a_sentence_is_refused_for_the_public():
    small = Number(3, "people", NOVEMBER)
    assert document(Paragraph(small))
    with pytest.raises(BadInput, match="small count"):
        document(Paragraph(small), audience=Audience.PUBLIC)
    hidden = Number(release_number(3, Form.COUNT, Audience.PUBLIC), "people", NOVEMBER)
    assert document(Paragraph(hidden), audience=Audience.PUBLIC)
    assert hidden.plain == "suppressed people"


def test_every_fault_of_the_headings_is_told_at_once():
    sections = (
        Section(Text("One"), "same", level=2),
        Section(Text("Two"), "same"),
        Section(Text("Three"), "Not an anchor", level=3),
    )
    with pytest.raises(BadInput) as told:
        Document(Text("Pack"), Audience.PANEL, sections)
    assert len(told.value.faults) == 4  # level 2 first; an anchor twice; an anchor with capitals; level 3 after 1


def test_a_chart_refuses_flags_and_fans_that_do_not_fit():
    with pytest.raises(BadInput, match="flagged and not drawn"):
        ProcessChartSpec("x", (Month(2017, 1),), (1,), flags=(Flag(Month(2017, 2), FlagKind.CONCERN, "r"),))
    with pytest.raises(BadInput, match="2 periods and a column of 1"):
        Fan((Month(2017, 1), Month(2017, 2)), (1.0,), (1.0, 2.0), (1.0, 2.0), (1.0, 2.0))


def test_the_tables_of_a_document_include_those_behind_charts_and_in_details():
    titles = [table.title for _, table in tables_of(every_block())]
    assert titles == [
        "Tracker",
        "Burglary",
        "Burglary, running total",
        "Burglary by area",
        "Burglary by kind",
        "Burglary as a funnel",
        "Burglary",
    ]
    assert [section.anchor for section, _ in charts_of(every_block())] == ["burglary"] * 5


# ---------------------------------------------------------------- where the base is printed


def test_blocks_on_one_base_share_one_line_beneath_the_last():
    one, two = Paragraph(Number(1, "", NOVEMBER)), Paragraph(Number(2, "", NOVEMBER))
    assert shared_bases((one, Nil(), two)) == [(), (), (NOVEMBER,)]


def test_blocks_on_different_bases_each_have_their_line():
    one, two = Paragraph(Number(1, "", NOVEMBER)), Paragraph(Number(2, "", OCTOBER))
    assert shared_bases((one, two)) == [(NOVEMBER,), (OCTOBER,)]


def test_bases_that_differ_in_their_period_alone_are_one_line_without_letters():
    assert base_lines((NOVEMBER, OCTOBER)) == (
        "Recorded crime, data.police.uk; November 2017, and October 2017; as received by 19 December 2017",
    )
    assert letters((NOVEMBER, OCTOBER)) == {}


def test_a_line_below_another_of_the_same_source_and_day_does_not_repeat_them():
    more = base(Month(2017, 10), n=1204, definition="burglary, version 2")
    assert base_lines((more,), above=NOVEMBER) == (
        "Source and date as above; October 2017; n = 1,204; burglary, version 2",
    )
    later = Base(NOVEMBER.period, NOVEMBER.source, date(2018, 1, 1))
    assert base_lines((NOVEMBER,), above=later) == (NOVEMBER.line,)


def test_numbers_from_different_sources_carry_letters():
    survey = Base(Month(2017, 11), "Survey", date(2017, 12, 19))
    block = Paragraph(Number(1, "", NOVEMBER), " and ", Number(2, "", survey), " and ", Number(3, "", OCTOBER))
    assert letters(bases_of(block)) == {NOVEMBER: "a", survey: "b", OCTOBER: "a"}
    assert len(base_lines(bases_of(block))) == 2


def test_a_chart_stands_on_the_base_of_its_table():
    chart = process_chart()
    assert chart.table.base in bases_of(chart)
    assert len(chart.spec.observed) == len(BURGLARIES)
