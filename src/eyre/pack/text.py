"""What sentences are made of: words without digits, and the few things that may print one.

`Text("There were ", Number(812, "offences", base), " in ", Month(2017, 11), ".")` makes a sentence. A plain
string in it becomes `Words`, a date `DateText`, a period `PeriodText`. Words with a digit are refused, so that a
number cannot slip into a sentence without its period and base.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from numbers import Integral
from typing import Any

from eyre.core import EyreError, Period, say_date
from eyre.disclosure import Base, Form, NoBase, Periods, Suppressed, say_periods


class NakedNumber(EyreError):
    """A digit stands where nothing says what it is about."""


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words. They hold no digit; `strong` sets them in bold."""

    words: str
    strong: bool = False

    def __post_init__(self) -> None:
        if has_digit(self.words):
            raise NakedNumber(
                f'"{self.words}" holds a digit. Print a figure as Number with its base, a day as DateText, a '
                "period as PeriodText, a reference as Ref, a name that has digits as Name, words as said as Quoted."
            )

    @property
    def plain(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number could lie, at a level in per cent."""

    low: float
    high: float
    level: int = 95

    def say(self, form: Form) -> str:
        return f"{self.level}% interval {form.say(self.low)} to {form.say(self.high)}"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a sentence: value, what it counts in, what stands behind it, how it is printed."""

    value: float | Suppressed
    unit: str
    base: Base
    form: Form = Form.COUNT
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.base, Base):
            raise NoBase(f"{self.value} {self.unit} has no base: a number is printed with its period and source.")
        if not self.form.is_number:
            raise NakedNumber(f"A number cannot be printed as {self.form}.")
        if not isinstance(self.value, Suppressed):
            object.__setattr__(self, "value", _figure(self.value))

    @property
    def figure(self) -> str:
        """The value alone, as printed."""
        return "suppressed" if isinstance(self.value, Suppressed) else self.form.say(self.value)

    @property
    def plain(self) -> str:
        words = f"{self.figure} {self.unit}".rstrip()
        return f"{words} ({self.interval.say(self.form)})" if self.interval else words


@dataclass(frozen=True, slots=True)
class DateText:
    """A day: 19 December 2017."""

    day: date

    @property
    def plain(self) -> str:
        return say_date(self.day)


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A period, or a run from the first to the last of a pair."""

    period: Periods

    @property
    def plain(self) -> str:
        return say_periods(self.period)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference that never changes ("action 2017-12/3"), and where in the document it leads."""

    reference: str
    anchor: str = ""

    @property
    def plain(self) -> str:
        return self.reference


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name or label, which may hold digits: "999 calls", "Section 4a"."""

    name: str

    @property
    def plain(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as they were said or written by somebody, digits and all."""

    words: str

    @property
    def plain(self) -> str:
        return f"\N{LEFT DOUBLE QUOTATION MARK}{self.words}\N{RIGHT DOUBLE QUOTATION MARK}"


TextSpan = Words | Number | DateText | PeriodText | Ref | Name | Quoted
Part = str | date | Period | TextSpan


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A run of spans."""

    spans: tuple[TextSpan, ...]

    def __init__(self, *parts: Part | Text) -> None:
        object.__setattr__(self, "spans", tuple(_spans(parts)))

    @property
    def plain(self) -> str:
        """The text as one string, as a heading or a text alternative prints it."""
        return "".join(span.plain for span in self.spans)

    @property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(span for span in self.spans if isinstance(span, Number))

    @property
    def bases(self) -> tuple[Base, ...]:
        """The bases its numbers stand on, each once, in the order they come."""
        return tuple(dict.fromkeys(number.base for number in self.numbers))

    def __bool__(self) -> bool:
        return bool(self.spans)


def _figure(value: Any) -> float:
    """The value as a plain Python number."""
    if not math.isfinite(value):
        raise NakedNumber(f"{value} cannot be printed: say in words that there is no figure.")
    return int(value) if isinstance(value, Integral) else float(value)


def join(texts: Iterable[Text], between: str = ", ") -> Text:
    """One text of several, with words between them."""
    parts: list[Part | Text] = []
    for text in texts:
        parts += [between, text] if parts else [text]
    return Text(*parts)


def has_digit(words: str) -> bool:
    """True for any sign that stands for a number: 7, ², ½."""
    return any(sign.isnumeric() for sign in words)


def _spans(parts: tuple[Part | Text, ...]) -> Iterable[TextSpan]:
    for part in parts:
        if isinstance(part, Text):
            yield from part.spans
        elif isinstance(part, str):
            yield Words(part)
        elif isinstance(part, Period):
            yield PeriodText(part)
        elif isinstance(part, date):
            yield DateText(part)
        else:
            yield part
