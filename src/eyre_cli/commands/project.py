"""`eyre project`: projections of any series, as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day_option, today
from eyre_cli.output import hand_over, read_bytes
from eyre_cli.terminal import Column, is_terminal, number, progress, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.core import Period, SeriesKey
    from eyre.engines.blocks import Workers
    from eyre.projection import Projection, Range
    from eyre.readers.long_table import LongTable
    from eyre_cli.bulk import Run, Said

KINDS = ("count", "rate", "proportion", "mean", "duration")
TOTALS = ("next12", "fy")
QUANTILES = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
MOST_AHEAD = 60


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A long table (series, month, value), CSV or Parquet, - for stdin; or a body folder.",
        ),
    ],
    horizon: Annotated[int, typer.Option(min=1, max=MOST_AHEAD, metavar="MONTHS", help="How many months ahead.")] = 12,
    totals: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(TOTALS),
            help="Also totals: of the next twelve months, or of each financial year touched, months seen included.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="|".join(KINDS), help="What the values are; read off the columns if left out."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of a folder: the seed of its paths; same figures, same seed, same result.")
    ] = None,
    backtest: Annotated[bool, typer.Option("--backtest", help="Say how good such projections have been here.")] = False,
    as_of: Annotated[
        Any, day_option("Of a folder: figures received by this day; today if left out.", "--as-of")
    ] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Of a folder: keep the projection of each specification under issued/.")
    ] = False,
    issued: Annotated[
        bool, typer.Option("--issued", help="Of a folder: score what was issued by the figures that came.")
    ] = False,
    join: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NEW=OLD+OLD",
            help="Of a file: count measures (or series) that changed their name as one; may be given again.",
        ),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Of a file: how many processes work; one a core if left out."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Project series: what happens next if nothing changes.

    Reads a long table with the columns series, month (YYYY-MM) and value, or numerator and denominator; with a column
    measure, the series of one measure share a season (without it, all do). Gives each month ahead its mean and
    quantiles. A series too short to project gets the range of a naive forecast, marked so in the column basis. Of a
    body folder it projects the series of its tracker; with --issue it makes the projections that projections.toml
    specifies and keeps them, to be scored when their figures come. The column method says how a range was made:
    closed_form by formulae, paths from paths that are drawn.
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    if issue or issued:
        from eyre_cli import issuing

        day = as_of or today()
        issuing.issue(source, day, seed or 0, as_json=json) if issue else issuing.show(source, day, out, as_json=json)
        return
    check_choice("--totals", totals or TOTALS[0], TOTALS)
    check_choice("--kind", kind or KINDS[0], KINDS)
    if not source.is_dir():
        if seed is not None:
            raise typer.BadParameter(NO_SEED, param_hint="--seed")
        _project_file(source, FromFile(horizon, totals, kind, backtest, tuple(join or ()), processes, json, out))
        return
    result = Result(totals, horizon, seed or 0, backtest)
    with progress("Projecting") as step:
        _project_folder(source, as_of or today(), result, step)
    result.speak()
    hand_over(result.cells, result.readable, out=out, as_json=json, about=result.about)


NO_SEED = "A file is projected by formulae, without random numbers: leave --seed out. It is for a body folder."


# --- a file --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FromFile:
    """What was asked of a file."""

    horizon: int
    totals: str | None
    kind: str | None
    backtest: bool
    join: tuple[str, ...]
    processes: int | None
    json: bool
    out: Path | None

    @property
    def is_for_a_person(self) -> bool:
        return self.out is None and not self.json and is_terminal()


def _project_file(source: Path, asked: FromFile) -> None:
    """Read a table, check it, and write its ranges block by block."""
    from eyre.core import MeasureKind
    from eyre.engines.blocks import Workers, cores
    from eyre_cli.bulk import WORTH_A_PROCESS, Asked, Run, measured, ready

    wanted = Asked(asked.horizon, asked.totals, MeasureKind(asked.kind) if asked.kind else None)
    with Workers(1 if asked.is_for_a_person else asked.processes or cores()) as workers, progress("Projecting") as step:
        large = str(source) != "-" and source.stat().st_size >= WORTH_A_PROCESS
        if large or asked.processes:
            workers.start(ready)
        step(f"reading {source.name}")
        long = _joined(_long_table(source), asked.join)
        run = Run(long, wanted, measured(long, wanted))
        records = run.records() if asked.backtest else {}
        if asked.is_for_a_person:
            cells = _shown(run, workers)
        else:
            _write(run, asked, records, workers, step)
    _speak(run.said)
    if asked.is_for_a_person:
        print(_readable(cells, records, _rest(len(long.series))))
        return
    for measure, sentence in records.items():
        warn(f"{measure}: {sentence}" if measure else sentence)
    if asked.out is not None and is_terminal(sys.stderr):
        warn(f"Wrote {asked.out}.")


def _long_table(source: Path) -> LongTable:
    from eyre.readers.long_table import read_long_table

    return read_long_table(*read_bytes(source)) if str(source) == "-" else read_long_table(source, source.name)


def _joined(long: LongTable, bridges: Sequence[str]) -> LongTable:
    """The table with what changed its name joined, as a person declares."""
    for bridge in bridges:
        into, equals, parts = bridge.partition("=")
        named = [part.strip() for part in parts.split("+") if part.strip()]
        if not equals or not into.strip() or len(named) < 2:
            what = f'"{bridge}" joins nothing. Write NEW=OLD+OTHER, with the names as they stand in the table.'
            raise typer.BadParameter(what, param_hint="--join")
        long = long.joined(into.strip(), named)
    return long


def _write(run: Run, asked: FromFile, records: dict[str, str], workers: Workers, step: Any) -> None:
    """Write every row, and in JSON what is said of the whole."""
    from eyre_cli.bulk import METHOD, writer_of

    with writer_of(asked.out, asked.json) as writer:
        for last, block in run.blocks(workers):
            writer.write(block)
            step(f"{last:,} of {len(run.long.series):,} series")
        _check_any(run.said)
        about: dict[str, Any] = {"horizon": asked.horizon, "method": METHOD}
        writer.end(
            about
            | ({"backtest": records} if records else {})
            | ({"refused": run.said.refused} if run.said.refused else {})
        )


def _shown(run: Run, workers: Workers) -> dict[str, list[Any]]:
    """The ranges of the first series, for a person."""
    from eyre.body.streams import plain

    cells: dict[str, list[Any]] = {}
    for _, block in run.blocks(workers, series=MOST_SHOWN):
        for name, column in block.items():
            cells.setdefault(name, []).extend(plain(column))
    _check_any(run.said)
    return cells


def _rest(series: int) -> str:
    if series <= MOST_SHOWN:
        return ""
    return f"These are the first {MOST_SHOWN} of {series:,} series. All: eyre project … --out FILE."


def _check_any(said: Said) -> None:
    """Stop where nothing could be projected, with the reasons."""
    from eyre.core import TooFewPoints

    if not said.rows:
        raise TooFewPoints("\n".join(f"{_some(series)}: {reason}" for reason, series in said.refused.items()))


def _speak(said: Said) -> None:
    """Say on stderr which series are left out, and which totals."""
    for noted in (said.refused, said.notes):
        for reason, series in noted.items():
            warn(f"{_some(series)}: {reason}")


MOST_SHOWN = 100  # series


# --- what is gathered ----------------------------------------------------------------------------------------------


@dataclass
class Result:
    """What was asked, and every range column by column."""

    totals: str | None
    horizon: int
    seed: int
    wants_backtest: bool
    cells: dict[str, list[Any]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)  # series by the reason
    notes: dict[str, list[str]] = field(default_factory=dict)  # totals that cannot be made, likewise
    records: dict[str, str] = field(default_factory=dict)  # by measure: how good projections have been

    @property
    def about(self) -> dict[str, Any]:
        kept = {"seed": self.seed, "horizon": self.horizon}
        return (
            kept
            | ({"backtest": self.records} if self.records else {})
            | ({"refused": self.refused} if self.refused else {})
        )

    def add(self, names: dict[str, str], model: Projection, key: SeriesKey) -> None:
        """Take a series in: a row a month ahead, then its totals. A series that is refused is said, with the reason."""
        from eyre.core import EyreError, TooFewPoints

        try:
            drawn = Drawn(model, key)
        except TooFewPoints as few:
            self.refuse(names["series"], str(few).removeprefix(f"{key}: "))
            return
        for each in drawn.months()[: self.horizon]:
            self._row(names, "month", each)
        for window in self._windows(model, key):
            try:
                self._row(names, "total", drawn.total(window))
            except EyreError as refusal:
                self.notes.setdefault(str(refusal).removeprefix(f"{key}: "), []).append(names["series"])

    def refuse(self, series: str, reason: str) -> None:
        """Note a series that is not projected, under its reason."""
        self.refused.setdefault(reason, []).append(series)

    def _windows(self, model: Projection, key: SeriesKey) -> Iterator[Period]:
        from eyre.projection import bulk

        yield from bulk.TOTALS[self.totals](model.ahead(key)[: self.horizon])

    def _row(self, names: dict[str, str], what: str, each: Range) -> None:
        quantiles = dict(zip(QUANTILES, each.quantiles, strict=True))
        row = {
            **names,
            "period": str(each.period),
            "kind": what,
            "mean": each.mean,
            **quantiles,
            "basis": each.basis.value,
            "method": "paths" if each.basis.value == "projection" else "closed_form",
        }
        for name, value in row.items():
            self.cells.setdefault(name, []).append(value)

    def speak(self) -> None:
        """Say on stderr what is no part of the table; stop where nothing could be projected."""
        from eyre.core import TooFewPoints

        refused, notes = (
            [f"{_some(series)}: {reason}" for reason, series in noted.items()] for noted in (self.refused, self.notes)
        )
        if refused and not self.cells:
            raise TooFewPoints("\n".join(refused))
        for words in (*refused, *notes):
            warn(words)
        for measure, sentence in self.records.items() if not is_terminal() else ():
            warn(f"{measure}: {sentence}" if measure else sentence)

    def readable(self) -> str:
        return _readable(self.cells, self.records)


def _readable(cells: dict[str, list[Any]], records: dict[str, str], more: str = "") -> str:
    """Ranges as a table for people."""

    def shown(name: str) -> list[str]:
        return [number(value) for value in cells[name]]

    ranges = [
        [f"{low} to {high}" for low, high in zip(shown(a), shown(b), strict=True)]
        for a, b in (("q10", "q90"), ("q025", "q975"))
    ]
    bases = ["" if basis == "projection" else f"{basis} range only" for basis in cells["basis"]]
    invented = cells.get("made_up") or [""] * len(bases)  # of a file nobody says
    bases = [
        "; ".join(filter(None, (made.partition(":")[0], basis))) for made, basis in zip(invented, bases, strict=True)
    ]
    columns = (cells["series"], cells["period"], shown("q50"), *ranges, bases)
    text = table(COLUMNS, [list(row) for row in zip(*columns, strict=True)])
    said = [f"{measure}: {sentence}" if measure else sentence for measure, sentence in records.items()]
    return "\n\n".join([text, *map(wrapped, filter(None, ("If nothing changes.", more, *said)))])


def _some(series: Sequence[str], most: int = 3) -> str:
    """The names of some series, and how many more there are."""
    more = len(series) - most
    return ", ".join(series[:most]) + (f" and {more:,} more" if more > 0 else "")


class Drawn:
    """The ranges of one series, all read off paths that are drawn once."""

    def __init__(self, model: Projection, key: SeriesKey) -> None:
        from eyre.core import TooFewPoints
        from eyre.projection import Basis

        basis, reason = model.basis(key)
        if basis is Basis.REFUSED:
            raise TooFewPoints(reason)
        self.model, self.key = model, key
        self.paths = model.paths(key) if basis is Basis.PROJECTION else None

    def months(self) -> Sequence[Range]:
        from eyre.projection.projections import range_of

        if self.paths is None:
            return self.model.months(self.key)
        return [range_of(month, own) for month, own in zip(self.paths.periods, self.paths.values.T, strict=True)]

    def total(self, window: Period) -> Range:
        from eyre.projection.projections import range_of

        if self.paths is None:
            return self.model.total(self.key, window)
        return range_of(window, self.model.totals(self.key, self.paths, window))


COLUMNS = (
    Column("series"),
    Column("period"),
    Column("middle", is_number=True),
    Column("80 in 100", is_number=True),
    Column("95 in 100", is_number=True),
    Column("note"),
)


# --- projecting ----------------------------------------------------------------------------------------------------


def _months_needed(horizon: int, totals: str | None) -> int:
    """How far the model must reach, so that every total that is asked for can be made; a season at least."""
    return horizon + 11 if totals == "fy" else max(horizon, 12)


def _project_folder(folder: Path, as_of: date, result: Result, step: Any) -> None:
    from eyre.body.folder import read_folder
    from eyre.tracker import Request, build_tracker

    rows = build_tracker(read_folder(folder), Request(as_of, seed=result.seed)).rows
    for at, row in enumerate(rows):
        step(f"{at + 1:,} of {len(rows):,} series")
        if row.projection is None:
            why = (each for each in row.warnings if each != row.measure.direction_note)
            result.refuse(str(row.key), " ".join(why) or "it has no monthly figures.")
        else:
            made_up = row.made_up.says() if row.made_up else ""
            names = {"series": str(row.key), "measure": row.key.measure, "area": row.key.area, "made_up": made_up}
            model = replace(row.projection, horizon=_months_needed(result.horizon, result.totals))
            result.add(names, model, row.key)
            if result.wants_backtest and row.outturn:
                result.records[row.key.measure] = row.outturn.track_record
