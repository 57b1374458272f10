"""`eyre agenda`, `notes`, `loose-ends` and `coverage`: what they print, hand to programs, and refuse."""

import csv
import io
import json
from pathlib import Path

WEST_MERCIA = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"
LINES = """# 4a.1 Telford
finding CC: It needs to be improved.
action DCC by 30 Jan: Share the briefing note.

acton DCC: Share it.
note: A plan will be put in place.
"""


def test_the_agenda_of_january_2018_has_header_deadlines_and_offers(eyre, on_a_terminal):
    on_a_terminal(110)
    ended = eyre("agenda", WEST_MERCIA)
    assert ended.code == 0
    assert "Tuesday 30 January 2018, 10:30" in ended.out
    assert "changed  Starts at 10:30; the series has 10:00." in ended.out
    assert "Papers and updates due 5 working days before 30 January 2018: Tuesday 23 January." in ended.out
    assert "4a  Performance against the police and crime plan" in ended.out
    assert "Open without a date. From the meeting of 19 December 2017 (action 2017-12/1" in ended.out


def test_the_agenda_as_json_keeps_the_meeting_and_says_under_which_heading_each_offer_stands(eyre):
    said = json.loads(eyre("agenda", WEST_MERCIA, "--json").out)
    assert said["format"] == 1
    assert said["meeting"]["reference"] == "meeting 2018-01"
    assert [line["number"] for line in said["agenda"]] == ["1", "2", "3", "4", "4a", "4b", "4c", "5", "6"]
    assert {offer["under"] for offer in said["offers"]} == {"brought_forward"}
    assert said["deadlines"][1]["day"] == "2018-01-23"


def test_the_agenda_to_a_pipe_is_a_table_of_offers(eyre):
    rows = list(csv.DictReader(io.StringIO(eyre("agenda", WEST_MERCIA).out)))
    assert rows[0]["reference"] == "action 2017-12/3"
    assert all(row["why"] and row["origin"] for row in rows)


def test_a_template_of_ones_own_and_another_nation_can_be_given(eyre, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('key = "own"\ntitle = "Own"\n[[headings]]\nkey = "all"\ntitle = "Everything"\n', "utf-8")
    said = json.loads(eyre("agenda", WEST_MERCIA, "--template", own, "--nation", "scotland", "--json").out)
    assert {offer["under"] for offer in said["offers"]} == {"all"}
    own.write_text('key = "own"\ntitle = "Own"\nheadings = []\n', "utf-8")
    ended = eyre("agenda", WEST_MERCIA, "--template", own)
    assert (ended.code, "It has no headings" in ended.err) == (3, True)
    assert eyre("agenda", WEST_MERCIA, "--template", tmp_path / "none.toml").code == 5
    assert eyre("agenda", WEST_MERCIA, "--nation", "france").code == 2
    assert "Monthly Assurance Meeting" in eyre("agenda", WEST_MERCIA, "--series", "gold").err


def test_new_concerns_in_the_figures_are_offered_when_asked_for(eyre):
    offered = json.loads(eyre("agenda", WEST_MERCIA, "--signals", "--json").out)["offers"]
    signals = [offer for offer in offered if offer["kind"] == "signal"]
    assert signals
    assert all(offer["under"] == "plan_performance" and offer["why"] for offer in signals)
    satisfaction = [offer for offer in signals if offer["words"].startswith("Victims satisfied")]
    assert satisfaction  # nobody published it
    assert all("MADE UP" in offer["why"] for offer in satisfaction)


def test_the_year_of_a_series_says_what_its_register_lacks(eyre):
    said = json.loads(eyre("agenda", WEST_MERCIA, "--year", "2018", "--json").out)
    assert [day["day"] for day in said["days"]] == ["2018-01-30", "2018-05-22"]
    assert said["says"].startswith('"monthly" names no day')
    assert "Tuesday 30 January 2018" in eyre("agenda", WEST_MERCIA, "--year", "2018").out


def test_lines_are_read_as_records_of_the_meeting_with_faults_doubts_and_promises(eyre, tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text(LINES, "utf-8")
    ended = eyre("notes", "check", WEST_MERCIA, file, "--meeting", "2017-12", "--json")
    assert ended.code == 3
    said = json.loads(ended.out)
    assert [(line["line"], line["kind"]) for line in said["lines"]] == [
        (2, "finding"),
        (3, "action"),
        (5, "note"),
        (6, "note"),
    ]
    finding, action, misspelt, note = said["lines"]
    assert finding["record"]["reference"] == "finding 2017-12/F35"  # 34 are there
    assert finding["noticed"][0]["words"] == "needs to"
    assert action["record"]["due"]["date"] == "2018-01-30"
    assert misspelt["faults"] == ['"acton" is not a kind of line, so this is kept as a note. Did you mean action?']
    assert note["noticed"][0]["asks"].endswith("Action, commitment or note?")


def test_lines_can_come_from_the_standard_input_and_are_told_to_a_person(eyre):
    ended = eyre("notes", "check", WEST_MERCIA, "-", stdin=LINES)
    assert "2  finding 2018-01/F1: It needs to be improved." in ended.out
    assert 'promise?  "needs to": A need is stated' in ended.out
    assert ended.out.endswith("4 lines: 2 records, 1 fault, 1 doubt.\n")
    assert eyre("notes", "check", WEST_MERCIA, "nowhere.txt").code == 5


def test_what_is_written_as_lines_is_read_again_without_a_fault(eyre, tmp_path):
    written = eyre("notes", "write", WEST_MERCIA, "--meeting", "2017-12")
    assert "# 4a.1 Telford" in written.out
    assert "# commitment 2017-12/C8 cannot be written as a line: a line has no place for its test." in written.out
    file = tmp_path / "lines.txt"
    file.write_text(written.out, "utf-8")
    ended = eyre("notes", "check", WEST_MERCIA, file, "--meeting", "2017-12", "--json")
    assert ended.code == 0
    assert len(json.loads(ended.out)["lines"]) > 90


def test_loose_ends_are_told_by_item_and_handed_over_as_rows(eyre, on_a_terminal):
    on_a_terminal(110)
    ended = eyre("loose-ends", WEST_MERCIA, "--meeting", "2017-12")
    assert ended.code == 0
    assert "Monthly Assurance Meeting, December 2017: 30 loose ends" in ended.out
    assert "addressee absent: question 2017-12/Q1. It was put to ACC" in ended.out


def test_loose_ends_as_json_name_where_what_and_what_to_do(eyre):
    said = json.loads(eyre("loose-ends", WEST_MERCIA, "--json").out)
    assert said["meeting"] == "meeting 2017-12"
    assert len(said["rows"]) == 30
    assert all(row["where"] and row["what"] and row["do"] for row in said["rows"])
    assert "Held: 2017-12 (19 December 2017)" in eyre("loose-ends", WEST_MERCIA, "--meeting", "2016-01").err


def test_coverage_says_what_was_not_scrutinised_and_what_is_left_open(eyre, on_a_terminal):
    on_a_terminal(110)
    ended = eyre("coverage", WEST_MERCIA, "--meeting", "2018-05-22")
    assert "Reassuring West Mercia's communities: Not scrutinised" in ended.out
    assert "silent  Silent for 154 days: last considered on 19 December 2017" in ended.out
    assert "more questions that the record leaves open" in ended.out


def test_coverage_as_json_has_every_question(eyre):
    said = json.loads(eyre("coverage", WEST_MERCIA, "--json").out)
    burglary = next(each for each in said["matters"] if each["matter"] == "domestic-burglary")
    assert burglary["featured"] == "featured in January, February, March, May and December 2017"
    assert len(burglary["questions"]) == 11
    assert said["objectives"][0]["last"] is None
