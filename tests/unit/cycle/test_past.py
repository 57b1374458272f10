"""Words about what has been, said at a meeting on 19 December 2017."""

from datetime import date

import pytest

from eyre.core import parse_period
from eyre.cycle.due import Certainty
from eyre.cycle.past import resolve_history, resolve_period

SAID = date(2017, 12, 19)


@pytest.mark.parametrize(
    ("words", "period", "certainty"),
    [
        ("in November", "2017-11", Certainty.RESOLVED),
        ("for March", "2017-03", Certainty.RESOLVED),
        ("2016/17", "2016/17", Certainty.RESOLVED),
        ("the first quarter of 17/18", "2017/18-Q1", Certainty.RESOLVED),
        ("January to March 2017", "2017-01..2017-03", Certainty.RESOLVED),
        # a year ending is one of a run of overlapping periods, and is not the financial year
        ("year ending March 2017", "2016-04..2017-03", Certainty.RESOLVED),
        ("the year ended 31 March 2017", "2016-04..2017-03", Certainty.RESOLVED),
        ("12 months to September", "2016-10..2017-09", Certainty.RESOLVED),
        ("rolling 12 months to October 2017", "2016-11..2017-10", Certainty.RESOLVED),
        ("since April", "2017-04-01..2017-12-19", Certainty.RESOLVED),
        ("last quarter", "2017-Q3", Certainty.RESOLVED),
        ("at 31 March 2017", "2017-03-31", Certainty.STATED),
        # November is the last whole month
        ("rolling 3 month average", "2017-09..2017-11", Certainty.PROPOSED),
        ("3-month rolling", "2017-09..2017-11", Certainty.PROPOSED),
        ("last 2 months", "2017-10..2017-11", Certainty.PROPOSED),
        ("last twelve months", "2016-12..2017-11", Certainty.PROPOSED),
        ("year to date", "2017-04..2017-11", Certainty.PROPOSED),
        ("Q2", "2017/18-Q2", Certainty.PROPOSED),
        ("last year", "2016", Certainty.PROPOSED),
        ("in December", "2017-12", Certainty.PROPOSED),
    ],
)
def test_the_period_of_a_figure_is_read_backward_from_the_meeting(words, period, certainty):
    said = resolve_period(words, SAID)
    assert (said.words, said.certainty) == (words, certainty)
    expected = parse_period(period)
    assert (said.period.start, said.period.end) == (expected.start, expected.end)
    assert (said.note is not None) is (certainty is Certainty.PROPOSED)


def test_a_year_ending_is_a_rolling_period_and_a_financial_quarter_is_financial():
    assert str(resolve_period("year ending March 2017", SAID).period) == "2016-04..2017-03"
    assert str(resolve_period("Q1 2017/18", SAID).period) == "2017/18-Q1"


def test_two_months_back_note_the_reading_up_to_the_meeting():
    assert "19 October 2017 to 19 December 2017" in resolve_period("last 2 months", SAID).note


@pytest.mark.parametrize("words", ["latest figures", "historically", "6 monthly", "", None])
def test_words_without_a_period_have_none(words):
    said = resolve_period(words, SAID)
    assert (said.words, said.period, said.certainty) == (words, None, Certainty.UNDATED)
    assert said.note or not words


def test_no_month_of_the_financial_year_is_whole_in_april():
    said = resolve_period("year to date", date(2018, 4, 24))
    assert said.period is None
    assert "ask for the days" in said.note


def test_a_page_prints_the_period_with_its_words():
    assert resolve_period("in November", SAID).label == "in November (November 2017)"
    assert resolve_period("latest figures", SAID).label == "latest figures (period not known)"
    assert resolve_period("last 2 months", SAID).label == "last 2 months (proposed: 2 months to November 2017)"


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("the January, February, March and May meetings", ["2017-01", "2017-02", "2017-03", "2017-05"]),
        ("February and October", ["2017-02", "2017-10"]),
        ("November and January", ["2016-11", "2017-01"]),
        ("January to April", ["2017-01", "2017-02", "2017-03", "2017-04"]),
        ("October 2016", ["2016-10"]),
        ("November and December 2015", ["2015-11", "2015-12"]),
        ("it may have been raised", []),
    ],
)
def test_past_meetings_run_forward_to_the_last_before_this_one(words, months):
    assert [str(past.month) for past in resolve_history(words, SAID)] == months


def test_a_month_whose_year_may_be_another_is_proposed():
    november, january = resolve_history("November and January", SAID)
    assert (november.certainty, january.certainty) == (Certainty.PROPOSED, Certainty.RESOLVED)
    assert "November 2017" in november.note
    (december,) = resolve_history("December", SAID)
    assert (str(december.month), december.certainty) == ("2016-12", Certainty.PROPOSED)


def test_a_past_month_without_a_known_meeting_is_doubted():
    held = [date(2017, 1, 31), date(2017, 3, 28)]
    notes = [past.note for past in resolve_history("January, February and March", SAID, held)]
    assert notes == [None, "No meeting in February 2017 is known.", None]
