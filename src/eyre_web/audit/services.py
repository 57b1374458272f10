"""Adding to the audit trail, taking personal data out of it, and seeing whether it is whole.

Whoever adds an event holds the end of the trail until the transaction ends. So that no two changes wait for each other
for ever, a change locks every record it will change before it adds its first event, and locks it with `no_key=True`:
what names the record (an event, its account) can still be written by others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre_web.audit.chain import BEGINNING, event_hash, payload_hash, payload_text
from eyre_web.audit.models import AuditEvent, AuditHead, AuditPayload

SALT_BYTES = 16
REMOVED = "audit.payload_removed"


def hold_the_end() -> AuditHead:
    """Hold the end of the trail, and so every other change, until this transaction ends.

    For whoever gives out a key, a place or an address: what is taken is then known, and nobody else takes it meanwhile.
    """
    return AuditHead.objects.select_for_update(no_key=True).get()


def record(
    what: str,
    about: str,
    *,
    by: Any,
    who: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> AuditEvent:
    """Add an event to the trail, in the transaction of the change that it tells of.

    by: the account, or None where the server acts by itself or somebody without an account does; who: how the payload
    then names them. before, after: what changed, in plain values.
    Raises RuntimeError outside a transaction: a change could then be kept and its event lost.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit event is recorded in the transaction of its change.")
    head = hold_the_end()
    text = payload_text(
        {"who": who if by is None else str(by), "before": dict(before or {}), "after": dict(after or {}), "why": why}
    )
    salt = secrets.token_hex(SALT_BYTES)
    event = AuditEvent(
        number=head.number + 1,
        at=timezone.now(),
        account=by,
        what=what,
        about=about,
        payload_hash=payload_hash(salt, text),
        previous=head.hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    AuditPayload(event=event, salt=salt, text=text).save(force_insert=True)
    head.number, head.hash = event.number, event.hash
    head.save(update_fields=["number", "hash"])
    return event


def hash_of(event: AuditEvent) -> str:
    """What the hash of an event must be, from what its row says."""
    return event_hash(
        number=event.number,
        at=event.at,
        account=event.account_id,
        what=event.what,
        about=event.about,
        payload=event.payload_hash,
        previous=event.previous,
    )


@transaction.atomic
def remove_payload(number: int, *, by: Any, why: str) -> AuditEvent:
    """Take away what an event says in full, by decision of a named person with a reason; the gap stays marked.

    Raises Refused without a reason, where it is gone already, or where there is no such event.
    """
    if not why.strip():
        raise Refused(_("Personal data is removed for a reason. Say which."))
    payload = AuditPayload.objects.select_for_update(no_key=True).filter(event__number=number).first()
    if payload is None or payload.is_removed:
        raise Refused(_("Event %(number)d has no payload that could be removed.") % {"number": number})
    removal = record(REMOVED, f"audit {number}", by=by, why=why)
    payload.salt = payload.text = None
    payload.removal = removal
    payload.save(update_fields=["salt", "text", "removal"])
    return removal


# --- is it whole? --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole chain found.

    events: how many were sound, from the first. head: the hash of the last of them. broken_at: the number of the first
    event that is not as it was written, None where all are; why: what is wrong with it. gaps: events whose payload was
    removed by decision.
    """

    events: int
    head: str
    broken_at: int | None = None
    why: str = ""
    gaps: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def verify() -> Verified:
    """Go through the whole chain and say at which event it breaks, if it does."""
    sound, head = 0, BEGINNING
    gaps: list[int] = []
    for event in _events():
        fault = _fault(event, sound + 1, head)
        if fault:
            return Verified(sound, head, sound + 1, fault, tuple(gaps))
        if event.payload.is_removed:
            gaps.append(event.number)
        sound, head = event.number, event.hash
    end = AuditHead.objects.get()
    if (end.number, end.hash) != (sound, head):
        return Verified(sound, head, sound + 1, _("events after it are gone: the chain once was longer."), tuple(gaps))
    return Verified(sound, head, gaps=tuple(gaps))


def _events() -> Iterator[AuditEvent]:
    return AuditEvent.objects.select_related("payload__removal").order_by("number").iterator(chunk_size=2000)


def _fault(event: AuditEvent, number: int, previous: str) -> str:
    """What is wrong with an event that should be the next one; nothing where it is right."""
    if event.number != number:
        return _("event %(number)d is not there.") % {"number": number}
    if event.previous != previous:
        return _("it does not follow the event before it.")
    if event.hash != hash_of(event):
        return _("its row was changed.")
    payload = getattr(event, "payload", None)
    if payload is None:
        return _("what it says in full is gone, and no decision to remove it is recorded.")
    if payload.is_removed:
        decided = payload.removal.what == REMOVED and payload.removal.about == f"audit {number}"
        return "" if decided else _("what it says in full is gone, and no decision to remove it is recorded.")
    if payload_hash(payload.salt or "", payload.text or "") != event.payload_hash:
        return _("what it says in full was changed.")
    return ""


def head() -> str:
    """The hash of the last event, for printing on what is issued: it binds everything that was done until then."""
    return AuditHead.objects.get().hash


def holds(printed: str) -> bool:
    """Say whether a head that was printed on an issued document is in this chain: nothing before it was rewritten."""
    return AuditEvent.objects.filter(hash=printed).exists()
