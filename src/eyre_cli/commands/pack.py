"""`eyre pack`: the pack of a meeting, as a page, as JSON, as tables and charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import asked_formats, check_choice, day_option, today
from eyre_cli.terminal import progress, say, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from eyre.pack.build import Pack
    from eyre.writers.issue import Given

AUDIENCES = ("working", "panel", "public")


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: Annotated[str, typer.Option(metavar="next|REF|DATE", help="Which meeting the pack is for.")] = "next",
    as_of: Annotated[Any, day_option("Figures received by this day; today if left out.", "--as-of")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to; pack-DATE beside you if left out.")] = None,
    audience: Annotated[str, typer.Option(metavar="|".join(AUDIENCES), help="Who is going to read it.")] = "working",
    seed: Annotated[int, typer.Option(help="Seed of the projections' draws.")] = 0,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="html,pdf,docx,ods,xlsx,png",
            help="In which formats to write it, with commas between; png: its charts as pictures to be copied.",
        ),
    ] = "html",
    commitments: Annotated[
        bool, typer.Option("--commitments", help="With an annex that tells each commitment in full.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the pack as JSON beside writing it.")] = False,
) -> None:
    """Make the pack of a meeting: what changed, what was promised, what the figures say, what to ask.

    It is written as one page (pack.html), or as tagged PDF, Word or a workbook of its tables, always as JSON, with its
    tables as CSV and its charts as SVG, and kept under issued/ in the body folder. house.toml in the body folder sets
    name, logo and colour. The same inputs give the same bytes.
    """
    check_choice("--audience", audience, AUDIENCES)
    chosen = asked_formats(formats, beside=("png",))
    with progress("Making the pack"):
        given, _ = make(folder, meeting, as_of or today(), out, audience, seed, with_pages=commitments, formats=chosen)
    for figure in given.given_away:
        warn(f"Small count: {figure} can be worked out from what was issued to the public before.")
    if json:
        print(next(file for file in given.files if file.name == "pack.json").read_text("utf-8"))
        return
    say(f"Wrote {given.files[0]} and {len(given.files) - 1} files beside it.")
    say(f"Kept in {given.kept_in}.")


def make(
    folder: Path,
    meeting: str,
    as_of: date,
    out: Path | None,
    audience: str,
    seed: int,
    *,
    with_pages: bool = False,
    formats: Sequence[str] = ("html",),
) -> tuple[Given, Pack]:
    """Make and issue the pack of a meeting."""
    from eyre.body.folder import read_folder
    from eyre.disclosure import Audience
    from eyre.minutes.standing import Standing, find_meeting
    from eyre.pack.build import Pack
    from eyre.tracker import Request, build_tracker
    from eyre.tracker.commitments import CommitmentsAsOf
    from eyre.tracker.promised import with_commitments
    from eyre.writers.issue import issue_pack

    read = read_folder(folder)
    day = find_meeting(read, meeting)
    last = Standing(read, day).last
    asked = CommitmentsAsOf(read, as_of, seed, record_by=day.date)
    request = Request(as_of=as_of, since=last.date if last else None, seed=seed)
    tracker = with_commitments(build_tracker(read, request), asked)
    pack = Pack(read, day, as_of, Audience(audience), tracker, asked=asked, with_pages=with_pages)
    return issue_pack(pack, out or Path(f"pack-{day.date.isoformat()}"), seed, formats), pack
