"""The kinds of file that are kept, how each is served, and by what each is told: its content, never its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from eyre.core.codec import record


class IncomingKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    TXT = "txt"
    PNG = "png"
    JPEG = "jpeg"


@record
class Looked:
    """What a file was found to be. size: in bytes."""

    kind: IncomingKind
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """How a kind is called, the endings its name may have (the first is ours), and the type it is served as."""

    says: str
    endings: tuple[str, ...]
    media_type: str


KINDS: Final[Mapping[IncomingKind, KindOfFile]] = {
    IncomingKind.PDF: KindOfFile("a PDF", (".pdf",), "application/pdf"),
    IncomingKind.DOCX: KindOfFile(
        "a Word document", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    IncomingKind.XLSX: KindOfFile(
        "an Excel workbook", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    IncomingKind.ODS: KindOfFile("an OpenDocument sheet", (".ods",), "application/vnd.oasis.opendocument.spreadsheet"),
    IncomingKind.CSV: KindOfFile("a CSV table", (".csv",), "text/csv; charset=utf-8"),
    IncomingKind.TXT: KindOfFile("plain text", (".txt", ".text", ".md", ".log"), "text/plain; charset=utf-8"),
    IncomingKind.PNG: KindOfFile("a PNG picture", (".png",), "image/png"),
    IncomingKind.JPEG: KindOfFile("a JPEG picture", (".jpg", ".jpeg"), "image/jpeg"),
}
ALLOWED = "PDF, DOCX, XLSX, ODS, CSV, TXT, PNG or JPEG"


def media_type(name: str) -> str:
    """The type a kept file is served as, by the ending that was given to it when it was looked at."""
    ending = "." + name.rpartition(".")[2].lower()
    return next((kind.media_type for kind in KINDS.values() if ending in kind.endings), "application/octet-stream")
