"""Coverage, the forward plan, and what somebody or another board asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.body.registers import AskedFor
from eyre.core import Refused
from eyre.minutes.forward_plan import Planned
from eyre.minutes.offers import marks
from eyre.minutes.standing import MeetingDay, known_days
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Matter
from eyre_web.minutes.agenda import asking
from eyre_web.minutes.agenda.forms import AskForForm, DeclineForm
from eyre_web.minutes.agenda.offered import coverage_on, forward_from, standing_day
from eyre_web.minutes.agenda.says import PLANNED, address_of
from eyre_web.minutes.permissions import check_may_keep_notes, may_keep_notes
from eyre_web.snapshot.kept import snapshot
from eyre_web.snapshot.seen import seen_by

SHOWN = 40  # of what is planned for one meeting; how much more there is, is said


@require_safe
@login_required
def coverage(request: Request) -> HttpResponse:
    """Plan objectives and matters, those longest without scrutiny first, as they stand on the day of a meeting."""
    check_may(request.access, Permission.SEE_ALL)
    day = _day(request)
    found = coverage_on(seen_by(request.access), day.date, day.series.key)
    titles = {matter.matter.key: matter.matter.title for matter in found.matters}
    objectives = {each.objective.key: each.objective.title for each in found.objectives}
    context = {
        "day": day,
        "choices": _choices(request),
        "objectives": [(each, [titles.get(key, key) for key in each.matters]) for each in found.objectives],
        "matters": [(each, objectives.get(each.matter.objective, each.matter.objective)) for each in found.matters],
        "silent": sum(each.is_silent for each in found.matters),
    }
    return render(request, "agenda/coverage.html", context)


@require_safe
@login_required
def forward_plan(request: Request) -> HttpResponse:
    """Which matters are planned for which coming meeting, and which for none."""
    check_may(request.access, Permission.SEE_ALL)
    day = _day(request)
    found = forward_from(seen_by(request.access), day.date, day.series.key)
    matters = dict(Matter.objects.values_list("key", "title"))

    def rows(planned: tuple[Planned, ...]) -> list[tuple[Planned, str, str, str]]:
        return [
            (each, str(PLANNED[each.kind]), matters.get(each.matter, each.matter), address_of(each.reference))
            for each in planned[:SHOWN]
        ]

    def more(planned: tuple[Planned, ...]) -> int:
        return max(len(planned) - SHOWN, 0)

    context = {
        "day": day,
        "choices": _choices(request),
        "meetings": [
            (f"meeting-{n}", each, rows(each.planned), more(each.planned)) for n, each in enumerate(found.meetings)
        ],
        "beyond": rows(found.beyond),
        "more_beyond": more(found.beyond),
        "matters": found.matters,
        "objectives": found.objectives,
        "may_change": may_keep_notes(request.access),
    }
    return render(request, "agenda/forward_plan.html", context)


def _day(request: Request) -> MeetingDay:
    """The meeting whose day the page is read on: the one that is asked for, else the next."""
    folder = seen_by(request.access).folder
    asked = request.GET.get("day", "")
    for known in known_days(folder):
        if f"{known.series.key} {known.date.isoformat()}" == asked:
            return known
    return standing_day(folder, timezone.localdate())


def _choices(request: Request) -> list[tuple[str, date, str]]:
    """Every known meeting, the newest first: what the address says of it, its day and its series."""
    known = known_days(seen_by(request.access).folder)
    return [(f"{day.series.key} {day.date.isoformat()}", day.date, day.series.title) for day in reversed(known)]


# --- asked for -----------------------------------------------------------------------------------------------------


@require_safe
@login_required
def asked_for_list(request: Request) -> HttpResponse:
    """What was asked for, what was sent to other boards, and what became of each."""
    check_may(request.access, Permission.SEE_ALL)
    folder, directory = seen_by(request.access).folder, Directory.load()
    taken = {
        mark: meeting
        for meeting in folder.standing_meetings()
        for mark in marks(meeting.items)
        if mark.startswith("asked_for ")
    }
    titles = {matter.key: matter.title for matter in folder.matters.matters}
    rows = [
        (each, directory.title(each.by), titles.get(each.matter, each.matter), taken.get(each.reference))
        for each in sorted(folder.asked_for, key=lambda each: each.on, reverse=True)
    ]
    context = {
        "comes_in": [row for row in rows if not row[0].goes_out],
        "goes_out": [row for row in rows if row[0].goes_out],
        "may_change": may_keep_notes(request.access),
    }
    return render(request, "agenda/asked_for.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_for(request: Request) -> HttpResponse:
    """Keep that somebody asks for a matter, or that one is sent to another board."""
    check_may(request.access, Permission.SEE_ALL)
    check_may_keep_notes(request.access)
    today = timezone.localdate()
    initial: dict[str, Any] = {"asked_on": today, "matter": request.GET.get("matter", "")}
    form = AskForForm(request.POST) if request.method == "POST" else AskForForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            asking.ask_for(by=request.user, on=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is kept."))
            return redirect("asked_for_list")
    return render(request, "agenda/ask_for.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: Request, key: str) -> HttpResponse:
    """Say why something that was asked for is not taken."""
    check_may(request.access, Permission.SEE_ALL)
    check_may_keep_notes(request.access)
    asked = _asked(key)
    form = DeclineForm(request.POST) if request.method == "POST" else DeclineForm()
    if form.is_bound and form.is_valid():
        try:
            asking.decline(key, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is offered no more, and stays on record with your reason."))
            return redirect("asked_for_list")
    return render(request, "agenda/decline.html", {"form": form, "asked": asked})


def _asked(key: str) -> AskedFor:
    for each in snapshot().folder.asked_for:
        if each.key == key:
            return each
    raise Http404
