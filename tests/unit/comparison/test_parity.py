"""On a par with a peer: the gap, the tolerance, and when it would close."""

import numpy as np
import pytest

from eyre.comparison import ParityVerdict, closing, fixed_value, level_interval, parity
from eyre.core import Refused, TooFewPoints
from eyre.stats import Interval, difference_of_proportions


def interval(estimate, reach):
    return Interval(np.float64(estimate), np.float64(estimate - reach), np.float64(estimate + reach))


def test_a_gap_of_shares_is_newcombes():
    own, peer = (level_interval(k, n, is_proportion=True) for k, n in ((56, 70), (48, 80)))
    published = difference_of_proportions(56, 70, 48, 80)  # method 10, his example (a): 0.0524 to 0.3339
    found = parity(own, peer)
    assert (float(found.gap.lower), float(found.gap.upper)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert float(found.gap.lower) == pytest.approx(float(published.lower))
    assert found.verdict is None
    assert found.is_shown


@pytest.mark.parametrize(
    ("gap", "reach", "verdict"),
    [
        (0.5, 1.0, ParityVerdict.ON_A_PAR),  # -0.5 to 1.5, within 2
        (1.0, 1.0, ParityVerdict.ON_A_PAR),  # 0 to 2: on the tolerance is within it
        (1.5, 1.0, ParityVerdict.CANNOT_TELL),  # 0.5 to 2.5
        (3.5, 1.0, ParityVerdict.APART),  # 2.5 to 4.5
        (-3.5, 1.0, ParityVerdict.APART),
        (0.0, 9.0, ParityVerdict.CANNOT_TELL),  # no gap, and figures too weak to show that there is none
    ],
)
def test_parity_needs_the_whole_interval_within_the_tolerance(gap, reach, verdict):
    found = parity(interval(10 + gap, reach), fixed_value(10), tolerance=2)
    assert found.verdict is verdict


def test_a_fixed_value_adds_nothing_to_the_interval():
    found = parity(interval(12, 3), fixed_value(10))
    assert (float(found.gap.lower), float(found.gap.upper)) == (-1, 5)
    assert not found.is_shown


def test_square_and_add_by_hand():
    # Reaches 3 and 4: the gap reaches 5 either way.
    found = parity(interval(12, 3), interval(10, 4))
    assert (float(found.gap.lower), float(found.gap.upper)) == (-3, 7)


def test_a_tolerance_of_nothing_is_refused():
    with pytest.raises(Refused, match="above 0"):
        parity(interval(12, 3), fixed_value(10), tolerance=0)


def test_over_dispersed_counts_say_as_much_as_fewer():
    # 400 with dispersion 4 has the interval of 100, four times as wide.
    wide, few = (level_interval(k, 1, is_proportion=False, dispersion=phi) for k, phi in ((400, 4), (100, 1)))
    assert float(wide.upper) == pytest.approx(4 * float(few.upper))
    assert float(wide.estimate) == 400


# --- closing ------------------------------------------------------------------------------------------------------

WOBBLE = np.array([0.1, -0.1, 0.05, -0.05, 0.1, -0.1, -0.05, 0.05, 0.1, -0.1])


def test_a_gap_that_narrows_by_one_a_month_and_is_six_is_gone_in_six_months():
    # From 15 down to 6 in ten months, with a wobble far smaller than the slope.
    found = closing(30 - np.arange(10) + WOBBLE, np.full(10, 15.0))
    assert found.periods is not None
    assert found.periods[0] == pytest.approx(6, abs=0.2)
    assert found.periods[1] < found.periods[0] < found.periods[2]
    assert found.says("month") in {
        f"closing: at this slope the gap is gone in about {n} months ({a} to {b})"
        for n in (6, 7) for a in (6, 7) for b in (6, 7)
    }  # fmt: skip


@pytest.mark.parametrize("slope", [1.0, 0.0])
def test_a_gap_that_widens_or_stays_is_not_closing(slope):
    found = closing(20 + slope * np.arange(10) + WOBBLE, 15.0)
    assert found.periods is None
    assert found.says().startswith("not closing")


def test_an_area_below_its_peer_closes_by_rising():
    found = closing(np.arange(10) + WOBBLE, 15.0)
    assert found.periods is not None
    assert found.periods[0] == pytest.approx(6, abs=0.2)


def test_a_slope_that_chance_can_make_is_not_closing():
    values = np.array([5, -4, 6, -5, 4, -6, 5, -5, 4, -4.0]) + 20 - 0.1 * np.arange(10)
    assert closing(values, 10.0).periods is None


def test_five_periods_have_no_slope():
    with pytest.raises(TooFewPoints, match="at least 6 values; this series has 5"):
        closing([1, 2, 3, 4, 5], 10.0)


def test_a_missing_period_is_left_out_and_not_closed_over():
    values = 30 - np.arange(10) + WOBBLE
    values[3] = np.nan
    found = closing(values, 15.0)
    assert found.periods is not None
    assert found.periods[0] == pytest.approx(6, abs=0.3)
