"""How the promises of the body stand: counts, as `eyre commitments --json` has them, never a score and none of a post.

Settling every promise reads the figures and takes a few seconds. It is done once after each change to the body, and
what came of it is kept for the day, apart for those who do not see what a draft of the office says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache

import eyre
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.commitments_plain import counts_plain
from eyre_web.snapshot.seen import Seen

KEPT_SECONDS = 24 * 60 * 60


def commitment_counts(seen: Seen, on: date) -> dict[str, Any]:
    """How promises stand on a day, of the body as a person sees it, by matter and by area."""
    sees = "part" if seen.hidden else "all"  # what is hidden is the same for everybody of whom anything is hidden
    key, head = f"commitment-counts-{eyre.__version__}-{on.isoformat()}-{sees}", seen.snapshot.head
    kept: dict[str, Any] = cache.get(key) or {}  # of the body as it was last: one entry, however often it changes
    if kept.get("head") != head:
        body = seen.folder
        where = CommitmentsAsOf(body, on).where()
        kept = {"head": head, "found": {"as_of": on.isoformat(), **counts_plain(body.body.key, where)}}
        cache.set(key, kept, KEPT_SECONDS)
    found: dict[str, Any] = kept["found"]
    return found
