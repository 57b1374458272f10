"""Months in which far more records than usual could not be placed."""

from eyre.core import Month
from eyre.readers.completeness import badly_placed_doubts


def test_a_month_with_far_more_records_without_a_place_is_said_with_both_numbers():
    """As in London in March 2020: what has no borough is missing in every borough."""
    counts = {Month(2020, month): (1_000.0, 60_000.0) for month in range(1, 7)}
    counts[Month(2020, 3)] = (12_577.0, 50_000.0)
    (doubt,) = badly_placed_doubts(counts)
    assert str(doubt) == "2020-03: 12,577 records have no place, usually 1,000: every area is short."


def test_few_without_a_place_are_no_doubt():
    assert list(badly_placed_doubts({Month(2020, month): (month, 60_000.0) for month in range(1, 7)})) == []
    assert list(badly_placed_doubts({})) == []
