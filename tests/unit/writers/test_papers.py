"""What papers need of every writer: tables of words, places to write in, a mark, pages of their own, the audit head."""

import io

import pypdfium2
import pytest
import python_calamine

from documents_read import WORD, pages_of, squeezed, tags_of, word_of, words_in_word
from every_block import burglary_table, process_chart
from eyre.body.house import PLAIN_HOUSE
from eyre.core import BadInput, Refused
from eyre.disclosure import Audience
from eyre.pack.bases import bases_of
from eyre.pack.document import (
    Blank,
    Document,
    Name,
    Number,
    Paragraph,
    RecordTable,
    Ref,
    Section,
    TableBlock,
    Text,
    Words,
    naked_numbers,
)
from eyre.writers.files import write_pack, write_paper
from eyre.writers.formats import FORMATS
from eyre.writers.pictures import chart_pngs, size_of

HEAD = "event 812, 9f2c41"
HEADS = (Text("Record"), Text("Notes"), Text("ACTION"))
ROW = (Text("Action"), Text("Send the plan"), Text(Words("DCC", strong=True)))


def paper(*blocks, **more) -> Document:
    sections = (Section(Text("First"), "first", blocks), Section(Text("Second"), "second", own_page=True))
    return Document(Text("Notes"), Audience.WORKING, sections, **more)


def written(document: Document, kind: str) -> bytes:
    file = FORMATS[kind](document, PLAIN_HOUSE, audit_head=HEAD)
    assert file == FORMATS[kind](document, PLAIN_HOUSE, audit_head=HEAD)
    return file


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "ods", "xlsx"])
def test_the_head_of_the_audit_trail_stands_at_the_foot_of_every_format(kind):
    file = written(paper(TableBlock(burglary_table(Audience.WORKING))), kind)
    if kind == "html":
        said = file.decode().partition("<footer>")[2]
    elif kind == "pdf":
        said = pages_of(file)[-1]
    elif kind == "docx":
        said = "".join(p.text for p in word_of(file).sections[0].footer.paragraphs)
    else:
        book = python_calamine.load_workbook(io.BytesIO(file))
        said = str(book.get_sheet_by_name("Contents").to_python())
    assert f"Audit chain: {HEAD}" in said


def test_a_draft_is_marked_on_its_first_page_and_in_the_head_of_every_other():
    draft = paper(Paragraph("Words."), mark="DRAFT")
    first, second = pages_of(written(draft, "pdf"))
    assert "DRAFT" in first
    assert second.startswith("DRAFT")
    word = word_of(written(draft, "docx"))
    assert "DRAFT" in [paragraph.text for paragraph in word.paragraphs]
    assert word.sections[0].header.paragraphs[0].text.startswith("DRAFT")
    assert '<p class="mark">DRAFT</p>' in written(draft, "html").decode()
    assert "DRAFT" not in pages_of(written(paper(Paragraph("Words.")), "pdf"))[0]


def test_a_section_of_its_own_begins_a_page_on_paper():
    plain = paper(Paragraph("Words."), has_contents=False)
    assert [("Second" in page) for page in pages_of(written(plain, "pdf"), furniture=False)] == [False, True]
    heading = next(p for p in word_of(written(plain, "docx")).paragraphs if p.text == "Second")
    assert heading._p.pPr.find(f"{WORD}pageBreakBefore") is not None
    assert 'class="level-1 own-page"' in written(plain, "html").decode()


def test_a_short_paper_goes_without_contents():
    assert "Contents" not in pages_of(written(paper(has_contents=False), "pdf"))[0]
    assert "Contents" not in words_in_word(written(paper(has_contents=False), "docx"))
    assert "<nav" not in written(paper(has_contents=False), "html").decode()
    assert "Contents" in pages_of(written(paper(), "pdf"))[0]


# ---------------------------------------------------------------- tables of words


def test_a_table_of_words_breaks_over_pages_and_loses_nothing():
    rows = tuple((Text(Name(f"F{at}")), Text(Name("It was said. " * 60)), Text()) for at in range(12))
    pages = pages_of(written(paper(RecordTable(Text("Noted"), HEADS, rows, (1, 3, 1)), has_contents=False), "pdf"))
    assert len(pages) > 3
    assert squeezed("".join(pages)).count("Itwassaid.") == 12 * 60
    assert all("ACTION" in page for page in pages[:-1])  # the heads stand over each part of it


def test_a_cell_that_is_longer_than_a_page_is_printed_whole():
    said = "It was said. " * 900
    tall = paper(RecordTable(Text("Noted"), HEADS, ((Text("F"), Text(said), Text()),)), has_contents=False)
    assert squeezed("".join(pages_of(written(tall, "pdf")))).count("Itwassaid.") == 900
    (row,) = word_of(written(tall, "docx")).tables[0]._tbl.tr_lst[1:]
    assert row.trPr is None or row.trPr.find(f"{WORD}cantSplit") is None


def test_columns_that_are_shared_out_stand_below_one_another():
    tables = [RecordTable(Text("A"), HEADS, (ROW,), (1, 2, 1)), RecordTable(Text("B"), HEADS, (ROW, ROW), (1, 2, 1))]
    grids = [
        [column.get(f"{WORD}w") for column in table._tbl.tblGrid.iter(f"{WORD}gridCol")]
        for table in word_of(written(paper(*tables), "docx")).tables
    ]
    assert grids[0] == grids[1] == ["2410", "4820", "2410"]  # of 482 points, in twentieths


def test_a_table_of_words_is_as_wide_as_its_heads():
    with pytest.raises(Refused, match='"Noted" has rows that are not as long as its 3 heads'):
        RecordTable(Text("Noted"), HEADS, ((Text("one"),),))
    with pytest.raises(Refused, match='"Noted" has 3 heads and 2 shares of the width'):
        RecordTable(Text("Noted"), HEADS, (ROW,), (1, 2))


def test_a_number_in_a_table_of_words_has_its_base_as_anywhere():
    number = process_chart().sentence.numbers[0]
    table = RecordTable(Text("Noted"), HEADS, ((Text("F"), Text("There were ", number, "."), Text()),))
    assert bases_of(table) == (number.base,)
    assert "data.police.uk" in written(paper(table), "html").decode()
    assert naked_numbers(paper(table)) == []


# ---------------------------------------------------------------- places to write in


def test_in_word_a_blank_is_one_field_that_a_program_finds_by_its_key():
    blank = Blank(Text("Answer to ", Ref("question 2018-01/Q1")), "answer question 2018-01/Q1", 5)
    (field,) = word_of(written(paper(blank), "docx")).element.body.iter(f"{WORD}sdt")
    about = {child.tag.removeprefix(WORD): child.get(f"{WORD}val") for child in field.find(f"{WORD}sdtPr")}
    assert about["tag"] == "answer question 2018-01/Q1"
    assert about["alias"] == "Answer to question 2018-01/Q1"
    assert "showingPlcHdr" in about  # what is typed takes the place of the words that stand there
    assert len(list(field.iter(f"{WORD}p"))) == 5


def test_on_paper_a_blank_is_ruled_lines_that_a_screen_reader_passes_over():
    blank = Blank(Text("Answer"), "answer", 5)
    file = written(paper(blank, has_contents=False), "pdf")
    assert "Answer" in pages_of(file)[0]
    assert tags_of(file).each("Figure") == []
    page = pypdfium2.PdfDocument(file)[0]
    drawn = [each for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    assert len(drawn) >= 5


# ---------------------------------------------------------------- files


def test_a_paper_is_written_in_every_format_asked_for_and_its_table_as_csv(tmp_path):
    document = paper(TableBlock(burglary_table(Audience.WORKING)))
    files = write_paper(document, tmp_path / "out", "log", ("html", "csv", "ods", "csv"))
    assert [file.name for file in files] == ["log.html", "log.csv", "log.ods"]
    assert files[1].read_text("utf-8").startswith("month,offences\n2016-01,412\n")


def test_a_paper_of_words_has_no_sheet_and_nothing_is_written(tmp_path):
    with pytest.raises(Refused, match="holds words and no table of figures or records: csv, ods would be empty"):
        write_paper(paper(RecordTable(Text("Noted"), HEADS, (ROW,))), tmp_path / "out", "notes", ("html", "csv", "ods"))
    with pytest.raises(BadInput, match="There is no format odt"):
        write_paper(paper(), tmp_path / "out", "notes", ("odt",))
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- a chart to be copied


def test_a_chart_as_a_picture_carries_its_sentence_title_and_source():
    chart = process_chart()
    (png,) = chart_pngs([chart])
    assert [png] == chart_pngs([chart])
    wide, tall = size_of(png)
    assert wide == 2 * 792
    said = _words_of_png(png)
    assert said["Title"] == "Burglary"
    assert said["Description"].startswith("Burglary has settled lower: 358 offences in August 2017. A line of months")
    assert said["Source"].startswith("Recorded crime, data.police.uk; January 2016 to August 2017; as received by")
    from PIL import Image

    with Image.open(io.BytesIO(png)) as opened:
        opened.load()  # every check of every chunk holds
        assert opened.size == (wide, tall)


def _words_of_png(png: bytes) -> dict[str, str]:
    found, at = {}, 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        if kind == b"iTXt":
            key, _, rest = png[at + 8 : at + 8 + length].partition(b"\0")
            found[key.decode("latin-1")] = rest[4:].decode("utf-8")
        at += 12 + length
    return found


def test_a_pack_has_its_charts_as_pictures_where_they_are_asked_for(tmp_path):
    document = Document(Text("Pack"), Audience.PANEL, (Section(Text("A"), "a", (process_chart(),)),))
    files = write_pack(document, tmp_path / "pack", ("html", "png"))
    names = sorted(file.relative_to(tmp_path / "pack").as_posix() for file in files)
    assert names == [
        "charts/burglary.png", "charts/burglary.svg", "pack.html", "pack.json", "tables.csv", "tables/burglary.csv",
    ]  # fmt: skip
    assert (tmp_path / "pack" / "charts" / "burglary.png").read_bytes() == chart_pngs([process_chart()])[0]


def test_two_tables_of_words_with_one_title_are_told_apart_by_their_panes():
    twice = paper(RecordTable(Text("Noted"), HEADS, (ROW,)), RecordTable(Text("Noted"), HEADS, (ROW,)))
    page = written(twice, "html").decode()
    assert 'aria-labelledby="table-1" tabindex="0"' in page
    assert 'aria-label="Noted, table 2" tabindex="0"' in page


def test_on_a_page_each_cell_of_a_table_of_words_knows_its_head():
    """On a phone the cells stand below one another, where no head is above them; the roles keep it a table."""
    page = written(paper(RecordTable(Text("Noted"), HEADS, (ROW,))), "html").decode()
    assert '<th scope="row" role="rowheader" class="short">Action</th>' in page
    assert '<td role="cell" data-label="ACTION"><strong>DCC</strong></td>' in page


def test_a_small_count_in_a_table_of_words_is_no_more_public_than_anywhere():
    number = Number(3, "victims", process_chart().table.base)
    table = RecordTable(Text("Noted"), HEADS, ((Text("F"), Text("There were ", number, "."), Text()),))
    with pytest.raises(BadInput, match='"3 victims" is a small count'):
        Document(Text("Notes"), Audience.PUBLIC, (Section(Text("A"), "a", (table,)),))
