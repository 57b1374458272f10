"""The addresses of the meeting cycle."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("eyre_web.minutes.agenda.urls")),
    path("", include("eyre_web.minutes.commission.urls")),
    path("", include("eyre_web.minutes.after.urls")),
    path("", include("eyre_web.minutes.registers.urls")),
    path("", include("eyre_web.minutes.matters.urls")),
    path("", include("eyre_web.minutes.papers.urls")),
    path("", include("eyre_web.minutes.notes.urls")),
]
