"""A document as Word: real styles, headings, lists and tables, so that an office can go on working with it.

What stands on paper comes from `paper`, as for PDF. python-docx holds the package together and its styles; the body
is written as WordprocessingML (ECMA-376, part 1), which its own calls would take minutes for.
"""

from __future__ import annotations

from eyre.pack.document import Document
from eyre.writers.docx.body import Body
from eyre.writers.docx.package import bytes_of, prepare
from eyre.writers.paper import flow_of


def to_docx(document: Document, *, audit_head: str = "") -> bytes:
    """The whole document. The same document gives the same bytes, with the same versions of what draws and packs it."""
    flow = flow_of(document, ending=".docx", audit_head=audit_head)
    word = prepare(flow)
    Body(word).write(flow)
    return bytes_of(word)
