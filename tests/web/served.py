"""The server as an office runs it, for the tests: `eyre serve` in real processes, and somebody at its pages."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    """Somebody at the pages, with cookies."""

    def __init__(self, port):
        self.site = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def get(self, address):
        with self.opener.open(self.site + address, timeout=20) as answer:
            return answer.read().decode()

    def send(self, address, **typed):
        """Load the page of a form and send it, as a person does; where it leads and what it says."""
        page = self.get(address)
        for name in ("csrfmiddlewaretoken", "seen"):
            if found := re.findall(rf'name="{name}" value="([^"]+)"', page):
                typed[name] = found[-1]
        with self.opener.open(self.site + address, urllib.parse.urlencode(typed).encode(), timeout=20) as answer:
            return answer.geturl().removeprefix(self.site), answer.read().decode()

    def sign_in(self, email, password):
        return self.send("/account/login/", login=email, password=password)


class Served:
    """`eyre serve` in processes of its own. passwords: by role, of an example that is made anew."""

    def __init__(self, data, *options, url=""):
        self.data, self.port = data, free_port()
        self.environment = {
            **os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": url, "EYRE_DATA": str(data)
        }  # fmt: skip
        self.passwords = {}
        self.start(*options)

    def start(self, *options):
        """Start it: the first time, and again on the same data after it ended."""
        command = [sys.executable, "-m", "eyre_cli.main", "serve", "--data", self.data, "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        while "Serving on" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"The server ended: {self.said}"
            self.said += line
            if found := re.search(r"(\S+@example\.org)\s+(\S+)", line):
                self.passwords[found[1].split("@")[0]] = (found[1], found[2])
        self._wait()

    def _wait(self):
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                return Browser(self.port).get("/account/login/")
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not answer")

    def kill(self, how):
        """End every process of the server, and no other: they are a group of their own."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(20)
        self.process.stdout.close()

    def eyre(self, *arguments):
        command = [sys.executable, "-m", "eyre_cli.main", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)


def pull_the_plug(served, writers, enough, *, number, kills, seed, options=()):
    """Let writers write until `number` of it was acknowledged; kill the server so often meanwhile, at random moments.

    writers: threads with what was `acknowledged` and what went `wrong`, which end once `enough` is set. Nothing may
    have gone wrong, and the audit trail must be whole.
    """
    chance = np.random.default_rng(seed)
    for writer in writers:
        writer.start()
    for pulled in range(kills):
        _wait_for(writers, number * (pulled + 1) // (kills + 1))
        time.sleep(chance.uniform(0, 0.2))  # somewhere in the middle of a change
        served.kill(signal.SIGKILL)
        served.start(*options)
    _wait_for(writers, number)
    served.kill(signal.SIGKILL)
    enough.set()
    for writer in writers:
        writer.join(30)
    assert [writer.wrong for writer in writers] == [[] for _ in writers]
    assert all(writer.acknowledged for writer in writers)
    verified = served.eyre("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _wait_for(writers, number):
    until = time.monotonic() + 60 + number
    while sum(len(writer.acknowledged) for writer in writers) < number:
        assert all(writer.is_alive() for writer in writers), [writer.wrong for writer in writers]
        assert time.monotonic() < until, f"{number} were not acknowledged in time"
        time.sleep(0.01)
