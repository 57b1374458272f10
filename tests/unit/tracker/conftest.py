"""Trackers of small bodies, and of West Midlands with its real holes."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eyre.tracker import Request, build_tracker
from small_body import FORCE, small_body

DATA = Path(__file__).parents[2] / "data" / "westmidlands"
AS_OF = date(2024, 1, 15)


@pytest.fixture
def tracker_of(tmp_path):
    """Build the tracker of a small body: `tracker_of(figures, since=…, **what the body folder holds)`."""

    def build(figures, *, as_of=AS_OF, since=None, split=None, seed=0, **records):
        folder = small_body(tmp_path / "body", figures, **records)
        return build_tracker(folder, Request(as_of=as_of, since=since, split=split, seed=seed))

    return build


@pytest.fixture
def row_of(tracker_of):
    """The one row of a small body whose figures are given for the force: `row_of(values, measure=…)`."""

    def build(values, *, measure=None, **how):
        key = measure.key if measure else "burglary"
        return tracker_of({key: {FORCE: values}}, measures=[measure] if measure else [], **how).rows[0]

    return build


@pytest.fixture(scope="session")
def west_midlands():
    """Real monthly totals of seven boroughs, borough -> values from May 2023; and the 29 cells known to be short."""
    with (DATA / "monthly_totals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    months = sorted({row["month"] for row in rows})
    totals = {row["area_name"]: np.full(len(months), np.nan) for row in rows}
    for row in rows:
        totals[row["area_name"]][months.index(row["month"])] = float(row["count"])
    with (DATA / "incomplete_months.csv").open(encoding="utf-8") as file:
        short = {(row["area_name"], row["month"]) for row in csv.DictReader(file)}
    return totals, months, short
