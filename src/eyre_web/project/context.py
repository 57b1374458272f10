"""What every page may print: the body's name, its note on what is not real, where one can go, who one is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

import eyre
from eyre_web.accounts.access import NOBODY
from eyre_web.body.models import body_value
from eyre_web.project.navigation import navigation


def about(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)  # an answer may be given before anyone has looked who asks
    signed_in = user is not None and user.is_authenticated
    return {
        "body": SimpleLazyObject(body_value),
        "trial_day": settings.EYRE_TODAY,
        "version": eyre.__version__,
        "signed_in_as": str(user) if signed_in else "",
        "navigation": navigation(getattr(request, "access", NOBODY), request.path) if signed_in else [],
    }
