"""What a correction changed: two versions of the notes of a meeting, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eyre.body.meeting import RECORDS, Item, Meeting
from eyre.core.codec import json_ready

NOT_COMPARED: Final = frozenset({"reference", "version", "corrects", "status", "items"})
LISTS: Final = (*RECORDS.values(), "actions")


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that reads otherwise in the later version. what: the record ("finding 2018-01/F3"), or the item by its
    place and title; field: its name in the notes; before, after: as text, empty where there was or is nothing."""

    what: str
    field: str
    before: str
    after: str


def changes(earlier: Meeting, later: Meeting) -> tuple[Changed, ...]:
    """What reads otherwise in the later of two versions, in the order of its items, what was taken out last."""
    before, after = dict(_fields(earlier)), dict(_fields(later))
    keys = [*after, *(key for key in before if key not in after)]
    both = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(Changed(*key, old, new) for key, old, new in both if old != new)


def _fields(meeting: Meeting) -> Iterator[tuple[tuple[str, str], str]]:
    """Every field of a version by what it belongs to and its name, as text. Where a record stands is a field of it."""
    yield from _of(str(meeting.reference), json_ready(meeting), NOT_COMPARED)
    for item in meeting.items:
        heading = f"{item.number} {item.title}".strip()
        yield from _of(heading, json_ready(item), frozenset(LISTS))
        yield from _records(item, heading)


def _records(item: Item, heading: str) -> Iterator[tuple[tuple[str, str], str]]:
    for name in LISTS:
        for record in getattr(item, name):
            reference = str(record.reference)
            yield (reference, "item"), heading
            yield from _of(reference, json_ready(record), NOT_COMPARED - {"status"})


def _of(what: str, plain: Mapping[str, Any], without: frozenset[str]) -> Iterator[tuple[tuple[str, str], str]]:
    for name, value in plain.items():
        if name not in without:
            yield (what, name), said(value)


def said(value: Any) -> str:
    """A plain value as a reader takes it: a list by commas or, where it holds sentences or records, line by line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name.replace('_', ' ')}: {said(each)}" for name, each in value.items())
    if isinstance(value, list):
        texts = [said(each) for each in value]
        return "\n".join(texts) if any(" " in text for text in texts) else ", ".join(texts)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
