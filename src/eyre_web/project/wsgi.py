"""The application that a web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eyre_web.project.settings")
application = get_wsgi_application()

from eyre_web.chasing.reminders import begin_if_asked  # noqa: E402  (models, once Django is ready)
from eyre_web.minutes.matters.worked_out import begin as begin_working_out  # noqa: E402

begin_if_asked()
begin_working_out()
