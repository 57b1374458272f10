"""The document tree laid out for paper: what stands after what, and the figures of the charts in an annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from eyre.body.house import PLAIN_HOUSE, House
from eyre.core import say_date
from eyre.disclosure import Base, Released
from eyre.pack.bases import base_lines, bases_of, letters, shared_bases
from eyre.pack.document import (
    Blank,
    Block,
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    Details,
    Document,
    Paragraph,
    Quotation,
    RecordTable,
    Section,
    TableBlock,
    all_blocks,
)
from eyre.writers.paper import items as paper
from eyre.writers.paper.items import (
    BREAK,
    Box,
    Bullets,
    Figure,
    Flow,
    Grid,
    Heading,
    Item,
    Line,
    Pairs,
    Quote,
    Records,
    Role,
    Run,
)
from eyre.writers.paper.runs import CLOSING, NBSP, OPENING, plain_run, printable, runs_of
from eyre.writers.paper.tables import record_item, table_item
from eyre.writers.svg import draw_bare
from eyre.writers.words import KIND_WORDS

BASE = "Base: "
ANNEX, ANNEX_ANCHOR = "The figures of the charts", "figures-of-the-charts"
WHOLE_SIGNS = 900  # a box of no more signs than this stays on one page
NO_LETTERS: Mapping[Base, str] = {}


def flow_of(document: Document, house: House = PLAIN_HOUSE, *, ending: str, audit_head: str = "") -> Flow:
    """The document for paper. The tables behind its charts stand in an annex, each once.

    ending: what takes the place of ".html" where a row leads to a page beside, as ".pdf".
    """
    known = latest_known(document)
    writer = _Writer(frozenset(section.anchor for section in document.sections), ending)
    items = [item for section in document.sections for item in writer.section(section)]
    return Flow(
        house=house,
        name=printable(house.style.name),
        title=printable(document.title.plain),
        subtitle=printable(document.subtitle.plain),
        audience=printable(house.words.audience(document.audience)),
        meta=tuple((runs_of(a, NO_LETTERS), runs_of(b, NO_LETTERS)) for a, b in document.meta),
        items=(*items, *writer.annex()),
        closing=printable(house.words.closing),
        language=document.language,
        known=f"Figures as received by {say_date(known)}" if known else "",
        day=known or date(2000, 1, 1),
        audit_head=audit_head,
        mark=printable(document.mark),
        has_contents=document.has_contents,
    )


def latest_known(document: Document) -> date | None:
    """The day by which the figures of a document had come: the latest of all its bases; None where it has none."""
    blocks = (block for section in document.sections for block in all_blocks(section.blocks))
    bases = (base for block in blocks for base in bases_of(block))
    return max((base.as_of for base in bases), default=None)


@dataclass(slots=True)
class _Writer:
    """Lays out one document. anchors: of its sections; behind: the tables of charts met so far, with their anchors."""

    anchors: frozenset[str]
    ending: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    behind: dict[Released, str] = field(default_factory=dict)

    def section(self, section: Section) -> Iterator[Item]:
        heading = runs_of(section.heading, NO_LETTERS, self.leads)
        yield Heading(section.level, heading, section.anchor, printable(section.number), section.own_page)
        yield from self.blocks(section.blocks)

    def annex(self) -> Iterator[Item]:
        """The tables behind the charts, each with its base."""
        if self.behind:
            yield Heading(1, plain_run(ANNEX), ANNEX_ANCHOR)
        for table, anchor in self.behind.items():
            base = Line(Role.BASE, plain_run(f"{BASE}{table.base.line}"))
            yield table_item(TableBlock(table), anchor, self.leads, (base,))

    def leads(self, anchor: str) -> str:
        """Where a link of the tree leads on this paper: a section of it, or the like document of a page beside."""
        if anchor.endswith(".html"):
            return anchor.removesuffix(".html") + self.ending
        return f"#{anchor}" if anchor in self.anchors else ""

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Item]:
        above: Base | None = None
        for block, printed in zip(blocks, shared_bases(blocks), strict=True):
            yield from self._block(block, _base_lines(printed, above))
            above = printed[-1] if printed else above

    def _block(self, block: Block, bases: tuple[Line, ...]) -> Iterator[Item]:
        marks = letters(bases_of(block))
        if isinstance(block, Chart):
            yield self._figure(block, marks, bases)
        elif isinstance(block, TableBlock):
            yield table_item(block, f"table-{next(self.numbers)}", self.leads, bases)
        elif isinstance(block, RecordTable):
            yield record_item(block, f"table-{next(self.numbers)}", marks, self.leads, bases)
        else:
            yield from self._plain_block(block, marks)
            yield from bases

    def _plain_block(self, block: Block, marks: Mapping[Base, str]) -> Iterator[Item]:
        if isinstance(block, Paragraph):
            yield Line(Role.TEXT, runs_of(block.text, marks, self.leads))
        elif isinstance(block, BulletList):
            yield Bullets(tuple(runs_of(item, marks, self.leads) for item in block.items), block.ordered)
        elif isinstance(block, Quotation):
            yield self._quote(block)
        elif isinstance(block, DefinitionList):
            yield Pairs(tuple((runs_of(a, marks, self.leads), runs_of(b, marks, self.leads)) for a, b in block.items))
        elif isinstance(block, Callout):
            yield self._box(block, marks)
        elif isinstance(block, Blank):
            yield paper.Blank(runs_of(block.label, marks, self.leads), block.key, block.lines)
        elif isinstance(block, Details):
            yield Line(Role.SUMMARY, runs_of(block.summary, marks, self.leads))
            yield from self.blocks(block.blocks)
        else:
            assert not isinstance(block, Chart | TableBlock | RecordTable)
            yield Line(Role.NIL, runs_of(block.words, marks, self.leads))

    def _quote(self, block: Quotation) -> Quote:
        by: list[Run] = [*plain_run(f"{block.by}, "), Run(say_date(block.said_on).replace(" ", NBSP, 1))]
        if block.ref:
            by += [Run(", "), *plain_run(block.ref.reference, to=self.leads(block.ref.anchor))]
        return Quote((Run(f"{OPENING}{printable(block.words)}{CLOSING}"),), tuple(by))

    def _box(self, block: Callout, marks: Mapping[Base, str]) -> Box:
        items = tuple(self.blocks(block.blocks))
        has_large = any(isinstance(item, Grid | Records | Figure | Box) for item in items)
        is_whole = not has_large and sum(map(_signs, items)) <= WHOLE_SIGNS
        return Box(block.kind, KIND_WORDS[block.kind], runs_of(block.heading, marks, self.leads), items, is_whole)

    def _figure(self, chart: Chart, marks: Mapping[Base, str], bases: tuple[Line, ...]) -> Figure:
        """Under the drawing its base, and where its figures are. A chart without rows has none."""
        anchor = self.behind.setdefault(chart.table, f"figures-{len(self.behind) + 1}")
        figures = Line(Role.FIGURES, plain_run(f"Figures: {chart.table.title}", to=f"#{anchor}"))
        sentence = runs_of(chart.sentence, marks, self.leads)
        return Figure(sentence, printable(draw_bare(chart)), alternative_of(chart), (*bases, figures))


def alternative_of(chart: Chart) -> str:
    """What a person who cannot see the chart is told: the sentence it shows, then what is drawn."""
    sentence = printable(chart.sentence.plain).rstrip()
    stop = "" if sentence.endswith((".", "?", "!")) else "."
    return f"{sentence}{stop} {printable(chart.alternative.plain)}"


def _base_lines(bases: Sequence[Base], above: Base | None) -> tuple[Line, ...]:
    """What the numbers above it stand on, a line for each letter where there are several; nothing where none."""
    if not bases:
        return ()
    said, marks = base_lines(bases, above), sorted(set(letters(bases).values()))
    runs = [Run(BASE)]
    for place, words in enumerate(said):
        runs += [BREAK] if place else []
        runs += [Run(marks[place], is_raised=True), Run(" ")] if marks else []
        runs += plain_run(words)
    return (Line(Role.BASE, tuple(runs)),)


def _signs(item: Item) -> int:
    if isinstance(item, Line):
        return sum(len(run.words) for run in item.runs)
    if isinstance(item, Bullets):
        return sum(len(run.words) for runs in item.items for run in runs)
    if isinstance(item, Pairs):
        return sum(len(run.words) for pair in item.items for runs in pair for run in runs)
    if isinstance(item, Quote):
        return sum(len(run.words) for run in (*item.words, *item.by))
    return WHOLE_SIGNS
