"""What was done, as the page of the audit trail says it; the key of each event stands in the trail itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.cycle.events import EventKind
from eyre_web.meetings.says import say_kind

SAYS: Final[Mapping[str, str | Promise]] = {
    "account.closed": _("Account closed"),
    "account.invited": _("Link to set a password sent"),
    "account.made": _("Account made"),
    "account.password_set": _("Password set by a link"),
    "account.roles": _("Roles changed"),
    "account.second_factor_added": _("Second factor set up"),
    "account.second_factor_removed": _("Second factor given up"),
    "action.made": _("Action written down"),
    "agenda.item_added": _("Item added to the agenda"),
    "agenda.item_changed": _("Item of the agenda changed"),
    "agenda.item_moved": _("Item of the agenda moved"),
    "agenda.item_removed": _("Item taken off the agenda"),
    "agenda.taken": _("Offers taken on to the agenda"),
    "asked_for.declined": _("Matter that was asked for declined"),
    "asked_for.kept": _("Matter that was asked for written down"),
    "audit.payload_removed": _("What an entry said removed by decision"),
    "body.imported": _("Body imported"),
    "body.series_added": _("Series of meetings added"),
    "body.series_changed": _("Series of meetings changed"),
    "document.asked_for": _("Document asked for"),
    "document.given": _("Document given"),
    "document.handed_over": _("Who holds a document written down"),
    "document.marked": _("Marking of a document changed"),
    "document.received": _("Document received"),
    "document.version_added": _("Version of a document added"),
    "file.put_aside": _("File put aside by the virus scanner"),
    "line.changed": _("Line of the notes changed"),
    "line.entered": _("Line of the notes written"),
    "line.looked_at": _("Line of the notes looked at"),
    "line.moved": _("Line of the notes moved"),
    "line.only_a_note": _("Line of the notes made a plain note"),
    "line.struck": _("Line of the notes struck out"),
    "link.made": _("Link to answer an action made"),
    "link.revoked": _("Link to answer an action taken back"),
    "loose_end.set_aside": _("Loose end set aside"),
    "matter.joined": _("Matter joined"),
    "matter.linked": _("Matter linked"),
    "matter.opened": _("Matter opened"),
    "meeting.agenda_issued": _("Agenda issued"),
    "meeting.apologies": _("Apologies written down"),
    "meeting.attendance": _("Attendance written down"),
    "meeting.begun": _("Meeting begun"),
    "meeting.cancelled": _("Meeting cancelled"),
    "meeting.header_changed": _("Day, hour, venue or chair of a meeting changed"),
    "meeting.next": _("Next meeting written down"),
    "meeting.planned": _("Meeting planned"),
    "meeting.times": _("Beginning and end of a meeting written down"),
    "notes.agreed": _("Notes agreed"),
    "notes.corrected": _("Correction of notes begun"),
    "notes.published": _("Notes published"),
    "notes.sent": _("Draft notes sent to the force"),
    "part.ended": _("Part in an action, matter or plan ended"),
    "part.given": _("Part in an action, matter or plan given"),
    "post.ended": _("Last day of a post written down"),
    "post.held": _("Somebody came into a post"),
    "post.left": _("Last day of somebody in a post written down"),
    "post.made": _("Post written down"),
    "question.changed": _("Question changed"),
    "question.commissioned": _("Question put beforehand"),
    "question.replied": _("Question answered"),
    "question.requested": _("Question sent"),
    "question.settled": _("How a question was answered written down"),
    "question.withdrawn": _("Question taken back"),
    "risk.looked_at": _("Risk looked at again"),
    "sheet.row_accepted": _("Row of a sheet taken over"),
    "sheet.taken_in": _("Sheet uploaded"),
    "token.made": _("Token made"),
    "token.revoked": _("Token revoked"),
}


def say_event(what: str) -> str:
    """An event in words: what happened to an action or another record later in the words of its own page."""
    kind = what.partition(".")[2]
    if what in SAYS:
        return str(SAYS[what])
    return say_kind(EventKind(kind)) if kind in list(EventKind) else what
