"""Sizes and what they miss, held to published plans (S-A4 to S-A7)."""

import pytest

from eyre.core import Refused
from eyre.sampling import Plan, chance_accepted, say_misses, size_to_exclude, two_point_plan


@pytest.mark.parametrize(
    ("rate", "population", "size"),
    [(0.05, 60, 38), (0.05, 100, 45), (0.05, None, 59), (0.1, 60, 23), (0.1, 100, 25), (0.1, None, 29)],
)
def test_discovery_sizes_are_those_of_s_a4(rate, population, size):
    assert size_to_exclude(rate, population=population) == Plan(size, 0, population)


@pytest.mark.parametrize(("rate", "sizes"), [(0.05, [59, 93, 124, 153, 181, 208]), (0.1, [29, 46, 61, 76, 89, 103])])
def test_sizes_with_failures_allowed_are_those_of_s_a5(rate, sizes):
    assert [size_to_exclude(rate, allowed=c).size for c in range(6)] == sizes


def test_the_two_point_plan_is_that_of_s_a6():
    plan = two_point_plan(0.05, 0.15, producer_risk=0.05, consumer_risk=0.075)
    assert (plan.size, plan.allowed) == (80, 7)
    assert chance_accepted(Plan(20), [0.05, 0.15]) == pytest.approx([0.35848592, 0.03875953], abs=5e-9)


def test_the_plan_of_nineteen_is_that_of_s_a7():
    accepted = chance_accepted(Plan(19, 6), [0.2, 0.5])
    assert accepted[0] == pytest.approx(0.9324, abs=5e-5)
    assert 1 - accepted[1] == pytest.approx(0.9165, abs=5e-5)


def test_a_two_point_plan_of_a_small_frame_keeps_both_risks_and_is_smaller():
    plan = two_point_plan(0.05, 0.15, consumer_risk=0.075, population=200)
    good, bad = chance_accepted(plan, [0.05, 0.15])
    assert good >= 0.95
    assert bad <= 0.075
    assert plan.size < 80


def test_what_a_sample_misses_is_said_as_a_chair_would_say_it():
    assert say_misses(Plan(10), 0.1) == "If 1 in 10 cases fails, this sample misses it 1 time in 3."  # 0.9^10 = 0.349
    assert (
        say_misses(Plan(10, 0, 20), 0.15) == "If 15% of cases fail, this sample misses it 1 time in 10."
    )  # S-A3: .105
    assert say_misses(Plan(10, 0, 10), 0.1) == "If 1 in 10 cases fails, this sample never misses it."


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: size_to_exclude(0), "Give a share between 0 and 1"),
        (lambda: size_to_exclude(5), "Give a share between 0 and 1"),
        (lambda: size_to_exclude(0.05, confidence=95), "Give a share between 0 and 1"),
        (lambda: size_to_exclude(0.05, allowed=-1), "0 or more"),
        (lambda: size_to_exclude(0.05, population=0), "1 or more"),
        (lambda: size_to_exclude(0.05, allowed=3, population=60), "3 failing cases in 60"),
        (lambda: two_point_plan(0.15, 0.05), "must be the smaller"),
        (lambda: two_point_plan(0.05, 0.0501), "about [0-9,]+ cases would have to be read"),
        (lambda: Plan(0), "1 or more"),
        (lambda: Plan(9.5), "whole number"),
        (lambda: Plan(10, 10), "fewer than there are cases"),
        (lambda: Plan(10, 0, 9), "no more than there are"),
        (lambda: chance_accepted(Plan(10), [0.1, 1.2]), "rate of failure of 1.2"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(ask, says):
    with pytest.raises(Refused, match=says):
        ask()
