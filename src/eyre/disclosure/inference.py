"""What a reader can work out about a hidden count from everything that was shown: the attack, as linear programming.

The reader is taken to know every shown count, that no count is below 0, that a hidden one is at least 1 (0 is never
hidden), and which counts add up to which. Source: L. Willenborg and T. de Waal, Elements of Statistical Disclosure
Control, 2001, chapter 6 (the feasibility interval of a cell).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
Memory = dict[frozenset[tuple[Figure, Range]], "dict[Figure, Bounds | None]"]
MOST_WHOLE = 40  # unknowns up to which a reader is taken to use that counts are whole numbers


def bounds_of(
    wanted: Collection[Figure], shown: Shown, hidden: Collection[Figure], memory: Memory | None = None
) -> dict[Figure, Bounds | None]:
    """Return what can be worked out about each figure that is wanted; None where the shown counts do not add up.

    shown: every figure the reader has, with its range. hidden: figures marked as hidden. memory: of earlier calls, so
    that what did not change is not worked out again. That counts are whole is used in systems of up to 40 unknowns.
    """
    memory = {} if memory is None else memory
    ranges = {f: shown.get(f, (LEAST_HIDDEN if f in hidden else 0.0, NO_END)) for f in {*shown, *hidden, *wanted}}
    found: dict[Figure, Bounds | None] = {}
    rows = _reduced(ranges)
    found |= {row.figure: Bounds(row.taken, row.taken) for row in rows if not row.left and row.figure in wanted}
    for component in _components([row for row in rows if row.left]):
        key = frozenset((row.figure, (row.low, row.high)) for row in component)
        known = memory.setdefault(key, {})
        asked = {row.figure for row in component} & set(wanted)
        if asked - known.keys():
            system = _System.of(component)
            known |= {figure: system.bounds(figure) for figure in asked - known.keys()}
        found |= {figure: known[figure] for figure in asked}
    return found


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


def _reduced(ranges: Mapping[Figure, Range]) -> list[_Row]:
    """The equations without the cells that were shown by themselves, which only move what the others add up to."""
    known = {next(iter(f.atoms)): low for f, (low, high) in ranges.items() if f.size == 1 and low == high}
    rows = []
    for figure, (low, high) in ranges.items():
        taken = sum(known.get(atom, 0.0) for atom in figure.atoms)
        left = frozenset(atom for atom in figure.atoms if atom not in known)
        rows.append(_Row(figure, left, low - taken, high - taken, taken))
    return rows


def _components(rows: Sequence[_Row]) -> Iterable[list[_Row]]:
    """Equations that share unknown cells, directly or through others."""
    at: dict[Atom, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for atom in row.left:
            at[atom].append(number)
    left = set(range(len(rows)))
    while left:
        component, edge = [], [left.pop()]
        while edge:
            number = edge.pop()
            component.append(rows[number])
            near = {other for atom in rows[number].left for other in at[atom]} & left
            left -= near
            edge.extend(near)
        yield component


@dataclass(frozen=True)
class _System:
    """The equations of one component. Cells that stand in the same figures are one unknown.

    matrix: figures by unknowns, 0 or 1, in the order of rows.
    """

    rows: tuple[_Row, ...]
    matrix: Floats

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
        return cls(tuple(rows), matrix)

    def bounds(self, figure: Figure) -> Bounds | None:
        """None where no counts fit: the figures do not add up."""
        from scipy.optimize import Bounds as Between
        from scipy.optimize import LinearConstraint, milp

        at = next(number for number, row in enumerate(self.rows) if row.figure == figure)
        low, high = (np.array([getattr(row, end) for row in self.rows]) for end in ("low", "high"))
        wanted, taken = self.matrix[at], self.rows[at].taken
        whole = np.full(wanted.size, int(wanted.size <= MOST_WHOLE and _are_whole(low) and _are_whole(high)))
        ends = []
        for sign in (1.0, -1.0):
            solved = milp(
                sign * wanted, constraints=LinearConstraint(self.matrix, low, high), bounds=Between(0, np.inf),
                integrality=whole,
            )  # fmt: skip
            if not solved.success and sign > 0:
                return None
            ends.append(taken + sign * solved.fun if solved.success else NO_END)
        return Bounds(*ends)


def _are_whole(ends: Floats) -> bool:
    there = ends[np.isfinite(ends)]
    return bool((there == np.round(there)).all())
