"""Those who did not answer."""

import numpy as np
import pytest

from eyre.core import Refused
from eyre.survey import if_lower_by, nonresponse_bounds, points_to_reach


def test_the_silent_may_be_all_dissatisfied_or_all_satisfied():
    own = nonresponse_bounds(45, 50, 100)
    assert (float(own.response_rate), float(own.lowest), float(own.highest)) == (0.5, 0.45, 0.95)


def test_the_silent_twenty_points_lower():
    # 45 + 50 x 0.7 of 100
    assert float(if_lower_by(20, 45, 50, 100)) == pytest.approx(0.8)
    assert float(if_lower_by(0, 45, 50, 100)) == pytest.approx(0.9)
    assert float(if_lower_by(95, 45, 50, 100)) == pytest.approx(0.45), "no lower than none"
    assert float(if_lower_by(-95, 45, 50, 100)) == pytest.approx(0.95), "no higher than all"


def test_how_much_lower_the_silent_must_be_for_90_to_be_80():
    assert float(points_to_reach(0.8, 45, 50, 100)) == pytest.approx(20)
    assert float(points_to_reach(0.4, 45, 50, 100)) == np.inf, "not even if none of them were satisfied"
    assert float(points_to_reach(0.99, 45, 50, 100)) == -np.inf


def test_a_census_leaves_nothing_open():
    own = nonresponse_bounds(45, 50, 50)
    assert float(own.lowest) == float(own.highest) == 0.9
    assert float(if_lower_by(50, 45, 50, 50)) == 0.9
    assert float(points_to_reach(0.8, 45, 50, 50)) == np.inf


def test_nobody_asked_is_nothing_known():
    assert np.isnan(nonresponse_bounds(0, 0, 0).lowest)


def test_more_answers_than_asked_are_refused():
    with pytest.raises(Refused, match="answered <= asked"):
        nonresponse_bounds(45, 50, 40)
