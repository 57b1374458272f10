"""Comparisons of areas that hold for any figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.comparison import (
    FunnelKind,
    control_limits,
    funnel,
    joint_ranks,
    level_draws,
    place_chances,
    rank_intervals,
    standard_errors,
)

many = settings(max_examples=25, deadline=None)
areas = st.lists(st.tuples(st.integers(0, 400), st.integers(400, 5000)), min_size=5, max_size=12).filter(
    lambda drawn: any(k for k, _ in drawn)
)
kinds = st.sampled_from(FunnelKind)


def shuffled(drawn, random):
    order = list(range(len(drawn)))
    random.shuffle(order)
    return order


@many
@given(areas, st.randoms(use_true_random=False), kinds)
def test_the_order_of_areas_changes_no_funnel(drawn, random, kind):
    order = shuffled(drawn, random)
    plain = funnel(*zip(*drawn, strict=True), kind=kind, with_dispersion=True)
    other = funnel(*zip(*(drawn[i] for i in order), strict=True), kind=kind, with_dispersion=True)
    assert other.z == pytest.approx(plain.z[order])
    assert other.limits[0].upper == pytest.approx(plain.limits[0].upper[order])


@many
@given(areas, st.randoms(use_true_random=False), st.sampled_from([rank_intervals, joint_ranks]))
def test_the_order_of_areas_changes_no_place(drawn, random, ranked):
    order = shuffled(drawn, random)
    k, n = np.array(drawn).T
    plain, other = (ranked(*standard_errors(k[at], n[at], is_proportion=True)) for at in (np.arange(len(drawn)), order))
    for name in ("place", "best", "worst"):
        assert getattr(other, name).tolist() == getattr(plain, name)[order].tolist()


@many
@given(areas)
def test_places_lie_between_first_and_last_and_joint_ranges_hold_their_place(drawn):
    estimates = standard_errors(*np.array(drawn).T, is_proportion=True)
    for ranks in (rank_intervals(*estimates), joint_ranks(*estimates)):
        assert (ranks.best >= 1).all()
        assert (ranks.worst <= len(drawn)).all()
        assert (ranks.best <= ranks.place).all()
        assert (ranks.place <= ranks.worst).all()


@many
@given(areas, st.integers(2, 50))
def test_the_scale_of_the_base_leaves_places_of_rates_alone(drawn, factor):
    k, n = np.array(drawn).T
    one, other = (rank_intervals(*standard_errors(k, base, is_proportion=False)) for base in (n, factor * n))
    for name in ("place", "best", "worst"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()


@many
@given(areas, st.integers(2, 20))
def test_as_many_times_the_cases_leave_places_of_shares_alone(drawn, factor):
    k, n = np.array(drawn).T
    one, other = (joint_ranks(*standard_errors(times * k, times * n, is_proportion=True)) for times in (1, factor))
    assert one.place.tolist() == other.place.tolist()


@many
@given(kinds, st.floats(0.05, 0.9), st.floats(0, 0.05), st.lists(st.floats(1, 5000), min_size=2, max_size=8))
def test_limits_widen_as_the_base_falls(kind, level, tau_squared, sizes):
    base = np.sort(sizes)
    for limit in control_limits(base, level, kind=kind, tau_squared=tau_squared):
        assert (np.diff(limit.upper) <= 1e-9).all()
        assert (np.diff(limit.lower) >= -1e-9).all()


@many
@given(kinds, st.floats(0.05, 0.9), st.floats(0, 1), st.floats(0.01, 5000))
def test_over_dispersion_never_narrows_limits(kind, level, tau_squared, base):
    plain = control_limits(base, level, kind=kind)
    wide = control_limits(base, level, kind=kind, tau_squared=tau_squared)
    for one, other in zip(plain, wide, strict=True):
        assert other.lower <= one.lower
        assert other.upper >= one.upper


@many
@given(kinds, st.floats(0.05, 0.9), st.floats(0, 1), st.floats(0.01, 5000))
def test_the_limits_of_alarm_lie_outside_those_of_warning(kind, level, tau_squared, base):
    near, far = control_limits(base, level, kind=kind, tau_squared=tau_squared)
    assert far.lower <= near.lower <= level + 1e-12
    assert far.upper >= near.upper >= level - 1e-12


@many
@given(areas, st.booleans())
def test_chances_of_all_places_add_to_one_and_those_of_the_first_grow(drawn, is_proportion):
    found = place_chances(level_draws(*np.array(drawn).T, is_proportion=is_proportion, seed=1, draws=50))
    assert found.chance.sum(axis=-1) == pytest.approx(1)
    tops = np.array([found.top(first) for first in range(1, len(drawn) + 1)])
    assert (np.diff(tops, axis=0) >= -1e-12).all()
    best, worst = found.between()
    assert (best >= 1).all()
    assert (best <= worst).all()
    assert (worst <= len(drawn)).all()
