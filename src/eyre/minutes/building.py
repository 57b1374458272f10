"""An agenda while it is put together: its lines in their order, numbered by where they stand, never typed.

A line is a heading (4), a part of one (4a) or an item under either (4.1, 4a.1); which it is shows in its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from eyre.body.meeting import Item
from eyre.core.errors import Refused
from eyre.cycle.agenda import Numbering
from eyre.cycle.words import StandingHeading

_HEADING: Final = re.compile(r"\d+")
_PART: Final = re.compile(r"\d+[a-z]+")


class Level(StrEnum):
    HEADING = "heading"
    PART = "part"
    ITEM = "item"


class Step(StrEnum):
    UP = "up"
    DOWN = "down"


def level(number: str) -> Level:
    """Which kind of line has such a number."""
    if _HEADING.fullmatch(number):
        return Level.HEADING
    return Level.PART if _PART.fullmatch(number) else Level.ITEM


def numbers(levels: Sequence[Level]) -> tuple[str, ...]:
    """The numbers of lines in their order."""
    numbering = Numbering()
    return tuple(
        numbering.next_item() if each is Level.ITEM else numbering.heading(is_part=each is Level.PART)
        for each in levels
    )


def end_of_section(levels: Sequence[Level], place: int) -> int:
    """Where a new item goes under the heading at `place`: behind its items, before the next heading."""
    for later in range(place + 1, len(levels)):
        if levels[later] is not Level.ITEM:
            return later
    return len(levels)


def heading_place(items: Sequence[Item], standing: StandingHeading) -> int:
    """Where the heading stands under which something belongs; where the agenda lacks it, the one it is part of, else
    the first: what is brought before a meeting is never dropped."""
    wanted: StandingHeading | None = standing
    while wanted is not None:
        for place, item in enumerate(items):
            if item.heading is wanted and level(item.number) is not Level.ITEM:
                return place
        wanted = wanted.under
    return 0


def moved(levels: Sequence[Level], place: int, step: Step) -> int:
    """Where an item goes that is moved by one line: past its neighbour, or under the heading before or after its own.

    Refused for a heading, and where there is nothing to pass.
    """
    if levels[place] is not Level.ITEM:
        raise Refused("Headings stand in the order of the standing agenda. Move an item.")
    to = place + (1 if step is Step.DOWN else -1)
    if to < 0 or to >= len(levels) or (to == 0 and levels[0] is not Level.ITEM):
        raise Refused(f"It is the {'last' if step is Step.DOWN else 'first'} item already.")
    return to
