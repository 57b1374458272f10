"""A post is written down that the body did not have, and one is no more: on a page, with a reason and on record."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from eyre.core import Refused
from eyre_web.accounts.holdings import How, begin_holding
from eyre_web.accounts.models import Post
from eyre_web.accounts.posts import end_post, make_post
from eyre_web.audit.models import AuditEvent
from eyre_web.snapshot import kept
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
NEW, GONE = "/people/new-post/", "/people/posts/analyst/last-day/"
TYPED = {"title": "Assistant  chief constable (crime)", "abbreviation": "ACC", "why": "The force has made it."}
LEFT = {"last_day": "30/11/2025", "why": "The post was saved."}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def pat(body):
    return account("Pat", "administrator")


def test_only_who_manages_people_writes_down_a_post(client, pat, ada, cy):
    for address in (NEW, GONE):
        assert client.get(address).url == f"/account/login/?next={address}"
    for who, code in ((pat, 200), (ada, 403), (cy, 403)):
        client.force_login(who)
        assert [client.get(address).status_code for address in (NEW, GONE)] == [code, code]
        if who != pat:
            assert [client.post(*sent).status_code for sent in ((NEW, TYPED), (GONE, LEFT))] == [403, 403]
            with pytest.raises(PermissionDenied):
                make_post(by=who, on=TODAY, title="Inspector", why="x")
            with pytest.raises(PermissionDenied):
                end_post(Post.objects.get(key="analyst").pk, by=who, on=TODAY, last_day=TODAY, why="x")
    assert not AuditEvent.objects.exists()


def test_a_new_post_is_the_last_of_the_body_and_can_be_held_at_once(client, pat):
    before = kept.folder().body.posts
    client.force_login(pat)
    answer = client.post(NEW, TYPED, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [("/people/posts/assistant-chief-constable-crime/", 302)]
    assert "The post “Assistant chief constable (crime)” is written down." in text
    assert "Nobody is named" in text
    assert "The force has made it." in text  # its history
    *others, made = kept.folder().body.posts
    assert tuple(others) == before
    assert (made.key, made.abbreviation) == ("assistant-chief-constable-crime", "ACC")
    post = Post.objects.get(key=made.key)
    begin_holding(post.pk, by=pat, on=TODAY, name="Gwen", first_day=TODAY, how=How.HOLDS, why="Appointed")
    assert "Gwen" in client.get(f"/people/posts/{made.key}/").content.decode()


def test_two_posts_of_one_day_are_not_called_the_same(client, pat):
    client.force_login(pat)
    client.post(NEW, TYPED)
    for wrong in ({"title": "assistant chief constable (Crime)"}, {"title": "Another", "abbreviation": "acc"}):
        text = client.post(NEW, {"why": "x", **wrong}).content.decode()
        assert "Give this one another name, so that they differ." in text
    end_post(Post.objects.get(abbreviation="ACC").pk, by=pat, on=TODAY, last_day=date(2025, 10, 1), why="x")
    again = make_post(by=pat, on=TODAY, title="Assistant chief constable (crime)", first_day=TODAY, why="Made again")
    assert again.key == "assistant-chief-constable-crime-2"
    with pytest.raises(Refused, match="Say why"):
        make_post(by=pat, on=TODAY, title="Inspector", why=" ")


def test_a_post_ends_once_nobody_is_in_it(client, pat):
    client.force_login(pat)
    text = client.post("/people/posts/chief/last-day/", LEFT).content.decode()
    assert "Ben is in it for longer. Write down their last day first." in text
    analyst = Post.objects.get(key="analyst")
    analyst.holdings.update(to_date=date(2025, 10, 31))
    assert client.post(GONE, LEFT).url == "/people/posts/analyst/"
    assert "Its last day is 30 November 2025" in client.get("/people/posts/analyst/").content.decode()
    gone = next(post for post in kept.folder().body.posts if post.key == "analyst")
    assert gone.to_date == date(2025, 11, 30)
    with pytest.raises(Refused, match="no such post"):
        begin_holding(analyst.pk, by=pat, on=TODAY, name="Gwen", first_day=date(2025, 12, 1), how=How.HOLDS, why="x")
