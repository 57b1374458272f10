"""The arithmetic of the chain: plain functions over text, so that anyone can check a chain without Eyre.

A payload (who, before, after, why) lies apart from its event under a random salt; the event holds only the hash of
both. A payload can then be taken away by decision, and the chain still verifies; without the salt nobody can find out
by guessing what it said.

    payload_hash = sha256(salt + payload)             salt: 32 hexadecimal digits; payload: JSON, keys sorted
    hash         = sha256(the lines below, joined by "\\n", each of them one line)
                   number, time in UTC to the microsecond, account, what, about, payload_hash, hash of the one before
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

BEGINNING = "0" * 64  # stands before the first event


def payload_text(payload: Mapping[str, Any]) -> str:
    """The one writing of a payload."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_hash(salt: str, text: str) -> str:
    return sha256((salt + text).encode("utf-8")).hexdigest()


def event_hash(
    *, number: int, at: datetime, account: int | None, what: str, about: str, payload: str, previous: str
) -> str:
    """The hash of an event. payload: its payload's hash; previous: the hash of the event before it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    lines = (str(number), moment, "" if account is None else str(account), what, about, payload, previous)
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()
