"""The forces that police.uk publishes, and the districts of each: how they are written, and what became of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from eyre.core import Population, is_in_force

LSOA_NAMES_OF = date(2021, 12, 31)  # rows of police.uk are named by the districts of this day since 2023
_BODY_OF_PEOPLE = re.compile(r"-(police-service|police-force|police|constabulary)$")
_KIND_OF_PLACE = re.compile(r",? (City|County) of$|^(City|County) of |^The ")


@dataclass(frozen=True, slots=True)
class Force:
    """A police force: its key in file names, its name, and the name that police.uk writes in "Falls within".

    populations: residents in the middle of each year; () where they are not known.
    """

    key: str
    name: str
    police_uk_name: str
    code: str | None
    populations: tuple[Population, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """A local authority and the force it lies in; `merged_into` is the district it became part of, whole."""

    name: str
    force: str
    code: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    merged_into: str | None = None

    @property
    def key(self) -> str:
        """Its name as a key; the districts of Dorset, Wiltshire ... must not share the key of their force."""
        return f"{slug(self.name)}-district" if slug(self.name) in _force_keys() else slug(self.name)

    def is_in_force(self, on: date) -> bool:
        return is_in_force(self.from_date, self.to_date, on)


def slug(name: str) -> str:
    """A name as a key: small letters, digits and hyphens; `&` is read as "and", accents and apostrophes go."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['.]", "", plain.lower())).strip("-")


@cache
def forces() -> tuple[Force, ...]:
    """Every force that police.uk publishes, in the order of their keys."""
    residents: dict[str, list[Population]] = defaultdict(list)
    for row in _rows("populations.csv"):
        residents[row["force"]].append(Population(year=int(row["year"]), residents=int(row["residents"])))
    return tuple(
        Force(row["key"], row["name"], row["police_uk_name"], row["code"] or None, tuple(residents[row["key"]]))
        for row in _rows("forces.csv")
    )


@cache
def _force_keys() -> frozenset[str]:
    return frozenset(force.key for force in forces())


@cache
def districts(force: str, on: date = LSOA_NAMES_OF) -> tuple[District, ...]:
    """The districts of a force on a day, by default the day whose names police.uk writes; none for a force without."""
    return tuple(district for district in all_districts() if district.force == force and district.is_in_force(on))


@cache
def all_districts() -> tuple[District, ...]:
    """Every district of 2011 to 2023, those that are no more included."""
    return tuple(
        District(
            row["name"],
            row["force"],
            row["code"] or None,
            _day(row["from"]),
            _day(row["until"]),
            row["merged_into"] or None,
        )
        for row in _rows("districts.csv")
    )


def force_named(text: str) -> Force | None:
    """The force that a name means: its key, its name or what police.uk calls it, "&" and "Police" or not."""
    return _forces_by_word().get(_bare(text))


def district_named(text: str) -> District | None:
    """The district that a name means, with or without "City of", "County of", "The"."""
    return _districts_by_word().get(slug(text)) or _districts_by_word().get(short_slug(text))


def later_names(text: str) -> Iterator[str]:
    """The name itself, then that of the district it was merged into, and so on."""
    yield text
    district = district_named(text)
    if district is not None and district.merged_into:
        yield from later_names(district.merged_into)


def short_slug(name: str) -> str:
    """The key of a name less what says only that it is a city or a county: Bristol, City of -> bristol."""
    return slug(_KIND_OF_PLACE.sub("", name))


def _bare(name: str) -> str:
    return _BODY_OF_PEOPLE.sub("", slug(name))


@cache
def _forces_by_word() -> dict[str, Force]:
    named = {_bare(word): f for f in forces() for word in (f.name, f.police_uk_name, f.key)}
    return named | {"hampshire-and-isle-of-wight": named["hampshire"]}  # its name since 2022


@cache
def _districts_by_word() -> dict[str, District]:
    short = {short_slug(district.name): district for district in all_districts()}
    return short | {slug(district.name): district for district in all_districts()}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__name__) / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
