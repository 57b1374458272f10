"""Every list that is given: who may have it, what can be asked of it, its entries as JSON and its rows for a sheet.

Each begins at the `for_user` of its records. Entries are made for some rows at a time, in a constant number of
queries; a sheet is made from the same entries, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects
from ninja import Schema

from eyre.body import meeting as said
from eyre.body import registers
from eyre.body import settings as body_settings
from eyre.commitments.promises import Promise
from eyre.core.codec import cell, json_ready
from eyre_web.accounts import interchange as people
from eyre_web.accounts.models import Organisation, Post
from eyre_web.accounts.roles import Permission
from eyre_web.api import asks, shapes
from eyre_web.api.reading import Reader
from eyre_web.body.models import as_record
from eyre_web.documents import interchange as documents
from eyre_web.documents.models import Document
from eyre_web.meetings import interchange, lists
from eyre_web.meetings.models import Action, Event, Item, Line, Matter, Meeting
from eyre_web.meetings.permissions import SEES_ACTIONS, may_see_notes, may_see_records

Plain = Mapping[str, Any]
SEES_PEOPLE = (*SEES_ACTIONS, Permission.SEE_PEOPLE)


@dataclass(frozen=True, slots=True)
class Table:
    """One list.

    sees: one of these permissions opens it. shape: of an entry. ask: what can be asked. chosen: the rows asked for, of
    those the account may see. entries: some of the rows as they are given. columns and rows: of its sheet; brief: the
    entries without what a sheet does not show.
    """

    name: str
    says: str
    sees: tuple[Permission, ...]
    shape: Any
    ask: type[Schema]
    chosen: Callable[[Reader, Any], Any]
    entries: Callable[[Sequence[Any], Reader], list[Plain]]
    columns: tuple[str, ...]
    rows: Callable[[Plain], Iterable[Sequence[str]]]
    brief: Callable[[Sequence[Any], Reader], list[Plain]] | None = None


# --- posts and organisations ---------------------------------------------------------------------------------------


def _posts(reader: Reader, ask: asks.PostAsk) -> Any:
    rows = Post.objects.prefetch_related("holdings__person").order_by("place")
    return rows.filter(_in_force(ask.on)) if ask.on else rows


def _in_force(on: date) -> Q:
    return (Q(from_date=None) | Q(from_date__lte=on)) & (Q(to_date=None) | Q(to_date__gte=on))


def _post_rows(entry: Plain) -> Iterator[Sequence[str]]:
    """A row a holder; one for a post whose holders are not known."""
    for holder in entry.get("holders") or [{}]:
        held = ("person", "from_date", "to_date", "temporary", "acting")
        post = _cells(entry, "key", "title", "abbreviation", "organisation", "collective", of=body_settings.Post)
        yield [*post, *(_cells(holder, *held, of=body_settings.Holder) if holder else [""] * len(held))]


def _organisations(reader: Reader, ask: asks.OrganisationAsk) -> Any:
    rows = Organisation.objects.prefetch_related("names").order_by("place")
    return rows.filter(key=ask.key) if ask.key else rows


def _organisation_rows(entry: Plain) -> Iterator[Sequence[str]]:
    """A row a name."""
    for name in entry["names"]:
        named = _cells(name, "name", "abbreviation", "from_date", "to_date")
        yield [entry["key"], *named, *_cells(entry, "aliases", "what")]


# --- matters, meetings, items --------------------------------------------------------------------------------------


def _matters(reader: Reader, ask: asks.MatterAsk) -> Any:
    seen = Matter.objects.for_user(reader.access).order_by("place")
    return seen.filter(objective=ask.objective) if ask.objective else seen


def matter_entries(rows: Sequence[Matter], reader: Reader) -> list[Plain]:
    """Matters; to those who do not see every record, by title alone."""
    if may_see_records(reader.access):
        return [json_ready(interchange.matter(row)) for row in rows]
    return [json_ready(interchange.matter_outline(row)) for row in rows]


def _meetings(reader: Reader, ask: asks.MeetingAsk) -> Any:
    seen = Meeting.objects.last_for(reader.access)
    wanted = {"series": ask.series, "status": ask.status, "date__gte": ask.held_from, "date__lte": ask.held_to}
    return seen.filter(**_given(wanted)).order_by("-date", "series", "pk")


def _meeting_entries(rows: Sequence[Meeting], reader: Reader) -> list[Plain]:
    """Meetings without their items, which are read one meeting at a time."""
    return [json_ready(_meeting_entry(row, reader)) for row in rows]


def _meeting_entry(row: Meeting, reader: Reader) -> said.Meeting:
    if may_see_records(reader.access) and may_see_notes(reader.access, row):
        return interchange.meeting_alone(row)
    return interchange.meeting_outline(row, with_items=False)


def _items(reader: Reader, ask: asks.ItemAsk) -> Any:
    seen = Item.objects.filter(meeting__in=Meeting.objects.last_for(reader.access).order_by()).for_user(reader.access)
    wanted = {"meeting__reference": ask.meeting, "matter__key": ask.matter}
    rows = seen.filter(**_given(wanted)).order_by("-meeting__date", "meeting__series", "meeting", "place")
    return rows.select_related("meeting", "matter").prefetch_related("actions__owners", "lines")


def _item_entries(rows: Sequence[Item], reader: Reader) -> list[Plain]:
    form = interchange.item if may_see_records(reader.access) else interchange.item_outline
    return [
        {
            "meeting": row.meeting.reference,
            "date": row.meeting.date.isoformat(),
            "item": json_ready(as_record(said.Item, form(row), f"{row.meeting.reference}, item {row.number}")),
        }
        for row in rows
    ]


COUNTED = ("questions", "findings", "figures", "assurances", "judgements", "commitments", "actions", "decisions",
           "risks", "contacts")  # fmt: skip


def _item_rows(entry: Plain) -> Iterator[Sequence[str]]:
    item = entry["item"]
    counts = [str(len(item.get(name, ()))) for name in COUNTED]
    yield [entry["meeting"], entry["date"], *_cells(item, "number", "title", "matter", "heading", "nil"), *counts]


# --- actions -------------------------------------------------------------------------------------------------------


def _actions(reader: Reader, ask: asks.ActionAsk) -> Any:
    wanted = lists.Wanted(
        owner=ask.owner or "",
        matter=ask.matter or "",
        meeting=ask.meeting or "",
        state=ask.state or "",
        overdue=ask.overdue,
        undated=ask.undated,
    )
    seen = lists.filtered(Action.objects.for_user(reader.access), wanted, reader.today)
    days = {"due_on__gte": ask.due_from, "due_on__lte": ask.due_to, "changed_on__gte": ask.changed_since}
    return seen.filter(**_given(days)).with_all()


def action_entries(rows: Sequence[Action], reader: Reader) -> list[Plain]:
    prefetch_related_objects(rows, "events")
    happened = [[interchange.event_plain(event) for event in row.in_order()] for row in rows]
    brief = _brief_action_entries(rows, reader)
    return [{**entry, "events": events} for entry, events in zip(brief, happened, strict=True)]


def _brief_action_entries(rows: Sequence[Action], reader: Reader) -> list[Plain]:
    return [_action_entry(row, reader.today) for row in rows]


def _action_entry(row: Action, today: date) -> Plain:
    """An action and its columns "as it stands", which `eyre verify` compares with its events."""
    first = (row.due or {}).get("date")
    return {
        "action": json_ready(interchange.action(row)),
        "meeting": row.item.meeting.reference,
        "item": row.item.number,
        "matter": row.item.matter.key if row.item.matter else None,
        "standing": {
            "status": row.status,
            "due": _day(row.due_on),
            "times_redated": row.times_redated,
            "days_slipped": (row.due_on - date.fromisoformat(first)).days if first and row.due_on else None,
            "changed_on": _day(row.changed_on),
            "is_overdue": row.is_overdue(today),
        },
        "link": f"{settings.EYRE_SITE}{row.get_absolute_url()}",
    }


def _action_rows(entry: Plain) -> Iterator[Sequence[str]]:
    action, standing = entry["action"], entry["standing"]
    first = action.get("due", {})
    yield [
        *_cells(action, "reference", "words", "owners", "managing_officer"),
        *_cells(entry, "meeting", "item", "matter"),
        *_cells(standing, "status", "due"),
        *_cells(first, "date", "words"),
        *_cells(standing, "times_redated", "days_slipped", "is_overdue", "changed_on"),
        *_cells(action, "deliverable", "closes_when", of=said.Action),
        entry["link"],
    ]


# --- commitments ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A commitment in its plain form, and the item under which it stands."""

    commitment: Plain
    item: Item


def _commitments(reader: Reader, ask: asks.CommitmentAsk) -> list[Given]:
    """The commitments of meetings, the newest meeting first."""
    if not may_see_records(reader.access):
        return []
    seen = _items(reader, asks.ItemAsk(meeting=ask.meeting, matter=ask.matter)).prefetch_related(None)
    promised = Line.objects.for_user(reader.access).filter(kind="commitment")
    with_lines = seen.filter(pk__in=promised.order_by().values("item")).prefetch_related(Prefetch("lines", promised))
    return [Given(interchange.line(each), item) for item in with_lines for each in item.lines.all()]


def _commitment_entries(rows: Sequence[Given], reader: Reader) -> list[Plain]:
    events: dict[str, list[Event]] = {}
    references = [given.commitment["reference"] for given in rows]
    for event in Event.objects.for_user(reader.access).filter(reference__in=references).order_by("at", "pk"):
        events.setdefault(event.reference, []).append(event)
    return [_commitment_entry(given, events.get(given.commitment["reference"], []), reader.today) for given in rows]


def _commitment_entry(given: Given, rows: Sequence[Event], today: date) -> Plain:
    meeting, where = given.item.meeting, given.commitment["reference"]
    commitment = as_record(said.Commitment, given.commitment, where)
    item = as_record(said.Item, interchange.item_alone(given.item), where)
    events = tuple(interchange.event(row) for row in rows)
    promise = Promise(interchange.meeting_alone(meeting), item, commitment, today, events, ())
    return {
        "commitment": json_ready(commitment),
        "meeting": meeting.reference,
        "item": given.item.number,
        "matter": item.matter or None,
        "standing": {
            "due": _day(promise.due.date),
            "times_redated": promise.due.times_redated,
            "times_missed": len(promise.misses),
            "decision": promise.decision.value if promise.decision else None,
            "decided_on": _day(promise.decided_by.at) if promise.decided_by else None,
            "carried_by": str(commitment.carried_by) if commitment.carried_by else None,
        },
        "events": [interchange.event_plain(row) for row in rows],
    }


def _commitment_rows(entry: Plain) -> Iterator[Sequence[str]]:
    commitment, first = entry["commitment"], entry["commitment"].get("due", {})
    yield [
        *_cells(commitment, "reference", "words", "kind", "given_by", "relayed_by", "relied_on_by"),
        *_cells(entry, "meeting", "item", "matter"),
        *_cells(first, "date", "words"),
        *_cells(entry["standing"], "due", "times_redated", "times_missed", "decision", "decided_on", "carried_by"),
        *_cells(commitment, "measures", "areas", "untested_because"),
    ]


# --- events and documents ------------------------------------------------------------------------------------------


def _events(reader: Reader, ask: asks.EventAsk) -> Any:
    wanted = {
        "reference": ask.reference, "kind": ask.kind, "by": ask.by, "at__gte": ask.at_from, "at__lte": ask.at_to,
    }  # fmt: skip
    return Event.objects.for_user(reader.access).filter(**_given(wanted)).order_by("-at", "-pk")


EVENT_COLUMNS = ("reference", "at", "by", "kind", "words", "sets_date", "document", "outcome")


def _documents(reader: Reader, ask: asks.DocumentAsk) -> Any:
    return Document.objects.for_user(reader.access).filter(**_given({"kind": ask.kind})).order_by("place").with_all()


DOCUMENT_COLUMNS = ("key", "title", "kind", "marking", "asked_for_on", "note")


def _document_rows(entry: Plain) -> Iterator[Sequence[str]]:
    """A row a version; one for a document that has none yet."""
    for version in entry.get("versions") or [{}]:
        yield [
            *_cells(entry, *DOCUMENT_COLUMNS, of=registers.Document),
            *_cells(version, "version", "on", "state", "sha256"),
        ]


# --- all of them ---------------------------------------------------------------------------------------------------


def _given(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cells(entry: Plain, *names: str, of: type[Any] | None = None) -> list[str]:
    """Fields of an entry as cells: empty where there is nothing, yes or no for what is one or the other.

    of: the record whose plain form the entry is. That leaves out what has its default, and a sheet says it.
    """
    values = (entry.get(name, _default(of, name) if of else None) for name in names)
    return [_yes(value) if isinstance(value, bool) else cell(value) for value in values]


def _default(record: Any, name: str) -> Any:
    default = record.__dataclass_fields__[name].default
    return None if default is MISSING else default


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _one_row(of: type[Any], *columns: str) -> Callable[[Plain], Iterable[Sequence[str]]]:
    return lambda entry: [_cells(entry, *columns, of=of)]


MATTER_COLUMNS = ("key", "title", "objective", "themes", "areas", "measures", "note")
MEETING_COLUMNS = (
    "reference", "series", "title", "date", "start", "end", "venue", "chair", "status", "version",
)  # fmt: skip
HELD = ("person", "held_from", "held_to", "temporary", "acting")

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "posts", "Posts with those who hold and held them.", (Permission.SEE_PEOPLE,), shapes.Post, asks.PostAsk,
            _posts, lambda rows, reader: [json_ready(people.post(row)) for row in rows],
            ("key", "title", "abbreviation", "organisation", "collective", *HELD), _post_rows,
        ),
        Table(
            "organisations", "Organisations under all their names.", SEES_PEOPLE, shapes.Organisation,
            asks.OrganisationAsk, _organisations,
            lambda rows, reader: [json_ready(people.organisation(row)) for row in rows],
            ("key", "name", "abbreviation", "from", "to", "aliases", "what"), _organisation_rows,
        ),
        Table(
            "matters", "Threads that run through several meetings.", SEES_ACTIONS, shapes.Matter, asks.MatterAsk,
            _matters, matter_entries, MATTER_COLUMNS, _one_row(registers.Matter, *MATTER_COLUMNS),
        ),
        Table(
            "meetings", "Meetings without their items; one meeting has them.", SEES_ACTIONS, shapes.Meeting,
            asks.MeetingAsk, _meetings, _meeting_entries, MEETING_COLUMNS, _one_row(said.Meeting, *MEETING_COLUMNS),
        ),
        Table(
            "items", "Items of meetings with the records under them.", SEES_ACTIONS, shapes.ItemEntry, asks.ItemAsk,
            _items, _item_entries, ("meeting", "date", "number", "title", "matter", "heading", "nil", *COUNTED),
            _item_rows,
        ),
        Table(
            "actions", "Actions as agreed, with what happened to each and where it stands.", SEES_ACTIONS,
            shapes.ActionEntry, asks.ActionAsk, _actions, action_entries,
            ("reference", "words", "owners", "managing_officer", "meeting", "item", "matter", "status", "due",
             "first_due", "due_as_said", "times_redated", "days_slipped", "is_overdue", "changed_on", "deliverable",
             "closes_when", "link"), _action_rows, _brief_action_entries,
        ),
        Table(
            "commitments", "Commitments as given, with what happened to each.", SEES_ACTIONS, shapes.CommitmentEntry,
            asks.CommitmentAsk, _commitments, _commitment_entries,
            ("reference", "words", "kind", "given_by", "relayed_by", "relied_on_by", "meeting", "item", "matter",
             "first_due", "due_as_said", "due", "times_redated", "times_missed", "decision", "decided_on",
             "carried_by", "measures", "areas", "untested_because"), _commitment_rows,
        ),
        Table(
            "documents", "What is known of documents; not the documents themselves.", SEES_ACTIONS, shapes.Document,
            asks.DocumentAsk, _documents, lambda rows, reader: [json_ready(documents.document(row)) for row in rows],
            (*DOCUMENT_COLUMNS, "version", "version_on", "version_state", "version_sha256"), _document_rows,
        ),
        Table(
            "events", "What happened to records later, the newest first.", SEES_ACTIONS, shapes.Event, asks.EventAsk,
            _events, lambda rows, reader: [interchange.event_plain(row) for row in rows],
            EVENT_COLUMNS, _one_row(registers.Event, *EVENT_COLUMNS),
        ),
    )
}  # fmt: skip
