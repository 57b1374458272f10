"""The styles of a Word document: an office changes them once and the whole document follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eyre.pack.document import CalloutKind
from eyre.writers.docx.xml import MAIN, parsed, tag

if TYPE_CHECKING:
    from docx.document import Document as Word

INK, SOFT, RULE, HAIR, PALE, NAVY, AMBER, PLUM = (
    "0B0C0C", "505A5F", "B1B4B6", "DEE0E2", "F3F5F7", "12436D", "B4430B", "801650",
)  # fmt: skip
FAMILY = "Arial"  # as wide as the typeface of the PDF, and on every machine that has Word
TEXT_WIDTH = 9640  # between the margins, in twentieths of a point
TABLE, LINK = "EyreTable", "Hyperlink"
BARS = {
    CalloutKind.NOTE: SOFT,
    CalloutKind.WARNING: AMBER,
    CalloutKind.ATTENTION: NAVY,
    CalloutKind.ILLUSTRATION: PLUM,
}


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. size: points; before, after: points; more: properties of the paragraph as markup."""

    name: str
    size: float
    before: float = 0
    after: float = 6
    colour: str = INK
    is_bold: bool = False
    keeps_next: bool = False
    based_on: str = "Normal"
    more: str = ""
    outline: int | None = None

    @property
    def key(self) -> str:
        return self.name.replace(" ", "")


def _border(side: str, colour: str, size: int, space: int) -> str:
    return tag(side, val="single", sz=size, space=space, color=colour)


def _bar(kind: CalloutKind) -> str:
    ground = tag("shd", val="clear", color="auto", fill=PALE) if kind is CalloutKind.ATTENTION else ""
    return tag("pBdr", _border("left", BARS[kind], 36, 8)) + ground + tag("ind", left=220)


def callout_key(kind: CalloutKind) -> str:
    return f"Callout{kind.capitalize()}"


_IN_SMALL_LETTERS = ("Heading", "Header", "Footer", "Caption")  # Word's own names for them
_TABS = tag(
    "tabs",
    tag("tab", val="clear", pos=4320),
    tag("tab", val="clear", pos=8640),
    tag("tab", val="right", pos=TEXT_WIDTH),
)
_QUOTED = tag("pBdr", _border("left", RULE, 18, 10)) + tag("ind", left=260)
_RULED = tag("pBdr", _border("top", NAVY, 10, 6))
_SIDES = ("top", "left", "bottom", "right")
_BOXED = tag("pBdr", *(_border(side, INK, 12, 4) for side in _SIDES)) + tag("ind", left=80, right=7400)
_LINES = tag("pBdr", *(_border(side, SOFT, 4, 4) for side in _SIDES), _border("between", HAIR, 4, 4))

STYLES = (
    Style("Title", 22, 6, 4, is_bold=True, keeps_next=True),
    Style("Subtitle", 13, 0, 10, SOFT),
    Style("House", 10.5, 0, 2, is_bold=True),
    Style("Audience", 9.5, 0, 4, SOFT, more=tag("pBdr", _border("top", NAVY, 48, 8))),
    Style("Mark", 11, 6, 6, is_bold=True, keeps_next=True, more=_BOXED),
    Style("Heading 1", 15, 24, 8, is_bold=True, keeps_next=True, outline=0, more=_RULED),
    Style("Heading 2", 12, 16, 6, is_bold=True, keeps_next=True, outline=1),
    Style("Heading 3", 10.5, 12, 5, is_bold=True, keeps_next=True, outline=2),
    Style("Heading 4", 10, 10, 4, is_bold=True, keeps_next=True, outline=3),
    Style("List Bullet", 10, 0, 4),
    Style("List Number", 10, 0, 4),
    Style("Quote", 10, 8, 2, keeps_next=True, more=_QUOTED),
    Style("Quote Source", 9, 0, 8, SOFT, more=_QUOTED),
    Style("Caption", 9, 10, 4, is_bold=True, keeps_next=True),
    Style("Chart Sentence", 10.5, 12, 6, is_bold=True, keeps_next=True),
    Style("Picture", 10, 0, 4, keeps_next=True),
    Style("Base", 8, 2, 8, SOFT),
    Style("Notes", 8, 3, 3, SOFT, keeps_next=True),
    Style("Figures", 8, 0, 10, NAVY),
    Style("Nil", 10, 0, 6, SOFT),
    Style("Summary", 10, 8, 4, is_bold=True, keeps_next=True),
    Style("Term", 10, 4, 2, is_bold=True, keeps_next=True),
    Style("Definition", 10, 0, 6, more=tag("pBdr", _border("bottom", HAIR, 4, 4))),
    Style("Blank", 10, 5, 5, SOFT, more=tag("keepLines") + _LINES + tag("ind", left=80, right=80)),
    Style("Record", 9, 6, 2, keeps_next=True, more=tag("pBdr", _border("top", RULE, 4, 4))),
    Style("Record Facts", 8, 0, 6, more=tag("keepLines")),
    Style("Table Text", 8.5, 1, 1),
    Style("Meta", 9.5, 0, 2),
    Style("Closing", 8.5, 24, 0, SOFT, more=tag("pBdr", _border("top", RULE, 4, 8))),
    Style("Contents Heading", 15, 20, 8, is_bold=True, keeps_next=True),
    Style("toc 1", 9.5, 4, 0),
    Style("toc 2", 9.5, 1, 0, more=tag("ind", left=280)),
    Style("Header", 8, 0, 0, SOFT, more=_TABS),
    Style("Footer", 8, 0, 0, SOFT, more=_TABS),
    *(Style(f"Callout {kind.capitalize()}", 10, 0, 5, more=_bar(kind)) for kind in CalloutKind),
)  # fmt: skip


def set_styles(word: Word, language: str, colour: str) -> None:
    """Put Eyre's styles in place of the template's, in its typeface and language; drop the others.

    colour: of the house, RRGGBB."""
    element = word.styles.element
    kept = {style.name.lower() for style in STYLES}
    numbering = _numbering_of(element)
    for old in list(element.findall(f"{{{MAIN}}}style")):
        name = old.find(f"{{{MAIN}}}name").get(f"{{{MAIN}}}val").lower()
        is_needed = name in ("normal", "default paragraph font", "normal table", "table normal", "no list")
        if not is_needed or name in kept:
            element.remove(old)
    defaults = element.find(f"{{{MAIN}}}docDefaults")
    element.replace(defaults, parsed(_defaults(language)))
    normal = next(s for s in element.findall(f"{{{MAIN}}}style") if s.get(f"{{{MAIN}}}styleId") == "Normal")
    element.replace(normal, parsed(_normal()))
    for style in STYLES:
        written = _paragraph_style(style, numbering.get(style.key, ""))
        element.append(parsed(written.replace(NAVY, colour)))
    element.append(parsed(_link_style().replace(NAVY, colour)))
    element.append(parsed(_table_style()))
    _forget_lists(word)
    _set_modern(word)


def _forget_lists(word: Word) -> None:
    """Take away what the template's lists say of styles that are no longer there."""
    for said in word.part.numbering_part.element.xpath("w:abstractNum/w:lvl/w:pStyle"):
        if said.get(f"{{{MAIN}}}val") not in ("ListBullet", "ListNumber"):
            said.getparent().remove(said)


def _numbering_of(element: Any) -> dict[str, str]:
    """The numbers of the template's two list styles, by the key of the style."""
    found = {}
    for key in ("ListBullet", "ListNumber"):
        (number,) = element.xpath(f'w:style[@w:styleId="{key}"]//w:numId/@w:val')
        found[key] = tag("numPr", tag("numId", val=number)) + tag("contextualSpacing")
    return found


def _fonts() -> str:
    return tag("rFonts", ascii=FAMILY, hAnsi=FAMILY, cs=FAMILY, eastAsia=FAMILY)


def _size(points: float) -> str:
    return tag("sz", val=round(points * 2)) + tag("szCs", val=round(points * 2))


def _defaults(language: str) -> str:
    run = tag(
        "rPr", _fonts(), tag("color", val=INK), _size(10), tag("lang", val=language, eastAsia=language, bidi="ar-SA")
    )
    paragraph = tag("pPr", tag("widowControl"), tag("spacing", before=0, after=120, line=264, lineRule="auto"))
    return tag("docDefaults", tag("rPrDefault", run), tag("pPrDefault", paragraph))


def _normal() -> str:
    return tag("style", tag("name", val="Normal"), tag("qFormat"), type="paragraph", default=1, styleId="Normal")


def _paragraph_style(style: Style, numbering: str) -> str:
    paragraph = _in_order(
        tag("keepNext") if style.keeps_next else "",
        numbering.partition("<w:contextualSpacing")[0],
        style.more,
        tag("spacing", before=round(style.before * 20), after=round(style.after * 20)),
        tag("outlineLvl", val=style.outline) if style.outline is not None else "",
    )
    run = (tag("b") + tag("bCs") if style.is_bold else "") + tag("color", val=style.colour) + _size(style.size)
    return tag(
        "style",
        tag("name", val=style.name.lower() if style.name.startswith(_IN_SMALL_LETTERS) else style.name),
        tag("basedOn", val=style.based_on),
        tag("next", val="Normal") if style.outline is not None else "",
        tag("qFormat"),
        tag("pPr", paragraph),
        tag("rPr", run),
        type="paragraph",
        styleId=style.key,
    )


_ORDER = ("keepNext", "keepLines", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "outlineLvl")
_PROPERTY = re.compile(r"<w:(\w+)[^>]*>.*?</w:\1>")


def _in_order(*markup: str) -> str:
    """Properties of a paragraph in the order of the schema: Word refuses another."""
    found = {match[1]: match[0] for match in _PROPERTY.finditer("".join(markup))}
    return "".join(found[name] for name in _ORDER if name in found)


def _link_style() -> str:
    run = tag("rPr", tag("color", val=NAVY), tag("u", val="single"))
    return tag("style", tag("name", val="Hyperlink"), run, type="character", styleId=LINK)


def _table_style() -> str:
    """Hair lines between rows, a heavier one under the heads, the heads in bold."""
    lines = tag("tblBorders", _border("bottom", HAIR, 4, 0), _border("insideH", HAIR, 4, 0))
    margins = tag("tblCellMar", tag("left", w=0, type="dxa"), tag("right", w=200, type="dxa"))
    first = tag(
        "tblStylePr",
        tag("rPr", tag("b"), tag("bCs")),
        tag("tcPr", tag("tcBorders", _border("bottom", RULE, 8, 0)), tag("vAlign", val="bottom")),
        type="firstRow",
    )
    return tag(
        "style",
        tag("name", val="Eyre Table"),
        tag("basedOn", val="TableNormal"),
        tag("qFormat"),
        tag("tblPr", lines, margins),
        first,
        type="table",
        styleId=TABLE,
        customStyle=1,
    )


def _set_modern(word: Word) -> None:
    """Without this Word opens the document in the manner of an old version."""
    settings = word.settings.element
    for old in settings.findall(f"{{{MAIN}}}compat"):
        settings.remove(old)
    mode = tag("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    compat = parsed(tag("compat", mode))
    after = settings.find(f"{{{MAIN}}}rsids")
    settings.append(compat) if after is None else after.addprevious(compat)
