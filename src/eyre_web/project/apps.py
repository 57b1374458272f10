"""What happens once, when Django is ready."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from eyre_web.project.trial import stand_on


class ProjectConfig(AppConfig):
    name = "eyre_web.project"

    def ready(self) -> None:
        if settings.EYRE_TODAY:
            stand_on(settings.EYRE_TODAY)
