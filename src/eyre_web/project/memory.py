"""How the C library keeps memory, where it can be told: a server lives for months, and four threads take turns.

glibc gives every thread a pool of its own and seldom hands one back; Arrow has another beside them. Few pools, and
Arrow on the same ones, keep a server of one body small. Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import os
import sys

# <malloc.h>: one pool; what is larger than 128 KiB has pages of its own and gives them back at once, and glibc, once
# told, no longer raises that limit by itself.
TOLD = {"M_ARENA_MAX": (-8, 1), "M_MMAP_THRESHOLD": (-3, 131_072), "M_TRIM_THRESHOLD": (-1, 131_072)}


def keep_small() -> None:
    """Ask for few pools: before the first thread, and before Arrow is loaded; processes that are forked keep it."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not in every C library
        if mallopt is not None:
            for option, value in TOLD.values():
                mallopt(option, value)
