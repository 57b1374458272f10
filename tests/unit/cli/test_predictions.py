"""`eyre predictions`, and `eyre project --issue` and `--issued`: the London example, and what goes wrong."""

import csv
import json
import shutil
from pathlib import Path

import pytest

LONDON = Path(__file__).parents[3] / "examples" / "london"
KNOWN = "2024-02-20"


def test_london_has_four_predictions_scored_and_three_locked(eyre):
    ended = eyre("predictions", LONDON, "--as-of", KNOWN)
    assert ended.code == 0, ended.err
    rows = list(csv.DictReader(ended.out.splitlines()))
    assert [row["state"] for row in rows] == ["scored"] * 4 + ["locked"] * 3
    # burglary in the 21 boroughs, November 2023: 2,950 predicted, 3,027 first published
    assert (rows[0]["value"], rows[0]["result"], rows[0]["error"]) == ("2950", "3027", "77")


def test_json_has_its_format_and_the_sentences(eyre):
    ended = eyre("predictions", LONDON, "--as-of", KNOWN, "--measure", "robbery", "--json")
    told = json.loads(ended.out)
    assert told["format"] == 1
    assert {row["measure"] for row in told["predictions"]} == {"robbery"}
    together = told["records"][-1]
    assert together["lean"] == "too few to judge"
    assert together["sentences"][0] == "Predictions were below the result in 2 of 2 months by 13.7 % on average."


def test_a_terminal_is_given_the_table_and_what_is_to_be_said(eyre, on_a_terminal):
    on_a_terminal(100)
    ended = eyre("predictions", LONDON, "--as-of", KNOWN, "--measure", "robbery")
    assert "3 predictions lodged by 20 February 2024: 1 locked, 2 scored." in ended.out
    assert "Too few to judge whether they lean" in ended.out


@pytest.mark.parametrize(("option", "key"), [("--measure", "burglery"), ("--area", "nowhere")])
def test_a_measure_or_area_that_is_not_there_is_named(eyre, option, key):
    ended = eyre("predictions", LONDON, option, key)
    assert ended.code == 5
    assert key in ended.err


def test_every_fault_of_the_register_ends_the_command_in_words(eyre, tmp_path):
    body = shutil.copytree(LONDON, tmp_path / "london")
    with (body / "predictions.csv").open("a", encoding="utf-8") as file:
        file.write("bcu-commanders,2023-11-20,robbery,,westminster,2024-02-01..2024-02-10,-5,,\n")
    ended = eyre("predictions", body, "--as-of", KNOWN)
    assert ended.code == 3
    assert ended.err.count("predictions.csv, row 9") == 2


def test_a_body_without_predictions_says_where_they_go(eyre, on_a_terminal, body):
    on_a_terminal(80)
    assert "predictions.csv" in eyre("predictions", body).out


def test_what_was_issued_is_scored(eyre):
    ended = eyre("project", LONDON, "--issued", "--as-of", KNOWN)
    rows = list(csv.DictReader(ended.out.splitlines()))
    scored = [row for row in rows if row["specification"] == "robbery-westminster" and row["kind"] == "month"]
    assert len(scored) == 12
    assert all(row["wis"] for row in scored)


def test_issuing_keeps_each_specification_once(eyre, tmp_path):
    body = shutil.copytree(LONDON, tmp_path / "london")
    first = json.loads(eyre("project", body, "--issue", "--as-of", KNOWN, "--json").out)
    again = json.loads(eyre("project", body, "--issue", "--as-of", KNOWN, "--json").out)
    assert [one["new"] for one in first["issued"]] == [True] * 3
    assert [one["new"] for one in again["issued"]] == [False] * 3


def test_issuing_without_a_specification_says_where_it_goes(eyre, body):
    ended = eyre("project", body, "--issue")
    assert ended.code == 4
    assert "projections.toml specifies no projection" in ended.err
