"""`eyre pack --format` and `eyre commitments --pages --format`: what is written, kept and refused."""

import tomllib
from hashlib import sha256

import pytest

from documents_read import pages_of, tags_of, word_of
from given_promises import body, promise
from small_body import FORCE, small_body, steady

AS_OF = "2024-01-15"


@pytest.fixture
def folder(tmp_path):
    return small_body(tmp_path / "body", {"burglary": {FORCE: steady(80)}}).path


def test_a_pack_is_a_page_and_json_if_nothing_else_is_asked_for(eyre, folder, tmp_path):
    ended = eyre("pack", folder, "--as-of", AS_OF, "--out", tmp_path / "pack")
    assert ended.code == 0
    assert f"Wrote {tmp_path / 'pack' / 'pack.html'} and" in ended.out
    assert {path.name for path in (tmp_path / "pack").glob("pack.*")} == {"pack.html", "pack.json"}


def test_a_pack_in_several_formats_is_kept_as_it_was_given(eyre, folder, tmp_path):
    out = tmp_path / "pack"
    asked = ("pack", folder, "--as-of", AS_OF, "--out", out, "--format", "pdf, docx,ods,pdf")
    assert eyre(*asked).code == 0
    assert {path.name for path in out.glob("pack.*")} == {"pack.pdf", "pack.docx", "pack.ods", "pack.json"}
    (kept,) = (folder / "issued").glob("pack-*")
    record = tomllib.loads((kept / "issued.toml").read_text("utf-8"))
    for name in ("pack.pdf", "pack.docx", "pack.ods"):
        assert (kept / name).read_bytes() == (out / name).read_bytes()
        assert {"name": name, "sha256": sha256((out / name).read_bytes()).hexdigest()} in record["files"]
    assert eyre(*asked).code == 0
    assert len(list((folder / "issued").glob("pack-*"))) == 1


def test_the_style_of_the_house_is_in_every_document_and_among_the_inputs(eyre, folder, tmp_path):
    (folder / "house.toml").write_text('name = "Office of the north"\n', "utf-8")
    out = tmp_path / "pack"
    assert eyre("pack", folder, "--as-of", AS_OF, "--out", out, "--format", "html,pdf,docx").code == 0
    assert "Office of the north" in pages_of((out / "pack.pdf").read_bytes())[0]
    assert "Office of the north" in (out / "pack.html").read_text("utf-8")
    assert word_of((out / "pack.docx").read_bytes()).core_properties.author == "Office of the north"
    (kept,) = (folder / "issued").glob("pack-*")
    record = tomllib.loads((kept / "issued.toml").read_text("utf-8"))
    assert "house.toml" in [each["name"] for each in record["inputs"]]


def test_a_house_style_that_cannot_be_read_stops_the_pack(eyre, folder, tmp_path):
    (folder / "house.toml").write_text('colour = "#ffff00"\n', "utf-8")
    ended = eyre("pack", folder, "--as-of", AS_OF, "--out", tmp_path / "pack")
    assert ended.code != 0
    assert "contrast of 1.1 on white" in ended.err
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(("formats", "says"), [("odt", '"odt" is not one of html, json, pdf'), (",", "is empty")])
def test_a_format_that_there_is_not_is_refused(eyre, folder, tmp_path, formats, says):
    for command in (("pack", "--out"), ("commitments", "--pages")):
        ended = eyre(command[0], folder, "--as-of", AS_OF, command[1], tmp_path / "out", "--format", formats)
        assert ended.code == 2
        assert says in ended.err
        assert not (tmp_path / "out").exists()


def test_each_promise_is_a_document_and_the_list_leads_to_the_like(eyre, tmp_path):
    folder = body(tmp_path / "body", {"burglary": {"north": steady(100, 20)}}, promise("C1")).path
    out = tmp_path / "pages"
    ended = eyre("commitments", folder, "--as-of", "2020-06-01", "--pages", out, "--format", "pdf,docx")
    assert ended.code == 0
    names = {path.name for path in out.iterdir()}
    (page,) = [name for name in names if name.startswith("promise-") and name.endswith(".pdf")]
    assert names == {"index.pdf", "index.docx", page, page.replace(".pdf", ".docx")}
    assert page.encode() in (out / "index.pdf").read_bytes()
    led = [relation.target_ref for relation in word_of((out / "index.docx").read_bytes()).part.rels.values()
           if relation.is_external]  # fmt: skip
    assert led == [page.replace(".pdf", ".docx")]
    assert tags_of((out / page).read_bytes()).each("H1")
