"""The notes of a meeting as they read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import ApologiesRecorded, AttendanceState
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings import new_actions
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Meeting
from eyre_web.meetings.permissions import may_see_notes, may_see_records, may_set_actions
from eyre_web.meetings.says import say_meeting
from eyre_web.minutes.notes.forms import STATES, next_of, times_of
from eyre_web.minutes.notes.found import items_of, meeting_of
from eyre_web.minutes.notes.shown import Called, sections
from eyre_web.minutes.permissions import may_keep_notes

MAY_BE_TYPED = (MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED, MeetingStatus.HELD)
SEES_MEETINGS = (Permission.SEE_ALL, Permission.SEE_PUBLISHED)


@require_safe
@login_required
def meeting(request: Request, home: str) -> HttpResponse:
    """The whole notes, as far as the person may see them: who was there, and each item with its lines and actions."""
    check_may(request.access, *SEES_MEETINGS)
    found = meeting_of(request, home)
    if not found.is_standing and may_see_records(request.access):
        return redirect("version", home, found.version)  # its lines have gone over to a draft that was not sent
    called = Called()
    keeps, may_read = may_keep_notes(request.access), may_see_notes(request.access, found)
    context = {
        "meeting": found,
        "state": say_meeting(found.status),
        "sections": sections(items_of(found, request.access), called),
        "keeps": keeps,
        "may_type": keeps and found.status in MAY_BE_TYPED,
        "is_being_corrected": not found.is_standing,  # its actions have gone over to the correction
        "is_draft": found.status == MeetingStatus.HELD,
        "may_set_actions": may_set_actions(request.access, found) and found.status in new_actions.SETS,
        "may_read": may_read,
        "sees_all": request.access.may(Permission.SEE_ALL),
        "has_notes": found.notes and may_read and may_see_records(request.access),
        "head": _head(found, called.posts) if may_read and may_see_records(request.access) else None,
    }
    return render(request, "notes/meeting.html", context)


def _head(meeting: Meeting, directory: Directory) -> dict[str, Any]:
    """Who was there, where and when, as the head of the notes says it."""
    kept = meeting.kept
    seats: dict[str, list[str]] = {}
    for seat in kept.get("attendance", ()):
        title = directory.title(seat["post"])
        said = f"{title} ({seat['capacity']})" if seat.get("capacity") else title
        seats.setdefault(seat.get("state", AttendanceState.PRESENT), []).append(said)
    return {
        **times_of(meeting),
        "venue": kept.get("venue", ""),
        "chair": directory.title(kept["chair"]) if kept.get("chair") else "",
        "minute_taker": directory.title(kept["minute_taker"]) if kept.get("minute_taker") else "",
        "seats": [(STATES[state], seats[state]) for state in AttendanceState if state in seats],
        "no_apologies": kept.get("apologies") == ApologiesRecorded.NONE_RECORDED,
        "apologies_not_recorded": AttendanceState.APOLOGIES not in seats
        and kept.get("apologies") != ApologiesRecorded.NONE_RECORDED,
        "next": next_of(meeting) if kept.get("next_meeting") else None,
        "doubts": kept.get("doubts", ()),
    }
