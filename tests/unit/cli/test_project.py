"""`eyre project`: long tables in, ranges out."""

import csv
import json

import pytest

from eyre.core import Month

QUANTILES = ["q025", "q10", "q25", "q50", "q75", "q90", "q975"]


START = Month(2020, 1)


def long_table(path, months=40, series=("a", "b")):
    """Counts that go up and down with the month of the year."""
    rows = [
        f"{name},{START.shift(at)},{80 + 7 * (at % 12) + 3 * ((at * (n + 5)) % 7)}"
        for n, name in enumerate(series)
        for at in range(months)
    ]
    path.write_text("\n".join(["series,month,value", *rows]) + "\n")
    return path


@pytest.fixture
def table(tmp_path):
    return lambda **shape: long_table(tmp_path / "long.csv", **shape)


def rows(ended):
    assert ended.code == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_each_month_ahead_has_its_mean_and_quantiles_in_order(eyre, table):
    projected = rows(eyre("project", table(), "--horizon", "3"))
    assert list(projected[0]) == ["series", "period", "kind", "mean", *QUANTILES, "basis"]
    assert [(row["series"], row["period"]) for row in projected] == [
        (name, month) for name in ("a", "b") for month in ("2023-05", "2023-06", "2023-07")
    ]
    for row in projected:
        levels = [float(row[name]) for name in QUANTILES]
        assert levels == sorted(levels)
        assert (row["kind"], row["basis"]) == ("month", "projection")


def test_the_next_twelve_months_have_one_total(eyre, table):
    totals = [row for row in rows(eyre("project", table(), "--totals", "next12")) if row["kind"] == "total"]
    assert [(row["series"], row["period"]) for row in totals] == [
        ("a", "2023-05..2024-04"), ("b", "2023-05..2024-04"),
    ]  # fmt: skip


def test_each_financial_year_touched_has_a_total_with_the_months_seen(eyre, table):
    projected = rows(eyre("project", table(series=("a",)), "--totals", "fy", "--horizon", "12"))
    totals = {row["period"]: row for row in projected if row["kind"] == "total"}
    # figures to April 2023: 2023/24 has one month seen; the twelfth month ahead, April 2024, touches 2024/25
    assert list(totals) == ["2023/24", "2024/25"]
    months = [row for row in projected if row["kind"] == "month"]
    assert len(months) == 12
    april = 80 + 7 * 3 + 3 * ((39 * 5) % 7)
    ahead = sum(float(row["mean"]) for row in months[:11])
    assert float(totals["2023/24"]["mean"]) == pytest.approx(april + ahead)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(eyre, table):
    source = table()
    first = eyre("project", source, "--seed", "7").out
    assert eyre("project", source, "--seed", "7").out == first
    assert eyre("project", source, "--seed", "8").out != first


def test_a_horizon_made_longer_for_a_year_moves_no_draw(eyre, table):
    source = table()
    plain = rows(eyre("project", source))
    with_years = [row for row in rows(eyre("project", source, "--totals", "fy")) if row["kind"] == "month"]
    assert with_years == plain


def test_a_short_series_gets_a_naive_range_that_says_so(eyre, table):
    assert {row["basis"] for row in rows(eyre("project", table(months=18)))} == {"naive"}


def test_a_series_that_cannot_be_projected_is_said_beside_those_that_can(eyre, table):
    source = table()
    source.write_text(f"{source.read_text()}c,2023-03,4\n")
    done = eyre("project", source)
    assert {row["series"] for row in rows(done)} == {"a", "b"}
    assert done.err.startswith("c: 1 months of figures")


def test_where_nothing_can_be_projected_the_run_fails_with_the_reason(eyre, table):
    refused = eyre("project", table(months=2))
    assert (refused.code, refused.out) == (4, "")
    assert "3 are needed" in refused.err


def test_series_of_one_measure_share_a_season_and_no_more(eyre, tmp_path):
    source = tmp_path / "measures.csv"
    plain = long_table(tmp_path / "plain.csv", series=("a",)).read_text().splitlines()[1:]
    other = [f"x,{line.split(',', 1)[1]}" for line in plain]
    source.write_text("\n".join(["series,month,value,measure", *(f"{r},m" for r in plain), *(f"{r},n" for r in other)]))
    together = rows(eyre("project", source))
    assert list(together[0])[:2] == ["series", "measure"]
    source.write_text("\n".join(["series,month,value,measure", *(f"{r},m" for r in plain)]))
    assert rows(eyre("project", source)) == [row for row in together if row["measure"] == "m"]


def test_how_good_such_projections_have_been_is_said_when_asked(eyre, table):
    said = json.loads(eyre("project", table(months=72), "--backtest", "--json").out)
    assert (said["format"], said["seed"], said["horizon"]) == (1, 0, 12)
    assert "nominal 8 in 10" in said["backtest"][""]


def test_shares_stay_between_nought_and_a_hundred(eyre, tmp_path):
    body = "".join(f"a,{START.shift(at)},{48 + at % 3},50\n" for at in range(36))
    (tmp_path / "k.csv").write_text(f"series,month,numerator,denominator\n{body}")
    projected = rows(eyre("project", tmp_path / "k.csv"))
    assert all(50 < float(row[name]) <= 100 for row in projected for name in QUANTILES)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_person_gets_a_table_that_fits(eyre, table, on_a_terminal, width):
    on_a_terminal(width)
    said = eyre("project", table(series=("a",))).out
    assert max(map(len, said.splitlines())) <= width
    assert "If nothing changes." in said


def test_a_folder_projects_the_series_of_its_tracker_as_far_as_asked(eyre, body, tmp_path):
    months = [START.shift(at) for at in range(30)]
    figures = "".join(f"burglary,stafford,{month},{60 + month.month % 5}\n" for month in months)
    (tmp_path / "tidy.csv").write_text(f"measure,area,period,value\n{figures}")
    assert eyre("load", body, tmp_path / "tidy.csv", "--received", "2022-08-01", "--published", "unknown").code == 0
    projected = rows(eyre("project", body, "--as-of", "2022-08-01", "--horizon", "14", "--totals", "fy"))
    of_stafford = [row for row in projected if row["series"] == "burglary/stafford"]
    # figures to June 2022; the fourteenth month ahead is August 2023
    assert [row["period"] for row in of_stafford if row["kind"] == "month"][-1] == "2023-08"
    assert [row["period"] for row in of_stafford if row["kind"] == "total"] == ["2022/23", "2023/24"]
