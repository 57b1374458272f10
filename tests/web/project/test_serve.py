"""The server as an office runs it: real processes, and two workers."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from web.served import ROOT, Browser, Served

ACTION = "/actions/2023-10/1/"
OPTIONS = ("--example", "london", "--workers", "2", "--no-reminders")

pytestmark = pytest.mark.timeout(300)  # a server has to start, beside whatever else runs


@pytest.fixture
def served(tmp_path):
    """Two workers on a fresh example."""
    server = Served(tmp_path / "data", *OPTIONS)
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
    _where, text = browser.send(f"{ACTION}links/", post="ac-local-policing", days="14")
    assert f"http://127.0.0.1:{served.port}/answer/" in text  # a link leads to where the server listens
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
