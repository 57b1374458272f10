from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.body.meeting import Item, RiskOrOpportunity
from eyre.body.registers import Event, Initiative, Inspection, ProjectionSpecifications, Recommendation
from eyre.core import Month, Reference
from eyre.cycle.carry_forward import CarryReason
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import RiskKind, RiskNature, StandingHeading
from eyre.minutes.offers import AskedFor, NewSignal, OfferKind, offers
from eyre.minutes.standing import Standing, find_meeting


@pytest.fixture
def on(west_mercia):
    def of(day="next", folder=west_mercia, **given_):
        return offers(Standing(folder, find_meeting(folder, day)), **given_)

    return of


def event(reference, day, kind, **fields):
    return Event(reference=Reference.parse(reference), at=day, by="pcc", kind=kind, **fields)


def test_january_2018_is_offered_what_december_left_with_reasons(on):
    found = on()
    assert [(offer.kind.value, offer.reference) for offer in found] == [
        ("action", "action 2017-12/3"),
        ("action", "action 2017-12/1"),
        ("action", "action 2017-12/2"),
        ("action", "action 2017-12/4"),
        ("question", "question 2017-12/Q1"),
        ("question", "question 2017-12/Q2"),
        ("question", "question 2017-12/Q3"),
        ("question", "question 2017-12/Q5"),
        ("commitment_due", "commitment 2017-12/C1"),
        ("commitment_due", "commitment 2017-12/C19"),
        ("commitment_due", "commitment 2017-12/C6"),
        ("review", "action 2017-12/5"),
    ]
    savings = next(offer for offer in found if offer.reference == "commitment 2017-12/C1")
    assert savings.why == "Due on 31 January 2018. It falls due after this meeting."
    assert (savings.origin, savings.matter, savings.objective) == (
        "the meeting of 19 December 2017", "athena-savings", "reform",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "heading", "reason"),
    [
        (date(2018, 5, 22), StandingHeading.PLAN_PERFORMANCE, CarryReason.DUE_NOW),
        (date(2018, 5, 23), StandingHeading.BROUGHT_FORWARD, CarryReason.NOT_YET_DUE),
    ],
)
def test_a_review_whose_day_has_come_stands_under_performance(day, heading, reason, west_mercia, on):
    moved = event("action 2017-12/5", date(2018, 2, 1), EventKind.NEW_DATE, sets_date=day)
    found = on("2018-05-22", replace(west_mercia, events=(*west_mercia.events, moved)))
    (review,) = [offer for offer in found if offer.reference == "action 2017-12/5"]
    assert (review.heading, review.reason) == (heading, reason)


def test_what_is_closed_is_not_offered_and_what_was_settled_since_is(west_mercia, on):
    events = (
        event("action 2017-12/2", date(2018, 1, 10), EventKind.REPORTED_COMPLETE),
        event("action 2017-12/2", date(2018, 1, 12), EventKind.ACCEPTED),
        event("commitment 2017-12/C1", date(2018, 1, 29), EventKind.DECISION, outcome="kept"),
        event("commitment 2017-12/C17", date(2018, 2, 2), EventKind.MISSED),  # after the meeting: not known on its day
    )
    found = on(folder=replace(west_mercia, events=(*west_mercia.events, *events)))
    assert "action 2017-12/2" not in {offer.reference for offer in found}
    (settled,) = [offer for offer in found if offer.kind is OfferKind.COMMITMENT_SETTLED]
    assert (settled.reference, settled.why) == ("commitment 2017-12/C1", "It was decided on 29 January 2018: kept.")
    assert not any(o.kind is OfferKind.COMMITMENT_DUE and o.reference == "commitment 2017-12/C1" for o in found)


def test_a_promise_missed_twice_goes_to_the_chair(west_mercia, on):
    missed = (
        event("commitment 2017-12/C1", date(2018, 1, 5), EventKind.MISSED),
        event("commitment 2017-12/C1", date(2018, 1, 19), EventKind.MISSED),
    )
    found = on(folder=replace(west_mercia, events=(*west_mercia.events, *missed)))
    (due,) = [o for o in found if o.kind is OfferKind.COMMITMENT_DUE and o.reference == "commitment 2017-12/C1"]
    assert due.why.endswith("Heard as missed 2 times: for the chair.")


def test_a_question_the_chair_did_not_reach_comes_first(west_mercia, december, on):
    items = tuple(
        replace(
            item,
            questions=tuple(
                replace(q, status=QuestionStatus.NOT_REACHED) if q.reference.label == "Q3" else q
                for q in item.questions
            ),
        )
        for item in december.items
    )
    first = on(folder=replace(west_mercia, meetings=(replace(december, items=items),)))[0]
    assert (first.kind, first.reference) == (OfferKind.NOT_REACHED, "question 2017-12/Q3")
    assert first.why == "Put on 19 December 2017 and not reached."


def test_registers_are_offered_on_and_after_their_day(west_mercia, december, on):
    day = date(2018, 1, 30)
    risk = RiskOrOpportunity(
        reference=Reference.parse("risk 2017-12/R9"), words="Calls.", kind=RiskKind.RISK, nature=RiskNature.BOTH,
        next_look=Due.on(day),
    )  # fmt: skip
    told = Recommendation(
        reference=Reference.parse("recommendation peel/1"), words="Do it.", owner="dcc", due=Due.on(day)
    )
    projections = tuple(replace(each, review=day) for each in west_mercia.projections.projections)
    meeting = replace(december, items=(*december.items, Item(number="9", title="Risks", risks=(risk,))))
    folder = replace(
        west_mercia,
        meetings=(meeting,),
        projections=ProjectionSpecifications(projections=projections),
        initiatives=(Initiative(key="patrols", title="Patrols", decision_due=Due.on(day)),),
        inspections=(Inspection(key="peel", title="PEEL", organisation="hmicfrs", recommendations=(told,)),),
    )
    reviews = {o.heading: o for o in on(folder=folder) if o.kind is OfferKind.REVIEW and not o.reason}
    assert set(reviews) == {
        StandingHeading.OPPORTUNITIES_AND_RISKS, StandingHeading.PLAN_PERFORMANCE,
        StandingHeading.STRATEGIC_INITIATIVES, StandingHeading.INSPECTION_PROGRAMME,
    }  # fmt: skip
    assert reviews[StandingHeading.PLAN_PERFORMANCE].matter == "domestic-burglary"
    assert reviews[StandingHeading.INSPECTION_PROGRAMME].owners == ("DCC",)
    early = replace(folder, initiatives=(Initiative(key="p", title="P", decision_due=Due.on(day + timedelta(days=1))),))
    assert StandingHeading.STRATEGIC_INITIATIVES not in {o.heading for o in on(folder=early)}


def test_what_is_asked_for_and_what_the_figures_show_say_where_they_come_from(on):
    asked = AskedFor(
        key="drones", words="Drones", by="dpcc", on=date(2018, 1, 3), why="residents wrote", board="Executive Board"
    )
    late = AskedFor(key="later", words="Later", by="dpcc", on=date(2018, 2, 3))
    signal = NewSignal("burglary", "telford", Month(2017, 10), "Seven months above the centre.")
    found = {offer.kind: offer for offer in on(asked_for=[asked, late], signals=[signal])}
    assert found[OfferKind.ASKED_FOR].why == "Asked for by DPCC on 3 January 2018: residents wrote"
    assert found[OfferKind.ASKED_FOR].origin == "DPCC, from Executive Board"
    assert found[OfferKind.SIGNAL].words == "Burglary, Telford"
    assert found[OfferKind.SIGNAL].why == "Seven months above the centre. Since October 2017."
    assert (found[OfferKind.SIGNAL].matter, found[OfferKind.SIGNAL].objective) == ("domestic-burglary", "secure")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_the_order_of_the_files(west_mercia, december, on, shuffle):
    items = list(december.items)
    expected = on()
    for item in range(len(items)):
        records = {name: list(getattr(items[item], name)) for name in ("actions", "questions", "commitments")}
        for each in records.values():
            shuffle.shuffle(each)
        items[item] = replace(items[item], **{name: tuple(each) for name, each in records.items()})
    assert on(folder=replace(west_mercia, meetings=(replace(december, items=tuple(items)),))) == expected
