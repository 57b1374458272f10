"""Level, season and dispersion of a baseline, and draws of a series that stays there."""

import numpy as np
import pytest
from scipy.stats import betabinom, binom, nbinom, poisson

from eyre.core import TooFewPoints
from eyre.stats.unchanged import (
    baseline_of_counts,
    baseline_of_shares,
    baseline_of_values,
    quantiles_of_counts,
    quantiles_of_hits,
    season_factors,
)

CHANCES = np.array([0.001, 0.1, 0.25, 0.5, 0.9, 0.999])


@pytest.mark.parametrize("mean", [0.3, 12.0, 5000.0])
def test_counts_are_poisson_without_dispersion_and_negative_binomial_with_it(mean):
    assert quantiles_of_counts(CHANCES, mean, 1.0).tolist() == poisson.ppf(CHANCES, mean).tolist()
    # variance 3 times the mean: size mean / 2, p 1 / 3
    assert quantiles_of_counts(CHANCES, mean, 3.0).tolist() == nbinom.ppf(CHANCES, mean / 2, 1 / 3).tolist()


@pytest.mark.parametrize(("n", "share"), [(40, 0.85), (1, 0.5), (2000, 0.02)])
def test_hits_are_binomial_without_dispersion_and_beta_binomial_with_it(n, share):
    assert quantiles_of_hits(CHANCES, n, share, 1.0).tolist() == binom.ppf(CHANCES, n, share).tolist()
    if n > 1:
        alike = 1 / (n - 1)  # variance twice the binomial's
        a, b = share * (1 - alike) / alike, (1 - share) * (1 - alike) / alike
        assert quantiles_of_hits(CHANCES, n, share, 2.0).tolist() == betabinom.ppf(CHANCES, n, a, b).tolist()


def test_none_and_all_stay_none_and_all():
    assert quantiles_of_counts(CHANCES, 0.0, 1.0).sum() == 0
    assert set(quantiles_of_hits(CHANCES, 10, 1.0, 1.0)) == {10.0}
    assert set(quantiles_of_hits(CHANCES, 10, 0.0, 1.0)) == {0.0}


def test_a_season_no_wider_than_chance_is_flat():
    factors, spent = season_factors(np.random.default_rng(1).poisson(100, 36).astype(float), 12, 1 / 100)
    assert np.abs(factors - 1).max() < 0.06
    assert spent < 5


def test_a_true_season_is_kept():
    season = 1 + 0.4 * np.sin(np.arange(12) * np.pi / 6)
    factors, _ = season_factors(np.tile(100 * season, 4), 12, 1 / 100)
    assert factors == pytest.approx(season, abs=0.02)


def test_a_season_needs_two_years():
    factors, spent = season_factors(np.arange(23.0), 12, 0.0)
    assert (factors.tolist(), spent) == ([1.0] * 12, 0.0)


def test_dispersion_is_never_less_than_chance():
    assert baseline_of_counts(np.full(12, 50.0), 12).dispersion == 1.0
    # 40 and 60 in turn: squares of 100 over 50, 12 of them over 11 degrees of freedom
    assert baseline_of_counts(np.tile([40.0, 60.0], 6), 12).dispersion == pytest.approx(12 * 2 / 11)


def test_a_share_is_pooled():
    found = baseline_of_shares(np.array([9.0, 50.0]), np.array([10.0, 100.0]), 12)
    assert found.level == pytest.approx(59 / 110)


def test_values_without_counts_keep_their_variance():
    found = baseline_of_values(np.array([1.0, 3.0, np.nan, 1.0, 3.0]), 12)
    assert (found.level, found.dispersion) == (2.0, pytest.approx(4 / 3))


def test_one_period_is_no_baseline():
    with pytest.raises(TooFewPoints, match="at least 2 periods; this series has 1"):
        baseline_of_counts(np.array([5.0, np.nan]), 12)
