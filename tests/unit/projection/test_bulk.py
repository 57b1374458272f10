"""Bulk projections: closed form, the same whatever the block, the process or the company."""

import numpy as np
import pytest

from eyre.core import FinancialYear, MeasureKind, Month, Quarter, Rolling
from eyre.projection.bulk import BASES, Figures, Task, faults_of, kind_of, learn, next_year, work
from eyre.projection.figures import Basis

MONTHS = tuple(Month(2019, 1).shift(at) for at in range(60))
SERIES = 23


@pytest.fixture(scope="module")
def figures():
    """Counts of all sorts: many, few, none, late, ended early, with gaps, too short, one wild."""
    rng = np.random.default_rng(3)
    rate = np.geomspace(0.05, 400, SERIES) * (1 + 0.3 * np.sin(np.arange(60) / 6 * np.pi))[:, None]
    value = rng.poisson(rate).astype(float)
    value[:40, 3] = np.nan  # 20 months
    value[:53, 4] = np.nan  # 7 months
    value[:58, 5] = np.nan  # 2 months
    value[57:, 6] = np.nan  # ends in September
    value[[20, 51, 55], 7] = np.nan  # gaps
    value[52, 8] = np.nan
    value[:, 9] = 0
    value[30, 10] = 1e6
    value[:30, 11] = np.nan
    value[40:, 12] = np.nan  # stopped long ago
    return Figures(MONTHS, value, None, None)


@pytest.fixture(scope="module")
def pool(figures):
    return learn(figures, MeasureKind.COUNT, [f"s{n:02d}" for n in range(SERIES)])


def told(figures, pool, rows, totals="fy", kind=MeasureKind.COUNT, horizon=12):
    """Every range of some series, by series and period."""
    own = work(Task(figures.take(np.array(rows)), kind, pool, horizon, totals))
    assert (np.diff(own.series) >= 0).all()
    return {
        (rows[series], own.periods[period]): (mean, *quantiles, BASES[basis], bool(total))
        for series, period, mean, quantiles, basis, total in zip(
            own.series, own.period, own.mean, own.quantiles.T, own.basis, own.is_total, strict=True
        )
    }, own


@pytest.mark.parametrize("totals", [None, "next12", "fy"])
def test_a_series_is_told_the_same_alone_as_among_others_in_any_order(figures, pool, totals):
    whole, _ = told(figures, pool, list(range(SERIES)), totals)
    turned, _ = told(figures, pool, list(range(SERIES))[::-1], totals)
    apart = {}
    for first in range(0, SERIES, 4):
        apart |= told(figures, pool, list(range(first, min(first + 4, SERIES))), totals)[0]
    alone = {}
    for row in range(SERIES):
        alone |= told(figures, pool, [row], totals)[0]
    for other in (turned, apart, alone):
        assert other.keys() == whole.keys()
        for key, row in whole.items():
            np.testing.assert_array_equal(row[:8], other[key][:8], err_msg=str(key))
            assert row[8:] == other[key][8:]


def test_quantiles_never_cross_and_counts_are_never_below_none(figures, pool):
    whole, own = told(figures, pool, list(range(SERIES)))
    assert (np.diff(own.quantiles, axis=0) >= 0).all()
    assert own.quantiles.min() >= 0
    assert np.isfinite(own.quantiles).all()
    assert {row[8] for row in whole.values()} == {Basis.PROJECTION, Basis.NAIVE, Basis.LEVEL}


def test_what_is_too_short_is_refused_with_its_reason_and_a_year_begun_before_it_has_no_total(figures, pool):
    _, own = told(figures, pool, list(range(SERIES)))
    assert {row for rows in own.refused.values() for row in rows} == {5, 12}
    assert any("3 are needed" in reason for reason in own.refused)
    assert own.notes == {
        "the figures begin after April 2023, so financial year 2023/24 has no outturn.": [4],
    }
    assert not {5, 12} & set(own.series.tolist())


def test_a_financial_year_is_its_months_seen_and_its_months_ahead(figures, pool):
    whole, _ = told(figures, pool, [20])
    seen = figures.value[51:, 20].sum()  # April to December 2023
    ahead = sum(whole[20, Month(2024, month)][0] for month in (1, 2, 3))
    assert whole[20, FinancialYear(2023)][0] == pytest.approx(seen + ahead, rel=1e-12)
    assert whole[20, FinancialYear(2023)][1] >= seen


def test_months_ahead_begin_after_the_last_figure_of_each_series(figures, pool):
    whole, _ = told(figures, pool, [6, 20], "next12", horizon=3)
    assert [str(period) for row, period in whole if row == 6] == ["2023-10", "2023-11", "2023-12", "2023-10..2024-09"]
    assert whole[20, Rolling(Month(2024, 1), Month(2024, 12))][9]


def test_the_pool_does_not_hang_on_the_order_of_the_series(figures):
    names = [f"s{n:02d}" for n in range(SERIES)]
    turned = list(range(SERIES))[::-1]
    one, other = (
        learn(figures, MeasureKind.COUNT, names),
        learn(figures.take(np.array(turned)), MeasureKind.COUNT, names[::-1]),
    )
    np.testing.assert_array_equal(one.season, other.season)
    np.testing.assert_array_equal(one.shared.dispersion, other.shared.dispersion)


def test_the_kind_is_read_off_the_figures():
    def of(value=None, k=None, n=None):
        parts = (None if own is None else np.array(own, float)[:, None] for own in (value, k, n))
        return kind_of(Figures(MONTHS[:2], *parts))

    assert of([1, 2]) is of([1, np.nan]) is of([-1, 2]) is MeasureKind.COUNT
    assert of([1.5, 2]) is MeasureKind.MEAN
    assert of(None, [1, 2], [3, 3]) is MeasureKind.PROPORTION
    assert of(None, [1, 4], [3, 3]) is MeasureKind.RATE


def test_faults_name_the_series_and_the_month_and_stop_at_fifty():
    value = np.full((60, 3), 5.0)
    value[7, 1], value[9, 2] = -3, -4
    said = faults_of(Figures(MONTHS, value, None, None), MeasureKind.COUNT, "m", ["a", "b", "c"])
    assert [str(fault) for fault in said] == [
        "m/b, 2019-08: value -3 is below 0; a count cannot be.",
        "m/c, 2019-10: value -4 is below 0; a count cannot be.",
    ]
    every = faults_of(Figures(MONTHS, value - 9, None, None), MeasureKind.COUNT, "m", ["a", "b", "c"])
    assert (len(every), every[-1].what) == (51, "and more like these.")


def test_quarters_are_projected_by_quarters():
    quarters = tuple(Quarter(2014, 1).shift(at) for at in range(36))
    value = np.random.default_rng(1).poisson(40, (36, 4)).astype(float)
    figures = Figures(quarters, value, None, None)
    own = work(Task(figures, MeasureKind.COUNT, learn(figures, MeasureKind.COUNT, list("abcd")), 4, "next12"))
    assert [str(period) for period in own.periods] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2023-01..2023-12"]
    assert next_year((Quarter(2023, 1),)) == (Rolling(Month(2023, 1), Month(2023, 12)),)
    totals = own.mean[own.is_total]
    np.testing.assert_allclose(totals, own.mean[~own.is_total].reshape(4, 4).sum(axis=1))


def test_shares_stay_within_what_can_be(figures):
    rng = np.random.default_rng(5)
    n = rng.integers(1, 80, (60, 6)).astype(float)
    n[10, 2] = 0
    k = rng.binomial(n.astype(int), 0.95).astype(float)
    shares = Figures(MONTHS, None, k, n)
    pool = learn(shares, MeasureKind.PROPORTION, list("abcdef"))
    whole, own = told(shares, pool, list(range(6)), "next12", MeasureKind.PROPORTION)
    alone, _ = told(shares, pool, [4], "next12", MeasureKind.PROPORTION)
    assert own.quantiles.min() >= 0
    assert own.quantiles.max() <= 100
    for key, row in alone.items():
        np.testing.assert_array_equal(row[:8], whole[key][:8])
