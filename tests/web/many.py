"""A body with much in it, the same at every run of a seed: what the small body of `people` is made larger with."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from eyre.body import meeting, registers
from eyre.body.settings import Holder, MeetingSeries, Post
from eyre.core import Reference
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind

FIRST = date(2018, 1, 16)
ITEMS, ACTIONS_EACH = 10, 5  # of a meeting, of an item
CLOSED = 0.9  # of the actions, and of the documents asked for
WORDS = (
    "burglary", "victim", "response", "call", "analysis", "paper", "plan", "review", "rota", "custody", "vehicle",
    "street", "patrol", "satisfaction", "report", "partner", "housing", "repeat", "evidence", "month", "quarter",
    "force", "district", "officer", "figure", "account", "reason", "answer", "evening", "night",
)  # fmt: skip
KINDS = (EventKind.UPDATE, EventKind.UPDATE, EventKind.UPDATE, EventKind.EVIDENCE, EventKind.NEW_DATE)


@dataclass(frozen=True, slots=True)
class Much:
    """Values to be kept beside those of the small body."""

    posts: tuple[Post, ...] = ()
    matters: tuple[registers.Matter, ...] = ()
    meetings: tuple[meeting.Meeting, ...] = ()
    events: tuple[registers.Event, ...] = ()
    documents: tuple[registers.Document, ...] = ()
    series: tuple[MeetingSeries, ...] = ()
    plans: tuple[registers.Plan, ...] = ()

    def with_more(self, other: "Much") -> "Much":
        """Both together."""
        return Much(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def much(*, actions: int, events: int, people: int, documents: int, known: tuple[str, ...], seed: int = 6) -> Much:
    """So many of each. known: actions of the small body to which something of each kind happens too."""
    chance = np.random.default_rng(seed)
    posts = tuple(_post(number) for number in range(people))
    matters = tuple(registers.Matter(key=f"matter-{n}", title=_words(chance, 3).capitalize()) for n in range(40))
    owners = [post.key for post in posts] or ["chief"]
    meetings = tuple(_meeting(chance, at, owners) for at in range(actions // (ITEMS * ACTIONS_EACH)))
    slugs = [action.reference for each in meetings for item in each.items for action in item.actions]
    closed = [event for slug in slugs if chance.random() < CLOSED for event in _closing(slug)]
    looked_at = [Reference.parse(f"action {slug}") for slug in known]
    slugs += looked_at
    each_kind = [_event(chance, slug, owners, documents, kind) for slug in looked_at for kind in dict.fromkeys(KINDS)]
    others = range(events - len(closed) - len(each_kind))
    return Much(
        posts=posts,
        matters=matters,
        meetings=meetings,
        events=(*each_kind, *(_event(chance, slugs[at % len(slugs)], owners, documents) for at in others), *closed),
        documents=tuple(_document(chance, at, owners) for at in range(documents)),
    )


def _words(chance, number):
    return " ".join(chance.choice(WORDS, number))


def _post(number):
    held = Holder(person=f"Person {number}", from_date=date(2017, 1, 1))
    return Post(key=f"post-{number}", title=f"Head of {WORDS[number % len(WORDS)]} {number}", holders=(held,))


def _meeting(chance, at, owners):
    day = FIRST + timedelta(days=28 * at)
    home = f"{day.year}-{day.month:02}-{day.day:02}"
    items = tuple(_item(chance, home, place, day, owners) for place in range(ITEMS))
    return meeting.Meeting(
        reference=Reference.parse(f"meeting {home}"), series="scrutiny", title=f"Scrutiny, {home}", date=day,
        status="published", items=items, attendance=(meeting.Attendance(post="commissioner"),),
    )  # fmt: skip


def _item(chance, home, place, day, owners):
    actions = tuple(
        meeting.Action(
            reference=Reference.parse(f"action {home}/{place * ACTIONS_EACH + turn + 1}"),
            words=f"{_words(chance, 12).capitalize()}.",
            owners=tuple(chance.choice(owners, 2)),
            due=Due.on(day + timedelta(days=int(chance.integers(20, 3000)))),
        )
        for turn in range(ACTIONS_EACH)
    )
    matter = f"matter-{chance.integers(40)}"
    return meeting.Item(number=str(place + 1), title=_words(chance, 4).capitalize(), matter=matter, actions=actions)


def _event(chance, reference, owners, documents, kind=None):
    kind = kind or KINDS[chance.integers(len(KINDS))]
    day = date(2025, 1, 1) + timedelta(days=int(chance.integers(0, 300)))
    sets = day + timedelta(days=30) if kind is EventKind.NEW_DATE else None
    document = f"document-{chance.integers(documents)}" if kind is EventKind.EVIDENCE else ""
    words = f"{_words(chance, 15).capitalize()}."
    return registers.Event(
        reference=reference, at=day, by=str(chance.choice(owners)), kind=kind, words=words, sets_date=sets,
        document=document,
    )  # fmt: skip


def _closing(reference):
    for kind, by in ((EventKind.REPORTED_COMPLETE, "chief"), (EventKind.ACCEPTED, "commissioner")):
        yield registers.Event(reference=reference, at=date(2025, 11, 1), by=by, kind=kind, words="It was done.")


def _document(chance, at, owners):
    asked = date(2025, 1, 1) + timedelta(days=int(chance.integers(0, 250)))
    return registers.Document(
        key=f"document-{at}", title=_words(chance, 5).capitalize(), kind="paper", asked_of=str(chance.choice(owners)),
        asked_for_on=asked, due_on=asked + timedelta(days=28),
        received_on=asked + timedelta(days=21) if chance.random() < CLOSED else None,
        versions=(registers.DocumentVersion(version="1", on=asked + timedelta(days=20)),),
        held_by=(registers.Holding(post="policy", version="1", since=asked + timedelta(days=21)),),
    )  # fmt: skip
