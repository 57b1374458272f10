"""What a terminal is told, and how: tables at any width, colour and progress only where a person reads them."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

BETWEEN = "  "
NARROWEST = 12  # a column of words is wrapped to this and no further
STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34"}


def write_utf8() -> None:
    """Have every stream write UTF-8, which a Windows console does not by itself."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def is_terminal(stream: IO[str] | None = None) -> bool:
    """Say whether a person reads the stream, by default stdout."""
    return (stream or sys.stdout).isatty()


def width() -> int:
    """Columns of the terminal; COLUMNS says otherwise; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def paint(text: str, style: str, stream: IO[str] | None = None) -> str:
    """Text in a colour, on a terminal whose owner has not said NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not is_terminal(stream):
        return text
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def say(text: str = "") -> None:
    """A sentence on stdout, wrapped for whoever reads it on a terminal."""
    print(wrapped(text) if is_terminal() else text)


def warn(text: str) -> None:
    """A sentence on stderr: what is no part of the result."""
    print(wrapped(text) if is_terminal(sys.stderr) else text, file=sys.stderr)


def print_json(**parts: Any) -> None:
    """The answer of a command as JSON, with the version of its form."""
    import json

    print(json.dumps({"format": 1, **parts}, ensure_ascii=False, indent=2))


def wrapped(text: str, indent: str = "  ") -> str:
    """Lines no wider than the terminal; what runs over is set in."""
    lines = (
        textwrap.wrap(line, max(width(), 20), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        or [""]
        for line in text.split("\n")
    )
    return "\n".join(part for line in lines for part in line)


def say_pairs(pairs: Sequence[tuple[str, str]], indent: str = "  ") -> None:
    """A word a line and what belongs to it, which is wrapped beside it on a terminal."""
    room = max(len(word) for word, _ in pairs) + 2
    for word, text in pairs:
        line = f"{indent}{word.ljust(room)}{text}"
        print(wrapped(line, " " * (len(indent) + room)) if is_terminal() else line)


# --- tables --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table; numbers stand to the right and are never broken."""

    heading: str
    is_number: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], within: int | None = None) -> str:
    """Rows under their headings; words wrapped where they must be; a block a row where even that is too wide."""
    within = width() if within is None else within
    widths = _fitted(columns, rows, within)
    return _blocks(columns, rows, within) if widths is None else "\n".join(_lines(columns, rows, widths))


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]], within: int) -> list[int] | None:
    """The width of each column, widest words narrowed first; None where they cannot all stand side by side."""
    cells = [[column.heading, *(row[at] for row in rows)] for at, column in enumerate(columns)]
    widths = [max(map(len, column)) for column in cells]
    least = [_least(column, own) for column, own in zip(columns, cells, strict=True)]
    room = within - len(BETWEEN) * (len(columns) - 1)
    while sum(widths) > room:
        spare = [have - need for have, need in zip(widths, least, strict=True)]
        if max(spare, default=0) <= 0:
            return None
        widest = max((at for at in range(len(widths)) if spare[at] > 0), key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


def _least(column: Column, cells: Sequence[str]) -> int:
    """How narrow a column can be: its longest word, and for numbers its longest number."""
    words = max((len(word) for cell in cells for word in cell.split()), default=0)
    whole = max(map(len, cells[1:]), default=0)
    return max(words, whole) if column.is_number else min(max(words, NARROWEST), max(map(len, cells)))


def _lines(columns: Sequence[Column], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    yield from (paint(line, "bold") for line in _line(columns, [column.heading for column in columns], widths))
    for row in rows:
        yield from _line(columns, row, widths)


def _line(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row: as many as its tallest cell."""
    parts = [textwrap.wrap(cell, wide) or [""] for cell, wide in zip(cells, widths, strict=True)]
    for at in range(max(map(len, parts))):
        placed = (
            (part[at] if at < len(part) else "").rjust(wide)
            if column.is_number
            else (part[at] if at < len(part) else "").ljust(wide)
            for column, part, wide in zip(columns, parts, widths, strict=True)
        )
        yield BETWEEN.join(placed).rstrip()


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]], within: int) -> str:
    """A block of `heading: cell` lines a row, with an empty line between; empty cells are left out."""
    blocks = []
    for row in rows:
        lines = (f"{column.heading}: {cell}" for column, cell in zip(columns, row, strict=True) if cell)
        blocks.append("\n".join(part for line in lines for part in textwrap.wrap(line, within, subsequent_indent="  ")))
    return "\n\n".join(blocks)


def number(value: float | int | None, digits: int = 1) -> str:
    """A number as people read it: 12,345 or 12.3; nothing for what is missing."""
    if value is None or value != value:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{digits}f}"


# --- progress ------------------------------------------------------------------------------------------------------


@contextmanager
def progress(what: str) -> Iterator[Any]:
    """Say on stderr, only on a terminal, what is being worked on; `step("3 of 12")` says how far it is."""
    if not is_terminal(sys.stderr):
        yield lambda step: None
        return

    def step(text: str) -> None:
        print(f"\r\x1b[2K{f'{what}: {text}'[: width() - 1]}", end="", file=sys.stderr, flush=True)

    print(f"{what} …", end="", file=sys.stderr, flush=True)
    try:
        yield step
    finally:
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
