"""A row within its family group, and the interval of its figure."""

from datetime import date

import numpy as np
import pytest

from eyre.body.settings import ComparisonGroup, Tracker
from eyre.core import MeasureKind, Month, Series, SeriesKey
from eyre.tracker import beside
from eyre.tracker.row import GroupPosition
from small_body import FORCE, measure, share, steady

FORCES = ComparisonGroup(
    key="forces", name="Forces like it", level="force", of=FORCE, made_up=True,
    members=(FORCE, "othershire", "thirdshire"),
)  # fmt: skip
DISTRICTS = ComparisonGroup(key="districts", name="Districts", level="local", members=("north", "south"))


@pytest.fixture
def grouped(tracker_of):
    """Force and districts with groups of both levels: `grouped(groups, measure=…)`, as rows by area."""

    def build(*groups, kind=None, **how):
        kind = kind or measure()
        figures = {
            kind.key: {
                "north": steady(500),
                "south": steady(100, seed=2),
                "othershire": steady(900, seed=3),
                f"{FORCE}:no-location": steady(1),
            }
        }
        tracker = tracker_of(
            figures,
            measures=[kind],
            body={"comparison_groups": groups},
            tracker=Tracker(areas=("north", "south")),
            **how,
        )
        return {row.key.area: row for row in tracker.rows}

    return build


def test_a_row_says_its_place_in_a_made_up_group_and_how_many_reported(grouped):
    found = grouped(FORCES)[FORCE].group
    # 600 a month over 300,000 residents against 900 over 600,000: the higher rate, and fewer are better
    assert isinstance(found, GroupPosition)
    assert (found.place, found.of, found.have, found.missing) == (2, 2, (FORCE, "othershire"), ("thirdshire",))
    assert found.says == ("2nd best of 2 in Forces like it (made up); stands apart in 2nd place; 2 of its 3 reported")


def test_a_local_area_is_never_set_against_the_group_of_the_force(grouped):
    rows = grouped(FORCES)
    assert "is a group of forces, which is another thing" not in str(rows[FORCE].group)
    assert isinstance(rows["north"].group, str)
    assert "local area, has no group of local areas" in rows["north"].group
    assert isinstance(grouped(FORCES, DISTRICTS)["north"].group, GroupPosition)


def test_a_group_counts_from_the_day_it_is_in_force(grouped):
    later = ComparisonGroup(
        key="districts", name="Districts", level="local", members=("north", "south"), from_date=date(2024, 2, 1)
    )
    assert "in force on 2024-01-15" in str(grouped(later)["north"].group)


@pytest.mark.parametrize(
    ("key", "order"), [("burglary", "best"), ("recorded_rape", "highest"), ("hate_crime", "highest")]
)
def test_best_is_never_said_where_the_direction_is_disputed(grouped, key, order):
    row = grouped(DISTRICTS, kind=measure(key))["north"]
    assert row.group.order == order
    assert order in row.group.says
    # 2.5 a month per 1,000 in the north, 1 in the south
    assert row.group.place == (2 if order == "best" else 1)


def test_the_joint_range_holds_the_one_of_the_area_alone(grouped):
    found = grouped(DISTRICTS)["south"].group
    assert found.together[0] <= found.alone[0] <= found.place <= found.alone[1] <= found.together[1]


def test_the_interval_of_a_count_is_as_much_wider_as_the_series_spreads():
    calm = np.r_[steady(100, 44), [100]]
    wild = np.r_[np.random.default_rng(4).choice([60.0, 140.0], 44), [100]]
    found = [beside.latest_figure(measure(), _series(values), np.zeros(45, dtype=bool)) for values in (calm, wild)]
    assert {one.how for one in found} == {beside.OF_COUNTS}
    narrow, wide = (float(one.interval.upper - one.interval.lower) for one in found)
    # exact for 100: 81.4 to 121.7; counts of 60 or 140 have a variance of 1,600, sixteen times their mean
    assert narrow == pytest.approx(40.3, rel=0.15)
    assert wide > 3 * narrow


def _series(values):
    none = np.full(45, np.nan)
    return Series(
        SeriesKey("burglary", FORCE), tuple(Month(2020, 4).shift(i) for i in range(45)), values, none, none, none
    )


@pytest.mark.parametrize(
    ("kind", "values", "how"),
    [
        (share(), steady(50), beside.NO_COUNTS),
        (share(), [(40, 50)] * 45, beside.WILSON),
        (measure("waiting", kind=MeasureKind.DURATION, unit="minutes"), steady(50), beside.NO_SPREAD),
    ],
)
def test_an_interval_says_how_it_was_made_or_why_there_is_none(row_of, kind, values, how):
    latest = row_of(values, measure=kind).latest
    assert latest.how == how
    assert (latest.interval is None) == how.startswith("none, because")
