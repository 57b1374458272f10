"""Questions put beforehand."""

from __future__ import annotations

from django.urls import path

from eyre_web.minutes.commission import views

urlpatterns = [
    path("meetings/<str:home>/questions/", views.commission, name="commission"),
    path("meetings/<str:home>/questions/new/", views.new_question, name="new_question"),
    path("meetings/<str:home>/questions/letter/<str:post>/", views.letter, name="request_letter"),
    path("meetings/<str:home>/questions/<str:label>/", views.question, name="question"),
    path("meetings/<str:home>/questions/<str:label>/change/", views.change_question, name="change_question"),
    path("meetings/<str:home>/questions/<str:label>/take-back/", views.take_back, name="take_back_question"),
    path("meetings/<str:home>/questions/<str:label>/reply/", views.reply, name="reply"),
    path("meetings/<str:home>/questions/<str:label>/settle/", views.settle, name="settle_question"),
    path("lateness/", views.lateness_list, name="lateness"),
]
