"""Blocks as HTML, with the base lines beneath them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count

from eyre.core import say_date
from eyre.disclosure import Base
from eyre.pack.bases import base_lines, bases_of, letters, shared_bases
from eyre.pack.document import (
    Blank,
    Block,
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    Details,
    Paragraph,
    Quotation,
    RecordTable,
    TableBlock,
    Text,
)
from eyre.writers.html.spans import text_html
from eyre.writers.html.tables import record_table_html, table_html
from eyre.writers.svg import NARROW, WIDE, draw
from eyre.writers.words import KIND_WORDS

Letters = Mapping[Base, str]


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """Writes the blocks of one document; the numbers make the ids of its tables and charts."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    titles: set[str] = field(default_factory=set)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks one after the other, each run that shares a base with one line beneath it."""
        written: list[str] = []
        above: Base | None = None
        for block, printed in zip(blocks, shared_bases(blocks), strict=True):
            written.append(self._block(block, base_html(printed, above)))
            above = printed[-1] if printed else above
        return "".join(written)

    def _block(self, block: Block, base: str) -> str:
        marks = letters(bases_of(block))
        if isinstance(block, Chart):
            return self._chart(block, marks, base)
        return self._plain_block(block, marks) + base

    def _plain_block(self, block: Block, marks: Letters) -> str:
        if isinstance(block, Paragraph):
            return f"<p>{text_html(block.text, marks)}</p>\n"
        if isinstance(block, BulletList):
            return _list(block, marks)
        if isinstance(block, Quotation):
            return _quotation(block)
        if isinstance(block, DefinitionList):
            return _definitions(block, marks)
        if isinstance(block, TableBlock):
            return self._table(block, f"table-{next(self.numbers)}")
        if isinstance(block, RecordTable):
            anchor, is_repeated = f"table-{next(self.numbers)}", self._is_repeated(block.title.plain)
            return record_table_html(block, anchor, marks, is_repeated=is_repeated)
        if isinstance(block, Blank):
            label = text_html(block.label)
            return f'<p class="blank-label">{label}</p>\n<div class="blank">{"<br>" * block.lines}</div>\n'
        if isinstance(block, Callout):
            return self._callout(block, marks)
        if isinstance(block, Details):
            summary = text_html(block.summary, marks)
            return f"<details>\n<summary>{summary}</summary>\n{self.blocks(block.blocks)}</details>\n"
        assert not isinstance(block, Chart)
        return f'<p class="nil">{text_html(block.words)}</p>\n'

    def _table(self, block: TableBlock, anchor: str) -> str:
        return table_html(block, anchor, is_repeated=self._is_repeated(block.table.title))

    def _is_repeated(self, title: str) -> bool:
        """Whether an earlier table of the page has the same title."""
        is_repeated = title in self.titles
        self.titles.add(title)
        return is_repeated

    def _callout(self, block: Callout, marks: Letters) -> str:
        heading = text_html(block.heading, marks)
        return (
            f'<div class="callout {block.kind}">\n<p class="callout-heading">'
            f'<span class="kind">{KIND_WORDS[block.kind]}<span class="hidden">:</span></span> {heading}</p>\n'
            f"{self.blocks(block.blocks)}</div>\n"
        )

    def _chart(self, chart: Chart, marks: Letters, base: str) -> str:
        """The statement, the drawing for desk and paper and the one for a phone, the base, the figures."""
        anchor = f"chart-{next(self.numbers)}"
        table = self._table(TableBlock(chart.table), f"{anchor}-table")
        return (
            f'<figure class="chart">\n<div class="drawing">\n'
            f"<figcaption>{text_html(chart.sentence, marks)}</figcaption>\n"
            f"{draw(chart, WIDE, f'{anchor}-wide')}\n{draw(chart, NARROW, f'{anchor}-narrow')}\n{base}</div>\n"
            f"<details>\n<summary>Figures: {escape(chart.table.title)}</summary>\n{table}</details>\n</figure>\n"
        )


def base_html(bases: Sequence[Base], above: Base | None = None) -> str:
    """The line that says what the numbers above it stand on; nothing where there are none."""
    if not bases:
        return ""
    marks = sorted(set(letters(bases).values()))
    lines = base_lines(bases, above)
    said = (
        [f"<sup>{mark}</sup> {escape(line)}" for mark, line in zip(marks, lines, strict=True)]
        if marks
        else [escape(lines[0])]
    )
    return f'<p class="base"><span class="hidden">Base: </span>{"<br>".join(said)}</p>\n'


def _list(block: BulletList, marks: Letters) -> str:
    tag = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{text_html(item, marks)}</li>\n" for item in block.items)
    return f"<{tag}>\n{items}</{tag}>\n"


def _quotation(block: Quotation) -> str:
    day = f'<time datetime="{block.said_on.isoformat()}">{say_date(block.said_on)}</time>'
    ref = f", {text_html(Text(block.ref))}" if block.ref else ""
    return (
        f'<figure class="quotation">\n<blockquote><p>{escape(block.words)}</p></blockquote>\n'
        f"<figcaption>{escape(block.by)}, {day}{ref}</figcaption>\n</figure>\n"
    )


def _definitions(block: DefinitionList, marks: Letters) -> str:
    pairs = "".join(
        f"<div><dt>{text_html(a, marks)}</dt><dd>{text_html(b, marks)}</dd></div>\n" for a, b in block.items
    )
    return f"<dl>\n{pairs}</dl>\n"
