"""The pages of actions: who sees them, what they say, and that nothing typed is lost.

On every page three people: whoever has the right, somebody with another right, and a signed-in person of the same body
without it; and somebody who has not signed in.
"""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from eyre.cycle.states import ActionStatus
from eyre_web.accounts.models import Person, User
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import services
from eyre_web.meetings.changes import CHANGES
from eyre_web.meetings.models import Action, ActionOwner, Event, restate
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def page(client, who, address, code=200, **more):
    """What a person gets at an address, as text."""
    if who is None:
        client.logout()
    else:
        client.force_login(who)
    answer = client.get(address, **more)
    assert answer.status_code == code
    return answer.content.decode()


def without_token(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def change_page(slug, change):
    return f"{the(slug).get_absolute_url()}{change}/"


# What to type for each change, beside what was seen.
TYPED = {
    "update": {"words": "Half of it is done"},
    "evidence": {"document": "repeat-burglary", "words": "The paper itself"},
    "ask-date": {"to": "9/1/2026", "reason": "Matching takes longer"},
    "new-date": {"to": "9/1/2026", "reason": "Matching takes longer"},
    "keep-date": {"reason": "The meeting needs it before Christmas"},
    "complete": {"words": "The paper was sent"},
    "proof": {"document": "rota-7", "happened_on": "10/11/2025", "words": "The rota as asked"},
    "accept": {"words": "Read on 12 November"},
    "return": {"reason": "August is not explained"},
    "withdraw": {"reason": "No longer needed"},
    "close": {"why": "superseded", "successor": "2025-10/2", "reason": "Wider"},
}
ANSWERS = ("update", "evidence", "ask-date", "complete")
OPEN, REPORTED = "2025-09/1", "2025-10/1"  # both owned by the chief constable
FOR_A_DOCUMENT = "2025-10/2"
RIGHT_STATE = {change: REPORTED if change in ("accept", "return") else OPEN for change in CHANGES}
RIGHT_STATE["proof"] = FOR_A_DOCUMENT
ASKED = date(2026, 1, 9)


def ready(change):
    """The action on which a change can be made; for keeping the date, a new one is asked for."""
    slug = RIGHT_STATE[change]
    if change == "keep-date":
        asked = {"kind": "date_asked", "words": "More data", "sets_date": ASKED}
        Event.objects.create(reference=f"action {slug}", action=the(slug), at=TODAY, by="chief", **asked)
        restate(the(slug))
    return slug


def test_every_change_is_tried_here():
    assert set(TYPED) == set(CHANGES)


# --- who sees what -------------------------------------------------------------------------------------------------

EVERY_PAGE = ["/", "/actions/", "/actions/2025-09/1/", *(f"/actions/2025-09/1/{change}/" for change in CHANGES)]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_whoever_has_not_signed_in_is_asked_to_and_comes_back(client, body, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("address", ["/", "/actions/"])
def test_the_lists_are_for_those_who_see_actions_and_show_each_what_is_theirs(client, ada, ben, cy, address):
    assert "2025-10/1" in page(client, ada, address)
    assert "2025-10/1" in page(client, ben, address)
    seen_by_cy = page(client, cy, address)
    assert "2025-09/2" in seen_by_cy
    assert "2025-10/1" not in seen_by_cy
    pat = account("Pat", "administrator")
    if address == "/":
        client.force_login(pat)
        assert client.get(address).url == "/people/"
    else:
        assert "Only somebody who" in page(client, pat, address, 403)


def test_an_action_is_for_those_who_may_see_it_and_is_not_there_for_others(client, ada, ben, cy):
    for who in (ada, ben):
        assert "Send a paper on repeat burglary." in page(client, who, "/actions/2025-09/1/")
    unseen, never_was = (page(client, cy, f"/actions/2025-09/{label}/", 404) for label in (1, 99))
    assert without_token(unseen) == without_token(never_was)  # nobody learns what there is
    assert "Hold a meeting" in page(client, cy, "/actions/2025-09/2/")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_offered_to_whoever_may_make_it_and_to_nobody_else(client, ada, ben, cy, change):
    slug = ready(change)
    address = change_page(slug, change)
    page(client, ada, address, 403 if change == "ask-date" else 200)  # who sets the date asks nobody
    page(client, ben, address, 200 if change in ANSWERS and slug == OPEN else 403)
    page(client, cy, address, 404)
    page(client, account("Pat", "auditor"), address, 403)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_made_by_whoever_may_and_by_nobody_else(client, ada, ben, cy, change):
    slug = ready(change)
    typed = {**TYPED[change], "seen": the(slug).in_order()[-1].pk}
    for who, code in (
        (None, 302),
        (cy, 404),
        (account("Pat", "auditor"), 403),
        (ben, 302 if change in ANSWERS else 403),
    ):
        before = Event.objects.count()
        client.force_login(who) if who else client.logout()
        assert client.post(change_page(slug, change), typed).status_code == code
        assert Event.objects.count() - before == (who == ben and change in ANSWERS)
    if change not in ANSWERS:
        client.force_login(ada)
        answer = client.post(change_page(slug, change), typed)
        assert answer.url == the(slug).get_absolute_url()
        assert Event.objects.latest("pk").entered_by == ada
    assert AuditEvent.objects.count() == 1


def test_the_page_offers_what_may_be_done_now_and_no_more(client, ada, ben):
    def offered(who, slug):
        text = page(client, who, the(slug).get_absolute_url())
        return [change for change in CHANGES if f"{the(slug).get_absolute_url()}{change}/" in text]

    assert offered(ada, OPEN) == ["update", "evidence", "complete", "new-date", "withdraw", "close"]
    assert offered(ada, REPORTED) == ["update", "evidence", "new-date", "accept", "return"]
    assert offered(ben, OPEN) == list(ANSWERS)
    services.ask_for_date(the(OPEN).pk, by=ben, on=TODAY, to=ASKED, reason="More data")
    assert offered(ada, OPEN) == ["update", "evidence", "complete", "new-date", "keep-date", "withdraw", "close"]
    assert offered(ben, OPEN) == list(ANSWERS)
    services.withdraw_action(the(OPEN).pk, by=ada, on=TODAY, reason="Not needed")
    assert offered(ada, OPEN) == []


def test_what_cannot_be_done_now_leads_back_with_a_word(client, ada):
    client.force_login(ada)
    answer = client.get(change_page(OPEN, "accept"), follow=True)
    assert answer.redirect_chain[-1][0] == the(OPEN).get_absolute_url()
    assert "This action is open: that cannot be done now." in answer.content.decode()


@pytest.mark.parametrize("address", ["/actions/2025-09/1/delete/", "/actions/9/9/", "/actions/..%2Fx/1/"])
def test_what_is_not_there_is_not_found(client, ada, address):
    page(client, ada, address, 404)


def test_pages_that_show_take_no_post(client, ada):
    client.force_login(ada)
    for address in ("/", "/actions/", "/actions/2025-09/1/"):
        assert client.post(address).status_code == 405


def test_a_change_from_another_site_is_refused(ada):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    answer = strict.post(change_page(OPEN, "update"), {"words": "x", "seen": 0})
    assert answer.status_code == 403
    assert "Send it again" in answer.content.decode()
    assert not AuditEvent.objects.exists()


# --- what the pages say --------------------------------------------------------------------------------------------


def test_the_front_page_says_what_is_late_what_is_due_and_what_waits(client, ada):
    Action.objects.filter(reference="action 2025-09/3").update(due_on=date(2025, 12, 1))
    text = page(client, ada, "/")
    late, due, waits, undated = (text.index(f"2025-{slug}") for slug in ("09/1", "09/3", "10/1", "09/2"))
    assert late < due < waits < undated
    assert "8 days late" in text  # 4 to 12 November
    assert "moved once" in text
    assert "No next meeting is planned" in text


def test_a_body_without_a_meeting_is_told_where_to_begin(client, db):
    pat = account("Pat", "policy_officer")
    page_of = {address: page(client, pat, address) for address in ("/", "/actions/", "/meetings/")}
    assert "Plan the first one" in page_of["/"]
    assert 'href="/series/"' in page_of["/"]
    assert "Nothing is late" not in page_of["/"]
    assert "An action is written down under an item of a meeting" in page_of["/actions/"]
    assert "Plan the first one under “Series of meetings”" in page_of["/meetings/"]


def test_an_action_page_leads_to_its_meeting_and_parts_what_each_may_do(client, ada):
    text = page(client, ada, "/actions/2025-09/1/")
    assert 'href="/meetings/2025-09/"' in text
    assert text.index(">Answer</h3>") < text.index(">Decide</h3>") < text.index(">Arrange</h3>")
    reported = page(client, ada, "/actions/2025-10/1/")
    assert reported.index(">Decide</h3>") < reported.index(">Answer</h3>"), "it is the body's turn"


def test_an_action_page_says_its_words_its_dates_and_what_happened(client, ada):
    text = page(client, ada, "/actions/2025-09/1/")
    for said in (
        "Send a paper on repeat burglary.", "Chief constable (Ben)", "Tuesday 4 November 2025", "8 days late",
        "As first given: 14 October 2025", "The date has moved once", "Scrutiny, 9/2025", "The analyst is away.",
        "what a person saw, in words, with the date",
    ):  # fmt: skip
        assert said in text


def test_an_owner_that_is_everyone_names_those_who_were_present(client, ada):
    text = page(client, ada, "/actions/2025-09/4/")
    assert "Everyone present" in text
    assert "Present were: Commissioner, Chief constable" in text


def test_the_timeline_says_who_wrote_down_what_another_answered(client, ada):
    services.update_action(the("2025-09/3").pk, by=ada, on=TODAY, words="By telephone: <b>next week</b>")
    text = page(client, ada, "/actions/2025-09/3/")
    assert "Policy officer (Ada)" in text
    assert "By telephone: &lt;b&gt;next week&lt;/b&gt;" in text
    assert "written down by" not in text  # she wrote it in her own post
    services.update_action(the(OPEN).pk, by=account("Eve"), on=TODAY, words="Told by the chief")
    assert "Deputy chief constable (Eve)" in page(client, ada, "/actions/2025-09/1/")


FILTERS = [
    ("owner=chief", ["2025-09/1", "2025-10/1", "2025-09/4"]),
    ("owner=analyst", ["2025-09/3", "2025-09/2"]),  # owns one, manages the other
    ("matter=burglary", ["2025-09/1", "2025-09/2"]),
    ("meeting=meeting+2025-10", ["2025-10/1", "2025-10/2"]),
    ("state=reported_complete", ["2025-10/1"]),
    ("overdue=on", ["2025-09/1"]),
    ("undated=on", ["2025-09/2"]),
    ("matter=calls&owner=chief&state=open", ["2025-09/4"]),
    ("", ["2025-09/1", "2025-10/1", "2025-09/4", "2025-09/3", "2025-10/2", "2025-09/2"]),
    ("state=accepted", []),
]


@pytest.mark.parametrize(("query", "shown"), FILTERS)
def test_the_list_shows_what_is_asked_for_the_first_due_first(client, ada, query, shown):
    text = page(client, ada, f"/actions/?{query}")
    places = {slug: text.find(f">{slug}</a>") for slug in shown}
    assert sorted(places, key=places.get) == shown
    assert -1 not in places.values()
    others = [action.slug for action in Action.objects.all() if action.slug not in shown]
    assert not [slug for slug in others if f">{slug}</a>" in text]
    assert f"{len(shown)} action" in text or not shown


def test_a_filter_that_cannot_be_read_is_said_and_left_out(client, ada):
    text = page(client, ada, "/actions/?matter=lost&page=99")
    assert "There is a problem" in text
    assert "6 actions" in text
    lost = page(client, ada, "/actions/?matter=lost")
    assert "“lost” is no choice here, and is left out." in lost
    assert "Matter: lost, left out" in lost


def test_a_long_list_has_pages_that_keep_the_filter(client, ada):
    item = the(OPEN).item
    for number in range(60):
        made = Action.objects.create(reference=f"action 2025-09/{number + 100}", item=item, place=number, words="More")
        ActionOwner.objects.create(action=made, place=0, key="chief")
    text = page(client, ada, "/actions/?owner=chief")
    assert "Page 1 of 2" in text
    assert "?owner=chief&amp;page=2" in text
    assert "Page 2 of 2" in page(client, ada, "/actions/?owner=chief&page=2")


# --- nothing typed is lost -----------------------------------------------------------------------------------------


class Fields(HTMLParser):
    """What the fields of a page hold."""

    def __init__(self, text):
        super().__init__()
        self.held, self._area, self._select = {}, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "input" and "name" in named:
            self.held[named["name"]] = named.get("value", "")
        elif tag == "textarea":
            self._area = named["name"]
            self.held[self._area] = ""
        elif tag == "select":
            self._select = named["name"]
        elif tag == "option" and "selected" in named:
            self.held[self._select] = named["value"]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area:
            self.held[self._area] += data


def held(text):
    fields = Fields(text).held
    return {name: value.removeprefix("\n").removeprefix("\r\n") for name, value in fields.items()}


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_with_something_missing_says_so_and_keeps_the_rest(client, ada, ben, change):
    client.force_login(ben if change == "ask-date" else ada)
    slug = ready(change)
    for left_out in TYPED[change]:
        if left_out == "successor":
            continue  # may be left out where the action is now ordinary business
        typed = {**TYPED[change], left_out: " ", "seen": str(the(slug).in_order()[-1].pk)}
        answer = client.post(change_page(slug, change), typed)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "There is a problem" in text
        assert f'href="#id_{left_out}"' in text
        assert "<title>Error: " in text
        kept = held(text)
        assert {name: kept[name] for name in typed if name != left_out} == {
            n: v for n, v in typed.items() if n != left_out
        }
    assert not AuditEvent.objects.exists()


BAD_INPUT = [
    ("new-date", {"to": "soon"}, "Write the new date like 27/3/2026."),
    ("new-date", {"to": "31/2/2026"}, "Write the new date like 27/3/2026."),
    ("new-date", {"to": "31/12/9999"}, "Write a year from 1900 to 2200."),
    ("new-date", {"to": "4/11/2025"}, "due on 4 November 2025 already"),
    ("update", {"words": "x" * 10_001}, "at most 10000"),
    ("close", {"why": "bored"}, "is not one of the available choices"),
    ("close", {"successor": "2099-01/1"}, "cannot take its place"),
    ("close", {"successor": "<script>"}, "cannot take its place"),
    ("update", {"seen": "-1"}, "This page was not sent whole"),
    ("update", {"seen": "x"}, "This page was not sent whole"),
    ("update", {"seen": ""}, "This page was not sent whole"),
]


@pytest.mark.parametrize(("change", "typed", "says"), BAD_INPUT)
def test_bad_input_is_said_in_plain_words_and_changes_nothing(client, ada, change, typed, says):
    client.force_login(ada)
    typed = {**TYPED[change], "seen": the(OPEN).in_order()[-1].pk, **typed}
    answer = client.post(change_page(OPEN, change), typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert says in text
    assert "<script>" not in text
    assert not AuditEvent.objects.exists()


def test_what_a_form_does_not_ask_is_not_taken(client, ada):
    client.force_login(ada)
    typed = {
        "words": "Told",
        "seen": the(OPEN).in_order()[-1].pk,
        "status": "accepted",
        "by": "chief",
        "on": "2020-01-01",
    }
    client.post(change_page(OPEN, "update"), typed)
    event = Event.objects.latest("pk")
    assert (event.by, event.at, the(OPEN).status) == ("policy", TODAY, ActionStatus.OPEN)


@pytest.mark.parametrize("written", ["9/1/2026", "09 01 2026", "9 January 2026", "9 Jan 2026", "2026-01-09"])
def test_a_date_may_be_written_as_people_write_it(client, ada, written):
    client.force_login(ada)
    typed = {"to": written, "reason": "Later", "seen": the(OPEN).in_order()[-1].pk}
    assert client.post(change_page(OPEN, "new-date"), typed).status_code == 302
    assert the(OPEN).due_on == date(2026, 1, 9)


@pytest.mark.parametrize("change", CHANGES)
def test_of_two_who_change_one_action_the_second_sees_both(client, ada, ben, change):
    slug = ready(change)
    first, other = (ben, ada) if change == "ask-date" else (ada, ben)
    opened = held(page(client, first, change_page(slug, change)))
    other = account("Eve") if slug == FOR_A_DOCUMENT else other  # whoever may answer it
    services.update_action(the(slug).pk, by=other, on=TODAY, words="Another wrote this meanwhile")
    answer = client.post(change_page(slug, change), {**TYPED[change], "seen": opened["seen"]})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This action was changed after you opened it" in text
    assert "Another wrote this meanwhile" in text
    kept = held(text)
    assert {name: kept[name] for name in TYPED[change]} == TYPED[change]
    assert client.post(change_page(slug, change), {**TYPED[change], "seen": kept["seen"]}).status_code == 302


# --- the same number of queries, however much there is -------------------------------------------------------------


def queries_of(client, who, address, counted):
    client.force_login(who)
    client.get(address)  # what is looked up once only
    with counted as context:
        assert client.get(address).status_code == 200
    return len(context)


@pytest.mark.parametrize("address", ["/", "/actions/", "/actions/2025-09/1/", "/actions/2025-09/1/update/"])
def test_a_page_takes_as_many_queries_with_little_as_with_much(client, ada, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    services.update_action(the(OPEN).pk, by=ada, on=TODAY, words="One of each kind")
    few = queries_of(client, ada, address, CaptureQueriesContext(connection))
    item = the(OPEN).item
    for number in range(20):
        made = Action.objects.create(
            reference=f"action 2025-09/{number + 100}", item=item, place=number, words="More", due_on=date(2025, 11, 1)
        )
        ActionOwner.objects.create(action=made, place=0, key="chief")
        who = User.objects.create_user(f"p{number}@example.org", person=Person.objects.create(name=f"P{number}"))
        Event.objects.create(
            reference=the(OPEN).reference,
            action=the(OPEN),
            at=TODAY,
            by="chief",
            kind="update",
            words="More",
            entered_by=who,
        )
    many = queries_of(client, ada, address, CaptureQueriesContext(connection))
    assert many == few
    assert many <= 24
