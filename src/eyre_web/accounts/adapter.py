"""How allauth behaves here: nobody signs up; an administrator makes each account."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from eyre_web.accounts.models import User
from eyre_web.audit import services as audit


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Set the password that a person chose, by changing it or by the link of a reset."""
        super().set_password(user, password)
        audit.record("account.password_set", f"account {user.pk}", by=user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Like every link in mail, it begins with the address of the site, and not with what the browser asked for."""
        return f"{settings.EYRE_SITE}{urlsplit(super().get_reset_password_from_key_url(key)).path}"
