"""Directs, scrutinises, manages, owns: given on an action or a matter, seen, filtered by, exported."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.core import Refused
from eyre.cycle.words import Part
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.roles import ROLES
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.meetings import interchange, services
from eyre_web.meetings.models import Action, Matter, PartPlayed
from eyre_web.meetings.parts import end_part, give_part
from eyre_web.meetings.permissions import may_answer, may_see
from web.people import NAMES, account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
PARTS = "/actions/2025-10/1/parts/"
TYPED = {"post": "analyst", "part": "scrutinises", "reason": "Checks the sample"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def burglary():
    return Matter.objects.get(key="burglary")


# --- and is told on the page of the record --------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/actions/2025-10/1/", "/matters/burglary/", "/plans/rota/"])
def test_the_page_of_a_record_says_who_gave_and_ended_a_part_and_why(client, ada, ben, cy, page):
    row = KeptRecord.objects.create(kind="plans", place=0, value={"key": "rota", "title": "Rota"})
    found = {"actions": the("2025-10/1"), "matters": burglary(), "plans": row}[page.split("/")[1]]
    for who in (ada, ben):
        client.force_login(who)
        assert "What was arranged" not in client.get(page).content.decode()
    part = give_part(found, "analyst", Part.SCRUTINISES, by=ada, on=TODAY, reason="Checks the sample")
    end_part(part.pk, by=ada, on=TODAY)
    for who in (ada, ben):
        client.force_login(who)
        text = client.get(page).content.decode()
        for said in ("What was arranged", "A part was given", "Force analyst: Scrutinises it", "Checks the sample"):
            assert said in text
        assert text.index("A part ended") < text.index("A part was given")
    client.force_login(cy)  # answers for one action of the matter, and sees no arrangements
    assert "A part was given" not in client.get(page).content.decode()


# --- what follows from a part --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", Part)
def test_whoever_plays_a_part_sees_the_action_and_whoever_owns_or_manages_it_answers(ada, cy, part):
    action = the("2025-10/1")  # none of Cy's
    access = access_of(cy, TODAY)
    assert not may_see(access, action)
    give_part(action, "analyst", part, by=ada, on=TODAY, reason="So agreed")
    assert may_see(access, the("2025-10/1"))
    assert may_answer(access, the("2025-10/1")) == (part in (Part.OWNS, Part.MANAGES))
    assert ("analyst" in the("2025-10/1").posts) == (part in (Part.OWNS, Part.MANAGES))
    end_part(PartPlayed.objects.get().pk, by=ada, on=TODAY)
    assert not may_see(access, the("2025-10/1"))


def test_a_part_on_a_matter_shows_its_actions_and_answers_none(ada, cy):
    give_part(burglary(), "analyst", Part.OWNS, by=ada, on=TODAY, reason="Leads on burglary")
    access = access_of(cy, TODAY)
    assert may_see(access, the("2025-09/1"))
    assert not may_answer(access, the("2025-09/1"))
    assert not may_see(access, the("2025-10/1"))  # another matter


given_parts = st.lists(
    st.tuples(st.sampled_from(["2025-09/1", "2025-10/1", "burglary", "calls"]), st.sampled_from([*NAMES]),
              st.sampled_from(Part), st.booleans()),
    max_size=5,
)  # fmt: skip
accesses = st.builds(
    Access,
    st.sampled_from([role.permissions for role in ROLES.values()]),
    st.lists(st.sampled_from([*NAMES]), max_size=2, unique=True).map(tuple),
)


@given(given_parts, accesses)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_the_list_holds_exactly_what_may_be_seen_one_by_one(body, parts, access):
    PartPlayed.objects.all().delete()
    for on_what, post, part, has_ended in parts:
        matter = Matter.objects.filter(key=on_what).first()
        PartPlayed.objects.create(
            reference=on_what, action=None if matter else the(on_what), matter=matter, post=post, part=part,
            from_date=TODAY, to_date=TODAY if has_ended else None, by="policy",
        )  # fmt: skip
    everything = list(Action.objects.all())
    seen = {action.pk for action in everything if may_see(access, action)}
    assert set(Action.objects.for_user(access).values_list("pk", flat=True)) == seen
    of_posts = {action.pk for action in everything if action.is_of(access.posts)}
    assert set(Action.objects.of_posts(*access.posts).values_list("pk", flat=True)) == of_posts


# --- the page ------------------------------------------------------------------------------------------------------


def test_parts_are_given_by_the_office(client, ada, ben, cy):
    matter = "/matters/burglary/parts/"
    end = f"/parts/{give_part(burglary(), 'deputy', Part.DIRECTS, by=ada, on=TODAY, reason='x').pk}/end/"
    for address in (PARTS, matter):
        assert client.get(address).url == f"/account/login/?next={address}"
    for who, codes in ((ada, (200, 200)), (ben, (403, 403)), (account("Pat", "auditor"), (403, 403)), (cy, (404, 403))):
        client.force_login(who)
        assert (client.get(PARTS).status_code, client.get(matter).status_code) == codes
        if who != ada:
            assert (client.post(PARTS, TYPED).status_code, client.post(matter, TYPED).status_code) == codes
            assert client.post(end).status_code == 403
    assert PartPlayed.objects.count() == 1
    assert PartPlayed.objects.get().to_date is None
    with pytest.raises(PermissionDenied):
        give_part(the("2025-10/1"), "analyst", Part.OWNS, by=ben, on=TODAY, reason="x")
    with pytest.raises(PermissionDenied):
        end_part(PartPlayed.objects.get().pk, by=ben, on=TODAY)
    client.force_login(ada)
    assert client.get("/matters/lost/parts/").status_code == 404
    assert client.get(end).status_code == 405


def test_a_part_is_given_shown_and_ended_and_all_of_it_stays_on_record(client, ada):
    client.force_login(ada)
    assert client.post(PARTS, TYPED).url == PARTS
    text = client.get("/actions/2025-10/1/").content.decode()
    assert "Scrutinises it" in text
    assert "Force analyst (Cy)" in text
    client.post(f"/parts/{PartPlayed.objects.get().pk}/end/")
    stands, _, ended = client.get("/actions/2025-10/1/").content.decode().partition("What was arranged")
    assert "Scrutinises it" not in stands
    assert "Scrutinises it" in ended
    assert "to 12 Nov 2025" in client.get(PARTS).content.decode()
    assert [event.what for event in AuditEvent.objects.order_by("number")] == ["part.given", "part.ended"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"post": ""}, "Choose the post."),
        ({"part": ""}, "Choose what it does."),
        ({"part": "commands"}, "is not one of the available choices"),
        ({"reason": " "}, "Say why."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, ada, typed, says):
    client.force_login(ada)
    text = client.post(PARTS, {**TYPED, **typed}).content.decode()
    assert says in text
    assert "There is a problem" in text
    assert "reason" in typed or TYPED["reason"] in text
    assert not PartPlayed.objects.exists()


def test_of_two_who_give_the_same_part_the_second_is_told(client, ada):
    give_part(the("2025-10/1"), "analyst", Part.SCRUTINISES, by=ada, on=TODAY, reason="First")
    client.force_login(ada)
    text = client.post(PARTS, TYPED).content.decode()
    assert "plays this part already" in text
    assert TYPED["reason"] in text
    with pytest.raises(Refused):
        give_part(the("2025-10/1"), "nobody", Part.OWNS, by=ada, on=TODAY, reason="x")


FILTERS = [
    ("owner=analyst&part=scrutinises", ["2025-10/1"]),
    ("owner=analyst&part=directs", ["2025-09/1", "2025-09/2"]),  # on the matter
    ("owner=analyst&part=manages", ["2025-09/2"]),  # in the notes
    ("owner=analyst&part=owns", ["2025-09/3"]),
    ("owner=analyst", ["2025-09/2", "2025-09/3"]),
]


@pytest.mark.parametrize(("query", "shown"), FILTERS)
def test_a_list_is_filtered_by_the_part_of_a_post(client, ada, query, shown):
    give_part(the("2025-10/1"), "analyst", Part.SCRUTINISES, by=ada, on=TODAY, reason="x")
    give_part(burglary(), "analyst", Part.DIRECTS, by=ada, on=TODAY, reason="x")
    client.force_login(ada)
    text = client.get(f"/actions/?{query}").content.decode()
    assert sorted(a.slug for a in Action.objects.all() if f">{a.slug}</a>" in text) == shown


def test_parts_leave_with_the_folder_and_come_back_the_same(ada):
    give_part(the("2025-10/1"), "analyst", Part.SCRUTINISES, by=ada, on=TODAY, reason="x")
    give_part(burglary(), "deputy", Part.DIRECTS, by=ada, on=TODAY, reason="y")
    out = interchange.parts()
    assert [str(part.reference) for part in out] == ["action 2025-10/1", "matter burglary"]
    PartPlayed.objects.all().delete()
    interchange.keep_parts(out)
    assert interchange.parts() == out
    assert PartPlayed.objects.first().action == the("2025-10/1")


def test_the_page_takes_as_many_queries_with_many_parts(client, ada):
    client.force_login(ada)

    def queries():
        counts = []
        for address in (PARTS, "/actions/2025-10/1/", "/actions/"):
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            counts.append(len(counted))
        return counts

    services.update_action(the("2025-10/1").pk, by=ada, on=TODAY, words="One of each kind")
    give_part(the("2025-10/1"), "policy", Part.OWNS, by=ada, on=TODAY, reason="x")
    give_part(Matter.objects.get(key="calls"), "policy", Part.OWNS, by=ada, on=TODAY, reason="x")
    few = queries()
    for part in Part:
        give_part(the("2025-10/1"), "analyst", part, by=ada, on=TODAY, reason="x")
        give_part(burglary(), "analyst", part, by=ada, on=TODAY, reason="x")
    assert queries() == few
