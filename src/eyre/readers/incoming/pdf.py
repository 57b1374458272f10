"""PDF: whole, not locked, and without anything that runs, starts a program or carries another file.

Names are looked for in the file as it stands and inside its packed object streams, where newer writers put them. What
is drawn on a page is not looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from eyre.core import LimitReached
from eyre.readers.limits import Limits

TAIL = 2048
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_REFUSED: Final = {
    rb"/(JavaScript|JS)\b": "holds a script. Print it to PDF again, without forms, and send that.",
    rb"/(Launch|ImportData|SubmitForm)\b": "starts or sends something when it is opened. Print it to PDF again.",
    rb"/(EmbeddedFiles?|RichMedia)\b": "carries another file inside. Send that file by itself.",
    rb"/Encrypt\b": "is locked. Save it without a password or restrictions, so that it can be looked at.",
}


def pdf_faults(data: bytes, limits: Limits) -> Iterator[str]:
    """Why a PDF is refused. Raises LimitReached for one that unpacks to too much."""
    if b"%%EOF" not in data[-TAIL:]:
        yield "is a PDF that is damaged or cut short. Send it again."
        return
    parts = list(_parts(data))
    told = b"\n".join([*(about for about, _ in parts), *_object_streams(parts, limits)])
    told = _ESCAPED.sub(lambda escaped: bytes([int(escaped[1], 16)]), told)  # /#4aavaScript is /JavaScript
    for name, what in _REFUSED.items():
        if re.search(name, told):
            yield what


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The file in pieces: what is told up to a stream, and what is packed in it, which by chance holds any letters."""
    at = 0
    while (begins := _STREAM.search(data, at)) is not None:
        ends = data.find(b"endstream", begins.end())
        if ends < 0:
            break
        yield data[at : begins.end()], data[begins.end() : ends]
        at = ends
    yield data[at:], b""


def _object_streams(parts: Iterable[tuple[bytes, bytes]], limits: Limits) -> Iterator[bytes]:
    """What the streams hold that hold objects. Raises LimitReached where it is too much."""
    left = limits.unzipped_bytes
    for told, packed in parts:
        about = told[told.rfind(b" obj") :]
        if b"/ObjStm" not in about:
            continue
        if b"/FlateDecode" not in about:
            yield packed
            continue
        try:
            plain = zlib.decompressobj().decompress(packed, left + 1)
        except zlib.error:
            continue  # damaged: no reader of PDF can use it either
        left -= len(plain)
        if left < 0:
            raise LimitReached(f"The PDF unpacks to more than {limits.unzipped_bytes // 2**20} MiB. Nothing was kept.")
        yield plain
