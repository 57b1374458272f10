"""`eyre new`: a body folder to begin with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import day, day_option
from eyre_cli.terminal import is_terminal, paint, say, say_pairs

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.readers.new_body import Wishes

WEEKS_AHEAD = 4


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to make it; it must not exist yet, or be empty.")
    ],
    force: Annotated[
        str, typer.Option(metavar="FORCE", help="The force: its key or its name, for instance staffordshire.")
    ] = "",
    name: Annotated[str, typer.Option(help="What the body is called; made from the force if left out.")] = "",
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="commissioner, mayor, board or authority; usually known from the force.")
    ] = "",
    series: Annotated[
        str, typer.Option(help='The title of its meeting; "Monthly assurance meeting" if left out.')
    ] = "",
    chair: Annotated[str, typer.Option(metavar="POST", help="Who chairs it: oversight-body if left out.")] = "",
    next_meeting: Annotated[
        Any, day_option("When it next meets; the first working day in four weeks if left out.", "--next-meeting")
    ] = None,
) -> None:
    """Make a new body folder, by questions or by flags.

    It gets the areas of the force, posts without names, one series of meetings and the definitions of the police.uk
    measures. Nothing that is there already is touched. On a terminal, what no flag says is asked.
    """
    from eyre.body.datapackage import write_datapackage
    from eyre.body.folder import write_folder
    from eyre.readers.new_body import new_body

    _check_is_free(folder)
    wishes = _wishes(force, name, kind, series, chair, next_meeting)
    made = new_body(folder, wishes)
    write_folder(made)
    write_datapackage(made)
    _tell(made, assumed=next_meeting is None and not _asks(force))


def _check_is_free(folder: Path) -> None:
    from eyre.core import Refused

    if folder.is_file():
        raise Refused(f"{folder} is a file. Name a folder that does not exist yet.")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(
            f"{folder} is not empty, and eyre new writes over nothing. Name a folder that does not exist yet."
        )


def _asks(force: str) -> bool:
    """Questions are put when not even the force was said, and somebody is there to answer."""
    return not force and is_terminal()


def _wishes(force: str, name: str, kind: str, series: str, chair: str, next_meeting: date | None) -> Wishes:
    from eyre.readers.new_body import BodyKind, Wishes, territorial_force, usual_kind

    if not force and not is_terminal():
        raise typer.BadParameter(
            "say which force it is about, for instance --force staffordshire", param_hint="--force"
        )
    asks = _asks(force)
    known = territorial_force(force or typer.prompt("Which force (its name or its key)"))
    usual = usual_kind(known)
    if asks:
        kind = kind or typer.prompt("What kind of body (commissioner, mayor, board, authority)", default=usual.value)
        name = name or typer.prompt("What it is called", default=f"{known.name} {BodyKind(_kind(kind)).words}")
        series = series or typer.prompt("What the meeting is called", default="Monthly assurance meeting")
        next_meeting = next_meeting or typer.prompt("When it next meets", default=_in_four_weeks(), value_proc=day)
    return Wishes(
        force=known.key,
        next_meeting=next_meeting or day(_in_four_weeks()),
        name=name,
        kind=BodyKind(_kind(kind)) if kind else usual,
        series=series,
        chair=chair,
    )


def _kind(text: str) -> str:
    from eyre.readers.new_body import BodyKind

    kinds = {kind.value: kind.value for kind in BodyKind} | {kind.words: kind.value for kind in BodyKind}
    if text.lower() not in kinds:
        raise typer.BadParameter(f'"{text}" is not a kind of body. Kinds: {", ".join(BodyKind)}.', param_hint="--kind")
    return kinds[text.lower()]


def _in_four_weeks() -> str:
    ahead = date.today() + timedelta(weeks=WEEKS_AHEAD)
    return (ahead + timedelta(days=max(0, 7 - ahead.weekday()) if ahead.weekday() > 4 else 0)).isoformat()


def _tell(made: BodyFolder, assumed: bool) -> None:
    from eyre.core import AreaKind, say_date

    body, path = made.body, made.path
    parts = sum(area.kind is AreaKind.DISTRICT for area in body.areas)
    series = body.meeting_series[0]
    meets = f"{say_date(series.planned[0])}{' (assumed: change it in body.toml)' if assumed else ''}"
    say(paint(f"Made {path}: {body.name}", "bold"))
    say_pairs(
        (
            ("areas", f"{body.areas[0].name}{f', {parts} districts, and what lies in none of them' if parts else ''}"),
            ("posts", f"{', '.join(post.key for post in body.posts)}: without names, for you to add"),
            ("meetings", f"{series.title}, next on {meets}"),
            ("measures", f"{len(list(made.measures))} definitions of police.uk figures, in measures/"),
        )
    )
    say("\nNext, load the street files of data.police.uk as they were downloaded, then make the pack:")
    say(f"  eyre load {path} FILES --received DATE --published DATE")
    say(f"  eyre pack {path} --meeting next")
    say(f"After changing anything by hand: eyre check {path}")
