"""The base of a number: what it is about, where it came from, what was known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eyre.core import EyreError, Period, say_date

Periods = Period | tuple[Period, Period]


class NoBase(EyreError):
    """A number without period and base cannot be printed."""


@dataclass(frozen=True, slots=True)
class Base:
    """What stands behind a number, printed beside it as one line.

    period: what it is about; a pair is a run from the first to the last.
    as_of: what this body had received on or before that day.
    against: the earlier period, where the number is a comparison.
    n: how many answers, cases or tests it rests on, where that is not the number itself.
    definition: the measure's definition and its version.
    made_up: the mark of figures that were made up (`core.MadeUp.mark`). It stands first wherever the base is printed,
    in the title of its table and before every sentence that rests on it.
    """

    period: Periods
    source: str
    as_of: date
    against: Periods | None = None
    n: int | None = None
    definition: str = ""
    note: str = ""
    made_up: str = ""

    def __post_init__(self) -> None:
        for period in (self.period, *((self.against,) if self.against else ())):
            _check_period(period)
        if not self.source.strip():
            raise NoBase("A base needs a source: say who published the figure.")
        if not isinstance(self.as_of, date):
            raise NoBase(f"A base needs the day it was known by (as_of); found {self.as_of!r}.")

    @property
    def says_period(self) -> str:
        """The period in words, with the one it is compared with."""
        against = f", against {say_periods(self.against)}" if self.against else ""
        return say_periods(self.period) + against

    @property
    def mark(self) -> tuple[str, ...]:
        """What is said before all else: nothing, or that the figures were made up."""
        return (self.made_up,) if self.made_up else ()

    @property
    def rest(self) -> tuple[str, ...]:
        """What is said after source, period and day: n, definition, note, where there are any."""
        n = "" if self.n is None else f"n = {self.n:,}"
        return tuple(filter(None, (n, self.definition, self.note)))

    @property
    def line(self) -> str:
        """The base as one line."""
        known = f"as received by {say_date(self.as_of)}"
        return "; ".join([*self.mark, self.source, self.says_period, known, *self.rest])


def say_periods(period: Periods) -> str:
    """A period, or a run from the first to the last of a pair, in words."""
    if isinstance(period, Period):
        return period.label
    first, last = period
    return first.label if first == last else f"{first.label} to {last.label}"


def _check_period(period: object) -> None:
    pair = period if isinstance(period, tuple) else (period, period)
    if len(pair) != 2 or not all(isinstance(one, Period) for one in pair):
        raise NoBase(f"A base needs a period, or a pair of first and last; found {period!r}.")
    if pair[1] < pair[0]:
        raise NoBase(f"The pair of periods runs backwards: {pair[0]} to {pair[1]}. Give the earlier first.")
