"""Weights, clusters and strata: what a sample is worth."""

import numpy as np
import pytest
import statsmodels.api as sm

from eyre.core import Refused, TooFewPoints
from eyre.stats import effective_n, mean_of_design, weighting_effect
from published import DISTRICTS, SCHOOL_WEIGHT, apiclus1


def test_kish_counts_what_unequal_weights_are_worth_s_b5():
    weights = np.repeat([1, 3, 5], [50, 25, 10])
    assert float(effective_n(weights)) == pytest.approx(58.3333, abs=5e-5)
    assert float(weighting_effect(weights)) == pytest.approx(1.457143, abs=5e-7)


def test_each_row_of_weights_is_counted_by_itself():
    # (1 + 1)^2 / 2 = 2; (1 + 3)^2 / 10 = 1.6
    assert effective_n([[1, 1], [1, 3]]).tolist() == [2.0, 1.6]


def test_an_answer_without_weight_counts_as_none():
    assert float(weighting_effect([2, 2, 0])) == 1.0


def test_a_cluster_sample_has_the_published_mean_error_and_design_effect_s_b2():
    index, _, district = apiclus1()
    own = mean_of_design(index, np.full(183, SCHOOL_WEIGHT), cluster=district, population=np.full(183, DISTRICTS))
    assert own.estimate == pytest.approx(644.1693989, abs=5e-8)
    assert own.standard_error == pytest.approx(23.5422407, abs=5e-8)
    assert own.design_effect == pytest.approx(9.3459, abs=5e-5)
    assert (own.n, own.clusters, own.degrees_of_freedom) == (183, 15, 14)


def test_a_cluster_sample_has_the_standard_error_behind_the_published_intervals_s_b3():
    # R's `mean` interval is 0.02185792 +/- t(14) x SE: SE = (0.07037825 + 0.02666241) / 2 / 2.1447867 = 0.02262245
    _, no_learners, district = apiclus1()
    own = mean_of_design(no_learners, np.full(183, SCHOOL_WEIGHT), cluster=district, population=np.full(183, DISTRICTS))
    assert own.estimate == pytest.approx(0.02185792, abs=5e-9)
    assert own.standard_error == pytest.approx(0.02262245, abs=5e-9)
    assert (own.n, own.clusters, own.degrees_of_freedom) == (183, 15, 14)


def test_a_simple_sample_by_hand():
    # 3 of 4 from 10: s^2 = 4/3 x 0.75 x 0.25 = 0.25; variance 0.25 / 4 x (1 - 4/10) = 0.0375
    own = mean_of_design([1, 0, 1, 1], np.full(4, 2.5), population=np.full(4, 10))
    assert own.standard_error == pytest.approx(np.sqrt(0.0375))
    assert own.design_effect == pytest.approx(1.0)


def test_a_stratified_sample_by_hand():
    # Scores 0.2 (y - 0.6). A: 0.08, -0.12 about -0.02: 2 x 0.02 x (1 - 2/20) = 0.036. B: 0.08, 0.08, -0.12 about
    # 0.01333: 1.5 x 0.026667 x (1 - 3/30) = 0.036.
    own = mean_of_design([1, 0, 1, 1, 0], np.full(5, 10), stratum=list("AABBB"), population=[20, 20, 30, 30, 30])
    assert own.estimate == pytest.approx(0.6)
    assert own.standard_error == pytest.approx(np.sqrt(0.072))
    assert own.degrees_of_freedom == 3


def test_clusters_that_agree_are_worth_one_answer_each():
    # Two clusters of two, 1 1 and 0 0: totals +/- 0.25; variance 2 x 0.125 = 0.25. Simple: 4/3 x 0.25 / 4 = 1/12.
    own = mean_of_design([1, 1, 0, 0], cluster=list("aabb"))
    assert own.standard_error == pytest.approx(0.5)
    assert own.design_effect == pytest.approx(3.0)


def test_clusters_of_one_label_in_two_strata_are_two_clusters():
    own = mean_of_design([1, 0, 1, 0], cluster=[1, 2, 1, 2], stratum=[1, 1, 2, 2])
    assert own.clusters == 4


@pytest.mark.parametrize("clustered", [False, True])
def test_the_linearised_error_is_that_of_a_robust_regression_on_nothing(clustered):
    draw = np.random.default_rng(3)
    values, weights = (draw.random(200) < 0.8).astype(float), draw.uniform(0.5, 3, 200)
    cluster = draw.integers(0, 20, 200)
    model = sm.WLS(values, np.ones(200), weights=weights)
    options = {"cov_type": "cluster", "cov_kwds": {"groups": cluster}} if clustered else {"cov_type": "HC1"}
    own = mean_of_design(values, weights, cluster=cluster if clustered else None)
    assert own.standard_error == pytest.approx(float(model.fit(**options).bse[0]), rel=1e-10)


@pytest.mark.parametrize(
    ("weights", "says"),
    [([1, -1], "negative"), ([0, 0], "sum to 0"), ([1, np.nan], "missing"), ([1, np.inf], "missing")],
)
def test_weights_that_say_nothing_are_refused(weights, says):
    with pytest.raises(Refused, match=says):
        effective_n(weights)


def test_one_cluster_has_no_error_that_can_be_known():
    with pytest.raises(TooFewPoints, match="two clusters or more"):
        mean_of_design([1, 0, 1], cluster=[1, 1, 1])


@pytest.mark.parametrize(
    ("population", "says"), [([10, 11, 10], "differs"), ([2, 2, 2], "more clusters in the sample")]
)
def test_a_population_that_cannot_be_is_refused(population, says):
    with pytest.raises(Refused, match=says):
        mean_of_design([1, 0, 1], population=population)
