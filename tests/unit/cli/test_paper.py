"""`eyre paper`: what is written, from which record, and what is refused."""

import csv
import shutil
from pathlib import Path

import pytest

from documents_read import pages_of, word_of
from eyre_cli.commands.paper import KINDS

WEST_MERCIA = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"
ASKED = ("--as-of", "2018-01-25", "--post", "cc")


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(WEST_MERCIA, tmp_path / "body")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_record_gives_the_same_bytes(kind, eyre, tmp_path):
    for out in ("first", "second"):
        ended = eyre("paper", kind, WEST_MERCIA, *ASKED, "--format", "html,pdf,docx", "--out", tmp_path / out)
        assert ended.code == 0, ended.err
    first, second = ({f.name: f.read_bytes() for f in (tmp_path / out).iterdir()} for out in ("first", "second"))
    assert first == second
    day = "2017-12-19" if kind == "notes" else "2018-01-30"
    stem = f"commission-cc-{day}" if kind == "commission" else f"{kind}-{day}"
    assert sorted(first) == [f"{stem}.docx", f"{stem}.html", f"{stem}.pdf"]


def test_the_command_makes_every_kind_there_is():
    from eyre.papers.make import PaperKind

    assert tuple(PaperKind) == KINDS


def test_the_action_log_is_a_sheet_too(eyre, tmp_path):
    ended = eyre("paper", "action-log", WEST_MERCIA, "--format", "ods,xlsx,csv", "--out", tmp_path)
    assert ended.code == 0
    with (tmp_path / "action-log-2018-01-30.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["reference"] for row in rows] == [f"action 2017-12/{number}" for number in range(1, 6)]
    assert rows[2]["now"] == "2018-01-31"
    assert {path.suffix for path in tmp_path.iterdir()} == {".ods", ".xlsx", ".csv"}


def test_the_style_and_the_words_of_the_house_are_in_every_paper(eyre, folder, tmp_path):
    (folder / "house.toml").write_text('name = "Office of the north"\n[words]\nreply = "Ring us."\n', "utf-8")
    asked = ("paper", "commission", folder, "--post", "cc", "--sent", "2018-01-09", "--format", "pdf,docx")
    assert eyre(*asked, "--out", tmp_path / "out").code == 0
    (first, *_) = pages_of((tmp_path / "out" / "commission-cc-2018-01-30.pdf").read_bytes())
    assert "Office of the north" in first
    assert "Ring us." in first
    assert "9 January 2018" in first.replace("\xa0", " ")
    word = word_of((tmp_path / "out" / "commission-cc-2018-01-30.docx").read_bytes())
    assert word.core_properties.author == "Office of the north"


def test_new_signals_stand_on_the_agenda_where_they_are_asked_for(eyre, tmp_path):
    for name, more in (("with", ("--signals",)), ("without", ())):
        assert eyre("paper", "agenda", WEST_MERCIA, *more, "--out", tmp_path / name).code == 0
    made = [(tmp_path / name / "agenda-2018-01-30.html").read_text("utf-8") for name in ("with", "without")]
    assert ["New in the figures" in page for page in made] == [True, False]


@pytest.mark.parametrize(("asked", "code", "says"), [
    (("minutes",), 2, '"minutes" is not one of agenda, commission, briefing'),
    (("notes", "--format", "odt"), 2, '"odt" is not one of html, json, pdf, docx, ods, xlsx, csv'),
    (("notes", "--format", "csv"), 4, "holds words and no table of figures or records: csv would be empty"),
    (("notes", "--meeting", "2016-01"), 5, 'No meeting that was held is called "2016-01"'),
    (("agenda", "--meeting", "2017-12"), 4, "meeting 2017-12 is published: plan one that is to be held"),
    (("commission",), 5, "A commission goes to one post, and none is named"),
    (("briefing", "--audience", "public"), 4, "A briefing is for the office and the force only"),
])  # fmt: skip
def test_what_cannot_be_made_is_refused_in_a_sentence_and_nothing_is_written(asked, code, says, eyre, tmp_path):
    kind, *more = asked
    ended = eyre("paper", kind, WEST_MERCIA, *more, "--out", tmp_path / "out")
    assert (ended.code, says in ended.err) == (code, True), ended.err
    assert not (tmp_path / "out").exists()
