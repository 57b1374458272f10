"""What is asked of a reader, as a value that crosses to the process that reads."""

from __future__ import annotations

from pathlib import Path

from eyre.core import Area, AreaTree
from eyre.core.codec import record
from eyre.measures import Measure
from eyre.readers.limits import Limits


@record
class Request:
    """Which files, what the body knows, and how to read.

    kind: what the files are ("police_uk", "tidy" ...); None leaves it to their content.
    measures, areas: what the body has defined; None where nothing can be checked against it.
    vintage: of a table that holds several publications of the same months, the one to read.
    outcomes: also count the last outcomes of police.uk files.
    """

    sources: tuple[str, ...]
    kind: str | None = None
    areas: tuple[Area, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    vintage: str | None = None
    engine: str = "duckdb"
    outcomes: bool = True
    limits: Limits = Limits()

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(Path(source) for source in self.sources)

    @property
    def tree(self) -> AreaTree:
        return AreaTree(self.areas or ())
