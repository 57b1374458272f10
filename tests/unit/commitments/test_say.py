"""A test in one sentence, as somebody would read it who is to sign it."""

from datetime import date

import pytest

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    ChangeTest,
    Comparison,
    FactTest,
    ForEach,
    LevelTest,
    ParityTest,
    RankTest,
    Reads,
    RecordTest,
    RelativeChangeTest,
    ReversalTest,
    SignalTest,
    When,
    WithinTest,
)
from eyre.commitments.say import say_before, say_test, say_window
from eyre.core import Direction, Facet, FinancialYear, Month, Quarter, Rolling, parse_period
from promises import MEASURES

NAMES = {"north": "North", "south": "South", "group": "the family group"}
COUNT = {"measure": "burglary", "area": "north"}
SHARE = {"measure": "satisfaction", "area": "north"}
Q1, YEAR = Quarter(2018, 1), parse_period("2017")


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (
            ChangeTest(**COUNT, before=YEAR, after=Q1, aggregate=Aggregate.MEAN, by=10.0, percent=True),
            "Burglary in North: the mean of January to March 2018 is at least 10 % below that of the twelve months "
            "before, January to December 2017.",
        ),
        (
            ChangeTest(**SHARE, before=Quarter(2017, 1), after=Q1, aggregate=Aggregate.POOLED_RATE, by=2.5),
            "Satisfaction in North: the pooled rate of January to March 2018 is at least 2.5 points above that of the "
            "same months a year before, January to March 2017.",
        ),
        (
            ChangeTest(**SHARE, before=YEAR, after=Q1, aggregate=Aggregate.POOLED_RATE, by=5.0, percent=True),
            "Satisfaction in North: the pooled rate of January to March 2018 is at least 5 % (of its value, not "
            "points) above that of the twelve months before, January to December 2017.",
        ),
        (
            LevelTest(**COUNT, window=FinancialYear(2017), aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=1200),
            "Burglary in North: the total of the financial year 2017/18 is at most 1,200 offences.",
        ),
        (
            LevelTest(
                **SHARE, window=Q1, aggregate=Aggregate.POOLED_RATE, op=Comparison.AT_LEAST, value=90.0,
                reads=Reads.UNDERLYING, when=When.ANY_TIME_IN,
            ),
            "Satisfaction in North: the pooled rate of January to March 2018 is at least 90 %; any one look within "
            "that time is enough; the level behind the figures is read, with a confidence of 90 %.",
        ),
        (
            RelativeChangeTest(**COUNT, before=YEAR, after=Q1, aggregate=Aggregate.MEAN, peer="south", by=5.0),
            "Burglary in North: from the twelve months before, January to December 2017, to January to March 2018 the "
            "mean falls by at least 5 offences more than that of South.",
        ),
        (
            WithinTest(**COUNT, window=Q1, baseline=parse_period("2015-01..2016-12"), periods=3),
            "Burglary in North: each of the last three months of January to March 2018 lies inside the limits expected "
            "from January 2015 to December 2016.",
        ),
        (
            SignalTest(**COUNT, window=Q1, baseline=YEAR),
            "Burglary in North: special-cause improvement shows at some point of January to March 2018, by the rules "
            "of Making Data Count with limits fixed on the calendar year 2017.",
        ),
        (
            ReversalTest(**COUNT, window=Rolling(Month(2017, 4), Month(2018, 3)), split=Month(2017, 10)),
            "Burglary in North: over April 2017 to March 2018 the slope rises before October 2017 and falls from it "
            "on.",
        ),
        (
            RankTest(**SHARE, window=Q1, group="group", best=3, group_as_at=date(2018, 1, 1)),
            "Satisfaction in North: over January to March 2018 it is among the best three of the family group as it "
            "stood on 1 January 2018, ties sharing the better place, and every member must have figures.",
        ),
        (
            ParityTest(**SHARE, window=Q1, peer="south", tolerance=2.0),
            "Satisfaction in North: over January to March 2018 its gap to South is at most 2 points, on either side.",
        ),
        (
            RecordTest(what="meeting", matching="senior leads", by=date(2018, 1, 31)),
            'At least one meeting with "senior leads" in its words on record by 31 January 2018.',
        ),
        (
            FactTest(evidence_wanted="The letter that was sent.", by=date(2018, 1, 31)),
            "A person confirms it by 31 January 2018, on this evidence: The letter that was sent.",
        ),
        (
            LevelTest(
                measure="satisfaction", window=Month(2018, 3), aggregate=Aggregate.LAST, op=Comparison.AT_LEAST,
                value=80.0, direction=Direction.UP,
                for_each=ForEach(
                    areas=("north", "south"), facets=(Facet.of(element="first"), Facet.of(element="whole_experience")),
                    at_least=3,
                ),
            ),
            "Satisfaction in at least 3 of 4 (North and South; element: first and whole experience): the last value of "
            "March 2018 is at least 80 %; more is taken as better.",
        ),
    ],
)  # fmt: skip
def test_a_test_is_one_plain_sentence(test, sentence):
    assert say_test(test, MEASURES, NAMES) == sentence


def test_several_tests_are_numbered():
    fact, record = FactTest(evidence_wanted="a plan"), RecordTest(what="paper", count=2)
    assert say_test(AllOfTest(tests=(fact, record)), {}) == (
        "All of these hold: (1) a person confirms it, on this evidence: a plan; (2) at least two papers on record."
    )
    assert say_test(AtLeastOfTest(tests=(fact, record), at_least=1), {}).startswith("At least 1 of these 2 hold: (1)")


def test_what_is_not_known_by_name_is_called_by_its_key():
    test = LevelTest(
        measure="unheard_of", area="far-off", window=Q1, aggregate=Aggregate.MEAN, op=Comparison.AT_MOST, value=3.0
    )
    assert say_test(test, {}) == "Unheard_of in far-off: the mean of January to March 2018 is at most 3."


def test_nobody_is_told_that_more_is_worse_where_nobody_has_said_so():
    test = ChangeTest(**{**COUNT, "measure": "unheard_of"}, before=YEAR, after=Q1, aggregate=Aggregate.MEAN)
    assert "is better than that of" in say_test(test, {})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2017-02", "2017-03", "the month before, February 2017"),
        ("2017-03", "2018-03", "the same month a year before, March 2017"),
        ("2016/17", "2017/18", "the twelve months before, April 2016 to March 2017"),
        ("2016-01..2016-06", "2018-Q1", "January to June 2016"),
        ("2017-W01", "2018-W01", "week of 2 January 2017"),
    ],
)
def test_the_earlier_window_is_said_by_how_it_lies_to_the_later_one(before, after, said):
    assert say_before(parse_period(before), parse_period(after)) == said


def test_a_window_of_whole_months_is_said_in_months():
    assert say_window(parse_period("2016-10..2017-09")) == "October 2016 to September 2017"
    assert say_window(parse_period("2018-03")) == "March 2018"
