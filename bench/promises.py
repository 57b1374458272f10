"""What the tests of a promise cost: the readings of a typed line, its check, luck and power, and all its offers.

    python bench/promises.py

Figures made up with a seed: a count of ten years of months in five areas, and a share with counts. Times are medians
after a first run, which also imports and reads what is kept.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from eyre.body.meeting import Commitment
from eyre.commitments import DRAWS, Improvement, Known, Setting, doubts_about, luck_and_power
from eyre.commitments.readings import offers, shipped_readings
from eyre.core import Direction, Month, Reference, Series, SeriesKey
from eyre.core.units import MeasureKind
from eyre.cycle.due import Due
from eyre.cycle.words import CommitmentKind
from eyre.measures import Measure

WORDS = (
    "There will be a trend reversal between January and March, with an improved trajectory in all areas and signs of "
    "improvement by the end of March."
)
AREAS = ("north", "south", "east", "west", "middle")
ON = date(2017, 12, 19)
MEASURES = {
    "burglary": Measure(
        key="burglary", name="Burglary", what="", why="", unit="offences", kind=MeasureKind.COUNT,
        direction=Direction.DOWN, lag_days=45,
    ),
    "satisfaction": Measure(
        key="satisfaction", name="Satisfaction", what="", why="", unit="%", kind=MeasureKind.PROPORTION,
        direction=Direction.UP, lag_days=45,
    ),
}  # fmt: skip


def figures() -> Known:
    """Ten years of months to November 2017."""
    chance = np.random.default_rng(1)
    months = tuple(Month(2007, 12).shift(at) for at in range(120))
    none = np.full(120, np.nan)
    series = {}
    for area in AREAS:
        key, counts = SeriesKey("burglary", area), chance.poisson(100, 120).astype(float)
        series[key] = Series(key, months, counts, none, none, none)
        key, hits = SeriesKey("satisfaction", area), chance.binomial(40, 0.85, 120).astype(float)
        series[key] = Series(key, months, 100 * hits / 40, hits, np.full(120, 40.0), none)
    return Known(MEASURES, series, {"areas": AREAS})


def line(measure: str, areas: tuple[str, ...]) -> Commitment:
    return Commitment(
        reference=Reference.parse("commitment 2017-12/C1"), words=WORDS, kind=CommitmentKind.COMMITMENT,
        due=Due.on(date(2018, 3, 31)), measures=(measure,), areas=areas,
    )  # fmt: skip


def milliseconds(do: Callable[[], object], times: int = 9) -> float:
    """The median time of a few runs after the first."""
    do()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def table() -> Iterator[str]:
    """Rows of a table, one a question."""
    known, library, size = figures(), shipped_readings(), Improvement(10.0, percent=True)
    setting = Setting(known)
    yield "| question | milliseconds |"
    yield "|---|---|"
    matched = milliseconds(lambda: library.matches(WORDS))
    yield f"| which of {len(library.readings)} readings a typed line has | {matched:.2f} |"
    for measure in MEASURES:
        for areas in (AREAS[:1], AREAS):
            typed = line(measure, areas)
            found = offers(WORDS, typed, known, library, seed=1, on=ON, improvement=size, draws=10)
            test = next(offer.test for offer in found if offer.meaning == "better-level")
            assert test is not None
            tested = replace(typed, test=test)
            of = f"{measure}, {len(areas)} area{'s' if len(areas) > 1 else ''}"
            checked = milliseconds(lambda tested=tested: doubts_about(tested, setting))
            answered = milliseconds(
                lambda test=test: luck_and_power(test, known, size, seed=1, on=ON, version=""), times=5
            )
            all_of_it = milliseconds(
                lambda typed=typed: offers(WORDS, typed, known, library, seed=1, on=ON, improvement=size), times=3
            )
            yield f"| the check of one typed line ({of}) | {checked:.2f} |"
            yield f"| luck and power of one test, {DRAWS:,} draws ({of}) | {answered:.0f} |"
            yield f"| all {len(found)} offers of that line with luck and power ({of}) | {all_of_it:.0f} |"


if __name__ == "__main__":
    print("\n".join(table()))
