"""Pages of the site itself: the audit trail, and the parts of the service that are not on every page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
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
def more(request: Request) -> HttpResponse:
    """The parts of the service that the person may open and that have no room on every page."""
    return render(request, "more.html", {"parts": more_for(request.access)})
