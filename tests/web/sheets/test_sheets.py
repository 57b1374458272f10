"""The action log as a sheet: what goes out, what a returned row proposes, and what is taken over, whole or not at all.

Ada answers for any owner and uploads what others send her. Ben answers his own actions. Cy may not see Ben's.
"""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import incoming_files
from eyre.core.formulas import starts_a_formula
from eyre.cycle.states import ActionStatus
from eyre.readers.incoming import INCOMING_LIMITS, read_log_here
from eyre.readers.incoming.log_sheet import COLUMNS
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import RoleHeld
from eyre_web.accounts.roles import Permission
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import services as meetings
from eyre_web.meetings.models import Action, Event
from eyre_web.sheets import services
from eyre_web.sheets.models import Sheet, SheetRow
from eyre_web.sheets.proposals import proposals
from eyre_web.sheets.services import RowRefused
from web.meetings.test_pages import held, page, without_token
from web.people import account, let_agreed_notes_change

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
OPEN, OTHER, REPORTED, CYS = "2025-09/1", "2025-10/2", "2025-10/1", "2025-09/3"
LATER = 10**9  # an event that no action has yet: all of them were seen
SAID = {"update": "Half of it is done"}


@pytest.fixture(autouse=True)
def _today(monkeypatch, data):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def downloaded(client, who, query="", kind="csv"):
    client.force_login(who)
    answer = client.get(f"/sheets/actions.{kind}{query}")
    assert answer.status_code == 200
    return answer


def rows_out(client, who, query=""):
    """The rows of a downloaded CSV, each as a mapping."""
    text = downloaded(client, who, query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def filled(client, who, cells, more=()):
    """A CSV that went out to somebody and was filled in: cells by reference. more: rows added by hand."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows_out(client, who):
        writer.writerow({**row, **cells.get(row["reference"], {})})
    writer.writerows(more)
    return out.getvalue().encode()


def upload(client, who, content, name="log.csv", said_by="chief", follow=True):
    client.force_login(who)
    return client.post("/sheets/", {"said_by": said_by, "file": SimpleUploadedFile(name, content)}, follow=follow)


def came_back(client, who, cells, more=(), said_by="chief"):
    """The sheet that is on record after somebody uploaded it, filled in; read here, as `upload` reads it apart."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(filled(client, who, cells, more))
        file.flush()
        log = read_log_here(Path(file.name), "log.csv", INCOMING_LIMITS)
    said_by = said_by if access_of(who, TODAY).may(Permission.ANSWER_ANY) else ""
    return services.take_in("log.csv", log, by=who, on=TODAY, said_by=said_by)


def accept(client, sheet, *numbers, **more):
    """Send the page of a sheet with rows ticked, as it stood when it was loaded."""
    text = client.get(sheet.get_absolute_url()).content.decode()
    seen = {name: value for name, value in held(text).items() if name.startswith("seen-")}
    return client.post(sheet.get_absolute_url(), {**seen, "row": [str(n) for n in numbers], **more})


def looked(sheet, who):
    return {each.said.reference: each for each in proposals(list(sheet.rows.all()), access_of(who, TODAY), TODAY)}


# --- out -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_sheet_is_for_those_who_see_actions_and_holds_what_they_may_see(client, ada, cy, kind):
    assert client.get(f"/sheets/actions.{kind}").status_code == 302
    answer = downloaded(client, ada, kind=kind)
    assert answer["Content-Disposition"] == f'attachment; filename="actions-2025-11-12.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    client.force_login(account("Pat", "administrator"))
    assert client.get(f"/sheets/actions.{kind}").status_code == 403
    assert {row["reference"] for row in rows_out(client, cy)} == {"2025-09/2", CYS}


def test_closed_actions_do_not_go_out_and_the_filter_of_the_list_holds(client, ada):
    meetings.withdraw_action(the("2025-09/2").pk, by=ada, on=TODAY, reason="Not needed")
    assert "2025-09/2" not in {row["reference"] for row in rows_out(client, ada)}
    assert {row["reference"] for row in rows_out(client, ada, "?owner=chief")} == {OPEN, REPORTED, "2025-09/4"}
    assert "/sheets/actions.xlsx?owner=chief" in page(client, ada, "/actions/?owner=chief")


def test_a_row_says_what_the_log_says_and_what_had_happened(client, ada):
    (row,) = [row for row in rows_out(client, ada) if row["reference"] == OPEN]
    assert row["words"] == "Send a paper on repeat burglary."
    assert (row["owner"], row["due"]) == ("Chief constable", "2025-11-04")
    assert row["seen"] == f"office/{the(OPEN).in_order()[-1].pk}"


def test_no_cell_of_what_goes_out_is_a_formula(client, ada):
    let_agreed_notes_change()
    Action.objects.filter(reference=f"action {OPEN}").update(words="=cmd|' /C calc'!A0")
    text = downloaded(client, ada).content.decode("utf-8-sig")
    assert [cell for row in csv.reader(io.StringIO(text)) for cell in row if starts_a_formula(cell)] == []
    sheet = came_back(client, ada, {OPEN: SAID})
    assert looked(sheet, ada)[OPEN].can_be_accepted  # and its words are taken for unchanged


def test_there_is_no_sheet_of_another_kind(client, ada):
    client.force_login(ada)
    assert client.get("/sheets/actions.exe").status_code == 404


# --- who may upload, and look ----------------------------------------------------------------------------------------


def test_uploading_is_for_those_who_answer_actions_and_hold_a_post(client, ada, ben, cy):
    assert client.get("/sheets/").status_code == 302
    for who, code in ((ada, 200), (ben, 200), (cy, 200), (account("Pat", "auditor"), 403),
                      (account("Pam", "policy_officer"), 403)):  # fmt: skip
        page(client, who, "/sheets/", code)
    assert "From whom" in page(client, ada, "/sheets/")
    assert "From whom" not in page(client, ben, "/sheets/")  # he answers for himself
    assert "Upload a sheet" not in page(client, account("Pip", "analyst"), "/actions/")


def test_a_sheet_is_for_whoever_uploaded_it_and_for_those_who_answer_for_any_owner(client, ada, ben, cy):
    sheet = came_back(client, ben, {OPEN: SAID})
    address = sheet.get_absolute_url()
    for who in (ada, ben):
        assert "Half of it is done" in page(client, who, address)
        assert "log.csv" in page(client, who, "/sheets/")
    unseen, never_was = page(client, cy, address, 404), page(client, cy, "/sheets/999/", 404)
    assert without_token(unseen) == without_token(never_was)
    assert "log.csv" not in page(client, cy, "/sheets/")
    client.force_login(cy)
    assert client.post(address, {"row": "2", "seen-2": "1"}).status_code == 404
    page(client, account("Pat", "auditor"), address, 403)
    client.logout()
    assert client.get(address).status_code == 302
    assert client.post(address, {"all": "1"}).status_code == 302
    assert not Event.objects.filter(words="Half of it is done").exists()


# --- in: nothing is changed, each row is shown ------------------------------------------------------------------------


def test_uploading_changes_nothing_and_shows_what_is_proposed(client, ada):
    events = Event.objects.count()
    cells = {OPEN: {"update": "Sent to the printer", "new_date": "9/1/2026", "reason": "Paper is short"}}
    answer = upload(client, ada, filled(client, ada, cells))
    text = answer.content.decode()
    assert Event.objects.count() == events
    for said in ("Sent to the printer", "<del>4 November 2025</del>", "<ins>9 January 2026</ins>", "Paper is short",
                 "1 row says something", "It brings the answers of: Chief constable", "Can be taken over"):  # fmt: skip
        assert said in text
    assert [event.what for event in AuditEvent.objects.all()] == ["sheet.taken_in"]
    assert AuditEvent.objects.get().payload.says["after"]["said_by"] == "chief"


def test_a_row_that_was_left_empty_is_no_proposal(client, ada):
    assert [row.said.reference for row in came_back(client, ada, {OPEN: SAID}).rows.all()] == [OPEN]


REFUSED = [
    ({"words": "Send a nice paper."}, "words of the action were changed"),
    ({"due": "2026-01-01"}, "due date was changed"),
    ({"due": ""}, "due date was changed"),
    ({"due": "soon"}, "due date was changed"),
    ({"seen": ""}, "The last column was changed"),
    ({"seen": "office/x"}, "The last column was changed"),
    ({"seen": "other-body/1"}, "The sheet is of another body"),
    ({"new_date": "soon", "reason": "x"}, "“soon” is no date"),
    ({"new_date": "31/2/2026", "reason": "x"}, "is no date"),
    ({"new_date": "1/1/0026", "reason": "x"}, "is no date"),
    ({"new_date": "4/11/2025", "reason": "x"}, "due on 4 November 2025 already"),
    ({"new_date": "5/11/2025", "reason": "x"}, "5 November 2025 has gone by"),
    ({"new_date": "9/1/2026"}, "A new date needs its reason"),
    ({"reason": "Late"}, "a reason and no new date"),
    ({"done": "perhaps"}, "neither yes nor no"),
    ({"done": "yes", "update": ""}, "Say under"),
    ({"evidence": "letter", "update": ""}, "what the evidence shows"),
    ({"update": "=1+1"}, "begins like a formula"),
    ({"update": "@SUM(A1)"}, "begins like a formula"),
    ({"update": "-2+3+cmd|' /C calc'!A0"}, "begins like a formula"),
    ({"evidence": "+letter"}, "begins like a formula"),
    ({"update": "x" * 10_001}, "10001 characters"),
    ({"evidence": "x" * 201}, "201 characters"),
]


@pytest.mark.parametrize(("cells", "says"), REFUSED)
def test_a_row_that_cannot_be_taken_over_says_why_and_is_not(client, ada, cells, says):
    sheet = came_back(client, ada, {OPEN: {**SAID, **cells}, OTHER: SAID})
    refused = looked(sheet, ada)[OPEN]
    assert says in " ".join(refused.why)
    text = page(client, ada, sheet.get_absolute_url())
    assert says.replace("'", "&#x27;") in text
    number = refused.row.number
    assert f'value="{number}"' not in text  # it cannot be ticked
    events = Event.objects.count()
    answer = client.post(sheet.get_absolute_url(), {"row": [number], f"seen-{number}": LATER})
    assert f"Row {number}:" in answer.content.decode()
    assert Event.objects.count() == events


def test_an_action_that_is_closed_or_not_there_or_not_theirs_is_refused(client, ada, ben, cy):
    unknown = {"reference": "2099-01/1", "words": "x", "seen": "office/1", **SAID}
    sheet = came_back(client, ada, {OPEN: SAID, REPORTED: {"done": "yes", **SAID}}, [unknown])
    meetings.withdraw_action(the(OPEN).pk, by=ada, on=TODAY, reason="Not needed")
    found = looked(sheet, ada)
    assert "The action is closed." in found[OPEN].why
    assert "There is no action of this reference." in found["2099-01/1"].why
    assert "It was reported complete already." in found[REPORTED].why
    sheet = came_back(client, ben, {"2025-09/2": SAID})
    assert "Your roles and posts do not let you" in looked(sheet, ben)["2025-09/2"].why[0]


def test_nobody_learns_by_a_sheet_what_actions_there_are(client, ada, cy):
    mark = f"office/{the(OPEN).events.get().pk}"
    known = {"words": the(OPEN).words, "due": "2025-11-04", "seen": mark, **SAID}
    rows = [{"reference": slug, **known} for slug in (OPEN, "2099-01/1")]
    sheet = came_back(client, cy, {}, rows)
    found = looked(sheet, cy)
    assert found[OPEN].why == found["2099-01/1"].why == ("There is no action of this reference.",)
    assert found[OPEN].action is None
    text = page(client, cy, sheet.get_absolute_url())
    assert text.count("There is no action of this reference.") == 2


def test_a_reference_that_stands_twice_is_refused_in_both_rows(client, ada):
    again = {**{row["reference"]: row for row in rows_out(client, ada)}[OPEN], "update": "Another thing"}
    sheet = came_back(client, ada, {OPEN: SAID}, [again])
    assert [each.why for each in proposals(list(sheet.rows.all()), access_of(ada, TODAY), TODAY)] == [
        ("The reference stands in more than one row. Leave one of them.",)
    ] * 2
    with pytest.raises(RowRefused, match="more than one row"):
        services.accept_rows(sheet.pk, {sheet.rows.first().number: LATER}, by=ada, on=TODAY)


def test_a_dash_that_begins_a_list_is_no_formula(client, ada):
    sheet = came_back(client, ada, {OPEN: {"update": "- housing was asked\n- police were asked"}})
    assert looked(sheet, ada)[OPEN].can_be_accepted


NO_SHEETS = [
    ("log.csv", b"", "is empty"),
    ("log.csv", b"a,b\r\n1,2\r\n", "is not the sheet of the action log"),
    ("log.xlsx", incoming_files.WHOLE["paper.pdf"], "is named .xlsx and is a PDF"),
    ("log.pdf", incoming_files.WHOLE["paper.pdf"], "is no sheet"),
    ("log.xlsx", incoming_files.xlsx(more=[("xl/vbaProject.bin", "x")]), "holds macros"),
    ("log.xlsx", incoming_files.xlsx('<c r="B2"><f>1+1</f></c>'), "computes something"),
    ("log.ods", incoming_files.ods(more=[("Pictures/zeros", bytes(30_000_000))]), "too much to look at"),
]


@pytest.mark.parametrize(("name", "content", "says"), NO_SHEETS)
def test_what_is_no_sheet_is_refused_and_from_whom_is_still_chosen(client, ada, name, content, says):
    text = upload(client, ada, content, name).content.decode()
    assert says in text
    assert held(text)["said_by"] == "chief"
    assert "choose it again" in text
    assert not Sheet.objects.exists()


def test_a_sheet_in_which_nothing_was_filled_in_is_refused(client, ada):
    text = upload(client, ada, filled(client, ada, {})).content.decode()
    assert "Nothing is filled in on this sheet" in text
    assert not Sheet.objects.exists()


def test_a_form_without_a_file_or_a_post_says_so(client, ada):
    client.force_login(ada)
    text = client.post("/sheets/", {}).content.decode()
    assert "Choose from whom the sheet came." in text
    assert "Choose the sheet that was filled in." in text
    assert "is not one of the available choices" in upload(client, ada, b"x", said_by="nobody").content.decode()


def test_the_very_same_sheet_leads_to_the_one_that_is_there(client, ada):
    content = filled(client, ada, {OPEN: SAID})
    first = upload(client, ada, content, follow=False).url
    answer = upload(client, ada, content)
    assert answer.redirect_chain[-1][0] == first
    assert "uploaded before" in answer.content.decode()
    assert Sheet.objects.count() == 1


def test_what_a_form_does_not_ask_is_not_taken(client, ben):
    """Ben answers for himself only: a post that he adds to what is sent is not believed."""
    content = filled(client, ben, {OPEN: SAID})
    upload(client, ben, content, said_by="commissioner")
    assert Sheet.objects.get().said_by == ""
    sheet = Sheet.objects.get()
    accept(client, sheet, sheet.rows.get().number, said_by="commissioner", by="1")
    assert Event.objects.latest("pk").by == "chief"


# --- accepting -----------------------------------------------------------------------------------------------------


def test_rows_that_are_accepted_are_in_the_log_as_said_by_whom_they_came_from(client, ada):
    cells = {
        OPEN: {"update": "The paper is sent", "evidence": "paper-7", "done": "Yes"},
        OTHER: {"update": "Half", "new_date": "2026-02-01", "reason": "Illness"},
        CYS: SAID,
    }
    sheet = came_back(client, ada, cells)
    numbers = {row.said.reference: row.number for row in sheet.rows.all()}
    before = Event.objects.count()
    answer = accept(client, sheet, numbers[OPEN], numbers[OTHER])
    assert answer.status_code == 302
    assert the(OPEN).status == ActionStatus.REPORTED_COMPLETE
    assert (the(OTHER).due_on, the(OTHER).date_asked) == (date(2026, 2, 1), None)
    assert the(CYS).changed_on is None  # it was not ticked
    new = list(Event.objects.order_by("pk")[before:])
    assert [(event.kind, event.by) for event in new] == [
        ("evidence", "chief"), ("reported_complete", "chief"),
        ("date_asked", "chief"), ("new_date", "policy"),  # the owner asked, and the office that accepted it set it
        ("update", "chief"),
    ]  # fmt: skip
    assert {event.entered_by for event in new} == {ada}
    assert [event.words for event in new] == ["The paper is sent", "The paper is sent", "Illness", "Illness", "Half"]
    accepted = AuditEvent.objects.filter(what="sheet.row_accepted")
    assert [event.payload.says["after"]["said_by"] for event in accepted] == ["chief", "chief"]
    text = page(client, ada, sheet.get_absolute_url())
    assert text.count("Taken over</strong>") == 2
    assert "<del>" not in text.partition(CYS)[0].partition("Row 2:")[2].partition("Row")[0]  # it is what stands there
    assert "written down by Ada" in page(client, ada, f"/actions/{OPEN}/")


def test_a_row_of_whoever_does_not_decide_asks_for_its_date(client, ben):
    """Ben takes his own sheet over: the date stands."""
    sheet = came_back(client, ben, {OPEN: {"update": "Half", "new_date": "2026-02-01", "reason": "Illness"}})
    text = page(client, ben, sheet.get_absolute_url())
    assert "New date asked for" in text
    assert "<del>4 November 2025</del>" not in text
    assert accept(client, sheet, sheet.rows.get().number).status_code == 302
    action = the(OPEN)
    assert (action.due_on, action.date_asked, action.times_redated) == (date(2025, 11, 4), date(2026, 2, 1), 1)
    assert [event.kind for event in action.in_order()[-2:]] == ["date_asked", "update"]


def test_a_row_is_accepted_once(client, ada):
    sheet = came_back(client, ada, {OPEN: SAID})
    number = sheet.rows.get().number
    accept(client, sheet, number)
    before = Event.objects.count()
    answer = client.post(sheet.get_absolute_url(), {"row": number, f"seen-{number}": Event.objects.latest("pk").pk})
    assert "It was accepted already." in answer.content.decode()
    assert Event.objects.count() == before


def test_all_rows_that_clash_with_nothing_are_accepted_at_once(client, ada):
    sheet = came_back(client, ada, dict.fromkeys((OPEN, OTHER, CYS), SAID))
    meetings.update_action(the(OTHER).pk, by=ada, on=TODAY, words="Written since")
    answer = client.post(sheet.get_absolute_url(), {"all": "1"}, follow=True)
    assert "2 rows were taken over." in answer.content.decode()
    assert Event.objects.filter(words=SAID["update"]).count() == 2


def test_a_sheet_from_an_older_export_shows_what_was_written_since_and_is_not_ticked(client, ada):
    content = filled(client, ada, {OPEN: SAID})
    meetings.redate_action(the(OPEN).pk, by=ada, on=TODAY, to=date(2026, 3, 1), reason="Ada wrote this since")
    text = upload(client, ada, content).content.decode()
    assert "Clashes with what was written since" in text
    assert "Ada wrote this since" in text
    assert " checked>" not in text
    assert "due date was changed" not in text  # it is as it was when the sheet went out
    sheet = Sheet.objects.get()
    assert accept(client, sheet, sheet.rows.get().number).status_code == 302  # whoever has seen it may


def test_nothing_is_taken_over_where_one_row_cannot_be(client, ada, ben):
    """The page was loaded; then somebody wrote to one of its actions; all that was ticked stays out."""
    sheet = came_back(client, ada, {OPEN: SAID, OTHER: SAID, CYS: SAID})
    text = page(client, ada, sheet.get_absolute_url())
    seen = {name: value for name, value in held(text).items() if name.startswith("seen-")}
    meetings.update_action(the(CYS).pk, by=ada, on=TODAY, words="Written meanwhile")
    before = Event.objects.count(), AuditEvent.objects.count()
    numbers = [row.number for row in sheet.rows.all()]
    answer = client.post(sheet.get_absolute_url(), {**seen, "row": numbers})
    text = answer.content.decode()
    assert "Nothing was taken over." in text
    assert "Written meanwhile" in text
    assert text.count(" checked>") == 3  # as they were ticked
    assert (Event.objects.count(), AuditEvent.objects.count()) == before
    assert not SheetRow.objects.exclude(accepted_at=None).exists()
    assert client.post(sheet.get_absolute_url(), {**_seen_now(text), "row": numbers}).status_code == 302


def _seen_now(text):
    return {name: value for name, value in held(text).items() if name.startswith("seen-")}


@pytest.mark.parametrize("typed", [{"row": "999"}, {"row": "x"}, {"row": "9" * 30}, {"row": "٣"}, {}])
def test_a_row_that_is_not_there_changes_nothing(client, ada, typed):
    sheet = came_back(client, ada, {OPEN: SAID})
    before = Event.objects.count()
    assert client.post(sheet.get_absolute_url(), typed).status_code in (200, 302)
    assert Event.objects.count() == before


def test_an_accepted_row_is_put_in_by_whoever_may_when_it_is_accepted(client, ben, ada):
    sheet = came_back(client, ben, {OPEN: SAID})
    RoleHeld.objects.filter(user=ben).update(role="analyst")
    with pytest.raises(RowRefused, match="do not let you"):
        services.accept_rows(sheet.pk, {sheet.rows.get().number: LATER}, by=ben, on=TODAY)
    assert services.accept_rows(sheet.pk, {sheet.rows.get().number: LATER}, by=ada, on=TODAY) == 1


def test_an_excel_workbook_that_was_filled_in_comes_back(client, ada):
    """What Excel sends: the same sheet, dates as dates, the answer from the list."""
    import xlsxwriter

    out, rows = io.BytesIO(), rows_out(client, ada)
    with xlsxwriter.Workbook(out) as book:
        sheet, day = book.add_worksheet("Actions"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Any", "heading", "is", "right"])
        sheet.write_row(1, 0, COLUMNS)
        for number, row in enumerate(rows, start=2):
            for place, name in enumerate(COLUMNS):
                if name == "due" and row[name]:
                    sheet.write_datetime(number, place, datetime.fromisoformat(row[name]), day)
                else:
                    sheet.write_string(number, place, row[name])
            if row["reference"] == OTHER:
                sheet.write_string(number, COLUMNS.index("update"), "Half")
                sheet.write_datetime(number, COLUMNS.index("new_date"), datetime(2026, 3, 2), day)
                sheet.write_string(number, COLUMNS.index("reason"), "Illness")
                sheet.write_string(number, COLUMNS.index("done"), "no")
    upload(client, ada, out.getvalue(), "back.xlsx")
    (proposal,) = looked(Sheet.objects.get(), ada).values()
    assert (proposal.why, proposal.new_date, proposal.is_done) == ((), date(2026, 3, 2), False)


# --- much ----------------------------------------------------------------------------------------------------------


def test_ten_thousand_rows_are_looked_at_and_shown_by_the_page(client, ada):
    rows = [{"reference": f"2099-01/{n}", "words": "x", "seen": "office/1", **SAID} for n in range(10_000)]
    sheet = came_back(client, ada, {OPEN: SAID}, rows)
    assert sheet.rows.count() == 10_001
    text = page(client, ada, sheet.get_absolute_url())
    assert "10001 rows say something" in text
    assert "Page 1 of 201" in text
    assert "Accept the one row that clashes with nothing" in text
    assert f'id="row-{sheet.rows.first().number}"' in page(client, ada, f"{sheet.get_absolute_url()}?show=proposed")
    assert "Page 2 of 200" in page(client, ada, f"{sheet.get_absolute_url()}?show=refused&page=2")


def queries(client, who, address):
    client.force_login(who)
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("which", ["sheet", "list", "csv"])
def test_a_page_takes_as_many_queries_with_little_as_with_much(client, ada, which):
    few_sheet = came_back(client, ada, {OPEN: SAID})
    address = {"sheet": few_sheet.get_absolute_url(), "list": "/sheets/", "csv": "/sheets/actions.csv"}[which]
    few = queries(client, ada, address)
    many_sheet = came_back(client, ada, {row["reference"]: {"update": "More"} for row in rows_out(client, ada)})
    for slug in (OPEN, OTHER):
        meetings.update_action(the(slug).pk, by=ada, on=TODAY, words="Since")
    address = many_sheet.get_absolute_url() if which == "sheet" else address
    assert queries(client, ada, address) == few
    assert few <= 16
