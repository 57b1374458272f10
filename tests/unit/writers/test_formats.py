"""The same document in every format: the same words, the same marks, the same things held back."""

import io
import re

import pytest
import python_calamine

from documents_read import pages_of, squeezed, texts_in_html, words_in_word
from every_block import bars_chart, base, burglary_table, every_block
from eyre.body.house import PLAIN_HOUSE
from eyre.core import MARK, BadInput, Month
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import (
    Chart,
    Document,
    Number,
    Paragraph,
    Section,
    TableBlock,
    Text,
    naked_numbers,
    tables_of,
)
from eyre.writers.files import write_pack
from eyre.writers.formats import FORMATS, check_formats
from eyre.writers.html import to_html

AUDIENCES = pytest.mark.parametrize("audience", list(Audience))
# What paper adds: the pages, the names of what stands elsewhere, the base of a table in the annex, a field to fill in.
FURNITURE = {"page", "Contents", "charts", "Base", "Figures", "•", "Write", "here"}


def written(document: Document, kind: str) -> bytes:
    return FORMATS[kind](document, PLAIN_HOUSE)


def words_in(document: Document, kind: str) -> str:
    """Every word of a document in one format, without heads and feet."""
    file = written(document, kind)
    if kind == "pdf":
        return "\n".join(pages_of(file, furniture=False))
    if kind == "docx":
        return words_in_word(file)
    book = python_calamine.load_workbook(io.BytesIO(file))
    return "\n".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


@AUDIENCES
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_whatever_the_page_says_paper_says_too(audience, kind):
    document = every_block(audience)
    paper = squeezed(words_in(document, kind)).replace("“", "").replace("”", "")
    missing = [text for text in texts_in_html(to_html(document), drawings=kind == "pdf")
               if squeezed(text).replace("“", "").replace("”", "") not in paper]  # fmt: skip
    assert missing == []


@AUDIENCES
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_paper_says_nothing_that_the_page_does_not(audience, kind):
    document = every_block(audience)
    page = squeezed(to_page(document))
    words = re.sub("[“”]", "", words_in(document, kind)).split()
    bare = {word.strip(".,:") for word in words}  # in its contents a PDF leads to the pages by dots
    assert {word for word in bare if word not in page} <= FURNITURE | set("123456789")


def to_page(document: Document) -> str:
    bases = " ".join(table.base.line for _, table in tables_of(document))
    return " ".join(texts_in_html(to_html(document), drawings=True)) + bases


@AUDIENCES
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_workbook_has_every_cell_that_the_page_shows(audience, kind):
    document = every_block(audience)
    book = words_in(document, kind).split("\n")
    for _, table in tables_of(document):
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                said = str(float(cell)) if isinstance(cell, int | float) else column.say(cell)
                assert said in book


def test_a_document_with_every_block_has_no_naked_number():
    assert naked_numbers(every_block()) == []


# ---------------------------------------------------------------- what was made up, and what is held back


def made_up_document() -> Document:
    about = base(Month(2017, 11), made_up=MARK)
    columns = [Column("area", "Area"), Column("n", "Answers", Form.COUNT)]
    table = release(Table("Satisfaction", columns, [("Redditch", 50)], about), Audience.PANEL)
    sentence = Paragraph("There were ", Number(50, "answers", about), ".")
    chart = bars_chart()
    made_up = Chart(type(chart.spec)("answers", ()), Text("Nobody answered"), Text("No bar."), table)
    return Document(Text("Pack"), Audience.PANEL, (Section(Text("A"), "a", (sentence, TableBlock(table), made_up)),))


@pytest.mark.parametrize(("kind", "times"), [("pdf", 7), ("docx", 7), ("ods", 4), ("xlsx", 4)])
def test_what_was_made_up_says_so_in_every_format(kind, times):
    """The sentence, its base, the table and its base, the chart and its figures; a workbook: each title and base."""
    assert len(re.findall(MARK.replace(" ", r"\s+"), words_in(made_up_document(), kind))) >= times


@pytest.mark.parametrize("kind", ["pdf", "docx", "ods", "xlsx"])
def test_a_small_count_is_in_no_format_for_the_public(kind):
    table = burglary_table(Audience.PUBLIC, (3, 7, 412))
    document = Document(Text("Pack"), Audience.PUBLIC, (Section(Text("A"), "a", (TableBlock(table),)),))
    said = words_in(document, kind).split()
    assert "[c]" in said
    assert not {"3", "3.0"} & set(said)


# ---------------------------------------------------------------- as files


def test_a_pack_is_written_in_the_formats_that_were_asked_for(tmp_path):
    files = write_pack(every_block(), tmp_path / "pack", ("pdf", "docx", "ods"))
    assert sorted(file.name for file in files if file.stem == "pack") == [
        "pack.docx",
        "pack.json",
        "pack.ods",
        "pack.pdf",
    ]
    assert (tmp_path / "pack" / "pack.pdf").read_bytes() == written(every_block(), "pdf")


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(BadInput, match=r"There is no format odt. Give html, json, pdf, docx, ods or xlsx."):
        write_pack(every_block(), tmp_path / "pack", ("html", "odt"))
    assert not (tmp_path / "pack").exists()
    check_formats(list(FORMATS))
