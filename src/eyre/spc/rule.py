"""What a rule is, and an ordered set of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eyre.spc.points import Bools, Points, Signs

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which points are special cause, and how that is said.

    name: unique, as written in tables. flags: the points of a group to booleans of shape (..., n).
    say: points of one series, the place of a flagged point and the word for its period to a sentence.
    """

    name: str
    flags: Callable[[Points], Bools]
    say: Callable[[Points, int, str], str]
    source: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in order of precedence: where several fire, the first is named. Printed on every chart."""

    name: str
    version: str
    rules: tuple[Rule, ...]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    def fired(self, points: Points) -> Bools:
        """Which rules fire where; shape (rules, ..., n)."""
        return np.stack([rule.flags(points) for rule in self.rules])


def first_fired(fired: Bools) -> Signs:
    """The place of the first rule that fires at each point, -1 where none does; (rules, ..., n) to (..., n)."""
    return np.where(fired.any(axis=0), fired.argmax(axis=0), -1).astype(np.int8)


def spell(number: int) -> str:
    """A number in a sentence: words up to twelve, digits beyond."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
