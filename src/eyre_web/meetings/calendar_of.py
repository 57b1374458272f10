"""Meetings as entries of a calendar: in the feed of an account, and in the invitation to one meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from eyre.cycle.states import MeetingStatus
from eyre.writers.icalendar import Entry
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.models import Meeting

MOVES: Final = ("meeting.header_changed", "meeting.cancelled")  # after these a calendar has to take the entry again


def meeting_entries(meetings: Sequence[Meeting], body: Mapping[str, Any]) -> Iterator[Entry]:
    """Entries of meetings on record, in one query more. The identifier stays when a meeting moves to another day."""
    starts = {series["key"]: series.get("start") for series in body.get("meeting_series", ())}
    changed = AuditEvent.objects.filter(about__in=[each.reference for each in meetings], what__in=MOVES)
    moved = dict(changed.values_list("about").annotate(Count("pk")).order_by())
    for meeting in meetings:
        start, end = meeting.kept.get("start") or starts.get(meeting.series), meeting.kept.get("end")
        is_cancelled = meeting.status == MeetingStatus.CANCELLED
        yield _entry(
            f"meeting-{meeting.home}@{body.get('key', '')}.eyre",
            meeting.date,
            meeting.title,
            start,
            end,
            place=meeting.kept.get("venue", ""),
            link=f"{settings.EYRE_SITE}{meeting.get_absolute_url()}",
            sequence=moved.get(meeting.reference, 0) or int(is_cancelled),
            is_cancelled=is_cancelled,
        )


def planned_entry(series: Mapping[str, Any], day: date, body: Mapping[str, Any]) -> Entry:
    """The entry of a day that is planned and has no meeting on record yet."""
    uid = f"meeting-{series['key']}-{day.isoformat()}@{body.get('key', '')}.eyre"
    return _entry(uid, day, series["title"], series.get("start"), None, place=series.get("venue", ""))


def _entry(
    uid: str, day: date, title: str, start: str | None, end: str | None, *, place: str, link: str = "",
    sequence: int = 0, is_cancelled: bool = False,
) -> Entry:  # fmt: skip
    begins = _at(day, start)
    ends = _at(day, end) if start and end and end > start else None
    return Entry(
        uid=uid,
        start=begins or day,
        end=ends if begins else day + timedelta(days=1),
        summary=title,
        changed=datetime.combine(min(day, timezone.localdate()), time(), UTC),
        link=link or f"{settings.EYRE_SITE}/",
        place=place,
        sequence=sequence,
        is_cancelled=is_cancelled,
    )


def _at(day: date, clock: str | None) -> datetime | None:
    """A time of day where the body is, as a moment."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock))) if clock else None
