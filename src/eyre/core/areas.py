"""Areas in a dated tree: a force, its local policing areas, their districts.

A change of structure is two entries of one area with different dates. Series are kept for the smallest areas, so
they can be cut by the structure of any day: `AreaTree.leaves(area, on)` says of what an area was made that day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from eyre.core.codec import record
from eyre.core.errors import NotFound
from eyre.core.keys import AreaKey


class AreaKind(StrEnum):
    COUNTRY = "country"
    FORCE = "force"
    LOCAL_POLICING_AREA = "local_policing_area"
    DISTRICT = "district"  # a local authority, the ground of a community safety partnership
    WARD = "ward"
    NEIGHBOURHOOD = "neighbourhood"
    NOT_PLACED = "not_placed"  # records of a force that carry no place, or a place outside it


def is_in_force(starts: date | None, ends: date | None, on: date) -> bool:
    """Say whether a dated entry holds on a day; an open end holds for ever, both ends are included."""
    return (starts is None or starts <= on) and (ends is None or on <= ends)


@record
class Population:
    """Residents of an area in the middle of one year; without a year, nobody said of which."""

    year: int | None = None
    residents: int


@record
class Area:
    """One area as it is from `from_date` to `to_date`, both included, either open.

    populations: residents by year, for rates. population: those of the middle of `population_year` alone, the older way
    to say it; it counts as one year more. None when not known.
    """

    key: AreaKey
    name: str
    kind: AreaKind
    part_of: str | None = None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None
    populations: tuple[Population, ...] = ()
    from_date: date | None = None
    to_date: date | None = None

    def is_in_force(self, on: date) -> bool:
        return is_in_force(self.from_date, self.to_date, on)

    @property
    def known_populations(self) -> tuple[Population, ...]:
        """Residents by year, in both ways to say it, the earliest first; those of no year before all."""
        alone = () if self.population is None else (Population(year=self.population_year, residents=self.population),)
        return tuple(sorted((*alone, *self.populations), key=lambda each: each.year or 0))

    def residents(self, year: int) -> Population | None:
        """Residents in the middle of a year; where that is not known, of the nearest year before it.

        Where none before is known, of the first after. The year that is meant is in the answer: it must be said.
        """
        known = self.known_populations
        before = [each for each in known if (each.year or 0) <= year]
        return before[-1] if before else known[0] if known else None


@dataclass(frozen=True)
class AreaTree:
    """All areas a body knows, with their dates."""

    areas: tuple[Area, ...] = field(default=())

    @cached_property
    def _entries(self) -> dict[str, list[Area]]:
        entries: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas:
            entries[area.key].append(area)
        return dict(entries)

    @cached_property
    def _children(self) -> dict[str, list[Area]]:
        children: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas:
            if area.part_of is not None:
                children[area.part_of].append(area)
        return dict(children)

    @cached_property
    def _days_of_change(self) -> list[date]:
        """Days on which some entry begins to hold or has just ceased to; between two of them nothing changes."""
        return sorted({day for area in self.areas for day in _starts(area)})

    @cached_property
    def _parts(self) -> dict[tuple[str, int], tuple[str, ...]]:
        return {}

    @cached_property
    def _leaves(self) -> dict[tuple[str, int], tuple[str, ...]]:
        return {}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def get(self, key: str, on: date | None = None) -> Area:
        """The area as it is on a day; without a day, or outside its dates, its last entry.

        Raises NotFound for a key that no entry has.
        """
        entries = self._entries.get(key)
        if not entries:
            raise NotFound(f'No area has the key "{key}". Areas: {", ".join(sorted(self._entries)) or "none"}.')
        if on is not None:
            for area in entries:
                if area.is_in_force(on):
                    return area
        return entries[-1]

    def name(self, key: str, on: date | None = None) -> str:
        return self.get(key, on).name if key in self else key

    def children(self, key: str, on: date) -> tuple[Area, ...]:
        """The areas directly within an area on a day, in the order they are written."""
        return tuple(area for area in self._children.get(key, ()) if area.is_in_force(on))

    def parts(self, key: str, on: date) -> tuple[str, ...]:
        """Keys of the areas directly within an area on a day; () for a smallest one."""
        asked = (key, bisect_right(self._days_of_change, on))
        if asked not in self._parts:
            self._parts[asked] = tuple(child.key for child in self.children(key, on))
        return self._parts[asked]

    def leaves(self, key: str, on: date) -> tuple[str, ...]:
        """Keys of the smallest areas that make up an area on a day; a leaf is made up of itself."""
        memory = self._leaves
        asked = (key, bisect_right(self._days_of_change, on))
        if asked not in memory:
            parts = self.parts(key, on)
            memory[asked] = tuple(leaf for part in parts for leaf in self.leaves(part, on)) or (key,)
        return memory[asked]

    def ancestors(self, key: str, on: date) -> tuple[str, ...]:
        """Keys of the areas an area lies in on a day, the nearest first."""
        parent = self.get(key, on).part_of if key in self else None
        return (parent, *self.ancestors(parent, on)) if parent else ()

    def changes(self, key: str) -> tuple[date, ...]:
        """Days on which the area came to be made of other smallest areas than the day before."""
        days = self._days_of_change
        return tuple(day for day in days if self._leaf_set(key, day) != self._leaf_set(key, _day_before(day)))

    def _leaf_set(self, key: str, on: date) -> frozenset[str]:
        return frozenset(self.leaves(key, on))


def tree_faults(areas: Iterable[Area]) -> list[str]:
    """Say what keeps areas from being a tree: one that lies within itself, one that is two things on one day."""
    tree = AreaTree(tuple(areas))
    days = [date.min, *tree._days_of_change]
    circles = {" in ".join(circle) for day in days for key in tree.keys if (circle := _circle(tree, key, day))}
    twice = {
        f"{first.key} has two entries that hold on {max(first.from_date or date.min, second.from_date or date.min)}"
        for entries in tree._entries.values()
        for first, second in combinations(entries, 2)
        if _hold_together(first, second)
    }
    return [
        *(f"{circle}: an area cannot lie within itself. Mend its part_of." for circle in sorted(circles)),
        *(f"{what}. End the one before the other begins." for what in sorted(twice)),
    ]


def population_faults(area: Area) -> list[str]:
    """Say what keeps residents from being one figure a year, none of them below 0."""
    years = [each.year for each in area.known_populations]
    below = [each.residents for each in area.known_populations if each.residents < 0]
    return [
        *(f"{area.key}: {found} residents cannot be. Give 0 or more." for found in below),
        *(
            f"{area.key}: residents without a year. Say of which: a rate names the year of its denominator."
            for each in area.populations
            if each.year is None
        ),
        *(
            f"{area.key}: residents of {year} are there {years.count(year)} times. Keep one."
            for year in dict.fromkeys(years)
            if years.count(year) > 1
        ),
    ]


def _circle(tree: AreaTree, key: str, on: date) -> list[str]:
    """The way from an area up to itself on a day, if there is one: a in b in a."""
    way = [key]
    while (above := _above(tree, way[-1], on)) and above not in way:
        way.append(above)
    return [*way, key] if above == key and key == min(way) else []


def _above(tree: AreaTree, key: str, on: date) -> str | None:
    return tree.get(key, on).part_of if key in tree else None


def _hold_together(first: Area, second: Area) -> bool:
    starts = max(first.from_date or date.min, second.from_date or date.min)
    return starts <= min(first.to_date or date.max, second.to_date or date.max)


def _starts(area: Area) -> Iterable[date]:
    """Days on which an entry begins to hold, or has just ceased to."""
    if area.from_date:
        yield area.from_date
    if area.to_date and area.to_date < date.max:  # the last day there is, for an end that is open
        yield date.fromordinal(area.to_date.toordinal() + 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
