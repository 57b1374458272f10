"""Places: what cannot be separated is never ranked. Numbers by hand from the interval of each pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.comparison import Place, places
from eyre.core import Direction, Refused


def spans(found: tuple[Place, ...]) -> list[tuple[int, int, int]]:
    return [(p.place, p.best, p.worst) for p in found]


def test_two_counts_that_chance_can_make_unlike_share_both_places():
    # Of 180 events 100 fall to the first: 0.556, exact interval 0.480 to 0.629 around a half.
    assert spans(places([100, 80], [1000, 1000])) == [(1, 1, 2), (2, 1, 2)]


def test_two_counts_further_apart_than_chance_have_a_place_each():
    # Of 160 events 100 fall to the first: 0.625, exact interval 0.545 to 0.700, all above a half.
    found = places([100, 60], [1000, 1000])
    assert spans(found) == [(1, 1, 1), (2, 2, 2)]
    assert all(place.is_separate for place in found)


def test_counts_that_spread_wider_than_chance_are_harder_to_separate():
    # ln(100/60) = 0.511; with dispersion 4 its standard error is sqrt(4 (1/100 + 1/60)) = 0.327, reach 0.640.
    assert spans(places([100, 60], [1000, 1000], dispersion=4)) == [(1, 1, 2), (2, 1, 2)]


def test_the_wider_of_two_dispersions_decides_a_pair():
    assert spans(places([100, 60], [1000, 1000], dispersion=[1, 4])) == [(1, 1, 2), (2, 1, 2)]
    assert spans(places([100, 60], [1000, 1000], dispersion=[1, 1])) == [(1, 1, 1), (2, 2, 2)]


def test_rates_are_compared_and_not_counts():
    # 60 in 100 against 100 in 1,000: the smaller count is the higher rate.
    assert spans(places([60, 100], [100, 1000])) == [(1, 1, 1), (2, 2, 2)]


@pytest.mark.parametrize(
    ("direction", "first"), [(Direction.UP, 1), (Direction.NEITHER, 1), (Direction.DOWN, 2)]
)  # fmt: skip
def test_first_is_best_where_a_direction_is_stated_and_else_highest(direction, first):
    assert places([100, 60], [1000, 1000], direction=direction)[0].place == first


def test_ties_share_the_better_place():
    assert [p.place for p in places([50, 50, 20], [1000] * 3)] == [1, 1, 3]
    assert [p.place for p in places([50, 20, 20, 10], [1000] * 4, direction=Direction.DOWN)] == [4, 2, 2, 1]


def test_proportions_are_separated_by_the_difference_of_shares():
    # 90 of 100 against 70 of 100: Newcombe's interval of the gap is 0.090 to 0.305; against 85 of 100 it spans 0.
    assert spans(places([90, 70], [100, 100], is_proportion=True)) == [(1, 1, 1), (2, 2, 2)]
    assert spans(places([90, 85], [100, 100], is_proportion=True)) == [(1, 1, 2), (2, 1, 2)]


def test_a_middle_area_may_be_inseparable_from_both_ends_that_are_separate():
    found = places([100, 78, 60], [1000] * 3)
    assert spans(found) == [(1, 1, 2), (2, 1, 3), (3, 2, 3)]


def test_no_event_in_a_small_place_is_not_shown_to_be_more_than_one_in_a_large_one():
    # With the half that is added to both counts the ratio is (0.5/1) / (1.5/1000) = 333; the rates say 0 and 0.001.
    found = places([0, 1], [1, 1000], dispersion=1.0)
    assert spans(found) == [(2, 1, 2), (1, 1, 2)]


@pytest.mark.parametrize(
    ("counts", "base", "said"), [([5], [10], "at least two areas; found 1"), ([5, 6], [10, 0], "a base above 0")]
)
def test_what_has_no_place_is_refused(counts, base, said):
    with pytest.raises(Refused, match=said):
        places(counts, base)


areas = st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=2, max_size=8)


@given(areas, st.sampled_from(Direction), st.booleans(), st.sampled_from([None, 1.0, 6.0]))
def test_a_place_lies_among_those_it_cannot_be_told_apart_from(drawn, direction, is_proportion, dispersion):
    counts, base = zip(*drawn, strict=True)
    for p in places(counts, base, direction=direction, is_proportion=is_proportion, dispersion=dispersion):
        assert 1 <= p.best <= p.place <= p.worst <= p.of == len(drawn)


@given(areas, st.randoms(use_true_random=False))
def test_the_order_in_which_areas_are_given_changes_nothing(drawn, random):
    order = list(range(len(drawn)))
    random.shuffle(order)
    plain = places(*zip(*drawn, strict=True))
    shuffled = places(*zip(*(drawn[i] for i in order), strict=True))
    assert list(shuffled) == [plain[i] for i in order]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_one_area_clearly_better_than_all_others_is_first_and_nothing_else(others):
    found = places([*others, 1000], [1000] * (len(others) + 1))
    assert (found[-1].best, found[-1].worst) == (1, 1)
    assert all(place.best >= 2 for place in found[:-1])


@given(areas)
def test_more_of_the_same_never_joins_what_was_separate(drawn):
    counts, base = np.array(drawn).T
    fewer, more = places(counts, base), places(4 * counts, 4 * base)
    assert all(b.best >= a.best and b.worst <= a.worst for a, b in zip(fewer, more, strict=True))
