"""What others wrote to the actions of each person on the days since their last mail, the last of them yesterday.

A day is told of once it is over, so that nothing is told twice, and nothing missed while it is being written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q

from eyre.cycle.events import EventKind
from eyre_web.accounts.models import User
from eyre_web.meetings.models import Action, Digest, Event

WITHIN = timedelta(days=7)  # what is older is not news any more, though no mail told of it
NEW = "new"  # beside the kinds of events: the action was set
Holders = Mapping[str, Sequence[User]]  # post → whoever holds it and can sign in


@dataclass(frozen=True, slots=True)
class News:
    """One action, and what kinds of things happened to it."""

    action: Action
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """Something that was written to an action. but: whoever wrote it. also: whoever made the link it came by."""

    action: int
    day: date
    what: str
    but: Sequence[User] = ()
    also: Sequence[User] = ()


def news_by_person(on: date, holders: Holders) -> dict[User, list[News]]:
    """What there is to tell each person; whether they may see it is not looked at."""
    written = [*_set(on, holders), *_happened(on)]
    actions = {row.pk: row for row in Action.objects.filter(pk__in={each.action for each in written}).with_all()}
    told: dict[int, date] = dict(Digest.objects.filter(on__lt=on).values_list("user").annotate(Max("on")))
    found: dict[User, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in written:
        held = (user for post in actions[each.action].posts for user in holders.get(post, ()))
        for user in {*held, *each.also} - {*each.but}:
            if told.get(user.pk, date.min) <= each.day:
                found[user][each.action].append(each.what)
    return {
        user: [News(actions[pk], tuple(dict.fromkeys(what))) for pk, what in of.items()] for user, of in found.items()
    }


def _happened(on: date) -> Iterator[_Written]:
    """Each event of these days that was written here, and did not come with the folder."""
    events = Event.objects.filter(_these_days("at", on)).exclude(action=None).exclude(entered_at=None)
    for event in events.select_related("entered_by", "link__made_by").order_by("pk"):
        assert event.action_id is not None
        maker = [event.link.made_by] if event.link and event.link.made_by.is_active else []
        writer = [event.entered_by] if event.entered_by else []
        yield _Written(event.action_id, event.at, event.kind, but=writer, also=maker)


def _set(on: date, holders: Holders) -> Iterator[_Written]:
    """Each action that its posts got to know of: set beside agreed notes, or in notes that were sent or agreed."""
    for action in Action.objects.filter(_these_days("set_on", on)).order_by("pk"):
        assert action.set_on is not None
        yield _Written(action.pk, action.set_on, NEW, but=holders.get(action.set_by, ()))
    shown = Event.objects.filter(kind__in=(EventKind.DRAFT_SENT, EventKind.NOTES_AGREED)).exclude(entered_at=None)
    days: dict[str, date] = {}
    for event in shown.filter(reference__in=shown.filter(_these_days("at", on)).values("reference")).order_by("pk"):
        days.setdefault(event.reference, event.at)  # first sent, or agreed without
    of_notes = Action.objects.filter(item__meeting__reference__in=days, item__meeting__is_standing=True, set_on=None)
    for pk, reference in of_notes.order_by("pk").values_list("pk", "item__meeting__reference"):
        if on - WITHIN <= days[reference] < on:
            yield _Written(pk, days[reference], NEW)


def _these_days(name: str, on: date) -> Q:
    return Q((f"{name}__gte", on - WITHIN), (f"{name}__lt", on))
