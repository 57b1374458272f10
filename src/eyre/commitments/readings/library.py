"""Readings as files: read, check; those that ship with Eyre, and a body's own, which add to them or replace them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from eyre.body.reading import Meaning, Reading
from eyre.commitments.read import read_test
from eyre.commitments.readings.blanks import BLANK, BLANKS, blanks_in, fill, with_subject
from eyre.commitments.readings.matching import Match, Pattern, compiled, find, pattern_fault
from eyre.core import Fault, NotFound
from eyre.core.codec import read_toml

MOST_MEANINGS = 4


@dataclass(frozen=True)
class Library:
    """Readings in the order of their keys."""

    readings: tuple[Reading, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, Reading]:
        return {reading.key: reading for reading in self.readings}

    @cached_property
    def _patterns(self) -> tuple[tuple[str, Pattern], ...]:
        return tuple((reading.key, compiled(phrase)) for reading in self.readings for phrase in reading.phrases)

    def __getitem__(self, key: str) -> Reading:
        if key not in self._by_key:
            raise NotFound(f'No reading has the key "{key}". Readings: {", ".join(self._by_key) or "none"}.')
        return self._by_key[key]

    def matches(self, words: str) -> tuple[Match, ...]:
        """The vague words of a line, in its order."""
        return find(words, self._patterns)

    def with_own(self, own: Iterable[Reading]) -> Library:
        """These readings and a body's own; of two with one key its own stands."""
        both = {**self._by_key, **{reading.key: reading for reading in own}}
        return Library(tuple(both[key] for key in sorted(both)))


@cache
def shipped_readings() -> Library:
    """The readings that ship with Eyre."""
    home = files("eyre.commitments.readings") / "shipped"
    named = ((f"readings/{item.name}", item.read_bytes()) for item in home.iterdir() if item.name.endswith(".toml"))
    library, faults = _library(sorted(named))
    assert not faults, faults
    return library


def read_readings(folder: Path) -> tuple[Library, list[Fault]]:
    """Every reading in a folder of TOML files, and every fault in them; of a folder that is not there, none."""
    return _library((f"readings/{path.name}", path.read_bytes()) for path in sorted(folder.glob("*.toml")))


def _library(named: Iterable[tuple[str, bytes]]) -> tuple[Library, list[Fault]]:
    readings: list[Reading] = []
    faults: list[Fault] = []
    for where, data in named:
        reading, wrong = read_reading(data, where)
        faults.extend(wrong)
        if reading is not None and not wrong:
            readings.append(reading)
    return Library(tuple(sorted(readings, key=lambda reading: reading.key))), faults


def read_reading(data: bytes, where: str) -> tuple[Reading | None, list[Fault]]:
    """One reading from its file, and every fault of it."""
    reading, faults = read_toml(Reading, data, where)
    return (reading, list(reading_faults(reading, where))) if reading else (None, faults)


def reading_faults(reading: Reading, where: str) -> Iterator[Fault]:
    """What is wrong with a reading taken by itself."""
    if where.rsplit("/", 1)[-1].removesuffix(".toml") != reading.key:
        yield Fault(where, f'the key is "{reading.key}". Name the file {reading.key}.toml.')
    if not reading.phrases:
        yield Fault(where, "it has no phrases, so no line would ever find it. Write the words as they are said.")
    for phrase in reading.phrases:
        if wrong := pattern_fault(phrase):
            yield Fault(where, wrong)
    if not 1 <= len(reading.meanings) <= MOST_MEANINGS:
        count = len(reading.meanings)
        yield Fault(where, f"it has {count} meanings. Give 1 to {MOST_MEANINGS}: more cannot be chosen from.")
    keys = [meaning.key for meaning in reading.meanings]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(where, f'two of its meanings have the key "{key}". Give each its own.')
    for at, meaning in enumerate(reading.meanings, 1):
        yield from meaning_faults(meaning, f"{where}, meanings[{at}].test")


def meaning_faults(meaning: Meaning, where: str) -> Iterator[Fault]:
    """What is wrong with a test with blanks: a blank that is none, or what is no test when they are filled."""
    unknown = sorted(set(blanks_in(meaning.test)) - set(BLANKS))
    for name in unknown:
        yield Fault(where, f'"<{name}>" is no blank. Blanks: {", ".join(BLANKS)}.')
    for text in _half_blanks(meaning.test):
        yield Fault(where, f'"{text}" is a blank with more beside it. A blank fills its place alone: "<after>".')
    if meaning.each_period and "period" not in set(blanks_in(meaning.test)):
        yield Fault(where, 'each_period repeats the test for every "<period>", and it has no such blank.')
    if not unknown:
        filled = with_subject(fill(meaning.test, lambda name: BLANKS[name].sample), "measure", ("area",), None)
        yield from read_test(filled, where)[1]


def _half_blanks(template: Any) -> Iterator[str]:
    if isinstance(template, dict):
        template = list(template.values())
    if isinstance(template, list):
        for each in template:
            yield from _half_blanks(each)
    elif isinstance(template, str) and BLANK.search(template) and not BLANK.fullmatch(template):
        yield template
