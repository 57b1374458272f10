"""A stranger reads the description of the interface and asks whatever it allows, and what it does not.

Schemathesis draws the questions. Each answer must be one that is described, of the form that is described; what the
description allows is answered, what it does not is refused, and never with a fault of ours.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from eyre_web.api import limits
from eyre_web.api.api import described
from web.api.conftest import secret_of

pytestmark = pytest.mark.db

A_FEW = settings(
    max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.fixture
def interface(full, ada, settings, monkeypatch):
    """The description as it is served, and the token of somebody who may read all of it."""
    monkeypatch.setattr(limits, "A_TOKEN", 10**6)
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):  # a request would end the transaction of the test
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application()), secret_of(ada)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", described()["paths"])
def test_every_answer_is_as_described(interface, path, mode):
    schema, secret = interface

    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    @A_FEW
    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    ask()
