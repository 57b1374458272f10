"""Lines of the notes: entered, changed, moved, struck; what a person must look at; and drafts."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from eyre.body import meeting as said
from eyre.body.check import check_folder
from eyre.core import Refused
from eyre.minutes.lines import FORMS
from eyre_web.audit.models import AuditEvent
from eyre_web.finding import indexing
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, Event, Item, Line, Meeting
from eyre_web.minutes.notes import lines
from eyre_web.minutes.notes.attending import begin_meeting
from eyre_web.minutes.notes.lines import ChangedMeanwhile, change_line, enter_lines, move_line, strike_line
from eyre_web.minutes.notes.models import Draft, Sent
from eyre_web.snapshot import kept
from web.people import account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
GAP = "finding gap chief: Nobody answers after ten."


def enter(item, who, text, **more):
    return enter_lines(item.pk, text, by=who, on=TODAY, **more)


def references(made):
    return [each.reference for each in made]


def in_the_body(kind):
    """The records of a kind in October, as the body in memory has them."""
    (october,) = (each for each in kept.folder().meetings if str(each.reference) == "meeting 2025-10")
    return [record for item in october.items for record in getattr(item, kind)]


# --- entering ------------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_record_with_the_next_reference_and_is_in_the_trail(calls, ada):
    (made,) = enter(calls, ada, GAP)
    assert (made.reference, made.faults, made.doubts) == ("finding 2025-10/F1", (), ())
    line = Line.objects.get()
    assert (line.kind, line.words, line.entered_by) == ("finding", "Nobody answers after ten.", ada)
    assert lines.record_of(line).speakers == ("chief",)
    event = AuditEvent.objects.get()
    assert (event.what, event.about, event.account) == ("line.entered", "finding 2025-10/F1", ada)
    assert event.payload.says["after"]["line"] == GAP
    assert references(enter(calls, ada, "gap: Another")) == ["finding 2025-10/F2"]


def test_the_body_in_memory_sees_it_and_the_search_finds_it(calls, ada):
    assert in_the_body("findings") == []
    enter(calls, ada, GAP)
    assert [finding.words for finding in in_the_body("findings")] == ["Nobody answers after ten."]
    assert indexing.astray() == 0


def test_an_action_keeps_its_owner_its_day_and_what_is_missing_as_doubts(calls, ada):
    enter(calls, ada, "action deputy by 9 December: To show the rota\naction: Do it now")
    first, second = Action.objects.filter(item=calls).order_by("pk")[2:]
    assert (first.reference, first.owner_keys, first.due_on) == ("action 2025-10/3", ("deputy",), date(2025, 12, 9))
    doubts = interchange.action(first).doubts
    assert doubts == ("deputy is not on the attendance list.",)
    assert second.owner_keys == ()
    assert {"No owner is named.", "No date is given."} <= set(interchange.action(second).doubts)


def test_what_reads_as_an_order_is_kept_and_doubted(calls, ada):
    (made,) = enter(
        calls, ada, "action chief by 9 December: The chief constable must deploy ten officers to the square"
    )
    assert any("Reads as an order" in doubt for doubt in made.doubts)


def test_a_line_that_cannot_be_read_is_kept_as_a_note_with_the_reason(calls, ada):
    (made,) = enter(calls, ada, "fnding chief: Calls are lost")
    assert made.reference == "note 2025-10/N1"
    note = lines.record_of(Line.objects.get())
    assert note.words == "fnding chief: Calls are lost"
    assert note.doubts == made.faults
    assert "Did you mean" in note.doubts[0]


def test_each_row_is_a_line_and_nothing_at_all_is_refused(calls, ada):
    made = enter(calls, ada, f"\n{GAP}\n\ndecision commissioner agreed: The plan\nnote: Tea was served\n")
    assert references(made) == ["finding 2025-10/F1", "decision 2025-10/D1", "note 2025-10/N1"]
    assert [line.place for line in calls.lines.all()] == [2, 3, 4]  # after the two actions
    for nothing in ("", " \n\t\n"):
        with pytest.raises(Refused, match="Nothing was typed"):
            enter(calls, ada, nothing)
    with pytest.raises(Refused, match="101 lines"):
        enter(calls, ada, "note: x\n" * 101)
    with pytest.raises(Refused, match="characters"):
        enter(calls, ada, "x" * 40_001)


def test_what_nobody_can_see_is_left_out(calls, ada):
    enter(calls, ada, "note: a\x00b\x07")
    assert Line.objects.get().words == "a b"


def test_every_kind_that_was_typed_is_a_sound_part_of_the_body_and_goes_round(planned, ada):
    begin_meeting(planned.pk, by=ada, on=TODAY)
    typed = [form.example.split(": ", 1)[1].split(" | ")[0] for form in FORMS]
    heads = {
        "finding": "finding gap chief", "question": "question commissioner to chief",
        "action": "action deputy by 9 May", "commitment": "commitment chief by 9 May",
        "assurance": "assurance chief to commissioner",
        "figure": "figure deputy", "decision": "decision commissioner agreed", "risk": "risk operational",
        "judgement": "judgement commissioner partly assured", "contact": "contact visit commissioner with deputy",
    }  # fmt: skip
    rows = [f"{heads[form.word]}: {words}" for form, words in zip(FORMS, typed, strict=True)]
    made = enter(planned.items.get(), ada, "\n".join([*rows, "note: Tea", "no colon here"]))
    assert [each.reference.split()[0] for each in made] == [*(form.word for form in FORMS), "note", "note"]
    assert [fault for fault in check_folder(kept.folder()).faults if "2025-11" in str(fault)] == []
    row = interchange.with_all(Meeting.objects.filter(reference="meeting 2025-11"))[0]
    november = interchange.meeting(row)
    Action.objects.filter(item__meeting=row).delete()
    row.delete()
    interchange.keep_meetings([november])
    (again,) = interchange.with_all(Meeting.objects.filter(reference="meeting 2025-11"))
    assert interchange.meeting(again) == november


def test_a_form_that_is_sent_twice_enters_its_lines_once(calls, ada):
    assert references(enter(calls, ada, GAP, token="one")) == ["finding 2025-10/F1"]
    assert enter(calls, ada, GAP, token="one") == ()
    # the answer was lost, and the next line was typed after it
    assert references(enter(calls, ada, f"{GAP}\nnote: Tea", token="one")) == ["note 2025-10/N1"]
    assert references(enter(calls, ada, GAP, token="two")) == ["finding 2025-10/F2"]
    assert references(enter(calls, ada, "note: a\nnote: a", token="two")) == ["note 2025-10/N2", "note 2025-10/N3"]
    assert Sent.objects.count() == 5


# --- who may, and when ---------------------------------------------------------------------------------------------


def test_only_those_who_keep_notes_and_hold_a_post_write_them(calls, ada, ben, cy):
    enter(calls, ada, GAP)
    for who in (ben, cy, account("Quin", "policy_officer")):
        with pytest.raises(PermissionDenied):
            enter(calls, who, GAP)
        with pytest.raises(PermissionDenied):
            change_line("finding 2025-10/F1", "note: x", version=1, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            strike_line("finding 2025-10/F1", version=1, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            move_line("finding 2025-10/F1", calls.pk, version=1, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            lines.settle_doubts("finding 2025-10/F1", version=1, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            lines.settle_noticed("finding 2025-10/F1", "x", "note", version=1, by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            lines.keep_draft(calls.pk, "x", by=who, on=TODAY)
    assert Line.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("planned", "has not begun"),
        ("agenda_issued", "has not begun"),
        ("agreed", "changed no more"),
        ("published", "changed no more"),
        ("cancelled", "cancelled"),
    ],
)
def test_only_notes_in_draft_are_written(calls, ada, status, says):
    enter(calls, ada, GAP)
    Meeting.objects.filter(pk=calls.meeting_id).update(status=status)
    for change in (
        lambda: enter(calls, ada, GAP),
        lambda: change_line("finding 2025-10/F1", "gap: x", version=1, by=ada, on=TODAY),
        lambda: strike_line("finding 2025-10/F1", version=1, by=ada, on=TODAY),
        lambda: lines.keep_draft(calls.pk, "x", by=ada, on=TODAY),
    ):
        with pytest.raises(Refused, match=says):
            change()
    assert Line.objects.get().words == "Nobody answers after ten."


# --- changing ------------------------------------------------------------------------------------------------------


def test_a_line_is_changed_in_its_place_and_the_trail_keeps_what_it_said(calls, ada):
    enter(calls, ada, GAP)
    made = change_line(
        "finding 2025-10/F1", "finding gap deputy: Nobody answers at night.", version=1, by=ada, on=TODAY
    )
    assert made.reference == "finding 2025-10/F1"
    line = Line.objects.get()
    assert (line.version, line.words, lines.record_of(line).speakers) == (2, "Nobody answers at night.", ("deputy",))
    event = AuditEvent.objects.get(what="line.changed")
    assert event.payload.says["before"]["words"] == "Nobody answers after ten."
    assert [finding.words for finding in in_the_body("findings")] == ["Nobody answers at night."]
    assert indexing.astray() == 0


def test_whoever_changes_an_older_version_is_told_and_overwrites_nothing(calls, ada):
    enter(calls, ada, GAP)
    change_line("finding 2025-10/F1", "gap: Theirs", version=1, by=ada, on=TODAY)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_line("finding 2025-10/F1", "gap: Mine", version=1, by=ada, on=TODAY)
    assert refused.value.row.words == "Theirs"
    assert Line.objects.get().words == "Theirs"
    strike_line("finding 2025-10/F1", version=2, by=ada, on=TODAY)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_line("finding 2025-10/F1", "gap: Mine", version=2, by=ada, on=TODAY)
    assert refused.value.row is None


def test_a_note_that_is_mended_becomes_the_record_it_was_meant_to_be(calls, ada):
    enter(calls, ada, "fnding gap chief: Calls are lost\nnote: Tea")
    made = change_line("note 2025-10/N1", "finding gap chief: Calls are lost", version=1, by=ada, on=TODAY)
    assert made.reference == "finding 2025-10/F1"
    assert [line.reference for line in calls.lines.all()] == ["finding 2025-10/F1", "note 2025-10/N2"]  # in its place
    assert references(enter(calls, ada, "note: More")) == ["note 2025-10/N3"]  # 1 is never given again


def test_a_slip_of_the_pen_does_not_make_a_note_of_a_record(calls, ada):
    enter(calls, ada, GAP)
    with pytest.raises(Refused, match="There is no post or organisation"):
        change_line("finding 2025-10/F1", "finding gap chef: Nobody answers", version=1, by=ada, on=TODAY)
    made = change_line("finding 2025-10/F1", "note: Nobody answers", version=1, by=ada, on=TODAY)
    assert made.reference == "note 2025-10/N1"  # so it was meant


def test_an_action_is_changed_with_its_owner_and_its_day(calls, ada):
    enter(calls, ada, "action deputy by 9 December: To show the rota")
    made = change_line("action 2025-10/3", "action chief by 16 December: To show the rota", version=1, by=ada, on=TODAY)
    action = Action.objects.get(reference=made.reference)
    assert (made.reference, action.owner_keys, action.due_on) == ("action 2025-10/3", ("chief",), date(2025, 12, 16))
    assert (action.version, interchange.action(action).doubts) == (2, ())  # the chief is there


def test_doubts_of_the_record_stay_and_those_of_its_reading_are_looked_for_again(calls, ada):
    enter(calls, ada, "action: To show the rota | doubt: Was it said?")
    own = "Was it said?"
    assert set(lines.record_of(lines.find_row("action 2025-10/3")).doubts) == {
        own, "No owner is named.", "No date is given."
    }  # fmt: skip
    change_line("action 2025-10/3", "action chief: To show the rota", version=1, by=ada, on=TODAY)
    assert set(lines.record_of(lines.find_row("action 2025-10/3")).doubts) == {own, "No date is given."}
    lines.settle_doubts("action 2025-10/3", version=2, by=ada, on=TODAY)
    assert lines.record_of(lines.find_row("action 2025-10/3")).doubts == ()
    assert AuditEvent.objects.get(what="line.looked_at").payload.says["before"]["doubts"]


def test_a_kind_that_is_said_at_last_is_doubted_no_more(calls, ada):
    enter(calls, ada, "finding chief: Calls were lost.")
    assert lines.record_of(lines.find_row("finding 2025-10/F1")).doubts == ("The kind is not said; read as update.",)
    change_line("finding 2025-10/F1", "finding gap chief: Calls were lost.", version=1, by=ada, on=TODAY)
    assert lines.record_of(lines.find_row("finding 2025-10/F1")).doubts == ()


def test_of_a_record_that_no_line_can_hold_only_the_words_change(calls, ada):
    enter(calls, ada, "commitment chief by 9 May: Better")
    line = Line.objects.get()
    line.kept["checkpoints"] = [{"label": "March"}]
    line.save()
    made = change_line(line.reference, "Better than last year: much", version=1, by=ada, on=TODAY)
    record = lines.record_of(Line.objects.get())
    assert (made.faults, record.words) == ((), "Better than last year: much")
    assert record.checkpoints == (said.Checkpoint(label="March"),)


def test_a_change_is_one_line(calls, ada):
    enter(calls, ada, GAP)
    with pytest.raises(Refused, match="more than one line"):
        change_line("finding 2025-10/F1", "gap: a\ngap: b", version=1, by=ada, on=TODAY)


# --- moving and striking -------------------------------------------------------------------------------------------


def test_a_line_moves_to_another_item_and_keeps_its_reference(calls, ada):
    enter(calls, ada, GAP)
    other = Item.objects.get(meeting=calls.meeting, place=1)
    move_line("finding 2025-10/F1", other.pk, version=1, by=ada, on=TODAY)
    assert (Line.objects.get().item, Line.objects.get().version) == (other, 2)
    with pytest.raises(Refused, match="not one of this meeting"):
        move_line("finding 2025-10/F1", Item.objects.exclude(meeting=calls.meeting)[0].pk, version=2, by=ada, on=TODAY)
    (october,) = (each for each in kept.folder().meetings if str(each.reference) == "meeting 2025-10")
    assert [len(item.findings) for item in october.items] == [0, 1]


def test_a_struck_line_is_gone_its_words_stay_in_the_trail_and_its_number_is_not_given_again(calls, ada):
    enter(calls, ada, f"{GAP}\naction chief by 9 December: To show the rota")
    strike_line("finding 2025-10/F1", version=1, by=ada, on=TODAY)
    strike_line("action 2025-10/3", version=1, by=ada, on=TODAY)
    assert not Line.objects.exists()
    struck = AuditEvent.objects.get(what="line.struck", about="finding 2025-10/F1")
    assert struck.payload.says["before"]["words"] == "Nobody answers after ten."
    assert in_the_body("findings") == []
    assert indexing.astray() == 0
    assert references(enter(calls, ada, f"{GAP}\naction chief by 9 December: x")) == [
        "finding 2025-10/F2", "action 2025-10/4"
    ]  # fmt: skip


def test_what_something_rests_on_is_not_struck(calls, ada):
    enter(calls, ada, f"{GAP}\njudgement commissioner assured: It is so. | about: finding 2025-10/F1")
    with pytest.raises(Refused, match="judgement 2025-10/J1 rests on finding 2025-10/F1"):
        strike_line("finding 2025-10/F1", version=1, by=ada, on=TODAY)
    with pytest.raises(Refused, match="Something has happened"):
        strike_line("action 2025-10/1", version=1, by=ada, on=TODAY)
    assert Event.objects.filter(reference="action 2025-10/1").exists()


# --- what seemed to promise ----------------------------------------------------------------------------------------

PROMISE = "finding update chief: The rota is new. A plan will be put in place by March. Calls are lost."
SENTENCE = "A plan will be put in place by March."


@pytest.mark.parametrize(
    ("is_now", "reference"), [("action", "action 2025-10/3"), ("commitment", "commitment 2025-10/C1"), ("note", None)]
)
def test_a_sentence_that_seems_to_promise_is_asked_about_once(calls, ada, is_now, reference):
    enter(calls, ada, PROMISE)
    settle = {"version": 1, "by": ada, "on": TODAY}
    made = lines.settle_noticed("finding 2025-10/F1", SENTENCE, is_now, **settle)
    assert (made.reference if made else None) == reference
    if made:
        record = lines.record_of(lines.find_row(made.reference))
        assert record.words == SENTENCE
        assert (getattr(record, "owners", None) or record.given_by) == ("chief",)
    assert lines.settle_noticed("finding 2025-10/F1", SENTENCE, is_now, **settle) is None
    assert Action.objects.filter(item=calls).count() + Line.objects.count() == (4 if reference else 3)
    with pytest.raises(Refused, match="does not say this"):
        lines.settle_noticed("finding 2025-10/F1", "Something else.", is_now, **settle)


# --- drafts --------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_for_its_person_is_no_part_of_the_body_and_is_in_no_trail(calls, ada):
    lines.keep_draft(calls.pk, "finding gap ch", by=ada, on=TODAY)
    lines.keep_draft(calls.pk, "finding gap chief: Nob", by=ada, on=TODAY)
    assert Draft.objects.get().text == "finding gap chief: Nob"
    assert not AuditEvent.objects.exists()
    assert in_the_body("findings") == []
    enter(calls, ada, GAP)
    assert not Draft.objects.exists()
    lines.keep_draft(calls.pk, "x", by=ada, on=TODAY)
    lines.keep_draft(calls.pk, " ", by=ada, on=TODAY)
    assert not Draft.objects.exists()
