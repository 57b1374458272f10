"""The files of a sample: sheets of references, the record of a draw, a standard."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from eyre_cli.output import read_bytes

if TYPE_CHECKING:
    from datetime import date

    from eyre.body.registers import Standard as StandardRecord
    from eyre.sampling.draw import Drawn, DrawRecord
    from eyre.sampling.sheet import Sheet
    from eyre.sampling.standards import Standard


def read_sheet(source: Path) -> Sheet:
    """A CSV or Parquet file as a sheet."""
    from eyre.body.tables import PARQUET_MARK, read_columns
    from eyre.sampling.sheet import sheet

    data, where = read_bytes(source)
    table = read_columns(data, where)
    numbers = None if data[:4] == PARQUET_MARK else _row_numbers(data)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    return sheet(where, columns, numbers if numbers is None or len(numbers) == table.num_rows else None)


def _row_numbers(data: bytes) -> list[int]:
    """The row that each row of a CSV file has in a spreadsheet: lines without anything count there."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [number for number, cells in enumerate(rows, start=1) if cells][1:]


def share(option: str, percent: float, *, above: float = 0.0) -> float:
    """A percentage from the command line as a share."""
    if not above < percent < 100:
        raise typer.BadParameter(
            f"{percent:g} is not a percentage between {above:g} and 100. Write 95 for 95%.", param_hint=option
        )
    return percent / 100


def sure(percent: float) -> float:
    """A confidence from the command line as a share; below one half it would be none."""
    return share("--confidence", percent, above=50.0)


# --- standards ---


def read_standard(source: Path) -> Standard:
    """A standard from its file in a body folder."""
    from eyre.body.registers import Standard as StandardRecord
    from eyre.core import raise_if_any
    from eyre.core.codec import read_toml
    from eyre.sampling.standards import check_standard

    data, where = read_bytes(source)
    read, faults = read_toml(StandardRecord, data, where)
    raise_if_any(faults)
    assert read is not None
    standard = standard_of(read)
    check_standard(standard, where)
    return standard


def standard_in_force(folder: Path, on: date | None, key: str = "") -> Standard:
    """Of the standards of a body folder, or of its folder standards/, the version in force on a day.

    key: which standard, where there are several. Without a day there must be one version alone.
    """
    from eyre.core import NotFound, Refused
    from eyre.sampling.standards import version_in_force

    home = folder / "standards" if (folder / "standards").is_dir() else folder
    read = [read_standard(path) for path in sorted(home.glob("*.toml"))]
    keys = sorted({standard.key for standard in read})
    if not read or (key and key not in keys):
        what = f"no standard {key}" if key else "no standard"
        raise NotFound(f"{home} has {what}. Standards: {', '.join(keys) or 'none'}.")
    if not key and len(keys) > 1:
        raise Refused(f"{home} has several standards: {', '.join(keys)}. Name one with --standard-key.")
    versions = [standard for standard in read if standard.key == (key or keys[0])]
    if on is not None:
        return version_in_force(versions, on)
    if len(versions) > 1:
        names = ", ".join(standard.name for standard in versions)
        raise Refused(f"{home} has {names}. Say the day whose version is meant, --on DATE, or name the file.")
    return versions[0]


def standard_of(read: StandardRecord) -> Standard:
    """What the evaluation of a sample needs of a standard."""
    from eyre.sampling.standards import Element, ScopeRule, Standard

    return Standard(
        read.key,
        read.version,
        tuple(
            Element(one.key, one.asks, one.applies_when, one.time_rule, one.within_minutes, one.starts, one.ends)
            for one in read.elements
        ),
        read.title,
        read.in_force_from,
        read.in_force_to,
        tuple(ScopeRule(rule.column, rule.includes, rule.excludes) for rule in read.scope_rules),
    )


# --- the record of a draw ---


def plain_record(record: DrawRecord) -> dict[str, Any]:
    """The record of a draw as JSON has it."""
    return {
        "method": record.method,
        "seed": record.seed,
        "frame_sha256": record.frame_sha256,
        "frame_size": record.frame_size,
        "by": list(record.by),
        "allocation": str(record.allocation),
        "strata": [
            {**dict(zip(record.by, one.stratum, strict=True)), "size": one.size, "drawn": one.drawn}
            if not {"size", "drawn"} & set(record.by)
            else {"stratum": list(one.stratum), "size": one.size, "drawn": one.drawn}
            for one in record.strata
        ],
    }


def read_drawn(source: Path) -> Drawn:
    """A draw as `eyre sample draw --out FILE.json` wrote it."""
    from eyre.core import BadInput, Fault

    data, where = read_bytes(source)
    try:
        said = json.loads(data)
        return _drawn(said["record"], said["rows"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = "is not the record of a draw. Give the file that `eyre sample draw FRAME --out FILE.json` wrote."
        raise BadInput([Fault(where, what)]) from error


def _drawn(said: dict[str, Any], rows: Sequence[dict[str, Any]]) -> Drawn:
    from eyre.sampling.draw import Allocation, Drawn, DrawRecord, StratumDrawn

    by = tuple(said["by"])
    strata = tuple(
        StratumDrawn(tuple(one.get("stratum") or (one[name] for name in by)), int(one["size"]), int(one["drawn"]))
        for one in said["strata"]
    )
    record = DrawRecord(
        said["method"], int(said["seed"]), said["frame_sha256"], int(said["frame_size"]), by,
        Allocation(said["allocation"]), strata,
    )  # fmt: skip
    of = tuple(tuple(row[name] for name in by) for row in rows)
    drawn = Drawn(record, tuple(row["reference"] for row in rows), of)
    if record.asked != len(rows) or set(of) - {one.stratum for one in strata}:
        raise ValueError("rows and strata do not fit")
    return drawn
