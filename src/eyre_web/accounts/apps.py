"""What begins when Django does: a second factor that comes or goes is written down."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "eyre_web.accounts"

    def ready(self) -> None:
        from eyre_web.accounts import factors

        factors.follow()
