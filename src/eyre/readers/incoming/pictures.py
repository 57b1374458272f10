"""Pictures: whole from their first to their last byte, and no larger than a screen can need."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

MOST_PIXELS = 100_000_000  # a page of A3 scanned at 600 dots an inch has 70 million
DAMAGED = "is a picture that is damaged or cut short. Send it again."
PNG_END = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"


def png_faults(data: bytes) -> Iterator[str]:
    """Why a PNG is refused: every part of it must be whole, and nothing may follow its end."""
    at, seen_end = 8, False
    while at + 12 <= len(data) and not seen_end:
        length = int.from_bytes(data[at : at + 4], "big")
        part, kind = data[at + 4 : at + 8 + length], data[at + 4 : at + 8]
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) < 4 or zlib.crc32(part) != int.from_bytes(checksum, "big"):
            yield DAMAGED
            return
        if at == 8:
            yield from _size_faults(
                int.from_bytes(part[4:8], "big"), int.from_bytes(part[8:12], "big"), kind == b"IHDR"
            )
        at += 12 + length
        seen_end = kind == b"IEND"
    if not seen_end:
        yield DAMAGED
    elif at < len(data):
        yield "has something behind the end of the picture. Save the picture anew, and send that."


def jpeg_faults(data: bytes) -> Iterator[str]:
    """Why a JPEG is refused: it must have a size and an end."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame: here its height and width stand
            height, width = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big")
            yield from _size_faults(width, height, known=True)
            break
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    else:
        yield DAMAGED
        return
    if b"\xff\xd9" not in data[at:]:
        yield DAMAGED


def _size_faults(width: int, height: int, known: bool) -> Iterator[str]:
    if not (known and width and height):
        yield DAMAGED
    elif width * height > MOST_PIXELS:
        yield f"is a picture of {width} by {height} dots, more than any page needs. Save it smaller."
