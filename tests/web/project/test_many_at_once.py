"""Fifty people at once on the server as `eyre serve` starts it by itself: no error, and within its memory."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
from http.client import HTTPException
from http.cookiejar import Cookie
from pathlib import Path

import pytest

from web.served import Browser, Served

PEOPLE = 50
SECONDS = 8
MEGABYTES = 300
ACTIONS = [
    f"/actions/{label}/" for label in ("2023-10/1", "2023-11/1", "2023-11/2", "2023-11/4", "2023-11/5", "2023-11/6")
]
READ = ("/", "/actions/", "/search/?q=robbery", "/meetings/", "/people/")

# Fifty accounts that have signed in: their sessions, one a line. To hash fifty passwords would take too long.
SIGN_IN = """
import sys
from datetime import date
from importlib import import_module
from eyre_web.project.start import start
start()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from eyre_web.accounts.models import Holding, Person, Post, RoleHeld, User
store = import_module(settings.SESSION_ENGINE).SessionStore
with transaction.atomic():
    for number in range(int(sys.argv[1])):
        person = Person.objects.create(name=f"Person {number}")
        user = User.objects.create_user(f"person{number}@example.org", None, person=person)
        post = Post.objects.get(key="policy-officer")
        Holding.objects.create(post=post, person=person, from_date=date(2017, 1, 1), place=10 + number)
        RoleHeld.objects.create(user=user, role="policy_officer")
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        print(session.session_key)
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def served(tmp_path):
    server = Served(tmp_path / "data", "--example", "london")
    yield server
    server.kill(signal.SIGKILL)


def signed_in(served):
    """Fifty browsers, each with the session of another person."""
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN, str(PEOPLE)],
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    browsers = []
    for key in done.stdout.split():
        browsers.append(Browser(served.port))
        browsers[-1].cookies.set_cookie(_session(key))
    return browsers


def _session(key):
    return Cookie(
        0, "sessionid", key, None, False, "127.0.0.1", True, False, "/", True, False, None, True, None, None, {}
    )  # fmt: skip


class Visit(threading.Thread):
    """A person who reads two pages, writes an update, and begins again, until the time is up."""

    def __init__(self, number, browser, until):
        super().__init__(daemon=True)
        self.number, self.browser, self.until = number, browser, until
        self.read, self.written, self.overtaken, self.errors = 0, 0, 0, []

    def run(self):
        turn = self.number
        while time.monotonic() < self.until:
            turn += 1
            try:
                self._one(turn)
            except (OSError, HTTPException, urllib.error.URLError) as error:
                self.errors.append(repr(error))

    def _one(self, turn):
        action = ACTIONS[turn % len(ACTIONS)]
        for address in (READ[turn % len(READ)], action):
            assert "Signed in as" in self.browser.get(address)
            self.read += 1
        where, text = self.browser.send(f"{action}update/", words=f"Person {self.number} in turn {turn}")
        if where == action:
            self.written += 1
        elif "changed after you opened it" in text:  # of two at once the second sees both
            self.overtaken += 1
        else:
            self.errors.append(f"the update led to {where}")


def megabytes_of(group):
    """What the processes of a group hold in memory, what they share counted once."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                rollup = (folder / "smaps_rollup").read_text()
                found += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
        except (OSError, StopIteration):
            continue  # it has ended meanwhile
    return found / 1024


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc, which Linux has")
def test_fifty_people_read_and_write_at_once_without_an_error_and_within_300_megabytes(served):
    browsers = signed_in(served)
    assert len(browsers) == PEOPLE
    until = time.monotonic() + SECONDS
    visits = [Visit(number, browser, until) for number, browser in enumerate(browsers)]
    for visit in visits:
        visit.start()
    peak = 0
    while any(visit.is_alive() for visit in visits) and time.monotonic() < until + 60:
        peak = max(peak, megabytes_of(served.process.pid))
        time.sleep(0.25)
    assert [error for visit in visits for error in visit.errors] == []
    assert not any(visit.is_alive() for visit in visits)
    assert min(visit.read for visit in visits) >= 2
    written = sum(visit.written for visit in visits)
    assert written >= 10  # of fifty on six actions most are overtaken, and told so
    print(f"{sum(visit.read for visit in visits)} read, {written} written, {peak:.0f} MB")
    assert 30 < peak < MEGABYTES

    served.process.send_signal(signal.SIGTERM)
    said = served.process.stdout.read()
    assert "Traceback" not in said
    assert "locked" not in said
    assert served.eyre("verify").returncode == 0
