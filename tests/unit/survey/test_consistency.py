"""The chance of meeting a line, by luck and throughout."""

import pytest

from eyre.core import Refused
from eyre.survey import chance_of_showing, chance_throughout, say_consistency, share_needed


def test_a_true_80_shows_90_by_luck_s_b6():
    shown = chance_of_showing(0.9, [10, 20, 60, 100], 0.8)
    assert shown.tolist() == pytest.approx([0.3758, 0.2061, 0.0308, 0.0057], abs=5e-5)


def test_a_true_90_of_ten_answers_shows_90_in_three_of_four_periods_and_seldom_in_six_running():
    # 0.9^10 + 10 x 0.9^9 x 0.1 = 0.736099; to the sixth 0.15909
    assert float(chance_of_showing(0.9, 10, 0.9)) == pytest.approx(0.736099, abs=5e-7)
    assert float(chance_throughout(0.9, [10] * 6, 0.9)) == pytest.approx(0.736099**6, abs=5e-6)


def test_periods_of_unequal_bases_are_multiplied():
    once = chance_of_showing(0.9, [10, 20], 0.9)
    assert float(chance_throughout(0.9, [10, 20], 0.9)) == pytest.approx(float(once[0] * once[1]))


def test_the_level_needed_gives_the_chance_that_was_asked():
    needed = share_needed(0.9, [60] * 4, 0.8)
    assert float(chance_throughout(0.9, [60] * 4, needed)) == pytest.approx(0.8)
    assert needed > 0.9
    assert share_needed(0.0, [10]) == 0.0


@pytest.mark.parametrize(
    ("line", "n", "least"), [(0.9, 10, 9), (0.7, 10, 7), (0.9, 60, 54), (0.9, 61, 55), (1.0, 7, 7)]
)
def test_the_line_is_met_exactly_and_not_a_rounding_below(line, n, least):
    # With a true share of 1/2 the chance is the share of all 2^n outcomes with `least` or more
    from math import comb

    exact = sum(comb(n, k) for k in range(least, n + 1)) / 2**n
    assert float(chance_of_showing(line, n, 0.5)) == pytest.approx(exact)


def test_a_line_of_nothing_is_always_met():
    assert float(chance_of_showing(0.0, 10, 0.0)) == 1.0


def test_the_chance_is_a_sentence():
    assert say_consistency(0.9, [10] * 6, 0.9) == (
        "If the true level is 90.0 %, all of 6 periods of 10 answers show 90 % or more with a chance of 16 %; "
        "for a chance of 80 % the true level must be 96.9 %."  # 0.969^10 + 10 x 0.969^9 x 0.031 = 0.9634 = 0.8^(1/6)
    )


@pytest.mark.parametrize(("line", "n", "share"), [(0.9, 0, 0.8), (90, 10, 0.8), (0.9, 10, 80)])
def test_what_has_no_chance_is_refused(line, n, share):
    with pytest.raises(Refused):
        chance_of_showing(line, n, share)
