"""What of each record can be found: its words go into the index in the transaction that keeps the record.

Whatever is saved is indexed by itself. What is brought in by the thousand is not saved one by one: then, and at every
`eyre migrate`, the index is made anew. `eyre verify` compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from eyre.core import say_date
from eyre_web.documents.models import Document
from eyre_web.meetings.models import Action, Event, Item, Line, Matter, Meeting
from eyre_web.search import matching
from eyre_web.search.matching import Entry


class Findable(StrEnum):
    """The kinds of thing that can be found. A record is whatever stands under an item and has no row of its own."""

    ACTION = "action"
    EVENT = "event"
    MATTER = "matter"
    MEETING = "meeting"
    ITEM = "item"
    RECORD = "record"
    DOCUMENT = "document"


ALSO_WORDS = ("evidence_wanted", "subject", "reason")  # fields of a record that are words, beside its own
STATED = {
    "status",
    "due_on",
    "times_redated",
    "date_asked",
    "changed_on",
}  # of an action: written by `restate`, and no words


def entries_of(row: Any) -> Iterator[Entry]:
    """What of a row can be found; nothing of an earlier version of notes."""
    if isinstance(row, Action):
        due = (row.due or {}).get("words", "")
        yield Entry(Findable.ACTION, row.pk, row.reference, row.reference, _joined(row.words, due, row.closes_when))
    elif isinstance(row, Event):
        yield Entry(Findable.EVENT, row.pk, row.reference, row.reference, _joined(row.words, row.document))
    elif isinstance(row, Matter):
        yield Entry(Findable.MATTER, row.pk, f"matter {row.key}", row.title)
        if note := row.kept.get("note"):
            yield Entry(Findable.RECORD, row.pk, f"matter {row.key}", row.title, note)
    elif isinstance(row, Meeting) and row.is_standing:
        yield Entry(Findable.MEETING, row.pk, row.reference, row.title, say_date(row.date))
    elif isinstance(row, Item) and row.meeting.is_standing:
        yield Entry(Findable.ITEM, row.pk, row.meeting.reference, str(row))
    elif isinstance(row, Line):
        more = (row.kept.get(name, "") for name in ALSO_WORDS)
        yield Entry(Findable.RECORD, row.pk, row.reference, row.reference, _joined(row.words, *more))
    elif isinstance(row, Document):
        yield Entry(Findable.DOCUMENT, row.pk, row.reference, row.title, row.note)


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def follow_every_save() -> None:
    """Index a row whenever it is saved, in the transaction of whoever saves it."""
    for model in (Action, Event, Matter, Meeting, Item, Line, Document):
        post_save.connect(_index, sender=model, dispatch_uid=f"index {model.__name__}")
        post_delete.connect(_forget, sender=model, dispatch_uid=f"forget {model.__name__}")


def _index(sender: type[Any], instance: Any, update_fields: frozenset[str] | None, **more: Any) -> None:
    if not (update_fields and update_fields <= STATED):
        matching.put(entries_of(instance))


def _forget(sender: type[Any], instance: Any, **more: Any) -> None:
    matching.take_out(entries_of(instance))


def every_entry() -> Iterator[Entry]:
    """What must be in the index, from the records as they are."""
    rows = (
        Action.objects.order_by("pk"),
        Event.objects.order_by("pk"),
        Matter.objects.order_by("pk"),
        Meeting.objects.order_by("pk"),
        Item.objects.select_related("meeting").order_by("pk"),
        Line.objects.order_by("pk"),
        Document.objects.order_by("pk"),
    )
    for query in rows:
        for row in query.iterator(chunk_size=2000):
            yield from entries_of(row)


@transaction.atomic
def rebuild() -> None:
    """Make the index anew from the records."""
    matching.put_anew(every_entry())


def astray() -> int:
    """How many entries are missing from the index, or in it without a record that says so."""
    return len(matching.stored() ^ set(every_entry()))
