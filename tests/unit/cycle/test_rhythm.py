from datetime import date

import pytest

from eyre.core.periods import Month
from eyre.cycle.calendar import LAST, EveryWeeks, Monthly, NamedMonths, Weekday, planned_meetings
from eyre.cycle.rhythm import read_rhythm, say_rhythm


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("last Tuesday of each month", Monthly(weekday=Weekday.TUESDAY, week=LAST)),
        ("the 3rd Thursday of every month", Monthly(weekday=Weekday.THURSDAY, week=3)),
        ("First Monday of each quarter", NamedMonths(weekday=Weekday.MONDAY, week=1, months=(1, 4, 7, 10))),
        ("last Friday of the quarter", NamedMonths(weekday=Weekday.FRIDAY, week=LAST, months=(3, 6, 9, 12))),
        (
            "third Thursday of January, May and September",
            NamedMonths(weekday=Weekday.THURSDAY, week=3, months=(1, 5, 9)),
        ),
        ("second Wednesday in May", NamedMonths(weekday=Weekday.WEDNESDAY, week=2, months=(5,))),
        (
            "first Monday of every second month from January 2018",
            Monthly(weekday=Weekday.MONDAY, week=1, every=2, from_month=Month(2018, 1)),
        ),
        ("every six weeks from Tuesday 9 January 2018", EveryWeeks(weeks=6, from_day=date(2018, 1, 9))),
    ],
)
def test_a_rhythm_is_read_from_its_words(words, rhythm):
    assert read_rhythm(words).rhythm == rhythm
    assert read_rhythm(say_rhythm(rhythm)).rhythm == rhythm


@pytest.mark.parametrize("words", ["", "monthly", "quarterly", "fifth Monday of each month", "now and then"])
def test_words_that_name_no_day_say_what_to_write(words):
    read = read_rhythm(words)
    assert read.rhythm is None
    assert '"last Tuesday of each month"' in read.fault


def test_a_day_in_no_calendar_is_said():
    assert "in no calendar" in read_rhythm("every 4 weeks from 31 June 2018").fault


def test_days_of_the_rhythms():
    year = date(2018, 1, 1), date(2018, 12, 31)
    named = NamedMonths(weekday=Weekday.THURSDAY, week=3, months=(1, 5, 9))
    assert list(named.dates(*year)) == [date(2018, 1, 18), date(2018, 5, 17), date(2018, 9, 20)]
    weeks = EveryWeeks(weeks=26, from_day=date(2017, 1, 10))  # 52 and 78 weeks later
    assert list(weeks.dates(*year)) == [date(2018, 1, 9), date(2018, 7, 10)]


def test_a_day_fixed_near_one_of_a_rhythm_in_weeks_takes_its_place():
    rhythm = EveryWeeks(weeks=4, from_day=date(2018, 1, 2))
    # 1 March stands for 27 February, two days off; 30 January, in the month before, stays.
    days = planned_meetings(date(2018, 1, 1), date(2018, 3, 31), dates=[date(2018, 3, 1)], rhythm=rhythm)
    assert days == (date(2018, 1, 2), date(2018, 1, 30), date(2018, 3, 1), date(2018, 3, 27))
