"""`eyre paper`: the papers of a meeting: agenda, commission, briefing, notes, action log, commitments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import asked_formats, check_choice, day_option, today
from eyre_cli.commands.agenda import NATIONS, own_template, signals_since
from eyre_cli.terminal import progress, say

if TYPE_CHECKING:
    from datetime import date

KINDS = ("agenda", "commission", "briefing", "notes", "action-log", "commitments")
AUDIENCES = ("working", "panel", "public")


def command(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"Which paper: {', '.join(KINDS)}.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    meeting: Annotated[
        str, typer.Option(metavar="next|REF|DATE", help="Which meeting; of notes, next means the last one held.")
    ] = "next",
    post: Annotated[str, typer.Option(metavar="KEY", help="Whom a commission goes to: a post of body.toml.")] = "",
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="html,pdf,docx,ods,xlsx,csv", help="In which formats to write it, with commas between."
        ),
    ] = "html",
    out: Annotated[Path | None, typer.Option(help="Folder to write to; papers-DATE beside you if left out.")] = None,
    audience: Annotated[str, typer.Option(metavar="|".join(AUDIENCES), help="Who is going to read it.")] = "working",
    as_of: Annotated[Any, day_option("Figures received by this day; today if left out.", "--as-of")] = None,
    sent: Annotated[Any, day_option("The day a commission goes out, to stand on it.", "--sent")] = None,
    signals: Annotated[
        bool, typer.Option("--signals", help="On an agenda, also new concerns in the figures since the last meeting.")
    ] = False,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A standing agenda of your own, in TOML.")
    ] = None,
    nation: Annotated[str, typer.Option(metavar="|".join(NATIONS), help="Whose bank holidays count.")] = NATIONS[0],
    seed: Annotated[int, typer.Option(help="Seed of the projections' draws.")] = 0,
) -> None:
    """Make a paper of a meeting: agenda, commission, briefing, notes, action-log or commitments.

    The commission asks one post, with places for its answers; the briefing has a page for each matter; notes have the
    ACTION column beside each item, and a draft says so on every page. The list of actions and that of commitments are
    tables too: ods, xlsx, csv. house.toml in the body folder sets name, logo, colour and words. The same record gives
    the same bytes.
    """
    check_choice("KIND", kind, KINDS)
    check_choice("--audience", audience, AUDIENCES)
    check_choice("--nation", nation, NATIONS)
    chosen = asked_formats(formats, beside=("csv",))
    files = make(
        kind, folder, meeting, post, chosen, out, audience, as_of or today(), sent, template, nation, seed,
        with_signals=signals,
    )  # fmt: skip
    for file in files:
        say(f"Wrote {file}.")


def make(
    kind: str,
    folder: Path,
    meeting: str,
    post: str,
    formats: list[str],
    out: Path | None,
    audience: str,
    as_of: date,
    sent: date | None,
    template: Path | None,
    nation: str,
    seed: int,
    *,
    with_signals: bool,
) -> list[Path]:
    """Make a paper and write it."""
    from eyre.body.folder import read_folder
    from eyre.body.house import read_house
    from eyre.cycle.working_days import Nation
    from eyre.disclosure import Audience
    from eyre.minutes.standing import Standing
    from eyre.papers.make import PaperKind, Wanted, make_paper, meeting_for
    from eyre.writers.files import write_paper

    read, which = read_folder(folder), PaperKind(kind)
    day, house = meeting_for(which, read, meeting), read_house(folder)
    new = tuple(signals_since(read, day.date, Standing(read, day).last)) if with_signals else ()
    wanted = Wanted(
        read, day, as_of, Audience(audience), post=post, asked_on=sent, seed=seed, signals=new,
        own_template=own_template(template, day.series.kind), nation=Nation(nation), words=house.words,
    )  # fmt: skip
    with progress(f"Making the {kind}"):
        document = make_paper(which, wanted)
    name = "-".join(filter(None, (kind, post if which is PaperKind.COMMISSION else "", day.date.isoformat())))
    return write_paper(document, out or Path(f"papers-{day.date.isoformat()}"), name, formats, house)
