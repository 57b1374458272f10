"""How often somebody may ask.

With a token that opens something it is counted by the minute, in the memory of each process, so that asking writes
nothing: of several processes each counts for itself. Guesses are counted in the database, whichever process is asked.
"""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.http import HttpRequest

from eyre_web.api.problems import TooMany

A_TOKEN = 120  # requests a minute with one token, of each process
GUESSES = 30  # a minute from one address with a token that opens nothing
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


def count_guess(request: HttpRequest) -> None:
    """Count a request with a token that opens nothing. Raises TooMany once there were too many from one address."""
    rates = {"guess": f"{GUESSES}/m/ip"}
    if not ratelimit.consume(request, app="eyre", action="guess", config=rates, limit_get=True):
        raise TooMany(GUESSES, MINUTE)
