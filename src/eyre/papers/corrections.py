"""What one version of the notes of a meeting says otherwise than the version before it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from eyre.body.meeting import Item, Meeting
from eyre.core import Reference
from eyre.pack.document import Text
from eyre.pack.text import Name, Quoted, Ref

HEADER = {
    "title": "Title", "date": "Date", "start": "Start", "end": "End", "venue": "Venue", "chair": "Chair",
    "minute_taker": "Notes taken by", "attendance": "Attendance", "apologies": "Apologies",
    "next_meeting": "Next meeting",
}  # fmt: skip


def corrections(before: Meeting, after: Meeting) -> tuple[Text, ...]:
    """One line for each part of the header, each item and each record that was changed, put in or taken out."""
    return (*_header(before, after), *_items(before, after), *_records(before, after))


def _header(before: Meeting, after: Meeting) -> Iterator[Text]:
    for name, says in HEADER.items():
        if getattr(before, name) != getattr(after, name):
            yield Text(f"{says} was corrected.")


def _items(before: Meeting, after: Meeting) -> Iterator[Text]:
    were, are = ([item.title for item in meeting.items] for meeting in (before, after))
    yield from (Text("Put in: the item ", Name(title), ".") for title in are if title not in were)
    yield from (Text("Taken out: the item ", Name(title), ".") for title in were if title not in are)
    if were != are and sorted(were) == sorted(are):
        yield Text("The items stand in another order.")


def _records(before: Meeting, after: Meeting) -> Iterator[Text]:
    were, are = records_of(before), records_of(after)
    for reference in sorted({*were, *are}):
        old, new = were.get(reference), are.get(reference)
        ref = Ref(str(reference))
        if old is None:
            yield Text(ref, " was put in: ", Quoted(_words(new)))
        elif new is None:
            yield Text(ref, " was taken out: ", Quoted(_words(old)))
        elif old != new:
            yield Text(ref, ": ", *_changes(old, new))


def _changes(old: Any, new: Any) -> Iterator[Text]:
    """The words before and after, then the other parts that changed, by name."""
    if _words(old) != _words(new):
        yield Text("was ", Quoted(_words(old)), "; is ", Quoted(_words(new)), ". ")
    names = [
        f.name
        for f in fields(new)
        if f.name not in ("words", "reason") and getattr(old, f.name) != getattr(new, f.name)
    ]
    if names:
        said = ", ".join(name.replace("_", " ") for name in names)
        yield Text("Changed: ", Name(said), ".")


def _words(record: Any) -> str:
    words: str = record.words if hasattr(record, "words") else record.reason
    return words


def records_of(meeting: Meeting) -> dict[Reference, Any]:
    """Every record of the notes of a meeting by its reference."""
    return {record.reference: record for item in meeting.items for record in _of(item)}


def _of(item: Item) -> Iterator[Any]:
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, tuple):
            yield from (each for each in value if hasattr(each, "reference"))
