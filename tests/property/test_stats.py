"""Arithmetic that holds for any figures: intervals, ratios, pools, slopes, completeness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.stats import (
    difference_of_proportions,
    exact_interval,
    incomplete_months,
    rate_ratio,
    rolling_proportion,
    slope_change,
    wilson_interval,
    wilson_interval_corrected,
)

METHODS = (exact_interval, wilson_interval, wilson_interval_corrected)
counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
many = settings(max_examples=60, deadline=None)


@many
@given(counts, st.sampled_from(METHODS), st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(k_of_n, method, confidence):
    interval = method(*k_of_n, confidence=confidence)
    assert 0 <= interval.lower <= interval.estimate <= interval.upper <= 1


@many
@given(counts, st.sampled_from(METHODS))
def test_what_did_not_happen_has_the_mirrored_interval(k_of_n, method):
    k, n = k_of_n
    did, did_not = method(k, n), method(n - k, n)
    assert float(did.lower) == pytest.approx(1 - float(did_not.upper), abs=1e-9)


@many
@given(counts)
def test_the_correction_only_widens(k_of_n):
    plain, wide = wilson_interval(*k_of_n), wilson_interval_corrected(*k_of_n)
    assert wide.lower <= plain.lower + 1e-12
    assert wide.upper >= plain.upper - 1e-12


@many
@given(counts, counts)
def test_a_difference_the_other_way_round_changes_its_sign(first, second):
    one, other = difference_of_proportions(*first, *second), difference_of_proportions(*second, *first)
    assert float(one.lower) == pytest.approx(-float(other.upper), abs=1e-12)
    assert -1 <= one.lower <= one.estimate <= one.upper <= 1


@many
@given(st.integers(1, 3000), st.integers(1, 3000), st.none() | st.floats(0.2, 30), st.floats(0.1, 10))
def test_a_ratio_the_other_way_round_is_its_inverse(now, then, dispersion, exposure):
    one = rate_ratio(now, then, exposure_now=exposure, dispersion=dispersion).ratio
    other = rate_ratio(then, now, exposure_then=exposure, dispersion=dispersion).ratio
    assert float(one.estimate) == pytest.approx(1 / float(other.estimate))
    assert float(one.lower) == pytest.approx(1 / float(other.upper))
    assert one.lower <= one.estimate <= one.upper


@many
@given(st.lists(counts, min_size=1, max_size=20), st.integers(1, 6))
def test_a_rolling_share_is_the_share_of_the_rows_pooled_by_hand(rows, window):
    hits, base = zip(*rows, strict=True)
    rolling = rolling_proportion(hits, base, window)
    for end in range(len(rows)):
        first = end - window + 1
        pooled = sum(hits[first : end + 1]) / sum(base[first : end + 1]) if first >= 0 else np.nan
        np.testing.assert_allclose(rolling.value[end], pooled)


@many
@given(st.lists(st.integers(-100, 100), min_size=14, max_size=40), st.integers(-50, 50), st.floats(0.01, 100))
def test_slopes_take_on_an_added_slope_and_a_change_of_unit(values, added, factor):
    split = len(values) // 2
    series = np.array(values, dtype=float)
    plain = slope_change(series, split)
    moved = slope_change(factor * (series + added * np.arange(len(values))), split)
    assert float(moved.before.estimate) == pytest.approx(factor * (float(plain.before.estimate) + added), abs=1e-7)
    assert float(moved.change.upper) == pytest.approx(factor * float(plain.change.upper), rel=1e-6, abs=1e-7)


@many
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=40))
def test_a_month_at_or_above_three_quarters_of_the_median_is_never_incomplete(totals):
    flagged = incomplete_months([totals])[0]
    assert not flagged[np.array(totals) >= 0.75 * np.median(totals)].any()


@many
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=40), st.integers(1, 12))
def test_areas_are_judged_each_by_itself(totals, copies):
    together = incomplete_months([totals] * copies + [[5000] * len(totals)])
    assert (together[:-1] == incomplete_months([totals])).all()
    assert not together[-1].any()
