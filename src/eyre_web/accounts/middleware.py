"""What every request knows of the person who makes it, and the second factor where it is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from eyre_web.accounts.access import NOBODY, Access, access_of

if TYPE_CHECKING:
    from eyre_web.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request of a person who has signed in; `access` is looked up when it is first asked for."""

    user: User
    access: Access


class AccessMiddleware:
    """Puts `access` beside `user`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(lambda: _access(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _access(request: HttpRequest) -> Access:
    return access_of(request.user, timezone.localdate()) if request.user.is_authenticated else NOBODY


class SecondFactorMiddleware:
    """Sends a person who has no second factor to set one up, where EYRE_SECOND_FACTOR_REQUIRED says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.EYRE_SECOND_FACTOR_REQUIRED and not _is_for_accounts(request) and _has_one_factor(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _has_one_factor(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not is_mfa_enabled(request.user)


def _is_for_accounts(request: HttpRequest) -> bool:
    return request.path.startswith((reverse("accounts"), settings.STATIC_URL))
