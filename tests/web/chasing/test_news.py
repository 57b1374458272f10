"""What others wrote to a person's actions is told in the one mail of the next morning, and without its words."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eyre_web.chasing.reminders import letter_for, send_digests
from eyre_web.documents.models import Document
from eyre_web.meetings import answers, new_actions, services
from eyre_web.meetings.answers import Answer
from eyre_web.meetings.models import Action, AnswerLink, Digest, Event, Item, Meeting
from eyre_web.meetings.new_actions import NewAction
from eyre_web.minutes.after import services as after

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
TOMORROW = TODAY + timedelta(days=1)
MINE = "2025-09/1"  # of the chief constable


@pytest.fixture(autouse=True)
def _actions_alone(body):
    Document.objects.all().delete()


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def told(user, on=TOMORROW):
    return [(news.action.slug, news.what) for news in letter_for(user, on).news]


def test_it_is_told_once_in_one_mail_of_the_next_morning(ada, ben):
    services.redate_action(the(MINE).pk, by=ada, on=TODAY, to=date(2026, 6, 1), reason="More data")
    for slug, words in ((MINE, "A secret matter"), (MINE, "Another"), ("2025-10/1", "More")):
        services.update_action(the(slug).pk, by=ada, on=TODAY, words=words)
    assert send_digests(TODAY) == 0  # the day is not over
    assert send_digests(TOMORROW) == 1
    assert send_digests(TOMORROW) == send_digests(TOMORROW + timedelta(days=1)) == 0
    (letter,) = mail.outbox
    assert letter.to == [ben.email]
    assert letter.subject == "Actions: news of 2"
    assert letter.body.splitlines()[:3] == [
        "Written by others",
        f"action {MINE}, New date, Update: http://127.0.0.1:8000/actions/{MINE}/",
        "action 2025-10/1, Update: http://127.0.0.1:8000/actions/2025-10/1/",
    ]
    assert "secret" not in letter.body


def test_nobody_is_told_what_they_wrote_themselves_nor_of_what_is_not_theirs(ada, ben, cy):
    services.report_complete(the(MINE).pk, by=ben, on=TODAY, words="Sent")
    assert told(ben) == told(cy) == []
    services.update_action(the("2025-09/3").pk, by=ada, on=TODAY, words="Half is done")
    assert told(cy) == [("2025-09/3", ("update",))]
    cy.roles.update(role="administrator")  # who sees no action
    assert told(cy) == []


def test_whoever_made_a_link_is_told_of_the_answer(ada, ben):
    _, address = answers.make_link(the(MINE).pk, by=ada, on=TODAY, post="chief", days=7)
    answers.answer_by_link(address.split("/")[-2], on=TODAY, kind=Answer.UPDATE, words="Half is done")
    assert AnswerLink.objects.get().made_by == ada
    assert told(ada) == told(ben) == [(MINE, ("update",))]


def test_what_came_with_the_folder_or_a_week_ago_is_no_news(ada, ben):
    services.update_action(the(MINE).pk, by=ada, on=TODAY, words="Half is done")
    assert told(ben, TODAY + timedelta(days=7)) == [(MINE, ("update",))]
    assert told(ben, TODAY + timedelta(days=8)) == []
    Event.objects.create(reference=f"action {MINE}", action=the(MINE), at=TODAY, by="policy", kind="accepted")
    assert told(ben) == [(MINE, ("update",))]


def test_a_day_that_was_told_of_is_not_told_again(ada, ben):
    services.update_action(the(MINE).pk, by=ada, on=TODAY - timedelta(days=1), words="Half is done")
    Digest.objects.create(user=ben, on=TODAY)
    services.update_action(the("2025-10/1").pk, by=ada, on=TODAY, words="Half is done")
    assert told(ben) == [("2025-10/1", ("update",))]


def test_an_action_is_new_once_it_is_set_or_the_notes_that_hold_it_are_shown(ada, ben):
    agreed = Item.objects.filter(meeting__reference="meeting 2025-09").first()
    later = new_actions.set_action(
        agreed.pk, NewAction(words="A note", owners=("chief",), reason="Why"), by=ada, on=TODAY
    )
    draft = Item.objects.filter(meeting__reference="meeting 2025-10").first()
    noted = new_actions.set_action(draft.pk, NewAction(words="A paper", owners=("chief",)), by=ada, on=TODAY)
    assert told(ben) == [(later.slug, ("new",))]
    after.send_draft(Meeting.objects.get(reference="meeting 2025-10").pk, by=ada, on=TODAY)
    assert dict(told(ben))[noted.slug] == ("new",)
    after.send_draft(Meeting.objects.get(reference="meeting 2025-10").pk, by=ada, on=TOMORROW)
    assert (noted.slug, ("new",)) not in told(ben, TOMORROW + timedelta(days=8))  # told of when it was first sent


def test_it_takes_as_many_queries_with_much_news(ada, ben):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            letter_for(ben, TOMORROW)
        return len(counted)

    services.update_action(the(MINE).pk, by=ada, on=TODAY, words="Half is done")
    few = queries()
    for _ in range(20):
        services.update_action(the(MINE).pk, by=ada, on=TODAY, words="More is done")
        services.update_action(the("2025-10/1").pk, by=ada, on=TODAY, words="More is done")
    assert queries() == few
