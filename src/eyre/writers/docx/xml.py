"""WordprocessingML as text: elements, runs, fields. Every word is escaped here and nowhere else."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = {
    "w": MAIN,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
_DECLARED = "".join(f' xmlns:{name}="{address}"' for name, address in _SPACES.items())


def tag(name: str, /, *inside: str, **attributes: str | int) -> str:
    """A `w:` element; `inside` is markup already. Attributes are `w:` too."""
    written = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<w:{name}{written}>{''.join(inside)}</w:{name}>"


def words(said: str, properties: str = "") -> str:
    """A run of words; a line feed in them ends the line."""
    if not said:
        return ""
    lines = tag("br").join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in said.split("\n"))
    return tag("r", tag("rPr", properties) if properties else "", lines)


def _field_sign(kind: str) -> str:
    return tag("r", tag("fldChar", fldCharType=kind))


FIELD_END = _field_sign("end")


def field_start(code: str) -> str:
    """The start of a field that Word works out; what follows up to `FIELD_END` stands there until it does."""
    instruction = f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>'
    return _field_sign("begin") + tag("r", instruction) + _field_sign("separate")


def field(code: str, shown: str) -> str:
    """A whole field that shows a few words."""
    return field_start(code) + words(shown) + FIELD_END


def parsed(markup: str) -> Any:
    """One element of markup as the package holds it."""
    from docx.oxml import parse_xml

    start = markup.index(" ") if " " in markup[: markup.index(">")] else markup.index(">")
    start = min(start, markup.index(">"))
    return parse_xml(markup[:start] + _DECLARED + markup[start:])
