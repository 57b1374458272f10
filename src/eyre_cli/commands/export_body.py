"""`eyre export-body`: the body in the database as a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.asked import plural
from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to; it must not exist yet, or be empty.")],
    data: Data = None,
) -> None:
    """Write the body in the database out as a folder.

    Accounts and secrets do not travel. While a server owns the body the folder is a copy, and its exported.toml says
    so, with the head of the audit trail.
    """
    ready(data)
    from eyre_web.transfer.folder import export_body

    taken = export_body(folder)
    say(
        f"{taken.name}: {plural(taken.meetings, 'meeting')}, {plural(taken.actions, 'action')}, "
        f"{plural(taken.events, 'event')} and {plural(taken.files, 'file')} are in {folder}."
    )
