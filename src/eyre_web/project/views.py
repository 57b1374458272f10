"""Pages of the site itself: the audit trail, and the parts of the service that are not on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import Refused
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.removal import event_told_of, remove_personal_data
from eyre_web.project.navigation import more_for
from eyre_web.project.trail import say_event

A_PAGE = 50


@require_safe
@login_required
def audit_trail(request: Request) -> HttpResponse:
    """Everything that was done, the newest first, with the head of the chain."""
    check_may(request.access, Permission.SEE_AUDIT)
    events = AuditEvent.objects.select_related("payload").order_by("-number")
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    rows = [(event, say_event(event.what)) for event in page]
    return render(request, "audit_trail.html", {"page": page, "rows": rows, "head": audit.head(), "address": ""})


@require_safe
@login_required
def audit_entry(request: Request, number: int) -> HttpResponse:
    """One thing that was done, in full: what was so before it, and after it."""
    check_may(request.access, Permission.SEE_AUDIT)
    event = get_object_or_404(AuditEvent.objects.select_related("payload__removal"), number=number)
    says = event.payload.says
    context = {
        "event": event,
        "changes": list(_changes(says.get("before", {}), says.get("after", {}))),
        "may_remove": request.access.may(Permission.REMOVE_PERSONAL_DATA)
        and not event.payload.is_removed
        and event.what != audit.REMOVED,
    }
    return render(request, "audit_entry.html", context)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each thing that an entry names, as it was before and after, in the order in which they were written down."""
    for name in dict.fromkeys((*before, *after)):
        yield name.replace("_", " "), _said(before.get(name)), _said(after.get(name))


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    return "" if value is None else str(value)


class RemovalForm(forms.Form):
    """Why personal data is removed."""

    why = forms.CharField(
        label=gettext_lazy("Why it is removed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The reason stays on record with your name. Do not repeat in it what is removed."),
        error_messages={"required": gettext_lazy("Personal data is removed for a reason. Say which.")},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove_entry(request: Request, number: int) -> HttpResponse:
    """Take away what an entry says in full, once the person has said why."""
    check_may(request.access, Permission.REMOVE_PERSONAL_DATA)
    event = get_object_or_404(AuditEvent.objects.select_related("payload"), number=number)
    form = RemovalForm(request.POST) if request.method == "POST" else RemovalForm()
    if form.is_bound and form.is_valid():
        try:
            remove_personal_data(number, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("What entry %(number)d said is removed.") % {"number": number})
            return redirect("audit_entry", number)
    context = {"event": event, "form": form, "told": event_told_of(event)}
    return render(request, "audit_remove.html", context)


@require_safe
@login_required
def more(request: Request) -> HttpResponse:
    """The parts of the service that the person may open and that have no room on every page."""
    return render(request, "more.html", {"parts": more_for(request.access)})
