"""What comes after a meeting: loose ends, the steps of its notes, their versions."""

from __future__ import annotations

from django.urls import path, re_path

from eyre_web.minutes.after import views

urlpatterns = [
    path("meetings/<str:home>/after/", views.after_meeting, name="after_meeting"),
    path("meetings/<str:home>/loose-ends/", views.ends, name="loose_ends"),
    re_path(r"^meetings/(?P<home>[^/]+)/loose-ends/(?P<key>[0-9a-f]{16})/$", views.end, name="loose_end"),
    path("meetings/<str:home>/versions/<int:number>/", views.version, name="version"),
    path("meetings/<str:home>/versions/<int:number>/changes/", views.changes_of, name="version_changes"),
    re_path(r"^meetings/(?P<home>[^/]+)/after/(?P<step>send|agree|publish|correct)/$", views.step, name="notes_step"),
]
