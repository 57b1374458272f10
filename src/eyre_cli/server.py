"""What the commands of the server share: Django made ready, and a sentence where it is not installed."""

from __future__ import annotations

import os
import socket
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


def check_is_free(host: str, port: int) -> None:
    """Raise Refused where something listens there already: two servers would answer in turn, each of its own body."""
    from eyre.core import Refused

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if os.name == "posix":
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that ended just now is no hindrance
        try:
            tried.bind((host, port))
        except OSError as error:
            raise Refused(
                f"{host}:{port} cannot be listened on: {error.strerror}. Stop what listens there, "
                "or name another port with --port."
            ) from None
