"""What a person finds: what is in the index and stands in a record that they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre_web.accounts.access import Access
from eyre_web.documents.models import Document
from eyre_web.finding.indexing import Findable
from eyre_web.meetings.addresses import address_of
from eyre_web.meetings.models import Action, Event, Item, Line, Matter, Meeting
from eyre_web.meetings.permissions import may_see_records
from eyre_web.search.matching import matching
from eyre_web.search.models import SearchEntry
from eyre_web.search.terms import Phrase, Piece, marked

AROUND = 120  # characters shown before what was found; twice as many after it

KINDS: Final[Mapping[str, str | Promise]] = {
    Findable.ACTION: _("Action"),
    Findable.EVENT: _("What happened later"),
    Findable.MATTER: _("Matter"),
    Findable.MEETING: _("Meeting"),
    Findable.ITEM: _("Item of a meeting"),
    Findable.RECORD: _("In the notes"),
    Findable.DOCUMENT: _("Document"),
}


# What stands under an item, by what each record is called.
RECORD_KINDS: Final[Mapping[str, str | Promise]] = {
    "question": _("Question"),
    "finding": _("Finding"),
    "figure": _("Figure as quoted"),
    "assurance": _("Assurance"),
    "judgement": _("Judgement"),
    "commitment": _("Commitment"),
    "action": _("Action"),
    "decision": _("Decision"),
    "risk": _("Risk or opportunity"),
    "contact": _("Contact"),
    "note": _("Note"),
}
OF_A_MATTER = "matter "  # what the reference of the note on a matter begins with; a record of a meeting has its own


@dataclass(frozen=True, slots=True)
class Found:
    """One result as the page prints it."""

    kind: str
    heading: Sequence[Piece]
    words: Sequence[Piece]
    address: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for beside words; empty: all. kind: of `KINDS`, or of `RECORD_KINDS` for one kind of record."""

    kind: str = ""
    matter: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_dated(self) -> bool:
        return self.first is not None or self.last is not None


ANYTHING = Wanted()


def for_user(access: Access) -> QuerySet[SearchEntry]:
    """The entries whose record a person may see: each kind by the `for_user` of its own records."""
    seen: dict[str, QuerySet[Any]] = {
        Findable.ACTION: Action.objects.for_user(access),
        Findable.EVENT: Event.objects.for_user(access),
        Findable.MATTER: Matter.objects.for_user(access),
        Findable.MEETING: Meeting.objects.for_user(access),
        Findable.ITEM: Item.objects.for_user(access),
        Findable.DOCUMENT: Document.objects.for_user(access),
    }
    either = _is_one_of(Findable.RECORD, Line.objects.for_user(access)) & ~_OF_A_MATTER
    for kind, rows in seen.items():
        either |= _is_one_of(kind, rows)
    if may_see_records(access):
        either |= _OF_A_MATTER
    return SearchEntry.objects.filter(either)


_OF_A_MATTER = Q(kind=Findable.RECORD, reference__startswith=OF_A_MATTER)


def _is_one_of(kind: str, rows: QuerySet[Any]) -> Q:
    """The entries of some rows; of every row of its table, those of the kind: nothing has to be looked up."""
    if not rows.query.where and not rows.query.is_empty():
        return Q(kind=kind)
    return Q(kind=kind, row__in=_keys(rows))


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")


def within(entries: QuerySet[SearchEntry], wanted: Wanted) -> QuerySet[SearchEntry]:
    """Those of one kind, on one matter, of some days: a record is of the day of its meeting."""
    if wanted.kind in RECORD_KINDS and wanted.kind not in KINDS:
        entries = entries.filter(kind=Findable.RECORD, reference__startswith=f"{wanted.kind} ")
    elif wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.matter:
        entries = entries.filter(_any_of(_on_matter(wanted.matter)) | Q(reference=f"matter {wanted.matter}"))
    if wanted.is_dated:
        entries = entries.filter(_any_of(_of_days(wanted)))
    return entries


def _any_of(rows: Iterable[tuple[str, QuerySet[Any]]]) -> Q:
    found = Q(pk__in=())
    for kind, each in rows:
        mine = Q(kind=kind, row__in=_keys(each))
        found |= mine & ~_OF_A_MATTER if kind == Findable.RECORD else mine
    return found


def _on_matter(key: str) -> Iterator[tuple[str, QuerySet[Any]]]:
    lines = Line.objects.filter(item__matter__key=key)
    actions = Action.objects.filter(item__matter__key=key)
    references = Q(reference__in=lines.order_by().values("reference")) | Q(reference=f"matter {key}")
    yield Findable.ACTION, actions
    yield Findable.RECORD, lines
    yield Findable.EVENT, Event.objects.filter(Q(action__in=_keys(actions)) | references)
    yield Findable.ITEM, Item.objects.filter(matter__key=key)
    yield Findable.MEETING, Meeting.objects.filter(items__matter__key=key)
    yield Findable.MATTER, Matter.objects.filter(key=key)


def _of_days(wanted: Wanted) -> Iterator[tuple[str, QuerySet[Any]]]:
    """What has a day, by the field that says it; of a document, the day it came, else the one it was asked for."""
    yield (
        Findable.ACTION,
        Action.objects.filter(
            (Q(set_on=None) & _between("item__meeting__date", wanted)) | (~Q(set_on=None) & _between("set_on", wanted))
        ),
    )
    yield Findable.RECORD, Line.objects.filter(_between("item__meeting__date", wanted))
    yield Findable.EVENT, Event.objects.filter(_between("at", wanted))
    yield Findable.ITEM, Item.objects.filter(_between("meeting__date", wanted))
    yield Findable.MEETING, Meeting.objects.filter(_between("date", wanted))
    came = Q(received_on=None) & _between("asked_for_on", wanted)
    yield Findable.DOCUMENT, Document.objects.filter(came | (~Q(received_on=None) & _between("received_on", wanted)))


def _between(field: str, wanted: Wanted) -> Q:
    found = Q(**{f"{field}__isnull": False})
    if wanted.first:
        found &= Q(**{f"{field}__gte": wanted.first})
    if wanted.last:
        found &= Q(**{f"{field}__lte": wanted.last})
    return found


def find(access: Access, phrases: Sequence[Phrase], most: int, wanted: Wanted = ANYTHING) -> list[int]:
    """The keys of what a person finds, the best first, and no more than `most`: whoever gets thousands asks again."""
    found = matching(within(for_user(access), wanted), phrases)
    return list(found.values_list("pk", flat=True)[:most])


def as_found(keys: Iterable[int], phrases: Sequence[Phrase]) -> list[Found]:
    """Some of what was found, as a page prints it."""
    keys = list(keys)
    entries = SearchEntry.objects.in_bulk(keys)
    return [_as_found(entries[key], phrases) for key in keys if key in entries]


def _as_found(entry: SearchEntry, phrases: Sequence[Phrase]) -> Found:
    heading = marked(entry.heading, phrases)
    return Found(_say(entry), heading, marked(entry.words, phrases, around=AROUND), address_of(entry.reference))


def _say(entry: SearchEntry) -> str:
    """What kind of thing it is: of a record, which."""
    kind = entry.reference.partition(" ")[0]
    return str(RECORD_KINDS.get(kind, KINDS[entry.kind]) if entry.kind == Findable.RECORD else KINDS[entry.kind])
