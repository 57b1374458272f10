"""The page of one's own tokens: made after the password was given again, shown once, revoked by nobody else."""

import re
from datetime import date

import pytest
from django.utils import timezone

from eyre.core import Refused
from eyre_web.accounts.models import Token, TokenKind
from eyre_web.accounts.services import TOKENS_EACH, make_token
from eyre_web.audit.models import AuditEvent
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
FORM = {"kind": "api", "name": "The report", "days": "90"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def signed_in(client, who, *, just_now=True):
    client.force_login(who)
    if just_now:
        assert client.post("/account/reauthenticate/", {"password": "a long password"}).status_code == 302
    return client


def a_token(who, name="Phone", kind=TokenKind.CALENDAR):
    return make_token(kind, by=who, on=TODAY, name=name, days=30)[0]


@pytest.mark.parametrize("address", ["/tokens/", "/tokens/new/", "/tokens/1/revoke/"])
def test_whoever_has_not_signed_in_is_asked_to(client, body, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_everybody_sees_their_own_and_nobody_elses(client, ada, ben):
    a_token(ada, "Of Ada")
    assert "Of Ada" in signed_in(client, ada).get("/tokens/").content.decode()
    assert "Of Ada" not in signed_in(client, ben).get("/tokens/").content.decode()
    pat = account("Pat", "administrator")
    assert "No token is in force." in signed_in(client, pat).get("/tokens/").content.decode()


def test_nobody_revokes_anybody_elses(client, ada, ben):
    token = a_token(ada)
    for method in (client.get, client.post):
        signed_in(client, ben)
        assert method(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert Token.objects.in_force(TODAY).filter(pk=token.pk).exists()


@pytest.mark.parametrize(("kind", "shown"), [("api", "Authorization: Bearer"), ("sheet", "/actions.csv"),
                                             ("calendar", "/calendar.ics")])  # fmt: skip
def test_a_token_is_shown_once_with_what_to_do_with_it(client, ada, kind, shown):
    text = signed_in(client, ada).post("/tokens/new/", {**FORM, "kind": kind}).content.decode()
    secret = re.search(r"eyre_[\w-]{40,}", text)[0]
    assert shown in text
    assert "http://testserver/" in text
    assert secret not in client.get("/tokens/").content.decode()
    token = Token.objects.get(user=ada)
    assert (token.kind, token.name, token.expires_on) == (kind, "The report", date(2026, 2, 10))


def test_what_was_made_opens_what_it_says(client, ada):
    text = signed_in(client, ada).post("/tokens/new/", {**FORM, "kind": "sheet"}).content.decode()
    address = re.search(r"http://testserver(/feeds/\S+\.csv)", text)[1]
    client.logout()
    assert client.get(address).status_code == 200


def test_the_password_is_asked_for_again_first(client, ada):
    signed_in(client, ada, just_now=False)
    answer = client.post("/tokens/new/", FORM)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/reauthenticate/")
    assert not Token.objects.exists()
    answer = client.post(answer.url, {"password": "a long password"})
    assert "eyre_" in answer.content.decode()  # and what was typed goes on where it was


def test_making_and_revoking_are_in_the_audit_trail_without_the_secret(client, ada):
    text = signed_in(client, ada).post("/tokens/new/", FORM).content.decode()
    secret = re.search(r"eyre_[\w-]{40,}", text)[0]
    token = Token.objects.get()
    answer = client.post(f"/tokens/{token.pk}/revoke/", follow=True)
    assert "The report is revoked" in answer.content.decode()
    made, revoked = AuditEvent.objects.filter(what__startswith="token.").order_by("number")
    assert (made.what, revoked.what) == ("token.made", "token.revoked")
    assert made.payload.says["after"] == {"kind": "api", "name": "The report", "expires_on": "2026-02-10"}
    assert not any(secret in event.payload.text for event in (made, revoked))
    assert client.get(f"/tokens/{token.pk}/revoke/").status_code == 404  # once


def test_nothing_typed_is_lost_and_each_fault_is_said(client, ada):
    text = signed_in(client, ada).post("/tokens/new/", {"name": "The report", "days": "9999"}).content.decode()
    assert "Choose what it is for." in text
    assert 'value="The report"' in text
    assert not Token.objects.exists()


def test_nobody_collects_tokens_without_end(client, ada):
    for _ in range(TOKENS_EACH):
        a_token(ada)
    with pytest.raises(Refused, match="already"):
        a_token(ada)
    assert "Revoke one first" in signed_in(client, ada).post("/tokens/new/", FORM).content.decode()


def test_a_second_factor_that_is_required_is_set_up_before_any_token(client, ada, settings):
    settings.EYRE_SECOND_FACTOR_REQUIRED = True
    for address in ("/tokens/", "/tokens/new/"):
        assert "/two-factor/" in signed_in(client, ada).get(address).url
