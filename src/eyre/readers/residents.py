"""Residents of areas from a body.toml, as the base of rates: of the year the figures are of, or the nearest known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eyre.body.settings import Body
from eyre.core import Area, AreaTree, BadInput, Fault, Period, Population, Refused, middle_year, raise_if_any
from eyre.core.codec import read_toml


@dataclass(frozen=True, slots=True)
class Base:
    """Residents of areas over a run of periods: of each area how many, of which year, and what is to be said of it."""

    residents: tuple[int, ...]
    years: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Residents:
    """Residents by area and year.

    year: which to take where the figures have no period.
    """

    areas: Mapping[str, AreaTree]  # by key, name and alias, each with the entries of one area
    year: int | None = None

    def of_row(self, area: str, period: Period | None) -> float | None:
        """The base of one count of an area; None where no residents of it are known."""
        found = self._of(area, (period,) if period else ())
        return None if found is None else float(found.residents)

    def over(self, areas: Sequence[str], periods: Sequence[Period]) -> Base:
        """The base of counts added up over a run of periods, of areas whose residents are known."""
        found = [known for area in areas if (known := self._of(area, periods)) is not None]
        asked, others = self._year(periods), defaultdict[str, list[str]](list)
        for area, known in zip(areas, found, strict=True):
            if known.year != asked:
                others[f"mid-{known.year}" if known.year else "a year not stated"].append(area)
        notes = [
            f"Residents of mid-{asked} are not known of {', '.join(who)}: those of {year} are taken, the nearest known."
            for year, who in sorted(others.items())
        ]
        return Base(tuple(k.residents for k in found), tuple(str(k.year or "none") for k in found), tuple(notes))

    def _of(self, area: str, periods: Sequence[Period]) -> Population | None:
        tree = self.areas.get(area)
        if tree is None:
            return None
        on = periods[-1].end if periods else None
        return tree.get(tree.keys[0], on).residents(self._year(periods))

    def _year(self, periods: Sequence[Period]) -> int:
        if periods:
            return middle_year(periods[0], periods[-1])
        if self.year is None:
            raise Refused("The figures have no period, so their year is not known. Say --denominator-year YEAR.")
        return self.year


def read_residents(data: bytes, where: str, *, year: int | None = None) -> Residents:
    """The residents of a body.toml. Raises BadInput with every fault, and where none are known."""
    body, faults = read_toml(Body, data, where)
    raise_if_any(faults)
    entries: dict[str, list[Area]] = defaultdict(list)
    for area in body.areas if body else ():
        for name in dict.fromkeys((area.key, area.name, *area.aliases)):
            entries[name].append(area)
    if not any(area.known_populations for own in entries.values() for area in own):
        raise BadInput([Fault(where, "has no area with residents. Write populations to its areas.")])
    return Residents({name: AreaTree(tuple(own)) for name, own in entries.items()}, year)
