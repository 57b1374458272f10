"""Short forms are said in full where a document uses them first, and nowhere again."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.body.settings import Abbreviation, DatedName, Organisation, Organisations
from eyre.core import Day
from eyre.disclosure import Audience, Base, Column, Table, release
from eyre.pack.document import (
    BulletList,
    Document,
    Paragraph,
    Quotation,
    RecordTable,
    Ref,
    Section,
    TableBlock,
    Text,
    Words,
)  # fmt: skip
from eyre.pack.text import Name, Quoted
from eyre.papers.abbreviations import Meaning, explained, glossary

ON = date(2018, 1, 30)
MEANINGS = {
    "CC": Meaning("chief constable"),
    "DCC": Meaning("deputy chief constable"),
    "OCC": Meaning("operations communications centre", "Never spelt out in the notes; this reading is likely."),
    "HMIC": Meaning("Her Majesty's Inspectorate of Constabulary"),
    "HMICFRS": Meaning("Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services"),
}


def document(*blocks, title="Notes", heading="Item") -> Document:
    return Document(Text(Name(title)), Audience.WORKING, (Section(Text(Name(heading)), "item", blocks),))


def lines(made: Document) -> list[str]:
    return [block.text.plain for block in made.sections[0].blocks if isinstance(block, Paragraph)]


def test_a_short_form_is_said_in_full_the_first_time_and_not_again():
    made = explained(
        document(Paragraph("The CC answered."), Paragraph("The CC and the DCC agreed; the CC left.")), MEANINGS
    )
    assert lines(made) == [
        "The CC (chief constable) answered.",
        "The CC and the DCC (deputy chief constable) agreed; the CC left.",
    ]
    assert len(made.sections) == 1


@pytest.mark.parametrize(("words", "said"), [
    ("The CC's plan", "The CC's (chief constable) plan"),
    ("The CC’s plan", "The CC’s (chief constable) plan"),
    ("All CCs met", "All CCs (chief constable) met"),
    ("HMICFRS reported", "HMICFRS (Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services) reported"),
    ("ACC, CCTV, cc and Occ", "ACC, CCTV, cc and Occ"),  # parts of words and other letters are no short forms
    ("non-CC", "non-CC"),
    ("The chief constable (CC) spoke", "The chief constable (CC) spoke"),  # spelt out by whoever wrote it
    ("The CC (chief constable) spoke", "The CC (chief constable) spoke"),
])  # fmt: skip
def test_only_whole_short_forms_are_said_in_full_and_only_where_they_are_not_already(words, said):
    assert lines(explained(document(Paragraph(Name(words))), MEANINGS)) == [said]


def test_words_as_said_take_it_in_square_brackets_as_an_editor_does():
    made = explained(document(Paragraph(Quoted("The OCC is full")), Quotation("Ask the CC", "DCC", ON)), MEANINGS)
    assert lines(made) == ["“The OCC [operations communications centre] is full”"]
    quotation = made.sections[0].blocks[1]
    assert (quotation.words, quotation.by) == ("Ask the CC [chief constable]", "DCC (deputy chief constable)")


def test_headings_stay_as_they_are_and_what_stands_in_them_alone_is_in_a_list_at_the_end():
    made = explained(document(Paragraph("Nothing."), title="HMIC", heading="The CC and HMICFRS"), MEANINGS)
    assert made.sections[0].heading.plain == "The CC and HMICFRS"
    assert made.sections[-1].anchor == "abbreviations"
    (listed,) = made.sections[-1].blocks
    assert [term.plain for term, _ in listed.items] == ["CC", "HMIC", "HMICFRS"]


def test_what_the_record_never_spells_out_says_so_at_the_end():
    made = explained(document(Paragraph("The OCC.")), MEANINGS)
    ((_, meaning),) = made.sections[-1].blocks[0].items
    assert meaning.plain == "operations communications centre. Never spelt out in the notes; this reading is likely."


def test_what_a_released_table_uses_first_stands_in_a_line_before_it():
    base = Base(Day(ON), "the record of this body", ON)
    columns = [Column("a", "Action"), Column("owner", "Owner")]
    table = release(Table("Log", columns, [("Ask the CC", "DCC"), ("Write", "CC")], base), Audience.WORKING)
    made = explained(document(TableBlock(table), Paragraph("The CC.")), MEANINGS)
    assert lines(made) == ["In the table: CC (chief constable), DCC (deputy chief constable).", "The CC."]
    assert made.sections[0].blocks[1] == TableBlock(table)


def test_a_table_of_words_is_read_row_by_row():
    table = RecordTable(
        Text("T"), (Text("A"), Text("B")), ((Text("x"), Text("CC")), (Text("CC"), Text(Words("DCC", strong=True))))
    )
    (made,) = explained(document(table), MEANINGS).sections[0].blocks
    assert [[cell.plain for cell in row] for row in made.rows] == [
        ["x", "CC (chief constable)"], ["CC", "DCC (deputy chief constable)"],
    ]  # fmt: skip
    assert made.rows[1][1].spans[0].strong


def test_references_and_numbers_are_left_alone():
    made = explained(document(BulletList((Text(Ref("commitment CC/1")),))), MEANINGS)
    assert made.sections[0].blocks == (BulletList((Text(Ref("commitment CC/1")),)),)


@given(st.lists(st.sampled_from(["CC", "DCC", "OCC", "the", "CC's", "(", ")", ","]), max_size=12))
def test_nothing_is_taken_away_and_each_is_said_once(words):
    written = " ".join(words)
    if not written.strip():
        return
    (said,) = lines(explained(document(Paragraph(Name(written))), MEANINGS))
    for meaning in MEANINGS.values():
        assert said.count(f"({meaning.long})") <= 1
        said = said.replace(f" ({meaning.long})", "")
    assert said == written


def test_the_glossary_of_a_body_is_its_posts_its_organisations_on_the_day_and_its_own_list_above_them(folder):
    names = (
        DatedName(name="The old board", abbreviation="TB", to_date=date(2017, 12, 31)),
        DatedName(name="The new board", abbreviation="TB", from_date=date(2018, 1, 1)),
    )
    own = Organisations(
        organisations=(Organisation(key="board", names=names),),
        abbreviations=(Abbreviation(short="DCC", long="the deputy", doubt="A nickname."),),
    )
    changed = replace(folder, organisations=own)
    known = glossary(changed, ON)
    assert known["CC"] == Meaning("chief constable")  # a post's title, within a sentence
    assert known["DCC"] == Meaning("the deputy", "A nickname.")
    assert known["TB"] == Meaning("The new board")
    assert glossary(changed, date(2017, 6, 1))["TB"] == Meaning("The old board")


@pytest.mark.parametrize("kind", ["agenda", "notes", "action-log", "commitments"])
def test_every_short_form_of_a_paper_is_explained_where_it_is_used_first(kind, folder, paper, said):
    lines = said(paper(kind, folder)).split("\n")
    words = "\n".join(line for line in lines if not line.startswith("#"))
    used = []
    for short, meaning in glossary(folder, ON).items():
        first = re.search(rf"(?<![\w-]){re.escape(short)}(?:['’]s|s)?(?![\w’'-])", words)
        if first is not None:
            used.append(short)
            before, after = words[: first.start()], words[first.end() :]
            spelt_out = before.endswith("(") and after.startswith(")")
            assert spelt_out or after.startswith((f" ({meaning.long})", f" [{meaning.long}]"))
            assert len(re.findall(rf"(?<![\w-]){re.escape(short)} [(\[]{re.escape(meaning.long)}", words)) <= 1
    assert {"CC", "DCC"} <= set(used)
