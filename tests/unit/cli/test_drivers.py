"""`eyre drivers`: a table of counts in, contributions out."""

import csv
import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ROWS = """area,type,month,count
North,burglary,2022-10,100
North,robbery,2022-10,10
South,burglary,2022-10,200
South,robbery,2022-10,20
North,burglary,2023-10,160
North,robbery,2023-10,8
South,burglary,2023-10,190
South,robbery,2023-10,32
"""
PERIODS = ("--from", "2022-10", "--to", "2023-10")


@pytest.fixture
def file(tmp_path):
    def write(text=ROWS):
        path = tmp_path / "counts.csv"
        path.write_text(text)
        return path

    return write


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_areas_and_types_come_largest_first_and_add_up_to_the_total(eyre, file):
    found = rows(eyre("drivers", file(), *PERIODS))
    assert [(row["area"], row["type"], row["change"]) for row in found if row["kind"] == "part"] == [
        ("North", "burglary", "60"), ("South", "robbery", "12"),
        ("South", "burglary", "-10"), ("North", "robbery", "-2"),
    ]  # fmt: skip
    *_, nowhere, total = found
    assert (nowhere["kind"], nowhere["change"]) == ("in no part", "0")
    assert (total["kind"], total["then"], total["now"], total["change"]) == ("total", "330", "390", "60")
    assert [float(row["percent"]) for row in found if row["kind"] == "part"] == pytest.approx(
        [100, 20, -50 / 3, -10 / 3]
    )


def test_the_parts_may_be_areas_or_types_alone(eyre, file):
    by_area = rows(eyre("drivers", file(), *PERIODS, "--by", "area"))
    assert [(row["area"], row["change"]) for row in by_area[:2]] == [("North", "58"), ("South", "2")]
    by_type = rows(eyre("drivers", file(), *PERIODS, "--by", "type"))
    assert [(row["type"], row["change"]) for row in by_type[:2]] == [("burglary", "50"), ("robbery", "10")]


def test_parts_beyond_the_first_ones_stay_in_the_sum(eyre, file):
    found = rows(eyre("drivers", file(), *PERIODS, "--top", "1"))
    assert [(row["kind"], row["parts"], row["change"]) for row in found[:2]] == [
        ("part", "1", "60"),
        ("other parts", "3", "0"),
    ]


def test_json_says_how_the_intervals_were_made(eyre, file):
    found = json.loads(eyre("drivers", file(), *PERIODS, "--json", "--dispersion", "2", "--seed", "4").out)
    assert (found["format"], found["from"], found["to"], found["dispersion"], found["seed"]) == (
        1,
        "2022-10",
        "2023-10",
        2,
        4,
    )
    assert "A net rise of 60" in found["summary"]


def test_a_person_reads_a_sentence_then_a_table(eyre, file, on_a_terminal):
    on_a_terminal(100)
    said = eyre("drivers", file(), *PERIODS, "--by", "area").out
    assert "North accounts for 58 more, 95 % interval" in said
    assert "of a net rise of 60" in said
    assert "Where a change lies, not why." in said


def test_a_base_takes_the_rate_apart_into_mix_and_rate(eyre, file):
    text = "area,month,count,base\nA,2022-10,100,1000\nB,2022-10,20,1000\nA,2023-10,50,500\nB,2023-10,30,1500\n"
    *parts, total = rows(eyre("drivers", file(text), *PERIODS))
    assert float(total["rate_effect"]) == pytest.approx(0)  # 100 and 20 per 1,000 in both years
    assert float(total["mix"]) == pytest.approx(40 - 60)
    assert sum(float(row["change"]) for row in parts) == pytest.approx(-20)


def test_residents_are_not_divided_by_type(eyre, file):
    text = "area,type,month,count,base\n" + "".join(
        f"A,{kind},{month},{n},1000\n" for month in ("2022-10", "2023-10") for kind, n in (("x", 5), ("y", 7))
    )
    assert rows(eyre("drivers", file(text), *PERIODS, "--by", "area"))[-1]["base_then"] == "1000"
    refused = eyre("drivers", file(text), *PERIODS, "--by", "type")
    assert refused.code == 4
    assert "--cases" in refused.err


def test_a_part_without_a_figure_is_left_out_and_named_and_may_be_said_to_be_nought(eyre, file):
    short = ROWS.replace("North,robbery,2023-10,8\n", "")
    ended = eyre("drivers", file(short), *PERIODS)
    assert "Left out, because a figure is missing in one of the periods: robbery, North." in ended.err
    assert rows(ended)[-1]["then"] == "320"
    nought = rows(eyre("drivers", file(short), *PERIODS, "--absent-is-nought"))
    assert nought[-1]["then"] == "330"


def test_shares_are_refused_in_words_where_gains_and_losses_cancel(eyre, file):
    text = "area,month,count\nA,2022-10,500\nB,2022-10,500\nA,2023-10,700\nB,2023-10,310\n"
    found = json.loads(eyre("drivers", file(text), *PERIODS, "--json").out)
    assert "gains and losses cancel" in found["percent_refused"]
    assert {row["percent"] for row in found["rows"]} == {None}


@pytest.mark.parametrize(
    ("text", "more", "code", "says"),
    [
        ("area,month\nA,2022-10\n", (), 3, 'has no column "count"'),
        ("month,count\n2022-10,5\n", (), 3, 'neither a column "area" nor "type"'),
        ("area,month,count\n", (), 3, "no rows"),
        ("area,month,count\nA,2022-13,5\nA,2022-10,five\n", (), 3, "not a period"),
        ("area,month,count\nA,2022-13,5\nA,2022-10,five\n", (), 3, "not a number"),
        ("area,month,count\nA,2022-10,-5\n", (), 3, "below 0"),
        ("area,month,count\n,2022-10,5\n", (), 3, "area is empty"),
        (ROWS + "North,burglary,2022-10,100\n", (), 3, "stands there already"),
        (ROWS, ("--where", "force=kent"), 3, 'no column "force"'),
        (ROWS, ("--where", "area=East"), 3, "There: North, South"),
        (ROWS, ("--where", "area"), 2, "COLUMN=WORD"),
        (ROWS, ("--to", "2022-10"), 4, "overlap"),
        (ROWS, ("--to", "2024-10"), 4, "not covered"),
        (ROWS, ("--to", "2023/24"), 4, "one length"),
        (ROWS, ("--to", "soon"), 3, "not a period"),
        (ROWS, ("--by", "sex"), 2, "not one of"),
        (ROWS.replace("160", "160.5"), (), 4, "whole numbers"),
        ("area,month,count\nA,2022-10,5\nB,2023-10,5\n", (), 4, "No part has figures for both periods"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(eyre, file, text, more, code, says):
    ended = eyre("drivers", file(text), *PERIODS, *more)
    assert ended.code == code, ended.err
    assert says in ended.err


# --- a body folder -------------------------------------------------------------------------------------------------


def test_a_folder_asks_which_measure(eyre):
    ended = eyre("drivers", EXAMPLES / "london", *PERIODS)
    assert ended.code == 4
    assert "--measure KEY" in ended.err
    assert "robbery" in ended.err


def test_what_a_meeting_heard_of_the_reasons_stands_beside_the_areas_it_named(eyre):
    quarter = ("--from", "2022-09..2022-11", "--to", "2023-09..2023-11", "--as-of", "2024-02-20")
    found = rows(eyre("drivers", EXAMPLES / "london", *quarter, "--measure", "burglary"))
    beside = {row["area"]: row["notes"] for row in found}
    assert "finding 2023-11/F6" in beside["croydon"]
    assert "finding 2023-11/F6" not in beside["havering"]
    changes = [int(row["change"]) for row in found if row["kind"] != "total"]
    assert sum(changes) == int(found[-1]["change"])


def test_measures_of_a_folder_are_types(eyre):
    found = rows(
        eyre(
            "drivers", EXAMPLES / "west-mercia", "--from", "2018-11", "--to", "2018-12", "--measure", "burglary",
            "--measure", "vehicle_crime", "--by", "type",
        )
    )  # fmt: skip
    assert {row["type"] for row in found if row["kind"] == "part"} == {"burglary", "vehicle_crime"}
