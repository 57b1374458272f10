"""Every format a document can be written in, by the ending of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from eyre.body.house import House
from eyre.core import BadInput
from eyre.pack.document import Document
from eyre.writers.docx import to_docx
from eyre.writers.html import to_html
from eyre.writers.json import to_json
from eyre.writers.pdf import to_pdf
from eyre.writers.sheets import to_ods, to_xlsx


class Renderer(Protocol):
    """Writes a document in one format. audit_head: the head of the audit chain, for the foot of the document."""

    def __call__(self, document: Document, house: House, *, audit_head: str = "") -> bytes: ...


def _html(document: Document, house: House, *, audit_head: str = "") -> bytes:
    return to_html(document, house, audit_head=audit_head).encode("utf-8")


def _json(document: Document, house: House, *, audit_head: str = "") -> bytes:
    """The tree itself: how a house prints it, and when it was issued, are no part of it."""
    return to_json(document).encode("utf-8")


FORMATS: Mapping[str, Renderer] = {
    "html": _html,
    "json": _json,
    "pdf": to_pdf,
    "docx": to_docx,
    "ods": to_ods,
    "xlsx": to_xlsx,
}


def check_formats(formats: Sequence[str]) -> None:
    """Raise BadInput for a format that is not among `FORMATS`."""
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        *most, last = FORMATS
        raise BadInput(f"There is no format {', '.join(unknown)}. Give {', '.join(most)} or {last}.")
