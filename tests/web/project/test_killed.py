"""The plug pulled again and again, while two people write: nothing that was answered is lost, and the chain holds.

EYRE_KILL_CHANGES and EYRE_KILLS say how many changes and how often; without them fewer, so that the suite stays quick.
"""

import csv
import os
import signal
import threading
import time
import urllib.error
from collections import Counter
from http.client import HTTPException

import pytest

from web.served import Browser, Served, pull_the_plug

CHANGES = int(os.environ.get("EYRE_KILL_CHANGES", "120"))
KILLS = int(os.environ.get("EYRE_KILLS", "3"))
OPTIONS = ("--workers", "2", "--no-reminders")
ACTIONS = ("/actions/2023-10/1/", "/actions/2023-10/3/")  # both writers may answer them
WRITERS = ("policy-officer", "chief-officer")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + CHANGES)]


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    url = request.getfixturevalue("postgresql")() if request.param == "postgresql" else ""
    server = Served(tmp_path / "data", "--example", "london", *OPTIONS, url=url)
    yield server
    server.kill(signal.SIGKILL)


class Writer(threading.Thread):
    """Somebody who writes one update after another, and goes on when the server is there again.

    acknowledged: the words of each that was answered. Of one that was cut off nobody knows, and it is not sent again.
    """

    def __init__(self, name, served, enough):
        super().__init__(daemon=True)
        self.who, self.enough, self.acknowledged, self.wrong = name, enough, [], []
        self.browser = Browser(served.port)
        self.browser.sign_in(*served.passwords[name])

    def run(self):
        number = 0
        while not self.enough.is_set():
            number += 1
            try:
                self._write(ACTIONS[number % len(ACTIONS)], f"{self.who} wrote number {number}")
            except urllib.error.HTTPError as error:
                self.wrong.append(f"number {number} was answered with {error.code}")
            except (OSError, HTTPException):  # the plug
                time.sleep(0.05)

    def _write(self, action, words):
        where, text = self.browser.send(f"{action}update/", words=words)
        if where == action:
            self.acknowledged.append(words)
        elif "changed after you opened it" not in text:  # the other was quicker, and the page says so
            self.wrong.append(f"{words}: led to {where}")


def test_nothing_that_was_acknowledged_is_lost_whenever_the_plug_is_pulled(served):
    enough = threading.Event()
    writers = [Writer(name, served, enough) for name in WRITERS]
    pull_the_plug(served, writers, enough, number=CHANGES, kills=KILLS, seed=20251112, options=OPTIONS)
    written = _written(served)
    assert [words for writer in writers for words in writer.acknowledged if written[words] != 1] == []
    assert {words for words, times in written.items() if times > 1 and " wrote number " in words} == set()


def _written(served):
    """How often each words stand in the record, as it goes out."""
    out = served.data.parent / "out"
    done = served.eyre("export-body", out)
    assert done.returncode == 0, done.stderr
    with (out / "events.csv").open(encoding="utf-8", newline="") as events:
        return Counter(row["words"] for row in csv.DictReader(events))
