"""A standard as data: what it asks, of which cases, from which day. So a later one can be applied to an old sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eyre.core import Fault, NotFound, TimeRule, raise_if_any, say_date
from eyre.sampling.times import Moment


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a standard asks.

    rule: a limit on the time between the columns `starts` and `ends` of a checklist; None where a person must judge.
    minutes: of a rule `within`, the last minute counted in.
    """

    key: str
    asks: str = ""
    applies_when: str = "always"
    rule: TimeRule | None = None
    minutes: int | None = None
    starts: str = ""
    ends: str = ""

    def is_met_by(self, start: Moment, end: Moment) -> bool | None:
        """Say whether the time between two moments keeps the limit; None where they do not tell.

        A day without a time tells nothing of an hour.
        """
        if self.rule is TimeRule.SAME_DAY:
            return start.day == end.day
        if self.rule is None or self.minutes is None or start.at is None or end.at is None:
            return None
        return end.exact - start.exact <= timedelta(minutes=self.minutes)

    @property
    def says_limit(self) -> str:
        if self.rule is None:
            return ""
        limit = "on the same day" if self.rule is TimeRule.SAME_DAY else f"within {self.minutes} minutes"
        return f"{limit}, from {self.starts} to {self.ends}"


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """Which cases come under a standard, by one column: those it includes (all where none are named), less others."""

    column: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def holds(self, value: str) -> bool:
        said = value.casefold()
        return said not in map(str.casefold, self.excludes) and (
            not self.includes or said in map(str.casefold, self.includes)
        )


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of a standard, as the evaluation of a sample needs it."""

    key: str
    version: int
    elements: tuple[Element, ...]
    title: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    scope: tuple[ScopeRule, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.key} version {self.version}"

    def leaves_out(self, facts: Mapping[str, str]) -> str:
        """Why a case does not come under the standard; nothing where it does, or where its facts do not tell."""
        for rule in self.scope:
            if (value := facts.get(rule.column, "")) and not rule.holds(value):
                return f"{rule.column} is {value}"
        return ""

    def is_in_force(self, on: date) -> bool:
        """Say whether the standard binds on a day; False where nobody has said from when it does."""
        begun = self.in_force_from is not None and self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)


def check_standard(standard: Standard, where: str = "") -> None:
    """Raise BadInput with every element whose limit of time cannot be read, and for a standard that asks nothing."""
    faults = [Fault(where, what) for element in standard.elements for what in _element_faults(element)]
    if not standard.elements:
        faults.append(Fault(where, f"{standard.name} has no element. Say what it asks, one thing an element."))
    keys = [element.key for element in standard.elements]
    faults += [
        Fault(where, f'has the element "{key}" twice.') for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    raise_if_any(faults)


def _element_faults(element: Element) -> list[str]:
    name = f'the element "{element.key}"'
    if element.rule is None:
        loose = element.minutes is not None or element.starts or element.ends
        return [f"{name} has a part of a limit of time and no rule. Say same_day or within."] if loose else []
    faults = []
    if not (element.starts and element.ends):
        faults.append(f"{name} limits a time. Name the columns between which it runs.")
    if element.rule is TimeRule.SAME_DAY and element.minutes is not None:
        faults.append(f"{name} asks for the same day and for {element.minutes} minutes. Make it two elements.")
    if element.rule is TimeRule.WITHIN and (element.minutes is None or element.minutes < 1):
        faults.append(f"{name} asks for a time within so many minutes. Give their number, 1 or more.")
    return faults


def version_in_force(versions: Sequence[Standard], on: date) -> Standard:
    """Return the version of a standard that binds on a day; the later where two overlap.

    Raises NotFound where none does, or where nobody has said from when.
    """
    binding = [one for one in versions if one.is_in_force(on)]
    if binding:
        return max(binding, key=lambda one: one.version)
    said = "; ".join(
        f"{one.name}: {f'from {say_date(one.in_force_from)}' if one.in_force_from else 'not stated from when'}"
        for one in versions
    )
    raise NotFound(f"No version is known to bind on {say_date(on)} ({said or 'no version at all'}). Name the version.")
