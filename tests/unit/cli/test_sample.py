"""`eyre sample`: plan, draw and evaluate, on files."""

import csv
import json
import shutil
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WEST_MERCIA = ROOT / "examples" / "west-mercia"
FIRST, SECOND = (WEST_MERCIA / "standards" / f"burglary-response-v{version}.toml" for version in (1, 2))


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


@pytest.fixture
def frame(tmp_path):
    """Forty cases in the north and twenty in the south."""
    path = tmp_path / "frame.csv"
    lines = [f"22/{at}/17,{'north' if at < 40 else 'south'}" for at in range(60)]
    path.write_text("\n".join(["Reference,Area", *lines]) + "\n")
    return path


@pytest.fixture
def drawn(eyre, frame, tmp_path):
    """Six of them, drawn in proportion."""
    path = tmp_path / "drawn.json"
    assert eyre("sample", "draw", frame, "--by", "area", "--size", "6", "--seed", "2017", "--out", path).code == 0
    return path


@pytest.fixture
def checklist(drawn, tmp_path):
    """Every drawn case visited, half an hour or two hours after the report, by turns."""
    lines = ["reference,area,element,result,reviewer,reported_at,attended_at,premises"]
    for at, row in enumerate(json.loads(drawn.read_text())["rows"]):
        end = "10:30" if at % 2 else "12:00"
        case = f"{row['reference']},{row['area']},visited-same-day,met"
        lines += [f"{case},{who},2017-12-01 10:00,2017-12-01 {end},dwelling" for who in "AB"]
    path = tmp_path / "checklist.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


# --- plan ---


def test_a_plan_without_options_is_59_clean_cases_s_a4(eyre):
    said = json.loads(eyre("sample", "plan", "--json").out)
    assert (said["format"], said["size"], said["allowed"]) == (1, 59, 0)
    assert json.loads(eyre("sample", "plan", "--population", "60", "--json").out)["size"] == 38


def test_ten_cases_miss_one_in_ten_one_time_in_three(eyre):
    table = {row["failure_percent"]: row for row in rows(eyre("sample", "plan", "--size", "10"))}
    assert float(table["10"]["accepted_percent"]) == pytest.approx(34.87, abs=0.005)
    assert table["10"]["says"] == "If 1 in 10 cases fails, this sample misses it 1 time in 3."


def test_a_two_point_plan_is_that_of_s_a6(eyre):
    said = json.loads(eyre("sample", "plan", "--good", "5", "--bad", "15", "--consumer-risk", "7.5", "--json").out)
    assert (said["size"], said["allowed"]) == (80, 7)


def test_a_margin_asks_for_cochrans_size_s_a8(eyre):
    assert rows(eyre("sample", "plan", "--margin", "5", "--population", "1000"))[0]["size"] == "278"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--good", "5"), "needs both --good and --bad"),
        (("--margin", "5", "--size", "10"), "another kind of plan"),
        (("--tolerable", "0"), "not a percentage between 0 and 100"),
        (("--confidence", "0.95"), "Write 95 for 95%"),
    ],
)
def test_a_plan_that_cannot_be_read_is_a_mistake_in_the_command_line(eyre, options, says):
    ended = eyre("sample", "plan", *options)
    assert (ended.code, says in " ".join(ended.err.split())) == (2, True), ended.err


def test_a_plan_is_made_in_under_50_ms():
    from eyre.sampling import size_to_exclude, two_point_plan

    def best(work):
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
        return min(times)

    size_to_exclude(0.05, population=60)  # SciPy is imported once
    assert best(lambda: size_to_exclude(0.05, allowed=2, population=5000)) < 0.05
    assert best(lambda: two_point_plan(0.05, 0.15, consumer_risk=0.075)) < 0.05


def test_a_person_is_shown_the_size_first_and_then_what_it_misses(eyre, on_a_terminal):
    on_a_terminal(100)
    said = eyre("sample", "plan", "--size", "10").out
    assert said.startswith("Draw 10 cases; the claim stands if none of them fails the standard.")
    assert "misses it 1 time in 3" in said


# --- draw ---


def test_a_draw_is_the_same_in_any_order_and_the_record_goes_with_it(eyre, frame, tmp_path):
    first = eyre("sample", "draw", frame, "--by", "area", "--size", "6", "--seed", "2017")
    head, *body = frame.read_text().splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([head, *reversed(body)]) + "\n")
    again = eyre("sample", "draw", turned, "--by", "Area", "--size", "6", "--seed", "2017")
    assert again.out == first.out
    assert [row["area"] for row in rows(first)] == ["north"] * 4 + ["south"] * 2
    assert first.err == again.err
    assert "6 of 60 cases, drawn with the seed 2017, by area (proportional), method eyre-sha256-1" in first.err


def test_a_record_is_drawn_again_and_a_changed_one_is_found_out(eyre, frame, drawn):
    ended = eyre("sample", "draw", frame, "--again", drawn)
    assert (ended.code, "the record is right" in ended.err) == (0, True)
    said = json.loads(drawn.read_text())
    said["rows"][0]["reference"] = "22/99/17"
    drawn.write_text(json.dumps(said))
    ended = eyre("sample", "draw", frame, "--again", drawn)
    assert (ended.code, "does not draw: 22/99/17" in ended.err) == (4, True)
    frame.write_text(frame.read_text() + "late,north\n")
    assert "it has 61 cases" in eyre("sample", "draw", frame, "--again", drawn).err


def test_so_many_of_each_may_be_taken(eyre, frame):
    ended = eyre("sample", "draw", frame, "--by", "area", "--take", "south=3", "--seed", "1")
    assert [row["area"] for row in rows(ended)] == ["south"] * 3
    assert "No case was drawn from north" in ended.err


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--size", "6"), 2, "needs a seed"),
        (("--seed", "1"), 2, "Say how many cases"),
        (("--seed", "1", "--size", "6", "--take", "south=1"), 2, "Say how many cases"),
        (("--seed", "1", "--by", "area", "--take", "south"), 2, "is not a value and its number"),
        (("--seed", "1", "--take", "south=1"), 2, "Give --by COLUMN"),
        (("--seed", "1", "--size", "61"), 4, "61 cases were asked of a frame of 60"),
        (("--seed", "1", "--size", "6", "--by", "district"), 3, 'has no column "district"'),
        (("--seed", "1", "--by", "area", "--take", "west=1"), 3, '"west" has no case in the frame'),
    ],
)
def test_a_draw_that_cannot_be_is_refused_with_a_sentence(eyre, frame, options, code, says):
    ended = eyre("sample", "draw", frame, *options)
    assert (ended.code, says in " ".join(ended.err.split())) == (code, True), ended.err
    assert ended.out == ""


def test_a_frame_with_a_person_in_it_is_refused_and_nothing_is_drawn(eyre, tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text("reference,victim name,where\n1,x,WR3 8SP\n2,y,\n")
    ended = eyre("sample", "draw", path, "--size", "1", "--seed", "1")
    assert (ended.code, ended.out) == (3, "")
    assert 'the column "victim_name" points at a person by its name' in ended.err
    assert 'frame.csv, row 2: the column "where" holds what looks like a postcode' in ended.err
    assert "WR3 8SP" not in ended.err, "what was found is not repeated"


def test_rows_are_counted_as_a_spreadsheet_counts_them(eyre, tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text("reference\na\n\nb\na\n")
    assert (
        'frame.csv, row 5: has the case "a" again, after row 2'
        in eyre("sample", "draw", path, "--size", "1", "--seed", "1").err
    )


# --- evaluate ---


def test_ten_of_ten_in_one_line_for_the_chair_j4(eyre):
    (row,) = rows(eyre("sample", "evaluate", "--met", "10", "--of", "10"))
    assert (
        "may be as low as 69%; one-sided it is at least 74%. 59 clean cases would be needed to claim 95%" in row["says"]
    )
    assert float(row["exact_lower"]) == pytest.approx(69.1503, abs=5e-5)
    assert float(row["chance_of_claim"]) == pytest.approx(43.1200, abs=5e-5)
    assert eyre("sample", "evaluate", "--met", "11", "--of", "10").code == 4


def test_the_sample_of_the_real_meeting_is_a_hand_picked_review_j3(eyre):
    ended = eyre("sample", "evaluate", WEST_MERCIA)
    (row,) = rows(ended)
    assert (row["element"], row["met"], row["of"], row["exact_lower"]) == ("visited-same-day", "10", "10", "")
    assert "10 of 10 in a hand-picked review: this speaks of these 10 cases and of no others" in row["says"]
    assert "69%" in row["says"]
    assert "a hand-picked review: no seed is on record" in ended.err


def test_a_checklist_is_judged_by_the_standard_it_was_read_for_and_by_a_later_one_j5(eyre, checklist, drawn, frame):
    first = rows(eyre("sample", "evaluate", checklist, "--standard", FIRST, "--drawn", drawn, "--frame", frame))
    assert [(row["element"], row["area"], row["met"], row["of"]) for row in first] == [
        ("visited-same-day", "all", "6", "6"), ("visited-same-day", "north", "4", "4"),
        ("visited-same-day", "south", "2", "2"),
    ]  # fmt: skip
    assert first[0]["frame_size"] == "60"
    later = eyre("sample", "evaluate", checklist, "--standard", SECOND, "--drawn", drawn)
    head = rows(later)[0]
    assert (head["element"], head["met"], head["of"]) == ("visited-within-the-hour", "3", "6")
    assert '"visited-same-day" was read and is no element of burglary-response version 2' in later.err


def test_json_says_everything_of_a_sample(eyre, checklist, drawn):
    said = json.loads(eyre("sample", "evaluate", checklist, "--standard", FIRST, "--drawn", drawn, "--json").out)
    assert (said["format"], said["asked"], said["received"], said["usable"], said["is_drawn"]) == (1, 6, 6, 6, True)
    assert said["agreements"][0]["share"] == 1.0
    assert said["agreements"][0]["kappa"] is None
    assert (said["differences"][0]["first"], said["differences"][0]["points"]) == ("north", 0.0)


def test_a_person_reads_how_it_was_drawn_the_table_and_the_sentences(eyre, checklist, drawn, on_a_terminal):
    on_a_terminal(120)
    said = eyre("sample", "evaluate", checklist, "--standard", FIRST, "--drawn", drawn).out
    assert said.startswith("6 of 60 cases, drawn with the seed 2017")
    for part in ("6 cases asked for, 6 received, 6 usable", "In words", "Between areas", "Between reviewers"):
        assert part in said


def test_without_a_record_it_is_a_hand_picked_review(eyre, checklist):
    ended = eyre("sample", "evaluate", checklist)
    assert {row["exact_lower"] for row in rows(ended)} == {""}
    assert "A hand-picked review" in ended.err


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        ((), 2, "Give a checklist or a body folder"),
        (("--met", "10"), 2, "Give a checklist or a body folder"),
        (("--met", "0", "--of", "0"), 4, "0 of 0 proves nothing"),
        (("--met", "-1", "--of", "10"), 4, "0 or more"),
        (("--met", "10", "--of", "10", "--population", "9"), 4, "frame of 9"),
        (("--met", "10", "--of", "10", "--claim", "100"), 2, "not a percentage"),
    ],
)
def test_counts_that_cannot_be_end_with_a_sentence(eyre, options, code, says):
    ended = eyre("sample", "evaluate", *options)
    assert (ended.code, says in " ".join(ended.err.split())) == (code, True), ended.err


@pytest.fixture
def standards(tmp_path):
    """A body folder's standards with the days on which they bind."""
    home = tmp_path / "body" / "standards"
    home.mkdir(parents=True)
    days = {FIRST: "in_force_from = 2016-01-01\nin_force_to = 2017-12-31\n", SECOND: "in_force_from = 2018-01-01\n"}
    for path, when in days.items():
        (home / path.name).write_text(when + path.read_text("utf-8"), "utf-8")
    return home


def test_the_version_of_a_standard_is_the_one_in_force_on_the_day_j5(eyre, checklist, drawn, standards):
    for on, element in (("2017-12-31", "visited-same-day"), ("2018-01-01", "visited-within-the-hour")):
        for folder in (standards, standards.parent):
            ended = eyre("sample", "evaluate", checklist, "--standard", folder, "--on", on, "--drawn", drawn)
            assert rows(ended)[0]["element"] == element
    before = eyre("sample", "evaluate", checklist, "--standard", standards, "--on", "2015-12-31")
    assert (before.code, "No version is known to bind on 31 December 2015" in before.err) == (5, True)


def test_a_folder_of_standards_without_a_day_or_with_several_is_not_guessed(eyre, checklist, standards):
    asked = eyre("sample", "evaluate", checklist, "--standard", standards)
    assert (asked.code, "Say the day whose version is meant, --on DATE" in asked.err) == (4, True)
    policy = WEST_MERCIA / "standards" / "hate-crime-policy-v1.toml"
    (standards / policy.name).write_bytes(policy.read_bytes())
    several = eyre("sample", "evaluate", checklist, "--standard", standards, "--on", "2017-01-01")
    assert (several.code, "Name one with --standard-key" in several.err) == (4, True)
    named = ("--standard", standards, "--on", "2017-01-01", "--standard-key", "burglary-response")
    assert rows(eyre("sample", "evaluate", checklist, *named))[0]["element"] == "visited-same-day"
    strange = eyre("sample", "evaluate", checklist, "--standard", standards, "--standard-key", "other")
    assert (strange.code, "no standard other" in strange.err) == (5, True)
    file = eyre("sample", "evaluate", checklist, "--standard", FIRST, "--on", "2017-01-01")
    assert file.code == 2


def test_what_is_no_record_and_no_standard_is_said(eyre, checklist, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    assert "is not the record of a draw" in eyre("sample", "evaluate", checklist, "--drawn", wrong).err
    standard = tmp_path / "wrong.toml"
    standard.write_text('key = "x"\nversion = 1\ntitle = "X"\nwhat = "x"\n')
    assert "has no element" in eyre("sample", "evaluate", checklist, "--standard", standard).err


def test_the_hate_crime_policy_is_read_by_the_same_engine_j9(eyre, tmp_path):
    path = tmp_path / "hate.csv"
    path.write_text("reference,element,result\n1,victim-plan,not met\n2,victim-plan,met\n2,supervisor-review,n/a\n")
    policy = WEST_MERCIA / "standards" / "hate-crime-policy-v1.toml"
    said = {row["element"]: row for row in rows(eyre("sample", "evaluate", path, "--standard", policy))}
    assert (said["victim-plan"]["met"], said["victim-plan"]["of"]) == ("1", "2")
    assert said["supervisor-review"]["says"] == "No case could be counted: this proves nothing."


def test_a_folder_without_samples_says_so(eyre, tmp_path):
    folder = shutil.copytree(WEST_MERCIA, tmp_path / "body")
    shutil.rmtree(folder / "samples")
    ended = eyre("sample", "evaluate", folder)
    assert (ended.code, "has no sample with results" in ended.err) == (5, True)


def test_a_misspelt_part_is_answered_with_its_neighbour(eyre):
    ended = eyre("sample", "evalaute")
    assert (ended.code, "evaluate" in ended.err) == (2, True)
