"""Every change to a question that is put to a post before a meeting, and to what comes back.

A question is a line of its meeting; each change asks in the same order: lock, may this person, may this happen. The
paper that is to come is a document of the register, and the two name one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.body.meeting import Question
from eyre.core import Reference, Refused, say_date
from eyre.core.references import NotAReference
from eyre.cycle.due import Due
from eyre.cycle.states import MeetingStatus, QuestionStatus, can_move
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.models import User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import as_record
from eyre_web.documents.models import OFFICIAL
from eyre_web.documents.services import ask_for_document
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Event, Item, Line, Meeting
from eyre_web.minutes.agenda.changing import check_is_to_be_held, check_posts, day_said, locked
from eyre_web.minutes.permissions import check_may_keep_notes, may_keep_notes

KIND: Final = "question"
PAPER: Final = "paper"
ANSWERS: Final = (QuestionStatus.ANSWERED, QuestionStatus.PART, QuestionStatus.NOT_ANSWERED)
# What may be said of a question while notes are taken, of one that was put in the room as well.
IN_THE_ROOM: Final = (*ANSWERS, QuestionStatus.NOT_REACHED)
WITH_AN_ANSWER: Final = (QuestionStatus.ANSWERED, QuestionStatus.PART)


class QuestionChangedMeanwhile(Refused):
    """Somebody else has changed the question since the person looked at it; `question` is what it says now."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(_("This question was changed after you opened it. What it says now stands above; send again."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a post. paper_due: by when a paper is to come; None where the answer is heard in the room."""

    words: str
    addressed_to: tuple[str, ...]
    asked_by: str = ""
    evidence_wanted: str = ""
    asks_whether: tuple[str, ...] = ()
    paper_due: date | None = None
    tests: tuple[str, ...] = ()


# --- who -----------------------------------------------------------------------------------------------------------


def may_reply(access: Access, question: Question) -> bool:
    """Say whether a person may write down the reply: the office for any post, a post for itself."""
    own = access.may(Permission.ANSWER_OWN) and not set(access.posts).isdisjoint(question.addressed_to)
    answers = access.may(Permission.SEE_ALL) and bool(access.posts) and (own or access.may(Permission.ANSWER_ANY))
    return may_keep_notes(access) or answers


def check_may_reply(access: Access, question: Question) -> None:
    """Raise PermissionDenied unless the person may."""
    if not may_reply(access, question):
        raise PermissionDenied(_("Only the post that is asked, or the office for it, writes down a reply."))


# --- putting a question --------------------------------------------------------------------------------------------


@transaction.atomic
def put_question(meeting_id: int, item_id: int, asked: Asked, *, by: User, on: date) -> Line:
    """Put a question to a post before a meeting that is to be held."""
    meeting, access = locked(meeting_id, by=by, on=on, seen=None)
    item = Item.objects.filter(meeting=meeting, pk=item_id).first()
    if item is None:
        raise Refused(_("That item is not on this agenda any more. Choose another."))
    question = _stated(Question(reference=_next_reference(meeting), words="", addressed_to=()), asked, meeting)
    question = replace(question, commissioned=True, status=QuestionStatus.PUT)
    last = item.lines.aggregate(Max("place"))["place__max"]
    line = Line.objects.create(
        item=item, kind=KIND, place=0 if last is None else last + 1, entered_by=by, entered_at=timezone.now(),
        **interchange.line_columns(KIND, question),
    )  # fmt: skip
    said = {"number": item.number, "as": f"{question.reference}, {access.posts[0]}"}
    _tell(meeting, "question.commissioned", by=by, after={**_said(question), **said})
    return line


@transaction.atomic
def change_question(line_id: int, asked: Asked, *, by: User, on: date, seen: int | None = None) -> Line:
    """Change a question whose request has not been sent. Raises Refused once it was: another question says more."""
    meeting, line, question, _access = _locked(line_id, by=by, on=on, seen=seen)
    check_may_keep_notes(_access)
    if question.requested_on is not None:
        raise Refused(
            _("The request was sent on %(day)s and stays as it is. Put another question.")
            % {"day": say_date(question.requested_on)}
        )
    changed = _stated(question, asked, meeting)
    if changed == question:
        raise Refused(_("Nothing is different from what stands there already."))
    _keep(line, changed)
    _tell(meeting, "question.changed", by=by, before=_said(question), after=_said(changed))
    return line


@transaction.atomic
def take_back(line_id: int, *, by: User, on: date, seen: int | None = None) -> Meeting:
    """Take back a question whose request has not been sent."""
    meeting, line, question, access = _locked(line_id, by=by, on=on, seen=seen)
    check_may_keep_notes(access)
    if question.requested_on is not None:
        raise Refused(_("The request was sent: say what became of the question instead."))
    line.delete()
    _tell(meeting, "question.withdrawn", by=by, before=_said(question))
    return meeting


# --- sending, and what comes back ----------------------------------------------------------------------------------


@transaction.atomic
def send_requests(meeting_id: int, post: str, *, by: User, on: date, sent_on: date) -> list[Line]:
    """Say that the request to a post was sent, with every question to it that was not sent yet.

    Each paper that is to come is entered in the register of documents as asked for that day.
    Raises Refused where nothing is to be sent, for a day to come, and for one after a paper is due.
    """
    meeting, _access = locked(meeting_id, by=by, on=on, seen=None)
    if sent_on > on:
        raise Refused(_("A request cannot have been sent on a day to come."))
    sent = []
    for line in questions_of(meeting):
        question = value_of(line)
        if question.addressed_to[:1] != (post,) or question.requested_on is not None:
            continue
        due = question.paper_due.date if question.paper_due else None
        if due is not None:
            if due < sent_on:
                raise Refused(
                    _("The paper for %(question)s is due on %(due)s, before the request was sent: change one.")
                    % {"question": question.reference, "due": say_date(due)}
                )
            asked = f"{question.reference.home}/{question.reference.label}"
            title = _("Answer to %(question)s: %(item)s") % {"question": asked, "item": line.item.title.rstrip(".")}
            document = ask_for_document(
                by=by, on=on, title=title, kind=PAPER, marking=OFFICIAL, asked_of=post, asked_for_on=sent_on,
                due_on=due, note=question.words,
            )  # fmt: skip
            question = replace(question, paper=document.key)
        _keep(line, replace(question, requested_on=sent_on))
        sent.append(line)
    if not sent:
        raise Refused(_("No question to that post waits to be sent."))
    named = {"requested_on": day_said(sent_on), "addressed_to": post, "as": ", ".join(line.reference for line in sent)}
    _tell(meeting, "question.requested", by=by, after=named)
    return sent


@transaction.atomic
def reply(line_id: int, *, by: User, on: date, words: str, replied_on: date, seen: int | None = None) -> Line:
    """Write down what a post answered in writing before the meeting. Whether that answers it, the office says.

    A post that replies for itself replies on the day.
    """
    meeting, line, question, access = _locked(line_id, by=by, on=on, seen=seen)
    check_may_reply(access, question)
    if not words.strip():
        raise Refused(_("Say what was answered."))
    if replied_on > on:
        raise Refused(_("A reply cannot have come on a day to come."))
    if replied_on != on and not may_keep_notes(access):
        raise PermissionDenied(_("What you reply has come today."))
    if question.requested_on is not None and replied_on < question.requested_on:
        sent = say_date(question.requested_on)
        raise Refused(_("The request was sent on %(day)s; a reply cannot have come before.") % {"day": sent})
    changed = replace(question, reply=words.strip(), replied_on=replied_on)
    _keep(line, changed)
    _tell(meeting, "question.replied", by=by, before=_replied(question),
          after={**_replied(changed), "as": str(question.reference)})  # fmt: skip
    return line


@transaction.atomic
def settle(
    line_id: int, *, by: User, on: date, status: QuestionStatus, answered_by: Sequence[str], seen: int | None = None
) -> Line:
    """Say that a question was answered, in part or not, and by whom: in writing before the meeting, or at it."""
    meeting, line, question, access = _locked(line_id, by=by, on=on, seen=seen, or_held=True)
    check_may_keep_notes(access)
    check_posts(*answered_by)
    if status in WITH_AN_ANSWER and not answered_by:
        raise Refused(_("Say who answered."))
    is_new = status is not question.status
    if status not in answers_at(meeting) or (is_new and not _may_become(question.status, status)):
        raise Refused(_("That cannot be said of this question as it stands."))
    named = tuple(answered_by) if status in WITH_AN_ANSWER else ()
    changed = replace(question, status=status, answered_by=named)
    _keep(line, changed)
    _tell(meeting, "question.settled", by=by,
          before={"answered": question.status, "answered_by": ", ".join(question.answered_by)},
          after={"answered": status, "answered_by": ", ".join(named), "as": str(question.reference)})  # fmt: skip
    return line


def answers_at(meeting: Meeting) -> tuple[QuestionStatus, ...]:
    """What may be said of the questions of a meeting: that one was not reached, only once it is held."""
    return IN_THE_ROOM if meeting.status == MeetingStatus.HELD else ANSWERS


def _may_become(status: QuestionStatus, to: QuestionStatus) -> bool:
    """Until the notes are agreed what was said may be corrected: from any answer to any that could have been said."""
    corrected = (*IN_THE_ROOM, QuestionStatus.NOT_RECORDED)
    return can_move(status, to) or (status in corrected and can_move(QuestionStatus.PUT, to))


# --- how it is done ------------------------------------------------------------------------------------------------


def questions_of(meeting: Meeting) -> list[Line]:
    """The questions that were put before a meeting, in the order of its agenda; not those that were put in the room."""
    lines = Line.objects.filter(item__meeting=meeting, kind=KIND).select_related("item")
    return [line for line in lines.order_by("item__place", "place", "pk") if is_put_beforehand(line)]


def is_put_beforehand(line: Line) -> bool:
    return line.kind == KIND and bool(line.kept.get("commissioned"))


def value_of(line: Line) -> Question:
    """A line as the question it is."""
    return as_record(Question, interchange.line(line), line.reference)


def _locked(
    line_id: int, *, by: User, on: date, seen: int | None, or_held: bool = False
) -> tuple[Meeting, Line, Question, Access]:
    """The question with its meeting, held until the change is made.

    seen: the version the person had before them. or_held: it may be made while notes are taken as well.
    """
    found = Line.objects.select_related("item").get(pk=line_id, kind=KIND)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=found.item.meeting_id)
    line = Line.objects.select_related("item").select_for_update(no_key=True).get(pk=line_id)
    question = value_of(line)
    if seen is not None and seen != line.version:
        raise QuestionChangedMeanwhile(question)
    if not (or_held and meeting.status == MeetingStatus.HELD):
        check_is_to_be_held(meeting)
    return meeting, line, question, access_of(by, on)


def _stated(question: Question, asked: Asked, meeting: Meeting) -> Question:
    """The question as a person states it. Raises Refused with everything that is wrong at once."""
    wrong = []
    if not asked.words.strip():
        wrong.append(_("Say what is asked."))
    if not asked.addressed_to:
        wrong.append(_("Choose who is asked."))
    if asked.paper_due and asked.paper_due > meeting.date:
        wrong.append(
            _("The paper is due on %(due)s, after the meeting on %(day)s.")
            % {"due": say_date(asked.paper_due), "day": say_date(meeting.date)}
        )
    tests = []
    for text in asked.tests:
        if not Line.objects.filter(reference=text, kind="commitment").exists():
            wrong.append(_("%(reference)s is no commitment on record.") % {"reference": text})
            continue
        try:
            tests.append(Reference.parse(text))
        except NotAReference as fault:
            wrong.append(str(fault))
    if wrong:
        raise Refused(" ".join(wrong))
    check_posts(*asked.addressed_to, asked.asked_by)
    return replace(
        question,
        words=asked.words.strip(),
        addressed_to=asked.addressed_to,
        asked_by=asked.asked_by,
        evidence_wanted=asked.evidence_wanted.strip(),
        asks_whether=asked.asks_whether,
        paper_due=Due.on(asked.paper_due) if asked.paper_due else None,
        tests=tuple(tests),
    )


def _keep(line: Line, question: Question) -> None:
    for name, value in interchange.line_columns(KIND, question).items():
        setattr(line, name, value)
    line.version += 1
    line.save(update_fields=["words", "kept", "version"])


def _tell(meeting: Meeting, what: str, *, by: User, **said: Any) -> None:
    audit.record(what, meeting.reference, by=by, **said)


def _said(question: Question) -> dict[str, str]:
    """As the audit trail has it."""
    return {
        "words": question.words,
        "addressed_to": ", ".join(question.addressed_to),
        "evidence_wanted": question.evidence_wanted,
        "paper_due": day_said(question.paper_due.date) if question.paper_due else "",
        "tests": ", ".join(map(str, question.tests)),
    }


def _replied(question: Question) -> dict[str, str]:
    return {"reply": question.reply, "replied_on": day_said(question.replied_on)}


_NUMBER = re.compile(r"Q(\d+)")


def _next_reference(meeting: Meeting) -> Reference:
    """The next free reference of a question: above every one that was ever given."""
    home = f"{KIND} {meeting.home}/"
    numbers = (_NUMBER.fullmatch(reference.removeprefix(home)) for reference in _given(meeting, home))
    number = max((int(found[1]) for found in numbers if found), default=0) + 1
    return Reference(KIND, meeting.home, f"Q{number}")


def _given(meeting: Meeting, home: str) -> Iterator[str]:
    yield from Line.objects.filter(reference__startswith=home).values_list("reference", flat=True)
    yield from Event.objects.filter(reference__startswith=home).values_list("reference", flat=True)
    yield from AuditEvent.objects.filter(about__startswith=home).values_list("about", flat=True)
    taken_back = AuditEvent.objects.filter(about=meeting.reference, what="question.commissioned")
    for event in taken_back.select_related("payload"):
        if not event.payload.is_removed:
            yield event.payload.says["after"].get("as", "").partition(",")[0]
