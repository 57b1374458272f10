"""The text of a calendar, RFC 5545: lines of at most 75 octets that end in CR LF, special letters escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

CONTENT_TYPE = "text/calendar"
LONGEST_LINE = 75  # octets
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. uid: the same for ever, by which a calendar knows it again.

    start, end: a day, or a moment with its zone; end None: the day itself, or a moment without a known end.
    sequence: grows with every change. changed: when it was last as it is now.
    """

    uid: str
    start: date | datetime
    summary: str
    changed: datetime
    end: date | datetime | None = None
    link: str = ""
    description: str = ""
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_text(name: str, entries: Iterable[Entry]) -> str:
    """A whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Eyre//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for entry in entries for line in _lines(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _lines(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.changed)}"
    yield f"LAST-MODIFIED:{_moment(entry.changed)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART{_when(entry.start)}"
    if entry.end is not None:
        yield f"DTEND{_when(entry.end)}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.place:
        yield f"LOCATION:{_text(entry.place)}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    if not isinstance(entry.start, datetime):
        yield "TRANSP:TRANSPARENT"  # a date by which something is due keeps nobody busy
    yield "END:VEVENT"


def _when(when: date | datetime) -> str:
    return f":{_moment(when)}" if isinstance(when, datetime) else f";VALUE=DATE:{when:%Y%m%d}"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    lines = NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line broken where it is too long, never inside a letter."""
    if len(line.encode("utf-8")) <= LONGEST_LINE:
        return line
    parts, part, room = [], "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode("utf-8"))
        if size > room:
            parts.append(part)
            part, room = " ", LONGEST_LINE - 1
        part, room = part + letter, room - size
    return "\r\n".join([*parts, part])
