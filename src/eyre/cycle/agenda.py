"""The standing agenda as data, and its numbers: generated, never typed.

Headings are numbered 1, 2, 3; parts of a heading 4a, 4b; items under either 1.1, 4a.1. A heading with nothing under
it is kept, and prints that there are no items. Numbers printed in old notes are read beside the generated ones, and
every clash is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from eyre.core.codec import record
from eyre.core.keys import Key
from eyre.cycle.said import tidy
from eyre.cycle.words import StandingHeading

NO_ITEMS: Final = "No items"

STANDING_AGENDA: Final[tuple[StandingHeading, ...]] = tuple(StandingHeading)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A heading or an item with its number. is_item: it is a topic under the heading, not the heading itself."""

    number: str
    heading: StandingHeading | None  # None: a heading of the body's own
    title: str
    is_item: bool = False
    is_null: bool = False  # a heading with nothing under it: it prints NO_ITEMS
    key: str = ""  # of the heading, in its template


@record
class Heading:
    """One heading of an agenda. part_of: the key of the heading it is a part of, as 4a is of 4.

    standing: which heading of the standing agenda it is, so that what belongs there finds it; None for a body's own.
    """

    key: Key
    title: str
    part_of: str = ""
    standing: StandingHeading | None = None


@dataclass
class Numbering:
    """Counts headings, their parts and their items as an agenda is walked from top to bottom."""

    top: int = 0
    part: int = 0
    item: int = 0

    def heading(self, *, is_part: bool) -> str:
        """The number of the next heading; a part has the letter after the last part of the same heading."""
        self.top, self.part = (max(self.top, 1), self.part + 1) if is_part else (self.top + 1, 0)
        self.item = 0
        return self._place

    def next_item(self) -> str:
        """The number of the next item under the heading last numbered."""
        self.item += 1
        return f"{self._place}.{self.item}" if self.top else f"{self.item}"

    @property
    def _place(self) -> str:
        return f"{self.top}{letters(self.part)}"


def letters(number: int) -> str:
    """Nothing, a, b … z, aa: the letter of a part; 0 has none."""
    named = ""
    while number:
        number, place = divmod(number - 1, 26)
        named = chr(ord("a") + place) + named
    return named


def agenda(
    topics: Mapping[StandingHeading, Sequence[str]],
    standing: Sequence[StandingHeading] = STANDING_AGENDA,
    labels: Mapping[StandingHeading, str] | None = None,
) -> tuple[AgendaLine, ...]:
    """Number an agenda: every standing heading in its order, and under each its topics.

    labels: a body's own printed headings, where they differ.
    """
    headings = [
        Heading(
            key=heading.value,
            title=(labels or {}).get(heading, heading.printed),
            part_of=heading.under.value if heading.under in standing and heading.under else "",
            standing=heading,
        )
        for heading in standing
    ]
    return numbered(headings, {heading.value: titles for heading, titles in topics.items()})


def numbered(headings: Sequence[Heading], topics: Mapping[str, Sequence[str]]) -> tuple[AgendaLine, ...]:
    """Number headings in their order, and under each its topics; topics by the key of their heading."""
    numbering, lines = Numbering(), []
    for heading in headings:
        titles = topics.get(heading.key, ())
        number = numbering.heading(is_part=bool(heading.part_of))
        is_null = not titles and not any(other.part_of == heading.key for other in headings)
        lines.append(AgendaLine(number, heading.standing, heading.title, is_null=is_null, key=heading.key))
        lines += [
            AgendaLine(numbering.next_item(), heading.standing, topic, is_item=True, key=heading.key)
            for topic in titles
        ]
    return tuple(lines)


# ---------------------------------------------------------------- numbers printed in old notes


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A heading or item of old notes: the number it was printed with, and the number it has."""

    printed: str
    number: str
    title: str
    heading: StandingHeading | None  # the standing heading it is or stands under; None before the first
    is_item: bool


@dataclass(frozen=True, slots=True)
class Normalised:
    lines: tuple[NumberedLine, ...]
    clashes: tuple[str, ...] = field(default=())


# How standing headings begin in notes of several bodies. A title that begins so is that heading, if it comes in order.
_BEGINS: Final[tuple[tuple[StandingHeading, str], ...]] = (
    (StandingHeading.BROUGHT_FORWARD, r"(outstanding|matters (arising from|brought)|items brought|brought forward)"),
    (StandingHeading.OPPORTUNITIES_AND_RISKS, r"((operational|reputational) .*(risk|opportunit)|opportunities and)"),
    (StandingHeading.CHIEF_OFFICER_MEETING, r"(chief officers? (meeting|group)|executive board)"),
    (StandingHeading.HOLDING_TO_ACCOUNT, r"holding to account"),
    (StandingHeading.PLAN_PERFORMANCE, r"performance (against|of) the"),
    (StandingHeading.STRATEGIC_INITIATIVES, r"(delivery of )?strategic initiatives"),
    (StandingHeading.INSPECTION_PROGRAMME, r"((hmic(frs)? )?inspection programme|service improvement board)"),
    (StandingHeading.ANY_OTHER_BUSINESS, r"(aob|any other business)\b"),
    (StandingHeading.NEXT_MEETING, r"(date (and time )?of (the )?)?next meeting"),
)


def standing_heading(title: str) -> StandingHeading | None:
    """The standing heading a title is, by the words it begins with."""
    text = tidy(title)
    return next((heading for heading, begins in _BEGINS if re.match(begins, text)), None)


def normalise_numbers(printed: Sequence[tuple[str, str]]) -> Normalised:
    """Number the headings and items of old notes as Eyre would, and say where the printed numbers clash.

    printed: number as printed ("" where there is none) and title, in the order of the notes.
    """
    numbering, lines, clashes = Numbering(), list[NumberedLine](), list[str]()
    current: StandingHeading | None = None
    for number, title in printed:
        found = standing_heading(title)
        if found and current and found.order <= current.order:
            clashes.append(
                f'"{title}" reads like the heading "{found.printed}", which has passed: it is taken as an item.'
            )
            found = None
        current = found or current
        given = numbering.heading(is_part=found.under is not None) if found else numbering.next_item()
        lines.append(NumberedLine(number, given, title, current, is_item=found is None))
    return Normalised(tuple(lines), (*clashes, *_clashes(lines)))


def _clashes(lines: Sequence[NumberedLine]) -> list[str]:
    clashes = []
    for place, line in enumerate(lines):
        if _bare(line.printed) == line.number:
            continue
        printed = f'printed "{line.printed}"' if line.printed.strip() else "printed without a number"
        twins = [other.title for other in lines[:place] if _bare(other.printed) == _bare(line.printed) != ""]
        also = f'; the same number stands before "{twins[0]}"' if twins else ""
        clashes.append(f'"{line.title}" is {printed} and numbered {line.number}{also}.')
    return clashes


def _bare(printed: str) -> str:
    """A printed number without the stops and spaces round it: "3." is 3, and "2 2." stays two numbers."""
    return printed.strip().strip(".): ").lower()
