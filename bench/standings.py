"""Promises: how long it takes to say where ten years of them stand.

    PYTHONPATH=src python bench/standings.py

Made figures and made minutes, the same in every run: 120 monthly meetings with 20 promises each, a load a month that
brings the newest month and revises the two before. No peer does as much: there is nothing to set beside it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

SEED = 20171219
MEETINGS, PROMISES = 120, 20
BEFORE = 36  # months of figures before the first meeting
OPEN = 3  # months whose promises have no luck and power written down yet
DISTRICTS = tuple(f"district-{letter}" for letter in "abcdef")
COUNTS = tuple(f"crime-{number}" for number in range(1, 9))
SHARES = ("satisfaction", "first-contact")
HEAD = ("| what | goal | first | again |", "|---|---|---|---|")


def table() -> Iterator[str]:
    """Rows of Markdown, times in seconds."""
    yield from HEAD
    with tempfile.TemporaryDirectory(prefix="eyre-bench-promises-") as place:
        folder, as_of = made_body(Path(place))
        yield row(f"read a folder of {MEETINGS} meetings", "", lambda: _read(folder))
        yield row(f"where {MEETINGS * PROMISES:,} promises stand", "10", lambda: _standings(folder, as_of))


def row(what: str, goal: str, call: Callable[[], object]) -> str:
    """Seconds of the first call and of one more."""
    taken = []
    for _ in range(2):
        began = time.perf_counter()
        call()
        taken.append(f"{time.perf_counter() - began:.1f}")
    return f"| {what} | {goal} | {' | '.join(taken)} |"


def _read(path: Path) -> object:
    from eyre.body.folder import read_folder

    return read_folder(path)


def _standings(path: Path, as_of: date) -> object:
    from eyre.body.folder import read_folder
    from eyre.tracker.commitments import CommitmentsAsOf

    found = CommitmentsAsOf(read_folder(path), as_of).standings()
    assert len(found) == MEETINGS * PROMISES
    return found


# --- the made body -------------------------------------------------------------------------------------------------


def made_body(path: Path) -> tuple[Path, date]:
    """Write the body; its folder, and the day it is looked at."""
    from eyre.body.folder import BodyFolder, write_folder
    from eyre.body.settings import Body, MeetingSeries, Post
    from eyre.core import Area, AreaKind, Month
    from eyre.measures import Catalogue

    first = Month(2015, 7)
    areas = [Area(key="anyshire", name="Anyshire", kind=AreaKind.FORCE, population=900_000, population_year=2021)]
    areas += [
        Area(key=key, name=key, kind=AreaKind.DISTRICT, part_of="anyshire", population=150_000, population_year=2021)
        for key in DISTRICTS
    ]
    body = Body(
        key="anyshire", name="Anyshire Commissioner", kind="police and crime commissioner", force="anyshire",
        areas=tuple(areas), posts=(Post(key="chair", title="Commissioner"), Post(key="chief", title="Chief constable")),
        meeting_series=(MeetingSeries(key="scrutiny", title="Scrutiny meeting"),),
    )  # fmt: skip
    months = [first.shift(at) for at in range(MEETINGS)]
    events = tuple(event for at, month in enumerate(months) for event in _events(at, month, MEETINGS))
    meetings = tuple(_meeting(at, month) for at, month in enumerate(months))
    measures = Catalogue(tuple(_measures()))
    folder = BodyFolder(path, body, measures=measures, meetings=meetings, events=events)
    write_folder(folder)
    _write_loads(path, first)
    return path, _day_of(months[-1]) + timedelta(days=7)


def _measures() -> Iterator[object]:
    from eyre.core import Direction, MeasureKind
    from eyre.measures import Measure

    alike = {"what": "What is counted.", "why": "It matters.", "source": "Made-up figures", "lag_days": 35}
    for key in COUNTS:
        yield Measure(
            key=key, name=key, unit="offences", kind=MeasureKind.COUNT, direction=Direction.DOWN, **alike
        )  # fmt: skip
    for key in SHARES:
        yield Measure(
            key=key, name=key, unit="%", kind=MeasureKind.PROPORTION, direction=Direction.UP,
            numerator="satisfied", denominator="answers", **alike,
        )  # fmt: skip


def _day_of(month: object) -> date:
    return month.start + timedelta(days=18)  # type: ignore[attr-defined]


def _meeting(at: int, month: object) -> object:
    from eyre.body.meeting import Item, Meeting
    from eyre.core import Reference
    from eyre.cycle.states import MeetingStatus

    items = tuple(
        Item(number=f"{number + 1}", title="A matter", commitments=tuple(_promises(at, month, number)))
        for number in range(5)
    )
    return Meeting(
        reference=Reference("meeting", str(month)), series="scrutiny", title="Scrutiny meeting", date=_day_of(month),
        status=MeetingStatus.PUBLISHED, items=items,
    )  # fmt: skip


def _promises(at: int, month: object, item: int) -> Iterator[object]:
    from eyre.body.commitment_test import Improvement
    from eyre.body.meeting import Commitment, LuckAndPower
    from eyre.core import Reference
    from eyre.cycle.due import Due
    from eyre.cycle.words import CommitmentKind

    worth = LuckAndPower(
        luck=0.3, power=0.6, improvement=Improvement(10, percent=True), computed_on=_day_of(month), version="bench"
    )
    for number in range(item * 4, item * 4 + 4):
        yield Commitment(
            reference=Reference("commitment", str(month), f"C{number + 1}"), words="It will be better by the spring.",
            kind=CommitmentKind.COMMITMENT, given_by=("chief",), due=Due(words="soon", date=month.shift(4).end),
            measures=(COUNTS[number % 8],), areas=(DISTRICTS[number % 6],), test=_test(number, month),
            test_agreed_by="chair",
            luck_and_power=worth if at < MEETINGS - OPEN and number % 10 < 9 else None,
        )  # fmt: skip


def _test(number: int, month: object) -> object:
    """One of ten kinds of test, over the next three months."""
    from eyre.body.commitment_test import (
        Aggregate,
        AllOfTest,
        ChangeTest,
        Comparison,
        ForEach,
        LevelTest,
        ParityTest,
        Reads,
        RecordTest,
        RelativeChangeTest,
        SignalTest,
        WithinTest,
    )
    from eyre.core import Rolling

    window, before = Rolling(month.shift(1), month.shift(3)), Rolling(month.shift(-11), month.shift(-9))
    baseline = Rolling(month.shift(-26), month.shift(-3))
    count, share, area = COUNTS[number % 8], SHARES[number % 2], DISTRICTS[number % 6]
    of = {"measure": count, "area": area}
    match number % 10:
        case 0 | 1:
            return LevelTest(**of, window=window, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=250)
        case 2:
            return LevelTest(
                measure=share, area="anyshire", window=window, aggregate=Aggregate.POOLED_RATE, op=Comparison.AT_LEAST,
                value=85, reads=Reads.UNDERLYING,
            )  # fmt: skip
        case 3 | 4:
            return ChangeTest(**of, before=before, after=window, aggregate=Aggregate.MEAN, by=5, percent=True)
        case 5:
            return RelativeChangeTest(
                **of, before=before, after=window, aggregate=Aggregate.MEAN, peer=DISTRICTS[(number + 1) % 6]
            )
        case 6:
            return SignalTest(**of, window=window, baseline=baseline)
        case 7:
            return WithinTest(
                measure=count,
                for_each=ForEach(areas=DISTRICTS, at_least=4),
                window=window,
                baseline=baseline,
                periods=3,
            )
        case 8:
            level = LevelTest(**of, window=window, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=290)
            even = ParityTest(**of, window=window, peer=DISTRICTS[(number + 2) % 6], tolerance=10)
            return AllOfTest(tests=(level, even, RecordTest(what="document", by=month.shift(4).end)))
        case _:
            return RecordTest(what="meeting", matching="scrutiny", by=month.shift(2).end)


def _events(at: int, month: object, meetings: int) -> Iterator[object]:
    """Some dates are moved, some promises were missed, and the older ones were decided."""
    from eyre.body.registers import Event
    from eyre.core import Reference
    from eyre.cycle.events import EventKind

    for number in range(PROMISES):
        of = {"reference": Reference("commitment", str(month), f"C{number + 1}"), "by": "chair"}
        if number % 5 == 0:
            day, later = _day_of(month.shift(2)), month.shift(6).end
            yield Event(at=day, kind=EventKind.NEW_DATE, words="The work began late.", sets_date=later, **of)
        if number % 7 == 0:
            yield Event(at=_day_of(month.shift(4)), kind=EventKind.MISSED, words="It has not happened.", **of)
        if at < meetings - 9:
            yield Event(at=_day_of(month.shift(8)), kind=EventKind.DECISION, words="As seen.", outcome="kept", **of)


def _write_loads(path: Path, first: object) -> None:
    from eyre.body.loads import accept
    from eyre.body.registers import LoadEntry

    rng = np.random.default_rng(SEED)
    start = first.shift(-BEFORE)
    months = [start.shift(at) for at in range(BEFORE + MEETINGS)]
    level = {(key, area): rng.integers(60, 140) for key in (*COUNTS, *SHARES) for area in DISTRICTS}
    final = {cell: rng.poisson(mean, len(months)) for cell, mean in level.items()}
    yes = {cell: rng.binomial(final[cell], 0.85) for cell in level if cell[0] in SHARES}
    for newest in range(BEFORE - 2, len(months) - 1):
        oldest = 0 if newest == BEFORE - 2 else newest - 2
        rows = [
            _row(cell, months[at], final[cell][at] - (newest - at < 2), yes[cell][at] if cell in yes else None)
            for cell in level for at in range(oldest, newest + 1)
        ]  # fmt: skip
        _accept(path, rows, months[oldest : newest + 1], months[newest].end + timedelta(days=35), accept, LoadEntry)


def _row(cell: tuple[str, str], month: object, n: int, k: int | None) -> dict[str, object]:
    hits = None if k is None else min(int(k), int(n))
    value = float(n) if hits is None else 100 * hits / n
    return {
        "measure": cell[0], "facet": "", "area": cell[1], "period_start": month.start, "period_end": month.end,
        "value": value, "numerator": hits, "denominator": None if hits is None else int(n), "standard_error": None,
    }  # fmt: skip


def _accept(path: Path, rows: list, months: list, on: date, accept: Callable, entry: Callable) -> None:
    """As one load. Written straight into the manifest: what `accept` compares is measured elsewhere."""
    import pyarrow as pa

    from eyre.body.coverage import Block, Coverage
    from eyre.body.files import sha256, write_whole
    from eyre.body.loads import _parquet, _write_manifest, load_path, read_manifest
    from eyre.body.observations import canonical, schema

    table = canonical(pa.Table.from_pylist(rows, schema=schema()))
    covers = Coverage.of([Block.of((*COUNTS, *SHARES), DISTRICTS, months)])
    data = _parquet(table, on)
    made = replace(entry(id=sha256(data)[:12], received_on=on), rows=table.num_rows, covers=str(covers))
    write_whole(load_path(path, made), data)
    _write_manifest(path, (*read_manifest(path).entries, made))


if __name__ == "__main__":
    print("\n".join(table()))
