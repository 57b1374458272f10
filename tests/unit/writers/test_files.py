"""A pack as files: JSON, CSV, and the folder that appears whole."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_block import base, burglary_table, every_block
from eyre.core import Month, Refused
from eyre.disclosure import Audience, Column, Form, Table, release
from eyre.pack.document import tables_of
from eyre.writers import files
from eyre.writers.csv import INDEX_HEADINGS, to_csv
from eyre.writers.files import write_pack
from eyre.writers.json import to_json


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def table_of(*cells, audience=Audience.PUBLIC, form=Form.TEXT):
    columns = [Column("cell", "Cell", form)]
    return release(Table("Cells", columns, [(cell,) for cell in cells], base(Month(2017, 11))), audience)


# ---------------------------------------------------------------- JSON


def test_json_names_its_format_and_is_written_in_one_way():
    text = to_json(every_block())
    tree = json.loads(text)
    assert (tree["format"], tree["type"], tree["language"]) == (1, "Document", "en-GB")
    assert text == json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert text == to_json(every_block())


def test_json_keeps_a_number_with_its_base_and_a_table_with_its_rows():
    sections = {section["anchor"]: section for section in json.loads(to_json(every_block()))["sections"]}
    sentence = sections["changed"]["blocks"][0]["text"]
    number = next(span for span in sentence["spans"] if span["type"] == "Number")
    assert (number["value"], number["unit"], number["form"]) == (358, "offences", "count")
    assert number["base"]["period"] == "2017-08"
    assert number["base"]["line"].endswith("August 2017; as received by 19 December 2017")
    chart = sections["burglary"]["blocks"][0]
    assert chart["table"]["rows"][:2] == [["2016-01", 412], ["2016-02", 398]]
    assert chart["spec"]["values"][3] is None


def test_json_says_suppressed_and_holds_nothing_of_the_number():
    document = every_block(Audience.PUBLIC)
    table = table_of(3, 7, form=Form.COUNT)
    tracker = document.sections[0].blocks[1]
    object.__setattr__(tracker, "table", table)
    tree = json.loads(to_json(document))
    assert tree["sections"][0]["blocks"][1]["table"]["rows"] == [[{"type": "suppressed"}], [7]]


# ---------------------------------------------------------------- CSV


def test_csv_is_pure_numbers_bare_and_signs_for_what_is_not_there():
    assert to_csv(table_of(1234, 3, None, form=Form.COUNT)) == "cell\n1234\n[c]\n[x]\n"
    assert to_csv(table_of(12.5, -3.0, audience=Audience.PANEL, form=Form.CHANGE)) == "cell\n12.5\n-3\n"
    assert to_csv(table_of(Month(2017, 11), form=Form.PERIOD)) == "cell\n2017-11\n"


@pytest.mark.parametrize("formula", ["=1+1", "+A1", "-A1", "@SUM(A1)", "＝1+1", "\t=1", "\n=1", '=HYPERLINK("x")'])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(formula):
    assert read(to_csv(table_of(formula)))[1] == ["'" + formula]


def test_a_line_inside_a_cell_does_not_end_the_row():
    assert read(to_csv(table_of("one\r\ntwo\rthree")))[1:] == [["one\ntwo\nthree"]]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_text_is_read_back_from_csv_as_it_was_but_for_the_apostrophe(text):
    read_back = read(to_csv(table_of("x" + text)))[1]
    assert read_back == ["x" + text]


def test_csv_refuses_what_was_not_released():
    with pytest.raises(Refused, match="not a list"):
        to_csv([["A", 3]])


# ---------------------------------------------------------------- the folder


def test_a_pack_is_a_page_a_tree_tables_with_an_index_and_charts(tmp_path):
    written = write_pack(every_block(), tmp_path / "pack")
    names = {path.relative_to(tmp_path / "pack").as_posix() for path in written}
    assert names == {
        "pack.html", "pack.json", "tables.csv", "tables/tracker.csv", "tables/burglary.csv",
        "tables/burglary-running-total.csv", "tables/burglary-by-area.csv", "tables/burglary-by-kind.csv",
        "charts/burglary.svg", "charts/burglary-running-total.svg", "charts/burglary-by-area.svg",
        "charts/burglary-by-kind.svg", "tables/burglary-as-a-funnel.csv", "charts/burglary-as-a-funnel.svg",
    }  # fmt: skip
    assert {path for path in (tmp_path / "pack").rglob("*") if path.is_file()} == set(written)
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    for path in (tmp_path / "pack" / "charts").iterdir():
        ElementTree.parse(path)


def test_the_index_gives_each_table_its_file_and_its_base(tmp_path):
    write_pack(every_block(), tmp_path / "pack")
    heads, *rows = read((tmp_path / "pack" / "tables.csv").read_text(encoding="utf-8"))
    assert tuple(heads) == INDEX_HEADINGS
    assert len(rows) == len(list(tables_of(every_block()))) == 7
    tracker = dict(zip(heads, rows[0], strict=True))
    assert (tracker["file"], tracker["period"], tracker["against"]) == (
        "tables/tracker.csv",
        "August 2017",
        "August 2016",
    )
    assert all((tmp_path / "pack" / row[0]).is_file() for row in rows)


def test_the_same_document_gives_the_same_bytes(tmp_path):
    first, second = (write_pack(every_block(), tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert all(b"\r" not in path.read_bytes() for path in first)


def test_two_tables_of_one_title_are_two_files():
    one, two = burglary_table(), burglary_table(values=(1, 2, 3))
    section = every_block().sections[0]
    tables = files._tables([(section, one), (section, two), (section, one)])
    assert list(tables) == ["tables.csv", "tables/burglary.csv", "tables/burglary-2.csv"]
    assert len(read(tables["tables.csv"])) == 4


def test_an_earlier_pack_is_replaced_whole(tmp_path):
    folder = tmp_path / "pack"
    write_pack(every_block(), folder)
    (folder / "tables" / "old.csv").write_text("old")
    write_pack(every_block(title="Second pack"), folder)
    assert not (folder / "tables" / "old.csv").exists()
    assert "Second pack" in (folder / "pack.html").read_text(encoding="utf-8")


def test_a_folder_of_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="holds other files"):
        write_pack(every_block(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(Refused, match="is a file"):
        write_pack(every_block(), tmp_path / "letter.txt")


def test_a_pack_that_fails_on_the_way_leaves_the_earlier_one(tmp_path, monkeypatch):
    folder = tmp_path / "pack"
    write_pack(every_block(), folder)
    before = (folder / "pack.html").read_bytes()

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="no space"):
        write_pack(every_block(title="Second pack"), folder)
    assert (folder / "pack.html").read_bytes() == before
