"""How good projections are on real figures: rolling starts, months and totals of twelve, beside the naive forecast.

    python bench/projection_accuracy.py FOLDER [--months 60] [--starts 12] [--speed]

FOLDER holds london_borough_monthly.parquet, nsw_offences_monthly.parquet, breath_tests_monthly.parquet and, if there,
nsw_postcode_monthly_1995_2017.npz. The WIS of a series is divided by the mean absolute error of repeating last year in
the months before the start; cover is the expectation of the randomised probability integral transform; the standard
error of cover is over starts. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from eyre.core import MeasureKind, Month, Panel, SeriesKey
from eyre.projection import QUANTILES, backtest, project
from eyre.projection.backtest import scored_rows
from eyre.projection.draws import random_numbers
from eyre.projection.figures import Basis, judged, usable_figures
from eyre.projection.levels import over
from eyre.projection.naive import naive_forecast
from eyre.projection.pool import learn_pool
from eyre.projection.projections import project_usable
from eyre.projection.scores import cover, weighted_interval_score

COUNT, PROPORTION, MEAN = MeasureKind.COUNT, MeasureKind.PROPORTION, MeasureKind.MEAN
HORIZON = 12
DRAWS = 1000
SERIES_OF_A_TYPE = 60  # of the postcode panel
THINNED_TO = (25, 60, 150)


def panel_of(measure: str, areas: list[str], first: Month, values: np.ndarray, base: np.ndarray | None = None) -> Panel:
    keys = tuple(SeriesKey(measure, area) for area in areas)
    months = tuple(first.shift(i) for i in range(values.shape[1]))
    nothing = np.full(values.shape, np.nan)
    if base is None:
        return Panel(keys, months, values.astype(float), nothing, nothing, nothing)
    with np.errstate(invalid="ignore"):  # months without a test have no share
        share = 100 * values / base
    return Panel(keys, months, share, values.astype(float), base.astype(float), nothing)


def pivoted(file: Path, area: str, kind: str | None, value: str) -> Iterator[tuple[str, list[str], Month, np.ndarray]]:
    """Each kind of a long table as (kind, areas, first month, values), summed over what else there is."""
    table = pq.read_table(file).to_pydict()
    kinds = table[kind] if kind else [file.stem] * len(table["month"])
    months, areas = sorted(set(table["month"])), sorted(set(table[area]))
    month_at, area_at = {m: i for i, m in enumerate(months)}, {a: i for i, a in enumerate(areas)}
    sums: dict[str, np.ndarray] = {each: np.zeros((len(areas), len(months))) for each in sorted(set(kinds))}
    for each, where, month, number in zip(kinds, table[area], table["month"], table[value], strict=True):
        sums[each][area_at[where], month_at[month]] += number
    for each, values in sums.items():
        yield each, areas, Month.parse(months[0]), values


def panels(folder: Path) -> Iterator[tuple[str, Panel, MeasureKind]]:
    """Every panel as (level, panel, kind); panels of one level are scored together."""
    for name, areas, first, values in pivoted(
        folder / "london_borough_monthly.parquet", "area_name", "major_type", "count"
    ):
        yield "London, force × type", panel_of(name, ["force"], first, values.sum(axis=0)[None]), COUNT
        yield "London, area × type", panel_of(name, areas, first, values), COUNT
    for name, areas, first, values in pivoted(
        folder / "nsw_offences_monthly.parquet", "area_name", "crime_type", "count"
    ):
        yield "New South Wales, state × type", panel_of(name, areas, first, values), COUNT
    yield from breath_panels(folder / "breath_tests_monthly.parquet")
    if (folder / "nsw_postcode_monthly_1995_2017.npz").exists():
        yield from postcode_panels(folder / "nsw_postcode_monthly_1995_2017.npz")


def breath_panels(file: Path) -> Iterator[tuple[str, Panel, MeasureKind]]:
    """Tests as counts; positive of tests as proportions, whole and thinned to few; the same as plain numbers."""
    ((_, areas, first, tests),) = pivoted(file, "force", None, "tests")
    positive = np.minimum(next(pivoted(file, "force", None, "positive"))[3], tests)  # 17 rows have more than tests
    yield "breath tests, counts", panel_of("tests", areas, first, tests), COUNT
    whole = panel_of("positive", areas, first, positive, tests)
    yield "breath tests, proportions", whole, PROPORTION
    n = np.minimum(np.array(THINNED_TO)[np.arange(len(areas)) % 3][:, None], tests).astype(int)
    k = np.random.default_rng(1).hypergeometric(positive.astype(int), (tests - positive).astype(int), n)
    yield "breath tests, n = 25 to 150", panel_of("thinned", areas, first, k, n), PROPORTION
    yield "breath tests, as plain numbers", panel_of("plain", areas, first, whole.value), MEAN


def postcode_panels(file: Path) -> Iterator[tuple[str, Panel, MeasureKind]]:
    """The first postcodes of the eight types with most of them."""
    with np.load(file) as data:
        ids, values = [str(each) for each in data["ids"]], data["y"].astype(float)
    types: dict[str, list[int]] = {}
    for row, each in enumerate(ids):
        types.setdefault(each.split("|", 1)[1], []).append(row)
    for name, rows in sorted(types.items(), key=lambda item: (-len(item[1]), item[0]))[:8]:
        some = rows[:SERIES_OF_A_TYPE]
        yield (
            "New South Wales, postcode × type",
            panel_of(name, [ids[r] for r in some], Month(1995, 1), values[some]),
            COUNT,
        )


def score(panel: Panel, kind: MeasureKind, months: int, starts: int) -> Iterator[np.ndarray]:
    """For each start an array (10 numbers and the start, series)."""
    usable = usable_figures(panel, kind, None, {})
    for end in np.linspace(months, len(usable.months) - HORIZON, starts).astype(int):
        cut, recent = usable.take(range(len(panel)), end + HORIZON), slice(end - months, None)
        late = replace(
            cut,
            basis=(),
            reason=(),
            months=cut.months[recent],
            amount=cut.amount[recent],
            exposure=cut.exposure[recent],
        )
        past = judged(panel.keys, late.take(range(len(panel)), months))
        rows = [row for row in scored_rows(late, months, HORIZON) if past.basis[row] is Basis.PROJECTION]
        if rows:
            pool = learn_pool(past, sorted(range(len(panel)), key=lambda row: panel.keys[row]))
            projection = project_usable(panel.keys, past, pool, HORIZON)
            yield from scored(projection, late, rows, months, end)


def scored(projection, late, rows: list[int], months: int, end: int) -> Iterator[np.ndarray]:
    past, few = projection.usable.take(rows), late.take(rows)
    naive = naive_forecast(past, HORIZON)
    ahead = few.months[months:]
    drawn = projection.draw(rows, ahead, naive.exposure, DRAWS, random_numbers(0, f"bench {ahead[0]}"))[1]
    totals = past.outturn(over(drawn / past.unit[:, None] * naive.exposure[:, :, None]).T, over(naive.exposure)).T
    rate = few.amount / few.exposure * few.unit
    with np.errstate(invalid="ignore"):
        size = np.nanmean(np.abs(rate[12:months] - rate[: months - 12]), axis=0)
    actual = rate[months:]
    year = few.outturn(over(few.amount[months:]), over(few.exposure[months:]))
    size_of_year = size * (HORIZON if few.adds_up else 1)
    empty = few.amount[:0], few.exposure[:0]
    yearly = naive.total(empty, slice(None), QUANTILES)
    found = np.stack([
        weighted_interval_score(np.quantile(drawn, QUANTILES, axis=-1), QUANTILES, actual).mean(axis=0) / size,
        weighted_interval_score(naive.months(QUANTILES), QUANTILES, actual).mean(axis=0) / size,
        cover(drawn, actual, 0.8).mean(axis=0),
        cover(drawn, actual, 0.95).mean(axis=0),
        weighted_interval_score(np.quantile(totals, QUANTILES, axis=-1), QUANTILES, year) / size_of_year,
        weighted_interval_score(yearly, QUANTILES, year) / size_of_year,
        cover(totals, year, 0.8),
        cover(totals, year, 0.95),
        ((yearly[1] <= year) & (year <= yearly[5])).astype(float),
        ((yearly[0] <= year) & (year <= yearly[6])).astype(float),
        np.full(len(rows), float(end)),
    ])  # fmt: skip
    yield found[:, size > 0]


def error_over_starts(values: np.ndarray, starts: np.ndarray) -> float:
    """Standard error of a mean, starts taken as the independent units."""
    means = [values[starts == start].mean() for start in np.unique(starts)]
    return float(np.std(means, ddof=1) / np.sqrt(len(means))) if len(means) > 1 else float("nan")


def print_table(folder: Path, months: int, starts: int) -> None:
    found: dict[str, list[np.ndarray]] = {}
    for level, panel, kind in panels(folder):
        found.setdefault(level, []).extend(score(panel, kind, months, starts))
    print("| figures | series × starts | WIS, month (naive) | cover of months 80 / 95 | WIS, year (naive) "
          "| cover of years 80 / 95 (± s.e.) | naive, years 80 / 95 |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for level, parts in found.items():
        every = np.concatenate(parts, axis=1)
        m, middle = every.mean(axis=1), np.median(every, axis=1)
        errors = [error_over_starts(every[i], every[-1]) for i in (6, 7)]
        print(f"| {level} | {every.shape[1]} | {middle[0]:.3f} ({middle[1]:.3f}) | {m[2]:.3f} / {m[3]:.3f} "
              f"| {middle[4]:.3f} ({middle[5]:.3f}) | {m[6]:.3f} / {m[7]:.3f} (± {errors[0]:.3f} / {errors[1]:.3f}) "
              f"| {m[8]:.3f} / {m[9]:.3f} |")  # fmt: skip


def print_speed(folder: Path) -> None:
    ten = [p for level, p, _ in panels(folder) if level == "London, area × type"][:10]
    timed("project 10 London measures", lambda: [project(panel, kind=COUNT) for panel in ten])
    timed("back-test 10 London measures", lambda: [backtest(panel, kind=COUNT) for panel in ten])
    one = project(ten[0], kind=COUNT)
    keys = [key for key in one.keys if one.basis(key)[0] is Basis.PROJECTION]
    timed(f"months of {len(keys)} series, 2,000 paths each", lambda: [one.months(key) for key in keys])
    many = np.random.default_rng(0).poisson(5, (10_000, 60))
    block = panel_of("many", [f"area {i}" for i in range(10_000)], Month(2010, 1), many)
    timed("project 10,000 series of 60 months", lambda: project(block, kind=COUNT))


def timed(name: str, work) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    print(f"- {name}: {time.perf_counter() - wall:.2f} s ({time.process_time() - cpu:.2f} s of processor)")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--months", type=int, default=60, help="months of history before each start")
    asked.add_argument("--starts", type=int, default=12, help="starts, spread over the whole run")
    asked.add_argument("--speed", action="store_true", help="measure speed too")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {sys.platform}\n")
    print_table(options.folder, options.months, options.starts)
    if options.speed:
        print()
        print_speed(options.folder)
