"""The matrix: which cells differ, and how many would by luck."""

from datetime import date

import numpy as np
import pytest

from eyre.core import Month, Refused, Rolling, TooFewPoints
from eyre.stats import p_value_against
from eyre.survey import (
    Group,
    MethodBreak,
    Rest,
    against_rest,
    against_target,
    before_after,
    check_apart,
    spread_between,
)

JANUARY, FEBRUARY = (Rolling(Month(2017, at), Month(2017, at)) for at in (1, 2))


def cell(matrix, *group):
    return next(own for own in matrix.cells if own.group == Group(*group))


def test_two_areas_differ_by_newcombes_interval_s_b1(survey):
    own = against_rest(survey(a=[(56, 70)], b=[(48, 80)]), JANUARY)
    first, second = own.cells
    assert float(first.difference.lower) == pytest.approx(0.052431, abs=5e-7)
    assert float(first.difference.upper) == pytest.approx(0.333873, abs=5e-7)
    assert first.p_value == second.p_value == pytest.approx(0.008045, abs=5e-7)
    assert float(second.difference.estimate) == -float(first.difference.estimate)
    assert (own.tested, own.alone, own.stand_out, own.by_luck) == (2, 2, 2, pytest.approx(0.1))


def test_a_rise_has_its_chance_of_being_true_s_g5(survey):
    own = before_after(survey(a=[(83, 100), (90, 100)]), JANUARY, FEBRUARY)
    assert own.cells[0].chance_of_higher == pytest.approx(0.9234, abs=5e-5)
    assert not own.cells[0].difference.lower > 0, "92 % is not what its interval leaves out"


def test_the_rest_leaves_the_cell_itself_out(survey):
    own = against_rest(survey(a=[(45, 50)], b=[(30, 50)], c=[(40, 50)]), JANUARY)
    against = cell(own, "", "a").against
    assert (against.numerator, against.denominator) == (70, 100)


@pytest.mark.parametrize(("rest", "n"), [(Rest.AREAS, 300), (Rest.CRIME_TYPES, 200), (Rest.ALL, 900), (None, 300)])
def test_the_rest_is_of_the_same_element(survey, rest, n):
    own = survey(
        actions__a__burglary=[(90, 100)], actions__a__violence=[(150, 200)],
        actions__b__burglary=[(250, 300)], actions__b__violence=[(300, 400)],
        treatment__a__burglary=[(900, 999)],
    )  # fmt: skip
    assert cell(against_rest(own, JANUARY, rest), "actions", "a", "burglary").against.denominator == n


def test_a_total_among_the_areas_is_set_against_nothing(survey):
    own = against_rest(survey(a=[(45, 50)], b=[(30, 50)], force=[(75, 100)]), JANUARY)
    assert cell(own, "", "force").note == "The total of the others: set against none."
    assert cell(own, "", "a").against.denominator == 50
    assert own.tested == 2


def test_a_target_is_tested_exactly(survey):
    own = against_target(survey(a=[(45, 50)], b=[(30, 50)]), JANUARY, 0.9)
    assert [each.p_value for each in own.cells] == pytest.approx([1.0, float(p_value_against(30, 50, 0.9))])
    assert float(own.cells[1].difference.estimate) == pytest.approx(-0.3)
    assert np.isnan(own.cells[0].chance_of_higher)


def test_cells_are_judged_together_by_benjamini_and_hochberg(survey):
    counts = {"a": (90, 100), "b": (84, 100), "c": (83, 100), "d": (70, 100), "e": (89, 100)}
    own = against_target(survey(**{name: [k_of_n] for name, k_of_n in counts.items()}), JANUARY, 0.9)
    p_values = np.array([each.p_value for each in own.cells])
    order = np.argsort(p_values)
    by_hand = np.minimum.accumulate((p_values[order] * 5 / np.arange(1, 6))[::-1])[::-1]
    assert [own.cells[at].adjusted for at in order] == pytest.approx(by_hand.tolist())
    assert (own.alone, own.stand_out) == (2, 1), "17 points lower by itself, but one in five so low is luck"
    assert own.by_luck == pytest.approx(0.25)


def test_what_luck_alone_would_show_is_said(survey):
    own = against_target(survey(**{f"area {at}": [(45, 50)] for at in range(20)}), JANUARY, 0.9)
    assert own.sentence == (
        "20 cells tested against 90 %; 0 differ at 5 % taken by themselves, where luck alone would show about 1.0. "
        "0 stand out when all are judged together (Benjamini-Hochberg, 5 % false discoveries)."
    )


def test_cells_of_few_answers_are_not_tested(survey):
    own = against_target(survey(a=[(45, 50)], b=[(5, 9)], c=[(0, 0)]), JANUARY, 0.9)
    assert own.tested == 1
    assert cell(own, "", "b").note == "9 answers, fewer than 10: not shown."
    assert cell(own, "", "c").note == "Nobody answered."
    assert own.sentence.startswith("1 cell tested against 90 %; 0 differ")


def test_windows_that_share_months_are_refused():
    first, second = (Rolling.ending(Month(2017, at), 3) for at in (3, 4))
    with pytest.raises(Refused, match=r"share 2 months.*ends by January 2017"):
        check_apart(first, second)
    check_apart(first, Rolling.ending(Month(2017, 6), 3))


def test_windows_that_run_backwards_are_refused():
    with pytest.raises(Refused, match="Give the earlier window first"):
        check_apart(FEBRUARY, JANUARY)


def test_a_change_of_method_between_two_windows_is_refused(survey):
    to_text = MethodBreak(date(2017, 2, 1), "to text message")
    with pytest.raises(Refused, match="Between January 2017 and February 2017 the method changed: to text message"):
        before_after(survey(a=[(83, 100), (90, 100)]), JANUARY, FEBRUARY, breaks=[to_text])


def test_a_cell_without_an_earlier_window_is_said(survey):
    own = before_after(survey(a=[(83, 100), (90, 100)], b=[None, (90, 100)]), JANUARY, FEBRUARY)
    assert cell(own, "", "b").note == "Nothing to set it against. No figures for 2017-01."
    assert own.tested == 1


def test_one_cell_has_nothing_to_be_set_against(survey):
    with pytest.raises(Refused, match="Give a target"):
        against_rest(survey(a=[(45, 50)]), JANUARY)


def test_areas_that_lie_apart_beyond_sampling_are_told_from_areas_that_do_not(survey):
    apart = against_rest(survey(a=[(450, 500)], b=[(350, 500)], c=[(400, 500)]), JANUARY)
    alike = against_rest(survey(a=[(41, 50)], b=[(40, 50)], c=[(39, 50)]), JANUARY)
    assert spread_between(apart, "").p_value < 0.001
    # Shares 0.9, 0.7, 0.8: variance 0.01 less that of sampling, 0.16 / 500
    assert spread_between(apart, "").between_sd == pytest.approx(np.sqrt(0.01 - 0.16 / 500))
    assert spread_between(alike, "").between_sd == 0
    with pytest.raises(TooFewPoints):
        spread_between(alike, "actions")


def test_weighted_areas_are_compared_by_what_they_are_worth(answers):
    given = [(0, at % 10 != 0, 1.0 + at % 3, "", "a") for at in range(300)]
    given += [(0, at % 10 > 2, 1.0 + at % 3, "", "b") for at in range(300)]
    own = against_rest(answers(given), JANUARY)
    first = cell(own, "", "a")
    assert first.own.effective_n < 300
    assert float(first.difference.lower) > 0
    assert first.p_value < 0.001
    assert np.isnan(first.chance_of_higher)
