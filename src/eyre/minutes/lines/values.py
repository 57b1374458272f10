"""How each kind of value is read out of a line and written into it. A reader raises ValueError with a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from eyre.core import Facet, Reference, parse_period
from eyre.core.errors import EyreError
from eyre.minutes.lines.names import Names, Register

NONE = "none"
_PLAIN = r"(\d[\d,]*(?:\.\d+)?)"
RANGE = re.compile(rf"{_PLAIN}\s*%?\s*(-|–|\bto\b|\s)\s*{_PLAIN}\s*%?")


@dataclass
class Reading:
    """What is at hand while a line is read; doubts gather in it."""

    names: Names
    said_on: date
    meetings: tuple[date, ...] = ()
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Codec:
    """read: text to value. write: value to text. repeats: several fields of the same label make one tuple."""

    read: Callable[[str, Reading], Any]
    write: Callable[[Any, Names], str]
    repeats: bool = False


def _number(text: str, _: Reading) -> float:
    try:
        number = float(text.replace(",", "").removesuffix("%").strip())
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f'"{text}" is not a number. Write digits: 90 or 87.5.')
    return number


def read_range(text: str, reading: Reading) -> tuple[float, float] | None:
    """The two ends of a range that was written as one value, the lower first; None where it is no range.

    Between "80 83%" a hyphen is taken to be lost: it is read as 80 to 83, and a doubt asks.
    """
    found = RANGE.fullmatch(text)
    ends = ends_of(found) if found else None
    if found is None or ends is None:
        return None
    if not found[2].strip():
        reading.doubts.append(
            f'"{text}" is read as {found[1]} to {found[3]}: a hyphen is taken to be lost. Is that what was said? '
            "If it was one number, write it without a space."
        )
    return ends


def ends_of(found: re.Match[str]) -> tuple[float, float] | None:
    """The ends of what RANGE has found; None where the first is not the lower."""
    low, high = (float(found[each].replace(",", "")) for each in (1, 3))
    return (low, high) if low < high else None


def _count(text: str, reading: Reading) -> int:
    number = _number(text, reading)
    if number != int(number) or number < 0:
        raise ValueError(f'"{text}" is not a count. Write a whole number: 40.')
    return int(number)


def _flag(text: str, _: Reading) -> bool:
    said = {"yes": True, "no": False}.get(text.casefold())
    if said is None:
        raise ValueError(f'"{text}" is neither yes nor no. Write one of the two.')
    return said


def _parsed(parse: Callable[[str], Any]) -> Callable[[str, Reading], Any]:
    def read(text: str, _: Reading) -> Any:
        try:
            return parse(text)
        except EyreError as error:
            raise ValueError(str(error)) from None

    return read


def _day(text: str, _: Reading) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day. Write it as 2018-01-30.') from None


def _references(text: str, _: Reading) -> tuple[Reference, ...]:
    return tuple(_parsed(Reference.parse)(each.strip(), _) for each in text.split(","))


def _period(text: str, reading: Reading) -> Any:
    return None if text.casefold() == NONE else _parsed(parse_period)(text, reading)


def _several(register: Callable[[Names], Register]) -> Codec:
    return Codec(
        lambda text, reading: register(reading.names).find_all(text),
        lambda keys, names: ", ".join(register(names).call(key) for key in keys),
    )


def _one(register: Callable[[Names], Register]) -> Codec:
    return Codec(lambda text, reading: register(reading.names).find(text), lambda key, names: register(names).call(key))


def choice(kind: type[StrEnum]) -> Codec:
    """One word of a fixed list, with spaces or underscores."""

    def read(text: str, _: Reading) -> StrEnum:
        wanted = "_".join(text.casefold().replace("_", " ").split())
        if wanted not in {each.value for each in kind}:
            ways = ", ".join(said(each) for each in kind)
            raise ValueError(f'"{text}" is not one of: {ways}.')
        return kind(wanted)

    return Codec(read, lambda value, _: said(value))


def said(value: StrEnum) -> str:
    return value.value.replace("_", " ")


TEXT = Codec(lambda text, _: text, lambda text, _: str(text))
TEXTS = Codec(TEXT.read, TEXT.write, repeats=True)
POST = Codec(
    lambda text, reading: reading.names.find_post(text, reading.doubts), lambda key, names: names.posts.call(key)
)
POSTS = Codec(
    lambda text, reading: reading.names.find_posts(text, reading.doubts),
    lambda keys, names: ", ".join(names.posts.call(key) for key in keys),
)
AREA = _one(lambda names: names.areas)
AREAS = _several(lambda names: names.areas)
MEASURE = _one(lambda names: names.measures)
MEASURES = _several(lambda names: names.measures)
NUMBER = Codec(_number, lambda number, _: repr(number).removesuffix(".0"))
COUNT = Codec(_count, lambda number, _: str(number))
FLAG = Codec(_flag, lambda flag, _: "yes" if flag else "no")
FACET = Codec(_parsed(Facet.parse), lambda facet, _: str(facet))
PERIOD = Codec(_period, lambda period, _: NONE if period is None else str(period))
REFERENCE = Codec(_parsed(Reference.parse), lambda reference, _: str(reference))
REFERENCES = Codec(_references, lambda references, _: ", ".join(map(str, references)))
DAY = Codec(_day, lambda day, _: day.isoformat())
