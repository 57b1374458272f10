"""How the counts of a measure are cut by its facets, as its definition says or its figures show.

The rule: the values of a facet key are parts of one whole, unless the definition calls the key overlapping, or in most
cells (an area and period whose whole is published) they add up to more than it. Where no whole is published it cannot
be known, and they are taken as parts: the safe side. They are all its parts where every value is published and they
add up to the whole in every cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from eyre.body.figures import Figures
from eyre.core import Facet, Floats, MeasureKind, NotFound, Panel
from eyre.disclosure import PART, Wholes
from eyre.measures import Measure

PARTS = ("numerator", "denominator")
NEAR = 1e-6


def wholes_of(figures: Figures, shown: Iterable[tuple[str, Facet]]) -> Wholes:
    """How the counts of measures are cut by the keys of the facets that are shown, now or before.

    shown: keys of measures, each with a facet; those that the body has no definition of any more are left out.
    """
    facets: dict[str, set[Facet]] = defaultdict(set)
    for key, facet in shown:
        facets[key].add(facet)
    found = _Found()
    for measure in figures.measures:
        if measure.kind is MeasureKind.PROPORTION and measure.key in facets:
            found.within[f"{measure.key}:numerator"] = f"{measure.key}:denominator"
        for cut in sorted({name for facet in facets[measure.key] for name, _ in facet.parts}):
            _Cut(figures, measure, cut, _beside(facets[measure.key], cut)).tell(found)
    return Wholes(
        {name: frozenset(keys) for name, keys in found.overlapping.items()},
        {name: frozenset(keys) for name, keys in found.alike.items()},
        found.within, found.complete,
    )  # fmt: skip


def _beside(facets: Iterable[Facet], cut: str) -> tuple[Facet, ...]:
    """Of the facets that have a key, what they are without it."""
    having = [facet for facet in facets if facet.get(cut) is not None]
    return tuple(sorted({Facet(tuple(part for part in facet.parts if part[0] != cut)) for facet in having}))


@dataclass
class _Found:
    overlapping: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    alike: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    within: dict[str, str] = field(default_factory=dict)
    complete: dict[str, dict[str, frozenset[str]]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True)
class _Cut:
    """A measure cut by one key. wholes: the facets that are cut by it; the empty one is the measure itself."""

    figures: Figures
    measure: Measure
    key: str
    wholes: tuple[Facet, ...]

    def tell(self, found: _Found) -> None:
        """Add what is known of the key."""
        known = [cells for whole in self.wholes if (cells := self._cells(whole)) is not None]
        parts = ("",) if self.measure.kind is MeasureKind.COUNT else PARTS
        is_alike = bool(known) and "denominator" in parts and all(cells.are_alike() for cells in known)
        if is_alike:
            found.alike[self._name("denominator")].add(self.key)
            parts = ("numerator",)
        is_of_total = is_alike and self.measure.kind is MeasureKind.PROPORTION and not any(c.has_whole for c in known)
        sums = {part: [cells.sums(part, is_of_total) for cells in known] for part in parts}
        if self.key in self.measure.overlapping or any(map(_is_over, sums.values())):
            for part in parts if parts == ("",) else PARTS:
                found.overlapping[self._name(part)].add(self.key)
            return
        values = frozenset(value for cells in known for value in cells.names)
        for part in parts:
            if _is_all(sums[part]):
                found.complete[self._name(part)][self.key] = values
                if is_of_total:
                    found.complete[self._name(part)][PART] = frozenset({self._name(part)})

    def _name(self, part: str) -> str:
        return f"{self.measure.key}:{part}" if part else self.measure.key

    def _cells(self, whole: Facet) -> _Cells | None:
        """The figures of a whole and of its values, in every area that has any; None where there are none."""
        names = {name for name, _ in whole.parts}
        stored = {key.facet for key in self.figures.series_keys(self.measure.key)}
        values = sorted(
            facet
            for facet in stored
            if {name for name, _ in facet.parts} == names | {self.key} and set(whole.parts) <= set(facet.parts)
        )
        try:
            panel = self.figures.panel(self.measure.key, facets=[whole, *values])
        except NotFound:
            return None
        return _Cells(panel, whole, tuple(values), self.key) if values and len(panel) else None


@dataclass(frozen=True)
class _Cells:
    """The figures of one whole and of the values of a key within it."""

    panel: Panel
    whole: Facet
    values: tuple[Facet, ...]
    key: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset(facet.get(self.key) or "" for facet in self.values)

    def _of(self, facets: Sequence[Facet], part: str) -> Floats:
        """Shape (facets, areas, periods): NaN where there is no figure."""
        areas = {area: at for at, area in enumerate(sorted({key.area for key in self.panel.keys}))}
        rows = {facet: at for at, facet in enumerate(facets)}
        cube = np.full((len(facets), len(areas), len(self.panel.periods)), np.nan)
        for key, own in zip(self.panel.keys, getattr(self.panel, part or "value"), strict=True):
            if key.facet in rows:
                cube[rows[key.facet], areas[key.area]] = own
        return cube

    @property
    def has_whole(self) -> bool:
        """Whether a numerator of the whole is published anywhere."""
        return not np.isnan(self._of([self.whole], "numerator")).all()

    def are_alike(self) -> bool:
        """Whether all denominators of a cell are one number, as those of shares of one total are."""
        every = self._of((self.whole, *self.values), "denominator")
        apart = np.fmax.reduce(every) - np.fmin.reduce(every)
        seen = (~np.isnan(every)).sum(axis=0) > 1
        return bool(seen.any() and (apart[seen] < NEAR).all())

    def sums(self, part: str, is_of_total: bool) -> tuple[Floats, Floats]:
        """Of each cell whose whole and some value are known: the whole, and the sum of the values.

        is_of_total: the whole is the one denominator.
        """
        values = self._of(self.values, part)
        whole = np.fmax.reduce(self._of(self.values, "denominator")) if is_of_total else self._of([self.whole], part)[0]
        there = ~np.isnan(whole) & ~np.isnan(values).all(axis=0)
        return whole[there], np.nansum(values, axis=0)[there]


Sums = Sequence[tuple[Floats, Floats]]


def _is_over(sums: Sums) -> bool:
    """Whether the values are more than their whole in most cells."""
    over = np.concatenate([total - whole for whole, total in sums] or [np.zeros(0)]) > NEAR
    return bool(over.size and over.mean() > 0.5)


def _is_all(sums: Sums) -> bool:
    """Whether the values are their whole in every cell."""
    apart = np.concatenate([np.abs(total - whole) for whole, total in sums] or [np.zeros(0)])
    return bool(apart.size and (apart < NEAR).all())
