"""The addresses of matters and commitments."""

from __future__ import annotations

from django.urls import path

from eyre_web.minutes.matters import promised, views

urlpatterns = [
    path("matters/", views.matter_list, name="matter_list"),
    path("matters/<str:key>/", views.matter, name="matter"),
    path("matters/<str:key>/print/", views.matter_print, name="matter_print"),
    path("commitments/", promised.commitment_list, name="commitment_list"),
    path("commitments/chair/", promised.commitments_for_chair, name="commitments_for_chair"),
    path("commitments/<str:home>/<str:label>/", promised.commitment, name="commitment"),
]
