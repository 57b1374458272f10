"""A newest month of 95 beside a rolling 90: what the other months were."""

import pytest

from eyre.core import Refused
from eyre.survey import earlier_months, say_latest


def test_with_equal_months_the_other_two_average_87_and_a_half():
    own = earlier_months(90, 95)  # (3 x 90 - 95) / 2
    assert own.average == 87.5
    # Newest with half the answers of another: 1/5 of all, (90 - 19) / 0.8; with twice: 1/2, (90 - 47.5) / 0.5
    assert (own.lowest, own.highest) == (85.0, pytest.approx(88.75))


def test_with_the_numbers_of_answers_it_is_known():
    own = earlier_months(90, 95, answers=[40, 40, 60])
    # 126 of 140 pooled, 57 of 60 newest: 69 of 80
    assert (own.average, own.is_known) == (pytest.approx(86.25), True)


def test_the_notes_are_explained_in_one_sentence():
    said = say_latest(90, 95, before=(80, 83))
    assert said == (
        "90 % is three months pooled and 95 % their newest month alone: with equal numbers of answers the other two "
        "months together read 87.5 %, and 85.0 to 88.8 % if the newest month has between 1/2 of and 2 times the "
        "answers of another; earlier figures were 80 to 83 %, so the rise does not rest on the newest month alone."
    )
    assert said.count(". ") == 0, "one sentence"


@pytest.mark.parametrize(
    ("pooled", "latest", "then"),
    [
        (85, 95, "it is the newest month alone that rose"),
        (87, 95, "it is open whether more than the newest month rose"),
    ],
)
def test_what_follows_depends_on_the_other_months(pooled, latest, then):
    # 85: the others 75 to 82.5; 87: 79 to 85
    assert then in say_latest(pooled, latest, before=(83, 80))


def test_two_months_have_one_other():
    assert "the other month reads 85.0 %" in say_latest(90, 95, window=2)


@pytest.mark.parametrize(("pooled", "latest", "answers"), [(50, 100, [1, 1, 20]), (99, 50, [5, 5, 5])])
def test_figures_that_cannot_both_be_right_are_refused(pooled, latest, answers):
    with pytest.raises(Refused, match="cannot both be right"):
        say_latest(pooled, latest, answers=answers)


def test_rounding_is_no_contradiction():
    # 9 of 30 is 30 %, and 9 of 9 in the newest month of 9: none before; printed 29.9 and 100
    assert earlier_months(29.9, 100, answers=[10, 11, 9]).average == 0.0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"window": 1}, "2 or more"),
        ({"ratio": 0.5}, "1 or more"),
        ({"answers": [1, 2]}, "one a month"),
        ({"answers": [0, 0, 5]}, "need answers"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(more, says):
    with pytest.raises(Refused, match=says):
        earlier_months(90, 95, **more)


def test_a_figure_above_100_is_refused():
    with pytest.raises(Refused, match="percentages"):
        earlier_months(90, 195)
