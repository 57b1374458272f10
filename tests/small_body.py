"""A small body folder made from a few arrays, for the tests of the tracker and the pack.

    folder = small_body(tmp_path, {"burglary": {"north": [80, 92, …], "south": [40, 38, …]}})

The force `anyshire` has the districts `north` and `south` and what could not be placed; `othershire` is another force.
Values are counts; pairs `(k, n)` make a proportion. NaN is a month without a figure. A measure may have a facet:
`satisfaction[element=whole]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from eyre.body.coverage import Block, Coverage
from eyre.body.folder import BodyFolder, read_folder, write_folder
from eyre.body.loads import Accepted, accept
from eyre.body.observations import schema
from eyre.body.registers import LoadEntry
from eyre.body.settings import Body, MeetingSeries, Post, Tracker
from eyre.core import Area, AreaKind, Direction, Facet, MeasureKind, Month, Period, measure_and_facet
from eyre.measures import Catalogue, Measure

FORCE = "anyshire"
FIRST = Month(2020, 4)
RECEIVED = date(2024, 1, 10)
Figures = Mapping[str, Mapping[str, Any]]

AREAS = (
    Area(key=FORCE, name="Anyshire", kind=AreaKind.FORCE, population=300_000, population_year=2021),
    Area(key="north", name="North", kind=AreaKind.DISTRICT, part_of=FORCE, population=200_000, population_year=2021),
    Area(key="south", name="South", kind=AreaKind.DISTRICT, part_of=FORCE, population=100_000, population_year=2021),
    Area(key=f"{FORCE}:no-location", name="Anyshire: no place", kind=AreaKind.NOT_PLACED, part_of=FORCE),
    Area(key="othershire", name="Othershire", kind=AreaKind.FORCE, population=600_000, population_year=2021),
)
POSTS = (Post(key="chair", title="Commissioner"), Post(key="chief", title="Chief constable"))
MEETINGS = MeetingSeries(key="scrutiny", title="Scrutiny meeting", planned=(date(2024, 1, 23),))


def measure(key: str = "burglary", **changes: Any) -> Measure:
    """A count of crimes of which fewer are better, unless said otherwise."""
    plain = Measure(
        key=key, name=key.replace("_", " ").capitalize(), what="What is counted.", why="It matters.", unit="offences",
        kind=MeasureKind.COUNT, direction=Direction.DOWN, source="Made-up figures",
    )  # fmt: skip
    return replace(plain, **changes)


def share(key: str = "satisfaction", **changes: Any) -> Measure:
    """A proportion of which more is better."""
    usual = {"unit": "%", "kind": MeasureKind.PROPORTION, "direction": Direction.UP}
    words = {"numerator": "satisfied", "denominator": "answers"}
    return measure(key, **{**usual, **words, **changes})


def small_body(
    path: Path,
    figures: Figures,
    *,
    measures: Iterable[Measure] = (),
    areas: Iterable[Area] = AREAS,
    first: Period = FIRST,
    received: date = RECEIVED,
    made_up: str = "",
    tracker: Tracker | None = None,
    body: Mapping[str, Any] | None = None,
    **records: Any,
) -> BodyFolder:
    """Write a body folder and read it back. records: fields of BodyFolder (timeline, meetings, events, …)."""
    settings = Body(
        key=FORCE, name="Anyshire Commissioner", kind="police and crime commissioner", force=FORCE, areas=tuple(areas),
        posts=POSTS, meeting_series=(MEETINGS,), tracker=tracker,
    )  # fmt: skip
    known = {m.key: m for m in measures}
    plain = {key: measure(key) for key in _keys(figures)}
    catalogue = Catalogue(tuple({**plain, **known}.values()))
    path.mkdir(parents=True, exist_ok=True)
    write_folder(BodyFolder(path, replace(settings, **(body or {})), measures=catalogue, **records))
    if figures:
        load(path, figures, first=first, received=received, made_up=made_up)
    return read_folder(path)


def _keys(figures: Figures) -> list[str]:
    return list(dict.fromkeys(key for key, _ in map(measure_and_facet, figures)))


def load(
    path: Path, figures: Figures, *, first: Period = FIRST, received: date = RECEIVED, made_up: str = ""
) -> Accepted:
    """Take figures into a folder as one load."""
    rows, areas, periods = [], set(), set()
    for key, of_area in figures.items():
        measure_key, facet = measure_and_facet(key)
        for area, values in of_area.items():
            for i, value in enumerate(values):
                period = first.shift(i)  # type: ignore[attr-defined]
                areas.add(area)
                periods.add(period)
                if not np.isnan(np.sum(value)):
                    rows.append(_row(measure_key, facet, area, period, value))
    table = pa.Table.from_pylist(rows, schema=schema())
    entry = LoadEntry(id="", received_on=received, made_up=made_up)
    return accept(path, table, Coverage.of([Block.of(_keys(figures), areas, periods)]), entry)


def _row(measure_key: str, facet: Facet, area: str, period: Period, value: Any) -> dict[str, Any]:
    k, n = value if np.ndim(value) else (None, None)
    return {
        "measure": measure_key, "facet": str(facet), "area": area,
        "period_start": period.start, "period_end": period.end,
        "value": float(value) if k is None else (100.0 * k / n if n else None),
        "numerator": k, "denominator": n, "standard_error": None,
    }  # fmt: skip


def steady(level: float, months: int = 45, seed: int = 1) -> np.ndarray:
    """Poisson counts about a level."""
    return np.random.default_rng(seed).poisson(level, months).astype(float)
