"""Which of a body's areas a record belongs to, from the district that its LSOA name carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from eyre.core import Area, AreaKind, AreaTree
from eyre.readers import gazetteer
from eyre.readers.gazetteer import short_slug, slug


class Where(StrEnum):
    """How a record stands to the force it falls within."""

    PLACED = "placed"
    NO_LOCATION = "no-location"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Place:
    """The area a record is counted in. merged_from: its district's own name, where that has become part of another."""

    area: str
    where: Where
    merged_from: str = ""


@dataclass(frozen=True)
class Ground:
    """A force as the body knows it on one day: as a whole, or cut into areas."""

    force: str
    parts: tuple[Area, ...]
    _places: dict[str, Place] = field(default_factory=dict, compare=False)

    @property
    def is_whole(self) -> bool:
        return not self.parts

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that every record of the force falls in: the smallest, and two for what has no place in them."""
        if self.is_whole:
            return (self.force,)
        parents = {area.part_of for area in self.parts}
        smallest = (area.key for area in self.parts if area.key not in parents)
        return (*smallest, *(f"{self.force}:{where}" for where in (Where.NO_LOCATION, Where.OUTSIDE)))

    @cached_property
    def _by_word(self) -> dict[str, str]:
        parents = {area.part_of for area in self.parts}
        smallest = [area for area in self.parts if area.key not in parents]
        words = {word: area.key for area in smallest for word in _words(area)}
        return words | {area.key: area.key for area in smallest}

    def named(self, name: str) -> str | None:
        """The key of the area that a name means, if the force has it."""
        return self._by_word.get(slug(name)) or self._by_word.get(short_slug(name))

    def place(self, district: str) -> Place:
        """Where a record of the force is counted; of a force known as a whole, at the force itself."""
        if district not in self._places:
            self._places[district] = self._place(district)
        return self._places[district]

    def _place(self, district: str) -> Place:
        if self.is_whole:
            return Place(self.force, Where.PLACED)
        if not district:
            return Place(f"{self.force}:{Where.NO_LOCATION}", Where.NO_LOCATION)
        for name in gazetteer.later_names(district):
            area = self.named(name)
            if area:
                return Place(area, Where.PLACED, "" if name == district else district)
        return Place(f"{self.force}:{Where.OUTSIDE}", Where.OUTSIDE)


class Grounds:
    """The forces a body knows, by what police.uk calls them and by day."""

    def __init__(self, tree: AreaTree) -> None:
        self.tree = tree
        self._known: dict[tuple[str, date], Ground] = {}
        self._forces: dict[str, str | None] = {}

    def force(self, name: str) -> str | None:
        """The body's own key for a force that police.uk names; None when the body does not know it."""
        if name not in self._forces:
            self._forces[name] = self._force(name)
        return self._forces[name]

    def _force(self, name: str) -> str | None:
        force = gazetteer.force_named(name)
        if force is not None and force.key in self.tree:
            return force.key
        words = {slug(name)} | ({force.key, slug(force.name), slug(force.police_uk_name)} if force else set())
        return next((area.key for area in self.tree if area.kind == AreaKind.FORCE and words & set(_words(area))), None)

    def on(self, force: str, day: date) -> Ground:
        if (force, day) not in self._known:
            self._known[force, day] = Ground(force, tuple(self._within(force, day)))
        return self._known[force, day]

    def _within(self, key: str, day: date) -> Iterator[Area]:
        for area in self.tree.children(key, day):
            if area.kind != AreaKind.NOT_PLACED:
                yield area
                yield from self._within(area.key, day)


def published_areas() -> AreaTree:
    """Every force that police.uk publishes, with its districts: for reading without a body."""
    forces = (Area(key=f.key, name=f.name, kind=AreaKind.FORCE, code=f.code) for f in gazetteer.forces())
    districts = (
        Area(key=d.key, name=d.name, kind=AreaKind.DISTRICT, part_of=force.key, code=d.code)
        for force in gazetteer.forces()
        for d in gazetteer.districts(force.key)
    )
    return AreaTree((*forces, *districts))


def _words(area: Area) -> tuple[str, ...]:
    return (slug(area.name), short_slug(area.name), *map(slug, area.aliases))
