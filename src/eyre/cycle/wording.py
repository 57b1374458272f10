"""Words that read as an order, where a meeting of this kind can only ask and agree.

The oversight body holds to account, asks and agrees; directing officers is for the chief officer alone (the Policing
Protocol Order 2023, on operational independence). So an action is a request or an agreed action, and one
that reads as an order is put to a person, who words it otherwise or keeps it and says why. Which words these are is
our judgement; nothing is ever reworded by itself.
"""

from __future__ import annotations

import re
from typing import Final

_WHOM = r"(?:all |the |that |every |any )?(?:officers?|staff|force|police|constables?|superintendents?|him|her|them)"

# In the order in which they are explained; each is read where a word begins, in any case.
ORDERS: Final = (
    r"must(?: not)?",
    r"shall(?: not)?",
    rf"ensures? (?:that )?{_WHOM}",
    r"instruct(?:s|ed|ing)?",
    rf"direct(?:s|ed|ing)? (?:that|{_WHOM})",
    rf"(?<!in )order(?:s|ed|ing)? (?:that|{_WHOM})",
    r"(?:is|are) (?:required|ordered|directed) to",
    rf"commands? {_WHOM}",
    r"demands? that",
)
_ORDER = re.compile("|".join(rf"\b(?:{each})\b" for each in ORDERS), re.IGNORECASE)


def order_words(words: str) -> tuple[str, ...]:
    """The words of an action that read as an order, as they were written, each once; none where it is a request."""
    return tuple(dict.fromkeys(" ".join(found[0].split()) for found in _ORDER.finditer(" ".join(words.split()))))
