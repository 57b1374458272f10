"""Loads: figures as they were received, each an immutable file with its row in the manifest.

What was known on a day is worked out from the loads received by then: for every cell the latest load that covers it
decides, and a cell it covers without a row was withdrawn by it. A retraction takes a whole load back, from the day the
retraction was received; both stay.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eyre.body.coverage import Coverage
from eyre.body.files import locked, sha256, sha256_of, write_whole
from eyre.body.observations import CELL, canonical, schema
from eyre.body.registers import LoadEntry
from eyre.core import Doubt, EyreError, Fault, NotFound, Refused, raise_if_any, say_date
from eyre.core.codec import read_csv, write_csv

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "loads.csv"
LOADS = "loads"
ID_LENGTH = 12


class LoadDamaged(EyreError):
    """A load's file is missing or no longer has the content it was accepted with."""

    exit_code = 3


@dataclass(frozen=True)
class Manifest:
    """loads.csv, oldest first, as it stands."""

    entries: tuple[LoadEntry, ...]

    def known(self, as_of: date | None) -> Iterator[LoadEntry]:
        """Loads received by a day and not retracted by then, oldest first; without a day, all not retracted."""
        received = [entry for entry in self.entries if as_of is None or entry.received_on <= as_of]
        retracted = {entry.retracts for entry in received if entry.retracts}
        standing = (entry for entry in received if not entry.retracts and entry.id not in retracted)
        return iter(sorted(standing, key=lambda entry: entry.received_on))  # stable: same day, as written

    def get(self, load_id: str) -> LoadEntry:
        for entry in self.entries:
            if entry.id == load_id:
                return entry
        raise NotFound(f'No load has the id "{load_id}". Loads: {", ".join(e.id for e in self.entries) or "none"}.')


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a body folder; an empty one where there is none. Raises BadInput with every fault."""
    path = folder / MANIFEST
    if not path.exists():
        return Manifest(())
    entries, faults = read_csv(LoadEntry, path.read_bytes(), MANIFEST)
    raise_if_any(faults)
    return Manifest(tuple(entries))


def load_path(folder: Path, entry: LoadEntry) -> Path:
    return folder / LOADS / f"{entry.received_on.isoformat()}-{entry.id}.parquet"


def read_load(folder: Path, entry: LoadEntry) -> pa.Table:
    """The rows of one load, in the schema of `observations`.

    Raises LoadDamaged when the file is gone or is not the one that was accepted.
    """
    import pyarrow.parquet as pq

    path = load_path(folder, entry)
    if not path.exists():
        raise LoadDamaged(f"{path.name} is in {MANIFEST} but not in {LOADS}/. Bring the file back from a copy.")
    if not sha256_of(path).startswith(entry.id):
        raise LoadDamaged(
            f"{path.name} is not the file that was accepted: its hash differs. Bring it back from a copy."
        )
    table: pa.Table = pq.ParquetFile(path).read()  # read_table would look for a data set, and bring pandas along
    return table


# --- what was known ------------------------------------------------------------------------------------------------


def known_rows(folder: Path, as_of: date | None, manifest: Manifest | None = None) -> pa.Table:
    """Every row known on a day, with a column `load` that says which load decides it; canonical order."""
    import pyarrow as pa

    entries = list((manifest or read_manifest(folder)).known(as_of))
    later: list[Coverage] = []
    parts: list[pa.Table] = []
    for entry in reversed(entries):
        table = read_load(folder, entry)
        superseded = np.zeros(table.num_rows, dtype=bool)
        for coverage in later:
            superseded |= coverage.mask(table)
        kept = table.filter(pa.array(~superseded)) if superseded.any() else table
        parts.append(kept.append_column("load", pa.array([entry.id] * kept.num_rows, pa.string())))
        later.append(Coverage.parse(entry.covers))
    empty = schema().append(pa.field("load", pa.string())).empty_table()
    return pa.concat_tables([empty, *parts]).sort_by([(name, "ascending") for name in CELL])


# --- taking a load in ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """How the cells of one measure differ from what was known: rows counted, and values summed where both are known.

    before, after: sums over revised cells, in the measure's unit. largest: the greatest change of one cell.
    """

    measure: str
    new: int
    same: int
    revised: int
    withdrawn: int
    before: float
    after: float
    largest: float


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a reading: the entry it got, or None when it held nothing that was not known already."""

    entry: LoadEntry | None
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def revised(self) -> int:
        return sum(change.revised for change in self.changes)


def accept(folder: Path, table: pa.Table, covers: Coverage, entry: LoadEntry) -> Accepted:
    """Take figures into a body folder: write the file, then its row of the manifest; or nothing at all.

    table: rows in the schema of `observations`. entry: everything about the load but its id and number of rows.
    Figures that are all known already, cell for cell, make no new load. Killed at any moment, the folder holds the load
    or does not; a file without a row in the manifest is passed over, and `eyre check` names it. Of two at once, one
    waits for the other.
    """
    with locked(folder):
        return _accept(folder, table, covers, entry)


def _accept(folder: Path, table: pa.Table, covers: Coverage, entry: LoadEntry) -> Accepted:
    manifest = read_manifest(folder)
    table = canonical(table)
    raise_if_any(_cell_faults(table, covers))
    changes = compare(known_rows(folder, entry.received_on, manifest), table, covers)
    if manifest.entries and not any(change.new or change.revised or change.withdrawn for change in changes):
        return Accepted(None, changes)
    data = _parquet(table, entry.received_on)
    entry = replace(entry, id=sha256(data)[:ID_LENGTH], rows=table.num_rows, covers=str(covers))
    if any(entry.id == other.id for other in manifest.entries):
        raise Refused(
            f"This very load ({entry.id}) was taken in on the same day, and changed or retracted since. "
            "To bring it back, load it again from tomorrow on."
        )
    write_whole(load_path(folder, entry), data)
    _write_manifest(folder, (*manifest.entries, entry))
    return Accepted(entry, changes, (*_doubts(manifest, entry), *_mixed(manifest, entry)))


def _cell_faults(table: pa.Table, covers: Coverage) -> list[Fault]:
    """A cell may have one figure in a load, and a load speaks only of what it covers: else no load could decide it."""
    cells = table.group_by(list(CELL)).aggregate([([], "count_all")])
    twice = int((cells["count_all"].to_numpy() > 1).sum())
    beyond = int((~covers.mask(table)).sum())
    said = {
        f"{twice} cells have more than one figure. Give one row to each measure, facet, area and period.": twice,
        f"{beyond} rows are outside what the load says it covers. Widen what it covers, or leave them out.": beyond,
    }
    return [Fault("figures", what) for what, count in said.items() if count]


def _doubts(manifest: Manifest, entry: LoadEntry) -> tuple[Doubt, ...]:
    """A load received before one already here changes what was known on days gone by: that is to be said."""
    latest = max((other.received_on for other in manifest.entries), default=entry.received_on)
    if entry.received_on >= latest:
        return ()
    said = (
        f"this load was received on {say_date(entry.received_on)}, before one that is here already. "
        f"What was known from then until {say_date(latest)} now reads differently; what was issued stays as it was."
    )
    return (Doubt(MANIFEST, said),)


def _mixed(manifest: Manifest, entry: LoadEntry) -> Iterator[Doubt]:
    """A measure of which some figures were made up and others published: nobody may take the one for the other."""
    mine = _measures(entry)
    for other in manifest.known(None):
        if bool(other.made_up) != bool(entry.made_up) and (both := mine & _measures(other)):
            new, old = ("made up", "published") if entry.made_up else ("published", "made up")
            yield Doubt(
                MANIFEST,
                f"these figures of {', '.join(sorted(both))} are {new}, and those of load {other.id} are {old}. "
                "Whatever shows the measure will say that it is made up in part. Better give the one a measure of its "
                "own.",
            )


def _measures(entry: LoadEntry) -> frozenset[str]:
    """The measures a load speaks of."""
    return frozenset(str(subject.measure) for block in Coverage.parse(entry.covers) for subject in block.subjects)


def retract(folder: Path, load_id: str, *, received_on: date, by: str, reason: str) -> LoadEntry:
    """Take a load back from a day on, with a reason. The load and its retraction both stay."""
    with locked(folder):
        return _retract(folder, load_id, received_on, by, reason)


def _retract(folder: Path, load_id: str, received_on: date, by: str, reason: str) -> LoadEntry:
    manifest = read_manifest(folder)
    wrong = manifest.get(load_id)
    if not reason.strip():
        raise Refused(f"Load {load_id} was not retracted: say why, with --reason.")
    if wrong.retracts or any(other.retracts == load_id for other in manifest.entries):
        raise Refused(f"{load_id} is a retraction or was retracted already.")
    entry = LoadEntry(id=f"retracts-{load_id}", received_on=received_on, by=by, reason=reason, retracts=load_id)
    if received_on < wrong.received_on:
        raise Refused(f"Load {load_id} was received on {wrong.received_on}: it cannot be taken back before that.")
    _write_manifest(folder, (*manifest.entries, entry))
    return entry


def _write_manifest(folder: Path, entries: Sequence[LoadEntry]) -> None:
    write_whole(folder / MANIFEST, write_csv(LoadEntry, entries))


def _parquet(table: pa.Table, received_on: date) -> bytes:
    """The one writing of a load: the same rows received on the same day give the same bytes, by one version of Arrow.

    The day is written into the file, so that figures that come back after a revision are another load with another id.
    """
    import pyarrow.parquet as pq

    out = io.BytesIO()
    how = {"compression": "zstd", "compression_level": 9, "version": "2.6", "store_schema": False}
    with pq.ParquetWriter(out, table.schema, **how) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"received_on": received_on.isoformat()})
    return out.getvalue()


def check_loads(folder: Path) -> list[Fault]:
    """Every load that is damaged or missing, and every file that is no load."""
    manifest = read_manifest(folder)
    faults = [Fault(MANIFEST, what) for what in _manifest_faults(manifest)]
    expected = set()
    for entry in manifest.entries:
        if entry.retracts:
            continue
        expected.add(load_path(folder, entry).name)
        try:
            read_load(folder, entry)
        except LoadDamaged as damage:
            faults.append(Fault(MANIFEST, str(damage)))
    strays = {path.name for path in (folder / LOADS).glob("*.parquet")} - expected
    stray = "is not in loads.csv and counts for nothing: a load was broken off. Delete it and load again."
    return faults + [Fault(f"{LOADS}/{name}", stray) for name in sorted(strays)]


def _manifest_faults(manifest: Manifest) -> Iterator[str]:
    """What is wrong with the rows of a manifest that somebody changed by hand."""
    ids = Counter(entry.id for entry in manifest.entries)
    yield from (f"{load} stands {times} times. Keep its first row." for load, times in ids.items() if times > 1)
    for row, entry in enumerate(manifest.entries, start=2):
        if entry.retracts and entry.retracts not in ids:
            yield f"row {row}: retracts {entry.retracts}, and there is no such load. Bring its row back from a copy."
        try:
            Coverage.parse(entry.covers)
        except EyreError as error:
            yield f"row {row}, covers: {error} Bring the row back from a copy."


# --- what changed --------------------------------------------------------------------------------------------------


def compare(known: pa.Table, new: pa.Table, covers: Coverage) -> tuple[Change, ...]:
    """How new rows differ from the known rows that they cover, measure by measure."""
    import pyarrow as pa

    touched = known.filter(pa.array(covers.mask(known))) if known.num_rows else known
    joined = _side_by_side(touched, new)
    return tuple(_change(measure, joined) for measure in sorted(set(joined["measure"])))


def changes_between(folder: Path, earlier: date, later: date) -> tuple[Change, ...]:
    """How what was known on a later day differs from what was known on an earlier one, measure by measure."""
    before, after = (known_rows(folder, day).drop_columns(["load"]) for day in (earlier, later))
    joined = _side_by_side(before, after)
    return tuple(_change(measure, joined) for measure in sorted(set(joined["measure"])))


def _side_by_side(before: pa.Table, after: pa.Table) -> dict[str, np.ndarray]:
    """Each cell once: its measure, whether it stood before and stands after, its values, and whether all is equal."""
    names = [name for name in after.column_names if name not in CELL]
    old = before.select([*CELL, *names]).rename_columns([*CELL, *(f"old_{name}" for name in names)])
    old = old.append_column("was", _ones(old.num_rows))
    both = old.join(after.append_column("is", _ones(after.num_rows)), keys=list(CELL), join_type="full outer")
    numbers = {name: both[name].to_numpy(zero_copy_only=False) for name in both.column_names if name not in CELL}
    equal = np.ones(both.num_rows, dtype=bool)
    for name in names:
        left, right = numbers[f"old_{name}"].astype(float), numbers[name].astype(float)
        equal &= (left == right) | (np.isnan(left) & np.isnan(right))
    return {
        "measure": np.asarray(both["measure"].to_pylist(), dtype=object),
        "was": ~np.isnan(numbers["was"].astype(float)),
        "is": ~np.isnan(numbers["is"].astype(float)),
        "equal": equal,
        "before": numbers["old_value"].astype(float),
        "after": numbers["value"].astype(float),
    }


def _ones(rows: int) -> pa.Array:
    import pyarrow as pa

    return pa.array(np.ones(rows))


def _change(measure: str, joined: dict[str, np.ndarray]) -> Change:
    mine = joined["measure"] == measure
    was, now, equal = joined["was"] & mine, joined["is"] & mine, joined["equal"]
    revised = was & now & ~equal
    before, after = joined["before"][revised], joined["after"][revised]
    moved = np.abs(after - before)
    return Change(
        measure,
        new=int((now & ~was).sum()),
        same=int((was & now & equal).sum()),
        revised=int(revised.sum()),
        withdrawn=int((was & ~now).sum()),
        before=float(np.nansum(before)),
        after=float(np.nansum(after)),
        largest=float(np.nanmax(moved)) if moved.size and not np.isnan(moved).all() else 0.0,
    )
