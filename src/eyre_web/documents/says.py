"""What was written down about a document, as its history says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Event
from eyre_web.meetings.says import say_kind

WHAT: Final[Mapping[str, str | Promise]] = {
    "document.asked_for": gettext_lazy("Asked for"),
    "document.received": gettext_lazy("Received"),
    "document.given": gettext_lazy("Given as evidence on an action"),
    "document.version_added": gettext_lazy("Version added"),
    "document.handed_over": gettext_lazy("Handed to a post"),
    "document.marked": gettext_lazy("Marking changed"),
}

FIELDS: Final[Mapping[str, str | Promise]] = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "marking": gettext_lazy("Marking"),
    "asked_of": gettext_lazy("Asked of"),
    "asked_for_on": gettext_lazy("Asked for on"),
    "due_on": gettext_lazy("By when it is to come"),
    "received_on": gettext_lazy("Received on"),
    "version": gettext_lazy("Version"),
    "on": gettext_lazy("Dated"),
    "state": gettext_lazy("State"),
    "file": gettext_lazy("File"),
    "held_by": gettext_lazy("Held by"),
    "since": gettext_lazy("Since"),
    "note": gettext_lazy("Note"),
}
POSTS: Final = ("asked_of", "held_by")
DAYS: Final = ("asked_for_on", "due_on", "received_on", "on", "since")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that an event changed, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a timeline, with what the component of that name prints."""

    when: datetime | date
    what: str
    who: str = ""
    words: str = ""
    why: str = ""
    changes: Sequence[Changed] = ()

    @property
    def has_time(self) -> bool:
        return isinstance(self.when, datetime)


def timeline(events: Iterable[AuditEvent], directory: Directory) -> list[Told]:
    """What was written down, the newest first. What was removed by decision leaves its gap."""
    return [_told(event, directory) for event in sorted(events, key=lambda event: -event.number)]


def _told(event: AuditEvent, directory: Directory) -> Told:
    when, what = timezone.localtime(event.at), str(WHAT.get(event.what, event.what))
    if event.payload.is_removed:
        return Told(when, what, words=_("What this entry said was removed by decision."))
    says = event.payload.says
    changes = tuple(_changes(says["before"], says["after"], directory))
    return Told(when, what, who=says["who"], why=says["why"], changes=changes)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], directory: Directory) -> Iterator[Changed]:
    for name, label in FIELDS.items():
        was, is_now = before.get(name, ""), after.get(name, "")
        if was != is_now:
            yield Changed(str(label), _said(name, was, directory), _said(name, is_now, directory))


def _said(name: str, value: str, directory: Directory) -> str:
    if name in DAYS and value:
        return date_format(date.fromisoformat(value), "j F Y")
    return directory.title(value) if name in POSTS and value else value


def told_of_action(events: Iterable[Event], directory: Directory) -> list[Told]:
    """Events of an action in the same form, the newest first."""
    newest = sorted(events, key=lambda event: (event.at, event.pk), reverse=True)
    return [Told(event.at, say_kind(event.kind), directory.title(event.by), event.words) for event in newest]
