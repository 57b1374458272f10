"""`eyre worker`: reminders, apart from the server."""

from __future__ import annotations

from threading import Event

from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(data: Data = None) -> None:
    """Send reminders, apart from the server.

    Only where `eyre serve --no-reminders` runs: by itself the server sends them. Ends with Ctrl-C.
    """
    ready(data)
    from eyre_web.chasing.reminders import run

    say("Sending reminders. Ctrl-C ends it.")
    run(Event())
