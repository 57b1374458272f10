"""`eyre loose-ends`: what a meeting left lying, with what to do about each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import day_option, plural
from eyre_cli.output import hand_over
from eyre_cli.terminal import paint, wrapped

if TYPE_CHECKING:
    from eyre.minutes.loose_ends import LooseEnd


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: Annotated[
        str,
        typer.Option(metavar="MEETING", help='Its reference ("2017-12") or its date; the last one held if left out.'),
    ] = "",
    as_of: Annotated[
        Any, day_option("What was known on this day; the day of the meeting if left out.", "--as-of")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """List what a meeting left lying: where, what, and what to do about it.

    Questions without an answer, actions without an owner or a date, promises that nobody was asked to keep, a review
    before its figures, one document in two states, and the like. What was set aside by the day is left out. Nothing is
    changed by it.
    """
    from eyre.body.folder import read_folder
    from eyre.minutes.loose_ends import open_ends
    from eyre.minutes.standing import held_meeting

    read = read_folder(folder)
    held = held_meeting(read, meeting)
    found = open_ends(read, held, as_of or held.date)
    about = {"meeting": str(held.reference), "as_of": (as_of or held.date).isoformat()}
    hand_over(_columns(found), lambda: readable(found, held.title), out=out, as_json=json, about=about)


def _columns(found: Sequence[LooseEnd]) -> dict[str, list[Any]]:
    return {
        "where": [end.where for end in found],
        "kind": [end.kind.value for end in found],
        "reference": [str(end.reference) for end in found],
        "what": [end.what for end in found],
        "do": [end.do for end in found],
        "also": ["; ".join(map(str, end.also)) for end in found],
    }


def readable(found: Sequence[LooseEnd], title: str) -> str:
    """Item by item, and under each its loose ends."""
    if not found:
        return f"{title}: nothing was left lying."
    lines, place = [paint(f"{title}: {plural(len(found), 'loose end')}", "bold")], ""
    for end in found:
        if end.where != place:
            place = end.where
            lines += ["", paint(place, "bold")]
        lines.append(wrapped(f"  {end.kind.said}: {end.reference}. {end.what}", "    "))
        lines.append(wrapped(f"    {end.do}", "    "))
    return "\n".join(lines)
