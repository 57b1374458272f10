"""Signing in and out, the password, the second factor, and the page of people."""

from __future__ import annotations

from allauth.account import urls as account
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, include, path

from eyre_web.accounts import views

# Of allauth's pages those that an office needs; the rest would only be more to defend.
WANTED = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}  # fmt: skip

# Pages that set a password: it and its event in the audit trail stand or fall together.
SETS_PASSWORD = {"account_change_password", "account_reset_password_from_key"}


def whole(page: URLPattern) -> URLPattern:
    """A page of allauth's; one that sets a password, in one transaction."""
    if page.name not in SETS_PASSWORD:
        return page
    return URLPattern(page.pattern, transaction.atomic(page.callback), page.default_args, page.name)


def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by themselves: an administrator makes the account."""
    return redirect("account_login")


urlpatterns = [
    path("", views.own_account, name="accounts"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("sign-up/", closed, name="account_signup"),  # allauth wants the name
    *(whole(page) for page in account.urlpatterns if page.name in WANTED),
    path("two-factor/", include("allauth.mfa.urls")),
]
