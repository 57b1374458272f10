"""The meeting, the item and the line that an address names: 404 where a person may not know of them, 403 where they may
see them and not keep the notes."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from eyre_web.accounts.access import Access
from eyre_web.accounts.middleware import Request
from eyre_web.meetings.models import Action, Item, Line, Meeting
from eyre_web.minutes.notes.lines import RECORD, Row, find_row
from eyre_web.minutes.permissions import check_may_keep_notes


def meeting_of(request: Request, home: str) -> Meeting:
    """A meeting that the person may see, in the last version that they may read."""
    seen: Any = Meeting.objects.last_for(request.access)
    found: Meeting = get_object_or_404(seen, reference=f"meeting {home}")
    return found


def kept_meeting(request: Request, home: str) -> Meeting:
    """A meeting whose notes the person keeps."""
    found = meeting_of(request, home)
    check_may_keep_notes(request.access)
    return found


def kept_item(request: Request, home: str, place: int) -> Item:
    """An item of a meeting whose notes the person keeps."""
    item: Item = get_object_or_404(
        Item.objects.select_related("meeting"), meeting=kept_meeting(request, home), place=place
    )
    return item


def kept_row(request: Request, home: str, kind: str, label: str) -> Row:
    """A line of notes that the person keeps."""
    kept_meeting(request, home)
    row = find_row(f"{kind} {home}/{label}") if kind in RECORD else None
    if row is None:
        raise Http404
    return row


def items_of(meeting: Meeting, access: Access, item: Item | None = None) -> list[Item]:
    """The items of a meeting, or one, with what the person may see under each, in a constant number of queries."""
    actions = Action.objects.for_user(access).prefetch_related("owners").order_by("place", "pk")
    lines = Line.objects.for_user(access)
    items = Item.objects.for_user(access).filter(meeting=meeting, **({"pk": item.pk} if item else {}))
    return list(items.prefetch_related(Prefetch("lines", lines), Prefetch("actions", actions)))
