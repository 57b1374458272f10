"""What a person finds: what is in the index and stands in a record that they may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.body.meeting import RECORDS
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import Permission
from eyre_web.documents.models import Document
from eyre_web.finding.indexing import Findable
from eyre_web.meetings.models import NO_LABEL, Action, Event, Item, Line, Matter, Meeting, address_of_action
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


@dataclass(frozen=True, slots=True)
class Found:
    """One result as the page prints it. address: empty where there is no page of it yet."""

    kind: str
    heading: Sequence[Piece]
    words: Sequence[Piece]
    address: str


def for_user(access: Access) -> QuerySet[SearchEntry]:
    """The entries whose record a person may see: each kind by the `for_user` of its own records."""
    documents = Q(kind=Findable.DOCUMENT, row__in=Document.objects.for_user(access).order_by().values("pk"))
    if may_see_records(access) and access.may(Permission.SEE_DRAFTS):  # then each of the others is its whole table
        return SearchEntry.objects.filter(documents | ~Q(kind=Findable.DOCUMENT))
    seen = {
        Findable.ACTION: Action.objects.for_user(access).order_by().values("pk"),
        Findable.EVENT: Event.objects.for_user(access).order_by().values("pk"),
        Findable.MATTER: Matter.objects.for_user(access).order_by().values("pk"),
        Findable.MEETING: Meeting.objects.for_user(access).order_by().values("pk"),
        Findable.ITEM: Item.objects.for_user(access).order_by().values("pk"),
    }
    either = documents
    if may_see_records(access):
        lines = Line.objects.for_user(access).order_by().values("pk")
        of_matter = Q(reference__startswith="matter ")
        either |= Q(kind=Findable.RECORD) & (of_matter | Q(row__in=lines))
    for kind, rows in seen.items():
        either |= Q(kind=kind, row__in=rows)
    return SearchEntry.objects.filter(either)


def find(access: Access, phrases: Sequence[Phrase], most: int) -> list[int]:
    """The keys of what a person finds, the best first, and no more than `most`: whoever gets thousands asks again."""
    return list(matching(for_user(access), phrases).values_list("pk", flat=True)[:most])


def as_found(keys: Iterable[int], phrases: Sequence[Phrase]) -> list[Found]:
    """Some of what was found, as a page prints it."""
    keys = list(keys)
    entries = SearchEntry.objects.in_bulk(keys)
    return [_as_found(entries[key], phrases) for key in keys if key in entries]


def _as_found(entry: SearchEntry, phrases: Sequence[Phrase]) -> Found:
    heading = marked(entry.heading, phrases)
    return Found(str(KINDS[entry.kind]), heading, marked(entry.words, phrases, around=AROUND), _address(entry))


def _address(entry: SearchEntry) -> str:
    """The page that says more: of the action, the document or the record, else the actions of the matter or the
    meeting."""
    kind, _space, rest = entry.reference.partition(" ")
    if kind == "action":
        return address_of_action(entry.reference)
    if kind == "document":
        return reverse("document", args=[rest])
    if kind in RECORDS:
        home, _slash, label = rest.partition("/")
        return reverse("record", args=[kind, home, label or NO_LABEL])
    asked = {"matter": rest} if kind == "matter" else {"meeting": f"meeting {rest.partition('/')[0]}"}
    return f"{reverse('action_list')}?{urlencode(asked)}"
