"""Whether two records seem to be about the same thing: a measure in common, or enough words in common.

A rule of thumb to find what a person should link, never a fact: it only decides what is offered and what is asked.
"""

from __future__ import annotations

import re
from typing import Any

ENOUGH = 3  # words in common; two for short texts of at most SHORT words
SHORT = 9

_WORD = re.compile(r"[a-z][a-z\-]{3,}")
_ENDING = re.compile(r"(?:ations?|ings?|ions?|ed|ies|es|s|y|e)$")
_COMMON = frozenset({
    "about", "above", "after", "again", "also", "although", "among", "another", "because", "been", "before",
    "being", "below", "both", "could", "does", "done", "down", "during", "each", "else", "ever", "every", "from",
    "further", "gone", "have", "having", "here", "into", "itself", "just", "kept", "last", "less", "like", "made",
    "make", "many", "more", "most", "much", "must", "near", "need", "needs", "next", "none", "nothing", "only",
    "other", "over", "part", "police", "said", "same", "seen", "shall", "should", "show", "shows", "since", "some",
    "still", "such", "take", "taken", "than", "that", "their", "them", "then", "there", "these", "they", "thing",
    "this", "those", "through", "time", "under", "until", "upon", "used", "using", "very", "want", "wants", "well",
    "were", "what", "when", "where", "whether", "which", "while", "will", "with", "within", "without", "work",
    "would", "year", "years", "your", "chief", "constable", "commissioner", "deputy", "force", "officer",
    "officers", "meeting", "meetings",
})  # fmt: skip


def content(words: str) -> frozenset[str]:
    """The words of a text that carry its subject, without their endings."""
    found = (word for word in _WORD.findall(words.casefold()) if word not in _COMMON)
    return frozenset(_ENDING.sub("", word) if len(word) > 5 else word.rstrip("s") for word in found)


def seem_alike(one: Any, other: Any, title: str = "") -> bool:
    """Whether two records of one item share a measure, or enough of their words."""
    if set(getattr(one, "measures", ())) & set(getattr(other, "measures", ())):
        return True
    return words_alike(one.words, other.words, title)


def words_alike(one: str, other: str, title: str = "") -> bool:
    """Whether two texts share enough words; those of the item's title do not count, for all its records are of it."""
    first, second = content(one) - content(title), content(other) - content(title)
    least = min(len(first), len(second))
    return len(first & second) >= (ENOUGH if least > SHORT else 2)
