"""Months that look incomplete, as doubts: nothing is changed, and a person asks the supplier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from eyre.core import Doubt, Month, months_between
from eyre.stats import incomplete_months, unusually_many


def incomplete_doubts(totals: Mapping[tuple[str, Month], float]) -> Iterator[Doubt]:
    """A doubt for each month with areas whose records are far below what they usually have.

    totals: all records of each area and month; a month that is not there is not judged.
    """
    if not totals:
        return
    areas = sorted({area for area, _ in totals})
    months = list(months_between(min(m for _, m in totals), max(m for _, m in totals)))
    counts = np.array([[totals.get((area, month), np.nan) for month in months] for area in areas])
    short = incomplete_months(counts)
    for column, month in enumerate(months):
        rows = np.flatnonzero(short[:, column])
        if rows.size:
            yield Doubt(str(month), f"looks incomplete in {_said(areas, counts, rows, column)}.")


def badly_placed_doubts(counts: Mapping[Month, tuple[float, float]]) -> Iterator[Doubt]:
    """A doubt for each month in which far more records than usual could not be placed, so that every area is short.

    counts: records of one force without a place, and with one, by month.
    """
    months = sorted(counts)
    nowhere, placed = (np.array([counts[month][part] for month in months]) for part in (0, 1))
    share = np.divide(nowhere, placed, out=np.full(len(months), np.nan), where=placed > 0)
    for at in unusually_many(share):
        said = f"{nowhere[at]:,.0f} records have no place, usually {np.median(nowhere):,.0f}: every area is short."
        yield Doubt(str(months[at]), said)


def _said(areas: list[str], counts: np.ndarray, rows: np.ndarray, column: int) -> str:
    medians = np.nanmedian(counts, axis=1)
    first = [f"{areas[row]} ({counts[row, column]:,.0f} records, usually {medians[row]:,.0f})" for row in rows[:5]]
    more = f" and {rows.size - 5} more areas" if rows.size > 5 else ""
    return ", ".join(first) + more


def area_totals(counts: Iterable[tuple[str, Month, float]]) -> dict[tuple[str, Month], float]:
    """All records of each area and month, added up; areas of records without a place are left out."""
    totals: dict[tuple[str, Month], float] = defaultdict(float)
    for area, month, count in counts:
        if ":" not in area:
            totals[area, month] += count
    return dict(totals)
