"""The server as an office runs it: real processes, two workers, two people at once, and the plug pulled."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STARTS_WITHIN = 60
ACTION = "/actions/2023-10/1/"
OPTIONS = ("--example", "london", "--workers", "2", "--no-reminders")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    """Somebody at the pages, with cookies."""

    def __init__(self, port):
        self.site = f"http://127.0.0.1:{port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
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
    """`eyre serve --example london` in processes of its own."""

    def __init__(self, data, *options, url=""):
        self.data, self.port = data, free_port()
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": url, "EYRE_DATA": str(data)}
        self.environment = environment
        command = [sys.executable, "-m", "eyre_cli.main", "serve", "--data", data, "--port", str(self.port), *options]
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said, self.passwords = "", {}
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


pytestmark = pytest.mark.timeout(300)  # a server has to start, beside whatever else runs


@pytest.fixture
def served(tmp_path):
    """Two workers on a fresh example."""
    server = Served(tmp_path / "data", *OPTIONS)
    yield server
    server.kill(signal.SIGKILL)


@pytest.fixture(params=["sqlite", "postgresql"])
def served_on_both(request, tmp_path):
    """The same, on each database in turn."""
    url = request.getfixturevalue("postgresql")() if request.param == "postgresql" else ""
    server = Served(tmp_path / "data", *OPTIONS, url=url)
    yield server
    server.kill(signal.SIGKILL)


@pytest.mark.slow
def test_a_person_signs_in_looks_and_the_server_ends_when_told(served):
    browser = Browser(served.port)
    assert browser.sign_in(*served.passwords["policy-officer"])[0] == "/"
    assert "Bring an analysis of robbery" in browser.get(ACTION)
    where, text = browser.send(f"{ACTION}update/", words="Seen by telephone")
    assert where == ACTION
    assert "Seen by telephone" in text
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(20) == 0


@pytest.mark.slow
def test_a_lock_out_holds_whichever_worker_answers(served):
    email, password = served.passwords["policy-officer"]
    for _ in range(5):
        assert "not correct" in Browser(served.port).sign_in(email, "wrong")[1]
    refused = [Browser(served.port).sign_in(email, password)[1] for _ in range(6)]  # both workers are met
    assert all("Too many failed" in text for text in refused)


def asked(served, address, number, **headers):
    """How so many questions in a row are answered: the status of each, by whichever worker takes it."""
    codes = []
    for _ in range(number):
        request = urllib.request.Request(f"http://127.0.0.1:{served.port}{address}", headers=headers)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
                codes.append(answer.status)
        except urllib.error.HTTPError as error:
            codes.append(error.code)
            error.close()
    return codes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "headers", "code", "most"),
    [
        ("/api/v1/actions", {"Authorization": "Bearer a-guess"}, 401, 30),
        ("/answer/a-guess/", {}, 404, 60),
        ("/account/invitation/a-guess/", {}, 404, 30),
    ],
)
def test_guesses_are_counted_together_whichever_worker_answers(served, address, headers, code, most):
    begun = time.monotonic()
    codes = asked(served, address, 2 * most, **headers)
    if time.monotonic() - begun > 50:
        pytest.skip("too slow a machine: the minute was over before the guesses were")
    assert codes == [code] * most + [429] * most


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_pulled_plug(served_on_both):
    """Two people write at once; the server is killed in the middle; nothing that was answered is lost."""
    served, acknowledged, stop = served_on_both, [], threading.Event()

    def write(name):
        browser = Browser(served.port)
        browser.sign_in(*served.passwords[name])
        for number in range(1000):
            words = f"{name} wrote number {number}"
            try:
                where, text = browser.send(f"{ACTION}update/", words=words)
            except (OSError, urllib.error.URLError, ConnectionError):
                return
            if where == ACTION:
                acknowledged.append(words)
            else:  # the other was quicker, and the page says so
                assert "changed after you opened it" in text
            if stop.is_set():
                return

    writers = [threading.Thread(target=write, args=(name,)) for name in ("policy-officer", "chief-officer")]
    for writer in writers:
        writer.start()
    until = time.monotonic() + 60
    while len(acknowledged) < 40 and time.monotonic() < until:
        time.sleep(0.01)
    served.kill(signal.SIGKILL)
    stop.set()
    for writer in writers:
        writer.join(30)
    assert len(acknowledged) >= 40
    assert {words.split()[0] for words in acknowledged} == {"policy-officer", "chief-officer"}
    verified = served.eyre("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    out = served.data.parent / "out"
    assert served.eyre("export-body", out).returncode == 0
    events = (out / "events.csv").read_text("utf-8")
    assert [words for words in acknowledged if f",{words}," not in events] == []


def test_an_example_is_never_made_over_something_else(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "letter.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-m", "eyre_cli.main", "serve", "--example", "london", "--data", tmp_path / "data"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert "no example" in done.stderr
    assert (tmp_path / "data" / "letter.txt").read_text() == "mine"
