"""Matters: what an action goes on as when it is closed, and what followed what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre.cycle.events import EventKind
from eyre_web.accounts.access import Access
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Action, Event, Matter

if TYPE_CHECKING:
    from eyre_web.meetings.services import Author

LONGEST_KEY = 60
SHARED = ("themes", "areas", "measures")  # what a matter has from the one it grew out of


def go_on_as(title: str, action: Action, author: Author, *, on: date, words: str) -> Matter:
    """Open the matter as which a closed action goes on, or join the one of that title; both keep the link.

    Raises Refused for a title without a letter, and for the matter that the action is on already.
    """
    title = " ".join(title.split())
    audit.hold_the_end()
    matter = Matter.objects.filter(title__iexact=title).first()
    if matter and matter == action.item.matter:
        raise Refused(_("The action is on this matter already, and the matter goes on by itself."))
    what = "matter.opened" if matter is None else "matter.joined"
    matter = matter or _open(title, action)
    after = {"title": matter.title, "objective": matter.objective, "follows": action.reference}
    audit.record(what, matter.reference, by=author.user, who=author.said, after=after, why=words)
    Event.objects.create(
        reference=matter.reference,
        at=on,
        by=author.post,
        kind=EventKind.UPDATE,
        words=_("Goes on from %(reference)s. %(words)s") % {"reference": action.reference, "words": words},
        document=action.reference,
        entered_by=author.user,
        entered_at=timezone.now(),
    )
    return matter


def _open(title: str, action: Action) -> Matter:
    grew_out_of = action.item.matter
    kept = {} if grew_out_of is None else {each: grew_out_of.kept[each] for each in SHARED if each in grew_out_of.kept}
    last = Matter.objects.aggregate(last=Max("place"))["last"]
    return Matter.objects.create(
        key=_free_key(title),
        title=title,
        objective=grew_out_of.objective if grew_out_of else "",
        kept={**kept, "follows": action.reference},
        place=0 if last is None else last + 1,
    )


def _free_key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-")
    if not slug:
        raise Refused(_("Give the matter a title with letters, so that it can be found."))
    taken = set(Matter.objects.filter(key__startswith=slug).values_list("key", flat=True))
    return next(key for key in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


# --- what followed what --------------------------------------------------------------------------------------------

Link = tuple[str, str]  # what it is called, and its page


def lineage(reference: str, kept: dict[str, Any], access: Access) -> dict[str, list[Link]]:
    """What an action or a matter grew out of, and as what it goes on, as far as the person may see it."""
    superseded = Q(reference=reference, kind=EventKind.SUPERSEDED)
    events = Event.objects.filter(Q(document=reference) | superseded).values_list("reference", "kind", "document")
    replaced = [name for name, kind, _ in events if kind == EventKind.SUPERSEDED and name != reference]
    successors = [document for name, _, document in events if name == reference]
    joined = [name for name, _, _ in events if name.startswith("matter ") and name != reference]
    return {
        "followed": _links([kept.get("follows", ""), *replaced], access),
        "followers": _links([*successors, *_following(reference), *joined], access),
    }


def _following(reference: str) -> Iterator[str]:
    """The actions and matters that say they follow one: it stands in quotation marks in their plain form."""
    actions = Action.objects.order_by().filter(kept__contains=reference).values_list("reference", "kept")
    matters = Matter.objects.order_by().filter(kept__contains=reference)
    called = Concat(Value("matter "), "key", output_field=TextField())
    for name, kept in actions.union(matters.values_list(called, "kept"), all=True):
        if kept.get("follows") == reference:
            yield name


def _links(references: list[str], access: Access) -> list[Link]:
    """The actions and matters of these references, in two queries; none where there is no reference."""
    references = [each for each in references if each]
    if not references:
        return []
    keys = [each.removeprefix("matter ") for each in references]
    actions = Action.objects.for_user(access).filter(reference__in=references)
    matters = Matter.objects.for_user(access).filter(key__in=keys)
    return [
        *((_("Action %(reference)s") % {"reference": each.slug}, each.get_absolute_url()) for each in actions),
        *((each.title, each.get_absolute_url()) for each in matters),
    ]
