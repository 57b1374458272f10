"""`eyre load`: figures into a body folder, and what that changed; also the list of loads, retractions and the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day, day_option, plural, today
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, number, paint, print_json, progress, say, table, warn

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.body.loads import Accepted
    from eyre.body.registers import LoadEntry
    from eyre.core import Period
    from eyre.measures import Measure
    from eyre.readers import Reading

UNKNOWN = "unknown"
ENGINES = ("duckdb", "memory")
OUTCOMES = "last_outcome"


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="Files, folders or zips of one kind, as they were published."),
    ] = None,
    published: Annotated[
        str, typer.Option(metavar="DATE|unknown", help="The day the publisher put them out, or the word unknown.")
    ] = "",
    received: Annotated[Any, day_option("The day your office had them; today if left out.", "--received")] = None,
    publisher: Annotated[str, typer.Option(help="Who published them, where the files do not tell.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence, where the files do not tell.")] = "",
    by: Annotated[str, typer.Option(metavar="POST", help="The post that loads or retracts.")] = "",
    reason: Annotated[str, typer.Option(help="Why; a retraction needs it.")] = "",
    made_up: Annotated[
        str, typer.Option("--made-up", metavar="REASON", help="The figures are made up: by whom, and why.")
    ] = "",
    add_definitions: Annotated[
        bool,
        typer.Option("--add-definitions", help="Copy the definitions that Eyre ships for measures not known here."),
    ] = False,
    vintage: Annotated[
        str | None, typer.Option(help="Of a table with several publications of one month: which to read.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar="|".join(ENGINES), help="What counts the rows.")] = "duckdb",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare, and write nothing.")] = False,
    show: Annotated[bool, typer.Option("--list", help="List the loads of the folder instead.")] = False,
    retract: Annotated[
        str | None, typer.Option(metavar="ID", help="Take back a load that should not have been made instead.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="OUT.xlsx", help="Write a form to type figures into instead (.xlsx or .csv).")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="For a form: which measure; may be given again.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="For a form: which area; may be given again.")
    ] = None,
    first: Annotated[str, typer.Option("--from", metavar="PERIOD", help="For a form: its first period.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="PERIOD", help="For a form: its last period.")] = "",
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
) -> None:
    """Take published figures into a body folder, or say all that is wrong with them.

    Reads police.uk downloads as they come (CSV, gz, zip, folder), tidy tables (CSV, Parquet, XLSX, ODS) and the London
    panel; in a process of its own, within limits. Prints what was read, what should be looked at, and what changed
    against what was known. The same figures again change nothing; a faulty file loads nothing. A load is never
    overwritten: a later one revises it, a retraction takes it back.
    """
    from eyre.body.folder import read_folder

    body = read_folder(folder)
    if show:
        _list(body, as_json=json)
    elif retract is not None:
        _retract(body, retract, received or today(), by, reason, as_json=json)
    elif template is not None:
        _write_form(body, template, measure or [], area or [], first, last)
    else:
        on = _check_asked(sources, published, received, engine)
        reading = _read(body, sources or [], engine, vintage, outcomes=add_definitions or OUTCOMES in body.measures)
        added = _definitions(body, reading, add=add_definitions)
        entry = _entry(reading, on, received or today(), publisher, licence, by, reason, made_up)
        accepted = _accept(body, reading, entry, added, dry_run=dry_run)
        (_print_json if json else _print)(reading, accepted, added, dry_run)


def _check_asked(sources: Sequence[Path] | None, published: str, received: date | None, engine: str) -> date | None:
    """What a load cannot go without, before anything is read; returns the day of publication."""
    if not sources:
        raise typer.BadParameter("name the files to read, after the folder", param_hint="SOURCE")
    if not published:
        raise typer.BadParameter(
            "say when they were published: --published DATE, or --published unknown", param_hint="--published"
        )
    check_choice("--engine", engine, ENGINES)
    if received is not None and received > today():
        warn(f"Note: {received}, when these were received, is in the future.")
    return None if published == UNKNOWN else day(published)


# --- reading -------------------------------------------------------------------------------------------------------


def _read(body: BodyFolder, sources: Sequence[Path], engine: str, vintage: str | None, *, outcomes: bool) -> Reading:
    from eyre.core import NotFound
    from eyre.readers import read

    if missing := [str(source) for source in sources if not source.exists()]:
        raise NotFound(f"There is no such file or folder: {', '.join(missing)}. Nothing was loaded.")
    with progress(f"Reading {plural(len(sources), 'source')}"):
        return read(
            sources, areas=body.areas, measures=body.measures, engine=engine, vintage=vintage, outcomes=outcomes
        )


def _definitions(body: BodyFolder, reading: Reading, *, add: bool) -> list[Measure]:
    """The shipped definitions that the figures need and the body has not; BadInput where they may not be added."""
    from eyre.core import Fault, raise_if_any
    from eyre.measures import SHIPPED, shipped

    ours = {measure.key: measure for source in SHIPPED for measure in shipped(source)}
    unknown = sorted({key for key in reading.table["measure"].to_pylist() if key not in body.measures})
    known = [key for key in unknown if key in ours]
    faults = [
        Fault(key, f"there are figures for it and no definition. Write measures/{key}.toml, then load again.")
        for key in unknown
        if key not in ours
    ]
    if known and not add:
        copy = "copy it" if len(known) == 1 else "copy them"
        what = f"no definition is here, and Eyre ships one. To {copy}, load with --add-definitions."
        faults.append(Fault(", ".join(known), what))
    raise_if_any(faults)
    return [ours[key] for key in known]


def _entry(
    reading: Reading,
    published: date | None,
    received: date,
    publisher: str,
    licence: str,
    by: str,
    reason: str,
    made_up: str,
) -> LoadEntry:
    from eyre.body.registers import LoadEntry

    return LoadEntry(
        id="",
        source_hash=_source_hash(reading),
        source=_source_names(reading),
        publisher=publisher or reading.publisher,
        licence=licence or reading.licence,
        published_on=published,
        received_on=received,
        by=by,
        reader=reading.reader,
        reader_version=reading.reader_version,
        reason=reason,
        made_up=made_up,
    )


def _source_hash(reading: Reading) -> str:
    """The hash of the one file; of several, the hash of the list of their hashes, in order."""
    from eyre.body.files import sha256

    hashes = sorted(source.sha256 for source in reading.sources)
    return hashes[0] if len(hashes) == 1 else sha256("\n".join(hashes).encode())


def _source_names(reading: Reading) -> str:
    names = sorted(source.name for source in reading.sources)
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} to {names[-1]} ({len(names)} files)"


def _accept(
    body: BodyFolder, reading: Reading, entry: LoadEntry, added: Sequence[Measure], *, dry_run: bool
) -> Accepted:
    """Definitions first: without figures they do no harm, and figures never stand without them."""
    from eyre.body.files import write_whole
    from eyre.body.loads import Accepted, accept, compare, known_rows
    from eyre.measures import write_measure

    with progress("Comparing with what was known"):
        if dry_run:
            return Accepted(None, compare(known_rows(body.path, entry.received_on), reading.table, reading.covers))
        for measure in added:
            write_whole(body.path / "measures" / f"{measure.key}.toml", write_measure(measure))
        accepted = accept(body.path, reading.table, reading.covers, entry)
    _describe(body.path)
    return accepted


def _describe(folder: Path) -> None:
    from eyre.body.datapackage import write_datapackage
    from eyre.body.folder import read_folder

    write_datapackage(read_folder(folder))


# --- saying what happened ------------------------------------------------------------------------------------------


CHANGES = (
    Column("measure"),
    Column("new", is_number=True),
    Column("the same", is_number=True),
    Column("revised", is_number=True),
    Column("withdrawn", is_number=True),
    Column("sum before", is_number=True),
    Column("sum after", is_number=True),
    Column("change", is_number=True),
    Column("largest", is_number=True),
)


def _print(reading: Reading, accepted: Accepted, added: Sequence[Measure], dry_run: bool) -> None:
    _print_counts(reading)
    for measure in added:
        say(f"Copied the definition measures/{measure.key}.toml.")
    for doubt in (*reading.doubts, *accepted.doubts):
        say(f"{paint('doubt', 'yellow')}  {doubt}")
    changed = [change for change in accepted.changes if change.new or change.revised or change.withdrawn]
    if changed:
        say()
        print(_changes_table([_change(change) for change in changed]))
    if revised := [change for change in changed if change.revised]:
        say(f"Revised: {', '.join(change.measure for change in revised)}. Sums are of the revised cells alone.")
    say()
    say(paint(_outcome(accepted, bool(changed), dry_run), "bold"))


def _print_counts(reading: Reading) -> None:
    counts = reading.counts
    publisher = reading.publisher or "a publisher not stated"
    say(f"Read {plural(counts['files'], 'file')} of {publisher}: {counts['rows']:,} rows.")
    words = {
        "placed": "placed in an area",
        "no_location": "without a place",
        "outside": "outside the force",
        "left_out": "of forces not known here, left out",
    }
    for name, what in words.items():
        if counts.get(name):
            say(f"  {counts[name]:>9,}  {what}")


def _changes_table(rows: list[list[str]]) -> str:
    """The changes, without the columns that nothing stands in."""
    used = [at for at in range(len(CHANGES)) if any(row[at] for row in rows)]
    return table([CHANGES[at] for at in used], [[row[at] for at in used] for row in rows])


def _change(change: Any) -> list[str]:
    cells = (change.new, change.same, change.revised, change.withdrawn)
    counts = [f"{cell:,}" if cell else "" for cell in cells]
    if not change.revised:
        return [change.measure, *counts, "", "", "", ""]
    return [
        change.measure,
        *counts,
        number(change.before),
        number(change.after),
        _percent(change),
        number(change.largest),
    ]


def _percent(change: Any) -> str:
    """By how much the sum of the revised cells moved."""
    return f"{100 * (change.after - change.before) / change.before:+.1f} %" if change.before else ""


def _outcome(accepted: Accepted, changed: bool, dry_run: bool) -> str:
    if dry_run:
        return "Dry run: nothing was written." if changed else "Dry run: nothing new."
    if accepted.entry is None:
        return "Nothing new: every figure was known already."
    from eyre.core import MARK

    mark = f", {MARK}" if accepted.entry.made_up else ""
    entry = accepted.entry
    return f"Load {entry.id}, received on {entry.received_on}: {entry.rows:,} figures{mark}."


def _print_json(reading: Reading, accepted: Accepted, added: Sequence[Measure], dry_run: bool) -> None:
    from dataclasses import asdict

    from eyre.core.codec import json_ready

    print_json(
        load=json_ready(accepted.entry) if accepted.entry else None,
        dry_run=dry_run,
        counts=reading.counts,
        sources=[json_ready(source) for source in reading.sources],
        doubts=[{"where": doubt.where, "what": doubt.what} for doubt in (*reading.doubts, *accepted.doubts)],
        changes=[asdict(change) for change in accepted.changes],
        definitions_added=[measure.key for measure in added],
    )


# --- the list, retractions, the form -------------------------------------------------------------------------------


LISTED = ("id", "received_on", "published_on", "publisher", "reader", "rows", "source", "retracts", "reason", "made_up")
NUMBERS = frozenset({"rows"})


def _list(body: BodyFolder, *, as_json: bool) -> None:
    """The manifest, oldest first."""
    from eyre.core.codec import cell

    columns = {name: [_plain(getattr(entry, name)) for entry in body.loads] for name in LISTED}
    shown = [name for name in LISTED if any(columns[name])] or list(LISTED)
    heads = [Column(name.replace("_", " "), is_number=name in NUMBERS) for name in shown]

    def readable() -> str:
        rows = [[cell(getattr(entry, name)) for name in shown] for entry in body.loads]
        return table(heads, rows) if rows else f"{body.path} has no load yet."

    hand_over(columns, readable, out=None, as_json=as_json, about={})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _retract(body: BodyFolder, load_id: str, received: date, by: str, reason: str, *, as_json: bool) -> None:
    from eyre.body.loads import retract
    from eyre.core.codec import json_ready

    entry = retract(body.path, load_id, received_on=received, by=by, reason=reason)
    _describe(body.path)
    if as_json:
        print_json(retracted=json_ready(entry))
    else:
        say(f"Load {load_id} is taken back from {received} on. Its file and this retraction both stay.")


def _write_form(
    body: BodyFolder, path: Path, measures: Sequence[str], areas: Sequence[str], first: str, last: str
) -> None:
    from eyre.core import Refused
    from eyre.readers import write_template

    if path.exists():
        raise Refused(f"{path} is there already, and might be filled in. Choose another name.")
    wanted = [body.measures[key] for key in measures] or [each for each in body.measures if not each.source_key]
    if not wanted:
        raise Refused("Every measure here comes from a source that Eyre reads by itself. Name one: --measure KEY.")
    places = [body.areas.get(key) for key in areas or [body.body.force]]
    periods = _periods(wanted, first, last)
    write_template(path, wanted, places, periods)
    say(
        f"Wrote {path}: {plural(len(wanted), 'measure')}, {plural(len(places), 'area')}, {periods[0]} to {periods[-1]}."
    )
    say(f"Fill it in, then: eyre load {body.path} {path} --received DATE --published DATE")


def _periods(measures: Sequence[Measure], first: str, last: str) -> list[Period]:
    """The periods of a form: those asked for, or the last twelve months up to now in the measures' usual period."""
    from eyre.core import Refused, parse_period

    kinds = sorted({measure.period for measure in measures})
    if not first and not last and len(kinds) > 1:
        by_kind = "; ".join(f"{kind}: {', '.join(m.key for m in measures if m.period == kind)}" for kind in kinds)
        raise Refused(f"These measures are of different periods ({by_kind}). Write a form for each: --measure KEY.")
    end = parse_period(last) if last else parse_period(first) if first else _latest(kinds[0])
    start = parse_period(first) if first else _a_year_before(end)
    if type(start) is not type(end) or start > end or not hasattr(start, "shift"):
        raise Refused(
            f"{start} to {end} is not a run of periods. Write both alike, the earlier first: 2017-04 and 2018-03."
        )
    run: list[Period] = [start]
    while run[-1] < end:
        run.append(run[-1].shift(1))  # type: ignore[attr-defined]
    return run


def _latest(kind: str) -> Period:
    """The last whole period of a kind before today."""
    from eyre.core import CalendarYear, Day, FinancialYear, Month, Quarter, Week

    now = today()
    current: Any = {
        "day": Day(now),
        "week": Week.of(now),
        "quarter": Quarter.of(now),
        "financial_year": FinancialYear.of(now),
        "calendar_year": CalendarYear(now.year),
    }.get(kind, Month.of(now))
    latest: Period = current.shift(-1)
    return latest


def _a_year_before(end: Period) -> Period:
    """The first of the periods that make up a year with this one as its last."""
    before = max(1, round(365 / end.days)) if end.days > 1 else 28
    start: Period = end.shift(1 - before)  # type: ignore[attr-defined]
    return start
