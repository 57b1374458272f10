"""What was known on one day after another: of each day only the loads that have come since are read.

The plain statement of what was known is `loads.known_rows`; a test holds this to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eyre.body.coverage import Coverage
from eyre.body.loads import Manifest, read_load
from eyre.body.observations import schema

if TYPE_CHECKING:
    import pyarrow as pa

    from eyre.body.registers import LoadEntry


SMALL = 20_000  # rows of a load that is kept, a few megabytes at most: a force's month is some hundreds


@dataclass
class History:
    """The loads of a body folder, oldest first, and what was known after each run of them that was asked for."""

    path: Path
    manifest: Manifest
    _known: dict[tuple[str, ...], pa.Table] = field(default_factory=dict)
    _small: dict[str, pa.Table] = field(default_factory=dict)  # loads kept, so that none is read for every day

    def known_rows(self, as_of: date | None) -> pa.Table:
        """Every row known on a day, with a column `load` that says which load decides it; in no order."""
        entries = list(self.manifest.known(as_of))
        ids = tuple(entry.id for entry in entries)
        if ids not in self._known:
            had = next((n for n in range(len(ids), 0, -1) if ids[:n] in self._known), 0)
            table = self._known[ids[:had]] if had else _nothing()
            for entry in entries[had:]:
                table = self._after(table, entry)
            self._known[ids] = table
        return self._known[ids]

    def _after(self, known: pa.Table, entry: LoadEntry) -> pa.Table:
        """What is known once a load has come: it clears what it covers, and sets what it has."""
        import pyarrow as pa

        table = self._rows_of(entry)
        covered = Coverage.parse(entry.covers).mask(known) if known.num_rows else np.zeros(0, dtype=bool)
        kept = known.filter(pa.array(~covered)) if covered.any() else known
        return pa.concat_tables([kept, table])

    def _rows_of(self, entry: LoadEntry) -> pa.Table:
        import pyarrow as pa

        if entry.id in self._small:
            return self._small[entry.id]
        table = read_load(self.path, entry)
        table = table.append_column("load", pa.array([entry.id] * table.num_rows, pa.string()))
        if table.num_rows <= SMALL:
            self._small[entry.id] = table
        return table


def _nothing() -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_batches([], schema().append(pa.field("load", pa.string())))  # `empty_table` imports pandas
