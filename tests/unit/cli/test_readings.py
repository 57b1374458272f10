"""`eyre readings`: what vague words may mean, without figures and with those of a body folder."""

import csv
import json
from datetime import date

import pytest

from eyre.core import Direction
from small_body import measure, small_body, steady

DUE = ("--due", "2024-06-30", "--on", "2024-01-20")


@pytest.fixture
def folder(tmp_path):
    unsaid = measure("violence", direction=Direction.NEITHER)
    small_body(
        tmp_path / "body",
        {"burglary": {"north": steady(80), "south": steady(40, seed=2)}, "violence": {"north": steady(50)}},
        measures=[unsaid],
    )
    return tmp_path / "body"


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_without_a_folder_it_says_what_the_words_may_mean(eyre):
    found = rows(eyre("readings", "we saw signs of improvement, and it is back in line"))
    assert {row["reading"] for row in found} == {"signs-of-improvement", "back-in-line"}
    assert all(row["says"] and row["why"] and row["doubt"] for row in found)


def test_without_words_it_lists_every_reading(eyre, on_a_terminal):
    on_a_terminal(100)
    ended = eyre("readings")
    assert "signs of improvement" in ended.out
    assert "on a par with" in ended.out


def test_a_person_reads_why_doubt_and_what_to_ask(eyre, on_a_terminal):
    on_a_terminal(80)
    ended = eyre("readings", "a trend reversal")
    assert ended.out.startswith('"trend reversal"')
    assert "Doubt: A slope needs six points on each side." in ended.out
    assert "Ask: Which trend" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80


def test_with_a_folder_each_test_is_filled_with_luck_and_power(eyre, folder):
    found = rows(
        eyre("readings", "signs of improvement", "--folder", folder, "--measure", "burglary", "--area", "north", *DUE)
    )
    assert found[0]["test"].startswith("Burglary in North: the mean of April to June 2024 is at least 5 % below")
    assert all(0 <= float(row["luck"]) < float(row["power"]) <= 1 for row in found)


def test_the_force_is_meant_where_no_area_is_named_and_the_table_fits_the_terminal(eyre, folder, on_a_terminal):
    on_a_terminal(100)
    ended = eyre("readings", "signs of improvement", "--folder", folder, "--measure", "burglary", *DUE)
    assert ended.code == 0, ended.err
    assert "Burglary in Anyshire" in ended.out  # whose records without a place are missing, so it has no luck
    assert "unchanged" in ended.out
    assert "improved by 10 %" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_json_holds_the_test_as_a_body_folder_would(eyre, folder):
    asked = ("--folder", folder, "--measure", "burglary", "--area", "north", "--improves", "8")
    ended = eyre("readings", "signs of improvement", *asked, *DUE, "--json")
    said = json.loads(ended.out)
    assert (said["format"], said["improvement"]) == (1, "8 points")
    assert said["offers"][1]["test"] == {
        "kind": "change", "measure": "burglary", "area": "north", "aggregate": "mean", "by": 4.0,
        "before": "2023/24", "after": "2024-Q2",
    }  # fmt: skip
    assert said["offers"][1]["luck_and_power"]["computed_on"] == "2024-01-20"


def test_which_way_is_better_can_be_said_where_the_measure_does_not(eyre, folder):
    asked = ("readings", "signs of improvement", "--folder", folder, "--measure", "violence", "--area", "north", *DUE)
    assert all(not row["luck"] and "which way is better" in row["missing"] for row in rows(eyre(*asked)))
    assert all(row["luck"] for row in rows(eyre(*asked, "--better", "down")))


def test_a_body_has_readings_of_its_own(eyre, folder):
    (folder / "readings").mkdir()
    (folder / "readings" / "own.toml").write_text(
        'key = "own"\nwords = "cracking on"\nphrases = ["crack on"]\nwhy = "Why."\ndoubt = "Doubt."\nask = []\n'
        '[[meanings]]\nkey = "plan"\nsays = "A plan."\nwhy = "Because."\n'
        '[meanings.test]\nkind = "fact"\nevidence_wanted = "A plan"\n'
    )
    found = rows(eyre("readings", "we are cracking on", "--folder", folder, *DUE))
    assert [row["test"] for row in found] == ["A person confirms it, on this evidence: A plan."]
    (folder / "readings" / "own.toml").write_text('key = "other"\n')
    wrong = eyre("readings", "we are cracking on", "--folder", folder, *DUE)
    assert wrong.code == 3
    assert wrong.err.count("readings/own.toml") >= 5  # every fault at once


def test_words_without_a_reading_are_told_so(eyre, folder):
    for more in ((), ("--folder", folder, "--measure", "burglary")):
        ended = eyre("readings", "a paper will be sent", *more)
        assert (ended.code, ended.out) == (0, "")
        assert "No words here are among the readings" in ended.err
    assert json.loads(eyre("readings", "a paper will be sent", "--json").out)["readings"] == []


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        (("--improves", "a lot"), 2, '"a lot" is no size'),
        (("--improves", "-5%"), 2, "is no size"),
        (("--better", "sideways"), 2, "is not one of up, down"),
        (("--measure", "burglry"), 5, 'Did you mean "burglary"?'),
        (("--area", "nowhere"), 5, 'There is no area "nowhere" here'),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(eyre, folder, asked, code, says):
    ended = eyre("readings", "signs of improvement", "--folder", folder, *asked)
    assert ended.code == code
    assert says in " ".join(ended.err.split())


def test_without_a_date_or_a_measure_it_says_what_is_missing(eyre, folder):
    undated = rows(eyre("readings", "signs of improvement", "--folder", folder, "--measure", "burglary"))
    assert all("It has no date" in row["missing"] for row in undated)
    bare = rows(eyre("readings", "signs of improvement", "--folder", folder, *DUE))
    assert all("It names no measure" in row["missing"] for row in bare)


def test_figures_are_those_known_on_the_day(eyre, folder):
    asked = ("readings", "signs of improvement", "--folder", folder, "--measure", "burglary", "--due", "2024-06-30")
    before = rows(eyre(*asked, "--on", date(2024, 1, 9).isoformat()))  # the load came on the 10th
    assert all(not row["luck"] and "no figures" in row["missing"] for row in before)
