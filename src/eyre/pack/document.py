"""The one document tree: plain frozen values that every writer reads.

How to use it

    base = Base(period=Month(2017, 11), source="Recorded crime, data.police.uk", as_of=date(2017, 12, 19))
    count = Number(812, "offences", base)

    Document(
        title=Text("Meeting pack"), audience=Audience.PANEL, subtitle=Text("West Mercia"),
        meta=((Text("Meeting"), Text(date(2018, 1, 30))), (Text("Known by"), Text(date(2018, 1, 22)))),
        sections=(
            Section(Text("Burglary"), "burglary", (
                Paragraph("There were ", count, " in ", Month(2017, 11), "."),
                Chart(spec, Text("Burglary is steady"), Text("A line that …"), released),
            ), number="4a"),
            Section(Text("Any other business"), "aob", (Nil(),), number="8"),
        ),
    )

Text is made of spans (eyre.pack.text): `Text("words", Number, date, Period, Ref, Name, Quoted)`. `Number` cannot
be made without a `Base`; words cannot hold a digit. Blocks:

    Paragraph(*parts)                         BulletList((Text, …), ordered=False)
    Quotation(words, by, said_on, ref)        DefinitionList(((Text, Text), …))
    TableBlock(released, sparklines, links)   Chart(spec, sentence, alternative, table)
    Callout(kind, blocks, heading)            Details(summary, blocks)
    RecordTable(title, heads, rows)           Blank(label, key, lines)
    Nil()                                     "No items"

Where the base is printed (eyre.pack.bases): one line beneath a run of blocks that share their bases; where a
block has several that differ in more than their period, each number carries a letter and the line says each.

`naked_numbers(document)` lists every digit that would be printed without saying what it is about: none, we hope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum, StrEnum

from eyre.core import Fault, Period, Refused, raise_if_any
from eyre.disclosure import DEFAULT_RULE, Audience, Base, Form, Released, Suppressed
from eyre.pack.charts import ChartSpec, SparklineSpec
from eyre.pack.text import (
    DateText,
    Interval,
    NakedNumber,
    Name,
    Number,
    Part,
    PeriodText,
    Quoted,
    Ref,
    Text,
    TextSpan,
    Words,
    has_digit,
    join,
)

__all__ = [
    "Blank", "Block", "BulletList", "Callout", "CalloutKind", "Chart", "DateText", "DefinitionList", "Details",
    "Document", "Interval", "NakedNumber", "Name", "Nil", "Number", "Paragraph", "Part", "PeriodText",
    "Quotation", "Quoted", "RecordTable", "Ref", "Section", "Sparkline", "TableBlock", "Text", "TextSpan", "Words",
    "all_blocks", "charts_of", "join", "naked_numbers", "tables_of",
]  # fmt: skip

MAX_LEVEL = 4  # headings h2 to h5 under the title
NO_ITEMS = Text("No items")
NO_TEXT = Text()


class CalloutKind(StrEnum):
    NOTE = "note"
    WARNING = "warning"  # something is wrong or doubtful about the figures
    ILLUSTRATION = "illustration"  # invented for the example; nobody said it
    ATTENTION = "attention"  # the first thing to read


def marked(text: Text, *bases: Base) -> Text:
    """The text with the mark of made-up figures before it, where it or one of `bases` rests on any and does not say."""
    marks = dict.fromkeys(base.made_up for base in (*text.bases, *bases) if base.made_up)
    missing = [mark for mark in marks if mark not in text.plain]
    return Text(Words(f"{', '.join(missing)}: ", strong=True), text) if missing else text


@dataclass(frozen=True, slots=True, init=False)
class Paragraph:
    text: Text

    def __init__(self, *parts: Part | Text) -> None:
        object.__setattr__(self, "text", marked(Text(*parts)))


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Text, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(marked(item) for item in self.items))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words as they were said: by which post, on which day, under which reference."""

    words: str
    by: str
    said_on: date
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[tuple[Text, Text], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple((marked(term), marked(said)) for term, said in self.items))


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line in a table row, drawn from a released table like any chart."""

    spec: SparklineSpec
    table: Released

    def __post_init__(self) -> None:
        _check_shows_only(self.spec, self.table)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A released table; beside each row, where given, a small line and the section, or page beside, it leads to."""

    table: Released
    sparklines: tuple[Sparkline | None, ...] = ()
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_released(self.table)
        for beside in (self.sparklines, self.links):
            if beside and len(beside) != len(self.table.rows):
                raise Refused(f'"{self.table.title}" has {len(self.table.rows)} rows and {len(beside)} things beside.')


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Records beside one another in words, as notes have their ACTION column. The first cell heads its row.

    It holds no column of figures: those stand in a released table. A number in its words has its base, as anywhere.
    shares: how paper shares its width out, so that tables below one another have their columns below one another; as
    the words need it, where there are none.
    """

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    shares: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", marked(self.title))
        object.__setattr__(self, "rows", tuple(tuple(marked(cell) for cell in row) for row in self.rows))
        if any(len(row) != len(self.heads) for row in self.rows):
            raise Refused(f'"{self.title.plain}" has rows that are not as long as its {len(self.heads)} heads.')
        if self.shares and len(self.shares) != len(self.heads):
            raise Refused(
                f'"{self.title.plain}" has {len(self.heads)} heads and {len(self.shares)} shares of the width.'
            )


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to write in: ruled lines on paper, a field to type into in Word.

    key: what the field is called in the file, so that a program finds the answer in one that came back.
    """

    label: Text
    key: str
    lines: int = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, never without the sentence it shows, a text alternative and its table.

    sentence: the finding as a statement; it heads the chart.
    alternative: what a person who cannot see the chart is told.
    """

    spec: ChartSpec
    sentence: Text
    alternative: Text
    table: Released

    def __post_init__(self) -> None:
        _check_shows_only(self.spec, self.table)
        if not self.sentence or not self.alternative:
            raise Refused(f'The chart of "{self.table.title}" needs a sentence and a text alternative.')
        for name in ("sentence", "alternative"):
            object.__setattr__(self, name, marked(getattr(self, name), self.table.base))


@dataclass(frozen=True, slots=True)
class Callout:
    """A block set apart; its heading says what kind of thing it is."""

    kind: CalloutKind
    blocks: tuple[Block, ...]
    heading: Text

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", marked(self.heading))


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that open on demand; open in print."""

    summary: Text
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", marked(self.summary))


@dataclass(frozen=True, slots=True)
class Nil:
    """A heading of the agenda that has nothing under it this time."""

    words: Text = NO_ITEMS


Block = (
    Paragraph | BulletList | Quotation | DefinitionList | TableBlock | RecordTable | Blank | Chart | Callout | Details
    | Nil
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it.

    anchor: its address in the document; level: 1 is the highest; number: the agenda's ("4a").
    own_page: on paper it begins a page.
    """

    heading: Text
    anchor: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    number: str = ""
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document for one audience.

    meta: pairs shown under the title (meeting, as-of date, version). mark: "DRAFT", where it is no more than that: at
    its head and on every page. has_contents: a list of its sections stands before them.
    """

    title: Text
    audience: Audience
    sections: tuple[Section, ...]
    subtitle: Text = NO_TEXT
    meta: tuple[tuple[Text, Text], ...] = ()
    language: str = "en-GB"
    mark: str = ""
    has_contents: bool = True

    def __post_init__(self) -> None:
        raise_if_any([*_faults_of_sections(self.sections), *_faults_of_release(self)])


# ---------------------------------------------------------------- walking


def all_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, and those inside callouts and details, in the order they are read."""
    for block in blocks:
        yield block
        if isinstance(block, Callout | Details):
            yield from all_blocks(block.blocks)


def tables_of(document: Document) -> Iterator[tuple[Section, Released]]:
    """Every table of the document with the section it stands in; those behind charts too."""
    for section in document.sections:
        for block in all_blocks(section.blocks):
            if isinstance(block, TableBlock | Chart):
                yield section, block.table


def charts_of(document: Document) -> Iterator[tuple[Section, Chart]]:
    """Every chart of the document with the section it stands in."""
    for section in document.sections:
        for block in all_blocks(section.blocks):
            if isinstance(block, Chart):
                yield section, block


# ---------------------------------------------------------------- checking

# These say themselves what their digits are about: a base, a calendar, a register, a name, a speaker.
_MAY_PRINT_DIGITS = (Number, DateText, PeriodText, Ref, Name, Quoted, Base, Released)
# A quotation is words as said; a chart's own labels stand on the base of its table.
_MAY_HOLD_DIGITS = {
    (Section, "anchor"), (Section, "number"), (Section, "level"), (Document, "language"), (Quotation, "words"),
    (Quotation, "said_on"), (Chart, "spec"), (TableBlock, "sparklines"), (TableBlock, "links"), (Blank, "key"),
    (Blank, "lines"), (RecordTable, "shares"),
}  # fmt: skip


def naked_numbers(document: Document) -> list[str]:
    """Every printed digit of which nothing says what it is about; a sound document has none.

    Walks the whole tree field by field, so that a block added later is looked at too.
    """
    return list(_naked(document, "document"))


def _naked(value: object, where: str) -> Iterator[str]:
    if isinstance(value, _MAY_PRINT_DIGITS) or value is None:
        return
    if isinstance(value, Words):
        value = value.words
    if isinstance(value, str) and not isinstance(value, Enum):
        if has_digit(value):
            yield f'{where}: "{value}"'
    elif isinstance(value, int | float | date | Period) and not isinstance(value, bool):
        yield f"{where}: {value}"
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _naked(item, f"{where}[{place}]")
    elif is_dataclass(value):
        for field in fields(value):
            if (type(value), field.name) not in _MAY_HOLD_DIGITS:
                yield from _naked(getattr(value, field.name), f"{where}.{field.name}")


def _check_released(table: object) -> None:
    if not isinstance(table, Released):
        raise Refused("Only a table made by disclosure.release(table, audience) can stand in a document.")


def _check_shows_only(spec: ChartSpec | SparklineSpec, table: Released) -> None:
    """Refuse a chart that shows a value its released table does not: it may have been hidden there."""
    _check_released(table)
    loose = sorted({value for value in spec.observed if value is not None} - table.numbers)
    if loose:
        raise Refused(
            f'The chart of "{table.title}" shows {len(loose)} values that its table does not hold, '
            f"the first {loose[0]}. Take them from the released table: released.values(column)."
        )


def _faults_of_sections(sections: tuple[Section, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    level = 0
    for section in sections:
        where = f"section {section.heading.plain}"
        if not re.fullmatch(r"[a-z][a-z0-9-]*", section.anchor):
            yield Fault(where, f'anchor "{section.anchor}" needs lower-case letters, digits and hyphens')
        if section.anchor in seen:
            yield Fault(where, f'anchor "{section.anchor}" is there twice')
        if not 1 <= section.level <= min(level + 1, MAX_LEVEL):
            yield Fault(where, f"level {section.level} cannot follow level {level}: headings go down one at a time")
        seen.add(section.anchor)
        level = section.level


def _faults_of_release(document: Document) -> Iterator[Fault]:
    for section, table in tables_of(document):
        if table.audience is not document.audience:
            yield Fault(
                f"section {section.heading.plain}",
                f'"{table.title}" was released for {table.audience}, the document is for {document.audience}',
            )
    if document.audience in DEFAULT_RULE.audiences:
        for number in _numbers_in(document):
            if (
                not isinstance(number.value, Suppressed)
                and number.form is Form.COUNT
                and DEFAULT_RULE.hides(number.value)
            ):
                yield Fault("document", f'"{number.plain}" is a small count: pass it through release_number')


def _numbers_in(value: object) -> Iterator[Number]:
    if isinstance(value, Number):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers_in(item)
    elif is_dataclass(value) and not isinstance(value, Released):
        for field in fields(value):
            yield from _numbers_in(getattr(value, field.name))
