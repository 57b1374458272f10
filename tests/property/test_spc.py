"""Process-behaviour charts: a plain exact reading of each series judges the fast one."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.core import Direction
from eyre.spc import Rebase, chart_as_it_stood, judge

RULES = ("outside_limits", "shift", "trend", "two_of_three")


def sign(x) -> int:
    return (x > 0) - (x < 0)


def plain_limits(values, screen):
    """Centre and reach of one group in exact fractions; None for a reach without two neighbours."""
    known = [v for v in values if v is not None]
    if not known:
        return None, None
    centre = sum(known, Fraction(0)) / len(known)
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not ranges:
        return centre, None
    mean = sum(ranges) / len(ranges)
    if screen and mean > 0:
        ranges = [r for r in ranges if r < Fraction("3.267") * mean]
    return centre, Fraction("2.66") * sum(ranges) / len(ranges)


def plain_group(values, fix_first, screen):
    """Flags of one group by rule, side of each point, centre and reach: one series, one point, one rule at a time."""
    n = len(values)
    centre, reach = plain_limits(values[:fix_first], screen)
    side = [0 if v is None or centre is None else sign(v - centre) for v in values]
    off = [None if v is None or centre is None else abs(v - centre) for v in values]
    known = reach is not None
    outside = [known and d is not None and d > reach for d in off]
    near = [
        known and d is not None and not out and d > reach * Fraction(2, 3) for d, out in zip(off, outside, strict=True)
    ]
    pairs = [(values[i], values[i + 1]) for i in range(n - 1)]
    steps = [0 if a is None or b is None else sign(b - a) for a, b in pairs]
    flags = {name: [False] * n for name in RULES}
    flags["outside_limits"] = outside
    for start in range(n - 6):
        if abs(sum(side[start : start + 7])) == 7:
            flags["shift"][start : start + 7] = [True] * 7
        if abs(sum(steps[start : start + 6])) == 6:
            flags["trend"][start : start + 7] = [True] * 7
    for start in range(n - 2):
        for way in (1, -1):
            close = [i for i in range(start, start + 3) if near[i] and side[i] == way]
            if len(close) >= 2:
                for i in close:
                    flags["two_of_three"][i] = True
    return flags, side, centre, reach


def plain_judge(values, starts, fix_first, screen):
    bounds = [0, *starts, len(values)]
    groups = [plain_group(values[a:b], fix_first, screen) for a, b in pairwise(bounds)]
    flags = {name: [flag for group in groups for flag in group[0][name]] for name in RULES}
    lines = [(c, r) for (_, side, c, r) in groups for _ in side]
    return flags, [s for group in groups for s in group[1]], lines


@st.composite
def cases(draw, gaps=True):
    """A walk with jumps, in whole numbers, so that ties, runs, constant stretches and outliers all occur."""
    n = draw(st.integers(4, 40))
    steps = draw(st.lists(st.sampled_from([0, 0, 1, 1, -1, -1, 2, -2, 3, -5, 8, 40, -40]), min_size=n, max_size=n))
    walk, noise = np.cumsum(steps), draw(st.lists(st.integers(-4, 4), min_size=n, max_size=n))
    values = draw(st.sampled_from([walk, np.array(noise), np.array(noise) + np.repeat([0, 6], n)[n // 2 :][:n]]))
    series = [int(v) for v in values]
    if gaps and draw(st.booleans()):
        for place in draw(st.lists(st.integers(0, n - 1), max_size=3)):
            series[place] = None
    start = draw(st.none() | st.integers(2, n - 2))
    fix_first = draw(st.none() | st.integers(2, n))
    return series, [] if start is None else [start], fix_first, draw(st.booleans())


def judged(series, starts, fix_first, screen, direction=Direction.UP):
    values = np.array([np.nan if v is None else v for v in series], dtype=float)
    rebase = [Rebase(start, "analyst", "test") for start in starts]
    return judge(values, direction=direction, rebase=rebase, fix_first=fix_first, screen=screen)


def same_flags(one, other) -> bool:
    return bool((one.fired == other.fired).all() and (one.flag == other.flag).all())


@settings(max_examples=200, deadline=None)
@given(cases())
def test_the_fast_chart_agrees_with_the_plain_one_point_by_point(case):
    series, starts, fix_first, screen = case
    flags, side, lines = plain_judge([None if v is None else Fraction(v) for v in series], starts, fix_first, screen)
    chart = judged(*case)
    for place, name in enumerate(RULES):
        assert chart.fired[place].tolist() == flags[name], name
    assert chart.side.tolist() == side
    for i, (centre, reach) in enumerate(lines):
        expected = [np.nan if centre is None else float(centre), np.nan if reach is None else float(centre + reach)]
        np.testing.assert_allclose([chart.centre[i], chart.upper_limit[i]], expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(cases(), min_size=2, max_size=4))
def test_a_batch_is_judged_as_each_series_alone(drawn):
    n = min(len(case[0]) for case in drawn)
    values = np.array([[np.nan if v is None else v for v in case[0][:n]] for case in drawn], dtype=float)
    batch = judge(values, direction=Direction.DOWN, target=3)
    for i, series in enumerate(values):
        alone = judge(series, direction=Direction.DOWN, target=3)
        assert same_flags(batch[i], alone)
        np.testing.assert_array_equal(batch[i].upper_limit, alone.upper_limit)
        assert batch[i].variation_type() is alone.variation_type()
        assert batch[i].assurance_type() is alone.assurance_type()


@settings(max_examples=50, deadline=None)
@given(cases(), st.floats(0.001, 1000))
def test_limits_follow_a_change_of_unit_and_flags_do_not(case, factor):
    series, *rest = case
    chart, scaled = judged(*case), judged([None if v is None else v * factor for v in series], *rest)
    np.testing.assert_allclose(scaled.upper_limit, chart.upper_limit * factor, rtol=1e-9, atol=1e-9 * factor)
    assert same_flags(chart, scaled)


@settings(max_examples=50, deadline=None)
@given(cases(), st.integers(-5000, 5000))
def test_limits_follow_a_change_of_level_and_flags_do_not(case, level):
    series, *rest = case
    chart, moved = judged(*case), judged([None if v is None else v + level for v in series], *rest)
    np.testing.assert_allclose(moved.lower_limit, chart.lower_limit + level, atol=1e-8)
    assert same_flags(chart, moved)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_a_series_turned_over_has_the_same_signals_when_better_turns_too(case):
    series, *rest = case
    chart = judged(series, *rest, direction=Direction.UP)
    mirror = judged([None if v is None else -v for v in series], *rest, direction=Direction.DOWN)
    assert same_flags(chart, mirror)
    np.testing.assert_allclose(mirror.lower_limit, -chart.upper_limit, atol=1e-9)
    assert mirror.point_type.tolist() == chart.point_type.tolist()


@settings(max_examples=50, deadline=None)
@given(cases())
def test_the_chart_as_it_stood_is_the_chart_of_what_was_there(case):
    series, starts, fix_first, screen = case
    seen = len(series) // 2 + 1
    stood = chart_as_it_stood(judged(*case), seen)
    then = judged(series[:seen], [start for start in starts if start + 2 <= seen], fix_first, screen)
    assert same_flags(stood, then)
    assert stood.point_type.tolist() == then.point_type.tolist()


@settings(max_examples=50, deadline=None)
@given(cases(gaps=False), st.lists(st.integers(-60, 60), min_size=1, max_size=10))
def test_with_fixed_limits_later_points_never_take_a_flag_away(case, later):
    series, _, fix_first, screen = case
    fixed = min(fix_first or 4, len(series))
    early = judged(series, [], fixed, screen)
    late = judged(series + later, [], fixed, screen)
    assert (late.fired[:, : len(series)] >= early.fired).all()
    assert late.centre[0] == early.centre[0]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=2, max_size=30),
    st.sampled_from(list(Direction)),
    st.booleans(),
)
def test_known_figures_never_give_an_unknown_line(values, direction, screen):
    chart = judge(values, direction=direction, screen=screen, target=1.0)
    for line in (chart.centre, chart.lower_limit, chart.upper_limit, chart.near_lower, chart.near_upper):
        assert np.isfinite(line).all()
    assert (chart.lower_limit <= chart.near_lower).all()
    assert (chart.near_upper <= chart.upper_limit).all()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=2, max_size=30), st.sampled_from("pu"))
def test_known_counts_over_a_base_never_give_an_unknown_line(pairs, kind):
    hits, base = [min(pair) for pair in pairs], [max(*pair, 1) for pair in pairs]
    chart = judge(direction=Direction.UP, chart=kind, numerator=hits, denominator=base, per=100)
    for line in (chart.values, chart.centre, chart.lower_limit, chart.upper_limit):
        assert np.isfinite(line).all()


@settings(max_examples=50, deadline=None)
@given(st.integers(-1000, 1000), st.integers(2, 40), st.floats(0.001, 1000))
def test_a_series_that_never_changes_never_signals(value, n, factor):
    chart = judge(np.full(n, value * factor), direction=Direction.UP)
    assert not chart.fired.any()


@settings(max_examples=50, deadline=None)
@given(cases())
def test_every_special_point_has_a_reason_and_no_other_has_a_rule(case):
    chart = judged(*case)
    for i in range(len(chart.values)):
        assert chart.type_at(i).is_special == (chart.rule_at(i) is not None)
        assert chart.reason(i).endswith(".")
