"""`eyre project`: long tables in, ranges out."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eyre.core import Month

SRC = Path(__file__).resolve().parents[3] / "src"

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
    assert list(projected[0]) == ["series", "period", "kind", "mean", *QUANTILES, "basis", "method"]
    assert [(row["series"], row["period"]) for row in projected] == [
        (name, month) for name in ("a", "b") for month in ("2023-05", "2023-06", "2023-07")
    ]
    for row in projected:
        levels = [float(row[name]) for name in QUANTILES]
        assert levels == sorted(levels)
        assert (row["kind"], row["basis"], row["method"]) == ("month", "projection", "closed_form")


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


def test_a_file_has_no_seed_and_gives_the_same_bytes_each_time(eyre, table):
    source = table()
    assert eyre("project", source).out == eyre("project", source).out
    refused = eyre("project", source, "--seed", "7")
    assert (refused.code, "without random numbers: leave --seed out" in refused.err) == (2, True)


def test_a_horizon_made_longer_for_a_year_moves_no_month(eyre, table):
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
    assert (said["format"], said["method"], said["horizon"]) == (1, "closed_form", 12)
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


# --- any size ------------------------------------------------------------------------------------------------------


def test_blocks_and_processes_change_nothing(eyre, table, tmp_path, monkeypatch):
    source = table(series=[f"s{n}" for n in range(30)])
    plain = eyre("project", source, "--totals", "fy").out
    monkeypatch.setattr("eyre_cli.bulk.BLOCK", 7)
    assert eyre("project", source, "--totals", "fy", "--processes", "1").out == plain
    assert eyre("project", source, "--totals", "fy", "--processes", "2").out == plain
    eyre("project", source, "--totals", "fy", "--processes", "2", "--out", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text() == plain


def test_rows_in_another_order_give_the_same_ranges_in_the_order_of_the_series(eyre, table):
    source = table(series=("a", "b", "c"))
    plain = rows(eyre("project", source, "--totals", "next12"))
    head, *body = source.read_text().splitlines()
    source.write_text("\n".join([head, *body[::-1]]) + "\n")
    turned = rows(eyre("project", source, "--totals", "next12"))
    assert list(dict.fromkeys(row["series"] for row in turned)) == ["c", "b", "a"]
    assert sorted(turned, key=lambda row: row["series"]) == plain


def test_measures_that_take_turns_stay_in_the_order_of_the_table(eyre, tmp_path, monkeypatch):
    source = tmp_path / "turns.csv"
    body = [
        f"{name},{START.shift(at)},{50 + at % 12 + 9 * n},{measure}"
        for n, name in enumerate("abc")
        for measure in ("m", "n")
        for at in range(30)
    ]
    source.write_text("\n".join(["series,month,value,measure", *body]) + "\n")
    whole = rows(eyre("project", source))
    assert list(dict.fromkeys((row["series"], row["measure"]) for row in whole)) == [
        (name, measure) for name in "abc" for measure in "mn"
    ]
    monkeypatch.setattr("eyre_cli.bulk.BLOCK", 4)
    assert rows(eyre("project", source)) == whole


def test_csv_parquet_and_json_files_say_the_same(eyre, table, tmp_path):
    import pyarrow.parquet as pq

    source = table()
    expected = rows(eyre("project", source, "--totals", "next12"))
    for name in ("o.parquet", "o.json", "o.csv"):
        assert eyre("project", source, "--totals", "next12", "--out", tmp_path / name).code == 0
    parquet = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert parquet == json.loads((tmp_path / "o.json").read_text())["rows"]
    assert [(row["period"], row["q90"]) for row in parquet] == [(row["period"], float(row["q90"])) for row in expected]


@pytest.mark.parametrize(
    ("first", "totals", "says"),
    [
        (36, ["2023/24", "2024/25"], ""),  # from January 2023: April, the one month seen, is there
        (40, ["2024/25"], "b: the figures begin after April 2023, so financial year 2023/24 has no outturn.\n"),
    ],
)
def test_a_series_that_began_within_the_year_has_no_outturn_and_that_is_said(eyre, table, first, totals, says):
    source = table(series=("a",))
    late = "".join(f"b,{START.shift(at)},4\n" for at in range(first, first + 4))
    source.write_text(source.read_text() + late)
    done = eyre("project", source, "--totals", "fy")
    assert [row["period"] for row in rows(done) if (row["kind"], row["series"]) == ("total", "b")] == totals
    assert done.err == says


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("a,2023-05,x\n", 'long.csv, row 42: value "x" is not a number.'),
        (
            "a,2023-05,-4\n",
            "a, 2023-05: value -4 is below 0; a count cannot be.\nWhere figures below 0 are meant, say --kind",
        ),
        ("a,2023-04,4\n", "long.csv, row 42: a has 2023-04 already. Give each month once."),
        ("a,2023-13,4\n", 'long.csv, row 42: month "2023-13" is not a month. Write it as YYYY-MM.'),
        ("a,2023-05,inf\n", 'long.csv, row 42: value "inf" is not a number.'),
        (",2023-05,1\n", "long.csv, row 42: series is empty. Give every row the name of its series."),
    ],
)
def test_bad_figures_are_refused_in_a_sentence_and_nothing_is_written(eyre, table, tmp_path, lines, says):
    source = table(series=("a",))
    source.write_text(source.read_text() + lines)
    refused = eyre("project", source, "--out", tmp_path / "o.csv")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith(says)
    assert [path.name for path in tmp_path.iterdir()] == ["long.csv"]


def test_values_without_a_base_beside_k_of_n_are_refused(eyre, tmp_path):
    source = tmp_path / "mixed.csv"
    body = "".join(f"a,{START.shift(at)},{96 + at % 3},{48 + at % 3},50\n" for at in range(36))
    source.write_text(f"series,month,value,numerator,denominator\n{body}b,2020-01,7,,\n")
    refused = eyre("project", source)
    assert refused.code == 3
    assert "b, 2020-01: value 7 is a proportion without its k and n; give numerator and denominator." in refused.err
    source.write_text(source.read_text().replace(",50\n", ",30\n"))  # over the base: a rate
    assert "b, 2020-01: value 7 has no numerator and denominator, and others have." in eyre("project", source).err


@pytest.mark.parametrize("value", ["0", "7", "1000000"])
def test_a_constant_and_a_series_of_none_have_ranges(eyre, tmp_path, value):
    source = tmp_path / "still.csv"
    source.write_text("series,month,value\n" + "".join(f"a,{START.shift(at)},{value}\n" for at in range(36)))
    projected = rows(eyre("project", source))
    assert len(projected) == 12
    assert all(float(row["q025"]) <= float(value) <= float(row["q975"]) for row in projected)


def test_a_person_sees_the_first_series_and_is_told_how_to_have_all(eyre, table, on_a_terminal, monkeypatch):
    monkeypatch.setattr("eyre_cli.commands.project.MOST_SHOWN", 2)
    on_a_terminal(80)
    said = eyre("project", table(series=("a", "b", "c")), "--horizon", "1").out
    assert "These are the first 2 of 3 series. All: eyre project … --out FILE." in said
    assert [line.split()[0] for line in said.splitlines() if "2023-05" in line] == ["a", "b"]


def test_progress_is_said_on_a_terminal_only(eyre, table, tmp_path, on_a_terminal):
    source, out = table(), tmp_path / "o.csv"
    assert eyre("project", source, "--out", out).err == ""
    on_a_terminal(80)
    assert "2 of 2 series" in eyre("project", source, "--out", out).err


def test_no_scipy_stats_nor_pandas_is_loaded_for_a_file(table, tmp_path):
    program = (
        "import sys; from eyre_cli.main import app;"
        f"app(['project', {str(table())!r}, '--out', {str(tmp_path / 'o.csv')!r}], standalone_mode=False);"
        "print([name for name in ('scipy.stats', 'duckdb') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
def test_a_run_that_is_killed_at_any_moment_leaves_no_file_of_the_name_and_no_process(table, tmp_path):
    source, out = table(months=60, series=[f"s{n}" for n in range(4000)]), tmp_path / "o" / "o.csv"
    command = [sys.executable, "-m", "eyre_cli.main", "project", str(source), "--processes", "2", "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    out.parent.mkdir()
    for wait in (0.5, None):
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        if wait is None:  # as soon as something is written
            while not any(part.stat().st_size for part in out.parent.iterdir()) and process.poll() is None:
                time.sleep(0.002)
        else:
            time.sleep(wait)
        process.kill()
        process.wait()
        assert not out.exists()
        assert ends_alone(process.pid), "its workers end with it"


def ends_alone(group, within=20):
    """Whether every process of a group ends by itself."""
    for _ in range(within * 20):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_measures_that_changed_their_name_are_projected_as_one(eyre, tmp_path):
    lines = ["series,measure,area,month,value"]
    for area in ("Camden", "Barnet"):
        for t in range(48):
            month = f"{2019 + t // 12}-{t % 12 + 1:02d}"
            old, new = ("domestic", "of a home")
            if t < 40:
                lines.append(f"{area} {old},{old},{area},{month},100")
            if t >= 38:
                lines.append(f"{area} {new},{new},{area},{month},{2 if t < 40 else 104}")
    file = tmp_path / "london.csv"
    file.write_text("\n".join(lines) + "\n")
    apart = rows(eyre("project", str(file)))
    assert {row["basis"] for row in apart if row["measure"] == "of a home"} == {"level"}
    joined = rows(eyre("project", str(file), "--join", "residential=domestic+of a home"))
    assert {(row["measure"], row["area"], row["basis"]) for row in joined} == {
        ("residential", "Camden", "projection"),
        ("residential", "Barnet", "projection"),
    }
    assert 95 < float(joined[0]["q50"]) < 110


@pytest.mark.parametrize(
    ("bridge", "said"), [("a+b", "joins nothing"), ("new=a", "joins nothing"), ("new=a+z", "z: is to be joined")]
)
def test_a_bridge_that_leads_nowhere_is_refused(eyre, table, bridge, said):
    ended = eyre("project", str(table()), "--join", bridge)
    assert ended.code != 0
    assert said in ended.err
