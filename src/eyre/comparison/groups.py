"""Family groups: areas that are held to be alike, as they stood on a day; at force and at local level, never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from eyre.comparison.checks import counted
from eyre.core import Floats, NotFound, Refused, is_in_force


class Level(StrEnum):
    """What the members of a group are."""

    FORCE = "force"
    LOCAL = "local"

    @property
    def one(self) -> str:
        return {"force": "a force", "local": "a local area"}[self.value]

    @property
    def many(self) -> str:
        return {"force": "forces", "local": "local areas"}[self.value]


@dataclass(frozen=True, slots=True)
class Group:
    """A most similar group, or another set of areas to be compared with, from one day to another.

    of: the area whose group it is; "" where it is a group of its own. made_up: only an illustration.
    """

    key: str
    name: str
    level: Level
    members: tuple[str, ...]
    of: str = ""
    from_date: date | None = None
    to_date: date | None = None
    made_up: bool = False
    source: str = ""

    def is_in_force(self, on: date) -> bool:
        return is_in_force(self.from_date, self.to_date, on)

    def says(self) -> str:
        """Its name as every sentence has it: a made-up group says so wherever it is named."""
        is_said = "made up" in self.name.lower().replace("-", " ")
        return f"{self.name} (made up)" if self.made_up and not is_said else self.name


def group_of(groups: Iterable[Group], area: str, level: Level, on: date) -> Group:
    """The group that is the area's own on a day, else the one it is a member of.

    level: of the area; a group of the other level is never taken. Raises NotFound where there is none, and Refused
    where the area is a member of several and none is its own.
    """
    known = [each for each in groups if area in (each.of, *each.members)]
    held = [each for each in known if each.level is level and each.is_in_force(on)]
    own = [each for each in held if each.of == area] or held
    if len(own) == 1:
        return own[0]
    if own:
        names = ", ".join(each.says() for each in own)
        raise Refused(f"{area} is in several groups on {on}: {names}. Say which is meant.")
    others = [each for each in known if each.level is not level]
    hint = f" {others[0].says()} is a group of {others[0].level.many}, which is another thing." if others else ""
    raise NotFound(f"{area}, {level.one}, has no group of {level.many} that was in force on {on}.{hint}")


def check_level(area: str, level: Level, group: Group) -> None:
    """Refuse to set an area against a group of the other level."""
    if level is not group.level:
        raise Refused(
            f"{area} is {level.one}, and {group.says()} is a group of {group.level.many}. "
            f"A local area and a force have different groups, which are never mixed. Give a group of {level.many}."
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """Which members of a group have figures, and which do not."""

    group: Group
    have: tuple[str, ...]
    missing: tuple[str, ...]

    def says(self) -> str:
        """How many of the group reported, and who did not."""
        members = len(self.have) + len(self.missing)
        without = f"; no figures from {', '.join(self.missing)}" if self.missing else ""
        return f"{len(self.have)} of the {members} of {self.group.says()} reported{without}."


def reported(group: Group, areas: Iterable[str], at_least: int | None = None) -> Reported:
    """Say which members are among the areas with figures.

    at_least: how many members must be, as agreed beforehand; None asks for two. Raises Refused below it.
    """
    there = set(areas)
    members = tuple(dict.fromkeys(group.members))
    found = Reported(group, tuple(m for m in members if m in there), tuple(m for m in members if m not in there))
    needed = 2 if at_least is None else at_least
    if len(found.have) < needed:
        raise Refused(f"{found.says()} At least {needed} are needed. Wait for them, or agree on fewer.")
    return found


# --- the level of a group -----------------------------------------------------------------------------------------


class MeanKind(StrEnum):
    """How the level of a group is made; always said beside it."""

    PLAIN = "plain"  # every area counts alike
    WEIGHTED = "weighted"  # every case or resident counts alike: all areas together

    def says(self) -> str:
        return {"plain": "plain mean, every area alike", "weighted": "weighted mean, all areas taken together"}[self]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The level of a group, in shares or per one of the base; shape (...)."""

    value: Floats
    kind: MeanKind


def group_mean(events: ArrayLike, base: ArrayLike, kind: MeanKind, *, is_proportion: bool = False) -> GroupMean:
    """The mean of areas from their counts, shape (..., areas).

    The plain mean moves with the smallest areas, the weighted one is mostly the largest: with unequal areas they can
    lie on either side of the area that is compared.
    """
    k, n = counted(events, base, is_proportion=is_proportion)
    if kind is MeanKind.PLAIN:
        return GroupMean(np.asarray((k / n).mean(axis=-1)), kind)
    return GroupMean(np.asarray(k.sum(axis=-1) / n.sum(axis=-1)), kind)
