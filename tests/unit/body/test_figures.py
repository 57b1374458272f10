"""Areas put together from their parts, by the structure of a day."""

from datetime import date

import numpy as np
import pytest

from eyre.body.figures import Figures
from eyre.core import Area, AreaKind, AreaTree, Direction, MeasureKind, NotFound, SeriesKey
from eyre.measures import Catalogue, Measure
from figures import table

MOVE = date(2018, 4, 1)  # the south district leaves the east for the west
MONTHS = ("2018-02", "2018-03", "2018-04", "2018-05")
AREAS = AreaTree(
    tuple(
        Area(key=key, name=key.title(), kind=kind, part_of=part_of, from_date=starts, to_date=ends)
        for key, kind, part_of, starts, ends in [
            ("force", AreaKind.FORCE, None, None, None),
            ("east", AreaKind.LOCAL_POLICING_AREA, "force", None, None),
            ("west", AreaKind.LOCAL_POLICING_AREA, "force", None, None),
            ("north", AreaKind.DISTRICT, "east", None, None),
            ("south", AreaKind.DISTRICT, "east", None, date(2018, 3, 31)),
            ("south", AreaKind.DISTRICT, "west", MOVE, None),
            ("valley", AreaKind.DISTRICT, "west", None, None),
        ]
    )
)
COUNTS = {
    ("burglary", area, month): value
    for area, value in (("north", 10.0), ("south", 5.0), ("valley", 1.0))
    for month in MONTHS
}


def measure(key="burglary", kind=MeasureKind.COUNT, **fields):
    return Measure(key=key, name=key, what="", why="", unit="", kind=kind, direction=Direction.DOWN, **fields)


def figures(cells, of=None, **numbers):
    import pyarrow as pa

    rows = table(cells, **numbers)
    rows = rows.append_column("load", pa.array(["x"] * rows.num_rows, pa.string()))
    return Figures(rows, AREAS, Catalogue((of or measure(),)), None)


def values(known, area, structure=None, key="burglary"):
    panel = known.panel(key, [area], structure=structure)
    if SeriesKey(key, area) not in panel:
        return []
    return [None if np.isnan(v) else v for v in panel.series(SeriesKey(key, area)).value]


def test_as_it_was_each_month_has_the_districts_of_its_own_day():
    assert values(figures(COUNTS), "east") == [15, 15, 10, 10]
    assert values(figures(COUNTS), "west") == [1, 1, 6, 6]


def test_as_it_is_now_the_whole_series_is_cut_by_the_structure_of_today():
    assert values(figures(COUNTS), "east", structure=date(2018, 5, 31)) == [10, 10, 10, 10]
    assert values(figures(COUNTS), "west", structure=date(2018, 5, 31)) == [6, 6, 6, 6]


def test_as_it_was_then_the_whole_series_is_cut_by_the_structure_before_the_change():
    assert values(figures(COUNTS), "east", structure=date(2018, 3, 31)) == [15, 15, 15, 15]
    assert values(figures(COUNTS), "west", structure=date(2018, 3, 31)) == [1, 1, 1, 1]


def test_a_move_within_a_force_changes_none_of_its_figures():
    for structure in (None, date(2018, 3, 31), MOVE):
        assert values(figures(COUNTS), "force", structure) == [16, 16, 16, 16]


def test_a_figure_published_for_the_area_itself_is_used_before_a_sum():
    published = {**COUNTS, ("burglary", "east", "2018-03"): 17.0}
    assert values(figures(published), "east") == [15, 17, 10, 10]


def test_a_published_figure_of_another_structure_is_not_used_for_a_recut_series():
    published = {**COUNTS, ("burglary", "east", "2018-03"): 17.0, ("burglary", "east", "2018-04"): 11.0}
    assert values(figures(published), "east", structure=MOVE) == [10, 10, 11, 10]
    assert values(figures(published), "east", structure=date(2018, 3, 31)) == [15, 17, 15, 15]


def test_a_sum_of_which_a_part_is_missing_is_missing():
    short = {cell: value for cell, value in COUNTS.items() if cell[1:] != ("south", "2018-03")}
    assert values(figures(short), "east") == [15, None, 10, 10]
    assert values(figures(short), "west") == [1, 1, 6, 6]


def test_a_month_that_nobody_published_stays_in_the_run_and_is_missing():
    short = {cell: value for cell, value in COUNTS.items() if cell[2] != "2018-03"}
    assert values(figures(short), "east") == [15, None, 10, 10]


def test_a_proportion_of_a_larger_area_is_made_again_from_its_counts_and_never_averaged():
    outcome_rate = measure("outcome_rate", MeasureKind.PROPORTION)
    cells = {("outcome_rate", "north", "2018-02"): 10.0, ("outcome_rate", "south", "2018-02"): 50.0}
    solved = dict(zip(cells, (9.0, 5.0), strict=True))
    recorded = dict(zip(cells, (90.0, 10.0), strict=True))
    known = figures(cells, outcome_rate, numerator=solved, denominator=recorded)
    assert values(known, "east", key="outcome_rate") == [14.0]  # (9 + 5) / (90 + 10); the mean of 10 and 50 is 30


def test_a_rate_of_a_larger_area_is_per_the_measures_own_base():
    rate = measure("burglary_rate", MeasureKind.RATE, per=1000)
    cells = {("burglary_rate", "north", "2018-02"): 2.0, ("burglary_rate", "south", "2018-02"): 5.0}
    burglaries = dict(zip(cells, (20.0, 10.0), strict=True))
    households = dict(zip(cells, (10_000.0, 2_000.0), strict=True))
    known = figures(cells, rate, numerator=burglaries, denominator=households)
    assert values(known, "east", key="burglary_rate") == [2.5]  # 1000 * 30 / 12,000


def test_a_proportion_without_its_counts_is_not_put_together():
    cells = {("outcome_rate", "north", "2018-02"): 10.0, ("outcome_rate", "south", "2018-02"): 50.0}
    assert values(figures(cells, measure("outcome_rate", MeasureKind.PROPORTION)), "east", key="outcome_rate") == []


def test_a_measure_without_figures_is_said_to_have_none():
    with pytest.raises(NotFound, match="no figures for burglary by month"):
        figures({}).panel("burglary")
    with pytest.raises(NotFound, match="by quarter"):
        figures(COUNTS, measure(period="quarter")).panel("burglary")
