"""The registers: who reads them, what they list, and what can be said of a record later."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from eyre.core import Refused
from eyre.cycle.events import EventKind
from eyre.cycle.states import QuestionRefused
from eyre.cycle.words import RiskLevel, RiskTrend
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Event, RiskLook
from eyre_web.minutes.registers import services
from eyre_web.minutes.registers.says import REGISTERS, WORDS
from eyre_web.snapshot import kept
from web.minutes.conftest import RECORDS, TODAY
from web.people import account

pytestmark = pytest.mark.db

LABELS = {kind: label for kind, label, *_ in RECORDS}


def test_every_word_of_the_record_is_said():
    for words, said in WORDS.items():
        assert set(said) == set(words)


@pytest.mark.parametrize("kind", REGISTERS)
def test_three_people_and_each_register(client, ada, ben, cy, noted, kind):
    for who, code in ((ada, 200), (ben, 200), (cy, 403)):
        client.force_login(who)
        assert client.get("/registers/").status_code == code
        assert client.get(f"/registers/{kind}/").status_code == code
        assert client.get(f"/records/{kind}/2025-09/{LABELS[kind]}/").status_code == code
    client.force_login(ada)
    assert f"/records/{kind}/2025-10/{LABELS[kind]}/" in client.get(f"/registers/{kind}/").content.decode()
    client.force_login(ben)  # a draft that was not sent
    assert f"/records/{kind}/2025-10/{LABELS[kind]}/" not in client.get(f"/registers/{kind}/").content.decode()
    assert client.get(f"/records/{kind}/2025-10/{LABELS[kind]}/").status_code == 404
    assert client.get(f"/records/{kind}/2025-09/X9/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "change"),
    [("assurance", "borne-out"), ("question", "answer"), ("risk", "look"), ("risk", "check"), ("finding", "update"),
     ("contact", "evidence")],
)  # fmt: skip
def test_three_people_and_each_change(client, ada, ben, cy, noted, kind, change):
    address = f"/records/{kind}/2025-09/{LABELS[kind]}/{change}/"
    for who, code in ((ada, 200), (ben, 403), (cy, 403)):
        client.force_login(who)
        assert client.get(address).status_code == code
        assert client.post(address, {"words": ""}).status_code == code
    assert not Event.objects.filter(action=None).exists()


def test_a_change_that_does_not_go_with_the_record_is_not_there(client, ada, noted):
    client.force_login(ada)
    assert client.get("/records/finding/2025-09/F1/borne-out/").status_code == 404
    assert client.get("/records/finding/2025-09/F1/fly/").status_code == 404
    with pytest.raises(Refused, match="cannot be said of a record of this kind"):
        services.say_later("finding 2025-09/F1", EventKind.BORNE_OUT, by=ada, on=TODAY, words="x")


def test_a_list_costs_the_same_queries_whatever_is_in_it(client, ada, noted, django_assert_max_num_queries):
    client.force_login(ada)
    kept.snapshot()
    with django_assert_max_num_queries(12) as few:
        client.get("/registers/finding/?meeting=meeting+2025-09")
    with django_assert_max_num_queries(len(few)):
        client.get("/registers/finding/")


def test_the_filters_choose_by_matter_meeting_post_measure_and_state(client, ada, noted):
    client.force_login(ada)
    for query, number in (
        ("", 2), ("matter=calls", 2), ("meeting=meeting+2025-09", 1), ("post=chief", 2), ("measure=calls_101", 2),
        ("state=gap", 2), ("state=challenge", 0),
    ):  # fmt: skip
        assert client.get(f"/registers/finding/?{query}").content.decode().count("/records/finding/") == number, query


# --- assurances, questions -----------------------------------------------------------------------------------------


def test_whether_an_assurance_was_borne_out_is_said_by_a_person_and_both_stand(client, ada, noted):
    client.force_login(ada)
    address = "/records/assurance/2025-09/S1/"
    text = client.post(f"{address}borne-out/", {"kind": "", "words": "Seen"}).content.decode()
    assert "Choose what came of it." in text
    assert "Seen" in text
    client.post(f"{address}borne-out/", {"kind": "not_borne_out", "words": "There was no rota on the wall."})
    text = client.get(address).content.decode()
    assert "The rota is in place." in text
    assert "There was no rota on the wall." in text
    assert "Not borne out" in client.get("/registers/assurance/").content.decode()
    assert AuditEvent.objects.get(what="assurance.not_borne_out").account == ada
    # In the body folder it is an event of a post.
    assert kept.folder().events[-1].by == "policy"


def test_a_question_is_answered_once_and_an_answer_stands(ada, noted):
    services.say_later("question 2025-09/Q1", EventKind.PART_ANSWERED, by=ada, on=TODAY, words="Half of it.")
    services.say_later("question 2025-09/Q1", EventKind.ANSWERED, by=ada, on=TODAY, words="All of it.")
    with pytest.raises(QuestionRefused, match="answered cannot become part"):
        services.say_later("question 2025-09/Q1", EventKind.PART_ANSWERED, by=ada, on=TODAY, words="x")


def test_a_judgement_is_said_by_a_post_and_its_page_computes_none(client, ada, noted):
    client.force_login(ada)
    text = client.get("/records/judgement/2025-09/J1/").content.decode()
    assert "Partly assured" in text
    assert "Commissioner (Dee)" in text


# --- decisions -----------------------------------------------------------------------------------------------------


def test_a_decision_of_the_force_is_not_shown_as_the_commissioners(client, ada, noted):
    client.force_login(ada)
    assert "Whose it is cannot be told" in client.get("/records/decision/2025-09/D1/").content.decode()


# --- risks ---------------------------------------------------------------------------------------------------------


def test_each_look_at_a_risk_keeps_level_trend_and_what_it_rests_on(client, ada, noted):
    client.force_login(ada)
    address = "/records/risk/2025-09/R1/"
    assert "Live proceedings" in client.get(address).content.decode()
    typed = {"level": "high", "trend": "worsening", "coverage": "local", "proceedings": "live", "words": ""}
    assert "Say what the level and the trend rest on" in client.post(f"{address}look/", typed).content.decode()
    client.post(f"{address}look/", {**typed, "words": "Two calls more."})
    client.post(f"{address}look/", {"level": "medium", "trend": "improving", "words": "None since."})
    looks = RiskLook.objects.filter(reference="risk 2025-09/R1")
    assert [(look.level, look.trend, look.by) for look in looks] == [
        ("high", "worsening", "policy"), ("medium", "improving", "policy"),
    ]  # fmt: skip
    text = client.get(address).content.decode()
    assert text.index("None since.") < text.index("Two calls more.")  # the newest first
    assert AuditEvent.objects.filter(what="risk.looked_at", account=ada).count() == 2
    assert [look.words for look in kept.folder().looks] == ["Two calls more.", "None since."]


def test_only_a_risk_is_looked_at_and_only_by_those_who_may(ada, ben, noted):
    look = {
        "on": TODAY, "level": RiskLevel.LOW, "trend": RiskTrend.STEADY, "measures": (), "coverage": None,
        "proceedings": None, "inspection": "", "words": "x",
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        services.look_at("risk 2025-09/R1", by=ben, **look)
    with pytest.raises(Refused, match="Only a risk"):
        services.look_at("finding 2025-09/F1", by=ada, **look)


def test_live_proceedings_are_flagged_until_somebody_has_looked(client, ada, noted):
    client.force_login(ada)
    wanted = "Identification check before publishing"
    assert wanted in client.get("/registers/risk/").content.decode()
    for home in ("2025-09", "2025-10"):
        client.post(f"/records/risk/{home}/R1/check/", {"words": "No name and no place."})
    assert wanted not in client.get("/registers/risk/").content.decode()


# --- figures -------------------------------------------------------------------------------------------------------


def test_a_figure_that_cannot_be_compared_says_why(client, ada, noted):
    client.force_login(ada)
    text = client.get("/records/figure/2025-09/M1/").content.decode()
    assert "Cannot be compared." in text
    assert "calls_101 is not defined here." in text


def test_who_sees_the_audit_trail_sees_it_on_the_record(client, ada, noted):
    services.say_later("finding 2025-09/F1", EventKind.UPDATE, by=ada, on=date(2025, 11, 1), words="It fell.")
    client.force_login(account("Pat", "auditor"))
    assert "finding.update" in client.get("/records/finding/2025-09/F1/").content.decode()
    client.force_login(ada)
    assert "finding.update" not in client.get("/records/finding/2025-09/F1/").content.decode()
