"""Every word of every page can be translated: in a made-up language, the English left is somebody's own words."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.translation import trans_real

from eyre.cycle.words import ActionDeliverable
from eyre_web.meetings.changes import CHANGES
from eyre_web.meetings.models import Action
from web.people import NAMES, TITLES, account

pytestmark = pytest.mark.db

SAID = {"alt", "aria-label", "placeholder", "title"}  # attributes that are read out


class Words(HTMLParser):
    """The words that a reader of a page meets, each stretch apart."""

    def __init__(self, html):
        super().__init__()
        self.found, self._silent = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in SAID and value]
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


@pytest.fixture
def made_up(monkeypatch):
    """Every text that goes through translation stands in brackets."""
    language = trans_real.DjangoTranslation
    monkeypatch.setattr(language, "gettext", lambda self, text: f"⟦{text}⟧" if text else text)
    monkeypatch.setattr(language, "ngettext", lambda self, one, many, n: f"⟦{one if n == 1 else many}⟧")
    monkeypatch.setattr(language, "pgettext", lambda self, context, text: f"⟦{text}⟧", raising=False)
    monkeypatch.setattr(
        language, "npgettext", lambda self, c, one, many, n: f"⟦{one if n == 1 else many}⟧", raising=False
    )


def left_over(html, own_words):
    """What is neither in brackets nor somebody's own words."""
    text = "\n".join(Words(html).found)
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    for words in sorted(own_words, key=len, reverse=True):
        text = text.replace(words, "")
    return re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+)*", text)


def test_a_word_that_nobody_can_translate_is_found():
    assert left_over('<p>⟦Due ⟦on⟧ Ada⟧ Late</p><img alt="Chart"><p>Ada</p>', {"Ada"}) == ["Late", "Chart"]


# What a body's people wrote, and what `eyre` says in the one language it has so far.
OWN = {
    *NAMES.values(), *TITLES.values(), "Pat", "Anyshire Commissioner", "Eyre", "Burglary", "Calls",
    "Calls again", "Scrutiny", "Letter sent.", "It is being drawn up.", "The analyst is away.", "example.org",
}  # fmt: skip
SAID_BY_EYRE = {
    *(deliverable.closing_proof for deliverable in ActionDeliverable), "soon (no date)",
    "before Christmas (24 December 2025)",
}  # fmt: skip
DAYS_BY_EYRE = re.compile(r"\d+ (?:October|November|December|January) 20\d\d")


@pytest.mark.parametrize("who", ["Ada", "Cy", "Dee", "administrator"])
def test_no_page_says_anything_that_cannot_be_translated(client, body, made_up, who):
    user = account("Pat", who) if who == "administrator" else account(who)
    client.force_login(user)
    addresses = ["/", "/actions/", "/actions/?matter=lost", "/people/", "/account/", "/audit/", "/nowhere/"]
    addresses += [
        "/people/posts/chief/",
        "/people/posts/chief/new-holder/",
        "/people/new-account/",
        f"/people/accounts/{account('Eve').pk}/close/",
    ]
    for action in Action.objects.all():
        page = action.get_absolute_url()
        addresses += [page, *(f"{page}{change}/" for change in CHANGES)]
    own = OWN | SAID_BY_EYRE | {action.words for action in Action.objects.all()}
    for address in addresses:
        answers = [client.get(address), *([client.post(address, {})] if address.count("/") > 3 else [])]
        for answer in answers:
            html = DAYS_BY_EYRE.sub("", answer.content.decode())
            own_words = own | set(re.findall(r"[a-z]+\d+@example\.org", html))
            assert left_over(html, own_words) == [], address


def test_signing_in_can_be_translated(client, body, made_up):
    html = client.post("/account/login/", {"login": "x", "password": ""}).content.decode()
    assert left_over(html, OWN) == []
