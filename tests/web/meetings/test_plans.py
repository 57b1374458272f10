"""A plan has an owner and a managing officer; directs, scrutinises, manages, owns are given on it as on an action."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.body.registers import Activity, Plan, Stage
from eyre.core import Refused
from eyre.cycle.words import Part
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.meetings import interchange
from eyre_web.meetings.models import PartPlayed
from eyre_web.meetings.parts import end_part, give_part
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
PLAN, PARTS = "/plans/burglary-plan/", "/plans/burglary-plan/parts/"
TYPED = {"post": "analyst", "part": "scrutinises", "reason": "Checks the figures"}


@pytest.fixture(autouse=True)
def _plans(body, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)
    activity = Activity(words="Lock checks on request.", owner="policy", expected_effect="Fewer repeats.")
    KeptRecord.objects.keep(
        "plans",
        [
            Plan(key="burglary-plan", title="Old words"),
            Plan(
                key="burglary-plan", title="Plan for burglary", version=2, frame="PIER", owner="chief",
                managing_officer="deputy",
                stages=(Stage(key="prevention", title="Prevention", activities=(activity,)),),
            ),
            Plan(key="calls-plan", title="Plan for calls", owner="analyst"),
        ],
    )  # fmt: skip


def plan():
    return KeptRecord.objects.get(kind="plans", place=1)


def test_a_plan_says_whose_it_is_who_manages_it_and_what_is_done(client, ada):
    client.force_login(ada)
    text = client.get(PLAN).content.decode()
    said = (
        "Plan for burglary", "Chief constable (Ben)", "Deputy chief constable (Eve)", "Prevention", "version 2",
        "Lock checks on request.", "Policy officer", "To bring about: Fewer repeats.",
    )  # fmt: skip
    for words in said:
        assert words in text
    assert "Old words" not in text
    listed = client.get("/plans/").content.decode()
    assert "Plan for burglary" in listed
    assert "Old words" not in listed


def test_who_sees_a_plan_and_who_gives_parts_on_it(client, ada, ben, cy):
    for address in ("/plans/", PLAN, PARTS):
        assert client.get(address).url == f"/account/login/?next={address}"
    admin = account("Pat", "administrator")
    for who, codes in ((ada, (200, 200, 200)), (ben, (200, 200, 403)), (cy, (200, 404, 404)), (admin, (403, 403, 404))):
        client.force_login(who)
        assert tuple(client.get(address).status_code for address in ("/plans/", PLAN, PARTS)) == codes
        if who != ada:
            assert client.post(PARTS, TYPED).status_code == codes[2]
    client.force_login(cy)
    text = client.get("/plans/").content.decode()
    assert "Plan for calls" in text  # the post of Cy owns it
    assert "Plan for burglary" not in text
    assert not PartPlayed.objects.exists()
    client.force_login(ada)
    assert client.get("/plans/lost/").status_code == 404
    assert client.get("/plans/lost/parts/").status_code == 404


@pytest.mark.parametrize("part", Part)
def test_whoever_plays_a_part_on_a_plan_sees_it_until_the_part_ends(client, ada, cy, part):
    given = give_part(plan(), "analyst", part, by=ada, on=TODAY, reason="So agreed")
    client.force_login(cy)
    assert client.get(PLAN).status_code == 200
    end_part(given.pk, by=ada, on=TODAY)
    assert client.get(PLAN).status_code == 404


def test_a_part_is_given_shown_and_ended_on_its_page(client, ada):
    client.force_login(ada)
    assert client.post(PARTS, TYPED).url == PARTS
    assert "Scrutinises it" in client.get(PLAN).content.decode()
    assert "Scrutinises it: Force analyst" in client.get("/plans/").content.decode()
    text = client.post(PARTS, TYPED).content.decode()
    assert "plays this part already" in text
    assert TYPED["reason"] in text
    assert client.post(f"/parts/{PartPlayed.objects.get().pk}/end/").url == PARTS
    stands, _, ended = client.get(PLAN).content.decode().partition("What was arranged")
    assert "Scrutinises it" not in stands
    assert "Scrutinises it" in ended
    assert [(event.what, event.about) for event in AuditEvent.objects.order_by("number")] == [
        ("part.given", "plan burglary-plan"), ("part.ended", "plan burglary-plan"),
    ]  # fmt: skip


def test_only_the_office_gives_a_part(ben):
    with pytest.raises(PermissionDenied):
        give_part(plan(), "analyst", Part.OWNS, by=ben, on=TODAY, reason="x")


def test_a_part_on_a_plan_leaves_with_the_folder_and_comes_back(ada):
    give_part(plan(), "analyst", Part.MANAGES, by=ada, on=TODAY, reason="x")
    out = interchange.parts()
    assert [str(part.reference) for part in out] == ["plan burglary-plan"]
    PartPlayed.objects.all().delete()
    interchange.keep_parts(out)
    assert interchange.parts() == out
    with pytest.raises(Refused):
        give_part(plan(), "analyst", Part.MANAGES, by=ada, on=TODAY, reason="Again")


def test_the_list_takes_as_many_queries_with_many_plans(client, ada):
    client.force_login(ada)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/plans/").status_code == 200
        return len(counted)

    give_part(plan(), "analyst", Part.MANAGES, by=ada, on=TODAY, reason="x")
    few = queries()
    for number in range(20):
        value = {"key": f"plan-{number}", "title": "More", "owner": "chief"}
        KeptRecord.objects.create(kind="plans", place=number + 10, value=value)
    assert queries() == few
