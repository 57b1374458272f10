"""Reminders with a fixed clock: before, on and after the day, once each, cancelled by change, in one mail a day."""

from datetime import date, timedelta
from threading import Event as Signal

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eyre_web.accounts.models import User
from eyre_web.chasing import reminders
from eyre_web.chasing.reminders import letter_for, send_digests
from eyre_web.documents.models import Document
from eyre_web.meetings import services
from eyre_web.meetings.models import Action, ActionOwner, Digest, Meeting, Reminder
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)  # 2025-09/1 was due on 4 November; 2025-10/1 is reported complete


@pytest.fixture(autouse=True)
def _actions_alone(body):
    """Documents that were asked for are chased in tests of their own."""
    Document.objects.all().delete()


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def slugs(reached):
    return [each.about.slug for each in reached]


def days_of_mail(first, last):
    """The days from first to last on which a mail left, when the round is made on each."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if send_digests(day)]


def test_a_person_is_told_once_a_day_what_of_theirs_is_late_or_due(ben):
    assert send_digests(TODAY) == 1
    assert send_digests(TODAY) == 0
    (letter,) = mail.outbox
    assert letter.to == [ben.email]
    assert letter.subject == "Actions and documents: 1 late, 0 due soon"
    assert letter.body.splitlines() == [
        "Late",
        "action 2025-09/1 was due on 4 November 2025, 8 days ago: http://127.0.0.1:8000/actions/2025-09/1/",
        "",
        "Everything of Anyshire Commissioner that is late or due: http://127.0.0.1:8000/",
    ]
    assert "paper" not in letter.body  # no words of the action leave the house


def test_mail_leaves_on_the_days_of_the_schedule_and_on_no_other(cy):
    # 2025-09/3 is due on 31 December: 14, 7 and 1 days before, on the day, 1, 7 and then every 7 days after it.
    assert days_of_mail(date(2025, 12, 10), date(2026, 1, 22)) == [
        date(2025, 12, 17), date(2025, 12, 24), date(2025, 12, 30), date(2025, 12, 31),
        date(2026, 1, 1), date(2026, 1, 7), date(2026, 1, 14), date(2026, 1, 21),
    ]  # fmt: skip
    said = [letter.body.splitlines()[1] for letter in mail.outbox]
    assert "is due on 31 December 2025, in 14 days" in said[0]
    assert "in 1 day:" in said[2]
    assert "is due today" in said[3]
    assert "1 day ago" in said[4]


def test_a_day_on_which_the_server_stood_still_is_made_up_for_the_day_after(cy):
    assert days_of_mail(date(2025, 12, 18), date(2025, 12, 20)) == [date(2025, 12, 18)]


def test_a_change_of_state_cancels_a_reminder(ben):
    services.report_complete(the("2025-09/1").pk, by=ben, on=TODAY, words="Sent")
    mail.outbox.clear()
    assert send_digests(TODAY) == 0
    assert not Reminder.objects.exists()


def test_a_new_date_that_is_asked_for_cancels_nothing(ben):
    services.ask_for_date(the("2025-09/3").pk, by=account("Cy"), on=TODAY, to=date(2026, 2, 10), reason="More data")
    days_of_mail(date(2025, 12, 16), date(2026, 1, 1))
    told = Reminder.objects.filter(action=the("2025-09/3")).order_by("on")
    steps = [(date(2025, 12, 17), -14), (date(2025, 12, 24), -7), (date(2025, 12, 30), -1), (date(2025, 12, 31), 0)]
    assert list(told.values_list("on", "days")) == [*steps, (date(2026, 1, 1), 1)]


def test_a_new_date_cancels_what_was_to_come_and_begins_the_schedule_anew(ada, ben):
    send_digests(TODAY)
    services.redate_action(the("2025-09/1").pk, by=ada, on=TODAY, to=date(2026, 2, 10), reason="More data")
    days_of_mail(date(2025, 11, 13), date(2026, 2, 3))
    told = Reminder.objects.filter(action=the("2025-09/1"), on__gt=TODAY).order_by("on")
    assert list(told.values_list("on", "days")) == [(date(2026, 1, 27), -14), (date(2026, 2, 3), -7)]


def test_what_is_late_for_two_weeks_reaches_the_chair_in_their_digest(ben, dee):
    Meeting.objects.filter(reference="meeting 2025-10").update(kept={"chair": "commissioner"})
    the_day = date(2025, 11, 18)  # 14 days after 4 November
    assert slugs(letter_for(dee, the_day - timedelta(days=1)).chaired) == []
    assert slugs(letter_for(dee, the_day).chaired) == ["2025-09/1"]
    assert send_digests(the_day) == 2
    to_dee = next(letter for letter in mail.outbox if letter.to == [dee.email])
    assert to_dee.subject == "Chair's list: 1 late for long"
    assert to_dee.body.startswith("On the list of the chair\naction 2025-09/1 was due on 4 November 2025, 14 days ago")


def test_nobody_is_told_of_what_they_may_not_see(body):
    blind = account("Cy", "administrator")  # holds the post of the force analyst, and sees no action
    assert letter_for(blind, date(2025, 12, 31)).everything == []
    assert send_digests(date(2025, 12, 31)) == 0


def test_a_mail_that_was_not_taken_is_tried_again(ben, monkeypatch):
    def refuse(*arguments, **more):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "send_mail", refuse)
        assert send_digests(TODAY) == 0
    assert not Digest.objects.exists()
    assert not Reminder.objects.exists()
    assert send_digests(TODAY) == 1


def test_two_workers_send_one_mail(ben):
    (letter,) = reminders._letters(TODAY)
    assert [reminders._send(letter, TODAY), reminders._send(letter, TODAY)] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_closed_account_is_told_nothing(ben):
    ben.is_active = False
    ben.save()
    assert send_digests(TODAY) == 0


def test_a_round_takes_as_many_queries_with_many_actions(ben):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            letter_for(ben, TODAY)
        return len(counted)

    few = queries()
    for number in range(20):
        made = Action.objects.create(
            reference=f"action 2025-09/{number + 100}", item=the("2025-09/1").item, place=number, words="More",
            due_on=TODAY,
        )  # fmt: skip
        ActionOwner.objects.create(action=made, place=0, key="chief")
    assert queries() == few
    assert User.objects.count() == 1


def test_the_round_goes_on_after_a_failure(monkeypatch):
    stop, rounds = Signal(), []

    def fail(on):
        rounds.append(on)
        if len(rounds) == 2:
            stop.set()
        raise ValueError

    monkeypatch.setattr(reminders, "send_digests", fail)
    monkeypatch.setattr(reminders, "FROM_HOUR", 0)
    monkeypatch.setattr(reminders, "EVERY_SECONDS", 0)
    monkeypatch.setattr(reminders, "close_old_connections", lambda: None)
    reminders.run(stop)
    assert len(rounds) == 2


def test_a_session_that_has_ended_is_not_kept(monkeypatch):
    ended, lasting, stop = SessionStore(), SessionStore(), Signal()
    for session, seconds in ((ended, -1), (lasting, 3600)):
        session.set_expiry(seconds)
        session.create()
    monkeypatch.setattr(reminders, "send_digests", lambda on: None)
    monkeypatch.setattr(reminders, "close_old_connections", lambda: None)
    monkeypatch.setattr(stop, "wait", lambda seconds: stop.set())
    reminders.run(stop)
    assert set(Session.objects.values_list("session_key", flat=True)) == {lasting.session_key}
