"""Which counts are parts of which: the facets of a measure within it, the satisfied within those who answered.

Counts of one area and period that are parts of one whole can be subtracted from it, as areas can from a force. To see
that, each is taken as a set of the smallest parts that can be told apart by what is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from eyre.core import Facet
from eyre.disclosure.figures import Figure

Keys = Mapping[str, frozenset[str]]
NONE: frozenset[str] = frozenset()
OTHERS = "others"  # the value of a key that stands for all values not published
PART = ""  # the key by which a numerator is a part of its denominator; no facet has it
Kind = tuple[str, Facet]
Name = tuple[str, Facet]


@dataclass(frozen=True)
class Wholes:
    """How the counts of each measure are cut. Names are those of figures: a measure, or a measure and its part.

    The values of a facet key are parts of one whole unless it is known that they are not: the safe side, for what is
    no part cannot be subtracted, and takes no harm from being guarded.
    overlapping: keys whose values are not parts of one whole (answers to several questions). alike: keys that do not
    cut the count at all (the denominator of shares of one total: the same for every value). within: counts that are
    parts of others (a share's numerator within its denominator). complete: keys of which it is known that some values
    together are all, with those values; of other keys there may be more that are not published.
    """

    overlapping: Keys = field(default_factory=lambda: MappingProxyType({}))
    alike: Keys = field(default_factory=lambda: MappingProxyType({}))
    within: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    complete: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=lambda: MappingProxyType({}))

    def plain(self, figure: Figure) -> Figure:
        """The figure without the keys that do not cut it: one figure for what is one count."""
        alike = self.alike.get(figure.measure, NONE)
        if not alike or not figure.facet:
            return figure
        return replace(figure, facet=Facet(tuple(part for part in figure.facet.parts if part[0] not in alike)))

    def kind(self, figure: Figure) -> Kind:
        """What a figure shares with all that it can be subtracted from: the whole it is of, the overlapping facet."""
        figure = self.plain(figure)
        overlapping = self.overlapping.get(figure.measure, NONE)
        apart = Facet(tuple(part for part in figure.facet.parts if part[0] in overlapping))
        return self.within.get(figure.measure, figure.measure), apart

    def place(self, figure: Figure) -> dict[str, str]:
        """Where a figure stands within its kind: the value of each key that cuts it."""
        figure = self.plain(figure)
        overlapping = self.overlapping.get(figure.measure, NONE)
        own = {key: value for key, value in figure.facet.parts if key not in overlapping}
        return {PART: figure.measure, **own} if figure.measure in self.within else own

    def meet(self, one: Figure, other: Figure) -> bool:
        """Whether two figures can have a cell in common."""
        if self.kind(one) != self.kind(other):
            return False
        own, others = self.place(one), self.place(other)
        return (
            not set(one.areas).isdisjoint(other.areas)
            and not set(one.periods).isdisjoint(other.periods)
            and all(own[key] == others[key] for key in own.keys() & others.keys())
        )

    def parted(self, figures: Iterable[Figure]) -> Parted:
        """Figures of one kind as what they are made of, in view of one another."""
        names = dict.fromkeys((figure.measure, figure.facet) for figure in figures)
        places = {name: self.place(Figure(name[0], (), (), name[1])) for name in names}
        complete = {key: values for measure, _ in names for key, values in self.complete.get(measure, {}).items()}
        return Parted(places, _made_of(places, complete))


@dataclass(frozen=True)
class Parted:
    """The counts of one kind by what they are made of. places: of each its keys; made_of: its smallest parts.

    Beside what is published stands in a whole what is not, unless it is known that there is no more.
    """

    places: Mapping[Name, Mapping[str, str]]
    made_of: Mapping[Name, tuple[str, ...]]

    def __call__(self, figure: Figure) -> Figure:
        """The figure with its parts, one for all that have the same; as it is where nothing else cuts its measure."""
        if not self.is_cut:
            return figure
        parts = self.made_of[figure.measure, figure.facet]
        measure, facet = self._first[parts]
        return replace(figure, measure=measure, facet=facet, made_of=parts)

    @cached_property
    def _first(self) -> Mapping[tuple[str, ...], Name]:
        """Of the counts that are made of the same parts, the first."""
        return {self.made_of[name]: name for name in sorted(self.made_of, reverse=True)}

    @property
    def is_cut(self) -> bool:
        return len(self.places) > 1

    def rests(self, known: Mapping[Figure, float]) -> Iterator[tuple[Figure, float, bool]]:
        """What is left of a count without the values of a key that are known, and without each of them by itself.

        known: figures with their parts. Returns what is left, its count, and whether all that is known was taken away.
        """
        cuts = self._cuts()
        groups: dict[object, dict[Name, Figure]] = defaultdict(dict)
        for figure in known if cuts else ():
            groups[figure.areas, figure.periods][figure.measure, figure.facet] = figure
        for own in groups.values():
            for (whole, key), names in cuts.items():
                parts = [own[name] for name in names if name in own]
                if whole not in own or not parts:
                    continue
                is_of_its_own = whole[0] == parts[0].measure  # else what is left of a share's total: everybody else
                for taken in (parts, *([part] for part in parts if len(parts) > 1 and is_of_its_own)):
                    left, value = _left(own[whole], key, taken, known)
                    if left.made_of:
                        yield left, value, taken is parts

    def _cuts(self) -> Mapping[tuple[Name, str], tuple[Name, ...]]:
        """By a count and a key that cuts it, the counts of the values of the key.

        Shares of one total whose numerators have no whole of their own are parts of the total.
        """
        named = {frozenset(place.items()): name for name, place in self.places.items()}
        found: dict[tuple[Name, str], list[Name]] = defaultdict(list)
        for name, place in self.places.items():
            for key in place.keys() - {PART}:
                outer = {other: value for other, value in place.items() if other != key}
                total = {other: value for other, value in outer.items() if other != PART}
                whole = named.get(frozenset(outer.items())) or named.get(frozenset(total.items()))
                if whole is not None:
                    found[whole, key].append(name)
        return {cut: tuple(sorted(names)) for cut, names in sorted(found.items())}


def _made_of(
    places: Mapping[Name, Mapping[str, str]], complete: Mapping[str, frozenset[str]]
) -> dict[Name, tuple[str, ...]]:
    """The smallest parts of each count. Parts that stand in the same counts are one.

    Each value of each key, and all that are not named together (none where the named are all), is taken with each of
    the others.
    """
    values: dict[str, set[str]] = defaultdict(set)
    for place in places.values():
        for key, value in place.items():
            values[key].add(value)
    cells = {frozenset(places)}
    for key in sorted(values):
        if not (key in complete and complete[key] <= values[key]):
            values[key].add(OTHERS)
        cells = {
            frozenset(name for name in cell if places[name].get(key, value) == value)
            for cell in cells
            for value in values[key]
        }
    names = sorted(tuple(sorted(cell)) for cell in cells if cell)
    made_of: dict[Name, list[str]] = {name: [] for name in places}
    for number, cell in enumerate(names):
        for name in cell:
            made_of[name].append(f"{name[0].partition(':')[0]}#{number}")
    return {name: tuple(parts) for name, parts in made_of.items()}


def _left(whole: Figure, key: str, parts: Sequence[Figure], known: Mapping[Figure, float]) -> tuple[Figure, float]:
    taken = {name for part in parts for name in part.made_of}
    facet = Facet(tuple(sorted((*whole.facet.parts, (key, OTHERS)))))
    left = replace(whole, facet=facet, made_of=tuple(name for name in whole.made_of if name not in taken))
    return left, known[whole] - sum(known[part] for part in parts)
