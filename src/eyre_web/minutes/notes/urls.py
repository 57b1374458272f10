"""The notes of a meeting: read, typed, and everything that is done while they are typed."""

from __future__ import annotations

from django.urls import path

from eyre_web.minutes.notes import changing, reading, seats, typing

urlpatterns = [
    path("meetings/<str:home>/", reading.meeting, name="meeting"),
    path("meetings/<str:home>/notes/", typing.notes, name="notes"),
    path("meetings/<str:home>/notes/lines/", typing.lines, name="note_lines"),
    path("meetings/<str:home>/notes/begin/", seats.begin, name="begin_meeting"),
    path("meetings/<str:home>/notes/attendance/", seats.attendance, name="attendance"),
    path("meetings/<str:home>/notes/times/", seats.times, name="meeting_times"),
    path("meetings/<str:home>/notes/next/", seats.next_meeting, name="next_meeting"),
    path("meetings/<str:home>/notes/items/<int:place>/", typing.enter, name="enter_line"),
    path("meetings/<str:home>/notes/items/<int:place>/draft/", typing.draft, name="keep_draft"),
    path("meetings/<str:home>/notes/items/<int:place>/form/", typing.kinds, name="line_kinds"),
    path("meetings/<str:home>/notes/items/<int:place>/form/<slug:word>/", typing.by_parts, name="line_by_parts"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/", changing.change, name="change_line"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/move/", changing.move, name="move_line"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/strike/", changing.strike, name="strike_line"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/looked-at/", changing.looked_at, name="looked_at"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/noticed/", changing.noticed, name="noticed"),
    path("meetings/<str:home>/notes/<slug:kind>/<slug:label>/tests/", changing.tests, name="proposed_tests"),
]
