"""Figures that were made up say so wherever they are: in the tracker, the pack, and whatever writes either."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder
from eyre.body.registers import Matter, Matters
from eyre.core import MARK, Month
from eyre.disclosure import Audience, Base, Column, Form, Table, release
from eyre.pack.document import (
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    Details,
    Number,
    Paragraph,
    TableBlock,
    Text,
    all_blocks,
    charts_of,
    tables_of,
)
from eyre.tracker.plain import tracker_columns, tracker_plain
from eyre.writers.csv import to_csv
from eyre.writers.files import write_pack
from eyre.writers.html.page import to_html
from eyre.writers.json import to_json
from small_body import FORCE, load, share, small_body, steady

WHY = "By the makers of Eyre, to show a survey"
ANSWERS = [(int(k), 50) for k in np.random.default_rng(3).binomial(50, 0.8, 45)]
REAL, INVENTED = "Burglary", "Satisfaction"
IN_PART = f"IN PART {MARK}"


@pytest.fixture
def folder(tmp_path):
    """A real count and a made-up share, each of the force, and a matter that has both."""
    matters = Matters(matters=(Matter(key="both", title="Both", measures=("burglary", "satisfaction")),))
    body = small_body(tmp_path / "body", {"burglary": {FORCE: steady(80)}}, measures=[share()], matters=matters)
    load(body.path, {"satisfaction": {FORCE: ANSWERS}}, made_up=WHY)
    return read_folder(body.path)


@pytest.fixture
def document(folder, make_pack):
    return make_pack(folder).document()


def parts(block):
    """Every text that a block prints itself."""
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, BulletList):
        return list(block.items)
    if isinstance(block, DefinitionList):
        return [said for _, said in block.items]
    if isinstance(block, Chart):
        return [block.sentence, block.alternative]
    return [block.heading] if isinstance(block, Callout) else [block.summary] if isinstance(block, Details) else []


# --- what is known of a measure ---


def test_a_measure_says_that_it_was_made_up_by_whom_and_why(folder):
    figures = folder.figures(date(2024, 1, 15))
    assert figures.made_up("burglary") is None
    assert figures.made_up("satisfaction").says() == f"{MARK}: {WHY}."


def test_a_day_before_the_made_up_load_knows_nothing_of_it(folder):
    assert folder.figures(date(2024, 1, 9)).made_up("satisfaction") is None


def test_made_up_and_published_figures_of_one_measure_are_said_to_be_mixed(folder, tmp_path):
    accepted = load(folder.path, {"satisfaction": {FORCE: [(40, 50)]}}, first=Month(2024, 1), received=date(2024, 2, 9))
    assert "these figures of satisfaction are published, and those of load" in str(accepted.doubts[0])
    mixed = read_folder(folder.path).figures(None).made_up("satisfaction")
    assert (mixed.in_part, mixed.mark) == (True, IN_PART)
    doubts = [str(doubt) for doubt in check_folder(read_folder(folder.path)).doubts]
    assert (
        "loads.csv: satisfaction: some figures were made up and others published. Give the one another key." in doubts
    )
    other = small_body(tmp_path / "other", {"satisfaction": {FORCE: ANSWERS}}, measures=[share()])
    again = load(other.path, {"satisfaction": {"north": [(4, 5)]}}, received=date(2024, 2, 9), made_up=WHY)
    assert "these figures of satisfaction are made up" in str(again.doubts[0])


def test_loads_of_one_sort_are_not_doubted(folder):
    more = load(
        folder.path, {"satisfaction": {FORCE: [(40, 50)]}}, first=Month(2024, 1), received=date(2024, 2, 9), made_up=WHY
    )
    assert more.doubts == ()


def test_a_made_up_load_that_was_wholly_replaced_leaves_no_mark(folder):
    load(folder.path, {"satisfaction": {FORCE: [(k - 1, n) for k, n in ANSWERS]}}, received=date(2024, 2, 9))
    assert read_folder(folder.path).figures(None).made_up("satisfaction") is None


# --- the tracker ---


def test_the_rows_of_the_tracker_carry_the_mark_as_json_and_as_a_table(folder, make_pack):
    tracker = make_pack(folder).tracker
    rows = {row["measure"]: row for row in tracker_plain(tracker)["rows"]}
    assert (rows["burglary"]["made_up"], rows["satisfaction"]["made_up"]) == ("", f"{MARK}: {WHY}.")
    assert any(MARK in warning for warning in rows["satisfaction"]["warnings"])
    columns = tracker_columns(tracker)
    assert dict(zip(columns["measure"], columns["made_up"], strict=True))["satisfaction"].startswith(MARK)


# --- the document ---


def test_the_pack_says_first_which_of_its_figures_nobody_published(document):
    note = document.sections[0].blocks[0]
    assert isinstance(note, Callout)
    assert note.kind.value == "illustration"
    assert f"{MARK}: {WHY}. Of: {INVENTED}." in json.dumps(json.loads(to_json(document)))


def test_every_sentence_table_and_chart_of_made_up_figures_carries_the_mark(document):
    found = 0
    for section in document.sections:
        for block in all_blocks(section.blocks):
            for text in parts(block):
                if any(base.made_up for base in text.bases):
                    assert MARK in text.plain
                    found += 1
    for section, table in tables_of(document):
        words = " ".join(str(cell) for row in table.rows for cell in row)
        if INVENTED in table.title:
            assert MARK in table.title, section.anchor
            assert table.base.line.startswith(MARK)
        for row in table.rows:
            if INVENTED in str(row[0]):
                assert MARK in str(row[0])
        found += INVENTED in table.title + words
    for _, chart in charts_of(document):
        if chart.table.base.made_up:
            assert chart.sentence.plain.startswith(MARK)
            assert MARK in chart.alternative.plain
            found += 1
    assert found > 8
    assert INVENTED in " ".join(section.heading.plain for section in document.sections)
    assert all(MARK in s.heading.plain for s in document.sections if INVENTED in s.heading.plain)


def test_published_figures_carry_no_mark(document):
    for _, table in tables_of(document):
        if table.title.startswith(REAL):
            assert not table.base.made_up
    for _, chart in charts_of(document):
        assert chart.table.title.startswith(REAL) is not chart.sentence.plain.startswith(MARK)


def test_a_sentence_that_rests_on_figures_mixed_in_part_says_so(folder, make_pack):
    load(folder.path, {"satisfaction": {FORCE: [(40, 50)]}}, first=Month(2024, 1), received=date(2024, 1, 12))
    document = make_pack(read_folder(folder.path)).document()
    sentences = [c.sentence.plain for _, c in charts_of(document) if INVENTED in c.table.title]
    assert sentences
    assert all(sentence.startswith(IN_PART) for sentence in sentences)


# --- what is written ---


def made_up_table():
    base = Base(Month(2017, 11), "Nobody", date(2017, 12, 1), made_up=MARK)
    return release(Table("Answers", [Column("n", "n", Form.COUNT)], [[12]], base), Audience.WORKING)


def test_a_table_says_in_its_title_and_in_each_row_of_its_file_that_it_was_made_up():
    table = made_up_table()
    assert table.title == f"{MARK}: Answers"
    assert to_csv(table) == f"n,made_up\n12,{MARK}\n"


def test_a_title_is_not_marked_twice():
    table = made_up_table()
    again = Table(table.title, table.columns, table.rows, table.base)
    assert again.title.count(MARK) == 1


def test_a_block_made_by_hand_cannot_leave_the_mark_out():
    base = Base(Month(2017, 11), "Nobody", date(2017, 12, 1), made_up=MARK)
    text = Text("There were ", Number(12, "answers", base), ".")
    marked = f"{MARK}: There were 12 answers."
    assert Paragraph(text).text.plain == marked
    assert BulletList((text,)).items[0].plain == marked
    assert DefinitionList(((Text("Answers"), text),)).items[0][1].plain == marked
    assert Details(text, ()).summary.plain == marked
    assert Paragraph(Paragraph(text).text).text.plain == marked


def test_html_shows_the_mark_in_captions_charts_base_lines_and_rows(document):
    page = to_html(document)
    captions = re.findall(r"<caption[^>]*>(.*?)</caption>", page)
    assert all(MARK in caption for caption in captions if INVENTED in caption)
    assert any(INVENTED in caption for caption in captions)
    for figure in re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL):
        if INVENTED in figure:
            assert f"<figcaption><strong>{MARK}: </strong>" in figure
            assert all(MARK in title for title in re.findall(r"<title[^>]*>(.*?)</title>", figure))
            assert f"Base: </span>{MARK}; " in figure
    heads = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page)
    assert all(MARK in head for head in heads if INVENTED in head)


def test_json_tables_and_drawings_on_their_own_carry_the_mark(document, tmp_path):
    files = write_pack(document, tmp_path / "pack")
    tree = json.loads((tmp_path / "pack" / "pack.json").read_text("utf-8"))
    bases = [value for value in _walk(tree) if value.get("type") == "Base" and value["made_up"]]
    assert bases
    assert all(base["line"].startswith(MARK) for base in bases)
    index = (tmp_path / "pack" / "tables.csv").read_text("utf-8").splitlines()
    marked = [line for line in index[1:] if f",{MARK}: {INVENTED}" in line or f"({MARK})" in line.partition(";")[0]]
    assert marked
    assert all(line.endswith(f",{MARK}") for line in marked)
    drawn = [path for path in files if path.suffix == ".svg" and "satisfaction" in path.name]
    assert drawn
    for path in drawn:
        words = [element.text or "" for element in ElementTree.parse(path).iter() if element.tag.endswith("text")]
        assert MARK in " ".join(words)
    for path in (path for path in files if path.suffix == ".csv" and path.name.startswith("satisfaction")):
        assert MARK in path.read_text("utf-8")


def _walk(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def test_the_description_for_other_programs_carries_the_mark(folder):
    from eyre.body.datapackage import datapackage

    said = [r["description"] for r in json.loads(datapackage(folder))["resources"] if r["name"].startswith("load-")]
    assert [MARK in words for words in said] == [False, True]


def test_a_small_line_stands_beside_a_name_that_is_marked(document):
    blocks = [b for s in document.sections for b in all_blocks(s.blocks) if isinstance(b, TableBlock) and b.sparklines]
    rows = [str(row[0]) for block in blocks for row in block.table.rows if INVENTED in str(row[0])]
    assert rows
    assert all(MARK in row for row in rows)
