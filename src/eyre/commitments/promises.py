"""A promise with everything that is on record of it by a day: words, tests, dates, misses, what was decided.

Nothing here is stored: it is read out of the minutes, the tests agreed since, and the events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from eyre.cycle.events import OUTCOMES, DueNow, EventKind, due_after
from eyre.cycle.states import WAS_HELD, CommitmentDecision
from eyre.cycle.words import CommitmentKind

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
            if event.kind is EventKind.WITHDRAWN or (event.kind is EventKind.DECISION and _is_said(event))
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

    def confirmed(self, trial: Trial) -> Mapping[str, bool]:
        """What a person said of each fact of a test, by the words of the evidence wanted."""
        return {fact: event.outcome == "seen" for fact, event in self.said_of(trial).items()}

    def said_of(self, trial: Trial) -> Mapping[str, Event]:
        """The last event that says whether a fact of a test was seen, by the words of the evidence wanted.

        Where the promise wants one fact, every such event is of it; where it wants several, or wanted another before,
        an event is of those whose words it repeats.
        """
        said = [event for event in self.events if event.kind is EventKind.FINDING and _is_said(event)]
        only = len({fact for each in (*self.trials, *self.earlier) for fact in _facts(each)}) == 1
        found = {}
        for fact in _facts(trial):
            mine = [event for event in said if only or fact.lower() in event.words.lower()]
            if mine:
                found[fact] = mine[-1]
        return found

    def day_of(self, trial: Trial) -> date | None:
        """The day a test has to be met by: of the promise itself as it was moved while it had not yet passed.

        A date that is moved after it has passed moves the promise; it was missed all the same.
        """
        day = trial.due
        for event in () if trial.label else self.redates:
            if trial.agreed_on <= event.at and (day is None or event.at <= day):
                day = event.sets_date
        return day


def _is_said(event: Event) -> bool:
    """Whether an event says what came out, in words that go with it: others are faults that `eyre check` names."""
    return event.outcome in OUTCOMES[event.kind]


def _facts(trial: Trial) -> tuple[str, ...]:
    return tuple(part.evidence_wanted for part in parts_of(trial.test) if isinstance(part, FactTest))


def promises(folder: BodyFolder, as_of: date) -> tuple[Promise, ...]:
    """Every promise given at a meeting held by a day, the oldest first, as it stood on that day."""
    agreed = {each.reference: each for each in folder.commitments}
    held = [meeting for meeting in minutes(folder, as_of) if meeting.date <= as_of and meeting.status in WAS_HELD]
    actions = {action.reference: action for m in held for item in m.items for action in item.actions}
    actions |= {later.action.reference: later.action for later in folder.actions if later.set_on <= as_of}
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


def minutes(folder: BodyFolder, as_of: date) -> tuple[Meeting, ...]:
    """The notes of each meeting as they stood on a day: a correction, from the day of the event that says it was made.

    A correction of which no event tells the day is taken to have stood from the beginning.
    """
    corrected: dict[Reference, list[date]] = {}
    for event in folder.events:
        if event.kind is EventKind.CORRECTED:
            corrected.setdefault(event.reference, []).append(event.at)

    def stood(meeting: Meeting) -> bool:
        days = sorted(corrected.get(meeting.reference, ()))
        return meeting.version < 2 or len(days) < meeting.version - 1 or days[meeting.version - 2] <= as_of

    return replace(folder, meetings=tuple(filter(stood, folder.meetings))).standing_meetings()


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
    minuted = {"": commitment.due} | {each.label: each.due for each in commitment.checkpoints}
    for each in agreed:
        due = each.due or minuted.get(each.label)
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
