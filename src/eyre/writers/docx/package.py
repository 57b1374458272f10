"""The Word package around the body: page, styles, properties, heads and feet; and its bytes, always the same."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from eyre.writers.docx.styles import set_styles
from eyre.writers.docx.xml import field, parsed, tag, words
from eyre.writers.paper.items import Flow

if TYPE_CHECKING:
    from docx.document import Document as Word

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4 in twentieths of a point
SIDE, TOP, BOTTOM = 1133, 1247, 1360  # 20, 22 and 24 mm
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can hold
_THUMBNAIL = "thumbnail"


def prepare(flow: Flow) -> Word:
    """An empty document with Eyre's styles, its properties, its heads and feet."""
    import docx

    word = docx.Document()
    set_styles(word, flow.language)
    _set_properties(word, flow)
    _set_page(word, flow)
    package = word.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(_THUMBNAIL):  # of the template, not of this document
            del package.rels[key]
    return word


def section_properties(*, columns: int = 1, is_turned: bool = False, is_continuous: bool = True, more: str = "") -> str:
    """How the pages of a section are. more: its head and foot, where it has its own."""
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if is_turned else (PAGE_WIDTH, PAGE_HEIGHT)
    turned = {"orient": "landscape"} if is_turned else {}
    return tag(
        "sectPr",
        more,
        tag("type", val="continuous" if is_continuous else "nextPage"),
        tag("pgSz", w=width, h=height, **turned),
        tag("pgMar", top=TOP, right=SIDE, bottom=BOTTOM, left=SIDE, header=680, footer=680, gutter=0),
        tag("cols", num=columns, space=400),
        tag("titlePg") if more else "",
    )


def bytes_of(word: Word) -> bytes:
    """The package as a zip file whose entries all bear the same moment, in the order they were written."""
    saved = io.BytesIO()
    word.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # or Windows would write its own number
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _set_properties(word: Word, flow: Flow) -> None:
    about = word.core_properties
    moment = datetime.combine(flow.day, time())
    about.title = ": ".join(filter(None, (flow.title, flow.subtitle)))[:255]
    about.subject = flow.audience[:255]
    about.language = flow.language
    about.author = about.last_modified_by = ""
    about.comments = about.keywords = ""
    about.created = about.modified = moment
    about.revision = 1


def _set_page(word: Word, flow: Flow) -> None:
    section = word.sections[0]
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    foot = _foot(flow)
    _fill(section.header, [tag("p", _style("Header"), words(flow.audience), _tab(), words(flow.title))])
    _fill(section.footer, foot)
    _fill(section.first_page_header, [tag("p", _style("Header"))])
    _fill(section.first_page_footer, foot)


def _foot(flow: Flow) -> list[str]:
    page = words("Page ") + field("PAGE", "1") + words(" of ") + field("NUMPAGES", "1")
    lines = [tag("p", _style("Footer"), words(flow.known), _tab(), page)]
    return [
        *lines,
        *([tag("p", _style("Footer"), words(f"Audit chain: {flow.audit_head}"))] if flow.audit_head else []),
    ]


def _fill(part: Any, paragraphs: list[str]) -> None:
    element = part._element
    for old in list(element):
        element.remove(old)
    for paragraph in paragraphs:
        element.append(parsed(paragraph))


def _style(name: str) -> str:
    return tag("pPr", tag("pStyle", val=name))


def _tab() -> str:
    return tag("r", tag("tab"))
