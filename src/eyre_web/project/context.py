"""What every page may print: the body's name, its note on what is not real, where one can go, who one is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

import eyre
from eyre_web.accounts.access import NOBODY, Access
from eyre_web.accounts.roles import Permission
from eyre_web.body.models import body_value
from eyre_web.documents.permissions import SEES_DOCUMENTS
from eyre_web.meetings.permissions import SEES_ACTIONS


def about(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)  # an answer may be given before anyone has looked who asks
    signed_in = user is not None and user.is_authenticated
    return {
        "body": SimpleLazyObject(body_value),
        "trial_day": settings.EYRE_TODAY,
        "version": eyre.__version__,
        "signed_in_as": str(user) if signed_in else "",
        "navigation": _navigation(request) if signed_in else [],
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The parts of the service that the person may open."""
    access: Access = getattr(request, "access", NOBODY)
    parts = [
        ("front_page", _("Front page"), access.may(*SEES_ACTIONS)),
        ("action_list", _("Actions"), access.may(*SEES_ACTIONS)),
        ("meeting_list", _("Meetings"), access.may(Permission.SEE_ALL, Permission.SEE_PUBLISHED)),
        ("matter_list", _("Matters"), access.may(*SEES_ACTIONS)),
        ("commitment_list", _("Commitments"), access.may(Permission.SEE_ALL)),
        ("registers", _("Registers"), access.may(Permission.SEE_ALL)),
        ("plan_list", _("Plans"), access.may(Permission.SEE_ALL, Permission.SEE_OWN)),
        ("chairs_list", _("Chair's list"), access.may(*SEES_ACTIONS)),
        ("search", _("Search"), access.may(*SEES_ACTIONS)),
        ("document_list", _("Documents"), access.may(*SEES_DOCUMENTS)),
        ("people", _("People"), access.may(Permission.SEE_PEOPLE)),
        ("audit_trail", _("Audit trail"), access.may(Permission.SEE_AUDIT)),
        ("accounts", _("Your account"), True),
    ]
    return [
        {"text": text, "href": reverse(name), "current": request.path == reverse(name)}
        for name, text, may_open in parts
        if may_open
    ]
