"""Writing files so that a reader never sees half of one, and reading them so that hashes agree everywhere."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

LOCK = ".lock"


def write_whole(path: Path, content: str | bytes) -> None:
    """Put a file in place at once: written beside it, flushed to the disk, then renamed over it."""
    with put_in_place(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def put_in_place(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which stands in its place once all is written; on any error nothing is left of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        _flush_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut, where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer at a time; another waits. A process that dies lets go of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK
    with _held(path):
        try:
            yield
        finally:
            with suppress(OSError):  # Windows does not take away a file that is open: there it stays, and is no harm
                path.unlink()


def _held(path: Path) -> BinaryIO:
    """The lock file, held. Whoever waited may find that the file it waited for was taken away: then it asks again."""
    while True:
        file = path.open("a+b")
        _hold(file.fileno())
        with suppress(OSError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


def _hold(handle: int) -> None:
    """Wait for the lock of an open file, in the way this system has."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
