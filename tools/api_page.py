"""The description of /api/v1/, as the server gives it."""

import json
import os


def openapi_page() -> str:
    """Return the OpenAPI document. Django is made ready without a database: nothing is asked of one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eyre_web.project.settings")
    os.environ.setdefault("EYRE_SECRET_KEY", "not used")
    import django

    django.setup()
    from eyre_web.api.api import described

    return json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True)
