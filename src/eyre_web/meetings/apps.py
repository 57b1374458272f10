"""What begins when Django does: every record that is saved can be found."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "eyre_web.meetings"

    def ready(self) -> None:
        from eyre_web.meetings import indexing

        indexing.follow_every_save()
