"""Estimates that come with a standard error and no n."""

import numpy as np
import pytest

from eyre.survey import published_estimate


def test_a_published_estimate_has_its_interval_and_what_it_is_worth():
    # Crime Survey for England and Wales 2018, local police good or excellent, West Midlands, all aged 16 and over
    own = published_estimate(0.5397767711, 0.01133710732, 2850)
    # p (1 - p) / se^2 = 0.248418 / 0.000128530; logit 0.159443 +/- 1.959964 x 0.0113371 / 0.248418
    assert float(own.effective_n) == pytest.approx(1932.76, abs=0.05)
    assert float(own.design_effect) == pytest.approx(1.4746, abs=5e-5)
    assert float(own.interval.lower) == pytest.approx(1 / (1 + np.exp(-(0.159443 - 0.089447))), abs=2e-5)
    assert float(own.interval.upper) == pytest.approx(1 / (1 + np.exp(-(0.159443 + 0.089447))), abs=2e-5)


def test_what_was_not_published_stays_missing():
    own = published_estimate([0.6, np.nan], [0.02, np.nan])
    assert np.isnan(own.interval.lower).tolist() == [False, True]
    assert np.isnan(own.design_effect).all()


def test_a_share_of_all_says_nothing_of_its_error():
    own = published_estimate([1.0, 0.5], [0.01, 0.0], [20, 20])
    assert np.isnan(own.interval.lower[0])
    assert np.isnan(own.design_effect).all()
