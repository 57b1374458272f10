"""Projections as they were issued: files that are written once and read for ever.

The name of each holds the hash of what is in it, so that a change after the event is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from eyre.body.files import sha256, write_whole
from eyre.body.folder import ISSUED_PROJECTIONS, BodyFolder
from eyre.body.registers import IssuedProjection, IssuedRange
from eyre.core import Fault, raise_if_any
from eyre.core.codec import read_toml, write_toml

HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an issued projection is kept, and whether it was written now or had been issued before."""

    path: Path
    is_new: bool


def keep(folder: Path, issued: IssuedProjection) -> Kept:
    """Keep a projection under issued/projections/. The same, issued again on another day, stays as it was first."""
    for path, earlier in _of_day(folder, issued):
        if replace(earlier, issued_on=issued.issued_on) == issued:
            return Kept(path, False)
    text = write_toml(issued)
    path = folder / ISSUED_PROJECTIONS / f"{_stem(issued)}-{sha256(text.encode())[:HASH_LENGTH]}.toml"
    write_whole(path, text)
    return Kept(path, True)


def _stem(issued: IssuedProjection) -> str:
    return f"{issued.as_of.isoformat()}-{issued.specification}"


def _of_day(folder: Path, issued: IssuedProjection) -> Iterator[tuple[Path, IssuedProjection]]:
    """What was issued before of the same specification and day of knowing."""
    for path in sorted((folder / ISSUED_PROJECTIONS).glob(f"{_stem(issued)}-*.toml")):
        earlier, _ = read_toml(IssuedProjection, path.read_bytes(), path.name)
        if earlier is not None:
            yield path, earlier


def read_issued(folder: BodyFolder) -> tuple[IssuedProjection, ...]:
    """Every projection that was issued, by the day it was. Raises BadInput with every fault of every file."""
    found, faults = _read(folder)
    raise_if_any(faults)
    return tuple(sorted(found, key=lambda each: (each.issued_on, each.as_of, each.specification)))


def issued_faults(folder: BodyFolder) -> list[Fault]:
    """What is wrong with the files under issued/projections/: unreadable, changed since, or not to be scored."""
    return _read(folder)[1]


def _read(folder: BodyFolder) -> tuple[list[IssuedProjection], list[Fault]]:
    found, faults = [], []
    for path in sorted((folder.path / ISSUED_PROJECTIONS).glob("*.toml")):
        where, data = f"{ISSUED_PROJECTIONS}/{path.name}", path.read_bytes()
        issued, wrong = read_toml(IssuedProjection, data, where)
        faults += wrong
        if not path.stem.endswith(sha256(data)[:HASH_LENGTH]):
            faults.append(Fault(where, "was changed after it was issued: its hash differs. Bring it back from a copy."))
        if issued is not None:
            faults += [Fault(where, what) for what in _shapes(issued)]
            found.append(issued)
    return found, faults


def _shapes(issued: IssuedProjection) -> Iterator[str]:
    """Quantiles that are not as many as the levels, or that run downwards."""
    for told in (*issued.months, *issued.outturns):
        for name, quantiles in (("quantiles", told.quantiles), ("naive", told.naive)):
            if len(quantiles) != len(issued.levels):
                yield f"{told.period}: {len(quantiles)} {name} for {len(issued.levels)} levels."
            elif any(after < before for before, after in pairwise(quantiles)):
                yield f"{told.period}: the {name} run downwards."


__all__ = ["IssuedProjection", "IssuedRange", "Kept", "issued_faults", "keep", "read_issued"]
