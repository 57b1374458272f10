from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "eyre_web.meetings"

    def ready(self) -> None:
        from eyre_web.meetings import agreed

        agreed.follow_migrations(self)
