"""Funnels against published limits and numbers worked by hand."""

import numpy as np
import pytest

from eyre.comparison import FunnelKind, control_limits, funnel, limits_at_observed, over_dispersion, winsorised
from eyre.core import Refused, TooFewPoints
from eyre.stats import normal_quantile
from published import medpar

SURGICAL = np.array([47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360])
DEATHS = np.array([0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24])


@pytest.mark.parametrize(
    ("n", "near", "far"),
    [
        (1, (3.204264, 100), (0, 100)),
        (2, (25.885383, 100), (0, 100)),
        (10, (56.154344, 100), (42.032590, 100)),
    ],
)
def test_limits_of_a_proportion_are_those_published_s_c1(n, near, far):
    limits = control_limits(n, 0.80642448, kind=FunnelKind.PROPORTION)
    for limit, expected in zip(limits, (near, far), strict=True):
        assert (100 * float(limit.lower), 100 * float(limit.upper)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("observed", "published", "exact"),
    [
        (1, (17.94802207, 3949.774946, 10.83023482, 99945.32721), (17.948026, 3949.789021, 10.830231, 99949.991662)),
        (5, (42.85102213, 307.979188, 30.38637225, 676.2496398), (42.851026, 307.979176, 30.386371, 676.249819)),
    ],
)
def test_limits_of_a_ratio_by_the_number_observed_are_those_published_s_c2(observed, published, exact):
    near, far = (limits_at_observed(observed, confidence=c) for c in (0.95, 0.998))
    ours = [100 * float(each) for each in (near.lower, near.upper, far.lower, far.upper)]
    assert ours == pytest.approx(published, rel=1e-4)
    assert ours == pytest.approx(exact, rel=1e-7)


def test_limits_by_the_number_expected_pass_the_same_judgement_as_those_by_the_number_observed():
    observed, expected = np.meshgrid(np.arange(1, 60), np.linspace(0.01, 60, 301))
    by_expected = control_limits(expected, 1.0, kind=FunnelKind.RATIO)[0]
    by_observed = limits_at_observed(observed)
    ratio = observed / expected
    assert np.array_equal(ratio > by_expected.upper, ratio > by_observed.upper)
    assert np.array_equal(ratio < by_expected.lower, ratio < by_observed.lower)


def test_no_event_stands_out_where_enough_were_expected():
    # The chance of none is exp(-3.69) = 0.025: below the limits from 3.69 expected on, as the exact interval 0 to 3.69.
    # By the number observed there is no lower limit at 0, and an area without an event never stands out.
    found = funnel([0, 8], [3.6, 8], kind=FunnelKind.RATIO), funnel([0, 8], [3.7, 8], kind=FunnelKind.RATIO)
    assert [int(each.side()[0]) for each in found] == [0, -1]
    assert float(limits_at_observed(0).lower) == 0


def test_one_event_stands_out_where_almost_none_was_expected():
    # P(1 or more) is 0.0247 at 0.025 expected and 0.0257 at 0.026.
    assert funnel([1, 8], [0.025, 8], kind=FunnelKind.RATIO).side()[0] == 1
    assert funnel([1, 8], [0.026, 8], kind=FunnelKind.RATIO).side()[0] == 0


def test_scores_about_the_pooled_rate_are_those_published_s_c4():
    found = funnel(DEATHS, SURGICAL, kind=FunnelKind.PROPORTION)
    assert float(found.target) == pytest.approx(0.0739161, abs=5e-8)
    published = [-1.9368, 2.2182, -0.2789, -1.8630, -1.9988, -0.4061, -0.6094, 3.9382, -0.3455, 0.3222, 2.4073, -0.5257]
    assert found.z == pytest.approx(published, abs=5e-5)
    assert found.side().tolist() == [0, 1, 0, 0, -1, 0, 0, 1, 0, 0, 1, 0]
    assert found.side(0.998).tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]


def test_over_dispersion_of_54_hospitals_is_that_published_s_c3():
    found = funnel(*medpar(), kind=FunnelKind.RATIO, with_dispersion=True).dispersion
    assert float(found.phi) == pytest.approx(9.302497107, abs=5e-10)
    assert float(found.tau_squared) == pytest.approx(0.007863079276, abs=5e-13)


def test_the_cqc_variant_gives_54_hospitals_limits_narrower_than_poisson_and_ours_are_not():
    observed, expected = medpar()
    poisson = funnel(observed, expected, kind=FunnelKind.RATIO)
    ours = funnel(observed, expected, kind=FunnelKind.RATIO, with_dispersion=True)
    narrower = {}
    for exact, own in zip(poisson.limits, ours.limits, strict=True):
        z = normal_quantile(exact.confidence)
        for tau_squared in (0.0, float(ours.dispersion.tau_squared)):
            reach = z * np.sqrt(1 / (4 * expected) + tau_squared)
            lower, upper = (1 - reach) ** 2, (1 + reach) ** 2
            narrower[exact.confidence, tau_squared > 0] = (
                int((lower > exact.lower).sum()),
                int((upper < exact.upper).sum()),
            )
        assert (own.lower <= exact.lower).all()
        assert (own.upper >= exact.upper).all()
    # The square root alone: every lower limit is too high and, at 95 %, 37 of 54 upper ones too low. With the variance
    # between hospitals it is still so at the lower limits of the two with under 10 days expected.
    assert narrower == {(0.95, False): (54, 37), (0.998, False): (54, 0), (0.95, True): (2, 0), (0.998, True): (2, 0)}
    assert np.sort(expected)[:3] == pytest.approx([7.561, 9.667, 19.196], abs=5e-4)


def test_over_dispersion_on_the_square_root_by_hand_s_c3():
    # The same formula on 11 areas with 100 expected each.
    # z = 2 (sqrt O - sqrt E) = -6, -4, -4, -2, 0, 0, 0, 2, 4, 4, 12. Tenth and ninetieth per cent of 11: the 2nd and
    # the 10th, -4 and 4, so -6 becomes -4 and 12 becomes 4. phi = (7 x 16 + 2 x 4) / 11 -> squares: -4 three times,
    # 4 three times (16 each, 96), -2 and 2 (8), 0 three times: 104 / 11 = 9.4545.
    z = np.array([-6, -4, -4, -2, 0, 0, 0, 2, 4, 4, 12.0])
    observed = (z / 2 + 10) ** 2
    found = funnel(observed, np.full(11, 100.0), kind=FunnelKind.RATIO, with_dispersion=True)
    assert found.z == pytest.approx(z)
    assert winsorised(z).tolist() == [-4, -4, -4, -2, 0, 0, 0, 2, 4, 4, 4]
    assert float(found.dispersion.phi) == pytest.approx(104 / 11)
    # s = 1/20, so w = 400 each: tau^2 = (104 - 10) / (4400 - 400) = 0.0235.
    assert float(found.dispersion.tau_squared) == pytest.approx(94 / 4000)
    # Limits at 95 %: (1 -+ 1.959964 sqrt(0.0025 + 0.0235))^2 = (1 -+ 0.316036)^2.
    assert float(found.limits[0].lower[0]) == pytest.approx((1 - 0.316036) ** 2, abs=1e-5)
    assert float(found.limits[0].upper[0]) == pytest.approx((1 + 0.316036) ** 2, abs=1e-5)


def test_over_dispersion_of_proportions_adds_a_variance_of_shares_by_hand():
    # Five areas of 100, 30 40 50 60 70: level 0.5, s = 0.05, z = -4 -2 0 2 4. Quantiles at 10 and 90 %: -3.2 and 3.2.
    # phi = (2 x 10.24 + 2 x 4) / 5 = 5.696; tau^2 = (28.48 - 4) / (5 x 400 - 400) = 0.0153.
    found = funnel([30, 40, 50, 60, 70], [100] * 5, kind=FunnelKind.PROPORTION, with_dispersion=True)
    assert float(found.dispersion.phi) == pytest.approx(5.696)
    assert float(found.dispersion.tau_squared) == pytest.approx(24.48 / 1600)
    assert float(found.limits[0].upper[0]) == pytest.approx(0.5 + 1.959964 * np.sqrt(0.0025 + 0.0153))


def test_nothing_is_added_where_areas_lie_no_further_apart_than_chance_takes_them():
    found = over_dispersion([-1, -0.5, 0, 0.5, 1], np.ones(5))
    assert (float(found.tau_squared), bool(found.is_shown)) == (0, False)


def test_the_square_root_alone_would_be_narrower_than_poisson_and_ours_is_not():
    # E = 10: the square root gives (sqrt 10 - 0.98)^2 = 4.76 as the lower limit; exact Poisson 3.83 (P(X <= 3) = 0.010,
    # P(X <= 4) = 0.029).
    root = (1 - 1.959964 / (2 * np.sqrt(10))) ** 2
    for tau_squared in (0.0, 1e-9):
        limit = control_limits(10, 1.0, kind=FunnelKind.RATIO, tau_squared=tau_squared)[0]
        assert 10 * root == pytest.approx(4.762, abs=0.001)
        assert 10 * float(limit.lower) == pytest.approx(3.834, abs=0.001)


def test_identical_areas_lie_on_their_level():
    found = funnel([5] * 6, [100] * 6, kind=FunnelKind.RATE, with_dispersion=True)
    assert found.z.tolist() == [0] * 6
    assert float(found.dispersion.tau_squared) == 0
    assert not found.side().any()


def test_areas_where_everything_happened_are_all_within():
    found = funnel([9, 8, 7, 6, 5], [9, 8, 7, 6, 5], kind=FunnelKind.PROPORTION, with_dispersion=True)
    assert not found.side().any()
    assert not np.isnan(found.z).any()


def test_many_measures_at_once_are_as_each_alone():
    k = np.stack([DEATHS, DEATHS[::-1] % 47])
    n = np.stack([SURGICAL, SURGICAL[::-1]])
    both = funnel(k, n, kind=FunnelKind.RATE, with_dispersion=True)
    for row in range(2):
        one = funnel(k[row], n[row], kind=FunnelKind.RATE, with_dispersion=True)
        assert both.z[row].tolist() == one.z.tolist()
        assert both.limits[1].upper[row].tolist() == one.limits[1].upper.tolist()


@pytest.mark.parametrize(
    ("events", "base", "kind", "said"),
    [
        ([5], [10], "rate", "at least 2 areas; found 1"),
        ([5, -1], [10, 10], "rate", "cannot be negative; found -1"),
        ([5, 6], [10, 0], "rate", "a base above 0 for every area; found 0"),
        ([5, 16], [10, 10], "proportion", "found 16 of 10"),
        ([5, np.nan], [10, 10], "ratio", "a figure for every area"),
        ([0, 0], [10, 10], "rate", "No area has an event"),
    ],
)
def test_figures_that_have_no_funnel_are_refused(events, base, kind, said):
    with pytest.raises(Refused, match=said):
        funnel(events, base, kind=FunnelKind(kind))


def test_a_target_of_90_is_not_taken_for_a_share():
    with pytest.raises(Refused, match=r"90 % is 0\.9"):
        funnel([5, 6], [10, 10], kind=FunnelKind.PROPORTION, target=90)


def test_over_dispersion_of_four_areas_is_refused():
    with pytest.raises(TooFewPoints, match="at least 5 areas; found 4"):
        funnel([5, 6, 7, 8], [10] * 4, kind=FunnelKind.RATE, with_dispersion=True)


def test_limits_that_were_not_drawn_cannot_be_asked():
    with pytest.raises(Refused, match=r"no limits at 0\.9\. It has: 0\.95, 0\.998"):
        funnel([5, 6], [10, 10], kind=FunnelKind.RATE).side(0.9)
