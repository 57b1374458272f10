"""Rolling figures: pooled, beside their month, on a base that can carry them."""

from datetime import date

import numpy as np
import pytest

from eyre.core import Month, Refused, Rolling, TooFewPoints, parse_period
from eyre.stats import exact_interval, wilson_interval
from eyre.survey import (
    USER_SATISFACTION,
    Group,
    IntervalMethod,
    MethodBreak,
    SmallBaseRule,
    SurveyRow,
    overlap_correlation,
    overlap_warning,
    pool,
    rolling,
    row_faults,
    survey_of,
    window_of,
)
from published import DISTRICTS, SCHOOL_WEIGHT, apiclus1

FIRST = Month(2017, 1)

THREE_MONTHS = [(10, 12), (48, 60), (18, 20)]


def test_three_months_are_pooled_and_not_averaged_s_b4(survey):
    own = rolling(survey(telford=THREE_MONTHS)).pooled
    assert (own.numerator[0, 2], own.denominator[0, 2]) == (76, 92)
    assert float(own.interval.estimate[0, 2]) == pytest.approx(0.826087, abs=5e-7)
    assert np.mean([10 / 12, 48 / 60, 18 / 20]) == pytest.approx(0.844444, abs=5e-7), "what it is not"
    wilson = wilson_interval(76, 92)
    assert (own.interval.lower[0, 2], own.interval.upper[0, 2]) == (wilson.lower, wilson.upper)


def test_neighbouring_rolling_figures_are_not_independent_s_b4():
    assert [overlap_correlation(3, lag) for lag in (1, 2, 3, 4)] == pytest.approx([2 / 3, 1 / 3, 0, 0])
    assert "share 2 of their 3 months" in overlap_warning(3)
    assert overlap_warning(1) == ""


def test_the_month_stands_beside_the_window_with_its_own_base(survey):
    own = rolling(survey(telford=THREE_MONTHS))
    assert own.survey.answered[0].tolist() == [12, 60, 20]
    assert own.month.interval.estimate[0].tolist() == pytest.approx([10 / 12, 48 / 60, 18 / 20])
    assert own.period(0, 2) == parse_period("2017-01..2017-03")


def test_small_bases_have_the_exact_interval(survey):
    own = rolling(survey(telford=THREE_MONTHS))
    assert float(own.month.interval.lower[0, 0]) == pytest.approx(float(exact_interval(10, 12).lower))
    assert float(own.month.interval.lower[0, 1]) == pytest.approx(float(wilson_interval(48, 60).lower))
    assert own.method(0, 2) is IntervalMethod.WILSON


def test_a_window_that_is_not_full_says_so(survey):
    own = rolling(survey(telford=[*THREE_MONTHS, None, (30, 40), (30, 40)]))
    assert np.isnan(own.pooled.interval.estimate[0, [0, 1, 3, 4, 5]]).all()
    assert own.note(0, 1) == "Fewer than 3 months so far."
    assert own.note(0, 5) == "No figures for 2017-04."


def test_a_month_in_which_nobody_answered_is_no_gap(survey):
    own = rolling(survey(telford=[(40, 50), (0, 0), (45, 50)]))
    assert float(own.pooled.interval.estimate[0, 2]) == 0.85
    assert np.isnan(own.month.interval.estimate[0, 1])


def test_a_group_with_few_answers_is_pooled_to_twelve_months(survey):
    own = rolling(survey(hate=[(3, 4)] * 14, burglary=[(18, 20)] * 14))
    assert own.pooled.months.ravel().tolist() == [3, 12]
    burglary, hate = 0, 1
    assert own.pooled.denominator[burglary, 13] == 60
    assert (own.pooled.numerator[hate, 13], own.pooled.denominator[hate, 13]) == (36, 48)
    assert own.period(hate, 13) == parse_period("2017-03..2018-02")
    assert own.note(hate, 13) == "Under 30 answers in most windows of 3: pooled to 12 months."
    assert own.note(hate, 10).startswith("Fewer than 12 months so far.")


def test_a_group_stays_on_its_window_where_there_are_no_twelve_months(survey):
    own = rolling(survey(hate=[(3, 4)] * 6))
    assert own.pooled.months.ravel().tolist() == [3]
    assert own.note(0, 5) == "Small base: 12 answers."


def test_one_small_month_does_not_pool_a_group(survey):
    own = rolling(survey(a=[(18, 20)] * 12 + [(0, 0)] * 2))
    assert own.pooled.months.ravel().tolist() == [3]
    assert own.note(0, 13) == "Small base: 20 answers."


def test_a_figure_of_too_few_answers_is_not_shown_and_says_why(survey):
    own = rolling(survey(a=[(2, 3)] * 4))
    assert np.isnan(own.pooled.interval.estimate).all()
    assert own.note(0, 3) == "9 answers, fewer than 10: not shown."
    shown = rolling(survey(a=[(2, 3)] * 4), rule=SmallBaseRule(hide_under=9))
    assert float(shown.pooled.interval.estimate[0, 3]) == pytest.approx(2 / 3)
    assert "under 9 answers is not shown" in shown.rule.sentence


def test_no_window_lies_across_a_change_of_method(survey):
    to_text = MethodBreak(date(2017, 4, 1), "from telephone to text message")
    own = rolling(survey(a=[(45, 50)] * 7), breaks=[to_text])
    seen = ~np.isnan(own.pooled.interval.estimate[0])
    assert seen.tolist() == [False, False, True, False, False, True, True]
    assert own.note(0, 4) == "Not pooled across the change of method: from telephone to text message on 1 April 2017."


def test_a_change_within_a_month_spoils_the_month(survey):
    own = rolling(survey(a=[(45, 50)] * 4), breaks=[MethodBreak(date(2017, 2, 15), "new question")])
    assert np.isnan(own.month.interval.estimate[0]).tolist() == [False, True, False, False]


def test_a_window_asked_for_across_a_change_is_refused(survey):
    own, to_text = survey(a=[(45, 50)] * 7), [MethodBreak(date(2017, 4, 1), "to text message")]
    with pytest.raises(Refused, match=r"3 months to May 2017 lies across .* to text message on 1 April 2017"):
        pool(own, [0], Rolling.ending(Month(2017, 5), 3), breaks=to_text)
    assert pool(own, [0], Rolling.ending(Month(2017, 6), 3), breaks=to_text).denominator == 150


def test_groups_are_pooled_together_over_a_window(survey):
    own = pool(survey(a=[(10, 12), (48, 60)], b=[(5, 8), (18, 20)]), [0, 1], window_of(parse_period("2017-02")))
    assert (own.numerator, own.denominator, own.share) == (66, 80, pytest.approx(0.825))


def test_a_window_with_a_month_missing_shows_nothing(survey):
    own = pool(survey(a=[(45, 50), None, (45, 50)]), [0], Rolling.ending(Month(2017, 3), 3))
    assert (own.is_shown, own.note) == (False, "No figures for 2017-02.")


@pytest.mark.parametrize(
    ("window", "says"),
    [("2016-12..2017-02", "not inside the survey"), ("2017-01-05..2017-02-28", "not of whole months")],
)
def test_a_window_that_cannot_be_read_off_is_refused(survey, window, says):
    with pytest.raises(Refused, match=says):
        pool(survey(a=THREE_MONTHS), [0], window_of(parse_period(window)))


def test_windows_longer_than_the_survey_and_rules_that_contradict_themselves_are_refused(survey):
    with pytest.raises(TooFewPoints, match="the survey has 3"):
        rolling(survey(a=THREE_MONTHS), 12)
    with pytest.raises(Refused, match="no fewer to pool"):
        SmallBaseRule(pool_under=5, hide_under=10)


# --- weights -------------------------------------------------------------------------------------------------------


def test_weights_move_the_share_and_narrow_what_it_is_worth(answers):
    # Ten satisfied of weight 1, ten dissatisfied of weight 3: 10 / 40
    given = [(0, 1, 1.0, "", "a")] * 10 + [(0, 0, 3.0, "", "a")] * 10
    own = rolling(answers(given), 1)
    assert float(own.pooled.interval.estimate[0, 0]) == pytest.approx(0.25)
    # Scores w (y - 0.25) / 40 = +/- 0.01875, all alike: variance 20/19 x 20 x 0.01875^2; n = 0.1875 / that = 25.3,
    # no more than the answers there are
    assert float(own.pooled.effective_n[0, 0]) == 20
    assert own.method(0, 0) is IntervalMethod.DESIGN


def test_answers_of_few_clusters_are_worth_few(answers):
    given = [(0, at % 4 != 0, 1.0, f"beat {at % 4}", "a") for at in range(80)]
    own = rolling(answers(given), 1)
    assert float(own.pooled.interval.estimate[0, 0]) == 0.75
    assert float(own.pooled.effective_n[0, 0]) < 4, "three beats all satisfied, one not at all"


def test_one_cluster_shows_nothing_and_says_why(answers):
    own = rolling(answers([(0, 1, 1.0, "only", "a")] * 40), 1)
    assert np.isnan(own.pooled.interval.estimate[0, 0])
    assert "One cluster" in own.note(0, 0)


def test_all_satisfied_of_a_weighted_survey_is_worth_its_kish_n(answers):
    given = [(0, 1, weight, "", "a") for weight in [1.0] * 20 + [3.0] * 20]
    own = rolling(answers(given), 1)
    # (20 + 60)^2 / (20 + 180) = 32
    assert float(own.pooled.effective_n[0, 0]) == pytest.approx(32)
    assert float(own.pooled.interval.lower[0, 0]) == pytest.approx(0.025 ** (1 / 32))


def test_a_month_without_answers_is_empty_where_every_answer_is_listed(answers):
    own = answers([(0, 1, 1.0, "", "a")] * 20 + [(2, 1, 1.0, "", "a")] * 20)
    assert own.answered[0].tolist() == [20, 0, 20]


def test_counts_with_weights_are_the_answers_they_stand_for(rows, answers):
    from dataclasses import replace

    from eyre.survey import survey_of

    counted = survey_of([replace(row, weight=2.0) for row in rows(a=[(30, 40), (12, 20)])])
    listed = answers(
        [(0, at < 30, 2.0, "", "a") for at in range(40)] + [(1, at < 12, 2.0, "", "a") for at in range(20)]
    )
    one, other = (rolling(own, 2).pooled.interval for own in (counted, listed))
    assert float(one.estimate[0, 1]) == pytest.approx(0.7)
    assert float(one.lower[0, 1]) == pytest.approx(float(other.lower[0, 1]))


def test_groups_stand_in_the_order_of_the_questionnaire(survey):
    own = survey(overall__a=[(1, 2)], actions__b=[(1, 2)], actions__a=[(1, 2)])
    assert own.groups == (Group("actions", "a"), Group("actions", "b"), Group("whole_experience", "a"))
    assert own.label(own.groups[2]) == "Whole experience, a"


# --- finite populations -------------------------------------------------------------------------------------------


def of_a_population(months, *, stratum="", **more):
    """Rows of answers: {month: (satisfied, answered, population)}."""
    return [
        SurveyRow(
            FIRST.shift(at),
            float(place < k),
            1.0,
            stratum=stratum,
            population=float(size),
            where=f"row {place + 2}",
            **more,
        )
        for at, (k, n, size) in months.items()
        for place in range(n)
    ]


def test_a_rare_share_of_a_clustered_survey_has_the_published_interval_s_b3():
    _, no_learners, district = apiclus1()
    rows = [
        SurveyRow(FIRST, yes, 1.0, weight=SCHOOL_WEIGHT, cluster=str(own), population=float(DISTRICTS))
        for yes, own in zip(no_learners.tolist(), district.tolist(), strict=True)
    ]
    own = pool(survey_of(rows, are_answers=True), [0], Rolling.ending(FIRST, 1))
    assert own.interval.estimate == pytest.approx(0.02185792, abs=5e-9)
    assert own.interval.lower == pytest.approx(0.0002161468, abs=5e-11)
    assert own.interval.upper == pytest.approx(0.1375078, abs=5e-8)


def test_half_of_a_population_is_worth_about_twice_its_answers():
    survey = survey_of(of_a_population({0: (45, 50, 100)}), are_answers=True)
    own = pool(survey, [0], Rolling.ending(FIRST, 1))
    # Scores: variance 50/49 x 0.09/50 x (1 - 1/2); n = 0.09 / that = 98, at most 50 / (1 - 1/2) = 100
    assert own.effective_n == pytest.approx(98)
    alone = pool(survey_of(of_a_population({0: (45, 50, 10**9)}), are_answers=True), [0], Rolling.ending(FIRST, 1))
    assert own.interval.upper - own.interval.lower < alone.interval.upper - alone.interval.lower


def test_populations_of_the_months_of_a_window_are_added_up():
    # 20 of 40 and 20 of 60: 40 of 100, and not 40 of 40 or of 60.
    survey = survey_of(of_a_population({0: (15, 20, 40), 1: (15, 20, 60)}), are_answers=True)
    own = pool(survey, [0], Rolling.ending(FIRST.shift(1), 2))
    # 40/39 x 0.1875/40 x (1 - 0.4): n = 0.1875 / that = 65
    assert own.effective_n == pytest.approx(65)


def test_where_everyone_answered_nothing_is_left_to_chance():
    own = pool(survey_of(of_a_population({0: (27, 30, 30)}), are_answers=True), [0], Rolling.ending(FIRST, 1))
    assert (own.interval.lower, own.interval.estimate, own.interval.upper) == (0.9, 0.9, 0.9)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (of_a_population({0: (45, 50, 49)}), "50 were drawn from a population of 49"),
        ([*of_a_population({0: (5, 10, 90)}), SurveyRow(FIRST, 1.0, 1.0, where="row 99")], "has no population where"),
        (
            [*of_a_population({0: (5, 10, 90)}), *of_a_population({0: (5, 10, 95)})],
            "the population of all answers in 2017-01 is 90 and 95. Give one number.",
        ),
        (of_a_population({0: (45, 50, 4)}, cluster="a"), None),
    ],
)
def test_a_population_that_cannot_be_is_a_fault(rows, said):
    faults = row_faults(rows, USER_SATISFACTION, are_answers=True)
    assert [said in fault.what for fault in faults] == ([True] if said else [])
