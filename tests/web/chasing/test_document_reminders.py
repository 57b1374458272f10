"""A document that was asked for and has not come is chased in the same mail as actions, and reaches the chair."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre_web.chasing import reminders
from eyre_web.chasing.reminders import letter_for, send_digests
from eyre_web.documents import services
from eyre_web.documents.models import OFFICIAL, SENSITIVE, Document, DocumentReminder
from eyre_web.meetings.models import Action, Digest, Meeting
from web.people import account

pytestmark = pytest.mark.db

# "repeat-burglary" was asked of the chief officer, Ben, and was to come by 14 October 2025.
DUE = date(2025, 10, 14)


@pytest.fixture(autouse=True)
def _documents_alone(body):
    Action.objects.update(due_on=None)


def paper():
    return Document.objects.get(key="repeat-burglary")


def days_of_mail(first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if send_digests(day)]


def keys(reached):
    return [each.about.key for each in reached]


def test_whoever_was_asked_is_told_on_the_days_of_the_schedule(ben):
    # 14, 7 and 1 days before 14 October, on the day, and 1, 7 and 14 days after it.
    assert days_of_mail(date(2025, 9, 25), date(2025, 10, 28)) == [
        date(2025, 9, 30), date(2025, 10, 7), date(2025, 10, 13), date(2025, 10, 14), date(2025, 10, 15),
        date(2025, 10, 21), date(2025, 10, 28),
    ]  # fmt: skip
    late = next(letter for letter in mail.outbox if "1 late" in letter.subject)
    assert late.to == [ben.email]
    assert late.body.splitlines()[:2] == [
        "Late",
        "document repeat-burglary was due on 14 October 2025, 1 day ago: "
        "http://127.0.0.1:8000/documents/repeat-burglary/",
    ]
    assert "Paper on" not in late.body


def test_actions_and_documents_stand_in_one_mail(ben):
    Action.objects.filter(reference="action 2025-09/1").update(due_on=DUE)
    assert send_digests(DUE + timedelta(days=1)) == 1
    (letter,) = mail.outbox
    assert letter.subject == "Actions and documents: 2 late, 0 due soon"


def test_a_document_that_came_is_chased_no_more(ada, ben):
    services.receive_document(paper().pk, by=ada, on=DUE, received_on=DUE, version="1")
    assert days_of_mail(DUE, date(2025, 10, 28)) == []


def test_one_without_a_day_or_never_asked_for_is_not_chased(ben):
    Document.objects.filter(key="repeat-burglary").update(due_on=None)
    assert days_of_mail(DUE, date(2025, 10, 28)) == []


def test_what_is_late_for_two_weeks_is_on_the_list_of_whoever_chairs_a_meeting(client, ben, dee):
    Meeting.objects.filter(reference="meeting 2025-10").update(kept={"chair": "commissioner"})
    the_day = DUE + timedelta(days=14)
    assert keys(letter_for(dee, the_day - timedelta(days=1)).chaired) == []
    assert keys(letter_for(dee, the_day).chaired) == ["repeat-burglary"]
    assert keys(letter_for(ben, the_day).chaired) == []
    client.force_login(dee)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "localdate", lambda *more: the_day - timedelta(days=1))
        assert "Paper on repeat burglary" not in client.get("/chair/").content.decode()
        patched.setattr(timezone, "localdate", lambda *more: the_day)
        text = client.get("/chair/").content.decode()
    assert "Documents that are late" in text
    assert "Paper on repeat burglary" in text
    assert "14 days late" in text


def test_the_chairs_list_names_no_document_that_the_person_may_not_see(client, cy, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2025, 11, 12))
    client.force_login(cy)
    assert "Paper on repeat burglary" not in client.get("/chair/").content.decode()


def test_the_name_of_a_sensitive_document_does_not_leave_the_house(ben):
    Document.objects.filter(key="repeat-burglary").update(marking=SENSITIVE)
    assert send_digests(DUE) == 1
    (letter,) = mail.outbox
    assert "A document is due today: http://127.0.0.1:8000/documents/" in letter.body
    assert "repeat-burglary" not in letter.body
    Document.objects.filter(key="repeat-burglary").update(marking=OFFICIAL)


def test_nobody_is_told_of_a_document_they_may_not_see(body):
    blind = account("Ben", "administrator")  # holds the post that was asked, and sees no document
    assert letter_for(blind, DUE).everything == []
    assert send_digests(DUE) == 0


def test_a_mail_that_was_not_taken_is_tried_again(ben, monkeypatch):
    def refuse(*arguments, **more):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "send_mail", refuse)
        assert send_digests(DUE) == 0
    assert not Digest.objects.exists()
    assert not DocumentReminder.objects.exists()
    assert send_digests(DUE) == 1
    assert DocumentReminder.objects.get().days == 0


def test_the_page_of_a_document_says_that_somebody_was_reminded(client, ada, ben):
    client.force_login(ada)
    assert "Reminded" not in client.get("/documents/repeat-burglary/").content.decode()
    send_digests(DUE)
    assert "On 1 day, the last on 14 October 2025" in client.get("/documents/repeat-burglary/").content.decode()


def test_a_round_takes_as_many_queries_with_many_documents(ben):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            letter_for(ben, DUE)
        return len(counted)

    few = queries()
    for number in range(20):
        Document.objects.create(
            key=f"paper-{number}", title="More", asked_of="chief", asked_for_on=DUE, due_on=DUE, place=number
        )
    assert queries() == few
