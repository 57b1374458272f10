"""Questions put beforehand: the list of a meeting, each question, the request to a post, and lateness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.body.meeting import Question
from eyre.core import Refused, say_date
from eyre.cycle.states import MeetingStatus, QuestionStatus
from eyre.cycle.template import template_of
from eyre.cycle.words import SeriesKind
from eyre.cycle.working_days import Deadline, Nation
from eyre.minutes.lateness import AskedPaper, days_late, lateness
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.body.models import body_value
from eyre_web.documents.models import Document
from eyre_web.documents.permissions import SEES_DOCUMENTS
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.models import Line, Meeting
from eyre_web.meetings.permissions import may_see_notes
from eyre_web.meetings.says import say_meeting
from eyre_web.minutes.agenda.changing import TO_BE_HELD
from eyre_web.minutes.agenda.forms import say_day
from eyre_web.minutes.agenda.planning import apologies
from eyre_web.minutes.agenda.views import changeable, visible
from eyre_web.minutes.commission import services
from eyre_web.minutes.commission.forms import QuestionForm, ReplyForm, SendForm, SettleForm
from eyre_web.minutes.commission.services import (
    KIND,
    QuestionChangedMeanwhile,
    check_may_reply,
    is_put_beforehand,
    may_reply,
    questions_of,
    value_of,
)
from eyre_web.minutes.permissions import check_may_keep_notes, may_keep_notes

STATES = {
    QuestionStatus.PUT: (gettext_lazy("Put"), "govuk-tag--yellow"),
    QuestionStatus.ANSWERED: (gettext_lazy("Answered"), "govuk-tag--green"),
    QuestionStatus.PART: (gettext_lazy("Answered in part"), "govuk-tag--orange"),
    QuestionStatus.NOT_ANSWERED: (gettext_lazy("Not answered"), "govuk-tag--red"),
    QuestionStatus.NOT_REACHED: (gettext_lazy("Not reached"), "govuk-tag--red"),
    QuestionStatus.NOT_RECORDED: (gettext_lazy("Answer not recorded"), "govuk-tag--grey"),
}


# --- what is looked at ---------------------------------------------------------------------------------------------


@require_safe
@login_required
def commission(request: Request, home: str) -> HttpResponse:
    """The questions of a meeting, by item; to whom each is put, what is to come, and what came."""
    found = visible(request, home)
    directory, today = Directory.load(), timezone.localdate()
    lines = questions_of(found)
    rows = _rows(request, found, lines, directory, today)
    waiting: dict[str, int] = {}
    for row in rows:
        post = row.question.addressed_to[0] if row.question.addressed_to else ""
        waiting[post] = waiting.get(post, 0) + (row.question.requested_on is None)
    context = {
        "meeting": found,
        "state": say_meeting(found.status),
        "rows": rows,
        "letters": [(post, directory.title(post), number) for post, number in waiting.items() if post],
        "may_change": _may_change(request, found),
    }
    return render(request, "commission/commission.html", context)


@require_safe
@login_required
def question(request: Request, home: str, label: str) -> HttpResponse:
    """One question: what is asked and why, the paper, the reply, and what a person may do."""
    found = visible(request, home)
    line = _line(found, label)
    return render(request, "commission/question.html", _about(request, found, line))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def letter(request: Request, home: str, post: str) -> HttpResponse:
    """The request to a post, to be printed or sent; and that it was sent."""
    found = visible(request, home)
    directory, today = Directory.load(), timezone.localdate()
    lines = [line for line in questions_of(found) if value_of(line).addressed_to[:1] == (post,)]
    if not lines:
        raise Http404
    rows = _rows(request, found, lines, directory, today)
    may_change = _may_change(request, found)
    dues = [row.question.paper_due.date for row in rows if row.question.paper_due and row.question.paper_due.date]
    form = SendForm(initial={"sent_on": today if today <= min(dues, default=today) else None})
    if request.method == "POST":
        check_may_keep_notes(request.access)
        form = SendForm(request.POST)
        if form.is_valid():
            try:
                sent = services.send_requests(found.pk, post, by=request.user, on=today, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("The request is sent, with %(number)d questions; papers are entered as asked for.")
                messages.success(request, said % {"number": len(sent)})
                return redirect("commission", home=found.home)
    context = {
        "meeting": found,
        "post": directory.title(post),
        "rows": rows,
        "form": form,
        "deadline": papers_due(found),
        "may_send": may_change and any(row.question.requested_on is None for row in rows),
        "chair": directory.title(found.kept["chair"]) if found.kept.get("chair") else "",
        "body_name": body_value().get("name", ""),
    }
    return render(request, "commission/letter.html", context)


@require_safe
@login_required
def lateness_list(request: Request) -> HttpResponse:
    """Which papers each post was asked for, which came late and by how many days; no post is judged."""
    check_may(request.access, Permission.SEE_ALL)
    check_may(request.access, *SEES_DOCUMENTS)
    today, directory = timezone.localdate(), Directory.load()
    found = lateness(Document.objects.for_user(request.access).exclude(asked_of=""), today)
    rows = [
        (f"post-{n}", directory.title(row.post), row, [_paper(each) for each in row.papers])
        for n, row in enumerate(found)
    ]
    return render(request, "commission/lateness.html", {"rows": rows, "today": today})


def _paper(paper: AskedPaper) -> tuple[Any, str, str]:
    """The document, when it was asked for, due and received, and how late: in words, for there may be hundreds."""
    asked = paper.document
    said = [_("asked for on %(day)s") % {"day": say_date(asked.asked_for_on)}] if asked.asked_for_on else []
    said.append(_("due %(day)s") % {"day": say_date(asked.due_on)} if asked.due_on else _("without a date"))
    came = asked.received_on
    said.append(_("came %(day)s") % {"day": say_date(came)} if came else _("not here yet"))
    days = paper.days_late or 0
    late = ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days} if days else ""
    return asked, ", ".join(said), late


# --- what is changed -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_question(request: Request, home: str) -> HttpResponse:
    """Put a question to a post before the meeting."""
    found = changeable(request, home)
    deadline = papers_due(found)
    initial: dict[str, Any] = {"item": request.GET.get("item", ""), "asked_by": found.kept.get("chair", "")}
    initial["paper_due"] = say_day(deadline.day) if deadline else ""
    form = QuestionForm(request.POST if request.method == "POST" else None, meeting=found, initial=initial)
    return _ask(
        request, found, form, _("Put a question beforehand"), _("Put the question"),
        lambda typed: services.put_question(
            found.pk, int(typed["item"]), form.asked(), by=request.user, on=timezone.localdate()
        ),
        more={"deadline": deadline, "away": _away_names(found)},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_question(request: Request, home: str, label: str) -> HttpResponse:
    """Change a question whose request has not been sent."""
    found = changeable(request, home)
    line = _line(found, label)
    initial = QuestionForm.initial_of(line, value_of(line))
    form = QuestionForm(request.POST if request.method == "POST" else None, meeting=found, initial=initial)
    return _ask(
        request, found, form, _("Change a question"), _("Change it"),
        lambda typed: services.change_question(
            line.pk, form.asked(), by=request.user, on=timezone.localdate(), seen=typed["seen"]
        ),
        line=line, more={"deadline": papers_due(found), "away": _away_names(found), "is_changed": True},
    )  # fmt: skip


@require_POST
@login_required
def take_back(request: Request, home: str, label: str) -> HttpResponse:
    """Take a question back before it was sent."""
    found = changeable(request, home)
    line = _line(found, label)
    try:
        seen = number_sent(request.POST.get("seen", ""))
        services.take_back(line.pk, by=request.user, on=timezone.localdate(), seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("question", home=home, label=label)
    messages.success(request, _("The question is taken back."))
    return redirect("commission", home=found.home)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply(request: Request, home: str, label: str) -> HttpResponse:
    """Write down what was answered in writing."""
    found = visible(request, home)
    line = _line(found, label)
    said, today = value_of(line), timezone.localdate()
    check_may_reply(request.access, said)
    initial = {"words": said.reply, "replied_on": said.replied_on or today, "seen": line.version}
    office = may_keep_notes(request.access)
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial=initial, today=today, for_office=office
    )
    return _ask(
        request, found, form, _("Reply to a question"), _("Write down the reply"),
        lambda typed: services.reply(line.pk, by=request.user, on=today, **typed), line=line,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settle(request: Request, home: str, label: str) -> HttpResponse:
    """Say whether a question was answered, and by whom."""
    found = changeable(request, home)
    is_held = found.status == MeetingStatus.HELD
    line = _line(found, label, in_the_room=is_held)
    said, answers = value_of(line), services.answers_at(found)
    initial = {
        "status": said.status if said.status in answers else None,
        "answered_by": said.answered_by or (said.addressed_to if said.reply else ()),
        "seen": line.version,
    }
    form = SettleForm(request.POST if request.method == "POST" else None, initial=initial, answers=answers)
    notes = f"{reverse('notes', args=[home])}?at={line.item.place}#{KIND}-{line.label}" if is_held else ""
    return _ask(
        request, found, form, _("Say whether it was answered"), _("Write it down"),
        lambda typed: services.settle(line.pk, by=request.user, on=timezone.localdate(), **typed),
        line=line, back=notes,
    )  # fmt: skip


# --- how a page is made --------------------------------------------------------------------------------------------


def papers_due(meeting: Meeting) -> Deadline | None:
    """By when papers for a meeting are due by the template of its series; None where the years are not known."""
    kinds = {each["key"]: each.get("kind", SeriesKind.MONTHLY) for each in body_value().get("meeting_series", ())}
    kind = SeriesKind(kinds.get(meeting.series, SeriesKind.MONTHLY))
    try:
        return template_of(kind).papers_due(meeting.date, Nation.ENGLAND_AND_WALES)
    except Refused:
        return None


def _ask(
    request: Request,
    found: Meeting,
    form: Any,
    title: str,
    button: str,
    service: Callable[[dict[str, Any]], Line],
    *,
    line: Line | None = None,
    back: str = "",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page with one form: make the change, or ask again with what is wrong and with nothing lost.

    back: where it leads; by itself to the question, or to the questions where there is none yet.
    """
    now: Question | None = None
    if form.is_bound and form.is_valid():
        try:
            changed = service(dict(form.cleaned_data))
        except QuestionChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            now = refusal.question
            typed = request.POST.copy()
            typed["seen"] = str(Line.objects.get(pk=line.pk).version if line else "")
            form.data = typed
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is kept."))
            return redirect(back or reverse("question", args=[found.home, changed.label]))
    before = reverse("question", args=[found.home, line.label]) if line else reverse("commission", args=[found.home])
    context = {
        "meeting": found, "form": form, "title": title, "button": button, "line": line,
        "back": back or before, "now": now,
        "question": value_of(line) if line else None,
    }  # fmt: skip
    return render(request, "commission/form.html", context | (more or {}))


def _line(found: Meeting, label: str, *, in_the_room: bool = False) -> Line:
    """A question that was put beforehand. in_the_room: or at the meeting."""
    lines = Line.objects.select_related("item").filter(item__meeting=found, kind=KIND)
    line = lines.filter(reference=f"{KIND} {found.home}/{label}").first()
    if line is None or not (in_the_room or is_put_beforehand(line)):
        raise Http404
    return line


def _may_change(request: Request, found: Meeting) -> bool:
    return may_keep_notes(request.access) and found.status in TO_BE_HELD


def _away_names(found: Meeting) -> list[str]:
    directory = Directory.load()
    return [directory.title(post) for post in apologies(found)]


@dataclass(frozen=True, slots=True)
class Row:
    """A question as pages print it. away: who of those asked will not attend. late: days the paper or the reply is."""

    line: Line
    question: Question
    addressed_to: str
    answered_by: str
    asked_by: str
    away: str
    paper: Document | None
    late: int
    state: str
    tag: str
    tests: list[tuple[str, str]]

    @property
    def is_waiting(self) -> bool:
        """Neither the paper nor a reply has come."""
        came = self.paper is not None and self.paper.received_on is not None
        return self.question.requested_on is not None and not came and self.question.replied_on is None


def _rows(request: Request, found: Meeting, lines: list[Line], directory: Directory, today: date) -> list[Row]:
    values = [_told(request, found, value_of(line)) for line in lines]
    tested = {str(reference) for value in values for reference in value.tests}
    promised = Line.objects.for_user(request.access).filter(reference__in=tested, kind="commitment")
    words = dict(promised.values_list("reference", "words"))
    seen = Document.objects.for_user(request.access)
    papers = {paper.key: paper for paper in seen.filter(key__in=[value.paper for value in values if value.paper])}
    away = set(apologies(found))
    return [
        _row(line, value, papers.get(value.paper), words, away, directory, today)
        for line, value in zip(lines, values, strict=True)
    ]


def _told(request: Request, found: Meeting, question: Question) -> Question:
    """A question without how it was answered, while only a draft of the office says that."""
    if may_see_notes(request.access, found):
        return question
    return replace(question, status=QuestionStatus.PUT, answered_by=())


def _row(
    line: Line,
    value: Question,
    paper: Document | None,
    words: dict[str, str],
    away: set[str],
    directory: Directory,
    today: date,
) -> Row:
    due = value.paper_due.date if value.paper_due else None
    came = (paper.received_on if paper else None) or value.replied_on
    late = days_late(due, came, today) or 0 if value.requested_on else 0
    state, tag = STATES[value.status]
    return Row(
        line=line,
        question=value,
        addressed_to=directory.list(value.addressed_to),
        answered_by=directory.list(value.answered_by) if value.answered_by else "",
        asked_by=directory.title(value.asked_by) if value.asked_by else "",
        away=", ".join(directory.title(post) for post in value.addressed_to if post in away),
        paper=paper,
        late=late,
        state=str(state),
        tag=tag,
        tests=[(str(reference), words.get(str(reference), "")) for reference in value.tests],
    )


def _about(request: Request, found: Meeting, line: Line) -> dict[str, Any]:
    row = _rows(request, found, [line], Directory.load(), timezone.localdate())[0]
    may_change = _may_change(request, found)
    return {
        "meeting": found,
        "row": row,
        "may_change": may_change,
        "may_settle": may_change or (may_keep_notes(request.access) and found.status == MeetingStatus.HELD),
        "is_sent": row.question.requested_on is not None,
        "may_reply": may_reply(request.access, row.question) and found.status in TO_BE_HELD,
        "post": row.question.addressed_to[0] if row.question.addressed_to else "",
    }
