"""The list of meetings, and the page on which an action of one is written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import Refused
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings import new_actions
from eyre_web.meetings.forms import NewActionForm
from eyre_web.meetings.models import Action, Item, Meeting
from eyre_web.meetings.new_actions import SetMeanwhile
from eyre_web.meetings.permissions import may_set_actions
from eyre_web.meetings.says import say_meeting

SEES_MEETINGS = (Permission.SEE_ALL, Permission.SEE_PUBLISHED)
A_PAGE = 50


@require_safe
@login_required
def meeting_list(request: Request) -> HttpResponse:
    """The meetings that a person may see, the newest first."""
    check_may(request.access, *SEES_MEETINGS)
    found = Meeting.objects.last_for(request.access).annotate(actions=Count("items__actions")).order_by("-date", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(meeting, say_meeting(meeting.status)) for meeting in page.object_list]
    context = {"page": page, "rows": rows, "address": "", "sees_all": request.access.may(Permission.SEE_ALL)}
    return render(request, "meetings/meeting_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_action(request: Request, home: str, place: int) -> HttpResponse:
    """Write down an action of an item. What a person has to settle is asked on the same page, and nothing is lost."""
    found = _visible(request, home)
    if not may_set_actions(request.access, found):
        raise PermissionDenied(_("Your roles and posts do not let you write down an action of this meeting."))
    item = get_object_or_404(Item.objects.select_related("meeting"), meeting=found, place=place)
    form = _form(request, found)
    meanwhile: tuple[Action, ...] = ()
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            made = new_actions.set_action(item.pk, form.new(), by=request.user, on=timezone.localdate(), seen=seen)
        except SetMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(seen + len(refusal.actions))
            meanwhile = refusal.actions
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down as %(reference)s.") % {"reference": made.reference})
            return redirect(made)
    context = {"meeting": found, "item": item, "form": form, "meanwhile": meanwhile}
    return render(request, "meetings/new_action.html", context)


def _form(request: Request, found: Meeting) -> NewActionForm:
    today = timezone.localdate()
    if request.method == "POST":
        return NewActionForm(request.POST, meeting=found, on=today)
    seen = Action.objects.filter(item__meeting=found).count()
    return NewActionForm(initial={"seen": seen}, meeting=found, on=today)


def _visible(request: Request, home: str) -> Meeting:
    """The meeting of a reference; 404 where there is none, and where the person may not know of it."""
    seen: Any = Meeting.objects.last_for(request.access)
    found: Meeting = get_object_or_404(seen, reference=f"meeting {home}")
    return found
