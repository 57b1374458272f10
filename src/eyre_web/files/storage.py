"""Where files are kept: in the data directory, outside anything that is served, under names that are ours.

A file that somebody handed over lies by its hash, in the folder and under the name it has in a body folder as well, so
that export, backup and verify treat it like every other file of the body.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from eyre.body.files import put_in_place, sha256_of
from eyre.body.folder import DOCUMENT_FILES
from eyre_web.body.models import KeptFile

BLOCK = 2**20


def files_home() -> Path:
    """Where the files of the body are kept, outside anything that is served."""
    return Path(settings.EYRE_DATA) / "files"


def quarantine_home() -> Path:
    """Where a file is put aside that the virus scanner refused."""
    return Path(settings.EYRE_DATA) / "quarantine"


def copy_file(source: Path, target: Path) -> None:
    """Copy a file so that it stands in its place only when all of it is there, and flushed to the disk."""
    with source.open("rb") as read, put_in_place(target) as written:
        shutil.copyfileobj(read, written, BLOCK)


def keep_file(path: Path, *, sha256: str, ending: str) -> KeptFile:
    """Keep a file by its hash, in the transaction of what names it; the same content is kept once.

    Called last in a transaction: a file that is kept and then named by nothing is one for `eyre verify` to find.
    """
    name = f"{DOCUMENT_FILES}/{sha256}{ending}"
    target = files_home() / name
    if not target.is_file() or sha256_of(target) != sha256:
        copy_file(path, target)
    kept, _ = KeptFile.objects.get_or_create(name=name, defaults={"sha256": sha256, "size": path.stat().st_size})
    return kept


def kept_by_hash(sha256: str) -> KeptFile | None:
    """The file of a version of a document; None where only its hash is known here."""
    return KeptFile.objects.filter(name__startswith=f"{DOCUMENT_FILES}/{sha256}").first() if sha256 else None


def unnamed_files() -> Iterator[str]:
    """Files that lie with those of the body and that no record names: what a broken-off upload leaves."""
    known = set(KeptFile.objects.values_list("name", flat=True))
    for path in sorted(files_home().rglob("*")):
        name = path.relative_to(files_home()).as_posix()
        if path.is_file() and name not in known:
            yield name
