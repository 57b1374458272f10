"""What begins when Django does: a new password and a second factor leave an event."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "eyre_web.accounts"

    def ready(self) -> None:
        from eyre_web.accounts import sign_in_changes

        sign_in_changes.follow()
