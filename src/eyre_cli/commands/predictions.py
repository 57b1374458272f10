"""`eyre predictions`: the figures people lodged beforehand, beside what came and what was forecast that day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import day_option, today
from eyre_cli.output import hand_over, warn_of_made_up
from eyre_cli.terminal import Column, is_terminal, number, paint, print_json, progress, table, warn, width, wrapped

if TYPE_CHECKING:
    from eyre.tracker.predicted import Entry, Register


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    as_of: Annotated[
        Any, day_option("Predictions lodged and figures received by this day; today if left out.", "--as-of")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Only this measure; may be given again.")
    ] = None,
    area: Annotated[list[str] | None, typer.Option(metavar="KEY", help="Only this area; may be given again.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of Eyre's own projection of the same day.")] = 0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Set lodged predictions beside what came: state, result, error, and how they have done.

    A prediction is lodged in predictions.csv before its period opens; one that comes later is kept and never scored.
    Each is set beside the figure as first published, the naive forecast and Eyre's, both from the figures known on
    the day it was lodged. What is judged is predictions of posts and measures, never a person.
    """
    from eyre.body.folder import read_folder
    from eyre.tracker import Request
    from eyre.tracker.predicted import build_register
    from eyre.tracker.predicted_plain import register_columns, register_plain

    read = read_folder(folder)
    request = Request(as_of or today(), seed=seed, measures=tuple(measure or ()), areas=tuple(area or ()))
    _check_known(read, request)
    with progress("Setting predictions beside their results"):
        register = build_register(read, request)
    if json and out is None:
        print_json(**register_plain(register))
        return
    if not register.entries and out is None and not is_terminal():
        warn(NONE)
        return
    warn_of_made_up(read.figures(request.as_of), (entry.measure.key for entry in register.entries))
    about = {key: value for key, value in register_plain(register).items() if key != "predictions"}
    hand_over(register_columns(register), lambda: readable(register), out=out, as_json=False, about=about)


def _check_known(read: Any, request: Any) -> None:
    """NotFound, naming what there is, for a measure or area that is asked for and not here."""
    from eyre.core import NotFound

    for key in request.measures:
        read.measures[key]
    for key in request.areas:
        if key not in read.areas:
            raise NotFound(f'There is no area "{key}" here. Areas: {", ".join(sorted(read.areas.keys))}.')


NONE = "No predictions had been lodged by that day. They go into predictions.csv of the body folder."
HEADINGS = (
    Column("Series"),
    Column("Period"),
    Column("By"),
    Column("State"),
    Column("Predicted", is_number=True),
    Column("Range"),
    Column("Result", is_number=True),
    Column("Error", is_number=True),
    Column("Naive", is_number=True),
    Column("Eyre", is_number=True),
    Column("Note"),
)
LEFT_OUT = (
    (150, ("Range",)),
    (130, ("Note",)),
    (110, ("Naive", "Eyre")),
    (95, ("By",)),
)  # where the terminal is narrower


def readable(register: Register) -> str:
    """The register as a person reads it: a table, then what is to be said of each measure and post."""
    from eyre.tracker.predicted import said_of

    if not register.entries:
        return wrapped(NONE)
    parts = [*said_of(register), _table(register)]
    several = [record for record in register.records if record.judgement.n > 1]  # a single result is a row above
    for record in several or register.records:
        parts.append("\n".join((paint(record.title, "bold"), *map(wrapped, record.sentences))))
        if record.suggestion:
            parts[-1] += "\n" + wrapped(record.suggestion)
    parts.append(wrapped(LAST_WORDS))
    return "\n\n".join(parts)


LAST_WORDS = (
    "Error: the figure as first published, less what was predicted. Naive and Eyre: the middle of what each said on "
    "the day of lodging, from the figures received by then."
)


def _table(register: Register) -> str:
    gone = {heading for least, headings in LEFT_OUT if width() < least for heading in headings}
    kept = [at for at, column in enumerate(HEADINGS) if column.heading not in gone]
    rows = [[cells[at] for at in kept] for cells in map(_cells, register.entries)]
    return table([HEADINGS[at] for at in kept], rows)


def _cells(entry: Entry) -> list[str]:
    said, beside = entry.prediction, entry.beside
    has_range = said.low is not None and said.high is not None
    return [
        entry.name,
        str(said.period),
        said.who,
        entry.state.value + (f", changed {entry.lodged.changed}×" if entry.lodged.changed else ""),
        number(said.value),
        f"{number(said.low)} to {number(said.high)}" if has_range else "",
        number(entry.published.value) if entry.published else "",
        _signed(entry.error),
        number(beside.naive.median) if beside.naive else "",
        number(beside.eyre.median) if beside.eyre else "",
        "; ".join(filter(None, (entry.note, entry.suggestion, beside.why_not, _known(entry)))),
    ]


def _signed(error: float | None) -> str:
    return "" if error is None else ("+" if error > 0 else "") + number(error)


def _known(entry: Entry) -> str:
    """How old the figures were that the forecasts of the day had to go by, where that is more than the usual lag."""
    known, said = entry.beside.known_to, entry.prediction
    is_old = known is not None and (said.lodged_on - known.end).days > OLD_DAYS
    return f"figures then known to {known.label}" if is_old and known else ""


OLD_DAYS = 120
