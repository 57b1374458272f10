"""Front page, search, lists of actions, an action with what happened to it, and every change to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.core import Refused
from eyre.cycle.chasing import escalation
from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, is_closed
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings import lists
from eyre_web.meetings.arranged import arranged
from eyre_web.meetings.chairs import chair_of, chairs
from eyre_web.meetings.changes import ANSWERS, CHANGES, Change, open_to
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import ChangeForm, FilterForm, KeepFilterForm
from eyre_web.meetings.matters import lineage
from eyre_web.meetings.models import NO_LABEL, Action, Event, Meeting, SavedFilter, page_of
from eyre_web.meetings.permissions import SEES_ACTIONS, may_give_links, may_give_parts, may_see_meeting
from eyre_web.meetings.says import PARTS, TAGS, say_kind, say_state
from eyre_web.meetings.services import ChangedMeanwhile

A_PAGE = 50
A_PRINTED_PART = 60
NAMES_A_RECORD = (EventKind.SUPERSEDED, EventKind.READING_MINUTED)  # where others name a document


@require_safe
@login_required
def front_page(request: Request) -> HttpResponse:
    """What is late, what is due, what waits for a decision, and when the body next meets.

    Whoever keeps accounts and sees no action begins with the people.
    """
    if request.access.may(Permission.MANAGE_PEOPLE) and not request.access.may(*SEES_ACTIONS):
        return redirect("people")
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    parts = lists.front_parts(Action.objects.for_user(request.access), Directory.load(), today)
    context: dict[str, Any] = {"parts": parts, "next_meeting": lists.next_meeting(today), "today": today}
    context["preparing"] = list(Meeting.objects.for_user(request.access).to_be_held())
    context["sees_all"] = request.access.may(Permission.SEE_ALL)
    is_empty = not (context["preparing"] or any(part.rows for part in parts))
    context["is_new"] = context["sees_all"] and is_empty and not Meeting.objects.exists()
    return render(request, "meetings/front_page.html", context)


@require_safe
@login_required
def action_list(request: Request) -> HttpResponse:
    """The actions that a person may see, filtered by what the address says."""
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    form = FilterForm(request.GET, access=request.access)
    found = lists.filtered(Action.objects.for_user(request.access), form.wanted(), today).with_all()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = lists.rows(page.object_list, Directory.load(), today)
    address = request.GET.copy()
    address.pop("page", None)
    context = {"form": form, "page": page, "rows": rows, "address": address.urlencode()}
    context["is_filtered"] = form.has_changed()
    context["query"] = lists.query_of(form.wanted())
    context["filters"] = SavedFilter.objects.filter(user=request.user)
    context["keeping"] = KeepFilterForm(initial={"query": context["query"]}, auto_id="keep_%s", access=request.access)
    answers = request.access.may(Permission.ANSWER_OWN, Permission.ANSWER_ANY)
    context["may_set_actions"] = request.access.may(Permission.SET_ACTIONS)
    context["may_upload"] = answers and bool(request.access.posts)
    return render(request, "meetings/action_list.html", context)


@require_safe
@login_required
def action_print(request: Request) -> HttpResponse:
    """The same list with every word of each action: for paper. A long one comes in parts."""
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    form = FilterForm(request.GET, access=request.access)
    found = lists.filtered(Action.objects.for_user(request.access), form.wanted(), today).with_all()
    page = Paginator(found, A_PRINTED_PART).get_page(request.GET.get("page"))
    rows, query = lists.rows(page.object_list, Directory.load(), today), lists.query_of(form.wanted())
    context = {"rows": rows, "page": page, "chosen": form.said(), "today": today, "query": query, "address": query}
    return render(request, "meetings/action_print.html", context)


@require_POST
@login_required
def keep_filter(request: Request) -> HttpResponse:
    """Keep a choice of actions under a name; a name that is there already stands for the new choice from now on."""
    check_may(request.access, *SEES_ACTIONS)
    form = KeepFilterForm(request.POST, access=request.access)
    if not form.is_valid():
        return render(request, "meetings/keep_filter.html", {"form": form})
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    SavedFilter.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
    messages.success(request, _("The choice is kept as “%(name)s”.") % {"name": name})
    return redirect(f"{reverse('action_list')}?{query}")


@require_POST
@login_required
def drop_filter(request: Request, pk: int) -> HttpResponse:
    """Keep a choice no more; nobody but its owner can."""
    get_object_or_404(SavedFilter, user=request.user, pk=pk).delete()
    messages.success(request, _("The choice is kept no more."))
    return redirect("action_list")


@require_safe
@login_required
def chairs_list(request: Request) -> HttpResponse:
    """What is late for so long that the chair hears of it, the longest first."""
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    directory, chaired = Directory.load(), chairs()
    found = Action.objects.for_user(request.access).escalated(today).by_due().with_all()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = lists.rows(page.object_list, directory, today)
    by_chair: dict[str, list[lists.Row]] = {}
    for row in rows:
        by_chair.setdefault(chair_of(row.action, chaired), []).append(row)
    parts = [(f"chair-{n}", _chaired_by(post, directory), part) for n, (post, part) in enumerate(by_chair.items())]
    context = {"parts": parts, "page": page, "address": "", "today": today, "days": escalation().days}
    return render(request, "meetings/chairs_list.html", context)


def _chaired_by(post: str, directory: Directory) -> str:
    return directory.title(post) if post else _("Meetings without a chair on record")


@require_safe
@login_required
def action(request: Request, home: str, label: str) -> HttpResponse:
    """An action: its words, where it stands, what happened to it, and what the person may do."""
    found = visible(request, home, label)
    return render(request, "meetings/action.html", _about(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: Request, home: str, label: str, change: str) -> HttpResponse:
    """One change to an action: its form, and what comes of sending it."""
    found = visible(request, home, label)
    wanted = _offered(request, found, change)
    if request.method == "POST":
        return _change(request, found, wanted)
    if not wanted.is_allowed(found):
        messages.warning(request, wanted.refusal(found))
        return redirect(found)
    return _ask(request, found, wanted, wanted.form(action=found, initial={"seen": last_event(found)}))


def _offered(request: Request, found: Action, change: str) -> Change:
    """The change of that name; 404 where there is none, 403 where the person may not make it."""
    wanted = CHANGES.get(change)
    if wanted is None:
        raise Http404
    if not wanted.may(request.access, found):
        raise PermissionDenied(_("Your roles and posts do not let you do this with this action."))
    return wanted


def _change(request: Request, found: Action, wanted: Change) -> HttpResponse:
    """Make the change; or ask again, with what is wrong and with nothing lost."""
    form = wanted.form(request.POST, action=found)
    if not form.is_valid():
        return _ask(request, found, wanted, form)
    try:
        wanted.service(found.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        form.data = {**request.POST.dict(), "seen": str(refusal.events[-1].pk)}  # seen now, with all that was typed
        return _ask(request, found, wanted, form, refusal.events)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, found, wanted, form)
    messages.success(request, str(wanted.done))
    return redirect(found)


def _ask(
    request: Request, found: Action, wanted: Change, form: ChangeForm, meanwhile: tuple[Event, ...] = ()
) -> HttpResponse:
    """The page of a change. meanwhile: what somebody else wrote since the person opened it."""
    context = _about(request, found) | {"form": form, "change": wanted}
    context["meanwhile"] = timeline(meanwhile, context["directory"])
    return render(request, "meetings/change.html", context)


# --- an action as its page says it ---------------------------------------------------------------------------------


def visible(request: Request, home: str, label: str) -> Action:
    """The action of a reference; 404 where there is none, and where the person may not know of it."""
    reference = f"action {home}" if label == NO_LABEL else f"action {home}/{label}"
    seen = Action.objects.for_user(request.access).with_all().prefetch_related("events__entered_by__person")
    return get_object_or_404(seen, reference=reference)


def last_event(found: Action) -> int:
    """The key of its newest event, 0 where there is none: what a person has seen who sees it now."""
    return max((event.pk for event in found.in_order()), default=0)


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the timeline.

    page: of the action or meeting that stands where a document may. entered_by: who wrote it down, where that is known
    and is not its author.
    """

    title: str
    words: str
    on: date
    by: str
    sets_date: date | None
    document: str
    page: str
    entered_by: str
    by_link: bool


def timeline(events: tuple[Event, ...] | list[Event], directory: Directory) -> list[Happened]:
    """What happened, the newest first."""
    return [_happened(event, directory) for event in reversed(events)]


def _happened(event: Event, directory: Directory) -> Happened:
    wrote = str(event.entered_by) if event.entered_by else ""
    is_author = wrote in directory.holders(event.by, event.at)
    return Happened(
        say_kind(event.kind),
        event.words,
        event.at,
        directory.named(event.by, event.at),
        event.sets_date,
        event.document,
        page_of(event.document) if event.kind in NAMES_A_RECORD else "",
        "" if is_author else wrote,
        event.link_id is not None,
    )


def _parts(found: Action, directory: Directory, today: date) -> list[tuple[str, list[str]]]:
    """Which posts play each part beside the notes, on the action or on its matter; left out where nobody does."""
    played = [*found.parts.all(), *(found.item.matter.parts.all() if found.item.matter else ())]
    said: dict[str, list[str]] = {}
    for part in PARTS:
        for each in played:
            if each.is_standing and each.part == part:
                on = _(" (on the matter)") if each.matter_id else ""
                said.setdefault(str(PARTS[part]), []).append(directory.named(each.post, today) + on)
    return list(said.items())


def _grouped(request: Request, found: Action) -> list[tuple[str, list[tuple[str, Change]]]]:
    """What the person may do now, under a heading for those who answer and one for the body, whose turn it is first."""
    offered = open_to(request.access, found)
    answers = (_("Answer"), [each for each in offered if each[0] in ANSWERS])
    decisions = (_("Decide"), [each for each in offered if each[0] not in ANSWERS])
    is_their_turn = found.status == ActionStatus.REPORTED_COMPLETE or found.date_asked is not None
    groups = [decisions, answers] if is_their_turn else [answers, decisions]
    return [group for group in groups if group[1]]


def _reminded(found: Action) -> dict[str, Any]:
    """On how many days somebody was reminded of it, and when last."""
    return found.reminders.aggregate(days=Count("on", distinct=True), last=Max("on"))


def _meetings_called(request: Request, found: Action) -> list[Meeting]:
    """The meetings that the action asked for; no other action asks for one."""
    if found.deliverable != ActionDeliverable.MEETING:
        return []
    return list(Meeting.objects.for_user(request.access).called_for(found.reference))


def _may_plan_meeting(request: Request, found: Action) -> bool:
    """Say whether the person may plan the meeting that the action asks for."""
    asks_for_one = found.deliverable == ActionDeliverable.MEETING and not is_closed(ActionStatus(found.status))
    return asks_for_one and bool(request.access.posts) and request.access.may(Permission.KEEP_NOTES)


def _about(request: Request, found: Action) -> dict[str, Any]:
    """What the pages of an action print."""
    today, directory = timezone.localdate(), Directory.load_with_holders()
    standing = found.standing
    return {
        "action": found,
        "directory": directory,
        "standing": standing,
        "state": say_state(found.status),
        "tag": TAGS[found.status],
        "owners": [directory.named(key, today) for key in found.owner_keys],
        "present": [directory.title(owner.key) for owner in found.owners.all() if owner.as_present],
        "managing_officer": directory.named(found.managing_officer, today) if found.managing_officer else "",
        "is_proved": found.is_proved,
        "doubts": found.kept.get("doubts", ()),
        "set_by": directory.named(found.set_by, found.set_on) if found.set_on else "",
        "days_late": (today - found.due_on).days if found.due_on and found.is_overdue(today) else 0,
        "asking": _happened(found.asking, directory) if found.asking else None,
        "timeline": timeline(found.in_order(), directory),
        "changes": _grouped(request, found),
        "arranged": arranged(found.reference, request.access, directory),
        "parts": _parts(found, directory, today),
        **lineage(found.reference, found.kept, request.access),
        "may_give_parts": may_give_parts(request.access),
        "may_give_links": may_give_links(request.access, found) and not is_closed(ActionStatus(found.status)),
        "reminded": _reminded(found),
        "meetings_called": _meetings_called(request, found),
        "may_plan_meeting": _may_plan_meeting(request, found),
        "sees_meeting": may_see_meeting(request.access, found.item.meeting),
        "is_decided_next": found.status == ActionStatus.REPORTED_COMPLETE,
    }
