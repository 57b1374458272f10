"""The action log as a sheet: out, back, and row by row."""

from __future__ import annotations

from django.urls import path

from eyre_web.sheets import views

urlpatterns = [
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/actions.<str:kind>", views.download, name="download_sheet"),
    path("sheets/<int:pk>/", views.sheet, name="sheet"),
]
