"""Months that are not all there: the 29 real cells of West Midlands, and what must not be flagged."""

import csv
from pathlib import Path

import numpy as np
import pytest

from eyre.stats import incomplete_months

DATA = Path(__file__).parents[2] / "data" / "westmidlands"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def west_midlands() -> tuple[list[str], list[str], np.ndarray]:
    counts = rows("monthly_totals.csv")
    areas, months = (sorted({row[name] for row in counts}) for name in ("area_name", "month"))
    totals = np.zeros((len(areas), len(months)))  # a covered month without a record is 0
    for row in counts:
        totals[areas.index(row["area_name"]), months.index(row["month"])] = int(row["count"])
    return areas, months, totals


def test_all_29_incomplete_months_of_west_midlands_are_found_and_no_other(west_midlands):
    areas, months, totals = west_midlands
    found = {(areas[a], months[m]) for a, m in zip(*np.nonzero(incomplete_months(totals)), strict=True)}
    assert found == {(row["area_name"], row["month"]) for row in rows("incomplete_months.csv")}
    assert len(found) == 29


def test_a_month_that_no_load_covers_is_not_judged():
    assert incomplete_months([[100, 102, np.nan, 99, 101, 10.0]]).tolist() == [[False] * 5 + [True]]


def test_under_four_months_nothing_is_said():
    assert not incomplete_months([[100, 100, 5]]).any()
    assert incomplete_months([[100, 100, 100, 5]]).tolist() == [[False, False, False, True]]


def test_an_area_that_is_usually_empty_is_never_incomplete():
    assert not incomplete_months([[0, 0, 0, 4, 0, 0, 1, 0]]).any()


def test_a_small_count_that_chance_made_small_is_not_flagged():
    # median 9; 75 % of it is 6.75; chance alone reaches 9 - 3 x 3 = 0
    assert not incomplete_months([[9, 9, 4, 9, 12, 8, 9, 10]]).any()


def test_a_month_that_is_low_every_year_is_a_season_and_not_a_hole():
    year = [1000.0] * 7 + [600.0] + [1000.0] * 4
    assert not incomplete_months([year * 3]).any()
    assert incomplete_months([year * 2]).sum() == 2  # one other August is no season yet


def test_the_low_years_of_an_area_that_grew_are_whole_and_a_hole_in_them_is_found():
    # ten years from 1,000 to 2,000 a month: the first years lie under 75 % of the overall median of 1,500
    series = np.linspace(1000, 2000, 120)
    assert not incomplete_months([series]).any()
    series[7] = 400
    assert np.nonzero(incomplete_months([series])[0])[0].tolist() == [7]


def test_a_hole_in_a_month_of_low_season_is_still_found():
    year = [1000.0] * 7 + [600.0] + [1000.0] * 4
    series = np.array(year * 4)
    series[19] = 200.0
    assert np.nonzero(incomplete_months([series])[0])[0].tolist() == [19]


def test_nothing_at_all_is_judged_without_complaint():
    assert incomplete_months(np.full((2, 5), np.nan)).sum() == 0
    assert incomplete_months(np.zeros((2, 0))).shape == (2, 0)
