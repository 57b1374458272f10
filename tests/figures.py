"""Figures for tests: small tables in the form of every load, and loads taken into a folder."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from eyre.body.coverage import Block, Coverage
from eyre.body.loads import Accepted, accept
from eyre.body.observations import schema
from eyre.body.registers import LoadEntry
from eyre.core import parse_period

Cell = tuple[str, str, str]  # measure, area, period


def table(cells: dict[Cell, float], **numbers: dict[Cell, float]) -> pa.Table:
    """Rows of the table of figures; `numbers` gives numerators, denominators and errors by cell."""
    rows = [
        {
            "measure": cell[0],
            "facet": "",
            "area": cell[1],
            "period_start": parse_period(cell[2]).start,
            "period_end": parse_period(cell[2]).end,
            "value": value,
            **{name: by_cell.get(cell) for name, by_cell in numbers.items()},
        }
        for cell, value in cells.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema())


def covers(cells: Iterable[Cell]) -> Coverage:
    return Coverage.of(Block.of([measure], [area], [parse_period(period)]) for measure, area, period in cells)


def take_in(folder: Path, cells: dict[Cell, float], received_on: date, claimed: Iterable[Cell] = ()) -> Accepted:
    """Take figures in as a load that is complete about its cells and about those it claims besides."""
    return accept(folder, table(cells), covers([*cells, *claimed]), LoadEntry(id="", received_on=received_on))


def known(rows: pa.Table) -> dict[Cell, float]:
    """What is known, cell by cell, of figures by month."""
    return {(row["measure"], row["area"], f"{row['period_start']:%Y-%m}"): row["value"] for row in rows.to_pylist()}
