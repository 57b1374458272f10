"""`eyre commitments`: what is printed, what is picked, and what `--fix` writes and leaves alone."""

import csv
import io
import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eyre.body.commitment_test import FactTest, Improvement
from eyre.body.folder import canonical_files, read_folder
from eyre.body.meeting import LuckAndPower
from eyre.core import MARK
from eyre.cycle.words import CommitmentKind
from given_promises import GIVEN, agreed, body, event, level, more, promise
from small_body import steady

AS_OF = "2020-06-01"
WEST_MERCIA = Path(__file__).parents[3] / "examples" / "west-mercia"


@pytest.fixture
def folder(tmp_path):
    """Six promises: one shown, one missed twice, one in the area South, one untested, one listed, one of a fact."""
    promised = (
        promise("C1", test=level(290)),
        promise("C2", test=level(200)),
        promise("C3", areas=("south",), test=level(300, area="south")),
        promise("C4", words="Something will be done.", untested_because="It names nothing."),
        promise("C5", kind=CommitmentKind.ASPIRATION),
        promise("C6", due=date(2020, 9, 30)),
    )
    events = (event("C2", "missed", date(2020, 4, 15)), event("C2", "missed", date(2020, 5, 13), "No staff."))
    fact = agreed((date(2020, 2, 3), FactTest(evidence_wanted="The plan is in use")), label="C6")
    figures = {"burglary": {"north": steady(100, 20), "south": steady(50, 20)}}
    made = body(tmp_path / "body", figures, *promised, events=events, commitments=(fact,))
    return more(made, {"burglary": {"north": [99, 95, 95, 95], "south": [50, 50, 50, 50]}}, date(2020, 5, 12)).path


def references(said):
    return [each["reference"][-2:] for each in json.loads(said)["commitments"]]


def test_json_is_of_format_1_and_names_every_promise(eyre, folder):
    ended = eyre("commitments", folder, "--as-of", AS_OF, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["format"] == 1
    assert references(ended.out) == ["C1", "C2", "C3", "C4", "C5", "C6"]


@pytest.mark.parametrize(
    ("asked", "picked"),
    [
        (["--only", "settled"], ["C1", "C2", "C3"]),
        (["--only", "missed"], ["C2"]),
        (["--only", "untested"], ["C4"]),
        (["--only", "listed"], ["C5"]),
        (["--only", "due"], ["C1", "C2", "C3", "C4", "C5"]),
        (["--only", "off-course"], []),
        (["--area", "south"], ["C3"]),
        (["--matter", "burglary"], []),
        (["2020-01/C2"], ["C2"]),
        (["commitment 2020-01/C2"], ["C2"]),
    ],
)
def test_some_promises_can_be_picked_and_no_standing_of_the_body_is_said_of_them(eyre, folder, asked, picked):
    ended = eyre("commitments", folder, *asked, "--as-of", AS_OF, "--json")
    assert references(ended.out) == picked
    assert json.loads(ended.out)["standing"] is None


def test_an_unknown_promise_and_an_unknown_choice_are_refused_in_a_sentence(eyre, folder):
    ended = eyre("commitments", folder, "2020-01/C9", "--as-of", AS_OF)
    assert ended.code != 0
    assert 'There is no commitment "2020-01/C9"' in ended.err
    assert "2020-01/C1" in ended.err
    ended = eyre("commitments", folder, "--only", "kept", "--as-of", AS_OF)
    assert ended.code != 0
    assert "off-course" in ended.err


def test_a_person_reads_tables_and_one_sentence_that_counts(eyre, folder, on_a_terminal):
    on_a_terminal(100)
    said = " ".join(eyre("commitments", folder, "--as-of", AS_OF).out.split())
    assert "Promises as they stood on 1 June 2020." in said
    assert "To the chair: missed twice or more (1)" in said
    assert (
        "Of 6 promises: 4 with a test, 1 waiting, 2 shown, 0 not shown (the figures cannot tell), 1 shown not" in said
    )


def test_everything_of_one_promise_is_told(eyre, folder, on_a_terminal):
    on_a_terminal(100)
    said = " ".join(eyre("commitments", folder, "2020-01/C2", "--as-of", AS_OF).out.split())
    for part in [
        "commitment 2020-01/C2", "Stands: shown not.", "Missed, heard on 13 May 2020: No staff.",
        "Found on 12 May 2020: Shown not.", "A force that changes nothing passes this",
        "Burglary, North: published figures: shown not.",
    ]:  # fmt: skip
        assert part in said


def test_the_table_goes_to_a_file(eyre, folder, tmp_path):
    out = tmp_path / "promises.csv"
    assert eyre("commitments", folder, "--as-of", AS_OF, "--out", out).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert [row["verdict"] for row in rows] == ["shown", "shown_not", "shown", "", "", ""]
    out = tmp_path / "promises.json"
    assert eyre("commitments", folder, "--as-of", AS_OF, "--out", out).code == 0
    assert references(out.read_text("utf-8")) == ["C1", "C2", "C3", "C4", "C5", "C6"]


# --- --fix ---------------------------------------------------------------------------------------------------------

WORTH = LuckAndPower(luck=0.4, power=0.5, improvement=Improvement(10, percent=True), computed_on=GIVEN, version="1")


@pytest.fixture
def unfixed(tmp_path):
    """Two promises whose tests lack luck and power; one of them has a later test that has both, and one to come."""
    one = agreed((date(2020, 2, 1), level(290)), (date(2020, 3, 1), level(280)), (date(2020, 7, 1), level(270)))
    one = replace(one, agreed=(one.agreed[0], replace(one.agreed[1], luck_and_power=WORTH), one.agreed[2]))
    two = agreed((date(2020, 2, 1), level(300, area="south")), label="C2")
    fact = agreed((date(2020, 2, 3), FactTest(evidence_wanted="x")), label="C3")
    figures = {"burglary": {"north": steady(100, 20), "south": steady(50, 20)}}
    promised = (promise("C1"), promise("C2"), promise("C3"))
    return body(tmp_path / "body", figures, *promised, commitments=(one, two, fact)).path


def contents(path):
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def test_fix_writes_luck_and_power_only_where_they_are_missing(eyre, unfixed):
    before = contents(unfixed)
    ended = eyre("commitments", unfixed, "--fix", "--as-of", AS_OF)
    assert ended.code == 0
    after = contents(unfixed)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"commitments/2020-01-C1.toml", "commitments/2020-01-C2.toml"}
    assert before.keys() == after.keys()
    one = next(each for each in read_folder(unfixed).commitments if each.reference.label == "C1")
    first, second, to_come = (each.luck_and_power for each in one.agreed)
    assert (first.computed_on, second, to_come) == (date(2020, 2, 1), WORTH, None)
    assert 0 <= first.luck <= first.power <= 1


def test_what_fix_writes_is_in_the_one_writing_and_is_what_is_said_without_it(eyre, unfixed):
    def worth():
        said = json.loads(eyre("commitments", unfixed, "--as-of", AS_OF, "--json").out)
        return [
            {name: value for name, value in test["luck_and_power"].items() if name != "written_down"}
            for each in said["commitments"] for test in each["tests"] if test["luck_and_power"]
        ]  # fmt: skip

    before = worth()
    eyre("commitments", unfixed, "--fix", "--as-of", AS_OF)
    assert worth() == before
    folder = read_folder(unfixed)
    for name, text in canonical_files(folder).items():
        if name.startswith("commitments/"):
            assert (unfixed / name).read_bytes() == text.encode("utf-8")


def test_fix_twice_writes_nothing_the_second_time(eyre, unfixed):
    assert "2 files written" in eyre("commitments", unfixed, "--fix", "--as-of", AS_OF).out
    before = contents(unfixed)
    assert "0 files written" in eyre("commitments", unfixed, "--fix", "--as-of", AS_OF).out
    assert contents(unfixed) == before


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("write", [1, 2])
def test_fix_that_is_cut_off_leaves_whole_files_and_can_be_done_again(eyre, unfixed, monkeypatch, write):
    writes, put_in_place = iter(range(1, 100)), os.replace

    def put_or_die(*names):
        if next(writes) == write:
            raise Killed
        put_in_place(*names)

    before = contents(unfixed)
    monkeypatch.setattr("eyre.body.files.os.replace", put_or_die)
    with suppress(Killed):
        eyre("commitments", unfixed, "--fix", "--as-of", AS_OF)
    monkeypatch.undo()
    cut_off = contents(unfixed)
    assert cut_off.keys() == before.keys()
    assert len([name for name in before if before[name] != cut_off[name]]) == write - 1
    eyre("commitments", unfixed, "--fix", "--as-of", AS_OF)
    assert len([name for name in before if before[name] != contents(unfixed)[name]]) == 2


# --- pages, and figures that were made up --------------------------------------------------------------------------


def test_a_page_a_promise_is_written_with_a_list_that_leads_to_each(eyre, folder, tmp_path):
    out = tmp_path / "pages"
    ended = eyre("commitments", folder, "--as-of", AS_OF, "--pages", out)
    assert ended.code == 0
    assert "7 pages written" in ended.out
    pages = {path.name for path in out.iterdir()} - {"index.html"}
    listed = (out / "index.html").read_text("utf-8")
    assert len(pages) == 6
    assert all(f'href="{page}"' in listed for page in pages)


def test_pages_for_an_unknown_audience_are_refused(eyre, folder, tmp_path):
    ended = eyre("commitments", folder, "--pages", tmp_path / "pages", "--audience", "everyone")
    assert ended.code == 2
    assert "working, panel, public" in ended.err
    assert not (tmp_path / "pages").exists()


def test_what_is_read_on_made_up_figures_says_so(eyre):
    asked = ("commitments", WEST_MERCIA, "2017-12/C16", "--as-of", "2018-05-22")
    (test,) = json.loads(eyre(*asked, "--json").out)["commitments"][0]["tests"]
    assert test["made_up"].startswith(MARK)
