"""Who chairs the meeting that an action hangs on: to them it goes when it is late for long."""

from __future__ import annotations

from collections.abc import Mapping

from eyre_web.body.models import body_value
from eyre_web.meetings.models import Action, Meeting


def chairs() -> Mapping[str, str]:
    """The post that chairs each series: as the body's settings say, else as the last of its notes does."""
    noted = Meeting.objects.filter(is_standing=True).order_by("date").values_list("series", "kept")
    chaired = {series: kept["chair"] for series, kept in noted if kept.get("chair")}
    for series in body_value().get("meeting_series", ()):
        if series.get("chair"):
            chaired[series["key"]] = series["chair"]
    return chaired


def chair_of(action: Action, chaired: Mapping[str, str]) -> str:
    """The post to which an action goes when it is late for long; empty where nobody is named."""
    return chaired.get(action.item.meeting.series, "")
