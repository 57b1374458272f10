"""The naive forecast, worked by hand."""

import numpy as np
import pytest

from eyre.core import MeasureKind, Month, Rolling
from eyre.projection import project

COUNT = MeasureKind.COUNT


def test_last_year_is_repeated_with_the_size_of_its_past_errors(make_panel):
    # Three years: 10 every month, then 14, then 10. Errors: 12 of +4, 12 of -4; size 4, 24 of them.
    # Student t with 24 degrees of freedom: 1.318 at 0.9, 2.064 at 0.975.
    values = np.repeat([10.0, 14, 10], 12)
    projection = project(make_panel([values]), kind=COUNT)
    month = projection.naive_months(projection.keys[0])[0]
    assert month.median == 10
    assert month.interval_80 == pytest.approx((10 - 4 * 1.318, 10 + 4 * 1.318), abs=0.003)
    assert month.interval_95 == pytest.approx((10 - 4 * 2.064, 10 + 4 * 2.064), abs=0.003)


def test_a_total_has_the_errors_of_past_totals(make_panel):
    # Five years of 10, 14, 10, 14, 10 a month. Totals of six months end in months 6 to 60; a year apart they differ by
    # up to 6 × 4 = 24 and in between by less; the last year repeated is 60.
    values = np.repeat([10.0, 14, 10, 14, 10], 12)
    projection = project(make_panel([values]), kind=COUNT)
    total = projection.naive_total(projection.keys[0], Rolling(Month(2020, 4), Month(2020, 9)))
    sums = np.convolve(values, np.ones(6), "valid")
    errors = sums[12:] - sums[:-12]
    size = np.sqrt(np.mean(errors**2))  # of 43 errors, counted as 43 × 2 / 6 = 14.3
    assert total.median == pytest.approx(60)
    assert total.interval_95[1] == pytest.approx(60 + size * 2.1401, rel=1e-5)  # t at 0.975


def test_the_naive_range_of_a_count_stops_at_none(make_panel):
    projection = project(make_panel([[0.0, 9, 0] * 12]), kind=COUNT)
    assert projection.naive_months(projection.keys[0])[0].interval_95[0] == 0


def test_a_month_missing_last_year_is_taken_from_the_year_before(make_panel):
    values = np.arange(36.0)
    values[24] = np.nan
    projection = project(make_panel([values]), kind=COUNT)
    assert projection.naive_months(projection.keys[0])[0].median == 12
