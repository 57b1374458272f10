"""The register of predictions: locked when the period opens, changed before, asked about where it says two things."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.body.check import check_folder
from eyre.body.lodged import Lodging, as_lodged, is_late, prediction_faults
from eyre.body.registers import Prediction
from eyre.core import MeasureKind, Month, Rolling, parse_period
from eyre.measures import Catalogue
from small_body import measure, share, small_body

MEASURES = Catalogue((measure(), share(), measure("cost", kind=MeasureKind.MEAN, unit="pounds", period="quarter")))
BEFORE = date(2023, 12, 20)


def lodged(period="2024-01", value=100.0, **more):
    usual = {"who": "chief", "lodged_on": BEFORE, "measure": "burglary", "area": "anyshire"}
    return Prediction(**{**usual, "period": parse_period(period), "value": value, **more})


def said(*predictions, as_of=None):
    return [(each.lodging, each.changed) for each in as_lodged(predictions, MEASURES, as_of)]


def faults(*predictions):
    return [str(fault) for fault in prediction_faults(predictions, MEASURES)]


@pytest.mark.parametrize(
    ("on", "late"),
    [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2024, 2, 5), True)],
)
def test_a_prediction_is_locked_out_from_the_first_day_of_its_period(on, late):
    assert is_late(on, Month(2024, 1)) is late
    assert said(lodged(lodged_on=on))[0][0] is (Lodging.LATE if late else Lodging.STANDS)


def test_a_later_prediction_supersedes_and_says_how_often_it_was_changed():
    first, second, third = (lodged(value=v, lodged_on=date(2023, 12, d)) for v, d in ((100, 1), (110, 5), (120, 9)))
    assert said(first, second, third) == [
        (Lodging.SUPERSEDED, 0), (Lodging.SUPERSEDED, 1), (Lodging.STANDS, 2),
    ]  # fmt: skip


def test_a_prediction_that_came_late_supersedes_nothing():
    in_time, late = lodged(), lodged(value=120, lodged_on=date(2024, 1, 3))
    assert said(in_time, late) == [(Lodging.STANDS, 0), (Lodging.LATE, 0)]


def test_what_was_lodged_after_the_day_of_knowing_is_not_there_yet():
    assert said(lodged(), lodged(value=120, lodged_on=date(2023, 12, 25)), as_of=date(2023, 12, 22)) == [
        (Lodging.STANDS, 0)
    ]


def test_another_post_supersedes_nobody():
    assert said(lodged(), lodged(value=120, who="chair"))[0][0] is Lodging.STANDS


def test_a_total_that_says_what_its_months_say_is_not_scored_twice():
    months = [lodged(f"2024-0{m}") for m in (1, 2, 3)]
    assert said(*months, lodged("2024-01..2024-03", 300))[-1][0] is Lodging.REPEATS
    assert said(*months, lodged("2024-Q1", 310))[-1][0] is Lodging.ASKED  # the same period in another writing
    assert said(*months[:2], lodged("2024-01..2024-03", 310))[-1][0] is Lodging.STANDS  # a month is not predicted


def test_a_share_over_three_months_agrees_where_it_lies_among_those_of_the_months():
    months = [lodged(f"2024-0{m}", v, measure="satisfaction") for m, v in ((1, 80.0), (2, 84.0), (3, 82.0))]
    assert said(*months, lodged("2024-01..2024-03", 83, measure="satisfaction"))[-1][0] is Lodging.REPEATS
    assert said(*months, lodged("2024-01..2024-03", 86, measure="satisfaction"))[-1][0] is Lodging.ASKED


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lodged(value=-1), "Burglary cannot be below 0"),
        (lodged(measure="satisfaction", value=101), "a percentage from 0 to 100"),
        (lodged(measure="satisfaction", value=90, high=104), "high is 104"),
        (lodged(low=110), "low is 110, above the value 100"),
        (lodged(high=90), "high is 90, below the value 100"),
        (lodged("2024-01-01..2024-01-20"), "not made of whole months"),
        (lodged("2024-01", measure="cost"), "not made of whole quarters"),
        (lodged("2024-02..2024-04", measure="cost"), "not made of whole quarters"),
    ],
)
def test_what_no_prediction_can_be_is_a_fault_in_words(wrong, words):
    found = faults(wrong)
    assert len(found) == 1
    assert found[0].startswith("predictions.csv, row 2: ")
    assert words in found[0]


def test_two_values_of_one_day_are_a_fault_and_one_value_twice_is_not():
    assert "in row 2 (100, here 120)" in faults(lodged(), lodged(value=120))[0]
    assert faults(lodged(), lodged()) == []


def test_a_mean_may_be_below_nought_and_runs_of_whole_periods_are_right():
    assert faults(lodged("2024-Q1", -3, measure="cost"), lodged("2024-01..2024-06"), lodged("2024/25")) == []


def test_check_says_every_fault_at_once_and_doubts_what_came_late(tmp_path):
    wrong = [
        lodged(who="nobody"),
        lodged(measure="burglery"),
        lodged(area="nowhere"),
        replace(lodged(), period=Rolling(Month(2024, 1), Month(2024, 2)), value=-5),
        lodged(lodged_on=date(2024, 1, 2), value=7),
    ]
    found = check_folder(small_body(tmp_path / "body", {}, measures=MEASURES, predictions=tuple(wrong)))
    told = "\n".join(map(str, found.faults))
    for words in ('who names "nobody"', '"burglery"', '"nowhere"', "cannot be below 0"):
        assert words in told
    assert any("had opened: it is kept and shown, and never scored" in str(doubt) for doubt in found.doubts)
