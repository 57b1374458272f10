"""Which words went and which came between two versions of a text."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

# Above this many words the comparison would keep a reader waiting: the two texts are then compared line by line.
MOST_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand together: in both versions, in the earlier only, in the later only."""

    kind: Kind
    words: str


def compare_words(before: str, after: str) -> tuple[list[Stretch], list[Stretch]]:
    """Return the earlier text and the later one, each cut into what is the same and what is not.

    The stretches of each side, put together, are its text.
    """
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    # The space after a word belongs to it, yet a word at the end of one text is the same word within the other.
    matcher = SequenceMatcher(None, [piece.rstrip() for piece in old], [piece.rstrip() for piece in new], False)
    left: list[Stretch] = []
    right: list[Stretch] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        same = operation == "equal"
        left += _stretches("same" if same else "gone", "".join(old[i1:i2]))
        right += _stretches("same" if same else "new", "".join(new[j1:j2]))
    return left, right


def _stretches(kind: Kind, words: str) -> list[Stretch]:
    """The words, and apart from them the space behind, which nobody needs to see struck through or underlined."""
    bare = words.rstrip()
    parts = [Stretch(kind, bare), Stretch("same", words[len(bare) :])]
    return [part for part in parts if part.words]


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s*\S+\s*", text) or ([text] if text else [])
