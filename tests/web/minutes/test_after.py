"""From the draft to the published notes and their correction: who may, what may happen, and what nobody can."""

import re
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from eyre.core import Refused
from eyre.cycle.states import NotesRefused
from eyre_web.audit.models import AuditEvent
from eyre_web.files.storage import files_home
from eyre_web.finding import indexing
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, ActionOwner, Event, Item, Line, Meeting
from eyre_web.minutes.after import services
from eyre_web.minutes.notes import lines
from eyre_web.minutes.registers.services import say_later
from eyre_web.snapshot import kept
from eyre_web.snapshot.whole import stored
from web.minutes.conftest import OCTOBER, SEPTEMBER, TODAY
from web.people import account

pytestmark = pytest.mark.db


def the(reference, **more):
    return Meeting.objects.get(reference=reference, is_standing=True, **more)


def agreed(reference, by):
    """The meeting of a reference, once its notes were sent and agreed."""
    services.send_draft(the(reference).pk, by=by, on=TODAY)
    return services.agree_notes(the(reference).pk, by=by, on=TODAY, words="At the next meeting.", despite="So be it.")


# --- loose ends ----------------------------------------------------------------------------------------------------


def test_each_loose_end_says_what_it_is_and_leads_to_its_record(client, ada, noted):
    client.force_login(ada)
    text = client.get("/meetings/2025-10/loose-ends/").content.decode()
    assert "Question without an answer" in text
    assert "Why were they lost?" in text
    assert "/records/question/2025-10/Q1/" in text
    assert "/actions/2025-10/2/" in text  # its owner, the deputy, was not at the meeting


def test_a_loose_end_is_set_aside_by_a_named_person_for_a_reason_and_both_are_kept(client, ada, noted):
    client.force_login(ada)
    text = client.get("/meetings/2025-10/loose-ends/").content.decode()
    before = len(services.ends_of(the(OCTOBER), TODAY))
    address = re.search(r"/meetings/2025-10/loose-ends/[0-9a-f]{16}/", text)[0]
    assert "Say why it can stay as it is" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "It was asked for by letter."})
    assert len(services.ends_of(the(OCTOBER), TODAY)) == before - 1
    after = client.get("/meetings/2025-10/loose-ends/").content.decode()
    assert "Set aside by Policy officer on 12 November 2025: It was asked for by letter." in after
    trail = AuditEvent.objects.get(what="loose_end.set_aside")
    assert (trail.account, trail.payload.says["why"]) == (ada, "It was asked for by letter.")
    assert client.get(address).status_code == 302  # it is none any more


def test_a_loose_end_that_changes_is_asked_about_again(ada, noted):
    ends = {end.kind: end for end in services.ends_of(the(OCTOBER), TODAY)}
    end = ends["owner_absent"]
    services.set_aside(the(OCTOBER).pk, end, by=ada, on=TODAY, reason="The deputy knows.")
    assert end not in services.ends_of(the(OCTOBER), TODAY)
    ActionOwner.objects.filter(action__reference=end.reference).update(key="analyst")
    with transaction.atomic():
        services.audit.record("action.changed", str(end.reference), by=ada)
    assert "owner_absent" in {end.kind for end in services.ends_of(the(OCTOBER), TODAY)}


# --- the states ----------------------------------------------------------------------------------------------------


def test_notes_are_sent_agreed_and_published_in_this_order_and_no_other(ada, noted):
    meeting = the(OCTOBER)
    with pytest.raises(NotesRefused, match=r"draft cannot become agreed\. It can become: sent"):
        services.agree_notes(meeting.pk, by=ada, on=TODAY, words="x", despite="x")
    with pytest.raises(NotesRefused, match="draft cannot become published"):
        services.publish_notes(meeting.pk, by=ada, on=TODAY)
    agreed(OCTOBER, ada)
    with pytest.raises(NotesRefused, match="agreed cannot become sent"):
        services.send_draft(meeting.pk, by=ada, on=TODAY)
    told = Event.objects.filter(reference=OCTOBER).values_list("kind", "by", "entered_by")
    assert list(told) == [("draft_sent", "policy", ada.pk), ("notes_agreed", "policy", ada.pk)]


def test_notes_with_loose_ends_are_agreed_only_for_a_reason_which_is_kept(client, ada, noted):
    services.send_draft(the(OCTOBER).pk, by=ada, on=TODAY)
    client.force_login(ada)
    address = "/meetings/2025-10/after/agree/"
    text = client.post(address, {"words": "Agreed on 12 November.", "despite": ""}).content.decode()
    assert "Say why they are agreed though loose ends are open." in text
    assert "Agreed on 12 November." in text  # nothing typed is lost
    assert the(OCTOBER).status == "held"
    client.post(address, {"words": "Agreed on 12 November.", "despite": "The rest comes in December."})
    assert the(OCTOBER).status == "agreed"
    words = Event.objects.get(kind="notes_agreed").words
    assert words.startswith("Agreed on 12 November.")
    assert "loose ends open: The rest comes in December." in words


def test_nobody_agrees_words_that_were_written_after_they_looked(client, ada, noted):
    services.send_draft(the(OCTOBER).pk, by=ada, on=TODAY)
    client.force_login(ada)
    address, seen = "/meetings/2025-10/after/agree/", re.compile(r'name="seen" value="(\d+)"')
    opened = seen.search(client.get(address).content.decode())[1]
    lines.enter_lines(the(OCTOBER).items.first().pk, "note: One word more.", by=ada, on=TODAY)
    typed = {"words": "Agreed on 12 November.", "despite": "So be it."}
    text = client.post(address, {**typed, "seen": opened}).content.decode()
    assert "changed after you opened this page: note 2025-10/N" in text
    assert typed["words"] in text
    assert the(OCTOBER).status == "held"
    client.post(address, {**typed, "seen": seen.search(text)[1]})
    assert the(OCTOBER).status == "agreed"


def test_what_a_court_has_or_had_is_checked_before_notes_are_published(client, ada, noted):
    meeting = agreed(OCTOBER, ada)
    with pytest.raises(Refused, match=r"risk 2025-10/R1\. Record the check first"):
        services.publish_notes(meeting.pk, by=ada, on=TODAY)
    client.force_login(ada)
    client.post("/records/risk/2025-10/R1/check/", {"words": "No name, no place, no age."})
    services.publish_notes(meeting.pk, by=ada, on=TODAY)
    assert the(OCTOBER).status == "published"


# --- three people --------------------------------------------------------------------------------------------------

PAGES = ("after/", "loose-ends/", "versions/1/")


def test_the_force_reads_a_draft_once_it_is_sent_and_is_told(
    client, ada, ben, cy, noted, django_capture_on_commit_callbacks
):
    for page in PAGES:
        for who, code in ((ada, 200), (ben, 404), (cy, 403)):
            client.force_login(who)
            assert client.get(f"/meetings/2025-10/{page}").status_code == code, page
    with django_capture_on_commit_callbacks(execute=True):
        services.send_draft(the(OCTOBER).pk, by=ada, on=TODAY)
    assert [letter.to for letter in mail.outbox] == [[ben.email]]
    assert "Calls" not in mail.outbox[0].body
    for page in PAGES:
        for who, code in ((ada, 200), (ben, 200), (cy, 403)):
            client.force_login(who)
            assert client.get(f"/meetings/2025-10/{page}").status_code == code, page


def test_a_draft_is_sent_though_the_mail_server_breaks_off(
    ada, ben, noted, monkeypatch, django_capture_on_commit_callbacks
):
    """Which is a fault of the connection, and passed over in silence by no mail of Django's."""
    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", Mock(side_effect=ConnectionResetError))
    with django_capture_on_commit_callbacks(execute=True) as told:
        services.send_draft(the(OCTOBER).pk, by=ada, on=TODAY)
    assert len(told) == 1
    assert the(OCTOBER).draft_sent_on == TODAY


@pytest.mark.parametrize("step", ["send", "agree", "publish", "correct"])
def test_only_the_oversight_body_takes_notes_a_step_further(client, ada, ben, cy, noted, step):
    for who, code in ((ada, 200), (ben, 403), (cy, 403), (account("Pat", "auditor"), 403)):
        client.force_login(who)
        assert client.get(f"/meetings/2025-09/after/{step}/").status_code == code
    with pytest.raises(PermissionDenied):
        services.correct_notes(the(SEPTEMBER).pk, by=ben, on=TODAY, reason="x")
    with pytest.raises(PermissionDenied):
        services.agree_notes(the(OCTOBER).pk, by=ben, on=TODAY, words="x")


def test_a_draft_is_hidden_from_the_force_in_every_place_and_its_actions_are_not(client, ben, noted):
    client.force_login(ben)
    assert "2025-10/F1" not in client.get("/registers/finding/").content.decode()
    assert client.get("/records/finding/2025-10/F1/").status_code == 404
    assert client.get("/records/finding/2025-09/F1/").status_code == 200
    page = client.get("/meetings/2025-10/").content.decode()
    assert "once the force has been sent them" in page
    assert "Calls again" not in page
    assert client.get("/actions/2025-10/1/").status_code == 200
    found = client.get("/search/?q=lost in August").content.decode()
    assert "finding 2025-09/F1" in found
    assert "finding 2025-10/F1" not in found


def test_no_other_page_of_the_cycle_tells_the_force_a_word_of_an_unsent_draft(client, ada, ben, noted):
    """The words stand in September too, where they are agreed; what is new in the draft does not."""
    for line in Line.objects.filter(item__meeting__reference=OCTOBER):
        line.words = f"Secret {line.words}"
        line.save()
        with transaction.atomic():
            services.audit.record("line.changed", line.reference, by=ada)
    pages = (
        "/", "/meetings/", "/meetings/2025-10/", "/meetings/2025-10/agenda/", "/meetings/2025-10/papers/",
        "/matters/", "/matters/calls/", "/matters/calls/print/",
        "/commitments/", "/commitments/chair/", "/coverage/", "/forward-plan/", "/search/?q=Secret", "/registers/",
        *(f"/registers/{kind}/" for kind in ("finding", "question", "assurance", "commitment", "decision", "risk")),
    )  # fmt: skip
    shown = {who: [page for page in pages if "Secret" in told(client, who, page)] for who in (ada, ben)}
    assert "/matters/calls/" in shown[ada]
    assert shown[ben] == ["/search/?q=Secret"]  # where it was typed
    assert "Secret Calls" not in told(client, ben, "/search/?q=Secret")


def told(client, who, page):
    client.force_login(who)
    return client.get(page).content.decode()


# --- what nobody can -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: Line.objects.filter(reference="finding 2025-09/F1").update(words="Calls were never lost."),
        lambda: Line.objects.filter(reference="finding 2025-09/F1").delete(),
        lambda: Item.objects.filter(title="Calls").update(title="Other calls"),
        lambda: Item.objects.filter(title="Calls").update(kept={"nil": "Nothing."}),
        lambda: Item.objects.filter(title="Calls").update(meeting=Meeting.objects.get(reference=OCTOBER)),
        lambda: Meeting.objects.filter(reference=SEPTEMBER).update(kept={}),
        lambda: Meeting.objects.filter(reference=SEPTEMBER).update(title="Another"),
        lambda: Meeting.objects.filter(reference=SEPTEMBER).update(status="held"),
        lambda: Meeting.objects.filter(reference=SEPTEMBER)._raw_delete("default"),
        lambda: Action.objects.filter(reference="action 2025-09/1").update(words="Send nothing."),
        lambda: Action.objects.filter(reference="action 2025-09/1").update(due=None),
        lambda: ActionOwner.objects.filter(action__reference="action 2025-09/1").update(key="deputy"),
        lambda: ActionOwner.objects.filter(action__reference="action 2025-09/1").delete(),
    ],
)
def test_the_database_itself_refuses_to_change_a_word_of_agreed_notes(noted, change):
    before = interchange.meetings()
    with pytest.raises(IntegrityError, match="the notes are agreed"), transaction.atomic():
        change()
    assert interchange.meetings() == before


@pytest.mark.parametrize(
    "table", ["meetings_meeting", "meetings_item", "meetings_line", "meetings_action", "meetings_actionowner"]
)
def test_no_way_of_one_database_alone_gets_round_that(noted, table):
    """What SQLite replaces and what PostgreSQL empties is asked nothing when it goes."""
    ways = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }
    refused = pytest.raises(IntegrityError, match=r"the notes are agreed|only ever added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the test itself wrote is settled before
        cursor.execute(ways[connection.vendor])


def test_an_action_of_another_number_takes_the_place_of_no_agreed_one(noted):
    if connection.vendor != "sqlite":
        return  # PostgreSQL replaces nothing
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE another AS SELECT * FROM meetings_action WHERE reference = 'action 2025-10/1'"
        )
        cursor.execute("UPDATE another SET id = 999, reference = 'action 2025-09/1'")
    refused = pytest.raises(IntegrityError, match="the notes are agreed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO meetings_action SELECT * FROM another")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE another")


def test_a_draft_can_be_changed(noted):
    assert Line.objects.filter(reference="finding 2025-10/F1").update(words="Calls were lost in July.") == 1


# --- corrections ---------------------------------------------------------------------------------------------------


def test_a_correction_is_a_draft_of_its_own_and_what_was_agreed_stays_word_for_word(ada, noted):
    (before,) = (meeting for meeting in interchange.meetings() if str(meeting.reference) == SEPTEMBER)
    with pytest.raises(Refused, match="Say why"):
        services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason=" ")
    later = services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    assert (later.version, later.status, later.is_standing) == (2, "held", True)
    assert indexing.astray() == 0
    Line.objects.filter(reference="finding 2025-09/F1").update(words="Calls were lost in July.")
    first, second = (meeting for meeting in interchange.meetings() if str(meeting.reference) == SEPTEMBER)
    assert first == before
    assert second.corrects == SEPTEMBER
    assert second.items[1].findings[0].words == "Calls were lost in July."
    assert [len(item.actions) for item in second.items] == [len(item.actions) for item in first.items]
    with pytest.raises(Refused, match="still a draft"):
        services.correct_notes(later.pk, by=ada, on=TODAY, reason="x")


def test_a_version_names_as_there_only_who_was_there(client, ada, noted):
    found = the(SEPTEMBER)
    services.correct_notes(found.pk, by=ada, on=TODAY, reason="August was July.")
    later = Meeting.objects.get(reference=SEPTEMBER, version=2)
    later.kept["attendance"] = [{"post": "commissioner"}, {"post": "chief", "state": "apologies"}]
    later.save()
    with transaction.atomic():
        services.audit.record("meeting.attendance", later.reference, by=ada)
    client.force_login(ada)
    said = re.search(r"There: ([^<]*)<", client.get("/meetings/2025-09/versions/2/").content.decode())
    assert "Commissioner" in said[1]
    assert "Chief constable" not in said[1]


def test_the_body_in_memory_is_the_one_of_the_rows_after_a_correction(ada, noted, data):
    kept.snapshot()
    services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    assert kept.folder() == stored(files_home())


def test_both_versions_are_readable_and_what_changed_is_shown_word_by_word(client, ada, noted):
    services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    line = Line.objects.get(reference="finding 2025-09/F1")
    line.words = "Calls were lost in July."
    line.save()
    with transaction.atomic():
        services.audit.record("line.changed", line.reference, by=ada)
    client.force_login(ada)
    assert "Calls were lost in August." in client.get("/meetings/2025-09/versions/1/").content.decode()
    assert "Calls were lost in July." in client.get("/meetings/2025-09/versions/2/").content.decode()
    text = client.get("/meetings/2025-09/versions/2/changes/").content.decode()
    assert "Finding 2025-09/F1" in text
    assert re.search(r"<del[^>]*>.*August", text)
    assert re.search(r"<ins[^>]*>.*July", text)
    assert "Tea was late." not in text  # what is the same is not shown


def test_until_a_correction_is_sent_the_force_and_the_panel_read_what_was_agreed(client, ada, ben, noted):
    panel = account("Pat", "panel_member")
    services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    Line.objects.filter(reference="finding 2025-09/F1").update(words="Calls were lost in July.")
    with transaction.atomic():
        services.audit.record("line.changed", "finding 2025-09/F1", by=ada)
    client.force_login(ben)
    assert "in August" in client.get("/records/finding/2025-09/F1/").content.decode()
    assert client.get("/meetings/2025-09/versions/2/").status_code == 404
    assert "in August" in client.get("/meetings/2025-09/", follow=True).content.decode()
    client.force_login(panel)
    text = client.get("/meetings/2025-09/").content.decode()
    assert "Burglary" in text
    assert "These notes are being corrected" in text  # the actions have gone over to the draft
    assert "No action." not in text
    services.send_draft(the(SEPTEMBER).pk, by=ada, on=TODAY)
    client.force_login(ben)
    assert "in July" in client.get("/records/finding/2025-09/F1/").content.decode()


def test_a_correction_is_agreed_and_published_in_its_turn(ada, noted):
    services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    meeting = agreed(SEPTEMBER, ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(reference="finding 2025-09/F1").update(words="Calls were never lost.")
    assert Meeting.objects.get(reference=SEPTEMBER, version=1).is_last_published
    say_later("risk 2025-09/R1", "identification_checked", by=ada, on=TODAY, words="Looked at.")
    services.publish_notes(meeting.pk, by=ada, on=TODAY)
    published = Meeting.objects.filter(reference=SEPTEMBER, is_last_published=True)
    assert [row.version for row in published] == [2]


def test_when_a_draft_was_sent_travels_with_the_body_folder(ada, noted, data):
    services.send_draft(the(OCTOBER).pk, by=ada, on=TODAY)
    services.correct_notes(the(SEPTEMBER).pk, by=ada, on=TODAY, reason="August was July.")
    services.send_draft(the(SEPTEMBER).pk, by=ada, on=TODAY)
    sent = list(Meeting.objects.order_by("reference", "version").values_list("reference", "version", "draft_sent_on"))
    assert sent == [(SEPTEMBER, 1, None), (SEPTEMBER, 2, TODAY), (OCTOBER, 1, TODAY)]
    Meeting.objects.update(draft_sent_on=None)
    interchange._keep_days_sent()  # as an import does, from the events alone
    assert (
        list(Meeting.objects.order_by("reference", "version").values_list("reference", "version", "draft_sent_on"))
        == sent
    )
