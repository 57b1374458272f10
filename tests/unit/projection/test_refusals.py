"""What is too short or wrong to be projected, and what is said of it."""

import numpy as np
import pytest

from eyre.core import BadInput, MeasureKind, Month, Panel, Rolling, TooFewPoints
from eyre.projection import Basis, project

COUNT = MeasureKind.COUNT


def test_under_24_months_the_naive_range_is_given_and_marked(make_panel):
    projection = project(make_panel([[10.0, 12, 9, 11, 10] * 3]), kind=COUNT)
    key = projection.keys[0]
    basis, reason = projection.basis(key)
    assert basis is Basis.NAIVE
    assert reason == (
        "Too short to project: 15 months of figures, 24 are needed; the range is what a naive forecast would give."
    )
    month = projection.months(key)[0]
    assert (month.basis, month.reason) == (basis, reason)
    assert month.median == 11  # figures end in June 2016; July 2015 is the fourth
    with pytest.raises(TooFewPoints, match="no paths can be drawn"):
        projection.paths(key)


def test_under_13_months_the_range_is_that_of_the_months_so_far(make_panel):
    projection = project(make_panel([[8.0, 10, 12, 10]]), kind=COUNT)
    key = projection.keys[0]
    month = projection.months(key)[0]
    # Mean 10, mean square 2, for one month more 2 × (1 + 1/4) = 2.5; t with 3 degrees of freedom at 0.9 is 1.638:
    # 10 + 1.638 × √2.5 = 12.59
    assert projection.basis(key)[0] is Basis.LEVEL
    assert month.median == 10
    assert month.interval_80[1] == pytest.approx(12.59, abs=0.005)


def test_too_few_events_leave_the_naive_range(make_panel):
    values = np.zeros((1, 60))
    values[0, [10, 30]] = 1
    projection = project(make_panel(values), kind=COUNT)
    assert projection.basis(projection.keys[0]) == (
        Basis.NAIVE,
        "Too few to project: 2 in the last 60 months, 3 are needed; the range is what a naive forecast would give.",
    )


@pytest.mark.parametrize("values", [[np.nan] * 40, [np.nan] * 38 + [4.0, 5.0]])
def test_under_three_months_nothing_is_given(make_panel, values):
    projection = project(make_panel([values]), kind=COUNT)
    key = projection.keys[0]
    with pytest.raises(TooFewPoints, match=r"area-0: [02] months of figures from 2015-04 to 2018-07; 3 are needed"):
        projection.months(key)
    with pytest.raises(TooFewPoints, match="3 are needed"):
        projection.total(key, Rolling(Month(2018, 8), Month(2018, 10)))


def test_a_series_that_stopped_is_not_carried_on(make_panel):
    values = np.full((2, 60), 30.0)
    values[1, 40:] = np.nan
    projection = project(make_panel(values), kind=COUNT)
    with pytest.raises(TooFewPoints, match="the figures stop in July 2018, over 12 months before the rest"):
        projection.months(projection.keys[1])


def test_every_fault_of_a_panel_is_named_with_its_series_and_month(make_panel):
    values = np.full((2, 30), 5.0)
    values[0, 3], values[1, 7] = -2, np.inf
    with pytest.raises(BadInput) as refusal:
        project(make_panel(values), kind=COUNT)
    assert {str(fault) for fault in refusal.value.faults} == {
        "burglary/area-0, 2015-07: value -2 is below 0; a count cannot be.",
        "burglary/area-1, 2015-11: value inf is not a number.",
    }


def test_more_successes_than_cases_is_a_fault(make_panel):
    with pytest.raises(BadInput, match=r"burglary/area-0, 2015-05: numerator 7 is more than its denominator\."):
        project(make_panel([[1.0, 7, 3]], 5), kind=MeasureKind.PROPORTION)


def test_a_proportion_without_its_n_is_a_fault(make_panel):
    with pytest.raises(BadInput, match="2015-04: value 81 is a proportion without its k and n"):
        project(make_panel([[81.0, 82, 83]]), kind=MeasureKind.PROPORTION)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ([0, 1, 1, 2], "month 2015-05 comes twice"),
        ([0, 2, 1, 3], "month 2015-05 comes after 2015-06"),
        ([0, 1, 3, 4], "month 2015-07 comes after 2015-05"),
    ],
)
def test_months_twice_or_out_of_order_or_left_out_are_faults(make_panel, order, said):
    panel = make_panel([[1.0, 2, 3, 4]])
    months = tuple(Month(2015, 4).shift(step) for step in order)
    wrong = Panel(panel.keys, months, panel.value, panel.numerator, panel.denominator, panel.standard_error)
    with pytest.raises(BadInput, match=f"burglary/area-0: {said}"):
        project(wrong, kind=COUNT)


def test_a_series_twice_is_a_fault(make_panel):
    with pytest.raises(BadInput, match="burglary/north: is in the panel twice"):
        project(make_panel(np.ones((2, 30)), areas=["north", "north"]), kind=COUNT)
