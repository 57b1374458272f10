"""Text as runs for paper: white space as a page shows it, nothing that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from eyre.core import say_date
from eyre.disclosure import Base
from eyre.pack.document import DateText, Number, Quoted, Ref, Text, TextSpan, Words
from eyre.writers.paper.items import Run, Runs

NBSP = "\N{NO-BREAK SPACE}"
OPENING, CLOSING = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
_SPACE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
# Format signs only steer others: one could turn the words after it round. All others of class C have no look at all.
_UNSEEN = "Cf"

Leads = Callable[[str], str]  # an anchor or address of the tree to the one on this paper; "" where it leads nowhere


def nowhere(anchor: str) -> str:
    return ""


def printable(said: str) -> str:
    """The words with each run of white space as one space, without signs that steer; one that has no look is marked."""
    spaced = _SPACE.sub(" ", said)
    if spaced.isprintable():
        return spaced
    return spaced.translate({ord(sign): _sign(sign) for sign in set(spaced) if not sign.isprintable()})


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == _UNSEEN:
        return ""
    return "\N{REPLACEMENT CHARACTER}" if kind.startswith("C") else sign


def plain_run(said: str, *, is_strong: bool = False, to: str = "") -> Runs:
    """One run, or none where there is nothing to print."""
    words = printable(said)
    return (Run(words, is_strong=is_strong, to=to),) if words else ()


def runs_of(text: Text, letters: Mapping[Base, str], leads: Leads = nowhere) -> Runs:
    """The runs of a text; `letters` mark each number with the base it stands on."""
    return tuple(run for span in text.spans for run in _of_span(span, letters, leads))


def _of_span(span: TextSpan, letters: Mapping[Base, str], leads: Leads) -> Iterable[Run]:
    if isinstance(span, Number):
        yield from _of_number(span, letters.get(span.base))
    elif isinstance(span, DateText):
        yield Run(say_date(span.day).replace(" ", NBSP, 1))
    elif isinstance(span, Ref):
        yield from plain_run(span.reference, to=leads(span.anchor))
    elif isinstance(span, Quoted):
        yield Run(f"{OPENING}{printable(span.words)}{CLOSING}")
    elif isinstance(span, Words):
        yield from plain_run(span.words, is_strong=span.strong)
    else:
        yield from plain_run(span.plain)


def _of_number(number: Number, letter: str | None) -> Iterable[Run]:
    unit = f"{NBSP}{printable(number.unit)}" if number.unit else ""
    interval = f" ({number.interval.say(number.form)})" if number.interval else ""
    yield Run(f"{number.figure}{unit}{interval}")
    if letter:
        yield Run(letter, is_raised=True)
