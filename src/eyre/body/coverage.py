"""What a load covers: the cells its source claims to be complete about.

A cell that is covered and has no row was withdrawn, or never was; one that is not covered was not spoken of.
The one writing, for the `covers` column of `loads.csv`, is blocks of measures, areas and periods:

    burglary drugs | bromsgrove redditch | 2018-10--2019-02 2025-01--2025-10 ; robbery | warwickshire | 2025

`--` joins the first and last of a run of periods of one kind (`..` belongs to rolling periods, which may be
in a run of their own). A measure alone covers all its facets, `satisfaction[element=overall]` only that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import numpy as np
from numpy.typing import NDArray

from eyre.core.errors import EyreError
from eyre.core.facets import Facet
from eyre.core.periods import Period, Span, parse_period, period_between
from eyre.core.written import Written

if TYPE_CHECKING:
    import pyarrow as pa

BETWEEN_BLOCKS = " ; "
BETWEEN_PARTS = " | "
RUN = "--"
SAFE = "=;,:"  # stand as they are inside the brackets of a facet; spaces and the rest are escaped


class NotACoverage(EyreError):
    """The text does not say what a load covers."""

    exit_code = 3


@dataclass(frozen=True, slots=True, order=True)
class Subject(Written):
    """A measure with all its facets, or with one of them."""

    measure: str
    facet: Facet | None = None

    @classmethod
    def parse(cls, text: str) -> Subject:
        measure, bracket, facet = text.partition("[")
        if not measure or (bracket and not facet.endswith("]")):
            raise NotACoverage(f'"{text}" is not a measure. Write its key, or key[facet].')
        return cls(measure, Facet.parse(unquote(facet[:-1])) if bracket else None)

    def covers(self, measure: str, facet: Facet) -> bool:
        return self.measure == measure and self.facet in (None, facet)

    def __str__(self) -> str:
        return self.measure if self.facet is None else f"{self.measure}[{quote(str(self.facet), safe=SAFE)}]"


@dataclass(frozen=True, slots=True)
class Block(Written):
    """Every one of some measures, for every one of some areas, in every one of some periods."""

    subjects: tuple[Subject, ...]
    areas: tuple[str, ...]
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, measures: Iterable[str | Subject], areas: Iterable[str], periods: Iterable[Period]) -> Block:
        """The block in its one order, each period in the plainest form that covers its days."""
        subjects = (m if isinstance(m, Subject) else Subject(m) for m in measures)
        plainest = {period_between(period.start, period.end) for period in set(periods)}
        return cls(tuple(sorted(set(subjects), key=str)), tuple(sorted(set(areas))), tuple(sorted(plainest)))

    @classmethod
    def parse(cls, text: str) -> Block:
        parts = [part.split() for part in text.split(BETWEEN_PARTS)]
        if len(parts) != 3 or not all(parts):
            raise NotACoverage(f'"{text}" is not measures | areas | periods, each with at least one.')
        subjects, areas, runs = parts
        return cls.of(map(Subject.parse, subjects), areas, (period for run in runs for period in _run(run)))

    def covers(self, measure: str, facet: Facet, area: str, period: Period) -> bool:
        return (
            area in self.areas
            and any(subject.covers(measure, facet) for subject in self.subjects)
            and any((own.start, own.end) == (period.start, period.end) for own in self.periods)
        )

    def __str__(self) -> str:
        parts = (map(str, self.subjects), self.areas, _runs(self.periods))
        return BETWEEN_PARTS.join(" ".join(part) for part in parts)


@dataclass(frozen=True)
class Coverage(Written):
    """The blocks of a load, in one order."""

    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Coverage:
        """The blocks in their one order; a block of nothing is left out."""
        return cls(tuple(sorted({b for b in blocks if b.subjects and b.areas and b.periods}, key=str)))

    @classmethod
    def of_cells(cls, cells: Iterable[tuple[Subject, str, Period]]) -> Coverage:
        """Blocks that cover these cells and no others: areas alike in periods, measures alike in both."""
        periods: dict[tuple[Subject, str], set[Period]] = defaultdict(set)
        for subject, area, period in cells:
            periods[subject, area].add(period)
        areas: dict[tuple[Subject, frozenset[Period]], set[str]] = defaultdict(set)
        for (subject, area), own in periods.items():
            areas[subject, frozenset(own)].add(area)
        subjects: dict[tuple[frozenset[str], frozenset[Period]], set[Subject]] = defaultdict(set)
        for (subject, when), where in areas.items():
            subjects[frozenset(where), when].add(subject)
        return cls.of(Block.of(what, where, when) for (where, when), what in subjects.items())

    @classmethod
    def parse(cls, text: str) -> Coverage:
        return cls.of(map(Block.parse, text.split(BETWEEN_BLOCKS))) if text.strip() else cls()

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def covers(self, measure: str, facet: Facet, area: str, period: Period) -> bool:
        return any(block.covers(measure, facet, area, period) for block in self.blocks)

    def mask(self, table: pa.Table) -> NDArray[np.bool_]:
        """Say of each row of a table of figures whether its cell is covered: shape (rows,)."""
        rows = _Rows(table)
        covered = np.zeros(table.num_rows, dtype=np.bool_)
        for block in self.blocks:
            covered |= rows.within(block)
        return covered

    def __str__(self) -> str:
        return BETWEEN_BLOCKS.join(map(str, self.blocks))


class _Rows:
    """The names of a table's cells in the form in which blocks are asked about them."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def within(self, block: Block) -> NDArray[np.bool_]:
        of_block: NDArray[np.bool_] = self._is_of(block) & self._is_in("area", block.areas)
        return of_block & self._is_during(block)

    def _is_of(self, block: Block) -> NDArray[np.bool_]:
        whole = self._is_in("measure", [s.measure for s in block.subjects if s.facet is None])
        for subject in block.subjects:
            if subject.facet is not None:
                facet = self._is_in("facet", [str(subject.facet)])
                whole |= facet & self._is_in("measure", [subject.measure])
        return whole

    def _is_in(self, column: str, wanted: Iterable[str]) -> NDArray[np.bool_]:
        import pyarrow as pa
        import pyarrow.compute as pc

        found: Any = pc.is_in(self.table[column], value_set=pa.array(list(wanted), pa.string()))
        return np.array(found.to_numpy(zero_copy_only=False), dtype=np.bool_)

    def _is_during(self, block: Block) -> NDArray[np.bool_]:
        wanted = [stretch(np.datetime64(p.start, "D"), np.datetime64(p.end, "D")) for p in block.periods]
        return np.isin(self._stretches, np.array(wanted, dtype=np.int64))

    @cached_property
    def _stretches(self) -> NDArray[np.int64]:
        start, end = (self.table[f"period_{at}"].to_numpy().astype("datetime64[D]") for at in ("start", "end"))
        stretches: NDArray[np.int64] = stretch(start, end)
        return stretches


def stretch(start: Any, end: Any) -> Any:
    """One number for a first and a last day, each days since 1970."""
    return start.astype(np.int64) * 2**24 + (end - start).astype(np.int64)


def _run(text: str) -> Iterator[Period]:
    """The periods of a run, from its first to its last."""
    first, dashes, last = text.partition(RUN)
    period, end = parse_period(first), parse_period(last or first)
    if dashes and (not hasattr(period, "shift") or type(period) is not type(end)):
        raise NotACoverage(f'"{text}" is not a run. Write its first and last period alike: 2018-10--2019-02.')
    yield period
    while period < end:
        period = _next(period)
        yield period


def _next(period: Period) -> Period:
    following: Period = period.shift(1)  # type: ignore[attr-defined]
    return period_between(following.start, following.end)


def _follows(period: Period, other: Period) -> bool:
    return type(period) is type(other) and not isinstance(period, Span) and _next(period) == other


def _runs(periods: tuple[Period, ...]) -> list[str]:
    """Periods as written: the first and last of each run of one kind."""
    by_kind: Mapping[type[Period], list[Period]] = defaultdict(list)
    for period in periods:
        by_kind[type(period)].append(period)
    found: list[list[Period]] = []
    for alike in by_kind.values():
        found.extend(_split(alike))
    return [str(run[0]) if len(run) == 1 else f"{run[0]}{RUN}{run[-1]}" for run in sorted(found)]


def _split(periods: list[Period]) -> Iterator[list[Period]]:
    run: list[Period] = []
    for period in periods:
        if run and not _follows(run[-1], period):
            yield run
            run = []
        run.append(period)
    if run:
        yield run
