"""`eyre backup`: everything in one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The file to write; left out, one in the data directory.")
    ] = None,
    data: Data = None,
) -> None:
    """Write one file with everything in it, while the server runs.

    It holds personal data: keep it where only those may read it who may read the database. The secret key is not in it.
    """
    ready(data)
    from eyre_web.transfer.backup import backup, backups_home

    path = file or backups_home() / f"eyre-{datetime.now():%Y-%m-%dT%H%M%S}.zip"
    about = backup(path)
    say(f"{path}: {path.stat().st_size / 1e6:,.1f} MB. Head of the audit trail: {about.audit_head}")
    say("Try now and then whether it can be put back: eyre restore FILE --data NEW_FOLDER")
