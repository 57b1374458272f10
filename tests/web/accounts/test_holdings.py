"""Somebody comes into a post, somebody acts for them, somebody leaves: on a page, with every day on record."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.core import Refused
from eyre_web.accounts.access import access_of
from eyre_web.accounts.holdings import How, begin_holding, end_holding
from eyre_web.accounts.models import Holding, Person, Post
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Action
from eyre_web.meetings.permissions import may_answer
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
POST, NEW = "/people/posts/chief/", "/people/posts/chief/new-holder/"
TYPED = {"name": "Gwen", "how": "acting", "first_day": "13/11/2025", "last_day": "", "why": "Ben is abroad"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def pat(body):
    return account("Pat", "administrator")


def chief():
    return Post.objects.get(key="chief")


def held():
    """The holding of the chief officer with which the tests begin: Ben's, since 1 January 2024."""
    return chief().holdings.get(person__name="Ben")


def test_who_sees_people_sees_a_post_and_only_who_manages_them_changes_it(client, pat, ada, cy):
    last_day = f"/people/holdings/{held().pk}/last-day/"
    for address in (POST, NEW, last_day):
        assert client.get(address).url == f"/account/login/?next={address}"
    for who, codes in ((pat, (200, 200, 200)), (ada, (200, 403, 403)), (cy, (403, 403, 403))):
        client.force_login(who)
        assert tuple(client.get(address).status_code for address in (POST, NEW, last_day)) == codes
        if who != pat:
            assert client.post(NEW, TYPED).status_code == 403
            assert client.post(last_day, {"last_day": "12/11/2025", "why": "x"}).status_code == 403
            with pytest.raises(PermissionDenied):
                begin_holding(chief().pk, by=who, on=TODAY, name="Gwen", first_day=TODAY, how=How.ACTING, why="x")
            with pytest.raises(PermissionDenied):
                end_holding(held().pk, by=who, on=TODAY, last_day=TODAY, why="x")
    client.force_login(ada)
    assert "Write down the last day" not in client.get(POST).content.decode()
    client.force_login(pat)
    assert client.get("/people/posts/lost/").status_code == 404
    assert client.get("/people/holdings/0/last-day/").status_code == 404
    assert not AuditEvent.objects.exists()


def test_whoever_leaves_a_post_answers_for_it_until_the_last_day_and_stays_on_record(client, pat, ben):
    client.force_login(pat)
    answer = client.post(
        f"/people/holdings/{held().pk}/last-day/", {"last_day": "14/11/2025", "why": "Retires"}, follow=True
    )
    text = answer.content.decode()
    assert "14 November 2025" in text
    assert "Retires" in text
    action = Action.objects.get(reference="action 2025-09/1")
    assert may_answer(access_of(ben, date(2025, 11, 14)), action)
    assert not may_answer(access_of(ben, date(2025, 11, 15)), action)
    event = AuditEvent.objects.get()
    assert (event.what, event.about, event.account) == ("post.left", "post chief", pat)
    assert (event.payload.says["before"]["to"], event.payload.says["after"]["to"]) == ("", "2025-11-14")


def test_somebody_acts_for_a_holder_who_stays(client, pat, ben):
    gwen = account("Gwen", "chief_officer")
    client.force_login(pat)
    text = client.post(NEW, TYPED, follow=True).content.decode()
    assert re.search(r"Gwen \(acting\)", text)
    assert "Ben" in text
    action = Action.objects.get(reference="action 2025-09/1")
    tomorrow = TODAY + timedelta(days=1)
    assert not may_answer(access_of(gwen, TODAY), action)
    assert may_answer(access_of(gwen, tomorrow), action)
    assert may_answer(access_of(ben, tomorrow), action)
    assert "Somebody came into the post" in text


def test_after_the_last_day_another_holds_the_post(pat):
    end_holding(held().pk, by=pat, on=TODAY, last_day=date(2025, 11, 14), why="Retires")
    begin_holding(
        chief().pk, by=pat, on=TODAY, name="Gwen", first_day=date(2025, 11, 15), how=How.HOLDS, why="Appointed"
    )
    on = [Holding.objects.on(day).get(post=chief()).person.name for day in (date(2025, 11, 14), date(2025, 11, 15))]
    assert on == ["Ben", "Gwen"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": " "}, "Give the name."),
        ({"how": ""}, "Choose in which way."),
        ({"first_day": "soon"}, "Write the day like 27/3/2026."),
        ({"first_day": ""}, "Give the first day."),
        ({"why": " "}, "Say why."),
        ({"last_day": "1/11/2025"}, "The last day is before the first one."),
        ({"how": "holds"}, "Ben holds this post then."),
        ({"name": "Ben"}, "Ben is in this post already."),
    ],
)
def test_who_cannot_come_into_a_post_is_said_and_nothing_typed_is_lost(client, pat, typed, says):
    client.force_login(pat)
    typed = {**TYPED, **typed}
    text = client.post(NEW, typed).content.decode()
    assert says in text
    assert "There is a problem" in text
    for value in filter(str.strip, (typed["name"], typed["first_day"], typed["last_day"], typed["why"])):
        assert value in text
    assert chief().holdings.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"last_day": "31/12/2023"}, "Their first day was 1 January 2024."),
        ({"last_day": ""}, "Give the last day."),
        ({"last_day": "never"}, "Write the day like 27/3/2026."),
        ({"why": ""}, "Say why."),
    ],
)
def test_a_last_day_that_cannot_be_is_said_and_nothing_typed_is_lost(client, pat, typed, says):
    client.force_login(pat)
    typed = {"last_day": "14/11/2025", "why": "Retires", **typed}
    text = client.post(f"/people/holdings/{held().pk}/last-day/", typed).content.decode()
    assert says in text
    for value in filter(None, typed.values()):
        assert value in text
    assert held().to_date is None


def test_of_two_who_write_down_a_last_day_the_second_sees_both(client, pat):
    client.force_login(pat)
    address, seen = f"/people/holdings/{held().pk}/last-day/", re.compile(r'name="seen" value="(\d+)"')
    opened = seen.search(client.get(address).content.decode())[1]
    client.post(address, {"last_day": "14/11/2025", "why": "Retires", "seen": opened})
    mine = {"last_day": "30/11/2025", "why": "Stays longer"}
    text = client.post(address, {**mine, "seen": opened}).content.decode()
    assert "What stands there now: 14 November 2025" in text
    assert "30/11/2025" in text
    assert held().to_date == date(2025, 11, 14)
    client.post(address, {**mine, "seen": seen.search(text)[1]})
    assert held().to_date == date(2025, 11, 30)


def test_a_last_day_can_be_corrected_and_both_stay_in_the_trail(pat):
    end_holding(held().pk, by=pat, on=TODAY, last_day=date(2025, 11, 14), why="Retires")
    with pytest.raises(Refused, match="14 November 2025 is their last day already"):
        end_holding(held().pk, by=pat, on=TODAY, last_day=date(2025, 11, 14), why="Again")
    end_holding(held().pk, by=pat, on=TODAY, last_day=date(2025, 11, 30), why="Stays to the end of the month")
    assert [event.payload.says["before"]["to"] for event in AuditEvent.objects.order_by("number")] == ["", "2025-11-14"]


def test_nobody_comes_into_a_post_before_or_after_there_is_one(pat):
    Post.objects.filter(key="chief").update(to_date=date(2025, 12, 31))
    with pytest.raises(Refused, match="no such post on 1 January 2026"):
        begin_holding(
            chief().pk, by=pat, on=TODAY, name="Gwen", first_day=TODAY, last_day=date(2026, 1, 1), how=How.ACTING,
            why="x",
        )  # fmt: skip


def test_a_post_of_several_takes_another_holder(pat):
    Post.objects.filter(key="chief").update(collective=True)
    begin_holding(chief().pk, by=pat, on=TODAY, name="Gwen", first_day=TODAY, how=How.HOLDS, why="Joins")
    assert Holding.objects.on(TODAY).filter(post=chief()).count() == 2


def test_a_name_that_is_in_another_post_is_one_person_and_that_is_said(client, pat):
    client.force_login(pat)
    text = client.post(NEW, {**TYPED, "name": "Ada"}, follow=True).content.decode()
    assert "Ada is also known as: Policy officer." in text
    assert Person.objects.filter(name="Ada").count() == 1
    assert "also known as" not in client.post(NEW, TYPED, follow=True).content.decode()


def test_the_page_of_a_post_takes_as_many_queries_with_many_holders(client, pat):
    client.force_login(pat)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(POST).status_code == 200
        return len(counted)

    def add(name):
        begin_holding(chief().pk, by=pat, on=TODAY, name=name, first_day=TODAY, how=How.ACTING, why="x")

    add("Gwen")
    few = queries()
    for number in range(10):
        add(f"Gwen {number}")
    assert queries() == few
