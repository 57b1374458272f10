"""From sources to the reader that knows their shape."""

from __future__ import annotations

from pathlib import Path

from eyre.readers.police_uk import read_police_uk
from eyre.readers.reading import Reading
from eyre.readers.request import Request
from eyre.readers.unpacking import Unpacker


def read_here(request: Request, work: Path) -> Reading:
    """Read in this process, with a folder to unpack into. Only the child process and tests call this."""
    unpacker = Unpacker(work, request.limits)
    files = unpacker.unpack(request.paths)
    return read_police_uk(files, request, unpacker.doubts)
