"""The reading side for programs: who reads what, in which form, and what they are told when they cannot.

On every address: whoever has the right, somebody with another, a person of the same body without it, and nobody.
"""

import json
import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.body import meeting as said
from eyre.body import registers
from eyre.body import settings as body_settings
from eyre.core.codec import json_ready, read_record
from eyre_web.accounts import interchange as people
from eyre_web.accounts.models import Token, TokenKind
from eyre_web.accounts.services import make_token, revoke_token
from eyre_web.api import limits
from eyre_web.api.api import described
from eyre_web.api.tables import TABLES
from eyre_web.meetings import interchange, services
from eyre_web.meetings.models import Action, Event, Item, Meeting
from eyre_web.snapshot.whole import stored
from web.api.conftest import TODAY, Program, secret_of
from web.people import account

pytestmark = pytest.mark.db
ROOT = Path(__file__).resolve().parents[3]

LISTS = list(TABLES)
SINGLES = [
    "body",
    "actions/2025-09/1",
    "meetings/2025-09",
    "matters/burglary",
    "documents/paper",
    "commitments/standing",
]
EVERY = [*LISTS, *(f"{name}.csv" for name in LISTS), *SINGLES]


# --- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EVERY)
def test_without_a_token_nothing_is_read(full, address):
    told = Program().get(address, 401)
    assert told.headers["WWW-Authenticate"].startswith("Bearer")
    assert told.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", EVERY)
def test_a_session_of_the_pages_opens_nothing_here(client, full, ada, address):
    client.force_login(ada)
    assert client.get(f"/api/v1/{address}").status_code == 401


@pytest.mark.parametrize("address", EVERY)
def test_a_policy_officer_reads_everything(full, ada, address):
    assert Program(ada).get(address).content


@pytest.mark.parametrize("address", EVERY)
def test_an_account_without_the_right_is_told_what_is_missing(full, address):
    admin = Program(account("Pat", "administrator"))
    may = {"posts", "posts.csv", "organisations", "organisations.csv", "body"}
    if address in may:  # who there is, an administrator sees; what is said, not
        admin.get(address)
    else:
        assert "Only somebody who" in admin.json(address, 403)["detail"]


# What a force analyst reads of each list: the number of entries.
OF_CY = {
    "organisations": 1, "matters": 2, "meetings": 0, "items": 0, "actions": 2, "commitments": 0, "documents": 1,
    "events": 0,
}  # fmt: skip


def test_a_force_analyst_reads_what_is_theirs_and_no_more(full, cy):
    program = Program(cy)
    program.get("posts", 403)
    for name in set(TABLES) - {"posts"}:
        assert program.json(name)["count"] == OF_CY[name], name
    entries = program.json("actions")["items"]
    assert {entry["action"]["reference"] for entry in entries} == {"action 2025-09/2", "action 2025-09/3"}
    for address in ("actions/2025-09/1", "meetings/2025-09", "documents/paper"):
        unseen, never_was = program.json(address, 404), program.json(f"{address}9", 404)
        assert unseen == never_was  # nobody learns what there is


def test_a_panel_member_reads_published_meetings_by_their_outline(full):
    program = Program(account("Pat", "panel_member"))
    assert program.json("meetings")["count"] == 1
    meeting = program.json("meetings/2025-09")
    assert set(meeting) == {"reference", "series", "title", "date", "status", "items"}  # no venue, no chair
    assert {name for item in meeting["items"] for name in item} == {"number", "title", "matter", "actions"}
    program.get("meetings/2025-10", 404)
    assert program.json("commitments")["count"] == program.json("documents")["count"] == 0
    items = program.json("items")["items"]
    assert len(items) == 2
    assert {name for entry in items for name in entry["item"]} == {"number", "title", "matter", "actions"}
    for name in ("meetings", "items"):
        assert "Room 2" not in program.get(f"{name}.csv").content.decode()


def test_what_befell_other_records_is_for_those_who_see_all(full, ada, ben):
    Event.objects.create(reference="commitment 2025-09/C1", at=TODAY, by="chief", kind="missed", words="Not yet")
    of_ada, of_ben = (Program(who).json("events")["items"] for who in (ada, ben))
    assert of_ada == of_ben
    pat = Program(account("Pat", "panel_member"))
    assert "Not yet" not in pat.get("events").content.decode()
    assert pat.json("events")["count"] == 1  # the new date of a published action; the other's notes are a draft


# --- tokens -------------------------------------------------------------------------------------------------------


def test_only_a_hash_of_a_token_is_kept(full, ada):
    secret = secret_of(ada)
    row = Token.objects.get(user=ada)
    assert len(secret) > 40
    assert secret not in json.dumps(Token.objects.filter(pk=row.pk).values()[0], default=str)


def test_a_token_opens_nothing_once_it_is_revoked_expired_or_its_account_is_closed(full, ada, ben, monkeypatch):
    program = Program(ada)
    program.get("actions")
    revoke_token(Token.objects.get(user=ada).pk, by=ada)
    program.get("actions", 401)

    program = Program(secret=make_token(TokenKind.API, by=ada, on=TODAY, name="x", days=30)[1])
    for later, code in ((30, 200), (31, 401)):
        monkeypatch.setattr(timezone, "localdate", lambda *more, later=later: TODAY + timedelta(days=later))
        program.get("actions", code)
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)
    ben_reads = Program(ben)
    ben.is_active = False
    ben.save()
    ben_reads.get("actions", 401)


def test_a_token_follows_the_roles_of_its_account(full, cy):
    program = Program(cy)
    assert program.json("actions")["count"] == 2
    cy.roles.update(to_date=TODAY - timedelta(days=1))
    program.get("actions", 403)


@pytest.mark.parametrize("kind", [TokenKind.SHEET, TokenKind.CALENDAR])
def test_a_secret_of_an_address_is_no_token_for_a_header(full, ada, kind):
    Program(secret=secret_of(ada, kind)).get("actions", 401)


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Basic YTpi", "Bearer wrong", "Bearer \xff", "bearer  x  y"])
def test_whatever_is_sent_as_a_token_is_answered(full, sent):
    assert Client().get("/api/v1/actions", headers={"Authorization": sent}).status_code == 401


def test_the_day_of_last_use_is_kept(full, ada):
    assert Token.objects.filter(last_used_on=None).count() == 0
    program = Program(ada)
    assert Token.objects.get(user=ada).last_used_on is None
    program.get("actions")
    assert Token.objects.get(user=ada).last_used_on == TODAY


# --- how often ----------------------------------------------------------------------------------------------------


def test_a_program_that_asks_too_often_waits_and_another_does_not(full, ada, ben, monkeypatch):
    monkeypatch.setattr(limits, "A_TOKEN", 3)
    eager, other = Program(ada), Program(ben)
    for _ in range(3):
        eager.get("matters")
    told = eager.get("matters", 429)
    assert 0 < int(told.headers["Retry-After"]) <= 60
    assert told.headers["Content-Type"] == "application/problem+json"
    other.get("matters")


def test_guessing_is_slowed_down_and_does_not_lock_out_who_has_a_token(full, ada, monkeypatch):
    monkeypatch.setattr(limits, "GUESSES", 3)
    for _ in range(3):
        Program(secret="a guess").get("matters", 401)
    Program(secret="a guess").get("matters", 429)
    Program(ada).get("matters")


# --- what ---------------------------------------------------------------------------------------------------------


def of_list(program, name):
    """Every entry of a list, page after page."""
    page = program.json(f"{name}?per_page=2")
    entries = page["items"]
    while page["next"]:
        page = program.json(page["next"])
        entries += page["items"]
    assert len(entries) == page["count"]
    return entries


def test_what_is_read_is_what_a_body_folder_says(full, ada):
    """Every value, page after page, against the export: equal, and readable by the reader of folders."""
    program, folder = Program(ada), stored(Path("nowhere"))
    services.update_action(Action.objects.first().pk, by=ada, on=TODAY, words="Half done")
    assert of_list(program, "posts") == json_ready(folder.body.posts)
    assert of_list(program, "organisations") == json_ready(folder.organisations.organisations)
    assert of_list(program, "matters") == json_ready(folder.matters.matters)
    assert of_list(program, "documents") == json_ready(folder.documents)
    meetings = {str(meeting.reference): meeting for meeting in folder.meetings}
    for entry in of_list(program, "meetings"):
        whole = program.json(f"meetings/{entry['reference'].removeprefix('meeting ')}")
        assert whole == json_ready(meetings[entry["reference"]])
        assert {**entry, "items": whole["items"]} == whole
        assert read_record(said.Meeting, whole, "")[1] == []
    items = {json.dumps(json_ready(item)) for meeting in meetings.values() for item in meeting.items}
    assert {json.dumps(entry["item"]) for entry in of_list(program, "items")} == items
    actions = [action for meeting in meetings.values() for item in meeting.items for action in item.actions]
    read = {entry["action"]["reference"]: entry["action"] for entry in of_list(program, "actions")}
    assert read == {str(action.reference): json_ready(action) for action in actions}
    events = sorted(map(json.dumps, json_ready([*interchange.events()])))
    assert sorted(map(json.dumps, of_list(program, "events"))) == events
    assert program.json("body") == json_ready(replace(folder.body, posts=()))


def test_an_action_says_where_it_stands_and_what_happened(full, ada):
    entry = Program(ada).json("actions/2025-09/1")
    assert (entry["meeting"], entry["item"], entry["matter"]) == ("meeting 2025-09", "1", "burglary")
    assert entry["action"]["due"]["date"] == "2025-10-14"  # the first date, for ever
    assert entry["standing"] == {
        "status": "open", "due": "2025-11-04", "times_redated": 1, "days_slipped": 21, "changed_on": "2025-10-10",
        "is_overdue": True,
    }  # fmt: skip
    assert [event["kind"] for event in entry["events"]] == ["new_date"]
    assert entry["link"].endswith("/actions/2025-09/1/")


def test_a_commitment_says_what_follows_from_its_events(full, ada):
    for kind, more in (("new_date", {"sets_date": "2026-06-30"}), ("missed", {}), ("decision", {"outcome": "kept"})):
        Event.objects.create(reference="commitment 2025-09/C1", at=TODAY, by="chief", kind=kind, words="So", **more)
    [entry] = Program(ada).json("commitments")["items"]
    assert entry["commitment"]["due"]["date"] == "2026-03-31"
    assert entry["standing"] == {
        "due": "2026-06-30", "times_redated": 1, "times_missed": 1, "decision": "kept",
        "decided_on": TODAY.isoformat(), "carried_by": None,
    }  # fmt: skip
    assert len(entry["events"]) == 3


@given(
    st.fixed_dictionaries(
        {"at": st.dates(), "kind": st.sampled_from(registers.EventKind), "by": st.sampled_from(["chief", ""])},
        optional={
            "words": st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))),
            "sets_date": st.dates(),
            "document": st.just("paper"),
            "outcome": st.just("kept"),
        },
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_quick_form_of_an_event_is_its_plain_form(db, said_of_it):
    row = Event(reference="action 2025-09/1", **said_of_it)
    assert interchange.event_plain(row) == json_ready(interchange.event(row))


# --- asking -------------------------------------------------------------------------------------------------------

ASKED = [
    ("actions?owner=chief", {"2025-09/1", "2025-09/4", "2025-10/1"}),
    ("actions?matter=calls", {"2025-09/3", "2025-09/4", "2025-10/1", "2025-10/2"}),
    ("actions?meeting=meeting%202025-10", {"2025-10/1", "2025-10/2"}),
    ("actions?state=reported_complete", {"2025-10/1"}),
    ("actions?overdue=true", {"2025-09/1"}),
    ("actions?undated=true", {"2025-09/2"}),
    ("actions?due_from=2025-12-24&due_to=2025-12-31", {"2025-09/3", "2025-09/4"}),
    ("actions?changed_since=2025-11-10", {"2025-10/1"}),
    ("actions?owner=nobody", set()),
]


@pytest.mark.parametrize(("address", "wanted"), ASKED, ids=[address for address, _ in ASKED])
def test_a_list_holds_what_was_asked_for(full, ada, address, wanted):
    program = Program(ada)
    read = {entry["action"]["reference"].removeprefix("action ") for entry in program.json(address)["items"]}
    assert read == wanted
    lines = program.get(address.replace("actions?", "actions.csv?")).content.decode().split("\r\n")[1:-1]
    assert len(lines) == len(wanted)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("events?reference=action%202025-09/1", 1), ("events?kind=reported_complete", 1), ("events?by=nobody", 0),
        ("events?at_from=2025-11-01", 2), ("events?at_to=2025-11-01", 1), ("meetings?series=scrutiny", 2),
        ("meetings?status=held", 1), ("meetings?held_from=2025-10-01", 1), ("meetings?held_to=2025-10-01", 1),
        ("items?matter=calls", 2), ("items?meeting=meeting%202025-09", 2), ("matters?objective=none", 0),
        ("commitments?matter=calls", 0), ("commitments?meeting=meeting%202025-09", 1), ("documents?kind=report", 1),
        ("documents?kind=letter", 0), ("posts?on=2020-01-01", 5), ("organisations?key=council", 1),
        ("organisations?key=other", 0), ("meetings/2025-09?version=1", None),
    ],
)  # fmt: skip
def test_other_lists_hold_what_was_asked_for(full, ada, address, number):
    assert Program(ada).json(address).get("count") == number


@pytest.mark.parametrize("address", ["actions?onwer=chief", "actions.csv?page=1", "body?x=1", "actions/2025-09/1?x="])
def test_a_parameter_that_means_nothing_is_refused_and_not_passed_over(full, ada, address):
    told = Program(ada).json(address, 400)
    assert told["title"] == "Bad Request"
    assert "There is no parameter" in told["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "actions?state=lost", "actions?due_from=1", "actions?due_from=12/11/2025", "actions?overdue=maybe",
        "actions?page=0", "actions?per_page=201", "actions?owner=", "actions?owner=%00", "events?kind=",
        "actions.csv?state=lost", f"actions?owner={'x' * 201}", "matters/%00", "meetings/2025-09?version=first",
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_named(full, ada, address):
    told = Program(ada).json(address, 422)
    assert told["faults"]
    assert all(fault["where"] and fault["what"] for fault in told["faults"])


@pytest.mark.parametrize(
    "address", ["nothing", "", "actions/", "actions?page=2", "actions/2025-09/99", "meetings/2025-09?version=2"]
)
def test_what_is_not_there_is_a_problem_too(full, ada, address):
    assert Program(ada).json(address, 404)["status"] == 404


@pytest.mark.parametrize("address", EVERY)
def test_a_program_that_wants_another_form_is_told(full, ada, address):
    assert Program(ada).json(address, 406, accept="application/pdf")["status"] == 406
    form = "text/csv" if ".csv" in address else "application/json"
    assert Program(ada).get(address, accept=form).headers["Content-Type"] == f"{form}; charset=utf-8"


def test_a_fault_of_ours_is_a_problem_that_says_nothing_of_it(full, ada, monkeypatch, caplog):
    def break_down(*more, **still_more):
        raise RuntimeError("a name and a case")

    monkeypatch.setattr(Action.objects.__class__, "for_user", break_down)
    told = Program(ada).get("actions", 500)
    assert told.headers["Content-Type"] == "application/problem+json"
    assert "a name" not in told.content.decode()
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed_here(full, ada, method):
    headers = {"Authorization": f"Bearer {Program(ada).secret}"}
    for address in (*EVERY, "openapi.json"):
        told = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{address}", headers=headers)
        said = told.json()
        assert (told.status_code, said["status"]) == (405, 405)
        assert told.headers["Content-Type"] == "application/problem+json"
        assert told.headers["Allow"] in said["detail"]
        assert told.headers["Allow"].startswith("GET")
        assert said["detail"].startswith(method.upper())


# --- not twice ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EVERY)
def test_what_a_program_has_already_is_not_sent_again(full, ada, address):
    program = Program(ada)
    first = program.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first.headers["Vary"]
    again = program.get(address, 304, **{"If-None-Match": first.headers["ETag"]})
    assert again.content == b""


def test_any_change_makes_it_be_sent_again(full, ada):
    program = Program(ada)
    tag = program.get("actions").headers["ETag"]
    services.update_action(Action.objects.first().pk, by=ada, on=TODAY, words="Half done")
    assert "Half done" in program.get("actions", 200, **{"If-None-Match": tag}).content.decode()


def test_one_account_is_never_told_that_what_another_was_sent_still_holds(full, ada, cy):
    tag = Program(ada).get("actions").headers["ETag"]
    assert Program(cy).json("actions", 200, **{"If-None-Match": tag})["count"] == 2


def test_another_day_may_have_another_answer(full, ada, monkeypatch):
    program = Program(ada)
    tag = program.get("actions").headers["ETag"]
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY + timedelta(days=1))
    program.get("actions", 200, **{"If-None-Match": tag})  # more may be overdue


# --- at what cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EVERY)
def test_the_number_of_queries_does_not_grow_with_what_is_read(full, ada, address):
    program = Program(ada)
    program.get(address)
    with CaptureQueriesContext(connection) as few:
        program.get(address)
    _more_of_everything()
    with CaptureQueriesContext(connection) as many:
        program.get(address)
    assert len(many) == len(few), [query["sql"] for query in many.captured_queries]
    assert len(many) <= 12


def _more_of_everything():
    people.keep_posts(
        body_settings.Post(key=f"more-{n}", title="More", holders=(body_settings.Holder(person=f"P{n}"),))
        for n in range(9)
    )
    people.keep_organisations(
        body_settings.Organisation(key=f"more-{n}", names=(body_settings.DatedName(name="More"),)) for n in range(9)
    )
    item = Item.objects.get(title="Burglary")
    for number in range(9):
        meeting = Meeting.objects.create(
            reference=f"meeting 2025-11-{number + 10}", series="scrutiny", title="More", date=TODAY, status="published"
        )
        more = Item.objects.create(
            meeting=meeting, place=0, number="1", title="More", matter=item.matter, kept=item.kept
        )
        action = Action.objects.create(reference=f"action 2025-11-{number + 10}/1", item=more, place=0, words="More")
        Event.objects.create(reference=action.reference, action=action, at=TODAY, by="chief", kind="update", words="x")


# --- its description ----------------------------------------------------------------------------------------------


def test_the_description_in_the_manual_is_that_of_the_code():
    sys.path.insert(0, str(ROOT / "tools"))
    import build_docs

    kept = ROOT / "docs" / "reference" / "openapi.json"
    assert build_docs.PAGES["docs/reference/openapi.json"]().strip() == kept.read_text("utf-8").strip()
    assert json.loads(kept.read_text("utf-8")) == json.loads(json.dumps(described()))


def test_the_description_is_served_to_whoever_asks_and_holds_nothing_of_the_body(client, full):
    answer = client.get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.")
    assert "Anyshire" not in answer.content.decode()


def test_every_address_and_every_refusal_is_described():
    paths = described()["paths"]
    assert len(paths) == 2 * len(TABLES) + len(SINGLES)
    for operations in paths.values():
        assert set(operations) == {"get"}
        assert operations["get"]["security"]
        assert {"200", "304", "400", "401", "403", "404", "406", "422", "429"} == set(
            map(str, operations["get"]["responses"])
        )


def test_every_address_in_the_guide_is_answered(full, ada):
    guide = (ROOT / "docs" / "how-to" / "read-from-the-api.md").read_text("utf-8")
    addresses = set(re.findall(r"/api/v1/[^\s`\"]*", guide)) - {"/api/v1/"}
    assert {f"/api/v1/{name}" for name in (*TABLES, "body", "openapi.json", "actions.csv")} <= addresses
    program = Program(ada)
    for address in addresses:
        program.get(address, 404 if "/2017-12" in address else 200)
    feeds = re.findall(r"/feeds/SECRET/(\S+)", guide)
    secret = secret_of(ada, TokenKind.SHEET)
    assert {Client().get(f"/feeds/{secret}/{each}").status_code for each in feeds} == {200}
