"""A quoted figure beside the series it came from, worked by hand."""

from datetime import date

import pytest

from eyre.body.meeting import QuotedFigure
from eyre.body.registers import RiskLook
from eyre.core import Month, Reference, period_between
from eyre.minutes.as_quoted import beside
from eyre.minutes.looks import evidence
from small_body import RECEIVED, share, small_body

APRIL = Month(2020, 4)
SPRING = period_between(date(2020, 4, 1), date(2020, 6, 30))
BEFORE = date(2024, 1, 1)  # the figures came on 10 January


@pytest.fixture
def body(tmp_path):
    figures = {
        "burglary": {
            "north": [80, 92, 71, float("nan")],
            "south": [40, 38, 39, 40],
            "anyshire:no-location": [1, 0, 0, 0],
        },
        "satisfaction": {"north": [(9, 10), (6, 10), (45, 50), (1, 2)]},
    }
    return small_body(tmp_path, figures, measures=[share()])


def quoted(**fields):
    usual = {"measure": "burglary", "area": "north", "value": 80.0, "period": APRIL}
    return QuotedFigure(reference=Reference.parse("figure 2023-11/M1"), words="Said.", **(usual | fields))


@pytest.mark.parametrize(
    ("figure", "value", "agrees"),
    [
        (quoted(), 80.0, True),
        (quoted(value=81.0), 80.0, False),
        (quoted(period=SPRING, value=243.0), 243.0, True),  # 80 + 92 + 71
        (quoted(area="anyshire", value=121.0), 121.0, True),  # 80 + 40 + 1
        (quoted(value=None, low=75.0, high=85.0), 80.0, True),
        (quoted(value=None, low=81.0), 80.0, False),
        (quoted(value=79.0, approximate=True), 80.0, None),
        # 9 + 6 + 45 of 70: 85.71, and not the mean of 90, 60 and 90
        (quoted(measure="satisfaction", period=SPRING, value=85.7, unit="%"), 100 * 60 / 70, True),
        (quoted(measure="satisfaction", period=SPRING, value=80.0, unit="%"), 100 * 60 / 70, False),
    ],
)
def test_what_was_quoted_stands_beside_what_the_loads_say(body, figure, value, agrees):
    found = beside(body, figure, RECEIVED)
    assert found.why == ""
    assert found.value == pytest.approx(value)
    assert found.agrees is agrees


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (quoted(measure=""), "No measure is named."),
        (quoted(measure="robbery"), "robbery is not defined here."),
        (quoted(value=None), "No number was quoted."),
        (quoted(area=""), "The area is not stated."),
        (quoted(period=None, period_words="lately"), 'The period is not stated ("lately").'),
        (quoted(unit="national rank"), "It was quoted in national rank, and the measure is in offences."),
        (quoted(area="othershire"), "No figures of it for this area had been received by 10 January 2024."),
        (quoted(period=Month(2019, 1)), "The figures received by 10 January 2024 do not cover 2019-01."),
        (quoted(period=Month(2020, 7)), "A part of 2020-07 is missing in the figures received by 10 January 2024."),
    ],
)
def test_a_figure_that_cannot_be_compared_says_why(body, figure, why):
    found = beside(body, figure, RECEIVED)
    assert (found.value, found.agrees, found.why) == (None, None, why)


def test_only_what_was_received_by_the_day_is_beside_it(body):
    assert beside(body, quoted(), BEFORE).why.startswith(
        "No figures of it for this area had been received by 1 January"
    )


def test_figures_that_were_made_up_say_so(tmp_path):
    body = small_body(tmp_path, {"burglary": {"north": [80]}}, made_up="The test")
    assert beside(body, quoted(), RECEIVED).made_up


def test_a_look_stands_beside_the_last_figures_known_that_day(tmp_path):
    body = small_body(tmp_path, {"burglary": {"north": [80 - n for n in range(13)]}})
    look = RiskLook(
        reference=Reference.parse("risk 2023-11/R1"), at=RECEIVED, by="chair", measures=("burglary", "robbery")
    )
    known, unknown = evidence(body, look, "north")
    assert (known.period, known.value, known.year_before) == (Month(2021, 4), 68.0, 80.0)
    assert (unknown.measure, unknown.value) == ("robbery", None)
