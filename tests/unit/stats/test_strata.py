"""Two groups compared within strata."""

import numpy as np
import pytest

from eyre.core import Refused
from eyre.stats import common_odds

# UCBAdmissions: admitted and applied, by department A to F
MEN = np.array([512, 353, 120, 138, 53, 22]), np.array([825, 560, 325, 417, 191, 373])
WOMEN = np.array([89, 17, 202, 131, 94, 24]), np.array([108, 25, 593, 375, 393, 341])


def test_a_gap_of_the_total_vanishes_and_turns_within_departments_s_d6():
    found = common_odds(*MEN, *WOMEN)
    assert found.crude_chi_square == pytest.approx(91.60960, abs=5e-6)
    assert found.odds_ratio == pytest.approx(0.9046968, abs=5e-8)
    assert found.chi_square == pytest.approx(1.4269, abs=5e-5)
    assert found.p_value == pytest.approx(0.2323, abs=5e-5)
    assert found.crude_odds_ratio > 1.8  # the total says the other way


def test_one_stratum_is_its_own_odds_ratio():
    # 3 of 10 against 1 of 10: (3 x 9) / (1 x 7)
    assert common_odds([3], [10], [1], [10]).odds_ratio == pytest.approx(27 / 7)


def test_many_tables_at_once_are_each_alone():
    both = common_odds(*(np.stack([a, b]) for a, b in zip((*MEN, *WOMEN), (*WOMEN, *MEN), strict=True)))
    assert both.odds_ratio == pytest.approx([0.9046968, 1 / 0.9046968], rel=1e-6)


def test_a_stratum_with_one_group_only_changes_nothing():
    plain = common_odds([3], [10], [1], [10])
    assert common_odds([3, 5], [10, 9], [1, 0], [10, 0]).odds_ratio == pytest.approx(plain.odds_ratio)


@pytest.mark.parametrize("counts", [([11], [10], [1], [10]), ([-1], [10], [1], [10]), ([1], [10], [0], [0])])
def test_counts_that_cannot_be_compared_are_refused(counts):
    with pytest.raises(Refused):
        common_odds(*counts)
