"""What a correction changed: two versions of the notes of a meeting, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eyre.body.meeting import RECORDS, Item, Meeting
from eyre.core import Reference
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
    names = [heading(item) for item in later.items]
    before, after = dict(_fields(earlier, _named_as(earlier, later, names))), dict(_fields(later, names))
    keys = [*after, *(key for key in before if key not in after)]
    both = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(Changed(*key, old, new) for key, old, new in both if old != new)


def heading(item: Item) -> str:
    return f"{item.number} {item.title}".strip()


def _named_as(earlier: Meeting, later: Meeting, names: list[str]) -> list[str]:
    """What each item of the earlier version is called here: as in the later one, where it is found there by its title,
    else by its number, else by a record of it; so that an item with another title is the same item still."""
    found: dict[int, int] = {}
    for same in (_same_title, _same_number, _shares_a_record):
        for at, item in enumerate(earlier.items):
            free = (n for n, other in enumerate(later.items) if n not in found.values() and same(item, other))
            if at not in found and (first := next(free, None)) is not None:
                found[at] = first
    return [names[found[at]] if at in found else heading(item) for at, item in enumerate(earlier.items)]


def _same_title(item: Item, other: Item) -> bool:
    return item.title == other.title


def _same_number(item: Item, other: Item) -> bool:
    return bool(item.number) and item.number == other.number


def _shares_a_record(item: Item, other: Item) -> bool:
    return not _references(item).isdisjoint(_references(other))


def _references(item: Item) -> set[Reference]:
    return {record.reference for name in LISTS for record in getattr(item, name)}


def _fields(meeting: Meeting, names: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Every field of a version by what it belongs to and its name, as text. Where a record stands is a field of it."""
    yield from _of(str(meeting.reference), json_ready(meeting), NOT_COMPARED)
    for name, item in zip(names, meeting.items, strict=True):
        yield from _of(name, json_ready(item), frozenset(LISTS))
        yield from _records(item, name)


def _records(item: Item, name: str) -> Iterator[tuple[tuple[str, str], str]]:
    for records in LISTS:
        for record in getattr(item, records):
            reference = str(record.reference)
            yield (reference, "item"), name
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
