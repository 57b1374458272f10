"""Series, planning, agenda, coverage, forward plan."""

from __future__ import annotations

from django.urls import path

from eyre_web.minutes.agenda import coverage_views, series_views, views

urlpatterns = [
    path("series/", series_views.series_list, name="series_list"),
    path("series/new/", series_views.new_series, name="new_series"),
    path("series/<str:key>/", series_views.series_page, name="series"),
    path("series/<str:key>/change/", series_views.change_series, name="change_series"),
    path("series/<str:key>/plan/", series_views.plan, name="plan_meeting"),
    path("actions/<str:home>/<str:label>/plan-meeting/", series_views.plan_for_action, name="plan_for_action"),
    path("meetings/<str:home>/closes/", series_views.closes, name="meeting_closes"),
    path("meetings/<str:home>/agenda/", views.agenda, name="agenda"),
    path("meetings/<str:home>/agenda/paper/", views.paper, name="agenda_paper"),
    path("meetings/<str:home>/agenda/header/", views.change_header, name="change_header"),
    path("meetings/<str:home>/agenda/apologies/", views.apologies, name="apologies"),
    path("meetings/<str:home>/agenda/cancel/", views.cancel, name="cancel_meeting"),
    path("meetings/<str:home>/agenda/issue/", views.issue, name="issue_agenda"),
    path("meetings/<str:home>/agenda/take/", views.take, name="take_offers"),
    path("meetings/<str:home>/agenda/move/", views.move, name="move_item"),
    path("meetings/<str:home>/agenda/add/", views.add_item, name="add_item"),
    path("meetings/<str:home>/agenda/items/<int:pk>/", views.item, name="agenda_item"),
    path("meetings/<str:home>/agenda/items/<int:pk>/remove/", views.remove_item, name="remove_item"),
    path("meetings/<str:home>/invitation.ics", views.invitation, name="meeting_invitation"),
    path("coverage/", coverage_views.coverage, name="coverage"),
    path("forward-plan/", coverage_views.forward_plan, name="forward_plan"),
    path("asked-for/", coverage_views.asked_for_list, name="asked_for_list"),
    path("asked-for/new/", coverage_views.ask_for, name="ask_for"),
    path("asked-for/<str:key>/decline/", coverage_views.decline, name="decline"),
]
