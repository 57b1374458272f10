"""Every series of a panel judged at once, each over its own run of periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eyre.core import Direction, Floats, NotFound, Panel, Period, SeriesKey, TooFewPoints
from eyre.spc.chart import ChartKind, ProcessChart
from eyre.spc.judge import judge, rebase_at


@dataclass(frozen=True, slots=True)
class NewLimits:
    """A re-basing that is asked of every series that has its period."""

    period: Period
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSeries:
    """One series of a panel from its first to its last figure; without a chart where it is too short for one.

    row: its place in the panel. values, numerator, denominator: shape (periods,), as they were given.
    """

    row: int
    key: SeriesKey
    periods: tuple[Period, ...]
    values: Floats
    numerator: Floats
    denominator: Floats
    chart: ProcessChart | None
    why_not: str = ""


def judge_panel(
    panel: Panel,
    *,
    direction: Direction,
    target: float | None = None,
    rebase: Sequence[NewLimits] = (),
    fix_first: int | None = None,
    screen: bool = True,
    chart: ChartKind = ChartKind.XMR,
    per: float = 1.0,
) -> Iterator[JudgedSeries]:
    """Judge every series, those with the same run of periods in one go; in the order of the panel.

    See `judge` for what is asked. A series too short for limits comes without a chart, and says why. Raises NotFound
    for a re-basing at a period that no series has.
    """
    figures = panel.value if chart is ChartKind.XMR else panel.numerator + panel.denominator
    runs = _runs(~np.isnan(figures))
    _check_known(rebase, panel.periods, list(runs))
    found: list[JudgedSeries] = []
    for (first, last), rows in runs.items():
        part = slice(first, last + 1)
        periods = panel.periods[part]
        k, n, values = (whole[rows, part] for whole in (panel.numerator, panel.denominator, panel.value))
        steps = [
            rebase_at(new.period, periods, by=new.by, reason=new.reason) for new in rebase if new.period in periods[1:]
        ]
        asked: dict[str, Any] = {"values": values}
        if chart is not ChartKind.XMR:
            ceiling = per if chart is ChartKind.P else None
            asked = {"numerator": k, "denominator": n, "per": per, "floor": 0.0, "ceiling": ceiling}
        why_not, batch = "", None
        try:
            batch = judge(
                **asked,
                direction=direction,
                target=target,
                rebase=steps,
                fix_first=fix_first,
                screen=screen,
                chart=chart,
            )
        except TooFewPoints as few:
            why_not = str(few)
        found.extend(
            JudgedSeries(row, panel.keys[row], periods, values[at], k[at], n[at], batch[at] if batch else None, why_not)
            for at, row in enumerate(rows)
        )
    return iter(sorted(found, key=lambda judged: judged.row))


def _runs(seen: np.ndarray) -> dict[tuple[int, int], list[int]]:
    """The rows of a panel by their first and last figure; a row without any is left out."""
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    first, last = seen.argmax(axis=1), seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1)
    for row in np.flatnonzero(seen.any(axis=1)).tolist():
        runs[int(first[row]), int(last[row])].append(row)
    return runs


def _check_known(rebase: Sequence[NewLimits], periods: Sequence[Period], runs: Sequence[tuple[int, int]]) -> None:
    for new in rebase:
        if not any(new.period in periods[first + 1 : last + 1] for first, last in runs):
            raise NotFound(
                f"New limits from {new.period} were asked, and no series has figures before and from then: "
                f"they run from {periods[0]} to {periods[-1]}."
            )
