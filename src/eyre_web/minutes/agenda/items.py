"""Every change to the items of an agenda: taken from what is offered, added, moved, changed, taken off.

A number is never typed: it follows from where an item stands. Nothing moves out of the old notes: an item that brings
something forward names its record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from eyre.core import Refused
from eyre.cycle.words import StandingHeading
from eyre.minutes.building import Level, Step, end_of_section, heading_place, level, moved, numbers
from eyre.minutes.offers import BETWEEN_MARKS, Offer
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.body.models import body_value
from eyre_web.meetings import interchange
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.models import Item, Matter, Meeting
from eyre_web.minutes.agenda.changing import locked
from eyre_web.minutes.agenda.offered import offers_for

NEW = "0.0"  # of an item that has no place yet: that of no other
TOGETHER = "together"  # one item for each matter; what has no matter stands alone


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What a person says of an item. matter, objective, areas, measures: keys of the body's registers."""

    title: str
    matter: str = ""
    objective: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        plain = {"objective": self.objective, "areas": list(self.areas), "measures": list(self.measures)}
        return {name: value for name, value in plain.items() if value}

    def said(self) -> dict[str, str]:
        """As the audit trail has it."""
        many = {"areas": ", ".join(self.areas), "measures": ", ".join(self.measures)}
        return {"title": self.title, "matter": self.matter, "objective": self.objective, **many}


@transaction.atomic
def take(
    meeting_id: int,
    wanted: Sequence[str],
    *,
    by: User,
    on: date,
    under: str = "",
    with_signals: bool = False,
    seen: int | None = None,
) -> list[Item]:
    """Put what is offered on the agenda: each as an item of its own, as one item for each matter, or under an item.

    wanted: marks of offers. under: empty, TOGETHER, or the key of the row of an item of this meeting.
    Raises Refused where nothing was ticked, and for what is offered no more.
    """
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    if not wanted:
        raise Refused(_("Nothing is ticked. Tick what is to come before the meeting."))
    offered = {offer.mark: offer for offer in offers_for(meeting.home, with_signals=with_signals)}
    lost = [mark for mark in wanted if mark not in offered]
    if lost:
        raise Refused(_("It is offered no more: %(what)s. Look at the list again.") % {"what": ", ".join(lost)})
    taken = [offered[mark] for mark in wanted]
    if under and under != TOGETHER:
        changed = [_take_under(meeting, under, taken)]
    else:
        changed = [_add_taken(meeting, group) for group in _groups(taken, together=under == TOGETHER)]
    after = {"taken": ", ".join(wanted), "as": ", ".join(str(item) for item in _renumbered(meeting, changed))}
    audit.record("agenda.taken", meeting.reference, by=by, after=after)
    return changed


def _groups(taken: Sequence[Offer], *, together: bool) -> list[list[Offer]]:
    if not together:
        return [[offer] for offer in taken]
    groups: dict[tuple[str, ...], list[Offer]] = {}
    for offer in taken:
        alone = (offer.heading, offer.matter) if offer.matter else (offer.heading, "", offer.mark)
        groups.setdefault(alone, []).append(offer)
    return list(groups.values())


def _add_taken(meeting: Meeting, group: Sequence[Offer]) -> Item:
    first = group[0]
    matter = Matter.objects.filter(key=first.matter).first() if first.matter else None
    title = first.words if len(group) == 1 or matter is None else matter.title
    kept = {"brought_forward_from": BETWEEN_MARKS.join(offer.mark for offer in group)}
    if first.objective and (matter is None or matter.objective != first.objective):
        kept["objective"] = first.objective
    return _add_under(meeting, first.heading, title=title, matter=matter, kept=kept)


def _take_under(meeting: Meeting, key: str, taken: Sequence[Offer]) -> Item:
    item = _item(meeting, key)
    if level(item.number) is not Level.ITEM:
        raise Refused(_("%(item)s is a heading. Choose one of its items.") % {"item": item})
    marks = [item.kept.get("brought_forward_from", ""), *(offer.mark for offer in taken)]
    item.kept = {**item.kept, "brought_forward_from": BETWEEN_MARKS.join(mark for mark in marks if mark)}
    matters = {offer.matter for offer in taken if offer.matter}
    if item.matter is None and len(matters) == 1:
        item.matter = Matter.objects.filter(key=matters.pop()).first()
    item.save(update_fields=["kept", "matter"])
    return item


def _add_under(meeting: Meeting, heading: StandingHeading, **columns: Any) -> Item:
    rows = list(meeting.items.select_related("matter"))
    values = [interchange.outline_of(row) for row in rows]
    return _insert(meeting, heading_place(values, heading) if rows else 0, rows, columns)


def _insert(meeting: Meeting, place: int, rows: Sequence[Item], columns: Mapping[str, Any]) -> Item:
    """Put a new item behind those of the heading at a place."""
    at = end_of_section([level(row.number) for row in rows], place) if rows else 0
    item = Item(meeting=meeting, place=at, number=NEW, **columns)
    _put_in_order([*rows[:at], item, *rows[at:]])
    return item


@transaction.atomic
def add_item(meeting_id: int, heading: str, new: NewItem, *, by: User, on: date, seen: int | None = None) -> Item:
    """Add an item of the office's own. heading: the key of the row of the heading it stands under."""
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    rows = list(meeting.items.all())
    above = _item(meeting, heading)
    if level(above.number) is Level.ITEM:
        raise Refused(_("%(item)s is an item. Choose a heading.") % {"item": above})
    place = [row.pk for row in rows].index(above.pk)
    columns = {"title": _said(new.title), "matter": _matter(new.matter), "kept": new.kept()}
    _check_keys(new)
    item = _insert(meeting, place, rows, columns)
    audit.record("agenda.item_added", meeting.reference, by=by, after={"number": item.number, **new.said()})
    return item


@transaction.atomic
def change_item(meeting_id: int, key: str, new: NewItem, *, by: User, on: date, seen: int | None = None) -> Item:
    """Change what an item says: its title, matter, plan objective, areas and measures. What it brings forward stays."""
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    item = _item(meeting, key)
    before = as_said(item)
    if before == new:
        raise Refused(_("Nothing is different from what stands there already."))
    _check_keys(new)
    item.title, item.matter = _said(new.title), _matter(new.matter)
    rest = {name: value for name, value in item.kept.items() if name not in ("objective", "areas", "measures")}
    item.kept = {**rest, **new.kept()}
    item.save(update_fields=["title", "matter", "kept"])
    audit.record(
        "agenda.item_changed", meeting.reference, by=by,
        before={"number": item.number, **before.said()}, after={"number": item.number, **new.said()},
    )  # fmt: skip
    return item


def as_said(item: Item) -> NewItem:
    """What stands in an item, as a person would say it again."""
    kept = item.kept
    return NewItem(
        title=item.title,
        matter=item.matter.key if item.matter else "",
        objective=kept.get("objective", ""),
        areas=tuple(kept.get("areas", ())),
        measures=tuple(kept.get("measures", ())),
    )


@transaction.atomic
def move_item(meeting_id: int, key: str, step: Step, *, by: User, on: date, seen: int | None = None) -> Item:
    """Move an item past the line above or below it; at the edge of its heading it goes under the next one."""
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    item = _item(meeting, key)
    before = item.number
    rows = list(meeting.items.all())
    place = [row.pk for row in rows].index(item.pk)
    to = moved([level(row.number) for row in rows], place, step)
    rows.insert(to, rows.pop(place))
    _put_in_order(rows)
    item.refresh_from_db(fields=["number", "place"])
    audit.record(
        "agenda.item_moved", meeting.reference, by=by,
        before={"number": before}, after={"number": item.number, "title": item.title},
    )  # fmt: skip
    return item


@transaction.atomic
def remove_item(meeting_id: int, key: str, *, by: User, on: date, seen: int | None = None) -> Meeting:
    """Take an item off the agenda. What it brought forward is offered again.

    Raises Refused for a heading, and for an item under which something was written down.
    """
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    item = _item(meeting, key)
    if level(item.number) is not Level.ITEM:
        raise Refused(_("Headings stay on the agenda: where nothing stands under one, that is printed."))
    if item.lines.exists() or item.actions.exists():
        raise Refused(_("Something is written down under %(item)s. Take that away or put it elsewhere first.")
                      % {"item": item})  # fmt: skip
    before = {"number": item.number, **as_said(item).said(), "taken": item.kept.get("brought_forward_from", "")}
    rows = [row for row in meeting.items.all() if row.pk != item.pk]
    item.delete()
    _put_in_order(rows)
    audit.record("agenda.item_removed", meeting.reference, by=by, before=before)
    return meeting


# --- how it is done ------------------------------------------------------------------------------------------------


def _put_in_order(rows: Sequence[Item]) -> None:
    """Number the lines by where they stand now. Each is saved by itself, because the search follows what is saved."""
    levels = [level(row.number) for row in rows]
    for place, (row, number) in enumerate(zip(rows, numbers(levels), strict=True)):
        if (row.place, row.number) != (place, number):
            row.place, row.number = place, number
            row.save()


def _renumbered(meeting: Meeting, items: Iterable[Item]) -> list[Item]:
    """The items as they are numbered now: those that were added later may have moved them."""
    keys = {item.pk for item in items}
    return [row for row in meeting.items.all() if row.pk in keys]


def _item(meeting: Meeting, key: str) -> Item:
    found = meeting.items.select_related("matter").filter(pk=number_sent(key) or 0).first()
    if found is None:
        raise Refused(_("That item is not on this agenda any more. Look at the agenda again."))
    return found


def _matter(key: str) -> Matter | None:
    if not key:
        return None
    found = Matter.objects.filter(key=key).first()
    if found is None:
        raise Refused(_("There is no matter %(key)s. Choose one of the register.") % {"key": key})
    return found


def _check_keys(new: NewItem) -> None:
    """Raise Refused for a plan objective that the body does not have. Areas and measures come from lists."""
    known = {each["key"] for each in body_value().get("objectives", ())}
    if new.objective and new.objective not in known:
        raise Refused(_("There is no plan objective %(key)s.") % {"key": new.objective})


def _said(title: str) -> str:
    if not title.strip():
        raise Refused(_("Give the item a title."))
    return " ".join(title.split())
