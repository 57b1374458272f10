"""`eyre sample draw`: which cases, so that anyone with the frame and the seed draws the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice
from eyre_cli.commands.sample.files import plain_record, read_drawn, read_sheet
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, is_terminal, paint, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.sampling import Drawn, DrawRecord, Frame

ALLOCATIONS = ("proportional", "equal")


def command(
    frame: Annotated[
        Path,
        typer.Argument(metavar="FRAME", help="Every case that could be drawn, one a row: CSV or Parquet, - for stdin."),
    ],
    size: Annotated[int | None, typer.Option(metavar="N", help="How many cases to draw.")] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", help="A whole number, agreed by both sides before anyone has seen the frame."),
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Draw from each value by itself; may be given again.")
    ] = None,
    allocation: Annotated[
        str, typer.Option(metavar="|".join(ALLOCATIONS), help="How the size is shared out among the values of --by.")
    ] = "proportional",
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="VALUE=N", help="Instead of --size: so many of this value; may be given again."),
    ] = None,
    reference: Annotated[str, typer.Option(metavar="COLUMN", help="The column that names the case.")] = "reference",
    again: Annotated[
        Path | None, typer.Option(metavar="RECORD", help="Draw again what this JSON record says, and compare.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1) with the record of the draw.')] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write to a file: .json keeps the record with it; .csv, .parquet.")
    ] = None,
) -> None:
    """Draw cases from a frame by a seed, with a record that lets anyone draw them again.

    The frame has a column reference and, where it is stratified, the columns of --by. A column that points at a person
    (name, address, postcode, date of birth, telephone, e-mail) is refused: the sample is of references. The order of
    the frame does not matter. Keep the record: eyre sample draw FRAME --size 10 --seed 2017 --out drawn.json
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    check_choice("--allocation", allocation, ALLOCATIONS)
    if again is not None:
        drawn = _again(frame, again, reference)
    else:
        drawn = _draw(_frame(frame, by or (), reference), size, seed, allocation, take or ())
    _say(drawn.record, quietly=json and out is None)
    columns = _columns(drawn)
    about = {"record": plain_record(drawn.record)}
    hand_over(columns, lambda: _readable(columns), out=out, as_json=json, about=about)


def _frame(source: Path, by: Sequence[str], reference: str) -> Frame:
    from eyre.sampling import read_frame
    from eyre.sampling.sheet import in_one_spelling

    return read_frame(read_sheet(source), [in_one_spelling(name) for name in by], reference=in_one_spelling(reference))


def _draw(frame: Frame, size: int | None, seed: int | None, allocation: str, take: Sequence[str]) -> Drawn:
    from eyre.sampling import Allocation, draw, draw_given

    if seed is None:
        raise typer.BadParameter("A draw needs a seed: a whole number that both sides agreed on. Give --seed N.")
    if (size is None) == (not take):
        raise typer.BadParameter("Say how many cases to draw: either --size N, or --take VALUE=N for each value.")
    if size is not None:
        return draw(frame, size, seed=seed, allocation=Allocation(allocation))
    if not frame.by:
        raise typer.BadParameter("--take VALUE=N needs the column of the value. Give --by COLUMN.")
    return draw_given(frame, dict(_taken(text, len(frame.by)) for text in take), seed=seed)


def _taken(text: str, columns: int) -> tuple[tuple[str, ...], int]:
    """A stratum and its number: "telford=5"; values of several columns with a / between."""
    value, _, count = text.rpartition("=")
    stratum = tuple(part.strip() for part in value.split("/")) if columns > 1 else (value.strip(),)
    if not value or not count.strip().isdigit() or len(stratum) != columns:
        raise typer.BadParameter(f'"{text}" is not a value and its number. Write {"/".join(["VALUE"] * columns)}=5.')
    return stratum, int(count)


def _again(frame: Path, record: Path, reference: str) -> Drawn:
    """Draw what a record says, and refuse where it lists other cases."""
    from eyre.core import Refused
    from eyre.sampling import draw_again

    said = read_drawn(record)
    drawn = draw_again(_frame(frame, said.record.by, reference), said.record)
    if set(drawn.references) != set(said.references):
        other = ", ".join(sorted(set(said.references) - set(drawn.references)))
        raise Refused(f"The record lists cases that its seed does not draw: {other}. They were not drawn as it says.")
    warn("The same cases are drawn again: the record is right.")
    return drawn


def _say(record: DrawRecord, *, quietly: bool) -> None:
    """The record in a sentence, and what was not drawn from; JSON says the first itself."""
    from eyre.sampling import say_stratum

    if not quietly:
        warn(record.says)
    if record.not_drawn_from:
        names = "; ".join(map(say_stratum, record.not_drawn_from))
        warn(f"No case was drawn from {names}: the sample will say nothing of them. Draw more, or draw equally.")


def _columns(drawn: Drawn) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"reference": list(drawn.references)}
    for place, name in enumerate(drawn.record.by):
        columns[name] = [stratum[place] for stratum in drawn.strata]
    return columns


def _readable(columns: dict[str, list[Any]]) -> str:
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    end = "Keep the record of the draw: --out drawn.json" if is_terminal() else ""
    return f"{table([Column(name) for name in columns], rows)}\n\n{paint(wrapped(end), 'dim')}"
