"""What the commands of the server share: Django made ready, and a sentence where it is not installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FOLDER", help="The data directory; by default what EYRE_DATA says, else eyre-data."
    ),
]


def ready(data: Path | None, *, migrated: bool = True) -> None:
    """Make Django ready on a data directory.

    migrated: whether the database must be there in the form of this version. Raises Refused where the server is not
    installed, NotFound where the database is not ready.
    """
    from eyre.core import Refused

    if find_spec("django") is None:
        raise Refused('The server is not installed here. Install it with: pip install "eyre[server]"')
    from eyre_web.project.start import start

    start(data)
    if migrated:
        from eyre_web.transfer.database import check_is_ready

        check_is_ready()
