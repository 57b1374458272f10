"""A document as Word: real styles, headings, lists and tables, so that an office can go on working with it.

What stands on paper comes from `paper`, as for PDF. python-docx holds the package together and its styles; the body
is written as WordprocessingML (ECMA-376, part 1), which its own calls would take minutes for.
"""

from __future__ import annotations

from eyre.body.house import PLAIN_HOUSE, House
from eyre.pack.document import Document
from eyre.writers.docx.body import Body
from eyre.writers.docx.package import bytes_of, prepare, word_colour
from eyre.writers.paper import flow_of


def to_docx(document: Document, house: House = PLAIN_HOUSE, *, audit_head: str = "") -> bytes:
    """The whole document. The same document gives the same bytes, with the same versions of what draws and packs it."""
    flow = flow_of(document, house, ending=".docx", audit_head=audit_head)
    word = prepare(flow)
    Body(word, word_colour(house)).write(flow)
    return bytes_of(word)
