"""That the meeting begins, who is there, when it began and ended, and when it meets next."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eyre.core import Refused
from eyre.cycle.states import MeetingStatus
from eyre_web.accounts.middleware import Request
from eyre_web.audit import services as audit
from eyre_web.audit.services import ChangedMeanwhile
from eyre_web.meetings.models import Meeting
from eyre_web.minutes.notes import attending
from eyre_web.minutes.notes.attending import AttendanceChanged
from eyre_web.minutes.notes.forms import AttendanceForm, NextMeetingForm, TimesForm, next_of, said_now, times_of
from eyre_web.minutes.notes.found import kept_meeting


@require_POST
@login_required
def begin(request: Request, home: str) -> HttpResponse:
    meeting = kept_meeting(request, home)
    try:
        attending.begin_meeting(meeting.pk, by=request.user, on=timezone.localdate())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("notes", home)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: Request, home: str) -> HttpResponse:
    """Who is there, in which capacity; apologies; who chairs and who writes. It can be sent again at any time."""
    meeting = kept_meeting(request, home)
    form = (
        AttendanceForm(request.POST, meeting=meeting) if request.method == "POST" else AttendanceForm(meeting=meeting)
    )
    if form.is_bound and form.is_valid():
        try:
            attending.keep_attendance(
                meeting.pk, form.attendance(), seen=form.cleaned_data["seen"], by=request.user, on=timezone.localdate()
            )
        except AttendanceChanged as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.meeting)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The attendance is written down."))
            return redirect("notes", home)
    return render(request, "notes/attendance.html", {"meeting": meeting, "form": form, "is_open": _is_open(meeting)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def times(request: Request, home: str) -> HttpResponse:
    """When it began and ended."""
    meeting = kept_meeting(request, home)
    initial = {**times_of(meeting), "seen": audit.last_about(meeting.reference)}
    form = TimesForm(request.POST) if request.method == "POST" else TimesForm(initial=initial)
    now: list[str] | None = None  # what stands there, where somebody else was quicker
    if form.is_bound and form.is_valid():
        try:
            attending.keep_times(meeting.pk, **form.cleaned_data, by=request.user, on=timezone.localdate())
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.seen)
            now = said_now(TimesForm(initial=times_of(meeting)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The times are written down."))
            return redirect("notes", home)
    title = _("When it began and ended")
    return render(request, "notes/when.html", {"meeting": meeting, "form": form, "title": title, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def next_meeting(request: Request, home: str) -> HttpResponse:
    """When it meets next."""
    meeting = kept_meeting(request, home)
    if request.method == "POST":
        form = NextMeetingForm(request.POST, meeting=meeting)
    else:
        seen = audit.last_about(meeting.reference)
        form = NextMeetingForm(initial={**next_of(meeting), "seen": seen}, meeting=meeting)
    now: list[str] | None = None  # what stands there, where somebody else was quicker
    if form.is_bound and form.is_valid():
        try:
            attending.keep_next_meeting(
                meeting.pk, form.following(), by=request.user, on=timezone.localdate(), seen=form.cleaned_data["seen"]
            )
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.see(refusal.seen)
            now = said_now(NextMeetingForm(initial=next_of(meeting), meeting=meeting))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The next meeting is written down."))
            return redirect("notes", home)
    context = {"meeting": meeting, "form": form, "title": _("The next meeting"), "now": now}
    return render(request, "notes/when.html", context)


def _is_open(meeting: Meeting) -> bool:
    return meeting.status == MeetingStatus.HELD
