from dataclasses import replace
from datetime import date

import pytest

from eyre.body.folder import read_folder
from eyre.body.meeting import Action, Commitment, Decision, Finding, Question, RiskOrOpportunity
from eyre.body.settings import Holder
from eyre.core import Month, Reference, Refused, Rolling
from eyre.cycle.due import Certainty
from eyre.cycle.words import AssuranceGrade, CommitmentKind, ContactKind, DecisionOutcome, FindingKind, RiskKind
from eyre.minutes.lines import FORMS, LineSetting, compose_line, next_reference, read_line, write_line
from eyre.minutes.lines.forms import BY_WORD

KINDS = (
    "questions", "findings", "figures", "assurances", "judgements", "commitments", "actions", "decisions", "risks",
    "contacts",
)  # fmt: skip


def test_an_action_has_its_owner_and_the_day_its_words_mean(setting):
    read = read_line("action DCC by 30 Jan: Share the note.", setting, "2")
    assert not read.faults
    assert not read.doubts
    assert isinstance(read.record, Action)
    assert read.record.reference == Reference("action", "2017-12", "2")
    assert read.record.owners == ("dcc",)
    assert read.record.words == "Share the note."
    assert (read.record.due.words, read.record.due.date) == ("by 30 Jan", date(2018, 1, 30))
    assert read.record.due.certainty is Certainty.RESOLVED


def test_a_question_says_who_asks_and_who_is_asked(setting):
    read = read_line(
        "question PCC to CC, DCC: Is it in place? | asks whether: it works | asks whether: it helps", setting
    )
    assert isinstance(read.record, Question)
    assert (read.record.asked_by, read.record.addressed_to) == ("pcc", ("cc", "dcc"))
    assert read.record.asks_whether == ("it works", "it helps")


@pytest.mark.parametrize(
    ("line", "cls", "attribute", "value"),
    [
        ("finding gap CC: Plans were not made.", Finding, "kind", FindingKind.GAP),
        ("gap CC: Plans were not made.", Finding, "kind", FindingKind.GAP),
        ("option raised CC: A new way.", Finding, "kind", FindingKind.OPTION_RAISED),
        ("aspiration DCC: On a par.", Commitment, "kind", CommitmentKind.ASPIRATION),
        ("commitment CC to PCC by the end of March: Signs.", Commitment, "relied_on_by", ("pcc",)),
        ("commission PCC to ACC: How is Telford?", Question, "commissioned", True),
        ("decision Executive Board agreed in principle: It.", Decision, "by", "executive-board"),
        (
            "decision Executive Board agreed as a concept: It.",
            Decision,
            "outcome",
            DecisionOutcome.AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF,
        ),
        ("opportunity reputational: A good report.", RiskOrOpportunity, "kind", RiskKind.OPPORTUNITY),
    ],
)
def test_short_words_and_long_ones_make_the_same_records(line, cls, attribute, value, setting):
    read = read_line(line, setting)
    assert isinstance(read.record, cls), read.faults
    assert getattr(read.record, attribute) == value


def test_a_judgement_is_never_guessed(setting):
    assert read_line("judgement PCC partly assured: No figures.", setting).record.grade is AssuranceGrade.PARTLY_ASSURED
    read = read_line("judgement: No figures.", setting)
    assert read.record is None
    assert len(read.faults) == 2  # neither the grade nor whose it is


def test_a_visit_lies_behind_the_meeting(setting):
    read = read_line("visit PCC with CC on 12 January: Telford by night. | place: Telford", setting)
    assert read.record.kind is ContactKind.VISIT
    assert "after the meeting" in read.doubts[0]


def test_every_fault_of_a_line_is_said_at_once(setting):
    read = read_line("action DDC and Bob by 30 Jan: Do it. | mesures: burglary | n: 3", setting)
    assert read.record is None
    said = " ".join(read.faults)
    assert "Did you mean DCC?" in said
    assert '"Bob"' in said
    assert "Did you mean measures?" in said
    assert 'no field "n"' in said
    assert read.note == read.text


def test_a_misspelt_kind_is_kept_as_a_note_with_its_neighbour(setting):
    read = read_line("acton DCC: Do it.", setting)
    assert (read.record, read.note) == (None, "acton DCC: Do it.")
    assert read.faults == ('"acton" is not a kind of line, so this is kept as a note. Did you mean action?',)


def test_a_date_without_by_is_not_taken_for_a_post(setting):
    assert 'put "by" before it' in read_line("action 30 January: Do it.", setting).faults[0]


def test_a_note_is_a_note(setting):
    read = read_line("note: The window was open.", setting)
    assert (read.record, read.faults, read.note) == (None, (), "The window was open.")
    assert read_line("note: Two windows - one shut: 2. is open.", setting).note == "Two windows - one shut: 2. is open."


@pytest.mark.parametrize(
    "line", ["", "   ", "two\nlines", "finding CC: a\x07bell", "no mark at all", "finding CC:", ":"]
)
def test_what_cannot_be_a_line_is_said_and_never_raises(line, setting):
    read = read_line(line, setting)
    assert read.record is None
    assert read.faults


def test_the_colon_of_a_time_of_day_does_not_end_the_head(setting):
    read = read_line("action CC by 10:30 on 30 January: Meet.", setting)
    assert (read.record.words, read.record.due.date) == ("Meet.", date(2018, 1, 30))


def test_what_was_read_and_not_said_is_doubted(setting):
    assert read_line("finding CC: A new way.", setting).doubts == ("The kind is not said; read as update.",)
    assert read_line("action: Do it.", setting).doubts == ("No owner is named.", "No date is given.")
    assert "Whose decision it is is not said." in read_line("decision: The strategy.", setting).doubts
    wrong_day = read_line("action DCC by Tuesday 31 January 2018: Do it.", setting)
    assert "is a Wednesday, not a Tuesday" in wrong_day.doubts[0]
    before = read_line("action DCC by 1 December 2017: Do it.", setting)
    assert "was before the meeting" in before.doubts[0]


def test_a_post_or_a_date_in_the_words_may_belong_before_the_colon(setting):
    assert read_line("action: DCC to share the note by 30 January.", setting).doubts == (
        "No owner is named. If it is DCC, write that before the colon: action DCC: …",
        "No date is given. If 30 January 2018 is meant, write it before the colon: by 30 January 2018.",
    )


@pytest.mark.parametrize("bullet", ["- ", "• ", "1. ", "  2) "])
def test_a_bullet_or_number_before_a_line_is_passed_over(bullet, setting):
    assert read_line(f"{bullet}gap CC: Plans were not made.", setting).record.words == "Plans were not made."
    assert read_line(f"{bullet}note: The window was open.", setting).note == "The window was open."


def test_of_a_question_the_date_is_when_its_paper_is_due(setting):
    assert read_line("question PCC to CC by 23 January: How many?", setting).record.paper_due.date == date(2018, 1, 23)


def test_who_is_not_in_the_room_is_doubted_where_the_attendance_is_known(setting):
    line = "question PCC to ACC: How is Telford?"
    assert read_line(line, setting).doubts == ("ACC is not on the attendance list.",)
    assert read_line(line, replace(setting, present=None)).doubts == ()


def test_a_temporary_rank_is_the_post_and_is_doubted_where_nobody_held_it_so(west_mercia, setting):
    assert "T/CC" in read_line("finding gap T/CC: It.", setting).doubts[0]
    posts = tuple(
        replace(post, holders=(Holder(temporary=True),)) if post.key == "cc" else post
        for post in west_mercia.body.posts
    )
    folder = replace(west_mercia, body=replace(west_mercia.body, posts=posts))
    read = read_line("finding gap T/CC: It.", LineSetting.of(folder, "2017-12", setting.said_on))
    assert (read.record.speakers, read.doubts) == (("cc",), ())


def test_a_post_that_was_not_there_on_the_day_is_doubted(west_mercia, setting):
    posts = tuple(
        replace(post, to_date=date(2017, 6, 30)) if post.key == "acc" else post for post in west_mercia.body.posts
    )
    folder = replace(west_mercia, body=replace(west_mercia.body, posts=posts))
    read = read_line("finding gap ACC: It.", LineSetting.of(folder, "2017-12", setting.said_on))
    assert read.doubts == ("The post ACC was not there on 19 December 2017.",)


def test_two_posts_of_one_abbreviation_are_told_apart_by_their_keys(west_mercia):
    posts = tuple(
        replace(post, abbreviation="Supt") if post.key == "chief_supt_telford" else post
        for post in west_mercia.body.posts
    )
    folder = replace(west_mercia, body=replace(west_mercia.body, posts=posts))
    setting = LineSetting.of(folder, "2017-12", date(2017, 12, 19))
    assert "may mean chief_supt_telford or supt_telford" in read_line("action Supt: It.", setting).faults[0]
    assert setting.names.posts.call("supt_telford") == "supt_telford"


def test_a_figure_keeps_its_base_and_says_what_is_missing(setting):
    read = read_line("figure DCC: Now 90%. | value: 90% | unit: % | over: rolling 3 month average", setting)
    assert read.record.value == 90.0
    assert read.record.period == Rolling(Month(2017, 9), Month(2017, 11))
    assert any("How many it rests on" in doubt for doubt in read.doubts)
    bare = read_line("figure DCC: Now 87.5% are satisfied.", setting)
    assert "No value is given. Add it after the words: | value: 87.5" in bare.doubts


def test_between_two_numbers_a_hyphen_is_taken_to_be_lost_and_a_doubt_asks(setting):
    read = read_line("figure DCC: Earlier it was 80 83%. | value: 80 83% | unit: % | n: 120 | over: earlier", setting)
    assert (read.record.value, read.record.low, read.record.high) == (None, 80.0, 83.0)
    assert (
        '"80 83%" is read as 80 to 83: a hyphen is taken to be lost. Is that what was said? '
        "If it was one number, write it without a space." in read.doubts
    )


@pytest.mark.parametrize("typed", ["80-83%", "80% – 83%", "80 to 83"])
def test_a_range_that_is_written_as_one_is_not_doubted(typed, setting):
    read = read_line(f"figure DCC: Earlier. | value: {typed} | unit: % | n: 120 | over: last month", setting)
    assert (read.record.value, read.record.low, read.record.high) == (None, 80.0, 83.0)
    assert not any(typed in doubt for doubt in read.doubts)


@pytest.mark.parametrize("typed", ["83 80%", "80 80", "80 83 90", "80 x"])
def test_what_runs_no_way_up_is_no_range_and_no_number(typed, setting):
    read = read_line(f"figure DCC: Earlier. | value: {typed}", setting)
    assert read.record is None
    assert f'"{typed}" is not a number' in read.faults[0]


def test_a_range_and_its_ends_are_not_both_said(setting):
    read = read_line("figure DCC: Earlier. | value: 80 83% | low: 79", setting)
    assert read.faults == ("The value is a range, and its ends are given beside it. Keep one of the two.",)


@pytest.mark.parametrize(
    ("words", "offered"), [("Earlier, 80 83% were.", "80 83%"), ("In 2017 90% were.", "2017"), ("Many were.", "90")]
)
def test_the_value_offered_is_the_one_in_the_words(words, offered, setting):
    read = read_line(f"figure DCC: {words}", setting)
    assert f"No value is given. Add it after the words: | value: {offered}" in read.doubts


def test_the_record_of_two_bodies_can_be_written_as_lines_and_read_again(west_mercia, setting):
    london = read_folder(west_mercia.path.parent / "london")
    written = 0
    for folder in (west_mercia, london):
        for meeting in folder.meetings:
            here = LineSetting.of(folder, meeting.reference.home, meeting.date)
            for item in meeting.items:
                for record in (record for kind in KINDS for record in getattr(item, kind)):
                    if getattr(record, "test", None) or getattr(record, "checkpoints", ()):
                        with pytest.raises(Refused, match="has no place for its"):
                            write_line(record, here)
                        continue
                    read = read_line(write_line(record, here), here, record.reference.label)
                    assert (read.record, read.faults) == (record, ())
                    written += 1
    assert written > 100


def test_words_of_several_lines_are_refused_not_joined(setting):
    record = read_line("finding gap CC: One.", setting).record
    with pytest.raises(Refused, match="more than one line"):
        write_line(replace(record, words="One.\nTwo."), setting)


def test_a_reference_is_never_used_again():
    used = [
        Reference("action", "2017-12", "1"),
        Reference("action", "2017-12", "5"),
        Reference("action", "2018-01", "9"),
    ]
    assert next_reference(BY_WORD["action"], "2017-12", used) == Reference("action", "2017-12", "6")
    assert next_reference(BY_WORD["commitment"], "2017-12", used) == Reference("commitment", "2017-12", "C1")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.word)
def test_the_example_of_each_kind_is_a_line(form, setting):
    read = read_line(form.example, setting)
    assert isinstance(read.record, form.record), read.faults


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"word": "action", "words": "Send the note", "who": "DCC", "due": "by 30 January"},
            "action DCC by 30 January: Send the note",
        ),
        (
            {"word": "question", "words": "Is it: so | x?", "who": "PCC", "whom": "CC, DCC", "due": "30 January"},
            "question PCC to CC, DCC: Is it: so || x? | due: 30 January",
        ),
        (
            {"word": "judgement", "words": "A plan\nis there", "who": "PCC", "chosen": "partly_assured"},
            "judgement PCC partly assured: A plan is there",
        ),
        ({"word": "contact", "words": "Telford", "chosen": "visit", "who": "PCC", "whom": "ACC"},
         "contact visit PCC with ACC: Telford"),
        ({"word": "risk", "words": "Cover", "chosen": "operational", "who": "CC", "due": "by May"},
         "risk operational: Cover"),
    ],
)  # fmt: skip
def test_the_parts_of_a_form_come_to_the_line_that_somebody_would_type(parts, line, setting):
    composed = compose_line(**parts)
    assert composed == line
    read = read_line(composed, setting)
    assert read.faults == ()
    said = read.record.reason if parts["word"] == "judgement" else read.record.words
    assert said == " ".join(parts["words"].split())
