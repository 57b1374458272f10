"""Measure definitions as files: read, check, write; and the definitions that ship with Eyre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from eyre.core import Fault, MeasureKind, NotFound
from eyre.core.codec import read_toml, write_toml
from eyre.measures.measure import Measure

SHIPPED = ("home_office", "police_uk")
USUAL_PERIODS = ("day", "week", "month", "quarter", "financial_year", "calendar_year")


@dataclass(frozen=True)
class Catalogue:
    """The measures a body uses, by key, in the order of their keys."""

    measures: tuple[Measure, ...] = ()

    @cached_property
    def _by_key(self) -> Mapping[str, Measure]:
        return {measure.key: measure for measure in self.measures}

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __getitem__(self, key: str) -> Measure:
        if key not in self._by_key:
            near = get_close_matches(key, self._by_key, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Measures: {', '.join(self._by_key) or 'none'}."
            raise NotFound(f'No measure has the key "{key}".{hint}')
        return self._by_key[key]

    def from_source(self, source_key: str) -> tuple[Measure, ...]:
        """The measures whose figures come from one source."""
        return tuple(measure for measure in self.measures if measure.source_key == source_key)


def read_measures(folder: Path) -> tuple[Catalogue, list[Fault]]:
    """Every definition in a folder of TOML files, and every fault in them."""
    named = [(f"measures/{path.name}", path.read_bytes()) for path in sorted(folder.glob("*.toml"))]
    return _catalogue(named)


def _catalogue(named: Iterable[tuple[str, bytes]]) -> tuple[Catalogue, list[Fault]]:
    measures: list[Measure] = []
    faults: list[Fault] = []
    for where, data in named:
        measure, wrong = read_measure(data, where)
        faults.extend(wrong)
        if measure is not None:
            measures.append(measure)
    return Catalogue(tuple(sorted(measures, key=lambda m: m.key))), faults


def read_measure(data: bytes, where: str) -> tuple[Measure | None, list[Fault]]:
    """One definition from its file, or its faults."""
    measure, faults = read_toml(Measure, data, where)
    return (measure, check_measure(measure, where)) if measure else (None, faults)


def check_measure(measure: Measure, where: str) -> list[Fault]:
    """What is wrong with a definition taken by itself."""
    found = []
    stem = where.rsplit("/", 1)[-1].removesuffix(".toml")
    if stem != measure.key:
        found.append(f'the key is "{measure.key}". Name the file {measure.key}.toml.')
    if measure.kind is MeasureKind.PROPORTION and measure.unit != "%":
        found.append(f'a proportion is printed as a percentage, and the unit is "{measure.unit}". Write unit = "%".')
    if measure.kind is MeasureKind.RATE and not measure.per:
        found.append("a rate needs to say of how many it is. Write per = 1000, or whatever it is.")
    if measure.kind in (MeasureKind.RATE, MeasureKind.PROPORTION) and not (measure.numerator and measure.denominator):
        found.append("a rate or proportion needs its numerator and denominator in words.")
    if measure.period not in USUAL_PERIODS:
        said = ", ".join(USUAL_PERIODS[:-1])
        found.append(f'its period is "{measure.period}". Write {said} or {USUAL_PERIODS[-1]}.')
    if any(target.kind not in ("target", "aspiration", "trajectory") for target in measure.targets):
        found.append("the kind of a target is target, aspiration or trajectory.")
    if any(target.over not in ("period", "financial_year") for target in measure.targets):
        found.append('a target is over a "period" or a "financial_year".')
    if loose := [key for key in measure.overlapping if key not in measure.facets]:
        found.append(f"overlapping names {', '.join(loose)}, and facets does not. Write it in both.")
    return [Fault(where, what) for what in found]


def write_measure(measure: Measure) -> str:
    return write_toml(measure)


def shipped(source: str) -> Catalogue:
    """The definitions that ship with Eyre for one source, to be copied into a body's own folder and edited there."""
    home = files("eyre.measures") / "shipped" / source
    if not home.is_dir():
        raise NotFound(f'No definitions ship for "{source}". There are some for: {", ".join(SHIPPED)}.')
    named = [(f"measures/{item.name}", item.read_bytes()) for item in home.iterdir() if item.name.endswith(".toml")]
    catalogue, faults = _catalogue(sorted(named))
    assert not faults, faults
    return catalogue
