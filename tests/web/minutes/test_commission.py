"""Questions put to a post beforehand: the request, the paper, the reply, and how late it came."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre.core import Refused
from eyre.cycle.states import QuestionStatus
from eyre_web.audit.models import AuditEvent
from eyre_web.documents import services as documents
from eyre_web.documents.models import Document
from eyre_web.meetings.models import Line, Meeting
from eyre_web.minutes.agenda import planning
from eyre_web.minutes.commission import services
from eyre_web.minutes.commission.services import Asked, QuestionChangedMeanwhile
from eyre_web.minutes.notes import attending, lines
from eyre_web.snapshot.kept import snapshot
from web.minutes.conftest import TODAY, the_item
from web.people import account

pytestmark = pytest.mark.db

QUESTIONS = "/meetings/2025-12/questions/"
PAGES = (QUESTIONS, f"{QUESTIONS}Q1/", f"{QUESTIONS}letter/chief/")
CHANGES = (f"{QUESTIONS}new/", f"{QUESTIONS}Q1/change/", f"{QUESTIONS}Q1/settle/")


def asked(**more):
    usual = {"words": "Why are calls lost?", "addressed_to": ("chief",), "paper_due": date(2025, 12, 9)}
    return Asked(**{**usual, "asked_by": "commissioner", "evidence_wanted": "Calls by hour", **more})


@pytest.fixture
def item(planned):
    return the_item("Any other business")


@pytest.fixture
def question(item, ada):
    return services.put_question(item.meeting_id, item.pk, asked(), by=ada, on=TODAY)


@pytest.fixture
def sent_question(question, ada):
    services.send_requests(question.item.meeting_id, "chief", by=ada, on=TODAY, sent_on=date(2025, 11, 10))
    question.refresh_from_db()
    return question


def typed(under, **more):
    usual = {
        "item": under.pk, "words": "Why are calls lost?", "addressed_to": ["chief"], "asked_by": "commissioner",
        "asks_whether": "By day\nBy night", "evidence_wanted": "Calls by hour", "paper_due": "Tuesday 9 December 2025",
        "tests": ["commitment 2025-10/C1", "commitment 2025-10/C2"],
    }  # fmt: skip
    return {**usual, **more}


def send(client, who, address, **data):
    client.force_login(who)
    answer = client.post(address, data)
    return answer, answer.content.decode()


def value(line):
    line.refresh_from_db()
    return services.value_of(line)


# --- who -----------------------------------------------------------------------------------------------------------


def test_who_sees_all_reads_the_questions_and_the_office_puts_them(client, question, ada, ben, cy):
    for who, look, change in ((ada, 200, 200), (ben, 200, 403), (cy, 404, 404)):
        client.force_login(who)
        for address in PAGES:
            assert client.get(address).status_code == look, (who, address)
        for address in CHANGES:
            assert client.get(address).status_code == change, (who, address)
    for who, code in ((ben, 403), (cy, 404)):
        assert send(client, who, f"{QUESTIONS}letter/chief/", sent_on="10/11/2025")[0].status_code == code
        assert send(client, who, f"{QUESTIONS}Q1/take-back/", seen=1)[0].status_code == code
    for who in (ben, cy):
        with pytest.raises(PermissionDenied):
            services.put_question(question.item.meeting_id, question.item_id, asked(), by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            services.send_requests(question.item.meeting_id, "chief", by=who, on=TODAY, sent_on=TODAY)
        with pytest.raises(PermissionDenied):
            services.settle(question.pk, by=who, on=TODAY, status=QuestionStatus.ANSWERED, answered_by=("chief",))
        with pytest.raises(PermissionDenied):
            services.change_question(question.pk, asked(words="x"), by=who, on=TODAY)
        with pytest.raises(PermissionDenied):
            services.take_back(question.pk, by=who, on=TODAY)
    assert value(question).requested_on is None


def test_the_post_that_is_asked_replies_for_itself_and_no_other_does(client, sent_question, ben, cy):
    eve = account("Eve")  # a staff officer answers for any
    for who, code in ((ben, 200), (eve, 200), (cy, 404), (account("Pat", "auditor"), 403)):
        client.force_login(who)
        assert client.get(f"{QUESTIONS}Q1/reply/").status_code == code, who
    answer, _ = send(client, ben, f"{QUESTIONS}Q1/reply/", words="The rota was short.", seen=sent_question.version)
    assert answer.status_code == 302
    assert (value(sent_question).reply, value(sent_question).replied_on) == ("The rota was short.", TODAY)
    with pytest.raises(PermissionDenied, match="has come today"):
        services.reply(sent_question.pk, by=ben, on=TODAY, words="x", replied_on=date(2025, 11, 11))
    client.force_login(ben)
    assert "replied_on" not in client.get(f"{QUESTIONS}Q1/reply/").content.decode()


# --- putting -------------------------------------------------------------------------------------------------------


def test_a_question_is_put_to_a_post_with_what_it_tests_and_by_when(client, item, ada):
    client.force_login(ada)
    form = client.get(f"{QUESTIONS}new/?item={item.pk}").content.decode()
    assert 'value="Tuesday 9 December 2025"' in form  # the template's deadline: five working days before
    assert "Papers and updates due 5 working days before 16 December 2025: Tuesday 9 December." in form
    answer, _ = send(client, ada, f"{QUESTIONS}new/", **typed(item))
    assert answer.url == f"{QUESTIONS}Q1/"
    put = snapshot().folder.standing_meetings()[-1].items[-2].questions[0]
    assert (str(put.reference), put.status, put.commissioned) == ("question 2025-12/Q1", QuestionStatus.PUT, True)
    assert (put.addressed_to, put.asked_by, put.asks_whether) == (("chief",), "commissioner", ("By day", "By night"))
    assert put.paper_due.date == date(2025, 12, 9)
    assert [str(reference) for reference in put.tests] == ["commitment 2025-10/C1", "commitment 2025-10/C2"]
    page = client.get(answer.url).content.decode()
    assert "The rota will be out by March." in page
    assert AuditEvent.objects.get(what="question.commissioned").about == "meeting 2025-12"


def test_every_fault_of_a_question_is_said_and_nothing_is_lost(client, item, ada):
    wrong = typed(item, item="", words="", addressed_to=[], paper_due="Monday 9 December 2025")
    _, text = send(client, ada, f"{QUESTIONS}new/", **wrong)
    for said in ("Choose the item.", "Say what is asked.", "Choose who is asked.", "is a Tuesday, not a Monday"):
        assert said in text
    assert "Calls by hour" in text
    _, text = send(client, ada, f"{QUESTIONS}new/", **typed(item, paper_due="17/12/2025"))
    assert "The paper is due on 17 December 2025, after the meeting on 16 December 2025." in text
    with pytest.raises(Refused, match="commitment 1999-01/C1 is no commitment on record"):
        services.put_question(item.meeting_id, item.pk, asked(tests=("commitment 1999-01/C1",)), by=ada, on=TODAY)
    assert not Line.objects.filter(kind="question").exists()


def test_a_reference_is_never_used_again(question, item, ada):
    services.take_back(question.pk, by=ada, on=TODAY)
    again = services.put_question(item.meeting_id, item.pk, asked(), by=ada, on=TODAY)
    assert again.label == "Q2"


def test_whoever_is_asked_and_will_not_attend_is_warned_about(client, question, ada):
    client.force_login(ada)
    assert "Will not attend" not in client.get(f"{QUESTIONS}Q1/").content.decode()
    planning.say_apologies(question.item.meeting_id, ("chief",), by=ada, on=TODAY)
    assert "Will not attend: Chief constable. Ask who answers instead" in client.get(f"{QUESTIONS}Q1/").content.decode()
    assert "Will not attend" in client.get(QUESTIONS).content.decode()
    assert "Will not attend: Chief constable." in client.get(f"{QUESTIONS}new/").content.decode()


def test_two_who_change_one_question_see_one_another(client, question, item, ada):
    services.change_question(question.pk, asked(words="Why were calls lost in August?"), by=ada, on=TODAY, seen=1)
    with pytest.raises(QuestionChangedMeanwhile):
        services.change_question(question.pk, asked(words="Mine"), by=ada, on=TODAY, seen=1)
    _, text = send(client, ada, f"{QUESTIONS}Q1/change/", **typed(item, words="Mine", seen=1))
    assert "This question was changed after you opened it." in text
    assert "Why were calls lost in August?" in text
    assert ">Mine</textarea>" in text.replace("\n", "")
    answer, _ = send(client, ada, f"{QUESTIONS}Q1/change/", **typed(item, words="Mine", seen=2))
    assert answer.status_code == 302
    assert value(question).words == "Mine"


# --- sending, and what comes back ----------------------------------------------------------------------------------


def test_a_request_that_is_sent_asks_for_its_paper_and_stays_as_it_is(client, question, item, ada):
    services.put_question(item.meeting_id, item.pk, asked(words="And in the room?", paper_due=None), by=ada, on=TODAY)
    client.force_login(ada)
    letter = client.get(f"{QUESTIONS}letter/chief/").content.decode()
    for said in ("Request to Chief constable", "Calls by hour", "Paper due: Tuesday 9 December 2025.",
                 "To be answered at the meeting."):  # fmt: skip
        assert said in letter
    answer, _ = send(client, ada, f"{QUESTIONS}letter/chief/", sent_on="10/11/2025")
    assert answer.url == QUESTIONS
    paper = Document.objects.get(key=value(question).paper)
    assert (paper.asked_of, paper.asked_for_on, paper.due_on) == ("chief", date(2025, 11, 10), date(2025, 12, 9))
    assert Document.objects.filter(title__startswith="Answer to").count() == 1  # the other is heard in the room
    assert f"{QUESTIONS}Q1/" in client.get(paper.get_absolute_url()).content.decode()
    assert paper.get_absolute_url() in client.get(f"{QUESTIONS}Q1/").content.decode()
    with pytest.raises(Refused, match="was sent on 10 November 2025 and stays as it is"):
        services.change_question(question.pk, asked(words="x"), by=ada, on=TODAY)
    with pytest.raises(Refused, match="The request was sent"):
        services.take_back(question.pk, by=ada, on=TODAY)
    with pytest.raises(Refused, match="No question to that post waits"):
        services.send_requests(item.meeting_id, "chief", by=ada, on=TODAY, sent_on=TODAY)


def test_a_day_that_cannot_be_is_refused_and_no_paper_is_asked_for(client, question, ada):
    before = Document.objects.count()
    _, text = send(client, ada, f"{QUESTIONS}letter/chief/", sent_on="13/11/2025")
    assert "A request cannot have been sent on a day to come." in text
    later = date(2025, 12, 10)
    with pytest.raises(Refused, match="due on 9 December 2025, before the request was sent"):
        services.send_requests(question.item.meeting_id, "chief", by=ada, on=later, sent_on=later)
    assert Document.objects.count() == before
    assert value(question).requested_on is None


def test_a_late_paper_is_marked_and_counted_by_post(client, sent_question, ada, monkeypatch):
    after = date(2025, 12, 12)
    monkeypatch.setattr(timezone, "localdate", lambda *more: after)
    client.force_login(ada)
    assert "3 days late" in client.get(QUESTIONS).content.decode()  # due on the 9th, and not here on the 12th
    paper = Document.objects.get(key=value(sent_question).paper)
    documents.receive_document(paper.pk, by=ada, on=after, received_on=date(2025, 12, 11), version="1")
    page = client.get(f"{QUESTIONS}Q1/").content.decode()
    assert "Came 11 December 2025" in page
    assert "2 days late" in page
    ledger = client.get("/lateness/").content.decode()
    assert "Answer to 2025-12/Q1: Any other business" in ledger
    assert "due 9 December 2025" in ledger
    assert "2 days late" in ledger


def test_an_answer_is_judged_by_the_office_with_who_gave_it(client, sent_question, ada):
    _, text = send(client, ada, f"{QUESTIONS}Q1/settle/", status="answered", seen=sent_question.version)
    assert "Say who answered." in text
    answer, _ = send(client, ada, f"{QUESTIONS}Q1/settle/", status="part", answered_by=["deputy"],
                     seen=sent_question.version)  # fmt: skip
    assert answer.status_code == 302
    assert (value(sent_question).status, value(sent_question).answered_by) == (QuestionStatus.PART, ("deputy",))
    assert "Answered in part" in client.get(QUESTIONS).content.decode()
    services.settle(sent_question.pk, by=ada, on=TODAY, status=QuestionStatus.NOT_ANSWERED, answered_by=())
    assert (value(sent_question).status, value(sent_question).answered_by) == (QuestionStatus.NOT_ANSWERED, ())
    Meeting.objects.filter(reference="meeting 2025-12").update(status="agreed")
    with pytest.raises(Refused, match="agreed"):
        services.settle(sent_question.pk, by=ada, on=TODAY, status=QuestionStatus.ANSWERED, answered_by=("chief",))


def test_a_reply_before_the_request_or_to_come_is_refused(sent_question, ada):
    for day, why in ((date(2025, 11, 9), "cannot have come before"), (date(2025, 11, 13), "a day to come")):
        with pytest.raises(Refused, match=why):
            services.reply(sent_question.pk, by=ada, on=TODAY, words="x", replied_on=day)
    with pytest.raises(Refused, match="Say what was answered"):
        services.reply(sent_question.pk, by=ada, on=TODAY, words=" ", replied_on=TODAY)


def test_a_list_of_questions_takes_the_same_number_of_queries_however_long(client, question, item, ada):
    client.force_login(ada)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(QUESTIONS)
        return len(caught)

    few = queries()
    for number in range(8):
        services.put_question(item.meeting_id, item.pk, asked(words=f"And {number}?"), by=ada, on=TODAY)
    assert queries() == few


# --- at the meeting ------------------------------------------------------------------------------------------------


@pytest.fixture
def begun(sent_question, ada, monkeypatch):
    """Its meeting has begun, and another question was put in the room."""
    on = date(2025, 12, 16)
    monkeypatch.setattr(timezone, "localdate", lambda *more: on)
    attending.begin_meeting(sent_question.item.meeting_id, by=ada, on=on)
    line = "question commissioner to chief: How many are lost at night?"
    (made,) = lines.enter_lines(sent_question.item_id, line, by=ada, on=on, token="t")
    return Line.objects.get(reference=made.reference)


def test_a_question_is_answered_at_the_meeting_whether_it_was_put_before_or_in_the_room(client, begun, ada):
    for line in Line.objects.filter(kind="question", item=begun.item):
        sent = {"status": "part", "answered_by": ["chief"], "seen": line.version}
        answer, _ = send(client, ada, f"{QUESTIONS}{line.label}/settle/", **sent)
        assert answer.status_code == 302
        assert f"#question-{line.label}" in answer["Location"]
    said = [services.value_of(line) for line in Line.objects.filter(kind="question", item=begun.item)]
    assert [(each.status, each.answered_by) for each in said] == [(QuestionStatus.PART, ("chief",))] * 2
    services.settle(begun.pk, by=ada, on=TODAY, status=QuestionStatus.NOT_REACHED, answered_by=())
    assert value(begun).status is QuestionStatus.NOT_REACHED


def test_before_a_meeting_no_question_was_not_reached(sent_question, ada):
    with pytest.raises(Refused, match="cannot be said"):
        services.settle(sent_question.pk, by=ada, on=TODAY, status=QuestionStatus.NOT_REACHED, answered_by=())


def test_while_only_the_office_has_the_draft_the_force_reads_what_was_put_to_it_and_no_answer(
    client, begun, sent_question, ada, ben, cy
):
    services.settle(sent_question.pk, by=ada, on=TODAY, status=QuestionStatus.NOT_ANSWERED, answered_by=())

    def reads(who, address):
        client.force_login(who)
        return client.get(address)

    for who, says in ((ada, True), (ben, False)):
        for address in (QUESTIONS, f"{QUESTIONS}Q1/"):
            assert ("Not answered" in reads(who, address).content.decode()) == says, (who, address)
        assert "at night" not in reads(who, QUESTIONS).content.decode()  # it was not put beforehand
        assert reads(who, f"{QUESTIONS}{begun.label}/").status_code == 404
    assert reads(cy, f"{QUESTIONS}Q1/").status_code == 404
    Meeting.objects.filter(pk=begun.item.meeting_id).update(draft_sent_on=TODAY)
    assert "Not answered" in reads(ben, f"{QUESTIONS}Q1/").content.decode()


def test_the_front_page_counts_the_papers_that_are_late(client, sent_question, ada, cy, monkeypatch):
    def front(who):
        client.force_login(who)
        return client.get("/").content.decode()

    def late():
        found = re.search(r"(\d+) documents? that w(?:as|ere) asked for (?:is|are) late", front(ada))
        return int(found[1])

    before = late()
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2025, 12, 10))
    assert late() == Document.objects.late(date(2025, 12, 10)).count() > before
    assert "that was asked for" not in front(cy)
    assert "that were asked for" not in front(cy)
