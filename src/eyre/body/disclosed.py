"""issued/<key>/disclosed.csv: which counts a pack showed to the public, and which it hid; together they are the ledger.

A hidden count stands there without its value. The ledger of a body is that of everything it issued to the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from eyre.core import Facet, Fault, Month, Period, Rolling, raise_if_any
from eyre.core.codec import read_csv, record, write_csv
from eyre.disclosure import Entry, Figure, Ledger, State

DISCLOSED = "disclosed.csv"


@record
class Disclosed:
    """One count of one issue. areas: the smallest areas it adds up. periods: runs of months, and other periods."""

    measure: str
    facet: Facet = Facet()
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    state: State
    value: float | None = None


def disclosed_csv(entries: Iterable[Entry]) -> str:
    """The counts of one issue as its file."""
    return write_csv(Disclosed, [_row(entry) for entry in entries])


def read_ledger(folder: Path, *, without: str = "") -> Ledger:
    """All that a body has shown to the public, by the files it kept.

    without: the key of an issue that is left out. Raises BadInput with every fault of every file.
    """
    ledger, faults = Ledger(), list[Fault]()
    for file in sorted((folder / "issued").glob(f"*/{DISCLOSED}")):
        if file.parent.name != without:
            rows, wrong = read_csv(Disclosed, file.read_bytes(), file.relative_to(folder).as_posix())
            faults.extend(wrong)
            ledger = ledger.with_entries(map(_entry, rows))
    raise_if_any(faults)
    return ledger


def _row(entry: Entry) -> Disclosed:
    figure = entry.figure
    return Disclosed(
        measure=figure.measure, facet=figure.facet, areas=figure.areas, periods=tuple(_runs(figure.periods)),
        state=entry.state, value=entry.value,
    )  # fmt: skip


def _entry(row: Disclosed) -> Entry:
    return Entry(Figure.of(row.measure, row.areas, row.periods, row.facet), row.state, row.value)


def _runs(periods: Iterable[Period]) -> Iterator[Period]:
    """Months that follow one another as one run; the rest as they are. periods: sorted."""
    run: list[Month] = []
    for period in periods:
        if run and period != run[-1].shift(1):
            yield _as_one(run)
            run = []
        if isinstance(period, Month):
            run.append(period)
        else:
            yield period
    if run:
        yield _as_one(run)


def _as_one(run: list[Month]) -> Period:
    return run[0] if len(run) == 1 else Rolling(run[0], run[-1])
