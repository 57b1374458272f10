"""Two people at the notes of one meeting, on the server as an office runs it: at once, and with the plug pulled.

EYRE_KILL_LINES and EYRE_KILLS say how many lines and how often; without them fewer, so that the suite stays quick.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from functools import partial
from http.client import HTTPException

import pytest

from web.served import Browser, Served, pull_the_plug

LINES = int(os.environ.get("EYRE_KILL_LINES", "100"))
KILLS = int(os.environ.get("EYRE_KILLS", "3"))
OPTIONS = ("--workers", "2", "--no-reminders")
NOTES = "/meetings/2024-01/notes/"
SECOND = ("second@example.org", "a long password")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + LINES)]

# A meeting that is held, with two items; and a second person who keeps notes.
PLAN = f"""
from pathlib import Path
from eyre_web.project.start import start
start()
from datetime import date
from django.db import transaction
from django.utils import timezone
from eyre_web.accounts.models import Holding, Person, Post, RoleHeld, User
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Item, Meeting
with transaction.atomic():
    meeting = Meeting.objects.create(
        reference="meeting 2024-01", series="notes", title="Notes", date=date(2024, 1, 9), status="held"
    )
    for place in range(2):
        Item.objects.create(meeting=meeting, place=place, number=str(place + 1), title=f"Item {{place + 1}}")
    person = Person.objects.create(name="Second")
    user = User.objects.create_user({SECOND[0]!r}, {SECOND[1]!r}, person=person)
    RoleHeld.objects.create(user=user, role="chief_executive")
    Holding.objects.create(post=Post.objects.all()[0], person=person, place=99, from_date=date(2000, 1, 1))
    audit.record("meeting.planned", meeting.reference, by=None, who="test")
"""


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def served(request, tmp_path_factory):
    url = request.getfixturevalue("postgresql")() if request.param == "postgresql" else ""
    server = Served(tmp_path_factory.mktemp("notes") / "data", "--example", "london", *OPTIONS, url=url)
    subprocess.run([sys.executable, "-c", PLAN], env=server.environment, check=True)
    yield server
    server.kill(signal.SIGKILL)


def signed_in(served):
    """Two people who keep the notes."""
    two = (Browser(served.port), Browser(served.port))
    for browser, person in zip(two, (served.passwords["policy-officer"], SECOND), strict=True):
        browser.sign_in(*person)
    return two


def form_of(browser, place):
    """The hidden fields of the box at an item."""
    page = browser.get(NOTES)
    form = page[page.index(f'action="{NOTES}items/{place}/"') :]
    return {name: re.search(rf'name="{name}" value="([^"]+)"', form)[1] for name in ("csrfmiddlewaretoken", "token")}


def post(browser, address, fields, **headers):
    body = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(browser.site + address, body, headers)
    with browser.opener.open(request, timeout=20) as answer:
        return answer.geturl(), answer.read().decode()


def at_once(*tasks):
    """Do them at the same moment; what each brought."""
    ready, found = threading.Barrier(len(tasks)), [None] * len(tasks)

    def do(turn):
        ready.wait()
        found[turn] = tasks[turn]()

    threads = [threading.Thread(target=do, args=(turn,)) for turn in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def written(served):
    """How often each words stand among the notes of the meeting, as it goes out."""
    out = served.data.parent / f"out-{time.monotonic_ns()}"
    done = served.eyre("export-body", out)
    assert done.returncode == 0, done.stderr
    (file,) = (out / "meetings").glob("notes-2024-01*.toml")
    items = tomllib.loads(file.read_text("utf-8"))["items"]
    records = [record for item in items for records in item.values() if isinstance(records, list) for record in records]
    references = [record["reference"] for record in records]
    assert len(references) == len(set(references))
    return Counter(record["words"] for record in records)


def test_two_at_once_lose_nothing_and_a_form_sent_twice_enters_once(served):
    two = signed_in(served)
    for turn in range(5):
        forms = [form_of(browser, 0) for browser in two]
        typed = [{**form, "line": f"finding update: {who} in turn {turn}"} for who, form in enumerate(forms)]
        sends = [partial(post, *sent) for sent in zip(two, (f"{NOTES}items/0/",) * 2, typed, strict=True)]
        at_once(*sends, *sends)  # each form is sent twice, and all of it at once
    found = written(served)
    assert found == Counter(f"{who} in turn {turn}" for who in range(2) for turn in range(5))


def test_of_two_who_change_one_line_at_once_one_is_told_and_sees_both_texts(served):
    one, two = signed_in(served)
    post(one, f"{NOTES}items/0/", {**form_of(one, 0), "line": "finding update: As it was"})
    address = f"{NOTES}finding/F1/"

    def change(browser, words):
        page = browser.get(address)
        fields = {
            name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrfmiddlewaretoken", "version")
        }
        return lambda: (words, *post(browser, address, {**fields, "line": f"finding update: {words}"}))

    found = at_once(change(one, "Mine"), change(two, "Theirs"))
    (kept,) = (words for words, where, _ in found if "?at=0" in where)
    ((told, text),) = ((words, text) for words, where, text in found if "?at=0" not in where)
    assert "Somebody else has changed this line meanwhile" in text
    assert f"finding update: {kept}" in text
    assert f"finding update: {told}" in text
    assert f"finding update: {kept}".split(": ")[1] in one.get(NOTES)


class Writer(threading.Thread):
    """Somebody who types one line after another as the page's script sends them: what was not answered is sent again.

    acknowledged: the words of each line that was answered.
    """

    def __init__(self, who, browser, enough):
        super().__init__(daemon=True)
        self.who, self.browser, self.enough = who, browser, enough
        self.acknowledged, self.wrong = [], []

    def run(self):
        number, form = 0, form_of(self.browser, 0)
        while not self.enough.is_set():
            number += 1
            words = f"{self.who} typed number {number}"
            while not self.enough.is_set():
                try:
                    form = self._enter(number % 2, form, words)
                    break
                except urllib.error.HTTPError as error:
                    self.wrong.append(f"number {number} was answered with {error.code}")
                    return
                except (OSError, HTTPException, ValueError):  # the plug
                    time.sleep(0.05)

    def _enter(self, place, form, words):
        kind = "action" if words.endswith("7") else "finding update"
        fields = {**form, "line": f"{kind}: {words}"}
        told = json.loads(post(self.browser, f"{NOTES}items/{place}/", fields, **{"X-Eyre-Notes": "1"})[1])
        assert words in told["lines"][f"item-{place}"]
        self.acknowledged.append(words)
        return {**form, "token": told["token"]}


def test_no_line_that_was_acknowledged_is_lost_whenever_the_plug_is_pulled(served):
    enough = threading.Event()
    writers = [Writer(who, browser, enough) for who, browser in zip(("One", "Two"), signed_in(served), strict=True)]
    pull_the_plug(served, writers, enough, number=LINES, kills=KILLS, seed=20240109, options=OPTIONS)
    found = written(served)
    assert [words for writer in writers for words in writer.acknowledged if found[words] != 1] == []
    assert {words: times for words, times in found.items() if times > 1} == {}
