"""Every change to an action: what it adds, whom it refuses, and what the trail says of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.core import Refused
from eyre.cycle.states import ActionRefused, ActionStatus
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, Event
from eyre_web.meetings.services import ChangedMeanwhile, ClosingReason

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


# Every service with what it needs beside the action: for those who answer, and for those who decide.
ANSWERS = {
    "update": lambda pk, by, **m: services.update_action(pk, by=by, on=TODAY, words="Half done", **m),
    "evidence": lambda pk, by, **m: services.give_evidence(pk, by=by, on=TODAY, document="paper", words="Came", **m),
    "ask": lambda pk, by, **m: services.ask_for_date(pk, by=by, on=TODAY, to=date(2026, 2, 1), reason="Late", **m),
    "complete": lambda pk, by, **m: services.report_complete(pk, by=by, on=TODAY, words="Done", **m),
}
DECISIONS = {
    "redate": lambda pk, by, **m: services.redate_action(pk, by=by, on=TODAY, to=date(2026, 2, 1), reason="Late", **m),
    "accept": lambda pk, by, **m: services.accept_action(pk, by=by, on=TODAY, words="Seen", **m),
    "return": lambda pk, by, **m: services.return_action(pk, by=by, on=TODAY, reason="Page 3 is missing", **m),
    "withdraw": lambda pk, by, **m: services.withdraw_action(pk, by=by, on=TODAY, reason="Not needed", **m),
    "close": lambda pk, by, **m: services.close_action(
        pk, by=by, on=TODAY, why=ClosingReason.ORDINARY_BUSINESS, reason="Monthly now", **m
    ),
}
EVERY_CHANGE = {**ANSWERS, **DECISIONS}

# --- what each adds ------------------------------------------------------------------------------------------------


def test_an_update_is_added_and_changes_neither_state_nor_date(ben):
    action = services.update_action(the("2025-09/1").pk, by=ben, on=TODAY, words="  Draft is with the deputy.  ")
    event = action.events.latest("pk")
    assert (event.kind, event.words, event.by, event.at) == ("update", "Draft is with the deputy.", "chief", TODAY)
    assert event.entered_by == ben
    assert (action.status, action.due_on, action.changed_on) == (ActionStatus.OPEN, date(2025, 11, 4), TODAY)


def test_evidence_names_its_document(ben):
    services.give_evidence(the("2025-09/1").pk, by=ben, on=TODAY, document="repeat-burglary", words="Received by mail")
    assert Event.objects.latest("pk").document == "repeat-burglary"


def test_a_new_date_never_loses_the_first_and_is_counted(ada):
    action = services.redate_action(the("2025-09/1").pk, by=ada, on=TODAY, to=date(2026, 1, 9), reason="Matching")
    assert (action.first_due.date, action.due_on, action.times_redated) == (date(2025, 10, 14), date(2026, 1, 9), 2)
    assert action.standing.due.days_slipped == 87  # 14 October to 9 January: 17 + 30 + 31 + 9


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (date(2025, 11, 11), "11 November 2025 has gone by. A new date is today or a later day."),
        (date(3025, 11, 12), "12 November 3025 is more than ten years off."),
    ],
)
def test_a_new_date_lies_ahead_and_within_reach(ada, ben, to, says):
    for change, who in ((services.redate_action, ada), (services.ask_for_date, ben)):
        with pytest.raises(Refused, match=says):
            change(the("2025-09/1").pk, by=who, on=TODAY, to=to, reason="Mistyped")
    assert services.ask_for_date(the("2025-09/1").pk, by=ben, on=TODAY, to=TODAY, reason="Now").date_asked == TODAY
    assert services.redate_action(the("2025-09/1").pk, by=ada, on=TODAY, to=TODAY, reason="Now").due_on == TODAY


def test_the_date_that_holds_is_no_new_date(ada, ben):
    for change, who in ((services.redate_action, ada), (services.ask_for_date, ben)):
        with pytest.raises(Refused, match="due on 4 November 2025 already"):
            change(the("2025-09/1").pk, by=who, on=TODAY, to=date(2025, 11, 4), reason="Again")


def test_what_is_reported_complete_is_open_until_the_body_accepts(ben, dee):
    action = services.report_complete(the("2025-09/1").pk, by=ben, on=TODAY, words="Sent")
    assert action.status == ActionStatus.REPORTED_COMPLETE
    action = services.accept_action(action.pk, by=dee, on=TODAY, words="Read, and good")
    assert action.status == ActionStatus.ACCEPTED
    assert action.events.latest("pk").by == "commissioner"


def test_what_is_found_wanting_is_open_again(ada):
    action = services.return_action(the("2025-10/1").pk, by=ada, on=TODAY, reason="August is not explained")
    assert action.status == ActionStatus.OPEN
    assert action.is_overdue(TODAY)


def test_an_action_that_another_replaces_names_its_successor(ada):
    action = services.close_action(
        the("2025-09/1").pk, by=ada, on=TODAY, why=ClosingReason.SUPERSEDED, reason="Wider.", successor=" 2025-10/2 "
    )
    assert action.status == ActionStatus.SUPERSEDED
    assert action.events.latest("pk").words == "Superseded by action 2025-10/2. Wider."


@pytest.mark.parametrize("successor", ["", "2025-09/1", "action 2025-09/1", "2099-01/1", "meeting 2025-09"])
def test_an_action_is_replaced_by_another_that_is_there(ada, successor):
    with pytest.raises(Refused, match="cannot take its place"):
        services.close_action(
            the("2025-09/1").pk, by=ada, on=TODAY, why=ClosingReason.SUPERSEDED, reason="Wider", successor=successor
        )


def test_what_is_now_ordinary_business_is_not_withdrawn(ada, client):
    action = DECISIONS["close"](the("2025-09/1").pk, ada)
    assert action.status == ActionStatus.ORDINARY_BUSINESS
    assert action.events.latest("pk").words == "Monthly now"
    client.force_login(ada)
    listed = client.get("/actions/?state=ordinary_business").content.decode()
    assert ">2025-09/1</a>" in listed
    assert "1 action" in listed
    assert "Now ordinary business" in client.get(action.get_absolute_url()).content.decode()


@pytest.mark.parametrize("change", [name for name in EVERY_CHANGE if name not in ("accept", "return")])
def test_an_event_without_words_is_refused(ada, change, monkeypatch):
    monkeypatch.setattr(services, "_said", lambda words, said=services._said: said(""))
    with pytest.raises(Refused, match="Say something"):
        EVERY_CHANGE[change](the("2025-09/1").pk, ada)


# --- whom each refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ANSWERS)
def test_the_owner_answers_and_a_force_analyst_who_is_not_its_owner_does_not(ben, cy, change):
    with pytest.raises(PermissionDenied):
        ANSWERS[change](the("2025-09/1").pk, cy)
    ANSWERS[change](the("2025-09/1").pk, ben)
    ANSWERS[change](the("2025-09/3").pk, cy)  # its own


@pytest.mark.parametrize("change", ANSWERS)
def test_an_owner_answers_for_no_other_owner(ben, change):
    with pytest.raises(PermissionDenied, match="Only somebody who"):
        ANSWERS[change](the("2025-09/2").pk, ben)


@pytest.mark.parametrize("change", DECISIONS)
@pytest.mark.parametrize("slug", ["2025-09/1", "2025-10/1"])
def test_the_force_decides_nothing_not_even_about_its_own(ben, change, slug):
    with pytest.raises(PermissionDenied, match="for the oversight body"):
        DECISIONS[change](the(slug).pk, ben)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("change", "slug"), [("accept", "2025-09/1"), ("return", "2025-09/1"), ("complete", "2025-10/1")]
)
def test_a_move_that_the_rule_does_not_allow_is_refused_with_its_reason(ada, change, slug):
    with pytest.raises(ActionRefused, match="It can become"):
        EVERY_CHANGE[change](the(slug).pk, ada)


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_a_closed_action_stays_as_it_is(ada, change):
    action = services.withdraw_action(the("2025-09/1").pk, by=ada, on=TODAY, reason="Not needed")
    with pytest.raises(Refused, match="closed"):
        EVERY_CHANGE[change](action.pk, ada)


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_whoever_has_not_seen_the_last_event_is_shown_it_first(ada, ben, change):
    action = the("2025-10/1" if change in ("accept", "return") else "2025-09/1")
    seen = action.in_order()[-1].pk
    services.update_action(action.pk, by=ben, on=TODAY, words="Written meanwhile")
    with pytest.raises(ChangedMeanwhile) as refusal:
        EVERY_CHANGE[change](action.pk, ada, seen=seen)
    assert [event.words for event in refusal.value.events] == ["Written meanwhile"]
    EVERY_CHANGE[change](action.pk, ada, seen=the(action.slug).in_order()[-1].pk)


# --- the trail and the mail ----------------------------------------------------------------------------------------


def test_the_trail_says_who_what_before_after_and_why(ada):
    services.redate_action(the("2025-09/1").pk, by=ada, on=TODAY, to=date(2026, 1, 9), reason="Matching takes longer")
    event = AuditEvent.objects.get()
    assert (event.what, event.about, event.account) == ("action.new_date", "action 2025-09/1", ada)
    assert event.payload.says == {
        "who": "Ada",
        "before": {"status": "open", "due": "2025-11-04"},
        "after": {"status": "open", "due": "2026-01-09", "as": "policy", "document": ""},
        "why": "Matching takes longer",
    }


# --- whatever happens ----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["", "Done", "Half done"])
DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))
CHANGES = {
    "update": lambda pk, by, words, day: services.update_action(pk, by=by, on=TODAY, words=words),
    "ask": lambda pk, by, words, day: services.ask_for_date(pk, by=by, on=TODAY, to=day, reason=words),
    "redate": lambda pk, by, words, day: services.redate_action(pk, by=by, on=TODAY, to=day, reason=words),
    "keep": lambda pk, by, words, day: services.keep_date(pk, by=by, on=TODAY, reason=words),
    "complete": lambda pk, by, words, day: services.report_complete(pk, by=by, on=TODAY, words=words),
    "accept": lambda pk, by, words, day: services.accept_action(pk, by=by, on=TODAY, words=words),
    "return": lambda pk, by, words, day: services.return_action(pk, by=by, on=TODAY, reason=words),
    "withdraw": lambda pk, by, words, day: services.withdraw_action(pk, by=by, on=TODAY, reason=words),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(["ada", "ben", "cy"]), WORDS, DAYS), max_size=8
    )
)
def test_whatever_is_tried_the_columns_follow_the_events_and_the_trail_is_whole(ada, ben, cy, tried):
    people = {"ada": ada, "ben": ben, "cy": cy}
    for change, who, words, day in tried:
        before = Event.objects.count(), AuditEvent.objects.count()
        try:
            CHANGES[change](the("2025-09/1").pk, people[who], words, day)
            added = 1
        except (Refused, PermissionDenied):
            added = 0
        assert (Event.objects.count(), AuditEvent.objects.count()) == (before[0] + added, before[1] + added)
    action = the("2025-09/1")
    standing = action.standing
    assert standing.faults == ()
    assert (action.status, action.due_on, action.times_redated, action.date_asked) == (
        standing.status, standing.due.date, standing.due.times_redated, standing.date_asked,
    )  # fmt: skip
    set_by_the_body = action.events.filter(kind="new_date").exclude(entered_at=None)
    assert set(set_by_the_body.values_list("by", flat=True)) <= {"policy"}
    assert action.first_due.date == date(2025, 10, 14)
    assert audit.verify().is_whole
