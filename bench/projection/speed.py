"""Series a second, of Eyre and of AutoETS, on the same series in the same run, each in one process."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from eyre.core import Floats
from eyre.projection.bulk import next_year, project_block
from eyre.projection.figures import Usable
from eyre.projection.pool import Pool, learn_pool
from projection.ours import usable_of
from projection.panels import HISTORY, HORIZON, Level
from projection.peers import SHARES

BLOCK = 4096
ROUNDS = 3  # the best counts


@dataclass(frozen=True)
class Speed:
    """Series, and seconds of the clock and of the processor."""

    what: str
    series: int
    wall: float
    processor: float

    @property
    def per_second(self) -> float:
        return self.series / self.wall

    @property
    def per_processor_second(self) -> float:
        return self.series / self.processor


def timed(what: str, work: Callable[[], int], rounds: int) -> Speed:
    best: Speed | None = None
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        series = work()
        found = Speed(what, series, time.perf_counter() - wall, time.process_time() - processor)
        best = found if best is None or found.wall < best.wall else best
    assert best
    return best


def measure(level: Level, fits: int) -> list[Speed]:
    """Eyre on every series of the last five years of a panel, kind by kind and then as one; AutoETS on some of them."""
    figures = level.figure[-HISTORY:]
    began = level.first + len(level.figure) - HISTORY
    kinds = [figures[:, level.kind == kind] for kind in np.unique(level.kind)]

    def all_kinds() -> int:
        for part in kinds:
            keys, usable = usable_of(part, None, began % 12)
            project_all(usable, learn_pool(usable, range(len(keys))))
        return figures.shape[1]

    keys, usable = usable_of(figures, None, began % 12)
    pool = learn_pool(usable, range(len(keys)))
    # What AutoETS is spared too: nothing but fitting and projecting.
    ready = timed(
        "Eyre, a pool at hand: project_block to quantiles and totals", lambda: project_all(usable, pool), ROUNDS
    )
    whole = timed(f"Eyre, {len(kinds)} types: judge, learn, project", all_kinds, ROUNDS)
    able = level.able(len(level.figure) - HORIZON)
    chosen = np.random.default_rng(0).choice(able, min(fits, len(able)), replace=False)
    fit_all(figures[:, chosen[:2]])  # so that loading and compiling are not counted
    return [ready, whole, timed("AutoETS: fit, predict", lambda: fit_all(figures[:, chosen]), 1)]


def project_all(usable: Usable, pool: Pool) -> int:
    """Every series of a panel, in blocks; returns how many there are, refused ones too."""
    series = usable.amount.shape[1]
    for i in range(0, series, BLOCK):
        for ranges in project_block(usable.columns(slice(i, i + BLOCK)), pool, HORIZON, next_year):
            assert len(ranges.rows)
    return series


def fit_all(figures: Floats) -> int:
    from statsforecast.models import AutoETS

    warnings.simplefilter("ignore")
    for series in np.ascontiguousarray(figures.T, dtype=float):
        AutoETS(season_length=12).forecast(series, HORIZON, level=SHARES)
    return figures.shape[1]


def times_faster(found: list[Speed]) -> tuple[float, float]:
    """Of a pool at hand, and of everything, beside AutoETS: in seconds of the processor, which others use less."""
    ready, whole, ets = found
    return tuple(each.per_processor_second / ets.per_processor_second for each in (ready, whole))  # type: ignore[return-value]


def table_of(found: list[Speed]) -> Iterator[str]:
    ready, whole = times_faster(found)
    yield "### Speed"
    yield ""
    yield f"The postcode panel, {HISTORY} months, {HORIZON} ahead and their total. One process, one thread each."
    yield ""
    yield "| what | series | seconds | series a second | series a second of processor |"
    yield "|---|---|---|---|---|"
    for each in found:
        yield (
            f"| {each.what} | {each.series:,} | {each.wall:.2f} | {each.per_second:,.0f} "
            f"| {each.per_processor_second:,.0f} |"
        )
    yield ""
    yield f"Eyre's pace over AutoETS', by processor: × {ready:,.0f} with a pool at hand, × {whole:,.0f} with all."
    yield ""
