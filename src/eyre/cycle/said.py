"""Words as people write them, made even enough for a grammar: case, dashes, ordinals, number words, clock times.

Only a copy is made even. The words themselves are kept as they were said.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import day_name, month_name

NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)s?\b"
)
WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"

_MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}
_WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(day_name)}

_CLOCK = re.compile(r"\b\d{1,2}:\d\d(?: ?[ap]m)?\b|\b\d{1,2}(?:\.\d\d)? ?[ap]m\b")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_NUMBER_WORD = re.compile(rf"\b({'|'.join(NUMBER_WORDS)})\b")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[./-](?=\d)")
_MONTH_TO_MONTH = re.compile(rf"\b({MONTH})-(?={MONTH})")
_NOT_A_WORD = re.compile(r"[^\w/\-.]+")

# "May" is also a verb. It is the month after one of these words or a number, and before one of those.
_BEFORE_MAY = re.compile(
    r"in|by|of|until|till|before|during|from|to|and|or|the|between|since|early|mid|late|next|last|this|end|start"
    r"|beginning|middle|at|through|following|after|-|\d.*"
)
_AFTER_MAY = re.compile(r"and|or|to|meeting|hta|next|-|\d.*")


def tidy(words: str) -> str:
    """Make words even: lower case, digits for number words, one space between words, no stops or brackets."""
    text = unicodedata.normalize("NFKC", words).lower()
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"['’`]", "", text)
    text = _CLOCK.sub(" ", text)
    text = _ORDINAL.sub(r"\1", text)
    text = _MONTH_TO_MONTH.sub(r"\1 - ", _NOT_A_WORD.sub(" ", text))
    text = _loosen_marks(text)
    text = _NUMBER_WORD.sub(lambda found: str(NUMBER_WORDS[found[1]]), text)
    return _mark_the_verb_may(" ".join(text.split()))


def month_number(word: str) -> int:
    return _MONTHS[word[:3]]


def weekday_number(word: str) -> int:
    """Monday is 0, as in `date.weekday`."""
    return _WEEKDAYS[word[:3]]


def full_year(digits: str) -> int:
    """A year of two digits is of this century."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _loosen_marks(text: str) -> str:
    """Keep a stop, stroke or dash between digits, and a dash between words that stand apart."""
    kept = _BETWEEN_DIGITS.sub(lambda found: {".": "\0", "/": "\1", "-": "\2"}[found[0]], text)
    kept = kept.replace(".", " ").replace("/", " ")
    kept = re.sub(r"(?<=\w)-(?=\w)", " ", kept)
    return kept.replace("\0", ".").replace("\1", "/").replace("\2", "-")


def _mark_the_verb_may(text: str) -> str:
    tokens = text.split(" ")
    for place, token in enumerate(tokens):
        if token == "may" and not _is_the_month(tokens[:place][-1:], tokens[place + 1 :][:1]):
            tokens[place] = "might"
    return " ".join(tokens)


def _is_the_month(before: list[str], after: list[str]) -> bool:
    if after and re.fullmatch(r"\d{4}", after[0]):
        return True
    if before:
        return _BEFORE_MAY.fullmatch(before[0]) is not None
    return not after or _AFTER_MAY.fullmatch(after[0]) is not None
