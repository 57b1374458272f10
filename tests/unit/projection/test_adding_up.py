"""Areas that add up to their force, and what they have in common."""

from dataclasses import replace

import numpy as np
import pytest

from eyre.core import BadInput, FinancialYear, MeasureKind, Month, PathKind, SeriesKey
from eyre.projection import Basis, project

COUNT = MeasureKind.COUNT
AREAS = ("north", "south", "east", "west")
FORCE = SeriesKey("burglary", "force")
PARTS = tuple(SeriesKey("burglary", area) for area in AREAS)


def moving_together(sizes=(30, 60, 90, 200), months=72, step=0.08, seed=5):
    rng = np.random.default_rng(seed)
    together = np.exp(np.cumsum(rng.normal(0, step, months)))
    return rng.poisson(np.array(sizes)[:, None] * together).astype(float)


def with_force(values, extra=0.0):
    return np.vstack([values, values.sum(axis=0) + extra])


@pytest.fixture
def force(make_panel):
    panel = make_panel(with_force(moving_together()), areas=[*AREAS, "force"])
    return project(panel, kind=COUNT, sums={FORCE: PARTS}, draws=500)


def test_areas_add_up_to_the_force_on_every_path(force):
    for kind in PathKind:
        whole = force.paths(FORCE, kind=kind).values
        parts = [force.paths(part, kind=kind).values for part in PARTS]
        assert np.array_equal(whole, np.sum(parts, axis=0))


def test_outturns_of_areas_add_up_to_that_of_the_force(force):
    year = FinancialYear(2021)
    whole, parts = force.outturns([FORCE], year), force.outturns(PARTS, year)
    assert np.allclose(whole[:, 0], parts.sum(axis=1))
    assert force.total(FORCE, year).mean == pytest.approx(sum(force.total(part, year).mean for part in PARTS))


def test_the_force_lies_half_way_between_itself_and_the_sum_of_its_areas(force, make_panel):
    apart = project(make_panel(with_force(moving_together()), areas=[*AREAS, "force"]), kind=COUNT, pool=force.pool)
    places = range(72, 84)
    alone = apart.outlook_of([4], places).rate[:, 0]
    added = sum(apart.outlook_of([row], places).rate[:, 0] for row in range(4))
    blended = sum(force.outlook(part).rate[:, 0] for part in PARTS)
    assert blended == pytest.approx((alone + added) / 2)


def test_areas_that_moved_together_are_projected_to_move_together(make_panel):
    year = FinancialYear(2021)
    # Even where levels stood still, how the whole measure will grow is not known, and is common to all.
    for step, low, high in ((0.08, 0.55, 1.0), (0.0, 0.0, 0.45)):
        panel = make_panel(moving_together((400, 400, 400), step=step), areas=AREAS[:3])
        outturns = project(panel, kind=COUNT, draws=1000).outturns(PARTS[:3], year)
        alike = np.corrcoef(outturns.T)[np.triu_indices(3, 1)].mean()
        assert low < alike < high


def test_a_force_is_wider_than_independent_areas_would_make_it(force):
    year = FinancialYear(2021)
    whole, parts = force.outturns([FORCE], year)[:, 0], force.outturns(PARTS, year)
    assert whole.std() > 1.3 * np.sqrt((parts.std(axis=0) ** 2).sum())


def test_what_belongs_to_no_area_is_projected_as_a_rest(make_panel):
    values = with_force(moving_together(), extra=np.random.default_rng(1).poisson(25, 72))
    panel = make_panel(values, areas=[*AREAS, "force"])
    projection = project(panel, kind=COUNT, sums={FORCE: PARTS}, draws=300)
    rest = projection.paths(FORCE).values - sum(projection.paths(part).values for part in PARTS)
    assert (rest >= 0).all()
    assert rest.mean() == pytest.approx(25, rel=0.2)


def test_an_area_too_small_to_project_is_part_of_the_rest(make_panel):
    values = moving_together()
    values[0] = 0
    values[0, 10] = 1
    panel = make_panel(with_force(values), areas=[*AREAS, "force"])
    projection = project(panel, kind=COUNT, sums={FORCE: PARTS}, draws=100)
    assert projection.basis(PARTS[0])[0] is Basis.NAIVE
    assert projection.sums[FORCE].parts == PARTS[1:]
    assert projection.sums[FORCE].rest == 5


def test_a_force_smaller_than_its_areas_is_projected_by_itself(make_panel):
    values = with_force(moving_together())
    values[-1, 3] -= 1
    projection = project(make_panel(values, areas=[*AREAS, "force"]), kind=COUNT, sums={FORCE: PARTS})
    assert projection.sums == {}


def test_a_series_in_two_sums_is_a_fault_and_so_is_a_sum_of_a_sum(make_panel):
    values = np.vstack([with_force(moving_together()), moving_together().sum(axis=0)])
    panel = make_panel(values, areas=[*AREAS, "force", "region"])
    region = SeriesKey("burglary", "region")
    with pytest.raises(BadInput) as bad:
        project(panel, kind=COUNT, sums={FORCE: PARTS, region: (FORCE, PARTS[0])})
    said = "\n".join(str(fault) for fault in bad.value.faults)
    assert "burglary/north is a part of two sums" in said.replace(": ", " ")
    assert "burglary/force is both a sum and a part of one" in said.replace(": ", " ")


def test_the_first_paths_of_many_are_those_of_few(force):
    few, many = (force.paths(PARTS[0], draws=draws).values for draws in (40, 400))
    assert np.array_equal(few, many[:40])


def test_a_longer_horizon_moves_no_path(make_panel):
    panel = make_panel(moving_together(), areas=AREAS)
    year, two = (project(panel, kind=COUNT, horizon=horizon, draws=50) for horizon in (12, 24))
    for part in PARTS:
        assert np.array_equal(year.paths(part).values, two.paths(part).values[:, :12])


@pytest.mark.parametrize("size", [3, 80, 2000])
def test_paths_have_the_means_and_covariances_of_the_closed_form(make_panel, size):
    values = moving_together((size, size, 2 * size), step=0.05)
    projection = project(make_panel(values, areas=AREAS[:3]), kind=COUNT, draws=40_000)
    outlook, paths = projection.outlook(PARTS[0]), projection.paths(PARTS[0]).values
    assert paths.mean(axis=0) == pytest.approx(outlook.periods.mean[:, 0], rel=0.02)
    assert paths.var(axis=0) == pytest.approx(outlook.periods.variance[:, 0], rel=0.08)
    total = outlook.total(range(12))
    assert paths.sum(axis=1).mean() == pytest.approx(12 * total.mean[0], rel=0.02)
    assert paths.sum(axis=1).var() == pytest.approx(144 * total.variance[0], rel=0.08)


def test_paths_of_proportions_nearly_have_the_means_and_variances_of_the_closed_form(breath_tests):
    projection = project(breath_tests, kind=MeasureKind.PROPORTION, draws=20_000)
    key = projection.keys[0]
    outlook, paths = projection.outlook(key), projection.paths(key).values / 100
    assert paths.mean(axis=0) == pytest.approx(outlook.periods.mean[:, 0], rel=0.02)
    assert paths.var(axis=0) == pytest.approx(outlook.periods.variance[:, 0], rel=0.1)


def test_places_come_from_the_same_paths(force):
    """A place is the place on a path: the chances of one area over its places add up to one."""
    from eyre.comparison import place_chances

    outturns = force.outturns(PARTS, FinancialYear(2021))
    chances = place_chances(outturns)
    assert np.asarray(chances.chance).sum(axis=-1) == pytest.approx(1.0)


def test_a_month_set_aside_teaches_nothing_and_counts_in_its_year(make_panel):
    values = np.full((1, 60), 100.0)
    values[0, 50] = 900  # a one-off, known as such
    aside = np.zeros_like(values, dtype=bool)
    aside[0, 50] = True
    panel = make_panel(values)
    projection = project(panel, kind=COUNT, set_aside=aside)
    key = projection.keys[0]
    assert projection.months(key)[0].median == pytest.approx(100, abs=3)
    # April 2015 + 60 months end in March 2020: the year 2019/20 is over, with its nine hundred.
    assert projection.total(key, FinancialYear(2019)).mean == 11 * 100 + 900


def test_quarters_are_projected_as_quarters(make_panel):
    from eyre.core import Quarter

    rng = np.random.default_rng(2)
    season = np.array([1.0, 1.3, 1.0, 0.7])[np.arange(32) % 4]
    panel = make_panel(rng.poisson(300 * season, (3, 32)).astype(float), areas=AREAS[:3])
    quarters = tuple(Quarter(2012, 1).shift(i) for i in range(32))
    projection = project(replace(panel, periods=quarters), kind=COUNT, horizon=4)
    ranges = projection.months(projection.keys[0])
    assert [str(each.period) for each in ranges] == ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"]
    assert [each.median for each in ranges] == pytest.approx([300, 390, 300, 210], rel=0.12)
    assert projection.basis(projection.keys[0])[0] is Basis.PROJECTION
    year = projection.total(projection.keys[0], FinancialYear(2020).shift(-1))  # April 2019 to March 2020
    assert year.seen == 3


def test_what_the_parts_hold_is_told_by_the_month_they_end_in(make_panel):
    """An area whose last month is missing leaves the force to itself: sums are of the same months."""
    values = with_force(moving_together())
    values[1, -1] = np.nan
    projection = project(make_panel(values, areas=[*AREAS, "force"]), kind=COUNT, sums={FORCE: PARTS})
    assert projection.sums == {}
    assert projection.ahead(PARTS[1])[0] == Month(2021, 3)
