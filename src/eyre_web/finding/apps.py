"""What begins when Django does: every record that is saved can be found."""

from __future__ import annotations

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "eyre_web.finding"

    def ready(self) -> None:
        from eyre_web.finding import indexing

        indexing.follow_every_save()
