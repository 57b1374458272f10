"""What nobody sends by accident, tried on every page there is: the addresses are those that the browser walks.

What is tried on one page alone (files, sheets, sessions, the sign-in) has its tests beside that page.
"""

import logging
import re
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from eyre_web.accounts import invitations
from eyre_web.accounts.models import User
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import answers
from eyre_web.project.logs import WithoutAddress
from eyre_web.project.settings import LOGGING
from web.browser.pages import ADA, NOBODY, NOT_PAGES, SAMPLES
from web.browser.site import TODAY, furnish

pytestmark = pytest.mark.db

ELSEWHERE = "https://evil.example/"
LONG = "long " * 60_000
PROBLEM = "There is a problem"
NAMES = ("never", "1999-01", "..", "a" * 3000, "\0", "é\u202e", "' OR 1=1 --", "-1")
NUMBERS = (0, 10**9, 10**18, 10**30)
# Of allauth: says that the address is none, with 200. A loose end that is gone may have been settled meanwhile: that is
# said on the list of those that are left.
SAY_SO = {"account_reset_password_from_key", "loose_end"}


@pytest.fixture(autouse=True)
def _today(monkeypatch, data):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def made(db):
    return furnish()


def browser_of(who, made, **more):
    client = Client(**more)
    if who != NOBODY:
        client.force_login(User.objects.get(email=made.emails[who]))
    return client


def everywhere(made, *people):
    """Every address, with who opens it."""
    for name, samples in SAMPLES.items():
        for sample in samples:
            if sample.who in people:
                yield name, sample, sample.address(name, made)


class Form(HTMLParser):
    """The fields of the forms of a page that are sent by POST, each with what stands in it."""

    def __init__(self, html):
        super().__init__()
        self.fields, self._inside = {}, False
        self.feed(html.partition("<main")[2])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("method") == "post"
        elif self._inside and given.get("name") and tag in ("input", "textarea", "select"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.fields.setdefault(given["name"], (kind, given.get("value") or ""))


def typed(client, address, text):
    """What the form of a page sends when every field that takes text has `text` in it; None where there is no form."""
    form = Form(client.get(address).content.decode()).fields
    kinds = ("text", "textarea", "search", "email", "password", "number")
    return {name: text if kind in kinds else value for name, (kind, value) in form.items() if kind != "file"} or None


def test_nothing_is_changed_without_the_token_of_the_page(made):
    strict = {who: browser_of(who, made, enforce_csrf_checks=True) for who in (ADA, NOBODY)}
    before = AuditEvent.objects.count()
    answers = {
        address: strict[one.who].post(address, {"words": "x"}) for _, one, address in everywhere(made, ADA, NOBODY)
    }
    for name in NOT_PAGES:
        for arguments in ({}, {"pk": 1}, {"home": "2025-09", "label": "1", "pk": 1}):
            try:
                answers[reverse(name, kwargs=arguments)] = strict[ADA].post(reverse(name, kwargs=arguments))
            except NoReverseMatch:
                continue
    assert {
        address: answer.status_code for address, answer in answers.items() if answer.status_code not in (403, 405)
    } == {}
    assert sum(answer.status_code == 403 for answer in answers.values()) > 40
    assert AuditEvent.objects.count() == before


def test_nobody_is_sent_to_another_site(made):
    for _name, sample, address in everywhere(made, ADA, NOBODY):
        there = f"{address}{'&' if '?' in address else '?'}next={ELSEWHERE}"
        for method in ("get", "post"):
            client = browser_of(sample.who, made)
            answer = getattr(client, method)(
                there, {"next": ELSEWHERE, "login": made.emails[ADA], "password": "a long password"}
            )
            assert not answer.headers.get("Location", "").startswith(("http", "//")), there


def test_text_without_end_is_refused_with_a_sentence_and_never_a_fault_of_ours(made):
    taken, tried = [], 0
    for _name, sample, address in everywhere(made, ADA, NOBODY):
        client = browser_of(sample.who, made)
        sent = typed(client, address, LONG)
        if sent is None or not any(value == LONG for value in sent.values()):
            continue
        answer = client.post(address, sent)
        tried += answer.status_code != 405  # a list, whose forms are sent elsewhere
        if answer.status_code == 302 or (answer.status_code == 200 and PROBLEM not in answer.content.decode()):
            taken.append(address)
    assert taken == []
    assert tried > 20


def test_a_reference_to_what_is_not_there_is_not_found_whatever_it_is(made):
    client = {who: browser_of(who, made) for who in (ADA, NOBODY)}
    answers = {}
    for name, sample, address in everywhere(made, ADA, NOBODY):
        arguments = sample.arguments(made) if callable(sample.arguments) else sample.arguments
        for argument, value in arguments.items():
            for other in NUMBERS if isinstance(value, int) else NAMES:
                there = _reversed(name, {**arguments, argument: other})
                if there and there != address and name not in SAY_SO:
                    answers["get", there] = client[sample.who].get(there).status_code
                    answers["post", there] = client[sample.who].post(there).status_code
    assert {where: code for where, code in answers.items() if code not in (404, 405)} == {}
    assert len(answers) > 200


def _reversed(name, arguments):
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:  # the address takes nothing of the kind
        return None


def test_no_page_answers_under_a_name_that_is_not_ours(made):
    for _name, sample, address in everywhere(made, ADA, NOBODY):
        answer = browser_of(sample.who, made).get(address, headers={"host": "evil.example"})
        assert answer.status_code == 400, address
        assert not re.search("evil", answer.content.decode()), address


def test_a_page_that_takes_only_what_is_sent_says_so_to_whoever_opens_it(made):
    """As after signing in again, where the session had ended when a button was pressed."""
    answer = browser_of(ADA, made).get(reverse("keep_filter"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "This cannot be opened by its address" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "kind", "code", "says"),
    [
        ("a=1&" * 1500, "application/x-www-form-urlencoded", 413, "too much to send at once"),
        ("a=" + "x" * 3_000_000, "application/x-www-form-urlencoded", 413, "too much to send at once"),
        ("not whole", "multipart/form-data", 400, "did not arrive whole"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(made, body, kind, code, says):
    answer = browser_of(ADA, made).post(reverse("keep_filter"), body, content_type=kind)
    assert answer.status_code == code
    assert says in answer.content.decode()


def test_whatever_is_refused_is_told_to_the_browser_like_every_page(made):
    """None may run scripts of others, stand in a frame, or be kept: a refusal neither."""
    client = browser_of(ADA, made)
    sent = [
        client.get("/meetings/x%00/"),
        client.get("/never/"),
        client.get("/", headers={"host": "evil.example"}),
        client.get(reverse("keep_filter")),
        client.post(reverse("keep_filter"), "not whole", content_type="multipart/form-data"),
        browser_of(ADA, made, enforce_csrf_checks=True).post(reverse("keep_filter")),
        client.get("/static/never.css"),
    ]
    for answer in sent:
        assert answer.status_code >= 400
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], answer.request["PATH_INFO"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_number_without_end_is_no_fault_of_ours(made):
    """Python reads no number of thousands of digits."""
    client, number = browser_of(ADA, made, raise_request_exception=False), "9" * 5000
    for name, sample, address in everywhere(made, ADA):
        there = f"{address}{'&' if '?' in address else '?'}year={number}&page={number}&at={number}&version={number}"
        assert client.get(there).status_code < 500, there
        sent = {
            "seen": number,
            "version": number,
            "item": number,
            "up": number,
            "row": number,
            f"seen-{number}": number,
        }
        assert client.post(there, sent).status_code < 500, (name, sample)


def test_no_address_stands_in_the_log(made, monkeypatch):
    """An address may hold a token: that of a link, of an invitation, of a reset."""
    monkeypatch.setattr(answers, "link_of", lambda *more: 1 / 0)
    monkeypatch.setattr(invitations, "invitation_of", lambda *more: 1 / 0)
    client, written = Client(raise_request_exception=False), StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutAddress())
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    for address in (f"/answer/{'t0ken' * 9}/", f"/account/invitation/{'t0ken' * 9}/"):
        assert client.get(address).status_code == 500
    assert "answer/<str:token>/" in written.getvalue()
    assert "t0ken" not in written.getvalue()
    assert "eyre_web.project.logs.WithoutAddress" in str(LOGGING["filters"])
    assert all("without_address" in each["filters"] for each in LOGGING["handlers"].values())
