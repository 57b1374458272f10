"""How often somebody may ask: counted by the minute, in the memory of each process, so that asking writes nothing."""

from __future__ import annotations

import time

from django.core.cache import caches

from eyre_web.api.problems import TooMany

A_TOKEN = 120  # requests a minute with one token
REFUSED = 30  # a minute from one address with a token that opens nothing
MINUTE = 60


def count(who: str, most: int) -> None:
    """Count a request. Raises TooMany once there were more than `most` in this minute."""
    now = int(time.time())
    key = f"{who}-{now // MINUTE}"
    counts = caches["limits"]
    counts.add(key, 0, 2 * MINUTE)
    try:
        number = counts.incr(key)
    except ValueError:  # the memory was full, and the count went with it
        return
    if number > most:
        raise TooMany(most, MINUTE - now % MINUTE)
