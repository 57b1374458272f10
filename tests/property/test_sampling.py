"""What holds for every dip sample: its draw, its bounds, its plans."""

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eyre.sampling import (
    Allocation,
    Plan,
    chance_accepted,
    draw,
    evaluate,
    read_frame,
    sheet,
    size_to_exclude,
    two_point_plan,
)
from eyre.stats import chance_of_at_most_in, lower_bound, most_marked

some = settings(max_examples=60, deadline=None)
few = settings(max_examples=25, deadline=None)
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
rates = st.floats(0.01, 0.6)


@st.composite
def frames(draw_from):
    """References in some order, each with a stratum."""
    names = draw_from(st.lists(st.text("abc0123456789/", min_size=1, max_size=6), min_size=1, max_size=40, unique=True))
    return [(name, draw_from(st.sampled_from("nst"))) for name in names]


def frame_of(cases):
    return read_frame(sheet("f.csv", {"reference": [n for n, _ in cases], "area": [a for _, a in cases]}), ["area"])


@some
@given(frames(), st.data(), st.integers(), st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL]))
def test_a_draw_is_so_many_of_the_frame_without_repeats_in_any_order(cases, data, seed, allocation):
    size = data.draw(st.integers(1, len(cases)))
    turned = data.draw(st.permutations(cases))
    drawn = draw(frame_of(cases), size, seed=seed, allocation=allocation)
    assert len(set(drawn.references)) == size
    assert set(zip(drawn.references, drawn.strata, strict=True)) <= {(name, (area,)) for name, area in cases}
    assert draw(frame_of(turned), size, seed=seed, allocation=allocation) == drawn
    assert all(one.drawn <= one.size for one in drawn.record.strata)


@some
@given(frames(), st.data(), st.integers())
def test_a_proportional_draw_is_never_a_whole_case_off_its_share(cases, data, seed):
    size = data.draw(st.integers(1, len(cases)))
    for one in draw(frame_of(cases), size, seed=seed).record.strata:
        assert abs(one.drawn - size * one.size / len(cases)) < 1


@some
@given(st.lists(st.text("abc0123456789", min_size=1, max_size=6), min_size=2, max_size=40, unique=True), st.data())
def test_a_larger_draw_with_the_same_seed_holds_the_smaller(names, data):
    size = data.draw(st.integers(1, len(names) - 1))
    whole = read_frame(sheet("f.csv", {"reference": names}))
    small, large = (draw(whole, n, seed=5).references for n in (size, size + 1))
    assert large[:size] == small


def test_every_case_has_its_chance():
    names = [str(at) for at in range(20)]
    whole = read_frame(sheet("f.csv", {"reference": names}))
    times = dict.fromkeys(names, 0)
    for seed in range(400):
        for name in draw(whole, 5, seed=seed).references:
            times[name] += 1
    # 400 x 5 / 20 = 100 each, standard deviation sqrt(400 x .25 x .75) = 8.7: nobody is 4.5 of them away
    assert all(61 <= count <= 139 for count in times.values())


@some
@given(counts)
def test_intervals_hold_the_share_and_a_one_sided_bound_is_the_nearer(k_of_n):
    shown = evaluate(*k_of_n)
    for interval in (shown.exact, shown.wilson):
        assert interval.lower <= shown.share <= interval.upper
    assert float(shown.exact.lower) <= shown.at_least <= shown.share


@some
@given(counts, st.integers(2, 5))
def test_more_cases_with_the_same_share_narrow_the_interval(k_of_n, times):
    k, n = k_of_n
    small, large = evaluate(k, n), evaluate(k * times, n * times)
    assert large.exact.upper - large.exact.lower < small.exact.upper - small.exact.lower
    assert large.wilson.upper - large.wilson.lower < small.wilson.upper - small.wilson.lower


@some
@given(counts)
def test_one_more_that_met_the_standard_raises_the_bound(k_of_n):
    k, n = k_of_n
    assume(k < n)
    assert lower_bound(k + 1, n) > lower_bound(k, n)
    assert evaluate(k + 1, n).belief > evaluate(k, n).belief or evaluate(k, n).belief < 1e-12


@few
@given(st.integers(1, 60), st.data())
def test_the_bound_of_a_frame_is_the_last_number_left_open(n, data):
    failed, population = data.draw(st.integers(0, n)), data.draw(st.integers(n, 3 * n))
    most = most_marked(failed, n, population=population)
    assert failed <= most <= population - (n - failed)
    assert failed == 0 or most_marked(failed - 1, n, population=population) <= most
    if most < population - (n - failed):
        assert chance_of_at_most_in(failed, n, marked=most + 1, population=population) <= 0.05 + 1e-9


@few
@given(st.integers(1, 60), st.integers(0, 300))
def test_a_known_frame_shows_no_less_than_an_endless_one(n, more):
    shown = evaluate(n, n, population=n + more)
    assert shown.at_least_in_frame >= (n + more) * shown.at_least - 1  # a frame has whole cases: within one


@few
@given(rates, st.integers(0, 4), st.none() | st.integers(20, 400))
def test_a_plan_is_the_smallest_that_would_catch_it(rate, allowed, population):
    assume(population is None or rate * population > allowed)
    plan = size_to_exclude(rate, allowed=allowed, population=population)
    assert chance_accepted(plan, rate) <= 0.05 + 1e-12
    if plan.size > allowed + 1:
        assert chance_accepted(Plan(plan.size - 1, allowed, population), rate) > 0.05 - 1e-12


@few
@given(st.floats(0.01, 0.2), st.floats(1.5, 4), st.none() | st.integers(50, 400))
def test_a_two_point_plan_keeps_both_risks(good, times, population):
    bad = good * times
    plan = two_point_plan(good, bad, population=population)
    assert chance_accepted(plan, bad) <= 0.1 + 1e-12
    if population is None:
        assert chance_accepted(plan, good) >= 0.95 - 1e-12


@some
@given(st.integers(1, 200), st.data())
def test_a_worse_force_is_accepted_no_more_often(size, data):
    plan = Plan(size, data.draw(st.integers(0, size - 1)))
    chances = chance_accepted(plan, [0.0, 0.01, 0.05, 0.1, 0.3, 0.7, 1.0])
    assert chances[0] == pytest.approx(1)
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(chances))
