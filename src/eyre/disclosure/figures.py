"""A published count as the sum that it is: of which areas, which months, which facet of which measure.

Two counts can be subtracted from one another where one holds the other. To see that, each is taken as a set of the
smallest cells it adds up (one measure, facet, area and month), whether or not those were ever printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product

from eyre.core import Facet, Month, Period, months_between

PeriodOrder = tuple[date, date, str]


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """The smallest cell: a part of a measure in an area and month (or what cannot be divided into months).

    There is one of each, made by `atom_of`, so that sets of many are compared fast.
    """

    part: str
    area: str
    period: Period


atom_of = cache(Atom)


@dataclass(frozen=True)
class Figure:
    """One count: a measure and facet over areas and periods, all of which it adds up.

    areas: the smallest areas it is made of; a count that is published apart, and is not the sum of its parts, is one
    area of its own. periods: months, and what cannot be divided into them. Both sorted, each once. made_of: the
    smallest parts of the measure that it adds up, in view of what else is published (`wholes`); empty: it is one.
    """

    measure: str
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    facet: Facet = Facet()
    made_of: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.measure, self.areas, self.periods, self.facet, self.made_of))

    @classmethod
    def of(
        cls, measure: str, areas: str | Iterable[str], periods: Period | Iterable[Period], facet: Facet | None = None
    ) -> Figure:
        """A figure over areas and periods; years, quarters and runs of months are taken as their months."""
        places = (areas,) if isinstance(areas, str) else areas
        spans = (periods,) if isinstance(periods, Period) else periods
        months = {month for span in spans for month in _months(span)}
        return cls(measure, tuple(sorted(set(places))), tuple(sorted(months)), facet or Facet())

    @cached_property
    def atoms(self) -> frozenset[Atom]:
        parts = self.made_of or (f"{self.measure}[{self.facet}]",)
        return frozenset(atom_of(*cell) for cell in product(parts, self.areas, self.periods))

    @cached_property
    def size(self) -> int:
        return len(self.areas) * len(self.periods) * max(1, len(self.made_of))

    @cached_property
    def order(self) -> tuple[int, str, str, tuple[str, ...], tuple[PeriodOrder, ...], tuple[str, ...]]:
        """For a stable order: the smallest first."""
        periods = tuple(map(_order_of, self.periods))
        return self.size, self.measure, str(self.facet), self.areas, periods, self.made_of

    def __str__(self) -> str:
        facet = f" ({self.facet})" if self.facet else ""
        areas = ", ".join(self.areas) if len(self.areas) < 4 else f"{len(self.areas)} areas"
        first, last = str(self.periods[0]), str(self.periods[-1])
        return f"{self.measure}{facet}, {areas}, {first if first == last else f'{first} to {last}'}"


@cache
def _order_of(period: Period) -> PeriodOrder:
    """Periods in their own order, as values that are compared faster than they are themselves."""
    return period.start, period.end, str(period)


def _months(span: Period) -> Iterable[Period]:
    first, last = Month.of(span.start), Month.of(span.end)
    whole = span.start == first.start and span.end == last.end
    return months_between(first, last) if whole else (span,)
