"""Every change to the register of documents.

Each function asks in the same order: lock, may this person, may this happen; then does it and writes it into the audit
trail, which is the document's history. Versions and holdings are only ever added.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from eyre.core import Refused, say_date
from eyre_web.accounts.access import Access, access_of, check_may
from eyre_web.accounts.models import Post, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.documents.models import MARKINGS, Document, DocumentHolding, DocumentVersion
from eyre_web.documents.permissions import check_may_keep, check_may_send, may_keep
from eyre_web.files.storage import keep_file
from eyre_web.files.uploads import Arrived
from eyre_web.meetings import services as meetings
from eyre_web.meetings.models import Action

Check = Callable[[Access, Document], None]
LONGEST_KEY = 60
EVIDENCE = "evidence"  # the kind of a document that was given with an action


class DocumentChangedMeanwhile(Refused):
    """Somebody else has written about the document since the person looked at it; `events` is what they wrote."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        self.events = tuple(events)
        super().__init__(_("This document was changed after you opened it. Look at the change, then send again."))


def history(document: Document) -> list[AuditEvent]:
    """What was written down about a document, oldest first."""
    return list(AuditEvent.objects.filter(about=document.reference).select_related("payload"))


# --- asking, receiving, handing over -------------------------------------------------------------------------------


@transaction.atomic
def ask_for_document(
    *,
    by: User,
    on: date,
    title: str,
    kind: str,
    marking: str,
    asked_of: str,
    asked_for_on: date,
    due_on: date | None = None,
    note: str = "",
) -> Document:
    """Ask a post for a document that the register does not have. due_on: by when it is to come."""
    check_may(access_of(by, on), Permission.KEEP_DOCUMENTS)
    _check_days(asked_for_on, due_on, on)
    _check_post(asked_of)
    document = _new(title, kind=kind, marking=marking, note=note)
    document.asked_of, document.asked_for_on, document.due_on = asked_of, asked_for_on, due_on
    document.save(update_fields=["asked_of", "asked_for_on", "due_on"])
    after = {"title": document.title, "kind": kind, "marking": marking, "asked_of": asked_of}
    days = {"asked_for_on": _day(asked_for_on), "due_on": _day(due_on)}
    audit.record("document.asked_for", document.reference, by=by, after={**after, **days, "note": note})
    return document


@transaction.atomic
def ask_again(
    document_id: int, *, by: User, on: date, asked_of: str, asked_for_on: date, due_on: date | None = None,
    seen: int | None = None,
) -> Document:  # fmt: skip
    """Ask for a document that is known and was not asked for yet. Raises Refused where it was."""
    document, _access = _locked(document_id, check_may_keep, by=by, on=on, seen=seen)
    if document.asked_for_on is not None:
        raise Refused(_("It was asked for on %(day)s already.") % {"day": say_date(document.asked_for_on)})
    _check_days(asked_for_on, due_on, on)
    _check_post(asked_of)
    changed = {"asked_of": asked_of, "asked_for_on": asked_for_on, "due_on": due_on, "received_on": None}
    return _change(document, "document.asked_for", changed, by=by)


@transaction.atomic
def receive_document(
    document_id: int,
    *,
    by: User,
    on: date,
    received_on: date,
    version: str,
    state: str = "",
    held_by: str = "",
    file: Arrived | None = None,
    seen: int | None = None,
) -> Document:
    """Write down that a document came, in which version, and which post holds it now.

    Whoever was asked for it sends it themselves, on the day: only who keeps the register gives an earlier one.
    Raises Refused for a day before it was asked for or in the future, or where it was received already.
    """
    document, access = _locked(document_id, check_may_send, by=by, on=on, seen=seen)
    if document.received_on is not None:
        raise Refused(
            _("It was received on %(day)s. What came since is a new version.") % {"day": say_date(document.received_on)}
        )
    if received_on != on and not may_keep(access, document):
        raise PermissionDenied(_("What you send is received today."))
    _check_day(received_on, on)
    if document.asked_for_on and received_on < document.asked_for_on:
        raise Refused(
            _("It was asked for on %(day)s, and cannot have come before.") % {"day": say_date(document.asked_for_on)}
        )
    _add_version(document, version, on=received_on, state=state, file=file)
    if held_by:
        _add_holding(document, held_by, version, received_on)
    document.received_on = received_on
    document.save(update_fields=["received_on"])
    after = {"received_on": _day(received_on), **_said_of(version, state, file), "held_by": held_by}
    audit.record("document.received", document.reference, by=by, after=after)
    return document


@transaction.atomic
def add_version(
    document_id: int,
    *,
    by: User,
    on: date,
    version: str,
    dated: date,
    state: str = "",
    file: Arrived | None = None,
    seen: int | None = None,
) -> Document:
    """Add a version; dated: the day it bears. Raises Refused for one that is there already."""
    document, _access = _locked(document_id, check_may_send, by=by, on=on, seen=seen)
    _check_day(dated, on)
    _add_version(document, version, on=dated, state=state, file=file)
    after = {**_said_of(version, state, file), "on": _day(dated)}
    audit.record("document.version_added", document.reference, by=by, after=after)
    return document


@transaction.atomic
def hand_over(
    document_id: int, *, by: User, on: date, post: str, version: str, since: date, seen: int | None = None
) -> Document:
    """Write down that a post holds a version since a day."""
    document, _access = _locked(document_id, check_may_keep, by=by, on=on, seen=seen)
    _check_day(since, on)
    if not document.versions.filter(version=version).exists():
        raise Refused(_("There is no version %(version)s of it. Add it first.") % {"version": version})
    if document.held_by.filter(post=post, version=version).exists():
        raise Refused(_("That post holds this version already."))
    _add_holding(document, post, version, since)
    after = {"held_by": post, "version": version, "since": _day(since)}
    audit.record("document.handed_over", document.reference, by=by, after=after)
    return document


@transaction.atomic
def mark_document(
    document_id: int, *, by: User, on: date, marking: str, reason: str, seen: int | None = None
) -> Document:
    """Give a document another marking, for a reason."""
    document, _access = _locked(document_id, check_may_keep, by=by, on=on, seen=seen)
    if not reason.strip():
        raise Refused(_("A marking is changed for a reason. Say which."))
    if marking == document.marking:
        raise Refused(_("It is marked %(marking)s already.") % {"marking": marking})
    _check_marking(marking)
    return _change(document, "document.marked", {"marking": marking}, by=by, why=reason.strip())


# --- documents of an action ----------------------------------------------------------------------------------------


@transaction.atomic
def give_file(
    action_id: int, *, by: User, on: date, title: str, marking: str, words: str, file: Arrived, seen: int | None = None
) -> Document:
    """Give a file as evidence on an action: it is entered in the register, and the action names it.

    Whoever may answer the action may do this; the post that answers holds the document.
    """
    Action.objects.select_for_update(no_key=True).get(pk=action_id)
    key = _free_key(title)
    action = meetings.give_evidence(action_id, by=by, on=on, document=key, words=words, seen=seen)
    document = _new(title, kind=EVIDENCE, marking=marking, key=key)
    document.received_on = on
    document.save(update_fields=["received_on"])
    _add_version(document, "1", on=on, state="", file=file)
    post = _post_of_last_event(action)
    _add_holding(document, post, "1", on)
    after = {"title": document.title, "marking": marking, **_said_of("1", "", file), "held_by": post}
    audit.record("document.given", document.reference, by=by, after=after, why=words)
    return document


@transaction.atomic
def receive_for_action(
    action_id: int, document_id: int, *, by: User, on: date, words: str, seen: int | None = None, **received: Any
) -> Document:
    """Write down that a document came which an action asked for: in the register, and among what happened to it."""
    key = Document.objects.select_for_update(no_key=True).get(pk=document_id).key
    meetings.document_received(action_id, by=by, on=on, document=key, words=words, seen=seen)
    return receive_document(document_id, by=by, on=on, **received)


def _post_of_last_event(action: Action) -> str:
    return action.events.order_by("-pk")[0].by


# --- how a change is made ------------------------------------------------------------------------------------------


def _locked(document_id: int, check: Check, *, by: User, on: date, seen: int | None) -> tuple[Document, Access]:
    """The document, held until the change is made, and what the person may do.

    Raises PermissionDenied, or DocumentChangedMeanwhile where the person has not seen all that was written about it.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=document_id)
    access = access_of(by, on)
    check(access, document)
    unseen = [event for event in history(document) if seen is not None and event.number > seen]
    if unseen:
        raise DocumentChangedMeanwhile(unseen)
    return document, access


def _change(document: Document, what: str, changed: Mapping[str, Any], *, by: User, why: str = "") -> Document:
    before = {name: _plain(getattr(document, name)) for name in changed}
    for name, value in changed.items():
        setattr(document, name, value)
    document.save(update_fields=list(changed))
    after = {name: _plain(value) for name, value in changed.items()}
    audit.record(what, document.reference, by=by, before=before, after=after, why=why)
    return document


def _new(title: str, *, kind: str, marking: str, note: str = "", key: str = "") -> Document:
    _check_marking(marking)
    last = Document.objects.aggregate(Max("place"))["place__max"]
    return Document.objects.create(
        key=key or _free_key(title),
        title=" ".join(title.split()),
        kind=kind.strip(),
        marking=marking,
        note=note.strip(),
        place=0 if last is None else last + 1,
    )


def _free_key(title: str) -> str:
    """A key in plain letters and digits, as the title says it, and with a number behind where that is taken.

    Raises Refused for a title without a letter.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-")
    if not slug:
        raise Refused(_("Give it a title with letters, so that it can be found."))
    audit.hold_the_end()
    taken = set(Document.objects.filter(key__startswith=slug).values_list("key", flat=True))
    return next(key for key in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def _add_version(document: Document, version: str, *, on: date, state: str, file: Arrived | None) -> None:
    """Add a version, its file last: so a change that is refused leaves no file behind."""
    version = version.strip()
    if document.versions.filter(version=version).exists():
        raise Refused(_("There is a version %(version)s already. Give this one another number.") % {"version": version})
    DocumentVersion.objects.create(
        document=document,
        place=document.versions.count(),
        version=version,
        on=on,
        state=state.strip(),
        sha256=file.looked.sha256 if file else "",
        file_name=file.name if file else "",
    )
    if file:
        keep_file(file.path, sha256=file.looked.sha256, ending=file.ending)


def _add_holding(document: Document, post: str, version: str, since: date) -> None:
    _check_post(post)
    DocumentHolding.objects.create(
        document=document, place=document.held_by.count(), post=post, version=version, since=since
    )


def _said_of(version: str, state: str, file: Arrived | None) -> dict[str, str]:
    came_as = {"file": file.name, "sha256": file.looked.sha256} if file else {}
    return {"version": version, "state": state, **came_as}


def _check_post(key: str) -> None:
    if not Post.objects.filter(key=key).exists():
        raise Refused(_('There is no post "%(post)s".') % {"post": key})


def _check_marking(marking: str) -> None:
    if marking not in MARKINGS:
        raise Refused(_("Choose a marking: %(markings)s.") % {"markings": ", ".join(MARKINGS)})


def _check_day(day: date, on: date) -> None:
    if day > on:
        raise Refused(_("%(day)s is still to come. Give a day that has been.") % {"day": say_date(day)})


def _check_days(asked_for_on: date, due_on: date | None, on: date) -> None:
    _check_day(asked_for_on, on)
    if due_on is not None and due_on < asked_for_on:
        raise Refused(_("It cannot be due before it is asked for. Give a later day."))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(value: Any) -> str:
    return _day(value) if isinstance(value, date) or value is None else str(value)
