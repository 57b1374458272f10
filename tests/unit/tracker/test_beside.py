"""A series beside itself a year before, beside other areas and beside its own parts; numbers by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.registers import Happening, HappeningKind
from eyre.body.settings import Tracker
from eyre.comparison import places
from eyre.core import Direction, MeasureKind, Month, Population, Quarter
from eyre.measures import Target
from eyre.tracker import Request, build_tracker
from small_body import AREAS, FORCE, measure, share, small_body, steady

NAN = np.nan
LOCAL = Tracker(areas=("north", "south"))


# --- the latest figure, and three months together ---


def test_three_months_of_a_proportion_are_pooled_and_their_percentages_not_averaged(row_of):
    # Reference S-B4: 10/12, 48/60 and 18/20 give 76/92 = 82.61 %; the mean of the three percentages would be 84.44.
    row = row_of([(10, 12), (48, 60), (18, 20)], measure=share(), first=Month(2023, 10))
    assert row.rolling.value == pytest.approx(82.6087, abs=1e-4)
    assert row.rolling.n == 92
    assert row.rolling.periods == (Month(2023, 10), Month(2023, 12))
    assert row.latest.value == 90  # the month beside it
    assert (row.latest.numerator, row.latest.denominator) == (18, 20)
    # Wilson's interval of 18 of 20: 69.9 to 97.2 %.
    assert (row.latest.interval.lower, row.latest.interval.upper) == pytest.approx((69.90, 97.21), abs=0.01)


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ([(10, 12), (48, 60)], {"measure": share()}),  # two months are not three
        ([(10, 12), NAN, (18, 20)], {"measure": share()}),
        ([10, 12, 14], {}),  # a count
        ([(10, 12), (48, 60), (18, 20)], {"measure": share(period="quarter"), "first": Quarter(2023, 2)}),
    ],
)
def test_nothing_else_is_called_three_months_together(row_of, values, how):
    assert row_of(values, **{"first": Month(2023, 9), **how}).rolling is None


# --- the same months a year before ---


def test_the_year_so_far_is_set_beside_the_same_months_of_the_last(row_of):
    # December 2023: nine months of 2023/24 at 90 against nine of 2022/23 at 100: 810 against 900, -10 %.
    row = row_of([100] * 36 + [90] * 9)
    ago = row.year_ago
    assert (ago.now, ago.then) == ((Month(2023, 4), Month(2023, 12)), (Month(2022, 4), Month(2022, 12)))
    assert (ago.value_now, ago.value_then) == (810, 900)
    assert ago.change.estimate == pytest.approx(-10)
    # No month spreads about its season more than chance would: phi is taken as 1.
    # 1.96 sqrt(1/810 + 1/900) = 0.0949: from 0.9 e^-0.0949 to 0.9 e^0.0949.
    assert (ago.change.lower, ago.change.upper) == pytest.approx((-18.15, -1.04), abs=0.02)
    assert ago.is_beyond_chance


def test_months_that_spread_widely_make_a_change_that_chance_may_give(row_of):
    # The same totals, from months of 40 and 160: the spread about the season is far wider than Poisson's.
    wide = np.tile([40, 160, 100, 100, 100, 100, 100, 100, 100, 100, 160, 40], 4)[:45].astype(float)
    wide[12:24] = wide[12:24][::-1] + np.where(np.arange(12) % 2, 60, -60).clip(-40)
    row = row_of(np.r_[wide[:36], wide[36:45] * 0.9])
    assert not row.year_ago.is_beyond_chance
    assert row.year_ago.change.lower < 0 < row.year_ago.change.upper
    assert "over-dispersion" in row.year_ago.method


def test_after_march_the_whole_year_is_compared_with_the_whole_year(row_of):
    row = row_of([100] * 12 + [50] * 12, first=Month(2021, 4), as_of=date(2024, 1, 15))
    assert row.year_ago.now == (Month(2022, 4), Month(2023, 3))
    assert row.year_ago.value_now == 600


def test_a_month_missing_in_either_year_is_left_out_of_both_and_named(row_of):
    values = np.full(45, 100.0)
    values[29], values[38] = NAN, NAN  # September 2022 and June 2023
    ago = row_of(values).year_ago
    assert ago.left_out == (Month(2023, 6), Month(2023, 9))
    assert (ago.value_now, ago.value_then) == (700, 700)


def test_the_first_year_has_no_year_before(row_of):
    assert row_of(steady(50, 12), first=Month(2023, 1)).year_ago is None


def test_a_rise_from_nothing_has_no_percentage(row_of):
    assert row_of([0] * 33 + [3] * 12).year_ago is None
    assert row_of([0] * 45).year_ago is None


def test_a_proportion_is_compared_in_points_by_pooled_months(row_of):
    # 9 months of 45 of 50 against 9 of 40 of 50: 405 of 450 less 360 of 450 is 10 points.
    ago = row_of([(40, 50)] * 36 + [(45, 50)] * 9, measure=share()).year_ago
    assert ago.change.estimate == pytest.approx(10)
    assert (ago.value_now, ago.value_then) == (90, 80)
    # Newcombe's method 10 from Wilson's 90.0 (86.9-92.4) and 80.0 (76.0-83.4): 5.3 to 14.7.
    assert (ago.change.lower, ago.change.upper) == pytest.approx((5.32, 14.65), abs=0.1)
    assert "Newcombe" in ago.method


def test_a_proportion_without_its_counts_is_not_compared(row_of):
    assert row_of(steady(50), measure=share()).year_ago is None


def test_quarters_have_no_months_to_compare(row_of):
    assert row_of(steady(50, 12), measure=measure("m", period="quarter"), first=Quarter(2020, 1)).year_ago is None


# --- other areas ---


def test_counts_are_compared_per_1000_residents_over_a_year(tracker_of):
    # North 12 x 400 of 200,000 = 24 per 1,000; south 12 x 100 of 100,000 = 12 per 1,000.
    tracker = tracker_of({"burglary": {"north": [400] * 45, "south": [100] * 45}}, tracker=LOCAL)
    found = tracker.row("burglary", "north").comparison
    assert found.periods == (Month(2023, 1), Month(2023, 12))
    assert [(s.area, s.value) for s in found.standings] == [("south", 12), ("north", 24)]  # fewer is better
    assert found.scale == "per 1,000 residents, mid-2021 (mid-2023 is not known)"
    assert [(s.place.best, s.place.worst) for s in found.standings] == [(1, 1), (2, 2)]


def in_years(area, **residents):
    """An area with residents by year, y2021=100_000, and without the older pair."""
    populations = tuple(Population(year=int(year[1:]), residents=number) for year, number in residents.items())
    return replace(area, population=None, population_year=None, populations=populations)


def test_residents_are_those_of_the_year_that_the_middle_of_the_months_lies_in(tracker_of):
    # January to December 2023: its middle lies in 2023. 4,800 of 240,000 = 20 per 1,000; 1,200 of 120,000 = 10.
    areas = [
        AREAS[0],
        in_years(AREAS[1], y2021=200_000, y2023=240_000, y2024=300_000),
        in_years(AREAS[2], y2023=120_000),
    ]
    figures = {"burglary": {"north": [400] * 45, "south": [100] * 45}}
    found = tracker_of(figures, areas=areas, tracker=LOCAL).row("burglary", "north").comparison
    assert [(s.area, s.value) for s in found.standings] == [("south", 10), ("north", 20)]
    assert found.scale == "per 1,000 residents, mid-2023"


def test_a_year_without_residents_takes_the_nearest_before_it_and_says_so(tracker_of):
    areas = [AREAS[0], in_years(AREAS[1], y2020=100_000, y2022=200_000, y2024=1), in_years(AREAS[2], y2022=100_000)]
    figures = {"burglary": {"north": [400] * 45, "south": [100] * 45}}
    found = tracker_of(figures, areas=areas, tracker=LOCAL).row("burglary", "north").comparison
    assert found.scale == "per 1,000 residents, mid-2022 (mid-2023 is not known)"
    assert {s.area: s.base for s in found.standings} == {"north": 200_000, "south": 100_000}


def test_areas_with_residents_of_different_years_are_named(tracker_of):
    third = in_years(replace(AREAS[1], key="east", name="East"), y2023=200_000)
    areas = [AREAS[0], in_years(AREAS[1], y2023=200_000), in_years(AREAS[2], y2024=100_000), third]
    figures = {"burglary": {"north": [400] * 45, "south": [100] * 45, "east": [300] * 45}}
    found = tracker_of(figures, areas=areas, tracker=LOCAL).row("burglary", "north").comparison
    assert found.scale == "per 1,000 residents, mid-2023 (South mid-2024)"


def test_residents_of_no_year_are_said_to_be_so(tracker_of):
    areas = [AREAS[0], *(replace(area, population_year=None) for area in AREAS[1:3])]
    figures = {"burglary": {"north": [400] * 45, "south": [100] * 45}}
    found = tracker_of(figures, areas=areas, tracker=LOCAL).row("burglary", "north").comparison
    assert found.scale == "per 1,000 residents, of a year not stated"


def test_areas_whose_months_spread_widely_are_not_separated_by_counting_alone(tracker_of):
    rng = np.random.default_rng(4)
    spread = {"north": rng.gamma(4, 100, 45).round(), "south": (rng.gamma(4, 45, 45)).round()}
    found = tracker_of({"burglary": spread}, tracker=LOCAL).row("burglary", "north").comparison
    per_1000 = {s.area: s for s in found.standings}
    by_counting = places([s.count for s in found.standings], [s.base for s in found.standings])
    assert all(place.is_separate for place in by_counting)  # thousands of crimes: chance alone would be certain
    assert not per_1000["north"].place.is_separate
    assert all(s.interval.lower <= s.value <= s.interval.upper for s in found.standings)
    overlap = per_1000["south"].interval.upper > per_1000["north"].interval.lower
    assert overlap


def test_a_direction_up_lists_the_highest_first(tracker_of):
    more = measure(direction=Direction.UP)
    found = tracker_of({"burglary": {"north": [400] * 45, "south": [100] * 45}}, measures=[more], tracker=LOCAL)
    assert [s.area for s in found.row("burglary", "south").comparison.standings] == ["north", "south"]


def test_an_area_without_residents_known_or_with_a_hole_is_left_out_and_named(tracker_of):
    third = replace(AREAS[1], key="east", name="East", population=None, population_year=None)
    fourth = replace(AREAS[1], key="west", name="West")
    figures = {area: steady(100) for area in ("north", "south", "east", "west")}
    figures["west"][-3] = NAN
    tracker = tracker_of({"burglary": figures}, areas=[*AREAS, third, fourth], tracker=LOCAL)
    assert set(tracker.row("burglary", "north").comparison.left_out) == {"east", "west"}


def test_an_area_alone_has_no_place(tracker_of):
    assert tracker_of({"burglary": {"north": steady(9)}}, tracker=LOCAL).row("burglary", "north").comparison is None


def test_forces_and_local_areas_are_never_set_beside_one_another(tracker_of):
    """F1 and F2: a force among forces, a local area among local areas, even where somebody lists them together."""
    figures = {"burglary": {key: steady(200) for key in (FORCE, "othershire", "north", "south")}}
    mixed = Tracker(areas=("north", "othershire"), compare_with=("othershire", "north"))
    tracker = tracker_of(figures, tracker=mixed)
    names = {
        row.key.area: {s.area for s in row.comparison.standings} if row.comparison else None for row in tracker.rows
    }
    assert names == {FORCE: {FORCE, "othershire"}, "north": {"north", "south"}, "othershire": None}


def test_what_could_not_be_placed_has_no_place_among_areas(tracker_of):
    figures = {"burglary": {"north": steady(9), "south": steady(9), f"{FORCE}:no-location": steady(9)}}
    found = tracker_of(figures, tracker=LOCAL).row("burglary", "north").comparison
    assert {s.area for s in found.standings} == {"north", "south"}
    assert found.left_out == ()


def test_quarters_are_compared_over_four_of_them(tracker_of):
    quarterly = measure(period="quarter")
    tracker = tracker_of(
        {"burglary": {"north": [400] * 12, "south": [100] * 12}}, measures=[quarterly], first=Quarter(2021, 1),
        tracker=LOCAL,
    )  # fmt: skip
    assert tracker.row("burglary", "south").comparison.of("south").value == 4  # per 1,000: 4 x 100 of 100,000


# --- slopes ---


def happening(on, **more):
    return Happening(
        kind=HappeningKind.OPERATION, start=on, title="Operation", measures=("burglary",), **more
    )  # fmt: skip


def test_a_straight_rise_that_stops_shows_both_slopes_and_their_difference(row_of):
    values = np.r_[np.arange(100, 124), np.full(21, 123)].astype(float)  # 1 a month until March 2022
    slope = row_of(values, split=Month(2022, 4)).slope
    assert slope.before.estimate == pytest.approx(12)  # 1 a month is 12 a year
    assert slope.after.estimate == pytest.approx(0, abs=1e-9)
    assert slope.change.upper < 0
    assert slope.months == (24, 12)  # whole years, so that the season is alike on both sides


def test_a_season_is_no_change_of_slope(row_of):
    # A wave over the year and nothing else; 21 months follow the split, of which twelve are used.
    values = 200 + 50 * np.sin(2 * np.pi * np.arange(45) / 12)
    slope = row_of(values.round(), split=Month(2022, 4)).slope
    assert slope.change.lower < 0 < slope.change.upper


@pytest.mark.parametrize(
    ("split", "is_shown"),
    [(Month(2020, 9), False), (Month(2020, 10), True), (Month(2023, 7), True), (Month(2023, 8), False)],
)
def test_under_six_months_a_side_no_slope_is_said(row_of, split, is_shown):
    assert (row_of(steady(50), split=split).slope is not None) is is_shown


def test_a_happening_of_the_timeline_is_where_slopes_are_parted(row_of):
    row = row_of(steady(50), timeline=(happening(date(2022, 5, 20)), happening(date(2023, 11, 1))))
    assert (row.slope.at, row.slope.why) == (Month(2022, 5), "Operation")  # the later one has too few months after it


def test_a_happening_elsewhere_parts_nothing(row_of):
    assert row_of(steady(50), timeline=(happening(date(2022, 5, 20), areas=("north",)),)).slope is None


# --- parts of a whole ---

PARTS = {"north": [100] * 36 + [130] * 9, "south": [50] * 36 + [45] * 9, f"{FORCE}:no-location": [5] * 45}


def test_what_the_parts_added_is_the_change_of_the_whole(tracker_of):
    row = tracker_of({"burglary": PARTS}).row("burglary", FORCE)
    assert [(c.part, c.change) for c in row.contributions] == [
        ("north", 270), ("south", -45), (f"{FORCE}:no-location", 0),
    ]  # fmt: skip
    assert sum(c.change for c in row.contributions) == row.year_ago.value_now - row.year_ago.value_then == 225


def test_they_add_up_where_a_month_is_left_out(tracker_of):
    parts = {area: np.array(values, dtype=float) for area, values in PARTS.items()}
    parts["south"][41] = NAN
    row = tracker_of({"burglary": parts}).row("burglary", FORCE)
    assert row.year_ago.left_out == (Month(2023, 9),)
    assert sum(c.change for c in row.contributions) == row.year_ago.value_now - row.year_ago.value_then == 200


def test_parts_that_do_not_add_up_to_what_was_published_are_not_shown(tracker_of):
    row = tracker_of({"burglary": {**PARTS, FORCE: [999] * 45}}).row("burglary", FORCE)
    assert row.year_ago.value_now == 9 * 999
    assert row.contributions == ()


def test_shares_have_no_parts_that_add_up(tracker_of):
    figures = {"satisfaction": {area: [(40, 50)] * 45 for area in PARTS}}
    assert tracker_of(figures, measures=[share()]).row("satisfaction", FORCE).contributions == ()


# --- the outturn ---


def test_months_already_seen_are_fixed_in_the_outturn(row_of):
    values = steady(100)
    outturn = row_of(values).outturn
    assert str(outturn.window) == "2023/24"
    assert outturn.projected.seen == 9
    assert outturn.projected.quantiles[0] > values[36:].sum()
    assert outturn.year_before == values[24:36].sum()
    assert outturn.projected.filled == ()


def test_a_year_before_with_an_incomplete_month_has_no_total(tracker_of):
    values = steady(500)
    values[30] = 50
    crime = measure(source_key="police")
    tracker = tracker_of({"burglary": {"north": values, "south": steady(400)}}, measures=[crime], tracker=LOCAL)
    assert tracker.row("burglary", "north").outturn.year_before is None
    assert tracker.row("burglary", "south").outturn.year_before is not None


def test_an_incomplete_last_month_of_a_year_leaves_that_year_open(tmp_path):
    values = steady(500, 48)  # to March 2024
    values[-1] = 50
    crime = measure(source_key="police")
    folder = small_body(
        tmp_path / "b", {"burglary": {"north": values, "south": steady(400, 48)}}, measures=[crime], tracker=LOCAL,
        received=date(2024, 4, 20),
    )  # fmt: skip
    tracker = build_tracker(folder, Request(as_of=date(2024, 5, 1)))
    outturn = tracker.row("burglary", "north").outturn
    assert str(outturn.window) == "2023/24"
    assert outturn.projected.seen == 11
    assert str(tracker.row("burglary", "south").outturn.window) == "2024/25"


def test_the_target_of_an_outturn_is_that_of_its_own_year(row_of):
    old = Target(value=1000, over="financial_year", by=date(2023, 3, 31))
    new = Target(value=1100, over="financial_year", from_period=Month(2023, 4))
    targeted = measure(targets=(old, new))
    assert (
        row_of(
            steady(100, 36), measure=targeted, as_of=date(2023, 4, 20), received=date(2023, 4, 10)
        ).outturn.target.value
        == 1100
    )


def test_a_rate_without_its_counts_is_neither_compared_nor_added(row_of):
    rate = measure("m", kind=MeasureKind.RATE, per=1000, numerator="crimes", denominator="residents")
    row = row_of(steady(9) / 7, measure=rate)
    assert (row.comparison, row.year_ago, row.contributions, row.rolling) == (None, None, (), None)
