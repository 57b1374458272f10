"""Readers turn what is published into figures: police.uk downloads, tidy tables, the London panel, breath tests.

`read` recognises a file by its content and reads it in a process of its own, within limits. A faulty source raises
BadInput with every fault, and nothing of it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from eyre.readers.limits import Limits
from eyre.readers.reading import Account, Reading, SourceFile, Tally
from eyre.readers.request import Request
from eyre.readers.template import write_template

if TYPE_CHECKING:
    from eyre.core import AreaTree
    from eyre.measures import Catalogue

__all__ = ["Account", "Limits", "Reading", "Request", "SourceFile", "Tally", "read", "write_template"]


def read(
    sources: Iterable[Path | str],
    *,
    kind: str | None = None,
    areas: AreaTree | None = None,
    measures: Catalogue | None = None,
    vintage: str | None = None,
    engine: str = "duckdb",
    outcomes: bool = True,
    limits: Limits | None = None,
) -> Reading:
    """Read files and folders of one kind together.

    kind: "police_uk", "police_uk_outcomes", "panel", "breath_tests" or "tidy"; None tells it from the content.
    areas, measures: what the body has defined. Without areas, those that police.uk publishes; without measures, a
    tidy table's keys are taken as they are.
    vintage: of a table that holds several publications of one month, the one to read.
    Raises BadInput with every fault, LimitReached when the reading ran past its limits.
    """
    from eyre.readers.sandbox import read_apart

    return read_apart(
        Request(
            sources=tuple(str(source) for source in sources),
            kind=kind,
            areas=None if areas is None else areas.areas,
            measures=None if measures is None else measures.measures,
            vintage=vintage,
            engine=engine,
            outcomes=outcomes,
            limits=limits or Limits(),
        )
    )
