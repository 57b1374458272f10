from datetime import date, timedelta

import pytest

from eyre.core import (
    CalendarYear,
    Day,
    FinancialQuarter,
    FinancialYear,
    Month,
    Quarter,
    Rolling,
    Span,
    Week,
    months_between,
    parse_period,
    period_between,
)
from eyre.core.periods import NotAPeriod


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2017-12-19", Day(date(2017, 12, 19))),
        ("2017-W51", Week(2017, 51)),
        ("2017-12", Month(2017, 12)),
        ("2017-Q4", Quarter(2017, 4)),
        ("2017/18", FinancialYear(2017)),
        ("1999/00", FinancialYear(1999)),
        ("2017/18-Q3", FinancialQuarter(2017, 3)),
        ("2017", CalendarYear(2017)),
        ("2017-10..2017-12", Rolling(Month(2017, 10), Month(2017, 12))),
        ("2017-12-04..2017-12-19", Span(date(2017, 12, 4), date(2017, 12, 19))),
    ],
)
def test_each_kind_of_period_has_its_own_writing(text, period):
    assert parse_period(text) == period
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "2017-13",
        "2017-00",
        "2017-02-29",  # 2017 was no leap year
        "2017-W53",  # 2017 had 52 weeks
        "2017-W00",
        "9999-W52",  # ends after the last day there is
        "2017/19",
        "2017-Q5",
        "2017-12..2017-10",
        "2017-12-19..2017-12-04",
        "December 2017",
        " 2017-12",
        "",
    ],
)
def test_what_is_no_period_is_refused_and_told_how_to_write_one(text):
    with pytest.raises(NotAPeriod) as refusal:
        parse_period(text)
    assert f'"{text}" is not a period. Write a month as YYYY-MM' in str(refusal.value)


def test_a_period_of_another_kind_is_told_what_it_is():
    with pytest.raises(NotAPeriod, match=r'"2017-12" is December 2017, not a financial year\.'):
        FinancialYear.parse("2017-12")
    assert Month.parse("2017-12") == Month(2017, 12)


def test_a_financial_year_runs_from_april_to_march():
    year = FinancialYear(2017)
    assert (year.start, year.end) == (date(2017, 4, 1), date(2018, 3, 31))
    assert FinancialYear.of(date(2018, 3, 31)) == year
    assert FinancialYear.of(date(2018, 4, 1)) == FinancialYear(2018)


def test_quarter_4_of_a_financial_year_falls_in_the_next_calendar_year():
    quarter = FinancialQuarter(2017, 4)
    assert (quarter.start, quarter.end) == (date(2018, 1, 1), date(2018, 3, 31))
    assert quarter.label == "quarter 4 of 2017/18 (January to March 2018)"
    assert quarter.shift(1) == FinancialQuarter(2018, 1)
    assert FinancialQuarter(2017, 1).shift(-1) == FinancialQuarter(2016, 4)


def test_the_quarters_of_a_financial_year_fill_it():
    quarters = [FinancialQuarter(2019, quarter) for quarter in (1, 2, 3, 4)]
    assert sum(quarter.days for quarter in quarters) == FinancialYear(2019).days == 366  # it holds 29 February 2020
    assert all(FinancialYear(2019).contains(quarter) for quarter in quarters)


def test_february_has_a_day_more_in_a_leap_year():
    assert (Month(2020, 2).days, Month(2019, 2).days, Month(1900, 2).days) == (29, 28, 28)


def test_week_53_belongs_to_the_year_that_holds_its_thursday():
    week = Week.of(date(2021, 1, 3))  # a Sunday
    assert str(week) == "2020-W53"
    assert (week.start, week.end) == (date(2020, 12, 28), date(2021, 1, 3))
    assert week.shift(1) == Week(2021, 1)


@pytest.mark.parametrize(
    ("start", "end", "plainest"),
    [
        ("2017-12-19", "2017-12-19", "2017-12-19"),
        ("2017-12-18", "2017-12-24", "2017-W51"),
        ("2017-12-17", "2017-12-23", "2017-12-17..2017-12-23"),  # seven days from a Sunday are no ISO week
        ("2017-12-01", "2017-12-31", "2017-12"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2020-02-01", "2020-02-28", "2020-02-01..2020-02-28"),
        ("2017-10-01", "2017-12-31", "2017-Q4"),
        ("2017-11-01", "2018-01-31", "2017-11..2018-01"),
        ("2017-04-01", "2018-03-31", "2017/18"),
        ("2017-01-01", "2017-12-31", "2017"),
        ("2017-07-01", "2018-06-30", "2017-07..2018-06"),
    ],
)
def test_days_are_named_by_the_plainest_period_that_covers_them(start, end, plainest):
    assert str(period_between(date.fromisoformat(start), date.fromisoformat(end))) == plainest


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Rolling.year_ending(Month(2018, 3)), "year ending March 2018"),
        (Rolling.ending(Month(2017, 12), 3), "3 months to December 2017"),
        (Rolling.ending(Month(2017, 12), 1), "December 2017"),
        (Quarter(2017, 4), "October to December 2017"),
        (Week(2017, 51), "week of 18 December 2017"),
        (FinancialYear(2017), "financial year 2017/18"),
    ],
)
def test_a_period_is_printed_in_words(period, label):
    assert period.label == label


def test_a_year_ending_in_march_covers_a_financial_year_and_is_another_thing():
    rolling, year = Rolling.year_ending(Month(2018, 3)), FinancialYear(2017)
    assert (rolling.start, rolling.end) == (year.start, year.end)
    assert rolling != year


def test_rolling_periods_of_one_run_overlap_and_months_do_not():
    rolling = Rolling.ending(Month(2017, 12), 3)
    assert rolling.overlaps(rolling.shift(1))
    assert not rolling.overlaps(rolling.shift(3))
    assert not Month(2017, 12).overlaps(Month(2018, 1))


def test_a_period_contains_its_own_first_and_last_day_and_no_other():
    month = Month(2017, 12)
    assert month.contains(date(2017, 12, 1))
    assert month.contains(date(2017, 12, 31))
    assert not month.contains(month.end + timedelta(days=1))
    assert FinancialYear(2017).contains(month)
    assert month.contains(Week(2017, 52))  # 25 to 31 December
    assert not month.contains(Week(2017, 48))  # from 27 November


def test_months_from_one_to_another_hold_both():
    assert [str(month) for month in months_between(Month(2017, 11), Month(2018, 1))] == [
        "2017-11",
        "2017-12",
        "2018-01",
    ]
