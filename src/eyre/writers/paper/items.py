"""What stands on paper, one after the other: plain values between the document tree and a renderer.

The tree says what things are; these say what is printed. A renderer for paper walks them and decides nothing about
words: which base stands where, which letter marks a number, which table is a list of records has been settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eyre.body.house import House
from eyre.pack.document import CalloutKind


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words set in one way. is_raised: the letter of a base; to: the "#anchor", or page, it leads to."""

    words: str
    is_strong: bool = False
    is_raised: bool = False
    to: str = ""


Runs = tuple[Run, ...]
BREAK = Run("\n")  # the line ends here


class Role(StrEnum):
    """What a line is."""

    TEXT = "text"
    BASE = "base"  # what the numbers above it stand on
    NOTES = "notes"  # what the signs of a table mean
    NIL = "nil"
    SUMMARY = "summary"  # the name of what opens on demand on a page; open on paper
    FIGURES = "figures"  # where the figures of a chart are


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 is the highest; number: the agenda's; own_page: it begins a page."""

    level: int
    runs: Runs
    anchor: str
    number: str = ""
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Runs, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    items: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as said, and the line that says by whom."""

    words: Runs
    by: Runs


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. width: in points, at the size of the grid."""

    words: str
    width: float
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """runs: what is printed; svg: a drawing for the eye alone."""

    runs: Runs = ()
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. font: its size in points; columns: on how many columns of a newspaper it is printed.

    beneath: the notes to its signs, and its base. is_turned: too wide for the page as it stands: the page is turned.
    is_long: has so many words that it may break over pages, however few its rows.
    """

    title: str
    anchor: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    beneath: tuple[Line, ...]
    font: float
    columns: int = 1
    is_turned: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """Ruled lines to write on; in Word a field to type into, called `key`."""

    label: Runs
    key: str
    lines: int


@dataclass(frozen=True, slots=True)
class Record:
    """A row as a record: its head and its longest words, then the rest by name."""

    words: Runs
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Records:
    title: str
    anchor: str
    records: tuple[Record, ...]
    beneath: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its sentence above, its drawing, what a person who cannot see it is told, the lines beneath."""

    sentence: Runs
    svg: str
    alternative: str
    beneath: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A block set apart. is_whole: so short that no page may break within it."""

    kind: CalloutKind
    kind_words: str
    heading: Runs
    items: tuple[Item, ...]
    is_whole: bool


Item = Line | Heading | Bullets | Pairs | Quote | Grid | Records | Figure | Box | Blank


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole document for paper.

    name: of the house. known: the words of the foot that say by which day the figures had come; day: that day.
    audit_head: the head of the audit chain on the day of issue, empty where no server keeps one. mark: "DRAFT", at the
    head and on every page. has_contents: a list of the headings stands before them.
    """

    house: House
    name: str
    title: str
    subtitle: str
    audience: str
    meta: tuple[tuple[Runs, Runs], ...]
    items: tuple[Item, ...]
    closing: str
    language: str
    known: str
    day: date
    audit_head: str = ""
    mark: str = ""
    has_contents: bool = True
