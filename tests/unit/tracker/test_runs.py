"""Which figures are judged together, and which months are not all there."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.registers import Happening, HappeningKind
from eyre.body.settings import Tracker
from eyre.core import Area, AreaKind, Month, Series, SeriesKey
from eyre.measures import SeriesBreak
from eyre.stats import unusually_many
from eyre.tracker import Request, build_tracker
from eyre.tracker.runs import SHOWN_MONTHS, latest_run, recent
from small_body import AREAS, FORCE, measure, small_body, steady

NAN = np.nan


START = Month(2020, 1)


def series(values):
    values = np.asarray(values, dtype=float)
    nothing = np.full_like(values, NAN)
    periods = tuple(START.shift(i) for i in range(len(values)))
    return Series(SeriesKey("m", "a"), periods, values, nothing, nothing, nothing)


# --- runs ---


def test_three_missing_months_are_bridged_and_a_fourth_begins_a_new_run():
    bridged, why = latest_run(series([1, 2, NAN, NAN, NAN, 3]))
    assert (bridged.periods[0], why) == (Month(2020, 1), "")
    cut, why = latest_run(series([1, 2, NAN, NAN, NAN, NAN, 3, 4]))
    assert cut.periods == (Month(2020, 7), Month(2020, 8))
    assert why == "Figures before July 2020 are not used: there are none between February 2020 and then."


def test_of_two_long_gaps_the_last_begins_the_run():
    cut, why = latest_run(series([1, *[NAN] * 5, 2, *[NAN] * 5, 3]))
    assert cut.periods == (Month(2021, 1),)
    assert "between July 2020 and then" in why


def test_no_run_spans_a_break_and_the_reason_is_said():
    cut, why = latest_run(series(range(12)), {date(2020, 5, 1): "the series breaks there (new rule)"})
    assert cut.periods[0] == Month(2020, 5)
    assert why == "Figures before 1 May 2020 are not used with later ones: the series breaks there (new rule)."


def test_a_month_in_which_the_break_falls_is_on_neither_side():
    cut, _ = latest_run(series(range(12)), {date(2020, 5, 14): "x"})
    assert cut.periods[0] == Month(2020, 6)


def test_a_break_before_the_last_gap_changes_nothing():
    cut, why = latest_run(series([1, *[NAN] * 5, 2, 3]), {date(2020, 3, 1): "x"})
    assert cut.periods[0] == Month(2020, 7)
    assert "there are none between" in why


def test_where_all_figures_are_older_than_the_break_the_newest_stands_alone():
    cut, why = latest_run(series([1, 2, 3]), {date(2022, 1, 1): "x"})
    assert cut.periods == (Month(2020, 3),)
    assert why.startswith("Figures before 1 January 2022")


def test_a_series_without_any_figure_is_an_empty_run():
    run, why = latest_run(series([NAN, NAN]), {date(2020, 1, 5): "x"})
    assert (run.periods, why) == ((), "")


def test_a_chart_looks_back_three_years():
    assert SHOWN_MONTHS == 36
    assert recent(series(range(50))).periods == tuple(Month(2020, 1).shift(i) for i in range(14, 50))
    assert len(recent(series(range(5))).periods) == 5


def test_a_break_of_one_area_does_not_break_another(tracker_of):
    broken = measure(breaks=(SeriesBreak(on=date(2022, 4, 1), why="moved", areas=("north",)),))
    figures = {"burglary": {"north": steady(50), "south": steady(50)}}
    tracker = tracker_of(figures, measures=[broken], tracker=Tracker(areas=("north", "south")))
    assert tracker.row("burglary", "north").series.periods[0] == Month(2022, 4)
    assert "the series breaks there (moved)" in tracker.row("burglary", "north").warnings[0]
    assert tracker.row("burglary", "south").series.periods[0] == Month(2020, 4)


# --- incomplete months ---

LOCAL = Tracker(areas=("north", "south"))
CRIME = measure(source_key="police")


def hole(level, at, value, months=45):
    values = steady(level, months)
    values[at] = value
    return values


def test_an_incomplete_month_is_flagged_and_never_taken_for_a_fall(tracker_of):
    figures = {"burglary": {"north": hole(500, -1, 60), "south": steady(400)}}
    row = tracker_of(figures, measures=[CRIME], tracker=LOCAL).row("burglary", "north")
    assert row.incomplete_periods == (Month(2023, 12),)
    assert row.latest.period == Month(2023, 11)
    assert np.isnan(row.chart.values[-1])
    assert "looks incomplete" in row.reason


def test_an_incomplete_month_has_no_say_in_limits_year_or_projection(tracker_of, tmp_path):
    """The row with a hole is the row with the hole taken out, whatever stands in the hole."""
    rows = []
    for name, value in (("few", 40), ("fewer", 1)):
        folder = small_body(
            tmp_path / name, {"burglary": {"north": hole(500, -4, value), "south": steady(400)}},
            measures=[CRIME], tracker=LOCAL,
        )  # fmt: skip
        rows.append(build_tracker(folder, Request(as_of=date(2024, 1, 15))).row("burglary", "north"))
    few, fewer = rows
    assert few.incomplete_periods == fewer.incomplete_periods == (Month(2023, 9),)
    np.testing.assert_array_equal(few.chart.upper_limit, fewer.chart.upper_limit)
    assert few.year_ago == fewer.year_ago
    assert few.year_ago.left_out == (Month(2023, 9),)
    assert few.outturn == fewer.outturn
    assert few.outturn.projected.filled == (Month(2023, 9),)
    assert few.comparison == fewer.comparison
    assert few.comparison.without == (Month(2023, 9),)
    assert few.slope == fewer.slope


def test_a_force_is_short_where_a_part_of_it_is(tracker_of):
    figures = {"burglary": {"north": hole(500, -1, 60), "south": steady(400), f"{FORCE}:no-location": steady(9)}}
    row = tracker_of(figures, measures=[CRIME], tracker=LOCAL).row("burglary", FORCE)
    assert row.incomplete_periods == (Month(2023, 12),)


def test_many_records_without_a_place_make_every_area_short_but_not_the_force(tracker_of):
    # 300 of some 900 cannot be placed, where 10 is usual: at least three times the usual and 5 in 100 above it.
    figures = {
        "burglary": {"north": steady(500), "south": steady(400), f"{FORCE}:no-location": hole(10, -1, 300)}
    }  # fmt: skip
    tracker = tracker_of(figures, measures=[CRIME], tracker=LOCAL)
    for area in ("north", "south"):
        assert tracker.row("burglary", area).incomplete_periods == (Month(2023, 12),)
    assert tracker.row("burglary", FORCE).incomplete_periods == ()  # its total holds them all


def test_it_is_the_same_where_the_force_lies_in_a_country(tracker_of):
    england = Area(key="england", name="England", kind=AreaKind.COUNTRY)
    within = [area if area.part_of else replace(area, part_of="england") for area in AREAS]
    figures = {
        "burglary": {"north": steady(500), "south": steady(400), f"{FORCE}:no-location": hole(10, -1, 300)}
    }  # fmt: skip
    tracker = tracker_of(figures, measures=[CRIME], tracker=LOCAL, areas=[england, *within])
    assert tracker.row("burglary", "north").incomplete_periods == (Month(2023, 12),)


def test_a_month_in_which_nothing_was_placed_is_judged_too(tracker_of):
    none = hole(500, -1, NAN)
    figures = {"burglary": {"north": none, "south": none, f"{FORCE}:no-location": hole(10, -1, 900)}}
    row = tracker_of(figures, measures=[CRIME], tracker=LOCAL).row("burglary", "north")
    assert row.latest.period == Month(2023, 11)


@pytest.mark.parametrize("areas", [(), ("north",), (FORCE,)])
def test_what_a_person_says_happened_outside_explains_a_month(tracker_of, areas):
    lockdown = Happening(
        kind=HappeningKind.OUTSIDE_EVENT, start=date(2023, 12, 5), end=date(2023, 12, 9), title="Lockdown", areas=areas
    )
    figures = {"burglary": {"north": hole(500, -1, 60), "south": steady(400), f"{FORCE}:no-location": steady(9)}}
    tracker = tracker_of(figures, measures=[CRIME], tracker=LOCAL, timeline=(lockdown,))
    assert tracker.row("burglary", "north").incomplete_periods == ()
    assert tracker.row("burglary", FORCE).incomplete_periods == ()


def test_what_happened_elsewhere_or_then_explains_nothing(tracker_of):
    elsewhere = Happening(
        kind=HappeningKind.OUTSIDE_EVENT, start=date(2023, 12, 5), title="Elsewhere", areas=("south",)
    )
    before = Happening(kind=HappeningKind.OUTSIDE_EVENT, start=date(2023, 10, 5), title="Before")
    operation = Happening(kind=HappeningKind.OPERATION, start=date(2023, 12, 5), title="An operation")
    figures = {"burglary": {"north": hole(500, -1, 60), "south": steady(400)}}
    tracker = tracker_of(figures, measures=[CRIME], tracker=LOCAL, timeline=(before, elsewhere, operation))
    assert tracker.row("burglary", "north").incomplete_periods == (Month(2023, 12),)


def test_measures_of_one_source_are_complete_together(tracker_of):
    # Robbery alone falls to a third: no hole, because the source sent as much as ever.
    figures = {
        "burglary": {"north": steady(500), "south": steady(400)},
        "robbery": {"north": hole(50, -1, 15), "south": steady(40)},
    }
    both = [CRIME, measure("robbery", source_key="police")]
    assert tracker_of(figures, measures=both, tracker=LOCAL).row("robbery", "north").incomplete_periods == ()


def test_a_measure_without_a_source_to_judge_by_is_taken_as_it_is(tracker_of):
    figures = {"burglary": {"north": hole(500, -1, 60), "south": steady(400)}}
    assert tracker_of(figures, tracker=LOCAL).row("burglary", "north").incomplete_periods == ()


def test_few_without_a_place_flag_nothing():
    assert list(unusually_many(np.array([0.001, 0.001, 0.001, 0.02]))) == []  # twenty times, and still few
    assert list(unusually_many(np.array([0.2, 0.2, 0.2, 0.5]))) == []  # many, and not three times the usual
    assert list(unusually_many(np.array([0.01, 0.01, NAN, 0.01, 0.3]))) == [4]
    assert list(unusually_many(np.full(3, NAN))) == []


def test_the_29_real_holes_of_west_midlands_are_no_falls(tracker_of, west_midlands):
    totals, months, short = west_midlands
    keys = {name: name.lower().replace(" ", "-") for name in totals}
    areas = [
        Area(key=FORCE, name="West Midlands", kind=AreaKind.FORCE),
        *(Area(key=key, name=name, kind=AreaKind.DISTRICT, part_of=FORCE) for name, key in keys.items()),
    ]
    tracker = tracker_of(
        {"burglary": {keys[name]: values for name, values in totals.items()}}, measures=[CRIME], areas=areas,
        first=Month.parse(months[0]), tracker=Tracker(areas=tuple(keys.values())), as_of=date(2025, 12, 1),
        received=date(2025, 11, 1),
    )  # fmt: skip
    flagged = {
        (row.area_name, str(period))
        for row in tracker.rows
        for period in row.incomplete_periods
        if row.key.area != FORCE
    }
    empty = {(name, months[i]) for name, values in totals.items() for i in np.flatnonzero(np.isnan(values))}
    assert flagged == short - empty
    for row in tracker.rows:  # no hole is the point at which a chart says that crime fell
        judged = np.isnan(row.chart.values)
        assert judged[row.incomplete].all()
