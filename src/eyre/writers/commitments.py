"""A page for each promise of a body, and a list that leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path

from eyre.body.disclosed import DISCLOSED, disclosed_csv, read_ledger
from eyre.body.files import write_whole
from eyre.body.folder import BodyFolder
from eyre.body.house import read_house
from eyre.disclosure import Audience
from eyre.pack.commitment_page import PromisePage, index_page, words_for
from eyre.pack.promise_words import PromiseWords, address
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding
from eyre.writers.formats import FORMATS, check_formats
from eyre.writers.issue import ISSUED

INDEX = "index"


def write_commitment_pages(
    folder: BodyFolder, as_of: date, audience: Audience, out: Path, formats: Sequence[str] = ("html",), *, seed: int = 0
) -> list[Path]:
    """Write `index.<format>` and one document a promise, `promise-<meeting>-<label>.<format>`; return what was written.

    The record and the figures are those of `as_of`. Files of other names in `out` are left alone; the same inputs
    give the same bytes. What the public is shown of counts is kept under issued/ in the body folder, as that of a pack
    is. Raises BadInput for a format that is not among `FORMATS`.
    """
    check_formats(formats)
    house = read_house(folder.path)
    asked = CommitmentsAsOf(folder, as_of, seed)
    standings = asked.standings()
    words, ledger_file = _words(asked, standings, audience)
    named = {address(each.promise): PromisePage(asked, each, words).document() for each in standings}
    named[INDEX] = index_page(asked, standings, audience)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in named.items():
        for each in formats:
            path = out / f"{name}.{each}"
            write_whole(path, FORMATS[each](page, house))
            written.append(path)
    if words.counts is not None:
        ledger_file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(ledger_file, disclosed_csv(words.counts.entries()))
    return written


def _words(
    asked: CommitmentsAsOf, standings: Sequence[CommitmentStanding], audience: Audience
) -> tuple[PromiseWords, Path]:
    """The words in view of what the public was shown before, and the file that keeps what it is shown now.

    Pages that were written already and are made again hide the same; those that would now show something else are
    another issue, kept beside the first.
    """
    folder = asked.folder.path
    key = f"commitments-as-of-{asked.as_of.isoformat()}-{audience.value}"
    if audience is not Audience.PUBLIC:
        return words_for(asked, standings, audience), folder
    for number in count(1):
        name = key if number == 1 else f"{key}-{number}"
        words, kept = words_for(asked, standings, audience, read_ledger(folder, without=name)), folder / ISSUED / name
        assert words.counts is not None
        file = kept / DISCLOSED
        if not file.exists() or file.read_text("utf-8") == disclosed_csv(words.counts.entries()):
            return words, file
    raise AssertionError("counting never ends")
