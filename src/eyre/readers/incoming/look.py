"""What a file is, by its content; what lies about itself, runs by itself or fetches from elsewhere is refused."""

from __future__ import annotations

import re
from pathlib import Path

from eyre.body.files import sha256_of
from eyre.core import BadInput, Fault, raise_if_any
from eyre.readers.incoming.kinds import ALLOWED, KINDS, IncomingKind, Looked
from eyre.readers.incoming.office import office_kind
from eyre.readers.incoming.pdf import pdf_faults
from eyre.readers.incoming.pictures import jpeg_faults, png_faults
from eyre.readers.limits import Limits
from eyre.readers.unpacking import text_encoding

PAGE = re.compile(rb"\s*(<!doctype|<html|<svg|<\?xml|<\?php|<script|\{\\rtf|#!)", re.IGNORECASE)
HEAD = 2048
TEXT_ENDINGS = {ending for kind in (IncomingKind.CSV, IncomingKind.TXT) for ending in KINDS[kind].endings}


def look_here(path: Path, name: str, limits: Limits) -> Looked:
    """Look at a file in this process. Only the child process and tests call this.

    Raises BadInput with every reason to refuse it.
    """
    size = path.stat().st_size
    if not size:
        raise BadInput([Fault(name, "is empty. Choose another file.")])
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = _kind(path, name, head, limits)
    _check_name(name, kind)
    return Looked(kind=kind, sha256=sha256_of(path), size=size)


def _kind(path: Path, name: str, head: bytes, limits: Limits) -> IncomingKind:
    """The kind of a file that may be kept. Raises BadInput for every other."""
    if head.startswith(b"%PDF-"):
        raise_if_any([Fault(name, what) for what in pdf_faults(path.read_bytes(), limits)])
        return IncomingKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        raise_if_any([Fault(name, what) for what in png_faults(path.read_bytes())])
        return IncomingKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        raise_if_any([Fault(name, what) for what in jpeg_faults(path.read_bytes())])
        return IncomingKind.JPEG
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return office_kind(path, name, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = "is of the old Office form (.doc, .xls) or locked with a password. Save it as DOCX or XLSX without one."
        raise BadInput([Fault(name, what)])
    return _text(path, name, head)


def _text(path: Path, name: str, head: bytes) -> IncomingKind:
    """Whether text is a table cannot be told from its bytes: there the name decides between the two."""
    if text_encoding(path) is None:
        raise BadInput([Fault(name, f"is none of the kinds that are kept: {ALLOWED}.")])
    if PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise BadInput([Fault(name, "is a web page, a program or rich text, and not plain text. Save it as PDF.")])
    return IncomingKind.CSV if name.lower().endswith(".csv") else IncomingKind.TXT


def _check_name(name: str, kind: IncomingKind) -> None:
    """Raise BadInput where the name says that it is something else."""
    ending = "." + name.rpartition(".")[2].lower() if "." in name else ""
    known = {each for other in KINDS.values() for each in other.endings}
    says_other = ending in known if kind is IncomingKind.TXT else ending != ""
    if says_other and ending not in KINDS[kind].endings:
        says = KINDS[kind].says
        raise BadInput(
            [
                Fault(
                    name,
                    f"is named {ending} and is {says}. Ask its sender what it is, or name it {KINDS[kind].endings[0]}.",
                )
            ]
        )
