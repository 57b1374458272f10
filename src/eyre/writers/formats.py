"""Every format a document can be written in, by the ending of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eyre.body.house import House
from eyre.core import BadInput
from eyre.pack.document import Document
from eyre.writers.docx import to_docx
from eyre.writers.html import to_html
from eyre.writers.json import to_json
from eyre.writers.pdf import to_pdf
from eyre.writers.sheets import to_ods, to_xlsx

FORMATS: Mapping[str, Callable[[Document, House], bytes]] = {
    "html": lambda document, house: to_html(document, house).encode("utf-8"),
    "json": lambda document, house: to_json(document).encode("utf-8"),
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
