"""The pages of the notes: who may open which, what they show, and that nothing that was typed is lost."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from eyre.minutes.lines import FORMS
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Action, Line, Meeting
from eyre_web.minutes.notes import lines
from eyre_web.minutes.notes.models import Draft, Settled
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
NOTES = "/meetings/2025-10/notes/"
F1 = f"{NOTES}finding/F1/"
GAP = "finding gap chief: Nobody answers after ten. A plan will be put in place by March."
LOOKED_AT = (NOTES, f"{NOTES}attendance/", f"{NOTES}times/", f"{NOTES}next/", f"{NOTES}items/0/form/",
             f"{NOTES}items/0/form/action/", f"{NOTES}lines/", F1, f"{NOTES}commitment/C1/tests/")  # fmt: skip
SENT = (f"{NOTES}items/0/", f"{NOTES}items/0/draft/", f"{NOTES}begin/", f"{NOTES}attendance/", f"{NOTES}times/",
        f"{NOTES}next/", f"{NOTES}items/0/form/action/", F1, f"{F1}move/", f"{F1}strike/", f"{F1}looked-at/",
        f"{F1}noticed/")  # fmt: skip


def enter(calls, ada, text):
    return lines.enter_lines(calls.pk, text, by=ada, on=TODAY)


@pytest.fixture
def typed(calls, ada):
    """A finding that seems to promise, and a promise."""
    enter(calls, ada, f"{GAP}\ncommitment chief: Calls will be answered")


def page(client, address=NOTES):
    return client.get(address).content.decode()


# --- who sees, and who may -----------------------------------------------------------------------------------------


def test_whoever_has_not_signed_in_is_asked_to(client, typed):
    for address in {*LOOKED_AT, *SENT}:
        answer = client.post(address) if address in SENT else client.get(address)
        assert answer.url.startswith("/account/login/")


def test_only_those_who_keep_the_notes_open_their_pages(client, typed, ada, ben, cy):
    client.force_login(ada)
    for address in LOOKED_AT:
        assert client.get(address).status_code == 200
    for who, code in ((ben, 403), (account("Pat", "auditor"), 403), (cy, 404), (account("Moe", "panel_member"), 404)):
        client.force_login(who)
        before = AuditEvent.objects.count()
        for address in LOOKED_AT:
            assert client.get(address).status_code == code, address
        for address in SENT:
            assert client.post(address, {"line": "note: x", "version": "1"}).status_code == code, address
        assert AuditEvent.objects.count() == before


def test_what_is_not_there_is_not_found(client, typed, ada):
    client.force_login(ada)
    for address in (
        "/meetings/1999-01/notes/", f"{NOTES}items/9/form/", f"{NOTES}items/0/form/nonsense/", f"{NOTES}finding/F9/",
        f"{NOTES}token/F1/", f"{NOTES}finding/F1/tests/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.post(f"{F1}noticed/", {"is_now": "judgement", "version": "1"}).status_code == 404


def test_the_whole_notes_are_read_by_those_who_see_all_and_the_panel_sees_no_draft(client, typed, ada, ben, cy):
    Action.objects.filter(reference="action 2025-10/2").update(kept={"doubts": ["Who asked?"]})
    client.force_login(ben)
    text = page(client, "/meetings/2025-10/")
    assert "can be read here once the force has been sent them" in text
    assert not [words for words in ("Nobody answers", "Calls again", "new rota", "<dt") if words in text]
    Meeting.objects.filter(reference="meeting 2025-10").update(draft_sent_on=TODAY)
    for who, code in ((ada, 200), (ben, 200), (cy, 403), (account("Moe", "panel_member"), 404)):
        client.force_login(who)
        answer = client.get("/meetings/2025-10/")
        assert answer.status_code == code
        text = answer.content.decode()
        assert ("Nobody answers after ten" in text) == (code == 200)
        assert ("Who asked?" in text) == ("No date is given" in text) == (who == ada)  # doubts: whoever keeps the notes
        assert ("Take notes" in text) == (who == ada)


def test_of_published_notes_the_panel_reads_the_actions_and_no_line(client, typed, ada):
    Meeting.objects.filter(reference="meeting 2025-10").update(status="published", is_last_published=True)
    client.force_login(account("Moe", "panel_member"))
    text = page(client, "/meetings/2025-10/")
    assert "Show the new rota" in text
    for hidden in ("Nobody answers", "Calls will be answered", "<dt"):
        assert hidden not in text


def test_the_notes_read_with_their_lines_grouped_and_their_action_column(client, calls, ada):
    enter(calls, ada, "note: Tea\nfinding gap chief: One\nquestion commissioner to chief: Why?\ngap: Two")
    client.force_login(ada)
    text = page(client, "/meetings/2025-10/")
    said = [text.index(words) for words in ("Why?", "One", "Two", "Tea")]
    assert said == sorted(said)
    assert re.search(r"Question</strong> Commissioner to Chief constable: Why\?", text)
    assert text.index('eyre-notes__actions"') > text.index("Tea")
    assert "/actions/2025-10/2/" in text


# --- typing --------------------------------------------------------------------------------------------------------


def test_a_line_is_entered_by_a_plain_form_and_the_focus_comes_back(client, calls, ada):
    client.force_login(ada)
    token = re.search(r'name="token" value="([^"]+)"', page(client))[1]
    for _ in range(2):  # sent twice
        answer = client.post(f"{NOTES}items/0/", {"line": GAP, "token": token})
        assert answer.url == f"{NOTES}?at=0#item-0"
    assert Line.objects.count() == 1
    text = page(client, f"{NOTES}?at=1")
    assert re.search(r'id="line-1"[^>]* autofocus', text)
    assert not re.search(r'id="line-0"[^>]* autofocus', text)
    assert "Nobody answers after ten" in text


def test_the_page_says_how_lines_are_written_and_who_can_be_named(client, calls, ada):
    client.force_login(ada)
    text = page(client)
    for form in FORMS:
        assert escape(form.example) in text
    assert "<code>deputy</code> Deputy chief constable" in text


def test_what_was_refused_is_still_in_its_box_with_the_reason(client, calls, ada):
    client.force_login(ada)
    many = "note: x\n" * 101
    text = client.post(f"{NOTES}items/1/", {"line": many, "token": "t"}).content.decode()
    assert "101 lines; 100 can be taken" in text
    assert text.count("note: x") == 101
    assert "<title>Error:" in text
    assert not Line.objects.exists()


def test_a_line_that_could_not_be_read_stands_there_with_its_reason(client, calls, ada):
    client.force_login(ada)
    client.post(f"{NOTES}items/0/", {"line": "fnding <b>chief</b>: Calls are lost"})
    text = page(client)
    assert "is not a kind of line, so this is kept as a note" in text
    assert "&lt;b&gt;chief" in text


def test_the_script_gets_the_lines_a_new_token_and_what_to_say(client, calls, ada):
    client.force_login(ada)
    header = {"HTTP_X_EYRE_NOTES": "1"}
    seen = re.search(r'data-seen="(\d+)"', page(client))[1]
    told = client.post(f"{NOTES}items/0/", {"line": f"{GAP}\nnonsense", "token": "t", "seen": seen}, **header).json()
    assert (told["seen"], [*told["lines"]]) == (str(int(seen) + 2), ["item-0"])
    assert "Nobody answers" in told["lines"]["item-0"]
    assert told["token"] != "t"
    assert told["said"] == "Entered: F1, N1. 1 line could not be read and is kept as a note."
    refused = client.post(f"{NOTES}items/0/", {"line": " "}, **header)
    assert (refused.status_code, refused.json()["error"][:18]) == (422, "Nothing was typed.")
    assert client.get(f"{NOTES}lines/", {"seen": told["seen"]}).status_code == 204
    enter(calls, ada, "note: Of somebody else")
    later = client.get(f"{NOTES}lines/", {"seen": told["seen"]}).json()
    assert "Of somebody else" in later["lines"]["item-0"]
    assert later["seen"] == int(told["seen"]) + 1
    # somebody else was at it meanwhile: what the script has seen stays what it was, and it asks for all again
    told = client.post(f"{NOTES}items/1/", {"line": "note: y", "token": "u", "seen": told["seen"]}, **header).json()
    assert "Of somebody else" in client.get(f"{NOTES}lines/", {"seen": told["seen"]}).json()["lines"]["item-0"]


def test_a_draft_is_kept_by_its_button_and_by_the_script_for_its_person_alone(client, calls, ada):
    client.force_login(ada)
    client.post(f"{NOTES}items/0/", {"line": "finding gap ch", "do": "draft"})
    assert "finding gap ch" in page(client)
    assert client.post(f"{NOTES}items/1/draft/", {"line": "half a"}).status_code == 204
    assert Draft.objects.count() == 2
    client.force_login(account("Dee", "chief_executive"))
    assert "finding gap ch" not in page(client)


def test_a_line_by_its_parts_comes_to_the_same_as_a_typed_one(client, calls, ada):
    client.force_login(ada)
    for form in ("finding", "question", "action", "commitment", "decision", "judgement", "risk", "contact", "note"):
        assert client.get(f"{NOTES}items/0/form/{form}/").status_code == 200
    answer = client.post(
        f"{NOTES}items/0/form/question/",
        {
            "who": ["commissioner"],
            "whom": ["chief"],
            "whom_else": "deputy",
            "due": "9 December",
            "words": "Is it:\nso | x?",
        },
    )
    assert answer.url == f"{NOTES}?at=0#item-0"
    record = lines.record_of(Line.objects.get())
    assert (record.asked_by, record.addressed_to, record.words) == (
        "commissioner",
        ("chief", "deputy"),
        "Is it: so | x?",
    )
    assert record.paper_due.date == date(2025, 12, 9)
    client.post(
        f"{NOTES}items/0/form/judgement/", {"chosen": "partly_assured", "who": ["commissioner"], "words": "A plan"}
    )
    assert lines.record_of(lines.find_row("judgement 2025-10/J1")).grade == "partly_assured"
    client.post(f"{NOTES}items/0/form/note/", {"words": "Tea\nwas served"})
    assert lines.find_row("note 2025-10/N1").words == "Tea was served"


def test_what_is_wrong_with_the_parts_is_said_on_the_form_and_nothing_is_entered(client, calls, ada):
    client.force_login(ada)
    text = client.post(
        f"{NOTES}items/0/form/judgement/", {"who_else": "nobody known", "words": "It is so"}
    ).content.decode()
    assert "Say the grade of the judgement" in text
    assert "There is no post or organisation" in text
    assert "It is so" in text
    assert not Line.objects.exists()


# --- changing ------------------------------------------------------------------------------------------------------


def test_a_line_is_changed_moved_looked_at_and_struck_by_plain_forms(client, calls, ada):
    enter(calls, ada, "action: To show the rota")
    address = f"{NOTES}action/3/"
    client.force_login(ada)
    assert "action: To show the rota" in page(client, address)
    assert client.post(f"{address}looked-at/?version=1").url == f"{NOTES}?at=0#action-3"
    other = calls.meeting.items.get(place=1)
    assert client.post(f"{address}move/", {"version": "2", "item": str(other.pk)}).url == f"{NOTES}?at=1#action-3"
    answer = client.post(address, {"version": "3", "line": "action deputy: To show the rota"})
    assert answer.url == f"{NOTES}?at=1#action-3"
    action = Action.objects.get(reference="action 2025-10/3")
    assert (action.item, action.owner_keys, action.version) == (other, ("deputy",), 4)
    assert client.post(f"{address}strike/", {"version": "4"}).url == f"{NOTES}?at=1#item-1"
    assert not Action.objects.filter(pk=action.pk).exists()


def test_a_clash_shows_both_texts_and_loses_neither(client, typed, ada):
    client.force_login(ada)
    lines.change_line("finding 2025-10/F1", "gap: What they made of it", version=1, by=ada, on=TODAY)
    mine = {"line": "gap: What I made of it", "version": "1"}
    text = client.post(F1, mine).content.decode()
    assert "Somebody else has changed this line meanwhile" in text
    assert "gap: What they made of it" in text
    assert "gap: What I made of it" in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    assert client.post(F1, {**mine, "version": version}).status_code == 302
    assert Line.objects.get(kind="finding").words == "What I made of it"
    lines.strike_line("finding 2025-10/F1", version=3, by=ada, on=TODAY)
    answer = client.post(F1, {**mine, "version": "3"})
    assert answer.status_code == 409
    assert "gap: What I made of it" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "²", "9" * 30])
def test_a_version_that_was_not_sent_whole_changes_nothing(client, typed, ada, version):
    client.force_login(ada)
    for address in (F1, f"{F1}strike/", f"{F1}move/"):
        answer = client.post(address, {"version": version, "line": "gap: x", "item": "nonsense"})
        assert "Somebody else has changed this line meanwhile" in answer.content.decode()
    assert Line.objects.get(kind="finding").version == 1


def test_a_promise_that_was_noticed_is_settled_by_one_of_three_buttons(client, typed, ada):
    client.force_login(ada)
    text = page(client)
    sentence = "A plan will be put in place by March."
    assert text.count(f"<q>{sentence}</q>") == 1
    for button in ("An action", "A commitment", "Only a note"):
        assert button in text
    assert f'formaction="{F1}noticed/?version=1&amp;at=0"' in text
    client.post(f"{F1}noticed/?version=1&at=0", {"is_now": "action"})
    assert Action.objects.get(reference="action 2025-10/3").words == sentence
    assert Settled.objects.get().is_now == "action"
    assert "<q>" not in page(client)


def test_each_promise_shows_whether_it_could_be_shown_and_leads_to_tests(client, typed, ada):
    client.force_login(ada)
    text = page(client)
    assert "It names no measure. Ask which figure would show it." in text
    assert f"{NOTES}commitment/C1/tests/" in text
    tests = page(client, f"{NOTES}commitment/C1/tests/")
    assert "It has no date." in tests
    assert "No words here are among the readings" in tests


# --- the meeting ---------------------------------------------------------------------------------------------------


def test_a_planned_meeting_begins_and_only_then_can_be_written_to(client, planned, ada):
    client.force_login(ada)
    notes = "/meetings/2025-11/notes/"
    text = page(client, notes)
    assert "The meeting begins" in text
    assert "<textarea" not in text
    refused = client.post(f"{notes}items/0/", {"line": "note: as I typed it"}).content.decode()
    assert "has not begun" in refused
    assert "note: as I typed it" in refused
    client.post(f"{notes}begin/")
    assert Meeting.objects.get(pk=planned.pk).status == "held"
    assert AuditEvent.objects.get().what == "meeting.begun"
    assert "<textarea" in page(client, notes)
    client.post(f"{notes}begin/")
    assert "cannot become held" in page(client, notes)


def test_a_meeting_does_not_begin_before_its_day(client, planned, ada):
    Meeting.objects.filter(pk=planned.pk).update(date=date(2025, 11, 13))
    client.force_login(ada)
    client.post("/meetings/2025-11/notes/begin/")
    assert "planned for 13 November 2025" in page(client, "/meetings/2025-11/notes/")
    assert Meeting.objects.get(pk=planned.pk).status == "planned"


# --- how much it asks of the server --------------------------------------------------------------------------------


def test_the_page_asks_as_much_for_many_lines_as_for_few(client, calls, ada):
    client.force_login(ada)
    counted = []
    for text in (GAP, f"{GAP}\naction chief by 9 December: To x\ncommitment chief: y\n" * 20):
        enter(calls, ada, text)
        counts = []
        for address in (NOTES, "/meetings/2025-10/", f"{NOTES}lines/"):
            page(client, address)  # the body is read into memory
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page(client, address)
            counts.append(len(asked))
        counted.append(counts)
    assert counted[0] == counted[1]
    assert max(counted[1]) <= 20, counted
