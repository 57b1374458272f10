"""What was scrutinised, what is planned, and what somebody or another board asks for."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from eyre.core import Refused
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.models import Matter
from eyre_web.minutes.agenda import asking, coverage_views, items
from eyre_web.minutes.agenda.offered import offers_for
from eyre_web.snapshot.kept import snapshot
from web.minutes.conftest import TODAY, the_item

pytestmark = pytest.mark.db

ASKED = {
    "goes_out": "in", "words": "Drones over towns", "asked_by": "commissioner", "asked_on": "3/11/2025",
    "board": "", "matter": "burglary", "heading": "plan_performance", "why": "Residents wrote",
}  # fmt: skip


def sent(client, who, address, **typed):
    client.force_login(who)
    answer = client.post(address, typed)
    return answer, answer.content.decode()


def test_coverage_says_what_was_not_scrutinised_and_for_how_long(client, planned, ada):
    client.force_login(ada)
    page = client.get("/coverage/").content.decode()
    assert "On 16 December 2025." in page  # the day of the next meeting
    for said in ("Victims heard", "Not scrutinised at any meeting on record, and no matter stands under it."):
        assert said in page
    assert "Featured in September 2025." in page
    assert "91" in page  # burglary: from 16 September to 16 December
    assert "Featured in September and October 2025." in page
    earlier = client.get("/coverage/?day=scrutiny+2025-10-21").content.decode()
    assert "On 21 October 2025." in earlier
    assert "September and October" not in earlier


def test_the_forward_plan_has_agendas_deadlines_and_what_has_no_place(client, planned, ada):
    client.force_login(ada)
    page = client.get("/forward-plan/").content.decode()
    for said in (
        "Tuesday 16 December 2025",
        "Tuesday 20 January 2026",
        "action 2025-09/1",
        "Plan objective: Safer homes",
    ):
        assert said in page
    items.take(planned.pk, ["action 2025-09/1"], by=ada, on=TODAY)
    page = client.get("/forward-plan/").content.decode()
    assert "Item 1.1 of its agenda. It brings forward action 2025-09/1." in page


def test_a_forward_plan_of_many_things_says_how_many_more_there_are(client, planned, ada, monkeypatch):
    client.force_login(ada)
    whole = client.get("/forward-plan/").content.decode().count(">action 2025-")
    monkeypatch.setattr(coverage_views, "SHOWN", 1)
    page = client.get("/forward-plan/").content.decode()
    said = [int(number) for number in re.findall(r"And (\d+) more\.", page)]
    shown = page.count(">action 2025-")
    assert shown < whole
    assert sum(said) >= whole - shown  # nothing is left out without being counted


def test_what_somebody_asks_for_is_kept_and_offered_until_it_was_on_an_agenda(client, planned, ada):
    answer, _ = sent(client, ada, "/asked-for/new/", **ASKED)
    assert answer.url == "/asked-for/"
    asked = snapshot().folder.asked_for[0]
    assert (asked.key, asked.by, asked.on) == ("drones-over-towns", "commissioner", date(2025, 11, 3))
    assert AuditEvent.objects.get(what="asked_for.kept").about == "asked_for drones-over-towns"
    offer = next(each for each in offers_for("2025-12") if each.reference == asked.reference)
    assert offer.why == "Asked for by Commissioner on 3 November 2025: Residents wrote"
    items.take(planned.pk, [asked.reference], by=ada, on=TODAY)
    assert the_item("Drones over towns").number == "4a.1"
    assert "/meetings/2025-12/agenda/" in client.get("/asked-for/").content.decode()


def test_a_matter_that_comes_from_or_goes_to_another_board_is_named_on_both_sides(client, planned, ada):
    sent(client, ada, "/asked-for/new/", **{**ASKED, "board": "Executive Board"})
    sent(client, ada, "/asked-for/new/", **{**ASKED, "goes_out": "out", "board": "Service Improvement Board",
                                            "words": "Rate of detection"})  # fmt: skip
    linked = Matter.objects.get(key="burglary").kept["linked_to"]
    assert linked == ["Executive Board: Drones over towns", "Service Improvement Board: Rate of detection"]
    assert {each.goes_out for each in snapshot().folder.asked_for} == {True, False}
    page = client.get("/asked-for/").content.decode()
    assert "Sent to other boards" in page
    assert "Another board: Executive Board: Drones over towns" in client.get("/coverage/").content.decode()
    assert "asked_for rate-of-detection" not in {each.reference for each in offers_for("2025-12")}


def test_what_is_declined_has_a_reason_and_is_offered_no_more(client, planned, ada):
    sent(client, ada, "/asked-for/new/", **ASKED)
    with pytest.raises(Refused, match="Say why"):
        asking.decline("drones-over-towns", by=ada, on=TODAY, reason=" ")
    answer, _ = sent(client, ada, "/asked-for/drones-over-towns/decline/", reason="The panel has it")
    assert answer.status_code == 302
    assert "Declined: The panel has it" in client.get("/asked-for/").content.decode()
    assert "asked_for drones-over-towns" not in {each.reference for each in offers_for("2025-12")}
    with pytest.raises(Refused, match="declined already"):
        asking.decline("drones-over-towns", by=ada, on=TODAY, reason="Again")


def test_every_fault_of_what_is_asked_for_is_said_at_once(client, planned, ada):
    _, text = sent(client, ada, "/asked-for/new/", goes_out="out", words="", asked_by="", asked_on="soon", heading="")
    for said in ("Say what is asked for.", "Say who asks.", "Write the day like", "Say which board it is sent to.",
                 "Choose the matter that is sent."):  # fmt: skip
        assert said in text
    _, text = sent(client, ada, "/asked-for/new/", **{**ASKED, "asked_on": "1/1/2026"})
    assert "It cannot have been asked for on a day to come." in text
    assert not KeptRecord.objects.filter(kind="asked_for").exists()


def test_only_who_keeps_notes_writes_down_what_is_asked_for(client, planned, ben, cy):
    for who in (ben, cy):
        assert sent(client, who, "/asked-for/new/", **ASKED)[0].status_code == 403
        with pytest.raises(PermissionDenied):
            asking.ask_for(by=who, on=TODAY, words="x", asked_by="chief", asked_on=TODAY)
        with pytest.raises(PermissionDenied):
            asking.decline("x", by=who, on=TODAY, reason="x")
