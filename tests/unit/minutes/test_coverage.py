from dataclasses import replace
from datetime import date

import pytest

from eyre.body.registers import Event
from eyre.core import Month, Reference
from eyre.cycle.events import EventKind
from eyre.cycle.states import MatterStatus
from eyre.minutes.coverage import coverage, list_months
from eyre.minutes.questions import LeftOpen, record_questions
from eyre.minutes.standing import Standing, find_meeting


@pytest.fixture
def covered(west_mercia):
    def of(day="next", events=(), **options):
        folder = replace(west_mercia, events=(*west_mercia.events, *events))
        return coverage(Standing(folder, find_meeting(folder, day)), **options)

    return of


def event(reference, day, kind):
    return Event(reference=Reference.parse(reference), at=day, by="cc", kind=kind, words="It.")


def of_matter(found, key):
    return next(each for each in found.matters if each.matter.key == key)


def test_objectives_that_no_meeting_looked_at_come_first(covered):
    said = [(each.objective.key, each.says) for each in covered().objectives]
    assert said == [
        ("reassure", "Not scrutinised at any meeting on record, and no matter stands under it."),
        ("victims", "Not scrutinised at any meeting on record."),
        ("reform", "Last scrutinised in December 2017, 42 days before; twice on record."),
        ("secure", "Last scrutinised in December 2017, 42 days before; 7 times on record."),
    ]


def test_an_objective_that_is_no_longer_in_force_is_not_counted_against_anybody(west_mercia, covered):
    old = tuple(replace(each, to_date=date(2017, 12, 31)) for each in west_mercia.body.objectives)
    folder = replace(west_mercia, body=replace(west_mercia.body, objectives=old))
    assert coverage(Standing(folder, find_meeting(folder, "next"))).objectives == ()


def test_a_matter_says_in_which_months_it_featured(covered):
    assert of_matter(covered(), "domestic-burglary").featured == (
        "featured in January, February, March, May and December 2017"
    )
    assert of_matter(covered(), "victim-satisfaction").featured == "never an item of a meeting on record"


def test_months_of_two_years_name_each_year_once():
    months = [Month(2018, 3), Month(2017, 11), Month(2018, 1), Month(2018, 3)]
    assert list_months(months) == "November 2017, January and March 2018"


def test_silence_is_counted_from_the_last_meeting_or_progress(covered):
    january = of_matter(covered(), "hate-crime")
    assert (january.silent_days, january.is_silent, january.warning) == (42, False, "")
    may = of_matter(covered("2018-05-22"), "hate-crime")
    assert may.warning == "Silent for 154 days: last considered on 19 December 2017; nothing has moved it on."
    answered = event("question 2017-12/Q3", date(2018, 4, 1), EventKind.ANSWERED)
    moved = of_matter(covered("2018-05-22", [answered]), "hate-crime")
    assert (moved.silent_days, moved.is_silent) == (51, False)
    assert of_matter(covered("2018-05-22", [answered], silent_after=50), "hate-crime").warning == (
        "Silent for 51 days: last considered on 19 December 2017; last moved on by answered on 1 April 2018 "
        "(question 2017-12/Q3)."
    )


def test_a_new_date_or_a_miss_is_no_progress_and_what_comes_later_is_not_known(covered):
    events = [
        event("action 2017-12/5", date(2018, 3, 1), EventKind.DATE_ASKED),
        event("action 2017-12/5", date(2018, 4, 1), EventKind.NEW_DATE),
        event("commitment 2017-12/C17", date(2018, 4, 1), EventKind.MISSED),
        event("question 2017-12/Q3", date(2018, 5, 23), EventKind.ANSWERED),
    ]
    assert of_matter(covered("2018-05-22", events), "hate-crime").silent_days == 154


def test_a_closed_matter_is_never_silent_until_it_is_opened_again(covered):
    closed = event("matter hate-crime", date(2018, 1, 31), EventKind.CLOSED)
    found = of_matter(covered("2018-05-22", [closed]), "hate-crime")
    assert (found.status, found.is_silent) == (MatterStatus.CLOSED, False)
    again = event("matter hate-crime", date(2018, 2, 1), EventKind.REOPENED)
    assert of_matter(covered("2018-05-22", [closed, again]), "hate-crime").is_silent


def test_the_record_leaves_questions_open_each_with_its_reason(west_mercia):
    found = record_questions(Standing(west_mercia, find_meeting(west_mercia, "next")), "hate-crime")
    assert [each.left_open for each in found] == [LeftOpen.UNANSWERED] + 3 * [LeftOpen.UNTESTABLE_PROMISE]
    assert found[0].question.startswith("Was this answered? “Are officers applying")
    assert found[0].reason == ("it was put on 19 December 2017 and the notes hold no answer (question 2017-12/Q3).")
    assert "without a date (commitment 2017-12/" in found[1].reason
