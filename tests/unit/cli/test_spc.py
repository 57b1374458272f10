"""`eyre spc`: long tables in, judged points out."""

import csv
import json

import pyarrow.parquet as pq
import pytest

LEVEL = [98, 101, 87, 108, 95, 103, 99, 104, 92, 100, 97, 102, 96, 105]
RISE = [*LEVEL, 130, 131, 129, 133, 128, 132, 130]


def long_table(path, **series):
    """Each series as given, month by month from January 2020; None is a month left out."""
    rows = [
        f"{name},{2020 + at // 12}-{at % 12 + 1:02d},{value}"
        for name, values in series.items()
        for at, value in enumerate(values)
        if value is not None
    ]
    path.write_text("\n".join(["series,month,value", *rows]) + "\n")
    return path


@pytest.fixture
def table(tmp_path):
    return lambda **series: long_table(tmp_path / "long.csv", **series)


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_a_pipe_gets_every_point_with_its_limits_and_its_reason(eyre, table):
    judged = rows(eyre("spc", table(a=[1, 3, 2, 4, 3]), "--target", "0", "--direction", "up"))
    # centre 13/5 = 2.6; moving ranges 2, 1, 2, 1, mean 1.5; limits 2.6 ± 2.66 x 1.5 = 3.99
    assert [(row["month"], row["value"]) for row in judged] == [
        ("2020-01", "1"), ("2020-02", "3"), ("2020-03", "2"), ("2020-04", "4"), ("2020-05", "3"),
    ]  # fmt: skip
    assert float(judged[0]["centre"]) == pytest.approx(2.6)
    assert float(judged[0]["lower_limit"]) == pytest.approx(2.6 - 3.99)
    assert {row["limits"] for row in judged} == {"trial"}
    assert {row["assurance"] for row in judged} == {"hit_and_miss"}
    assert judged[0]["reason"] == "No rule fires: the change is no larger than usual."


def test_a_flagged_point_names_its_rule_and_says_why(eyre, table):
    last = rows(eyre("spc", table(a=RISE), "--direction", "down", "--no-screen"))[-1]
    assert (last["point_type"], last["variation"]) == ("special_cause_concern",) * 2
    assert last["rule"]
    assert "months running" in last["reason"]


def test_a_month_left_out_is_a_gap_and_the_ends_are_not_filled(eyre, table):
    judged = rows(eyre("spc", table(a=[5, None, 7, 6], b=[None, None, 3, 4])))
    assert [(row["series"], row["month"], row["value"]) for row in judged] == [
        ("a", "2020-01", "5"), ("a", "2020-02", ""), ("a", "2020-03", "7"), ("a", "2020-04", "6"),
        ("b", "2020-03", "3"), ("b", "2020-04", "4"),
    ]  # fmt: skip
    assert judged[1]["point_type"] == "missing"


def test_series_judged_together_are_judged_as_if_alone(eyre, table):
    together = rows(eyre("spc", table(a=RISE, b=[None, None, *LEVEL], c=RISE[::-1])))
    for name, values in (("a", RISE), ("b", [None, None, *LEVEL]), ("c", RISE[::-1])):
        assert rows(eyre("spc", table(**{name: values}))) == [row for row in together if row["series"] == name]


def test_new_limits_begin_where_they_are_asked_for(eyre, table):
    judged = rows(eyre("spc", table(a=RISE), "--rebase", "2021-03", "--by", "policy-officer"))
    assert len({row["centre"] for row in judged[:14]}) == 1
    assert float(judged[14]["centre"]) == pytest.approx(sum(RISE[14:]) / 7)
    unknown = eyre("spc", table(a=RISE), "--rebase", "2030-01")
    assert (unknown.code, "New limits from 2030-01" in unknown.err) == (5, True)


def test_limits_can_be_fixed_on_the_first_months(eyre, table):
    fixed = rows(eyre("spc", table(a=RISE), "--fix-first", "14"))
    assert float(fixed[-1]["centre"]) == pytest.approx(sum(LEVEL) / 14)


def test_a_series_too_short_for_limits_is_shown_without_and_said(eyre, table):
    done = eyre("spc", table(a=[4], b=LEVEL))
    assert "a: " in done.err
    first = rows(done)[0]
    assert (first["value"], first["centre"], first["limits"]) == ("4", "", "no limits")


def test_shares_are_charted_from_their_counts(eyre, tmp_path):
    body = "".join(f"a,2020-{month:02d},{30 + month % 3},{50 + month}\n" for month in range(1, 13))
    (tmp_path / "k_of_n.csv").write_text(f"series,month,numerator,denominator\n{body}")
    judged = rows(eyre("spc", tmp_path / "k_of_n.csv", "--chart", "p"))
    assert (judged[0]["numerator"], judged[0]["denominator"]) == ("31", "51")
    assert float(judged[0]["value"]) == pytest.approx(100 * 31 / 51)
    assert len({row["upper_limit"] for row in judged}) == 12, "the limits follow the base"


def test_json_parquet_and_csv_files_say_the_same(eyre, table, tmp_path):
    source = table(a=RISE)
    expected = rows(eyre("spc", source))
    said = json.loads(eyre("spc", source, "--json").out)
    assert (said["format"], said["rule_set"]) == (1, "Making Data Count, version 1")
    assert [row["reason"] for row in said["rows"]] == [row["reason"] for row in expected]
    assert eyre("spc", source, "--out", tmp_path / "o.parquet").out == ""
    assert pq.read_table(tmp_path / "o.parquet")["centre"].to_pylist() == [float(row["centre"]) for row in expected]
    eyre("spc", source, "--out", tmp_path / "o.csv")
    assert list(csv.DictReader((tmp_path / "o.csv").read_text().splitlines())) == expected


def test_parquet_and_stdin_are_read_like_csv(eyre, table, tmp_path):
    import pyarrow.csv

    source = table(a=RISE)
    expected = eyre("spc", source).out
    pq.write_table(pyarrow.csv.read_csv(source), tmp_path / "long.parquet")
    assert eyre("spc", tmp_path / "long.parquet").out == expected
    assert eyre("spc", "-", stdin=source.read_text()).out == expected


def test_every_fault_of_a_table_is_said_with_its_row(eyre):
    bad = "series,month,value\na,2017-13,1\na,2018-01,x\na,2018-02,3\na,2018-02,3\n,2018-02,3\n"
    refused = eyre("spc", "-", stdin=bad)
    assert refused.code == 3
    assert [line.partition(": ")[0] for line in sorted(refused.err.splitlines())] == [
        "stdin, row 2", "stdin, row 3", "stdin, row 5", "stdin, row 6",
    ]  # fmt: skip


def test_a_file_that_cannot_be_written_is_refused_before_any_work(eyre, table):
    refused = eyre("spc", table(a=RISE), "--out", "chart.png")
    assert (refused.code, ".csv, .parquet, .json" in refused.err) == (4, True)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_person_gets_a_table_that_fits(eyre, table, on_a_terminal, width):
    on_a_terminal(width)
    one, two = eyre("spc", table(a=RISE)).out, eyre("spc", table(a=RISE, b=LEVEL)).out
    for said in (one, two):
        assert max(map(len, said.splitlines())) <= width
        assert "Rules: Making Data Count, version 1." in " ".join(said.split())
    assert one.count("2021-09") == 1, "one series: every point"
    assert two.count("2021-09") == 1, "several: their latest"


def test_a_folder_shows_the_series_of_its_tracker(eyre, loaded):
    judged = rows(eyre("spc", loaded, "--as-of", "2025-03-01"))
    known = {(row["series"], row["month"], row["value"]) for row in judged}
    assert ("burglary/stafford", "2025-01", "5") in known
    assert rows(eyre("spc", loaded, "--as-of", "2025-02-28")) == [], "received on 1 March"
