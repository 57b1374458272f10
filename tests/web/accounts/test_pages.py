"""Signing in, being locked out, the second factor, and the pages about people and what was done."""

import re
from datetime import date

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from eyre_web.accounts.models import Organisation, OrganisationName, User
from eyre_web.accounts.services import make_account
from eyre_web.audit import services as audit
from eyre_web.meetings import services
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Action, Event
from eyre_web.transfer.verify import verify
from web.people import HELD_ON, account

pytestmark = pytest.mark.db

SIGN_IN = "/account/login/"
PASSWORD = "a long password"


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password}, **more)


@pytest.fixture(autouse=True)
def _nobody_failed_before():
    cache.clear()


# --- signing in ----------------------------------------------------------------------------------------------------


def test_a_person_signs_in_with_address_and_password_and_lands_on_the_front_page(client, ada):
    answer = sign_in(client, ada)
    assert answer.url == "/"
    assert "Signed in as Ada" in client.get("/").content.decode()


def test_whoever_keeps_accounts_and_sees_no_action_begins_with_the_people(client, body):
    pat = account("Pat", "administrator")
    answer = client.post(SIGN_IN, {"login": pat.email, "password": PASSWORD}, follow=True)
    assert (answer.redirect_chain[-1][0], answer.status_code) == ("/people/", 200)
    assert "Write down a post" in answer.content.decode()


def test_a_stranger_who_asks_for_a_password_is_sent_nothing_and_told_the_same(client, ada, mailoutbox):
    answers = [
        client.post("/account/password/reset/", {"email": email}, follow=True).content.decode()
        for email in ("stranger@example.org", ada.email)
    ]
    assert all("If there is an account for this address" in text for text in answers)
    assert [mail.to for mail in mailoutbox] == [[ada.email]]
    assert mailoutbox[0].subject == "Set a new password"


def test_the_pages_of_sign_in_and_second_factor_are_in_the_words_of_the_others(client, ada):
    sign_in(client, ada)
    pages = [Client().get(address).content.decode() for address in (SIGN_IN, "/account/password/reset/")]
    pages += [client.get(address).content.decode() for address in ("/account/two-factor/", "/account/password/change/")]
    for foreign in ("Two-Factor", "Authenticator App", "Recovery Codes", "Password Reset", "Forgot your", "(again)"):
        assert not [text for text in pages if foreign in text], foreign


def test_an_address_may_be_written_in_capitals(client, ada):
    assert client.post(SIGN_IN, {"login": ada.email.upper(), "password": PASSWORD}).status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ada):
    answers = [
        client.post(SIGN_IN, {"login": login, "password": "wrong"}).content.decode()
        for login in (ada.email, "nobody@example.org")
    ]
    for text in answers:
        assert "There is a problem" in text
        assert "not correct" in text
    assert f'value="{ada.email}"' in answers[0]  # what was typed is still there


def test_a_session_gets_a_new_key_at_sign_in(client, ada):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    sign_in(client, ada)
    assert client.session.session_key != before


def test_a_session_ends_with_the_browser_and_by_signing_out(client, ada):
    sign_in(client, ada)
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.cookies["sessionid"]["httponly"]
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_a_new_password_ends_every_other_session(client, ada):
    sign_in(client, ada)
    ada.set_password("another long password")
    ada.save()
    assert client.get("/").status_code == 302


def test_a_closed_account_cannot_go_on(client, ada):
    sign_in(client, ada)
    ada.is_active = False
    ada.save()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_after_sign_in_nobody_is_sent_elsewhere(client, ada, to):
    assert client.post(f"{SIGN_IN}?next={to}", {"login": ada.email, "password": PASSWORD, "next": to}).url == "/"


def test_nobody_signs_up(client):
    assert client.get("/account/sign-up/").url == SIGN_IN
    assert client.get("/account/signup/").status_code == 404


def test_after_five_failures_the_right_password_is_refused_as_well(client, ada):
    for _ in range(5):
        sign_in(client, ada, "wrong")
    text = sign_in(client, ada).content.decode()
    assert "Too many failed" in text
    assert client.get("/").status_code == 302


def test_failures_are_counted_where_every_worker_counts(client, ada):
    with connection.cursor() as cursor:
        sign_in(client, ada, "wrong")
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] >= 1


# --- the second factor ---------------------------------------------------------------------------------------------


def test_no_flood_of_links_that_are_none_washes_the_failures_away(client, ada):
    for _ in range(5):
        sign_in(client, ada, "wrong")
    for number in range(400):  # each is remembered; only so much is
        rates = {"answer": "20/h/key"}
        ratelimit.consume(RequestFactory().post("/"), app="eyre", action="answer", config=rates, key=f"none {number}")
    sign_in(client, ada)
    assert client.get("/").status_code == 302


def test_whoever_has_a_second_factor_is_asked_for_it(client, ada):
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    assert sign_in(client, ada).url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302  # not yet
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == "/"
    assert client.get("/").status_code == 200
    assert Authenticator.objects.filter(user=ada, type="totp").exists()


def test_where_it_is_required_whoever_has_none_sets_one_up_first(client, ada, settings):
    settings.EYRE_SECOND_FACTOR_REQUIRED = True
    client.force_login(ada)
    assert client.get("/").url == reverse("mfa_activate_totp")
    assert client.get("/account/").status_code == 200  # the way there is open


def test_the_page_that_sets_it_up_is_ours_and_shows_a_code(client, ada):
    sign_in(client, ada)
    asked_again = client.get(reverse("mfa_activate_totp")).url
    assert asked_again.startswith(reverse("account_reauthenticate"))
    text = client.post(asked_again, {"password": PASSWORD}, follow=True).content.decode()
    assert "data:image/svg+xml" in text
    assert "govuk-button" in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert 'style="' not in text


def test_setting_it_up_is_answered_with_one_sentence_that_says_what_to_do_next(client, ada, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda do, **more: do())
    sign_in(client, ada)
    set_up, new_codes = reverse("mfa_activate_totp"), reverse("mfa_generate_recovery_codes")
    client.post(client.get(set_up).url, {"password": PASSWORD}, follow=True)
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(client.session["mfa.totp.secret"], counter))
    told = client.post(set_up, {"code": code}, follow=True)
    assert [str(said) for said in told.context["messages"]] == [
        "The second factor is set up. Next, keep the codes below on paper, or where you keep passwords: with one of "
        "them you sign in when the telephone is lost."
    ]
    assert told.content.decode().count("govuk-notification-banner__content") == 1
    assert 'id="recovery_codes"' in told.content.decode()
    again = client.post(new_codes, follow=True)
    assert [str(said)[:20] for said in again.context["messages"]] == ["New codes are made. "]


# --- people, and one's own account ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/people/", "/account/", "/audit/"])
def test_whoever_has_not_signed_in_is_asked_to(client, body, address):
    assert client.get(address).url == f"{SIGN_IN}?next={address}"


def test_people_are_shown_to_those_who_may_see_them(client, ada, ben, cy):
    for who, code in ((ada, 200), (ben, 200), (cy, 403)):
        client.force_login(who)
        assert client.get("/people/").status_code == code
    client.force_login(ada)
    text = client.get("/people/").content.decode()
    assert "Chief constable" in text
    assert "1 January 2024" in text
    assert "Only" not in text


def inspectorate():
    found = Organisation.objects.create(key="inspectorate", aliases=["the inspectorate"], place=0)
    for place, (name, first, last) in enumerate(
        (("HMIC", None, date(2017, 7, 18)), ("HMICFRS", date(2017, 7, 19), None))
    ):
        OrganisationName.objects.create(organisation=found, place=place, name=name, from_date=first, to_date=last)


def test_an_organisation_is_shown_under_each_of_its_names(client, ben):
    inspectorate()
    client.force_login(ben)
    text = client.get("/people/").content.decode()
    for said in ("HMIC<", "until 18 July 2017", "HMICFRS", "since 19 July 2017", "the inspectorate"):
        assert said in text


def test_an_organisation_is_called_as_it_was_on_the_day(body):
    inspectorate()
    directory = Directory.load_with_holders()
    assert directory.named("inspectorate", date(2017, 7, 18)) == "HMIC"
    assert directory.named("inspectorate", date(2017, 12, 19)) == "HMICFRS"
    assert directory.title("inspectorate") == "HMICFRS"


def test_the_people_page_takes_as_many_queries_with_many_people(client, ada, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    client.force_login(ada)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    for number in range(20):
        make_account(f"p{number}@example.org", role="auditor", on=HELD_ON, name=f"P{number}", post="chief")
    with django_assert_num_queries(len(few)):
        client.get("/people/")


def test_everybody_sees_their_own_account_and_what_they_may_do(client, cy):
    client.force_login(cy)
    text = client.get("/account/").content.decode()
    assert cy.email in text
    assert "Force analyst" in text
    assert "sees the actions that a post they hold owns or manages" in text
    assert "for the oversight body" not in text


def test_the_way_to_a_page_is_shown_to_those_who_may_go_it(client, ada, cy):
    client.force_login(cy)
    assert 'href="/people/"' not in client.get("/more/").content.decode()
    client.force_login(ada)
    assert 'href="/people/"' in client.get("/more/").content.decode()


# --- the audit trail -----------------------------------------------------------------------------------------------


def test_the_trail_is_for_those_who_may_see_it(client, ada, dee, cy):
    services.update_action(
        Action.objects.get(reference="action 2025-09/1").pk, by=ada, on=HELD_ON, words="Told by mail"
    )
    for who, code in ((dee, 200), (account("Pat", "auditor"), 200), (ada, 403), (cy, 403)):
        client.force_login(who)
        assert client.get("/audit/").status_code == code
    client.force_login(dee)
    text = client.get("/audit/").content.decode()
    for said in ("Update, action 2025-09/1", "Told by mail", "Ada", audit.head()):
        assert said in text


def test_what_was_removed_by_decision_is_marked(client, dee, ada):
    with transaction.atomic():
        audit.record("action.update", "action 2025-09/1", by=ada, why="Names a victim")
    audit.remove_payload(1, by=dee, why="Personal data")
    client.force_login(dee)
    text = client.get("/audit/").content.decode()
    assert "Names a victim" not in text
    assert "what this entry said was removed by decision" in text


def told_by_mail(by):
    action = Action.objects.get(reference="action 2025-10/1")
    services.return_action(action.pk, by=by, on=date(2025, 11, 12), reason="Mrs Example of Low Street called.")
    return action


def test_an_entry_says_what_was_so_before_and_after(client, ada, dee, cy):
    told_by_mail(ada)
    client.force_login(dee)
    assert 'href="/audit/1/"' in client.get("/audit/").content.decode()
    text = client.get("/audit/1/").content.decode()
    row = re.search(r"<th[^>]*>status</th>(.*?)</tr>", text, re.DOTALL)[1]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == ["reported_complete", "open"]
    assert client.get("/audit/9/").status_code == 404
    for who in (ada, cy):
        client.force_login(who)
        assert client.get("/audit/1/").status_code == 403


def test_personal_data_goes_by_decision_from_trail_history_and_search_and_the_chain_is_whole(client, ada, dee, cy):
    action, pat = told_by_mail(ada), account("Pat", "auditor")
    for who in (ada, cy, pat):  # whoever may see the trail may not remove from it
        client.force_login(who)
        assert client.get("/audit/1/remove/").status_code == 403
        assert client.post("/audit/1/remove/", {"why": "x"}).status_code == 403
    client.force_login(dee)
    assert "Mrs Example of Low Street called." in client.get("/audit/1/remove/").content.decode()
    assert "for a reason. Say which." in client.post("/audit/1/remove/", {"why": " "}).content.decode()
    assert client.post("/audit/1/remove/", {"why": "Names a caller"}).url == "/audit/1/"
    page = action.get_absolute_url()
    for address in ("/audit/", "/audit/1/", "/audit/2/", page, "/search/?q=Example", f"{page}print/"):
        assert "Mrs Example" not in client.get(address).content.decode()
    assert "[removed by decision: audit event 2]" in client.get(page).content.decode()
    assert "Names a caller" in client.get("/audit/2/").content.decode()
    report = verify()
    assert (report.faults, report.trail.gaps) == ((), (1,))
    for number, says in ((1, "no payload that could be removed"), (2, "itself the decision")):
        assert says in client.post(f"/audit/{number}/remove/", {"why": "Again"}).content.decode()


def test_the_database_lets_no_other_words_take_the_place_of_an_events(ada):
    event = told_by_mail(ada).events.latest("pk")
    gap = "[removed by decision: audit event 9]"
    for changed in ({"words": "else"}, {"words": gap, "by": "chief"}, {"words": gap, "sets_date": HELD_ON}):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**changed)
    assert Event.objects.filter(pk=event.pk).update(words=gap) == 1


# --- making an account ---------------------------------------------------------------------------------------------


def test_an_account_is_made_with_a_password_that_is_kept_nowhere(body, client):
    user, password = make_account("fay@example.org", role="analyst", on=HELD_ON, name="Fay")
    assert password not in user.password
    assert (
        client.login(email="fay@example.org", password=password) or sign_in(client, user, password).status_code == 302
    )
    assert "password" not in str(audit.AuditEvent.objects.get().payload.says)


def test_a_post_without_a_holder_is_held_from_that_day(body):
    from eyre_web.accounts.access import access_of
    from eyre_web.accounts.models import Holding

    Holding.objects.all().delete()
    user, _ = make_account("fay@example.org", role="chief_officer", on=HELD_ON, post="chief")
    assert access_of(user, HELD_ON).posts == ("chief",)
    assert str(user) == "Chief constable"


@pytest.fixture
def pat(body):
    """Pat keeps the accounts, and sees no action."""
    return account("Pat", "administrator")


NEW = {"email": "fay@example.org", "role": "analyst", "post": "", "name": "Fay"}


def test_only_an_administrator_makes_and_closes_accounts(client, pat, ada, cy):
    close = f"/people/accounts/{cy.pk}/close/"
    for address in ("/people/new-account/", close):
        client.logout()
        assert client.get(address).url.startswith(SIGN_IN)
        for who, code in ((pat, 200), (ada, 403), (cy, 403)):
            client.force_login(who)
            assert client.get(address).status_code == code
            if who != pat:
                assert client.post(address, NEW).status_code == 403
    assert not User.objects.filter(email=NEW["email"]).exists()
    assert User.objects.get(pk=cy.pk).is_active


def test_an_account_made_on_a_page_shows_its_password_there_and_lets_its_person_in(client, pat):
    client.force_login(pat)
    answer = client.post("/people/new-account/", NEW)
    password = re.search("<code>([^<]+)</code>", answer.content.decode())[1]
    assert "no-store" in answer.headers["Cache-Control"]
    client.logout()
    assert sign_in(client, User.objects.get(email="fay@example.org"), password).url == "/"
    (event,) = audit.AuditEvent.objects.all()
    assert event.account == pat
    assert password not in event.payload.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"email": ""}, "Give the e-mail address."),
        ({"email": "fay"}, "like name@example.org"),
        ({"role": ""}, "Choose a role."),
        ({"role": "queen"}, "not one of the available choices"),
        ({"post": "nobody"}, "not one of the available choices"),
        ({"name": "Ada"}, "Ada has an account already"),
    ],
)
def test_an_account_that_cannot_be_made_is_said_and_nothing_typed_is_lost(client, pat, ada, typed, says):
    client.force_login(pat)
    text = client.post("/people/new-account/", NEW | typed).content.decode()
    assert "There is a problem" in text
    assert says in text
    for value in (NEW | typed).values():
        assert value in text
    assert not audit.AuditEvent.objects.exists()


def test_a_closed_account_is_out_at_once_and_stays_on_record(client, pat, ben):
    from django.test import Client

    his = Client()
    his.force_login(ben)
    assert his.get("/").status_code == 200
    client.force_login(pat)
    assert (
        "The account of Ben is closed" in client.post(f"/people/accounts/{ben.pk}/close/", follow=True).content.decode()
    )
    assert his.get("/").status_code == 302
    assert audit.AuditEvent.objects.get().what == "account.closed"
    assert client.post(f"/people/accounts/{ben.pk}/close/").status_code == 404  # closed already


def test_nobody_closes_their_own_account(client, pat):
    client.force_login(pat)
    assert "cannot close your own" in client.post(f"/people/accounts/{pat.pk}/close/", follow=True).content.decode()
    assert User.objects.get(pk=pat.pk).is_active
