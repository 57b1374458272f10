"""readings/*.toml: vague words of promises, what they may mean as tests with blanks, why, and what to ask.

Those of a body add to the ones that ship with Eyre, or replace them; what a blank may be is said in `commitments`.
"""

from __future__ import annotations

from typing import Any

from eyre.core.codec import record
from eyre.core.keys import Key


@record
class Meaning:
    """One thing that the words may mean, as a test with blanks such as "<after>".

    each_period: the test is repeated for every period of the window, and all must pass. holds_still: nothing is to
    change, so luck is meant to be high, and what counts is how seldom a force that got worse would pass.
    """

    key: Key
    says: str
    why: str
    doubt: str = ""
    each_period: bool = False
    holds_still: bool = False
    test: dict[str, Any]


@record
class Reading:
    """Vague words and the one to four things that they may mean.

    phrases: word patterns, see `matching`. looks_back: the words speak of what has already happened, so the windows end
    with the newest figures and not with a date to come.
    """

    key: Key
    words: str
    phrases: tuple[str, ...]
    why: str
    doubt: str
    ask: tuple[str, ...]
    looks_back: bool = False
    meanings: tuple[Meaning, ...]
