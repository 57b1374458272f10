"""Numbers and bases as they are printed."""

from datetime import date

import pytest

from eyre.core import FinancialYear, Month, Rolling
from eyre.disclosure import Base, Form, NoBase

RECEIVED = date(2017, 12, 19)


@pytest.mark.parametrize(
    ("form", "value", "printed"),
    [
        (Form.COUNT, 12577, "12,577"),
        (Form.WHOLE, 412.4, "412"),
        (Form.DECIMAL, 1234.56, "1,234.6"),
        (Form.DECIMAL_TWO, 0.4449, "0.44"),
        (Form.PERCENT, 89.97, "90.0%"),
        (Form.PERCENT_WHOLE, 89.97, "90%"),
        (Form.CHANGE, 14, "+14"),
        (Form.CHANGE, -14, "−14"),
        (Form.CHANGE, 0.2, "0"),  # rounds to nothing: no sign
        (Form.CHANGE_PERCENT, -3.24, "−3.2%"),
        (Form.CHANGE_POINTS, 1.5, "+1.5 percentage points"),
        (Form.CHANCE, 32.5, "about 30%"),  # 6.5 fives: to the even one
        (Form.CHANCE, 38, "about 40%"),
        (Form.CHANCE, 4.9, "under 5%"),
        (Form.CHANCE, 95.1, "over 95%"),
        (Form.ORDINAL, 1, "1st"),
        (Form.ORDINAL, 12, "12th"),
        (Form.ORDINAL, 23, "23rd"),
        (Form.WHOLE, -7.6, "−8"),
    ],
)
def test_a_number_is_printed_in_its_form(form, value, printed):
    assert form.say(value) == printed


def test_a_base_is_one_line():
    base = Base((Month(2017, 4), Month(2018, 3)), "Recorded crime, data.police.uk", RECEIVED)
    assert base.line == "Recorded crime, data.police.uk; April 2017 to March 2018; as received by 19 December 2017"


def test_a_base_says_what_it_is_compared_with_how_many_and_by_which_definition():
    base = Base(
        Rolling.year_ending(Month(2017, 9)),
        "Survey",
        RECEIVED,
        FinancialYear(2016),
        1204,
        "satisfaction, version 2",
        "weighted",
    )
    assert base.line == (
        "Survey; year ending September 2017, against financial year 2016/17; as received by 19 December 2017; "
        "n = 1,204; satisfaction, version 2; weighted"
    )


@pytest.mark.parametrize("period", [None, "2017-12", (Month(2017, 4),), (Month(2018, 3), Month(2017, 4))])
def test_a_base_without_a_sound_period_cannot_be_made(period):
    with pytest.raises(NoBase):
        Base(period, "Recorded crime", RECEIVED)


def test_a_base_needs_a_source_and_a_day():
    with pytest.raises(NoBase, match="source"):
        Base(Month(2017, 4), " ", RECEIVED)
    with pytest.raises(NoBase, match="as_of"):
        Base(Month(2017, 4), "Recorded crime", None)
