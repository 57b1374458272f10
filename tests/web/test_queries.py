"""However much a body has, a page asks the database as often as where there is little: every page, in one test.

The addresses are those that the browser walks, so that a new page is asked as well.
"""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eyre_web.accounts.models import User
from web.browser.pages import ADA, SAMPLES
from web.browser.site import TODAY, furnish
from web.many import much

pytestmark = pytest.mark.db

LITTLE = {"actions": 50, "events": 150, "people": 5, "documents": 10}
MUCH = {"actions": 100, "events": 400, "people": 30, "documents": 40}
KNOWN = ("2025-09/1", "2025-09/4", "2025-10/1", "2025-10/2")
AT_MOST = 25


class _Undone(Exception):
    """Ends a body that was made to be looked at."""


@pytest.fixture(autouse=True)
def _today(monkeypatch, data):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


def asked(more):
    """How many queries each address takes, on a body made and undone again."""
    found = {}
    with suppress(_Undone), transaction.atomic():
        made = furnish(more)
        client = Client()
        client.force_login(User.objects.get(email=made.emails[ADA]))
        for name, every in SAMPLES.items():
            for place, sample in enumerate(every):
                if sample.who == ADA:
                    found[f"{name} {place}"] = _queries(client, sample.address(name, made))
        raise _Undone
    return found


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_every_page_takes_as_many_queries_with_little_as_with_much(db):
    few = asked(much(known=KNOWN, **LITTLE))
    many = asked(much(known=KNOWN, **MUCH))
    assert len(few) > 50
    assert {where: (number, many[where]) for where, number in few.items() if many[where] > number} == {}
    assert {where: number for where, number in few.items() if number > AT_MOST} == {}
