"""The registers of what was recorded at meetings, and the page of each record."""

from __future__ import annotations

from django.urls import path, re_path

from eyre.body.meeting import RECORDS
from eyre_web.minutes.registers import views

KIND = f"(?P<kind>{'|'.join(RECORDS)})"
RECORD = rf"^records/{KIND}/(?P<home>[^/]+)/(?P<label>[^/]+)/"

urlpatterns = [
    path("registers/", views.index, name="registers"),
    re_path(rf"^registers/{KIND}/$", views.register, name="register"),
    re_path(rf"{RECORD}$", views.record, name="record"),
    re_path(rf"{RECORD}(?P<change>[a-z-]+)/$", views.change, name="change_record"),
]
