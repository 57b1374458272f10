"""`eyre survey`: counts, answers or published estimates in; pooled figures and comparisons out."""

import csv
import json

import pyarrow.parquet as pq
import pytest

S_B4 = "month,k,n\n2017-10,10,12\n2017-11,48,60\n2017-12,18,20\n"
TWO_AREAS = "month,area,k,n\n2017-01,a,56,70\n2017-01,b,48,80\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="survey.csv"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_a_pipe_gets_every_month_beside_its_window_s_b4(eyre, file):
    last = rows(eyre("survey", file(S_B4)))[-1]
    assert (last["month"], last["numerator"], last["denominator"]) == ("2017-12", "18", "20")
    assert (last["window"], last["pooled_numerator"], last["pooled_denominator"]) == ("2017-10..2017-12", "76", "92")
    assert float(last["month_percent"]) == pytest.approx(90)
    assert float(last["percent"]) == pytest.approx(82.6087, abs=5e-5)
    assert float(last["lower"]) < 82 < float(last["upper"])
    assert last["method"] == "Wilson"


def test_a_window_that_is_not_full_is_empty_and_says_why(eyre, file):
    first = rows(eyre("survey", file(S_B4)))[0]
    assert (first["percent"], first["note"]) == ("", "Fewer than 3 months so far.")


def test_a_target_brings_the_chance_of_showing_it_and_of_keeping_to_it(eyre, file):
    flat = "month,k,n\n2017-01,48,60\n"
    last = rows(eyre("survey", file(flat), "--window", "1", "--against", "90", "--periods", "2"))[-1]
    assert float(last["chance_next"]) == pytest.approx(0.0308, abs=5e-5), "S-B6: true 80 %, n = 60"
    assert float(last["chance_throughout"]) == pytest.approx(float(last["chance_next"]) ** 2)


def test_those_who_were_asked_and_did_not_answer_bring_bounds(eyre, file):
    text = "month,k,n,asked\n2017-01,45,50,100\n"
    last = rows(eyre("survey", file(text), "--window", "1", "--if-lower", "20"))[-1]
    bounds = [float(last[name]) for name in ("lowest_percent", "highest_percent", "if_lower_percent")]
    assert bounds == pytest.approx([45, 95, 80])


def test_a_matrix_sets_each_area_against_the_rest_s_b1(eyre, file):
    first, _ = rows(eyre("survey", file(TWO_AREAS), "--matrix", "--window", "1"))
    assert {first[name] for name in ("area", "verdict")} == {"a", "stands out"}
    assert float(first["difference_lower"]) == pytest.approx(5.2431, abs=5e-5)
    assert float(first["difference_upper"]) == pytest.approx(33.3873, abs=5e-5)


def test_a_matrix_says_in_json_what_luck_alone_would_show(eyre, file):
    said = json.loads(eyre("survey", file(TWO_AREAS), "--matrix", "--window", "1", "--against", "90", "--json").out)
    assert (said["format"], said["kind"], said["target"], said["tested"]) == (1, "matrix", 90, 2)
    assert said["expected_by_luck"] == pytest.approx(0.1)
    assert [row["verdict"] for row in said["rows"]] == ["stands out", "stands out"]


def test_two_windows_are_compared_where_they_share_no_month(eyre, file):
    text = file("month,k,n\n2017-01,83,100\n2017-02,90,100\n")
    (row,) = rows(eyre("survey", text, "--before", "2017-01", "--after", "2017-02"))
    assert float(row["difference"]) == pytest.approx(7)
    assert float(row["chance_of_higher"]) == pytest.approx(0.9234, abs=5e-5), "S-G5"
    refused = eyre("survey", text, "--before", "2017-01", "--after", "2017-01..2017-02")
    assert (refused.code, "share 1 month" in refused.err) == (4, True)


def test_no_window_lies_across_a_change_of_method(eyre, file):
    given = ("survey", file(S_B4), "--break", "2017-12=telephone to text message")
    assert rows(eyre(*given))[-1]["note"].startswith(
        "Not pooled across the change of method: telephone to text message"
    )
    refused = eyre(*given, "--matrix", "--against", "90")
    assert (refused.code, "lies across a change of method" in refused.err) == (4, True)


def test_answers_with_weights_have_an_interval_of_their_design(eyre, file):
    lines = [f"2017-01,{int(at % 5 > 0)},{1 + at % 3},beat {at % 10}" for at in range(150)]
    text = "\n".join(["month,satisfied,weight,cluster", *lines])
    (row,) = rows(eyre("survey", file(text), "--window", "1"))
    assert row["method"] == "design, Korn-Graubard"
    assert float(row["effective_n"]) < 150


def test_published_estimates_get_their_interval(eyre, file):
    text = "region,estimate,standard_error,unweighted_count\nWest Midlands,0.5397767711,0.01133710732,2850\n"
    (row,) = rows(eyre("survey", file(text)))
    assert row["region"] == "West Midlands"
    assert float(row["effective_n"]) == pytest.approx(1932.76, abs=0.05)
    against = rows(eyre("survey", file(text), "--against", "60"))[0]
    assert (against["target"], against["stands"]) == ("60", "below")
    assert eyre("survey", file(text), "--matrix").code == 4, "there are no counts"
    refused = eyre("survey", file("estimate,standard_error\n54,1.1\n"))
    assert (refused.code, len(refused.err.splitlines())) == (3, 2)


def test_small_bases_follow_the_thresholds_that_are_given(eyre, file):
    text = file("month,k,n\n" + "".join(f"2017-{month:02d},3,4\n" for month in range(1, 13)))
    last = rows(eyre("survey", text))[-1]
    assert (last["window_months"], last["pooled_denominator"], last["month_percent"]) == ("12", "48", "")
    shown = rows(eyre("survey", text, "--pool-under", "10", "--hide-under", "4"))[-1]
    assert (shown["window_months"], shown["month_percent"]) == ("3", "75")


def test_a_hidden_figure_hides_its_count_too(eyre, file):
    row = rows(eyre("survey", file("month,k,n\n2017-01,3,4\n"), "--window", "1"))[0]
    assert (row["numerator"], row["pooled_numerator"], row["denominator"]) == ("", "", "4")


def test_every_fault_of_cells_and_of_rows_is_said_at_once(eyre, file):
    bad = "month,element,k,n\n2017-13,overall,1,2\n2017-01,overall,3,2\n2017-02,parking,1,2\n2017-03,overall,1,2\n"
    refused = eyre("survey", file(bad + "2017-03,overall,1,2\n"))
    assert refused.code == 3
    assert [line.partition(": ")[0] for line in refused.err.splitlines()] == [
        f"survey.csv, row {row}" for row in (2, 3, 4, 6)
    ]


def test_another_questionnaire_may_be_named(eyre, file):
    text = file("month,element,k,n\n2017-01,parking,40,50\n")
    assert eyre("survey", text).code == 3
    assert rows(eyre("survey", text, "--window", "1", "--elements", "Parking, Webchat"))[0]["element"] == "parking"


def test_a_column_that_points_at_a_person_is_refused(eyre, file):
    refused = eyre("survey", file("month,k,n,surname\n2017-01,1,2,x\n"))
    assert (refused.code, 'column "surname" points at a person' in refused.err) == (3, True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--before", "2017-10"), 2),
        (("--before", "October", "--after", "2017-11"), 2),
        (("--rest", "people", "--matrix"), 2),
        (("--break", "spring=text"), 2),
        (("--matrix",), 4),
        (("--matrix", "--against", "100"), 4),
        (("--window", "12"), 4),
        (("--before", "2017-10", "--after", "2017-11", "--against", "90"), 4),
        (("--hide-under", "50"), 4),
        (("--out", "x.png"), 4),
    ],
)
def test_what_cannot_be_asked_is_refused(eyre, file, more, code):
    refused = eyre("survey", file(S_B4), *more)
    assert (refused.code, refused.out) == (code, "")
    assert refused.err


def test_json_parquet_and_csv_files_say_the_same(eyre, file, tmp_path):
    expected = rows(eyre("survey", file(S_B4)))
    said = json.loads(eyre("survey", file(S_B4), "--json").out)
    assert (said["format"], said["kind"], said["window"]) == (1, "rolling", 3)
    assert [row["note"] for row in said["rows"]] == [row["note"] for row in expected]
    assert any("their newest month alone" in sentence for sentence in said["sentences"])
    eyre("survey", file(S_B4), "--out", tmp_path / "o.parquet")
    assert pq.read_table(tmp_path / "o.parquet")["percent"].to_pylist()[-1] == float(expected[-1]["percent"])
    eyre("survey", file(S_B4), "--out", tmp_path / "o.csv")
    assert list(csv.DictReader((tmp_path / "o.csv").read_text().splitlines())) == expected


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("more", [(), ("--against", "90"), ("--matrix", "--window", "1", "--against", "90")])
def test_a_person_gets_a_table_that_fits_and_the_warning(eyre, file, on_a_terminal, width, more):
    on_a_terminal(width)
    said = eyre("survey", file(S_B4), *more).out
    assert max(map(len, said.splitlines())) <= width
    words = " ".join(said.split())
    assert ("luck alone would show" if "--matrix" in more else "share 2 of their 3 months") in words


def test_a_person_is_told_of_several_groups_their_latest_month(eyre, file, on_a_terminal):
    on_a_terminal(120)
    said = eyre(
        "survey", file("month,area,k,n\n2017-01,a,40,50\n2017-02,a,40,50\n2017-02,b,30,50\n"), "--window", "1"
    ).out
    assert "Latest month, February 2017" in said
    assert said.count("40") == 0, "counts are in the file; people get the share and its base"
    assert said.count("80.0") == 2  # the month and its window of one month


def test_a_column_population_narrows_the_interval_of_a_small_one(eyre, file):
    answers = [f"2017-01,{int(at < 45)}" for at in range(50)]
    plain = rows(
        eyre("survey", file("\n".join(["month,satisfied,weight", *(f"{row},1" for row in answers)])), "--window", 1)
    )
    known = [f"{row},100" for row in answers]
    (row,) = rows(eyre("survey", file("\n".join(["month,satisfied,population", *known])), "--window", 1))
    assert float(row["effective_n"]) == pytest.approx(98)
    # As the page says: 82.3 to 95.1, and not 78.0 to 96.7
    assert [float(row[name]) for name in ("lower", "upper")] == pytest.approx([82.3, 95.1], abs=0.05)
    ends = [float(plain[0][name]) for name in ("lower", "upper")]
    assert ends == pytest.approx([78.0, 96.7], abs=0.05)
    few = [f"{row},40" for row in answers]
    refused = eyre("survey", file("\n".join(["month,satisfied,population", *few])))
    assert (refused.code, "50 were drawn from a population of 40" in refused.err) == (3, True)
