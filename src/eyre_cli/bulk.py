"""Projecting a long table of any size: read once, then block after block through the kernel to where it is written.

Before the first row is written everything that can be wrong with the table is known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eyre.core import Fault, MeasureKind, SeriesKey, raise_if_any
from eyre.engines.blocks import Workers
from eyre.projection.bulk import BASES, BLOCK, Figures, Task, Told, faults_of, kind_of, learn, work

if TYPE_CHECKING:
    from eyre.body.streams import Block, Writer
    from eyre.projection.pool import Pool
    from eyre.readers.long_table import LongTable

QUANTILES = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
METHOD = "closed_form"
WORTH_A_PROCESS = 2**22  # bytes of a file: with fewer the work is done before a process has begun
MOST_JUDGED = 5_000  # series, spread evenly, whose past projections are scored


@dataclass(frozen=True, slots=True)
class Measured:
    """The series of one measure. rows: in the table; figures: views of the table where all its series are of one."""

    measure: str
    rows: NDArray[np.intp]
    figures: Figures
    kind: MeasureKind


@dataclass
class Said:
    """What is no part of the rows: which series are not projected, or lack a total, by the reason."""

    refused: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 0

    def take(self, told: Told, names: Sequence[str], rows: NDArray[np.intp]) -> None:
        """Take what is said of a block. names: of all series of the table; rows: those of the block."""
        for into, said in ((self.refused, told.refused), (self.notes, told.notes)):
            for reason, places in said.items():
                into.setdefault(reason, []).extend(names[rows[place]] for place in places)


@dataclass(frozen=True)
class Asked:
    """What is asked of every series."""

    horizon: int
    totals: str | None
    kind: MeasureKind | None = None


def measured(long: LongTable, asked: Asked) -> list[Measured]:
    """The measures of a table, checked. Raises BadInput with every fault of all of them."""
    every = Figures(long.periods, long.value, long.numerator, long.denominator)
    found, faults = [], []
    for measure, rows in long.by_measure():
        figures = _only_given(every if len(rows) == every.series else every.take(rows))
        names = long.series if len(rows) == every.series else [long.series[row] for row in rows.tolist()]
        kind = asked.kind or kind_of(figures)
        faults += faults_of(figures, kind, measure, names)
        found.append(Measured(measure, rows, figures, kind))
    raise_if_any([*faults, *_hints(faults, asked)])
    return found


def _only_given(figures: Figures) -> Figures:
    """Without the columns that have nothing of the measure, if others have."""
    no_value, no_base = (own is None or np.isnan(own).all() for own in (figures.value, figures.denominator))
    if no_base:
        empty = np.broadcast_to(np.float64(np.nan), (len(figures.periods), figures.series))
        return Figures(figures.periods, empty if no_value else figures.value, None, None)
    return figures


def _hints(faults: Sequence[Fault], asked: Asked) -> list[Fault]:
    below = asked.kind is None and any("below 0" in fault.what for fault in faults)
    return [Fault("", "Where figures below 0 are meant, say --kind mean.")] if below else []


@dataclass
class Run:
    """One table on its way through the kernel."""

    long: LongTable
    asked: Asked
    measures: list[Measured]
    said: Said = field(default_factory=Said)

    def blocks(self, workers: Workers, series: int | None = None, size: int = BLOCK) -> Iterator[tuple[int, Block]]:
        """The rows of the table in the order of its series, a block after the other, each with how far it comes.

        series: project no more than so many, the first.
        """
        pools = [learn(each.figures, each.kind, self._names(each)) for each in self.measures]
        end = len(self.long.series) if series is None else min(series, len(self.long.series))
        parts = list(self._parts(end, size))
        tasks = (self._task(self.measures[at], pools[at], rows) for _, at, rows in parts)
        told = zip(parts, workers.map(work, tasks), strict=True)
        for last, group in groupby(told, key=lambda each: each[0][0]):
            block = self._block([(rows, own) for (_, _, rows), own in group])
            if block is not None:
                yield last, block

    def _names(self, each: Measured) -> Sequence[str]:
        names = self.long.series
        return names if len(each.rows) == len(names) else [names[row] for row in each.rows.tolist()]

    def _parts(self, end: int, size: int) -> Iterator[tuple[int, int, NDArray[np.intp]]]:
        """Runs of the series, by where each ends, and in it the place of a measure and its rows of the table."""
        for first in range(0, end, size):
            last = min(first + size, end)
            for at, each in enumerate(self.measures):
                begin, after = np.searchsorted(each.rows, (first, last))
                if after > begin:
                    yield last, at, each.rows[begin:after]

    def _task(self, each: Measured, pool: Pool, rows: NDArray[np.intp]) -> Task:
        begin = int(np.searchsorted(each.rows, rows[0]))
        part = each.figures.take(slice(begin, begin + len(rows)))
        return Task(part, each.kind, pool, self.asked.horizon, self.asked.totals)

    def _block(self, parts: Sequence[tuple[NDArray[np.intp], Told]]) -> Block | None:
        """The rows of one run of series, those of all its measures together, as columns."""
        from eyre.body.streams import Worded

        number: dict[str, int] = {}
        series, periods = [], []
        for rows, told in parts:
            self.said.take(told, self.long.series, rows)
            series.append(rows[told.series])
            own = [number.setdefault(str(period), len(number)) for period in told.periods]
            periods.append(np.array([*own, 0], np.int32)[told.period])
        at = np.concatenate(series)
        if not len(at):
            return None
        self.said.rows += len(at)
        order = np.argsort(at, kind="stable") if len(parts) > 1 else slice(None)
        of = [told for _, told in parts]

        def joined(columns: Iterable[NDArray[Any]]) -> NDArray[Any]:
            return np.concatenate(list(columns), axis=-1)[..., order]

        first, last = int(at.min()), int(at.max()) + 1
        places = (at[order] - first).astype(np.int32)
        quantiles = joined(told.quantiles for told in of)
        return {
            **{name: Worded(words[first:last], places) for name, words in self.long.names.items()},
            "period": Worded(tuple(number), joined(periods)),
            "kind": Worded((self._usual, "total"), joined(told.is_total for told in of).astype(np.int32)),
            "mean": joined(told.mean for told in of),
            **dict(zip(QUANTILES, quantiles, strict=True)),
            "basis": Worded([basis.value for basis in BASES], joined(told.basis for told in of)),
            "method": Worded((METHOD,), np.zeros(len(at), np.int32)),
        }

    @property
    def _usual(self) -> str:
        return type(self.long.periods[0]).__name__.lower()

    def records(self) -> dict[str, str]:
        """By measure, how good such projections have been here."""
        return {each.measure: self._record(each) for each in self.measures}

    def _record(self, each: Measured) -> str:
        from eyre.projection import backtest

        some = np.unique(np.linspace(0, len(each.rows) - 1, min(len(each.rows), MOST_JUDGED)).astype(np.intp))
        keys = tuple(SeriesKey(each.measure, self.long.series[row]) for row in each.rows[some].tolist())
        sentence = backtest(each.figures.take(some).panel(keys), kind=each.kind).sentence
        part = f" Judged on {len(some):,} of {len(each.rows):,} series." if len(some) < len(each.rows) else ""
        return sentence + part


def ready() -> None:
    """What a process does before its first block: import what blocks need."""
    import scipy.special  # noqa: F401


@contextmanager
def writer_of(out: Path | None, as_json: bool) -> Iterator[Writer]:
    """Where rows go: a file, or stdout as JSON or CSV."""
    from eyre.body.streams import CsvWriter, JsonWriter, writing

    if out is not None:
        with writing(out) as writer:
            yield writer
    else:
        sys.stdout.flush()
        yield (JsonWriter if as_json else CsvWriter)(sys.stdout.buffer)
