"""A back-test in real time: from what London had published in early 2022, scored on what it published later.

The publication of February 2024 is the earliest at hand of the months that are projected. Labels of that time are
joined to today's only where both mean the same crimes; the others are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats
from eyre.projection.families import Counts
from eyre.projection.projections import QUANTILES
from eyre.projection.scores import cover, weighted_interval_score
from projection.ours import ahead_of
from projection.panels import BURGLARY, HISTORY, HORIZON, Level, Table, pivoted, read, summed

KNOWN, THEN = "2022-02", "2024-02"  # vintages
TODAY = "2025-12"
LAST_KNOWN = "2022-01"
RENAMED = {
    "DRUG TRAFFICKING": "TRAFFICKING OF DRUGS",
    "RACIALLY OR RELIGIOUSLY AGGRAVATED PUBLIC FEAR, AL": "RACE OR RELIGIOUS AGG PUBLIC FEAR",
    "THEFT FROM A MOTOR VEHICLE": "THEFT FROM A VEHICLE",
    "THEFT FROM PERSON": "THEFT FROM THE PERSON",
    "THEFT OR TAKING OF A MOTOR VEHICLE": "THEFT OR UNAUTH TAKING OF A MOTOR VEH",
    "STALKING AND HARASSMENT": "VIOLENCE WITHOUT INJURY",  # was counted in it then
    **BURGLARY,
}


@dataclass(frozen=True)
class Line:
    """Scores of one pair of history and outcome: WIS scaled, raw, cover of months and of the outturn."""

    level: str
    what: str
    scaled: float
    raw: float
    inside: tuple[float, float, float, float]


def renamed(columns: dict[str, list], vintage: str | None) -> Table:
    """One publication, by type and borough; what no borough was known of is left out."""
    keep = [
        i
        for i, area in enumerate(columns["area_name"])
        if area != "Unknown" and (vintage is None or columns["vintage"][i] == vintage)
    ]
    some = {name: [columns[name][i] for i in keep] for name in ("month", "area_name", "crime_type", "count")}
    some["crime_type"] = [RENAMED.get(each.upper(), each.upper()) for each in some["crime_type"]]
    return pivoted(some, ("crime_type", "area_name"), "count")


def as_known(folder: Path) -> tuple[tuple[tuple[str, ...], ...], dict[str, Floats], int]:
    """Series, and their history and twelve months more as each publication has them, and the first month's place."""
    old = read(folder / "london_borough_vintages.parquet")
    tables = {KNOWN: renamed(old, KNOWN), THEN: renamed(old, THEN)}
    tables[TODAY] = renamed(read(folder / "london_borough_monthly.parquet"), None)
    kinds = set.intersection(*({kind for kind, _ in table.names} for table in tables.values()))
    every = set.intersection(*(set(table.names) for table in tables.values()))
    names = tuple(sorted(name for name in every if name[0] in kinds))
    months = tables[TODAY].months
    end = months.index(LAST_KNOWN) + 1
    wanted = months[end - HISTORY : end + HORIZON]
    return names, {each: chosen(table, names, wanted) for each, table in tables.items()}, int(wanted[0][5:]) - 1


def chosen(table: Table, names: tuple[tuple[str, ...], ...], months: tuple[str, ...]) -> Floats:
    """Some months of some series, NaN in months that were not published."""
    at, out = [table.names.index(name) for name in names], np.full((len(months), len(names)), np.nan)
    for place, month in enumerate(months):
        if month in table.months:
            out[place] = table.values[table.months.index(month), at]
    return out


def judge_revision(folder: Path) -> tuple[list[Line], list[float]]:
    """Lines of the table, and by how much later figures are below: history, months projected."""
    names, known, first = as_known(folder)
    kind = np.array([name[0] for name in names])
    area = np.array([name[1] for name in names])
    lines = lines_of("borough × type", known, kind, area, first)
    totals = {each: summed(values, kind)[1] for each, values in known.items()}
    kinds = np.unique(kind)
    lines += lines_of("force × type", totals, kinds, np.array(["London"] * len(kinds)), first)
    history, ahead = slice(0, HISTORY), slice(HISTORY, None)
    pairs = ((KNOWN, history), (THEN, ahead))
    return lines, [float(known[TODAY][part].sum() / known[each][part].sum() - 1) for each, part in pairs]


def lines_of(
    name: str, known: dict[str, Floats], kind: NDArray[np.str_], area: NDArray[np.str_], first: int
) -> list[Line]:
    def level_of(history: str, outcome: str) -> Level:
        amount = np.concatenate([known[history][:HISTORY], known[outcome][HISTORY:]])
        return Level(name, amount, None, kind, area, first, (HISTORY,), "")

    asked = (
        (KNOWN, THEN, "from the figures of February 2022, scored on those of February 2024"),
        (KNOWN, TODAY, "the same projections, scored on those of December 2025"),
        (TODAY, TODAY, "from the history as December 2025 has it, scored on December 2025: no revision"),
    )
    every = [level_of(history, outcome) for history, outcome, _ in asked]
    rows = np.flatnonzero(np.all([np.isin(np.arange(len(kind)), each.able(HISTORY)) for each in every], axis=0))
    size = every[0].size(HISTORY)[rows]
    return [line_of(level, what, rows, size) for level, (*_, what) in zip(every, asked, strict=True)]


def line_of(level: Level, what: str, rows: NDArray[np.intp], size: Floats) -> Line:
    came, year = level.amount[HISTORY:][:, rows], level.outturn(level.future(HISTORY), rows)
    score, inside, family = np.empty(len(rows)), np.empty((4, len(rows))), Counts()
    for part in ahead_of(level, HISTORY, rows):
        outlook, at = part.outlook, part.at
        each, total, asked = outlook.periods, outlook.total(range(HORIZON)), outlook.exposure.sum(axis=0)
        quantiles = family.quantiles(each.mean, each.variance, outlook.exposure, QUANTILES)
        score[at] = weighted_interval_score(quantiles, QUANTILES, came[:, at]).mean(axis=0)
        months = family.cdf(came[:, at], each.mean, each.variance, outlook.exposure)
        together = family.cdf(year[at] / asked, total.mean, total.variance, asked)
        inside[:2, at] = [cover(*months, share).mean(axis=0) for share in (0.8, 0.95)]
        inside[2:, at] = [cover(*together, share) for share in (0.8, 0.95)]
    cells = tuple(map(float, inside.mean(axis=1)))
    return Line(level.name, what, float((score / size).mean()), float(score.mean()), cells)  # type: ignore[arg-type]


def table_of(lines: list[Line], revised: list[float]) -> Iterator[str]:
    yield "### In real time: London"
    yield ""
    yield (
        f"Twelve months from February 2022. Today's figures are {-revised[0]:.1%} below those published then for the "
        f"five years before, and {-revised[1]:.1%} below the first at hand for the months projected."
    )
    yield ""
    yield "| level | projected and scored | WIS, scaled | raw | cover of months 80 | 95 | of outturn 80 | 95 |"
    yield "|---|---|---|---|---|---|---|---|"
    for line in lines:
        cells = " | ".join(f"{each:.3f}" for each in line.inside)
        yield f"| {line.level} | {line.what} | {line.scaled:.4f} | {line.raw:.3f} | {cells} |"
    yield ""
    for level in dict.fromkeys(line.level for line in lines):
        first, later, none = (line.scaled for line in lines if line.level == level)
        yield (
            f"- {level}: scored on later figures instead of the first, WIS changes by {later / first - 1:+.1%}; "
            f"the loss from projecting figures that were revised later is {later / none - 1:+.1%}."
        )
    yield ""
