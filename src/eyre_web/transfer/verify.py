"""Whether everything is as it was written: the trail, the files, the database, and what is repeated for queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from eyre.cycle.events import EventKind
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import KeptFile
from eyre_web.documents.models import DocumentVersion
from eyre_web.files.storage import kept_by_hash, unnamed_files
from eyre_web.finding import indexing
from eyre_web.meetings.models import Action, Event
from eyre_web.transfer.database import damage
from eyre_web.transfer.folder import damaged_files


@dataclass(frozen=True, slots=True)
class Report:
    """What `eyre verify` found. faults: sentences, none where all is well."""

    trail: audit.Verified
    files: int
    actions: int
    faults: tuple[str, ...]


def verify(printed: str = "") -> Report:
    """Look at everything. printed: the head of the trail as it stands on an issued document, to be found in it."""
    trail, files = audit.verify(), list(KeptFile.objects.all())
    faults = [] if trail.is_whole else [_trail_fault(trail)]
    if printed and not audit.holds(printed):
        faults.append(
            _("The trail does not hold the head %(head)s: what stood before it was rewritten.") % {"head": printed}
        )
    faults += [str(fault) for fault in damaged_files(files)]
    faults += [_unnamed(name) for name in unnamed_files()]
    faults += [_without_file(version) for version in _with_files() if kept_by_hash(version.sha256) is None]
    faults += damage()
    actions = Action.objects.prefetch_related("events", "owners")
    faults += [_("%(action)s does not stand as its events say.") % {"action": a} for a in actions if not _is_stated(a)]
    faults += _rewritten()
    if astray := indexing.astray():
        faults.append(
            _("The index of words differs from the records in %(n)d entries. Make it anew: eyre migrate")
            % {"n": astray}
        )
    return Report(trail, len(files), actions.count(), tuple(faults))


def _trail_fault(trail: audit.Verified) -> str:
    return _("The audit trail breaks at event %(number)d: %(why)s") % {"number": trail.broken_at, "why": trail.why}


def _unnamed(name: str) -> str:
    said = _("%(name)s lies among the files, and no record names it: an upload was broken off. Look, and take it away.")
    return said % {"name": name}


def _with_files() -> QuerySet[DocumentVersion]:
    """Versions that came as a file; of others only the hash may be known here."""
    return DocumentVersion.objects.exclude(file_name="").select_related("document")


def _without_file(version: DocumentVersion) -> str:
    said = _("The file of version %(version)s of document %(key)s is not here. Put it back from a backup.")
    return said % {"version": version.version, "key": version.document.key}


def _is_stated(action: Action) -> bool:
    standing = action.standing
    due = standing.due
    as_it_stands = (action.status, action.due_on, action.times_redated, action.date_asked, action.changed_on)
    return as_it_stands == (standing.status, due.date, due.times_redated, standing.date_asked, standing.changed_on)


def _rewritten() -> Iterator[str]:
    """Each action of which the log tells something else than the trail: what is read every day is not in the chain.

    What came with the body folder is not compared; the trail does not tell of it.
    """
    told: dict[str, list[AuditEvent]] = defaultdict(list)
    of_actions = AuditEvent.objects.filter(what__in=[f"action.{kind}" for kind in EventKind])
    for entry in of_actions.select_related("payload").order_by("number").iterator(chunk_size=2000):
        told[entry.about].append(entry)
    happened: dict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.exclude(action=None).exclude(entered_at=None).order_by("pk").iterator(chunk_size=2000):
        happened[event.reference].append(event)
    for reference in sorted({*told, *happened}):
        for entry, event in zip_longest(told[reference], happened[reference]):
            if entry is None:
                yield _("%(action)s: the trail does not tell of what was written to it last.") % {"action": reference}
            elif event is None or not _tells_of(entry, event):
                said = _("%(action)s: its history does not say what entry %(number)d of the trail says.")
                yield said % {"action": reference, "number": entry.number}
                break  # all that follow may only have moved up


def _tells_of(entry: AuditEvent, event: Event) -> bool:
    if entry.what != f"action.{event.kind}":
        return False
    if entry.payload.is_removed:
        return True
    says = entry.payload.says
    after = says["after"]
    asked = event.sets_date.isoformat() if event.kind == EventKind.DATE_ASKED and event.sets_date else ""
    told = (says["why"], after["as"], after["document"], after.get("asked_for", ""))
    return (event.words, event.by, event.document, asked) == told
