"""An owner asks for a new date; the oversight body sets one or keeps the one that holds."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eyre.body.folder import read_folder
from eyre.core import Refused
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, Event
from eyre_web.meetings.services import ChangedMeanwhile
from eyre_web.transfer.folder import export_body, keep
from eyre_web.transfer.verify import verify
from web.meetings.test_pages import held, page
from web.people import account, make_body

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
OPEN, REPORTED = "2025-09/1", "2025-10/1"  # both owned by the chief constable
HOLDS, ASKED = date(2025, 11, 4), date(2026, 1, 9)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug=OPEN):
    return Action.objects.get(reference=f"action {slug}")


def ask(who, slug=OPEN, to=ASKED, **more):
    return services.ask_for_date(the(slug).pk, by=who, on=TODAY, to=to, reason="The analyst is ill", **more)


def set_date(who, to=ASKED, **more):
    return services.redate_action(the().pk, by=who, on=TODAY, to=to, reason="Illness is a reason", **more)


def keep_it(who, slug=OPEN, **more):
    return services.keep_date(the(slug).pk, by=who, on=TODAY, reason="It is needed before Christmas", **more)


# --- what it does --------------------------------------------------------------------------------------------------


def test_asking_moves_nothing(ben):
    before = the()
    action = ask(ben)
    assert (action.due_on, action.date_asked, action.status) == (HOLDS, ASKED, "open")
    assert (action.times_redated, action.days_slipped) == (before.times_redated, before.days_slipped)
    assert action.is_overdue(TODAY)
    event = action.events.latest("pk")
    assert (event.kind, event.by, event.sets_date, event.words) == ("date_asked", "chief", ASKED, "The analyst is ill")


def test_the_body_sets_what_was_asked_or_another_day_and_the_first_is_not_lost(ben, dee):
    ask(ben)
    action = set_date(dee, to=date(2025, 12, 19))  # Dee decides, and answers no action
    assert (action.due_on, action.date_asked, action.times_redated) == (date(2025, 12, 19), None, 2)
    assert (action.first_due.date, action.days_slipped) == (date(2025, 10, 14), 66)  # 17 + 30 + 19
    assert action.events.latest("pk").by == "commissioner"


def test_the_body_sets_a_date_that_nobody_asked_for(ada):
    assert set_date(ada).due_on == ASKED


def test_the_body_keeps_the_date_with_its_reason(ada, ben):
    ask(ben)
    action = keep_it(ada)
    assert (action.due_on, action.date_asked, action.times_redated) == (HOLDS, None, 1)
    event = action.events.latest("pk")
    assert (event.kind, event.by, event.sets_date) == ("date_kept", "policy", None)
    assert ask(ben).date_asked == ASKED  # may ask again


def test_a_date_is_kept_only_where_one_is_asked_for(ada, ben):
    with pytest.raises(Refused, match="No new date is asked for"):
        keep_it(ada)
    ask(ben)
    set_date(ada)
    with pytest.raises(Refused, match="No new date is asked for"):
        keep_it(ada)


def test_what_is_reported_complete_may_still_ask_and_what_is_closed_asks_for_nothing(ada, ben):
    assert ask(ben, REPORTED).date_asked == ASKED
    assert services.accept_action(the(REPORTED).pk, by=ada, on=TODAY, words="Read").date_asked is None
    ask(ben)
    assert services.withdraw_action(the().pk, by=ada, on=TODAY, reason="Not needed").date_asked is None
    for change in (lambda: ask(ben), lambda: keep_it(ada), lambda: set_date(ada, to=date(2026, 2, 1))):
        with pytest.raises(Refused, match="closed"):
            change()


# --- who may, and two at once --------------------------------------------------------------------------------------


def test_the_owner_asks_and_decides_nothing_and_others_do_neither(ben, cy):
    pat = account("Pat", "auditor")
    for who in (cy, pat):
        for change in (ask, set_date, keep_it):
            with pytest.raises(PermissionDenied):
                change(who)
    ask(ben)
    for change in (set_date, keep_it):
        with pytest.raises(PermissionDenied, match="sets new dates"):
            change(ben)
    assert the().due_on == HOLDS
    assert AuditEvent.objects.count() == 1


def test_of_two_who_answer_the_second_is_shown_the_first(ada, dee, ben):
    seen = ask(ben).in_order()[-1].pk
    set_date(dee, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        keep_it(ada, seen=seen)
    assert [event.kind for event in refusal.value.events] == ["new_date"]
    assert the().due_on == ASKED


def test_the_body_does_not_answer_what_it_has_not_seen(ada, ben):
    seen = ask(ben).in_order()[-1].pk
    ask(ben, to=date(2026, 3, 1))  # asks for another day meanwhile
    for change in (set_date, keep_it):
        with pytest.raises(ChangedMeanwhile):
            change(ada, seen=seen)
    assert the().date_asked == date(2026, 3, 1)


# --- what the pages say --------------------------------------------------------------------------------------------


def test_the_page_says_what_is_asked_by_whom_since_when_and_why(client, ada, ben):
    said = "A new date is asked for: Friday 9 January 2026, by Chief constable (Ben), since 12 November 2025."
    assert "A new date is asked for" not in page(client, ada, the().get_absolute_url())
    ask(ben)
    text = page(client, ada, the().get_absolute_url())
    about = text.partition("What happened</h2>")[0]
    for each in (said, "The analyst is ill", "Tuesday 4 November 2025"):
        assert each in about
    assert text.index(">Decide</h3>") < text.index(">Answer</h3>"), "it is the body's turn"
    assert "Ask for a new date" not in text
    own = page(client, ben, the().get_absolute_url())
    assert "Ask for a new date" in own
    assert "Set a new date" not in own
    keep_it(ada)
    kept = page(client, ada, the().get_absolute_url())
    assert said not in kept
    assert "New date not given: the date stands" in kept


def test_the_lists_show_it_beside_the_date_that_holds(client, ada, ben, cy):
    front = page(client, ada, "/")
    assert "No new date is asked for." in front
    ask(ben)
    for who, address in ((ada, "/"), (ben, "/"), (ada, "/actions/?asking=on"), (ada, "/actions/print/?asking=on")):
        text = page(client, who, address)
        assert re.search(r"4 Nov 2025</span>.*?asked for:\s*<span[^>]*>9 Jan 2026</span>", text)
    assert page(client, ada, "/actions/?asking=on").count('role="rowheader"') == 1
    front = page(client, ada, "/")
    asked = front.partition("New dates asked for")[2].partition("Open without a date")[0]
    assert f">{OPEN}</a>" in asked
    assert OPEN not in page(client, cy, "/")


def test_the_form_of_the_body_begins_with_the_day_that_is_asked_for(client, ada, ben):
    address = f"{the().get_absolute_url()}new-date/"
    assert held(page(client, ada, address))["to"] == ""
    ask(ben)
    assert held(page(client, ada, address))["to"] == "09/01/2026"


def test_keeping_a_date_that_nobody_asks_to_move_leads_back_with_a_word(client, ada):
    client.force_login(ada)
    answer = client.get(f"{the().get_absolute_url()}keep-date/", follow=True)
    assert "No new date is asked for: the date stands as it is." in answer.content.decode()


# --- the trail and the body folder ---------------------------------------------------------------------------------


def test_the_trail_says_which_day_was_asked_for_and_is_held_against_the_log(ada, ben):
    ask(ben)
    entry = AuditEvent.objects.get()
    assert (entry.what, entry.payload.says["after"]["asked_for"]) == ("action.date_asked", "2026-01-09")
    assert entry.payload.says["after"]["due"] == "2025-11-04"
    keep_it(ada)
    ask(ben)
    set_date(ada)
    assert verify().faults == ()


def test_a_column_that_does_not_follow_from_the_events_is_found(ben):
    ask(ben)
    Action.objects.filter(pk=the().pk).update(date_asked=date(2026, 2, 2))
    assert any(OPEN in fault for fault in verify().faults)


def test_what_was_asked_and_kept_leaves_with_the_folder_and_comes_back(data, tmp_path):
    with transaction.atomic():
        make_body()
        ada, ben = account("Ada"), account("Ben")
        ask(ben, REPORTED)
        keep_it(ada, REPORTED)
        ask(ben)
        export_body(tmp_path / "first")
        transaction.set_rollback(True)  # as if it had been another database
    folder = read_folder(tmp_path / "first")
    assert [event.kind for event in folder.events[-3:]] == ["date_asked", "date_kept", "date_asked"]
    assert folder.events[-1].sets_date == ASKED
    keep(folder)
    assert (the().due_on, the().date_asked, the(REPORTED).date_asked) == (HOLDS, ASKED, None)
    export_body(tmp_path / "second")
    first, second = ((tmp_path / name / "events.csv").read_bytes() for name in ("first", "second"))
    assert first == second
    assert Event.objects.filter(kind="date_asked").count() == 2
