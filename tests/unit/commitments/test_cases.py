"""What a sample proves: its bound decides, and what was picked by hand proves nothing of the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.body.commitment_test import Aggregate, Comparison, LevelTest
from eyre.commitments.cases import Bounds, bounds_of, cases_of, parse_evidence, shown
from eyre.commitments.faults import faults
from eyre.commitments.figures import Cases, Figures
from eyre.core import Facet, NotFound, SeriesKey
from promises import MEASURES, window

KEY = SeriesKey("satisfaction", "north")


def level(value=90.0, op=Comparison.AT_LEAST, evidence="sample:sample 2016", **more):
    return LevelTest(
        measure="satisfaction", area="north", window=window(0, 2), aggregate=Aggregate.MEAN, op=op, value=value,
        evidence=evidence, **more,
    )  # fmt: skip


def figures(cases, area="north", element=""):
    return Figures(MEASURES, {}, cases={("sample 2016", area, element): cases})


def test_ten_of_ten_show_at_least_three_quarters_and_no_more():
    # One-sided, 95 %: 0.05 ** (1 / 10) = 0.741
    bounds = bounds_of(level(), KEY, figures(Cases(10, 10, None, True)))
    assert round(bounds.low, 1) == 74.1
    assert bounds.high == 100
    assert shown(level(74), bounds) is True
    assert shown(level(75), bounds) is None
    assert "10 of 10 in the sample: 74 to 100 %" in bounds.says("sample")


def test_a_sample_that_was_picked_by_hand_shows_nothing_either_way_and_says_so():
    bounds = bounds_of(level(), KEY, figures(Cases(10, 10, None, False)))
    assert shown(level(1), bounds) is None
    assert "picked by hand" in bounds.says("sample")


def test_the_confidence_of_the_test_is_that_of_the_bound():
    # 0.2 ** (1 / 10) = 0.851
    assert round(bounds_of(level(confidence=0.8), KEY, figures(Cases(10, 10, None, True))).low, 1) == 85.1


def test_the_share_of_a_census_is_the_answer():
    of_all = bounds_of(level(evidence="census:sample 2016"), KEY, figures(Cases(36, 40, 40, False)))
    assert (of_all.low, of_all.high) == (90, 90)
    assert shown(level(90), of_all) is True
    assert shown(level(90.1), of_all) is False
    assert of_all.says("census") == "36 of 40, every case; 4 did not."


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0, 100))
def test_at_most_is_at_least_of_the_cases_that_did_not(met, usable, value):
    met = min(met, usable)

    def of(k):
        return bounds_of(level(), KEY, figures(Cases(k, usable, None, True)))

    up = shown(level(value), of(met))
    down = shown(level(100 - value, Comparison.AT_MOST), of(usable - met))
    assert up == down or abs(value - of(met).low) < 1e-6 or abs(value - of(met).high) < 1e-6


@pytest.mark.parametrize(
    ("evidence", "cases", "says"),
    [
        ("sample:", Cases(1, 2, None, True), "is unknown"),
        ("poll:sample 2016", Cases(1, 2, None, True), "is unknown"),
        ("sample:sample 2017", Cases(1, 2, None, True), "no such record"),
        ("sample:sample 2016", Cases(0, 0, None, True), "no usable case"),
        ("census:sample 2016", Cases(1, 2, None, True), "looked at 2 of not said"),
        ("census:sample 2016", Cases(1, 2, 3, True), "looked at 2 of 3"),
        ("census:sample 2016", Cases(1, 2, 3, True, looked_at=2), "looked at 2 of 3"),
        ("sample:sample 2016", Cases(1, 2, 3, True, date(2016, 3, 30)), "before 3 months to March 2016 ended"),
    ],
)
def test_what_a_sample_cannot_answer_is_said(evidence, cases, says):
    (fault,) = faults(level(evidence=evidence), figures(cases))
    assert says in fault.what


@pytest.mark.parametrize(
    ("evidence", "cases"),
    [
        ("sample:sample 2016", Cases(1, 2, None, True, date(2016, 3, 31))),
        ("census:sample 2016", Cases(1, 2, 3, True, looked_at=3)),  # the element applies to two of three cases
    ],
)
def test_what_it_can_answer_is_no_fault(evidence, cases):
    assert faults(level(evidence=evidence), figures(cases)) == []


def test_an_element_is_looked_up_by_its_facet():
    key = SeriesKey("satisfaction", "north", Facet.of(element="visit"))
    assert cases_of(level(), key, figures(Cases(1, 2, None, True), element="visit")).met == 1
    with pytest.raises(NotFound, match="It has: north, visit"):
        cases_of(level(), KEY, figures(Cases(1, 2, None, True), element="visit"))


def test_evidence_is_a_sort_and_a_reference():
    assert parse_evidence("sample: sample 2017/burglary") == ("sample", "sample 2017/burglary")


def test_bounds_of_a_census_are_not_taken_for_a_hand_picked_sample():
    assert shown(level(50), Bounds(Cases(1, 1, 1, False), 100, 100, 1.0)) is True
