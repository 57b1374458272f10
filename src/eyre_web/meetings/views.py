"""Front page, lists of actions, an action with what happened to it, and every change to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import Refused
from eyre.cycle.states import ActionStatus
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings import lists
from eyre_web.meetings.changes import CHANGES, Change, open_to
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import ChangeForm, FilterForm
from eyre_web.meetings.models import NO_LABEL, Action, Event
from eyre_web.meetings.permissions import SEES_ACTIONS
from eyre_web.meetings.says import TAGS, say_kind, say_state
from eyre_web.meetings.services import ChangedMeanwhile

A_PAGE = 50


@require_safe
@login_required
def front_page(request: Request) -> HttpResponse:
    """What is late, what is due, what waits for a decision, and when the body next meets."""
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    parts = lists.front_parts(Action.objects.for_user(request.access), Directory.load(), today)
    context = {"parts": parts, "next_meeting": lists.next_meeting(today), "today": today}
    return render(request, "meetings/front_page.html", context)


@require_safe
@login_required
def action_list(request: Request) -> HttpResponse:
    """The actions that a person may see, filtered by what the address says."""
    check_may(request.access, *SEES_ACTIONS)
    today = timezone.localdate()
    form = FilterForm(request.GET)
    found = lists.filtered(Action.objects.for_user(request.access), form.wanted(), today).with_all()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = lists.rows(page.object_list, Directory.load(), today)
    address = request.GET.copy()
    address.pop("page", None)
    context = {"form": form, "page": page, "rows": rows, "address": address.urlencode()}
    context["is_filtered"] = form.has_changed()
    answers = request.access.may(Permission.ANSWER_OWN, Permission.ANSWER_ANY)
    context["may_upload"] = answers and bool(request.access.posts)
    return render(request, "meetings/action_list.html", context)


@require_safe
@login_required
def action(request: Request, home: str, label: str) -> HttpResponse:
    """An action: its words, where it stands, what happened to it, and what the person may do."""
    found = _visible(request, home, label)
    return render(request, "meetings/action.html", _about(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: Request, home: str, label: str, change: str) -> HttpResponse:
    """One change to an action: its form, and what comes of sending it."""
    found = _visible(request, home, label)
    wanted = CHANGES.get(change)
    if wanted is None:
        raise Http404
    if not wanted.may(request.access, found):
        raise PermissionDenied(_("Your roles and posts do not let you do this with this action."))
    if request.method != "POST" and not wanted.is_allowed(ActionStatus(found.status)):
        messages.warning(
            request, _("This action is %(state)s: that cannot be done now.") % {"state": say_state(found.status)}
        )
        return redirect(found)
    form = wanted.form(request.POST) if request.method == "POST" else wanted.form(initial={"seen": _last(found)})
    meanwhile: tuple[Event, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            _make(wanted, found, form, request)
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form, meanwhile = _seen_now(form, refusal), refusal.events
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": wanted.title})
            return redirect(found)
    context = _about(request, found) | {"form": form, "change": wanted}
    context["meanwhile"] = _timeline(meanwhile, context["directory"])
    return render(request, "meetings/change.html", context)


def _make(wanted: Change, found: Action, form: ChangeForm, request: Request) -> None:
    wanted.service(found.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)


def _seen_now(form: ChangeForm, refusal: ChangedMeanwhile) -> ChangeForm:
    """The same form, with nothing lost, sent by somebody who has now seen what the other wrote."""
    form.data = {**form.data.dict(), "seen": str(refusal.events[-1].pk)}  # type: ignore[attr-defined]  # a QueryDict
    return form


# --- an action as its page says it ---------------------------------------------------------------------------------


def _visible(request: Request, home: str, label: str) -> Action:
    """The action of a reference; 404 where there is none, and where the person may not know of it."""
    reference = f"action {home}" if label == NO_LABEL else f"action {home}/{label}"
    seen = Action.objects.for_user(request.access).with_all().prefetch_related("events__entered_by__person")
    return get_object_or_404(seen, reference=reference)


def _last(found: Action) -> int:
    return max((event.pk for event in found.in_order()), default=0)


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the timeline. entered_by: who wrote it down, where that is known and is not its author."""

    title: str
    words: str
    on: date
    by: str
    sets_date: date | None
    document: str
    entered_by: str


def _timeline(events: tuple[Event, ...] | list[Event], directory: Directory) -> list[Happened]:
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
        "" if is_author else wrote,
    )


def _about(request: HttpRequest, found: Action) -> dict[str, Any]:
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
        "closing_proof": found.closes_when or ActionDeliverable(found.deliverable).closing_proof,
        "doubts": found.kept.get("doubts", ()),
        "days_late": (today - found.due_on).days if found.due_on and found.is_overdue(today) else 0,
        "timeline": _timeline(found.in_order(), directory),
        "changes": open_to(request.access, found),  # type: ignore[attr-defined]
        "is_decided_next": found.status == ActionStatus.REPORTED_COMPLETE,
    }
