from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from eyre.body.meeting import (
    Action,
    Attendance,
    Commitment,
    Decision,
    Finding,
    Item,
    NextMeeting,
    Question,
    QuotedFigure,
)
from eyre.body.registers import Event
from eyre.core import Month, Reference
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import ActionDeliverable, AttendanceState, CommitmentKind, DecisionOutcome, FindingKind
from eyre.cycle.words import LooseEndKind as Kind
from eyre.minutes.loose_ends import loose_ends, open_ends, set_aside, words_to_set_aside


def ref(text):
    return Reference.parse(text)


@pytest.fixture
def found(west_mercia, december):
    """The kinds of loose end, each with its reference, of a December that held one item."""

    def of(item=None, events=(), as_of=None, **meeting):
        items = (item,) if item else ()
        changed = replace(december, items=items, next_meeting=None, **meeting)
        folder = replace(west_mercia, meetings=(changed,), events=tuple(events), documents=())
        return [(end.kind, str(end.reference)) for end in loose_ends(folder, changed, as_of)]

    return of


def item(**records):
    return Item(number="4a.1", title="Burglary", **records)


def action(number=1, **fields):
    given = {"words": "Send the report.", "owners": ("dcc",), "due": Due.on(date(2018, 1, 30))}
    return Action(reference=ref(f"action 2017-12/{number}"), **(given | fields))


def promise(**fields):
    given = {"words": "Better answers will come.", "given_by": ("cc",), "kind": CommitmentKind.COMMITMENT}
    return Commitment(reference=ref("commitment 2017-12/C1"), **(given | fields))


def question(**fields):
    given = {"words": "Which patrols were changed?", "addressed_to": ("cc",), "status": QuestionStatus.NOT_ANSWERED}
    return Question(reference=ref("question 2017-12/Q1"), **(given | fields))


GAP = Finding(reference=ref("finding 2017-12/F1"), words="Victims were not told of charges.", kind=FindingKind.GAP)


def test_december_2017_leaves_these_loose_ends(west_mercia, december):
    ends = loose_ends(west_mercia, december)
    counts = Counter(end.kind for end in ends)
    assert counts == {
        Kind.NOBODY_ASKED: 13, Kind.QUESTION_WITHOUT_ANSWER: 4, Kind.ACTION_WITHOUT_DATE: 3, Kind.TWO_POPULATIONS: 4,
        Kind.FAILURE_WITHOUT_ANSWER: 1, Kind.ADDRESSEE_ABSENT: 1, Kind.REVIEW_TOO_EARLY: 1, Kind.TWO_STATES: 1,
        Kind.TWO_BASES: 1, Kind.ONLY_SAID: 1,
    }  # fmt: skip
    by_kind = {end.kind: end for end in ends}
    assert by_kind[Kind.TWO_STATES].what == (
        "The confidence strategy is said to be a draft (finding 2017-12/F2, commitment 2017-12/C2) and agreed "
        "(finding 2017-12/F11, decision 2017-12/D1)."
    )
    assert by_kind[Kind.ADDRESSEE_ABSENT].what == "It was put to ACC, who is not on the attendance list; CC answered."
    assert by_kind[Kind.FAILURE_WITHOUT_ANSWER].reference == ref("commitment 2017-12/C17")
    assert by_kind[Kind.REVIEW_TOO_EARLY].also == (ref("commitment 2017-12/C20"),)
    unasked = {end.reference.label for end in ends if end.kind is Kind.NOBODY_ASKED}
    assert {"C6", "C7", "C12", "C13", "C18"} <= unasked  # no giver, or only "the force"
    assert not unasked & {"C8", "C9", "C21"}  # the three that an action carries
    assert [end.where for end in ends][:2] == [
        "1.1 Reforming West Mercia: Athena",
        "1.2 Building a more secure West Mercia: confidence",
    ]


def test_of_somebody_who_sent_apologies_that_is_said(west_mercia, december):
    seats = (*december.attendance, Attendance(post="acc", state=AttendanceState.APOLOGIES))
    ends = loose_ends(west_mercia, replace(december, attendance=seats))
    (absent,) = (end for end in ends if end.kind is Kind.ADDRESSEE_ABSENT)
    assert absent.what == "It was put to ACC, who sent apologies; CC answered."


def test_an_answer_that_came_later_closes_its_loose_end(west_mercia, december):
    answered = Event(
        reference=ref("question 2017-12/Q3"), at=date(2018, 1, 20), by="cc", kind=EventKind.ANSWERED, words="Yes."
    )
    folder = replace(west_mercia, events=(*west_mercia.events, answered))

    def asked(as_of):
        return {str(e.reference) for e in loose_ends(folder, december, as_of) if e.kind is Kind.QUESTION_WITHOUT_ANSWER}

    assert asked(date(2018, 1, 19)) - asked(date(2018, 1, 20)) == {"question 2017-12/Q3"}


def test_a_failure_is_answered_by_an_action_that_names_it_or_one_about_the_same(found):
    assert found(item(findings=(GAP,))) == [(Kind.FAILURE_WITHOUT_ANSWER, "finding 2017-12/F1")]
    assert not found(item(findings=(GAP,), actions=(action(from_findings=(GAP.reference,)),)))
    assert not found(item(findings=(GAP,), actions=(action(words="Tell victims of charges."),)))
    assert found(item(findings=(GAP,), actions=(action(words="Paint the station."),)))
    said = replace(GAP, kind=FindingKind.UPDATE, words="The plan was not done.")
    assert found(item(findings=(said,)))
    assert not found(item(findings=(replace(said, words="The plan was done."),)))


def test_a_promise_heard_as_missed_wants_an_action(found):
    missed = Event(reference=ref("commitment 2017-12/C1"), at=date(2017, 12, 19), by="cc", kind=EventKind.MISSED)
    assert found(item(commitments=(promise(),)), [missed]) == [(Kind.FAILURE_WITHOUT_ANSWER, "commitment 2017-12/C1")]
    carried = item(commitments=(promise(carried_by=ref("action 2017-12/1")),), actions=(action(),))
    assert not found(carried, [missed])


def test_a_question_without_an_answer_names_the_action_that_may_bring_it(west_mercia, december, found):
    assert not found(item(questions=(question(status=QuestionStatus.ANSWERED),)))
    both = item(questions=(question(),), actions=(action(words="List which patrols were changed."),))
    meeting = replace(december, items=(both,), next_meeting=None)
    (end,) = loose_ends(replace(west_mercia, meetings=(meeting,)), meeting)
    assert end.also == (ref("action 2017-12/1"),)
    assert "may bring the answer" in end.what


def test_a_question_put_beforehand_of_which_the_notes_say_nothing_is_a_loose_end(found):
    (end,) = found(item(questions=(question(commissioned=True, status=QuestionStatus.PUT),)))
    assert end == (Kind.QUESTION_WITHOUT_ANSWER, "question 2017-12/Q1")


def test_an_action_wants_an_owner_a_date_and_an_owner_who_was_there(found):
    assert not found(item(actions=(action(),)))
    assert found(item(actions=(action(owners=(), due=None),))) == [
        (Kind.ACTION_WITHOUT_OWNER, "action 2017-12/1"),
        (Kind.ACTION_WITHOUT_DATE, "action 2017-12/1"),
    ]
    assert found(item(actions=(action(owners=("acc",)),))) == [(Kind.OWNER_ABSENT, "action 2017-12/1")]
    assert not found(item(actions=(action(owners=("all",)),)))
    invited = (Attendance(post="acc", state=AttendanceState.BY_INVITATION),)
    assert not found(item(actions=(action(owners=("acc",)),)), attendance=invited)
    sorry = (Attendance(post="acc", state=AttendanceState.APOLOGIES),)
    assert found(item(actions=(action(owners=("acc",)),)), attendance=sorry)
    assert not found(item(actions=(action(owners=("acc",)),)), attendance=())  # nobody wrote it down


def test_a_date_given_later_and_an_action_that_is_closed_are_no_loose_ends(found):
    undated = item(actions=(action(due=None),))
    later = Event(
        reference=ref("action 2017-12/1"),
        at=date(2018, 1, 5),
        by="dcc",
        kind=EventKind.NEW_DATE,
        sets_date=date(2018, 2, 1),
    )
    assert found(undated, [later])
    assert not found(undated, [later], as_of=date(2018, 1, 5))
    done = replace(later, kind=EventKind.ACCEPTED, sets_date=None)
    assert not found(undated, [done], as_of=date(2018, 1, 5))


def test_who_is_asked_and_was_not_there_is_said(found):
    asked = item(questions=(question(addressed_to=("acc",), status=QuestionStatus.ANSWERED),))
    assert found(asked) == [(Kind.ADDRESSEE_ABSENT, "question 2017-12/Q1")]


def test_days_that_cannot_be_are_said(west_mercia, december, found):
    assert found(weekday="Wednesday") == [(Kind.WEEKDAY, "meeting 2017-12")]
    wrong = Due(words="Tuesday 31 January 2018", date=date(2018, 1, 31))
    assert found(item(actions=(action(due=wrong),))) == [(Kind.WEEKDAY, "action 2017-12/1")]
    assert found(item(actions=(action(due=Due.on(date(2017, 12, 1))),))) == [
        (Kind.DATE_BEFORE_MEETING, "action 2017-12/1")
    ]
    early = replace(december, items=(), next_meeting=NextMeeting(date=date(2017, 12, 18), weekday="Friday"))
    assert [end.kind for end in loose_ends(west_mercia, early)] == [Kind.WEEKDAY, Kind.DATE_BEFORE_MEETING]


@pytest.mark.parametrize(
    ("day", "is_early"),
    [(date(2018, 7, 15), True), (date(2018, 7, 16), False)],  # June ends on the 30th; its figures come 16 days later
)
def test_a_review_waits_for_the_figures_of_what_was_promised(day, is_early, found):
    measures = ("hate_crime_victim_satisfaction",)
    review = action(deliverable=ActionDeliverable.REVIEW, due=Due.on(day), measures=measures)
    given = promise(due=Due.on(date(2018, 6, 30)), measures=measures)
    kinds = [kind for kind, _ in found(item(actions=(review,), commitments=(given,)))]
    assert (Kind.REVIEW_TOO_EARLY in kinds) is is_early


def test_one_document_cannot_be_a_draft_and_agreed(found):
    def strategy(*words):
        return item(
            findings=tuple(
                Finding(reference=ref(f"finding 2017-12/F{n}"), words=each, kind=FindingKind.UPDATE)
                for n, each in enumerate(words, 1)
            )
        )

    assert found(strategy("The draft patrol strategy has come.", "The patrol strategy was agreed.")) == [
        (Kind.TWO_STATES, "finding 2017-12/F2")
    ]
    assert not found(strategy("The patrol strategy is agreed as an idea and not signed off."))
    assert not found(strategy("The draft patrol strategy has come.", "The search policy was agreed."))
    decision = Decision(
        reference=ref("decision 2017-12/D1"), words="The patrol strategy stands.", by="cc",
        outcome=DecisionOutcome.AGREED,
        subject="Patrol strategy",
    )  # fmt: skip
    held = replace(strategy("The draft patrol strategy has come."), decisions=(decision,))
    assert [kind for kind, _ in found(held)] == [Kind.TWO_STATES]


def test_one_name_for_two_populations_is_asked_about(found):
    both = promise(measures=("victim_satisfaction", "hate_crime_victim_satisfaction"))
    assert (Kind.TWO_POPULATIONS, "commitment 2017-12/C1") in found(item(commitments=(both,)))
    one = promise(measures=("hate_crime_victim_satisfaction",))
    assert not found(item(commitments=(one,)))


def test_figures_on_two_bases_are_asked_about_and_like_with_like_are_not(found):
    def figures(*bases):
        return item(
            figures=tuple(
                QuotedFigure(
                    reference=ref(f"figure 2017-12/M{n}"), words="It.", measure="burglary", area="telford", value=1.0,
                    period_words=words, period=period,
                )
                for n, (words, period) in enumerate(bases, 1)
            )
        )  # fmt: skip

    assert found(figures(("rolling", Month(2017, 11)), ("latest", None))) == [(Kind.TWO_BASES, "figure 2017-12/M1")]
    assert not found(figures(("now", Month(2017, 11)), ("a year ago", Month(2016, 11))))


def test_work_that_no_single_post_gave_and_no_action_carries_is_asked_about(found):
    assert found(item(commitments=(promise(given_by=()),))) == [(Kind.NOBODY_ASKED, "commitment 2017-12/C1")]
    assert found(item(commitments=(promise(given_by=("force",)),)))
    assert not found(item(commitments=(promise(given_by=("force", "cc")),)))
    assert not found(item(commitments=(promise(given_by=(), carried_by=ref("action 2017-12/1")),)))


def test_a_promise_in_the_words_of_a_finding_is_asked_about_until_a_record_takes_it_up(found):
    said = Finding(
        reference=ref("finding 2017-12/F1"), words="The radios need to be replaced.", kind=FindingKind.RESOURCE
    )
    assert found(item(findings=(said,))) == [(Kind.ONLY_SAID, "finding 2017-12/F1")]
    assert not found(item(findings=(said,), actions=(action(words="Replace the radios."),)))
    assert not found(item(findings=(said,), actions=(action(from_findings=(said.reference,)),)))
    assert not found(item(findings=(replace(said, words="The radios were replaced."),)))


def test_a_loose_end_is_set_aside_by_an_event_that_names_it_and_by_no_other(west_mercia, december):
    day = date(2018, 1, 10)
    first, *rest = loose_ends(west_mercia, december, day)

    def asked(**changed):
        event = Event(
            reference=first.reference, at=day, by="policy_officer", kind=EventKind.SET_ASIDE, outcome=first.kind.value,
            words=words_to_set_aside(first, " It was only said. "),
        )  # fmt: skip
        folder = replace(west_mercia, events=(*west_mercia.events, replace(event, **changed)))
        return open_ends(folder, december, day), set_aside(folder, december, day)

    still, aside = asked()
    assert still == tuple(rest)
    assert aside[first].words.endswith("\nIt was only said.")
    for changed in (
        {"outcome": "weekday_and_date_disagree"},
        {"words": "It was only said."},
        {"at": date(2018, 1, 11)},
    ):
        assert asked(**changed) == ((first, *rest), {})
