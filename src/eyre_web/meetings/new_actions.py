"""Writing down an action that a meeting set, and the days that its due words may mean.

While the notes are a draft the action becomes part of them. Agreed notes are never edited: from then on it is a record
of its own that hangs on the item (docs/adr/0015-an-action-set-later-is-a-record-of-its-own.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.body import meeting as said
from eyre.body.check import EVERYONE
from eyre.body.meeting import RECORDS
from eyre.core import Reference, Refused, say_date
from eyre.cycle.dates import readings, resolve
from eyre.cycle.due import Certainty, Due
from eyre.cycle.states import MeetingStatus
from eyre.cycle.wording import order_words
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.audit.models import AuditEvent
from eyre_web.body.models import body_value
from eyre_web.meetings.interchange import keep_action
from eyre_web.meetings.models import Action, Event, Item, Line, Matter, Meeting, restate
from eyre_web.meetings.permissions import check_may_set_actions

SETS = (MeetingStatus.HELD, MeetingStatus.AGREED, MeetingStatus.PUBLISHED)


class SetMeanwhile(Refused):
    """Somebody else has written down an action of the meeting since the person looked; `actions` are these."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self.actions = tuple(actions)
        super().__init__(_("Another action of this meeting was written down meanwhile. Look at it, then send again."))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """What a person writes down.

    kept_because: why words that read as an order stay. follows: the action or matter it succeeds. reason: why it is set
    later.
    """

    words: str
    owners: tuple[str, ...]
    due: Due | None = None
    managing_officer: str = ""
    deliverable: ActionDeliverable = ActionDeliverable.OTHER
    closes_when: str = ""
    follows: str = ""
    kept_because: str = ""
    reason: str = ""


@transaction.atomic
def set_action(item_id: int, new: NewAction, *, by: User, on: date, seen: int | None = None) -> Action:
    """Write down an action at an item of a meeting. seen: how many actions the meeting had when the person looked.

    Raises PermissionDenied, SetMeanwhile, and Refused for a meeting that was not held, an action without words or
    owner, one for everyone where nobody is named as present, an order and one set later without a reason.
    """
    item = Item.objects.select_related("meeting").get(pk=item_id)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=item.meeting_id)
    access = access_of(by, on)
    check_may_set_actions(access, meeting)
    _check_seen(meeting, seen)
    _check_can_be_set(meeting, new)
    _check_can_follow(new.follows, access)
    reference = next_reference(meeting)
    set_later: dict[str, Any] = {}
    if meeting.is_agreed:
        set_later = {"set_on": on, "set_by": access.posts[0], "set_why": new.reason.strip()}
    action = keep_action(_value(new, reference), item, item.actions.count(), **set_later)
    restate(action)
    after = {"words": action.words, "owners": list(new.owners), "due": action.due, "as": access.posts[0]}
    why = new.reason.strip() or new.kept_because.strip()
    audit.record("action.made", action.reference, by=by, after=after, why=why)
    return action


def _check_seen(meeting: Meeting, seen: int | None) -> None:
    actions = Action.objects.filter(item__meeting=meeting).order_by("pk")
    if seen is not None and actions.count() > seen:
        raise SetMeanwhile(list(actions[seen:]))


def _check_can_be_set(meeting: Meeting, new: NewAction) -> None:
    if meeting.status not in SETS:
        raise Refused(_("This meeting was not held yet: what it will set is written down afterwards."))
    if not new.words.strip():
        raise Refused(_("Say what is to be done."))
    if not new.owners:
        raise Refused(_("Choose who owns it."))
    if EVERYONE in new.owners and not meeting.present:
        raise Refused(_("The notes name nobody who was present, so everyone is nobody. Choose who owns it."))
    if order_words(new.words) and not new.kept_because.strip():
        raise Refused(_("It reads as an order. Word it as a request, or say why it stays."))
    if meeting.is_agreed and not new.reason.strip():
        raise Refused(_("The notes are agreed and stay as they are. Say why the action is set now."))


def _check_can_follow(reference: str, access: Access) -> None:
    """Raise Refused unless the reference is of an action or a matter that the person may see, or empty."""
    actions = Action.objects.for_user(access).filter(reference=reference)
    matters = Matter.objects.for_user(access).filter(key=reference.removeprefix("matter "))
    if reference and not (actions.exists() or matters.exists()):
        raise Refused(
            _('It cannot follow "%(reference)s": there is no such action or matter. Write for instance 2017-12/3.')
            % {"reference": reference}
        )


def _value(new: NewAction, reference: str) -> said.Action:
    """The body value of a new action; that its words read as an order, and why they stay, is kept as a doubt of it."""
    doubts = tuple(f"{doubt} Kept because: {new.kept_because.strip()}" for doubt in order_doubts(new.words))
    return said.Action(
        reference=Reference.parse(reference),
        words=new.words.strip(),
        owners=new.owners,
        managing_officer=new.managing_officer,
        due=new.due,
        deliverable=new.deliverable,
        closes_when=new.closes_when.strip(),
        follows=Reference.parse(new.follows) if new.follows else None,
        doubts=doubts,
    )


def order_doubts(words: str) -> tuple[str, ...]:
    """That words read as an order, as the record keeps it; nothing where they do not."""
    ordered = order_words(words)
    listed = ", ".join(f'"{each}"' for each in ordered)
    return (f"Reads as an order ({listed}).",) if ordered else ()


# --- the next reference --------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\d+")


def next_reference(meeting: Meeting, kind: str = "action", letter: str = "") -> str:
    """The next free reference: above every one that was ever given, in an earlier version of the notes too.

    letter: what the label of such a record begins with: F of "finding 2017-12/F3".
    """
    home = f"{kind} {meeting.home}/"
    numbers = (_NUMBER.search(reference.removeprefix(home)) for reference in _given(meeting, kind, home))
    return f"{home}{letter}{max((int(number[0]) for number in numbers if number), default=0) + 1}"


def _given(meeting: Meeting, kind: str, home: str) -> Iterator[str]:
    rows: type[Action | Line] = Action if kind == "action" else Line
    yield from rows.objects.filter(reference__startswith=home).values_list("reference", flat=True)
    yield from Event.objects.filter(reference__startswith=home).values_list("reference", flat=True)
    yield from AuditEvent.objects.filter(about__startswith=home).values_list("about", flat=True)
    for item in Item.objects.filter(meeting__reference=meeting.reference, meeting__is_standing=False):
        yield from (record["reference"] for record in item.kept.get(RECORDS.get(kind, "actions"), ()))


# --- what the due words may mean -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day that words may mean, for a person to choose. key: names it in a form; sense: what the day would be."""

    key: str
    day: date
    sense: str
    due: Due = field(compare=False)


def proposals(words: str, meeting: Meeting, on: date) -> list[Proposal]:
    """Every day that due words may mean, the likeliest first; none where they name no day.

    They are read as said at the meeting; where its notes are agreed, as said on the day of writing too, because an
    action that is set later may be due in the words of that day.
    """
    found = {each.key: each for each in _read(words, meeting, meeting.date)}
    if meeting.is_agreed:
        for each in _read(words, meeting, on):
            note = " ".join(filter(None, (each.due.note, f"Read as said on {say_date(on)}, when it was set.")))
            sense = _("%(sense)s, if it was said today") % {"sense": each.sense}
            found.setdefault(each.key, replace(each, sense=sense, due=replace(each.due, note=note)))
    return list(found.values())


def _read(words: str, meeting: Meeting, said_on: date) -> Iterator[Proposal]:
    days = known_days(meeting)
    likeliest = resolve(words, said_on, days)
    read = [reading for reading in readings(words, said_on, days) if reading.date]
    if likeliest.date:
        senses = [reading.sense for reading in read if reading.date == likeliest.date]
        yield Proposal(likeliest.date.isoformat(), likeliest.date, senses[0] if senses else "", likeliest)
    for reading in read:
        if reading.date is None or reading.date == likeliest.date:
            continue
        others = " ".join(f"It could be {other}." for other in read if other != reading)
        due = Due(
            words=words,
            date=reading.date,
            earliest=reading.earliest,
            certainty=Certainty.PROPOSED,
            note=f"Read as {reading}. {others}".strip(),
        )
        yield Proposal(reading.date.isoformat(), reading.date, reading.sense, due)


def without_a_day(words: str) -> Due:
    """Due words of which a person says that they name no day."""
    return Due(words=words, note="No day was settled when it was written down.")


def on_another_day(words: str, day: date) -> Due:
    """Due words with a day that a person gives instead of those they may mean."""
    note = f"{say_date(day)} was given when it was written down; the words do not name that day."
    return Due(words=words, date=day, certainty=Certainty.PROPOSED, note=note)


def known_days(meeting: Meeting) -> tuple[date, ...]:
    """The days on which the series met or is planned to meet."""
    held = set(Meeting.objects.filter(series=meeting.series, is_standing=True).values_list("date", flat=True))
    for series in body_value().get("meeting_series", ()):
        if series["key"] == meeting.series:
            held |= {date.fromisoformat(day) for day in series.get("planned", ())}
    return tuple(sorted(held))
