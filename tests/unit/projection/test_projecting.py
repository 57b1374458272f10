"""What a projection says of its months and years."""

import numpy as np
import pytest

from eyre.core import FinancialYear, MeasureKind, Month, NotFound, PathKind, Refused, Rolling
from eyre.projection import QUANTILES, Basis, project

COUNT, PROPORTION, MEAN, RATE = MeasureKind.COUNT, MeasureKind.PROPORTION, MeasureKind.MEAN, MeasureKind.RATE


def steady(level, months=72, series=1, seed=3):
    return np.random.default_rng(seed).poisson(level, (series, months)).astype(float)


def test_poisson_counts_of_a_steady_level_are_projected_with_poisson_scatter(make_panel):
    # Poisson 100: sd 10, 80 % range about 87 to 113. The series of a steady level must be seen as steady.
    projection = project(make_panel(steady(100, 120, 8)), kind=COUNT)
    widths = []
    for key in projection.keys:
        month = projection.months(key)[0]
        low, high = month.interval_80
        widths.append(high - low)
        assert 92 < month.mean < 108
    assert 24 < np.mean(widths) < 32  # 25.6 for Poisson 100 known exactly


def test_a_year_of_independent_months_is_narrower_than_a_year_of_a_moving_level(make_panel):
    rng = np.random.default_rng(5)
    moving = rng.poisson(300 * np.exp(np.cumsum(rng.normal(0, 0.06, (6, 96)), axis=1))).astype(float)
    projection = project(make_panel(moving), kind=COUNT)
    for key in projection.keys:
        values = projection.paths(key).values
        as_if_independent = np.sqrt(values.var(axis=0).sum())
        assert values.sum(axis=1).std() > 1.8 * as_if_independent  # a shock to the level stays for all later months


def test_december_is_projected_high_where_every_december_was_high(make_panel):
    values = steady(200, 84, 5)
    is_december = (np.arange(84) + 3) % 12 == 11  # the first month is April
    values[:, is_december] *= 1.5
    projection = project(make_panel(values), kind=COUNT)
    by_month = {month.period.month: month.mean for month in projection.months(projection.keys[0])}
    others = np.mean([mean for month, mean in by_month.items() if month != 12])
    assert 1.4 < by_month[12] / others < 1.6


def test_noise_without_season_is_given_almost_none(make_panel):
    projection = project(make_panel(steady(50, 72, 4)), kind=COUNT)
    assert np.abs(projection.pool.season).max() < 0.05


def test_one_wrong_month_does_not_enter_the_season(make_panel):
    values = steady(100, 84, 3)
    usual = project(make_panel(values), kind=COUNT).pool.season
    values[:, 40] *= 50
    assert np.abs(project(make_panel(values), kind=COUNT).pool.season - usual).max() < 0.03


@pytest.mark.parametrize("at", [30, -1])
def test_one_huge_value_does_not_become_the_projection(make_panel, at):
    values = steady(20, 60)
    values[0, at] = 1_000_000
    projection = project(make_panel(values), kind=COUNT)
    for month in projection.months(projection.keys[0]):
        assert 10 < month.median < 40
        assert month.interval_95[1] < 200


def test_after_years_of_none_one_is_still_thought_possible(make_panel):
    values = np.concatenate([steady(3, 30), np.zeros((1, 30))], axis=1)
    projection = project(make_panel(values), kind=COUNT)
    year = projection.paths(projection.keys[0]).values.sum(axis=1)
    assert 0.01 < (year > 0).mean() < 0.4


def test_march_2020_short_in_every_borough_does_not_make_marches_low(robbery):
    # 12,577 crimes of March 2020 were published under "Unknown": every borough is 13 to 24 % short.
    season = project(robbery, kind=COUNT).pool.season
    without = np.zeros(robbery.value.shape, dtype=bool)
    without[:, robbery.periods.index(Month(2020, 3))] = True
    assert abs(season[2] - project(robbery, kind=COUNT, exclude=without).pool.season[2]) < 0.02


def test_the_outturn_of_a_financial_year_fixes_the_months_already_published(robbery):
    # Figures end in November 2023: eight months of 2023/24 are known, four are projected.
    projection = project(robbery, kind=COUNT)
    key = projection.keys[0]
    outturn = projection.total(key, FinancialYear(2023))
    known = robbery.value[0, -8:].sum()
    ahead = projection.paths(key).values[:, :4].sum(axis=1)
    assert outturn.seen == 8
    assert outturn.mean == pytest.approx(known + ahead.mean())
    assert outturn.quantiles == pytest.approx(known + np.quantile(ahead, QUANTILES))
    assert outturn.interval_95[0] <= outturn.interval_80[0] <= outturn.median <= outturn.interval_80[1]


def test_a_year_that_is_over_has_its_outturn_and_no_range(robbery):
    projection = project(robbery, kind=COUNT)
    outturn = projection.total(projection.keys[0], FinancialYear(2022))
    first = robbery.periods.index(Month(2022, 4))
    assert set(outturn.quantiles) == {robbery.value[0, first : first + 12].sum()}
    assert outturn.seen == 12


def test_a_window_beyond_the_horizon_is_refused_with_the_months_there_are(robbery):
    projection = project(robbery, kind=COUNT, horizon=3)
    with pytest.raises(NotFound, match="is not made of whole months from 2010-04 to 2024-02"):
        projection.total(projection.keys[0], FinancialYear(2023))


def left_out(values, *places):
    mask = np.zeros(values.shape, dtype=bool)
    mask[0, list(places)] = True
    return mask


def test_a_month_left_out_inside_a_year_is_drawn_and_named(make_panel):
    values = steady(100)  # 72 months from April 2015 end in March 2021; the third from the end is January 2021
    values[0, -3] = 12
    projection = project(make_panel(values), kind=COUNT, exclude=left_out(values, -3))
    outturn = projection.total(projection.keys[0], FinancialYear(2020))
    known = values[0, [*range(-12, -3), -2, -1]].sum()
    assert outturn.filled == (Month(2021, 1),)
    assert outturn.seen == 11
    # One Poisson month of 100: sd 10 and a little for the level, so about 75 to 125 in 95 of 100.
    assert outturn.mean - known == pytest.approx(100, abs=15)
    assert 30 < outturn.interval_95[1] - outturn.interval_95[0] < 70
    naive = projection.naive_total(projection.keys[0], FinancialYear(2020))
    assert naive.median == pytest.approx(known + values[0, -15])  # as January 2020 was
    assert naive.filled == (Month(2021, 1),)


def test_a_month_left_out_stands_at_the_level_of_its_own_time(make_panel):
    # 100 a month until January 2020, 300 after: the hole of December 2019 is filled at 100.
    values = np.concatenate([steady(100, 58), steady(300, 14)], axis=1)
    projection = project(make_panel(values), kind=COUNT, exclude=left_out(values, 56))
    outturn = projection.total(projection.keys[0], FinancialYear(2019))
    known = np.delete(values[0], 56)[48:59].sum()
    assert outturn.mean - known == pytest.approx(100, abs=10)


def test_several_holes_widen_the_outturn(make_panel):
    values = steady(100)
    places = [(-3,), (-3, -4, -8), (-2, -3, -4, -6, -8, -9)]
    widths = []
    for holes in places:
        projection = project(make_panel(values), kind=COUNT, exclude=left_out(values, *holes))
        outturn = projection.total(projection.keys[0], FinancialYear(2020))
        assert len(outturn.filled) == len(holes)
        widths.append(outturn.interval_80[1] - outturn.interval_80[0])
    assert widths == sorted(widths)


def test_the_outturn_of_a_proportion_with_a_hole_is_pooled_over_what_was_asked_a_year_before(make_panel):
    k, n = np.full((1, 72), 45.0), np.full((1, 72), 50.0)
    projection = project(make_panel(k, n), kind=PROPORTION, exclude=left_out(k, -3))
    outturn = projection.total(projection.keys[0], FinancialYear(2020))
    assert outturn.median == pytest.approx(90, abs=1)
    assert outturn.interval_95[1] - outturn.interval_95[0] < 100 / 6  # one month of twelve is not known


def test_a_year_that_begins_before_the_figures_has_no_outturn(make_panel):
    values = steady(100)
    values[0, :10] = np.nan
    projection = project(make_panel(values), kind=COUNT)
    with pytest.raises(Refused, match="the figures begin after April 2015"):
        projection.total(projection.keys[0], FinancialYear(2015))


def test_an_incomplete_last_month_is_left_out_and_projected(make_panel):
    values = steady(100)
    values[0, -1] = 12
    mask = np.zeros(values.shape, dtype=bool)
    mask[0, -1] = True
    projection = project(make_panel(values), kind=COUNT, exclude=mask)
    months = projection.months(projection.keys[0])
    assert months[0].period == Month(2021, 3)
    assert len(months) == 13
    assert months[0].mean > 80
    assert projection.total(projection.keys[0], FinancialYear(2020)).seen == 11


def test_only_figures_after_a_break_are_used(make_panel):
    values = np.concatenate([steady(500, 60), steady(50, 36)], axis=1)
    panel = make_panel(values)
    projection = project(panel, kind=COUNT, starts_at={panel.keys[0]: Month(2020, 4)})
    assert projection.months(projection.keys[0])[11].interval_95[1] < 120
    assert projection.basis(projection.keys[0]) == (Basis.PROJECTION, "")


def test_a_break_too_recent_leaves_the_naive_range(make_panel):
    panel = make_panel(steady(50))
    projection = project(panel, kind=COUNT, starts_at={panel.keys[0]: Month(2019, 10)})
    basis, reason = projection.basis(projection.keys[0])
    assert basis is Basis.NAIVE
    assert reason == (
        "Too short to project: 18 months of figures, 24 are needed; the range is what a naive forecast would give."
    )


def test_proportions_stay_between_none_and_all_and_follow_their_n(make_panel):
    rng = np.random.default_rng(8)
    few, many = rng.binomial(25, 0.93, 60), rng.binomial(2500, 0.93, 60)
    base = np.array([np.full(60, 25), np.full(60, 2500)])
    projection = project(make_panel([few, many], base), kind=PROPORTION)
    small, large = (projection.months(key)[0] for key in projection.keys)
    assert small.interval_95[1] <= 100
    # sd of a month: 100 × √(.93 × .07 / n) = 5.1 and 0.51, so the ranges differ about tenfold
    assert 5 < (small.interval_80[1] - small.interval_80[0]) / (large.interval_80[1] - large.interval_80[0]) < 12


def test_the_outturn_of_a_proportion_is_a_ratio_of_sums(breath_tests):
    projection = project(breath_tests, kind=PROPORTION)
    key = projection.keys[0]
    last = slice(-9, None)  # April to December 2016 are known
    known_k, known_n = breath_tests.numerator[0, last].sum(), breath_tests.denominator[0, last].sum()
    n = breath_tests.denominator[0, -12:-9]  # the n expected is that of January to March 2016
    k = projection.paths(key).values[:, :3] / 100 * n
    expected = 100 * (known_k + k.sum(axis=1)) / (known_n + n.sum())
    assert projection.total(key, FinancialYear(2016)).quantiles == pytest.approx(np.quantile(expected, QUANTILES))


def test_a_rate_is_projected_from_its_counts_and_printed_in_its_unit(make_panel):
    counts = steady(300, 60, 2)
    panel = make_panel(counts, 60_000)
    per_1000 = panel.__class__(
        panel.keys, panel.periods, 1000 * counts / 60_000, counts, panel.denominator, panel.standard_error
    )
    month = project(per_1000, kind=RATE).months(panel.keys[0])[0]
    assert 4.5 < month.mean < 5.5  # 300 of 60,000 are 5 per 1,000
    assert month.interval_95[0] > 0


def test_a_mean_is_projected_as_it_is_and_its_year_is_a_mean(make_panel):
    waits = np.random.default_rng(1).normal(40, 3, (1, 60))
    projection = project(make_panel(waits), kind=MEAN)
    year = projection.total(projection.keys[0], Rolling(Month(2020, 4), Month(2021, 3)))
    assert 36 < year.mean < 44


def test_a_latent_path_scatters_less_than_a_published_one(make_panel):
    projection = project(make_panel(steady(30, 60, 3)), kind=COUNT)
    key = projection.keys[1]
    latent, published = (projection.paths(key, kind=kind) for kind in (PathKind.LATENT, PathKind.PUBLISHED))
    assert latent.kind is PathKind.LATENT
    assert latent.values[:, 0].std() < 0.7 * published.values[:, 0].std()
    assert np.array_equal(published.values, np.round(published.values))


def test_a_series_nobody_projected_is_not_found(robbery):
    from eyre.core import SeriesKey

    with pytest.raises(NotFound, match="There is no projection of robbery/Narnia"):
        project(robbery, kind=COUNT).months(SeriesKey("robbery", "Narnia"))


def test_the_rate_needed_for_an_outturn_is_what_is_left_over_the_months_left(make_panel):
    # 66 months from April 2015 end in September 2020: six months of 2020/21 are seen, 600 in all.
    projection = project(make_panel(np.full((1, 66), 100.0)), kind=COUNT)
    key, year = projection.keys[0], FinancialYear(2020)
    assert projection.needed(key, year, 1080) == pytest.approx(80)  # (1080 - 600) / 6
    assert projection.needed(key, year, 540) == pytest.approx(-10)  # out of reach: more were recorded already
    with pytest.raises(Refused, match="is over"):
        projection.needed(key, FinancialYear(2019), 1000)


def test_the_share_needed_is_of_those_still_to_be_asked(make_panel):
    # 80 of 100 satisfied every month; to end the year at 85 % the six months left must be at 90 %.
    projection = project(make_panel(np.full((1, 66), 80.0), 100), kind=PROPORTION)
    assert projection.needed(projection.keys[0], FinancialYear(2020), 85) == pytest.approx(90)


def test_a_series_that_came_down_is_soon_back_in_line_and_one_that_stayed_up_is_not(make_panel):
    calm, high = steady(100, 66), np.concatenate([steady(100, 54), steady(160, 12)], axis=1)
    came_down = np.concatenate([calm[:, :60], steady(160, 3), steady(100, 3, seed=8)], axis=1)
    for values, expected in ((came_down, True), (high, False)):
        projection = project(make_panel(values), kind=COUNT)
        chances = projection.chances_within(projection.keys[0], 70, 130)
        assert len(chances) == 12
        assert (chances[0][1] > 0.5) is expected
