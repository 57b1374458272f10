"""The meeting around its lines: that it begins, who is there, when it began and ended, and when it meets next.

Each function locks the meeting, asks whether this person may and whether it may happen, does it, and writes it into the
audit trail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.body import meeting as said
from eyre.body.check import EVERYONE
from eyre.core import Refused, say_date
from eyre.core.codec import json_ready
from eyre.cycle.states import MeetingStatus, check_can_move
from eyre.cycle.words import ApologiesRecorded, AttendanceState
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, Meeting
from eyre_web.minutes.notes.setting import check_can_be_typed
from eyre_web.minutes.permissions import check_may_keep_notes

MEETINGS_LOOKED_AT = 6  # of its series: half a year of a monthly meeting


class AttendanceChanged(Refused):
    """Somebody else has written to the attendance since the person looked; `meeting` is as it is now."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        super().__init__(
            _("Somebody else has changed the attendance meanwhile. What differs is marked below: look, and send again.")
        )


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, in which capacity; what is known of apologies; and who chairs and writes."""

    seats: tuple[said.Attendance, ...]
    apologies: ApologiesRecorded
    chair: str = ""
    minute_taker: str = ""


@transaction.atomic
def begin_meeting(meeting_id: int, *, by: User, on: date) -> Meeting:
    """Say that a planned meeting begins: from now on notes are taken. Raises Refused before its day."""
    meeting = _locked(meeting_id, by=by, on=on)
    check_can_move(MeetingStatus(meeting.status), MeetingStatus.HELD)
    if meeting.date > on:
        raise Refused(
            _("This meeting is planned for %(day)s, and today is %(today)s. Give it another day first.")
            % {"day": say_date(meeting.date), "today": say_date(on)}
        )
    before = {"status": meeting.status}
    meeting.status = MeetingStatus.HELD
    meeting.save(update_fields=["status"])
    audit.record("meeting.begun", meeting.reference, by=by, before=before, after={"status": meeting.status})
    return meeting


def apologies_of(seats: Iterable[said.Attendance], none_sent: bool) -> ApologiesRecorded:
    """What is known of apologies: some were sent, or somebody says that none were, or nobody wrote it down."""
    if any(seat.state is AttendanceState.APOLOGIES for seat in seats):
        return ApologiesRecorded.RECORDED
    return ApologiesRecorded.NONE_RECORDED if none_sent else ApologiesRecorded.NOT_RECORDED


def usual_at(meeting: Meeting) -> set[str]:
    """The posts that are usual at a meeting: at one of the last meetings of its series in any way, or its chair."""
    before = Meeting.objects.filter(series=meeting.series, date__lt=meeting.date, is_standing=True)
    usual = set()
    for kept in before.order_by("-date").values_list("kept", flat=True)[:MEETINGS_LOOKED_AT]:
        usual |= {kept.get("chair"), *(seat["post"] for seat in kept.get("attendance", ()))}
    return usual - {None, ""}


def stamp(meeting: Meeting) -> str:
    """What the attendance of a meeting is, for telling whether it was changed."""
    return repr([meeting.kept.get(name) for name in ("attendance", "apologies", "chair", "minute_taker")])


@transaction.atomic
def keep_attendance(meeting_id: int, new: Attendance, *, seen: str, by: User, on: date) -> None:
    """Write down who is there. seen: the stamp of what the person had before them. Raises AttendanceChanged.

    Where everyone present owns an action, whoever is present now does.
    """
    meeting = _open(meeting_id, by=by, on=on)
    if stamp(meeting) != seen:
        raise AttendanceChanged(meeting)
    plain = {
        "attendance": [json_ready(seat) for seat in new.seats],
        "apologies": new.apologies,
        "chair": new.chair,
        "minute_taker": new.minute_taker,
    }
    _keep(meeting, "meeting.attendance", plain, by=by)
    for action in Action.objects.filter(item__meeting=meeting, owners__key=EVERYONE).distinct():
        interchange.keep_owners(action, action.owner_keys, meeting)


@transaction.atomic
def keep_times(meeting_id: int, *, start: time | None, end: time | None, by: User, on: date) -> None:
    """Write down when the meeting began and ended. Raises Refused where it ends before it begins."""
    meeting = _open(meeting_id, by=by, on=on)
    if start and end and end <= start:
        raise Refused(_("It ends before it begins. Change one of the two times."))
    _keep(meeting, "meeting.times", {"start": start, "end": end}, by=by)


@transaction.atomic
def keep_next_meeting(meeting_id: int, following: said.NextMeeting | None, *, by: User, on: date) -> None:
    """Write down when it meets next; None: nothing was said of it. Raises Refused for a day that is not after it."""
    meeting = _open(meeting_id, by=by, on=on)
    if following and following.date and following.date <= meeting.date:
        raise Refused(_("The next meeting comes after this one, of %(day)s.") % {"day": say_date(meeting.date)})
    _keep(meeting, "meeting.next", {"next_meeting": following and json_ready(following)}, by=by)


def _keep(meeting: Meeting, what: str, new: Mapping[str, Any], *, by: User) -> None:
    """Keep what has no column of its own, as the body value writes it; nothing is kept of what is empty."""
    before = {name: meeting.kept.get(name) for name in new}
    now = {**meeting.kept, **new}
    meeting.kept = {name: value for name, value in now.items() if value not in (None, "", [], {})}
    value = json_ready(interchange.meeting_alone(meeting))  # in its one writing, or a fault
    meeting.kept = {name: value[name] for name in meeting.kept if name in value}
    meeting.save(update_fields=["kept"])
    audit.record(what, meeting.reference, by=by, before=before, after={name: meeting.kept.get(name) for name in new})


def _locked(meeting_id: int, *, by: User, on: date) -> Meeting:
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    check_may_keep_notes(access_of(by, on))
    return meeting


def _open(meeting_id: int, *, by: User, on: date) -> Meeting:
    meeting = _locked(meeting_id, by=by, on=on)
    check_can_be_typed(meeting)
    return meeting
