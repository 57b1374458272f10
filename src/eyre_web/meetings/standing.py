"""Where an action stands after its events: the rules of `eyre.cycle`, asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eyre.cycle.due import Due
from eyre.cycle.events import DueNow, EventKind, date_asked, due_after, fold_action
from eyre.cycle.states import ActionStatus


@dataclass(frozen=True, slots=True)
class Standing:
    """State, the date that holds beside the first one, the day that is asked for, and the day of the last event.

    date_asked: None where none is asked for that the oversight body has not answered.
    faults: events that were not allowed where they stand; each left the state as it was.
    """

    status: ActionStatus
    due: DueNow
    date_asked: date | None
    changed_on: date | None
    faults: tuple[str, ...]


def standing_of(first: Due, events: Sequence[tuple[str, date, date | None]]) -> Standing:
    """Follow an action through its events. events: kind, day, and the day set or asked for; oldest first."""
    kinds = [EventKind(kind) for kind, _, _ in events]
    folded = fold_action(kinds)
    days = [(kind, day) for kind, (_, _, day) in zip(kinds, events, strict=True)]
    changed_on = events[-1][1] if events else None
    return Standing(folded.status, due_after(first, days), date_asked(days), changed_on, folded.faults)
