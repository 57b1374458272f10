from datetime import date

import pytest

from eyre.core import Month, NotFound
from eyre.cycle.calendar import LAST, Monthly, Weekday, next_meeting, planned_meetings, rhythm_faults

LAST_TUESDAY = Monthly(weekday=Weekday.TUESDAY, week=LAST)


def test_the_last_tuesday_of_each_month():
    days = planned_meetings(date(2018, 1, 1), date(2018, 5, 31), rhythm=LAST_TUESDAY)
    assert days == (date(2018, 1, 30), date(2018, 2, 27), date(2018, 3, 27), date(2018, 4, 24), date(2018, 5, 29))


def test_the_second_thursday_every_other_month():
    rhythm = Monthly(weekday=Weekday.THURSDAY, week=2, every=2, from_month=Month(2018, 1))
    # 1 January 2018 is a Monday, 1 March a Thursday
    assert planned_meetings(date(2018, 1, 1), date(2018, 4, 30), rhythm=rhythm) == (
        date(2018, 1, 11),
        date(2018, 3, 8),
    )


def test_a_fixed_day_takes_the_place_of_the_rhythm_in_its_month():
    days = planned_meetings(date(2017, 12, 1), date(2018, 1, 31), dates=[date(2017, 12, 19)], rhythm=LAST_TUESDAY)
    assert days == (date(2017, 12, 19), date(2018, 1, 30))


def test_the_next_meeting_is_the_first_after_the_day():
    assert next_meeting(date(2018, 1, 30), [date(2018, 2, 27), date(2018, 1, 30)]) == date(2018, 2, 27)
    with pytest.raises(NotFound, match="The last one known is on 30 January 2018"):
        next_meeting(date(2018, 1, 30), [date(2018, 1, 30)])


def test_a_rhythm_that_some_months_cannot_keep_is_a_fault():
    assert "not in every month" in rhythm_faults(Monthly(weekday=Weekday.MONDAY, week=5))[0]
    assert "counted from" in rhythm_faults(Monthly(weekday=Weekday.MONDAY, week=1, every=2))[0]
    assert rhythm_faults(LAST_TUESDAY) == ()
