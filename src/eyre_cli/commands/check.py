"""`eyre check`: what is wrong with a body folder, all of it at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eyre_cli.asked import plural
from eyre_cli.terminal import paint, print_json, say

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.core import Doubt, Fault

FAULTY = 3


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder.")],
    write: Annotated[
        bool, typer.Option("--write", help="Put every file in its one writing, and describe them in datapackage.json.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help='Print what was found as JSON ("format": 1).')] = False,
) -> int:
    """Say every fault of a body folder at once.

    A fault must be mended; a doubt is for a person to look at. With faults the exit code is 3.
    """
    from eyre.body.check import check_folder
    from eyre.body.folder import read_folder
    from eyre.core import BadInput

    try:
        read = read_folder(folder)
    except BadInput as bad:  # files that cannot be read at all: nothing more can be said of the rest
        return _report(folder, bad.faults, (), [], as_json=json)
    written = _write(read) if write else []
    found = check_folder(read)
    faults = (*found.faults, *_of_readings(read))
    return _report(folder, faults, (*found.doubts, *_stale(read)), written, as_json=json)


def _of_readings(read: BodyFolder) -> list[Fault]:
    """What is wrong with the body's own readings of vague words: what their blanks may be is known above the folder."""
    from eyre.body.folder import file_name
    from eyre.commitments.readings.library import reading_faults

    return [fault for reading in read.readings for fault in reading_faults(reading, file_name(reading))]


def _write(read: BodyFolder) -> list[str]:
    from eyre.body.datapackage import NAME, write_datapackage
    from eyre.body.folder import write_folder

    _check_names(read)
    return write_folder(read) + ([NAME] if write_datapackage(read) else [])


def _check_names(read: BodyFolder) -> None:
    """Refuse to write a record beside a file of another name that holds it too."""
    from eyre.body.folder import ONE_EACH, canonical_files
    from eyre.core import Fault, raise_if_any

    right = set(canonical_files(read))
    found = {file.relative_to(read.path).as_posix() for home in ONE_EACH for file in (read.path / home).glob("*.toml")}
    free = {home: sorted(name for name in right - found if name.startswith(f"{home}/")) for home in ONE_EACH}
    raise_if_any(
        [
            Fault(name, f"has not the name of its record. Rename it first: {' or '.join(free[name.split('/')[0]])}.")
            for name in sorted(found - right)
        ]
    )


def _stale(read: BodyFolder) -> list[Doubt]:
    from eyre.body.datapackage import NAME, is_out_of_date
    from eyre.core import Doubt

    if not is_out_of_date(read):
        return []
    return [Doubt(NAME, "describes the folder as it was. Write it again: eyre check --write.")]


def _report(
    folder: Path, faults: tuple[Fault, ...], doubts: tuple[Doubt, ...], written: list[str], *, as_json: bool
) -> int:
    if as_json:
        print_json(
            folder=str(folder),
            faults=[{"where": fault.where, "what": fault.what} for fault in faults],
            doubts=[{"where": doubt.where, "what": doubt.what} for doubt in doubts],
            written=written,
        )
    else:
        _print(folder, faults, doubts, written)
    return FAULTY if faults else 0


def _print(folder: Path, faults: tuple[Fault, ...], doubts: tuple[Doubt, ...], written: list[str]) -> None:
    for name in written:
        say(f"wrote  {name}")
    for fault in faults:
        say(f"{paint('fault', 'red')}  {fault}")
    for doubt in doubts:
        say(f"{paint('doubt', 'yellow')}  {doubt}")
    if faults or doubts:
        say(f"{folder}: {plural(len(faults), 'fault')}, {plural(len(doubts), 'doubt')}.")
    else:
        say(f"{folder}: no fault and no doubt.")
