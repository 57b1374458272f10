"""The agenda of a meeting that is planned: its header, its items, what might be brought forward, and its issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.core import Refused
from eyre.cycle.states import WAS_HELD, MeetingStatus, can_move
from eyre.cycle.words import StandingHeading
from eyre.minutes.building import Level, Step, level
from eyre.minutes.next_meeting import NextMeeting
from eyre.minutes.offers import Offer
from eyre.writers.icalendar import CONTENT_TYPE, calendar_text
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import body_value
from eyre_web.documents.says import Told
from eyre_web.meetings import interchange
from eyre_web.meetings.calendar_of import meeting_entries
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.models import Item, Matter, Meeting, address_of_action
from eyre_web.meetings.permissions import may_see_notes
from eyre_web.meetings.says import say_meeting
from eyre_web.minutes.agenda import items as changes
from eyre_web.minutes.agenda import planning
from eyre_web.minutes.agenda.changing import TO_BE_HELD, MeetingChangedMeanwhile, history, last_seen
from eyre_web.minutes.agenda.forms import (
    AddItemForm,
    ApologiesForm,
    ChangeHeaderForm,
    IssueForm,
    ItemForm,
    SeenReasonForm,
    TakeForm,
)
from eyre_web.minutes.agenda.offered import OfferedUnder, by_heading, following, header_of, offers_for
from eyre_web.minutes.agenda.planning import Header
from eyre_web.minutes.agenda.says import OFFERS, WHAT, address_of, marks_said, say_mark, timeline
from eyre_web.minutes.permissions import check_may_keep_notes, may_keep_notes
from eyre_web.snapshot.kept import snapshot
from eyre_web.snapshot.seen import Seen, seen_by

TAGS = {
    MeetingStatus.PLANNED: "govuk-tag--yellow",
    MeetingStatus.AGENDA_ISSUED: "govuk-tag--blue",
    MeetingStatus.CANCELLED: "govuk-tag--grey",
}


# --- what is looked at ---------------------------------------------------------------------------------------------


@require_safe
@login_required
def agenda(request: Request, home: str) -> HttpResponse:
    """The agenda as it stands: header, deadlines, items; for the office also what might be brought forward."""
    found = visible(request, home)
    return render(request, "agenda/agenda.html", _about(request, found))


@require_safe
@login_required
def paper(request: Request, home: str) -> HttpResponse:
    """The agenda as it is read and printed: numbers, titles, and that nothing stands under a heading."""
    found = visible(request, home)
    directory = Directory.load()
    context = {
        "meeting": found,
        "header": _header(found, seen_by(request.access)),
        "items": _lines(found, seen_by(request.access)),
        "directory": directory,
    }
    context |= _posts(found, directory) | {"state": say_meeting(found.status), "is_draft": not _is_issued(found)}
    return render(request, "agenda/paper.html", context)


@require_safe
@login_required
def invitation(request: Request, home: str) -> HttpResponse:
    """The meeting as a file that calendars take."""
    found = visible(request, home)
    body = body_value()
    answer = HttpResponse(
        calendar_text(body.get("name", "Eyre"), meeting_entries([found], body)), content_type=CONTENT_TYPE
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.home}.ics"'
    return answer


# --- the header ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_header(request: Request, home: str) -> HttpResponse:
    """Change when and where a meeting is, and who chairs it."""
    found = changeable(request, home)
    initial = ChangeHeaderForm.initial_of(Header.of(_header(found, seen_by(request.access)).meeting)) | {
        "seen": last_seen(history(found))
    }
    form = ChangeHeaderForm(request.POST) if request.method == "POST" else ChangeHeaderForm(initial=initial)
    return ask(
        request, found, form, _("Change day, hour, venue or chair"), _("Change it"),
        lambda typed: planning.change_header(
            found.pk, form.header(), by=request.user, on=timezone.localdate(), seen=typed["seen"]
        ),
        done=_("The header is changed. What differs from the series is said below."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def apologies(request: Request, home: str) -> HttpResponse:
    """Write down who said beforehand that they will not attend."""
    found = changeable(request, home)
    initial = {"posts": planning.apologies(found), "seen": last_seen(history(found))}
    form = ApologiesForm(request.POST) if request.method == "POST" else ApologiesForm(initial=initial)
    return ask(
        request, found, form, _("Who will not attend"), _("Write it down"),
        lambda typed: planning.say_apologies(
            found.pk, tuple(typed["posts"]), by=request.user, on=timezone.localdate(), seen=typed["seen"]
        ),
        done=_("The apologies are written down."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: Request, home: str) -> HttpResponse:
    """Cancel a meeting, for a reason."""
    found = changeable(request, home)
    form = SeenReasonForm(request.POST or None, initial={"seen": last_seen(history(found))})
    return ask(
        request, found, form, _("Cancel this meeting"), _("Cancel the meeting"),
        lambda typed: planning.cancel(found.pk, by=request.user, on=timezone.localdate(), **typed),
        done=_("The meeting is cancelled."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def issue(request: Request, home: str) -> HttpResponse:
    """Issue the agenda: it is looked at once more, whole, before it goes."""
    found = changeable(request, home)
    form = IssueForm(request.POST or None, initial={"seen": last_seen(history(found))})
    more = {
        "items": _lines(found, seen_by(request.access)),
        "header": _header(found, seen_by(request.access)),
    } | _posts(found, Directory.load())
    return ask(
        request, found, form, _("Issue the agenda"), _("Issue the agenda"),
        lambda typed: planning.issue_agenda(found.pk, by=request.user, on=timezone.localdate(), **typed),
        done=_("The agenda is issued."), template="agenda/issue.html", more=more,
    )  # fmt: skip


# --- the items -----------------------------------------------------------------------------------------------------


@require_POST
@login_required
def take(request: Request, home: str) -> HttpResponse:
    """Put what is ticked on the agenda. What was ticked stays so where that is refused."""
    found = changeable(request, home)
    with_signals = bool(request.POST.get("signals"))
    rows = list(found.items.select_related("matter"))
    marks = [offer.mark for offer in offers_for(found.home, with_signals=with_signals)]
    form = TakeForm(request.POST, marks=marks, items=rows)
    meanwhile: Sequence[AuditEvent] = ()
    if form.is_valid():
        typed = form.cleaned_data
        try:
            taken = changes.take(
                found.pk, typed["offer"], by=request.user, on=timezone.localdate(), under=typed["under"],
                with_signals=with_signals, seen=typed["seen"],
            )  # fmt: skip
        except MeetingChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            meanwhile = refusal.events
        except Refused as refusal:
            form.add_error("offer", str(refusal))
        else:
            said = ", ".join(item.number for item in Item.objects.filter(pk__in=[item.pk for item in taken]))
            messages.success(request, _("On the agenda as %(numbers)s.") % {"numbers": said})
            return redirect("agenda", home=found.home)
    found = visible(request, home)
    context = _about(request, found, form=form, with_signals=with_signals, meanwhile=meanwhile)
    return render(request, "agenda/agenda.html", context)


@require_POST
@login_required
def move(request: Request, home: str) -> HttpResponse:
    """Move an item up or down by one line: the button says which."""
    found = changeable(request, home)
    step = next((each for each in Step if request.POST.get(each)), None)
    if step is None:
        raise Http404
    return _at_once(
        request, found, _("It is now %(item)s."),
        lambda seen: changes.move_item(
            found.pk, request.POST[step], step, by=request.user, on=timezone.localdate(), seen=seen
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_item(request: Request, home: str) -> HttpResponse:
    """Add an item of the office's own."""
    found = changeable(request, home)
    initial = {"seen": last_seen(history(found)), "heading": request.GET.get("heading", "")}
    form = AddItemForm(request.POST or None, meeting=found, initial=initial)
    return ask(
        request, found, form, _("Add an item"), _("Add the item"),
        lambda typed: changes.add_item(
            found.pk, typed["heading"], form.new(), by=request.user, on=timezone.localdate(), seen=typed["seen"]
        ),
        done=_("The item is on the agenda."), template="agenda/item.html", more={"is_new": True},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def item(request: Request, home: str, pk: int) -> HttpResponse:
    """Change what an item says; or take it off."""
    found = changeable(request, home)
    row = get_object_or_404(found.items.select_related("matter"), pk=pk)
    if level(row.number) is not Level.ITEM:
        raise Http404
    said = changes.as_said(row)
    initial = {name: getattr(said, name) for name in said.__slots__} | {"seen": last_seen(history(found))}
    form = ItemForm(request.POST or None, initial=initial)
    return ask(
        request, found, form, _("Change an item"), _("Change it"),
        lambda typed: changes.change_item(
            found.pk, str(pk), form.new(), by=request.user, on=timezone.localdate(), seen=typed["seen"]
        ),
        done=_("The item is changed."), template="agenda/item.html",
        more={"item": row, "brought": marks_said(row.kept.get("brought_forward_from", ""))},
    )  # fmt: skip


@require_POST
@login_required
def remove_item(request: Request, home: str, pk: int) -> HttpResponse:
    """Take an item off the agenda; what it brought forward is offered again."""
    found = changeable(request, home)
    return _at_once(
        request, found, _("The item is off the agenda. What it brought forward is offered again."),
        lambda seen: changes.remove_item(found.pk, str(pk), by=request.user, on=timezone.localdate(), seen=seen),
    )  # fmt: skip


# --- how a page is made --------------------------------------------------------------------------------------------


def visible(request: Request, home: str) -> Meeting:
    """The meeting of a reference; 404 where there is none, and where the person may not see how it is prepared."""
    seen: Any = Meeting.objects.last_for(request.access)
    found: Meeting = get_object_or_404(seen, reference=f"meeting {home}")
    if not request.access.may(Permission.SEE_ALL) or not may_see_notes(request.access, found):
        raise Http404
    return found


def changeable(request: Request, home: str) -> Meeting:
    """The same, for somebody who may change it."""
    found = visible(request, home)
    check_may_keep_notes(request.access)
    return found


def ask(
    request: Request,
    found: Meeting,
    form: Any,
    title: str,
    button: str,
    service: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    template: str = "agenda/change.html",
    more: dict[str, Any] | None = None,
    back: str = "",
) -> HttpResponse:
    """A page with one form: make the change, or ask again with what is wrong and with nothing lost."""
    meanwhile: Sequence[AuditEvent] = ()
    if form.is_bound and form.is_valid():
        try:
            service(dict(form.cleaned_data))
        except MeetingChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            meanwhile = refusal.events
            form.data = _seen_now(request, meanwhile)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(back or reverse("agenda", args=[found.home]))
    context = {
        "meeting": found, "form": form, "title": title, "button": button,
        "back": back or reverse("agenda", args=[found.home]), "meanwhile": told(meanwhile),
    }  # fmt: skip
    return render(request, template, context | (more or {}))


def _seen_now(request: Request, events: Sequence[AuditEvent]) -> Any:
    """What was typed, and that the person has seen what others did."""
    typed = request.POST.copy()
    typed["seen"] = str(last_seen(events))
    return typed


def _at_once(request: Request, found: Meeting, said: str, service: Callable[[int | None], Any]) -> HttpResponse:
    """A change that is one button: nothing was typed that could be lost."""
    try:
        changed = service(number_sent(request.POST.get("seen", "")))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"item": changed} if isinstance(changed, Item) else said)
    return redirect("agenda", home=found.home)


def told(events: Sequence[AuditEvent]) -> list[Told]:
    return timeline(events, Directory.load()) if events else []


# --- an agenda as its page says it ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an agenda. brought: what it brings forward, with addresses.

    null: what is printed under a heading with nothing under it; empty for any other line.
    """

    item: Item
    level: Level
    null: str
    brought: list[tuple[str, str]]
    objective: str
    questions: int

    @property
    def is_item(self) -> bool:
        return self.level is Level.ITEM

    @property
    def is_null(self) -> bool:
        return bool(self.null)


def _lines(found: Meeting, now: Seen) -> list[Line]:
    rows = list(found.items.select_related("matter").prefetch_related("lines"))
    objectives = {each["key"]: each["title"] for each in body_value().get("objectives", ())}
    levels = [level(row.number) for row in rows]
    lines = []
    for place, row in enumerate(rows):
        following = levels[place + 1] if place + 1 < len(levels) else None
        is_null = levels[place] is not Level.ITEM and not (
            following is Level.ITEM or (levels[place] is Level.HEADING and following is Level.PART)
        )
        objective = row.kept.get("objective", "") or (row.matter.objective if row.matter else "")
        questions = sum(line.kind == "question" and bool(line.kept.get("commissioned")) for line in row.lines.all())
        brought = marks_said(row.kept.get("brought_forward_from", ""))
        null = _null(found, row, now) if is_null else ""
        lines.append(Line(row, levels[place], null, brought, objectives.get(objective, objective), questions))
    return lines


def _null(found: Meeting, heading: Item, now: Seen) -> str:
    """What is printed where nothing stands under a heading: under that of the next meeting, its day where one is known;
    the notes' own words where they have some."""
    if heading.kept.get("nil"):
        return str(heading.kept["nil"])
    if heading.kept.get("heading") != StandingHeading.NEXT_MEETING:
        return _("No items")
    day = following(now, found.series, found.date)
    return date_format(day, "l j F Y") if day else _("To be agreed")


def _header(found: Meeting, now: Seen) -> NextMeeting:
    """The header, with deadlines and doubts while the meeting is to be held; afterwards the header alone."""
    if found.status in TO_BE_HELD:
        return header_of(now, found.home)
    return NextMeeting(interchange.meeting_alone(found), ())


def _posts(found: Meeting, directory: Directory) -> dict[str, Any]:
    named = {name: found.kept.get(name, "") for name in ("chair", "minute_taker")}
    said = {name: directory.title(key) if key else "" for name, key in named.items()}
    return said | {"apologies": [directory.title(key) for key in planning.apologies(found)]}


def _is_issued(found: Meeting) -> bool:
    return found.status not in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED)


def _about(
    request: Request,
    found: Meeting,
    *,
    form: TakeForm | None = None,
    with_signals: bool = False,
    meanwhile: Sequence[AuditEvent] = (),
) -> dict[str, Any]:
    """What the page of an agenda prints."""
    past, directory = history(found), Directory.load()
    lines = _lines(found, seen_by(request.access))
    may_change = may_keep_notes(request.access) and found.status in TO_BE_HELD
    context: dict[str, Any] = {
        "meeting": found,
        "header": _header(found, seen_by(request.access)),
        "items": lines,
        "state": say_meeting(found.status),
        "tag": TAGS.get(MeetingStatus(found.status), "govuk-tag--green"),
        "may_change": may_change,
        "may_issue": may_change and can_move(MeetingStatus(found.status), MeetingStatus.AGENDA_ISSUED),
        "was_held": found.status in WAS_HELD,
        "changed_since": _changed_since_issue(past, directory),
        "seen": last_seen(past),
        "history": timeline([event for event in past if event.what in WHAT], directory)
        if may_keep_notes(request.access)
        else None,
        "called_for": _called_for(found),
        "signals": with_signals or (may_change and bool(request.GET.get("signals"))),
        "meanwhile": timeline(meanwhile, directory),
    }
    context |= _posts(found, directory)
    if may_change:
        offered = offers_for(found.home, with_signals=context["signals"])
        rows = [line.item for line in lines]
        if form is None:
            form = TakeForm(
                initial={"seen": context["seen"], "signals": context["signals"]},
                marks=[offer.mark for offer in offered], items=rows,
            )  # fmt: skip
        elif meanwhile:
            form.data = _seen_now(request, meanwhile)
        under = by_heading([interchange.outline_of(row) for row in rows], offered)
        context |= {"form": form, "offered": _offered(under, form), "how_many": sum(len(u.offers) for u in under)}
    return context


def _about_agenda(past: Sequence[AuditEvent]) -> list[AuditEvent]:
    """What was done until the meeting began; what was done to the notes stands with them."""
    return [event for event in past if event.what in WHAT]


def _called_for(found: Meeting) -> tuple[str, str] | None:
    """The action that asked for the meeting, with the address of its page."""
    reference = found.kept.get("called_for", "")
    return (reference.removeprefix("action "), address_of_action(reference)) if reference else None


def _changed_since_issue(past: Sequence[AuditEvent], directory: Directory) -> list[Told]:
    """What was changed after the agenda had been issued."""
    issued = [event.number for event in past if event.what == "meeting.agenda_issued"]
    about_agenda = ("agenda.", "meeting.header_changed")
    later = [event for event in past if issued and event.number > issued[-1] and event.what.startswith(about_agenda)]
    return timeline(later, directory)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as its row has it, whole: of a long record there are hundreds.

    id: of its box. says: why, from where, whose, of what. is_ticked: it was ticked on a page that was refused.
    """

    id: str
    mark: str
    kind: str
    words: str
    says: str
    reference: str
    address: str
    is_ticked: bool


def _offered(under: Sequence[OfferedUnder], form: TakeForm) -> list[tuple[OfferedUnder, list[Offered]]]:
    matters = dict(Matter.objects.values_list("key", "title"))
    objectives = {each["key"]: each["title"] for each in body_value().get("objectives", ())}
    titles = {post.abbreviation: post.title for post in snapshot().folder.body.posts if post.abbreviation}
    ticked = set(form["offer"].value() or ())
    ids = chain(("id_offer",), map("offer-{}".format, count(1)))  # the first is the one that an error leads to
    origin, whose, matter = _("From %(origin)s."), _("Whose: %(owners)s."), _("Matter: %(matter)s.")

    def said(offer: Offer) -> Offered:
        owners = ", ".join(titles.get(owner, owner) for owner in offer.owners)
        objective = objectives.get(offer.objective, offer.objective)
        says = (
            offer.why,
            origin % {"origin": offer.origin},
            whose % {"owners": owners} if owners else "",
            matter % {"matter": matters.get(offer.matter, offer.matter)} if offer.matter else "",
            f"{objective}." if objective else "",
        )
        return Offered(
            id=next(ids),
            mark=offer.mark,
            kind=str(OFFERS[offer.kind]),
            words=offer.words,
            says=" ".join(filter(None, says)),
            reference=say_mark(offer.reference),
            address=address_of(offer.reference) if offer.reference else "",
            is_ticked=offer.mark in ticked,
        )

    return [(each, [said(offer) for offer in each.offers]) for each in under]
