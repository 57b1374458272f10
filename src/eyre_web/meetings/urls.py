"""Front page, search, action list, action, and every change to an action."""

from __future__ import annotations

from django.urls import path

from eyre_web.meetings import views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("search/", views.search, name="search"),
    path("actions/", views.action_list, name="action_list"),
    path("actions/<str:home>/<str:label>/", views.action, name="action"),
    path("actions/<str:home>/<str:label>/<slug:change>/", views.change, name="change_action"),
]
