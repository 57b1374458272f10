"""Django made ready, for whoever is not asked by a web server: a command, a notebook."""

from __future__ import annotations

import os
from pathlib import Path

from eyre_web.project.environment import make_secret_key


def start(data: Path | None = None) -> None:
    """Set Django up on a data directory (by default what the environment says), with a secret key in it."""
    if data is not None:
        os.environ["EYRE_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eyre_web.project.settings")
    import django
    from django.conf import settings

    if not os.environ.get("EYRE_SECRET_KEY"):
        make_secret_key(settings.EYRE_DATA)
        settings.SECRET_KEY = (settings.EYRE_DATA / "secret_key").read_text("utf-8").strip()
    django.setup()
