"""The server tried out: started on a copy of an example beside whatever else runs, looked at once, and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eyre.core import Refused

STARTS_WITHIN = 120  # seconds, on a machine that is busy with packs meanwhile
STOPS_WITHIN = 20
SIGN_IN = "account/login/"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Trial:
    """A server in a process of its own, on a folder that is taken away afterwards."""

    process: subprocess.Popen[bytes]
    address: str
    complaints: Path

    def sign_in_page(self) -> str:
        """What the server gives to whoever comes first. Raises Refused where it does not answer, with what it said."""
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            try:
                return _fetch(f"{self.address}{SIGN_IN}")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        said = self.complaints.read_text("utf-8", "replace").strip()
        raise Refused(f"The server did not answer on {self.address}. {said or 'It said nothing.'}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def tried_server(example: str) -> Iterator[Trial]:
    """A server on a fresh copy of an example, on a free port of this machine; stopped and taken away at the end."""
    with tempfile.TemporaryDirectory(prefix="eyre-trial-", ignore_cleanup_errors=True) as scratch:
        port = free_port()
        command = [sys.executable, "-m", "eyre_cli.main", "serve", "--example", example, "--no-people"]
        command += ["--no-reminders", "--data", str(Path(scratch) / "data"), "--port", str(port)]
        complaints = Path(scratch) / "complaints"
        with complaints.open("wb") as errors:
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=errors, stdin=subprocess.DEVNULL, env=of_its_own(os.environ)
            )
        trial = Trial(process, f"http://{HOST}:{port}/", complaints)
        try:
            yield trial
        finally:
            trial.stop()


def of_its_own(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what says where an office's own server keeps its data: a trial never touches that."""
    return {name: value for name, value in environment.items() if name != "DATABASE_URL" and name[:5] != "EYRE_"}


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
    return port


def _fetch(address: str) -> str:
    """A page of this machine, past any proxy."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=10) as answer:
        text: str = answer.read().decode("utf-8")
    return text
