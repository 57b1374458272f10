"""What every change to a meeting that is still to be held begins with, and what was changed since somebody looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre.cycle.states import MeetingStatus
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.models import Post, User
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Meeting
from eyre_web.meetings.says import say_meeting
from eyre_web.minutes.permissions import check_may_keep_notes

TO_BE_HELD: Final = (MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED)


class MeetingChangedMeanwhile(Refused):
    """Somebody else has changed the meeting since the person looked at it; `events` is what they did."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        self.events = tuple(events)
        super().__init__(_("This meeting was changed after you opened it. Look at the change, then send again."))


def history(meeting: Meeting) -> list[AuditEvent]:
    """What was written down about a meeting and its agenda, oldest first."""
    return list(AuditEvent.objects.filter(about=meeting.reference).select_related("payload").order_by("number"))


def last_seen(events: Sequence[AuditEvent]) -> int:
    """What a person has seen who sees these: the number of the last, 0 where there is none."""
    return events[-1].number if events else 0


def locked(meeting_id: int, *, by: User, on: date, seen: int | None) -> tuple[Meeting, Access]:
    """A meeting that is to be held, kept from others until the change is made, and what the person may do.

    seen: the number of the last change the person had before them; None where that is not known.
    Raises PermissionDenied, MeetingChangedMeanwhile, and Refused for a meeting that was held or cancelled.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    access = access_of(by, on)
    check_may_keep_notes(access)
    unseen = [event for event in history(meeting) if seen is not None and event.number > seen]
    if unseen:
        raise MeetingChangedMeanwhile(unseen)
    check_is_to_be_held(meeting)
    return meeting, access


def check_is_to_be_held(meeting: Meeting) -> None:
    """Raise Refused for a meeting that was held or cancelled: its agenda is what it was."""
    if meeting.status not in TO_BE_HELD:
        raise Refused(
            _("This meeting is %(state)s: its agenda stays as it is.") % {"state": say_meeting(meeting.status)}
        )


def check_posts(*keys: str) -> None:
    """Raise Refused for the key of a post that the body does not have."""
    known = set(Post.objects.filter(key__in=keys).values_list("key", flat=True))
    lost = [key for key in keys if key and key not in known]
    if lost:
        raise Refused(_("There is no post %(key)s. Choose one of the body.") % {"key": lost[0]})


def day_said(day: Any) -> str:
    """A day as the audit trail has it."""
    return day.isoformat() if day else ""
