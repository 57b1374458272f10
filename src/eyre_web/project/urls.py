"""The addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from eyre_web.accounts import views as accounts

urlpatterns = [
    path("", include("eyre_web.meetings.urls")),
    path("people/", accounts.people, name="people"),
    path("account/", include("eyre_web.accounts.urls")),
]
