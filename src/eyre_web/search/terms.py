"""Words as the index has them, and what a person typed as the phrases that are looked for.

Both databases are given words that are folded here, of the letters a to z and of digits alone, so that both find the
same: capitals and accents do not count, and nothing depends on the language of either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

LONGEST_TERM = 100
MOST_PHRASES = 10

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand one after another. begins: the last of them may go on, as in burgl for burglary."""

    terms: tuple[str, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; found: it is one of those that were looked for."""

    text: str
    found: bool = False


def fold(word: str) -> str:
    """A word as the index has it; a letter beyond a to z is written as its number, as in x3b1x for alpha."""
    plain = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(map(_letter, plain))[:LONGEST_TERM]


@cache
def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else ""
    return f"x{ord(letter):x}x" if letter.isalnum() else ""


def terms(text: str) -> list[str]:
    return [term for term, _start, _end in _located(text)]


def _located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each term of a text, and where its word begins and ends."""
    for word in _WORD.finditer(text):
        if term := fold(word[0]):
            yield term, word.start(), word.end()


def read_query(text: str) -> tuple[Phrase, ...]:
    """What a person typed, as phrases that must all be there.

    A word is looked for by its beginning; what stands in quotation marks as it stands there. A reference like 2017-12/3
    is several terms, one after another.
    """
    asked = []
    for quoted, word in _ASKED.findall(text):
        if found := tuple(terms(quoted or word)):
            asked.append(Phrase(found, begins=bool(word)))
    return tuple(dict.fromkeys(asked))[:MOST_PHRASES]


def is_found(phrases: Sequence[Phrase], *texts: str) -> bool:
    """Say whether every phrase stands in one of the texts: what both databases must answer."""
    located = [list(_located(text)) for text in texts]
    return all(any(next(_places(phrase, each), None) is not None for each in located) for phrase in phrases)


def _places(phrase: Phrase, located: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where a phrase stands in a text, from the beginning of its first word to the end of its last."""
    *exact, last = phrase.terms
    size = len(phrase.terms)
    for at in range(len(located) - size + 1):
        *before, (term, _start, end) = located[at : at + size]
        is_last = term.startswith(last) if phrase.begins else term == last
        if is_last and [each[0] for each in before] == exact:
            yield located[at][1], end


def marked(text: str, phrases: Sequence[Phrase], *, around: int = 0) -> list[Piece]:
    """A text in pieces, with those that were looked for marked.

    around: how many characters to keep before the first of them and twice as many after it; 0 keeps the whole text.
    """
    located = list(_located(text))
    found = sorted(place for phrase in phrases for place in _places(phrase, located))
    start, stop = _window(text, found[0][0] if found else 0, around)
    pieces, at = [Piece("… ")] if start else [], start
    for begin, end in found:
        if at <= begin and end <= stop:
            pieces += [Piece(text[at:begin]), Piece(text[begin:end], found=True)]
            at = end
    pieces += [Piece(text[at:stop]), *([Piece(" …")] if stop < len(text) else [])]
    return [piece for piece in pieces if piece.text]


def _window(text: str, first: int, around: int) -> tuple[int, int]:
    """From where to where a text is shown, cut between words."""
    if not around or len(text) <= 3 * around:
        return 0, len(text)
    start = max(0, first - around)
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), max(start, first) + 2 * around)
    cut = text.rfind(" ", start, end) if end < len(text) else end
    return start, cut if cut > first else end
