"""How good projections are, and how fast, beside statsforecast, in one run on one machine.

    make bench-projection                       about ten minutes on two cores
    make bench-projection ARGS="--quick"        one or two: fewer starts, smaller samples
    make bench-projection ARGS="--write"        writes the table into docs/reference/benchmarks.md too
    EYRE_BENCH_DATA=PATH make bench-projection  where the panels are, if not beside the checkout

Nothing is kept between runs. Samples and random numbers have fixed seeds.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

from eyre.core import Floats
from page import PAGE, write_part
from projection import accuracy, events, goals, revision, shares, speed, totals
from projection.panels import BOROUGHS, HISTORY, HORIZON, POSTCODES, SHARES, Level, levels

HERE = Path(__file__).resolve().parent
BESIDE = HERE.parent.parent.parent / "shared" / "data"
PROCESSES = 2


@dataclass(frozen=True)
class Size:
    """How much is run: fits of AutoETS to time, starts of totals and of proportions."""

    name: str
    fits: int
    total_starts: int
    share_starts: int


WHOLE, QUICK = Size("in full", 150, 4, 4), Size("quick", 40, 20, 20)


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def report(folder: Path, size: Size, note: str) -> Iterator[str]:
    every = list(levels(folder))
    if size is QUICK:
        every = [level.quick() for level in every]
    by_name = {level.name: level for level in every}
    say("speed")
    pace = speed.measure(by_name[POSTCODES], size.fits)
    with ProcessPoolExecutor(PROCESSES) as workers:
        found = [accuracy.score_level(level, workers, say) for level in every]
        say("totals of areas")
        summed = sums_of_areas(workers, by_name, size)
    say("events")
    happened = happenings(found)
    say("proportions")
    asked = proportions(by_name[SHARES], size)
    say("in real time")
    revised = revision.judge_revision(folder)
    reached = [
        *goals.accuracy_goals(found), *goals.cover_goals(found, summed),
        *goals.event_goals(happened),
        *goals.share_goals(asked), *goals.speed_goals(speed.times_faster(pace)),
    ]  # fmt: skip
    yield from head(size, note)
    yield from goals.table_of(reached)
    for each in found:
        yield from accuracy.table_of(each)
    yield failures(found)
    yield ""
    yield from totals.table_of(summed)
    yield from events.table_of(happened)
    yield from shares.table_of(asked)
    yield from revision.table_of(*revised)
    yield from speed.table_of(pace)


def sums_of_areas(workers: Executor, by_name: dict[str, Level], size: Size) -> dict[str, Floats]:
    london, postcodes = by_name[BOROUGHS], by_name[POSTCODES]
    starts = tuple(range(60, 153, size.total_starts))
    return {
        "London, types over boroughs": totals.covers(workers, london, starts),
        "New South Wales, types over postcodes": totals.covers(workers, postcodes, postcodes.starts),
    }


def happenings(found: list[accuracy.Found]) -> dict[tuple[str, str], events.Verdict]:
    """Verdicts by level and event: of each panel, and before them of all panels that a goal is set for."""
    out = {}
    for goal in goals.SKILL:
        some = {each.level.name: events.judge_events(each) for each in found if each.level.goal == goal}
        for event in dict.fromkeys(event for chances in some.values() for event in chances):
            out[goal, event] = events.verdict_of(*(chances[event] for chances in some.values()))
            if len(some) > 1:
                out |= {(name, event): events.verdict_of(chances[event]) for name, chances in some.items()}
    return out


def proportions(level: Level, size: Size) -> dict[str, shares.Shares]:
    starts = tuple(range(60, 169, size.share_starts))
    out = {}
    for replies in (*shares.SIZES, None):
        name = "all" if replies is None else f"at most {replies}"
        out[name] = shares.judge_shares(shares.thinned(level, replies), starts)
    return out


def failures(found: list[accuracy.Found]) -> str:
    failed = sum(peers.failed for each in found for _, _, peers in each.asked)
    return f"AutoETS or AutoTheta failed on {failed:,} series; those got the seasonal naive forecast of statsforecast."


def head(size: Size, note: str) -> Iterator[str]:
    versions = ", ".join(f"{each} {version(each)}" for each in ("statsforecast", "numpy", "scipy", "pandas"))
    yield "## Projections"
    yield ""
    yield (
        f"Measured by `make bench-projection`, {size.name}, on {date.today().isoformat()}: {platform.platform()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}." + (f" {note}" if note else "")
    )
    yield ""
    yield (
        f"{HISTORY} months of history (car parts 27), {HORIZON} ahead. WIS: weighted interval score of the levels 2.5, "
        "10, 25, 50, 75, 90, 97.5 %, lower is better; scaled: over the mean absolute error of repeating last year in "
        "the history. Scored are series with every figure, 3 events or more in the history and such an error above 0; "
        "samples of them by seed. Typical series: geometric mean over series of Eyre's scaled WIS over the other's. "
        "Cover: by the randomised probability integral transform, a whole number on an edge counting in part; ± is the "
        "standard error with starts as the independent units (their futures overlap in part, so it is a little small). "
        "AutoETS as it is: without whole counts, below 0 too. Its own paths: of every fourth series."
    )
    yield ""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="fewer starts and smaller samples")
    asked.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    asked.add_argument("--note", default="", help="a sentence about this run to print with it")
    options = asked.parse_args()
    folder = Path(os.environ.get("EYRE_BENCH_DATA", BESIDE))
    if not (folder / "london_borough_monthly.parquet").exists():
        sys.exit(f"No panels in {folder}. Set EYRE_BENCH_DATA to the folder that holds them.")
    began = time.perf_counter()
    lines = list(report(folder, QUICK if options.quick else WHOLE, options.note))
    lines.append(f"The run took {(time.perf_counter() - began) / 60:.1f} minutes.")
    print("\n".join(lines))
    if options.write:
        write_part("bench-projection", "\n".join(lines))
        say(f"written to {PAGE}")


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        main()
