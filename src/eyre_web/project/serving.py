"""The server as an office runs it: one command, one address, and reminders on the side."""

from __future__ import annotations

import os
from ipaddress import ip_address

from django.conf import settings

from eyre.core import Refused
from eyre_web.chasing.reminders import ASKED_FOR
from eyre_web.project.memory import keep_small

THREADS = 4
WAITING = 64  # requests that may wait in each worker before others are turned away


def check_may_listen(host: str) -> None:
    """Raise Refused for an address that others can reach while people are not said to come by HTTPS."""
    if not (settings.HTTPS or is_loopback(host)):
        raise Refused(
            f"Others can reach {host}, and passwords would travel in the open. Put a proxy with HTTPS before the "
            "server and set EYRE_HTTPS=1, or serve on 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def serve(host: str, port: int, *, workers: int, reminders: bool) -> None:
    """Serve until interrupted. reminders: sent by the first worker process itself, beside its requests."""
    check_may_listen(host)
    keep_small()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["EYRE_DATA"] = str(settings.EYRE_DATA)  # for the worker processes
    os.environ[ASKED_FOR] = "1" if reminders else ""
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
