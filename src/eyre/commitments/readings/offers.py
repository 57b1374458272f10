"""Vague words of a line as tests that are offered: filled, said in one sentence, with luck, power and doubts.

Eyre proposes, a person decides: no offer is taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eyre import __version__
from eyre.body.commitment_test import Improvement, Test
from eyre.body.meeting import Commitment, LuckAndPower
from eyre.body.reading import Meaning, Reading
from eyre.commitments.answers import luck_and_power, power
from eyre.commitments.evaluate import series_tests, subjects_of, windows_of
from eyre.commitments.frozen import DRAWS, Known
from eyre.commitments.read import read_test
from eyre.commitments.readings.blanks import BLANKS, SERIES_KINDS, Setting, blanks_in, every_period, fill, with_subject
from eyre.commitments.readings.library import Library
from eyre.commitments.readings.matching import Match
from eyre.commitments.say import capital, say_test, say_window
from eyre.commitments.testability import DoubtKind, Untestable, doubts_about
from eyre.commitments.testability import Setting as CheckSetting
from eyre.comparison.words import say_chance
from eyre.core import Direction, EyreError

DENIED = 'A "no" or "not" stands before these words: see whether they are promised or denied.'
SEEN = "Every figure it reads is known already, so luck and power say nothing: put it to the figures."
OF_PERSONS = "No figures are read here, so it has no luck and no power: a person looks."


@dataclass(frozen=True, slots=True)
class Offer:
    """One test that some words may mean, and all that a person needs to take it or leave it.

    said: the words as they stand in the line. test: None where a blank could not be filled; `missing` then says what is
    missing, in sentences. says: what the test asks, or what the meaning would ask. windows: which windows and why.
    luck_and_power: None where `no_luck` says why. if_worse: how often a force that got worse by the agreed size passes,
    where nothing is to change.
    """

    reading: str
    said: str
    meaning: str
    means: str
    measure: str
    test: Test | None
    says: str
    why: str
    doubt: str
    ask: tuple[str, ...]
    windows: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    luck_and_power: LuckAndPower | None = None
    no_luck: str = ""
    if_worse: float | None = None
    doubts: tuple[Untestable, ...] = ()

    @property
    def chances(self) -> str:
        """Luck and power in words, or why there are none."""
        found = self.luck_and_power
        if found is None:
            return self.no_luck
        unchanged = f"A force that changes nothing passes this {say_chance(found.luck)}"
        if self.if_worse is not None:
            worse = say_chance(self.if_worse)
            return f"{unchanged}, as it should; one that gets worse by {found.improvement} passes {worse}."
        return f"{unchanged}; one that improves by {found.improvement} passes {say_chance(found.power)}."


def offers(
    words: str,
    line: Commitment,
    known: Known,
    library: Library,
    *,
    seed: int,
    on: date,
    improvement: Improvement,
    direction: Direction | None = None,
    names: Mapping[str, str] | None = None,
    check: CheckSetting | None = None,
    draws: int = DRAWS,
) -> tuple[Offer, ...]:
    """Offer every test that the vague words of a line may mean; () where it has none: see `nothing_found`.

    words: the line as typed. line: its measures, areas and due date; a test for each measure, which several areas must
    all pass. known: figures and groups as known on the day `on`. improvement: what was agreed to matter. direction:
    which way is better, where the measure does not say. names: of areas and groups, by key. check: what the doubts are
    looked for in; without it, the figures known. A test that cannot be filled is an offer without test that says why.
    """
    wanted = _Wanted(
        line, known, improvement, on, direction, names or {}, check or CheckSetting(known), seed, draws, {}
    )
    found: list[Offer] = []
    for match in library.matches(words):
        reading = library[match.key]
        found.extend(_once(_of_reading(words, match, reading, wanted)))
    return tuple(found)


def nothing_found(words: str, library: Library) -> str:
    """The sentence for a line that has no vague words; empty where it has some."""
    if library.matches(words):
        return ""
    return (
        "No words here are among the readings. If it is plain, write its test; if it is vague, ask what would show it, "
        "and add a reading."
    )


@dataclass(frozen=True)
class _Wanted:
    line: Commitment
    known: Known
    improvement: Improvement
    on: date
    direction: Direction | None
    names: Mapping[str, str]
    check: CheckSetting
    seed: int
    draws: int
    computed: dict[Test, tuple[LuckAndPower | None, str]]

    def measures(self) -> tuple[str, ...]:
        return self.line.measures or ("",)


def _once(found: Iterator[Offer]) -> Iterator[Offer]:
    """Each test once: with figures by year two windows may be the same."""
    seen: set[Test] = set()
    for offer in found:
        if offer.test is None or offer.test not in seen:
            yield offer
        if offer.test is not None:
            seen.add(offer.test)


def _of_reading(words: str, match: Match, reading: Reading, wanted: _Wanted) -> Iterator[Offer]:
    for key in wanted.measures():
        setting = Setting(
            words, wanted.line, wanted.known.measures.get(key), wanted.known, wanted.improvement, wanted.on,
            wanted.direction, wanted.names, reading.looks_back,
        )  # fmt: skip
        for meaning in reading.meanings:
            yield _offer(match, reading, meaning, key, setting, wanted)


def _offer(match: Match, reading: Reading, meaning: Meaning, key: str, setting: Setting, wanted: _Wanted) -> Offer:
    test, missing = _filled(meaning, key, setting)
    doubt = " ".join(filter(None, (meaning.doubt or reading.doubt, DENIED if match.is_denied else "")))
    bare = Offer(
        reading=reading.key, said=match.said, meaning=meaning.key, means=meaning.says, measure=key, test=test,
        says=meaning.says, why=meaning.why, doubt=doubt, ask=reading.ask, missing=tuple(missing),
    )  # fmt: skip
    if test is None:
        return bare
    found, no_luck = _chances(test, wanted)
    return replace(
        bare,
        says=say_test(test, wanted.known.measures, wanted.names),
        windows=tuple(_windows(meaning, setting)),
        luck_and_power=found,
        no_luck=no_luck,
        if_worse=_if_worse(test, wanted) if found and meaning.holds_still else None,
        doubts=_doubts(test, found, meaning, wanted),
    )


# --- filling -------------------------------------------------------------------------------------------------------


def _filled(meaning: Meaning, key: str, setting: Setting) -> tuple[Test | None, list[str]]:
    """The test, or everything that is missing for it."""
    missing: list[str] = []
    template = meaning.test
    if _is_of_figures(template):
        missing.extend(_of_subject(key, setting))
    if meaning.each_period and not missing:
        try:
            template = every_period(template, setting.windows.periods)
        except EyreError as why:
            missing.append(str(why))

    def value_of(name: str) -> Any:
        try:
            return BLANKS[name].fill(setting)
        except EyreError as why:
            missing.append(str(why))
            return BLANKS[name].sample

    mapping = with_subject(fill(template, value_of), key, setting.areas, setting.direction)
    if missing:
        return None, list(dict.fromkeys(missing))
    test, faults = read_test(mapping)
    return test, [str(fault) for fault in faults]


def _is_of_figures(template: Mapping[str, Any]) -> bool:
    return template.get("kind") in SERIES_KINDS or any(_is_of_figures(part) for part in template.get("tests", ()))


def _of_subject(key: str, setting: Setting) -> Iterator[str]:
    if not key:
        yield "It names no measure. Ask which figure would show it."
    elif setting.measure is None:
        yield f'There is no measure "{key}". Define it, or name one that is there.'
    if not setting.areas:
        yield "It names no area. Ask whether the force is meant, or which areas."


def _windows(meaning: Meaning, setting: Setting) -> Iterator[str]:
    """Which windows were taken and why, each once."""
    names = [*(["after"] if meaning.each_period else []), *blanks_in(meaning.test)]
    for name in dict.fromkeys(names):
        chosen = getattr(setting.windows, name, None) if name in WINDOWS else None
        if chosen is not None and chosen.period is not None:
            yield f"{capital(say_window(chosen.period))}: {chosen.says}."


WINDOWS = ("after", "last_period", "same_a_year_before", "year_before", "baseline", "earlier_baseline", "run")


# --- luck, power, doubts -------------------------------------------------------------------------------------------


def _chances(test: Test, wanted: _Wanted) -> tuple[LuckAndPower | None, str]:
    if test not in wanted.computed:
        wanted.computed[test] = _compute(test, wanted)
    return wanted.computed[test]


def _compute(test: Test, wanted: _Wanted) -> tuple[LuckAndPower | None, str]:
    parts = series_tests(test)
    if not parts:
        return None, OF_PERSONS
    if all(_is_seen(wanted.known, part) for part in parts):
        return None, SEEN
    try:
        found = luck_and_power(
            test, wanted.known, wanted.improvement, seed=wanted.seed, on=wanted.on, version=__version__,
            draws=wanted.draws,
        )  # fmt: skip
    except EyreError as why:
        return None, f"Luck and power cannot be computed. {_sentences(why)}"
    return found, ""


def _sentences(why: EyreError) -> str:
    """What is wrong, without the place in a test that nobody typed; the same once."""
    faults = getattr(why, "faults", None)
    return " ".join(dict.fromkeys(fault.what for fault in faults)) if faults else str(why)


def _is_seen(known: Known, part: Any) -> bool:
    end = max(window.end for window in windows_of(part))
    series = [known.series.get(key) for key in subjects_of(part)]
    return all(each is not None and bool(each.seen.any()) and each.trimmed().periods[-1].end >= end for each in series)


def _if_worse(test: Test, wanted: _Wanted) -> float | None:
    """How often a force passes that gets worse by the agreed size; None where nobody has said which way is worse."""
    worse = replace(wanted.improvement, size=-wanted.improvement.size)
    try:
        return power(test, wanted.known, worse, seed=wanted.seed, draws=wanted.draws).share
    except EyreError:
        return None


def _doubts(test: Test, found: LuckAndPower | None, meaning: Meaning, wanted: _Wanted) -> tuple[Untestable, ...]:
    """What the test adds to the doubts about the line as it stands, which are told beside the line; each kind once."""
    bare = replace(wanted.line, test=None, luck_and_power=None, checkpoints=())
    of_line = set(doubts_about(bare, wanted.check))
    with_test = doubts_about(replace(bare, test=test, luck_and_power=found), wanted.check)
    by_kind: dict[DoubtKind, list[Untestable]] = {}
    for doubt in with_test:
        if doubt not in of_line and not (meaning.holds_still and doubt.kind in (DoubtKind.LOOSE, DoubtKind.BLIND)):
            by_kind.setdefault(doubt.kind, []).append(doubt)
    return tuple(_as_one(several) for several in by_kind.values())


def _as_one(several: list[Untestable]) -> Untestable:
    """Doubts of one kind about many areas and elements as one, which says how many there are."""
    first, *others = several
    return replace(first, says=f"{first.says} Likewise for {len(others)} more.") if others else first
