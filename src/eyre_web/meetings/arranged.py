"""What was arranged about an action, a matter or a plan, beside what happened to it: parts, links, how it was opened.

It is read from the audit trail, for those who see every action. Addresses that links went to are not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.says import PARTS

WHAT: Final[Mapping[str, str | Promise]] = {
    "part.given": gettext_lazy("A part was given"),
    "part.ended": gettext_lazy("A part ended"),
    "link.made": gettext_lazy("A link to answer by was made"),
    "link.revoked": gettext_lazy("A link was taken back"),
    "matter.opened": gettext_lazy("Opened"),
    "matter.joined": gettext_lazy("An action goes on as it"),
    "matter.linked": gettext_lazy("Linked to another board"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a timeline, with what the component of that name prints."""

    when: datetime
    what: str
    who: str = ""
    words: str = ""
    why: str = ""
    has_time: bool = True


def arranged(reference: str, access: Access, directory: Directory) -> list[Told]:
    """What was arranged about a record, the newest first; nothing for whoever does not see every action."""
    if not access.may(Permission.SEE_ALL):
        return []
    events = AuditEvent.objects.filter(about=reference, what__in=WHAT).select_related("payload").order_by("-number")
    return [_told(event, directory) for event in events]


def _told(event: AuditEvent, directory: Directory) -> Told:
    when, what = timezone.localtime(event.at), str(WHAT[event.what])
    if event.payload.is_removed:
        return Told(when, what, words=_("What this entry said was removed by decision."))
    says = event.payload.says
    facts = {**says["before"], **says["after"]}
    if "part" in facts:
        words = f"{directory.title(facts['post'])}: {PARTS[facts['part']]}"
    elif "for" in facts:
        words = directory.title(facts["for"])
    else:
        words = facts.get("follows") or facts.get("linked_to", "")
    return Told(when, what, who=says["who"], words=words, why=says["why"])
