"""A document as PDF: tagged, to PDF/UA-1 and PDF/A-2a, set by typst.

The words of a document never become typst source. The template, document.typ, is fixed; the document is handed to it
as data (JSON), and typst prints a string of data as it stands. Nothing that somebody typed can be run, or change the
layout.

typst refuses to write a PDF that breaks PDF/UA-1 as far as a machine can see it: a heading left out, a drawing without
a text alternative, a title or language that is missing, a sign without a meaning. What it cannot do yet: mark the first
cell of a row as its heading. Heads of columns are marked.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from eyre.body.house import PLAIN_HOUSE, House
from eyre.pack.document import Document
from eyre.writers.paper import flow_of
from eyre.writers.paper.items import Flow
from eyre.writers.paper.typeface import FONTS, settable
from eyre.writers.pdf.plain import plain
from eyre.writers.words import AUDIT_HEAD


def to_pdf(document: Document, house: House = PLAIN_HOUSE, *, audit_head: str = "") -> bytes:
    """The whole document. The same document gives the same bytes, with the same version of typst."""
    import typst

    template = files("eyre.writers.pdf").joinpath("document.typ").read_bytes()
    flow = flow_of(document, house, ending=".pdf", audit_head=audit_head)
    data = json.dumps(_data(flow), ensure_ascii=False, separators=(",", ":"))
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"data": data},
        font_paths=typst.Fonts(font_paths=[FONTS], include_system_fonts=False),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )


def _data(flow: Flow) -> Any:
    """The document as JSON holds it, every string such that the typeface can set it."""
    language, _, region = flow.language.partition("-")
    data = {**plain(flow), "language": language, "region": region or None, "audit_words": AUDIT_HEAD}
    return _settable(data)


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, dict):
        return {key: _settable(inside) for key, inside in value.items()}
    return [_settable(inside) for inside in value] if isinstance(value, list) else value
