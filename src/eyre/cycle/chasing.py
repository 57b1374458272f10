"""When somebody is reminded of an action, or of a document that was asked for, and when the chair hears of it.

Which days these are is ours, not a rule of any body: `SCHEDULE` is the one place to change them. A reminder is worked
out from the date that holds and the state as it stands, so that a new date begins the schedule anew and a closed
action has none: nothing has to be cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Told(StrEnum):
    """Who hears of an action at a step."""

    HOLDERS = "holders"  # whoever holds a post that owns or manages it
    CHAIR = "chair"  # whoever chairs the meeting that set it; its holders hear of it as well


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which somebody is reminded.

    days: from the due day; negative before it. again_every: days after which it is said again, 0 for once.
    """

    days: int
    told: Told = Told.HOLDERS
    again_every: int = 0

    @property
    def is_after(self) -> bool:
        """Say whether the action is late by then."""
        return self.days > 0


# The one statement of the schedule, the earliest first. docs/how-to/chase-actions.md prints it.
SCHEDULE: Final[Sequence[Step]] = (
    Step(-14),
    Step(-7),
    Step(-1),
    Step(0),
    Step(1),
    Step(7),
    Step(14, Told.CHAIR, again_every=7),
)


def step_reached(due: date, on: date, schedule: Sequence[Step] = SCHEDULE) -> Step | None:
    """The last step that an action due on a day has reached; None before the first.

    One that is said again comes back with the days of its last turn: 14, 21, 28 and so on.
    """
    days = (on - due).days
    reached = [step for step in schedule if step.days <= days]
    if not reached:
        return None
    last = reached[-1]
    if not last.again_every:
        return last
    turns = (days - last.days) // last.again_every
    return replace(last, days=last.days + turns * last.again_every)


def escalation(schedule: Sequence[Step] = SCHEDULE) -> Step:
    """The step at which the chair hears of an action for the first time."""
    return next(step for step in schedule if step.told is Told.CHAIR)


def escalated_since(due: date, schedule: Sequence[Step] = SCHEDULE) -> date:
    """The day from which an open action that is due on a day stands on the chair's list."""
    return due + timedelta(days=escalation(schedule).days)


def last_due_escalated(on: date, schedule: Sequence[Step] = SCHEDULE) -> date:
    """The last due day whose open actions stand on the chair's list on a day: for a query of many."""
    return on - timedelta(days=escalation(schedule).days)


def first_step(schedule: Sequence[Step] = SCHEDULE) -> Step:
    """The step with which the schedule begins."""
    return schedule[0]
