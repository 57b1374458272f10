"""What a chair is told of a place, a chance and a direction."""

import pytest

from eyre.comparison import (
    Better,
    check_may_say_best,
    is_disputed,
    ordinal,
    say_chance,
    say_range,
    say_rank,
    say_top,
    short_chance,
)
from eyre.core import Direction, Refused


@pytest.mark.parametrize(
    ("place", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (111, "111th")]
)  # fmt: skip
def test_an_ordinal_has_its_ending(place, said):
    assert ordinal(place) == said


@pytest.mark.parametrize(
    ("chance", "said", "short"),
    [
        (0, "under 1 in 20", "<5 %"),
        (0.024, "under 1 in 20", "<5 %"),
        (0.025, "about 1 in 20", "5 %"),
        (0.31, "about 3 in 10", "30 %"),
        (0.36, "about 7 in 20", "35 %"),
        (0.5, "about 5 in 10", "50 %"),
        (0.974, "about 19 in 20", "95 %"),
        (1, "over 19 in 20", ">95 %"),
    ],
)
def test_a_chance_is_said_to_the_nearest_five_in_a_hundred(chance, said, short):
    assert (say_chance(chance), short_chance(chance)) == (said, short)


def test_what_is_no_chance_is_refused():
    with pytest.raises(Refused, match=r"found 1\.2"):
        say_chance(1.2)


def test_the_words_of_places():
    assert say_range(4, 9, 20) == "cannot be separated from 4th to 9th"
    assert say_range(1, 20, 20) == "cannot be separated from any of the 20"
    assert say_range(3, 3, 20) == "stands apart in 3rd place"
    assert say_rank(6, 29, Direction.NEITHER) == "6th highest of 29"
    assert say_rank(6, 29, Direction.DOWN) == "6th best of 29"
    assert say_rank(1, 29, Direction.UP) == "best of 29"
    assert say_top(5, 0.3, Direction.DOWN) == "in the top five with chance about 3 in 10"
    assert say_top(5, 0.3, Direction.NEITHER) == "among the five highest with chance about 3 in 10"


def test_best_is_refused_until_somebody_says_which_way_is_better():
    with pytest.raises(Refused, match="nobody has said which way is better"):
        check_may_say_best("burglary", Better())
    check_may_say_best("burglary", Better(Direction.DOWN))


@pytest.mark.parametrize("measure", ["Rape", "hate crime", "sexual_offences", "other serious sexual offences"])
def test_best_of_a_disputed_measure_needs_a_post_that_says_so(measure):
    assert is_disputed(measure)
    with pytest.raises(Refused, match="Say which post states it"):
        check_may_say_best(measure, Better(Direction.UP))
    check_may_say_best(measure, Better(Direction.UP, "policy officer"))


def test_a_measure_that_only_sounds_alike_is_not_disputed():
    assert not is_disputed("scrapes and grapes")
    assert not is_disputed("burglary")


def test_the_sentence_says_who_states_the_direction():
    assert "nobody" in Better().says().lower()
    assert Better(Direction.DOWN, "policy officer").says() == (
        "Lower is better, as stated by policy officer: 1st is the best."
    )
