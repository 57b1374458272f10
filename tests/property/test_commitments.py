"""What must hold of a test on any figures."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    ChangeTest,
    Comparison,
    LevelTest,
    ParityTest,
    Reads,
    ReversalTest,
    SignalTest,
    WithinTest,
)
from eyre.commitments import Improvement, luck, passes, power
from promises import START, figures, key, known, paths, series, share_series, shares, window

N = 16
MEASURE = {"measure": "burglary", "area": "north"}
LINES = tuple(
    LevelTest(**MEASURE, window=window(0, 3), aggregate=how, op=op, value=40.0)
    for how in (Aggregate.SUM, Aggregate.MEAN, Aggregate.LAST)
    for op in Comparison
)
CHANGE = ChangeTest(**MEASURE, before=window(0, 3), after=window(4, 7), aggregate=Aggregate.MEAN, by=5.0)
PERCENT = replace(CHANGE, percent=True)
OTHERS = (
    PERCENT,
    ReversalTest(**MEASURE, window=window(0, 15), split=START.shift(8)),
    SignalTest(**MEASURE, window=window(13, 15), baseline=window(0, 12)),
    WithinTest(**MEASURE, window=window(13, 15), baseline=window(0, 12), periods=2),
)
whole = st.integers(0, 100).map(float)
draws = arrays(np.float64, st.tuples(st.integers(1, 8), st.just(N)), elements=whole)


def answers(test, values):
    return passes(test, figures({key(): paths(values)}))


@settings(max_examples=40)
@given(draws, st.sampled_from((*LINES, CHANGE, *OTHERS)), st.randoms(use_true_random=False))
def test_permuting_the_draws_permutes_the_answers(values, test, rng):
    order = list(range(len(values)))
    rng.shuffle(order)
    assert answers(test, values[order]).tolist() == answers(test, values)[order].tolist()


@settings(max_examples=40)
@given(draws, arrays(np.float64, (N,), elements=whole), st.sampled_from(LINES))
def test_a_higher_path_passes_an_at_least_test_if_a_lower_one_does(values, more, test):
    low, high = answers(test, values), answers(test, values + more)
    if test.op is Comparison.AT_LEAST:
        assert (low <= high).all()
    else:
        assert (high <= low).all()


@settings(max_examples=40)
@given(draws, arrays(np.float64, (4,), elements=whole))
def test_a_better_later_window_never_loses_a_change(values, fewer):
    better = values.copy()
    better[:, 4:8] -= fewer  # down is better
    assert (answers(CHANGE, values) <= answers(CHANGE, better)).all()


@settings(max_examples=40)
@given(draws, st.lists(st.sampled_from((*LINES, CHANGE, *OTHERS)), min_size=1, max_size=5), st.data())
def test_several_agree_with_counting(values, tests, data):
    k = data.draw(st.integers(1, len(tests)))
    count = np.sum([answers(test, values) for test in tests], axis=0)
    assert answers(AllOfTest(tests=tuple(tests)), values).tolist() == (count == len(tests)).tolist()
    assert answers(AtLeastOfTest(tests=tuple(tests), at_least=k), values).tolist() == (count >= k).tolist()


@settings(max_examples=40)
@given(draws, st.sampled_from([0.25, 2.0, 1024.0]), st.sampled_from((*LINES, CHANGE, *OTHERS)))
def test_a_change_of_unit_changes_no_answer(values, factor, test):
    # powers of two, so that figures that are equal stay equal
    scaled = replace(test, value=test.value * factor) if isinstance(test, LevelTest) else test
    if isinstance(test, ChangeTest) and not test.percent:
        scaled = replace(test, by=test.by * factor)
    assert answers(scaled, values * factor).tolist() == answers(test, values).tolist()


@given(st.integers(0, 40), st.integers(0, 40), st.floats(1.0, 99.0))
def test_more_of_the_same_n_is_never_less_sure_of_the_level(k, more, line):
    test = LevelTest(
        measure="satisfaction", area="north", window=START, aggregate=Aggregate.POOLED_RATE, op=Comparison.AT_LEAST,
        value=line, reads=Reads.UNDERLYING, confidence=0.8,
    )  # fmt: skip
    both = figures({key("satisfaction"): shares([[k], [min(k + more, 40)]], [40])})
    low, high = passes(test, both)
    assert low <= high


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0), st.floats(0.0, 50.0))
def test_parity_is_the_same_from_either_side(own, peer, tolerance):
    test = ParityTest(measure="satisfaction", area="north", window=START, peer="south", tolerance=tolerance)
    areas = {key("satisfaction"): paths([own]), key("satisfaction", "south"): paths([peer])}
    back = {key("satisfaction"): paths([peer]), key("satisfaction", "south"): paths([own])}
    assert passes(test, figures(areas)) == passes(test, figures(back))


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.integers(2, 60), st.integers(0, 40))
def test_a_force_that_improves_passes_whenever_an_unchanged_one_does(seed, level, size):
    counts = known(series(np.random.default_rng(seed).poisson(level, N)))
    test = replace(CHANGE, before=window(4, 7), after=window(N, N + 2), by=0.0)
    assert power(test, counts, Improvement(float(size), percent=True), seed=seed, draws=50).share >= (
        luck(test, counts, seed=seed, draws=50).share
    )
    k = np.random.default_rng(seed).binomial(40, 0.8, N)
    answered = known(share_series(k, 40.0))
    line = LevelTest(
        measure="satisfaction", area="north", window=START.shift(N), aggregate=Aggregate.MEAN, op=Comparison.AT_LEAST,
        value=85.0,
    )  # fmt: skip
    assert power(line, answered, Improvement(float(size) / 4), seed=seed, draws=50).share >= (
        luck(line, answered, seed=seed, draws=50).share
    )
