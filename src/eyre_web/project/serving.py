"""The server as an office runs it: one command, one address, and reminders on the side."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

from eyre.core import Refused
from eyre_web.chasing.reminders import ASKED_FOR
from eyre_web.project.environment import is_loopback

# glibc keeps a pool of memory for each thread and seldom hands one back, and Arrow has another beside them.
SMALL = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def check_may_listen(host: str) -> None:
    """Raise Refused for an address that others can reach while people are not said to come by HTTPS."""
    if not (settings.HTTPS or is_loopback(host)):
        raise Refused(
            f"Others can reach {host}, and passwords would travel in the open. Put a proxy with HTTPS before the "
            "server and set EYRE_HTTPS=1, or serve on 127.0.0.1."
        )


def serve(host: str, port: int, *, workers: int, reminders: bool) -> None:
    """Serve until interrupted, in place of this process: what it has loaded would lie beside the server for ever.

    reminders: sent by the first worker process itself, beside its requests.
    """
    check_may_listen(host)
    os.environ["EYRE_DATA"] = str(settings.EYRE_DATA)  # for the worker processes
    if not settings.HTTPS:  # links in mail lead to where it listens
        os.environ.setdefault("EYRE_SITE", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    os.environ[ASKED_FOR] = "1" if reminders else ""
    for name, value in SMALL.items():
        os.environ.setdefault(name, value)
    command = [sys.executable, "-P", "-m", "eyre_web.project.listening", host, str(port), str(workers)]
    if os.name == "posix":
        os.execv(sys.executable, command)  # the same process goes on, so that whoever ends it ends the server
    sys.exit(subprocess.call(command))
