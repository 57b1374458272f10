"""What every page may print: the body's name, its note on what is not real, and what the reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from eyre_web.accounts.access import NOBODY
from eyre_web.body.models import body_value


def about(request: HttpRequest) -> dict[str, Any]:
    return {"body": SimpleLazyObject(body_value), "access": getattr(request, "access", NOBODY)}
