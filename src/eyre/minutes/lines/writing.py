"""A record as the line that makes it again. What a line cannot hold is said, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from eyre.core import Refused
from eyre.cycle.dates import resolve
from eyre.cycle.due import Certainty, Due
from eyre.cycle.past import resolve_period
from eyre.cycle.words import RiskKind
from eyre.minutes.lines.forms import BY_RECORD, WORDS, Form, Record, is_one
from eyre.minutes.lines.reading import DUE_BEGINS, DUE_FIELDS, LineSetting, defaults, read_line
from eyre.minutes.lines.values import said


def write_line(record: Record, setting: LineSetting) -> str:
    """The line that `read_line` makes the same record of, at the same meeting.

    Raises Refused, naming what a line has no place for: tests and checkpoints of a promise, words of several lines.
    """
    form = BY_RECORD[type(record)]
    line = f"{' '.join(_head(record, form, setting))}: {_plain(getattr(record, form.text))}"
    line = " | ".join([line, *_fields(record, form, setting)])
    read = read_line(line, setting, record.reference.label)
    if read.record != record:
        raise Refused(f"{record.reference} cannot be written as a line: {_lost(record, read.record, read.faults)}")
    return line


def compose_line(word: str, words: str, *, chosen: str = "", who: str = "", whom: str = "", due: str = "") -> str:
    """The line of what somebody chose and filled in instead of typing it.

    word: what the line begins with. chosen: a word of the fixed list of its head, as written or with underscores. who,
    whom: names with commas between. What the form of such a line has no place for is left out.
    """
    form, _ = WORDS[word]
    choice = " ".join(chosen.split("_")) if form.head_choice else ""
    at_end = bool(form.head_choice and form.head_choice.at_end)
    in_head = bool(form.due and DUE_BEGINS.match(due) and not re.search("[:|]", due))
    head = (
        word,
        "" if at_end else choice,
        who if form.who else "",
        f"{form.joint} {whom}" if whom and form.whom else "",
        choice if at_end else "",
        due if in_head else "",
    )
    line = f"{' '.join(filter(None, head))}: {_plain(' '.join(words.split()))}"
    return line if in_head or not (form.due and due) else f"{line} | due: {_plain(due)}"


def _lost(record: Record, read: Record | None, faults: tuple[str, ...]) -> str:
    if read is None:
        return " ".join(faults) or "its words cannot stand in one line."
    lost = [f.name for f in fields(record) if getattr(record, f.name) != getattr(read, f.name)]
    return f"a line has no place for its {', '.join(lost)}. Use the form."


def _plain(text: str) -> str:
    return text.replace("|", "||")


def _head(record: Record, form: Form, setting: LineSetting) -> Iterator[str]:
    chosen = form.head_choice
    word = said(getattr(record, chosen.attribute)) if chosen else ""
    if form.word == "risk":
        yield "opportunity" if getattr(record, "kind") is RiskKind.OPPORTUNITY else "risk"  # noqa: B009
    elif form.word == "commitment":
        yield word
        word = ""
    else:
        yield form.word
    if word and not (chosen and chosen.at_end):
        yield word
    yield from _posts(record, form, form.who, setting)
    if form.whom and getattr(record, form.whom):
        yield form.joint
        yield from _posts(record, form, form.whom, setting)
    if chosen and chosen.at_end:
        yield word
    if form.due and _goes_in_head(getattr(record, form.due), setting):
        yield getattr(record, form.due).words


def _posts(record: Record, form: Form, attribute: str, setting: LineSetting) -> Iterator[str]:
    named = getattr(record, attribute) if attribute else ()
    keys = (named,) if attribute and is_one(form, attribute) else named
    if calls := ", ".join(setting.names.posts.call(key) for key in keys if key):
        yield calls


def _goes_in_head(due: Due | None, setting: LineSetting) -> bool:
    words = due.words if due else None
    return bool(words and DUE_BEGINS.match(words) and ":" not in words and "|" not in words) and _is_as_read(
        due, setting
    )


def _is_as_read(due: Due | None, setting: LineSetting) -> bool:
    return due is not None and bool(due.words) and due == resolve(due.words, setting.said_on, setting.meetings)


def _fields(record: Record, form: Form, setting: LineSetting) -> Iterator[str]:
    default = defaults(form)
    for tail in form.tails:
        value = getattr(record, tail.attribute)
        if tail.attribute == "period":
            if value == resolve_period(getattr(record, "period_words"), setting.said_on).period:  # noqa: B009
                continue
        elif value == default[tail.attribute] or value is None:
            continue
        for each in value if tail.codec.repeats else (value,):
            yield f"{tail.label}: {_plain(tail.codec.write(each, setting.names))}"
    if form.due and not _goes_in_head(getattr(record, form.due), setting):
        yield from _due("due", getattr(record, form.due), setting)
    for label, attribute in form.tail_due.items():
        yield from _due(label, getattr(record, attribute), setting)


def _due(label: str, due: Due | None, setting: LineSetting) -> Iterator[str]:
    if due is None:
        return
    parts: dict[str, Any] = {"": due.words}
    if not _is_as_read(due, setting):
        parts |= {" date": due.date, " from": due.earliest, " certainty": due.certainty, " note": due.note}
    if due.certainty is (Certainty.STATED if due.date else Certainty.UNDATED) and due.date:
        parts.pop(" certainty", None)
    for suffix, value in parts.items():
        if value is not None:
            yield f"{label}{suffix}: {_plain(DUE_FIELDS[suffix].write(value, setting.names))}"
