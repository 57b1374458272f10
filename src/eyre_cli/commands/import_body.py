"""`eyre import-body`: a body folder into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.asked import plural
from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The body folder; nothing in it is changed.")],
    data: Data = None,
) -> None:
    """Bring a body folder into an empty database.

    Whole or not at all: every fault of the folder is said, and nothing is half taken. From then on the database is
    where the body is changed.
    """
    ready(data)
    from eyre_web.transfer.folder import import_body

    taken = import_body(folder)
    say(
        f"{taken.name}: {plural(taken.meetings, 'meeting')}, {plural(taken.actions, 'action')}, "
        f"{plural(taken.events, 'event')} and {plural(taken.files, 'file')} are in the database."
    )
    say("Next, make an account: eyre account EMAIL --role policy_officer --post POST")
