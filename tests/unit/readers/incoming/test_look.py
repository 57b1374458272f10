"""What a file is, by its content; and every way in which one is refused."""

import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import incoming_files as files
from eyre.core import BadInput, LimitReached
from eyre.readers.incoming import INCOMING_LIMITS, IncomingKind, clean_name, look_at, look_here
from eyre.readers.limits import Limits

KINDS = {"paper.pdf": "pdf", "letter.docx": "docx", "table.xlsx": "xlsx", "table.ods": "ods", "table.csv": "csv",
         "note.txt": "txt", "photo.png": "png", "photo.jpeg": "jpeg"}  # fmt: skip


@pytest.fixture
def look(tmp_path):
    def looked(content, name, limits=INCOMING_LIMITS):
        path = tmp_path / "given"
        path.write_bytes(content)
        return look_here(path, name, limits)

    return looked


@pytest.mark.parametrize("name", files.WHOLE)
def test_each_kind_that_is_kept_is_told_by_its_content(look, name):
    looked = look(files.WHOLE[name], name)
    assert (looked.kind, looked.size) == (KINDS[name], len(files.WHOLE[name]))
    assert look(files.WHOLE[name], "given").kind == ("txt" if name == "table.csv" else KINDS[name])


@pytest.mark.parametrize("name", files.WHOLE)
@pytest.mark.parametrize("other", files.WHOLE)
def test_a_name_that_says_something_else_is_refused(look, name, other):
    texts = {"table.csv", "note.txt"}
    if name == other or {name, other} == texts:  # between these two the name decides
        look(files.WHOLE[name], other)
        return
    with pytest.raises(BadInput, match=r"is named \.\w+ and is a|is named \.\w+ and is plain"):
        look(files.WHOLE[name], other)


def of_word(kind, target="http://elsewhere/x"):
    return [("word/_rels/document.xml.rels", files.relations(kind, target))]


REFUSED = [
    (b"", "x.pdf", "is empty"),
    (b"MZ\x90\x00\x03", "x.txt", "none of the kinds"),
    (b"MZ\x90\x00\x03", "x.pdf", "none of the kinds"),
    (b"GIF89a\x01\x00", "x.png", "none of the kinds"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "x.doc", "old Office form"),
    (b"<html><script>alert(1)</script>", "x.txt", "a web page"),
    (b"\xef\xbb\xbf  <!DOCTYPE html>", "x.csv", "a web page"),
    (b"#!/bin/sh\nrm -rf /", "x.txt", "a program"),
    (b"{\\rtf1 hello}", "x.txt", "rich text"),
    (b"just words", "x.exe", None),  # plain text under any name that claims no other kind is kept as text
    (files.archive([("letter.txt", "Dear all")]), "x.docx", "is an archive, and none"),
    (files.archive([("../../etc/passwd", "x")]), "x.docx", "points outside"),
    (files.archive([("/etc/passwd", "x")]), "x.xlsx", "points outside"),
    (files.archive([("..\\..\\x", "x")]), "x.ods", "points outside"),
    (files.docx(more=[("C:/windows/x", "x")]), "x.docx", "points outside"),
    (files.docx(more=[("word/Document.xml", "x")]), "x.docx", "two files of one name"),
    (files.docx()[:-40], "x.docx", "damaged"),
    (files.docx(text="&lol;"), "x.docx", "damaged"),
    (files.docx(more=[("word/x.xml", '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')]), "x.docx", "words of its own"),
    (files.docx(more=[("word/vbaProject.bin", "x")]), "x.docx", "holds macros"),
    (files.docx(more=[("word/vbaData.xml", "<x/>")]), "x.docx", "holds macros"),
    (files.docx(types='<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main"/></Types>'),
     "x.docx", "holds macros"),
    (files.xlsx(more=[("xl/macrosheets/sheet1.xml", "<x/>")]), "x.xlsx", "holds macros"),
    (files.docx(more=[("word/activeX/activeX1.xml", "<x/>")]), "x.docx", "holds macros"),
    (files.ods(more=[("Basic/Standard/Module1.xml", "<x/>")]), "x.ods", "holds macros"),
    (files.ods("<script:event-listener/>"), "x.ods", "holds macros"),
    (files.docx(more=of_word("attachedTemplate")), "x.docx", r"fetches something from elsewhere .*attachedTemplate"),
    (files.docx(more=of_word("image")), "x.docx", "fetches something"),
    (files.xlsx(more=[("xl/externalLinks/externalLink1.xml", "<x/>")]), "x.xlsx", "linked workbooks"),
    (files.xlsx(more=[("xl/connections.xml", "<x/>")]), "x.xlsx", "linked workbooks"),
    (files.ods("<table:table-source/>"), "x.ods", "a linked table"),
    (files.ods('<draw:image xlink:href="https://elsewhere/x.png"/>'), "x.ods", "a picture"),
    (files.docx(text="</w:t><w:instrText> DDE</w:instrText><w:instrText>AUTO cmd</w:instrText><w:t>"), "x.docx", "DDE"),
    (files.docx(more=[("word/embeddings/oleObject1.bin", "x")]), "x.docx", "object of another program"),
    (files.docx(more=[("word/embeddings/B.xlsx", files.xlsx(more=[("xl/vbaProject.bin", "x")]))]), "x.docx", "macros"),
    (files.docx(more=[("word/embeddings/Book.xlsx", files.xlsx(more=[("xl/embeddings/In.xlsx", files.xlsx())]))]),
     "x.docx", "object of another program"),
    (files.ods('<draw:object xlink:href="file:///etc/passwd"/>'), "x.ods", "object of another program"),
    (files.ods(more=[("META-INF/manifest.xml", "<a><encryption-data/></a>")]), "x.ods", "locked with a password"),
    (files.pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "x.pdf", "holds a script"),
    (files.pdf(b"/OpenAction << /S /#4aava#53cript >>"), "x.pdf", "holds a script"),
    (files.pdf(stream=b"<< /S /JavaScript >>", about=b"/Type /ObjStm"), "x.pdf", "holds a script"),
    (files.pdf(b"/AA << /S /Launch >>"), "x.pdf", "starts or sends"),
    (files.pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "x.pdf", "carries another file"),
    (files.pdf(b"/Encrypt 4 0 R"), "x.pdf", "is locked"),
    (files.pdf(end=b""), "x.pdf", "cut short"),
    (files.png(after=b"PK\x03\x04"), "x.png", "behind the end"),
    (files.png()[:-6], "x.png", "damaged"),
    (files.png(20_000, 20_000), "x.png", "20000 by 20000"),
    (files.jpeg(end=b""), "x.jpg", "damaged"),
    (files.jpeg(60_000, 60_000), "x.jpg", "60000 by 60000"),
    (b"\xff\xd8\xff\xe0", "x.jpg", "damaged"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("content", "name", "says"), REFUSED)
def test_what_is_refused_says_why(look, content, name, says):
    if says is None:
        assert look(content, name).kind == "txt"
        return
    with pytest.raises(BadInput, match=says) as refused:
        look(content, name)
    assert all(fault.where.startswith(name) for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.docx(more=of_word("hyperlink")), "x.docx"),  # a person has to press it
        (files.docx(text="The DDE project"), "x.docx"),
        (files.docx(more=[("word/embeddings/Book.xlsx", files.xlsx())]), "x.docx"),  # the figures behind a chart
        (files.ods('<draw:object xlink:href="./Object 1"/>', [("Object 1/content.xml", "<x/>")]), "x.ods"),
        (files.ods(more=[("Configurations2/accelerator/current.xml", "")]), "x.ods"),  # as LibreOffice writes it
        (files.pdf(stream=b"/JavaScript drawn on the page", about=b""), "x.pdf"),
    ],
)
def test_what_looks_alike_and_is_harmless_is_kept(look, content, name):
    assert look(content, name).kind == name.partition(".")[2]


def test_a_bomb_is_stopped_before_it_is_unpacked(look):
    bomb = files.docx(more=[("word/media/zeros.bin", bytes(50_000_000))])
    assert len(bomb) < 100_000
    with pytest.raises(LimitReached, match="far more than a document holds"):
        look(bomb, "x.docx")


def test_many_small_bombs_are_one(look):
    more = [(f"word/media/{n}.bin", bytes(range(256)) * 4000) for n in range(20)]
    with pytest.raises(LimitReached):
        look(files.docx(more=more), "x.docx", Limits(unzipped_bytes=2_000_000, unzip_ratio=1e9))


def test_an_archive_of_too_many_files_is_refused(look):
    with pytest.raises(BadInput, match="holds 12 files"):
        look(files.docx(more=[(f"word/{n}", "x") for n in range(10)]), "x.docx", Limits(members=11))


def test_a_pdf_that_unpacks_to_too_much_is_stopped(look):
    with pytest.raises(LimitReached):
        look(files.pdf(stream=bytes(3_000_000), about=b"/Type /ObjStm"), "x.pdf", Limits(unzipped_bytes=1_000_000))


def test_a_link_inside_an_archive_is_refused(look, tmp_path):
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    with pytest.raises(BadInput, match="is a link"):
        look(files.docx(more=[(link, "/etc/passwd")]), "x.docx")


def test_a_file_is_looked_at_in_a_process_of_its_own(tmp_path):
    (tmp_path / "a").write_bytes(files.WHOLE["letter.docx"])
    assert look_at(tmp_path / "a", "letter.docx").kind is IncomingKind.DOCX
    (tmp_path / "b").write_bytes(files.docx(more=[("word/vbaProject.bin", "x")]))
    with pytest.raises(BadInput, match=r"letter\.docx: holds macros"):
        look_at(tmp_path / "b", "letter.docx")
    with pytest.raises(LimitReached, match=r"longer than 0\.01 seconds"):
        look_at(tmp_path / "a", "letter.docx", limits=Limits(wall_seconds=0.01))


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_told_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("x") / "x"
    path.write_bytes(content)
    try:
        size = look_here(path, "x", INCOMING_LIMITS).size
    except BadInput as refused:
        size = len(content) if refused.faults else -1
    assert size == len(content)


# --- names ---------------------------------------------------------------------------------------------------------

NAMES = [
    ("paper.pdf", "paper.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\Ada\\paper.pdf", "paper.pdf"),
    ("a\x00b\nc\u202efdp.exe", "abcfdp.exe"),
    ("  two   words .pdf ", "two words.pdf"),
    ('what<is>"this"?.pdf', "what_is__this__.pdf"),
    ("con.pdf", "_con.pdf"),
    ("LPT1", "_LPT1"),
    (".htaccess", "htaccess"),
    ("...", "file"),
    ("", "file"),
    ("dir/", "file"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
]


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_name_loses_what_could_mislead(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=200))
@example("a/..\\.")
@example("." * 150 + "a")
def test_a_cleaned_name_is_one_plain_name_and_stays_as_it_is(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= 120
    assert not set(clean) & set('/\\\x00\n<>:"|?*\u202e')
    assert clean.strip(". ") == clean
    assert clean_name(clean) == clean
