from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.core import Span, parse_period, period_between
from records import KINDS_OF_PERIOD, days, periods

MOVABLE = [kind for kind in KINDS_OF_PERIOD if kind is not Span]


@given(periods)
def test_a_period_is_read_back_from_its_writing(period):
    assert parse_period(str(period)) == period


@given(periods)
def test_a_period_starts_and_ends_within_itself(period):
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert period.days == (period.end - period.start).days + 1 >= 1


@pytest.mark.parametrize("kind", MOVABLE)
@given(data=st.data(), by=st.integers(-30, 30))
def test_a_period_moved_there_and_back_is_where_it_was(kind, data, by):
    period = data.draw(KINDS_OF_PERIOD[kind])
    assert period.shift(by).shift(-by) == period


@pytest.mark.parametrize("kind", [kind for kind in MOVABLE if kind.__name__ != "Rolling"])
@given(data=st.data())
def test_the_next_period_begins_the_day_after(kind, data):
    period = data.draw(KINDS_OF_PERIOD[kind])
    assert period.shift(1).start == period.end + timedelta(days=1)


@given(periods, periods)
def test_of_two_periods_one_comes_first_unless_they_are_the_same(one, other):
    assert (one < other) + (other < one) + (one == other) == 1
    assert not one < other or one.start <= other.start


@given(days, st.integers(0, 800))
def test_the_plainest_period_covers_exactly_the_days_that_were_asked_for(start, more):
    end = start + timedelta(days=more)
    period = period_between(start, end)
    assert (period.start, period.end) == (start, end)


@given(periods)
def test_the_plainest_name_of_a_period_is_its_own_plainest_name(period):
    plainest = period_between(period.start, period.end)
    assert period_between(plainest.start, plainest.end) == plainest
