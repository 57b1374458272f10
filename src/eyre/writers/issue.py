"""Issuing a pack: it is written where it is wanted, and kept in the body folder as it was given out."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eyre import __version__
from eyre.body.disclosed import DISCLOSED, disclosed_csv, read_ledger
from eyre.body.files import sha256_of, write_whole
from eyre.body.house import read_house
from eyre.body.registers import InputHash, Issued
from eyre.core.codec import write_toml
from eyre.pack.build import Pack
from eyre.writers.files import write_pack

ISSUED = "issued"
RECORD = "issued.toml"


@dataclass(frozen=True, slots=True)
class Given:
    """What was written: the files in the place asked for, and the folder in which it is kept.

    given_away: small counts that can be worked out from what was issued before, whatever this issue hides.
    """

    files: tuple[Path, ...]
    kept_in: Path
    given_away: tuple[str, ...] = ()


def issue_pack(pack: Pack, out: Path, seed: int, formats: Sequence[str] = ("html",)) -> Given:
    """Write a pack to `out` in each of `formats`, in the style of its house, and keep it under issued/.

    The same inputs give the same bytes and the same place. A pack of the same meeting and day made from other inputs
    is kept beside the first, numbered: nothing that was given out is written over. What a pack for the public hides
    depends on what the public was shown before; what it shows is kept beside it.
    """
    pack = with_ledger(pack)
    files = write_pack(pack.document(), out, formats, read_house(pack.folder.path))
    record = _record(pack, out, files, seed)
    kept_in = _place(pack.folder.path / ISSUED, pack.key, record)
    if not (kept_in / RECORD).exists():
        for file in files:
            (kept_in / file.relative_to(out)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, kept_in / file.relative_to(out))
        if pack.counts is not None:
            write_whole(kept_in / DISCLOSED, disclosed_csv(pack.counts.entries()))
        write_whole(kept_in / RECORD, record)
    told = sorted(pack.counts.hiding.given_away, key=lambda f: f.order) if pack.counts is not None else ()
    return Given(tuple(files), kept_in, tuple(map(str, told)))


def with_ledger(pack: Pack) -> Pack:
    """The pack with what its audience has been shown before.

    A pack that was issued already and is made again hides the same: its own entry is left out of the ledger, unless it
    would now show something else.
    """
    if pack.counts is None:
        return pack
    again = replace(pack, ledger=read_ledger(pack.folder.path, without=pack.key))
    kept = pack.folder.path / ISSUED / pack.key / DISCLOSED
    if not kept.exists() or (again.counts and kept.read_text("utf-8") == disclosed_csv(again.counts.entries())):
        return again
    return replace(pack, ledger=read_ledger(pack.folder.path))


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
