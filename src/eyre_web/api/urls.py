"""The addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path

from eyre_web.api.api import api, openapi, unknown

urlpatterns = [
    path("", unknown),
    path("openapi.json", openapi, name="openapi"),
    path("", api.urls),
    re_path(r"", unknown),
]
