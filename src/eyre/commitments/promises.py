"""A promise with everything that is on record of it by a day: words, tests, dates, misses, what was decided.

Nothing here is stored: it is read out of the minutes, the tests agreed since, and the events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eyre.body.agreed import AgreedTest
from eyre.body.commitment_test import FactTest, Improvement, Test
from eyre.body.folder import BodyFolder
from eyre.body.meeting import Action, Commitment, Item, LuckAndPower, Meeting
from eyre.body.registers import Event
from eyre.commitments.evaluate import parts_of
from eyre.core import Reference
from eyre.cycle.due import Due
from eyre.cycle.events import DueNow, EventKind, due_after
from eyre.cycle.states import CommitmentDecision, MeetingStatus
from eyre.cycle.words import CommitmentKind

HELD = (MeetingStatus.HELD, MeetingStatus.AGREED, MeetingStatus.PUBLISHED)
TO_THE_CHAIR = 2  # misses after which a promise goes to the chair's list
SCORED = (CommitmentKind.COMMITMENT, CommitmentKind.TARGET)  # an aspiration or expectation is listed, never scored


@dataclass(frozen=True, slots=True)
class Trial:
    """One test of a promise with its own day: of the promise itself, or of one of its checkpoints (`label`)."""

    label: str
    test: Test
    due: date | None
    agreed_by: str
    agreed_on: date
    reading: str = ""
    matters: Improvement | None = None
    luck_and_power: LuckAndPower | None = None
    reason: str = ""


class Became(StrEnum):
    """What a promise turned into, so that it can be followed up."""

    ACTION = "action"
    TEST = "test"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True)
class Promise:
    """One commitment of a meeting, as it stood on a day. trials: the tests that stood; earlier: those they replaced."""

    meeting: Meeting
    item: Item
    commitment: Commitment
    as_of: date
    events: tuple[Event, ...]
    trials: tuple[Trial, ...]
    earlier: tuple[Trial, ...] = ()
    action: Action | None = None
    illustrative: str = ""

    @property
    def reference(self) -> Reference:
        return self.commitment.reference

    @property
    def due(self) -> DueNow:
        """The first date and the one that holds now; where the words give none, the last of the checkpoints'."""
        first = self.commitment.due or Due()
        dated = [each.due for each in self.commitment.checkpoints if each.due and each.due.date]
        if first.date is None and dated:
            first = max(dated, key=lambda due: due.date or date.min)
        return due_after(first, [(event.kind, event.sets_date) for event in self.events])

    @property
    def redates(self) -> tuple[Event, ...]:
        """Every later date, with its reason in the event's words."""
        return tuple(event for event in self.events if event.kind is EventKind.NEW_DATE)

    @property
    def misses(self) -> tuple[Event, ...]:
        """Every time a meeting heard that it had not happened, with the explanation in its words."""
        return tuple(event for event in self.events if event.kind is EventKind.MISSED)

    @property
    def goes_to_the_chair(self) -> bool:
        return len(self.misses) >= TO_THE_CHAIR and self.decision is None

    @property
    def decision(self) -> CommitmentDecision | None:
        """What a person decided last; None while nobody has."""
        event = self.decided_by
        if event is None:
            return None
        return CommitmentDecision.WITHDRAWN if event.kind is EventKind.WITHDRAWN else CommitmentDecision(event.outcome)

    @property
    def decided_by(self) -> Event | None:
        """The event of the last decision, with who took it and why."""
        deciding = [
            event
            for event in self.events
            if event.kind is EventKind.WITHDRAWN or (event.kind is EventKind.DECISION and event.outcome)
        ]
        return deciding[-1] if deciding else None

    @property
    def is_scored(self) -> bool:
        """Whether it is found kept or not: an aspiration or expectation shows its distance, and is never scored."""
        return self.commitment.kind in SCORED

    @property
    def became(self) -> Became:
        if self.action is not None:
            return Became.BOTH if self.trials else Became.ACTION
        return Became.TEST if self.trials else Became.NEITHER

    @property
    def untested_because(self) -> str:
        """Why there is no test; empty where there is one."""
        return "" if self.trials else self.commitment.untested_because or "No test has been agreed."

    def confirmed(self) -> Mapping[str, bool]:
        """What a person said of each fact of its tests, by the words of the evidence wanted."""
        seen = [e for e in self.events if e.kind is EventKind.FINDING and e.outcome]
        facts = [part for trial in self.trials for part in parts_of(trial.test) if isinstance(part, FactTest)]
        return {fact.evidence_wanted: seen[-1].outcome == "seen" for fact in facts} if seen else {}


def promises(folder: BodyFolder, as_of: date) -> tuple[Promise, ...]:
    """Every promise given at a meeting held by a day, the oldest first, as it stood on that day."""
    agreed = {each.reference: each for each in folder.commitments}
    held = [meeting for meeting in folder.standing_meetings() if meeting.date <= as_of and meeting.status in HELD]
    actions = {action.reference: action for m, _, action in folder.actions_by(as_of) if m in held}
    events: dict[Reference, list[Event]] = {}
    for event in sorted(folder.events, key=lambda event: event.at):
        if event.at <= as_of:
            events.setdefault(event.reference, []).append(event)
    found = []
    for meeting in held:
        for item in meeting.items:
            for commitment in item.commitments:
                later = agreed.get(commitment.reference)
                every = [*_minuted(meeting, commitment), *_agreed(commitment, later.agreed if later else ())]
                standing, earlier = _in_force(trial for trial in every if trial.agreed_on <= as_of)
                found.append(
                    Promise(
                        meeting,
                        item,
                        commitment,
                        as_of,
                        tuple(events.get(commitment.reference, ())),
                        standing,
                        earlier,
                        actions.get(commitment.carried_by) if commitment.carried_by else None,
                        later.illustrative if later else "",
                    )
                )
    return tuple(found)


def _minuted(meeting: Meeting, commitment: Commitment) -> Iterator[Trial]:
    """Tests that stand in the minutes themselves."""
    on, by = commitment.test_agreed_on or meeting.date, commitment.test_agreed_by
    if commitment.test:
        due = commitment.due.date if commitment.due else None
        yield Trial("", commitment.test, due, by, on, luck_and_power=commitment.luck_and_power)
    for each in commitment.checkpoints:
        if each.test:
            yield Trial(each.label, each.test, _day(each.due), by, on, luck_and_power=each.luck_and_power)


def _agreed(commitment: Commitment, agreed: tuple[AgreedTest, ...]) -> Iterator[Trial]:
    for each in agreed:
        due = each.due if each.due or each.label else commitment.due
        yield Trial(
            each.label, each.test, _day(due), each.agreed_by, each.agreed_on, each.reading, each.matters,
            each.luck_and_power, each.reason,
        )  # fmt: skip


def _day(due: Due | None) -> date | None:
    return due.date if due else None


def _in_force(trials: Iterator[Trial]) -> tuple[tuple[Trial, ...], tuple[Trial, ...]]:
    """The newest test of each label, and those it took the place of."""
    standing: dict[str, Trial] = {}
    earlier: list[Trial] = []
    for trial in sorted(trials, key=lambda trial: trial.agreed_on):
        if trial.label in standing:
            earlier.append(standing[trial.label])
        standing[trial.label] = trial
    return tuple(standing.values()), tuple(earlier)
