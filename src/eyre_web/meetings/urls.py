"""Front page, action list, action, and every change to an action."""

from __future__ import annotations

from django.urls import path

from eyre_web.meetings import answering, making, parts, plans, views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("actions/", views.action_list, name="action_list"),
    path("actions/print/", views.action_print, name="action_print"),
    path("actions/filters/", views.keep_filter, name="keep_filter"),
    path("actions/filters/<int:pk>/drop/", views.drop_filter, name="drop_filter"),
    path("chair/", views.chairs_list, name="chairs_list"),
    path("actions/<str:home>/<str:label>/", views.action, name="action"),
    path("actions/<str:home>/<str:label>/parts/", parts.of_action, name="action_parts"),
    path("matters/<str:key>/parts/", parts.of_matter, name="matter_parts"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/<str:key>/", plans.plan, name="plan"),
    path("plans/<str:key>/parts/", parts.of_plan, name="plan_parts"),
    path("parts/<int:pk>/end/", parts.end, name="end_part"),
    path("actions/<str:home>/<str:label>/links/", answering.links, name="answer_links"),
    path("actions/<str:home>/<str:label>/links/<int:pk>/revoke/", answering.revoke, name="revoke_link"),
    path("meetings/", making.meeting_list, name="meeting_list"),
    path("meetings/<str:home>/items/<int:place>/new-action/", making.new_action, name="new_action"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path("actions/<str:home>/<str:label>/<slug:change>/", views.change, name="change_action"),
]
