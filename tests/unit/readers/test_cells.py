from datetime import date, datetime

import pytest

from eyre.core import Day, Month, parse_period
from eyre.readers.cells import NotANumber, NotAPeriod, read_number, read_period


@pytest.mark.parametrize(
    ("cell", "value", "decimals"),
    [("12", 12, 0), ("1,234,567", 1234567, 0), ("85.0 %", 85, 1), (" -3.25 ", -3.25, 2), (85.0, 85, 0),
     (85.25, 85.25, 2), (7, 7, 0), (".5", 0.5, 1), ("1e3", 1000, 0), ("2.5e-1", 0.25, 2)],
)  # fmt: skip
def test_a_number_is_read_with_its_printed_decimals(cell, value, decimals):
    number = read_number(cell)
    assert (number.value, number.decimals) == (value, decimals)


@pytest.mark.parametrize("mark", ["n/a", "-", "*", "..", ":", "N/A", "[c]"])
def test_a_sign_for_missing_is_missing_and_kept(mark):
    assert (read_number(mark).value, read_number(mark).mark) == (None, mark)


@pytest.mark.parametrize("cell", [None, "", "  ", float("nan")])
def test_an_empty_cell_is_missing_without_a_sign(cell):
    assert (read_number(cell).value, read_number(cell).mark) == (None, "")


@pytest.mark.parametrize("cell", ["twelve", "12,5", "1,23", "(3)", "12 34", True, float("inf"), "1.2.3"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(NotANumber, match="is not a number"):
        read_number(cell)


def test_a_decimal_comma_is_refused_with_what_to_write():
    with pytest.raises(NotANumber, match="Write decimals with a point"):
        read_number("12,5")


@pytest.mark.parametrize("text", ["2025-01", "2025-Q1", "2017/18", "2017/18-Q3", "2017-10..2017-12", "2025-W03"])
def test_every_writing_of_a_period_is_read(text):
    assert read_period(text) == parse_period(text)


@pytest.mark.parametrize("cell", [datetime(2018, 1, 1), date(2018, 1, 1), 43101, 43101.0, "43101", "2018-01-01"])
def test_the_first_day_of_a_month_from_a_spreadsheet_means_the_month(cell):
    # day 43,101 of a spreadsheet is 1 January 2018
    assert read_period(cell) == Month(2018, 1)
    assert read_period(cell, usual="day") == Day(date(2018, 1, 1))


def test_another_day_is_a_day():
    assert read_period(datetime(2018, 1, 2)) == Day(date(2018, 1, 2))


def test_a_year_in_a_cell_of_numbers_is_a_year():
    assert read_period(2018.0) == parse_period("2018")


@pytest.mark.parametrize("cell", ["January", "2025-13", "", None, "01/2025", 12.5])
def test_what_is_no_period_is_refused(cell):
    with pytest.raises(NotAPeriod, match="is not a period"):
        read_period(cell)
