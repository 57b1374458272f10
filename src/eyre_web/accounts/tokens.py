"""Secrets that travel in a link: long, random, and kept as their hash alone, so that a stolen backup opens nothing."""

from __future__ import annotations

import secrets
from hashlib import sha256

BYTES = 32


def new_token() -> str:
    """A token for an address; 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token. No salt and no slow hash: nobody guesses 256 random bits."""
    return sha256(token.encode("utf-8")).hexdigest()
