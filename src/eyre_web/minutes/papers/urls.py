"""The papers of a meeting."""

from __future__ import annotations

from django.urls import path, re_path

from eyre_web.minutes.papers import views

urlpatterns = [
    path("meetings/<str:home>/papers/", views.papers, name="papers"),
    re_path(
        r"^meetings/(?P<home>[^/]+)/papers/(?P<kind>[a-z-]+)(?:/(?P<post>[^/]+))?\.(?P<ending>[a-z]+)$",
        views.paper,
        name="paper",
    ),
]
