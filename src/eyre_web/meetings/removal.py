"""Personal data goes by decision of a named person: out of the audit trail, and out of what happened to a record.

The chain stays whole, because it is built over salted hashes (`audit.chain`). Where the words were, a gap is left that
names the decision. The notes of a meeting are another thing: what they say is corrected in a new version.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre_web.accounts.access import access_of, check_may
from eyre_web.accounts.models import User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Event

GAP = "[removed by decision: audit event %d]"  # the database lets no other words take the place of an event's


@transaction.atomic
def remove_personal_data(number: int, *, by: User, on: date, why: str) -> AuditEvent:
    """Take away what an entry of the trail says in full, and the words of the event that it tells of, if it does.

    Raises PermissionDenied, and Refused without a reason, where it is gone already, and for an entry that says itself
    why something was removed: a decision stays on record.
    """
    check_may(access_of(by, on), Permission.REMOVE_PERSONAL_DATA)
    entry = AuditEvent.objects.select_related("payload").filter(number=number).first()
    if entry is not None and entry.what == audit.REMOVED:
        raise Refused(_("This entry is itself the decision to remove something. It stays on record."))
    told = None if entry is None else event_told_of(entry)
    removal = audit.remove_payload(number, by=by, why=why.strip())
    if told is not None:
        told.words = GAP % removal.number
        told.save(update_fields=["words"])
    return removal


def event_told_of(entry: AuditEvent) -> Event | None:
    """What happened to a record and is told of by an entry of the trail: the same words, written down just before."""
    told = Event.objects.filter(reference=entry.about, entered_at__lte=entry.at, words=entry.payload.says.get("why"))
    return told.filter(kind=entry.what.partition(".")[2]).order_by("-pk").first()
