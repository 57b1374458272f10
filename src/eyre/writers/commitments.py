"""A page for each promise of a body, and a list that leads to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from eyre.body.files import write_whole
from eyre.body.folder import BodyFolder
from eyre.core import BadInput
from eyre.disclosure import Audience
from eyre.pack.commitment_page import commitment_pages, index_page
from eyre.pack.document import Document
from eyre.pack.promise_words import address
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.writers.html import to_html
from eyre.writers.json import to_json

FORMATS: Mapping[str, Callable[[Document], str]] = {"html": to_html, "json": to_json}
INDEX = "index"


def write_commitment_pages(
    folder: BodyFolder, as_of: date, audience: Audience, out: Path, formats: Sequence[str] = ("html",), *, seed: int = 0
) -> list[Path]:
    """Write `index.html` and one page a promise, `promise-<meeting>-<label>.html`; return what was written.

    The record and the figures are those of `as_of`. Files of other names in `out` are left alone; the same inputs
    give the same bytes. Raises BadInput for a format that is not among `FORMATS`.
    """
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        raise BadInput(f"There is no format {', '.join(unknown)}. Give {' or '.join(FORMATS)}.")
    asked = CommitmentsAsOf(folder, as_of, seed)
    pages = commitment_pages(asked, asked.promises, audience)
    named = {address(promise): page for promise, page in zip(asked.promises, pages, strict=True)}
    named[INDEX] = index_page(asked, asked.standings(), audience)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in named.items():
        for each in formats:
            path = out / f"{name}.{each}"
            write_whole(path, FORMATS[each](page))
            written.append(path)
    return written
