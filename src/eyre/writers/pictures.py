"""Drawings as PNG, for Word and to be copied: by typst, twice as fine as they are drawn, in the typeface Eyre ships."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence

from eyre.pack.document import Chart
from eyre.writers.paper.flow import alternative_of
from eyre.writers.paper.typeface import FONTS, settable
from eyre.writers.svg import draw_alone

SCALE = 2
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = 25  # bytes of the first chunk: its length, its name, 13 of data, its check
_DOTS = 96  # a unit of a drawing is a dot of 96 to the inch
_TEMPLATE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for one in json(bytes(sys.inputs.drawings)) { page(image(bytes(one), format: "svg")) }
"""


def pngs_of(drawings: Sequence[str]) -> list[bytes]:
    """Each drawing, `SCALE` times as fine as its own units; all in one go, which takes a quarter of the time."""
    if not drawings:
        return []
    import typst

    pictures: bytes | list[bytes] = typst.compile(
        _TEMPLATE,
        format="png",
        ppi=SCALE * _DOTS,
        sys_inputs={"drawings": json.dumps([settable(one) for one in drawings])},
        font_paths=typst.Fonts(font_paths=[FONTS], include_system_fonts=False),
    )
    return pictures if isinstance(pictures, list) else [pictures]  # one page comes alone


def chart_pngs(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as a picture that may be pasted anywhere: its sentence above, its title and source below.

    What a person who cannot see it is told goes along in the file, with title and source: a picture loses its document.
    """
    drawn = pngs_of([draw_alone(chart, has_title=True) for chart in charts])
    return [_with_words(png, tuple(_words_of(chart))) for png, chart in zip(drawn, charts, strict=True)]


def _words_of(chart: Chart) -> Iterator[tuple[str, str]]:
    """By the keywords that the PNG specification has for them."""
    yield "Title", chart.table.title
    yield "Description", alternative_of(chart)
    yield "Source", chart.table.base.line


def _with_words(png: bytes, said: Sequence[tuple[str, str]]) -> bytes:
    """The picture with words beside it, as international text (iTXt) behind its header."""
    after = len(SIGNATURE) + _HEADER
    chunks = (_chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + words.encode("utf-8")) for key, words in said)
    return png[:after] + b"".join(chunks) + png[after:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def size_of(png: bytes) -> tuple[int, int]:
    """Its width and height in dots."""
    width, height = struct.unpack_from(">LL", png, 16)
    return width, height
