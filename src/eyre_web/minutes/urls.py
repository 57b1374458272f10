"""The addresses of the meeting cycle."""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path

from eyre_web.minutes.after import views as after
from eyre_web.minutes.registers import views as registers

KINDS = "finding|figure|assurance|judgement|commitment|decision|risk|contact|question|note"

urlpatterns: list[Any] = [
    # --- after the meeting
    path("meetings/<str:home>/after/", after.after_meeting, name="after_meeting"),
    path("meetings/<str:home>/loose-ends/", after.ends, name="loose_ends"),
    path("meetings/<str:home>/loose-ends/<slug:key>/", after.end, name="loose_end"),
    path("meetings/<str:home>/versions/<int:number>/", after.version, name="version"),
    path("meetings/<str:home>/versions/<int:number>/changes/", after.changes_of, name="version_changes"),
    re_path(r"^meetings/(?P<home>[^/]+)/after/(?P<step>send|agree|publish|correct)/$", after.step, name="notes_step"),
    # --- registers
    path("registers/", registers.index, name="registers"),
    re_path(rf"^registers/(?P<kind>{KINDS})/$", registers.register, name="register"),
    re_path(rf"^records/(?P<kind>{KINDS})/(?P<home>[^/]+)/(?P<label>[^/]+)/$", registers.record, name="record"),
    re_path(
        rf"^records/(?P<kind>{KINDS})/(?P<home>[^/]+)/(?P<label>[^/]+)/(?P<change>[a-z-]+)/$",
        registers.change,
        name="change_record",
    ),
]
