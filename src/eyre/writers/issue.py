"""Issuing a pack: it is written where it is wanted, and kept in the body folder as it was given out."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from eyre import __version__
from eyre.body.files import sha256_of, write_whole
from eyre.body.registers import InputHash, Issued
from eyre.core.codec import write_toml
from eyre.pack.build import Pack
from eyre.writers.files import write_pack

ISSUED = "issued"
RECORD = "issued.toml"


@dataclass(frozen=True, slots=True)
class Given:
    """What was written: the files in the place asked for, and the folder in which it is kept."""

    files: tuple[Path, ...]
    kept_in: Path


def issue_pack(pack: Pack, out: Path, seed: int) -> Given:
    """Write a pack to `out` and keep it under issued/.

    The same inputs give the same bytes and the same place. A pack of the same meeting and day made from other inputs
    is kept beside the first, numbered: nothing that was given out is written over.
    """
    files = write_pack(pack.document(), out)
    record = _record(pack, out, files, seed)
    kept_in = _place(pack.folder.path / ISSUED, pack.key, record)
    if not (kept_in / RECORD).exists():
        for file in files:
            (kept_in / file.relative_to(out)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, kept_in / file.relative_to(out))
        write_whole(kept_in / RECORD, record)
    return Given(tuple(files), kept_in)


def _record(pack: Pack, out: Path, files: list[Path], seed: int) -> str:
    issued = Issued(
        key=pack.key,
        what="meeting pack",
        meeting=pack.day.meeting.reference if pack.day.meeting else None,
        meeting_date=pack.day.date,
        as_of=pack.as_of,
        audience=pack.audience.value,
        eyre_version=__version__,
        seed=seed,
        inputs=tuple(InputHash(name=name, sha256=sha) for name, sha in pack.folder.inputs()),
        files=tuple(InputHash(name=f.relative_to(out).as_posix(), sha256=sha256_of(f)) for f in sorted(files)),
    )
    return write_toml(issued)


def _place(home: Path, key: str, record: str) -> Path:
    """The folder that holds this very pack, or the first that is free."""
    number = 1
    while True:
        place = home / (key if number == 1 else f"{key}-{number}")
        kept = place / RECORD
        if not kept.exists() or kept.read_text("utf-8") == record:
            return place
        number += 1
