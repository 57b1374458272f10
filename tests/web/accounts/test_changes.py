"""Roles that change, invitations by mail, and the way back for whoever forgot a password."""

import re
from datetime import date, timedelta
from unittest.mock import Mock

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.core import Refused
from eyre_web.accounts import invitations, services, views
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import Holding, Invitation, RoleHeld, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
PASSWORD = "another long password"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)
    cache.clear()


@pytest.fixture
def pat(body):
    """Pat keeps the accounts, and sees no action."""
    return account("Pat", "administrator")


# --- roles ---------------------------------------------------------------------------------------------------------


def test_only_an_administrator_changes_roles_and_sends_invitations(client, pat, ada, cy):
    roles, invite = f"/people/accounts/{cy.pk}/roles/", f"/people/accounts/{cy.pk}/invite/"
    assert client.get(roles).url.startswith("/account/login/")
    assert client.post(invite).url.startswith("/account/login/")
    for who in (ada, cy):
        client.force_login(who)
        assert client.get(roles).status_code == 403
        assert client.post(roles, {"roles": "auditor", "why": "x"}).status_code == 403
        assert client.post(invite).status_code == 403
        with pytest.raises(PermissionDenied):
            services.change_roles(cy.pk, roles=["auditor"], by=who, on=TODAY, why="x")
        with pytest.raises(PermissionDenied):
            invitations.invite(cy.pk, by=who, on=TODAY)
    client.force_login(pat)
    assert client.get(roles).status_code == 200
    assert client.get(invite).status_code == 405  # nothing is sent by opening
    assert not AuditEvent.objects.exists()


def test_roles_change_from_today_and_what_was_before_stays_on_record(client, pat, cy):
    client.force_login(pat)
    answer = client.post(
        f"/people/accounts/{cy.pk}/roles/", {"roles": ["auditor", "analyst"], "why": "Moved to audit"}, follow=True
    )
    assert "The roles of Cy are changed" in answer.content.decode()
    assert access_of(cy, TODAY).may(Permission.SEE_AUDIT)
    assert not access_of(cy, TODAY).may(Permission.ANSWER_OWN)
    assert access_of(cy, TODAY - timedelta(days=1)).may(Permission.ANSWER_OWN)
    event = AuditEvent.objects.get()
    assert (event.what, event.account) == ("account.roles", pat)
    said = event.payload.says
    assert (said["before"]["roles"], said["after"]["roles"]) == (["force_analyst"], ["analyst", "auditor"])
    assert said["why"] == "Moved to audit"


def test_a_role_that_was_given_and_taken_on_one_day_never_held(pat, cy):
    services.change_roles(cy.pk, roles=["force_analyst", "auditor"], by=pat, on=TODAY, why="By mistake")
    services.change_roles(cy.pk, roles=["force_analyst"], by=pat, on=TODAY, why="Mended")
    assert RoleHeld.objects.filter(user=cy).count() == 1
    assert not access_of(cy, TODAY).may(Permission.SEE_AUDIT)
    assert AuditEvent.objects.count() == 2  # both stay in the trail


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"why": " "}, "Say why the roles change."),
        ({"roles": ["queen"]}, "is not one of the available choices"),
        ({"roles": ["force_analyst"]}, "the roles the account has already"),
    ],
)
def test_a_change_that_cannot_be_is_said_and_nothing_typed_is_lost(client, pat, cy, typed, says):
    client.force_login(pat)
    typed = {"roles": ["auditor"], "why": "Moved to audit", **typed}
    text = client.post(f"/people/accounts/{cy.pk}/roles/", typed).content.decode()
    assert says in text
    assert "There is a problem" in text
    assert typed["why"].strip() in text
    for role in typed["roles"]:
        assert role == "queen" or re.search(rf'value="{role}"[^>]* checked', text)
    assert not AuditEvent.objects.exists()


def test_of_two_who_change_the_roles_of_one_account_the_second_sees_both(client, pat, cy):
    client.force_login(pat)
    address, seen = f"/people/accounts/{cy.pk}/roles/", re.compile(r'name="seen" value="(\d+)"')
    opened = seen.search(client.get(address).content.decode())[1]
    client.post(address, {"roles": ["auditor"], "why": "Moved to audit", "seen": opened})
    mine = {"roles": ["analyst"], "why": "Moved to the office"}
    text = client.post(address, {**mine, "seen": opened}).content.decode()
    assert "Somebody else has changed this after you opened it" in text
    assert "What stands there now: Auditor" in text
    assert mine["why"] in text
    assert list(RoleHeld.objects.on(TODAY).filter(user=cy).values_list("role", flat=True)) == ["auditor"]
    assert client.post(address, {**mine, "seen": seen.search(text)[1]}).status_code == 302


def test_nobody_takes_the_keeping_of_accounts_from_themselves(client, pat):
    client.force_login(pat)
    text = client.post(f"/people/accounts/{pat.pk}/roles/", {"roles": ["auditor"], "why": "Enough"}).content.decode()
    assert "You cannot take this from yourself" in text
    assert access_of(pat, TODAY).may(Permission.MANAGE_PEOPLE)


def test_a_closed_account_has_no_page(client, pat, cy):
    User.objects.filter(pk=cy.pk).update(is_active=False)
    client.force_login(pat)
    assert client.get(f"/people/accounts/{cy.pk}/roles/").status_code == 404
    assert client.post(f"/people/accounts/{cy.pk}/invite/").status_code == 404
    with pytest.raises(Refused, match="closed"):
        invitations.invite(cy.pk, by=pat, on=TODAY)


# --- invitations ---------------------------------------------------------------------------------------------------


def way(letter):
    return re.search(r"http://127\.0\.0\.1:8000(/account/invitation/[\w-]+/)", letter.body)[1]


@pytest.fixture
def invited(pat, client, django_capture_on_commit_callbacks):
    """Fay, who was invited, and the way to the page of her link."""
    client.force_login(pat)
    typed = {"email": "fay@example.org", "role": "analyst", "post": "", "name": "Fay", "invited": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/people/new-account/", typed)
    assert "An invitation is sent to fay@example.org" in answer.content.decode()
    assert "<code>" not in answer.content.decode()
    return User.objects.get(email="fay@example.org"), way(mail.outbox[-1])


def test_whoever_is_invited_sets_a_password_and_signs_in_with_it(invited):
    fay, address = invited
    assert not fay.has_usable_password()
    hers = Client()
    before = (Invitation.objects.values().get(), AuditEvent.objects.count())
    assert hers.get(address).status_code == 200
    assert (Invitation.objects.values().get(), AuditEvent.objects.count()) == before  # opening changes nothing
    answer = hers.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
    assert "Your password is set" in answer.content.decode()
    assert hers.post("/account/login/", {"login": fay.email, "password": PASSWORD}).url == "/"
    assert AuditEvent.objects.latest("number").what == "account.password_set"
    assert PASSWORD not in str(list(AuditEvent.objects.values("payload__text")))


def test_a_link_works_once_for_some_days_and_not_after_another_was_sent(
    invited, pat, monkeypatch, django_capture_on_commit_callbacks
):
    fay, first = invited
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(fay.pk, by=pat, on=TODAY)
    second = way(mail.outbox[-1])
    assert Client().get(first).status_code == 404
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY + timedelta(days=8))
    assert Client().get(second).status_code == 404
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY + timedelta(days=7))
    assert Client().post(second, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    for method in ("get", "post"):
        assert getattr(Client(), method)(second).status_code == 404


def test_the_token_is_kept_nowhere_and_a_dead_link_says_nothing(invited):
    _, address = invited
    token = address.split("/")[3]
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall())
    text = Client().get("/account/invitation/never/").content.decode()
    assert "This link does not work" in text


def test_a_closed_account_is_let_in_by_no_link(invited):
    fay, address = invited
    User.objects.filter(pk=fay.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [("short", "short", "too short"), (PASSWORD, "other", "match"), ("", "", "Fill in")],
)
def test_a_password_that_will_not_do_is_said(invited, first, second, says):
    fay, address = invited
    text = Client().post(address, {"new_password1": first, "new_password2": second}).content.decode()
    assert says in text
    assert "There is a problem" in text
    assert not User.objects.get(pk=fay.pk).has_usable_password()


def test_who_tries_too_often_is_held_back(body, monkeypatch):
    monkeypatch.setattr(views, "RATES", {"invitation": "2/m/ip"})
    client = Client()
    assert [client.get("/account/invitation/x/").status_code for _ in range(3)] == [404, 404, 429]


def test_an_administrator_sends_a_link_to_whoever_lost_their_password(
    client, pat, ben, django_capture_on_commit_callbacks
):
    client.force_login(pat)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/people/accounts/{ben.pk}/invite/", follow=True)
    assert f"sent to {ben.email}" in answer.content.decode()
    assert "invited until 19 November 2025" in answer.content.decode()
    his = Client()
    his.force_login(ben)
    assert his.get("/").status_code == 200
    Client().post(way(mail.outbox[-1]), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert his.get("/").status_code == 302  # whoever was signed in with the old one is out


def test_whoever_forgot_their_password_gets_a_link_and_sets_another(client, ada):
    assert "/account/password/reset/" in client.get("/account/login/").content.decode()
    client.post("/account/password/reset/", {"email": ada.email})
    assert mail.outbox[-1].subject == "Set a new password"
    assert "testserver" not in mail.outbox[-1].body  # the site's address, and not the one that was asked for
    address = re.search(rf"{settings.EYRE_SITE}(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form = client.get(address, follow=True)
    answer = client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert Client().post("/account/login/", {"login": ada.email, "password": PASSWORD}).status_code == 302


def test_a_password_and_a_second_factor_that_come_and_go_are_in_the_trail_and_what_they_are_is_not(client, ada):
    client.post("/account/login/", {"login": ada.email, "password": "a long password"})
    typed = {"oldpassword": "a long password", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password/change/", typed).status_code == 302
    asked_again = client.get("/account/two-factor/totp/activate/").url
    page = client.post(asked_again, {"password": PASSWORD}, follow=True).content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page)[0]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post("/account/two-factor/totp/activate/", {"code": code}).status_code == 302
    assert client.post("/account/two-factor/totp/deactivate/").status_code == 302
    client.post("/account/password/reset/", {"email": ada.email})
    address = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = Client().get(address, follow=True)
    form.client.post(form.redirect_chain[-1][0], {"password1": f"{PASSWORD}2", "password2": f"{PASSWORD}2"})
    events = AuditEvent.objects.filter(about=f"account {ada.pk}").select_related("payload").order_by("number")
    assert [event.what.removeprefix("account.") for event in events] == [
        "password_set", "second_factor_added", "second_factor_added", "second_factor_removed",
        "second_factor_removed", "password_set",
    ]  # fmt: skip
    assert {event.account for event in events} == {ada}
    assert not any(secret in event.payload.text or PASSWORD in event.payload.text for event in events)


def test_a_password_whose_event_cannot_be_written_stays_as_it_was(client, ada, monkeypatch):
    client.post("/account/login/", {"login": ada.email, "password": "a long password"})
    monkeypatch.setattr(audit, "record", Mock(side_effect=DatabaseError))
    typed = {"oldpassword": "a long password", "password1": PASSWORD, "password2": PASSWORD}
    with pytest.raises(DatabaseError):
        client.post("/account/password/change/", typed)
    ada.refresh_from_db()
    assert ada.check_password("a long password")


def test_an_address_without_an_account_is_answered_alike(client, ada):
    answers = [client.post("/account/password/reset/", {"email": email}) for email in (ada.email, "nobody@example.org")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    assert [letter.to for letter in mail.outbox] == [[ada.email]]  # and nothing is mailed to a stranger


def test_whoever_gets_a_post_with_the_account_stands_in_the_history_of_the_post(client, pat, body):
    Holding.objects.filter(post__key="deputy").delete()
    services.make_account("gil@example.org", role="staff_officer", on=TODAY, by=pat, name="Gil", post="deputy")
    client.force_login(pat)
    page = client.get("/people/posts/deputy/").content.decode()
    assert "Somebody came into the post" in page
    assert "An account was made." in page


def test_the_people_page_takes_as_many_queries_with_many_accounts(client, pat):
    client.force_login(pat)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    for number in range(10):
        services.make_account(f"q{number}@example.org", role="auditor", on=TODAY, name=f"Q{number}", invited=True)
    with CaptureQueriesContext(connection) as many:
        client.get("/people/")
    assert len(many) == len(few)
