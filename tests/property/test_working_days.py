"""Counting in working days, and the rhythms of series."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eyre.core.periods import Month
from eyre.cycle.calendar import LAST, EveryWeeks, Monthly, NamedMonths, Weekday
from eyre.cycle.rhythm import read_rhythm, say_rhythm
from eyre.cycle.working_days import Counting, Nation, Side, bank_holidays, count_days, easter, is_working_day

days = st.dates(date(2015, 3, 1), date(2028, 10, 31))
nations = st.sampled_from(list(Nation))
weekdays, weeks = st.sampled_from(list(Weekday)), st.sampled_from([1, 2, 3, 4, LAST])
rhythms = st.one_of(
    st.builds(Monthly, weekday=weekdays, week=weeks),
    st.builds(
        Monthly, weekday=weekdays, week=weeks, every=st.integers(2, 12),
        from_month=st.builds(Month, st.integers(2015, 2028), st.integers(1, 12)),
    ),
    st.builds(
        NamedMonths, weekday=weekdays, week=weeks,
        months=st.sets(st.integers(1, 12), min_size=1).map(sorted).map(tuple),
    ),
    st.builds(EveryWeeks, weeks=st.integers(1, 52), from_day=days),
)  # fmt: skip


@given(days, st.integers(1, 30), nations)
def test_a_deadline_lies_so_many_working_days_away(meeting, number, nation):
    due = count_days("Due", meeting, number, nation)
    between = [due.day + timedelta(days=n) for n in range((meeting - due.day).days)]
    assert sum(is_working_day(day, nation) for day in between) == number
    assert is_working_day(due.day, nation)


@given(days.filter(lambda day: is_working_day(day, Nation.SCOTLAND)), st.integers(0, 30))
def test_counting_there_and_back_comes_home(meeting, number):
    back = count_days("Due", meeting, number, Nation.SCOTLAND).day
    assert count_days("Due", back, number, Nation.SCOTLAND, side=Side.AFTER).day == meeting


@given(days, st.integers(0, 20), nations)
def test_clear_days_ask_for_one_more(meeting, number, nation):
    clear = count_days("Due", meeting, number, nation, counting=Counting.CLEAR_WORKING)
    assert clear.day == count_days("Due", meeting, number + 1, nation).day


@given(st.integers(2015, 2028), nations)
def test_bank_holidays_are_weekdays_and_each_name_stands_once(year, nation):
    found = bank_holidays(nation, year)
    assert all(day.weekday() < Weekday.SATURDAY for day in found)
    assert len({name.removesuffix(" (substitute day)") for name in found.values()}) == len(found)


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_of_spring(year):
    assert easter(year).weekday() == Weekday.SUNDAY
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(rhythms)
def test_a_rhythm_said_is_the_rhythm_read(rhythm):
    assert read_rhythm(say_rhythm(rhythm)).rhythm == rhythm


@given(rhythms, days)
def test_the_days_of_a_rhythm_do_not_hang_on_where_one_begins_to_look(rhythm, start):
    if isinstance(rhythm, Monthly) and rhythm.from_month is None and rhythm.every > 1:
        return
    end = start + timedelta(days=500)
    later = start + timedelta(days=100)
    assert list(rhythm.dates(later, end)) == [day for day in rhythm.dates(start, end) if day >= later]
