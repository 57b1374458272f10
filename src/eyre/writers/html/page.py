"""A document as one self-contained page: no script, nothing fetched, its own content security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from eyre.body.house import PLAIN_HOUSE, House
from eyre.pack.document import Document, Section
from eyre.writers.html.blocks import BlockWriter
from eyre.writers.html.spans import text_html
from eyre.writers.words import AUDIT_HEAD

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def to_html(document: Document, house: House = PLAIN_HOUSE, *, audit_head: str = "") -> str:
    """The whole page. The same document in the same house style gives the same bytes.

    audit_head: the head of the audit chain on the day of issue, in the foot; empty where no server keeps one.
    """
    style = _style(house)
    writer = BlockWriter()
    sections = "".join(_section(section, writer) for section in document.sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n{_head(document, style, house)}<body>\n'
        '<a class="skip" href="#main">Skip to main content</a>\n'
        f"{_header(document, house)}"
        f'<div class="{"columns" if document.has_contents else "columns single"}">\n'
        f"{_contents(document.sections) if document.has_contents else ''}"
        f'<main id="main" tabindex="-1">\n{sections}</main>\n</div>\n'
        f"{_footer(house, audit_head)}</body>\n</html>\n"
    )


def _style(house: House) -> str:
    """The style of a page, with the colour of the house in place of ours."""
    style = files("eyre.writers.html").joinpath("page.css").read_text(encoding="utf-8")
    return style.replace(PLAIN_HOUSE.style.colour, house.style.colour)


def _head(document: Document, style: str, house: House) -> str:
    """The policy lets in our own style, known by its hash, and nothing else: no script, no frame, nothing fetched.

    The logo of a house, where there is one, is in the page itself.
    """
    pictures = "img-src data:; " if house.logo else ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = ": ".join(filter(None, (document.title.plain, document.subtitle.plain)))
    return (
        '<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; "
        f"{pictures}base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _header(document: Document, house: House) -> str:
    subtitle = f'<p class="subtitle">{text_html(document.subtitle)}</p>\n' if document.subtitle else ""
    pairs = "".join(f"<div><dt>{text_html(a)}</dt><dd>{text_html(b)}</dd></div>\n" for a, b in document.meta)
    meta = f'<dl class="meta">\n{pairs}</dl>\n' if pairs else ""
    audience = f'<p class="audience">{escape(house.words.audience(document.audience))}</p>\n'
    mark = f'<p class="mark">{escape(document.mark)}</p>\n' if document.mark else ""
    return f"<header>\n{_sign(house)}{audience}{mark}<h1>{text_html(document.title)}</h1>\n{subtitle}{meta}</header>\n"


def _sign(house: House) -> str:
    """The logo and the name of the house, where it has them."""
    logo = ""
    if house.logo:
        content = base64.b64encode(house.logo.content).decode()
        kind = _KINDS[house.logo.kind]
        logo = f'<img class="logo" src="data:{kind};base64,{content}" alt="{escape(house.logo.alternative)}">\n'
    name = f'<p class="house">{escape(house.style.name)}</p>\n' if house.style.name else ""
    return logo + name


def _footer(house: House, audit_head: str) -> str:
    head = f"<p>{AUDIT_HEAD}{escape(audit_head)}</p>\n" if audit_head else ""
    return f"<footer>\n<p>{escape(house.words.closing)}</p>\n{head}</footer>\n"


def _section(section: Section, writer: BlockWriter) -> str:
    tag, own_page = f"h{section.level + 1}", " own-page" if section.own_page else ""
    return (
        f'<section id="{escape(section.anchor)}" class="level-{section.level}{own_page}">\n'
        f"<{tag}>{_numbered(section)}</{tag}>\n{writer.blocks(section.blocks)}</section>\n"
    )


def _numbered(section: Section) -> str:
    number = f'<span class="item">{escape(section.number)}</span> ' if section.number else ""
    return number + text_html(section.heading)


def _contents(sections: Sequence[Section]) -> str:
    if not sections:
        return ""
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n{_entries(sections)}</nav>\n'


def _entries(sections: Sequence[Section]) -> str:
    """A list of the sections of the first one's level, each with the list of those under it."""
    written, place = "", 0
    while place < len(sections):
        end = place + 1
        while end < len(sections) and sections[end].level > sections[place].level:
            end += 1
        inner = sections[place + 1 : end]
        link = f'<a href="#{escape(sections[place].anchor)}">{_numbered(sections[place])}</a>'
        written += f"<li>{link}{_entries(inner) if inner else ''}</li>\n"
        place = end
    return f"<ul>\n{written}</ul>\n"
