"""The pages of documents: who sees them, what they say, what they refuse, and that nothing typed is lost.

Ada keeps the register. Ben was asked for a paper, and sends it. Cy, a force analyst of the same body, must not see it.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import incoming_files
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptFile
from eyre_web.documents import services
from eyre_web.documents.changes import CHANGES
from eyre_web.documents.models import Document, DocumentHolding, DocumentVersion
from eyre_web.files.storage import files_home
from eyre_web.meetings import services as meetings
from eyre_web.meetings.models import Action, Event
from web.meetings.test_pages import held, page, without_token
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
WAITED, RECEIVED, SECRET = "repeat-burglary", "plan", "rota"

TYPED = {
    "ask": {"asked_of": "chief", "asked_for_on": "1/11/2025", "due_on": "1/12/2025"},
    "receive": {"received_on": "12/11/2025", "version": "1", "state": "draft", "held_by": "policy"},
    "version": {"version": "2", "dated": "11/11/2025", "state": "agreed"},
    "hand-over": {"post": "commissioner", "version": "1", "since": "12/11/2025"},
    "marking": {"marking": "OFFICIAL-SENSITIVE", "reason": "It names a witness"},
}
FITS = {"ask": "rota", "receive": WAITED, "version": RECEIVED, "hand-over": RECEIVED, "marking": WAITED}
MAY_BEN = ("receive",)  # of what FITS names, he was asked for one
ASK = {"title": "Rota for winter", "marking": "OFFICIAL", "asked_of": "deputy", "asked_for_on": "1/11/2025"}


def test_every_change_is_tried_here():
    assert set(TYPED) == set(FITS) == set(CHANGES)


def address(key, change=""):
    return f"/documents/{key}/{change}/" if change else f"/documents/{key}/"


EVERY_PAGE = [*(address(WAITED, each) for each in ("", *CHANGES)), "/documents/", "/documents/ask/new/",
              "/documents/plan/versions/0/file/", "/actions/2025-09/1/file/",
              "/actions/2025-09/1/document/"]  # fmt: skip


# --- who sees what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", EVERY_PAGE)
def test_whoever_has_not_signed_in_is_asked_to(client, body, where):
    answer = client.get(where)
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={where}")


def test_the_list_shows_each_what_is_theirs(client, ada, ben, cy):
    seen = {who: page(client, who, "/documents/") for who in (ada, ben, cy)}
    for who, keys in ((ada, {WAITED, RECEIVED, SECRET}), (ben, {WAITED}), (cy, {RECEIVED})):
        assert {key for key in (WAITED, RECEIVED, SECRET) if address(key) in seen[who]} == keys
    assert "Only somebody who" in page(client, account("Pat", "administrator"), "/documents/", 403)
    assert "Only somebody who" in page(client, account("Pam", "panel_member"), "/documents/", 403)
    assert "Ask for a document" in seen[ada]
    assert "Ask for a document" not in seen[ben]


def test_a_document_is_for_those_who_may_see_it_and_is_not_there_for_others(client, ada, ben, cy):
    for who in (ada, ben):
        assert "Paper on repeat burglary" in page(client, who, address(WAITED))
    unseen, never_was = page(client, cy, address(WAITED), 404), page(client, cy, address("never"), 404)
    assert without_token(unseen) == without_token(never_was)
    page(client, ben, address(SECRET), 404)
    page(client, account("Pat", "analyst"), address(SECRET), 404)
    assert "OFFICIAL-SENSITIVE" in page(client, account("Eve"), address(SECRET))  # her post holds it


def test_asking_is_for_who_keeps_the_register(client, ada, ben, cy):
    for who, code in ((ben, 403), (cy, 403), (ada, 302)):
        client.force_login(who)
        assert client.post("/documents/ask/new/", ASK).status_code == code
    made = Document.objects.get(key="rota-for-winter")
    assert (made.asked_of, made.asked_for_on, made.is_waiting) == ("deputy", date(2025, 11, 1), True)
    assert AuditEvent.objects.get().what == "document.asked_for"


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_made_by_whoever_may_and_by_nobody_else(client, ada, ben, cy, the, change):
    key = FITS[change]
    sees_ben = key == WAITED
    sees_cy = key == RECEIVED
    for who, code in (
        (None, 302),
        (ben, (302 if change in MAY_BEN else 403) if sees_ben else 404),
        (cy, (302 if change == "version" else 403) if sees_cy else 404),  # asked for the plan: sends a version
        (account("Pat", "auditor"), 403),
    ):
        before = AuditEvent.objects.count()
        client.force_login(who) if who else client.logout()
        assert client.get(address(key, change)).status_code == (200 if code == 302 and who else code)
        assert client.post(address(key, change), {**TYPED[change], "seen": before}).status_code == code
        assert AuditEvent.objects.count() - before == (code == 302 and who is not None)
    if not AuditEvent.objects.exists():
        client.force_login(ada)
        answer = client.post(address(key, change), {**TYPED[change], "seen": 0})
        assert answer.url == the(key).get_absolute_url()
        assert AuditEvent.objects.get().account == ada


def test_the_page_offers_what_may_be_done_now_and_no_more(client, ada, ben):
    def offered(who, key):
        text = page(client, who, address(key))
        return [change for change in CHANGES if address(key, change) in text]

    assert offered(ada, WAITED) == ["receive", "version", "marking"]
    assert offered(ada, RECEIVED) == ["version", "hand-over", "marking"]
    assert offered(ben, WAITED) == ["receive", "version"]


def test_what_does_not_fit_leads_back_with_a_word(client, ada):
    client.force_login(ada)
    answer = client.get(address(RECEIVED, "receive"), follow=True)
    assert answer.redirect_chain[-1][0] == address(RECEIVED)
    assert "cannot be done with this document now" in answer.content.decode()


@pytest.mark.parametrize(
    "where", ["/documents/plan/delete/", "/documents/..%2F..%2Fx/", "/documents/plan/versions/9/file/"]
)
def test_what_is_not_there_is_not_found(client, ada, where):
    page(client, ada, where, 404)


def test_pages_that_show_take_no_post(client, ada):
    client.force_login(ada)
    for where in ("/documents/", address(WAITED), "/documents/plan/versions/0/file/"):
        assert client.post(where).status_code == 405


# --- what the pages say --------------------------------------------------------------------------------------------


def test_a_document_page_says_who_was_asked_when_and_how_long_it_took(client, ada):
    text = page(client, ada, address(WAITED))
    for said in ("Chief constable (Ben)", "Asked for 16 Sep 2025", "due 14 Oct 2025", "29 days late", "57 days so far"):
        assert said in text  # 14 October to 12 November: 17 + 12; 16 September: 14 + 31 + 12
    text = page(client, ada, address(RECEIVED))
    assert "received 1 Oct 2025" in text
    assert "after 15 days" in text
    assert "Policy officer (Ada)" in text


def test_the_history_says_what_was_before_and_after_and_why(client, ada):
    client.force_login(ada)
    client.post(address(WAITED, "receive"), {**TYPED["receive"], "seen": 0})
    client.post(address(WAITED, "marking"), {**TYPED["marking"], "seen": 1})
    text = page(client, ada, address(WAITED))
    for said in ("Marking changed", "Reason: It names a witness", "<del>OFFICIAL</del>", "<ins>12 November 2025</ins>",
                 "<ins>Policy officer</ins>"):  # fmt: skip
        assert said in text
    assert text.index("Marking changed") < text.index(">Received<")


def test_what_was_removed_from_the_trail_leaves_its_gap(client, ada, dee):
    from eyre_web.audit.services import remove_payload

    client.force_login(ada)
    client.post(address(WAITED, "marking"), {**TYPED["marking"], "seen": 0})
    remove_payload(1, by=dee, why="It named somebody")
    text = page(client, ada, address(WAITED))
    assert "names a witness" not in text
    assert "removed by decision" in text


FILTERS = [
    ("", [WAITED, RECEIVED, "names", "rota"]),
    ("waiting=on", [WAITED]),
    ("late=on", [WAITED]),
    ("marking=OFFICIAL-SENSITIVE", ["rota"]),
    ("post=chief", [WAITED]),
    ("post=policy", [RECEIVED]),
    ("post=analyst&waiting=on", []),
]


@pytest.mark.parametrize(("query", "shown"), FILTERS)
def test_the_list_shows_what_is_asked_for_what_waits_longest_first(client, ada, query, shown):
    text = page(client, ada, f"/documents/?{query}")
    assert [key for key in (WAITED, RECEIVED, "names", "rota") if address(key) in text] == shown
    assert sorted(shown, key=lambda key: text.index(address(key))) == sorted(
        shown, key=lambda key: (key not in (WAITED, RECEIVED), text.index(address(key)))
    )


def test_a_filter_that_cannot_be_read_is_said_and_left_out(client, ada):
    text = page(client, ada, "/documents/?post=lost&page=99")
    assert "There is a problem" in text
    assert "4 documents" in text


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_file_that_comes_is_kept_by_its_hash_and_given_out_to_be_saved(client, ada, paper, the):
    client.force_login(ada)
    sent = client.post(
        address(WAITED, "receive"), {**TYPED["receive"], "seen": 0, "file": paper("..\\..\\Pa\u202eper.pdf")}
    )
    assert sent.status_code == 302
    kept, version = KeptFile.objects.get(), the(WAITED).versions.get()
    assert kept.name == f"documents/files/{version.sha256}.pdf"
    assert (files_home() / kept.name).read_bytes() == incoming_files.WHOLE["paper.pdf"]
    assert version.file_name == "Paper.pdf"
    answer = client.get(f"/documents/{WAITED}/versions/0/file/")
    assert b"".join(answer.streaming_content) == incoming_files.WHOLE["paper.pdf"]
    assert answer["Content-Disposition"] == 'attachment; filename="Paper.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert f"/documents/{WAITED}/versions/0/file/" in page(client, ada, address(WAITED))


def test_a_file_is_for_those_who_may_see_its_document(client, ada, ben, cy, paper):
    client.force_login(ada)
    client.post(address(WAITED, "receive"), {**TYPED["receive"], "seen": 0, "file": paper()})
    where = f"/documents/{WAITED}/versions/0/file/"
    for who, code in ((ada, 200), (ben, 200), (cy, 404), (account("Pat", "administrator"), 404)):
        client.force_login(who)
        answer = client.get(where)
        assert answer.status_code == code
        assert not answer.streaming or b"".join(answer) == incoming_files.WHOLE["paper.pdf"]
    client.force_login(ada)
    client.post(address(WAITED, "marking"), {**TYPED["marking"], "seen": 1})
    client.force_login(account("Pam", "analyst"))
    assert client.get(where).status_code == 404


def test_a_file_that_is_gone_is_not_found_and_is_no_fault_of_the_page(client, ada, paper):
    client.force_login(ada)
    client.post(address(WAITED, "receive"), {**TYPED["receive"], "seen": 0, "file": paper()})
    (files_home() / KeptFile.objects.get().name).unlink()
    assert client.get(f"/documents/{WAITED}/versions/0/file/").status_code == 404
    page(client, ada, address(WAITED))


BAD_FILES = [
    ("paper.pdf", b"", "is empty"),
    ("paper.pdf", incoming_files.WHOLE["photo.png"], "is named .pdf and is a PNG picture"),
    ("paper.docx", incoming_files.docx(more=[("word/vbaProject.bin", "x")]), "holds macros"),
    ("paper.docx", incoming_files.docx(more=[("word/zeros", bytes(30_000_000))]), "too much to look at"),
    ("run.exe", b"MZ\x00\x01", "none of the kinds"),
    ("paper.pdf", b"x" * (20 * 2**20 + 1), "at most 20 MiB"),
    ("<script>.html", b"<html><script>alert(1)</script>", "a web page"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "says"), BAD_FILES)
def test_a_file_that_is_refused_says_why_and_nothing_typed_is_lost(client, ada, paper, name, content, says):
    client.force_login(ada)
    typed = {**TYPED["receive"], "seen": "0"}
    answer = client.post(address(WAITED, "receive"), {**typed, "file": paper(name, content)})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert says in text
    assert "<script>" not in text.replace('<script type="module"', "")
    assert 'href="#id_file"' in text
    assert "choose it again" in text
    kept = held(text)
    assert {each: kept[each] for each in typed} == typed
    assert not AuditEvent.objects.exists()
    assert not files_home().exists()


# --- nothing typed is lost, and bad input --------------------------------------------------------------------------


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_with_something_missing_says_so_and_keeps_the_rest(client, ada, change):
    client.force_login(ada)
    for left_out in set(TYPED[change]) - {"state", "held_by", "due_on"}:
        typed = {**TYPED[change], left_out: " ", "seen": "0"}
        answer = client.post(address(FITS[change], change), typed)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert f'href="#id_{left_out}"' in text
        kept = held(text)
        assert {each: kept[each] for each in typed if each != left_out} == {
            each: value for each, value in typed.items() if each != left_out
        }
    assert not AuditEvent.objects.exists()


BAD = [
    ("receive", {"received_on": "15/9/2025"}, "cannot have come before"),
    ("receive", {"received_on": "13/11/2025"}, "still to come"),
    ("receive", {"received_on": "soon"}, "Write the day like"),
    ("receive", {"version": "x" * 201}, "at most 200"),
    ("receive", {"held_by": "nobody"}, "is not one of the available choices"),
    ("version", {"version": "1"}, "There is a version 1 already"),
    ("version", {"dated": "1/1/2030"}, "still to come"),
    ("hand-over", {"post": "policy"}, "holds this version already"),
    ("hand-over", {"version": "9"}, "is not one of the available choices"),
    ("marking", {"marking": "OFFICIAL"}, "marked OFFICIAL already"),
    ("marking", {"marking": "SECRET"}, "is not one of the available choices"),
    ("ask", {"due_on": "1/10/2025"}, "cannot be due before"),
    ("ask", {"asked_for_on": "1/1/2026", "due_on": ""}, "still to come"),
    ("version", {"seen": "x"}, ""),
]


@pytest.mark.parametrize(("change", "typed", "says"), BAD)
def test_bad_input_is_said_in_plain_words_and_changes_nothing(client, ada, change, typed, says):
    client.force_login(ada)
    answer = client.post(address(FITS[change], change), {**TYPED[change], "seen": 0, **typed})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not AuditEvent.objects.exists()


BADLY = [({"title": "…"}, "letters"), ({"due_on": "1/1/2025"}, "due before"), ({"title": ""}, "Say what you ask for"),
         ({"asked_of": ""}, "Choose the post")]  # fmt: skip


@pytest.mark.parametrize(("typed", "says"), BADLY)
def test_asking_badly_is_said_and_loses_nothing(client, ada, typed, says):
    client.force_login(ada)
    answer = client.post("/documents/ask/new/", {**ASK, **typed})
    assert says in answer.content.decode()
    assert held(answer.content.decode())["asked_of"] == {**ASK, **typed}.get("asked_of") or "asked_of" in typed
    assert not AuditEvent.objects.exists()


def test_what_a_form_does_not_ask_is_not_taken(client, ada, the):
    client.force_login(ada)
    more = {"key": "other", "title": "Other", "marking": "SECRET", "by": "9", "on": "2020-01-01", "sha256": "0" * 64}
    client.post(address(WAITED, "version"), {**TYPED["version"], "seen": 0, **more})
    document = the(WAITED)
    assert (document.title, document.marking) == ("Paper on repeat burglary", "OFFICIAL")
    assert document.versions.get().sha256 == ""


def test_a_second_document_of_one_title_gets_a_key_of_its_own(client, ada):
    client.force_login(ada)
    for _ in range(3):
        client.post("/documents/ask/new/", {**ASK, "title": "Plan"})
    assert set(Document.objects.filter(title="Plan").values_list("key", flat=True)) == {"plan-2", "plan-3", "plan-4"}


@pytest.mark.parametrize("change", CHANGES)
def test_of_two_who_change_one_document_the_second_sees_both(client, ada, dee, the, change):
    key = FITS[change]
    opened = held(page(client, ada, address(key, change)))
    services.mark_document(the(key).pk, by=account("Pat", "chief_executive"), on=TODAY, reason="Written meanwhile",
                           marking="OFFICIAL" if key == SECRET else "OFFICIAL-SENSITIVE")  # fmt: skip
    typed = {**TYPED[change], "seen": opened["seen"]}
    if change == "marking":
        typed["marking"] = "OFFICIAL"
    text = client.post(address(key, change), typed).content.decode()
    assert "This document was changed after you opened it" in text
    assert "Written meanwhile" in text
    kept = held(text)
    assert {each: kept[each] for each in typed if each != "seen"} == {n: v for n, v in typed.items() if n != "seen"}
    assert client.post(address(key, change), {**typed, "seen": kept["seen"]}).status_code == 302


# --- on an action --------------------------------------------------------------------------------------------------

GIVEN = {"title": "Letter to housing", "marking": "OFFICIAL", "words": "All providers were asked"}
CAME = {"document": WAITED, "received_on": "12/11/2025", "version": "1", "words": "The whole paper"}


def last(slug):
    events = Action.objects.get(reference=f"action {slug}").in_order()
    return events[-1].pk if events else 0


def test_a_file_is_given_as_evidence_by_whoever_may_answer_the_action(client, ada, ben, cy, paper):
    where = "/actions/2025-09/1/file/"
    for who, code in ((cy, 404), (account("Pat", "auditor"), 403), (ben, 302)):
        client.force_login(who)
        assert client.get(where).status_code == (200 if code == 302 else code)
        typed = {**GIVEN, "seen": last("2025-09/1"), "file": paper()}
        assert client.post(where, typed).status_code == code
    event, made = Event.objects.latest("pk"), Document.objects.get(key="letter-to-housing")
    assert (event.kind, event.document, event.by, event.words) == ("evidence", made.key, "chief", GIVEN["words"])
    assert (made.kind, made.received_on, made.held_by.get().post) == ("evidence", TODAY, "chief")
    assert made.versions.get().file_name == "paper.pdf"
    assert [each.what for each in AuditEvent.objects.all()] == ["action.evidence", "document.given"]
    text = page(client, ben, "/actions/2025-09/1/")
    assert f'<a class="govuk-link" href="{made.get_absolute_url()}">Letter to housing</a>' in text
    assert "Action 2025-09/1" in page(client, ada, made.get_absolute_url())


def test_sensitive_evidence_is_named_on_the_action_and_opened_by_few(client, ada, ben, paper):
    client.force_login(ben)
    client.post(
        "/actions/2025-09/1/file/",
        {**GIVEN, "marking": "OFFICIAL-SENSITIVE", "seen": last("2025-09/1"), "file": paper()},
    )
    text = page(client, account("Pat", "analyst"), "/actions/2025-09/1/")
    assert "Document: letter-to-housing" in text
    assert "/documents/letter-to-housing/" not in text
    page(client, account("Pam", "analyst"), "/documents/letter-to-housing/", 404)
    page(client, ada, "/documents/letter-to-housing/")


def test_evidence_that_is_refused_changes_neither_action_nor_register(client, ben, paper):
    client.force_login(ben)
    seen = last("2025-09/1")
    macros = incoming_files.docx(more=[("word/vbaProject.bin", "x")])
    text = client.post(
        "/actions/2025-09/1/file/", {**GIVEN, "seen": seen, "file": paper("x.docx", macros)}
    ).content.decode()
    assert "holds macros" in text
    assert held(text)["words"] == GIVEN["words"]
    assert client.post("/actions/2025-09/1/file/", {**GIVEN, "seen": seen}).status_code == 200  # no file
    assert not AuditEvent.objects.exists()
    assert Document.objects.count() == 4


def test_a_document_that_came_is_written_down_on_the_action_that_asked_for_it(client, ada, cy, the):
    where = "/actions/2025-09/1/document/"
    client.force_login(cy)
    assert client.post(where, {**CAME, "seen": 0}).status_code == 404
    client.force_login(ada)
    assert client.post(where, {**CAME, "seen": last("2025-09/1")}).status_code == 302
    event = Event.objects.latest("pk")
    assert (event.kind, event.document) == ("document_received", WAITED)
    assert the(WAITED).received_on == TODAY
    assert "no such" not in page(client, ada, "/actions/2025-09/1/")
    answer = client.post(where, {**CAME, "seen": last("2025-09/1")})
    assert "Choose a document that is waited for." in answer.content.decode()


def test_whoever_was_not_asked_does_not_say_that_it_came(client, the, ben):
    """Ben may answer the action and was asked for one document: of others he cannot say it, not even by its key."""
    Document.objects.filter(key="plan").update(received_on=None)
    client.force_login(ben)
    answer = client.post("/actions/2025-09/1/document/", {**CAME, "document": "plan", "seen": last("2025-09/1")})
    assert "Choose a document that is waited for." in answer.content.decode()
    answer = client.post(
        "/actions/2025-09/1/document/", {**CAME, "received_on": "1/11/2025", "seen": last("2025-09/1")}
    )
    assert answer.status_code == 403  # and not on another day than today
    assert not AuditEvent.objects.exists()


def test_of_two_who_write_on_an_action_the_second_sees_both(client, ada, ben, paper):
    action = Action.objects.get(reference="action 2025-09/1")
    seen = last("2025-09/1")
    meetings.update_action(action.pk, by=ben, on=TODAY, words="Ben wrote this meanwhile")
    client.force_login(ada)
    text = client.post("/actions/2025-09/1/file/", {**GIVEN, "seen": seen, "file": paper()}).content.decode()
    assert "Ben wrote this meanwhile" in text
    assert not files_home().exists()
    assert held(text)["words"] == GIVEN["words"]
    again = client.post("/actions/2025-09/1/file/", {**GIVEN, "seen": held(text)["seen"], "file": paper()})
    assert again.status_code == 302


def test_a_closed_action_takes_no_file(client, ada, paper):
    action = Action.objects.get(reference="action 2025-09/1")
    meetings.withdraw_action(action.pk, by=ada, on=TODAY, reason="Not needed")
    page(client, ada, "/actions/2025-09/1/file/", 403)
    assert "/file/" not in page(client, ada, "/actions/2025-09/1/")


# --- the same number of queries, however much there is -------------------------------------------------------------


def queries(client, who, where):
    client.force_login(who)
    client.get(where)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(where).status_code == 200
    return len(counted)


@pytest.mark.parametrize("where", ["/documents/", address(WAITED), address(WAITED, "version"), "/actions/2025-09/1/",
                                   "/actions/2025-09/1/document/"])  # fmt: skip
def test_a_page_takes_as_many_queries_with_little_as_with_much(client, ada, the, where):
    services.add_version(the(WAITED).pk, by=ada, on=TODAY, version="0", dated=TODAY)
    action = Action.objects.get(reference="action 2025-09/1")
    meetings.give_evidence(action.pk, by=ada, on=TODAY, document=WAITED, words="It")
    DocumentVersion.objects.create(document=the(WAITED), place=1, version="1", sha256="0")
    few = queries(client, ada, where)
    for number in range(15):
        made = Document.objects.create(
            key=f"more-{number}", title=f"More {number}", place=number + 10, asked_of="chief", asked_for_on=TODAY
        )
        for target in (made, the(WAITED)):
            DocumentVersion.objects.create(document=target, place=number + 5, version=f"v{number}", sha256=f"{number}")
            DocumentHolding.objects.create(document=target, place=number + 5, post="chief")
        services.add_version(the(WAITED).pk, by=ada, on=TODAY, version=f"w{number}", dated=TODAY)
        meetings.give_evidence(action.pk, by=ada, on=TODAY, document=f"more-{number}", words="It")
    assert queries(client, ada, where) == few
    assert few <= 22
