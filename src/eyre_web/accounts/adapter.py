"""How allauth behaves here: nobody signs up; an administrator makes each account."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Like every link in mail, it begins with the address of the site, and not with what the browser asked for."""
        return f"{settings.EYRE_SITE}{urlsplit(super().get_reset_password_from_key_url(key)).path}"
