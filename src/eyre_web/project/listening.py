"""The process that listens and hands requests to its workers: `python -m eyre_web.project.listening HOST PORT WORKERS`.

It knows nothing of Django or of the body, so it stays small beside the workers, which are forked from it.
"""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 4
WAITING = 64  # requests that may wait in each worker before others are turned away


def listen(host: str, port: int, workers: int) -> None:
    """Serve until interrupted."""
    Granian(
        "eyre_web.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    listen(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
