"""The body of a Word document: each thing that stands on paper as paragraphs and tables of WordprocessingML."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from eyre.body.house import Logo
from eyre.pack.document import CalloutKind
from eyre.writers.docx.package import heads_of, section_properties
from eyre.writers.docx.styles import BARS, LINK, PALE, TABLE, callout_key
from eyre.writers.docx.xml import FIELD_END, field_start, parsed, tag, words
from eyre.writers.paper.items import (
    Blank,
    Box,
    Bullets,
    Cell,
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
    Runs,
)
from eyre.writers.paper.runs import printable
from eyre.writers.paper.widths import PAGE
from eyre.writers.pictures import pngs_of, size_of

if TYPE_CHECKING:
    from docx.document import Document as Word

EMU = 12700  # a point in the units of drawings
TWIP = 20  # a point in the units of text
COURSE_WIDTH = 60.0
CONTENTS_DEPTH = 2
LOGO, LOGO_HEIGHT = "logo", 40.0
WRITE_HERE = "Write here."
LONGEST_FIELD = 64  # signs in the name of a field, in Word
TALL_SIGNS = 1500  # a row with more in one cell may break over pages
WHOLE_ROWS = 14  # a table of no more rows than this is not broken over pages
_FOR_THE_EYE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1"/></a:ext></a:extLst>'
)
STYLE_OF = {
    Role.TEXT: "Normal",
    Role.BASE: "Base",
    Role.NOTES: "Notes",
    Role.NIL: "Nil",
    Role.SUMMARY: "Summary",
    Role.FIGURES: "Figures",
}


@dataclass(slots=True)
class Body:
    """Writes the body of one document. colour: of the house, RRGGBB.

    bars: the callouts that what is written stands in, the innermost last.
    """

    word: Word
    colour: str
    numbers: Any = field(default_factory=lambda: count(1))
    pictures: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    bars: list[CalloutKind] = field(default_factory=list)

    def write(self, flow: Flow) -> None:
        body = self.word.element.body
        last = body.sectPr
        assert last is not None
        for old in list(body)[:-1]:
            body.remove(old)
        drawings = list(dict.fromkeys(_drawings(flow.items)))
        for svg, png in zip(drawings, pngs_of(drawings), strict=True):
            key, _ = self.word.part.get_or_add_image(io.BytesIO(png))
            self.pictures[svg] = (key, *size_of(png))
        for markup in [*self._front(flow), *self._items(flow.items), self._paragraph("Closing", words(flow.closing))]:
            last.addprevious(parsed(markup))

    # ---------------------------------------------------------------- front

    def _front(self, flow: Flow) -> list[str]:
        parts = self._house(flow.house.logo, flow.name)
        parts.append(self._paragraph("Audience", words(flow.audience)))
        if flow.mark:
            parts.append(self._paragraph("Mark", words(flow.mark)))
        parts.append(self._paragraph("Title", words(flow.title)))
        if flow.subtitle:
            parts.append(self._paragraph("Subtitle", words(flow.subtitle)))
        parts += [
            self._paragraph("Meta", self._runs(term), words(": "), self._runs(tuple(_bold(run) for run in said)))
            for term, said in flow.meta
        ]
        headings = [item for item in flow.items if isinstance(item, Heading) and item.level <= CONTENTS_DEPTH]
        return [*parts, *(self._contents(headings) if flow.has_contents and len(headings) > 1 else ())]

    def _house(self, logo: Logo | None, name: str) -> list[str]:
        """The logo and the name of the house, where it has them."""
        parts = []
        if logo:
            content = logo.content
            drawn = content if logo.kind == "png" else pngs_of([content.decode("utf-8-sig")])[0]
            key, image = self.word.part.get_or_add_image(io.BytesIO(drawn))
            self.pictures[LOGO] = key, image.px_width, image.px_height
            width = min(PAGE / 2, LOGO_HEIGHT * image.px_width / image.px_height)
            parts.append(self._paragraph("Picture", self._picture(LOGO, width, printable(logo.alternative))))
        return [*parts, self._paragraph("House", words(name))] if name else parts

    def _contents(self, headings: list[Heading]) -> list[str]:
        """A table of contents without page numbers: it is right before Word has worked anything out."""
        parts = [self._paragraph("ContentsHeading", words("Contents"))]
        begin = field_start(f'TOC \\o "1-{CONTENTS_DEPTH}" \\n \\h \\u')
        for place, heading in enumerate(headings):
            link = _link(heading.anchor, self._heading_words(heading))
            first, end = begin if place == 0 else "", FIELD_END if place == len(headings) - 1 else ""
            parts.append(self._paragraph(f"toc{heading.level}", first, link, end))
        return parts

    # ---------------------------------------------------------------- items

    def _items(self, items: tuple[Item, ...]) -> list[str]:
        return [markup for item in items for markup in self._item(item)]

    def _item(self, item: Item) -> list[str]:
        if isinstance(item, Line):
            return [self._line(item)]
        if isinstance(item, Heading):
            inside = self._marked(item.anchor, self._heading_words(item))
            begins = tag("pageBreakBefore") if item.own_page else ""
            return [self._paragraph(f"Heading{item.level}", inside, begins=begins)]
        if isinstance(item, Blank):
            return self._blank(item)
        if isinstance(item, Bullets):
            return self._bullets(item)
        if isinstance(item, Pairs):
            return [
                self._paragraph(style, self._runs(runs))
                for pair in item.items
                for style, runs in zip(("Term", "Definition"), pair, strict=True)
            ]
        if isinstance(item, Quote):
            return [
                self._paragraph("Quote", self._runs(item.words)),
                self._paragraph("QuoteSource", self._runs(item.by)),
            ]
        if isinstance(item, Grid):
            return self._grid(item)
        if isinstance(item, Records):
            return self._records(item)
        if isinstance(item, Figure):
            return self._figure(item)
        return self._box(item)

    def _line(self, line: Line) -> str:
        return self._paragraph(STYLE_OF[line.role], self._runs(line.runs))

    def _heading_words(self, heading: Heading) -> str:
        return words(f"{heading.number} " if heading.number else "") + self._runs(heading.runs)

    def _bullets(self, item: Bullets) -> list[str]:
        if not item.is_ordered:
            return [self._paragraph("ListBullet", self._runs(runs)) for runs in item.items]
        number = self._new_numbering()
        properties = tag("numPr", tag("ilvl", val=0), tag("numId", val=number))
        return [self._paragraph("ListNumber", self._runs(runs), properties=properties) for runs in item.items]

    def _new_numbering(self) -> int:
        """A list that begins at 1: in Word every list of one style goes on counting."""
        numbering = self.word.part.numbering_part.element
        (style_number,) = self.word.styles.element.xpath('w:style[@w:styleId="ListNumber"]//w:numId/@w:val')
        (abstract,) = numbering.xpath(f'w:num[@w:numId="{style_number}"]/w:abstractNumId/@w:val')
        made = numbering.add_num(int(abstract))
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _records(self, item: Records) -> list[str]:
        parts = [self._paragraph("Caption", self._marked(item.anchor, words(item.title)))]
        for record in item.records:
            parts.append(self._paragraph("Record", self._runs(record.words)))
            facts = [words(f"{name}: ") + words(said, tag("b")) for name, said in record.facts]
            parts.append(self._paragraph("RecordFacts", words("   ").join(facts)))
        return [*parts, *map(self._line, item.beneath)]

    def _box(self, box: Box) -> list[str]:
        self.bars.append(box.kind)
        head = words(f"{box.kind_words}: ", tag("b") + tag("color", val=self._bar(box.kind)))
        parts = [
            self._paragraph(
                callout_key(box.kind), head, self._runs(tuple(_bold(run) for run in box.heading)), keeps=True
            )
        ]
        for item in box.items:
            parts += self._item(item)
        self.bars.pop()
        return parts

    def _figure(self, figure: Figure) -> list[str]:
        return [
            self._paragraph("ChartSentence", self._runs(figure.sentence)),
            self._paragraph("Picture", self._picture(figure.svg, PAGE, figure.alternative)),
            *(self._paragraph(STYLE_OF[line.role], self._runs(line.runs), keeps=line is not figure.beneath[-1])
              for line in figure.beneath),
        ]  # fmt: skip

    def _blank(self, item: Blank) -> list[str]:
        """A label, and under it ruled lines that are one field: typing takes their place."""
        number = next(self.numbers)
        label = "".join(run.words for run in item.label)[:LONGEST_FIELD]
        about = tag(
            "sdtPr",
            tag("alias", val=label),
            tag("tag", val=item.key[:LONGEST_FIELD]),
            tag("id", val=number),
            tag("showingPlcHdr"),
        )
        lines = [self._paragraph("Blank", words(WRITE_HERE)), *(self._paragraph("Blank") for _ in range(1, item.lines))]
        return [
            self._paragraph("Summary", self._runs(item.label)),
            tag("sdt", about, tag("sdtContent", *lines)),
            tag("p", tag("pPr", tag("pStyle", val="Notes"))),
        ]

    # ---------------------------------------------------------------- tables

    def _section(self, *, is_turned: bool = False) -> str:
        return section_properties(heads_of(self.word), is_turned=is_turned)

    def _grid(self, grid: Grid) -> list[str]:
        caption, table = self._paragraph("Caption", self._marked(grid.anchor, words(grid.title))), self._table(grid)
        parts = [caption, table]
        if grid.is_turned:
            parts = [_break(self._section()), caption, table, _break(self._section(is_turned=True))]
        beneath = [self._line(line) for line in grid.beneath]
        return [*parts, *(beneath or [tag("p", tag("pPr", tag("pStyle", val="Notes")))])]  # or two tables become one

    def _table(self, grid: Grid) -> str:
        widths = [round(head.width * TWIP) for head in grid.heads]
        look = tag("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)
        properties = tag(
            "tblPr",
            tag("tblStyle", val=TABLE),
            tag("tblW", w=sum(widths), type="dxa"),
            tag("tblLayout", type="fixed"),
            look,
            tag("tblCaption", val=grid.title),
        )
        is_whole = len(grid.rows) <= WHOLE_ROWS and not grid.is_long
        heads = tuple(Cell((Run(head.words),)) for head in grid.heads)
        rows = [self._row(grid, heads, widths, is_head=True, keeps=True)]
        rows += [
            self._row(
                grid,
                row,
                widths,
                keeps=is_whole or at == len(grid.rows) - 1,
            )
            for at, row in enumerate(grid.rows)
        ]
        columns = tag("tblGrid", *(tag("gridCol", w=width) for width in widths))
        return tag("tbl", properties, columns, *rows)

    def _row(self, grid: Grid, row: tuple[Cell, ...], widths: list[int], *, keeps: bool, is_head: bool = False) -> str:
        is_tall = any(sum(len(run.words) for run in cell.runs) > TALL_SIGNS for cell in row)
        properties = tag("trPr", "" if is_tall else tag("cantSplit"), tag("tblHeader") if is_head else "")
        cells = (
            self._cell(cell, width, grid.font, is_right=head.is_figure, keeps=keeps, is_head=is_head)
            for cell, width, head in zip(row, widths, grid.heads, strict=True)
        )
        return tag("tr", properties, *cells)

    def _cell(self, cell: Cell, width: int, font: float, *, is_right: bool, keeps: bool, is_head: bool) -> str:
        size = tag("sz", val=round(font * 2))
        inside = self._picture(cell.svg, COURSE_WIDTH, "") if cell.svg else self._runs(cell.runs, size)
        properties = tag("jc", val="right") if is_right else ""
        paragraph = self._paragraph("TableText", inside, properties=properties, keeps=keeps)
        return tag("tc", tag("tcPr", tag("tcW", w=width, type="dxa")), paragraph)

    # ---------------------------------------------------------------- paragraphs and runs

    def _paragraph(self, style: str, *inside: str, properties: str = "", keeps: bool = False, begins: str = "") -> str:
        """A paragraph; within a callout it has the bar of its kind at its side."""
        bar = indent = ""
        if self.bars and style not in ("TableText", "Quote", "QuoteSource"):
            kind = self.bars[-1]
            if style == "Normal":
                style = callout_key(kind)
            elif not style.startswith("Callout"):
                bar = tag("pBdr", tag("left", val="single", sz=36, space=8, color=self._bar(kind)))
                bar += tag("shd", val="clear", color="auto", fill=PALE) if kind is CalloutKind.ATTENTION else ""
                indent = "" if style.startswith("List") else tag("ind", left=220)
        numbered = properties if properties.startswith("<w:numPr") else ""
        aligned = "" if numbered else properties
        kept = tag("keepNext") if keeps else ""
        return tag("p", tag("pPr", tag("pStyle", val=style), kept, begins, numbered, bar, indent, aligned), *inside)

    def _bar(self, kind: CalloutKind) -> str:
        return self.colour if kind is CalloutKind.ATTENTION else BARS[kind]

    def _runs(self, runs: Runs, properties: str = "") -> str:
        return "".join(self._run(run, properties) for run in runs)

    def _run(self, run: Run, properties: str) -> str:
        strong = tag("b") if run.is_strong else ""
        raised = tag("vertAlign", val="superscript") if run.is_raised else ""
        if not run.to:
            return words(run.words, strong + properties + raised)
        inside = words(run.words, tag("rStyle", val=LINK) + strong + properties)
        if run.to.startswith("#"):
            return _link(run.to[1:], inside)
        from docx.opc.constants import RELATIONSHIP_TYPE

        key = self.word.part.relate_to(run.to, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f"<w:hyperlink r:id={quoteattr(key)}>{inside}</w:hyperlink>"

    def _marked(self, anchor: str, inside: str) -> str:
        if not anchor:
            return inside
        number = next(self.numbers)
        return tag("bookmarkStart", id=number, name=_bookmark(anchor)) + inside + tag("bookmarkEnd", id=number)

    # ---------------------------------------------------------------- pictures

    def _picture(self, svg: str, width: float, alternative: str) -> str:
        """A drawing in a line of text, `width` points wide; one without alternative is marked as for the eye alone."""
        key, wide, tall = self.pictures[svg]
        number = next(self.numbers)
        size = round(width * EMU), round(width * EMU * tall / wide)
        extent = f'cx="{size[0]}" cy="{size[1]}"'
        named = f'id="{number}" name="Picture {number}" descr={quoteattr(alternative)}'
        about = f"<wp:docPr {named}/>" if alternative else f"<wp:docPr {named}>{_FOR_THE_EYE}</wp:docPr>"
        return tag(
            "r",
            "<w:drawing>"
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>{about}'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>",
        )


def _drawings(items: Iterable[Item]) -> Iterator[str]:
    """Every drawing of a document, those within callouts too."""
    for item in items:
        if isinstance(item, Figure):
            yield item.svg
        elif isinstance(item, Grid):
            yield from (cell.svg for row in item.rows for cell in row if cell.svg)
        elif isinstance(item, Box):
            yield from _drawings(item.items)


def _bold(run: Run) -> Run:
    return Run(run.words, True, run.is_raised, run.to)


def _link(anchor: str, inside: str) -> str:
    return f"<w:hyperlink w:anchor={quoteattr(_bookmark(anchor))}>{inside}</w:hyperlink>"


def _bookmark(anchor: str) -> str:
    """Word takes letters, digits and low lines, and no more than forty of them."""
    return ("_" + anchor.replace("-", "_"))[:40]


def _break(section: str) -> str:
    """An empty paragraph that ends a section."""
    return tag("p", tag("pPr", tag("pStyle", val="Notes"), section))
