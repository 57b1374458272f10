"""Files that people hand over to be kept: what each is by its content, and why some are refused.

`look_at` and `read_log` work in a process of its own, within limits: what is hostile can end that process and no more.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from eyre.core import raise_if_any
from eyre.core.codec import read_record
from eyre.readers.incoming.kinds import KINDS, IncomingKind, Looked
from eyre.readers.incoming.log_sheet import LogRow, LogSheet, read_log_here, write_log
from eyre.readers.incoming.look import look_here
from eyre.readers.incoming.names import clean_name
from eyre.readers.limits import Limits
from eyre.readers.sandbox import work_apart

__all__ = [
    "KINDS", "INCOMING_LIMITS", "IncomingKind", "LogRow", "LogSheet", "Looked", "clean_name", "look_at", "look_here",
    "read_log", "read_log_here", "write_log",
]  # fmt: skip

T = TypeVar("T")

# A paper of an office: a hundred scanned pages fit; nothing that unpacks to a gigabyte is one.
INCOMING_LIMITS = Limits(
    wall_seconds=60.0,
    cpu_seconds=60,
    memory_bytes=2**31,
    unzip_ratio=250.0,
    unzipped_bytes=512 * 2**20,
    members=5_000,
)


def look_at(path: Path, name: str, *, limits: Limits = INCOMING_LIMITS) -> Looked:
    """What a file is. name: as it came, cleaned; it must not say otherwise than the content.

    Raises BadInput with every reason to refuse it, LimitReached for one that is too much to look at.
    """
    return _asked(Looked, "look", path, name, limits)


def read_log(path: Path, name: str, *, limits: Limits = INCOMING_LIMITS) -> LogSheet:
    """The rows of an action log that was filled in. Raises BadInput, LimitReached."""
    return _asked(LogSheet, "log", path, name, limits)


def _asked(cls: type[T], job: str, path: Path, name: str, limits: Limits) -> T:
    answer = work_apart("eyre.readers.incoming.child", {"job": job, "path": str(path), "name": name}, name, limits)
    value, faults = read_record(cls, answer, name)
    raise_if_any(faults)
    assert value is not None
    return value
