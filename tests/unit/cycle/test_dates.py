"""Dates in words, said at a meeting on Tuesday 19 December 2017."""

from datetime import date

import pytest

from eyre.cycle.dates import check_weekday, readings, resolve
from eyre.cycle.due import Certainty, Due, due_faults

SAID = date(2017, 12, 19)
# The last Tuesday of each month, as far as the series is planned.
MEETINGS = tuple(date(2018, month, day) for month, day in ((1, 30), (2, 27), (3, 27), (4, 24), (5, 29)))

STATED, RESOLVED, PROPOSED, UNDATED = Certainty
NO_DAY = None


@pytest.mark.parametrize(
    ("words", "earliest", "last", "certainty"),
    [
        # full dates
        ("31 March 2018", NO_DAY, date(2018, 3, 31), STATED),
        ("31/03/2018", NO_DAY, date(2018, 3, 31), STATED),
        ("31.3.18", NO_DAY, date(2018, 3, 31), STATED),
        ("2018-03-31", NO_DAY, date(2018, 3, 31), STATED),
        ("the 30th of January, 2018.", NO_DAY, date(2018, 1, 30), STATED),
        ("10:30 on Tuesday 30 January 2018", NO_DAY, date(2018, 1, 30), STATED),
        ("January 30th, 2018", NO_DAY, date(2018, 1, 30), STATED),
        # days without a year: the next such day
        ("30 Jan", NO_DAY, date(2018, 1, 30), RESOLVED),
        ("by 19 December", NO_DAY, date(2017, 12, 19), RESOLVED),
        ("18 December", NO_DAY, date(2018, 12, 18), RESOLVED),
        ("29 February", NO_DAY, date(2020, 2, 29), RESOLVED),
        ("1-5 March 2018", date(2018, 3, 1), date(2018, 3, 5), RESOLVED),
        ("week commencing 15 January 2018", date(2018, 1, 15), date(2018, 1, 21), RESOLVED),
        # months
        ("Jan-March", date(2018, 1, 1), date(2018, 3, 31), RESOLVED),
        ("end of January", NO_DAY, date(2018, 1, 31), RESOLVED),
        ("END OF JANUARY.", NO_DAY, date(2018, 1, 31), RESOLVED),
        ("end-January", NO_DAY, date(2018, 1, 31), RESOLVED),
        ("by the end of March", NO_DAY, date(2018, 3, 31), RESOLVED),
        ("before the end of March", NO_DAY, date(2018, 3, 31), RESOLVED),
        ("before March", NO_DAY, date(2018, 2, 28), RESOLVED),
        ("in January", date(2018, 1, 1), date(2018, 1, 31), RESOLVED),
        ("January", date(2018, 1, 1), date(2018, 1, 31), RESOLVED),
        ("May 2018", date(2018, 5, 1), date(2018, 5, 31), RESOLVED),
        ("(May 2018)", date(2018, 5, 1), date(2018, 5, 31), RESOLVED),
        ("in May", date(2018, 5, 1), date(2018, 5, 31), RESOLVED),
        ("between January and March", date(2018, 1, 1), date(2018, 3, 31), RESOLVED),
        ("October to January", date(2017, 10, 1), date(2018, 1, 31), RESOLVED),
        ("between November 2018 and February 2019", date(2018, 11, 1), date(2019, 2, 28), RESOLVED),
        # quarters and years; April to June 2018 is the first quarter of 2018/19
        ("first quarter of 18/19", date(2018, 4, 1), date(2018, 6, 30), RESOLVED),
        ("Q1 2018/19", date(2018, 4, 1), date(2018, 6, 30), RESOLVED),
        ("by the end of Q4 2017-18", NO_DAY, date(2018, 3, 31), RESOLVED),
        ("first quarter of next financial year", date(2018, 4, 1), date(2018, 6, 30), RESOLVED),
        ("the next quarter", date(2018, 1, 1), date(2018, 3, 31), RESOLVED),
        ("end of the quarter", NO_DAY, date(2017, 12, 31), RESOLVED),
        ("end of the financial year", NO_DAY, date(2018, 3, 31), RESOLVED),
        ("by the end of 2018/19", NO_DAY, date(2019, 3, 31), RESOLVED),
        ("by the end of 2018", NO_DAY, date(2018, 12, 31), RESOLVED),
        ("in the second half of 2018", date(2018, 7, 1), date(2018, 12, 31), RESOLVED),
        ("within the financial year", date(2017, 4, 1), date(2018, 3, 31), RESOLVED),
        # so long from the meeting
        ("within the next 12 months", SAID, date(2018, 12, 19), RESOLVED),
        ("in the next three months", SAID, date(2018, 3, 19), RESOLVED),
        ("within 6 weeks", SAID, date(2018, 1, 30), RESOLVED),
        ("in a fortnight", SAID, date(2018, 1, 2), RESOLVED),
        ("in two weeks’ time", SAID, date(2018, 1, 2), RESOLVED),
        ("in 6 to 9 months", date(2018, 6, 19), date(2018, 9, 19), RESOLVED),
        ("tomorrow", NO_DAY, date(2017, 12, 20), RESOLVED),
        ("by Friday", NO_DAY, date(2017, 12, 22), RESOLVED),
        # the meetings of the series
        ("next meeting", NO_DAY, date(2018, 1, 30), RESOLVED),
        ("the next HTA meeting", NO_DAY, date(2018, 1, 30), RESOLVED),
        ("the January meeting", NO_DAY, date(2018, 1, 30), RESOLVED),
        ("the meeting in March", NO_DAY, date(2018, 3, 27), RESOLVED),
        ("first meeting after the end of the next quarter", NO_DAY, date(2018, 4, 24), RESOLVED),
        ("at the meeting following 1 May 2018", NO_DAY, date(2018, 5, 29), RESOLVED),
        # the words are about what has been
        ("since January", date(2017, 1, 1), SAID, RESOLVED),
        ("last January", date(2017, 1, 1), date(2017, 1, 31), RESOLVED),
    ],
)
def test_words_with_one_reading_are_resolved(words, earliest, last, certainty):
    due = resolve(words, SAID, MEETINGS)
    assert (due.earliest, due.date, due.certainty) == (earliest, last, certainty)
    assert due.words == words


@pytest.mark.parametrize(
    ("words", "likelier", "other"),
    [
        ("in December", date(2017, 12, 31), "December 2018"),  # said on 19 December
        ("by March", date(2018, 3, 31), "28 February 2018"),  # by its end, or before it begins
        ("first quarter 2018", date(2018, 3, 31), "quarter 1 of 2018/19 (April to June 2018)"),
        ("first quarter of next year", date(2018, 3, 31), "quarter 1 of 2018/19"),
        ("year end", date(2018, 3, 31), "31 December 2017"),
        ("by the end of the year", date(2017, 12, 31), "31 March 2018"),
        ("last 2 months", SAID, "1 October 2017 to 30 November 2017"),
        ("within the next month", date(2018, 1, 19), "January 2018"),
        ("next Tuesday", date(2017, 12, 26), "2 January 2018"),
        ("by Jan 18", date(2018, 1, 31), "18 January 2018"),
    ],
)
def test_words_with_two_readings_propose_one_and_say_the_other(words, likelier, other):
    due = resolve(words, SAID, MEETINGS)
    assert (due.date, due.certainty) == (likelier, Certainty.PROPOSED)
    assert other in due.note
    assert len(readings(words, SAID, MEETINGS)) >= 2


def test_two_months_back_say_which_reading_was_taken():
    due = resolve("no complaints in the last 2 months", SAID)
    assert (due.earliest, due.date) == (date(2017, 10, 19), SAID)
    assert "Read as the 2 months up to the meeting (19 October 2017 to 19 December 2017)" in due.note


def test_a_named_month_wins_over_a_rule_and_the_rule_is_noted():
    words = "to be reviewed at the HTA meeting following the end of the next quarter. (May 2018)"
    due = resolve(words, SAID, MEETINGS)
    assert (due.earliest, due.date, due.certainty) == (date(2018, 5, 1), date(2018, 5, 31), Certainty.PROPOSED)
    assert "the first meeting after 31 March 2018 (24 April 2018)" in due.note


def test_a_rule_before_its_meetings_are_planned_is_noted_as_it_may_fall():
    due = resolve("meeting following the end of the next quarter. (May 2018)", SAID)
    assert due.date == date(2018, 5, 31)
    assert "could be in April 2018" in due.note


def test_a_known_meeting_inside_the_named_month_is_the_day():
    only_may = (date(2018, 5, 29),)
    due = resolve("first meeting after the end of the next quarter (May 2018)", SAID, only_may)
    assert (due.date, due.certainty) == (date(2018, 5, 29), Certainty.RESOLVED)


def test_a_meeting_that_is_not_planned_gives_no_date():
    due = resolve("first meeting after the end of the next quarter", SAID)
    assert (due.date, due.earliest, due.certainty) == (None, date(2018, 4, 1), Certainty.UNDATED)
    assert resolve("next meeting", SAID).note == "No meeting after 19 December 2017 is known."
    assert "No meeting in January 2018 is known" in resolve("the January meeting", SAID).note


def test_a_weekday_that_is_not_the_dates_own_is_a_doubt():
    due = resolve("Wednesday 30 January 2018", SAID)
    assert (due.date, due.certainty) == (date(2018, 1, 30), Certainty.PROPOSED)
    assert "30 January 2018 is a Tuesday, not a Wednesday" in due.note
    assert "is a Saturday, not a Monday" in resolve("Mon 30/12/2017", SAID).note


def test_the_header_of_a_meeting_is_checked_for_its_weekday():
    assert check_weekday(SAID, "Tuesday 19 December 2017 @ 10:00") is None
    assert check_weekday(SAID, "19 December 2017") is None
    assert "is a Tuesday, not a Thursday" in check_weekday(SAID, "Thursday").what


@pytest.mark.parametrize(
    ("words", "said_in_the_note"),
    [
        ("by Easter", "easter"),
        ("in the spring of next time", "spring"),
        ("in due course", "in due course"),
        ("as soon as possible", "as soon as possible"),
        ("ASAP", "asap"),
        ("ongoing", "ongoing"),
        ("six monthly", "rhythm"),
        ("every meeting", "rhythm"),
        ("31 February 2018", "no 31 February in 2018"),
        ("to be better", "No date was found"),
        ("sentenced to 30 months", "No date was found"),
        ("it may be late", "No date was found"),
        ("seven officers, 24/7", "No date was found"),
        ("after March", "from 1 April 2018"),
        ("not before March", "from 1 March 2018"),
        ("following the January meeting", "from 31 January 2018"),
        ("next but one meeting", "No date was found"),
    ],
)
def test_words_that_name_no_day_stay_undated_and_say_why(words, said_in_the_note):
    due = resolve(words, SAID, MEETINGS)
    assert (due.date, due.certainty) == (None, Certainty.UNDATED)
    assert said_in_the_note in due.note


def test_nothing_said_is_nothing_read():
    assert resolve(None, SAID) == Due()
    assert resolve("", SAID) == Due(words="")


def test_a_length_that_hangs_on_a_date_is_doubted():
    due = resolve("two months before the end of March", SAID)
    assert due.certainty is Certainty.PROPOSED
    assert '"2 months" before it was not read' in due.note


def test_a_week_of_a_month_is_only_proposed():
    due = resolve("first week of February", SAID)
    assert (due.earliest, due.date, due.certainty) == (date(2018, 2, 1), date(2018, 2, 7), Certainty.PROPOSED)


def test_two_dates_in_one_sentence_are_two_checkpoints():
    due = resolve("a reversal between January and March and a gain in the first quarter of 18/19", SAID)
    assert (due.earliest, due.date, due.certainty) == (date(2018, 1, 1), date(2018, 3, 31), Certainty.PROPOSED)
    assert "quarter 1 of 2018/19 (April to June 2018)" in due.note


def test_a_date_before_the_meeting_is_kept_and_doubted():
    due = resolve("31 March 2016", SAID)
    assert (due.date, due.certainty) == (date(2016, 3, 31), Certainty.STATED)
    assert due.note == "31 March 2016 was before the meeting."


def test_the_last_day_of_a_short_month_stands_for_a_day_it_has_not():
    assert resolve("within one month", date(2018, 1, 31)).date == date(2018, 2, 28)


def test_working_days_leave_out_weekends_and_warn_of_bank_holidays():
    due = resolve("within 3 working days", date(2017, 12, 14))  # a Thursday: Friday, Monday, Tuesday
    assert (due.date, due.certainty) == (date(2017, 12, 19), Certainty.PROPOSED)
    assert "bank holidays" in due.note


def test_an_early_part_of_a_month_is_a_window_and_only_proposed():
    due = resolve("early March", SAID)  # the first third of 31 days
    assert (due.earliest, due.date, due.certainty) == (date(2018, 3, 1), date(2018, 3, 10), Certainty.PROPOSED)


@pytest.mark.parametrize(
    ("due", "fault"),
    [
        (Due(date=SAID), "no date"),
        (Due(certainty=Certainty.STATED), "no date"),
        (Due(date=SAID, earliest=date(2018, 1, 1), certainty=Certainty.RESOLVED), "starts on 2018-01-01"),
        (Due(date=SAID, certainty=Certainty.PROPOSED), "other reading"),
    ],
)
def test_a_due_that_contradicts_itself_is_a_fault(due, fault):
    assert any(fault in said for said in due_faults(due))


def test_a_page_prints_the_words_and_the_doubt_with_the_date():
    assert resolve("in January", SAID).label == "in January (31 January 2018)"
    assert resolve("by March", SAID).label == "by March (proposed: 31 March 2018)"
    assert resolve("in due course", SAID).label == "in due course (no date)"
    assert Due.on(SAID).label == "19 December 2017"
    assert Due().label == "no date"
