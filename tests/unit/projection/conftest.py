"""Small panels for the tests of projections: made by hand, and the real ones of tests/data/projection."""

import csv
from pathlib import Path

import numpy as np
import pytest

from eyre.core import Month, Panel, SeriesKey

FIRST = Month(2015, 4)
DATA = Path(__file__).parents[2] / "data" / "projection"


def panel_of(values, base=None, *, measure="burglary", first=FIRST, areas=None):
    """A panel from rows of values (or of k, with a base n: then values are per cent)."""
    values = np.atleast_2d(np.asarray(values, dtype=float))
    keys = tuple(SeriesKey(measure, area) for area in areas or [f"area-{i}" for i in range(len(values))])
    months = tuple(first.shift(i) for i in range(values.shape[1]))
    nothing = np.full_like(values, np.nan)
    if base is None:
        return Panel(keys, months, values, nothing, nothing, nothing)
    base = np.broadcast_to(np.asarray(base, dtype=float), values.shape).copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        return Panel(keys, months, 100 * values / base, values, base, nothing)


def read_wide(name, wanted):
    """Columns of a wide file that start with a word, as area -> values, and the first month."""
    with (DATA / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = [column for column in rows[0] if column.startswith(wanted + "|")]
    values = {column.split("|")[1]: [float(row[column]) for row in rows] for column in columns}
    return values, Month.parse(rows[0]["month"])


@pytest.fixture(scope="session")
def make_panel():
    return panel_of


@pytest.fixture(scope="session")
def robbery():
    values, first = read_wide("london_monthly.csv", "robbery")
    return panel_of(list(values.values()), measure="robbery", first=first, areas=list(values))


@pytest.fixture(scope="session")
def breath_tests():
    positive, first = read_wide("breath_tests_monthly.csv", "positive")
    tests, _ = read_wide("breath_tests_monthly.csv", "tests")
    return panel_of(
        list(positive.values()), list(tests.values()), measure="positive", first=first, areas=list(positive)
    )
