from datetime import date
from threading import Event as Signal

import pytest
from django.core import mail

from eyre_web.meetings import reminders, services
from eyre_web.meetings.models import Digest

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)  # 2025-09/1 was due on 4 November; 2025-10/1 is reported complete


def test_a_person_is_told_once_a_day_what_of_theirs_is_late_or_due(ben, cy):
    assert reminders.send_digests(TODAY) == 1  # nothing of Cy's is due within a week
    assert reminders.send_digests(TODAY) == 0
    (letter,) = mail.outbox
    assert letter.to == [ben.email]
    assert letter.subject == "Actions: 1 late, 0 due within a week"
    assert letter.body.splitlines() == [
        "action 2025-09/1 was due on 4 November 2025: http://127.0.0.1:8000/actions/2025-09/1/"
    ]
    assert "paper" not in letter.body  # no words of the action leave the house


def test_what_is_due_in_a_week_is_told_and_in_eight_days_not_yet(cy):
    assert [action.slug for action in reminders.due_for(cy, date(2025, 12, 24))] == ["2025-09/3"]
    assert reminders.due_for(cy, date(2025, 12, 23)) == []


def test_a_change_cancels_a_reminder(ben):
    services.report_complete(reminders.due_for(ben, TODAY)[0].pk, by=ben, on=TODAY, words="Sent")
    assert reminders.send_digests(TODAY) == 0


def test_a_mail_that_was_not_taken_is_tried_again(ben, monkeypatch):
    def refuse(*arguments, **more):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "send_mail", refuse)
        assert reminders.send_digests(TODAY) == 0
    assert not Digest.objects.exists()
    assert reminders.send_digests(TODAY) == 1


def test_a_closed_account_is_told_nothing(ben):
    ben.is_active = False
    ben.save()
    assert reminders.send_digests(TODAY) == 0


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
