"""What a reader can work out about a hidden count from everything that was shown: the attack, as linear programming.

The reader is taken to know every shown count, that no count is below 0, that a hidden one is at least 1 (0 is never
hidden), and which counts add up to which. Source: L. Willenborg and T. de Waal, Elements of Statistical Disclosure
Control, 2001, chapter 6 (the feasibility interval of a cell).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from eyre.core import Floats
from eyre.disclosure.figures import Atom, Figure

NEAR = 1e-6
NO_END = float("inf")
LEAST_HIDDEN = 1.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a count can be, as far as a reader can tell; an end may be infinite."""

    low: float
    high: float

    def holds(self, low: float, high: float) -> bool:
        return self.low <= low + NEAR and self.high >= high - NEAR


Range = tuple[float, float]
Shown = Mapping[Figure, Range]  # what was printed, as the range it can stand for; exact: both ends alike
Memory = dict[frozenset[tuple[Figure, Range]], "_System"]  # what was worked out of a system of equations
FEW = 2  # figures asked for, up to which each is worked out by itself
MOST_WHOLE = 40  # unknowns up to which a reader is taken to use that counts are whole numbers


def bounds_of(
    wanted: Collection[Figure], shown: Shown, hidden: Collection[Figure], memory: Memory | None = None
) -> dict[Figure, Bounds | None]:
    """Return what can be worked out about each figure that is wanted; None where the shown counts do not add up.

    shown: every figure the reader has, with its range. hidden: figures marked as hidden. memory: of earlier calls, so
    that what did not change is not worked out again. That counts are whole is used in systems of up to 40 unknowns.
    """
    apart = _Apart.of(wanted, shown, hidden, {} if memory is None else memory)
    return {figure: apart.bounds(figure) for figure in wanted}


def too_close(
    wanted: Mapping[Figure, Range],
    shown: Shown,
    hidden: Collection[Figure],
    memory: Memory | None = None,
    *,
    first_only: bool = False,
) -> dict[Figure, bool]:
    """Return, of figures of which a reader may know no more than a range, those of which more can be worked out.

    True: the bounds do not hold the range; False: the shown counts do not add up; the others are left out. The answer
    is that of `bounds_of`, with most of the linear programs spared. first_only: stop at the first that is true.
    Other arguments as of `bounds_of`.
    """
    apart = _Apart.of(wanted, shown, hidden, {} if memory is None else memory)
    found: dict[Figure, bool] = {}
    for figure, (low, high) in wanted.items():
        is_wide = apart.is_as_wide(figure, low, high, wanted)
        if not is_wide:
            found[figure] = is_wide is False
            if first_only and found[figure]:
                break
    return found


@dataclass(frozen=True, slots=True)
class _Apart:
    """The wanted figures, each with the system of equations that it stands in.

    told: what those add up to that are sums of shown cells and of nothing else.
    """

    told: Mapping[Figure, float]
    systems: Mapping[Figure, _System]

    @classmethod
    def of(cls, wanted: Collection[Figure], shown: Shown, hidden: Collection[Figure], memory: Memory) -> _Apart:
        asked = frozenset(wanted)
        if not asked:
            return cls({}, {})
        ranges = {f: shown.get(f, (LEAST_HIDDEN if f in hidden else 0.0, NO_END)) for f in {*shown, *hidden, *asked}}
        rows = _reduced(ranges, asked)
        systems: dict[Figure, _System] = {}
        for component in _components([row for row in rows if row.left], asked):
            key = frozenset((row.figure, (row.low, row.high)) for row in component)
            if key not in memory:
                memory[key] = _System.of(component)
            systems |= {row.figure: memory[key] for row in component if row.figure in asked}
        return cls({row.figure: row.taken for row in rows if not row.left}, systems)

    def bounds(self, figure: Figure) -> Bounds | None:
        if figure in self.told:
            return Bounds(self.told[figure], self.told[figure])
        return self.systems[figure].bounds(figure)

    def is_as_wide(self, figure: Figure, low: float, high: float, wanted: Collection[Figure]) -> bool | None:
        if figure in self.told:
            return Bounds(self.told[figure], self.told[figure]).holds(low, high)
        return self.systems[figure].is_as_wide(figure, low, high, wanted)


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure as an equation: `left`, its cells that were not shown by themselves, add up to low to high.

    taken: what those that were shown add up to.
    """

    figure: Figure
    left: frozenset[Atom]
    low: float
    high: float
    taken: float


def _reduced(ranges: Mapping[Figure, Range], asked: frozenset[Figure]) -> list[_Row]:
    """The equations without the cells that were shown by themselves, which only move what the others add up to.

    A figure that has no other cells is left out unless it is asked for.
    """
    known = {next(iter(f.atoms)): low for f, (low, high) in ranges.items() if f.size == 1 and low == high}
    cells = frozenset(known)
    rows = []
    for figure, (low, high) in ranges.items():
        left = figure.atoms - cells
        if left or figure in asked:
            taken = sum(known[atom] for atom in figure.atoms - left)
            rows.append(_Row(figure, left, low - taken, high - taken, taken))
    return rows


def _components(rows: Sequence[_Row], asked: frozenset[Figure]) -> Iterable[list[_Row]]:
    """Equations that share unknown cells, directly or through others; only those with a figure that is asked for."""
    at: dict[Atom, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for atom in row.left:
            at[atom].append(number)
    left = set(range(len(rows)))
    for start in [number for number, row in enumerate(rows) if row.figure in asked]:
        if start not in left:
            continue
        left.discard(start)
        component, edge = [], [start]
        while edge:
            number = edge.pop()
            component.append(rows[number])
            near = {other for atom in rows[number].left for other in at[atom]} & left
            left -= near
            edge.extend(near)
        yield component


@dataclass(frozen=True, eq=False)
class _System:
    """The equations of one component. Cells that stand in the same figures are one unknown.

    matrix: figures by unknowns, 0 or 1, in the order of rows. points: counts that fit all that was shown, met on the
    way; each proves that every figure can be what it is there. lowest, highest: ends that were worked out.
    """

    rows: tuple[_Row, ...]
    matrix: Floats
    place: Mapping[Figure, int]
    points: list[Floats] = field(default_factory=list)
    lowest: dict[Figure, float | None] = field(default_factory=dict)
    highest: dict[Figure, float] = field(default_factory=dict)

    @classmethod
    def of(cls, component: Iterable[_Row]) -> _System:
        rows = sorted(component, key=lambda row: row.figure.order)
        members: dict[Atom, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for atom in row.left:
                members[atom].append(number)
        unknowns = sorted({tuple(numbers) for numbers in members.values()})
        matrix = np.zeros((len(rows), len(unknowns)))
        for column, numbers in enumerate(unknowns):
            matrix[list(numbers), column] = 1
        return cls(tuple(rows), matrix, {row.figure: number for number, row in enumerate(rows)})

    def bounds(self, figure: Figure) -> Bounds | None:
        """None where no counts fit: the figures do not add up."""
        low = self._low(figure)
        return None if low is None else Bounds(low, self._high(figure))

    def is_as_wide(self, figure: Figure, low: float, high: float, wanted: Collection[Figure]) -> bool | None:
        """Whether the bounds of a figure hold a range; None where no counts fit. wanted: what else will be asked.

        An end that some point met on the way reaches needs no program of its own.
        """
        if not self.points:
            self._look_about(wanted)
        at = self.place[figure]
        if self._met(at, 1.0) > low + NEAR:
            least = self._low(figure)
            if least is None or least > low + NEAR:
                return None if least is None else False
        return -self._met(at, -1.0) >= high - NEAR or self._high(figure) >= high - NEAR

    def _met(self, at: int, sign: float) -> float:
        """The least of a figure, times the sign, over the points met so far."""
        taken = self.rows[at].taken
        return min((sign * (float(point @ self.matrix[at]) + taken) for point in self.points), default=NO_END)

    def _low(self, figure: Figure) -> float | None:
        if figure not in self.lowest:
            at = self.place[figure]
            least = self._least(self.matrix[at])
            self.lowest[figure] = None if least is None else self.rows[at].taken + least
        return self.lowest[figure]

    def _high(self, figure: Figure) -> float:
        """Of figures that are known to add up."""
        if figure not in self.highest:
            at = self.place[figure]
            least = self._least(-self.matrix[at])
            self.highest[figure] = NO_END if least is None else self.rows[at].taken - least
        return self.highest[figure]

    def _look_about(self, wanted: Collection[Figure]) -> None:
        """Meet points at which all that will be asked is low, and high, together: they often spare the rest."""
        asked = [at for figure, at in self.place.items() if figure in wanted]
        together = self.matrix[asked].sum(axis=0)
        if len(asked) > FEW and self._least(together) is not None:
            self._least(-together)

    def _least(self, wanted: Floats) -> float | None:
        """The least that a sum of unknowns can be; None where there is no end to it, or where no counts fit."""
        from scipy.optimize import Bounds as Between
        from scipy.optimize import LinearConstraint, milp

        low, high = (np.array([getattr(row, end) for row in self.rows]) for end in ("low", "high"))
        whole = np.full(wanted.size, int(wanted.size <= MOST_WHOLE and _are_whole(low) and _are_whole(high)))
        solved = milp(
            wanted, constraints=LinearConstraint(self.matrix, low, high), bounds=Between(0, np.inf), integrality=whole
        )
        if not solved.success:
            return None
        self.points.append(np.asarray(solved.x))
        return float(solved.fun)


def _are_whole(ends: Floats) -> bool:
    there = ends[np.isfinite(ends)]
    return bool((there == np.round(there)).all())
