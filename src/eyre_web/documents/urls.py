"""The register of documents, and what of it is done on an action."""

from __future__ import annotations

from django.urls import path

from eyre_web.documents import views

urlpatterns = [
    path("documents/", views.document_list, name="document_list"),
    path("documents/ask/new/", views.ask, name="ask_for_document"),
    path("documents/<str:key>/", views.document, name="document"),
    path("documents/<str:key>/versions/<int:place>/file/", views.document_file, name="document_file"),
    path("documents/<str:key>/<slug:change>/", views.change, name="change_document"),
    path("actions/<str:home>/<str:label>/file/", views.action_file, name="action_file"),
    path("actions/<str:home>/<str:label>/document/", views.action_document, name="action_document"),
]
