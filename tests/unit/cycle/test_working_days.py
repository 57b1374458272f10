from datetime import date, timedelta

import pytest

from eyre.core.errors import Refused
from eyre.cycle.working_days import Counting, Nation, Side, bank_holidays, count_days, easter, is_working_day

ENGLAND, SCOTLAND, IRELAND = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND

# As the governments announced them, (month, day). 2017: New Year's Day on a Sunday. 2020: Early May on a Friday. 2021:
# Christmas on a Saturday. 2022: the jubilee, a funeral, New Year's Day on a Saturday. 2023: the coronation.
ANNOUNCED = {
    (ENGLAND, 2017): [(1, 2), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)],
    (ENGLAND, 2020): [(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)],
    (ENGLAND, 2021): [(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)],
    (ENGLAND, 2022): [(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)],
    (ENGLAND, 2023): [(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)],
    (SCOTLAND, 2017): [(1, 2), (1, 3), (4, 14), (5, 1), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)],
    (SCOTLAND, 2019): [(1, 1), (1, 2), (4, 19), (5, 6), (5, 27), (8, 5), (12, 2), (12, 25), (12, 26)],
    (SCOTLAND, 2022): [
        (1, 3), (1, 4), (4, 15), (5, 2), (6, 2), (6, 3), (8, 1), (9, 19), (11, 30), (12, 26), (12, 27),
    ],
    (IRELAND, 2018): [(1, 1), (3, 19), (3, 30), (4, 2), (5, 7), (5, 28), (7, 12), (8, 27), (12, 25), (12, 26)],
    (IRELAND, 2020): [(1, 1), (3, 17), (4, 10), (4, 13), (5, 8), (5, 25), (7, 13), (8, 31), (12, 25), (12, 28)],
}  # fmt: skip


@pytest.mark.parametrize(("nation", "year"), ANNOUNCED, ids=str)
def test_bank_holidays_are_those_announced(nation, year):
    assert list(bank_holidays(nation, year)) == [date(year, *day) for day in ANNOUNCED[nation, year]]


def test_a_substitute_says_which_holiday_it_is_for():
    # 2017 in Scotland: the 1st was a Sunday, the 2nd is a holiday of its own, so the 1st is made up on the 3rd.
    assert bank_holidays(SCOTLAND, 2017)[date(2017, 1, 2)] == "2nd January"
    assert bank_holidays(SCOTLAND, 2017)[date(2017, 1, 3)] == "New Year's Day (substitute day)"


@pytest.mark.parametrize(
    ("year", "day"), [(2015, (4, 5)), (2016, (3, 27)), (2019, (4, 21)), (2024, (3, 31)), (2038, (4, 25))]
)
def test_easter_is_where_the_tables_have_it(year, day):
    assert easter(year) == date(year, *day)


def test_years_that_are_not_known_are_refused():
    with pytest.raises(Refused, match="2015 to 2028, not for 2014"):
        bank_holidays(ENGLAND, 2014)


def test_papers_for_30_january_2018_are_due_a_week_before():
    due = count_days("Papers due", date(2018, 1, 30), 5, ENGLAND)
    assert due.says == "Papers due 5 working days before 30 January 2018: Tuesday 23 January."
    assert due.arithmetic == "Counted: Mon 29 Jan, Fri 26 Jan, Thu 25 Jan, Wed 24 Jan, Tue 23 Jan."


def test_bank_holidays_are_passed_over_and_named():
    due = count_days("Papers due", date(2018, 1, 3), 5, ENGLAND)
    # 2 January, then Friday 29, Thursday 28 and Wednesday 27 December, and after Christmas Friday 22.
    assert due.says == "Papers due 5 working days before 3 January 2018: Friday 22 December 2017."
    assert due.arithmetic.endswith(
        "Passed over: Monday 1 January, New Year's Day; Tuesday 26 December 2017, Boxing Day; "
        "Monday 25 December 2017, Christmas Day."
    )


def test_scotland_counts_past_the_second_of_january():
    assert count_days("Papers due", date(2018, 1, 3), 1, ENGLAND).day == date(2018, 1, 2)
    assert count_days("Papers due", date(2018, 1, 3), 1, SCOTLAND).day == date(2017, 12, 29)


@pytest.mark.parametrize(
    ("counting", "side", "days", "day"),
    [
        (Counting.CALENDAR, Side.BEFORE, 7, (2018, 1, 23)),
        (Counting.CLEAR_WORKING, Side.BEFORE, 5, (2018, 1, 22)),  # 23 to 29 January lie between
        (Counting.WORKING, Side.AFTER, 5, (2018, 2, 6)),
        (Counting.WORKING, Side.BEFORE, 0, (2018, 1, 30)),
    ],
)
def test_ways_of_counting(counting, side, days, day):
    assert count_days("Due", date(2018, 1, 30), days, ENGLAND, counting=counting, side=side).day == date(*day)


def test_a_clear_day_is_one_that_lies_between():
    due = count_days("Notice", date(2018, 1, 30), 1, ENGLAND, counting=Counting.CLEAR_WORKING)
    assert due.says == "Notice 1 clear working day before 30 January 2018: Friday 26 January."
    assert due.arithmetic == "Lying between: Mon 29 Jan; so Fri 26 Jan."


def test_every_deadline_is_a_working_day():
    day = date(2018, 1, 1)
    for offset in range(400):
        due = count_days("Due", day + timedelta(days=offset), 5, IRELAND)
        assert is_working_day(due.day, IRELAND)
