"""Lists of actions: the front page's, and the one that is filtered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from eyre.cycle.states import ActionStatus
from eyre.cycle.words import Part
from eyre_web.body.models import body_value
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import WITH_ALL, Action, ActionQuerySet
from eyre_web.meetings.says import TAGS, say_state

DUE_WITHIN = timedelta(days=28)  # until about the next meeting
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """An action as a list prints it. days_late: 0 where it is not late. age: days since it was set."""

    action: Action
    owners: str
    state: str
    tag: str
    days_late: int
    age: int
    days_slipped: int | None


def rows(actions: Iterable[Action], directory: Directory, on: date) -> list[Row]:
    return [_row(action, directory, on) for action in actions]


def _row(action: Action, directory: Directory, on: date) -> Row:
    late = (on - action.due_on).days if action.due_on and action.is_overdue(on) else 0
    owners = directory.list(action.owner_keys)
    state, tag = say_state(action.status), TAGS[action.status]
    return Row(action, owners, state, tag, late, action.age(on), action.days_slipped)


@dataclass(frozen=True, slots=True)
class FrontPart:
    """One list of the front page. more: how many are not shown; query: what the action list is asked to show them."""

    id: str
    title: str
    empty: str
    rows: Sequence[Row]
    more: int
    query: str


PARTS = (
    ("late", _("Late"), _("Nothing is late."), "overdue=on"),
    ("due", _("Due within four weeks"), _("Nothing is due within four weeks."), "state=open"),
    (
        "reported",
        _("Reported complete: the oversight body decides"),
        _("Nothing waits for a decision."),
        "state=reported_complete",
    ),
    (
        "asked",
        _("New dates asked for: the oversight body decides"),
        _("No new date is asked for."),
        "asking=on",
    ),
    ("undated", _("Open without a date"), _("Every open action has a date."), "undated=on"),
    ("unowned", _("Open without an owner"), _("Every open action has an owner."), "unowned=on"),
)


def front_parts(seen: ActionQuerySet, directory: Directory, on: date) -> list[FrontPart]:
    """What is late, what is due, what waits for a decision, what lacks a date or an owner: the first due first."""
    queries = (
        seen.overdue(on),
        seen.filter(status=ActionStatus.OPEN, due_on__gte=on, due_on__lte=on + DUE_WITHIN),
        seen.filter(status=ActionStatus.REPORTED_COMPLETE),
        seen.asking(),
        seen.undated(),
        seen.unowned(),
    )
    found = [list(part.by_due().select_related("item__meeting", "item__matter")[:SHOWN]) for part in queries]
    prefetch_related_objects([action for actions in found for action in actions], *WITH_ALL)
    of_each = {part[0]: Q(pk__in=every.values("pk")) for part, every in zip(PARTS, queries, strict=True)}
    counts = seen.aggregate(**{name: Count("pk", filter=those) for name, those in of_each.items()})
    parts = []
    for (name, title, empty, query), actions in zip(PARTS, found, strict=True):
        shown = rows(actions, directory, on)
        parts.append(FrontPart(name, str(title), str(empty), shown, counts[name] - len(shown), query))
    return parts


def next_meeting(on: date) -> date | None:
    """The next day on which a series is planned to meet."""
    planned = (day for series in body_value().get("meeting_series", ()) for day in series.get("planned", ()))
    return min((day for day in map(date.fromisoformat, planned) if day >= on), default=None)


# --- filters -------------------------------------------------------------------------------------------------------


class Order(StrEnum):
    """Which action of a list stands first."""

    DUE = ""
    AGE = "age"
    SLIPPED = "slipped"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is to show; empty: all."""

    owner: str = ""
    part: str = ""
    matter: str = ""
    meeting: str = ""
    state: str = ""
    overdue: bool = False
    undated: bool = False
    asking: bool = False
    unowned: bool = False
    order: str = Order.DUE


def query_of(wanted: Wanted) -> str:
    """What is wanted, as the address of the list has it: the same for the same choice."""
    chosen = {name: "on" if value is True else value for name, value in asdict(wanted).items() if value}
    return urlencode(chosen)


def filtered(seen: ActionQuerySet, wanted: Wanted, on: date) -> ActionQuerySet:
    """The actions wanted of those seen, in the order wanted: the first due first, those without a date last."""
    if wanted.owner and wanted.part:
        seen = seen.with_part(wanted.owner, Part(wanted.part))
    elif wanted.owner:
        seen = seen.of_posts(wanted.owner)
    if wanted.matter:
        seen = seen.filter(item__matter__key=wanted.matter)
    if wanted.meeting:
        seen = seen.filter(item__meeting__reference=wanted.meeting)
    if wanted.state:
        seen = seen.filter(status=wanted.state)
    if wanted.overdue:
        seen = seen.overdue(on)
    if wanted.undated:
        seen = seen.undated()
    if wanted.asking:
        seen = seen.asking()
    if wanted.unowned:
        seen = seen.unowned()
    if wanted.order == Order.AGE:
        return seen.by_age()
    return seen.by_times_moved() if wanted.order == Order.SLIPPED else seen.by_due()
