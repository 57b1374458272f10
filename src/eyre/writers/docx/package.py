"""The Word package around the body: page, styles, properties, heads and feet; and its bytes, always the same."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from eyre.body.house import House
from eyre.writers.docx.styles import set_styles
from eyre.writers.docx.xml import field, parsed, tag, words
from eyre.writers.paper.items import Flow
from eyre.writers.words import AUDIT_HEAD

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
    set_styles(word, flow.language, word_colour(flow.house))
    _set_properties(word, flow)
    _set_page(word, flow)
    package = word.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(_THUMBNAIL):  # of the template, not of this document
            del package.rels[key]
    return word


def word_colour(house: House) -> str:
    """The colour of a house as Word writes it: RRGGBB."""
    return house.style.colour.lstrip("#").upper()


def section_properties(heads: str, *, is_turned: bool = False) -> str:
    """How the pages of a section are. heads: the references to its head and foot, as `heads_of` gives them."""
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if is_turned else (PAGE_WIDTH, PAGE_HEIGHT)
    turned = {"orient": "landscape"} if is_turned else {}
    return tag(
        "sectPr",
        heads,
        tag("type", val="nextPage"),
        tag("pgSz", w=width, h=height, **turned),
        tag("pgMar", top=TOP, right=SIDE, bottom=BOTTOM, left=SIDE, header=680, footer=680, gutter=0),
    )


def heads_of(word: Word) -> str:
    """The references to the head and the foot of every page; each section of a document needs them."""
    head, foot = word.sections[0]._sectPr.headerReference_lst[0], word.sections[0]._sectPr.footerReference_lst[0]
    return "".join(
        f'<w:{name}Reference w:type="default" r:id="{reference.rId}"/>'
        for name, reference in (("header", head), ("footer", foot))
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
    about.author = flow.name[:255]
    about.last_modified_by = ""
    about.comments = about.keywords = ""
    about.created = about.modified = moment
    about.revision = 1


def _set_page(word: Word, flow: Flow) -> None:
    section = word.sections[0]
    section.header.is_linked_to_previous = False
    mark = words(f"{flow.mark}  ", tag("b")) if flow.mark else ""
    _fill(section.header, [tag("p", _style("Header"), mark, words(flow.audience), _tab(), words(flow.title))])
    _fill(section.footer, _foot(flow))
    old = section._sectPr
    old.getparent().replace(old, parsed(section_properties(heads_of(word))))


def _foot(flow: Flow) -> list[str]:
    page = words("Page ") + field("PAGE", "1") + words(" of ") + field("NUMPAGES", "1")
    lines = [tag("p", _style("Footer"), words(flow.known), _tab(), page)]
    return [
        *lines,
        *([tag("p", _style("Footer"), words(f"{AUDIT_HEAD}{flow.audit_head}"))] if flow.audit_head else []),
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
