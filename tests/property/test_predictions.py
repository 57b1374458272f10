"""What must hold of predictions and their results whatever the numbers are."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.core import Direction
from eyre.projection.predictions import Came, Lean, Scale, correction, judge_predictions, sentences

NUMBERS = st.integers(0, 1000).map(float)
SOME = st.lists(
    st.builds(Came, predicted=NUMBERS, actual=NUMBERS, round=st.sampled_from("abcdefgh"), naive=st.none() | NUMBERS),
    min_size=1, max_size=30,
)  # fmt: skip
MIRROR = {Lean.CAUTIOUS: Lean.OPTIMISTIC, Lean.OPTIMISTIC: Lean.CAUTIOUS}


def facing(came, direction):
    return [replace(each, direction=direction) for each in came]


@settings(deadline=None)  # the first call imports SciPy
@given(SOME)
def test_what_is_cautious_where_more_is_better_is_over_optimistic_where_fewer_are(came):
    up, down = (judge_predictions(facing(came, way), Scale.UNIT) for way in (Direction.UP, Direction.DOWN))
    assert (up.cautious, up.optimistic) == (down.optimistic, down.cautious)
    assert MIRROR.get(up.lean, up.lean) is down.lean


@settings(deadline=None)
@given(SOME, st.sampled_from([0.5, 2.0, 1024.0]))
def test_errors_follow_a_change_of_unit_and_judgements_do_not(came, factor):
    other = [
        replace(
            each, predicted=each.predicted * factor, actual=each.actual * factor,
            naive=None if each.naive is None else each.naive * factor,
        )
        for each in came
    ]  # fmt: skip
    before, after = judge_predictions(came, Scale.UNIT), judge_predictions(other, Scale.UNIT)
    assert after.mean == pytest.approx(before.mean * factor)
    assert (after.lean, after.below, after.above, after.sign_p) == (
        before.lean, before.below, before.above, before.sign_p,
    )  # fmt: skip
    if before.naive:
        assert (after.naive.nearer, after.naive.further) == (before.naive.nearer, before.naive.further)


@settings(deadline=None)  # the first call imports SciPy
@given(SOME)
def test_the_order_of_predictions_changes_nothing(came):
    before, after = judge_predictions(came, Scale.UNIT), judge_predictions(came[::-1], Scale.UNIT)
    assert after.mean == pytest.approx(before.mean)
    assert (after.lean, after.n, after.rounds, after.hits) == (before.lean, before.n, before.rounds, before.hits)


@settings(deadline=None)
@given(SOME, st.sampled_from(list(Scale)))
def test_whatever_came_there_is_a_sentence_and_the_sides_add_up(came, scale):
    judged = judge_predictions(came, scale)
    assert judged.below + judged.above <= judged.n == len(came)
    assert sentences(judged, unit="offences")[0].endswith(".")
    offered = correction(judged)
    assert offered is None or offered.low <= offered.amount <= offered.high


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, st.sampled_from("ab")), min_size=6, max_size=12))
def test_predictions_moved_by_their_own_bias_have_none_left(pairs):
    came = [Came(predicted, predicted + 7, round_) for predicted, round_ in pairs]
    offered = correction(judge_predictions(came, Scale.UNIT))
    moved = [replace(each, predicted=offered.corrected(each.predicted)[0]) for each in came]
    assert judge_predictions(moved, Scale.UNIT).mean == pytest.approx(0, abs=1e-9)
