"""Lists: age and slippage, what has no owner, choices that a person keeps, the print view."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre_web.accounts.models import Holding, Organisation, OrganisationName, Post
from eyre_web.meetings import services
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.lists import Wanted, query_of, rows
from eyre_web.meetings.models import Action, ActionOwner, SavedFilter
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def text_of(client, who, address, code=200):
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == code
    return answer.content.decode()


# --- age and slippage ----------------------------------------------------------------------------------------------


def test_age_counts_from_the_meeting_and_slippage_from_the_first_date(body):
    shown = {row.action.slug: (row.age, row.days_slipped) for row in rows(
        Action.objects.with_all(), Directory.load(), TODAY)}  # fmt: skip
    assert shown["2025-09/1"] == (57, 21)  # 16 September to 12 November; 14 October to 4 November
    assert shown["2025-09/2"] == (57, None)  # never had a date
    assert shown["2025-10/2"] == (22, 0)


def test_a_date_brought_forward_has_slipped_by_less_than_nothing(body):
    services.redate_action(the("2025-10/2").pk, by=account("Ada"), on=TODAY, to=date(2026, 1, 10), reason="Sooner")
    assert the("2025-10/2").days_slipped == -10


def test_an_action_set_later_is_as_old_as_it_is(body):
    action = the("2025-09/1")
    action.set_on = date(2025, 11, 10)
    assert action.age(TODAY) == 2


# --- undated and ownerless -----------------------------------------------------------------------------------------


def test_what_has_no_owner_is_listed_on_its_own(client, ada):
    assert "Every open action has an owner" in text_of(client, ada, "/")
    ActionOwner.objects.filter(action=the("2025-10/2")).delete()
    text = text_of(client, ada, "/actions/?unowned=on")
    assert ">2025-10/2</a>" in text
    assert "1 action" in text
    front = text_of(client, ada, "/")
    assert front.index("Open without an owner") < front.rindex("2025-10/2")


def test_a_list_offers_only_matters_and_meetings_that_the_person_may_know_of(client, ada):
    Action.objects.filter(reference="action 2025-10/1").update(managing_officer="lone")
    lone = account("Lou", "force_analyst")
    post = Post.objects.create(key="lone", title="Lone post", place=9)
    Holding.objects.create(post=post, person=lone.person, place=0)
    names = ["Burglary", "Calls", "Scrutiny, 9/2025", "Scrutiny, 10/2025"]
    for who, may_know in ((ada, names), (account("Pan", "panel_member"), names[:3]), (lone, [names[1], names[3]])):
        text = text_of(client, who, "/actions/?state=accepted")  # no row, but the choices
        assert [name for name in names if f">{name}</option>" in text] == may_know


def order_of(text):
    return re.findall(r">(2025-\d\d/\d)</a>", text)


def test_a_list_stands_in_the_order_of_age_or_of_how_often_a_date_moved(client, ada):
    Action.objects.filter(reference="action 2025-09/2").update(set_on=date(2025, 11, 1))  # later than its meeting
    by_age = order_of(text_of(client, ada, "/actions/?order=age"))
    assert by_age == ["2025-09/1", "2025-09/3", "2025-09/4", "2025-10/1", "2025-10/2", "2025-09/2"]
    assert order_of(text_of(client, ada, "/actions/print/?order=age")) == by_age
    assert order_of(text_of(client, ada, "/actions/?order=slipped"))[0] == "2025-09/1"
    assert order_of(text_of(client, ada, "/actions/?order=else"))[0] == "2025-09/1"  # said, and left out


def test_an_organisation_is_offered_by_its_name_and_a_key_once(client, ada):
    for place, (key, name) in enumerate({"inspectorate": "HMICFRS", "chief": "Anyshire Police"}.items()):
        OrganisationName.objects.create(
            organisation=Organisation.objects.create(key=key, place=place), place=0, name=name
        )
    text = text_of(client, ada, "/actions/")
    assert '<option value="inspectorate">HMICFRS</option>' in text
    assert re.findall(r'<option value="chief">(.*?)</option>', text) == ["Chief constable"]


# --- choices that a person keeps -----------------------------------------------------------------------------------


def test_a_choice_is_kept_under_a_name_used_and_dropped(client, ada):
    client.force_login(ada)
    answer = client.post("/actions/filters/", {"name": "Ben, late", "query": "owner=chief&overdue=on&evil=1"})
    assert answer.url == "/actions/?owner=chief&overdue=on"
    text = client.get("/actions/").content.decode()
    assert 'href="?owner=chief&amp;overdue=on">Ben, late</a>' in text
    kept = SavedFilter.objects.get()
    client.get(f"/actions/filters/{kept.pk}/drop/")
    assert SavedFilter.objects.exists()  # nothing is dropped by opening
    client.post(f"/actions/filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_a_name_used_again_stands_for_the_new_choice(client, ada):
    client.force_login(ada)
    for query in ("owner=chief", "undated=on"):
        client.post("/actions/filters/", {"name": "Mine", "query": query})
    assert SavedFilter.objects.get().query == "undated=on"


def test_each_person_has_their_own_choices(client, ada, ben, cy):
    SavedFilter.objects.create(user=ada, name="Hers", query="owner=chief")
    for who in (ben, cy):
        assert "Hers" not in text_of(client, who, "/actions/")
        assert client.post(f"/actions/filters/{SavedFilter.objects.get().pk}/drop/").status_code == 404
    client.force_login(account("Pat", "administrator"))
    assert client.post("/actions/filters/", {"name": "x", "query": ""}).status_code == 403
    client.logout()
    assert client.post("/actions/filters/", {"name": "x", "query": ""}).url.startswith("/account/login/")
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(("name", "says"), [("", "Give the choice a name."), ("x" * 81, "at most 80")])
def test_a_name_that_will_not_do_is_said_and_the_choice_is_not_lost(client, ada, name, says):
    client.force_login(ada)
    text = client.post("/actions/filters/", {"name": name, "query": "owner=chief"}).content.decode()
    assert says in text
    assert 'value="owner=chief"' in text
    assert not SavedFilter.objects.exists()


def test_the_same_choice_is_the_same_address():
    assert query_of(Wanted()) == ""
    assert query_of(Wanted(matter="calls", owner="chief", overdue=True)) == "owner=chief&matter=calls&overdue=on"


# --- the print view ------------------------------------------------------------------------------------------------


def test_the_print_view_has_every_row_and_every_word_and_says_what_was_chosen(client, ada):
    item = the("2025-09/1").item
    for number in range(60):
        made = Action.objects.create(
            reference=f"action 2025-09/{number + 100}", item=item, place=number, words="word " * 40 + "end"
        )
        ActionOwner.objects.create(action=made, place=0, key="chief")
    text = text_of(client, ada, "/actions/print/?owner=chief&state=open")
    rest = text_of(client, ada, "/actions/print/?owner=chief&state=open&page=2")
    assert "Page 1 of 2" in text
    assert "page=2" in text
    assert text.count("word end") + rest.count("word end") == 60  # a long list in parts, and none is left out
    assert "Post: Chief constable; State: Open." in text
    assert "As it stands on 12 November 2025." in text
    assert "/actions/print/?owner=chief" in text_of(client, ada, "/actions/?owner=chief")


def test_the_print_view_shows_each_what_is_theirs(client, ada, ben, cy):
    for who, sees in ((ada, True), (ben, True), (cy, False)):
        assert ("2025-10/1" in text_of(client, who, "/actions/print/")) == sees
    text_of(client, account("Pat", "administrator"), "/actions/print/", 403)
    client.logout()
    assert client.get("/actions/print/").url == "/account/login/?next=/actions/print/"


def test_the_print_view_takes_as_many_queries_with_many(client, ada):
    def queries():
        text_of(client, ada, "/actions/print/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/actions/print/")
        return len(counted)

    few = queries()
    for number in range(20):
        Action.objects.create(
            reference=f"action 2025-09/{number + 100}", item=the("2025-09/1").item, place=number, words="More"
        )
    assert queries() == few
