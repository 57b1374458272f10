"""Who directs, scrutinises, manages and owns an action, a matter or a plan, beside what is said there; and its pages.

A part never takes away what the notes say: an owner of the notes stays one. Whoever owns or manages an action answers
for it; whoever plays any part on it, on its matter or on a plan, sees it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eyre.core import Refused
from eyre.cycle.words import Part
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Post, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import PartForm
from eyre_web.meetings.models import Action, Matter, PartPlayed
from eyre_web.meetings.permissions import check_may_give_parts, may_give_parts
from eyre_web.meetings.plans import plan_row
from eyre_web.meetings.says import PARTS
from eyre_web.meetings.views import visible


@transaction.atomic
def give_part(
    on_what: Action | Matter | KeptRecord, post: str, part: Part, *, by: User, on: date, reason: str
) -> PartPlayed:
    """Say that a post plays a part from a day on. on_what: of a kept record, a plan.

    Raises PermissionDenied, and Refused for a part that the post plays already.
    """
    access = access_of(by, on)
    check_may_give_parts(access)
    type(on_what)._default_manager.select_for_update(no_key=True).get(pk=on_what.pk)
    if not reason.strip():
        raise Refused(_("Say why."))
    if not Post.objects.filter(key=post).exists():
        raise Refused(_("There is no such post."))
    reference = reference_of(on_what)
    if PartPlayed.objects.standing().filter(reference=reference, post=post, part=part).exists():
        raise Refused(_("This post plays this part already."))
    given = PartPlayed.objects.create(
        reference=reference,
        action=on_what if isinstance(on_what, Action) else None,
        matter=on_what if isinstance(on_what, Matter) else None,
        post=post,
        part=part,
        from_date=on,
        by=access.posts[0],
        reason=reason.strip(),
    )
    audit.record("part.given", reference, by=by, after={"post": post, "part": part}, why=reason.strip())
    return given


def reference_of(on_what: Action | Matter | KeptRecord) -> str:
    return f"plan {on_what.value['key']}" if isinstance(on_what, KeptRecord) else on_what.reference


@transaction.atomic
def end_part(part_id: int, *, by: User, on: date) -> PartPlayed:
    """Say that a post plays a part no more; that it did stays on record. Raises PermissionDenied."""
    check_may_give_parts(access_of(by, on))
    played = PartPlayed.objects.select_for_update(no_key=True).get(pk=part_id)
    if played.to_date is None:
        played.to_date = max(on, played.from_date)
        played.save(update_fields=["to_date"])
        audit.record("part.ended", played.reference, by=by, before={"post": played.post, "part": played.part})
    return played


# --- pages ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_action(request: Request, home: str, label: str) -> HttpResponse:
    """The parts played on an action."""
    found = visible(request, home, label)
    _check(request)
    return _page(request, found, found.get_absolute_url(), found.slug, found.words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_matter(request: Request, key: str) -> HttpResponse:
    """The parts played on a matter, and so on every action of it."""
    check_may(request.access, Permission.SEE_ALL)
    _check(request)
    found = get_object_or_404(Matter, key=key)
    return _page(request, found, found.get_absolute_url(), found.title, "")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_plan(request: Request, key: str) -> HttpResponse:
    """The parts played on a plan."""
    row = plan_row(request.access, key)
    if row is None:
        raise Http404
    _check(request)
    return _page(request, row, reverse("plan", args=[key]), row.value["title"], "")


def _check(request: Request) -> None:
    if not may_give_parts(request.access):
        raise PermissionDenied(_("Your roles and posts do not let you say who plays which part."))


def _page(request: Request, found: Action | Matter | KeptRecord, back: str, name: str, words: str) -> HttpResponse:
    form = PartForm(request.POST) if request.method == "POST" else PartForm()
    if form.is_bound and form.is_valid():
        try:
            give_part(found, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The part is written down."))
            return redirect(request.path)
    context = {"form": form, "back": back, "name": name, "words": words, "played": _played(found)}
    return render(request, "meetings/parts.html", context)


def _played(found: Action | Matter | KeptRecord) -> list[dict[str, Any]]:
    directory = Directory.load()
    played = PartPlayed.objects.filter(reference=reference_of(found))
    return [{"part": part, "post": directory.title(part.post), "does": PARTS[part.part]} for part in played]


@require_POST
@login_required
def end(request: Request, pk: int) -> HttpResponse:
    """End a part, where the person may see what it is played on."""
    check_may(request.access, Permission.SEE_ALL)
    _check(request)
    played = get_object_or_404(PartPlayed.objects.select_related("action", "matter"), pk=pk)
    end_part(played.pk, by=request.user, on=timezone.localdate())
    messages.success(request, _("The part has ended."))
    if played.matter:
        return redirect("matter_parts", played.matter.key)
    if played.action is None:
        return redirect("plan_parts", played.reference.removeprefix("plan "))
    return redirect(f"{played.action.get_absolute_url()}parts/")
