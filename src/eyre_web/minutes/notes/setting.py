"""Where the lines of a meeting are typed: what may be named there, and whether they may be typed at all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from eyre.body.folder import BodyFolder
from eyre.core import Refused
from eyre.cycle.states import MeetingStatus
from eyre.minutes.lines import LineSetting, Names
from eyre.minutes.loose_ends import IN_THE_ROOM
from eyre_web.meetings.models import Meeting
from eyre_web.meetings.new_actions import known_days


def line_setting(meeting: Meeting, folder: BodyFolder) -> LineSetting:
    """The setting of a meeting: its day, the days of its series, and who is in the room, once that is written down."""
    seats = meeting.kept.get("attendance", ())
    present = frozenset(seat["post"] for seat in seats if seat.get("state", "present") in IN_THE_ROOM)
    names = Names.of(folder, meeting.date)
    return LineSetting(meeting.home, meeting.date, names, known_days(meeting), present or None)


def check_can_be_typed(meeting: Meeting) -> None:
    """Raise Refused, saying what to do, unless the notes of a meeting are a draft."""
    if meeting.status in (MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED):
        raise Refused(_("This meeting has not begun. Say that it begins, and then take notes."))
    if meeting.status == MeetingStatus.CANCELLED:
        raise Refused(_("This meeting was cancelled: there is nothing to take notes of."))
    if meeting.status != MeetingStatus.HELD:
        raise Refused(_("These notes are agreed and are changed no more. A correction is a new version of them."))
