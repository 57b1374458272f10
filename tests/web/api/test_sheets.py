"""Tables as a spreadsheet opens them, by a header and by an address that holds a secret."""

import csv
import io

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre_web.accounts.models import Token, TokenKind
from eyre_web.accounts.services import revoke_token
from eyre_web.api import limits
from eyre_web.api.tables import TABLES
from eyre_web.meetings import services
from eyre_web.meetings.models import Action
from web.api.conftest import TODAY, Program, secret_of
from web.people import account

pytestmark = pytest.mark.db


def rows_of(answer):
    """The rows of a sheet by the names of its columns, as a spreadsheet takes them."""
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def feed(user, name, code=200, query="", secret=""):
    secret = secret or secret_of(user, TokenKind.SHEET)
    answer = Client().get(f"/feeds/{secret}/{name}.csv{query}")
    assert answer.status_code == code, answer.content.decode()
    return answer


@pytest.mark.parametrize("name", TABLES)
def test_both_ways_give_the_same_table(full, ada, name):
    by_header = Program(ada).get(f"{name}.csv")
    by_address = feed(ada, name)
    assert by_header.content == by_address.content
    assert by_address.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert by_address.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_begins_with_the_mark_of_utf_8_and_every_row_has_every_cell(full, ada, name):
    content = feed(ada, name).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(header) == TABLES[name].columns
    assert rows
    assert all(len(row) == len(header) for row in rows)


def test_an_action_is_a_row_with_iso_dates_and_words(full, ada):
    row = next(row for row in rows_of(feed(ada, "actions")) if row["reference"] == "action 2025-09/1")
    assert row["words"] == "Send a paper on repeat burglary."
    assert (row["due"], row["first_due"], row["days_slipped"]) == ("2025-11-04", "2025-10-14", "21")
    assert (row["status"], row["is_overdue"], row["times_redated"]) == ("open", "yes", "1")
    assert (row["owners"], row["meeting"], row["item"], row["matter"]) == ("chief", "meeting 2025-09", "1", "burglary")


def test_a_sheet_says_what_the_list_says(full, ada):
    entries = {entry["action"]["reference"]: entry for entry in Program(ada).json("actions")["items"]}
    for row in rows_of(feed(ada, "actions")):
        entry = entries[row["reference"]]
        assert row["words"] == entry["action"]["words"]
        assert row["due"] == (entry["standing"]["due"] or "")
        assert row["status"] == entry["standing"]["status"]


def test_what_has_its_default_is_said_in_a_sheet(full, ada):
    assert {row["deliverable"] for row in rows_of(feed(ada, "actions"))} == {"document", "other"}
    marked = {row["key"]: row["marking"] for row in rows_of(feed(ada, "documents"))}
    assert (marked["paper"], marked["rota"]) == ("OFFICIAL", "OFFICIAL-SENSITIVE")
    assert {(row["collective"], row["acting"]) for row in rows_of(feed(ada, "posts"))} == {("no", "no")}


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x";"y")', "\t=1", "-2+3+cmd|' /C calc'!A0"]


@pytest.mark.parametrize("words", FORMULAS)
def test_nothing_is_run_as_a_formula(full, ada, words):
    Action.objects.filter(reference="action 2025-09/1").update(words=words)
    row = next(row for row in rows_of(feed(ada, "actions")) if row["reference"] == "action 2025-09/1")
    assert row["words"] == f"'{words}"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_any_words_stay_in_their_cell(full, ada, words):
    Action.objects.filter(reference="action 2025-09/1").update(words=words)
    rows = rows_of(feed(ada, "actions", secret=_one_secret(ada)))
    assert len(rows) == 6
    told = next(row for row in rows if row["reference"] == "action 2025-09/1")["words"]
    assert told.removeprefix("'") == words.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")
    assert told[:1] not in ("=", "+", "-", "@", "\t", "\n") or _is_number(told)


def _one_secret(user):
    """A secret for one example: an account has twenty at most."""
    Token.objects.filter(user=user).delete()
    return secret_of(user, TokenKind.SHEET)


def _is_number(text):
    try:
        return float(text) is not None
    except ValueError:
        return False


def test_an_address_takes_the_same_filters_and_refuses_the_same(full, ada):
    assert len(rows_of(feed(ada, "actions", query="?overdue=true"))) == 1
    assert feed(ada, "actions", 400, query="?onwer=x").json()["status"] == 400
    assert feed(ada, "actions", 422, query="?state=lost").json()["faults"][0]["where"] == "state"
    assert "There is no such table" in feed(ada, "secrets", 404).json()["detail"]


def test_what_befell_an_action_is_a_row_of_the_events(full, ada):
    services.update_action(Action.objects.first().pk, by=ada, on=TODAY, words="Half done")
    assert rows_of(feed(ada, "events"))[0] == {
        "reference": "action 2025-09/1", "at": TODAY.isoformat(), "by": "policy", "kind": "update",
        "words": "Half done", "sets_date": "", "document": "", "outcome": "",
    }  # fmt: skip


# --- who ----------------------------------------------------------------------------------------------------------


def test_an_address_opens_what_its_account_may_see(full, ada, cy):
    assert len(rows_of(feed(ada, "actions"))) == 6
    assert {row["reference"] for row in rows_of(feed(cy, "actions"))} == {"action 2025-09/2", "action 2025-09/3"}
    assert "Only somebody who" in feed(account("Pat", "administrator"), "actions", 403).json()["detail"]
    assert feed(cy, "posts", 403)


@pytest.mark.parametrize("name", [*TABLES, "nothing"])
def test_a_wrong_address_opens_nothing_and_says_nothing(full, ada, name):
    assert feed(None, name, 404, secret="a-guess").json()["detail"] == "This address opens nothing, or no longer."


@pytest.mark.parametrize("kind", [TokenKind.API, TokenKind.CALENDAR])
def test_another_kind_of_secret_is_no_address_of_tables(full, ada, kind):
    feed(None, "actions", 404, secret=secret_of(ada, kind))


def test_an_address_that_was_revoked_opens_nothing(full, ada):
    secret = secret_of(ada, TokenKind.SHEET)
    feed(None, "actions", secret=secret)
    revoke_token(Token.objects.get(user=ada).pk, by=ada)
    feed(None, "actions", 404, secret=secret)


def test_an_address_is_asked_as_often_as_a_token_and_no_more(full, ada, monkeypatch):
    monkeypatch.setattr(limits, "A_TOKEN", 2)
    secret = secret_of(ada, TokenKind.SHEET)
    for code in (200, 200, 429):
        feed(None, "matters", code, secret=secret)


def test_an_unchanged_table_is_not_sent_again(full, ada):
    secret = secret_of(ada, TokenKind.SHEET)
    tag = feed(None, "actions", secret=secret).headers["ETag"]
    again = Client().get(f"/feeds/{secret}/actions.csv", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_changed_by_an_address(full, ada, method, caplog):
    secret = secret_of(ada, TokenKind.SHEET)
    told = getattr(Client(enforce_csrf_checks=True), method)(f"/feeds/{secret}/actions.csv")
    assert (told.status_code, told.json()["status"]) == (405, 405)
    assert told.headers["Content-Type"] == "application/problem+json"
    assert told.headers["Allow"] == "GET, HEAD"
    assert secret not in caplog.text


def test_a_fault_of_ours_is_logged_without_the_secret(full, ada, monkeypatch, caplog):
    def break_down(*more):
        raise RuntimeError("broken")

    monkeypatch.setattr("eyre_web.api.feeds.sheet", break_down)
    secret = secret_of(ada, TokenKind.SHEET)
    told = feed(None, "actions", 500, secret=secret).json()
    assert "our fault" in told["detail"]
    assert "RuntimeError: broken" in caplog.text
    assert secret not in caplog.text
