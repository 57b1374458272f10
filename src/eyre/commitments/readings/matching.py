"""Which vague words stand in a line: plain word patterns against the words of the line.

A pattern is words with a space between. A word of four letters or more stands for its regular inflections too: "grip"
finds "gripped" and "gripping". `a/b` is either word, `#` a number, `...` up to four words in between. "a", "an" and
"the" count for nothing, nor do capitals and marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eyre.cycle.said import NUMBER_WORDS

ARTICLES = frozenset({"a", "an", "the"})
FEWEST_LETTERS = 4  # of a word that is inflected: "be" is not to find "bed"
MOST_BETWEEN = 4
NUMBER, BETWEEN = "#", "..."
DENIALS = frozenset({"no", "not", "never", "without", "hasnt", "havent", "isnt", "wont", "nor"})
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PATTERN_WORD = re.compile(r"[a-z]+(?:/[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line, made even, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a line: the key it belongs to, the words as said, where, and whether a "no" is before them."""

    key: str
    said: str
    start: int
    is_denied: bool


Pattern = tuple[frozenset[str] | str, ...]


def tokens_of(line: str) -> list[Token]:
    """The words of a line that count, in order."""
    found = (Token(_even(each[0]), each.start(), each.end()) for each in _TOKEN.finditer(line))
    return [token for token in found if token.text not in ARTICLES]


def _even(word: str) -> str:
    return word.lower().replace("'", "").replace("’", "")


def pattern_fault(phrase: str) -> str | None:
    """What is wrong with a phrase as it is written, or None."""
    words = phrase.split()
    wrong = [word for word in words if word not in (NUMBER, BETWEEN) and not _PATTERN_WORD.fullmatch(word)]
    if wrong:
        return (
            f'"{wrong[0]}" in "{phrase}" is no plain word. Write small letters, a/b for either word, # for a number, '
            "... for up to four words between."
        )
    if not any(word not in (NUMBER, BETWEEN, *ARTICLES) for word in words):
        return f'"{phrase}" names no word. Write the words as they are said.'
    if BETWEEN in (words[0], words[-1]) or f"{BETWEEN} {BETWEEN}" in phrase:
        return f'"{phrase}" has ... where no word stands on both sides. Leave it out there.'
    return None


@lru_cache(maxsize=4096)
def compiled(phrase: str) -> Pattern:
    """A phrase as what each of its words may be."""
    words = [word for word in phrase.split() if word not in ARTICLES]
    return tuple(word if word in (NUMBER, BETWEEN) else _any_of(word) for word in words)


def _any_of(word: str) -> frozenset[str]:
    return frozenset(form for each in word.split("/") for form in inflections(each))


def inflections(word: str) -> set[str]:
    """A word and the regular forms that English makes of it; of short words only itself."""
    if len(word) < FEWEST_LETTERS:
        return {word}
    stem = word[:-1]
    forms = {word, f"{word}s", f"{word}es", f"{word}ed", f"{word}ing", f"{word}ly", f"{word}{word[-1]}ed"}
    forms.add(f"{word}{word[-1]}ing")
    if word.endswith("e"):
        forms |= {f"{word}d", f"{stem}ing"}
    if word.endswith("y"):
        forms |= {f"{stem}ies", f"{stem}ied"}
    return forms


def find(line: str, patterns: Iterable[tuple[str, Pattern]]) -> tuple[Match, ...]:
    """Every key found in a line, each once, in the order of the line.

    Of patterns that want the same word the one with more words has it, then the one that comes first.
    """
    tokens = tokens_of(line)
    words = [token.text for token in tokens]
    found = sorted(
        ((len(places), -places[0], key, places) for key, pattern in patterns for places in _places(pattern, words)),
        key=lambda each: (-each[0], -each[1]),
    )
    taken: set[int] = set()
    kept: dict[str, Match] = {}
    for _, _, key, places in found:
        if taken.isdisjoint(places):
            taken.update(places)
            match = _match(key, places, tokens, line)
            if key not in kept or match.start < kept[key].start:
                kept[key] = match
    return tuple(sorted(kept.values(), key=lambda match: match.start))


def _match(key: str, places: Sequence[int], tokens: Sequence[Token], line: str) -> Match:
    first, last = tokens[places[0]], tokens[places[-1]]
    before = {token.text for token in tokens[max(0, places[0] - 2) : places[0]]}
    return Match(key, line[first.start : last.end], first.start, bool(before & DENIALS))


def _places(pattern: Pattern, words: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Where a pattern stands: the places of its own words, without those between."""
    first = pattern[0]
    for at, word in enumerate(words):
        if _is(first, word) and (rest := _rest(pattern[1:], words, at + 1)) is not None:
            yield (at, *rest)


def _rest(pattern: Pattern, words: Sequence[str], at: int) -> tuple[int, ...] | None:
    if not pattern:
        return ()
    if pattern[0] == BETWEEN:
        tries = (_rest(pattern[1:], words, at + skipped) for skipped in range(MOST_BETWEEN + 1))
        return next((found for found in tries if found is not None), None)
    if at >= len(words) or not _is(pattern[0], words[at]):
        return None
    rest = _rest(pattern[1:], words, at + 1)
    return None if rest is None else (at, *rest)


def _is(wanted: frozenset[str] | str, word: str) -> bool:
    if wanted == NUMBER:
        return word.isdecimal() or word in NUMBER_WORDS
    return word in wanted
