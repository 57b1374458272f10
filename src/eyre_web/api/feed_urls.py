"""The addresses that hold a secret, for programs that can send no header."""

from __future__ import annotations

from django.urls import path

from eyre_web.api import feeds

urlpatterns = [
    path("<str:secret>/calendar.ics", feeds.calendar, name="calendar"),
    path("<str:secret>/<slug:name>.csv", feeds.sheet_of, name="table_feed"),
]
