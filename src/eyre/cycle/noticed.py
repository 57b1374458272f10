"""Promises noticed in lines that are recorded as something else: "needs to be improved", "a plan will be put in place".

The words are data (`promise_words.toml`). Each sentence in which they are found is offered with a question: an action,
a commitment, or only a note? Nothing is recorded by this. It was made on the notes of one meeting; see
docs/explanation/cycle.md for how often it is right there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class ReadsAs(StrEnum):
    """What a noticed promise is most like; a person says which it is."""

    ACTION = "action"
    COMMITMENT = "commitment"
    ASPIRATION = "aspiration"
    EXPECTATION = "expectation"


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sentence that seems to promise. start, end: the telling words, as places in the whole text.

    sentence_start, sentence_end: the sentence they stand in. first: what is offered first.
    """

    phrase: str
    first: ReadsAs
    why: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def asks(self) -> str:
        """The question to whoever takes the notes."""
        return f"{self.why} Action, commitment or note?"

    def words(self, text: str) -> str:
        return text[self.start : self.end]

    def sentence(self, text: str) -> str:
        return text[self.sentence_start : self.sentence_end]


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    pattern: re.Pattern[str]
    reads_as: ReadsAs
    why: str


@dataclass(frozen=True, slots=True)
class _Words:
    phrases: tuple[_Phrase, ...]
    passed_over: tuple[re.Pattern[str], ...]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("eyre.cycle") / "promise_words.toml").read_text("utf-8"))
    phrases = tuple(
        _Phrase(each["key"], re.compile(each["pattern"]), ReadsAs(each["reads_as"]), each["why"])
        for each in data["phrases"]
    )
    return _Words(phrases, tuple(re.compile(each["pattern"]) for each in data["passed_over"]))


# A stop ends a sentence when a space and a capital follow; a short form such as "Supt." or a number does not.
_END = re.compile(r"(?<!\bsupt)(?<!\bcf)(?<!\be\.g)(?<!\bi\.e)[.!?;](?=\s+[\"'“‘(]?[A-Z0-9]|\s*$)", re.IGNORECASE)


def notice(text: str) -> tuple[Noticed, ...]:
    """Every sentence of a line or paragraph that seems to promise, each once, by the first phrase that fits it."""
    return tuple(found for start, end in _sentences(text) if (found := _in_sentence(text, start, end)))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        if text[found.end() :].lstrip()[:1].islower():
            continue
        yield start, found.end()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def _in_sentence(text: str, start: int, end: int) -> Noticed | None:
    """The first phrase that fits; what is passed over is blanked, so that places stay what they are."""
    sentence = text[start:end].lower()
    if len(sentence) != end - start:  # a letter that is two in lower case would move every place after it
        sentence = text[start:end]
    for pattern in _words().passed_over:
        sentence = pattern.sub(lambda found: " " * len(found[0]), sentence)
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    for phrase in _words().phrases:
        if found := phrase.pattern.search(sentence):
            return Noticed(
                phrase.key, phrase.reads_as, phrase.why, start + found.start(), start + found.end(), first, end
            )
    return None
