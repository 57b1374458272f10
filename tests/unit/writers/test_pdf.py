"""A document as PDF: read back by other libraries."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents_read import bookmarks_of, open_pdf, pages_of, squeezed, tags_of
from every_block import base, burglary_table, every_block, hostile_blocks
from eyre.body.house import House, HouseStyle, HouseWords, Logo
from eyre.core import Month, Refused
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import (
    Document,
    Name,
    Paragraph,
    Section,
    TableBlock,
    Text,
    charts_of,
    tables_of,
)
from eyre.writers.paper.flow import alternative_of
from eyre.writers.paper.typeface import settable
from eyre.writers.pdf import to_pdf
from records import AWKWARD

DOCUMENT = every_block()
PDF = to_pdf(DOCUMENT, audit_head="event 812, 9f2c41")
TAGS = tags_of(PDF)


def pdf_of(*blocks, audience=Audience.PANEL, heading="Burglary") -> bytes:
    return to_pdf(Document(Text("Pack"), audience, (Section(Text(Name(heading)), "burglary", blocks),)))


def said(pdf: bytes) -> str:
    return squeezed("".join(pages_of(pdf, furniture=False)))


# ---------------------------------------------------------------- what it claims, and what it is tagged as


def test_it_claims_pdf_ua_and_pdf_a_and_says_its_title_and_language():
    with open_pdf(PDF) as pdf:
        about = pdf.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert about["dc:title"] == "Meeting pack: West Mercia"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_its_headings_are_those_of_the_document_and_go_down_one_at_a_time():
    levels = [int(tag.kind[1]) for tag in TAGS.each("H1", "H2", "H3", "H4")]
    contents, annex = 1, 1
    assert levels == [contents, *(section.level for section in DOCUMENT.sections), annex]


def test_every_heading_has_a_bookmark_with_its_number():
    named = [(s.level - 1, f"{s.number} {s.heading.plain}".strip()) for s in DOCUMENT.sections]
    assert bookmarks_of(PDF) == [*named, (0, "The figures of the charts")]


def test_every_chart_is_a_figure_that_tells_what_it_shows():
    told = [tag.alternative for tag in TAGS.each("Figure")]
    assert told == [alternative_of(chart) for _, chart in charts_of(DOCUMENT)]
    assert told[0].startswith("Burglary has settled lower: 358 offences in August 2017. A line of months")
    assert len(TAGS.each("Caption")) == len(told) + len(TAGS.each("Table"))


def test_every_table_is_a_table_with_a_caption_and_heads_of_its_columns():
    tables = TAGS.each("Table")
    once = {id(chart.table) for _, chart in charts_of(DOCUMENT)}
    shown = [table for _, table in tables_of(DOCUMENT)]
    of_words = [(2, 3)]  # rows and columns of the table of records, which is none of figures
    assert len(tables) == len(shown) + len(of_words)
    assert len(once) == 5
    for tag in tables:
        assert len(tag.each("Caption")) == 1
        heads = tag.each("TH")
        assert heads
        assert {head.scope for head in heads} == {"/Column"}
    cells = [len(table.rows) * (len(table.columns) + (table.title == "Tracker")) for table in shown]
    assert sorted(len(tag.each("TD")) for tag in tables) == sorted([*cells, *(rows * wide for rows, wide in of_words)])


def test_lists_are_lists_with_their_items():
    assert [len(tag.each("LI")) for tag in TAGS.each("L")] == [2, 2]


def test_the_small_lines_in_a_table_are_for_the_eye_alone():
    assert len(TAGS.each("Figure")) == len(list(charts_of(DOCUMENT)))


# ---------------------------------------------------------------- heads, feet, pages


def test_every_page_says_its_number_the_day_of_its_figures_and_the_audit_head():
    pages = pages_of(PDF)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Figures as received by 19 December 2017" in page
        assert "Audit chain: event 812, 9f2c41" in page
        assert "For members of the police and crime panel" in page


def test_a_document_without_figures_and_without_an_audit_chain_has_neither_in_its_foot():
    page = pages_of(pdf_of(Paragraph("Nothing to report.")))[0]
    assert "received by" not in page
    assert "Audit chain" not in page


def test_a_working_document_says_so_on_every_page():
    pages = pages_of(to_pdf(every_block(Audience.WORKING)))
    assert all("Working document, not for publication" in page for page in pages)


def test_a_table_over_two_pages_has_its_heads_on_both():
    rows = [(f"Area {place} with a long name that takes the room of a line and will not go in columns", place)
            for place in range(90)]  # fmt: skip
    columns = [Column("area", "Area of the force"), Column("n", "Reports", Form.TALLY)]
    table = release(Table("Reports", columns, rows, base(Month(2017, 11))), Audience.PANEL)
    pages = pages_of(pdf_of(TableBlock(table)), furniture=False)
    assert len(pages) >= 2
    assert all("Area of the force" in page for page in pages if "with a long name" in page)


@pytest.mark.parametrize("rows", [17, 60, 400])
def test_no_row_of_a_table_in_columns_is_lost(rows):
    columns = [Column("area", "Area"), Column("n", "Reports", Form.TALLY)]
    named = [(f"area-{place:03}.", place) for place in range(rows)]
    table = release(Table("Reports", columns, named, base(Month(2017, 11))), Audience.PANEL)
    pdf = pdf_of(TableBlock(table))
    assert re.findall(r"area-\d{3}\.", said(pdf)) == [name for name, _ in named]
    assert len(tags_of(pdf).each("Table")) == 1


def test_a_table_too_wide_for_the_page_turns_it():
    columns = [Column(f"c{place}", "Withdrawn_by_the_force", Form.TEXT) for place in range(9)]
    table = release(Table("Wide", columns, [["x"] * 9], base(Month(2017, 11))), Audience.PANEL)
    with open_pdf(pdf_of(TableBlock(table))) as pdf:
        boxes = [page.mediabox for page in pdf.pages]
    assert any(float(box[2]) > float(box[3]) for box in boxes)


# ---------------------------------------------------------------- words that somebody typed

INJECTIONS = [
    '#eval("1+1")',
    "#panic()",
    '#import "/etc/passwd"',
    "#{ while true {} }",
    "*strong* _emph_ `raw` $x^2$",
    "= A heading",
    "@burglary <burglary>",
    '")] #read("/etc/passwd") [("',
    "\\u{41} \\ // comment /* more */",
    "--- -- ... ~ '",
    "```\n#eval(1)\n```",
    '<script>alert("x")</script>',
]


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_words_that_look_like_source_are_printed_as_they_stand(hostile):
    pdf = pdf_of(*hostile_blocks(hostile), heading=hostile)
    assert said(pdf).count(squeezed(hostile)) >= 12
    assert [tag.kind for tag in tags_of(pdf).each("H1", "H2", "H3", "H4")] == ["H1"]
    assert bookmarks_of(pdf) == [(0, " ".join(hostile.split()))]


@pytest.mark.parametrize("awkward", AWKWARD)
def test_a_document_with_any_awkward_sign_can_be_made(awkward):
    words = f"before {awkward} after"
    columns = [Column("a", "A"), Column("b", "B")]
    table = release(Table(words, columns, [(words, words)], base(Month(2017, 11))), Audience.PANEL)
    text = said(pdf_of(Paragraph(Name(words)), TableBlock(table), heading=words))
    assert text.count("before") == text.count("after") == 5


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_whatever_was_typed_a_document_can_be_made(typed):
    assert pdf_of(Paragraph(Name(f"x{typed}")), heading=f"x{typed}").startswith(b"%PDF")


def test_a_sign_that_the_typeface_lacks_is_printed_by_its_number():
    assert settable("Croeso i Gwynedd: tŷ, dŵr, € £ ≥ −") == "Croeso i Gwynedd: tŷ, dŵr, € £ ≥ −"
    assert settable("\N{GRINNING FACE} 中") == "[U+1F600] [U+4E2D]"
    assert "before[U+1F600]after" in said(pdf_of(Paragraph(Name("before \N{GRINNING FACE} after"))))


def test_a_word_without_end_stays_on_the_page():
    with open_pdf(pdf_of(Paragraph(Name("x" * 400)))) as pdf:
        assert len(pdf.pages) == 1
    text = "".join(pages_of(pdf_of(Paragraph(Name("x" * 400)))))
    assert text.count("x") == 400


# ---------------------------------------------------------------- what may leave, and how often it comes out alike


def test_the_public_is_shown_no_small_count():
    text = said(to_pdf(every_block(Audience.PUBLIC)))
    table = burglary_table(Audience.PUBLIC, (3, 7, 412))
    hidden = said(pdf_of(TableBlock(table), audience=Audience.PUBLIC))
    assert "[c]:acountfrom1to4" in hidden
    assert "January20163" not in hidden
    assert "January2016[c]" in hidden
    assert "Forthepublic" in text


def test_a_table_that_was_not_released_is_refused():
    class Smuggled:
        table = Table("Hate crime", [Column("area", "Area")], [("A",)], base(Month(2017, 11)))
        sparklines = links = ()

    block = TableBlock(burglary_table())
    object.__setattr__(block, "table", Smuggled.table)
    document = Document(Text("Pack"), Audience.PANEL, (Section(Text("A"), "a"),))
    object.__setattr__(document.sections[0], "blocks", (block,))
    with pytest.raises(Refused, match="not a Table"):
        to_pdf(document)


def test_the_same_document_gives_the_same_bytes():
    assert to_pdf(every_block(), audit_head="event 812, 9f2c41") == PDF


# ---------------------------------------------------------------- the style of a house


def test_a_house_puts_its_name_its_logo_and_its_words():
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    style = HouseStyle(name="Office for #eval(1)", colour="#4a3b6b", words=HouseWords(panel="For the board"))
    pdf = to_pdf(DOCUMENT, House(style, Logo(drawn, "svg", "A square")))
    first = pages_of(pdf)[0]
    assert "Office for #eval(1)" in first
    assert "For the board" in first
    assert tags_of(pdf).each("Figure")[0].alternative == "A square"
    with open_pdf(pdf) as opened:
        assert opened.open_metadata()["dc:creator"] == ["Office for #eval(1)"]
