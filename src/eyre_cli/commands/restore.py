"""`eyre restore`: a backup put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.commands.verify import tell
from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What eyre backup wrote.")],
    data: Data = None,
) -> int:
    """Put a backup back, where there is nothing yet.

    Nothing is overwritten: name an empty data directory, or an empty database. Then everything is verified. Whoever was
    signed in signs in again.
    """
    ready(data, migrated=False)
    from eyre_web.transfer.backup import restore

    about = restore(file)
    say(f"The backup of {about.made_at} is back.")
    return tell(about.audit_head)
