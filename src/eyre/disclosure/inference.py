"""What a reader can work out about a hidden count from everything that was shown: the attack, as linear programming.

The reader is taken to know every shown count, that no count is below 0, that a hidden one is at least 1 (0 is never
hidden), and which counts add up to which. Source: L. Willenborg and T. de Waal, Elements of Statistical Disclosure
Control, 2001, chapter 6 (the feasibility interval of a cell).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
Key = frozenset[tuple[Figure, Range]]
FEW = 2  # figures asked for, up to which each is worked out by itself
MOST_WHOLE = 40  # unknowns up to which a reader is taken to use that counts are whole numbers
KEPT = 96  # worlds that are kept, the latest: each is tried on every new system


def bounds_of(
    wanted: Collection[Figure], shown: Shown, hidden: Collection[Figure], memory: Memory | None = None
) -> dict[Figure, Bounds | None]:
    """Return what can be worked out about each figure that is wanted; None where the shown counts do not add up.

    shown: every figure the reader has, with its range. hidden: figures marked as hidden. memory: of earlier calls, so
    that what did not change is not worked out again. That counts are whole is used in systems of up to 40 unknowns.
    """
    apart = _Apart.of(wanted, shown, hidden, Memory() if memory is None else memory)
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
    apart = _Apart.of(wanted, shown, hidden, Memory() if memory is None else memory)
    found: dict[Figure, bool] = {}
    for figure, (low, high) in wanted.items():
        is_wide = apart.is_as_wide(figure, low, high, wanted)
        if not is_wide:
            found[figure] = is_wide is False
            if first_only and found[figure]:
                break
    return found


def plainly_too_close(
    wanted: Mapping[Figure, Range],
    shown: Shown,
    hidden: Collection[Figure],
    memory: Memory | None = None,
    *,
    first_only: bool = False,
) -> dict[Figure, bool]:
    """The same as `too_close` by both linear programs of every figure, nothing spared or remembered: its judge."""
    bounds = bounds_of(wanted, shown, hidden)
    return {f: b is not None for f, b in bounds.items() if b is None or not b.holds(*wanted[f])}


@dataclass
class Memory:
    """What earlier calls worked out, for calls that differ by a few figures shown or hidden.

    systems: by their equations. worlds: counts of every cell that fitted what was shown when they were met, one a row;
    where several cells stand in the same figures, one of them has all. What is hidden since leaves a world possible,
    and what is shown since can be tried: each that fits a new system spares it the programs that would find the like.
    """

    systems: dict[Key, _System] = field(default_factory=dict)
    worlds: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    _columns: dict[Atom, int] = field(default_factory=dict)

    def system(self, component: Sequence[_Row], known: Mapping[Atom, float]) -> _System:
        """The system of some equations, with the points that are known to fit it."""
        key = frozenset((row.figure, (row.low, row.high)) for row in component)
        if key not in self.systems:
            self.systems[key] = _System.of(component, self, known)
        return self.systems[key]

    def keep(self, cells: Mapping[Atom, float], known: Mapping[Atom, float]) -> None:
        """Remember a world: what was met, and of the cells that stand elsewhere what was shown or met before."""
        own, other = self.columns(cells), self.columns(known)
        world = self.worlds[-1].copy() if len(self.worlds) else np.zeros(self.worlds.shape[1])
        world[other], world[own] = list(known.values()), list(cells.values())
        self.worlds = np.vstack([self.worlds[-KEPT + 1 :], world])

    def columns(self, cells: Iterable[Atom]) -> list[int]:
        """Where the cells stand in a world."""
        found = [self._columns.setdefault(atom, len(self._columns)) for atom in cells]
        if (more := len(self._columns) - self.worlds.shape[1]) > 0:
            self.worlds = np.pad(self.worlds, ((0, 0), (0, more)))
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
        unseen = {figure: (LEAST_HIDDEN if figure in hidden else 0.0, NO_END) for figure in (*hidden, *asked)}
        ranges = {**unseen, **shown}
        known = {next(iter(f.atoms)): low for f, (low, high) in ranges.items() if f.size == 1 and low == high}
        rows = _reduced(ranges, asked, known)
        systems: dict[Figure, _System] = {}
        for component in _components([row for row in rows if row.left], asked):
            system = memory.system(component, known)
            systems |= {row.figure: system for row in component if row.figure in asked}
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


def _reduced(ranges: Mapping[Figure, Range], asked: frozenset[Figure], known: Mapping[Atom, float]) -> list[_Row]:
    """The equations without the cells that were shown by themselves, which only move what the others add up to.

    A figure that has no other cells is left out unless it is asked for.
    """
    cells = frozenset(known)
    rows = []
    for figure, (low, high) in ranges.items():
        if figure.size == 1 and low == high and figure not in asked:
            continue
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

    matrix: figures by unknowns, 0 or 1, in the order of rows. cells: of each unknown. points: counts that fit all that
    was shown, met on the way; each proves that every figure can be what it is there. lowest, highest: ends that were
    worked out. memory, known: where points are kept, and the cells that were shown by themselves.
    """

    rows: tuple[_Row, ...]
    matrix: Floats
    place: Mapping[Figure, int]
    cells: tuple[tuple[Atom, ...], ...]
    memory: Memory
    known: Mapping[Atom, float]
    points: list[Floats] = field(default_factory=list)
    lowest: dict[Figure, float | None] = field(default_factory=dict)
    highest: dict[Figure, float] = field(default_factory=dict)

    @classmethod
    def of(cls, component: Iterable[_Row], memory: Memory, known: Mapping[Atom, float]) -> _System:
        rows = sorted(component, key=lambda row: row.figure.order)
        members: dict[Atom, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for atom in row.left:
                members[atom].append(number)
        alike: dict[tuple[int, ...], list[Atom]] = defaultdict(list)
        for atom, numbers in members.items():
            alike[tuple(numbers)].append(atom)
        unknowns = sorted(alike)
        matrix = np.zeros((len(rows), len(unknowns)))
        for column, stand in enumerate(unknowns):
            matrix[list(stand), column] = 1
        place = {row.figure: number for number, row in enumerate(rows)}
        cells = tuple(tuple(alike[stand]) for stand in unknowns)
        system = cls(tuple(rows), matrix, place, cells, memory, known)
        system.points.extend(system._worlds_that_fit())
        return system

    def _worlds_that_fit(self) -> list[Floats]:
        """The worlds met elsewhere in which all that was shown here holds."""
        if not len(self.memory.worlds):
            return []
        columns = self.memory.columns(atom for own in self.cells for atom in own)
        begins = np.cumsum([0, *map(len, self.cells[:-1])])
        points = np.add.reduceat(self.memory.worlds[:, columns], begins, axis=1)
        sums = points @ self.matrix.T
        low, high = self._ends
        fits = ((sums >= low - NEAR) & (sums <= high + NEAR)).all(axis=1)
        if self._is_whole:
            fits &= (np.abs(points - np.round(points)) < NEAR).all(axis=1)
        return list(points[fits])

    @cached_property
    def _ends(self) -> tuple[Floats, Floats]:
        return np.array([row.low for row in self.rows]), np.array([row.high for row in self.rows])

    @cached_property
    def _is_whole(self) -> bool:
        """Whether a reader is taken to use that counts are whole numbers."""
        return self.matrix.shape[1] <= MOST_WHOLE and all(map(_are_whole, self._ends))

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
        if self.points and self._is_told(at):
            return Bounds(*[float(self.points[0] @ self.matrix[at]) + self.rows[at].taken] * 2).holds(low, high)
        if self._met(at, 1.0) > low + NEAR:
            least = self._low(figure)
            if least is None or least > low + NEAR:
                return None if least is None else False
        return -self._met(at, -1.0) >= high - NEAR or self._high(figure) >= high - NEAR

    def _is_told(self, at: int) -> bool:
        """Whether sums that were shown add up, some taken away, to a figure: it lies in the span of their equations.

        Asked only where every point met gives it the same count, which is nearly always so then.
        """
        own = self.matrix[at]
        met = np.array(self.points) @ own
        if not np.ptp(met) < NEAR:
            return False
        return bool(np.abs(own - self._shown_span.T @ (self._shown_span @ own)).max() < NEAR)

    @cached_property
    def _shown_span(self) -> Floats:
        """Directions at right angles that span the sums of unknowns shown as one number; one a row."""
        from scipy.linalg import qr

        low, high = self._ends
        directions, size, _ = qr(self.matrix[low == high].T, mode="economic", pivoting=True)
        return np.asarray(directions[:, np.abs(np.diag(size)) > NEAR].T)

    def _met(self, at: int, sign: float) -> float:
        """The least of a figure, times the sign, over the points met so far."""
        if not self.points:
            return NO_END
        return float((sign * (np.array(self.points) @ self.matrix[at] + self.rows[at].taken)).min())

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

        low, high = self._ends
        whole = np.full(wanted.size, int(self._is_whole))
        solved = milp(
            wanted, constraints=LinearConstraint(self.matrix, low, high), bounds=Between(0, np.inf), integrality=whole
        )
        if not solved.success:
            return None
        self.points.append(np.asarray(solved.x))
        first = {own[0]: n for own, n in zip(self.cells, solved.x.tolist(), strict=True)}
        self.memory.keep({atom: first.get(atom, 0.0) for own in self.cells for atom in own}, self.known)
        return float(solved.fun)


def _are_whole(ends: Floats) -> bool:
    there = ends[np.isfinite(ends)]
    return bool((there == np.round(there)).all())
