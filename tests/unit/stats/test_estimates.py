"""Shares with a standard error: intervals that stay between 0 and 1, and what such a share is worth."""

import numpy as np
import pytest

from eyre.core import Refused
from eyre.stats import beta_interval, design_n, exact_interval, implied_n, logit_interval, mean_of_design
from eyre.stats.estimates import student_quantile
from published import DISTRICTS, SCHOOL_WEIGHT, apiclus1


@pytest.fixture
def without_learners():
    """The share of schools without English language learners in apiclus1."""
    _, no_learners, district = apiclus1()
    return mean_of_design(
        no_learners, np.full(183, SCHOOL_WEIGHT), cluster=district, population=np.full(183, DISTRICTS)
    )


def test_a_rare_share_has_the_published_logit_interval_s_b3(without_learners):
    share = without_learners
    own = logit_interval(share.estimate, share.standard_error, degrees_of_freedom=share.degrees_of_freedom)
    assert float(own.lower) == pytest.approx(0.002304691, abs=5e-10)
    assert float(own.upper) == pytest.approx(0.1777478, abs=5e-8)


def test_a_rare_share_has_the_published_beta_interval_s_b3(without_learners):
    share = without_learners
    own = beta_interval(share.estimate, share.standard_error, share.n, degrees_of_freedom=share.degrees_of_freedom)
    assert float(own.lower) == pytest.approx(0.0002161468, abs=5e-11)
    assert float(own.upper) == pytest.approx(0.1375078, abs=5e-8)


def test_a_plain_interval_of_a_rare_share_runs_below_nothing_as_published_s_b3(without_learners):
    # No function of ours makes it: it is held here to show what the other two are for.
    share = without_learners
    reach = float(student_quantile(share.degrees_of_freedom)) * share.standard_error
    assert share.estimate == pytest.approx(0.02185792, abs=5e-9)
    assert share.estimate - reach == pytest.approx(-0.02666241, abs=5e-9)
    assert share.estimate + reach == pytest.approx(0.07037825, abs=5e-9)


def test_the_beta_interval_of_a_simple_sample_is_the_exact_one():
    # The standard error of 45 of 50 with divisor n, and 49 degrees of freedom: worth 50 answers
    own, exact = beta_interval(0.9, np.sqrt(0.9 * 0.1 / 50), 50, degrees_of_freedom=49), exact_interval(45, 50)
    assert float(own.lower) == pytest.approx(float(exact.lower))
    assert float(own.upper) == pytest.approx(float(exact.upper))


def test_few_clusters_are_worth_fewer_answers():
    many, few = (float(design_n(0.9, 0.04, 100, degrees_of_freedom=degrees)) for degrees in (99, 5))
    assert many == pytest.approx(0.09 / 0.0016)
    assert few < many / 1.6


def test_a_design_is_never_worth_more_than_its_answers():
    assert float(design_n(0.9, 0.001, 100, degrees_of_freedom=99)) == 100


def test_all_satisfied_is_worth_the_clusters():
    # No error can be seen: 20 clusters are taken as 20 answers, 0.025 ^ (1 / 20)
    own = beta_interval(1.0, 0.0, 200, degrees_of_freedom=19, least_n=20)
    assert (float(own.lower), float(own.upper)) == (pytest.approx(0.025 ** (1 / 20)), 1.0)


def test_an_error_says_what_sample_it_is_worth():
    assert float(implied_n(0.6, 0.02)) == pytest.approx(0.24 / 0.0004)
    assert np.isnan(implied_n(0.6, 0.0))


def test_a_share_of_none_has_no_logit_interval():
    assert np.isnan(logit_interval(0.0, 0.01).lower)


@pytest.mark.parametrize(("share", "error", "says"), [(60, 2, "Divide percentages by 100"), (0.6, -0.1, "negative")])
def test_what_is_no_share_is_refused(share, error, says):
    with pytest.raises(Refused, match=says):
        logit_interval(share, error)
