"""Rules of contributions and decompositions that hold for any figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from eyre.drivers import contribution_intervals, contributions, effects_over_periods, factor_effects, mix_and_rate

SIZES = st.integers(1, 5)


@st.composite
def periods(draw, low=0.0, high=1000.0, copies=2):
    """The same number of cells several times."""
    cells = draw(SIZES)
    return [draw(hnp.arrays(float, cells, elements=st.floats(low, high))) for _ in range(copies)]


@given(periods(copies=2), st.floats(0, 1e4), st.floats(0, 1e4))
def test_contributions_and_remainder_add_up_to_the_change_of_the_whole(both, whole_then, whole_now):
    found = contributions(*both, whole_then=whole_then, whole_now=whole_now)
    assert found.change.sum() + found.remainder == pytest.approx(whole_now - whole_then, abs=1e-6)
    assert abs(found.net) <= found.gross + 1e-6


@given(periods(copies=2))
def test_shares_of_the_net_are_given_together_or_not_at_all(both):
    found = contributions(*both)
    if found.cancels:
        assert np.isnan(found.percent).all()
    else:
        assert found.percent.sum() == pytest.approx(100, abs=1e-6)


@given(periods(low=0.1, high=10, copies=6))
def test_effects_of_three_factors_add_up_and_do_not_depend_on_their_order(six):
    then, now = six[:3], six[3:]
    effects = factor_effects(then, now)
    change = np.prod(now, axis=0).sum() - np.prod(then, axis=0).sum()
    assert effects.sum() == pytest.approx(change, abs=1e-6)
    assert factor_effects(then[::-1], now[::-1])[::-1] == pytest.approx(effects, abs=1e-6)
    assert factor_effects(now, then) == pytest.approx(-effects, abs=1e-6)


@given(periods(low=0.1, high=10, copies=4))
def test_mix_and_rate_add_up_and_agree_with_two_vector_factors(four):
    base1, rate1, base2, rate2 = four
    found = mix_and_rate(base1, rate1, base2, rate2)
    both = factor_effects([base1 / base1.sum(), rate1], [base2 / base2.sum(), rate2])
    assert [found.mix.sum(), found.rate.sum()] == pytest.approx(both.tolist(), abs=1e-6)
    assert found.mix.sum() + found.rate.sum() == pytest.approx(found.change, abs=1e-6)


@given(hnp.arrays(float, (4, 3), elements=st.floats(0.1, 10)), hnp.arrays(float, (4, 3), elements=st.floats(0.1, 10)))
def test_effects_over_periods_add_up_in_every_period(first, second):
    effects = effects_over_periods([first, second])
    level = (first * second).sum(axis=-1)
    assert effects.sum(axis=-1) == pytest.approx(level - level[0], abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=5), st.integers(0, 99))
def test_an_interval_holds_its_contribution(pairs, seed):
    found = contributions(*zip(*pairs, strict=True))
    between = contribution_intervals(found, seed=seed, draws=200, dispersion=1.5)
    assert (between.parts.lower <= found.change).all()
    assert (found.change <= between.parts.upper).all()
