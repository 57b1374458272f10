"""`eyre tracker`: the judged tracker of a body, in the order of attention."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import day_option, month, today
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, number, paint, progress, table, width, wrapped

if TYPE_CHECKING:
    from datetime import date

    from eyre.body.folder import BodyFolder
    from eyre.tracker import Tracker, TrackerRow


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    as_of: Annotated[Any, day_option("Figures received by this day; today if left out.", "--as-of")] = None,
    since: Annotated[
        Any, day_option("A signal after this day is new; the last meeting if left out.", "--since")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only this measure; may be given again.")
    ] = None,
    area: Annotated[list[str] | None, typer.Option(metavar="KEY", help="Only this area; may be given again.")] = None,
    split: Annotated[
        str | None, typer.Option(metavar="MONTH", help="Compare the slopes before and from this month on.")
    ] = None,
    structure: Annotated[
        Any, day_option("Cut areas by the structure of this day; each month by its own if left out.", "--structure")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the projections' draws.")] = 0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Judge every series of a body and put them in the order of attention.

    Late or incomplete first, then new special causes of concern, targets missed, outturns off target, the rest; each
    with its reason.
    """
    from eyre.body.folder import read_folder
    from eyre.tracker import Request, build_tracker
    from eyre.tracker.commitments import CommitmentsAsOf
    from eyre.tracker.plain import tracker_columns, tracker_plain
    from eyre.tracker.promised import with_commitments
    from eyre_cli.terminal import print_json

    read = read_folder(folder)
    day = as_of or today()
    request = Request(
        as_of=day,
        since=since or last_meeting(read, day),
        seed=seed,
        measures=tuple(measure or ()),
        areas=tuple(area or ()),
        split=month(split) if split else None,
        structure=structure,
    )
    with progress("Judging the series"):
        tracker = with_commitments(build_tracker(read, request), CommitmentsAsOf(read, day, seed))
    if json and out is None:
        print_json(**{k: v for k, v in tracker_plain(tracker).items() if k != "format"})
        return
    hand_over(
        tracker_columns(tracker),
        lambda: readable(tracker),
        out=out,
        as_json=False,
        about={"as_of": day.isoformat()},
    )


def last_meeting(folder: BodyFolder, by: date) -> date | None:
    """The day of the last meeting on record before a day."""
    return max((meeting.date for meeting in folder.meetings if meeting.date < by), default=None)


def readable(tracker: Tracker) -> str:
    """The tracker as a person reads it: a table for each place in the order of attention."""
    from eyre.core import say_date
    from eyre.tracker import Attention

    parts = [f"Figures as received by {say_date(tracker.as_of)}."]
    for place in Attention:
        rows = [row for row in tracker.rows if row.attention is place]
        if rows:
            parts.append(paint(f"{place.heading} ({len(rows)})", "bold"))
            parts.append(_table(rows))
            parts += _promised(rows)
    if not tracker.rows:
        parts.append("There are no figures to judge. Take some in: eyre load FOLDER SOURCE --received DATE")
    if tracker.without_figures:
        names = ", ".join(measure.name for measure in tracker.without_figures)
        parts.append(wrapped(f"Measures without figures: {names}."))
    parts += [wrapped(f"Warning: {warning}") for warning in tracker.warnings]
    return "\n\n".join(parts)


HEADINGS = (
    Column("Series"),
    Column("Latest"),
    Column("Value", is_number=True),
    Column("Expected"),
    Column("Year's outturn"),
    Column("On last year"),
    Column("Why"),
)


# What is left out where the terminal is narrower than so many columns; the least needed go first.
LEFT_OUT = ((130, ("Expected", "On last year")), (95, ("Year's outturn",)))


def _table(rows: list[TrackerRow]) -> str:
    """Rows with as many columns as the terminal has room for."""
    gone = {heading for least, headings in LEFT_OUT if width() < least for heading in headings}
    kept = [at for at, column in enumerate(HEADINGS) if column.heading not in gone]
    return table([HEADINGS[at] for at in kept], [[cells[at] for at in kept] for cells in map(_cells, rows)])


def _promised(rows: list[TrackerRow]) -> list[str]:
    """Beneath a table the commitments whose tests read its series."""
    lines = [
        f"{row.name}, {row.area_name}: {'; '.join(each.line for each in row.commitments)}"
        for row in rows
        if row.commitments
    ]
    return ["\n".join(["Commitments on these series:", *map(wrapped, lines)])] if lines else []


def _cells(row: TrackerRow) -> list[str]:
    return [
        f"{row.name}, {row.area_name}",
        str(row.latest.period) if row.latest else "",
        number(row.latest.value) if row.latest else "",
        _expected(row),
        _outturn(row),
        _year_ago(row),
        row.reason,
    ]


def _expected(row: TrackerRow) -> str:
    if row.chart is None or row.latest is None:
        return ""
    at = row.shown.periods.index(row.latest.period)
    return f"{number(round(float(row.chart.shown_lower[at])))} to {number(round(float(row.chart.shown_upper[at])))}"


def _outturn(row: TrackerRow) -> str:
    if row.outturn is None:
        return ""
    total = row.outturn.projected
    low, high = total.interval_80
    digits = 1 if row.measure.unit == "%" else 0
    said = f"{number(round(low, digits))} to {number(round(high, digits))}"
    return f"{row.outturn.window}: {said}" + (" (naive range)" if total.reason else "")


def _year_ago(row: TrackerRow) -> str:
    if row.year_ago is None:
        return ""
    change = row.year_ago.change
    sign = "pts" if row.measure.unit == "%" else "%"
    return f"{float(change.estimate):+.1f}{sign} ({float(change.lower):+.1f} to {float(change.upper):+.1f})"
