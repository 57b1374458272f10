"""`eyre compare`: areas in, what their figures can and cannot separate out."""

import csv
import json
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
RATES = [("avon", 100, 10_000), ("brent", 60, 10_000), ("calder", 58, 10_000), ("dart", 30, 10_000), ("exe", 61, 9_000)]
YEAR = ("--kind", "rate", "--denominator-year", "2017")
GROUPS = """key,name,level,members,of,from_date,to_date,made_up,source
old,Old group,force,avon brent,avon,,2016-12-31,,published
now,New group,force,avon brent calder wye,avon,2017-01-01,,true,made up here
near,Near places,local,avon dart,,,,,published
"""


@pytest.fixture
def areas(tmp_path):
    def write(rows=RATES, heading="area,numerator,denominator", name="areas.csv"):
        path = tmp_path / name
        path.write_text("\n".join([heading, *(",".join(map(str, row)) for row in rows)]) + "\n")
        return path

    return write


@pytest.fixture
def groups(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(GROUPS)
    return path


def rows(ended):
    assert ended.code == 0, ended.err
    return {row["area"]: row for row in csv.DictReader(ended.out.splitlines())}


def test_a_pipe_gets_every_area_with_its_value_funnel_and_places(eyre, areas):
    found = rows(eyre("compare", areas(), *YEAR, "--no-over-dispersion"))
    assert list(found) == [area for area, *_ in RATES], "in the order of the file"
    assert float(found["avon"]["value"]) == 10  # per 1,000
    assert found["avon"]["funnel"] == "above 99.8 %"  # level 309 / 49,000 = 6.31: 63.1 expected of 100
    assert found["dart"]["funnel"] == "below 99.8 %"
    assert found["brent"]["funnel"] == "within"
    assert [found["avon"][name] for name in ("place", "best", "worst")] == ["1", "1", "1"]
    assert [found["brent"][name] for name in ("place", "best", "worst")] == ["3", "2", "4"]
    assert found["brent"]["in_words"].startswith("3rd highest of 5; cannot be separated from 2nd to 4th; ")


def test_best_is_said_only_with_a_direction_and_of_a_disputed_measure_only_by_a_post(eyre, areas):
    source = areas()
    best = rows(eyre("compare", source, *YEAR, "--direction", "down"))
    assert best["dart"]["in_words"].startswith("best of 5; stands apart in 1st place; in the top four")
    assert best["avon"]["in_words"].startswith("5th best of 5")
    assert eyre("compare", source, *YEAR, "--order", "best").code == 4
    disputed = ("compare", source, *YEAR, "--measure", "recorded rape", "--direction", "down")
    assert (eyre(*disputed).code, "Say which post states it" in eyre(*disputed).err) == (4, True)
    said = json.loads(eyre(*disputed, "--by", "policy officer", "--json").out)
    assert said["stated_by"] == "policy officer"
    assert any("more trust and better recording" in sentence for sentence in said["sentences"])
    highest = rows(eyre(*disputed, "--order", "highest"))
    assert "highest of 5" in highest["dart"]["in_words"]


def test_a_rate_without_the_year_of_its_denominator_is_refused(eyre, areas):
    refused = eyre("compare", areas(), "--kind", "rate")
    assert (refused.code, "the year of its denominator" in refused.err) == (4, True)
    assert "base of 2017" in " ".join(json.loads(eyre("compare", areas(), *YEAR, "--json").out)["sentences"])
    column = areas([(*row, 2019) for row in RATES], "area,numerator,denominator,denominator_year")
    assert "2019" in json.loads(eyre("compare", column, "--kind", "rate", "--json").out)["unit"]


def test_the_year_of_a_denominator_is_a_year_or_none(eyre, areas):
    assert eyre("compare", areas(), "--kind", "rate", "--denominator-year", "x").code == 2
    said = json.loads(eyre("compare", areas(), "--kind", "rate", "--denominator-year", "none", "--json").out)
    assert said["unit"] == "per 1,000"


def test_of_two_areas_the_chance_is_that_of_being_first(eyre, areas):
    both = rows(eyre("compare", areas([("a", 5, 100), ("b", 9, 100)]), "--kind", "proportion"))
    assert "the highest with chance" in both["b"]["in_words"]
    assert float(both["a"]["chance_top_1"]) + float(both["b"]["chance_top_1"]) == pytest.approx(1)


def test_counts_without_a_kind_are_refused_and_not_guessed(eyre, areas):
    refused = eyre("compare", areas())
    assert (refused.code, "--kind proportion or --kind rate" in refused.err) == (4, True)
    ratio = rows(eyre("compare", areas([("a", 5, 4.0), ("b", 1, 4.0)], "area,observed,expected"), "--funnel"))
    assert float(ratio["a"]["value"]) == 1.25


def test_a_gap_to_a_peer_and_to_a_value(eyre, areas):
    source = areas([("a", 56, 70), ("b", 48, 80)])
    gap = rows(eyre("compare", source, "--kind", "proportion", "--peer", "b"))["a"]
    assert [round(float(gap[name]), 2) for name in ("gap", "gap_lower", "gap_upper")] == [20.0, 5.24, 33.39]  # Newcombe
    fixed = rows(eyre("compare", source, "--kind", "proportion", "--peer", "60", "--tolerance", "15"))
    assert (fixed["b"]["parity"], fixed["a"]["parity"]) == ("on_a_par", "cannot_tell")
    assert eyre("compare", source, "--kind", "proportion", "--peer", "nowhere").code == 5


def test_areas_with_other_outcome_types_are_refused(eyre, areas):
    heading = "area,numerator,denominator,outcome_types,recording_rule"
    unlike = areas([("a", 5, 50, "1", "of"), ("b", 9, 50, "1;2", "of")], heading)
    refused = eyre("compare", unlike, "--kind", "proportion", "--peer", "b")
    assert (refused.code, "outcome types: 1 against 1, 2" in refused.err) == (4, True)
    alike = areas([("a", 5, 50, "2;1", "of"), ("b", 9, 50, "1;2", "of")], heading)
    assert eyre("compare", alike, "--kind", "proportion", "--peer", "b").code == 0


def test_a_group_as_it_was_on_a_day_keeps_its_members_and_is_called_made_up(eyre, areas, groups):
    call = ("compare", areas(), *YEAR, "--group", groups, "--level", "force", "--area", "avon", "--json")
    said = json.loads(eyre(*call, "--on", "2018-01-01").out)
    assert [row["area"] for row in said["rows"]] == ["avon", "brent", "calder"]
    assert (said["group_missing"], said["group_made_up"]) == (["wye"], True)
    assert said["group_mean"] == pytest.approx(1000 * 218 / 30_000)
    naming = [sentence for sentence in said["sentences"] if "New group" in sentence]
    assert len(naming) == 3
    assert all("New group (made up)" in sentence for sentence in naming)
    assert all("New group (made up)" in row["in_words"] for row in said["rows"])
    assert "weighted mean" in said["sentences"][0]
    before = json.loads(eyre(*call, "--on", "2016-06-30").out)
    assert [row["area"] for row in before["rows"]] == ["avon", "brent"]
    plain = json.loads(eyre(*call, "--on", "2018-01-01", "--mean", "plain").out)
    assert (plain["group_mean"], "plain mean" in plain["sentences"][0]) == (pytest.approx((10 + 6 + 5.8) / 3), True)


def test_a_local_area_is_not_set_against_a_group_of_forces(eyre, areas, groups):
    call = (
        "compare",
        areas(),
        *YEAR,
        "--group",
        groups,
        "--on",
        "2018-01-01",
        "--group-key",
        "now",
        "--level",
        "local",
    )
    refused = eyre(*call)
    assert (refused.code, "never mixed" in refused.err) == (4, True)
    own = eyre("compare", areas([(*row, "local") for row in RATES], "area,numerator,denominator,level"), *call[2:-2])
    assert (own.code, "never mixed" in own.err) == (4, True)


def test_too_few_of_a_group_are_refused(eyre, areas, groups):
    call = ("compare", areas(), *YEAR, "--group", groups, "--on", "2018-01-01", "--group-key", "now")
    assert eyre(*call, "--at-least", "3").code == 0
    refused = eyre(*call, "--at-least", "4")
    assert (refused.code, "3 of the 4 of New group (made up) reported; no figures from wye" in refused.err) == (4, True)


def test_a_body_folder_lends_its_groups(eyre, areas):
    members = [("west-mercia", 900, 90_000), ("norfolk", 700, 90_000), ("suffolk", 650, 75_000)]
    body = EXAMPLES / "west-mercia" / "body.toml"
    done = eyre("compare", areas(members), *YEAR, "--group", body, "--group-key", "made-up-group", "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["group_have"] == ["west-mercia", "norfolk", "suffolk"]
    assert "taken for forces" in done.err


def test_periods_are_added_up_and_an_area_that_lacks_one_is_left_out_and_named(eyre, areas):
    months = [(area, f"2020-{m:02d}", k, 100) for area, k in (("a", 10), ("b", 20), ("c", 30)) for m in range(1, 9)]
    source = areas([row for row in months if row[:2] != ("c", "2020-08")], "area,period,numerator,denominator")
    done = eyre("compare", source, "--kind", "proportion", "--last", "3")
    found = rows(done)
    assert (found["a"]["numerator"], found["a"]["denominator"], found["a"]["period"]) == (
        "30",
        "300",
        "2020-06 to 2020-08",
    )
    assert "without every figure of 2020-06 to 2020-08: c." in done.err
    assert eyre("compare", source, "--kind", "proportion", "--last", "9").code == 4


def test_a_gap_that_narrows_says_when_it_would_close(eyre, areas):
    months = [("a", f"2020-{m:02d}", 500 - 20 * m + m % 2, 1000) for m in range(1, 13)]
    months += [("b", f"2020-{m:02d}", 200, 1000) for m in range(1, 13)]
    source = areas(months, "area,period,numerator,denominator")
    said = json.loads(eyre("compare", source, "--kind", "proportion", "--peer", "b", "--area", "a", "--json").out)
    # In December a has 260 of 1,000, six points above; two points a month: gone in three.
    assert "the gap is gone in about 3 months" in said["sentences"][-1] or "about 4 months" in said["sentences"][-1]
    other = json.loads(eyre("compare", source, "--kind", "proportion", "--peer", "a", "--area", "b", "--json").out)
    assert other["rows"][1]["closes_in_periods"] == pytest.approx(said["rows"][0]["closes_in_periods"])


def test_a_hole_in_the_periods_is_said_and_no_slope_is_drawn_across_it(eyre, areas):
    months = [(area, f"2020-{m:02d}", 10 + m, 100) for area in "ab" for m in range(1, 13) if m != 7]
    done = eyre("compare", areas(months, "area,period,numerator,denominator"), "--kind", "proportion", "--peer", "b")
    assert "Periods are missing between 2020-06 and 2020-08" in done.err
    assert "closing" not in rows(done)["a"]


def test_periods_that_overlap_are_refused(eyre, areas):
    source = areas(
        [("a", "2020-01", 1, 9), ("a", "2020", 9, 99), ("b", "2020", 9, 99)], "area,period,numerator,denominator"
    )
    refused = eyre("compare", source, "--kind", "proportion")
    assert (refused.code, "which overlap" in refused.err) == (3, True)


def test_estimates_with_standard_errors_are_ranked_and_have_no_funnel(eyre, areas):
    source = areas([("a", 23.6, 0.2), ("b", 25.1, 0.2), ("c", 25.2, 0.3)], "area,value,standard_error")
    found = rows(eyre("compare", source, "--direction", "down"))
    assert [found[area]["place"] for area in "abc"] == ["1", "2", "3"]
    assert (found["b"]["best"], found["b"]["worst"]) == ("2", "3")
    assert "z" not in found["a"]
    refused = eyre("compare", source, "--funnel")
    assert (refused.code, "no size to draw it by" in refused.err) == (4, True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,5,100", "gives a a second time"),
        ("b,-1,100", "cannot be negative"),
        ("b,5,0", "must be above 0"),
        ("b,105,100", "105 of 100, more than all"),
        ("b,,100", "numerator of b is missing"),
        (",5,100", "area is empty"),
        ("b,five,100", '"five" is not a number'),
    ],
)
def test_every_fault_is_said_with_its_row(eyre, row, said):
    text = f"area,numerator,denominator\na,5,100\nc,6,100\n{row}\n,6,100\n"
    refused = eyre("compare", "-", "--kind", "proportion", stdin=text)
    assert refused.code == 3
    assert "stdin, row 4: " in refused.err
    assert said in refused.err
    assert "stdin, row 5: area is empty" in refused.err, "all faults at once"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("area,numerator,denominator\na,5,100\n", 4, "at least 2 areas; found 1"),
        ("area,numerator,denominator\n", 3, "a heading and no rows"),
        ("force,numerator,denominator\na,5,100\n", 3, 'no column "area"'),
        ("force,numerator,denominator\na,5,100\n", 3, 'call the column "force" area'),
        ("area,facet,numerator,denominator\na,x,5,9\na,y,4,9\n", 3, "holds 2 values of facet. Keep the rows of one"),
        ("area,value\na,5\n", 3, "no figures that can be compared"),
    ],
)
def test_what_cannot_be_compared_is_refused(eyre, text, code, said):
    refused = eyre("compare", "-", "--kind", "proportion", stdin=text)
    assert (refused.code, said in refused.err) == (code, True), refused.err


def test_identical_areas_cannot_be_separated(eyre, areas):
    found = rows(eyre("compare", areas([(name, 5, 100) for name in "abcdef"]), "--kind", "proportion"))
    assert {(row["place"], row["best"], row["worst"], row["funnel"]) for row in found.values()} == {
        ("1", "1", "6", "within")
    }


def test_json_parquet_csv_and_stdin_say_the_same(eyre, areas, tmp_path):
    source = areas()
    expected = eyre("compare", source, *YEAR).out
    said = json.loads(eyre("compare", source, *YEAR, "--json").out)
    assert (said["format"], said["kind"], said["seed"]) == (1, "rate", 0)
    assert [str(row["place"]) for row in said["rows"]] == [
        row["place"] for row in csv.DictReader(expected.splitlines())
    ]
    pq.write_table(pyarrow.csv.read_csv(source), tmp_path / "areas.parquet")
    assert eyre("compare", tmp_path / "areas.parquet", *YEAR).out == expected
    assert eyre("compare", "-", *YEAR, stdin=source.read_text()).out == expected
    eyre("compare", source, *YEAR, "--out", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text() == expected


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_person_gets_a_table_that_fits(eyre, areas, on_a_terminal, width):
    on_a_terminal(width)
    said = eyre("compare", areas(), *YEAR, "--area", "brent").out
    assert max(map(len, said.splitlines())) <= width
    assert "cannot be separated from 2nd to 4th" in " ".join(said.split())


RESIDENTS = """force = "avon"
key = "avon"
kind = "police and crime commissioner"
name = "Avon"

[[areas]]
key = "avon"
kind = "force"
name = "Avon Constabulary"
populations = [
    { residents = 10000, year = 2016 },
    { residents = 20000, year = 2018 },
]

[[areas]]
key = "brent"
kind = "force"
name = "Brent"
population = 10000
population_year = 2017
"""
MONTHS = [f"{year}-{month:02d}" for year, month in [(2017, m) for m in range(4, 13)] + [(2018, m) for m in (1, 2, 3)]]


@pytest.fixture
def body(tmp_path):
    path = tmp_path / "body.toml"
    path.write_text(RESIDENTS)
    return path


def test_rates_take_the_residents_of_the_year_their_months_lie_in_and_say_which(eyre, areas, body):
    # The middle of April 2017 to March 2018 lies in 2017: of Brent known, of Avon (by its name) 2016 is nearest before.
    counts = [(area, month, 10) for area in ("Avon Constabulary", "brent") for month in MONTHS]
    source = areas(counts, "area,period,numerator")
    ended = eyre("compare", source, "--residents", body, "--last", 12, "--json")
    assert ended.code == 0, ended.err
    said = json.loads(ended.out)
    assert [row["value"] for row in said["rows"]] == [12, 12]  # 120 of 10,000
    assert said["unit"] == "per 1,000 residents (2016 and 2017)"
    told = "Residents of mid-2017 are not known of Avon Constabulary: those of mid-2016 are taken, the nearest known."
    assert told in said["notes"]


def test_without_periods_the_year_of_the_residents_is_asked(eyre, areas, body):
    source = areas([("avon", 100), ("brent", 60)], "area,numerator")
    asked = eyre("compare", source, "--residents", body)
    assert asked.code == 4
    assert "Say --denominator-year YEAR" in asked.err
    found = rows(eyre("compare", source, "--residents", body, "--denominator-year", "2019"))
    assert float(found["avon"]["value"]) == 5  # 100 of 20,000
    assert float(found["brent"]["value"]) == 6


def test_an_area_of_which_no_residents_are_known_is_a_fault_with_its_row(eyre, areas, body):
    source = areas([("avon", 100), ("calder", 60)], "area,numerator")
    ended = eyre("compare", source, "--residents", body, "--denominator-year", "2019")
    assert ended.code == 3
    assert "areas.csv, row 3: the residents of calder are not known." in ended.err
