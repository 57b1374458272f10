"""What a reader gives back: figures, what they cover, where they come from, and what should be looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eyre.body.coverage import Coverage
from eyre.core import Doubt
from eyre.core.codec import json_ready, read_record, record

if TYPE_CHECKING:
    import pyarrow as pa

OGL = "Open Government Licence v3.0"


@record
class SourceFile:
    """One file that was read: sha256 and bytes of its plain content, so that they are the same however packed."""

    name: str
    sha256: str
    bytes: int
    rows: int


@record
class Tally:
    """How many records of one force and month (or of one measure) were read, and where they went.

    rows = placed + no_location + outside + left_out. left_out: of a force the body does not know.
    """

    of: str
    period: str
    rows: int
    placed: int
    no_location: int = 0
    outside: int = 0
    left_out: int = 0


@record
class Account:
    """All of a reading that is not figures."""

    reader: str
    reader_version: str
    publisher: str
    licence: str
    covers: Coverage
    sources: tuple[SourceFile, ...]
    doubts: tuple[Doubt, ...] = ()
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one call of a reader read: nothing of it, if anything was wrong.

    table: the observations (`eyre.body.observations`), in canonical order; `last_outcome` among them as a measure.
    account: everything else, also to be had as fields of the reading itself.
    """

    table: pa.Table
    account: Account

    @property
    def covers(self) -> Coverage:
        return self.account.covers

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self.account.doubts

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        return self.account.sources

    @property
    def publisher(self) -> str:
        return self.account.publisher

    @property
    def licence(self) -> str:
        return self.account.licence

    @property
    def reader(self) -> str:
        return self.account.reader

    @property
    def reader_version(self) -> str:
        return self.account.reader_version

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return self.account.tallies

    @property
    def rows_read(self) -> int:
        """Rows of the sources, each file counted once."""
        return sum(source.rows for source in self.sources)

    @property
    def counts(self) -> dict[str, int]:
        """The summary for a terminal: what was read and where it went, over all forces and months."""
        names = [field.name for field in fields(Tally) if field.name not in ("of", "period")]
        return {"files": len(self.sources)} | {name: sum(getattr(t, name) for t in self.tallies) for name in names}


def write_reading(reading: Reading, folder: Path) -> None:
    """Leave a reading in a folder, as an Arrow file and JSON: how it crosses from the process that read it."""
    import pyarrow as pa

    with pa.OSFile(str(folder / "table.arrow"), "wb") as out, pa.ipc.new_file(out, reading.table.schema) as writer:
        writer.write_table(reading.table)
    (folder / "account.json").write_text(json.dumps(json_ready(reading.account)), "utf-8")


def take_reading(folder: Path) -> Reading:
    """The reading that was left in a folder; its schema is checked, and nothing in it can run."""
    import pyarrow as pa

    from eyre.body.observations import canonical

    with pa.OSFile(str(folder / "table.arrow"), "rb") as source:
        table = canonical(pa.ipc.open_file(source).read_all())
    plain: dict[str, Any] = json.loads((folder / "account.json").read_text("utf-8"))
    account, faults = read_record(Account, plain, "account")
    assert account is not None, faults
    return Reading(table, account)
