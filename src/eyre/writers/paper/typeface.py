"""The typeface of paper: Liberation Sans, shipped with Eyre under the SIL Open Font Licence 1.1, as wide as Arial.

It is shipped so that a document comes out the same on every machine. It has Latin with every accent of Welsh, Greek,
Cyrillic, Hebrew and the usual signs. A sign that it lacks is printed by its number, as in [U+1F600]: a reader sees that
something stood there, and what.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FAMILY = "Liberation Sans"
FONTS = Path(__file__).resolve().parent.parent / "fonts"
FACES = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
_WINDOWS_UNICODE = (3, 1)
_LAST_SEGMENT = 0xFFFF


def settable(said: str) -> str:
    """The words with each sign that the typeface lacks printed by its number."""
    if said.isascii():
        return said
    lacking = {ord(sign): f"[U+{ord(sign):04X}]" for sign in set(said) if ord(sign) not in _signs()}
    return said.translate(lacking) if lacking else said


@cache
def _signs() -> frozenset[int]:
    """The code points that both faces have."""
    regular, bold = (frozenset(_mapped((FONTS / name).read_bytes())) for name in FACES)
    return regular & bold


def _mapped(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from its character map (format 4 of the OpenType specification, `cmap`)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    entries = (struct.unpack_from(">HHL", font, start + 4 + 8 * at) for at in range(maps))
    at = start + next(offset for platform, encoding, offset in entries if (platform, encoding) == _WINDOWS_UNICODE)
    (twice,) = struct.unpack_from(">H", font, at + 6)
    count = twice // 2

    def column(place: int, kind: str) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}{kind}", font, at + place)

    lasts, firsts = column(14, "H"), column(16 + twice, "H")
    deltas, ranges = column(16 + 2 * twice, "h"), column(16 + 3 * twice, "H")
    for segment, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for code in range(first, min(last, _LAST_SEGMENT - 1) + 1):
            if ranges[segment]:
                glyph_at = at + 16 + 3 * twice + 2 * segment + ranges[segment] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, glyph_at)
            else:
                glyph = (code + deltas[segment]) % (_LAST_SEGMENT + 1)
            if glyph:
                yield code
