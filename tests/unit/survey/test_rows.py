"""What a survey may not contain: every fault at once, with its row."""

from dataclasses import replace

import pytest

from eyre.core import BadInput, Month, NotFound, Refused
from eyre.survey import USER_SATISFACTION, Group, SurveyRow, questionnaire_of, survey_of


def row(k=9.0, n=10.0, where="row 2", **more):
    return SurveyRow(Month(2017, 1), k, n, where=where, **more)


def faults_of(rows, **options):
    with pytest.raises(BadInput) as refused:
        survey_of(rows, **options)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (row(11.0), "11 satisfied of 10 answered: more than all."),
        (row(-1.0), "cannot be negative"),
        (row(1.0, 0.0), "1 satisfied of 0 answered: more than all."),
        (row(8.5), "counts are whole numbers"),
        (row(asked=9.0), "10 answered of 9 asked: more than all."),
        (row(weight=-2.0), "weight -2 is negative"),
        (row(weight=0.0), "sum to 0"),
        (row(group=Group("overal")), 'Did you mean "whole_experience"?'),
        (row(group=Group("parking")), "The elements are first_contact, actions, follow_up"),
    ],
)
def test_each_fault_is_said_in_a_sentence(wrong, says):
    (fault,) = faults_of([wrong])
    assert fault.startswith("row 2: ")
    assert says in fault


def test_all_faults_are_said_at_once():
    said = faults_of([row(11.0), row(9.0, where="row 3"), row(-1.0, where="row 4", group=Group("parking"))])
    assert [fault.partition(":")[0] for fault in said] == ["row 2", "row 4", "row 4", "row 3"]


def test_a_month_may_stand_once_in_counts_and_often_in_answers():
    two = [row(1.0, 1.0), row(0.0, 1.0, where="row 3")]
    assert faults_of(two) == ["row 3: all answers has 2017-01 already (row 2). Give each month once."]
    assert survey_of(two, are_answers=True).answered.tolist() == [[2.0]]


def test_an_element_under_two_names_is_one_element():
    two = [row(group=Group("overall")), row(group=Group("Whole experience"), where="row 3")]
    assert faults_of(two) == ["row 3: Whole experience has 2017-01 already (row 2). Give each month once."]


def test_two_areas_may_have_the_same_month():
    survey = survey_of([row(group=Group(area="a")), row(group=Group(area="b"))])
    assert survey.satisfied.tolist() == [[9.0], [9.0]]


def test_weights_are_on_every_row_or_on_none():
    (fault,) = faults_of([row(weight=1.0), replace(row(where="row 3"), month=Month(2017, 2))])
    assert fault.startswith("row 3: has no weight where other rows have one.")


def test_no_rows_are_no_survey():
    assert faults_of([]) == ["There are no answers."]


@pytest.mark.parametrize("name", ["follow_up", "Follow-up", "FOLLOW UP", "kept informed"])
def test_an_element_is_found_by_any_of_its_names(name):
    assert USER_SATISFACTION.find(name).key == "follow_up"


def test_the_elements_are_those_of_the_survey_of_victims():
    keys = [element.key for element in USER_SATISFACTION.elements]
    assert keys == ["first_contact", "actions", "follow_up", "treatment", "whole_experience"]


def test_a_force_may_ask_otherwise():
    own = questionnaire_of("webchat", ["Ease", "Time taken"])
    assert survey_of([row(group=Group("time taken"))], questionnaire=own).groups == (Group("time_taken"),)
    with pytest.raises(Refused, match="ease twice"):
        questionnaire_of("webchat", ["Ease", "ease"])


def test_a_group_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(NotFound, match=r"no answers of b\. It has: a"):
        survey_of([row(group=Group(area="a"))]).row(Group(area="b"))
