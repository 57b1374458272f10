"""A document as one self-contained page: no script, nothing fetched, its own content security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from eyre.pack.document import Document, Section
from eyre.writers.html.blocks import BlockWriter
from eyre.writers.html.spans import text_html
from eyre.writers.words import AUDIENCE_WORDS, CLOSING


def to_html(document: Document) -> str:
    """The whole page. The same document gives the same bytes."""
    style = files("eyre.writers.html").joinpath("page.css").read_text(encoding="utf-8")
    writer = BlockWriter()
    sections = "".join(_section(section, writer) for section in document.sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n{_head(document, style)}<body>\n'
        '<a class="skip" href="#main">Skip to main content</a>\n'
        f"{_header(document)}"
        f'<div class="columns">\n{_contents(document.sections)}'
        f'<main id="main" tabindex="-1">\n{sections}</main>\n</div>\n'
        f"{_footer(document)}</body>\n</html>\n"
    )


def _head(document: Document, style: str) -> str:
    """The policy lets in our own style, known by its hash, and nothing else: no script, no picture, no frame."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = ": ".join(filter(None, (document.title.plain, document.subtitle.plain)))
    return (
        '<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _header(document: Document) -> str:
    subtitle = f'<p class="subtitle">{text_html(document.subtitle)}</p>\n' if document.subtitle else ""
    pairs = "".join(f"<div><dt>{text_html(a)}</dt><dd>{text_html(b)}</dd></div>\n" for a, b in document.meta)
    meta = f'<dl class="meta">\n{pairs}</dl>\n' if pairs else ""
    audience = f'<p class="audience">{AUDIENCE_WORDS[document.audience]}</p>\n'
    return f"<header>\n{audience}<h1>{text_html(document.title)}</h1>\n{subtitle}{meta}</header>\n"


def _footer(document: Document) -> str:
    return f"<footer>\n<p>{escape(CLOSING)}</p>\n</footer>\n"


def _section(section: Section, writer: BlockWriter) -> str:
    tag = f"h{section.level + 1}"
    return (
        f'<section id="{escape(section.anchor)}" class="level-{section.level}">\n'
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
