"""Answers by link: one action, nothing else, no change by opening, and only for as long as the link works."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.core import NotFound, Refused
from eyre.cycle.states import ActionStatus
from eyre.cycle.words import Part
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import answering, answers, services
from eyre_web.meetings.answers import Answer
from eyre_web.meetings.models import Action, AnswerLink, Event
from eyre_web.meetings.parts import end_part, give_part
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
OPEN, REPORTED = "2025-09/1", "2025-10/1"
LINKS = f"/actions/{OPEN}/links/"
UPDATE = {"kind": "update", "words": "Half is done", "document": "", "seen": "1"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)
    cache.clear()


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def seen(slug=OPEN):
    return max(event.pk for event in the(slug).in_order())


@pytest.fixture
def link(ada):
    """A link for the chief constable to the open action, and the way to its page."""
    made, address = answers.make_link(the(OPEN).pk, by=ada, on=TODAY, post="chief", days=14)
    return made, address.removeprefix("http://127.0.0.1:8000")


def token_of(link):
    return link[1].split("/")[2]


# --- the page that a link opens ------------------------------------------------------------------------------------


def test_whoever_has_the_link_sees_the_one_action_and_nothing_else(link):
    answer = Client().get(link[1])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Send a paper on repeat burglary." in text
    assert "Chief constable" in text
    assert "4 November 2025" in text
    # no other action, no history, no person, no way on
    for hidden in ("2025-09/2", "2025-10/1", "The analyst is away.", "Ben", "Ada", 'href="/actions', 'href="/people'):
        assert hidden not in text
    assert not re.search(r'href="/"', text)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in text


def test_even_somebody_who_has_signed_in_sees_no_more_by_it(client, link, ada):
    client.force_login(ada)
    text = client.get(link[1]).content.decode()
    assert "Signed in as" not in text
    assert 'href="/actions' not in text


def test_opening_changes_nothing(link):
    events, trail = Event.objects.count(), AuditEvent.objects.count()
    link_before = AnswerLink.objects.values().get()
    for method in ("get", "head"):
        assert getattr(Client(), method)(link[1]).status_code == 200
    assert (Event.objects.count(), AuditEvent.objects.count()) == (events, trail)
    assert AnswerLink.objects.values().get() == link_before
    assert Client().put(link[1]).status_code == 405


def test_an_answer_is_written_down_as_said_by_the_post_and_audited_as_by_link(link, ada):
    mail.outbox.clear()
    with transaction.atomic():
        answer = Client().post(link[1], {**UPDATE, "seen": seen()})
    assert answer.status_code == 302
    assert answer.url == link[1]
    event = Event.objects.latest("pk")
    assert (event.by, event.at, event.kind, event.words) == ("chief", TODAY, "update", "Half is done")
    assert (event.entered_by, event.link) == (None, link[0])
    trail = AuditEvent.objects.latest("number")
    assert (trail.what, trail.about, trail.account) == ("action.update", f"action {OPEN}", None)
    assert trail.payload.says["who"] == f"chief, by link {link[0].pk}"


def test_the_page_of_the_action_says_that_it_came_by_link(client, link, ada):
    answers.answer_by_link(token_of(link), on=TODAY, kind=Answer.UPDATE, words="Half is done")
    client.force_login(ada)
    assert "(by link)" in client.get(f"/actions/{OPEN}/").content.decode()


ANSWERS = [
    ({"kind": "update", "words": "Half"}, ActionStatus.OPEN, date(2025, 11, 4)),
    ({"kind": "new_date", "words": "Later", "to": "9/1/2026"}, ActionStatus.OPEN, date(2025, 11, 4)),
    ({"kind": "complete", "words": "Sent", "document": "paper 4"}, ActionStatus.REPORTED_COMPLETE, date(2025, 11, 4)),
]


@pytest.mark.parametrize(("typed", "status", "due"), ANSWERS)
def test_each_kind_of_answer_does_what_an_owner_may_and_no_more(link, typed, status, due):
    assert Client().post(link[1], {**typed, "seen": seen()}).status_code == 302
    action = the(OPEN)
    assert (action.status, action.due_on) == (status, due)
    assert Event.objects.latest("pk").document == typed.get("document", "")


def test_a_new_date_is_asked_for_by_link_and_the_one_that_holds_stands(client, link, ada):
    typed = {"kind": "new_date", "words": "The analyst is ill", "to": "9/1/2026", "seen": seen()}
    text = Client().post(link[1], typed, follow=True).content.decode()
    action = the(OPEN)
    assert (action.due_on, action.date_asked, action.times_redated) == (date(2025, 11, 4), date(2026, 1, 9), 1)
    assert "A new date is asked for: Friday 9 January 2026. The date stands" in text
    client.force_login(ada)
    assert (
        "A new date is asked for: Friday 9 January 2026, by Chief constable (Ben)"
        in client.get(action.get_absolute_url()).content.decode()
    )


def test_nobody_accepts_by_link(link):
    services.report_complete(the(OPEN).pk, by=account("Ben"), on=TODAY, words="Sent")
    for kind in ("accepted", "accept", "complete", "withdrawn"):
        text = Client().post(link[1], {**UPDATE, "kind": kind, "seen": seen()}).content.decode()
        assert "is not one of the available choices" in text
    assert the(OPEN).status == ActionStatus.REPORTED_COMPLETE


def test_why_an_action_came_back_is_said(link, ada, ben):
    services.report_complete(the(OPEN).pk, by=ben, on=TODAY, words="Sent")
    services.return_action(the(OPEN).pk, by=ada, on=TODAY, reason="August is not explained")
    assert "August is not explained" in Client().get(link[1]).content.decode()


def test_no_link_is_offered_for_an_action_that_is_closed(client, ada):
    client.force_login(ada)
    offered = f'href="/actions/{OPEN}/links/"'
    assert offered in client.get(f"/actions/{OPEN}/").content.decode()
    services.withdraw_action(the(OPEN).pk, by=ada, on=TODAY, reason="Not needed")
    assert offered not in client.get(f"/actions/{OPEN}/").content.decode()


def test_a_closed_action_asks_for_nothing(link, ada):
    services.withdraw_action(the(OPEN).pk, by=ada, on=TODAY, reason="Not needed")
    text = Client().get(link[1]).content.decode()
    assert "There is nothing to answer" in text
    assert "<textarea" not in text
    text = Client().post(link[1], {**UPDATE, "seen": seen()}).content.decode()
    assert "The action is closed" in text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": ""}, "Choose what you want to say."),
        ({"words": " "}, "Say it in words."),
        ({"kind": "new_date"}, "Give the new date."),
        ({"kind": "new_date", "to": "soon"}, "Write the new date like 27/3/2026."),
        ({"kind": "new_date", "to": "4/11/2025"}, "due on 4 November 2025 already"),
        ({"words": "x" * 10_001}, "at most 10000"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(link, typed, says):
    typed = {**UPDATE, "document": "paper 4", "seen": seen(), **typed}
    text = Client().post(link[1], typed).content.decode()
    assert "There is a problem" in text
    assert says in text
    assert 'value="paper 4"' in text
    assert typed["words"].strip() in text
    assert Event.objects.filter(link=link[0]).count() == 0


def test_of_two_who_write_the_second_is_told_and_loses_nothing_and_learns_nothing(link, ben):
    before = seen()
    services.update_action(the(OPEN).pk, by=ben, on=TODAY, words="Ben wrote this meanwhile")
    text = Client().post(link[1], {**UPDATE, "seen": before}).content.decode()
    assert "Something was written to this action after you opened it" in text
    assert "Ben wrote this" not in text
    assert "Half is done" in text
    again = re.search(r'name="seen" value="(\d+)"', text)[1]
    assert Client().post(link[1], {**UPDATE, "seen": again}).status_code == 302


def test_an_answer_from_another_site_is_refused(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link[1], {**UPDATE, "seen": seen()}).status_code == 403
    assert Event.objects.filter(link=link[0]).count() == 0


# --- when it does not work -----------------------------------------------------------------------------------------


def test_a_link_works_until_its_last_day_and_no_longer(link, monkeypatch):
    for day, code in ((TODAY + timedelta(14), 200), (TODAY + timedelta(15), 404)):
        monkeypatch.setattr(timezone, "localdate", lambda *more, day=day: day)
        assert Client().get(link[1]).status_code == code


def test_a_dead_link_and_one_that_never_was_are_answered_alike(link, ada):
    answers.revoke_link(link[0].pk, by=ada, on=TODAY)
    dead, never = (Client().get(way) for way in (link[1], "/answer/" + "x" * 43 + "/"))
    assert dead.status_code == never.status_code == 404
    assert dead.content.replace(link[1].encode(), b"") == never.content.replace(b"/answer/" + b"x" * 43 + b"/", b"")
    assert Client().post(link[1], {**UPDATE, "seen": seen()}).status_code == 404
    with pytest.raises(NotFound):
        answers.answer_by_link(token_of(link), on=TODAY, kind=Answer.UPDATE, words="Late")


def test_a_link_works_no_more_once_its_post_answers_for_the_action_no_more(client, ada):
    given = give_part(the(OPEN), "deputy", Part.MANAGES, by=ada, on=TODAY, reason="Stands in")
    _, address = answers.make_link(the(OPEN).pk, by=ada, on=TODAY, post="deputy", days=14)
    way = address.removeprefix("http://127.0.0.1:8000")
    assert Client().get(way).status_code == 200
    end_part(given.pk, by=ada, on=TODAY)
    assert Client().get(way).status_code == 404
    assert Client().post(way, {**UPDATE, "seen": seen()}).status_code == 404
    client.force_login(ada)
    assert "no more: the post does not answer for it now" in client.get(LINKS).content.decode()


def test_the_token_is_kept_nowhere(link):
    token = token_of(link)
    assert len(token) >= 43  # 256 bits
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall())


def test_a_link_is_revoked_by_somebody_at_some_time_or_not_at_all(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerLink.objects.update(revoked_at=datetime(2025, 11, 12, tzinfo=timezone.get_current_timezone()))


def test_who_tries_too_often_is_held_back(link, monkeypatch):
    monkeypatch.setattr(answering, "RATES", {"open": "3/m/ip", "answer": "2/h/key"})
    client = Client()
    codes = [client.get(f"/answer/{'x' * 43}/").status_code for _ in range(4)]
    assert codes == [404, 404, 404, 429]
    codes = [client.post(link[1], {**UPDATE, "words": ""}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert "Nothing was written down" in client.post(link[1], UPDATE).content.decode()


def test_who_sends_to_ever_new_links_that_are_none_is_held_back(body, monkeypatch):
    monkeypatch.setattr(
        answering, "RATES", {**answering.RATES, "answer": answering.RATES["answer"].replace("60/m", "3/m")}
    )
    codes = [Client().post(f"/answer/{number:043}/", UPDATE).status_code for number in range(5)]
    assert codes == [404, 404, 404, 429, 429]


# --- the page of the office ----------------------------------------------------------------------------------------


def test_links_are_for_the_office(client, ada, ben, cy, link):
    revoke = f"{LINKS}{link[0].pk}/revoke/"
    assert client.get(LINKS).url.startswith("/account/login/")
    assert client.post(revoke).url.startswith("/account/login/")
    for who, code in ((ada, 200), (ben, 403), (cy, 404), (account("Pat", "auditor"), 403)):
        client.force_login(who)
        assert client.get(LINKS).status_code == code
        if who != ada:
            assert client.post(LINKS, {"post": "chief", "days": "7"}).status_code == code
            assert client.post(revoke).status_code == code
            offered = client.get(f"/actions/{OPEN}/")
            assert "links/" not in offered.content.decode()
    assert AnswerLink.objects.get().revoked_at is None
    with pytest.raises(PermissionDenied):
        answers.make_link(the(OPEN).pk, by=ben, on=TODAY, post="chief", days=7)
    with pytest.raises(PermissionDenied):
        answers.revoke_link(link[0].pk, by=ben, on=TODAY)


def test_a_link_is_shown_once_mailed_if_wished_and_works(client, ada, django_capture_on_commit_callbacks):
    client.force_login(ada)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(LINKS, {"post": "chief", "days": "7", "send_to": "chief@force.example"})
    address = re.search(r"http://127\.0\.0\.1:8000(/answer/[\w-]+/)", answer.content.decode())[1]
    assert address in mail.outbox[0].body
    assert "Anyshire Commissioner asks for an answer" in mail.outbox[0].body  # a stranger to Eyre knows who writes
    assert "by: Chief constable" in mail.outbox[0].body
    assert mail.outbox[0].to == ["chief@force.example"]
    assert "burglary" not in mail.outbox[0].body
    assert Client().get(address).status_code == 200
    assert address not in client.get(LINKS).content.decode()
    event = AuditEvent.objects.get()
    assert (event.what, event.account) == ("link.made", ada)
    assert event.payload.says["after"]["last_day"] == "2025-11-19"


def test_a_link_is_taken_back_on_the_page(client, ada, link):
    client.force_login(ada)
    text = client.get(LINKS).content.decode()
    assert "until 26 Nov 2025" in text
    client.get(f"{LINKS}{link[0].pk}/revoke/")
    assert Client().get(link[1]).status_code == 200  # nothing is taken back by opening
    assert client.post(f"{LINKS}{link[0].pk}/revoke/", follow=True).status_code == 200
    assert "taken back on" in client.get(LINKS).content.decode()
    assert Client().get(link[1]).status_code == 404
    answers.revoke_link(link[0].pk, by=ada, on=TODAY)  # once is enough
    assert [event.what for event in AuditEvent.objects.order_by("number")] == ["link.made", "link.revoked"]
    assert client.post(f"/actions/2025-09/2/links/{link[0].pk}/revoke/").status_code == 404  # of another action


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"post": "policy"}, "is not one of the available choices"),
        ({"days": "900"}, "is not one of the available choices"),
        ({"send_to": "chief"}, "like name@example.org"),
    ],
)
def test_a_link_that_cannot_be_made_is_said(client, ada, typed, says):
    client.force_login(ada)
    text = client.post(LINKS, {"post": "chief", "days": "7", "send_to": "", **typed}).content.decode()
    assert says in text
    assert not AnswerLink.objects.exists()


def test_a_link_is_for_a_post_of_an_open_action(ada):
    with pytest.raises(Refused, match="owns or manages"):
        answers.make_link(the(OPEN).pk, by=ada, on=TODAY, post="policy", days=7)
    services.withdraw_action(the(OPEN).pk, by=ada, on=TODAY, reason="Not needed")
    with pytest.raises(Refused, match="closed"):
        answers.make_link(the(OPEN).pk, by=ada, on=TODAY, post="chief", days=7)


def test_the_pages_take_as_many_queries_with_many_links(client, ada, link):
    client.force_login(ada)

    def queries():
        counts = []
        for address in (LINKS, link[1]):
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            counts.append(len(counted))
        return counts

    few = queries()
    for number in range(10):
        answers.make_link(the(OPEN).pk, by=account(f"P{number}", "policy_officer"), on=TODAY, post="chief", days=7)
        Event.objects.create(reference=f"action {OPEN}", action=the(OPEN), at=TODAY, by="chief", kind="update",
                             words="More", link=link[0])  # fmt: skip
    assert queries() == few
    assert max(few) <= 26


# --- the chair's list ----------------------------------------------------------------------------------------------


def test_the_chairs_list_is_for_those_who_see_actions_and_shows_what_is_late_for_long(
    client, ada, ben, cy, monkeypatch
):
    assert client.get("/chair/").url == "/account/login/?next=/chair/"
    for who, code in ((ada, 200), (ben, 200), (cy, 200), (account("Pat", "administrator"), 403)):
        client.force_login(who)
        assert client.get("/chair/").status_code == code
    client.force_login(ada)
    assert "Nothing is late for so long" in client.get("/chair/").content.decode()
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2025, 11, 18))
    text = client.get("/chair/").content.decode()
    assert "2025-09/1" in text
    assert "14 days late" in text
    assert "Meetings without a chair on record" in text
    client.force_login(cy)
    assert "2025-09/1" not in client.get("/chair/").content.decode()
