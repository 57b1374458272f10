"""Whether forecasts lean: the mean error, the sign test, the tracking signal, the line of results on forecasts."""

import numpy as np
import pytest
from scipy import stats as oracle

from eyre.core import Refused, TooFewPoints
from eyre.stats import mean_error, mincer_zarnowitz, sign_test, tracking_signal

FORECAST = np.array([88, 85, 90, 87, 92, 95, 91, 89, 94, 96, 93, 90.0])
ACTUAL = np.array([92, 90, 91, 95, 97, 99, 96, 95, 99, 98, 99, 97.0])
ERRORS = ACTUAL - FORECAST


def test_the_mean_error_of_twelve_months_is_that_published_s_e6():
    found = mean_error(ERRORS)
    assert found.mean == pytest.approx(4.833333, abs=5e-7)
    assert found.t == pytest.approx(8.60279, abs=5e-6)
    assert found.p == pytest.approx(3.2528e-6, rel=1e-4)


def test_the_interval_is_that_of_student():
    found = mean_error(ERRORS).interval
    low, high = oracle.ttest_1samp(ERRORS, 0).confidence_interval(0.95)
    assert (float(found.lower), float(found.upper)) == pytest.approx((low, high))


def test_the_sign_test_of_twelve_months_above_is_that_published_s_e6():
    assert sign_test(ERRORS) == pytest.approx(0.00048828, abs=5e-9)


def test_six_results_on_one_side_are_the_fewest_that_the_sign_test_can_show():
    # 2 × 0.5^5 = 0.0625; 2 × 0.5^6 = 0.03125
    assert sign_test([1, 1, 1, 1, 1]) == pytest.approx(0.0625)
    assert sign_test([1, 1, 1, 1, 1, 1]) == pytest.approx(0.03125)


def test_the_sign_test_leaves_ties_out_and_says_nothing_of_ties_alone():
    assert sign_test([0, 2, 2, 2, 2, 2, 2]) == pytest.approx(0.03125)
    assert sign_test([0, 0]) == 1


def test_the_tracking_signal_is_that_published_s_e6():
    assert tracking_signal(ERRORS) == pytest.approx(12)
    assert tracking_signal([0, 0]) == 0


def test_the_line_of_results_on_forecasts_is_that_published_s_e6():
    line = mincer_zarnowitz(FORECAST, ACTUAL)
    assert (line.intercept, line.intercept_se) == pytest.approx((24.493151, 15.627121), abs=5e-7)
    assert (line.slope, line.slope_se) == pytest.approx((0.783562, 0.171936), abs=5e-7)
    assert line.f == pytest.approx(39.7631, abs=5e-5)
    assert line.freedom == (2, 10)
    assert line.p == pytest.approx(1.7388e-5, rel=1e-4)


def test_errors_that_are_all_alike_have_an_interval_of_no_width():
    found = mean_error([3, 3, 3])
    assert (float(found.interval.lower), float(found.interval.upper), found.p) == (3, 3, 0)
    assert mean_error([0, 0]).p == 1


@pytest.mark.parametrize("call", [lambda: mean_error([1]), lambda: tracking_signal([])])
def test_too_few_results_are_refused_with_their_number(call):
    with pytest.raises(TooFewPoints, match=r"there are [01]\."):
        call()


def test_no_line_is_drawn_through_forecasts_that_are_all_alike():
    with pytest.raises(TooFewPoints, match="alike"):
        mincer_zarnowitz([5, 5, 5], [1, 2, 3])


def test_a_confidence_in_per_cent_is_refused():
    with pytest.raises(Refused, match=r"0\.95"):
        mean_error([1, 2], confidence=95)
