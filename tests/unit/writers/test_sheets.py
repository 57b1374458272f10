"""The tables of a document as a workbook: read back with calamine and odfdo."""

import io
import re
from datetime import date

import odfdo
import pytest
import python_calamine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents_read import unzipped
from every_block import base, every_block
from eyre.body.house import House, HouseStyle, HouseWords
from eyre.core import Month, Refused
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import Document, Section, TableBlock, Text, tables_of
from eyre.writers.sheets import to_ods, to_xlsx
from records import AWKWARD

WRITERS = pytest.mark.parametrize("write", [to_ods, to_xlsx])
DOCUMENT = every_block()
LONGEST_NAME = 31


def sheets(file: bytes) -> dict[str, list[list]]:
    book = python_calamine.load_workbook(io.BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def document_of(*tables, audience=Audience.PANEL) -> Document:
    return Document(Text("Pack"), audience, (Section(Text("A"), "a", tuple(TableBlock(table) for table in tables)),))


def table_of(title, columns, rows, audience=Audience.PANEL, **more):
    return release(Table(title, columns, rows, base(Month(2017, 11), **more)), audience)


def filled(rows: list[list]) -> list[list]:
    return [[cell for cell in row if cell != ""] for row in rows]


@WRITERS
def test_every_table_is_one_sheet_with_its_title_base_and_notes_above_it(write):
    read = sheets(write(DOCUMENT))
    tables = list(dict.fromkeys(table for _, table in tables_of(DOCUMENT)))
    assert len(read) == len(tables) + 1
    for table, rows in zip(tables, list(read.values())[1:], strict=True):
        assert rows[0][0] == table.title
        assert rows[1][0] == f"Base: {table.base.line}"
        notes = len(table.notes)
        assert [row[0] for row in rows[2 : 2 + notes]] == list(table.notes)
        assert rows[2 + notes] == [column.printed_heading for column in table.columns]
        assert len(rows) == 3 + notes + len(table.rows)


@WRITERS
def test_the_first_sheet_says_what_is_where_and_for_whom(write):
    read = sheets(write(DOCUMENT))
    rows = filled(read["Contents"])
    assert rows[:2] == [["Meeting pack: West Mercia"], ["For members of the police and crime panel"]]
    listed = rows[rows.index(["Sheet", "Section", "Table", "Base"]) + 1 :]
    assert [(row[1], row[2], row[3]) for row in listed] == [
        (section.heading.plain, table.title, table.base.line) for section, table in tables_of(DOCUMENT)
    ]
    assert {row[0] for row in listed} == set(read) - {"Contents"}


@WRITERS
def test_numbers_are_numbers_and_what_is_not_there_is_said(write):
    columns = [Column("area", "Area"), Column("n", "Cases", Form.COUNT), Column("rate", "Rate", Form.DECIMAL,
               rests_on=("n",)), Column("day", "Day", Form.DATE)]  # fmt: skip
    rows = [("A", 1234, 12.345, date(2017, 12, 19)), ("B", 3, 1.5, None), ("C", None, None, None)]
    read = sheets(write(document_of(table_of("Cases", columns, rows, Audience.PUBLIC), audience=Audience.PUBLIC)))
    first, second, third = read["1 Cases"][-3:]
    assert first == ["A", 1234, 12.345, date(2017, 12, 19)]
    assert second[:3] == ["B", "[c]", "[c]"]
    assert third[:3] == ["C", "[x]", "[x]"]


@WRITERS
def test_what_is_printed_in_words_is_no_finer_in_a_workbook(write):
    columns = [Column("area", "Area"), Column("chance", "Chance", Form.CHANCE), Column("place", "Place", Form.ORDINAL)]
    read = sheets(write(document_of(table_of("Chances", columns, [("A", 31.7, 3)]))))
    assert read["1 Chances"][-1] == ["A", "about 30%", "3rd"]


FORMULAS = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "{=1}", "https://example.org", "007"]


@pytest.mark.parametrize("formula", FORMULAS)
@WRITERS
def test_words_that_begin_like_a_formula_are_words(write, formula):
    file = write(document_of(table_of(formula, [Column("a", formula), Column("b", "B")], [(formula, formula)])))
    read = list(sheets(file).values())[1]
    said = " ".join(formula.split()) if formula.startswith("\t") is False else " " + formula.strip()
    assert read[-1] == [said, said]
    markup = "".join(part.decode("utf-8", "replace") for name, part in unzipped(file).items() if name.endswith(".xml"))
    assert not re.search(r"<f>|<f |table:formula|<hyperlink [^>]*r:id", markup)


@pytest.mark.parametrize("awkward", [*AWKWARD, "[]:*?/\\", "'"])
@WRITERS
def test_a_workbook_with_any_awkward_sign_can_be_read_back(write, awkward):
    words = f"{awkward} before {awkward} after {awkward}"
    file = write(document_of(table_of(words, [Column("a", words), Column("b", "B")], [(words, "x")])))
    name, rows = list(sheets(file).items())[1]
    assert "before" in rows[0][0]
    assert "after" in rows[-1][0]
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set("[]:*?/\\")


@given(st.lists(st.text(max_size=45), min_size=2, max_size=4))
@example(["\U0001d538" * 45] * 2)  # two units of UTF-16 each
@settings(max_examples=30, deadline=None)
def test_sheets_of_whatever_title_are_told_apart(titles):
    tables = [table_of(title or "x", [Column("a", "A"), Column("b", "B")], [("x", str(at))])
              for at, title in enumerate(titles)]  # fmt: skip
    for write in (to_ods, to_xlsx):
        assert len(sheets(write(document_of(*tables)))) == len(titles) + 1


@WRITERS
def test_the_same_document_gives_the_same_bytes(write):
    assert write(every_block()) == write(every_block())


def test_an_ods_is_known_by_its_first_entry_and_says_its_title_and_language():
    file = to_ods(DOCUMENT)
    assert next(iter(unzipped(file))) == "mimetype"
    about = odfdo.Document(io.BytesIO(file)).meta
    assert about.title == "Meeting pack: West Mercia"
    assert about.language == "en-GB"
    assert [table.name for table in odfdo.Document(io.BytesIO(file)).body.tables][:2] == ["Contents", "1 Tracker"]


@WRITERS
def test_a_table_that_was_not_released_is_refused(write):
    document = document_of(table_of("A", [Column("a", "A")], [("x",)]))
    unreleased = Table("Hate crime", [Column("a", "A")], [("x",)], base(Month(2017, 11)))
    object.__setattr__(document.sections[0].blocks[0], "table", unreleased)
    with pytest.raises(Refused, match="not a Table"):
        write(document)


@WRITERS
def test_a_house_puts_its_name_and_its_words(write):
    house = House(HouseStyle(name="Office for the north", words=HouseWords(panel="For the board")))
    rows = filled(sheets(write(DOCUMENT, house))["Contents"])
    assert rows[1:3] == [["Office for the north"], ["For the board"]]
