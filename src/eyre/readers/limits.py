"""How much a reading may use, and how a process is held to it: the one module that knows the operating system.

POSIX holds a process to its memory and processor time; Windows has neither, and there only the clock holds.
"""

from __future__ import annotations

import sys

from eyre.core.codec import record

GIB = 2**30


@record
class Limits:
    """What one reading may use. A download of three years of every force unpacks to about 6 GiB.

    unzip_ratio: bytes out for each byte in, once `ratio_from` bytes are out; street files unpack to about 5.
    members: files in all archives and folders together; nesting: archives within archives, a gz among them.
    """

    wall_seconds: float = 900.0
    cpu_seconds: int = 1800
    memory_bytes: int = 4 * GIB
    unzip_ratio: float = 100.0
    ratio_from: int = 2**20
    unzipped_bytes: int = 16 * GIB
    members: int = 20_000
    nesting: int = 2


def hold_this_process(limits: Limits) -> None:
    """Let this process use no more than its memory and processor time; where the system cannot, do nothing."""
    if sys.platform == "win32":
        return
    import resource

    for kind, wanted in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, limits.cpu_seconds)):
        _, most = resource.getrlimit(kind)
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (allowed, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no copy of what was being read


def why_it_ended(exit_code: int) -> str:
    """What ended a child process, as far as its exit code tells."""
    import signal

    if exit_code >= 0:
        return f"ended with {exit_code}"
    kind = next((known.name for known in signal.Signals if known.value == -exit_code), f"signal {-exit_code}")
    words = {"SIGXCPU": "ran past its processor time", "SIGKILL": "was killed, most likely for want of memory"}
    return words.get(kind, f"was ended by {kind}")
