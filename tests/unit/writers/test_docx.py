"""A document as Word: read back with python-docx."""

import io
import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents_read import WORD, squeezed, unzipped, word_of, words_in_word
from every_block import base, burglary_table, every_block, hostile_blocks
from eyre.body.house import House, HouseStyle, HouseWords, Logo
from eyre.core import Month, Refused
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import (
    BulletList,
    Callout,
    CalloutKind,
    Document,
    Name,
    Paragraph,
    Section,
    TableBlock,
    Text,
    charts_of,
    tables_of,
)
from eyre.writers.docx import to_docx
from eyre.writers.paper.flow import alternative_of
from eyre.writers.pictures import size_of
from records import AWKWARD

DOCUMENT = every_block()
FILE = to_docx(DOCUMENT, audit_head="event 812, 9f2c41")
READ = word_of(FILE)


def word_file(*blocks, audience=Audience.PANEL, heading="Burglary") -> bytes:
    return to_docx(Document(Text("Pack"), audience, (Section(Text(Name(heading)), "burglary", blocks),)))


def paragraphs(style: str, read=READ) -> list[str]:
    return [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == style]


def pictures(read=READ) -> list:
    return list(read.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))


# ---------------------------------------------------------------- structure


def test_headings_are_heading_styles_of_their_level():
    for level in (1, 2):
        named = [f"{s.number} {s.heading.plain}".strip() for s in DOCUMENT.sections if s.level == level]
        assert paragraphs(f"Heading {level}") == [*named, *(["The figures of the charts"] if level == 1 else [])]
    assert paragraphs("Title") == ["Meeting pack"]
    assert paragraphs("Subtitle") == ["West Mercia"]


def test_the_contents_are_a_field_that_is_right_before_word_works_it_out():
    codes = [code.text for code in READ.element.body.iter(f"{WORD}instrText")]
    assert codes == [' TOC \\o "1-2" \\n \\h \\u ']
    listed = paragraphs("toc 1") + paragraphs("toc 2")
    assert sorted(listed) == sorted(paragraphs("Heading 1") + paragraphs("Heading 2"))


def test_every_link_inside_leads_to_a_mark_and_every_mark_is_there_once():
    body = READ.element.body
    marks = [mark.get(f"{WORD}name") for mark in body.iter(f"{WORD}bookmarkStart")]
    led = {link.get(f"{WORD}anchor") for link in body.iter(f"{WORD}hyperlink")} - {None}
    assert len(marks) == len(set(marks))
    assert led
    assert led <= set(marks)


def test_tables_have_captions_a_head_that_repeats_and_rows_that_do_not_break():
    shown = {table.title for _, table in tables_of(DOCUMENT)} | {"What was noted"}
    assert set(paragraphs("Caption")) == shown
    for table in READ.tables:
        assert table.style.name == "Eyre Table"
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(f"{WORD}tblHeader") is not None
        assert not [row for row in others if row.trPr.find(f"{WORD}tblHeader") is not None]
        assert all(row.trPr.find(f"{WORD}cantSplit") is not None for row in table._tbl.tr_lst)
        assert table._tbl.tblPr.find(f"{WORD}tblCaption").get(f"{WORD}val") in shown


def test_a_table_says_what_the_page_says():
    tracker = READ.tables[0]
    assert [cell.text for cell in tracker.rows[0].cells] == [
        "Measure", "Course", "Latest (offences)", "Against a year before", "What it says",
    ]  # fmt: skip
    assert [cell.text for cell in tracker.rows[1].cells] == ["Burglary", "", "358", "−62", "Improvement"]


def test_lists_are_lists_and_an_ordered_one_begins_at_one_again():
    assert paragraphs("List Bullet") == ["See action 2017-11/3.", "999 calls are answered in time."]
    assert paragraphs("List Number") == ["What explains the fall?", "Will it last?"]
    twice = (BulletList((Text("a"), Text("b")), ordered=True), BulletList((Text("c"),), ordered=True))
    read = word_of(word_file(*twice))
    numbers = [p._p.pPr.numPr.numId.val for p in read.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    nums = {num.numId: num for num in read.part.numbering_part.element.num_lst}
    for number in set(numbers):
        assert nums[number].find(f".//{WORD}startOverride").get(f"{WORD}val") == "1"


def test_quotations_and_callouts_have_styles_of_their_own():
    assert paragraphs("Quote") == ["“It will be 90% by the end of January.”", "“We are on track.”"]
    assert paragraphs("Quote Source")[0] == "Chief officer, 19\N{NO-BREAK SPACE}December 2017, commitment 2017-12/C1"
    assert paragraphs("Callout Warning") == ["Warning: Incomplete", "One month is short."]
    assert paragraphs("Callout Illustration") == ["Illustration: Made up for the example", "Nobody said this."]


def test_every_callout_kind_has_its_style():
    for kind in CalloutKind:
        read = word_of(word_file(Callout(kind, (Paragraph("Words."),), Text("Heading"))))
        assert paragraphs(f"Callout {kind.capitalize()}", read)[1:] == ["Words."]


def test_every_style_that_is_used_is_there():
    styles = unzipped(FILE)["word/styles.xml"].decode()
    known = set(re.findall(r'w:styleId="(\w+)"', styles))
    used = {use for name, part in unzipped(FILE).items() if name.endswith(".xml")
            for use in re.findall(r'<w:(?:p|r|tbl)Style w:val="(\w+)"', part.decode())}  # fmt: skip
    assert used <= known


# ---------------------------------------------------------------- charts


def test_every_chart_is_a_picture_twice_as_fine_with_its_alternative():
    told = [picture.get("descr") for picture in pictures() if picture.get("descr")]
    assert told == [alternative_of(chart) for _, chart in charts_of(DOCUMENT)]
    wide = [size_of(part)[0] for name, part in unzipped(FILE).items() if name.startswith("word/media/")]
    assert wide.count(1520) == len(told)  # drawn 760 wide


def test_the_small_lines_in_a_table_are_marked_as_for_the_eye_alone():
    unsaid = [picture for picture in pictures() if not picture.get("descr")]
    assert len(unsaid) == 1
    assert b'decorative val="1"' in etree.tostring(unsaid[0])


# ---------------------------------------------------------------- package


def test_its_properties_are_the_documents_and_not_the_templates():
    about = READ.core_properties
    assert about.title == "Meeting pack: West Mercia"
    assert about.subject == "For members of the police and crime panel"
    assert about.language == "en-GB"
    assert about.created == about.modified
    assert about.modified.replace(tzinfo=None) == datetime(2017, 12, 19)
    assert "python-docx" not in unzipped(FILE)["docProps/core.xml"].decode()
    assert not [name for name in unzipped(FILE) if "thumbnail" in name]
    assert 'w:lang w:val="en-GB"' in unzipped(FILE)["word/styles.xml"].decode()


def test_every_page_has_its_head_and_foot():
    for section in READ.sections:
        assert section.header.paragraphs[0].text == "For members of the police and crime panel\tMeeting pack"
        foot = "\n".join(paragraph.text for paragraph in section.footer.paragraphs)
        assert foot == "Figures as received by 19 December 2017\tPage 1 of 1\nAudit chain: event 812, 9f2c41"
        codes = [code.text.strip() for code in section.footer._element.iter(f"{WORD}instrText")]
        assert codes == ["PAGE", "NUMPAGES"]


def test_a_turned_table_keeps_the_heads_and_feet_of_the_document():
    columns = [Column(f"c{place}", "Withdrawn_by_the_force", Form.TEXT) for place in range(9)]
    table = release(Table("Wide", columns, [["x"] * 9], base(Month(2017, 11))), Audience.PANEL)
    read = word_of(word_file(TableBlock(table)))
    assert [section.page_width > section.page_height for section in read.sections] == [False, True, False]
    assert all("Pack" in section.header.paragraphs[0].text for section in read.sections)


def test_the_same_document_gives_the_same_bytes():
    assert to_docx(every_block(), audit_head="event 812, 9f2c41") == FILE


# ---------------------------------------------------------------- words that somebody typed

HOSTILE = ["<w:p/>", "]]>", "\"'&<>", "&amp;lt;", "</w:t></w:r></w:p>", '" w:val="x', "{ PAGE }", "=1+1", "../../x"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(hostile):
    file = word_file(*hostile_blocks(hostile), heading=hostile)
    assert squeezed(words_in_word(file)).count(squeezed(hostile)) >= 12
    assert paragraphs("Heading 1", word_of(file)) == [hostile]


@pytest.mark.parametrize("awkward", AWKWARD)
def test_a_document_with_any_awkward_sign_can_be_read_back(awkward):
    words = f"before {awkward} after"
    columns = [Column("a", "A"), Column("b", "B")]
    table = release(Table(words, columns, [(words, words)], base(Month(2017, 11))), Audience.PANEL)
    text = words_in_word(word_file(Paragraph(Name(words)), TableBlock(table), heading=words))
    assert text.count("before") == text.count("after") == 5


@given(st.text(st.characters(), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_whatever_was_typed_a_document_can_be_read_back(typed):
    assert "begin" in words_in_word(word_file(Paragraph(Name(f"begin{typed}")), heading=f"x{typed}"))


# ---------------------------------------------------------------- what may leave; the style of a house


def test_the_public_is_shown_no_small_count():
    table = burglary_table(Audience.PUBLIC, (3, 7, 412))
    read = word_of(word_file(TableBlock(table), audience=Audience.PUBLIC))
    assert [row.cells[1].text for row in read.tables[0].rows] == ["Offences", "[c]", "7", "412"]
    assert paragraphs("Notes", read) == list(table.notes)


def test_a_table_that_was_not_released_is_refused():
    block = TableBlock(burglary_table())
    object.__setattr__(block, "table", Table("Hate crime", [Column("a", "A")], [("A",)], base(Month(2017, 11))))
    document = Document(Text("Pack"), Audience.PANEL, (Section(Text("A"), "a"),))
    object.__setattr__(document.sections[0], "blocks", (block,))
    with pytest.raises(Refused, match="not a Table"):
        to_docx(document)


def test_a_house_puts_its_name_its_logo_and_its_words():
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    style = HouseStyle(name="Office for the north", colour="#4a3b6b", words=HouseWords(panel="For the board"))
    file = to_docx(DOCUMENT, House(style, Logo(drawn, "svg", "A square")))
    read = word_of(file)
    assert paragraphs("House", read) == ["Office for the north"]
    assert paragraphs("Audience", read) == ["For the board"]
    assert pictures(read)[0].get("descr") == "A square"
    assert read.core_properties.author == "Office for the north"
    written = unzipped(file)
    assert b"4A3B6B" in written["word/styles.xml"]
    assert b"12436D" not in written["word/styles.xml"] + written["word/document.xml"]
    assert io.BytesIO(file).read(2) == b"PK"
