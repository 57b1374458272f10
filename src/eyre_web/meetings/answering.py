"""The page that a link opens, for whoever has no account; and the page where the office makes and revokes links."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eyre.core import NotFound, Refused
from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, can_move, is_closed
from eyre_web.accounts.middleware import Request
from eyre_web.meetings import answers
from eyre_web.meetings.answers import Answer
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import AnswerForm, LinkForm
from eyre_web.meetings.models import Action, AnswerLink
from eyre_web.meetings.permissions import may_give_links
from eyre_web.meetings.says import TAGS, say_state
from eyre_web.meetings.services import ChangedMeanwhile
from eyre_web.meetings.views import last_event, timeline, visible

# How often: whoever tries addresses learns nothing, and neither does whoever has one and floods it.
RATES = {"open": "60/m/ip", "answer": "60/m/ip,20/h/key"}


# --- for whoever has the link --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One action, and a form that answers it. Opening the page changes nothing."""
    if not _is_within_rate(request, token):
        return _bare(request, "meetings/answer_too_often.html", {}, 429)
    today = timezone.localdate()
    try:
        link = answers.link_of(token, today)
        form = _form(request, link.action)
        if form.is_bound and form.is_valid():
            answers.answer_by_link(token, on=today, **form.cleaned_data)
            messages.success(
                request, _("Your answer is written down, and the office sees it. You can close this page.")
            )
            return redirect("answer", token=token)
    except NotFound:
        return _bare(request, "meetings/answer_dead.html", {}, 404)
    except ChangedMeanwhile as refusal:
        form.add_error(None, _("Something was written to this action after you opened it. Look, then send again."))
        form.data = {**form.data.dict(), "seen": str(refusal.events[-1].pk)}  # type: ignore[attr-defined]  # a QueryDict
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return _bare(request, "meetings/answer.html", _asked(link, form))


def _is_within_rate(request: HttpRequest, token: str) -> bool:
    what = "answer" if request.method == "POST" else "open"
    used = ratelimit.consume(request, app="eyre", action=what, config=RATES, key=token, limit_get=True)
    return used is not None


def _form(request: HttpRequest, action: Action) -> AnswerForm:
    kinds = _kinds(action)
    if request.method == "POST":
        return AnswerForm(request.POST, kinds=kinds)
    return AnswerForm(initial={"seen": last_event(action)}, kinds=kinds)


def _kinds(action: Action) -> list[Answer]:
    """What can be said while the action stands as it does."""
    done = can_move(ActionStatus(action.status), ActionStatus.REPORTED_COMPLETE)
    return [kind for kind in Answer if done or kind is not Answer.COMPLETE]


def _asked(link: AnswerLink, form: AnswerForm) -> dict[str, Any]:
    """What the page shows: this action, why it came back if it did, and what was answered by this link."""
    action, directory = link.action, Directory.load()
    action.refresh_from_db(fields=["status", "due_on", "date_asked"])
    happened = action.in_order()
    moved = [event for event in happened if event.kind in (EventKind.RETURNED, EventKind.REPORTED_COMPLETE)]
    came_back = moved[-1] if moved and moved[-1].kind == EventKind.RETURNED else None
    return {
        "action": action,
        "link": link,
        "form": form,
        "post": directory.title(link.post),
        "state": say_state(action.status),
        "tag": TAGS[action.status],
        "came_back": came_back,
        "is_closed": is_closed(ActionStatus(action.status)),
        "given": timeline([event for event in happened if event.link_id == link.pk], directory),
    }


def _bare(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page with nothing around it: no navigation and nobody's name, even where somebody is signed in."""
    bare = {"navigation": [], "signed_in_as": "", "home_url": request.path}
    return render(request, template, {**context, **bare}, status=status)


# --- for the office ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def links(request: Request, home: str, label: str) -> HttpResponse:
    """The links of an action, and a form that makes one. Its address is on the page that answers, and nowhere else."""
    action = _may_link(request, home, label)
    directory = Directory.load()
    posts = [(key, directory.title(key)) for key in action.posts]
    context: dict[str, Any] = {"action": action, "home": home, "label": label}
    form = LinkForm(request.POST, posts=posts) if request.method == "POST" else LinkForm(posts=posts)
    if form.is_bound and form.is_valid():
        try:
            link, address = answers.make_link(action.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context |= {"link": link, "address": address, "post": directory.title(link.post)}
            return render(request, "meetings/link_made.html", context)
    context |= {"form": form, "posts": posts, "links": _listed(action, directory)}
    return render(request, "meetings/links.html", context)


def _listed(action: Action, directory: Directory) -> list[dict[str, Any]]:
    today = timezone.localdate()
    made = list(
        AnswerLink.objects.filter(action=action).select_related("made_by__person").annotate(given=Count("answers"))
    )
    for link in made:
        link.action = action
    return [
        {
            "link": link,
            "post": directory.title(link.post),
            "works": link.works(today),
            "answers": link.post in action.posts,
            "given": link.given,
        }
        for link in made
    ]


@require_POST
@login_required
def revoke(request: Request, home: str, label: str, pk: int) -> HttpResponse:
    """Let a link work no more."""
    action = _may_link(request, home, label)
    link = get_object_or_404(AnswerLink, action=action, pk=pk)
    answers.revoke_link(link.pk, by=request.user, on=timezone.localdate())
    messages.success(request, _("The link works no more."))
    return redirect("answer_links", home, label)


def _may_link(request: Request, home: str, label: str) -> Action:
    action = visible(request, home, label)
    if not may_give_links(request.access, action):
        raise PermissionDenied(_("Your roles do not let you give links to this action."))
    return action
