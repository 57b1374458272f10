"""Meetings, matters, actions and events: from body values to rows, and back again.

A row has columns for what the server works with, and `kept` for all else of its value, so that what goes in comes out
equal: tests/web/transfer walks every field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from eyre.body import meeting as said
from eyre.body import registers
from eyre.body.check import EVERYONE
from eyre.body.folder import file_name
from eyre.body.later import LaterAction
from eyre.body.meeting import RECORDS
from eyre.core import Reference
from eyre.core.codec import json_ready
from eyre.cycle.events import EventKind, drafts_sent
from eyre.cycle.states import MeetingStatus
from eyre_web.body.models import as_record
from eyre_web.meetings import models

MEETING = ("reference", "version", "series", "title", "date", "status")
MATTER = ("key", "title", "objective")
ITEM = ("number", "title")
ACTION = ("reference", "words", "managing_officer", "due", "deliverable", "closes_when")
LOOK = ("reference", "at", "by", "level", "trend", "measures", "coverage", "proceedings", "inspection", "words")
PART = ("reference", "post", "part", "from_date", "to_date", "by", "reason")
EVENT_ALWAYS = ("reference", "at", "by", "kind")
EVENT = (*EVENT_ALWAYS, "words", "sets_date", "document", "outcome")


def _rest(value: Any, *taken: str) -> dict[str, Any]:
    """The plain form of a value without the fields that have a column or rows of their own."""
    return {name: plain for name, plain in json_ready(value).items() if name not in taken}


# --- in ------------------------------------------------------------------------------------------------------------


def keep_matters(matters: Iterable[registers.Matter]) -> None:
    models.Matter.objects.bulk_create(
        models.Matter(
            key=matter.key, title=matter.title, objective=matter.objective, kept=_rest(matter, *MATTER), place=place
        )
        for place, matter in enumerate(matters)
    )


def keep_meetings(meetings: Iterable[said.Meeting]) -> None:
    """Keep every version of every meeting. Actions and lines become rows for the version that stands; an earlier one
    keeps its words only."""
    meetings = list(meetings)
    last = _last_versions(meetings)
    published = _last_versions(meeting for meeting in meetings if meeting.status == MeetingStatus.PUBLISHED)
    matters = {matter.key: matter for matter in models.Matter.objects.all()}
    for meeting in meetings:
        is_standing = meeting.version == last[meeting.reference]
        row = models.Meeting.objects.create(
            reference=str(meeting.reference),
            version=meeting.version,
            series=meeting.series,
            title=meeting.title,
            date=meeting.date,
            status=meeting.status,
            kept=meeting_kept(meeting),
            is_standing=is_standing,
            is_last_published=meeting.version == published.get(meeting.reference),
        )
        for place, item in enumerate(meeting.items):
            _keep_item(item, row, place, matters)


def _last_versions(meetings: Iterable[said.Meeting]) -> dict[Reference, int]:
    last: dict[Reference, int] = {}
    for meeting in meetings:
        last[meeting.reference] = max(meeting.version, last.get(meeting.reference, 0))
    return last


def meeting_kept(meeting: said.Meeting) -> dict[str, Any]:
    """What of a meeting has no column of its own."""
    return _rest(meeting, *MEETING, "items")


def _keep_item(
    item: said.Item,
    meeting: models.Meeting,
    place: int,
    matters: Mapping[str, models.Matter],
) -> None:
    matter = matters.get(item.matter)
    taken = (*ITEM, *(("matter",) if matter else ()), *(("actions", *RECORDS.values()) if meeting.is_standing else ()))
    row = models.Item.objects.create(
        meeting=meeting,
        place=place,
        number=item.number,
        title=item.title,
        matter=matter,
        kept=_rest(item, *taken),
    )
    if not meeting.is_standing:
        return
    for turn, action in enumerate(item.actions):
        keep_action(action, row, turn)
    records = [(kind, record) for kind, name in RECORDS.items() for record in getattr(item, name)]
    models.Line.objects.bulk_create(
        models.Line(item=row, kind=kind, place=turn, **line_columns(kind, record))
        for turn, (kind, record) in enumerate(records)
    )


def line_columns(kind: str, record: Any) -> dict[str, Any]:
    """The columns of a line that its record fills."""
    words = words_name(kind)
    return {
        "reference": str(record.reference),
        "words": getattr(record, words),
        "kept": _rest(record, "reference", words),
    }


def words_name(kind: str) -> str:
    """The field of a record that holds its words."""
    return "reason" if kind == "judgement" else "words"


def keep_later_actions(actions: Iterable[LaterAction]) -> None:
    """Keep actions that were set on an item after its notes had been agreed. The item is there: it was checked."""
    for later in actions:
        reference = f"meeting {later.action.reference.home}"
        on = models.Item.objects.filter(meeting__reference=reference, meeting__is_standing=True)
        item = on.filter(number=later.item).order_by("place")[0]
        set_later = {"set_on": later.set_on, "set_by": later.set_by, "set_why": later.reason}
        keep_action(later.action, item, item.actions.count(), **set_later)


def keep_action(action: said.Action, item: models.Item, place: int, **set_later: Any) -> models.Action:
    """Keep an action of an item as a row. set_later: when, by whom and why, where the notes had been agreed."""
    columns = {"item": item, "place": place, **action_columns(action), **set_later}
    row = models.Action.objects.create(**columns)
    keep_owners(row, action.owners, item.meeting)
    return row


def action_columns(action: said.Action) -> dict[str, Any]:
    """The columns of an action that its value fills; its owners have rows of their own."""
    return {
        "reference": str(action.reference),
        "words": action.words,
        "managing_officer": action.managing_officer,
        "due": None if action.due is None else json_ready(action.due),
        "deliverable": action.deliverable,
        "closes_when": action.closes_when,
        "kept": _rest(action, *ACTION, "owners"),
    }


def keep_owners(row: models.Action, owners: Iterable[str], meeting: models.Meeting) -> None:
    """Keep the owners of an action in place of those it had; where that is everyone, each post that was present too."""
    owners = tuple(owners)
    named = [models.ActionOwner(action=row, place=turn, key=key) for turn, key in enumerate(owners)]
    present = meeting.present if EVERYONE in owners else ()
    more = [
        models.ActionOwner(action=row, place=turn, key=key, as_present=True)
        for turn, key in enumerate(present, start=len(named))
    ]
    row.owners.all().delete()
    models.ActionOwner.objects.bulk_create([*named, *more])


def keep_events(events: Iterable[registers.Event]) -> None:
    """Keep what happened later, in the order of events.csv, and let every action stand as it follows from them."""
    actions = {action.reference: action for action in models.Action.objects.all()}
    rows = [
        models.Event(
            reference=str(event.reference),
            action=actions.get(str(event.reference)),
            at=event.at,
            by=event.by,
            kind=event.kind,
            words=event.words,
            sets_date=event.sets_date,
            document=event.document,
            outcome=event.outcome or None,
        )
        for event in events
    ]
    models.Event.objects.bulk_create(rows, batch_size=500)
    _keep_days_sent()
    for action in models.Action.objects.prefetch_related("events"):
        models.restate(action)


def _keep_days_sent() -> None:
    """Write beside each version of the notes the day on which the force was sent its draft."""
    happened: dict[str, list[tuple[EventKind, date]]] = {}
    told = models.Event.objects.filter(kind__in=(EventKind.DRAFT_SENT, EventKind.CORRECTED)).order_by("at", "pk")
    for event in told:
        happened.setdefault(event.reference, []).append((EventKind(event.kind), event.at))
    for reference, events in happened.items():
        for version, day in drafts_sent(events).items():
            models.Meeting.objects.filter(reference=reference, version=version).update(draft_sent_on=day)


def keep_looks(looks: Iterable[registers.RiskLook]) -> None:
    """Keep what was held of each risk and when, in the order of looks.csv."""
    models.RiskLook.objects.bulk_create(models.RiskLook(**look_columns(look)) for look in looks)


def look_columns(look: registers.RiskLook) -> dict[str, Any]:
    """The columns of a look that its value fills."""
    return {**_columns(look, LOOK), "reference": str(look.reference), "measures": list(look.measures)}


def keep_parts(parts: Iterable[registers.PartPlayed]) -> None:
    """Keep which post plays which part, in the order of parts.csv."""
    actions = {action.reference: action for action in models.Action.objects.all()}
    matters = {f"matter {matter.key}": matter for matter in models.Matter.objects.all()}
    models.PartPlayed.objects.bulk_create(
        models.PartPlayed(
            reference=str(part.reference),
            action=actions.get(str(part.reference)),
            matter=matters.get(str(part.reference)),
            post=part.post,
            part=part.part,
            from_date=part.from_date,
            to_date=part.to_date,
            by=part.by,
            reason=part.reason,
        )
        for part in parts
    )


# --- out -----------------------------------------------------------------------------------------------------------


def matters() -> tuple[registers.Matter, ...]:
    """Every matter as a body value, in its order."""
    return tuple(matter(row) for row in models.Matter.objects.order_by("place"))


def matter(row: models.Matter) -> registers.Matter:
    return as_record(registers.Matter, {**row.kept, **_columns(row, MATTER)}, f"matter {row.key}")


def matter_outline(row: models.Matter) -> registers.Matter:
    """A matter as it may be told to those who see no more than its actions."""
    return as_record(registers.Matter, _columns(row, MATTER), f"matter {row.key}")


def meetings() -> tuple[said.Meeting, ...]:
    """Every version of every meeting as a body value."""
    return tuple(meeting(row) for row in with_all(models.Meeting.objects.order_by("date", "series", "version")))


def with_all(rows: models.MeetingQuerySet) -> models.MeetingQuerySet:
    """Meetings with what `meeting` needs of each, of all in one query each."""
    return rows.prefetch_related("items__matter", "items__lines", "items__actions__owners")


def meeting(row: models.Meeting) -> said.Meeting:
    """One version of a meeting with its items and all that is recorded under them."""
    items = [item(each) for each in row.items.all()]
    return as_record(said.Meeting, {**row.kept, **_columns(row, MEETING), "items": items}, _name(row))


def meeting_alone(row: models.Meeting) -> said.Meeting:
    """A meeting without its items."""
    return as_record(said.Meeting, {**row.kept, **_columns(row, MEETING)}, _name(row))


def meeting_outline(row: models.Meeting, *, with_items: bool) -> said.Meeting:
    """A meeting as it may be told to those who see only its actions: its items by title, and nothing else of them."""
    items = [item_outline(each) for each in row.items.all()] if with_items else []
    return as_record(said.Meeting, {**_columns(row, MEETING), "items": items}, _name(row))


def _name(row: models.Meeting) -> str:
    return f"{row.reference}, version {row.version}"


def item(row: models.Item) -> dict[str, Any]:
    """An item with all that is recorded under it, in plain form."""
    lines: dict[str, list[Any]] = {}
    for each in row.lines.all():
        lines.setdefault(RECORDS[each.kind], []).append(line(each))
    return {**row.kept, **lines, **item_outline(row)}


def outline_of(row: models.Item) -> said.Item:
    """An item as a body value, without what is recorded under it."""
    return as_record(said.Item, {**row.kept, **item_alone(row)}, f"{row.meeting_id}, item {row.number}")


def line(row: models.Line) -> dict[str, Any]:
    """A record of an item in plain form."""
    return {**row.kept, "reference": row.reference, words_name(row.kind): row.words}


def item_outline(row: models.Item) -> dict[str, Any]:
    """Number, title, matter and actions of an item, in plain form."""
    plain = item_alone(row)
    if actions := [_action(action) for action in row.actions.all() if action.set_on is None]:
        plain["actions"] = actions
    return plain


def later_actions() -> tuple[LaterAction, ...]:
    """Every action that was set after its notes had been agreed, as a body value, in the order of the files."""
    rows = models.Action.objects.exclude(set_on=None).select_related("item").prefetch_related("owners")
    return tuple(sorted((as_record(LaterAction, _later(row), f"{row}, set later") for row in rows), key=file_name))


def _later(row: models.Action) -> dict[str, Any]:
    return {
        "action": _action(row),
        "item": row.item.number,
        "set_on": row.set_on,
        "set_by": row.set_by,
        "reason": row.set_why,
    }


def item_alone(row: models.Item) -> dict[str, Any]:
    """Number, title and matter of an item, in plain form."""
    return {**_columns(row, ITEM), **({"matter": row.matter.key} if row.matter else {})}


def action(row: models.Action) -> said.Action:
    return as_record(said.Action, _action(row), row.reference)


def _action(row: models.Action) -> dict[str, Any]:
    return {**row.kept, **_columns(row, ACTION), "owners": list(row.owner_keys)}


def parts() -> tuple[registers.PartPlayed, ...]:
    """Which post plays or played which part, in the order it was written down."""
    rows = models.PartPlayed.objects.order_by("pk")
    return tuple(as_record(registers.PartPlayed, _columns(row, PART), f"part {row.pk}") for row in rows)


def looks() -> tuple[registers.RiskLook, ...]:
    """What was held of each risk and when, in the order it was written down."""
    rows = models.RiskLook.objects.order_by("pk")
    return tuple(as_record(registers.RiskLook, _columns(row, LOOK), f"look {row.pk}") for row in rows)


def events() -> Iterator[registers.Event]:
    """What happened later, in the order it was written down."""
    return map(event, models.Event.objects.order_by("pk").iterator(chunk_size=2000))


def event(row: models.Event) -> registers.Event:
    return as_record(registers.Event, event_plain(row), f"event {row.pk}")


def event_plain(row: models.Event) -> dict[str, Any]:
    """The plain form of an event without the way round by its value: there are thousands, and each is its columns."""
    columns = ((name, getattr(row, name)) for name in EVENT)
    there = ((name, value) for name, value in columns if value or name in EVENT_ALWAYS)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in there}


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
